/* Where things go on a page: panels, stamps, and sheets that are read from right to left. */
#include "print/canvas.h"

#include "print/face.h"
#include "print/glyphs.h"

static const double a4_short = 210 * MM, a4_long = 297 * MM, letter_short = 612, letter_long = 792;

void canvas_open(struct canvas *c, bool letter, bool landscape, bool rtl, struct arena *mem,
                 struct buf *out) {
    double narrow = letter ? letter_short : a4_short, wide = letter ? letter_long : a4_long;
    *c = (struct canvas){.width = landscape ? wide : narrow,
                         .height = landscape ? narrow : wide,
                         .rtl = rtl,
                         .mem = mem};
    c->pdf = pdf_open(mem, c->width, c->height, out);
    c->frame = (struct area){0, 0, c->width, c->height};
}

void canvas_page(struct canvas *c) {
    c->to = pdf_page(c->pdf);
}

bool canvas_close(struct canvas *c, const struct pdf_facts *facts) {
    const struct pdf_fonts *fonts = pdf_fonts(c->pdf);
    bool ok = true;
    if (c->to == NULL) /* a file has a page, be it an empty one */
        canvas_page(c);
    for (size_t i = 0; i < fonts->count; i++) {
        struct pdf_font *f = fonts->items[i];
        ok = face_program(f->face, f, c->mem, &f->program) && ok;
    }
    pdf_close(c->pdf, facts);
    buf_finish(&c->letters);
    *c = (struct canvas){0};
    return ok;
}

void canvas_panel(struct canvas *c, struct area panel, bool turned) {
    if (turned)
        pdf_push(c->to, panel.x + panel.width, panel.y + panel.height, -1);
    else
        pdf_push(c->to, panel.x, panel.y, 1);
    c->frame = (struct area){0, 0, panel.width, panel.height};
}

void canvas_panel_end(struct canvas *c) {
    pdf_pop(c->to);
    c->frame = (struct area){0, 0, c->width, c->height};
}

/* The same box seen from the other side, where reading goes from right to left. */
static struct area placed(const struct canvas *c, struct area box) {
    if (c->rtl)
        box.x = c->frame.width - box.x - box.width;
    return box;
}

/* --- drawing
 * ------------------------------------------------------------------------------------- */

void canvas_line(struct canvas *c, const struct line *line, struct area box, bool rtl, bool centred,
                 bool white) {
    struct area at = placed(c, box);
    double x = centred ? at.x + (at.width - line->width) / 2
               : rtl   ? at.x + at.width - line->width
                       : at.x;
    glyphs_draw(c, line, x, at.y + line->ascent, white ? 1 : 0);
}

double canvas_lines(struct canvas *c, const struct lines *lines, struct area box, bool centred) {
    for (size_t i = 0; i < lines->count; i++) {
        canvas_line(c, &lines->items[i], box, c->rtl, centred, false);
        box.y += lines->items[i].height;
    }
    return box.y;
}

void canvas_fill(struct canvas *c, struct area box, double grey) {
    struct area at = placed(c, box);
    pdf_fill(c->to, at.x, at.y, at.width, at.height, grey);
}

void canvas_frame(struct canvas *c, struct area box, double line_width) {
    struct area at = placed(c, box);
    pdf_frame(c->to, at.x + line_width / 2, at.y + line_width / 2, at.width - line_width,
              at.height - line_width, line_width);
}

void canvas_rule(struct canvas *c, double x1, double y1, double x2, double y2, double line_width,
                 bool dashed) {
    if (c->rtl) {
        x1 = c->frame.width - x1;
        x2 = c->frame.width - x2;
    }
    const struct pdf_line line = {
        .x1 = x1, .y1 = y1, .x2 = x2, .y2 = y2, .width = line_width, .dashed = dashed};
    pdf_line(c->to, &line);
}

double canvas_code_side(const struct code *code) {
    enum { EIGHTHS = 10 }; /* of a point, the first whole number of them above 0.4 mm */
    return (code->modules + 2 * CODE_QUIET) * (EIGHTHS / 8.0);
}

/* Modules are a whole number of eighths of a point, so that their places have few digits. */
static double snapped(double length) {
    return (double)(long)(length * 8 + 0.001) / 8;
}

void canvas_code(struct canvas *c, const struct code *code, double x, double y, double side) {
    unsigned all = code->modules + 2 * CODE_QUIET;
    double module = snapped(side / all), edge = (side - module * all) / 2 + CODE_QUIET * module;
    struct area at = placed(c, (struct area){x, y, side, side});
    pdf_put_form(c->to, pdf_form_of(c->pdf, &code->drawing), snapped(at.x + edge),
                 snapped(at.y + edge) + module / 2, module);
}

/* --- stamps
 * -------------------------------------------------------------------------------------- */

void canvas_stamp_begin(struct canvas *c, double width, double height, struct canvas *stamp) {
    *stamp = (struct canvas){.pdf = c->pdf,
                             .to = pdf_form_begin(c->pdf),
                             .width = width,
                             .height = height,
                             .rtl = c->rtl,
                             .frame = {0, 0, width, height},
                             .mem = c->mem};
}

void canvas_stamp(struct canvas *c, struct canvas *stamp, double x, double y) {
    if (stamp->form == 0)
        stamp->form = pdf_form_end(stamp->to, stamp->width, stamp->height);
    pdf_put_form(c->to, stamp->form, x, y, 1);
}

void canvas_stamp_end(struct canvas *stamp) {
    buf_finish(&stamp->letters);
    *stamp = (struct canvas){0};
}

unsigned canvas_bookmark(struct canvas *c, unsigned parent, struct str title) {
    return pdf_bookmark(c->pdf, parent, title);
}
