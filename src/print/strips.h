/* Blocks cut into strips, the pieces that stay whole: a line, a row of a table. Strips are poured
 * into columns and pages; what is kept together says each strip itself. */
#ifndef PRINT_STRIPS_H
#define PRINT_STRIPS_H

#include "print/canvas.h"
#include "print/doc.h"

struct piece {
    const struct line *line;    /* NULL: a plate or a rule */
    double x, y, width, height; /* from the strip's corner where reading begins */
    bool white, rule;
};
struct strip {
    double before, height; /* `before` is dropped at the head of a column */
    bool keep;             /* on the same page as the next one */
    bool opens;            /* a paragraph, an item, a table begins with it */
    struct piece *pieces;
    size_t piece_count, piece_cap;
    enum box_kind box;
    unsigned box_id;
    struct str said;     /* the first words, for messages */
    struct strip *again; /* stands above it at the head of a column: a table's head; or NULL */
};
struct strips {
    struct strip *items;
    size_t count, cap;
    size_t turn; /* those from here on are set for the columns behind the first; or 0 */
};

/* How blocks are set. */
struct setting {
    struct type *type;
    double size, width;
    bool rtl;
};

void strips_set(struct strips *out, const struct setting *s, const struct block *blocks,
                size_t count, struct arena *mem);
/* Height of the strips from `from` to before `to`, as one column. */
double strips_height(const struct strips *s, size_t from, size_t to);
/* How far strips from `from` on fit into `height`, kept together as they ask. `from` itself when
 * nothing fits. */
size_t strips_fit(const struct strips *s, size_t from, double height);
/* The same, parting what is to be kept together: for a whole page that has no room for it. */
size_t strips_fit_parted(const struct strips *s, size_t from, double height);
/* What of `narrow` fits into `height`, then the rest of the same blocks as `wide` has it, in `out`.
 * The first column ends with a paragraph, so its last lines may stay empty. False when there is no
 * good place, or no need: `out` is left as it was. */
bool strips_widen(const struct strips *narrow, const struct strips *wide, double height,
                  struct strips *out, struct arena *mem);
void strips_draw(const struct strips *s, size_t from, size_t to, struct canvas *c, double x,
                 double y, bool rtl);

#endif
