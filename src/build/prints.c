/* The sheets for paper. Their texts are rendered once more, without a layout around them; the PDFs
 * are made once and go into every profile that takes them. */
#include "build/prints_cache.h"

#include <assert.h>

static const struct config_profile *print_profile(const struct build *b) {
    const struct config *c = &b->site.config;
    for (size_t i = 0; i < c->profile_count; i++)
        if (str_is(c->profiles[i].name, "print"))
            return &c->profiles[i];
    return NULL;
}

size_t prints_count(const struct build *b, const struct profile_output *o) {
    const struct config_profile *print = print_profile(b);
    bool stick = str_is(o->profile->name, "usb") && print != NULL && print->at.line != 0;
    return stick || str_is(o->profile->name, "print") ? print_count(&b->site) : 0;
}

/* --- texts
 * --------------------------------------------------------------------------------------- */

struct texts {
    struct build *b;
    struct config_profile profile;
    struct str *items; /* by page index */
};

static void render_text(void *ctx, unsigned worker, size_t index) {
    struct texts *t = ctx;
    struct worker *w = &t->b->workers[worker];
    const struct page *page = t->b->site.pages[index];
    struct render_result result = {0};
    bool ok;
    if (!print_wants(page))
        return;
    if (page->document != NULL)
        ok = renderer_text(w->renderer, &w->page, page, &t->profile, &w->bytes, &w->diags);
    else
        ok = renderer_page(w->renderer, &w->page, &w->page, page, &t->profile, &w->bytes, &result,
                           &w->diags);
    if (ok)
        t->items[index] = arena_str(
            &w->keep, page->document != NULL ? buf_str(&w->bytes) : forms_part(buf_str(&w->bytes)));
    arena_reset(&w->page);
}

/* On paper nothing can be clicked: addresses are printed. */
static bool render_texts(struct build *b, struct texts *t) {
    size_t errors = b->d->errors;
    const struct config_profile *print = print_profile(b);
    assert(print != NULL); /* else prints_count is 0 */
    *t = (struct texts){.b = b, .profile = *print};
    if (t->profile.external_links == EXTERNAL_MARKED)
        t->profile.external_links = EXTERNAL_TEXT;
    t->items = arena_array(&b->mem, struct str, b->site.page_count);
    pool_run(b->options->threads, b->site.page_count, 4, render_text, t);
    for (unsigned i = 0; i < b->options->threads; i++) {
        diags_merge(b->d, &b->workers[i].diags);
        diags_finish(&b->workers[i].diags);
    }
    return b->d->errors == errors;
}

/* --- sheets
 * -------------------------------------------------------------------------------------- */

static void tell(const struct build *b, const char *name, size_t count, double since) {
    if (b->options->stage != NULL)
        b->options->stage(b->options->ctx, name, count, build_now(b) - since);
}

/* What the build before has not left. */
static bool make_others(struct build *b) {
    struct texts texts;
    if (b->prints_cache->taken == b->prints.count)
        return true;
    if (!render_texts(b, &texts))
        return false;
    const struct print_options options = {.texts = texts.items, .threads = b->options->threads};
    return print_make(&options, &b->prints, b->d);
}

static bool make(struct build *b) {
    double since = build_now(b);
    if (b->prints_state != PRINTS_NONE)
        return b->prints_state == PRINTS_MADE;
    b->prints_state = PRINTS_REFUSED;
    b->prints_cache = arena_new(&b->mem, struct prints_cache);
    if (!print_plan(&b->site, &b->prints, b->d))
        return false;
    prints_cache_take(b, b->prints_cache);
    size_t taken = b->prints_cache->taken;
    tell(b, "  prints: cache", taken, since);
    since = build_now(b);
    if (!make_others(b))
        return false;
    tell(b, "  prints: drawn", b->prints.count - taken, since);
    b->prints_state = PRINTS_MADE;
    return true;
}

bool prints_append(struct build *b, struct profile_output *o) {
    bool stick = !str_is(o->profile->name, "print");
    if (!make(b))
        return false;
    for (size_t i = 0; i < b->prints.count; i++) {
        const struct print_file *f = &b->prints.files[i];
        struct str path = stick ? arena_printf(&b->mem, "print/%.*s", STR_ARG(f->path)) : f->path;
        forms_add(b, o, path, f->bytes, f->origin);
    }
    return true;
}

void prints_publish(struct build *b) {
    if (b->prints_state == PRINTS_MADE)
        prints_cache_publish(b, b->prints_cache);
}

void prints_finish(struct build *b) {
    print_finish(&b->prints);
    if (b->prints_cache != NULL)
        prints_cache_close(b->prints_cache);
    b->prints_cache = NULL;
}
