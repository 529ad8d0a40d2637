/* Wallet cards of one guide or topic, 85.6 by 54 mm, ten on a sheet (on letter a hair less high, so
 * that all can be cut out): the front has the words, the back the codes. All ten are the same, so
 * it does not matter at which edge a printer turns the paper; a sheet printed on one side is still
 * a card. */
#include <assert.h>

#include "print/job.h"

static const double card_width = 85.6 * MM, card_height = 54 * MM, pad = 4 * MM, safe = 5 * MM,
                    cut = 0.4;
enum { COLUMNS = 2, ROWS = 5 };

struct cards {
    struct job *j;
    const struct page *page;
    double height;
    double x, y; /* of the upper left card */
};

/* Along the edges of the cards. */
static void draw_cuts(const struct cards *c) {
    struct canvas *canvas = &c->j->canvas;
    double right = c->x + COLUMNS * card_width, low = c->y + ROWS * c->height;
    for (unsigned i = 0; i <= COLUMNS; i++) {
        double x = c->x + i * card_width;
        canvas_rule(canvas, x, c->y, x, low, cut, true);
    }
    for (unsigned i = 0; i <= ROWS; i++) {
        double y = c->y + i * c->height;
        canvas_rule(canvas, c->x, y, right, y, cut, true);
    }
}

/* --- front
 * --------------------------------------------------------------------------------------- */

/* The largest size at which the text is no higher than `height`; 0 when there is none. */
static double size_for(struct job *j, double width, double height, struct str text, unsigned style,
                       double largest, double smallest) {
    enum { STEPS = 2 }; /* a point */
    for (int n = (int)(largest * STEPS); n >= (int)(smallest * STEPS); n--)
        if (job_text_height(j, width, text, n / (double)STEPS, style) <= height)
            return n / (double)STEPS;
    return 0;
}

static void draw_front(const struct cards *c) {
    struct job *j = c->j;
    struct str number = j->site->config.emergency.number;
    struct str card = c->page->document->meta.card.value, edition = job_edition(j);
    double width = card_width - 2 * pad, y = pad, foot = job_text_height(j, width, edition, 5.5, 0);
    double low = c->height - pad - foot;
    double size = size_for(j, width, 11 * MM, c->page->title, STYLE_BOLD, 13, 6);
    if (size == 0)
        job_does_not_fit(j, c->page->title, "on a card");
    y = job_text(j, (struct area){pad, y, width, 0}, c->page->title, size == 0 ? 6 : size,
                 STYLE_BOLD);
    if (number.len > 0)
        y = job_text(j, (struct area){pad, y, width, 0}, job_filled(j, "call", "number", number),
                     15, STYLE_BOLD);
    canvas_rule(&j->canvas, pad, y + 0.5 * MM, card_width - pad, y + 0.5 * MM, 0.8, false);
    y += 1.5 * MM;
    size = size_for(j, width, low - y - 0.5 * MM, card, 0, 10, 6);
    if (size == 0)
        job_does_not_fit(j, card, "on a card");
    (void)job_text(j, (struct area){pad, y, width, 0}, card, size == 0 ? 6 : size, 0);
    (void)job_text(j, (struct area){pad, low, width, 0}, edition, 5.5, 0);
}

/* --- back
 * ---------------------------------------------------------------------------------------- */

static void draw_back(const struct cards *c) {
    struct job *j = c->j;
    const struct code *words = job_card_code(j, c->page, QR_LEVEL_Q);
    const struct code *address = job_onion_code(j, QR_LEVEL_Q);
    const double gap = 2 * MM, edge = 3 * MM, small = 21 * MM, side = 42 * MM;
    double x = edge;
    if (words != NULL) {
        assert(canvas_code_side(words) <= side); /* 39.2 mm for the longest card */
        canvas_code(&j->canvas, words, x, (c->height - side) / 2, side);
        x += side + gap;
    }
    double width = card_width - pad - x;
    (void)job_text(j, (struct area){x, pad, width, 0}, job_word(j, "print_code_text"), 6.5,
                   STYLE_BOLD);
    if (address == NULL)
        return;
    double least = canvas_code_side(address), code = least > small ? least : small;
    double y = c->height - pad - code -
               job_text_height(j, width, job_word(j, "print_code_onion"), 6.5, STYLE_BOLD);
    canvas_code(&j->canvas, address, x + (width - code) / 2, y, code);
    (void)job_text(j, (struct area){x, y + code, width, 0}, job_word(j, "print_code_onion"), 6.5,
                   STYLE_BOLD);
}

/* One card is drawn, and put in ten places. */
static void draw_side(const struct cards *c, void (*draw)(const struct cards *c)) {
    struct job *j = c->j;
    canvas_page(&j->canvas);
    draw_cuts(c);
    struct canvas sheet = j->canvas;
    canvas_stamp_begin(&sheet, card_width, c->height, &j->canvas);
    draw(c);
    for (unsigned i = 0; i < COLUMNS * ROWS; i++) {
        unsigned column = i % COLUMNS, row = i / COLUMNS;
        canvas_stamp(&sheet, &j->canvas, c->x + column * card_width, c->y + row * c->height);
    }
    canvas_stamp_end(&j->canvas);
    j->canvas = sheet;
}

void cards_draw(struct job *j, const struct page *page) {
    double room = (j->canvas.height - 2 * safe - cut) / ROWS;
    double height = room < card_height ? room : card_height;
    const struct cards c = {.j = j,
                            .page = page,
                            .height = height,
                            .x = (j->canvas.width - COLUMNS * card_width) / 2,
                            .y = (j->canvas.height - ROWS * height) / 2};
    j->page = page;
    draw_side(&c, draw_front);
    (void)canvas_bookmark(&j->canvas, 0, job_page_title(j, page));
    draw_side(&c, draw_back);
}
