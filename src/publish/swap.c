/* The folders around a published one: FOLDER is what readers see, FOLDER.incoming is being filled,
 * FOLDER.previous is what was there before. Each step leaves a state from which swap_recover goes
 * on:
 *
 *   exchange    incoming <-> FOLDER, then incoming (now the old one) -> previous
 *   fallback    FOLDER -> previous, then incoming -> FOLDER
 *
 * Stopped inside the fallback FOLDER is missing and previous is put back; stopped behind the
 * exchange incoming is whole and older than FOLDER, and becomes previous. Any other incoming is
 * deleted. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "publish/steps.h"

void swap_init(struct swap *s, struct arena *mem, const char *folder) {
    struct str path = str_from(folder);
    while (path.len > 1 && path.p[path.len - 1] == '/')
        path.len--;
    size_t slash = str_rfind_char(path, '/');
    *s = (struct swap){.folder = arena_cstr(mem, path),
                       .incoming = arena_printf(mem, "%.*s.incoming", STR_ARG(path)).p,
                       .previous = arena_printf(mem, "%.*s.previous", STR_ARG(path)).p,
                       .parent = slash == SIZE_MAX ? "."
                                 : slash == 0      ? "/"
                                                   : arena_cstr(mem, str_slice(path, 0, slash))};
}

static bool refuse(const struct swap *s, int err, struct diags *d) {
    const struct source source = {s->folder, STR_NONE};
    if (err == EBUSY)
        return diag_error(d, place_of(&source, 0, 0, 0), "publish/swap",
                          "is where a disk or stick begins, which nothing can take the place of: "
                          "to fill a stick, use 'install --usb'; else give a folder on the disk");
    return diag_system(d, s->folder, err, "publish/swap", "cannot put the new folder in place");
}

/* Renames are on the disk only when their folder is. */
static bool sync_parent(const struct swap *s, struct diags *d) {
    return fs_sync(s->parent) || refuse(s, errno, d);
}

static bool move(const struct swap *s, const char *from, const char *to, struct diags *d) {
    return (rename(from, to) == 0 || refuse(s, errno, d)) && sync_parent(s, d);
}

/* `*done` stays false where the file system cannot exchange. */
static bool exchange(const struct swap *s, const char *other, bool *done, struct diags *d) {
    *done = false;
    if (s->no_exchange)
        return true;
    if (renameat2(AT_FDCWD, other, AT_FDCWD, s->folder, RENAME_EXCHANGE) == 0) {
        *done = true;
        return sync_parent(s, d);
    }
    return errno == EINVAL || errno == ENOSYS || errno == ENOTSUP || refuse(s, errno, d);
}

static bool clear(const char *path, struct diags *d) {
    return !fs_exists(path) || fs_delete_folder(path, PUBLISH_MARKER, d);
}

/* Whether `incoming` is a version that was up before rather than one that never was: whole, and
 * older than what is up, or the only other one there is (swap_back, stopped half-way). swap_back
 * proves a folder by its digests before it goes up again. */
static bool was_taken_down(const struct swap *s, struct arena *mem) {
    struct pack_header there, here;
    return folder_header(s->incoming, mem, &there) && folder_header(s->folder, mem, &here) &&
           (there.serial < here.serial || !fs_exists(s->previous));
}

bool swap_recover(const struct swap *s, struct arena *mem, struct diags *d) {
    if (!fs_exists(s->folder) && fs_exists(s->previous) && fs_exists(s->incoming) &&
        !move(s, s->previous, s->folder, d))
        return false;
    if (!fs_exists(s->incoming))
        return true;
    if (was_taken_down(s, mem))
        return clear(s->previous, d) && move(s, s->incoming, s->previous, d);
    return clear(s->incoming, d);
}

bool swap_in(const struct swap *s, bool keep, struct diags *d) {
    bool done;
    if (rename(s->incoming, s->folder) == 0) /* there was nothing, or an empty folder */
        return sync_parent(s, d);
    if (errno != ENOTEMPTY && errno != EEXIST)
        return refuse(s, errno, d);
    if (!exchange(s, s->incoming, &done, d))
        return false;
    if (done && !keep)
        return clear(s->incoming, d);
    if (done)
        return clear(s->previous, d) && move(s, s->incoming, s->previous, d);
    if (!clear(s->previous, d) || !move(s, s->folder, s->previous, d))
        return false;
    if (move(s, s->incoming, s->folder, d))
        return true;
    (void)rename(s->previous, s->folder); /* better the old one than none; why is reported */
    return false;
}

bool swap_back(const struct swap *s, struct diags *d) {
    bool done;
    if (!exchange(s, s->previous, &done, d))
        return false;
    return done || (move(s, s->folder, s->incoming, d) && move(s, s->previous, s->folder, d) &&
                    move(s, s->incoming, s->previous, d));
}
