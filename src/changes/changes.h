/* The door of changes/: what a reader would notice between two editions of a pack. Two pages are
 * the same when their main parts read the same: serials and dates at the foot of every page, style
 * and markup are not news. */
#ifndef CHANGES_H
#define CHANGES_H

#include "pack/pack.h"
#include "util/util.h"

/* One edition: a ZIP or a folder. Nothing is trusted by opening it. */
struct edition {
    const char *shown; /* as given */
    struct arena mem;
    struct pack_reader zip;
    const char *folder; /* NULL: a ZIP */
    struct str *paths;  /* sorted by bytes */
    size_t count;
};
/* False after it has reported; close it all the same. */
bool edition_open(struct edition *e, const char *path, struct diags *d) MUST_USE;
void edition_close(struct edition *e); /* accepts a zeroed one */
/* The bytes of a file, in `mem`. */
bool edition_read(const struct edition *e, size_t index, struct arena *mem, struct str *out,
                  struct diags *d) MUST_USE;
/* The place of a path, or SIZE_MAX. */
size_t edition_find(const struct edition *e, struct str path);

/* What stands in the main part of a page (or in all of it, when it has none), without navigation:
 * headings, paragraphs, list items, rows of tables. */
struct passage {
    unsigned heading; /* 1 to 6; 0: text */
    struct str text;  /* white space collapsed; never empty */
};
struct page_text {
    struct str title; /* its first heading, else the window's title; may be empty */
    struct passage *passages;
    size_t count, cap;
};
/* Reads what it can of any bytes; strings are in `mem`. */
void page_text_read(struct arena *mem, struct str html, struct page_text *out);
bool page_text_same(const struct page_text *a, const struct page_text *b);

enum change_kind { CHANGE_NEW, CHANGE_CHANGED, CHANGE_GONE };
struct change {
    enum change_kind kind;
    struct str path;      /* in `mem` of changes_find */
    struct str title;     /* of a page; the path for other files */
    size_t before, after; /* places in the editions; SIZE_MAX: not there */
};
struct changes {
    struct change *items; /* by kind, then by path */
    size_t count, cap;
    bool failed;
};
/* Pages and text files that are new, gone or read otherwise. Lists that pamphlet makes of pages
 * (indexes, A to Z, classes, needs) only repeat what changed and are left out; so are MANIFEST.txt,
 * CHANGES.txt, README.txt, pictures, style, books and START.html. */
bool changes_find(struct arena *mem, const struct edition *before, const struct edition *after,
                  unsigned threads, struct changes *out, struct diags *d) MUST_USE;

/* How the passages of one page differ: `gone` and `fresh` lines in reading order. */
enum passage_mark { PASSAGE_GONE, PASSAGE_FRESH };
struct passage_change {
    enum passage_mark mark;
    const struct passage *passage;
};
/* At most `max` of them are given; `*more` is how many were left out. */
size_t page_text_compare(struct arena *mem, const struct page_text *a, const struct page_text *b,
                         size_t max, struct passage_change **out, size_t *more);

#endif
