/* Which files there are, and the threads that make them. Large ones come first, so that no thread
 * is left with the longest at the end. */
#include "print/print.h"

#include "pdf/pdf.h"
#include "print/job.h"

enum file_kind { FILE_ALL, FILE_SERVICES, FILE_ZINES, FILE_CARDS, FILE_POSTERS, FILE_SHEET };
/* Neutral enough for a stick that is to say nothing. */
static const char *const file_names[] = {"all", "list", "booklets", "cards", "posters"};

struct task {
    uint32_t language;
    enum file_kind kind;
    const struct page *page; /* of a sheet */
};

struct press {
    const struct print_options *o;
    struct print *out;
    struct fonts fonts;
    struct type *types; /* one a thread */
    struct task *tasks;
    struct diags *diags; /* one a task */
};

/* --- which files
 * --------------------------------------------------------------------------------- */

static bool has_sheet(const struct page *page) {
    return (page->kind == PAGE_GUIDE || page->kind == PAGE_TOPIC) && page->document != NULL &&
           !page->withdrawn;
}

bool print_wants(const struct page *page) {
    return has_sheet(page) || page->kind == PAGE_SERVICE;
}

static bool has_card(const struct page *page) {
    return has_sheet(page) && page->document->meta.card.value.len > 0;
}

static void add(struct press *p, size_t *count, uint32_t language, enum file_kind kind,
                const struct page *page) {
    if (p != NULL)
        p->tasks[*count] = (struct task){language, kind, page};
    (*count)++;
}

/* The files that hold many pages, of one language. */
static void list_collections(const struct site *site, struct press *p, uint32_t l, size_t *count) {
    bool sheets = false, cards = false, services = false;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->language != l)
            continue;
        sheets = sheets || has_sheet(page);
        cards = cards || has_card(page);
        services = services || page->kind == PAGE_SERVICE;
    }
    if (sheets || services)
        add(p, count, l, FILE_ALL, NULL);
    if (services)
        add(p, count, l, FILE_SERVICES, NULL);
    if (sheets)
        add(p, count, l, FILE_ZINES, NULL);
    if (cards)
        add(p, count, l, FILE_CARDS, NULL);
    if (cards)
        add(p, count, l, FILE_POSTERS, NULL);
}

/* Counts the files, and lists them when there is a press. */
static size_t list_files(const struct site *site, struct press *p) {
    size_t count = 0;
    for (uint32_t l = 0; l < site->language_count; l++)
        list_collections(site, p, l, &count);
    for (size_t i = 0; i < site->page_count; i++)
        if (has_sheet(site->pages[i]))
            add(p, &count, site->pages[i]->language, FILE_SHEET, site->pages[i]);
    return count;
}

size_t print_count(const struct site *site) {
    return list_files(site, NULL);
}

static struct str file_path(struct press *p, const struct task *t) {
    struct str tag = utf8_fold(&p->out->mem, p->o->site->languages[t->language].tag);
    if (t->kind != FILE_SHEET)
        return arena_printf(&p->out->mem, "%.*s/%s.pdf", STR_ARG(tag), file_names[t->kind]);
    struct str page = t->page->path;
    return arena_printf(&p->out->mem, "%.*s.pdf", (int)(page.len - strlen(".html")), page.p);
}

/* --- one file
 * ------------------------------------------------------------------------------------ */

/* Calls `draw` for the language's own topics, then for its guides, in reading order. */
static void each_page(struct job *j, bool (*wanted)(const struct page *page), int topics,
                      int guides,
                      void (*draw)(struct job *j, const struct page *page, int parent)) {
    const struct language *l = &j->site->languages[j->language];
    for (size_t i = 0; i < l->topic_count; i++)
        if (l->topics[i]->language == j->language && wanted(l->topics[i]))
            draw(j, l->topics[i], topics);
    for (size_t i = 0; i < l->guide_count; i++)
        if (l->guides[i]->language == j->language && wanted(l->guides[i]))
            draw(j, l->guides[i], guides);
}

static void draw_card(struct job *j, const struct page *page, int parent) {
    (void)parent;
    cards_draw(j, page);
}

static void draw_poster(struct job *j, const struct page *page, int parent) {
    (void)parent;
    poster_draw(j, page);
}

static void draw_zine(struct job *j, const struct page *page, int parent) {
    (void)parent;
    if (!zine_draw(j, page))
        return; /* reported */
}

static void draw_all(struct job *j) {
    each_page(j, has_sheet, 0, 0, sheet_draw);
    j->page = NULL;
    if (j->site->service_count > 0)
        directory_draw_columns(j, 0);
}

static void draw(struct job *j, const struct task *t) {
    switch (t->kind) {
    case FILE_ALL:
        draw_all(j);
        break;
    case FILE_SERVICES:
        directory_draw_booklet(j);
        break;
    case FILE_ZINES:
        each_page(j, has_sheet, 0, 0, draw_zine);
        break;
    case FILE_CARDS:
        each_page(j, has_card, 0, 0, draw_card);
        break;
    case FILE_POSTERS:
        each_page(j, has_card, 0, 0, draw_poster);
        break;
    case FILE_SHEET:
        sheet_draw(j, t->page, 0);
        break;
    }
}

static struct str file_title(struct job *j, const struct task *t) {
    return t->page != NULL ? job_page_title(j, t->page) : job_site_title(j);
}

static void make_file(void *ctx, unsigned worker, size_t index) {
    struct press *p = ctx;
    const struct task *t = &p->tasks[index];
    const struct site *site = p->o->site;
    struct job j = {.o = p->o,
                    .site = site,
                    .language = t->language,
                    .rtl = site->languages[t->language].rtl,
                    .page = t->page,
                    .d = &p->diags[index],
                    .ok = true};
    const struct pdf_facts facts = {.title = file_title(&j, t),
                                    .language = site->languages[t->language].tag,
                                    .date = site->date,
                                    .rtl = j.rtl,
                                    .bookmarks = t->kind != FILE_SHEET};
    struct buf drawn = {0};
    if (p->types[worker].map == NULL)
        type_open(&p->types[worker], &p->fonts);
    j.type = &p->types[worker];
    type_begin(j.type, &j.mem);
    canvas_open(&j.canvas, site->config.paper_letter,
                t->kind == FILE_ZINES || t->kind == FILE_SERVICES, j.rtl, &drawn);
    draw(&j, t);
    job_tell_missing(&j);
    if (!canvas_close(&j.canvas) ||
        !pdf_finish(&j.mem, buf_str(&drawn), &facts, &p->out->bytes[index]))
        diag_error(&p->diags[index], place_of(&site->config.source, 0, 0, 0), "print/pdf",
                   "the PDF '%.*s' cannot be drawn", STR_ARG(p->out->files[index].path));
    buf_finish(&drawn);
    type_end(j.type);
    arena_finish(&j.mem);
}

/* --- all of them
 * --------------------------------------------------------------------------------- */

static void plan(struct press *p) {
    struct print *out = p->out;
    out->count = print_count(p->o->site);
    out->bytes = arena_array(&out->mem, struct buf, out->count);
    out->files = arena_array(&out->mem, struct print_file, out->count);
    p->tasks = arena_array(&out->mem, struct task, out->count);
    p->diags = arena_array(&out->mem, struct diags, out->count);
    (void)list_files(p->o->site, p);
    for (size_t i = 0; i < out->count; i++)
        out->files[i] = (struct print_file){
            .path = file_path(p, &p->tasks[i]),
            .origin =
                p->tasks[i].page == NULL ? "site.yaml" : p->tasks[i].page->document->source.path};
}

bool print_make(const struct print_options *options, struct print *out, struct diags *d) {
    struct press p = {.o = options, .out = out};
    size_t errors = d->errors;
    *out = (struct print){0};
    plan(&p);
    p.types = arena_array(&out->mem, struct type, options->threads);
    if (out->count > 0 && fonts_open(&p.fonts, options->site, &out->mem, d))
        pool_run(options->threads, out->count, 1, make_file, &p);
    for (unsigned i = 0; i < options->threads; i++)
        type_close(&p.types[i]);
    fonts_close(&p.fonts);
    for (size_t i = 0; i < out->count; i++) {
        out->files[i].bytes = buf_str(&out->bytes[i]);
        diags_merge(d, &p.diags[i]);
        diags_finish(&p.diags[i]);
    }
    return d->errors == errors;
}

void print_finish(struct print *p) {
    for (size_t i = 0; i < p->count; i++)
        buf_finish(&p->bytes[i]);
    arena_finish(&p->mem);
    *p = (struct print){0};
}
