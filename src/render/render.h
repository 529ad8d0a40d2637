/* The door of render/: one page of the model to the bytes of its file.
 *
 * Ties markdown/ (body), site/ (links, citations) and script/ (layouts, components) together. One
 * `struct renderer` serves one thread. */
#ifndef RENDER_H
#define RENDER_H

#include "script/script.h"
#include "site/site.h"
#include "util/util.h"

struct renderer;

struct renderer *renderer_open(const struct site *site, struct diags *d); /* NULL after reporting */
void renderer_close(struct renderer *r);                                  /* accepts NULL */

/* A link to a fragment of another page, to be checked once all pages are known. */
struct render_fragment {
    const struct page *target;
    struct str fragment;
    struct place at;
};
/* What checking across pages needs of one page; lives in the arena given as `keep`. */
struct render_result {
    struct str *ids; /* of the body, for fragments that point here */
    size_t id_count;
    struct render_fragment *fragments;
    size_t fragment_count;
};

/* Renders `page` for `profile` into `out`. `keep` outlives the call, `mem` is the page arena. False
 * after every mistake found has been reported. */
bool renderer_page(struct renderer *r, struct arena *mem, struct arena *keep,
                   const struct page *page, const struct config_profile *profile, struct buf *out,
                   struct render_result *result, struct diags *d) MUST_USE;

/* The HTML of one Markdown file with no site around it: `pamphlet render`. */
bool render_alone(struct arena *mem, const struct source *source, struct buf *out,
                  struct diags *d) MUST_USE;

/* Checks fragments across pages: results[i] belongs to site->pages[i]. */
bool render_check_fragments(const struct site *site, const struct render_result *results,
                            struct diags *d) MUST_USE;

#endif
