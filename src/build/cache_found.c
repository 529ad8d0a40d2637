/* What the audit and the renderer had kept of pages that come from the cache, for the checks across
 * pages. When all that these look at is what it was in the build before, and they had nothing to
 * say then, they have nothing to say now: it is neither taken apart nor checked, and goes into the
 * next index as it is. */
#include <assert.h>

#include "build/cache.h"

static bool read_found(const struct build *b, struct profile_output *o, struct arena *keep,
                       uint32_t index, const struct cached *had) {
    const struct page *page = o->files.items[index].page;
    return cache_read_found(had->found, keep, o->set.count, &o->audits[index]) &&
           (page == NULL ||
            cache_read_fragments(had->fragments, keep, &b->site, page, &o->results[page->index]));
}

bool cache_leave(const struct build *b, struct profile_output *o, struct worker *w, uint32_t index,
                 const struct cached *had) {
    struct cache *c = o->cache;
    c->is_alike[index] = true;
    if (!c->had.quiet)
        return read_found(b, o, &w->keep, index, had);
    c->left[index] = had;
    return cache_read_counts(had->found, &o->audits[index].counts);
}

/* --- pages that were made anew */

static bool same_links(const struct audit_file *a, const struct audit_file *b) {
    bool same = a->link_count == b->link_count;
    for (size_t i = 0; same && i < a->link_count; i++)
        same = a->links[i].target == b->links[i].target &&
               str_eq(a->links[i].fragment, b->links[i].fragment);
    return same;
}

static bool same_targets(const struct audit_file *a, const struct audit_file *b) {
    bool same = a->target_count == b->target_count;
    for (size_t i = 0; same && i < a->target_count; i++)
        same = a->targets[i] == b->targets[i];
    return same;
}

/* But for places, which are only in messages. */
static bool same_found(const struct audit_file *a, const struct audit_file *b) {
    bool same = a->id_count == b->id_count;
    for (size_t i = 0; same && i < a->id_count; i++)
        same = str_eq(a->ids[i], b->ids[i]);
    return same && same_links(a, b) && same_targets(a, b) &&
           memcmp(a->shows, b->shows, sizeof(a->shows)) == 0 &&
           memcmp(a->hides, b->hides, sizeof(a->hides)) == 0;
}

static bool same_fragments(const struct render_result *a, const struct render_result *b) {
    bool same = a->fragment_count == b->fragment_count;
    for (size_t i = 0; same && i < a->fragment_count; i++)
        same = a->fragments[i].target == b->fragments[i].target &&
               str_eq(a->fragments[i].fragment, b->fragments[i].fragment);
    return same;
}

void cache_compare(const struct build *b, struct profile_output *o, uint32_t index) {
    struct cache *c = o->cache;
    if (c == NULL)
        return;
    c->is_alike[index] = false; /* what it came to have as one of the cache, before that failed */
    c->left[index] = NULL;
    struct arena mem = {0};
    struct audit_file found;
    struct render_result rendered = {0};
    const struct page *page = o->files.items[index].page;
    const struct cached *had =
        c->same_model ? cache_find(c, o->files.items[index].path, index) : NULL;
    if (had == NULL || !cache_read_found(had->found, &mem, o->set.count, &found) ||
        (page != NULL && !cache_read_fragments(had->fragments, &mem, &b->site, page, &rendered))) {
        arena_finish(&mem);
        return;
    }
    c->is_alike[index] = same_found(&found, &o->audits[index]) &&
                         (page == NULL || same_fragments(&rendered, &o->results[page->index]));
    arena_finish(&mem);
}

/* --- all of them */

bool cache_is_quiet(const struct profile_output *o) {
    const struct cache *c = o->cache;
    bool quiet = c != NULL && c->had.quiet && c->same_places && c->same_model;
    for (size_t i = 0; quiet && i < o->files.count; i++)
        quiet = c->is_alike[i];
    return quiet;
}

void cache_read_left(const struct build *b, struct profile_output *o) {
    struct cache *c = o->cache;
    for (uint32_t i = 0; c != NULL && i < o->files.count; i++) {
        if (c->left[i] == NULL)
            continue;
        bool ok = read_found(b, o, &b->workers[0].keep, i, c->left[i]);
        assert(ok); /* it is sealed, and this program wrote it over the same pages */
        c->left[i] = NULL;
    }
}

void cache_put_found_of(const struct profile_output *o, uint32_t index, struct buf parts[2],
                        struct cached *out) {
    const struct page *page = o->files.items[index].page;
    const struct cached *left = o->cache->left[index];
    if (left != NULL) {
        out->found = left->found;
        out->fragments = left->fragments;
        return;
    }
    buf_reset(&parts[0]);
    buf_reset(&parts[1]);
    cache_put_found(&parts[0], &o->audits[index]);
    cache_put_fragments(&parts[1], page == NULL ? NULL : &o->results[page->index]);
    out->found = buf_str(&parts[0]);
    out->fragments = buf_str(&parts[1]);
}
