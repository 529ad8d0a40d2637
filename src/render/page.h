/* Private to render/: what the hooks of one page share. */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "markdown/markdown.h"
#include "render/render.h"

struct renderer {
    struct arena mem;
    const struct site *site;
    const struct render_images *images;
    struct script *script;
    struct markdown *markdown;
    struct markdown_labels *labels; /* one a language */
    struct buf body;
};

/* Where in the text a source of the page is cited. */
struct cited {
    struct str *back_ids;
    size_t count, cap;
};

struct page_context {
    struct renderer *r;
    struct arena *mem, *keep;
    const struct page *page;
    const struct config_profile *profile;
    struct render_result *result;
    struct cited *cited;  /* one a source of the page */
    struct map by_source; /* their places by id, from the first citation on */
    struct diags *d;
    bool ok;
};

/* address.c: the id that a fragment names: decoded, when it comes from a browser's address bar, and composed.
 */
struct str address_plain(struct arena *mem, struct str url);

/* hooks.c */
bool hook_link(void *ctx, struct str url, struct place at, struct markdown_target *out);
bool hook_image(void *ctx, struct str url, struct place at, struct markdown_target *out);
bool hook_cite(void *ctx, struct str id, struct place at, unsigned *number, struct str *back_id,
               struct str *target_id);

/* Fills what a layout may ask for, with or without a rendered body. */
void page_arguments(const struct page_context *c, const struct markdown_page *body,
                    struct script_page *out);

#endif
