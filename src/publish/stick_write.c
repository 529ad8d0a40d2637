/* Writing one stick and reading it back. MANIFEST.txt comes first, so that whatever follows is
 * known to be ours when the stick is pulled; the signature comes last, when all else has been read
 * back: a stick without it is not finished. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "publish/stick.h"

static bool refuse(struct stick *s, const char *name, int err) {
    return diag_system(&s->d, arena_printf(&s->mem, "%s/%s", s->root, name).p, err,
                       "publish/stick-write", "cannot be written");
}

/* Written under another name and through to the medium, then named. */
static bool put_whole(struct stick *s, const char *name, struct str bytes) {
    const char *part = arena_printf(&s->mem, "%s" STICK_PART, name).p;
    int fd = openat(s->folder, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool ok = fd >= 0 && fs_put(fd, bytes) && fsync(fd) == 0;
    int err = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    if (ok && (renameat(s->folder, part, s->folder, name) != 0 || fsync(s->folder) != 0)) {
        ok = false;
        err = errno;
    }
    return ok || refuse(s, name, err);
}

static bool is_manifest(const struct stick *s, size_t index) {
    return str_is(s->p->reader.entries[index].path, "MANIFEST.txt");
}

static bool write_entries(struct stick *s) {
    const struct fs_stage stage = {.target = s->root, .folder = s->folder};
    struct arena page = {0};
    bool ok = true;
    for (size_t i = 0; i < s->p->reader.count && ok; i++) {
        struct str bytes;
        arena_reset(&page);
        ok = is_manifest(s, i) ||
             (pack_extract(&s->p->reader, i, &page, &bytes, s->p->source.path, &s->d) &&
              fs_stage_write(&stage, s->p->reader.entries[i].path, bytes, NULL, &s->d));
        stick_advance(s, s->p->reader.entries[i].size_bytes);
    }
    arena_finish(&page);
    return ok;
}

bool stick_write(struct stick *s) {
    if (!put_whole(s, "MANIFEST.txt", s->p->manifest_text) || !put_whole(s, s->zip, s->p->bytes))
        return false;
    stick_advance(s, s->p->bytes.len);
    if (!write_entries(s))
        return false;
    /* Of the whole stick at once: a flush for each small file would take minutes. */
    return syncfs(s->folder) == 0 || refuse(s, ".", errno);
}

/* --- reading back ----------------------------------------------------------------------------- */

static bool compare_file(struct stick *s, struct arena *page, const char *name, struct str want) {
    const char *path = arena_printf(page, "%s/%s", s->root, name).p;
    struct str got = STR_NONE;
    const struct source source = {path, STR_NONE};
    if (medium_read(page, path, want.len, &got) && str_eq(got, want))
        return true;
    if (got.p == NULL)
        return diag_system(&s->d, path, errno, "publish/stick-read", "cannot be read back");
    return diag_error(&s->d, place_of(&source, 0, 0, 0), "publish/stick-differs",
                      "reads back otherwise than it was written; do not use this stick");
}

static bool compare_entries(struct stick *s, struct arena *page) {
    bool ok = true;
    for (size_t i = 0; i < s->p->reader.count && ok; i++) {
        struct str want;
        arena_reset(page);
        ok = pack_extract(&s->p->reader, i, page, &want, s->p->source.path, &s->d) &&
             compare_file(s, page, arena_cstr(page, s->p->reader.entries[i].path), want);
        stick_advance(s, s->p->reader.entries[i].size_bytes);
    }
    return ok;
}

bool stick_compare(struct stick *s) {
    struct arena page = {0};
    bool ok = compare_file(s, &page, s->zip, s->p->bytes);
    stick_advance(s, s->p->bytes.len);
    ok = ok && compare_entries(s, &page);
    arena_finish(&page);
    return ok;
}

bool stick_compare_signature(struct stick *s) {
    return compare_file(s, &s->mem, s->signature, s->p->signature);
}

bool stick_sign(struct stick *s) {
    return put_whole(s, s->signature, s->p->signature) && stick_compare_signature(s);
}
