/* Filling a folder elsewhere, then swapping it in. Readers of the target see the old tree or the
 * new one, never a mixture: the swap is one rename with RENAME_EXCHANGE. Where a file system has no
 * exchange, two renames follow each other and the old tree waits as "<name>.old" between them;
 * stopped there, the next run puts it back first. */
#define _GNU_SOURCE
#include "util/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DELETE_DEPTH_MAX = 128 };

static bool has_marker(const char *folder, const char *marker) {
    struct arena mem = {0};
    bool has = fs_exists(arena_printf(&mem, "%s/%s", folder, marker).p);
    arena_finish(&mem);
    return has;
}

bool fs_is_empty_folder(const char *path) {
    DIR *dir = opendir(path);
    bool empty = dir != NULL;
    struct dirent *entry;
    while (empty && (errno = 0, entry = readdir(dir)) != NULL)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (dir != NULL) {
        empty = empty && errno == 0; /* what cannot be read is not known to be empty */
        closedir(dir);
    }
    return empty;
}

static bool delete_below(int folder, const char *name, const char *last, const char *shown,
                         unsigned depth, struct diags *d);

static bool delete_entry(int fd, const char *name, const char *shown, unsigned depth,
                         struct diags *d) {
    struct stat st;
    if (unlinkat(fd, name, 0) == 0 || errno == ENOENT)
        return true;
    int err = errno; /* EISDIR or EPERM for a folder, by the system */
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode))
        return delete_below(fd, name, NULL, shown, depth + 1, d);
    return diag_system(d, shown, err, "fs/delete", "cannot delete");
}

static bool is_name_of(const char *name, const char *other) {
    return other != NULL && strcmp(name, other) == 0;
}

/* Deletes folder `name` of `folder` with all in it, the file `last` (or NULL) of it at the end: a
 * folder whose deletion was stopped can still be told to be ours. Depth is bounded. */
static bool delete_below(int folder, const char *name, const char *last, const char *shown,
                         unsigned depth, struct diags *d) {
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL || depth > DELETE_DEPTH_MAX) {
        int err = dir == NULL ? errno : ELOOP;
        if (dir != NULL)
            closedir(dir);
        else if (fd >= 0)
            close(fd);
        return err == ENOENT || diag_system(d, shown, err, "fs/delete", "cannot delete");
    }
    bool ok = true;
    struct dirent *entry;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            !is_name_of(entry->d_name, last))
            ok = delete_entry(dirfd(dir), entry->d_name, shown, depth, d) && ok;
    if (ok && last != NULL)
        ok = delete_entry(dirfd(dir), last, shown, depth, d);
    closedir(dir);
    if (ok && unlinkat(folder, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
        ok = diag_system(d, shown, errno, "fs/delete", "cannot delete");
    return ok;
}

bool fs_delete_folder(const char *path, const char *marker, struct diags *d) {
    struct source source = {path, STR_NONE};
    if (marker != NULL && fs_exists(path) && !has_marker(path, marker) && !fs_is_empty_folder(path))
        return diag_error(d, place_of(&source, 0, 0, 0), "fs/not-ours",
                          "has no '%s' in it, so it is not deleted", marker);
    return delete_below(AT_FDCWD, path, marker, path, 0, d);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool in_the_way(const char *target, const char *marker, struct diags *d) {
    struct source source = {target, STR_NONE};
    struct stat st;
    if (lstat(target, &st) != 0)
        return errno != ENOENT && !diag_system(d, target, errno, "fs/write", "cannot look at it");
    if (!S_ISDIR(st.st_mode))
        return !diag_error(d, place_of(&source, 0, 0, 0), "fs/not-a-folder",
                           "is in the way: it is not a folder");
    return !has_marker(target, marker) && !fs_is_empty_folder(target) &&
           !diag_error(d, place_of(&source, 0, 0, 0), "fs/not-ours",
                       "was not made by pamphlet (no '%s' in it), so it is not replaced; "
                       "move it away or choose another folder",
                       marker);
}

bool fs_stage_recover(const char *beside, const char *target, struct diags *d) {
    struct arena mem = {0};
    const char *old = arena_printf(&mem, "%s/%s.old", beside, last_part(target)).p;
    bool ok = fs_exists(target) || rename(old, target) == 0 || errno == ENOENT ||
              diag_system(d, target, errno, "fs/publish", "cannot put the old folder back");
    arena_finish(&mem);
    return ok;
}

bool fs_stage_open(struct fs_stage *s, struct arena *mem, const char *beside, const char *target,
                   const char *marker, struct diags *d) {
    const char *name = last_part(target);
    struct stat st;
    *s = (struct fs_stage){.folder = -1, .published = -1};
    if (in_the_way(target, marker, d))
        return false;
    s->target = target;
    s->path = arena_printf(mem, "%s/%s", beside, name).p;
    s->old = arena_printf(mem, "%s/%s.old", beside, name).p;
    if (mkdir(s->path, 0777) != 0)
        return diag_system(d, s->path, errno, "fs/write", "cannot make the folder");
    s->folder = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (s->folder < 0 || fstat(s->folder, &st) != 0)
        return diag_system(d, s->path, errno, "fs/write", "cannot open the folder");
    s->folder_mode = st.st_mode & 07777;
    s->published = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    s->owner = (unsigned)geteuid();
    s->group = (unsigned)((st.st_mode & S_ISGID) != 0 ? st.st_gid : getegid());
    s->marks = fs_marks_hold(s->folder, &s->device);
    return true;
}

bool fs_make_parents(int folder, char *path) {
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int failed = mkdirat(folder, path, 0777) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return false;
    }
    return true;
}

static void take_mark(int fd, struct fs_mark *mark) {
    struct stat st;
    if (mark != NULL)
        *mark = fstat(fd, &st) == 0 ? fs_mark_of(&st) : (struct fs_mark){0};
}

bool fs_stage_write(const struct fs_stage *s, struct str path, struct str bytes,
                    struct fs_mark *mark, struct diags *d) {
    char name[PATH_MAX];
    enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW };
    if (path.len >= sizeof(name))
        return diag_system(d, s->target, ENAMETOOLONG, "fs/write", "cannot write a file");
    memcpy(name, path.p, path.len);
    name[path.len] = '\0';
    int fd = openat(s->folder, name, FLAGS, 0666);
    if (fd < 0 && errno == EEXIST && s->adopted && unlinkat(s->folder, name, 0) == 0)
        fd = openat(s->folder, name, FLAGS, 0666);
    if (fd < 0 && errno == ENOENT && fs_make_parents(s->folder, name))
        fd = openat(s->folder, name, FLAGS, 0666);
    bool ok = fd >= 0 && fs_put(fd, bytes);
    int err = errno;
    if (ok)
        take_mark(fd, mark);
    if (ok && s->syncer != NULL) {
        fs_syncer_put(s->syncer, fd, path);
        return true;
    }
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    if (ok)
        return true;
    struct arena mem = {0};
    diag_system(d, arena_printf(&mem, "%s/%s", s->target, name).p, err, "fs/write", "cannot write");
    arena_finish(&mem);
    return false;
}

bool fs_stage_publish(struct fs_stage *s, struct diags *d) {
    bool ok = rename(s->path, s->target) == 0; /* there was nothing, or an empty folder */
    if (!ok && (errno == ENOTEMPTY || errno == EEXIST))
        ok = renameat2(AT_FDCWD, s->path, AT_FDCWD, s->target, RENAME_EXCHANGE) == 0;
    if (!ok && (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) &&
        rename(s->target, s->old) == 0) {
        ok = rename(s->path, s->target) == 0;
        int err = errno;
        if (!ok)
            (void)rename(s->old, s->target); /* better the old one than none */
        errno = err;
    }
    return ok ||
           diag_system(d, s->target, errno, "fs/publish", "cannot put the new folder in place");
}

void fs_stage_close(struct fs_stage *s) {
    struct str refused;
    bool synced = s->syncer == NULL || fs_syncer_close(s->syncer, &refused);
    (void)synced; /* nobody will see these files */
    if (s->path != NULL && s->folder >= 0)
        close(s->folder);
    if (s->path != NULL && s->published >= 0)
        close(s->published);
    *s = (struct fs_stage){.folder = -1, .published = -1};
}
