/* Writing a verified pack as a folder, and through to the disk: every file, then every folder, so
 * that what is swapped in afterwards survives a power cut whole. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish/steps.h"

#define MARKER_TEXT "This folder was made by pamphlet and is replaced by it.\n"

static bool refuse(struct pending *p, const char *path, int err) {
    return diag_system(p->d, path, err, "publish/write", "cannot write");
}

static bool write_file(struct pending *p, const char *path, struct str bytes) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool ok = fd >= 0 && fs_put(fd, bytes);
    int err = errno;
    if (ok) /* only a hint: the disk may start now, so that the fsync later finds little to do */
        (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    return ok || refuse(p, path, err);
}

/* Makes the folders of `path` (NUL-ended, below `folder`) that the path before had not; entries are
 * sorted, so a folder's files stand together. */
static bool make_parents(struct pending *p, const char *folder, struct str path,
                         struct str before) {
    for (size_t i = 0; i < path.len; i++) {
        if (path.p[i] != '/' || str_starts(before, str_slice(path, 0, i + 1)))
            continue;
        const char *parent = arena_printf(p->mem, "%s/%.*s", folder, (int)i, path.p).p;
        if (mkdir(parent, 0777) != 0 && errno != EEXIST)
            return refuse(p, parent, errno);
    }
    return true;
}

static bool write_entry(struct pending *p, const char *folder, size_t index) {
    const struct pack_reader_entry *e = &p->reader.entries[index];
    struct str before = index == 0 ? str_lit("") : p->reader.entries[index - 1].path, bytes;
    struct arena page = {0};
    bool ok = make_parents(p, folder, e->path, before) &&
              pack_extract(&p->reader, index, &page, &bytes, p->source.path, p->d) &&
              write_file(p, arena_printf(&page, "%s/%.*s", folder, STR_ARG(e->path)).p, bytes);
    arena_finish(&page);
    return ok;
}

/* MANIFEST.txt comes last: a folder without it is not whole. */
static bool write_entries(struct pending *p, const char *folder) {
    size_t manifest = p->reader.count;
    for (size_t i = 0; i < p->reader.count; i++)
        if (str_is(p->reader.entries[i].path, "MANIFEST.txt"))
            manifest = i;
        else if (!write_entry(p, folder, i))
            return false;
    return write_entry(p, folder, manifest);
}

static bool sync_path(struct pending *p, const char *path) {
    return fs_sync(path) ||
           diag_system(p->d, path, errno, "publish/write", "cannot write through to the disk");
}

struct syncing {
    struct pending *p;
    const char *folder;
    int *errors; /* of each entry; 0: on the disk */
};

static void sync_file(void *ctx, unsigned worker, size_t index) {
    struct syncing *s = ctx;
    struct str path = s->p->reader.entries[index].path;
    struct arena page = {0};
    (void)worker;
    if (!fs_sync(arena_printf(&page, "%s/%.*s", s->folder, STR_ARG(path)).p))
        s->errors[index] = errno;
    arena_finish(&page);
}

/* fsync waits for the disk, not for a processor: several at once share one flush. */
static bool sync_files(struct pending *p, const char *folder) {
    enum { WAITING_MAX = 8 };
    struct syncing s = {p, folder, arena_array(p->mem, int, p->reader.count)};
    pool_run(p->request->threads > 1 ? WAITING_MAX : 1, p->reader.count, 1, sync_file, &s);
    for (size_t i = 0; i < p->reader.count; i++)
        if (s.errors[i] != 0)
            return diag_system(p->d, folder, s.errors[i], "publish/write",
                               "cannot write through to the disk");
    return true;
}

/* Folders that end inside `path` and that the path after it does not lie in any more. */
static bool sync_parents(struct pending *p, const char *folder, struct str path, struct str after) {
    for (size_t i = path.len; i > 0; i--) {
        if (path.p[i - 1] != '/' || str_starts(after, str_slice(path, 0, i)))
            continue;
        const char *parent = arena_printf(p->mem, "%s/%.*s", folder, (int)(i - 1), path.p).p;
        if (!sync_path(p, parent))
            return false;
    }
    return true;
}

static bool sync_tree(struct pending *p, const char *folder) {
    if (!sync_files(p, folder))
        return false;
    for (size_t i = 0; i < p->reader.count; i++) {
        struct str after = i + 1 == p->reader.count ? str_lit("") : p->reader.entries[i + 1].path;
        if (!sync_parents(p, folder, p->reader.entries[i].path, after))
            return false;
    }
    return sync_path(p, folder);
}

bool unpack_tree(struct pending *p, const char *folder) {
    const char *marker = arena_printf(p->mem, "%s/%s", folder, PUBLISH_MARKER).p;
    return write_file(p, marker, str_lit(MARKER_TEXT)) && sync_path(p, marker) &&
           write_entries(p, folder) && sync_tree(p, folder);
}
