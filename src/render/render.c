/* One page: its Markdown body first, because the layout may show what the body holds (headings,
 * citations), then the layout around it. */
#include "render/render.h"

#include <stdlib.h>

#include "html/html.h"
#include "render/page.h"

static const char *const component_names[] = {"services", "doses", "interactions", "card", "toc",
                                              "contact",  NULL};

static struct markdown_labels labels_in(const struct site *site, uint32_t l) {
    return (struct markdown_labels){
        .footnotes = site_string(site, l, str_lit("markdown.footnotes")),
        .back = site_string(site, l, str_lit("markdown.back")),
        .source = site_string(site, l, str_lit("markdown.source")),
        .external = site_string(site, l, str_lit("markdown.external")),
        .note = site_string(site, l, str_lit("alert.note")),
        .tip = site_string(site, l, str_lit("alert.tip")),
        .important = site_string(site, l, str_lit("alert.important")),
        .warning = site_string(site, l, str_lit("alert.warning")),
        .caution = site_string(site, l, str_lit("alert.caution")),
        .overdose = site_string(site, l, str_lit("alert.overdose")),
        .danger = site_string(site, l, str_lit("alert.danger")),
    };
}

struct renderer *renderer_open(const struct site *site, const struct render_images *images,
                               struct diags *d) {
    struct arena mem = {0};
    struct script *script = script_open(site, d);
    if (script == NULL)
        return NULL;
    struct renderer *r = arena_new(&mem, struct renderer);
    r->site = site;
    r->images = images;
    r->script = script;
    r->markdown = markdown_open();
    r->labels = arena_array(&mem, struct markdown_labels, site->language_count);
    for (uint32_t i = 0; i < site->language_count; i++)
        r->labels[i] = labels_in(site, i);
    r->mem = mem;
    return r;
}

void renderer_close(struct renderer *r) {
    if (r == NULL)
        return;
    script_close(r->script);
    markdown_close(r->markdown);
    buf_finish(&r->body);
    struct arena mem = r->mem;
    arena_finish(&mem);
}

void page_arguments(const struct page_context *c, const struct markdown_page *body,
                    struct script_page *out) {
    *out = (struct script_page){.page = c->page, .profile = c->profile->name};
    struct script_heading *headings =
        arena_array(c->mem, struct script_heading, body->heading_count);
    for (size_t i = 0; i < body->heading_count; i++)
        headings[i] = (struct script_heading){body->headings[i].level, body->headings[i].id,
                                              body->headings[i].text};
    struct script_cite *cites = arena_array(c->mem, struct script_cite, c->page->source_count);
    for (size_t i = 0; i < c->page->source_count; i++) {
        const struct reference *ref = c->page->sources[i];
        cites[i] = (struct script_cite){.reference = ref,
                                        .number = (unsigned)i + 1,
                                        .id = arena_printf(c->mem, "source-%.*s", STR_ARG(ref->id)),
                                        .back_ids = c->cited[i].back_ids,
                                        .back_count = c->cited[i].count};
    }
    out->headings = headings;
    out->heading_count = body->heading_count;
    out->cites = cites;
    out->cite_count = c->page->source_count;
    out->words = body->words;
}

/* An editor who writes a component expects to see something. */
static void tell_empty(const struct page_context *c, struct str name, struct place at) {
    const char *lacks = str_is(name, "doses")  ? ": this page has no 'doses:' and no 'timing:'"
                        : str_is(name, "card") ? ": this page has no 'card:'"
                        : str_is(name, "toc")
                            ? ": the theme lists the headings beside the text, or "
                              "there are none"
                            : "";
    diag_warning(c->d, at, "component/empty", "the component '%.*s' prints nothing here%s",
                 STR_ARG(name), lacks);
}

static bool hook_component(void *ctx, struct str name, const struct markdown_attr *attrs,
                           size_t count, struct str body, struct place at,
                           const struct markdown_page *page, struct buf *out) {
    struct page_context *c = ctx;
    struct script_page arguments;
    struct script_arg *args = arena_array(c->mem, struct script_arg, count + 1);
    page_arguments(c, page, &arguments);
    for (size_t i = 0; i < count; i++)
        args[i] = (struct script_arg){attrs[i].name, attrs[i].value};
    if (str_trim(body).len > 0) {
        c->ok = false;
        return diag_error(c->d, at, "component/body",
                          "the component '%.*s' has text inside; it is filled by pamphlet, so put "
                          "the text before or after it",
                          STR_ARG(name));
    }
    size_t before = out->len;
    bool ok = script_component(c->r->script, c->mem, &arguments, name, args, count, at, out, c->d);
    if (ok && str_trim(str_from_offset(buf_str(out), before)).len == 0)
        tell_empty(c, name, at);
    c->ok = c->ok && ok;
    return ok;
}

typedef bool component_fn(void *ctx, struct str name, const struct markdown_attr *attrs,
                          size_t count, struct str body, struct place at,
                          const struct markdown_page *page, struct buf *out);

static bool render_body(struct page_context *c, component_fn *component,
                        struct markdown_page *body) {
    struct renderer *r = c->r;
    const struct document *doc = site_document_text(r->site, c->keep, c->page->document, c->d);
    const struct markdown_hooks hooks = {.ctx = c,
                                         .link = hook_link,
                                         .image = hook_image,
                                         .cite = hook_cite,
                                         .component = component,
                                         .component_names = component_names};
    buf_reset(&r->body);
    return doc != NULL &&
           markdown_render(r->markdown, c->mem, &doc->source, doc->loaded_body, doc->body_line,
                           &hooks, &r->labels[c->page->language], &r->body, body, c->d) &&
           c->ok;
}

/* What a component shows may depend on the files that could not be read. */
static bool skip_component(void *ctx, struct str name, const struct markdown_attr *attrs,
                           size_t count, struct str body, struct place at,
                           const struct markdown_page *page, struct buf *out) {
    (void)ctx, (void)name, (void)attrs, (void)count, (void)body, (void)at, (void)page, (void)out;
    return true;
}

/* Only the place of it. */
static bool name_component(void *ctx, struct str name, const struct markdown_attr *attrs,
                           size_t count, struct str body, struct place at,
                           const struct markdown_page *page, struct buf *out) {
    (void)ctx, (void)attrs, (void)count, (void)body, (void)at, (void)page;
    buf_printf(out, "<div class=\"component %.*s\"></div>\n", STR_ARG(name));
    return true;
}

static bool render_body_alone(struct renderer *r, struct arena *mem, const struct page *page,
                              const struct config_profile *profile, component_fn *component,
                              struct diags *d) {
    struct render_result result = {0};
    struct markdown_page body = {0};
    struct page_context c = {.r = r,
                             .mem = mem,
                             .keep = mem,
                             .page = page,
                             .profile = profile,
                             .result = &result,
                             .cited = arena_array(mem, struct cited, page->source_count),
                             .d = d,
                             .ok = true};
    d->offers = 0;
    return render_body(&c, component, &body);
}

bool renderer_check_body(struct renderer *r, struct arena *mem, const struct page *page,
                         const struct config_profile *profile, struct diags *d) {
    return render_body_alone(r, mem, page, profile, skip_component, d);
}

bool renderer_text(struct renderer *r, struct arena *mem, const struct page *page,
                   const struct config_profile *profile, struct buf *out, struct diags *d) {
    bool ok = render_body_alone(r, mem, page, profile, name_component, d);
    buf_reset(out);
    buf_put(out, buf_str(&r->body));
    return ok;
}

/* --- fragments */

static int compare_ids(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool tell_missing(const struct render_fragment *f, const struct str *ids, size_t count,
                         struct diags *d) {
    struct suggest near = diag_near(d, f->fragment);
    for (size_t n = 0; n < count; n++)
        suggest_offer(&near, ids[n]);
    return diag_error(d, f->at, "link/missing-fragment",
                      "the page %.*s has no heading with the id '%.*s'%s", STR_ARG(f->target->path),
                      STR_ARG(f->fragment), suggest_tail(near.best).p);
}

/* The ids that a page has, once one was asked for that is not among the first of its text. */
struct own_ids {
    const struct markdown_page *body;
    struct str bytes; /* of the finished page: the layout writes ids, too */
    struct map all;   /* as written there */
    bool read;
};

static void read_ids(struct own_ids *own, struct arena *mem) {
    struct str rest = own->bytes;
    size_t at;
    map_init(&own->all, mem, own->body->id_count + 16);
    while ((at = str_find(rest, str_lit(" id=\""))) != SIZE_MAX) {
        rest = str_from_offset(rest, at + strlen(" id=\""));
        map_add(&own->all, str_slice(rest, 0, str_find_char(rest, '"')), 0);
    }
    own->read = true;
}

static bool is_own(struct own_ids *own, struct arena *mem, struct str fragment) {
    enum { FIRST = 32 }; /* looked at one by one */
    struct buf escaped = {0};
    for (size_t i = 0; i < own->body->id_count && i < FIRST; i++)
        if (str_eq(own->body->ids[i], fragment))
            return true;
    if (!own->read)
        read_ids(own, mem);
    html_escape(&escaped, fragment);
    bool found = map_get(&own->all, buf_str(&escaped)) != MAP_NONE;
    buf_finish(&escaped);
    return found;
}

/* Of the page itself, before the audit says it without a place in the text. */
static bool check_own_fragments(const struct page_context *c, const struct markdown_page *body,
                                struct str bytes) {
    struct own_ids own = {.body = body, .bytes = bytes};
    bool ok = true;
    for (size_t k = 0; k < c->result->fragment_count; k++) {
        const struct render_fragment *f = &c->result->fragments[k];
        if (f->target == c->page && !is_own(&own, c->mem, f->fragment))
            ok = tell_missing(f, body->ids, body->id_count, c->d);
    }
    return ok;
}

/* No text is lost without a word because the page's layout has no place for it. A layout for pages
 * with a text may be meant so: a cover, an exit page. One for a list knows of no text. */
static bool check_printed(const struct page_context *c, struct str body) {
    static const char *const message =
        "this text is left out: the theme's layout for the page prints no 'page.body'";
    const struct document *doc = c->page->document;
    if (doc == NULL || c->page->withdrawn || str_trim(body).len == 0 ||
        script_gave_body(c->r->script))
        return true;
    struct place at = place_of(&doc->source, doc->body_line, 0, 0);
    if (doc->kind != c->page->kind)
        return diag_error(c->d, at, "template/body", "%s", message);
    diag_warning(c->d, at, "template/body", "%s", message);
    return true;
}

bool renderer_page(struct renderer *r, struct arena *mem, struct arena *keep,
                   const struct page *page, const struct config_profile *profile, struct buf *out,
                   struct render_result *result, struct diags *d) {
    struct page_context c = {.r = r,
                             .mem = mem,
                             .keep = keep,
                             .page = page,
                             .profile = profile,
                             .result = result,
                             .cited = arena_array(mem, struct cited, page->source_count),
                             .d = d,
                             .ok = true};
    struct markdown_page body = {0};
    struct script_page arguments;
    d->offers = 0; /* for each page the same, whichever thread makes it */
    bool ok = page->document == NULL || render_body(&c, hook_component, &body);
    page_arguments(&c, &body, &arguments);
    if (page->document != NULL)
        arguments.body = buf_str(&r->body);
    buf_reset(out);
    return script_layout(r->script, mem, &arguments, out, d) && check_printed(&c, arguments.body) &&
           check_own_fragments(&c, &body, buf_str(out)) && ok;
}

bool renderer_trace(struct renderer *r, struct arena *mem, const struct page *page,
                    const struct config_profile *profile, struct buf *out) {
    struct render_result result = {0};
    struct diags said_before = {0};
    script_trace(r->script, true);
    bool ok = renderer_page(r, mem, mem, page, profile, out, &result, &said_before);
    diags_finish(&said_before);
    return ok;
}

void renderer_trace_end(struct renderer *r) {
    script_trace(r->script, false);
}

struct place renderer_origin(const struct renderer *r, const struct page *page, size_t offset) {
    struct place at = script_origin(r->script, offset);
    if (at.source == NULL && page->document != NULL)
        at = place_of(&page->document->source, 0, 0, 0);
    return at;
}

bool renderer_frame(struct renderer *r, struct arena *mem, struct str layout,
                    const struct page *page, const struct config_profile *profile, struct str body,
                    struct buf *out, struct diags *d) {
    const struct script_page arguments = {
        .page = page, .profile = profile->name, .body = body, .layout = layout};
    buf_reset(out);
    return script_layout(r->script, mem, &arguments, out, d);
}

static bool has_id(const struct render_ids *ids, struct str id) {
    return ids->count > 0 &&
           bsearch(&id, ids->items, ids->count, sizeof(ids->items[0]), compare_ids) != NULL;
}

bool render_check_fragments(const struct site *site, const struct render_result *results,
                            const struct render_ids *ids, struct diags *d) {
    bool ok = true;
    for (size_t i = 0; i < site->page_count; i++)
        for (size_t k = 0; k < results[i].fragment_count; k++) {
            const struct render_fragment *f = &results[i].fragments[k];
            const struct render_ids *known = &ids[f->target->index];
            if (has_id(known, f->fragment))
                continue;
            ok = tell_missing(f, known->items, known->count, d);
        }
    return ok;
}

static bool has_sheet(const struct page *page) {
    return page->kind == PAGE_GUIDE || page->kind == PAGE_TOPIC;
}

static bool is_on_a_sheet(const struct site *site, const struct render_ids *ids, struct str id) {
    for (size_t i = 0; i < site->page_count && !markdown_id_is_reserved(id); i++)
        if (has_sheet(site->pages[i]) && has_id(&ids[i], id))
            return true;
    return false;
}

static size_t offer_sheets_ids(const struct site *site, const struct render_ids *ids,
                               struct suggest *near) {
    size_t count = 0;
    for (size_t i = 0; i < site->page_count; i++)
        for (size_t n = 0; has_sheet(site->pages[i]) && n < ids[i].count; n++, count++)
            if (!markdown_id_is_reserved(ids[i].items[n]))
                suggest_offer(near, ids[i].items[n]);
    return count;
}

void render_check_first(const struct site *site, const struct render_ids *ids, struct diags *d) {
    const struct words *first = &site->config.print_first;
    for (size_t k = 0; k < first->count; k++) {
        struct suggest near = diag_near(d, first->items[k].value);
        if (!is_on_a_sheet(site, ids, near.wanted) && offer_sheets_ids(site, ids, &near) > 0)
            diag_warning(d, first->items[k].at, "print/no-section",
                         "no guide and no topic has a section '%.*s'%s", STR_ARG(near.wanted),
                         suggest_tail(near.best).p);
    }
}

/* --- alone
 * ------------------------------------------------------------------------------------------ */

/* The text behind front matter, when the file begins with "---", a "key:" line and a closing "---".
 */
static struct str behind_front_matter(struct str text, unsigned *line) {
    struct str rest = text, part;
    *line = 1;
    if (!str_next_line(&rest, &part) || !str_is(part, "---") || !str_next_line(&rest, &part))
        return text;
    size_t name = 0;
    while (name < part.len && (ascii_is_alnum(part.p[name]) || part.p[name] == '_'))
        name++;
    if (name == 0 || name >= part.len || part.p[name] != ':')
        return text;
    for (unsigned n = 3; str_next_line(&rest, &part); n++)
        if (str_is(part, "---")) {
            *line = n + 1;
            return rest;
        }
    return text;
}

bool render_alone(struct arena *mem, const struct source *source, struct buf *out,
                  struct diags *d) {
    const struct markdown_hooks hooks = {0};
    const struct markdown_labels labels = {0};
    struct markdown_page page = {0};
    unsigned line;
    struct str body = behind_front_matter(source->text, &line);
    struct markdown *markdown = markdown_open();
    bool ok = markdown_render(markdown, mem, source, body, line, &hooks, &labels, out, &page, d);
    markdown_close(markdown);
    return ok;
}
