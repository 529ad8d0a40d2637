/* Which files a build reads, and the news about them. Editors save by writing or by renaming a new
 * file over the old one: both are seen, because folders are watched and not files. The watch is
 * opened anew before each build, so that it never misses a folder that came in between. */
#include <dirent.h>
#include <errno.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/parts.h"

enum {
    NEWS = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF |
           IN_MOVE_SELF | IN_ATTRIB,
    FOLDERS_MAX = 100000
};

/* Names that editors give to files of their own. */
static bool is_passing(struct str name) {
    return name.len == 0 || (name.p[0] == '.' && !str_is(name, ".well-known")) ||
           name.p[name.len - 1] == '~' || str_ends(name, str_lit(".swp")) ||
           str_ends(name, str_lit(".tmp")) || str_is(name, "4913");
}

static bool is_folder(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

struct folders {
    const char **items;
    size_t count, cap;
};

/* The folders in `path` go to the end of the list. */
static void list_inside(struct arena *mem, const char *path, struct folders *out) {
    DIR *dir = opendir(path);
    struct dirent *entry;
    while (dir != NULL && out->count < FOLDERS_MAX && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' && strcmp(entry->d_name, ".well-known") != 0)
            continue;
        const char *inner = arena_printf(mem, "%s/%s", path, entry->d_name).p;
        if (is_folder(inner))
            *arena_push(mem, &out->items, &out->count, &out->cap) = inner;
    }
    if (dir != NULL)
        closedir(dir);
}

static void name_folder(struct watch *w, int descriptor, const char *path) {
    while (w->count <= (size_t)descriptor)
        *arena_push(&w->mem, &w->folders, &w->count, &w->cap) = STR_NONE;
    w->folders[descriptor] = arena_str(&w->mem, str_from(path));
}

static bool add_tree(struct watch *w, const char *root, const char *name, struct diags *d) {
    struct arena mem = {0};
    struct folders list = {0};
    bool ok = true;
    *arena_push(&mem, &list.items, &list.count, &list.cap) =
        arena_printf(&mem, "%s/%s", root, name).p;
    for (size_t i = 0; ok && i < list.count; i++) {
        int descriptor = inotify_add_watch(w->fd, list.items[i], NEWS);
        if (descriptor >= 0)
            name_folder(w, descriptor, list.items[i] + strlen(root) + 1);
        if (descriptor < 0 && errno == ENOSPC)
            ok = diag_system(d, list.items[i], errno, "serve/watch",
                             "cannot watch so many folders (fs.inotify.max_user_watches)");
        else
            list_inside(&mem, list.items[i], &list);
    }
    arena_finish(&mem);
    return ok;
}

bool watch_open(struct watch *w, const char *root, struct diags *d) {
    *w = (struct watch){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (w->fd < 0)
        return diag_system(d, root, errno, "serve/watch", "cannot watch files");
    w->root = inotify_add_watch(w->fd, root, NEWS);
    return add_tree(w, root, "content", d) && add_tree(w, root, "themes", d);
}

void watch_close(struct watch *w) {
    if (w->fd >= 0)
        close(w->fd);
    arena_finish(&w->mem);
    buf_finish(&w->only);
    *w = (struct watch){.fd = -1};
}

void watch_forget(struct watch *w) {
    buf_reset(&w->only);
    w->many = w->saved = false;
}

/* A change that matters: one file in a watched folder, the same as before, or more than that. */
static void note(struct watch *w, const struct inotify_event *e) {
    struct arena mem = {0};
    struct str folder = e->wd >= 0 && (size_t)e->wd < w->count ? w->folders[e->wd] : STR_NONE;
    if (folder.p == NULL || e->len == 0 || (e->mask & (IN_ISDIR | IN_Q_OVERFLOW)) != 0) {
        w->many = true;
        return;
    }
    w->saved = (e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
    struct str path = arena_printf(&mem, "%.*s/%s", STR_ARG(folder), e->name);
    if (w->only.len == 0)
        buf_put(&w->only, path);
    else if (!str_eq(buf_str(&w->only), path))
        w->many = true;
    arena_finish(&mem);
}

/* In the site's folder itself only these matter: dist/ and others come and go. */
static bool matters(const struct watch *w, const struct inotify_event *e) {
    struct str name = e->len == 0 ? STR_NONE : str_from(e->name);
    if ((e->mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF)) != 0)
        return true;
    if ((e->mask & IN_IGNORED) != 0 || name.p == NULL)
        return false;
    if (e->wd == w->root)
        return str_is(name, "site.yaml") || str_is(name, "content") || str_is(name, "themes");
    return !is_passing(name);
}

bool watch_read(struct watch *w) {
    _Alignas(struct inotify_event) char bytes[64 * 1024];
    bool any = false;
    for (;;) {
        ssize_t got = read(w->fd, bytes, sizeof(bytes));
        if (got <= 0)
            return any;
        for (size_t at = 0; at + sizeof(struct inotify_event) <= (size_t)got;) {
            struct inotify_event e; /* its name follows */
            memcpy(&e, bytes + at, sizeof(e));
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(bytes + at);
            if (matters(w, event)) {
                note(w, event);
                any = true;
            }
            at += sizeof(e) + e.len;
        }
    }
}
