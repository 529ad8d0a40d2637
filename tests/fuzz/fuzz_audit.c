/* libFuzzer: any bytes as a page, a style sheet, START.html, a text or a picture. The first byte
 * says which. What the audit accepts as a page, the scanner must read to its end.
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -Isrc -o fuzz_audit tests/fuzz/fuzz_audit.c \
 *       (the .c files of audit, html, util, image, pack and sign, and the Makefile's libraries)
 *   ./fuzz_audit -max_total_time=60 tests/hostile/html tests/hostile/css */
#include <assert.h>

#include "audit/audit.h"
#include "html/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void scan(struct str page) {
    struct html_scanner s;
    struct html_token t;
    html_start(&s, page);
    do
        html_next(&s, &t);
    while (t.kind != HTML_END && t.kind != HTML_BAD);
    assert(t.kind == HTML_END);
}

/* The same once more, and again with what was read of it before: neither says anything else. */
static void read_again(struct audit_set *set, uint32_t index, struct str bytes, size_t said) {
    set->pieces = audit_pieces_open();
    for (int i = 0; i < 2; i++) {
        struct arena mem = {0};
        struct audit_file file;
        struct diags d = {0};
        bool ok = audit_file(set, index, bytes, NULL, &mem, &file, &d);
        assert(ok == (d.errors == 0) && d.count == said);
        arena_finish(&mem);
        diags_finish(&d);
    }
    audit_pieces_close(set->pieces);
    set->pieces = NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str paths[] = {str_lit("index.html"), str_lit("style.css"), str_lit("START.html"),
                          str_lit("a.txt"),      str_lit("a.png"),     str_lit("a.js")};
    struct audit_file files[ARRAY_LEN(paths)] = {0};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct arena mem = {0};
    struct diags d = {0};
    if (size == 0)
        return 0;
    uint32_t index = data[0] % ARRAY_LEN(paths);
    struct str bytes = str_of((const char *)data + 1, size - 1);
    map_init(&set.by_path, &mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    bool ok = audit_file(&set, index, bytes, NULL, &mem, &files[index], &d);
    assert(ok == (d.errors == 0));
    assert(d.count <= 21);
    read_again(&set, index, bytes, d.count);
    if (ok && index == 0)
        scan(bytes);
    (void)!audit_across(&set, files, NULL, &d);
    arena_finish(&mem);
    diags_finish(&d);
    return 0;
}
