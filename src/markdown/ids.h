/* The ids of one page: every one is given once. Headings come first; footnotes have prefixes that
 * no heading gets. */
#ifndef MARKDOWN_IDS_H
#define MARKDOWN_IDS_H

#include "markdown/job.h"

struct ids {
    struct map taken; /* every id → 0 */
    struct map bases; /* slug → index in `counters` */
    uint32_t *counters;
    size_t count, cap;
};

void ids_init(struct ids *ids, struct job *job);
/* Takes an id that the author wrote; false when it is taken. */
bool ids_take(struct ids *ids, struct job *job, struct str id);
/* Takes `base`, or `base`-2, -3 …: the first that is free. */
struct str ids_unique(struct ids *ids, struct job *job, struct str base);
/* Whether an id begins like those of notes; on a page also like those of sources, citations and the
 * theme's own parts ("_main"). */
bool ids_is_reserved(const struct job *job, struct str id);
/* Whether it is made of letters, digits, "-", "_" and "." only. */
bool ids_is_valid(struct str id);

#endif
