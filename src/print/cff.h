/* Private to face.c: fonts whose outlines are not TrueType's, or not those of the file. */
#ifndef PRINT_CFF_H
#define PRINT_CFF_H

#include "print/face.h"

/* An outline as steps; each OUTLINE_MOVE begins a shape, which is closed. */
struct outline_step {
    enum { OUTLINE_MOVE, OUTLINE_LINE, OUTLINE_CURVE } kind;
    unsigned count; /* of points: 1, or 3 */
    struct {
        double x, y;
    } points[3];
};
struct outline {
    struct outline_step *steps;
    size_t count, cap;
};
/* outline.c: in units of the font's scale, upwards. */
void outline_trace(hb_font_t *font, uint32_t glyph, struct arena *mem, struct outline *out);

/* A font of the glyphs that are used, each under its own number, a thousand units to its size. */
struct str cff_make(const struct face *f, const struct pdf_font *used, struct arena *mem);

#endif
