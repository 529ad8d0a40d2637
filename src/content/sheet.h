/* content/services.csv: what its columns are called and where in a service each of them belongs.
 * Private to content/. A column is named like the field in a YAML file, with dots between the
 * steps: "name.fi", "record_kept.basis", "channels.2.tor". The four groups of claims may be left
 * out. */
#ifndef CONTENT_SHEET_H
#define CONTENT_SHEET_H

#include "content/fields.h"

enum { SHEET_STEPS_MAX = 10, SHEET_INDEX_MAX = 999 };

enum sheet_form {
    SHEET_ID,    /* the service's own */
    SHEET_WORD,  /* one value */
    SHEET_DATE,  /* one, perhaps as a spreadsheet writes days */
    SHEET_PHONE, /* one, perhaps without the zero a spreadsheet took away */
    SHEET_LIST,  /* several ids: "a; b" */
    SHEET_LINES, /* several values, one a line */
};

struct sheet_step {
    struct str name;
    unsigned index; /* not 0: this item of a list */
    uint32_t slot;  /* of the node there, the same for all columns that lead through it */
};

struct sheet_column {
    struct str name; /* absent: the column is the editor's own and not read */
    enum sheet_form form;
    struct sheet_step steps[SHEET_STEPS_MAX];
    size_t count;
    struct str order; /* items of a list come in this order, whatever that of the columns is */
};

/* False when there is no such column; `*near` then knows the nearest first step. Steps point into
 * `name`. */
bool sheet_column(struct str name, struct sheet_column *out, struct suggest *near) MUST_USE;

/* Whether an apostrophe goes before the rest of a cell from `at` on: a spreadsheet would run it
 * ("=1+1"), or the whole cell is what one leaves of a cell that it has spoiled ("#NAME?"). Written
 * so, it is read as it was. `at` is the cell's beginning, or a place where a cell begins for a
 * spreadsheet that takes another sign than the file's for what separates cells. */
bool sheet_needs_guard(struct str cell, size_t at);

#endif
