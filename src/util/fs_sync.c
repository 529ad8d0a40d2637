/* Writing a stage through to the disk: each file, then each folder, so that a rename of the tree
 * never reaches the disk before what is in it.
 *
 * By file and not by syncfs: that waits for whatever anybody else writes to the same disk, and
 * tells of their errors. For 11,000 files the difference is within the noise of the disk. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "util/fs.h"
#include "util/map.h"
#include "util/pool.h"

enum { WAITING_MAX = 8 };

struct paths {
    struct str *items;
    size_t count, cap;
};

struct syncing {
    const struct fs_stage *stage;
    const struct paths *now;
    int *errors; /* of each path in `now`; 0: on the disk */
};

/* --- which ones */

/* Every folder that `path` lies in, each once; most lie where the one before did. */
static void add_folders(struct arena *mem, struct map *known, struct paths *folders,
                        struct str path) {
    for (size_t slash = str_rfind_char(path, '/'); slash != SIZE_MAX;) {
        struct str folder = str_slice(path, 0, slash);
        if (map_add(known, folder, 0) != MAP_NONE)
            return; /* those above it are known, too */
        *arena_push(mem, &folders->items, &folders->count, &folders->cap) = folder;
        slash = str_rfind_char(folder, '/');
    }
}

static void collect(struct arena *mem, const struct fs_syncing *what, struct paths *files,
                    struct paths *folders) {
    struct map known;
    map_init(&known, mem, 0);
    for (size_t i = 0; i < what->count; i++) {
        add_folders(mem, &known, folders, what->path_of(what->ctx, i));
        if (!what->is_synced(what->ctx, i))
            *arena_push(mem, &files->items, &files->count, &files->cap) =
                what->path_of(what->ctx, i);
    }
    *arena_push(mem, &folders->items, &folders->count, &folders->cap) = str_lit(".");
}

/* --- and each of them */

static int sync_at(int folder, struct str path) {
    char name[PATH_MAX];
    if (path.len >= sizeof(name))
        return ENAMETOOLONG;
    memcpy(name, path.p, path.len);
    name[path.len] = '\0';
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int err = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return err;
}

static void sync_one(void *ctx, unsigned worker, size_t index) {
    struct syncing *s = ctx;
    (void)worker;
    s->errors[index] = sync_at(s->stage->folder, s->now->items[index]);
}

static bool sync_all(struct arena *mem, const struct fs_stage *stage, const struct paths *paths,
                     unsigned threads, struct diags *d) {
    struct syncing s = {stage, paths, arena_array(mem, int, paths->count)};
    pool_run(threads > 1 ? WAITING_MAX : 1, paths->count, 1, sync_one, &s);
    for (size_t i = 0; i < paths->count; i++)
        if (s.errors[i] != 0)
            return diag_system(
                d, arena_printf(mem, "%s/%.*s", stage->path, STR_ARG(paths->items[i])).p,
                s.errors[i], "fs/sync", "cannot write through to the disk");
    return true;
}

bool fs_stage_sync(const struct fs_stage *s, const struct fs_syncing *what, unsigned threads,
                   struct diags *d) {
    struct arena mem = {0};
    struct paths files = {0}, folders = {0};
    collect(&mem, what, &files, &folders);
    bool ok = sync_all(&mem, s, &files, threads, d) && sync_all(&mem, s, &folders, threads, d);
    arena_finish(&mem);
    return ok;
}
