/* One PDF being drawn: pages, text, rules, codes, bookmarks. */
#ifndef PRINT_CANVAS_H
#define PRINT_CANVAS_H

#include "print/code.h"
#include "print/type.h"

struct area {
    double x, y, width, height; /* from the upper left corner, points */
};

struct canvas {
    struct pdf_writer *pdf;
    struct pdf_content *to; /* the page, or what is drawn of a stamp */
    double width, height;   /* of the paper */
    bool rtl;               /* areas and lines are mirrored */
    struct area frame;      /* what is mirrored in: a page, or a panel of a sheet */
    unsigned form;          /* of a stamp, once it is drawn */
    struct arena *mem;
    struct pdf_glyph *glyphs; /* room for those of one cluster, and for its letters */
    size_t glyph_count, glyph_cap;
    struct buf letters;
};

/* The file is appended to `out`. */
void canvas_open(struct canvas *c, bool letter, bool landscape, bool rtl, struct arena *mem,
                 struct buf *out);
/* A new page; the first, too. */
void canvas_page(struct canvas *c);
/* From here to canvas_panel_end, (0, 0) is the corner of a panel of that size; a turned one stands
 * on its head. */
void canvas_panel(struct canvas *c, struct area panel, bool turned);
void canvas_panel_end(struct canvas *c);
/* Writes the rest. False when a font is damaged. Frees everything. */
bool canvas_close(struct canvas *c, const struct pdf_facts *facts) MUST_USE;

/* One line in `box`, whose upper edge is y; it begins at the side where reading begins. */
void canvas_line(struct canvas *c, const struct line *line, struct area box, bool rtl, bool centred,
                 bool white);
/* All lines from `y` on; returns where the last ends. */
double canvas_lines(struct canvas *c, const struct lines *lines, struct area box, bool centred);
void canvas_fill(struct canvas *c, struct area box, double grey);
void canvas_frame(struct canvas *c, struct area box, double line_width);
void canvas_rule(struct canvas *c, double x1, double y1, double x2, double y2, double line_width,
                 bool dashed);
/* A code in a square of `side` points, its quiet zone included. */
void canvas_code(struct canvas *c, const struct code *code, double x, double y, double side);
enum { CODE_QUIET = 4 };
/* The least side at which a module is still 0.4 mm. */
double canvas_code_side(const struct code *code);

/* Something drawn once and put in many places. `stamp` is a canvas of that size: draw on it before
 * the first canvas_stamp, which ends it; then put it as often as you like. */
void canvas_stamp_begin(struct canvas *c, double width, double height, struct canvas *stamp);
void canvas_stamp(struct canvas *c, struct canvas *stamp, double x, double y);
void canvas_stamp_end(struct canvas *stamp);

/* A bookmark to the present page; `parent` 0 for the top. Returns its number. */
unsigned canvas_bookmark(struct canvas *c, unsigned parent, struct str title);

#endif
