/* `pamphlet audit PATH`: a folder or a ZIP as a set, a single file alone. */
#include "audit/rules.h"
#include "pack/pack.h"

#define ZIP_BYTES_MAX ((size_t)UINT32_MAX)
enum { FILE_BYTES_MAX = 512 * 1024 * 1024, THREADS_MAX = 64, BATCH = 16 };

struct worker {
    struct arena keep, bytes;
    struct diags diags;
    struct audit_counts counts;
    bool refused;
};

struct tree {
    struct fs_list list;    /* of a folder */
    const char *root;       /* the folder that the paths are below; NULL for none */
    struct pack_reader zip; /* has entries when the set is a ZIP's */
    struct arena mem;
    struct audit_set set;
    struct audit_file *files;
    struct worker workers[THREADS_MAX];
};

static bool read_one(struct tree *t, struct worker *w, size_t index, struct str *bytes) {
    struct str path = t->set.paths[index];
    if (t->zip.entries != NULL)
        return pack_extract(&t->zip, index, &w->bytes, bytes, t->set.shown_root, &w->diags);
    const char *full = t->root == NULL ? path.p : fs_join(&w->bytes, t->root, path);
    return full != NULL && fs_read(&w->bytes, full, full, FILE_BYTES_MAX, bytes, &w->diags);
}

static void audit_one(void *ctx, unsigned worker, size_t index) {
    struct tree *t = ctx;
    struct worker *w = &t->workers[worker];
    struct str bytes;
    bool ok = read_one(t, w, index, &bytes) && audit_file(&t->set, (uint32_t)index, bytes, NULL,
                                                          &w->keep, &t->files[index], &w->diags);
    w->refused = w->refused || !ok;
    audit_add_counts(&w->counts, &t->files[index].counts);
    arena_reset(&w->bytes);
}

/* A server would publish these with the rest. */
static bool refuse_hidden(const struct tree *t, struct diags *d) {
    bool ok = true;
    for (size_t i = 0; i < t->list.hidden_count; i++)
        if (!str_is(t->list.hidden[i], RULES_MARKER))
            ok = rules_refuse_path(&t->set, t->list.hidden[i], NULL, RULE_PATH,
                                   "hidden, its name starts with a dot", d) &&
                 ok;
    return ok;
}

static bool audit_all(struct tree *t, unsigned threads, struct audit_counts *counts,
                      struct diags *d) {
    bool ok = true;
    t->files = arena_array(&t->mem, struct audit_file, t->set.count);
    pool_run(threads > THREADS_MAX ? THREADS_MAX : threads, t->set.count, BATCH, audit_one, t);
    for (size_t i = 0; i < THREADS_MAX; i++) {
        struct worker *w = &t->workers[i];
        ok = ok && !w->refused;
        audit_add_counts(counts, &w->counts);
        diags_merge(d, &w->diags);
    }
    if (t->set.alone)
        return ok;
    ok = refuse_hidden(t, d) && ok;
    return audit_across(&t->set, t->files, NULL, d) && ok;
}

static void add_path(struct tree *t, struct str path) {
    map_add(&t->set.by_path, path, (uint32_t)t->set.count);
    t->set.paths[t->set.count++] = path;
}

static void start_set(struct tree *t, const char *shown, size_t count) {
    t->set = (struct audit_set){.shown_root = arena_printf(&t->mem, "%s/", shown).p,
                                .paths = arena_array(&t->mem, struct str, count)};
    map_init(&t->set.by_path, &t->mem, count);
}

static bool list_folder(struct tree *t, const char *path, struct diags *d) {
    const struct fs_list *files = &t->list;
    size_t len = strlen(path);
    bool ok = fs_list_tree(&t->mem, path, &t->list, d); /* what was listed is read all the same */
    while (len > 1 && path[len - 1] == '/')
        len--;
    t->root = arena_cstr(&t->mem, str_of(path, len));
    start_set(t, t->root, files->count);
    for (size_t i = 0; i < files->count; i++)
        add_path(t, files->items[i].path);
    return ok;
}

static bool list_zip(struct tree *t, const char *path, struct diags *d) {
    struct source source = {path, STR_NONE};
    if (!fs_read(&t->mem, path, path, ZIP_BYTES_MAX, &source.text, d) ||
        !pack_read(&t->mem, &source, &pack_limits_default, &t->zip, d))
        return false;
    start_set(t, path, t->zip.count);
    for (size_t i = 0; i < t->zip.count; i++)
        add_path(t, t->zip.entries[i].path);
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
    struct str name = str_from(path);
    struct tree t = {.set = {.alone = true, .count = 1, .paths = &name}};
    bool zip = name.len > 4 && str_eq_nocase(str_from_offset(name, name.len - 4), str_lit(".zip"));
    bool is_folder, ok;
    if (!fs_ask_folder(path, &is_folder, d))
        return false;
    if (is_folder) {
        ok = list_folder(&t, path, d);
        ok = audit_all(&t, threads, counts, d) && ok;
    } else {
        ok = (!zip || list_zip(&t, path, d)) && audit_all(&t, threads, counts, d);
    }
    finish(&t);
    return ok;
}
