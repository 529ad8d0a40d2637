/* Glyphs of a line into a PDF, so that the text can be found and copied again. */
#ifndef PRINT_GLYPHS_H
#define PRINT_GLYPHS_H

#include "print/type.h"

/* Draws a line with its baseline at (x, y) in the present colour. */
void glyphs_draw(cairo_t *cr, const struct line *line, double x, double y);

#endif
