/* A stage that begins with what an older one left, so that files which stay the same need not be
 * written again. Nothing is believed of them: the caller reads each one and compares, unless it has
 * kept the mark of a file whose bytes it knows. */
#define _GNU_SOURCE
#include "util/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 64 };

struct pruning {
    const struct fs_stage *stage;
    bool (*is_wanted)(void *ctx, struct str path);
    void *ctx;
    struct diags *d;
};

static bool refuse(const struct pruning *p, int err) {
    return diag_system(p->d, p->stage->path, err, "fs/delete", "cannot clear what is left over");
}

static bool prune_folder(struct pruning *p, int fd, struct str folder, unsigned depth);

/* Folders go when nothing stays in them. */
static bool prune_below(struct pruning *p, int parent, const char *name, struct str path,
                        unsigned depth) {
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return refuse(p, errno);
    if (depth >= DEPTH_MAX || fchmod(fd, p->stage->folder_mode) != 0) {
        int err = depth >= DEPTH_MAX ? ELOOP : errno;
        close(fd);
        return refuse(p, err);
    }
    bool ok = prune_folder(p, fd, path, depth);
    if (ok && unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOTEMPTY && errno != EEXIST)
        ok = refuse(p, errno);
    return ok;
}

static bool prune_entry(struct pruning *p, int fd, const struct dirent *entry, struct str path,
                        unsigned depth) {
    unsigned char type = entry->d_type;
    struct stat st;
    if (type == DT_UNKNOWN) {
        if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return refuse(p, errno);
        type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : DT_LNK;
    }
    if (type == DT_DIR)
        return prune_below(p, fd, entry->d_name, path, depth + 1);
    return (type == DT_REG && p->is_wanted(p->ctx, path)) || unlinkat(fd, entry->d_name, 0) == 0 ||
           refuse(p, errno);
}

/* Takes over `fd`. */
static bool prune_folder(struct pruning *p, int fd, struct str folder, unsigned depth) {
    DIR *dir = fdopendir(fd);
    struct dirent *entry;
    char path[PATH_MAX];
    bool ok = dir != NULL || refuse(p, errno);
    if (dir == NULL)
        close(fd);
    while (ok && (errno = 0, entry = readdir(dir)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (folder.len + 1 + len >= sizeof(path)) {
            ok = refuse(p, ENAMETOOLONG);
            break;
        }
        if (folder.len > 0) {
            memcpy(path, folder.p, folder.len);
            path[folder.len] = '/';
        }
        size_t start = folder.len > 0 ? folder.len + 1 : 0;
        memcpy(path + start, entry->d_name, len);
        ok = prune_entry(p, dirfd(dir), entry, str_of(path, start + len), depth);
    }
    if (ok && errno != 0) /* what was not seen would stay, and be published */
        ok = refuse(p, errno);
    if (dir != NULL)
        closedir(dir);
    return ok;
}

/* A folder of somebody else's may have the same name: "~/.cache/web". */
static bool is_ours(const char *left, const char *marker, unsigned *group) {
    char path[PATH_MAX];
    struct stat folder, st;
    int len = snprintf(path, sizeof(path), "%s/%s", left, marker);
    bool ours = lstat(left, &folder) == 0 && S_ISDIR(folder.st_mode) &&
                folder.st_uid == geteuid() && (size_t)len < sizeof(path) && lstat(path, &st) == 0 &&
                S_ISREG(st.st_mode);
    *group = ours ? (unsigned)folder.st_gid : 0;
    return ours;
}

bool fs_stage_adopt(struct fs_stage *s, const char *left, const char *marker,
                    bool (*is_wanted)(void *, struct str), void *ctx, struct diags *d) {
    struct pruning p = {s, is_wanted, ctx, d};
    unsigned group;
    if (!is_ours(left, marker, &group))
        return true; /* nothing to begin with: everything will be written */
    if (group != s->group) /* its folders would keep it */
        return fs_delete_folder(left, marker, d);
    if (rename(left, s->path) != 0)
        return true;
    close(s->folder);
    s->folder = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    int fd = s->folder < 0 ? -1 : dup(s->folder);
    s->adopted = true;
    if (fd < 0 || fchmod(fd, s->folder_mode) != 0) {
        int err = errno;
        if (fd >= 0)
            close(fd);
        return refuse(&p, err);
    }
    return prune_folder(&p, fd, str_lit(""), 0);
}

static bool put_name(struct str path, char name[static PATH_MAX]) {
    if (path.len >= PATH_MAX)
        return false;
    memcpy(name, path.p, path.len);
    name[path.len] = '\0';
    return true;
}

/* A file with a name more, another owner, group or other rights would not be as one written now. */
static bool is_as_written(const struct fs_stage *s, const struct stat *st, unsigned names) {
    return S_ISREG(st->st_mode) && st->st_nlink == names && st->st_uid == s->owner &&
           st->st_gid == s->group && (st->st_mode & 07777) == (s->folder_mode & 0666);
}

static bool is_proved(const struct fs_stage *s, int folder, const char *name,
                      const struct fs_mark *mark, unsigned names) {
    struct stat st;
    if (!s->marks || mark->device != s->device || !mark->proves ||
        !fs_mark_is_past(mark) || /* the clock was put back */
        fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !is_as_written(s, &st, names))
        return false;
    const struct fs_mark now = fs_mark_of(&st);
    return fs_mark_eq(&now, mark);
}

bool fs_stage_has(const struct fs_stage *s, struct str path, const struct fs_mark *mark,
                  unsigned names) {
    char name[PATH_MAX];
    return s->adopted && put_name(path, name) && is_proved(s, s->folder, name, mark, names);
}

static bool link_there(const struct fs_stage *s, char *name) {
    if (linkat(s->published, name, s->folder, name, 0) == 0)
        return true;
    bool again = (errno == EEXIST && s->adopted && unlinkat(s->folder, name, 0) == 0) ||
                 (errno == ENOENT && fs_make_parents(s->folder, name));
    return again && linkat(s->published, name, s->folder, name, 0) == 0;
}

/* The time of the last change is that of the link, too young to prove anything. But the one before
 * did, and what is written meanwhile shows by the time of modification, which a link leaves as it
 * is: somebody would have to put that back within the same moment. */
bool fs_stage_link(const struct fs_stage *s, struct str path, const struct fs_mark *mark,
                   struct fs_mark *now) {
    char name[PATH_MAX];
    struct stat st;
    if (s->published < 0 || !put_name(path, name) || !is_proved(s, s->published, name, mark, 1) ||
        !link_there(s, name))
        return false;
    if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && is_as_written(s, &st, 2)) {
        *now = fs_mark_of(&st);
        now->proves = true;
        if (now->inode == mark->inode && now->size_bytes == mark->size_bytes &&
            now->modified_ns == mark->modified_ns)
            return true;
    }
    (void)unlinkat(s->folder, name, 0); /* else the writer says so */
    return false;
}

bool fs_stage_read(const struct fs_stage *s, struct str path, size_t size_bytes, struct buf *out,
                   struct fs_mark *mark) {
    char name[PATH_MAX];
    struct stat st;
    if (!s->adopted || !put_name(path, name))
        return false;
    int fd = openat(s->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool ok = fstat(fd, &st) == 0 && is_as_written(s, &st, 1) && st.st_size == (off_t)size_bytes;
    if (ok)
        *mark = fs_mark_of(&st);
    buf_reset(out);
    char *to = buf_reserve(out, size_bytes);
    for (ssize_t n = 1; ok && n > 0 && out->len < size_bytes;) {
        n = read(fd, to + out->len, size_bytes - out->len);
        out->len += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return ok && out->len == size_bytes;
}

bool fs_stage_leave(const struct fs_stage *s, const char *to) {
    return rename(s->path, to) == 0;
}
