/* A booklet of eight small pages from one sheet, printed on one side. The sheet is folded in eight,
 * cut along the middle of its two inner columns, and pushed together: going round the cross that
 * this makes, the lower row reads 8 1 2 3 and the upper one, upside down, 7 6 5 4. A script from
 * right to left has the columns the other way round. */
#include "print/job.h"

enum { PANELS = 8, INNER = 6, COLUMNS = 4 };
static const double pad = 5.5 * MM, safe = 5 * MM, title_room = 32 * MM;

struct zine {
    struct job *j;
    const struct page *page;
    double width, height; /* of a panel */
};

/* Where page 1 … 8 is: column and row, as the sheet of a script from left to right has them. */
static const struct {
    unsigned char column, row; /* row 0 is the upper one, upside down */
} places[PANELS] = {{1, 1}, {2, 1}, {3, 1}, {3, 0}, {2, 0}, {1, 0}, {0, 0}, {0, 1}};

static void open_panel(const struct zine *z, unsigned number) {
    unsigned column = places[number - 1].column, row = places[number - 1].row;
    if (z->j->rtl)
        column = COLUMNS - 1 - column;
    canvas_panel(&z->j->canvas,
                 (struct area){column * z->width, row * z->height, z->width, z->height}, row == 0);
}

/* Folds are dotted, the cut is dashed and heavier, between scissors. */
static void draw_marks(const struct zine *z) {
    struct canvas *c = &z->j->canvas;
    double middle = z->height, right = c->width - safe, low = c->height - safe;
    bool rtl = c->rtl;
    c->rtl = false; /* marks are where they are */
    for (unsigned i = 1; i < COLUMNS; i++)
        canvas_rule(c, i * z->width, safe, i * z->width, low, 0.25, false);
    canvas_rule(c, safe, middle, z->width, middle, 0.25, false);
    canvas_rule(c, 3 * z->width, middle, right, middle, 0.25, false);
    canvas_rule(c, z->width, middle, 3 * z->width, middle, 1.4, true);
    c->rtl = rtl;
}

/* --- covers
 * -------------------------------------------------------------------------------------- */

static void draw_cover(const struct zine *z) {
    struct job *j = z->j;
    struct str number = j->site->config.emergency.number;
    double width = z->width - 2 * pad, y = 16 * MM;
    int size = 24;
    double title = job_text_height(j, width, z->page->title, size, STYLE_BOLD);
    while (size > 12 && title > title_room)
        title = job_text_height(j, width, z->page->title, --size, STYLE_BOLD);
    y = job_text(j, (struct area){pad, y, width, 0}, z->page->title, size, STYLE_BOLD) + 3 * MM;
    y = job_text(j, (struct area){pad, y, width, 0}, z->page->summary, 10, 0);
    struct str call = job_filled(j, "call", "number", number);
    if (y > z->height - pad - (number.len > 0 ? 14 * MM : 0))
        job_does_not_fit(
            j, title > title_room || z->page->summary.len == 0 ? z->page->title : z->page->summary,
            "on the cover of a booklet");
    if (number.len == 0)
        return;
    double high = job_text_height(j, width - 4 * MM, call, 20, STYLE_BOLD) + 4 * MM;
    struct area box = {pad, z->height - pad - high, width, high};
    canvas_frame(&j->canvas, box, 1.8);
    (void)job_text(j, (struct area){pad + 2 * MM, box.y + 2 * MM, width - 4 * MM, 0}, call, 20,
                   STYLE_BOLD | STYLE_CENTRED);
}

static double draw_code(const struct zine *z, double y, const struct code *code, double wanted,
                        struct str caption) {
    double width = z->width - 2 * pad;
    if (code == NULL)
        return y;
    double least = canvas_code_side(code), side = least > wanted ? least : wanted;
    canvas_code(&z->j->canvas, code, (z->width - side) / 2, y, side);
    return job_text(z->j, (struct area){pad, y + side, width, 0}, caption, 7,
                    STYLE_BOLD | STYLE_CENTRED) +
           1.5 * MM;
}

static void draw_back(const struct zine *z) {
    struct job *j = z->j;
    double width = z->width - 2 * pad, y = 4 * MM;
    y = draw_code(z, y, job_card_code(j, z->page, QR_LEVEL_M), 37 * MM,
                  job_word(j, "print_code_text"));
    (void)draw_code(z, y, job_onion_code(j, QR_LEVEL_M), 21 * MM, job_word(j, "print_code_onion"));
    struct str foot = arena_printf(&j->mem, "%.*s %.*s", STR_ARG(job_edition(j)),
                                   STR_ARG(job_word(j, "print_fold")));
    double high = job_text_height(j, width, foot, 5.5, 0);
    (void)job_text(j, (struct area){pad, z->height - pad - high, width, 0}, foot, 5.5, 0);
}

/* --- the pages between
 * --------------------------------------------------------------------------- */

static void draw_inner(const struct zine *z, const struct strips *text) {
    struct job *j = z->j;
    double high = z->height - 2 * pad - 3 * MM;
    size_t at = 0;
    for (unsigned i = 0; i < INNER; i++) {
        size_t to = strips_fit(text, at, high);
        open_panel(z, i + 2);
        strips_draw(text, at, to, &j->canvas, pad, pad, j->rtl);
        (void)job_text(j, (struct area){pad, z->height - pad - 2 * MM, z->width - 2 * pad, 0},
                       arena_printf(&j->mem, "%u", i + 2), 6.5, STYLE_CENTRED);
        canvas_panel_end(&j->canvas);
        at = to;
    }
}

static bool set_inner(const struct zine *z, struct strips *out) {
    static const double sizes[] = {10, 9.5, 9, 8.5, 8, 7.5};
    double heights[INNER];
    struct core core;
    for (size_t i = 0; i < INNER; i++)
        heights[i] = z->height - 2 * pad - 3 * MM;
    const struct core_fit fit = {.width = z->width - 2 * pad,
                                 .sizes = sizes, /* the first often fits */
                                 .size_count = ARRAY_LEN(sizes),
                                 .heights = heights,
                                 .column_count = INNER};
    core_read(z->j, z->page, &core);
    core_add_facts(z->j, z->page, &core);
    return core_fit(z->j, &core, &fit, out);
}

bool zine_draw(struct job *j, const struct page *page) {
    const struct zine z = {j, page, j->canvas.width / COLUMNS, j->canvas.height / 2};
    struct strips text;
    j->page = page;
    if (!set_inner(&z, &text)) {
        diag_warning(j->d, place_of(&page->document->source, 0, 0, 0), "print/no-booklet",
                     "the steps of this page do not fit the six small pages of a booklet: it has "
                     "none");
        return false;
    }
    canvas_page(&j->canvas);
    (void)canvas_bookmark(&j->canvas, 0, job_page_title(j, page));
    draw_marks(&z);
    open_panel(&z, 1);
    draw_cover(&z);
    canvas_panel_end(&j->canvas);
    draw_inner(&z, &text);
    open_panel(&z, PANELS);
    draw_back(&z);
    canvas_panel_end(&j->canvas);
    return true;
}
