/* Claims and statements as editors write them: a plain value, or {value, basis, checked, note}.
 * Private to content/. */
#ifndef CONTENT_EVIDENCE_H
#define CONTENT_EVIDENCE_H

#include "content/fields.h"

/* The claim before anything is known. */
struct claim evidence_unknown(void);
/* A value out of `values` or "unknown". */
void evidence_claim(struct reader *r, const struct node *n, const char *name,
                    const char *const *values, struct claim *out);
/* basis, checked and note of `n` ({value: …, basis: …}); returns the node of `value` (NULL when it
 * is not given), or `n` itself when it is a plain value. */
const struct node *evidence_about(struct reader *r, const struct node *n, struct claim *about);
/* A text. */
void evidence_statement(struct reader *r, const struct node *n, const char *name,
                        struct statement *out);
/* A list of texts. */
void evidence_statements(struct reader *r, const struct node *n, const char *name,
                         struct statements *out);

/* For tables. */
field_fn evidence_field_statement;  /* struct statement */
field_fn evidence_field_statements; /* struct statements */
field_fn evidence_field_basis;      /* struct str */

#endif
