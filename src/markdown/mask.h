/* Stand-ins: three things of the text are hidden from cmark as noncharacters (U+FDD0 and on, which
 * no source can hold: they are replaced on entry) and understood again in its tree.
 *
 * - Delimiters `*` `_` `~`, with whether they open or close: strike and emphasis share one stack,
 *   so when a body has a `~`, both are matched here (delims.h).
 * - `[^label]` and `[@id]`: the brackets stay, the inside becomes a number into job->refs, so that
 *   cmark decides what is code or link text, and escapes are not looked at twice.
 *
 * Whatever ends up elsewhere (code, addresses, titles) is turned back when it is written. */
#ifndef MARKDOWN_MASK_H
#define MARKDOWN_MASK_H

#include "markdown/job.h"

enum { MASK_BYTES = 3 }; /* of one stand-in in UTF-8 */
enum mask_kind { MASK_NOTHING, MASK_DELIM, MASK_NOTE_REF, MASK_CITE_REF };

struct mask {
    enum mask_kind kind;
    char delim; /* '*', '_' or '~' */
    bool opens, closes;
    uint32_t ref;  /* in job->refs */
    size_t length; /* in the masked text */
    size_t source_length;
};

/* What `body` needs. */
unsigned mask_needed(struct str body, const struct markdown_hooks *hooks);
/* Appends one line of inline text to the draft; `column` is its place in the source line. */
void mask_put(struct job *job, struct str text, uint32_t number, uint32_t column);
/* What stands at the start of `text`. */
struct mask mask_at(const struct job *job, struct str text);
/* Appends `text` with every stand-in turned back. */
void mask_undo(const struct job *job, struct str text, struct buf *out);
/* Whether stand-ins are made of it. */
static inline bool mask_is(uint32_t code) {
    return code >= 0xfdd0 && code <= 0xfdef;
}
static inline bool mask_starts(const char *p) {
    return (unsigned char)p[0] == 0xef && (unsigned char)p[1] == 0xb7;
}

#endif
