/* One source (a cited document). Private to content/. */
#ifndef CONTENT_REFERENCE_H
#define CONTENT_REFERENCE_H

#include "content/fields.h"

/* Reads the fields of one source with the given id. */
bool reference_read_as(struct reader *r, const struct node *n, struct str id, struct place at,
                       struct reference *out);
/* An entry in front matter: its id is given, or made from the title and unlike those in `all`.
 * Appends to `all`. */
bool reference_read(struct reader *r, const struct node *n, struct references *all,
                    struct reference *out);

#endif
