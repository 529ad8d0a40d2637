/* The door of markdown/: one Markdown body to polyglot HTML.
 *
 * CommonMark 0.30 by libcmark, plus GFM tables, GFM footnotes, strike, GitHub alerts, heading ids,
 * citations and fenced components. Knows nothing of sites: what a link, an image, a citation or a
 * component means is asked of the caller. One `struct markdown` serves one thread. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "util/util.h"

struct markdown_heading {
    unsigned level; /* 1 to 6 */
    struct str id;
    struct str text; /* plain, not escaped */
    struct place at;
};

/* What one body holds. All in the page arena. */
struct markdown_page {
    struct markdown_heading *headings;
    size_t heading_count, heading_cap;
    struct str *ids; /* every id the body defines: headings, footnotes, citations */
    size_t id_count, id_cap;
    size_t words; /* runs of letters, for reading times */
};

/* A link or image as the page will have it. */
struct markdown_target {
    struct str url;  /* not escaped */
    bool external;   /* rel="noreferrer noopener nofollow" and the external mark */
    bool as_text;    /* external_links: text; the address is printed, nothing to click */
    struct str lang; /* hreflang and lang when the target is in another language, or absent */
    struct str rtl;  /* "rtl" or "ltr" when `lang` is set and differs in direction, or absent */
    unsigned width, height; /* images, pixels */
};

struct markdown_attr {
    struct str name, value;
};

/* Each returns false after it has reported. A NULL hook leaves the thing as written and unchecked:
 * links keep their URL, `[@id]` and `:::` lines stay text. Headings are complete before any call.
 * Without any hook the body stands alone: unknown alerts are quotes, tables have no frame, tabs in
 * code stay tabs, and a note that only an unused note names is shown, as cmark-gfm does. */
struct markdown_hooks {
    void *ctx;
    bool (*link)(void *ctx, struct str url, struct place at, struct markdown_target *out);
    bool (*image)(void *ctx, struct str url, struct place at, struct markdown_target *out);
    /* `*number` is what is printed in the text ("1"), `*back_id` the id this place gets
     * ("cite-who-2023-1", each once: no heading begins so) and `*target_id` the id in the page's
     * sources list ("source-who-2023"). */
    bool (*cite)(void *ctx, struct str id, struct place at, unsigned *number, struct str *back_id,
                 struct str *target_id);
    bool (*component)(void *ctx, struct str name, const struct markdown_attr *attrs, size_t count,
                      struct str body, struct place at, const struct markdown_page *page,
                      struct buf *out);
    /* Names for a "did you mean" and to tell a typo from text. NULL-ended. */
    const char *const *component_names;
};

/* Words that the reader sees, in the page's language. A zeroed struct means English. */
struct markdown_labels {
    struct str footnotes; /* heading of the notes */
    struct str back;      /* "Back to the text" */
    struct str source;    /* "Source" before a citation's number, for screen readers */
    struct str external;  /* "leaves this site" */
    struct str note, tip, important, warning, caution, overdose, danger;
};

struct markdown;

struct markdown *markdown_open(void);
/* Accepts NULL. */
void markdown_close(struct markdown *m);

/* Appends the HTML of `body` to `out` and fills `page`; both in `mem`'s care while the page lives.
 * `body` is a part of `source->text` that starts at line `body_line` (1-based). Raw HTML is an
 * error that says what to write instead. False when anything was reported as an error; `out` then
 * holds what could be rendered. Nesting is capped (an error), time is linear in the length. */
bool markdown_render(struct markdown *m, struct arena *mem, const struct source *source,
                     struct str body, unsigned body_line, const struct markdown_hooks *hooks,
                     const struct markdown_labels *labels, struct buf *out,
                     struct markdown_page *page, struct diags *d) MUST_USE;

/* Whether a run of the delimiter `c`, '*', '_' or '~', may open and may close, by the code points on
 * both sides of it ('\n' where the text ends): CommonMark 0.30 section 6.2. */
struct markdown_flanks {
    bool opens, closes;
};
struct markdown_flanks markdown_flanks(char c, uint32_t before, uint32_t after);

/* The id made from a heading's text: NFC, case folded, letters and digits of every script kept,
 * runs of anything else one '-', none at the ends; "section" when nothing is left. */
struct str markdown_slug(struct arena *mem, struct str text);
/* Whether an id on a page is no heading's: a note's, a source's, a citation's, the theme's own. */
bool markdown_id_is_reserved(struct str id);

#endif
