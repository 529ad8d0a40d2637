/* Print. What Markdown becomes is a guide's text in a small site, and its sheets, cards, booklets
 * and posters are drawn: each file is a narrow PDF with pages and fonts, or a message says why not.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "pdf/pdf.h"
#include "print/print.h"
#include "rendered.h"

/* clang's sanitizer; for gcc's print/type.c says the same, and why. About 8 KB a run of print_make
 * are counted as lost, and a program makes one. */
#ifndef __SANITIZE_ADDRESS__
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}
#endif

static void put_file(struct arena *mem, const char *root, const char *path, const char *text) {
    FILE *file = fopen(arena_printf(mem, "%s/%s", root, path).p, "wb");
    assert(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* A site with one guide, made once. */
static const struct site *site(void) {
    static const char *const folders[] = {"", "/content", "/content/en", "/content/en/guides"};
    static struct site s;
    static struct arena mem;
    struct diags d = {0};
    if (s.page_count > 0)
        return &s;
    const char *root = arena_printf(&mem, "/dev/shm/pamphlet-fuzz-print-%d", (int)getpid()).p;
    for (size_t i = 0; i < ARRAY_LEN(folders); i++)
        assert(mkdir(arena_printf(&mem, "%s%s", root, folders[i]).p, 0700) == 0);
    put_file(&mem, root, "site.yaml",
             "title: Notes\nlanguages: {en: {name: English}}\ndefault_language: en\n"
             "profiles: [print]\nrelease: {pack: notes, serial: 7, date: 2026-11-28}\n");
    put_file(&mem, root, "content/en/index.md", "---\ntitle: Start\n---\nText.\n");
    put_file(&mem, root, "content/en/guides/a.md",
             "---\ntitle: A guide\nsummary: Short.\nreviewed: 2026-11-01\ncard: Two lines.\n"
             "doses:\n  - {route: oral, unit: mg, light: 40-75}\n---\nText.\n");
    const struct site_options options = {.root = root, .threads = 1};
    bool ok = site_load(&mem, &options, &s, &d);
    static const char *const files[] = {"site.yaml", "content/en/index.md",
                                        "content/en/guides/a.md"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        (void)unlink(arena_printf(&mem, "%s/%s", root, files[i]).p);
    for (size_t i = ARRAY_LEN(folders); i-- > 0;)
        (void)rmdir(arena_printf(&mem, "%s%s", root, folders[i]).p);
    if (!ok)
        fuzz_fail(d.items[0].message);
    diags_finish(&d);
    return &s;
}

static void draw(struct fuzz *f, struct str html) {
    const struct site *s = site();
    struct str *texts = arena_array(&f->mem, struct str, s->page_count);
    const struct print_options options = {.texts = texts, .threads = 1};
    struct print out;
    struct pdf_fault fault;
    size_t errors = f->d.errors;
    for (size_t i = 0; i < s->page_count; i++)
        if (print_wants(s->pages[i]))
            texts[i] = html;
    bool ok = print_plan(s, &out, &f->d) && print_make(&options, &out, &f->d);
    assert(ok == (f->d.errors == errors) && out.count > 0);
    for (size_t i = 0; ok && i < out.count; i++) {
        struct str bytes = out.files[i].bytes;
        if (!pdf_check(bytes, &fault))
            fuzz_fail(fault.message);
        assert(str_find(bytes, str_lit("/Type /Page ")) != SIZE_MAX);
        assert(str_find(bytes, str_lit("/BaseFont /")) != SIZE_MAX);
    }
    print_finish(&out);
    diags_finish(&f->d); /* what is said of sheets has its place in the site */
    f->d = (struct diags){0};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    rendered(data, size, draw);
    return 0;
}
