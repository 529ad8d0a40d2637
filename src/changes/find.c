/* Which pages and text files are new, gone or read otherwise: both lists are sorted by path and
 * walked side by side; the reading is done by all threads. */
#include <stdlib.h>

#include "changes/changes.h"

/* One path of either edition. */
struct pair {
    struct str path, title;
    size_t before, after;
    bool same, bad;
};

struct finding {
    const struct edition *before, *after;
    struct pair *pairs;
    size_t count, cap;
    struct arena *pages; /* one a thread: both pages of a pair, then forgotten */
    struct arena *kept;  /* one a thread: titles */
    struct diags *diags;
};

static bool is_page(struct str path) {
    return str_ends(path, str_lit(".html")) && !str_is(path, "START.html");
}

/* Pages that pamphlet makes of others: "en/guides/index.html",
 * "site/fi/services/kind-naloxone.html". The chart of interactions is no list: its notes stand
 * nowhere else. */
static bool is_list(struct str path) {
    static const char *const ends[] = {
        "/a-z.html",           "/sources.html",        "/guides/index.html",  "/topics/index.html",
        "/classes/index.html", "/services/index.html", "/services/needs.html"};
    if (str_is(path, "index.html") || str_is(path, "site/index.html") ||
        str_find(path, str_lit("/classes/")) != SIZE_MAX ||
        str_find(path, str_lit("/services/kind-")) != SIZE_MAX ||
        str_find(path, str_lit("/services/area-")) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(path, str_from(ends[i])))
            return true;
    return false;
}

static bool is_wanted(struct str path) {
    static const char *const own[] = {"MANIFEST.txt", "CHANGES.txt", "README.txt", "VERIFY.txt"};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_is(path, own[i]))
            return false;
    return is_page(path) ? !is_list(path) : str_ends(path, str_lit(".txt"));
}

static void add_pair(struct finding *f, struct arena *mem, size_t before, size_t after) {
    struct str path = before == SIZE_MAX ? f->after->paths[after] : f->before->paths[before];
    if (is_wanted(path))
        *arena_push(mem, &f->pairs, &f->count, &f->cap) =
            (struct pair){.path = path, .before = before, .after = after};
}

static void pair_up(struct finding *f, struct arena *mem) {
    size_t i = 0, k = 0;
    while (i < f->before->count || k < f->after->count) {
        int order = i == f->before->count  ? 1
                    : k == f->after->count ? -1
                                           : str_cmp(f->before->paths[i], f->after->paths[k]);
        add_pair(f, mem, order <= 0 ? i : SIZE_MAX, order >= 0 ? k : SIZE_MAX);
        i += order <= 0;
        k += order >= 0;
    }
}

static void compare_pages(struct pair *p, struct arena *page, struct arena *kept, struct str before,
                          struct str after) {
    struct page_text old = {0}, new = {0};
    page_text_read(page, before, &old);
    page_text_read(page, after, &new);
    p->same = p->before != SIZE_MAX && p->after != SIZE_MAX && page_text_same(&old, &new);
    struct str title = p->after != SIZE_MAX ? new.title : old.title;
    if (title.len > 0 && !p->same)
        p->title = arena_str(kept, title);
}

static void look_at(void *ctx, unsigned worker, size_t index) {
    struct finding *f = ctx;
    struct pair *p = &f->pairs[index];
    struct arena *page = &f->pages[worker];
    struct str before = str_lit(""), after = str_lit("");
    p->title = p->path;
    p->bad = (p->before != SIZE_MAX &&
              !edition_read(f->before, p->before, page, &before, &f->diags[worker])) ||
             (p->after != SIZE_MAX &&
              !edition_read(f->after, p->after, page, &after, &f->diags[worker]));
    p->same = p->before != SIZE_MAX && p->after != SIZE_MAX && str_eq(before, after);
    if (!p->bad && !p->same && is_page(p->path))
        compare_pages(p, page, &f->kept[worker], before, after);
    arena_reset(page);
}

static int compare(const void *a, const void *b) {
    const struct change *x = a, *y = b;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : str_cmp(x->path, y->path);
}

static void collect(struct finding *f, struct arena *mem, struct changes *out) {
    for (size_t i = 0; i < f->count; i++) {
        const struct pair *p = &f->pairs[i];
        enum change_kind kind = p->before == SIZE_MAX  ? CHANGE_NEW
                                : p->after == SIZE_MAX ? CHANGE_GONE
                                                       : CHANGE_CHANGED;
        out->failed = out->failed || p->bad;
        if (!p->same)
            *arena_push(mem, &out->items, &out->count, &out->cap) = (struct change){
                kind, arena_str(mem, p->path), arena_str(mem, p->title), p->before, p->after};
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(out->items[0]), compare);
}

bool changes_find(struct arena *mem, const struct edition *before, const struct edition *after,
                  unsigned threads, struct changes *out, struct diags *d) {
    struct arena own = {0};
    struct finding f = {.before = before, .after = after};
    *out = (struct changes){0};
    f.pages = arena_array(&own, struct arena, threads);
    f.kept = arena_array(&own, struct arena, threads);
    f.diags = arena_array(&own, struct diags, threads);
    pair_up(&f, &own);
    pool_run(threads, f.count, 16, look_at, &f);
    collect(&f, mem, out);
    for (unsigned i = 0; i < threads; i++) {
        diags_merge(d, &f.diags[i]);
        diags_finish(&f.diags[i]);
        arena_finish(&f.pages[i]);
        arena_finish(&f.kept[i]);
    }
    arena_finish(&own);
    return !out->failed;
}
