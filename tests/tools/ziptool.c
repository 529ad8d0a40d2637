/* ziptool: the strict reader from the command line. For each ZIP one line on stdout: its path and
 * "ok", or the code of the first refusal. With -v the messages too, on stderr. */
#include <stdio.h>
#include <string.h>

#include "pack/pack.h"

static bool read_and_extract(struct arena *mem, const char *path, struct diags *d) {
    struct source source = {path, STR_NONE};
    struct pack_reader reader;
    if (!fs_read(mem, path, path, UINT32_MAX, &source.text, d) ||
        !pack_read(mem, &source, &pack_limits_default, &reader, d))
        return false;
    for (size_t i = 0; i < reader.count; i++) {
        struct arena page = {0};
        struct str bytes;
        bool ok = pack_extract(&reader, i, &page, &bytes, path, d);
        arena_finish(&page);
        if (!ok)
            return false;
    }
    return true;
}

int main(int argc, char **argv) {
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0, all = true;
    for (int i = verbose ? 2 : 1; i < argc; i++) {
        struct arena mem = {0};
        struct diags d = {0};
        struct buf messages = {0};
        bool ok = read_and_extract(&mem, argv[i], &d);
        printf("%s %s\n", argv[i], ok ? "ok" : d.items[0].code);
        diags_format(&d, DIAG_TEXT, false, &messages);
        if (verbose)
            fprintf(stderr, "%.*s", STR_ARG(buf_str(&messages)));
        buf_finish(&messages);
        diags_finish(&d);
        arena_finish(&mem);
        all = all && ok;
    }
    return all ? 0 : 1;
}
