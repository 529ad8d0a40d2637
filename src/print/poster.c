/* A poster of one guide or topic: whom to call and the card's words, as large as they go, and below
 * strips to tear off with the code of the onion. */
#include "print/job.h"

static const double margin = 12 * MM, strip_height = 44 * MM, code_side = 19 * MM;
enum { STRIPS = 8 };

/* Returns where the strips begin. */
static double draw_strips(struct job *j) {
    struct canvas *c = &j->canvas;
    double top = c->height - 5 * MM - strip_height, wide = (c->width - 10 * MM) / STRIPS;
    const struct code *code = job_onion_code(j, QR_LEVEL_M);
    if (code == NULL)
        return c->height - margin;
    double least = canvas_code_side(code), side = least > code_side ? least : code_side;
    canvas_rule(c, 5 * MM, top, c->width - 5 * MM, top, 0.4, true);
    struct canvas sheet = *c;
    canvas_stamp_begin(&sheet, wide, strip_height, c);
    canvas_code(c, code, (wide - side) / 2, 2 * MM, side);
    double y = job_text(j, (struct area){1.2 * MM, 2 * MM + side, wide - 2.4 * MM, 0},
                        job_word(j, "print_code_onion"), 6.5, STYLE_CENTRED);
    if (date_is_set(j->site->config.release.expires))
        (void)job_text(
            j, (struct area){1.2 * MM, y + 1 * MM, wide - 2.4 * MM, 0},
            job_filled(j, "foot_expires", "date", job_date(j, j->site->config.release.expires)),
            5.5, STYLE_CENTRED);
    for (unsigned i = 0; i < STRIPS; i++) {
        double x = 5 * MM + i * wide;
        canvas_stamp(&sheet, c, x, top);
        if (i > 0)
            canvas_rule(&sheet, x, top, x, sheet.height - 5 * MM, 0.8, true);
    }
    canvas_stamp_end(c);
    *c = sheet;
    return top;
}

/* Whether `text` is no higher than `height`, and no word of it broken. */
static bool fits(struct job *j, double width, double height, struct str text, double size) {
    const struct rich words = doc_plain(text, 0, &j->mem);
    return type_least(j->type, &words, size, j->rtl, STYLE_BOLD) <= width &&
           job_text_height(j, width, text, size, STYLE_BOLD) <= height;
}

void poster_draw(struct job *j, const struct page *page) {
    struct canvas *c = &j->canvas;
    struct str number = j->site->config.emergency.number, card = page->document->meta.card.value;
    double width = c->width - 2 * margin, y = margin, size = 54;
    j->page = page;
    canvas_page(c);
    (void)canvas_bookmark(c, 0, job_page_title(j, page));
    double low = draw_strips(j), foot = low - 9 * MM;
    while (size > 20 && !fits(j, width, 45 * MM, page->title, size))
        size -= 2;
    y = job_text(j, (struct area){margin, y, width, 0}, page->title, size, STYLE_BOLD) + 3 * MM;
    y = job_text(j, (struct area){margin, y, width, 0}, page->summary, 16, 0) + 6 * MM;
    if (number.len > 0) {
        double top = y;
        y = job_text(j, (struct area){margin + 6 * MM, y + 4 * MM, width - 12 * MM, 0},
                     job_filled(j, "call", "number", number), 54, STYLE_BOLD);
        y = job_text(j, (struct area){margin + 6 * MM, y, width - 12 * MM, 0},
                     job_emergency_text(j), 13, 0) +
            4 * MM;
        canvas_frame(c, (struct area){margin, top, width, y - top}, 4);
        y += 7 * MM;
    }
    for (size = 44; size > 12 && !fits(j, width, foot - y, card, size);)
        size -= 1;
    if (job_text_height(j, width, card, size, STYLE_BOLD) > foot - y)
        job_does_not_fit(j, card, "on a poster");
    (void)job_text(j, (struct area){margin, y, width, 0}, card, size, STYLE_BOLD);
    (void)job_text(j, (struct area){margin, low - 6 * MM, width, 0}, job_edition(j), 8, 0);
}
