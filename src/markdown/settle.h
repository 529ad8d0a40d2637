/* Between cmark and the writer: marks are tied to their nodes, emphasis with strike is matched,
 * footnotes are numbered and taken out of the tree, headings get their ids. */
#ifndef MARKDOWN_SETTLE_H
#define MARKDOWN_SETTLE_H

#include "markdown/ids.h"

/* Afterwards the user data of a quote or heading is its mark, that of a heading with an id its
 * `struct markdown_heading`, that of a text its ref. Fills page->headings. */
void settle_tree(struct job *job, struct ids *ids, cmark_node *root);

/* notes.c: from refs in document order to numbers, ids and used_notes; reports notes that nobody
 * refers to. */
void notes_index(struct job *job, struct map *by_label);
struct note *notes_find(struct job *job, const struct map *by_label, struct str label);
void notes_number(struct job *job, struct ids *ids, struct ref **refs, size_t count);

#endif
