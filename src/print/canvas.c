/* cairo's PDF surface. What cairo says of itself and of the time is taken out afterwards, by pdf/.
 * PDF 1.4, because then every object stands in the open, where the audit can read it. */
#include "print/canvas.h"

#include <cairo-pdf.h>

#include "pdf/pdf.h"
#include "print/glyphs.h"

static const double a4_short = 210 * MM, a4_long = 297 * MM, letter_short = 612, letter_long = 792;

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned length) {
    buf_put(closure, str_of((const char *)data, length));
    return CAIRO_STATUS_SUCCESS;
}

void canvas_open(struct canvas *c, bool letter, bool landscape, bool rtl,
                 struct canvas_codes *codes, struct buf *out) {
    double narrow = letter ? letter_short : a4_short, wide = letter ? letter_long : a4_long;
    *c = (struct canvas){.width = landscape ? wide : narrow,
                         .height = landscape ? narrow : wide,
                         .rtl = rtl,
                         .codes = codes};
    c->surface = cairo_pdf_surface_create_for_stream(write_bytes, out, c->width, c->height);
    cairo_pdf_surface_restrict_to_version(c->surface, CAIRO_PDF_VERSION_1_4);
    c->cr = cairo_create(c->surface);
    c->frame = (struct area){0, 0, c->width, c->height};
}

void canvas_page(struct canvas *c) {
    if (c->pages++ > 0)
        cairo_show_page(c->cr);
    cairo_set_source_rgb(c->cr, 0, 0, 0);
}

bool canvas_close(struct canvas *c) {
    if (c->surface == NULL)
        return true;
    cairo_show_page(c->cr);
    bool ok = cairo_status(c->cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(c->cr);
    cairo_surface_finish(c->surface);
    ok = ok && cairo_surface_status(c->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(c->surface);
    for (size_t i = 0; i < ARRAY_LEN(c->codes->latest); i++)
        cairo_surface_destroy(c->codes->latest[i].form);
    *c = (struct canvas){0};
    return ok;
}

void canvas_panel(struct canvas *c, struct area panel, bool turned) {
    cairo_save(c->cr);
    cairo_translate(c->cr, panel.x, panel.y);
    if (turned) {
        cairo_translate(c->cr, panel.width, panel.height);
        cairo_scale(c->cr, -1, -1);
    }
    c->frame = (struct area){0, 0, panel.width, panel.height};
}

void canvas_panel_end(struct canvas *c) {
    cairo_restore(c->cr);
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
    double level = white ? 1 : 0;
    cairo_set_source_rgb(c->cr, level, level, level);
    glyphs_draw(c->cr, line, x, at.y + line->ascent);
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
    cairo_set_source_rgb(c->cr, grey, grey, grey);
    cairo_rectangle(c->cr, at.x, at.y, at.width, at.height);
    cairo_fill(c->cr);
    cairo_set_source_rgb(c->cr, 0, 0, 0);
}

void canvas_frame(struct canvas *c, struct area box, double line_width) {
    struct area at = placed(c, box);
    cairo_set_line_width(c->cr, line_width);
    cairo_rectangle(c->cr, at.x + line_width / 2, at.y + line_width / 2, at.width - line_width,
                    at.height - line_width);
    cairo_stroke(c->cr);
}

void canvas_rule(struct canvas *c, double x1, double y1, double x2, double y2, double line_width,
                 bool dashed) {
    static const double dashes[] = {3, 3};
    if (c->rtl) {
        x1 = c->frame.width - x1;
        x2 = c->frame.width - x2;
    }
    cairo_set_line_width(c->cr, line_width);
    cairo_set_dash(c->cr, dashes, dashed ? 2 : 0, 0);
    cairo_move_to(c->cr, x1, y1);
    cairo_line_to(c->cr, x2, y2);
    cairo_stroke(c->cr);
    cairo_set_dash(c->cr, dashes, 0, 0);
}

double canvas_code_side(const struct code *code) {
    enum { EIGHTHS = 10 }; /* of a point, the first whole number of them above 0.4 mm */
    return (code->modules + 2 * CODE_QUIET) * (EIGHTHS / 8.0);
}

/* Modules are a whole number of eighths of a point, so that their places have few digits. */
static double snapped(double length) {
    return (double)(long)(length * 8 + 0.001) / 8;
}

/* The place of drawing number `number`, as pdf_finish knows it. */
static cairo_surface_t *draw_place(size_t number) {
    const cairo_rectangle_t extents = {0, 0, 1, (double)number};
    cairo_surface_t *s = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *cr = cairo_create(s);
    cairo_rectangle(cr, 0, 0, 1, 1); /* an empty one would not be written */
    cairo_fill(cr);
    cairo_destroy(cr);
    return s;
}

/* The place of a code; the two that were wanted last are kept: most codes are wanted once, the
 * onion's on every sheet, and a file has each once. */
static cairo_surface_t *find_place(struct canvas_codes *codes, const struct code *code) {
    struct pdf_drawings *d = &codes->drawings;
    struct canvas_place *kept = codes->latest, first = kept[1];
    if (kept[0].code == code)
        return kept[0].form;
    if (first.code != code) {
        cairo_surface_destroy(first.form);
        *arena_push(codes->mem, &d->items, &d->count, &d->cap) = &code->drawing;
        first = (struct canvas_place){code, draw_place(d->count)};
    }
    kept[1] = kept[0];
    kept[0] = first;
    return first.form;
}

void canvas_code(struct canvas *c, const struct code *code, double x, double y, double side) {
    unsigned all = code->modules + 2 * CODE_QUIET;
    double module = snapped(side / all), edge = (side - module * all) / 2 + CODE_QUIET * module;
    struct area at = placed(c, (struct area){x, y, side, side});
    cairo_save(c->cr);
    cairo_translate(c->cr, snapped(at.x + edge), snapped(at.y + edge) + module / 2);
    cairo_scale(c->cr, module, module);
    cairo_set_source_surface(c->cr, find_place(c->codes, code), 0, 0);
    cairo_paint(c->cr);
    cairo_restore(c->cr);
}

/* --- stamps
 * -------------------------------------------------------------------------------------- */

void canvas_stamp_begin(struct canvas *c, double width, double height, struct canvas *stamp) {
    const cairo_rectangle_t extents = {0, 0, width, height};
    *stamp = (struct canvas){
        .width = width,
        .height = height,
        .rtl = c->rtl,
        .codes = c->codes,
        .frame = {0, 0, width, height},
        .surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents)};
    stamp->cr = cairo_create(stamp->surface);
    cairo_set_source_rgb(stamp->cr, 0, 0, 0);
}

void canvas_stamp(struct canvas *c, const struct canvas *stamp, double x, double y) {
    cairo_save(c->cr);
    cairo_set_source_surface(c->cr, stamp->surface, x, y);
    cairo_paint(c->cr);
    cairo_restore(c->cr);
}

void canvas_stamp_end(struct canvas *stamp) {
    cairo_destroy(stamp->cr);
    cairo_surface_destroy(stamp->surface);
    *stamp = (struct canvas){0};
}

int canvas_bookmark(struct canvas *c, int parent, struct str title) {
    struct arena mem = {0};
    struct str where = arena_printf(&mem, "page=%u pos=[0 0]", c->pages);
    int id = cairo_pdf_surface_add_outline(c->surface, parent,
                                           arena_cstr(&mem, pdf_title(&mem, title)), where.p, 0);
    arena_finish(&mem);
    return id;
}
