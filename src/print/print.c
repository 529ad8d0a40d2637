/* Which files there are, and the threads that make them. A thread stays with one language, whose
 * texts it has shaped, and takes its large files first, so that none is left with the longest at
 * the end. */
#include "print/print.h"

#include <assert.h>
#include <stdatomic.h>

#include "pdf/pdf.h"
#include "print/job.h"

enum file_kind { FILE_ALL, FILE_SERVICES, FILE_ZINES, FILE_CARDS, FILE_POSTERS, FILE_SHEET };
/* Neutral enough for a stick that is to say nothing. */
static const char *const file_names[] = {"all", "list", "booklets", "cards", "posters"};

struct task {
    uint32_t language;
    enum file_kind kind;
    const struct page *const *pages; /* in the order in which they are drawn */
    size_t count;
};

/* What a thread has for all its files. */
struct hand {
    struct type type;
    struct arena keep, file, page; /* for what outlives a file, for the file and the page at hand */
    uint32_t language;             /* whose files it makes */
};

/* The files of a language that nobody has taken yet. */
struct queue {
    const uint32_t *tasks;
    size_t count;
    atomic_size_t next; /* may be beyond them */
};

struct press {
    const struct site *site;
    const struct print_options *o;
    struct print *out;
    struct fonts fonts;
    struct hand *hands;          /* one a thread */
    struct queue *queues;        /* one a language */
    struct sheet_memory *memory; /* by page index */
    struct code_memory onion;
    struct task *tasks; /* one a file */
    size_t count, cap;
    struct buf *bytes;   /* one a file */
    struct diags *diags; /* one a file */
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

static void add(struct press *p, struct task task) {
    *arena_push(&p->out->mem, &p->tasks, &p->count, &p->cap) = task;
}

/* The language's own topics, then its guides, in reading order. */
static void list_pages(struct press *p, uint32_t index, bool (*wanted)(const struct page *page),
                       struct task *out) {
    const struct language *l = &p->site->languages[index];
    const struct page **pages =
        arena_array(&p->out->mem, const struct page *, l->topic_count + l->guide_count);
    size_t count = 0;
    for (size_t i = 0; i < l->topic_count; i++)
        if (l->topics[i]->language == index && wanted(l->topics[i]))
            pages[count++] = l->topics[i];
    for (size_t i = 0; i < l->guide_count; i++)
        if (l->guides[i]->language == index && wanted(l->guides[i]))
            pages[count++] = l->guides[i];
    *out = (struct task){.language = index, .pages = pages, .count = count};
}

static bool has_services(const struct site *site, uint32_t language) {
    for (size_t i = 0; i < site->service_count; i++)
        if (site_lists_service(&site->services[i]) && site->service_pages[i][language] != NULL)
            return true;
    return false;
}

/* The files that hold many pages, of one language. */
static void list_collections(struct press *p, uint32_t l) {
    struct task sheets, cards;
    bool services = has_services(p->site, l);
    list_pages(p, l, has_sheet, &sheets);
    list_pages(p, l, has_card, &cards);
    if (sheets.count > 0 || services)
        add(p, (struct task){l, FILE_ALL, sheets.pages, sheets.count});
    if (services)
        add(p, (struct task){l, FILE_SERVICES, NULL, 0});
    if (sheets.count > 0)
        add(p, (struct task){l, FILE_ZINES, sheets.pages, sheets.count});
    if (cards.count > 0)
        add(p, (struct task){l, FILE_CARDS, cards.pages, cards.count});
    if (cards.count > 0)
        add(p, (struct task){l, FILE_POSTERS, cards.pages, cards.count});
}

static void list_files(struct press *p) {
    const struct site *site = p->site;
    for (uint32_t l = 0; l < site->language_count; l++)
        list_collections(p, l);
    for (size_t i = 0; i < site->page_count; i++)
        if (has_sheet(site->pages[i]))
            add(p, (struct task){site->pages[i]->language, FILE_SHEET,
                                 (const struct page *const *)&site->pages[i], 1});
}

size_t print_count(const struct site *site) {
    struct print out = {0};
    struct press p = {.site = site, .out = &out};
    list_files(&p);
    arena_finish(&out.mem);
    return p.count;
}

static struct str file_path(struct press *p, const struct task *t) {
    struct str tag = utf8_fold(&p->out->mem, p->site->languages[t->language].tag);
    if (t->kind != FILE_SHEET)
        return arena_printf(&p->out->mem, "%.*s/%s.pdf", STR_ARG(tag), file_names[t->kind]);
    struct str page = t->pages[0]->path;
    return arena_printf(&p->out->mem, "%.*s.pdf", (int)(page.len - strlen(".html")), page.p);
}

static struct print_file planned(struct press *p, const struct task *t) {
    bool front_alone = t->kind == FILE_CARDS || t->kind == FILE_POSTERS;
    return (struct print_file){.path = file_path(p, t),
                               .origin = t->kind == FILE_SHEET ? t->pages[0]->document->source.path
                                                               : "site.yaml",
                               .texts = t->pages,
                               .text_count = front_alone ? 0 : t->count};
}

bool print_plan(const struct site *site, struct print *out, struct diags *d) {
    *out = (struct print){0};
    struct press *p = arena_new(&out->mem, struct press);
    *p = (struct press){.site = site, .out = out};
    out->press = p;
    list_files(p);
    out->count = p->count;
    p->bytes = arena_array(&out->mem, struct buf, p->count);
    out->files = arena_array(&out->mem, struct print_file, p->count);
    for (size_t i = 0; i < p->count; i++)
        out->files[i] = planned(p, &p->tasks[i]);
    return p->count == 0 || fonts_open(&p->fonts, site, &out->mem, d);
}

bool print_fonts(const struct print *p, struct buf *out) {
    return fonts_digest(&p->press->fonts, out);
}

/* --- one file
 * ------------------------------------------------------------------------------------ */

static void draw_page(struct job *j, enum file_kind kind, const struct page *page) {
    switch (kind) {
    case FILE_ALL:
    case FILE_SHEET:
        sheet_draw(j, page, 0);
        break;
    case FILE_ZINES:
        if (!zine_draw(j, page))
            return; /* reported */
        break;
    case FILE_CARDS:
        cards_draw(j, page);
        break;
    default:
        assert(kind == FILE_POSTERS); /* that of services has no pages of its own */
        poster_draw(j, page);
    }
}

static void draw(struct job *j, const struct task *t) {
    for (size_t i = 0; i < t->count; i++) {
        draw_page(j, t->kind, t->pages[i]);
        type_forget(j->type);
        arena_reset(&j->mem);
    }
    if (t->kind == FILE_SERVICES)
        directory_draw_booklet(j);
    j->page = NULL;
    if (t->kind == FILE_ALL && j->site->service_count > 0)
        directory_draw_columns(j, 0);
}

static struct str file_title(struct job *j, const struct task *t) {
    return t->kind == FILE_SHEET ? job_page_title(j, t->pages[0]) : job_site_title(j);
}

static void make_file(struct press *p, unsigned worker, size_t index) {
    const struct task *t = &p->tasks[index];
    const struct site *site = p->site;
    struct hand *hand = &p->hands[worker];
    if (p->out->files[index].bytes.p != NULL)
        return;
    struct job j = {.o = p->o,
                    .site = site,
                    .language = t->language,
                    .rtl = site->languages[t->language].rtl,
                    .page = t->kind == FILE_SHEET ? t->pages[0] : NULL,
                    .mem = hand->page,
                    .file = hand->file,
                    .keep = &hand->keep,
                    .memory = p->memory,
                    .onion = &p->onion,
                    .type = &hand->type,
                    .d = &p->diags[index],
                    .ok = true};
    const struct pdf_facts facts = {.title = file_title(&j, t),
                                    .language = site->languages[t->language].tag,
                                    .date = site->date,
                                    .rtl = j.rtl,
                                    .bookmarks = t->kind != FILE_SHEET};
    if (j.type->map == NULL)
        type_open(j.type, &p->fonts);
    type_begin(j.type, &j.mem);
    canvas_open(&j.canvas, site->config.paper_letter,
                t->kind == FILE_ZINES || t->kind == FILE_SERVICES, j.rtl, &j.file,
                &p->bytes[index]);
    draw(&j, t);
    job_tell_missing(&j);
    if (!canvas_close(&j.canvas, &facts))
        diag_error(&p->diags[index], place_of(&site->config.source, 0, 0, 0), "print/pdf",
                   "the PDF '%.*s' cannot be drawn", STR_ARG(p->out->files[index].path));
    type_end(j.type);
    arena_reset(&j.mem);
    arena_reset(&j.file);
    hand->page = j.mem;
    hand->file = j.file;
}

/* --- all of them
 * --------------------------------------------------------------------------------- */

static void fill_queues(struct press *p, struct arena *mem) {
    uint32_t languages = (uint32_t)p->site->language_count;
    p->queues = arena_array(mem, struct queue, languages);
    for (uint32_t l = 0; l < languages; l++) {
        uint32_t *tasks = arena_array(mem, uint32_t, p->count);
        struct queue *q = &p->queues[l];
        for (size_t i = 0; i < p->count; i++)
            if (p->tasks[i].language == l)
                tasks[q->count++] = (uint32_t)i;
        q->tasks = tasks;
    }
}

static size_t left_in(struct queue *q) {
    size_t next = atomic_load_explicit(&q->next, memory_order_relaxed);
    return next < q->count ? q->count - next : 0;
}

static uint32_t fullest(struct press *p) {
    uint32_t most = 0;
    for (uint32_t l = 1; l < p->site->language_count; l++)
        if (left_in(&p->queues[l]) > left_in(&p->queues[most]))
            most = l;
    return most;
}

/* Each call makes one file: there are as many calls as files. */
static void make_next(void *ctx, unsigned worker, size_t call) {
    struct press *p = ctx;
    struct hand *hand = &p->hands[worker];
    (void)call;
    for (;; hand->language = fullest(p)) {
        struct queue *q = &p->queues[hand->language];
        size_t at = atomic_fetch_add_explicit(&q->next, 1, memory_order_relaxed);
        if (at < q->count) {
            make_file(p, worker, q->tasks[at]);
            return;
        }
    }
}

bool print_make(const struct print_options *options, struct print *out, struct diags *d) {
    struct press *p = out->press;
    size_t errors = d->errors;
    p->o = options;
    p->hands = arena_array(&out->mem, struct hand, options->threads);
    p->memory = arena_array(&out->mem, struct sheet_memory, p->site->page_count);
    p->diags = arena_array(&out->mem, struct diags, out->count);
    fill_queues(p, &out->mem);
    for (unsigned i = 0; i < options->threads; i++)
        p->hands[i].language = i % (uint32_t)p->site->language_count;
    pool_run(options->threads, out->count, 1, make_next, p);
    for (unsigned i = 0; i < options->threads; i++) {
        type_close(&p->hands[i].type);
        arena_finish(&p->hands[i].keep);
        arena_finish(&p->hands[i].file);
        arena_finish(&p->hands[i].page);
    }
    for (size_t i = 0; i < out->count; i++) {
        struct print_file *f = &out->files[i];
        if (f->bytes.p == NULL)
            f->bytes = buf_str(&p->bytes[i]);
        f->told = p->diags[i].count > 0;
        diags_merge(d, &p->diags[i]);
        diags_finish(&p->diags[i]);
    }
    p->o = NULL;
    return d->errors == errors;
}

void print_finish(struct print *p) {
    for (size_t i = 0; p->press != NULL && i < p->count; i++)
        buf_finish(&p->press->bytes[i]);
    if (p->press != NULL)
        fonts_close(&p->press->fonts);
    struct arena mem = p->mem;
    *p = (struct print){0};
    arena_finish(&mem);
}
