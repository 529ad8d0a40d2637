/* The signs of Markdown that stand in a text and are not printed where they stand. */
#ifndef LINT_MARKS_H
#define LINT_MARKS_H

#include "util/util.h"

enum mark {
    MARK_NONE,
    MARK_STRESS, /* '*' and '_' that have found their other half */
    MARK_STRIKE, /* '~', so */
    MARK_LINK,   /* its brackets and its address */
    MARK_OTHER   /* a citation, the mark of a note, the backslash before a sign */
};

/* What each byte of `text` is, an enum mark; NULL where all are MARK_NONE. `masked` is what
 * prose_mask makes of it. Paired as CommonMark pairs, in a paragraph, an item or a cell. */
const uint8_t *marks_find(struct arena *mem, struct str text, struct str masked);

#endif
