/* Rows of cells as strips. */
#ifndef PRINT_TABLE_H
#define PRINT_TABLE_H

#include "print/strips.h"

/* `count` rows of one table; columns are as wide as their texts ask. A row that is higher than a
 * quarter of a page is written out as lines, so that it can go on overleaf; so are all rows of a
 * table that has no room for its words. Overleaf, the head stands above the rest once more. */
void table_set(struct strips *out, const struct setting *s, const struct block *rows, size_t count,
               double before, struct arena *mem);

/* strips.c, for the above */
/* Where a block's text begins: beside the bar of its box, and as deep as its list; half of the width
 * at most. */
double strips_indent(const struct setting *s, const struct block *b);
struct strip *strips_push(struct strips *out, const struct block *b, double before, double height,
                          struct arena *mem);
struct piece *strips_piece(struct strip *strip, struct arena *mem);

#endif
