/* The directory of services: as a booklet, two pages beside each other on each side of the paper,
 * in the order in which they come together when the stack is folded in the middle; and as columns
 * in the file that has everything. */
#include "print/job.h"

static const double margin = 12 * MM, gap = 8 * MM, foot = 8 * MM;
enum { TEXT_SIZE = 9 };

/* A heading with nothing below it is dropped: what stood there is not on paper. */
static void drop_bare_headings(struct doc *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct block *b = &d->blocks[i], *next = i + 1 < d->count ? &d->blocks[i + 1] : NULL;
        bool bare = b->kind == BLOCK_HEADING && b->level > 1 &&
                    (next == NULL || (next->kind == BLOCK_HEADING && next->level <= b->level));
        if (!bare)
            d->blocks[kept++] = *b;
    }
    d->count = kept;
}

/* The name stands before all else that a theme puts above it. */
static void put_name_first(struct doc *d) {
    for (size_t i = 0; i < d->count; i++) {
        struct block name = d->blocks[i];
        if (name.kind != BLOCK_HEADING || name.level != 1)
            continue;
        memmove(d->blocks + 1, d->blocks, i * sizeof(d->blocks[0]));
        d->blocks[0] = name;
        return;
    }
}

/* The page of service `i` in the order of the job's language, or NULL: one in no list is not
 * printed. */
static const struct page *page_of(const struct job *j, size_t i) {
    const struct site *site = j->site;
    const struct service *s = site->languages[j->language].services[i];
    return site_lists_service(s) ? site->service_pages[s - site->services][j->language] : NULL;
}

/* All services of the job's language, one behind another, as strips of this width. `starts` gets
 * the first strip of each. */
static void set_services(struct job *j, double width, struct strips *out, size_t *starts) {
    const struct setting setting = {j->type, TEXT_SIZE, width, j->rtl};
    for (size_t i = 0; i < j->site->service_count; i++) {
        const struct page *page = page_of(j, i);
        struct doc doc = {0};
        size_t first = out->count;
        starts[i] = first;
        if (page == NULL)
            continue;
        doc_read(&j->mem, j->o->texts[page->index], &doc);
        drop_bare_headings(&doc);
        put_name_first(&doc);
        strips_set(out, &setting, doc.blocks, doc.count, &j->mem);
        if (first > 0 && first < out->count)
            out->items[first].before = 2.2 * TEXT_SIZE;
    }
    struct doc end = {0};
    struct block *b = doc_push(&j->mem, &end, BLOCK_TEXT);
    b->text = doc_plain(job_word(j, "print_details"), STYLE_BOLD, &j->mem);
    size_t first = out->count;
    strips_set(out, &setting, end.blocks, end.count, &j->mem);
    if (first > 0 && first < out->count)
        out->items[first].before = 1.5 * TEXT_SIZE;
}

/* Cuts the strips into columns of one height; the first strips of columns, and how many. */
static size_t *cut_columns(struct job *j, const struct strips *s, double height, size_t *count) {
    size_t *cuts = NULL, cap = 0, at = 0;
    *count = 0;
    while (at < s->count) {
        *arena_push(&j->mem, &cuts, count, &cap) = at;
        at = job_fill_page(j, s, at, height);
    }
    return cuts;
}

static void bookmark_services(struct job *j, const size_t *starts, size_t from, size_t to,
                              unsigned parent) {
    for (size_t i = 0; i < j->site->service_count; i++) {
        const struct page *page = page_of(j, i);
        if (page != NULL && starts[i] >= from && starts[i] < to)
            (void)canvas_bookmark(&j->canvas, parent, job_page_title(j, page));
    }
}

/* --- the booklet
 * --------------------------------------------------------------------------------- */

struct booklet {
    struct job *j;
    struct strips strips;
    size_t *starts, *cuts, pages; /* of text */
    double width, height;         /* of a page */
};

static void draw_cover(struct booklet *b) {
    struct job *j = b->j;
    const struct code *code = job_onion_code(j, QR_LEVEL_M);
    double width = b->width - 2 * margin, y = 30 * MM;
    y = job_text(j, (struct area){margin, y, width, 0}, job_word(j, "services"), 28, STYLE_BOLD);
    y = job_text(j, (struct area){margin, y + 2 * MM, width, 0}, job_site_title(j), 14, 0);
    (void)job_text(j, (struct area){margin, y + 6 * MM, width, 0}, job_word(j, "services_intro"),
                   10, 0);
    if (code != NULL) {
        double least = canvas_code_side(code), side = least > 30 * MM ? least : 30 * MM;
        y = b->height - margin - side - 16 * MM;
        canvas_code(&j->canvas, code, margin, y, side);
        (void)job_text(j, (struct area){margin, y + side, width, 0},
                       job_word(j, "print_code_onion"), 9, STYLE_BOLD);
    }
    (void)job_text(j, (struct area){margin, b->height - margin - 5 * MM, width, 0}, job_edition(j),
                   7, 0);
}

/* Page 1 is the cover, page 2 the first of the text. */
static void draw_page(struct booklet *b, size_t number, bool right) {
    struct job *j = b->j;
    canvas_panel(&j->canvas, (struct area){right ? b->width : 0, 0, b->width, b->height}, false);
    if (number == 1) {
        draw_cover(b);
    } else if (number - 2 < b->pages) {
        size_t from = b->cuts[number - 2];
        size_t to = number - 1 < b->pages ? b->cuts[number - 1] : b->strips.count;
        strips_draw(&b->strips, from, to, &j->canvas, margin, margin, j->rtl);
        bookmark_services(j, b->starts, from, to, 0);
        (void)job_text(
            j, (struct area){margin, b->height - margin - 2 * MM, b->width - 2 * margin, 0},
            arena_printf(&j->mem, "%zu · %.*s", number, STR_ARG(job_edition(j))), 6.5, 0);
    }
    canvas_panel_end(&j->canvas);
}

void directory_draw_booklet(struct job *j) {
    struct booklet b = {.j = j, .width = j->canvas.width / 2, .height = j->canvas.height};
    b.starts = arena_array(&j->mem, size_t, j->site->service_count);
    set_services(j, b.width - 2 * margin, &b.strips, b.starts);
    b.cuts = cut_columns(j, &b.strips, b.height - 2 * margin - foot, &b.pages);
    size_t all = (b.pages + 1 + 3) / 4 * 4;
    for (size_t sheet = 0; sheet < all / 4; sheet++) {
        size_t outer = all - 2 * sheet, inner = 2 * sheet + 1;
        canvas_page(&j->canvas);
        draw_page(&b, outer, j->rtl);
        draw_page(&b, inner, !j->rtl);
        canvas_page(&j->canvas);
        draw_page(&b, inner + 1, j->rtl);
        draw_page(&b, outer - 1, !j->rtl);
    }
}

/* --- columns
 * ------------------------------------------------------------------------------------- */

void directory_draw_columns(struct job *j, unsigned parent) {
    enum { COLUMNS = 2 };
    struct canvas *c = &j->canvas;
    double width = (c->width - 2 * margin - gap) / COLUMNS;
    size_t *starts = arena_array(&j->mem, size_t, j->site->service_count), count;
    struct strips strips = {0};
    set_services(j, width, &strips, starts);
    const size_t *cuts = cut_columns(j, &strips, c->height - 2 * margin - foot - 3 * MM, &count);
    for (size_t i = 0; i < count; i++) {
        size_t to = i + 1 < count ? cuts[i + 1] : strips.count;
        if (i % COLUMNS == 0)
            canvas_page(c);
        strips_draw(&strips, cuts[i], to, c, margin + (double)(i % COLUMNS) * (width + gap), margin,
                    j->rtl);
        bookmark_services(j, starts, cuts[i], to, parent);
        if (i % COLUMNS == COLUMNS - 1 || i + 1 == count)
            sheet_footer(j, job_word(j, "services"));
    }
}
