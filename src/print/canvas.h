/* One PDF being drawn: pages, text, rules, codes, bookmarks. All that knows cairo's PDF. */
#ifndef PRINT_CANVAS_H
#define PRINT_CANVAS_H

#include "print/code.h"
#include "print/type.h"

struct area {
    double x, y, width, height; /* from the upper left corner, points */
};

/* The codes in a file. They are left to pdf/: what is drawn here are their places. */
struct canvas_codes {
    struct arena *mem;
    struct pdf_drawings drawings;
    struct canvas_place {
        const struct code *code;
        cairo_surface_t *form;
    } latest[2]; /* the latest first */
};

struct canvas {
    cairo_surface_t *surface;
    cairo_t *cr;
    double width, height;       /* of the paper */
    unsigned pages;             /* begun so far */
    bool rtl;                   /* areas and lines are mirrored */
    struct canvas_codes *codes; /* shared with its stamps */
    struct area frame;          /* what is mirrored in: a page, or a panel of a sheet */
};

/* Bytes go to `out`, as cairo writes them, and the drawings that belong into them to `codes`, which
 * is the caller's storage and has nothing but its arena. */
void canvas_open(struct canvas *c, bool letter, bool landscape, bool rtl,
                 struct canvas_codes *codes, struct buf *out);
/* A new page; the first, too. */
void canvas_page(struct canvas *c);
/* From here to canvas_panel_end, (0, 0) is the corner of a panel of that size; a turned one stands
 * on its head. */
void canvas_panel(struct canvas *c, struct area panel, bool turned);
void canvas_panel_end(struct canvas *c);
/* False when cairo has refused something. Frees everything. */
bool canvas_close(struct canvas *c) MUST_USE;

/* One line in `box`, whose upper edge is y; it begins at the side where reading begins. */
void canvas_line(struct canvas *c, const struct line *line, struct area box, bool rtl, bool centred,
                 bool white);
/* All lines from `y` on; returns where the last ends. */
double canvas_lines(struct canvas *c, const struct lines *lines, struct area box, bool centred);
void canvas_fill(struct canvas *c, struct area box, double grey);
void canvas_frame(struct canvas *c, struct area box, double line_width);
void canvas_rule(struct canvas *c, double x1, double y1, double x2, double y2, double line_width,
                 bool dashed);
/* A code in a square of `side` points, its quiet zone included. It stays where it is until its file
 * is written. */
void canvas_code(struct canvas *c, const struct code *code, double x, double y, double side);
enum { CODE_QUIET = 4 };
/* The least side at which a module is still 0.4 mm. */
double canvas_code_side(const struct code *code);

/* Something drawn once and put in many places: draw on `stamp` in between, which is a canvas of
 * that size. */
void canvas_stamp_begin(struct canvas *c, double width, double height, struct canvas *stamp);
void canvas_stamp(struct canvas *c, const struct canvas *stamp, double x, double y);
void canvas_stamp_end(struct canvas *stamp);

/* A bookmark to the present page; `parent` 0 for the top. Returns its number. */
int canvas_bookmark(struct canvas *c, int parent, struct str title);

#endif
