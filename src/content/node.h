/* A YAML text as a small tree: words, lists and fields, each with its place in the file. Nothing is
 * typed here (`no`, `0123` and dates stay words); what a word means is its field's. Private. */
#ifndef CONTENT_NODE_H
#define CONTENT_NODE_H

#include "util/util.h"

enum node_kind { NODE_WORD, NODE_LIST, NODE_FIELDS };
enum { NODE_NESTING_MAX = 16, NODE_MISTAKES_MAX = 500 };

struct node {
    enum node_kind kind;
    bool plain;       /* a word without quotes on one or more lines */
    struct str value; /* words; a NUL follows it, but it has none inside */
    /* Words in quotes: the text inside them. `width` is value.len exactly when the value stands in
     * the file as it is; texts over several lines: the first line's part. */
    struct place at;
    struct node *first, *next; /* items; of fields: key, value, key, value … */
    uint32_t count;            /* items, or fields */
};

struct node_tree {
    struct node *root; /* always fields: empty ones when the file has none */
    bool partial;      /* it ends where the syntax broke: what lacks is not missing */
};

/* Reads bytes `from` to `to` of the text, which passed bytes_check. Nodes and values are in `mem`.
 * Anchors, aliases, tags, further documents, repeated fields and deep nesting are refused. True
 * also when there were mistakes in it (they are in `d`); false when nothing can be read. */
bool node_parse(struct arena *mem, const struct source *source, size_t from, size_t to,
                struct node_tree *out, struct diags *d) MUST_USE;

/* The two readers behind it, which give equal trees: one for fields that take a line each, which
 * says nothing and is false when there is anything else in the text, and libyaml, for every text.
 */
bool node_parse_lines(struct arena *mem, const struct source *source, size_t from, size_t to,
                      struct node_tree *out) MUST_USE;
bool node_parse_yaml(struct arena *mem, const struct source *source, size_t from, size_t to,
                     struct node_tree *out, struct diags *d) MUST_USE;

#endif
