/* Private to forms/: what the forms have in common. */
#ifndef FORMS_PARTS_H
#define FORMS_PARTS_H

#include "forms/forms.h"
#include "html/html.h"
#include "image/image.h"
#include "pack/pack.h"

/* Read by all forms once it is made. */
struct kit {
    const struct forms_options *o;
    const struct site *site;
    struct map by_asset;  /* path in the site → index in o->assets */
    struct map by_anchor; /* "12#how": page and id → the id's number on that page, from 1 */
    const struct forms_asset **sheets; /* the style sheets that the theme's frame links to */
    size_t sheet_count;
    struct arena mem;
};

/* Where each form's files stand in `struct forms` before the unused places are taken out. */
enum { SLOT_START = 0, SLOT_START_OF = 1 }; /* START.html, then one a language */
static inline size_t slot_book(const struct kit *k, uint32_t language) {
    return 1 + k->site->language_count + language;
}
static inline size_t slot_readme(const struct kit *k) {
    return 1 + 2 * k->site->language_count;
}
/* Takes a place; returns what to fill with the file's bytes. */
struct buf *parts_file(struct forms *f, size_t slot, struct str path, const char *origin);

/* kit.c */
void kit_open(struct kit *k, const struct forms_options *o);
void kit_close(struct kit *k);
/* The number of an id, or MAP_NONE. */
uint32_t kit_anchor(const struct kit *k, const struct page *page, struct str id);
const struct forms_asset *kit_asset(const struct kit *k, struct str path); /* or NULL */
/* The theme's word in a language, else the English one that comes with pamphlet. */
struct str kit_word(const struct kit *k, uint32_t language, const char *key);
/* The site's name in a language: the neutral one when it is to be discreet. */
struct str kit_title(const struct kit *k, uint32_t language);
struct str kit_page_title(const struct kit *k, const struct page *page);
/* Whether a page is left out of every form: the one at the top of the site, a choice of languages
 * that each form makes its own way. */
bool kit_is_left_out(const struct page *page);
/* The pages of one language in the order in which they are read through. */
const struct page **kit_reading_order(const struct kit *k, struct arena *mem, uint32_t language,
                                      size_t *count);

/* rewrite.c: tokens copied, with ids, addresses and pictures put where they are in the new form. */
struct rewrite;
struct rewrite_target {
    const struct page *page; /* or NULL: */
    struct str path;         /* of another file of the site */
    struct str fragment;     /* absent for none */
};
struct rewrite_rules {
    void (*id)(struct rewrite *w, struct str id);
    /* Writes the new address. False: there is none; `w->behind` may be set to what then stands
     * behind the words that were a link. */
    bool (*link)(struct rewrite *w, const struct rewrite_target *to);
    /* Writes the new address of a picture; false: its description stands for it. */
    bool (*picture)(struct rewrite *w, struct str path);
    /* A tag of a frame that the form has a use for; true: done with. May be NULL. */
    bool (*tag)(struct rewrite *w, const struct html_token *t);
};
struct rewrite {
    const struct kit *kit;
    const struct rewrite_rules *rules;
    void *ctx;
    struct str base;         /* path in the site of the page whose addresses these are */
    const struct page *page; /* NULL for a frame */
    struct arena *mem;
    struct buf *out;
    struct str behind;
};
void rewrite_text(struct rewrite *w, struct str html);
/* Where an address leads; false for one that is not of the site. */
bool rewrite_resolve(struct rewrite *w, struct str url, struct rewrite_target *to);
/* " name="value"" as the scanner read it. */
void rewrite_put_attr(struct buf *out, const struct html_attr *a);

/* style.c: appends a style sheet without its comments, with its url("…") put where the form has
 * them; `picture` as above, for paths in the site. */
struct style {
    const struct kit *kit;
    void *ctx;
    bool (*picture)(struct style *s, struct str path);
    struct arena *mem;
    struct buf *out;
};
void style_put(struct style *s, const struct forms_asset *sheet);

/* start.c: the frames, which need the renderer, then the files, which another thread may make. */
struct start;
struct start *start_open(struct kit *k, struct diags *d); /* NULL after it has reported */
void start_make(struct start *s, struct forms *f, struct diags *d);
/* plain.c: the frames of a theme that has none. */
struct str plain_frame(const struct kit *k, struct arena *mem, const struct page *page);
struct str plain_section(const struct kit *k, struct arena *mem, const struct page *page);

/* book.c: one language's EPUB. */
bool book_make(struct kit *k, uint32_t language, struct forms *f, struct diags *d) MUST_USE;
/* readme.c */
void readme_make(const struct kit *k, struct forms *f);

#endif
