/* The schema reader: a table says which fields a group has and what each of them is; the reader
 * fills a struct, names unknown fields with a "did you mean" and goes on after every mistake.
 *
 * To add a field: one row in the table of its file. Private to content/. */
#ifndef CONTENT_FIELDS_H
#define CONTENT_FIELDS_H

#include "content/content.h"
#include "content/node.h"

struct reader {
    struct arena *mem;    /* what stays */
    struct arena scratch; /* the tree, gone at fields_close */
    const struct source *source;
    struct diags *d;
    struct node_tree tree;
    size_t errors_before, count_before;
    /* Set after opening: the group that a name stands in, for the message about one that does not
     * belong where it stands; NULL when in none. */
    const char *(*group_of)(struct str name);
    bool unknown_is_absent; /* set after opening: the value `unknown` means that nothing is given */
};

struct field;
/* Reads one value. `to` is the field's place in the struct. */
typedef void field_fn(struct reader *r, const struct node *n, const struct field *f, void *to);

struct field {
    const char *name;
    field_fn *read; /* NULL: an old name; arg: the one that stands in the table in its place */
    size_t offset;
    const void *arg; /* what the kind needs: the values of a choice, or of a word, NULL-ended … */
    /* DEFINITE: may be left out, but not be `unknown`. */
    enum { OPTIONAL, DEFINITE, REQUIRED } need;
};

/* Opens the whole file (checked, at most `limit_bytes`) or a part of it (not checked). False when
 * there is nothing to read; fields_close all the same. */
bool fields_open(struct reader *r, struct arena *mem, const struct source *source,
                 size_t limit_bytes, struct diags *d) MUST_USE;
bool fields_open_part(struct reader *r, struct arena *mem, const struct source *source, size_t from,
                      size_t to, struct diags *d) MUST_USE;
/* A tree that the caller fills: `r->tree.root`, without fields, which stands at `at`. Nodes belong
 * into `r->scratch`. */
void fields_open_row(struct reader *r, struct arena *mem, const struct source *source,
                     struct place at, struct diags *d);
/* Whether there was no mistake since the opening. */
bool fields_close(struct reader *r) MUST_USE;

/* Reads the fields of `n` by a table that ends with a NULL name. A field without a value counts as
 * not given. */
void fields_read(struct reader *r, const struct node *n, const struct field *table, void *out);
/* After too many mistakes loops may stop (the message is given once by fields_read). */
bool fields_give_up(const struct reader *r);

/* --- kinds of values, for tables */
field_fn field_word;    /* struct word: one line */
field_fn field_prose;   /* struct word: any lines */
field_fn field_line;    /* struct str: one line */
field_fn field_lines;   /* struct str: any lines */
field_fn field_id;      /* struct str: a-z 0-9 - */
field_fn field_words;   /* struct words: a list of lines, or one */
field_fn field_ids;     /* struct words: a list of ids, or one */
field_fn field_text;    /* struct text: one text, or one a language */
field_fn field_date;    /* struct date */
field_fn field_bool;    /* bool: yes, no, true, false */
field_fn field_int;     /* int32_t */
field_fn field_choice;  /* an enum; arg: its names, NULL-ended */
field_fn field_choices; /* struct words: arg's names, or one of them */

/* --- the same for code */
/* The line, trimmed; absent (after a message) when it is a list, fields or has line ends. */
struct str fields_line(struct reader *r, const struct node *n, const char *name);
struct str fields_prose(struct reader *r, const struct node *n, const char *name);
struct str fields_id(struct reader *r, const struct node *n, const char *name);
/* Reads one item of a list; absent after a message. */
typedef struct str item_fn(struct reader *r, const struct node *n, const char *name, void *ctx);
/* A list of words, or one word; repeated ones are left out with a warning. Appends. */
void fields_items(struct reader *r, const struct node *n, const char *name, item_fn *read,
                  void *ctx, struct words *out);
/* Decimal digits only. */
bool fields_uint(struct reader *r, const struct node *n, const char *name, uint64_t max,
                 uint64_t *out);
/* Whether `value` is one of `values` (NULL-ended); a message when not. It names `also`, too, which
 * fields_read has taken for no value, or which is NULL. */
bool fields_one_of(struct reader *r, struct str value, struct place at, const char *name,
                   const char *const *values, const char *also);
/* The value of field `name` in `n`, or NULL. */
const struct node *fields_find(const struct node *n, const char *name);
/* Whether nothing is written: `field:` and the next line. */
bool fields_is_empty(const struct node *n);
/* An optional list: of items when `n` is a list, else one item. */
const struct node *fields_first(const struct node *n);
const struct node *fields_next(const struct node *list, const struct node *item);

/* A value as messages show it: one line, cut when long. */
struct shown {
    char p[72];
};
struct shown fields_shown(struct str value);

#endif
