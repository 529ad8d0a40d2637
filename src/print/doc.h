/* A page's HTML as blocks of text for paper: headings, paragraphs, items, rows. */
#ifndef PRINT_DOC_H
#define PRINT_DOC_H

#include "print/type.h"

/* BLOCK_COMPONENT: the place of one, and what goes with it; it is not set. */
enum block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_ROW, BLOCK_RULE, BLOCK_COMPONENT };
/* What stands in a box, the weightier the later. */
enum box_kind { BOX_NONE, BOX_QUOTE, BOX_NOTE, BOX_WARNING, BOX_DANGER };

struct block {
    enum block_kind kind;
    unsigned level;    /* of a heading, 1 to 6 */
    struct str id;     /* of a heading */
    unsigned depth;    /* of an item in lists, 1 for the outermost; 0 for none */
    unsigned digits;   /* that the longest numbers of these lists have beyond one, together */
    struct str marker; /* "•", "3.", "[3]" of a footnote; absent for a later block of the item */
    struct rich text;  /* but for rows: */
    struct rich *cells;
    size_t cell_count;
    double widths[8]; /* of a row's cells, shares of the whole; all 0: to be found */
    bool head;        /* a row of headings */
    bool label;       /* the name of a box */
    bool small;       /* what stands behind a statement, captions, footnotes */
    struct str component;
    enum box_kind box;
    unsigned box_id; /* which box; 0 for none */
    unsigned table;  /* which table a row is of */
};
enum { CELLS_MAX = 8 };
/* "[3]" in a text. */
struct doc_ref {
    size_t block;
    unsigned note; /* 1 is the first */
};
struct doc {
    struct block *blocks;
    size_t count, cap;
    size_t *notes; /* the first block of each footnote; they stand behind all else */
    size_t note_count, note_cap;
    struct doc_ref *refs; /* by block */
    size_t ref_count, ref_cap;
};

/* Reads `html`, as the renderer writes it, into blocks in `mem`. Words for the eyes of machines,
 * ways to other pages and numbers of sources, which have no list on paper, are left out. */
void doc_read(struct arena *mem, struct str html, struct doc *out);

/* For blocks made by hand. */
struct rich doc_plain(struct str text, unsigned style, struct arena *mem);
void doc_add(struct arena *mem, struct rich *to, struct str text, unsigned style);
/* Adds another text with its styles, and `style` to all of it. */
void doc_join(struct arena *mem, struct rich *to, const struct rich *more, unsigned style);
struct block *doc_push(struct arena *mem, struct doc *d, enum block_kind kind);

#endif
