/* Glyphs of a line into a PDF, so that the text can be found and copied again. */
#ifndef PRINT_GLYPHS_H
#define PRINT_GLYPHS_H

#include "print/canvas.h"

/* Draws a line with its baseline at (x, y). */
void glyphs_draw(struct canvas *c, const struct line *line, double x, double y, double grey);

#endif
