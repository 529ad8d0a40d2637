/* What a body may cost. Everything past a limit is an error with a place, never a slow page. */
#ifndef MARKDOWN_LIMITS_H
#define MARKDOWN_LIMITS_H

enum {
    BODY_BYTES_MAX = 32 * 1024 * 1024, /* cmark keeps lengths in 32 bits and ends the program */
    NESTING_MAX = 100,                 /* quotes, lists, notes within each other; emphasis too */
    TABLE_COLUMNS_MAX = 1000,
    TABLE_FILL_MAX = 1 << 19,   /* cells that short rows leave open, in one body */
    DRAFT_GROWTH_MAX = 64,      /* the rewritten body may be this many times longer, */
    DRAFT_FREE_BYTES = 1 << 20, /* but this much is always allowed */
    LABEL_BYTES_MAX = 200,      /* names of footnotes */
    CITE_BYTES_MAX = 1000,      /* one pair of brackets with sources and places in them */
    HEADING_ID_BYTES_MAX = 200, /* ids made from a heading's text are cut here */
    COMPONENT_ATTRS_MAX = 32,
};

#endif
