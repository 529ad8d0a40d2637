/* packtool: one file after another to a canonical ZIP, with a manifest and a signed comment.
 *
 *   packtool SECRET PACK PROFILE SERIAL OUT.zip NAME=TEXT...
 *
 * Writes OUT.zip and OUT.zip.minisig. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "publish/publish.h"

struct tool {
    struct arena mem;
    struct diags d;
    struct pack_spool *spool;
    struct pack_deflater *deflater;
    struct pack_entry *entries;
    size_t count;
};

static bool add(struct tool *t, struct str path, struct str bytes) {
    return pack_add(t->deflater, t->spool, path, bytes, &t->entries[t->count++], &t->d);
}

static bool add_words(struct tool *t, char **words) {
    for (; *words != NULL; words++) {
        struct str word = str_from(*words);
        size_t equals = str_find_char(word, '=');
        if (!add(t, str_slice(word, 0, equals), str_from_offset(word, equals + 1)))
            return false;
    }
    pack_sort(t->entries, t->count);
    return true;
}

static bool add_manifest(struct tool *t, const struct pack_header *h) {
    struct buf manifest = {0};
    pack_manifest_format(h, t->entries, t->count, &manifest);
    bool ok = add(t, str_lit("MANIFEST.txt"), buf_str(&manifest));
    buf_finish(&manifest);
    pack_sort(t->entries, t->count);
    return ok;
}

static bool sign(struct tool *t, const char *secret, const struct pack_header *h,
                 const char *path) {
    struct str zip;
    struct buf comment = {0}, signature = {0};
    struct sign_secret *key = sign_secret_open(secret, NULL, NULL, &t->d);
    publish_comment_format(h, &comment);
    bool ok = key != NULL && fs_read(&t->mem, path, path, 1 << 30, &zip, &t->d) &&
              sign_make(key, zip, buf_str(&comment), &signature, &t->d) &&
              fs_write(arena_printf(&t->mem, "%s.minisig", path).p, buf_str(&signature), &t->d);
    sign_secret_close(key);
    buf_finish(&comment);
    buf_finish(&signature);
    return ok;
}

static bool run(struct tool *t, int argc, char **argv) {
    struct pack_header h = {.made = {2026, 11, 1}, .expires = {2027, 5, 1}};
    h.pack = str_from(argv[2]);
    h.profile = str_from(argv[3]);
    if (!str_to_uint(str_from(argv[4]), UINT64_MAX, &h.serial))
        return false;
    t->entries = arena_array(&t->mem, struct pack_entry, (size_t)argc);
    t->spool = pack_spool_open("/tmp", &t->d);
    t->deflater = pack_deflater_open();
    bool ok = t->spool != NULL && add_words(t, argv + 6) && add_manifest(t, &h) &&
              pack_write(argv[5], t->entries, t->count, &t->d) &&
              sign(t, argv[1], &h, argv[5]);
    pack_deflater_close(t->deflater);
    pack_spool_close(t->spool);
    return ok;
}

int main(int argc, char **argv) {
    struct tool t = {0};
    struct buf messages = {0};
    bool ok = argc > 6 && sign_init() && run(&t, argc, argv);
    diags_format(&t.d, DIAG_TEXT, false, &messages);
    fprintf(stderr, "%.*s", STR_ARG(buf_str(&messages)));
    buf_finish(&messages);
    diags_finish(&t.d);
    arena_finish(&t.mem);
    return ok ? 0 : 1;
}
