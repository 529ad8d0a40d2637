/* One cell of services.csv into the tree of its row: what spreadsheets have done to it is undone,
 * or told. Private to content/. */
#ifndef CONTENT_SHEET_CELL_H
#define CONTENT_SHEET_CELL_H

#include "content/sheet.h"

/* Which node an item of a list is: columns may come in any order. */
struct cell_item {
    struct node *list, *item;
    unsigned index;
};
struct cell_tree {
    struct reader *r; /* opened by fields_open_row; nodes are in its scratch */
    struct cell_item *items;
    size_t count, cap;
};

/* An empty cell is nothing. Mistakes are in the reader's diags. */
void cell_put(struct cell_tree *t, const struct sheet_column *column, const struct word *cell);
/* Whether the word is an id; a message when not. */
bool cell_is_id(struct arena *mem, struct word id, struct diags *d);

#endif
