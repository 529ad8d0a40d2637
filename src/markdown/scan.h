/* The block scanner: one pass over the body's lines that follows containers and leaves as cmark
 * will, and writes the draft. Tables, footnotes, alerts, components and heading ids are taken out
 * there, on the source lines of the right container, and marked for the writer. */
#ifndef MARKDOWN_SCAN_H
#define MARKDOWN_SCAN_H

#include "markdown/job.h"
#include "markdown/line.h"

enum container_kind { IN_DOCUMENT, IN_QUOTE, IN_ITEM, IN_NOTE };
enum leaf {
    LEAF_NONE,
    LEAF_PARAGRAPH,
    LEAF_FENCE,
    LEAF_HTML,
    LEAF_CODE,
    LEAF_TABLE,
    LEAF_COMPONENT
};

enum last_child { LAST_OTHER, LAST_QUOTE, LAST_NOTE };

struct container {
    enum container_kind kind;
    uint32_t width; /* items: columns to the text */
    bool has_child;
    enum last_child last_child;
};

struct scan {
    struct job *job;
    struct line line;
    struct str rest; /* of the body, behind this line */
    struct container stack[NESTING_MAX + 2];
    size_t depth;   /* index of the innermost open container; stack[0] is the document */
    size_t matched; /* of the innermost that this line continues or opens */
    enum leaf leaf;
    bool stopped;     /* a limit was passed; reported */
    bool opened;      /* this line opened a container */
    bool fresh_quote; /* the innermost container is a quote that opened on this line */
    bool alert_line;  /* the last line was an alert's first: a lazy line still belongs to it */
    char fence_mark;
    size_t fence_length;
    unsigned html_kind;
    size_t raw_from;   /* the line's bytes from here on are not in the draft yet */
    size_t line_begin; /* of this line in the draft */
    uint32_t quote_column;
    /* the open paragraph */
    size_t paragraph_line; /* first line in the draft */
    struct str text;       /* its last line, from the first non-space byte on */
    uint32_t text_number, text_column;
    /* the open table and component */
    size_t table, table_mark;
    size_t component_from;  /* body starts here, in the source body */
    size_t component_depth; /* opening fences not yet closed */
    struct buf component_body;
    bool component_cut; /* the body is collected line by line: it stands in a container */
    /* empty lines whose place in or behind a footnote is not yet known */
    size_t blanks;
    uint32_t blank_number;
    size_t blank_depth; /* of the container they stand in */
};

/* Fills the draft. False when scanning could not go on; it has reported then. */
bool scan_body(struct job *job) MUST_USE;

/* cmark's tree of the draft, in the job's memory. */
cmark_node *draft_parse(struct job *job);

/* For the parts of the scanner. */

/* Starts a draft line with markers that continue all containers up to `matched`. */
void scan_prefix(struct scan *s);
/* Ends the draft line: its text began at draft offset `content`, source `number` and `column`. */
void scan_end_line(struct scan *s, size_t content, uint32_t number, uint32_t column);
/* Writes what is left of the line, masked when it is inline text. */
void scan_put_rest(struct scan *s, bool inline_text);
/* Throws away what is written of the current draft line. */
void scan_restart_line(struct scan *s);
/* Takes the paragraph's last line back up to its text, as if it were not ended yet. */
void scan_reopen_text(struct scan *s);
/* Copies the line's own bytes before `to` that are not in the draft yet. */
void scan_put_raw(struct scan *s, size_t to);
/* Leaves out what is before the cursor; a half taken tab becomes the spaces left of it. */
void scan_drop_to_cursor(struct scan *s);
/* Writes the empty lines that were kept back, inside or behind the note. */
void scan_flush_blanks(struct scan *s);
/* Marks the draft line that is being written. */
void scan_mark(struct scan *s, enum mark_kind kind, uint32_t column, size_t index);
struct place scan_place(const struct scan *s, size_t width);

/* heading.c */
void heading_atx(struct scan *s);
void heading_setext(struct scan *s);

/* alert.c: whether the line is `[!KIND]`; it is in the draft then. */
bool alert_begin(struct scan *s);

/* table.c: both take the current line. True when it was one and is in the draft. */
bool table_begin(struct scan *s);
bool table_row(struct scan *s);
/* Whether the line can be a row at all. */
bool table_is_row(struct str text);

/* component.c */
bool component_begin(struct scan *s);
/* Feeds one line; the container's end and the end of the body are given to component_unclosed. */
void component_line(struct scan *s);
void component_unclosed(struct scan *s);

#endif
