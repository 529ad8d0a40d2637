/* What tells that a file is the one it was, without reading it. The system sets the time of the
 * last change by its own clock, whatever happens to the file: written, replaced, renamed, linked,
 * its other times put back. So a mark that comes again proves the same bytes, where three things
 * hold:
 *
 * - the file system keeps that time, by the clock of this machine: those in the list below do, but
 *   not those of other machines (NFS, SMB, 9p, FUSE) nor those of cameras and sticks (FAT);
 * - the time is finer than a second (a small ext4 may be made without);
 * - when the mark was taken the clock had gone on since the change, so that a later one has another
 *   time. It is the clock that file systems take the time from, which moves in steps, of 10 ms at
 *   most; a tenth of a second is for a writer that was stopped between the time and the bytes.
 *
 * A program that maps a file into its memory and writes there is not seen by all of this at once:
 * no editor does. */
#define _GNU_SOURCE
#include "util/fs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "util/env.h"

enum { NS_PER_SECOND = 1000000000, SETTLED_NS = 100000000, STEPS_NS = 20000000 };

static uint64_t nanoseconds(struct timespec t) {
    return t.tv_sec < 0 ? 0 : (uint64_t)t.tv_sec * NS_PER_SECOND + (uint64_t)t.tv_nsec;
}

static bool is_older(const struct fs_mark *mark, uint64_t ns, uint64_t clock) {
    return mark->changed_ns % NS_PER_SECOND != 0 && mark->changed_ns + ns < clock;
}

bool fs_mark_is_settled(const struct fs_mark *mark) {
    return is_older(mark, SETTLED_NS, env_file_clock());
}

bool fs_mark_is_past(const struct fs_mark *mark) {
    return fs_mark_was_past(mark, env_file_clock());
}

bool fs_mark_was_past(const struct fs_mark *mark, uint64_t clock) {
    return is_older(mark, STEPS_NS, clock);
}

struct fs_mark fs_mark_of(const struct stat *st) {
    uint64_t changed = nanoseconds(st->st_ctim);
    return (struct fs_mark){.device = st->st_dev,
                            .inode = st->st_ino,
                            .size_bytes = (uint64_t)st->st_size,
                            .modified_ns = nanoseconds(st->st_mtim),
                            .changed_ns = changed,
                            .proves = S_ISREG(st->st_mode) && st->st_ctim.tv_nsec != 0 &&
                                      changed + SETTLED_NS < env_file_clock()};
}

bool fs_mark_at(int folder, const char *path, struct fs_mark *out) {
    struct stat st;
    if (fstatat(folder, path, &st, 0) != 0)
        return false;
    *out = fs_mark_of(&st);
    return true;
}

bool fs_mark_eq(const struct fs_mark *a, const struct fs_mark *b) {
    return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes &&
           a->modified_ns == b->modified_ns && a->changed_ns == b->changed_ns;
}

bool fs_marks_hold(int folder, uint64_t *device) {
    static const uint32_t good[] = {0xef53 /* ext2, ext3, ext4 */, 0x58465342 /* XFS */,
                                    0x9123683e /* Btrfs */, 0x01021994 /* tmpfs */,
                                    0x794c7630 /* overlayfs */};
    struct statfs fs;
    struct stat st;
    if (fstatfs(folder, &fs) != 0 || fstat(folder, &st) != 0)
        return false;
    *device = st.st_dev;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        if ((uint32_t)fs.f_type == good[i])
            return true;
    return false;
}
