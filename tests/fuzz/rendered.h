/* An input as the body of a page: the HTML that a site would have of it. */
#ifndef RENDERED_H
#define RENDERED_H

#include "content/bytes.h"
#include "fuzz.h"
#include "markdown/markdown.h"

/* As pages of a site are made: every link leads somewhere. */
static inline bool rendered_target(void *ctx, struct str url, struct place at,
                                   struct markdown_target *out) {
    (void)ctx;
    (void)url;
    (void)at;
    out->url = str_lit("guides/a.html");
    return true;
}

/* Calls `check` with the HTML when the input is Markdown that a page may have. */
static inline void rendered(const uint8_t *data, size_t size,
                            void (*check)(struct fuzz *f, struct str html)) {
    const struct markdown_hooks hooks = {.link = rendered_target};
    struct fuzz f = fuzz_start();
    struct buf room, html = {0};
    struct markdown *m = markdown_open();
    struct markdown_page page = {0};
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"a.md", text};
    if (bytes_check(&source, 0, text.len, &f.d) &&
        markdown_render(m, &f.mem, &source, text, 1, &hooks, NULL, &html, &page, &f.d))
        check(&f, buf_str(&html));
    markdown_close(m);
    fuzz_finish(&f, text);
    buf_finish(&html);
    buf_finish(&room);
}

#endif
