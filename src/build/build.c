/* The whole of a build on one page: build_site names the stages in order. A stage takes data and
 * gives data; only the last one changes what a reader can see. */
#include "build/build.h"

#include "build/cache.h"
#include "lint/lint.h"

double build_now(const struct build *b) {
    return b->options->seconds == NULL ? 0 : b->options->seconds();
}

static void tell(const struct build *b, const char *name, size_t count, double since) {
    if (b->options->stage != NULL)
        b->options->stage(b->options->ctx, name, count, build_now(b) - since);
}

static bool load(struct build *b) {
    double since = build_now(b);
    struct site_options options = {.root = b->options->root,
                                   .drafts = b->options->drafts,
                                   .threads = b->options->threads,
                                   .source_date = b->options->source_date,
                                   .config_text = b->options->config_text,
                                   .codes = b->options->codes,
                                   .leftovers = b->options->leftovers};
    cache_begin(b);
    sources_open(b, &options);
    bool ok = site_load(&b->mem, &options, &b->site, b->d);
    tell(b, "load", b->site.page_count, since);
    if (b->options->figure != NULL && options.record != NULL)
        b->options->figure(b->options->ctx, "  unchanged, not read", b->site.unread);
    return ok;
}

static bool assemble(struct build *b) {
    double since = build_now(b);
    bool ok = files_load(b);
    tell(b, "assemble", b->shared.count, since);
    return ok;
}

/* --- which profiles
 * --------------------------------------------------------------------------------- */

static const struct config_profile *profile_named(const struct build *b, const char *name) {
    const struct config *c = &b->site.config;
    for (size_t i = 0; i < c->profile_count; i++)
        if (str_is(c->profiles[i].name, name))
            return &c->profiles[i];
    return NULL;
}

static bool unknown_profile(struct build *b, const char *name) {
    struct suggest near = {.wanted = str_from(name)};
    struct source source = {"site.yaml", STR_NONE};
    for (size_t i = 0; i < b->site.config.profile_count; i++)
        suggest_offer(&near, b->site.config.profiles[i].name);
    const char *hint =
        strchr(name, ',') == NULL ? suggest_tail(near.best).p : "; give each with a -p of its own";
    return diag_error(b->d, place_of(&source, 0, 0, 0), "build/unknown-profile",
                      "lists no profile '%s'%s", name, hint);
}

/* Sheets for paper need fonts and time: a site that names no profiles gets the others. */
static bool is_left_out(const struct build *b, const struct config_profile *p) {
    return str_is(p->name, "print") && p->at.line == 0 && b->options->profiles == NULL;
}

static bool choose_profiles(struct build *b) {
    const struct config *c = &b->site.config;
    const char *const *wanted = b->options->profiles;
    size_t count = wanted == NULL ? c->profile_count : 0;
    while (wanted != NULL && wanted[count] != NULL)
        count++;
    b->outputs = arena_array(&b->mem, struct profile_output, count);
    for (size_t i = 0; i < count; i++) {
        struct profile_output *o = &b->outputs[b->output_count];
        o->profile = wanted == NULL ? &c->profiles[i] : profile_named(b, wanted[i]);
        o->stage.folder = o->stage.published = -1;
        if (o->profile == NULL)
            return unknown_profile(b, wanted[i]);
        b->output_count += !is_left_out(b, o->profile);
    }
    return true;
}

/* --- threads' tools
 * --------------------------------------------------------------------------------- */

static bool open_workers(struct build *b) {
    unsigned count = b->options->threads;
    b->workers = arena_array(&b->mem, struct worker, count);
    for (unsigned i = 0; i < count; i++) {
        struct worker *w = &b->workers[i];
        w->renderer = renderer_open(&b->site, &b->images, i == 0 ? b->d : &w->diags);
        w->deflater = pack_deflater_open();
        if (w->renderer == NULL) /* the other threads would only say the same */
            return false;
    }
    return true;
}

static void close_workers(struct build *b) {
    for (unsigned i = 0; b->workers != NULL && i < b->options->threads; i++) {
        struct worker *w = &b->workers[i];
        renderer_close(w->renderer);
        pack_deflater_close(w->deflater);
        arena_finish(&w->page);
        arena_finish(&w->keep);
        buf_finish(&w->bytes);
        pack_window_finish(&w->window);
        buf_finish(&w->there);
        diags_finish(&w->diags);
    }
}

/* --- stages of one profile
 * --------------------------------------------------------------------------- */

static bool make_profile(struct build *b, struct profile_output *o) {
    double since = build_now(b);
    bool ok = files_plan(b, o);
    if (ok)
        cache_open(b, o);
    ok = ok && publish_open(b, o) && produce(b, o);
    tell(b, arena_printf(&b->mem, "render %.*s", STR_ARG(o->profile->name)).p, o->files.count,
         since);
    if (ok)
        pad_tell(b, o);
    if (!ok || b->options->check_only)
        return ok;
    since = build_now(b);
    ok = publish_pack(b, o);
    if (ok)
        forms_sum(b, o);
    tell(b, arena_printf(&b->mem, "pack %.*s", STR_ARG(o->profile->name)).p, o->files.count, since);
    return ok;
}

static bool make_profiles(struct build *b) {
    bool ok = true;
    size_t before = b->d->count;
    for (size_t i = 0; i < b->output_count; i++)
        ok = make_profile(b, &b->outputs[i]) && ok;
    told_once(b, before);
    return ok;
}

/* Everything is on the disk by now, so that little can go wrong between the swaps. */
static bool publish(struct build *b) {
    double since = build_now(b);
    bool ok = true;
    for (size_t i = 0; ok && i < b->output_count; i++)
        ok = publish_swap(b, &b->outputs[i]);
    if (ok) {
        prints_publish(b);
        sources_publish(b);
    }
    ok = ok && place_sync(b);
    tell(b, "publish", b->output_count, since);
    return ok;
}

/* A site with mistakes in its files is not built, but its texts are read all the same, so that one
 * run names every mistake. */
static bool check_texts(struct build *b) {
    struct arena page = {0};
    bool ok = true;
    if (!site_has_texts(&b->site) || b->site.config.profile_count == 0)
        return false;
    bool pictures = files_load(b);
    struct renderer *r = renderer_open(&b->site, &b->images, b->d);
    for (size_t i = 0; r != NULL && i < b->site.page_count; i++) {
        const struct page *p = b->site.pages[i];
        if (p->document != NULL && !str_is(p->path, "index.html"))
            ok = renderer_check_body(r, &page, p, &b->site.config.profiles[0], b->d) && ok;
        arena_reset(&page);
    }
    renderer_close(r);
    arena_finish(&page);
    return ok && pictures;
}

static void lint(struct build *b) {
    double since = build_now(b);
    if (!b->options->lint || !site_has_texts(&b->site))
        return;
    lint_site(&b->mem, &b->site, b->options->today, b->d);
    tell(b, "lint", b->site.page_count, since);
}

bool build_stages(struct build *b) {
    const struct build_options *options = b->options;
    *b->summary = (struct build_summary){0};
    bool loaded = load(b);
    if (!loaded)
        loaded = check_texts(b) && b->d->errors == 0;
    lint(b);
    bool ok = loaded && assemble(b) && choose_profiles(b) && open_workers(b) &&
              (options->check_only || place_open(b)) && make_profiles(b) &&
              (options->check_only || publish(b));
    for (size_t i = 0; i < b->output_count; i++)
        publish_close(&b->outputs[i]);
    ok = place_close(b) && ok;
    site_show_excerpts(&b->site, b->d);
    b->summary->pages = b->site.page_count;
    b->summary->drafts_left_out = b->site.drafts_left_out;
    b->summary->profiles = b->output_count;
    return ok && b->d->errors == 0;
}

static void finish_site(void *ctx) {
    struct build *b = ctx;
    site_finish(&b->site);
}

/* Giving back the memory of a large site takes long enough for two. */
void build_finish(struct build *b) {
    struct arena mem;
    struct pool_task beside;
    pool_begin(&beside, b->options->threads > 1, finish_site, b);
    prints_finish(b);
    cache_end(b);
    close_workers(b);
    files_finish(b);
    pool_wait(&beside);
    mem = b->mem;
    arena_finish(&mem);
}

bool build_site(const struct build_options *options, struct build_summary *out, struct diags *d) {
    struct build b = {.options = options, .summary = out, .d = d, .lock = -1};
    bool ok = build_stages(&b);
    build_finish(&b);
    return ok;
}
