/* Reading, paths and small writes. Listing a tree is in fs_list.c, staging in fs_stage.c. */
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, char *to, size_t size, size_t *got) {
    *got = 0;
    while (*got < size) {
        ssize_t n = read(fd, to + *got, size - *got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return true;
}

static struct place whole(const struct source *source) {
    return place_of(source, 0, 0, 0);
}

static bool read_open(int fd, const struct fs_reading *what, struct arena *mem, struct str *out,
                      struct diags *d) {
    struct source source = {what->shown, STR_NONE};
    struct stat st;
    if (fstat(fd, &st) != 0)
        return diag_system(d, what->shown, errno, "fs/read", "cannot read");
    if (!S_ISREG(st.st_mode))
        return diag_error(d, whole(&source), "fs/not-a-file", "is not a regular file");
    if ((uint64_t)st.st_size > what->limit_bytes)
        return diag_error(d, whole(&source), "fs/too-large", "is %llu bytes long, the limit is %zu",
                          (unsigned long long)st.st_size, what->limit_bytes);
    if (what->mark != NULL)
        *what->mark = fs_mark_of(&st);
    size_t got, size = (size_t)st.st_size;
    char *p = arena_alloc(mem, size + 1, 1);
    if (!read_all(fd, p, size, &got))
        return diag_system(d, what->shown, errno, "fs/read", "cannot read");
    p[got] = '\0';
    *out = str_of(p, got);
    return true;
}

bool fs_read_at(const struct fs_reading *what, struct arena *mem, struct str *out,
                struct diags *d) {
    int fd = openat(what->folder, what->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        struct source source = {what->shown, STR_NONE};
        return diag_error(d, whole(&source), "fs/missing", "there is no such file");
    }
    if (fd < 0)
        return diag_system(d, what->shown, errno, "fs/read", "cannot open");
    bool ok = read_open(fd, what, mem, out, d);
    close(fd);
    return ok;
}

bool fs_read(struct arena *mem, const char *path, const char *shown, size_t limit_bytes,
             struct str *out, struct diags *d) {
    const struct fs_reading what = {
        .folder = AT_FDCWD, .path = path, .shown = shown, .limit_bytes = limit_bytes};
    return fs_read_at(&what, mem, out, d);
}

const char *fs_join(struct arena *mem, const char *root, struct str relative) {
    struct str rest = relative, part;
    if (relative.len == 0 || relative.p[0] == '/' || str_find_char(relative, '\0') != SIZE_MAX)
        return NULL;
    while (str_next_part(&rest, '/', &part))
        if (part.len == 0 || str_is(part, ".") || str_is(part, ".."))
            return NULL;
    return arena_printf(mem, "%s/%.*s", root, STR_ARG(relative)).p;
}

bool fs_resolve(struct arena *mem, struct str from, struct str link, struct str *out) {
    size_t slash = str_rfind_char(from, '/');
    struct str folder = slash == SIZE_MAX ? str_lit("") : str_slice(from, 0, slash + 1);
    char *path = arena_alloc(mem, folder.len + link.len + 2, 1);
    size_t len = folder.len;
    if (link.len > 0 && link.p[0] == '/')
        return false;
    if (link.len == 0) { /* as in URLs: the file itself */
        *out = arena_str(mem, from);
        return true;
    }
    if (len > 0)
        memcpy(path, folder.p, len);
    struct str rest = link, part;
    while (str_next_part(&rest, '/', &part)) {
        if (part.len == 0 || str_is(part, "."))
            continue;
        if (str_is(part, "..")) {
            if (len == 0)
                return false;
            len--;
            while (len > 0 && path[len - 1] != '/')
                len--;
            continue;
        }
        memcpy(path + len, part.p, part.len);
        len += part.len;
        path[len++] = '/';
    }
    if (len > 0 && path[len - 1] == '/' && link.p[link.len - 1] != '/')
        len--;
    path[len] = '\0';
    *out = str_of(path, len);
    return true;
}

struct str fs_relative(struct arena *mem, struct str from, struct str to) {
    size_t common = 0, ups = 0;
    for (size_t i = 0; i < from.len && i < to.len && from.p[i] == to.p[i]; i++)
        if (from.p[i] == '/')
            common = i + 1;
    for (size_t i = common; i < from.len; i++)
        ups += from.p[i] == '/';
    struct str tail = str_from_offset(to, common);
    char *p = arena_alloc(mem, ups * 3 + tail.len + 1, 1), *end = p;
    for (size_t i = 0; i < ups; i++, end += 3)
        memcpy(end, "../", 3);
    if (tail.len > 0)
        memcpy(end, tail.p, tail.len);
    end[tail.len] = '\0';
    return str_of(p, ups * 3 + tail.len);
}

bool fs_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

uint64_t fs_size(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

bool fs_is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool fs_ask_folder(const char *path, bool *is_folder, struct diags *d) {
    struct stat st;
    bool told = stat(path, &st) == 0;
    *is_folder = told && S_ISDIR(st.st_mode);
    return told || errno == ENOENT || errno == ENOTDIR ||
           diag_system(d, path, errno, "fs/read", "cannot read");
}

bool fs_make_folders(const char *path, struct diags *d) {
    struct arena mem = {0};
    char *copy = arena_cstr(&mem, str_from(path));
    bool ok = true;
    for (char *p = copy + (copy[0] == '/'); ok && *copy != '\0'; p++) {
        char was = *p;
        if (was != '/' && was != '\0')
            continue;
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            ok = diag_system(d, copy, errno, "fs/folder", "cannot make the folder");
        *p = was;
        if (was == '\0')
            break;
    }
    if (ok && copy[0] != '\0' && !fs_is_folder(path))
        ok = diag_system(d, path, ENOTDIR, "fs/folder", "cannot make the folder");
    arena_finish(&mem);
    return ok;
}

bool fs_put(int fd, struct str bytes) {
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.p, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = str_from_offset(bytes, (size_t)n);
    }
    return true;
}

bool fs_sync(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    int err = errno;
    if (fd >= 0)
        close(fd);
    errno = err;
    return ok;
}

bool fs_write(const char *path, struct str bytes, struct diags *d) {
    struct arena mem = {0};
    bool ok = false;
    const char *temp = arena_printf(&mem, "%s.%ld.tmp", path, (long)getpid()).p;
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) {
        diag_system(d, path, errno, "fs/write", "cannot write");
        goto out;
    }
    bool written = fs_put(fd, bytes) && fsync(fd) == 0;
    int err = errno;
    if (close(fd) != 0 && written) {
        written = false;
        err = errno;
    }
    if (written && rename(temp, path) == 0) {
        ok = true;
        goto out;
    }
    diag_system(d, path, written ? errno : err, "fs/write", "cannot write");
    (void)unlink(temp); /* the first refusal is the one to report */
out:
    arena_finish(&mem);
    return ok;
}
