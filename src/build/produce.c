/* The parallel heart: each file is rendered, audited while its bytes are in the cache, written to
 * the stage and compressed into the spool by the same thread; then it is forgotten. What stays of a
 * page are its ids and links, for the checks across files. */
#include "build/cache.h"

struct production {
    struct build *b;
    struct profile_output *o;
    const uint32_t *order; /* files, the dear ones first */
    size_t count, dear;    /* of the order; the first of them */
    size_t together;       /* of the others, how many a thread takes at once */
};

/* Neighbours' results lie in the same lines of memory, which two threads would take from each
 * other: of many files a thread takes some together. Over a cache, which is quick, it takes more:
 * its own stretch of the older ZIP. */
enum { TOGETHER_MAX = 8, TOGETHER_OVER_CACHE = 64, SHARES_MIN = 32 };

/* Lists of everything take longest: they start first, so that no thread is left alone with one. */
static bool is_dear(const struct file *f) {
    return f->page == NULL || f->page->document == NULL;
}

static void make_order(struct production *p) {
    const struct profile_output *o = p->o;
    uint32_t *order = arena_array(&p->b->mem, uint32_t, o->files.count);
    size_t n = 0;
    for (uint32_t i = 0; i < o->files.count; i++)
        if (is_dear(&o->files.items[i]))
            order[n++] = i;
    p->dear = n;
    for (uint32_t i = 0; i < o->files.count; i++)
        if (!is_dear(&o->files.items[i]))
            order[n++] = i;
    p->order = order;
    p->count = n;
}

/* Audits, writes and compresses; what the cache `known`s has been through all but the writing. */
static bool keep_file(struct production *p, struct worker *w, uint32_t index, struct str bytes,
                      bool known) {
    struct profile_output *o = p->o;
    struct file *f = &o->files.items[index];
    struct pack_entry *entry = &o->entries[index];
    bool audited = known, packed = known, ok = true;
    size_t said = w->diags.count;
    double start = build_now(p->b);
    if (!known) {
        pack_digest(f->path, bytes, bytes.p == f->bytes.p ? f->sha256 : NULL, entry);
        packed = cache_take_packed(o, w, index, &audited);
    }
    if (!audited)
        ok = audit_file(&w->set, index, bytes, f->origin, &w->keep, &o->audits[index], &w->diags);
    w->auditing += build_now(p->b) - start;
    if (!ok && f->page != NULL)
        origin_find(w, o, f, said);
    if (!ok || p->b->options->check_only)
        return ok;
    if (!known)
        cache_compare(p->b, o, index);
    start = build_now(p->b);
    struct ready ready = {.in_place = cache_in_place(o, w, index, bytes),
                          .mark = cache_mark(o, index),
                          .packed = packed};
    w->caching += build_now(p->b) - start;
    return publish_file(p->b, o, w, bytes, ready, entry, &w->diags);
}

/* The bytes of a file as they will be published; absent after a message. */
static struct str make_bytes(struct production *p, struct worker *w, const struct file *f) {
    bool pad = pad_wanted(p->b, p->o);
    if (f->page != NULL) {
        double start = build_now(p->b);
        bool ok = renderer_page(w->renderer, &w->page, &w->keep, f->page, p->o->profile, &w->bytes,
                                &p->o->results[f->page->index], &w->diags);
        w->rendering += build_now(p->b) - start;
        arena_reset(&w->page);
        if (!ok)
            return STR_NONE;
    } else if (pad) {
        buf_reset(&w->bytes);
        buf_put(&w->bytes, f->bytes);
    }
    if (pad)
        pad_file(f->path, &w->bytes);
    return f->page != NULL || pad ? buf_str(&w->bytes) : f->bytes;
}

static void produce_one(struct production *p, struct worker *w, uint32_t index) {
    struct file *f = &p->o->files.items[index];
    size_t said = w->diags.count;
    double start = build_now(p->b);
    bool known = cache_take(p->b, p->o, w, index);
    w->caching += build_now(p->b) - start;
    struct str bytes = known ? buf_str(&w->bytes) : make_bytes(p, w, f);
    if (bytes.p == NULL)
        return; /* reported */
    if (f->page != NULL && p->o->parts != NULL)
        p->o->parts[f->page->index] = arena_str(&w->keep, forms_part(bytes));
    if (keep_file(p, w, index, bytes, known) && w->diags.count == said)
        cache_keep(p->o, index);
}

/* A dear file, or some of the others. */
static void produce_some(void *ctx, unsigned worker, size_t at) {
    struct production *p = ctx;
    size_t from = at < p->dear ? at : p->dear + (at - p->dear) * p->together;
    size_t to = from + (at < p->dear ? 1 : p->together);
    for (size_t i = from; i < to && i < p->count; i++)
        produce_one(p, &p->b->workers[worker], p->order[i]);
}

static void merge_diags(struct build *b) {
    for (unsigned i = 0; i < b->options->threads; i++) {
        diags_merge(b->d, &b->workers[i].diags);
        diags_finish(&b->workers[i].diags);
    }
}

static bool check_ids(struct build *b, struct profile_output *o) {
    struct arena mem = {0};
    struct render_ids *ids = arena_array(&mem, struct render_ids, b->site.page_count);
    for (size_t i = 0; i < o->files.count; i++)
        if (o->files.items[i].page != NULL)
            ids[o->files.items[i].page->index] =
                (struct render_ids){o->audits[i].ids, o->audits[i].id_count};
    bool ok = render_check_fragments(&b->site, o->results, ids, b->d);
    render_check_first(&b->site, ids, b->d);
    arena_finish(&mem);
    return ok;
}

static bool check_across(struct profile_output *o, struct diags *d) {
    struct arena mem = {0};
    const char **origins = arena_array(&mem, const char *, o->files.count);
    for (size_t i = 0; i < o->files.count; i++)
        origins[i] = o->files.items[i].origin;
    bool ok = audit_across(&o->set, o->audits, origins, d);
    arena_finish(&mem);
    return ok;
}

struct checking {
    struct profile_output *o;
    struct diags said;
    bool ok;
};

static void check_beside(void *ctx) {
    struct checking *c = ctx;
    c->ok = check_across(c->o, &c->said);
}

/* What the second would say of links that the first refuses is not heard. */
bool produce_check(struct build *b, struct profile_output *o) {
    struct checking across = {.o = o};
    struct pool_task beside;
    pool_begin(&beside, b->options->threads > 1, check_beside, &across);
    bool ok = check_ids(b, o);
    pool_wait(&beside);
    if (ok)
        diags_merge(b->d, &across.said);
    diags_finish(&across.said);
    return ok && across.ok;
}

struct str produce_again(struct build *b, struct profile_output *o, uint32_t index) {
    struct production p = {.b = b, .o = o};
    struct worker *w = &b->workers[0];
    const struct file *f = &o->files.items[index];
    o->results[f->page->index] = (struct render_result){0};
    struct str bytes = make_bytes(&p, w, f);
    bool ok = bytes.p != NULL &&
              audit_file(&o->set, index, bytes, f->origin, &w->keep, &o->audits[index], &w->diags);
    ok = ok && w->diags.count == 0;
    diags_finish(&w->diags);
    return ok ? bytes : STR_NONE;
}

static void tell_shares(const struct build *b) {
    double caching = 0, rendering = 0, auditing = 0, writing = 0, packing = 0;
    size_t taken = 0;
    if (b->options->stage == NULL)
        return;
    for (unsigned i = 0; i < b->options->threads; i++) {
        struct worker *w = &b->workers[i];
        taken += w->taken;
        caching += w->caching;
        rendering += w->rendering;
        auditing += w->auditing;
        writing += w->writing;
        packing += w->packing;
        w->taken = 0;
        w->caching = w->rendering = w->auditing = w->writing = w->packing = 0;
    }
    b->options->stage(b->options->ctx, "  in threads: cache", taken, caching);
    b->options->stage(b->options->ctx, "  in threads: templates", 0, rendering);
    b->options->stage(b->options->ctx, "  in threads: audit", 0, auditing);
    b->options->stage(b->options->ctx, "  in threads: write", 0, writing);
    b->options->stage(b->options->ctx, "  in threads: compress", 0, packing);
}

/* How many files but the dear ones a thread takes at once: few enough that all end together. */
static size_t together(const struct production *p) {
    if (p->o->cache != NULL && p->o->cache->zip != NULL)
        return TOGETHER_OVER_CACHE;
    size_t some = (p->count - p->dear) / p->b->options->threads / SHARES_MIN;
    return some < 1 ? 1 : some > TOGETHER_MAX ? TOGETHER_MAX : some;
}

static void run(struct production *p) {
    struct build *b = p->b;
    p->together = together(p);
    for (unsigned i = 0; i < b->options->threads; i++) {
        b->workers[i].set = p->o->set;
        b->workers[i].set.pieces = audit_pieces_open();
    }
    size_t shares = (p->count - p->dear + p->together - 1) / p->together;
    pool_run(b->options->threads, p->dear + shares, 1, produce_some, p);
    for (unsigned i = 0; i < b->options->threads; i++) {
        audit_pieces_close(b->workers[i].set.pieces);
        b->workers[i].set = (struct audit_set){0};
    }
    merge_diags(b);
}

/* What is made of the finished pages, and the sheets for paper. */
static void produce_forms(struct production *p) {
    size_t pages = p->o->files.count;
    if (p->o->parts != NULL && !forms_append(p->b, p->o))
        return; /* reported */
    if (prints_count(p->b, p->o) > 0 && !prints_append(p->b, p->o))
        return; /* reported */
    cache_add_places(p->o);
    p->dear = p->count = p->o->files.count - pages;
    uint32_t *order = arena_array(&p->b->mem, uint32_t, p->count);
    for (size_t i = 0; i < p->count; i++)
        order[i] = (uint32_t)(pages + i);
    p->order = order;
    run(p);
}

bool produce(struct build *b, struct profile_output *o) {
    struct production p = {.b = b, .o = o};
    size_t errors = b->d->errors;
    make_order(&p);
    run(&p);
    if (b->d->errors == errors)
        produce_forms(&p);
    if (b->d->errors != errors) /* checks across files would only repeat what is missing */
        return false;
    for (size_t i = 0; i < o->files.count; i++)
        audit_add_counts(&b->summary->audit, &o->audits[i].counts);
    b->summary->files += o->files.count;
    tell_shares(b);
    size_t said = b->d->count;
    bool quiet = cache_is_quiet(o);
    if (!quiet)
        cache_read_left(b, o);
    bool ok = quiet || produce_check(b, o);
    if (o->cache != NULL)
        o->cache->quiet = b->d->count == said;
    return ok;
}
