/* One cell of services.csv into the tree of its row: what spreadsheets have done to it is undone,
 * or told. Private to content/. */
#ifndef CONTENT_SHEET_CELL_H
#define CONTENT_SHEET_CELL_H

#include "content/sheet.h"

/* A node that is there, and the last one in it. */
struct cell_slot {
    struct node *node, *last;
};
struct cell_tree {
    struct reader *r;        /* opened by fields_open_row; nodes are in its scratch */
    struct cell_slot *slots; /* by sheet_step.slot */
    struct cell_slot root;
};

/* An empty cell is nothing. Cells come in the order of their columns' `order`. Mistakes are in the
 * reader's diags. */
void cell_put(struct cell_tree *t, const struct sheet_column *column, const struct word *cell);
/* Whether the word is an id; a message when not. */
bool cell_is_id(struct arena *mem, struct word id, struct diags *d);

#endif
