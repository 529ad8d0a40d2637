/* The door of lint/: what an editor is told beyond what stops a build: whether a translation still
 * says what its original says, and what could be written better. Reads, changes nothing. */
#ifndef LINT_H
#define LINT_H

#include "site/site.h"
#include "util/util.h"

/* --- a page as blocks: the unit in which translations are compared ---------------------------- */

enum origin_kind {
    ORIGIN_FIELD,      /* a field of the front matter that is translated or holds amounts */
    ORIGIN_HEADING,    /* "## Mixing {#mixing}" */
    ORIGIN_TEXT,       /* a paragraph, a list, a quote, a table */
    ORIGIN_CODE,       /* a fenced block */
    ORIGIN_COMPONENT,  /* ::: name … ::: */
    ORIGIN_DEFINITION, /* only definitions of links: "[a]: url" */
};
struct origin_block {
    enum origin_kind kind;
    const char *field; /* ORIGIN_FIELD: "summary"; else NULL */
    struct str text;   /* points into the document, or made in the arena */
    unsigned line;     /* its first line, 1-based */
};
struct origin_blocks {
    struct origin_block *items;
    size_t count, cap;
};
/* Fields and blocks of a page, in order. Dates, status and names are left out: they change without
 * the text. Linear in its length. */
void origin_split(struct arena *mem, const struct meta *meta, struct str body, unsigned body_line,
                  struct origin_blocks *out);

/* What `translated_from` says of an original: 16 digits for the whole, then 4 for each block (as
 * long as there are not too many). Call sign_init before. */
struct str origin_mark(struct arena *mem, const struct origin_blocks *blocks);
/* Appends the field `translated_from` with it, folded over lines, which YAML joins with a blank. */
void origin_put_mark(struct str mark, struct buf *out);
/* Whether `mark` is written as one: 8 to 64 digits 0-9 a-f, then perhaps 4 for each block. */
bool origin_is_mark(struct str mark);
/* Whether `mark` is of these blocks. Any 8 or more of the whole digest's first digits will do. */
bool origin_matches(struct arena *mem, struct str mark, const struct origin_blocks *blocks);

enum origin_change { ORIGIN_SAME, ORIGIN_NEW, ORIGIN_GONE };
struct origin_step {
    enum origin_change change;
    size_t block; /* same, new: index among today's blocks; gone: among those of the mark */
};
/* The way from the blocks that `mark` knows to today's: what stayed, what is new or changed, what
 * is gone. The old text itself is not known, only that it was another. False when the mark has no
 * digits for its blocks. */
bool origin_compare(struct arena *mem, struct str mark, const struct origin_blocks *blocks,
                    struct origin_step **steps, size_t *count);

/* --- what is due -------------------------------------------------------------------------------
 */

/* Worst first: a cell of the table shows the first that is true. */
enum status_state {
    STATUS_MISSING,   /* this language lacks the page */
    STATUS_DRAFT,     /* written, not published */
    STATUS_WITHDRAWN, /* published with a warning */
    STATUS_OVERDUE,   /* past its review date */
    STATUS_STALE,     /* the original changed since it was translated */
    STATUS_UNMARKED,  /* a translation without `translated_from`: nobody can tell */
    STATUS_FRESH,     /* a translation of the original as it is */
    STATUS_ORIGINAL,
    STATUS_STATES
};
extern const char *const status_names[STATUS_STATES]; /* "missing" … */

struct status_cell {
    const struct page *page; /* NULL: missing */
    bool is_original, overdue, stale, unmarked;
    bool mismarked; /* also unmarked: its `translated_from` cannot be one */
    enum status_state state;
};
struct status_row {
    struct str key;
    const struct page *original;
    struct status_cell *cells; /* one a language */
};
struct status_service {
    const struct service *service;
    struct date checked; /* assured_date, else the last `checked` of its claims; or none */
    int32_t age_days;    /* -1: never */
    bool overdue;        /* older than review_months, or never */
};
struct status {
    struct status_row *rows; /* by key */
    size_t row_count;
    struct status_service *services; /* the longest unchecked first */
    size_t service_count;
};
/* Every page that is written in any language, and every service. The site is one loaded with its
 * drafts. */
void status_make(struct arena *mem, const struct site *site, struct date today, struct status *out);
/* The row of "guides/mdma", "mdma", or a path below content/; NULL after it has reported. */
const struct status_row *status_find(const struct site *site, const struct status *status,
                                     struct str key, struct diags *d);

/* --- lints -------------------------------------------------------------------------------------
 */

struct lint_rule {
    const char *code; /* "dose/no-source" */
    enum diag_level level;
    const char *about;
};
extern const struct lint_rule lint_rules[]; /* ends with a NULL code */

/* Everything that could be better. What an editor allows at its place, `# pamphlet: allow CODE
 * because …`, is left out. The site may be one that site_load refused. Linear. */
void lint_site(struct arena *mem, const struct site *site, struct date today, struct diags *d);
/* Of these, what concerns the text files in content/static: mirrors.txt, canary.txt, pgp.txt,
 * security.txt. For a release, which has to be right on its day. */
void lint_statics(struct arena *mem, const struct site *site, struct date today, struct diags *d);

#endif
