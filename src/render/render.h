/* The door of render/: one page of the model to the bytes of its file.
 *
 * Ties markdown/ (body), site/ (links, citations) and script/ (layouts, components) together. One
 * `struct renderer` serves one thread. */
#ifndef RENDER_H
#define RENDER_H

#include "script/script.h"
#include "site/site.h"
#include "util/util.h"

/* The pictures of content/images as they will be published. */
struct render_image {
    struct str source_path; /* below content/images/ */
    struct str path;        /* output: "images/3fa9c1d2e4b5.jpg" */
    unsigned width, height;
    bool shares_name; /* another one, in another folder, has the same last part */
};
struct render_images {
    const struct render_image *items;
    size_t count;
    struct map by_source; /* source_path as it is, then in NFC, if no other has that → index */
    struct map by_name;   /* the last part of it in NFC → index of the first with that name */
};

struct renderer;

/* NULL after it has reported: a template that does not compile. */
struct renderer *renderer_open(const struct site *site, const struct render_images *images,
                               struct diags *d);
void renderer_close(struct renderer *r); /* accepts NULL */

/* A link to a fragment, to be checked once the ids of all pages are known. */
struct render_fragment {
    const struct page *target;
    struct str fragment;
    struct place at;
};
/* What one page leaves behind, in the arena given as `keep`. */
struct render_result {
    struct render_fragment *fragments;
    size_t fragment_count, fragment_cap;
};

/* Renders `page` for `profile` into `out`, which is emptied first. `keep` outlives the call, `mem`
 * is the page arena. False after every mistake found has been reported. */
bool renderer_page(struct renderer *r, struct arena *mem, struct arena *keep,
                   const struct page *page, const struct config_profile *profile, struct buf *out,
                   struct render_result *result, struct diags *d) MUST_USE;

/* Renders the layout `layout` ("start" for layouts/start.html) as if it were the one of `page`,
 * with `body` as page.body, into `out`, which is emptied first. */
bool renderer_frame(struct renderer *r, struct arena *mem, struct str layout,
                    const struct page *page, const struct config_profile *profile, struct str body,
                    struct buf *out, struct diags *d) MUST_USE;

/* The Markdown of `page` alone as HTML, without a layout, into `out`, which is emptied first: for
 * forms that arrange a page in their own way. In the place of a component stands its name,
 * <div class="component services"></div>. */
bool renderer_text(struct renderer *r, struct arena *mem, const struct page *page,
                   const struct config_profile *profile, struct buf *out, struct diags *d) MUST_USE;

/* Reads the Markdown of `page` for its mistakes alone: of a site that cannot be built for other
 * reasons. */
bool renderer_check_body(struct renderer *r, struct arena *mem, const struct page *page,
                         const struct config_profile *profile, struct diags *d) MUST_USE;

/* The same page again, to know which line of a template or which file is behind each of its bytes.
 */
bool renderer_trace(struct renderer *r, struct arena *mem, const struct page *page,
                    const struct config_profile *profile, struct buf *out) MUST_USE;
void renderer_trace_end(struct renderer *r);
/* What is behind byte `offset` of the page that was traced last; source NULL: not known. Until
 * `mem` is reset. */
struct place renderer_origin(const struct renderer *r, const struct page *page, size_t offset);

/* All ids of a finished page, sorted by bytes. */
struct render_ids {
    const struct str *items;
    size_t count;
};
/* Checks the fragments of all pages; ids[i] and results[i] belong to site->pages[i]. */
bool render_check_fragments(const struct site *site, const struct render_result *results,
                            const struct render_ids *ids, struct diags *d) MUST_USE;
/* Warns of each id in `print.first` that no guide and no topic has, if there are any with ids. */
void render_check_first(const struct site *site, const struct render_ids *ids, struct diags *d);

/* The HTML of one Markdown file with no site around it: `pamphlet render`. Front matter is passed
 * over. */
bool render_alone(struct arena *mem, const struct source *source, struct buf *out,
                  struct diags *d) MUST_USE;

#endif
