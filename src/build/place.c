/* The output folder. A build locks it, makes everything in OUT/.building and moves it to its place
 * by renames at the very end. Names are fixed: whatever a stopped build left is in that one folder,
 * and the next build, which has the lock, puts it right and clears it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stages.h"

#define MARKER_TEXT "A build of pamphlet works here; the next one clears what is left.\n"

static bool complain(struct build *b, const char *code, const char *sentence) {
    struct source source = {b->options->out, STR_NONE};
    return diag_error(b->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

static bool refuse(struct build *b, int err, const char *sentence) {
    return diag_system(b->d, b->options->out, err, "build/write", "%s", sentence);
}

static bool lock(struct build *b) {
    const char *path = arena_printf(&b->mem, "%s/%s", b->options->out, BUILD_LOCK).p;
    b->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (b->lock >= 0 && flock(b->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    int err = errno;
    if (b->lock >= 0)
        close(b->lock);
    b->lock = -1;
    if (err == EWOULDBLOCK)
        return complain(b, "build/busy",
                        "is being written by another build; wait until that one is done");
    return refuse(b, err, "cannot write here");
}

/* A build stopped between two renames may have left any profile's folder without its name, also one
 * that this build does not make. */
static bool recover(struct build *b) {
    const struct config *c = &b->site.config;
    bool ok = true;
    for (size_t i = 0; i < c->profile_count && ok; i++)
        ok = fs_stage_recover(
            b->building,
            arena_printf(&b->mem, "%s/%.*s", b->options->out, STR_ARG(c->profiles[i].name)).p,
            b->d);
    return ok && (!fs_exists(b->building) || fs_delete_folder(b->building, BUILD_MARKER, b->d));
}

static bool make(struct build *b, const char *path) {
    const char *marker = arena_printf(&b->mem, "%s/%s", path, BUILD_MARKER).p;
    if (mkdir(path, 0777) != 0)
        return refuse(b, errno, "cannot make a folder here");
    int fd = open(marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool ok = fd >= 0 && fs_put(fd, str_lit(MARKER_TEXT));
    int err = errno;
    if (fd >= 0)
        close(fd);
    return ok || refuse(b, err, "cannot write here");
}

bool place_open(struct build *b) {
    const char *out = b->options->out;
    const char *building = arena_printf(&b->mem, "%s/%s", out, BUILD_FOLDER).p;
    if (fs_exists(out) && !fs_is_folder(out))
        return complain(b, "build/not-a-folder", "is in the way: it is not a folder");
    if (!fs_make_folders(out, b->d) || !lock(b))
        return false;
    b->building = building;
    return recover(b) && make(b, building);
}

bool place_sync(struct build *b) {
    return fs_sync(b->options->out) || refuse(b, errno, "cannot write through to the disk");
}

bool place_close(struct build *b) {
    if (b->lock < 0)
        return true;
    bool ok = b->building == NULL || recover(b);
    close(b->lock);
    return ok;
}
