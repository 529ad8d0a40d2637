/* What one call of markdown_render knows: the request, the draft (the body as cmark will read it)
 * and everything that the draft's marks stand for. */
#ifndef MARKDOWN_JOB_H
#define MARKDOWN_JOB_H

#include <cmark.h>

#include "markdown/limits.h"
#include "markdown/markdown.h"

/* Where a line of the draft comes from. */
struct draft_line {
    uint32_t start;   /* its offset in the draft */
    uint32_t content; /* the offset of the text behind markers, in the draft */
    uint32_t number;  /* source line */
    uint32_t column;  /* source column of that text, 1-based bytes */
};

/* Blocks of the draft that mean more than what cmark sees. */
enum mark_kind {
    MARK_SEPARATOR, /* a heading that only keeps two quotes apart */
    MARK_NOTE,      /* a quote that is a footnote's text */
    MARK_ALERT,     /* a quote */
    MARK_TABLE,     /* a run of headings, one a cell */
    MARK_COMPONENT, /* an empty heading */
    MARK_HEADING    /* a heading with an id of its own */
};
struct mark {
    enum mark_kind kind;
    uint32_t line, count; /* draft lines, 0-based */
    uint32_t column;      /* quotes: of the ">", 1-based bytes */
    uint32_t index;       /* in the list of its kind */
};

enum alert_kind {
    ALERT_NOTE,
    ALERT_TIP,
    ALERT_IMPORTANT,
    ALERT_WARNING,
    ALERT_CAUTION,
    ALERT_OVERDOSE,
    ALERT_DANGER,
    ALERT_KINDS
};

enum table_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
struct table {
    uint8_t *aligns;
    uint32_t columns;
    uint32_t *rows; /* cells written in each row, the head first; never 0 */
    size_t row_count, row_cap;
};

struct component {
    struct str name, body;
    struct markdown_attr *attrs;
    size_t attr_count, attr_cap;
    struct place at;
};

struct heading_id {
    struct str id;
    struct place at;
};

/* A footnote's text. */
struct note {
    struct str label; /* as written */
    struct place at;
    cmark_node *node;
    struct str id;
    struct ref *first_ref, *last_ref; /* places that refer to it and are shown */
    struct ref *inner;                /* refs inside its own text */
    uint32_t number;                  /* 0: never referred to */
    uint32_t order;                   /* 1-based, in which notes end; 0: cmark saw none here */
    bool used, duplicate;
};
/* `[^label]` or `[@id]` in the text. */
struct ref {
    struct str label; /* of a citation: all between "[@" and "]" */
    struct place at;
    /* footnotes: */
    struct note *note;   /* that is meant */
    struct note *inside; /* in whose text it stands, or NULL */
    cmark_node *node;
    struct ref *next; /* to the same note */
    struct ref *next_inner;
    struct str id;
    bool in_link, cite;
    bool open; /* a citation that does not begin with its "[@" or has no "]" */
};

/* Which stand-ins a body needs: see mask.h. */
enum { MASK_DELIMS = 1, MASK_NOTES = 2, MASK_CITES = 4 };

struct job {
    struct arena *mem;
    cmark_mem tree_mem; /* cmark's, out of `mem` */
    const struct source *source;
    struct str body;
    unsigned body_line;
    const struct markdown_hooks *hooks;
    struct markdown_labels labels;
    struct markdown_page *page;
    struct diags *d;
    struct buf *out;
    bool ok;
    unsigned masks;

    struct buf *draft;      /* text */
    struct buf *lines_room; /* struct draft_line[] */
    size_t line_count;
    struct mark *marks;
    size_t mark_count, mark_cap;
    struct table *tables;
    size_t table_count, table_cap;
    size_t table_fill; /* cells left open by short rows */
    struct component *components;
    size_t component_count, component_cap;
    struct heading_id *heading_ids;
    size_t heading_id_count, heading_id_cap;
    struct note *notes;
    size_t note_count, note_cap;
    struct note **used_notes; /* by number */
    size_t used_count;
    struct ref *refs; /* notes and citations, in order of the draft */
    size_t ref_count, ref_cap;
};

/* Reports and remembers that the result is not good; false. */
#define job_error(job, ...) ((job)->ok = diag_error((job)->d, __VA_ARGS__))

/* Text that readers will not see, as cmark-gfm has it: a mistake on a site, where it could be an
 * amount; a body alone is shown like there. */
#define job_lost(job, ...)                                                                         \
    ((job)->hooks != NULL ? (void)job_error(job, __VA_ARGS__)                                      \
                          : (void)diag_warning((job)->d, __VA_ARGS__))

static inline const struct draft_line *job_line(const struct job *job, size_t index) {
    return (const struct draft_line *)(const void *)job->lines_room->p + index;
}
static inline struct place job_place(const struct job *job, uint32_t line, uint32_t column,
                                     size_t width) {
    return place_of(job->source, line, column, width);
}

#endif
