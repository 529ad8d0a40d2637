/* Listing a tree: regular files only, sorted by the bytes of their paths, nothing outside the root.
 * A symlink is followed when the real path it leads to lies below the real path of the root. */
#define _GNU_SOURCE
#include "util/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 64, FILES_MAX = 4000000 };

struct walk {
    struct arena *mem;
    const char *root;
    const char *real_root; /* resolved, for symlinks; found at the first one */
    struct fs_list *out;
    struct diags *d;
    bool ok;
};

/* As other messages name it: "content/en", not "./content/en". */
static const char *shown(struct walk *w, struct str path) {
    const char *root = strncmp(w->root, "./", 2) == 0 ? w->root + 2 : w->root;
    return arena_printf(w->mem, "%s/%.*s", root, STR_ARG(path)).p;
}

static bool complain(struct walk *w, struct str path, const char *code, const char *message) {
    struct source source = {shown(w, path), STR_NONE};
    w->ok = false;
    return diag_error(w->d, place_of(&source, 0, 0, 0), code, "%s", message);
}

static bool refuse(struct walk *w, struct str path, int err) {
    w->ok = false;
    return diag_system(w->d, shown(w, path), err, "fs/read", "cannot read");
}

/* Whether the symlink at `path` leads to a place inside the root. */
static bool stays_inside(struct walk *w, struct str path) {
    if (w->real_root == NULL) {
        char *real = realpath(w->root, NULL);
        w->real_root = real == NULL ? "" : arena_cstr(w->mem, str_from(real));
        free(real);
    }
    char *real = realpath(arena_printf(w->mem, "%s/%.*s", w->root, STR_ARG(path)).p, NULL);
    if (real == NULL)
        return false;
    size_t len = strlen(w->real_root);
    bool inside = len > 0 && strncmp(real, w->real_root, len) == 0 && real[len] == '/';
    free(real);
    return inside;
}

static void add_file(struct walk *w, struct str path) {
    if (w->out->count >= FILES_MAX)
        complain(w, path, "fs/too-many", "is one file too many: the limit is 4,000,000");
    else
        *arena_push(w->mem, &w->out->items, &w->out->count, &w->out->cap) = (struct fs_entry){path};
}

static void walk_folder(struct walk *w, int fd, struct str folder, unsigned depth);

/* `type` is what the folder says of the entry, which is enough for a plain file: whoever reads it
 * looks once more. */
static void walk_entry(struct walk *w, int folder_fd, const char *name, struct str path,
                       unsigned char type, unsigned depth) {
    struct stat st;
    int flags = AT_SYMLINK_NOFOLLOW;
    if (type == DT_REG) {
        add_file(w, path);
        return;
    }
    if (fstatat(folder_fd, name, &st, flags) != 0) {
        refuse(w, path, errno);
        return;
    }
    bool link = S_ISLNK(st.st_mode);
    if (link && !stays_inside(w, path)) {
        complain(w, path, "fs/symlink",
                 "is a symbolic link that leads out of the folder it is read from");
        return;
    }
    if (link && (fstatat(folder_fd, name, &st, 0) != 0 || S_ISDIR(st.st_mode))) {
        complain(w, path, "fs/symlink", "is a symbolic link to a folder; copy the folder instead");
        return;
    }
    if (S_ISREG(st.st_mode)) {
        add_file(w, path);
        return;
    }
    if (!S_ISDIR(st.st_mode)) {
        complain(w, path, "fs/not-a-file", "is not a regular file");
        return;
    }
    int fd = openat(folder_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        refuse(w, path, errno);
    else if (depth + 1 >= DEPTH_MAX)
        complain(w, path, "fs/too-deep", "lies more than 64 folders deep");
    else
        walk_folder(w, dup(fd), path, depth + 1);
    if (fd >= 0)
        close(fd);
}

static void add_hidden(struct walk *w, struct str path) {
    struct fs_list *out = w->out;
    if (out->hidden_count < FILES_MAX)
        *arena_push(w->mem, &out->hidden, &out->hidden_count, &out->hidden_cap) = path;
}

static bool is_hidden(const char *name) {
    return name[0] == '.' && strcmp(name, ".well-known") != 0;
}

/* Takes over `fd`. The recursion is bounded by DEPTH_MAX. */
static void walk_folder(struct walk *w, int fd, struct str folder, unsigned depth) {
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        refuse(w, folder, errno);
        if (fd >= 0)
            close(fd);
        return;
    }
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (entry == NULL && errno != 0)
            refuse(w, folder, errno);
        if (entry == NULL)
            break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        struct str path = folder.len == 0
                              ? arena_str(w->mem, str_from(entry->d_name))
                              : arena_join(w->mem, folder, str_lit("/"), str_from(entry->d_name));
        if (is_hidden(entry->d_name))
            add_hidden(w, path);
        else
            walk_entry(w, dirfd(dir), entry->d_name, path, entry->d_type, depth);
    }
    closedir(dir);
}

static int compare(const void *a, const void *b) {
    return str_cmp(((const struct fs_entry *)a)->path, ((const struct fs_entry *)b)->path);
}

static int compare_hidden(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool fs_list_tree(struct arena *mem, const char *root, struct fs_list *out, struct diags *d) {
    struct walk w = {.mem = mem, .root = root, .out = out, .d = d, .ok = true};
    *out = (struct fs_list){0};
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd < 0)
        return diag_system(d, root, errno, "fs/read", "cannot read the folder");
    walk_folder(&w, fd, str_lit(""), 0);
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(out->items[0]), compare);
    if (out->hidden_count > 0)
        qsort(out->hidden, out->hidden_count, sizeof(out->hidden[0]), compare_hidden);
    return w.ok;
}
