/* Private to type.c, shape.c, lines.c and glyphs.c: text as glyphs, whatever its size and the width
 * of its lines. Letters are not fitted to any dots, so everything about them grows with their size,
 * and a text is shaped once, for all sheets that a thread makes. */
#ifndef PRINT_SHAPE_H
#define PRINT_SHAPE_H

#include "print/face.h"
#include "print/type.h"

/* Lengths in a shape are in units of a text of one point. */
struct shape_glyph {
    uint32_t id; /* of the font; SHAPE_NOTHING for what is not drawn */
    uint32_t cluster;
    float width, x, y; /* x, y: from the pen, down */
};
#define SHAPE_NOTHING UINT32_MAX
enum { SHAPE_SIZE = 32 }; /* of the text that is shaped */
struct shape_run {
    struct face *face;
    double share;    /* of the text's size */
    size_t from, to; /* bytes of the text */
    size_t unit_from, unit_to;
    const struct shape_glyph *glyphs; /* from left to right */
    int level;                        /* of direction: odd ones are read from right to left */
    bool underlined, crossed;
    double ascent, descent;
};
/* What is not broken, in the order of reading. */
struct shape_unit {
    uint32_t from; /* byte of the text */
    uint32_t glyph, glyph_to;
    float width;
    bool may_break, may_part; /* a line, a word in front of it */
    bool clings;              /* to a number or a letter before it: "75 mg", "2 Call", "2-FDCK" */
    bool white;
};
/* Up to where the author began a new line. */
struct shape_part {
    size_t unit_from, unit_to;
    double ascent, descent; /* of an empty line */
};
struct shape {
    struct str text;
    struct shape_run *runs; /* in the order of reading */
    size_t run_count, run_cap;
    struct shape_unit *units; /* no more than characters */
    size_t unit_count;
    struct shape_part *parts;
    size_t part_count, part_cap;
    bool lacks; /* glyphs */
};

void shapes_forget(struct shapes *s); /* when there are too many */
void shapes_close(struct shapes *s);  /* accepts a zeroed one */
/* The glyphs of `text`; they live until shapes_forget. */
const struct shape *shape_text(struct type *t, const struct rich *text, bool rtl, unsigned style);
#endif
