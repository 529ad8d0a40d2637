/* Writing a tree through to the disk: each file, then each folder, so that a rename of the tree
 * never reaches the disk before what is in it.
 *
 * By file and not by syncfs: that waits for whatever anybody else writes to the same disk, and
 * tells of their errors. For 11,000 files the difference is within the noise of the disk. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fs.h"
#include "util/pool.h"

enum { DEPTH_MAX = 128, WAITING_MAX = 8 };

struct paths {
    const char **items;
    size_t count, cap;
};

struct syncing {
    struct arena mem;
    struct paths files, folders;
    size_t root_len;
    bool (*is_synced)(void *ctx, struct str path);
    void *ctx;
    const struct paths *now;
    int *errors; /* of each path in `now`; 0: on the disk */
};

static bool is_folder(int parent, const struct dirent *entry, bool *is) {
    struct stat st;
    *is = entry->d_type == DT_DIR;
    if (entry->d_type != DT_UNKNOWN)
        return true;
    if (fstatat(parent, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    *is = S_ISDIR(st.st_mode);
    return true;
}

static bool is_passed_over(const struct syncing *s, const char *path) {
    return s->is_synced != NULL && s->is_synced(s->ctx, str_from(path + s->root_len + 1));
}

/* False with errno. */
static bool collect(struct syncing *s, const char *folder, unsigned depth) {
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool ok = dir != NULL && depth < DEPTH_MAX, below = false;
    *arena_push(&s->mem, &s->folders.items, &s->folders.count, &s->folders.cap) = folder;
    while (ok && (errno = 0, entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        const char *path = arena_printf(&s->mem, "%s/%s", folder, entry->d_name).p;
        ok = is_folder(dirfd(dir), entry, &below);
        if (ok && below)
            ok = collect(s, path, depth + 1);
        else if (ok && !is_passed_over(s, path))
            *arena_push(&s->mem, &s->files.items, &s->files.count, &s->files.cap) = path;
    }
    ok = ok && errno == 0;
    int err = depth < DEPTH_MAX ? errno : ELOOP;
    if (dir != NULL)
        closedir(dir);
    errno = err;
    return ok;
}

static void sync_one(void *ctx, unsigned worker, size_t index) {
    struct syncing *s = ctx;
    (void)worker;
    if (!fs_sync(s->now->items[index]))
        s->errors[index] = errno;
}

static bool sync_all(struct syncing *s, const struct paths *paths, unsigned threads,
                     struct diags *d) {
    s->now = paths;
    s->errors = arena_array(&s->mem, int, paths->count);
    pool_run(threads > 1 ? WAITING_MAX : 1, paths->count, 1, sync_one, s);
    for (size_t i = 0; i < paths->count; i++)
        if (s->errors[i] != 0)
            return diag_system(d, paths->items[i], s->errors[i], "fs/sync",
                               "cannot write through to the disk");
    return true;
}

bool fs_sync_tree(const char *path, unsigned threads, bool (*is_synced)(void *ctx, struct str path),
                  void *ctx, struct diags *d) {
    struct syncing s = {.root_len = strlen(path), .is_synced = is_synced, .ctx = ctx};
    bool ok = (collect(&s, path, 0) ||
               diag_system(d, path, errno, "fs/sync", "cannot read the folder")) &&
              sync_all(&s, &s.files, threads, d) && sync_all(&s, &s.folders, threads, d);
    arena_finish(&s.mem);
    return ok;
}
