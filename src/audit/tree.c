/* `pamphlet audit PATH`: a folder as a set, a single file alone. */
#include "audit/rules.h"

enum { FILE_BYTES_MAX = 256 * 1024 * 1024, THREADS_MAX = 64, BATCH = 16 };

struct worker {
    struct arena keep, bytes;
    struct diags diags;
    struct audit_counts counts;
    bool refused;
};

struct tree {
    const char *root; /* the folder that the paths are below; NULL for a single file */
    struct arena mem;
    struct audit_set set;
    struct audit_file *files;
    struct worker workers[THREADS_MAX];
};

static void add_counts(struct audit_counts *to, const struct audit_counts *from) {
    to->files += from->files;
    to->bytes += from->bytes;
    to->elements += from->elements;
    to->links += from->links;
    to->external_links += from->external_links;
    to->images += from->images;
}

static void audit_one(void *ctx, unsigned worker, size_t index) {
    struct tree *t = ctx;
    struct worker *w = &t->workers[worker];
    struct str bytes, path = t->set.paths[index];
    const char *full = t->root == NULL ? path.p : fs_join(&w->bytes, t->root, path);
    bool ok =
        full != NULL && fs_read(&w->bytes, full, full, FILE_BYTES_MAX, &bytes, &w->diags) &&
        audit_file(&t->set, (uint32_t)index, bytes, NULL, &w->keep, &t->files[index], &w->diags);
    w->refused = w->refused || !ok;
    add_counts(&w->counts, &t->files[index].counts);
    arena_reset(&w->bytes);
}

static bool audit_all(struct tree *t, unsigned threads, struct audit_counts *counts,
                      struct diags *d) {
    bool ok = true;
    t->files = arena_array(&t->mem, struct audit_file, t->set.count);
    pool_run(threads > THREADS_MAX ? THREADS_MAX : threads, t->set.count, BATCH, audit_one, t);
    for (size_t i = 0; i < THREADS_MAX; i++) {
        struct worker *w = &t->workers[i];
        ok = ok && !w->refused;
        add_counts(counts, &w->counts);
        diags_merge(d, &w->diags);
    }
    return t->set.alone ? ok : audit_across(&t->set, t->files, NULL, d) && ok;
}

static bool list(struct tree *t, const char *path, struct diags *d) {
    struct fs_list files = {0};
    if (!fs_list_tree(&t->mem, path, &files, d))
        return false;
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    t->root = arena_cstr(&t->mem, str_of(path, len));
    t->set.shown_root = arena_printf(&t->mem, "%s/", t->root).p;
    t->set.count = files.count;
    t->set.paths = arena_array(&t->mem, struct str, files.count);
    map_init(&t->set.by_path, &t->mem, files.count);
    for (size_t i = 0; i < files.count; i++) {
        t->set.paths[i] = files.items[i].path;
        map_add(&t->set.by_path, files.items[i].path, (uint32_t)i);
    }
    return true;
}

static void finish(struct tree *t) {
    for (size_t i = 0; i < THREADS_MAX; i++) {
        arena_finish(&t->workers[i].keep);
        arena_finish(&t->workers[i].bytes);
        diags_finish(&t->workers[i].diags);
    }
    arena_finish(&t->mem);
}

bool audit_path(const char *path, unsigned threads, struct audit_counts *counts, struct diags *d) {
    struct tree t = {.set = {.alone = true, .count = 1}};
    struct str name = str_from(path);
    bool ok = true;
    t.set.paths = &name;
    if (fs_is_folder(path)) {
        t.set.alone = false;
        ok = list(&t, path, d);
    }
    ok = ok && audit_all(&t, threads, counts, d);
    finish(&t);
    return ok;
}
