/* A build that stays in memory and follows the texts of single pages. As in the cache, a page's
 * bytes depend on its own body and on everything else that was read; where nothing but bodies has
 * changed, the model is still right, and only their pages are made anew. The checks across pages
 * are made over all of them. Whatever else happens is for a whole build to find and to tell. */
#include "build/stages.h"

enum { FOLLOWED_MAX = 200 }; /* what was replaced stays in memory until the next whole build */

struct build_live {
    struct build b;
    struct build_options options;
    struct build_summary summary;
    struct diags d;
    struct arena texts;
    size_t followed;
};

/* Sheets, sticks and books are made of many pages. */
static bool can_follow(const struct build *b) {
    return b->output_count == 1 && b->outputs[0].parts == NULL &&
           prints_count(b, &b->outputs[0]) == 0;
}

struct build_live *build_live_open(const struct build_options *options, struct build_summary *out,
                                   bool *ok, struct diags *d) {
    struct arena mem = {0};
    struct build_live *l = arena_new(&mem, struct build_live); /* renderers point into it */
    l->options = *options;
    l->b = (struct build){.options = &l->options, .summary = out, .d = d, .lock = -1, .mem = mem};
    *ok = build_stages(&l->b);
    if (*ok && d->count == 0 && can_follow(&l->b)) {
        l->options.profiles = NULL; /* the caller's */
        l->b.summary = &l->summary;
        l->b.d = &l->d;
        return l;
    }
    build_finish(&l->b);
    return NULL;
}

void build_live_close(struct build_live *l) {
    if (l == NULL)
        return;
    arena_finish(&l->texts);
    diags_finish(&l->d);
    build_finish(&l->b); /* it lives in there itself */
}

static bool follow(struct build_live *l, const struct document *doc, build_page_fn *made,
                   void *ctx) {
    struct build *b = &l->b;
    struct profile_output *o = &b->outputs[0];
    if (!site_follow(&b->site, &l->texts, doc, b->d))
        return false;
    for (size_t i = 0; i < o->files.count; i++) {
        const struct file *f = &o->files.items[i];
        if (f->page == NULL || f->page->document != doc)
            continue;
        struct str bytes = produce_again(b, o, (uint32_t)i);
        if (bytes.p == NULL)
            return false;
        made(ctx, f->path, bytes);
    }
    return produce_check(b, o);
}

bool build_live_follow(struct build_live *l, struct str path, build_page_fn *made, void *ctx) {
    const struct site *site = &l->b.site;
    struct str content = str_lit("content/");
    diags_finish(&l->d); /* of a time when it could not be followed */
    if (!str_starts(path, content) || l->followed++ >= FOLLOWED_MAX)
        return false;
    uint32_t page = map_get(&site->by_tree, str_from_offset(path, content.len));
    return page != MAP_NONE && site->pages[page]->document != NULL &&
           follow(l, site->pages[page]->document, made, ctx) && l->d.count == 0;
}
