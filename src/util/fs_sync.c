/* Before a stage is renamed everything in it is on the disk: each file, then each folder, so that
 * the rename never reaches the disk before what is in the tree. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "util/fs.h"
#include "util/map.h"

struct folders {
    struct map known;
    struct str *items;
    size_t count, cap;
};

/* Every folder that `path` lies in, each once; most lie where the one before did. */
static void add_folders(struct arena *mem, struct folders *all, struct str path) {
    for (size_t slash = str_rfind_char(path, '/'); slash != SIZE_MAX;) {
        struct str folder = str_slice(path, 0, slash);
        if (map_add(&all->known, folder, 0) != MAP_NONE)
            return; /* those above it are known, too */
        *arena_push(mem, &all->items, &all->count, &all->cap) = folder;
        slash = str_rfind_char(folder, '/');
    }
}

/* The descriptor of a folder, or -1 with errno. */
static int open_folder(int stage, struct str path) {
    char name[PATH_MAX];
    if (path.len >= sizeof(name)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name, path.p, path.len);
    name[path.len] = '\0';
    return openat(stage, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

static bool refuse(const struct fs_stage *s, struct str path, int err, struct diags *d) {
    struct arena mem = {0};
    diag_system(d, arena_printf(&mem, "%s/%.*s", s->path, STR_ARG(path)).p, err, "fs/sync",
                "cannot write through to the disk");
    arena_finish(&mem);
    return false;
}

static bool end_sync(struct fs_stage *s, struct diags *d) {
    struct fs_syncer *syncer = s->syncer;
    struct str refused;
    s->syncer = NULL; /* closed whatever it says */
    return syncer == NULL || fs_syncer_close(syncer, &refused) || refuse(s, refused, errno, d);
}

static bool sync_folders(struct fs_stage *s, const struct folders *all, struct diags *d) {
    bool ok = true;
    fs_stage_begin_sync(s, s->beside);
    for (size_t i = 0; ok && i < all->count; i++) {
        int fd = open_folder(s->folder, all->items[i]);
        if (fd < 0)
            ok = refuse(s, all->items[i], errno, d);
        else
            fs_syncer_put(s->syncer, fd, all->items[i]);
    }
    return end_sync(s, d) && ok;
}

void fs_stage_begin_sync(struct fs_stage *s, bool beside) {
    s->syncer = fs_syncer_open(beside);
    s->beside = beside;
}

bool fs_stage_sync(struct fs_stage *s, size_t count, fs_path_fn *path_of, void *ctx,
                   struct diags *d) {
    struct arena mem = {0};
    struct folders all = {0};
    if (!end_sync(s, d))
        return false;
    map_init(&all.known, &mem, 0);
    for (size_t i = 0; i < count; i++)
        add_folders(&mem, &all, path_of(ctx, i));
    *arena_push(&mem, &all.items, &all.count, &all.cap) = str_lit(".");
    bool ok = sync_folders(s, &all, d);
    arena_finish(&mem);
    return ok;
}
