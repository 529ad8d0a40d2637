/* The tokens of a style sheet, a narrow part of CSS Syntax 3: no backslash, no '<', names in ASCII.
 * White space and comments between two tokens are one CSS_SPACE. */
#ifndef AUDIT_CSS_TOKENS_H
#define AUDIT_CSS_TOKENS_H

#include "util/util.h"

enum css_kind {
    CSS_END,
    CSS_SPACE,
    CSS_IDENT,
    CSS_FUNCTION, /* text without its "(" */
    CSS_AT,       /* text without its "@" */
    CSS_HASH,
    CSS_STRING, /* text without its quotes */
    CSS_NUMBER, /* with its unit */
    CSS_SIGN,   /* one character */
    CSS_BAD_BYTE,
    CSS_UNFINISHED
};

struct css_token {
    enum css_kind kind;
    struct str text;
    struct str whole; /* as written */
};

/* Takes the next token off the front of `rest`; the end and what is bad come again and again. */
void css_next(struct str *rest, struct css_token *out);
static inline bool css_is_sign(const struct css_token *t, char c) {
    return t->kind == CSS_SIGN && t->text.p[0] == c;
}

#endif
