/* The door of script/: the theme's templates run by Lua over the read-only site model.
 *
 * One `struct script` serves one thread: a Lua state of its own, the templates compiled once.
 * Sandboxed: text chunks only, allow-listed globals, a memory cap, a step limit and a clock a
 * page. Values go straight to the output buffer; `{{ }}` escapes. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "site/site.h"
#include "util/util.h"

struct script;

/* What a page gives its layout besides the model. All borrowed for the call. */
struct script_page {
    const struct page *page;
    struct str profile; /* "onion" */
    struct str body;    /* the rendered Markdown: a safe value; absent for generated pages */
    const struct script_heading *headings;
    size_t heading_count;
    const struct script_cite *cites; /* one a source of the page: where the text cites it */
    size_t cite_count;
    size_t words;
    struct str digest; /* hex of assets, for nothing but messages */
    struct str layout; /* "start": layouts/start.html instead of the page's own; or absent */
};
struct script_heading {
    unsigned level;
    struct str id, text;
};
struct script_cite {
    const struct reference *reference;
    unsigned number;
    struct str id;              /* "source-who-2023" */
    const struct str *back_ids; /* places in the text */
    size_t back_count;
};

/* Arguments of a component, as written in the fence. */
struct script_arg {
    struct str name, value;
};

/* Compiles all templates of the site's theme. NULL after it has reported (every broken template).
 */
struct script *script_open(const struct site *site, struct diags *d);
void script_close(struct script *s); /* accepts NULL */

/* Runs layouts/<kind>.html (falling back to layouts/page.html for plain pages), or the one that
 * `page` names, into `out`. False after it has reported at the template's own line; `out` is then
 * to be thrown away. */
bool script_layout(struct script *s, struct arena *mem, const struct script_page *page,
                   struct buf *out, struct diags *d) MUST_USE;
/* Whether that layout asked for the page's body: nobody else prints it. */
bool script_gave_body(const struct script *s);
/* Runs partials/components/<name>.html with `args` for a component at `at`; its `{{ }}` output is a
 * part of the page's body. */
bool script_component(struct script *s, struct arena *mem, const struct script_page *page,
                      struct str name, const struct script_arg *args, size_t arg_count,
                      struct place at, struct buf *out, struct diags *d) MUST_USE;

/* From now on runs note which template prints what, which costs time; off again forgets it. */
void script_trace(struct script *s, bool on);
/* The template and line behind byte `offset` of what the last layout printed into an empty buffer;
 * source NULL when that byte is the document's own. While the page's arena lives. */
struct place script_origin(const struct script *s, size_t offset);

#endif
