/* Which elements the selectors of one rule are about: those before '{', told apart from what stands
 * around them. Fed token by token while the selector is read. */
#ifndef AUDIT_CSS_SUBJECT_H
#define AUDIT_CSS_SUBJECT_H

#include "audit/audit.h"
#include "audit/css_tokens.h"

struct css_subject {
    bool root_only;             /* each selector is "html", "body" or ":root" and nothing else */
    bool may_be[AUDIT_ROOTS];   /* some selector can match the element <html>, <body> */
    bool is[AUDIT_ROOTS];       /* some selector is its bare name */
    unsigned compounds, tokens; /* of the selector at hand; tokens of its last compound */
    unsigned nested, colons;    /* open brackets; ':' in a row */
    bool space;                 /* white space that may become a combinator */
    bool named, pseudo_element; /* the last compound has a class or an id; is no element */
    enum { CSS_ANY, CSS_HTML, CSS_HEAD, CSS_BODY, CSS_ROOT, CSS_OTHER } type;
    bool elsewhere; /* a compound before the last one is neither <html> nor <head> */
};

void css_subject_init(struct css_subject *s);
/* One token of the selectors, before it is checked. */
void css_subject_feed(struct css_subject *s, const struct css_token *t);
/* At '{'. */
void css_subject_end(struct css_subject *s);

#endif
