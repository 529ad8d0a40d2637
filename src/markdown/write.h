/* The writer: cmark's tree to polyglot HTML, iteratively. */
#ifndef MARKDOWN_WRITE_H
#define MARKDOWN_WRITE_H

#include "markdown/cursor.h"

struct writer {
    struct job *job;
    struct buf *out;
    struct cursor cursor;
    unsigned inline_depth; /* emphasis and links that are open */
    unsigned links;        /* open */
    unsigned images;       /* open: their content is plain text for alt */
    bool too_deep;         /* reported */
    bool in_word;
    struct markdown_target target; /* of the open link or image */
    struct place target_at;
    bool link_open;                /* the open link has an <a> */
    size_t link_from;              /* where its text begins in `out` */
    const struct note *note;       /* being written */
    const struct mark *table_mark; /* open table, or NULL */
    size_t row, cell;
    struct str heading; /* id of the last heading: names tables */
};

/* Appends everything below `root`, without root's own tags when it is a note's quote. */
void write_tree(struct writer *w, cmark_node *root);
/* The notes that are used, as one section; nothing when there are none. */
void write_notes(struct writer *w);

/* Parts of the writer. */
void write_newline(struct writer *w);
static inline void write_raw(struct writer *w, const char *c) {
    buf_puts(w->out, c);
}
void write_words(struct writer *w, struct str text);
/* link.c */
void link_enter(struct writer *w, cmark_node *node);
void link_exit(struct writer *w);
void image_enter(struct writer *w, cmark_node *node);
void image_exit(struct writer *w, cmark_node *node);
/* What is written from `from` on stands in an attribute: on a site it takes one line. */
void link_flatten(struct writer *w, size_t from);
/* refs.c: footnote references, citations, and the way back */
void ref_write(struct writer *w, const struct ref *ref);
void ref_write_back(struct writer *w);
/* cells.c */
void cell_enter(struct writer *w, const struct mark *mark);
void cell_exit(struct writer *w);
/* raw.c */
void raw_refuse(struct writer *w, struct str html, struct place at);

#endif
