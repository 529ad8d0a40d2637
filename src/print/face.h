/* Private to print/: a font as its outlines, whatever its size. */
#ifndef PRINT_FACE_H
#define PRINT_FACE_H

#include <hb.h>

#include "pdf/pdf.h"

struct face {
    hb_face_t *file;
    hb_font_t *font;        /* a unit of its lengths is one of the file's */
    hb_face_t *bare;        /* its outlines alone */
    double ascent, descent; /* for a text of one point */
    unsigned units;         /* a text of one point has so many */
    uint32_t glyph_count;
    bool truetype; /* outlines can be taken as they stand in the file */
    struct map outline_index;
    struct str *outlines; /* what was asked for */
    size_t outline_count, outline_cap;
    struct arena *mem;
};

/* Whether there is an outline for all that a font's file has: some have pictures in colours, of
 * which nothing would be printed. */
bool face_is_drawn(const char *path);

/* The face of a font as pango has it, at its place in the space of variations. It holds what it
 * needs of it until face_close. */
void face_open(struct face *f, hb_font_t *font, struct arena *mem);
void face_close(struct face *f);
/* Whether it is this font's. */
bool face_is_of(const struct face *f, hb_font_t *font);

/* How far the pen goes, in thousandths of a text's size. */
float face_width(const struct face *f, uint32_t glyph);
/* A glyph's outline as operators of a PDF; none when nothing is to be seen of it. */
struct str face_outline(struct face *f, uint32_t glyph);
/* The part of a font that a file needs. False when the file of the font is damaged. */
bool face_program(struct face *f, const struct pdf_font *used, struct arena *mem,
                  struct pdf_program *out) MUST_USE;

#endif
