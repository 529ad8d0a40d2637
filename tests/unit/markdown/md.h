/* Rendering one body in a unit test, with hooks that remember what they were asked. */
#ifndef TEST_MARKDOWN_MD_H
#define TEST_MARKDOWN_MD_H

#include "fixture.h"

#include "markdown/markdown.h"

enum { CALLS_MAX = 32 };

struct call {
    struct str text;
    struct place at;
};

struct calls {
    struct fixture *f;
    struct call items[CALLS_MAX];
    size_t count;
};

static inline struct source md_source(const char *text) {
    return (struct source){"a.md", str_from(text)};
}

/* The HTML of `text` in f->out; messages in f->diags. */
static inline bool md_render(struct fixture *f, const char *text,
                             const struct markdown_hooks *hooks, struct markdown_page *page) {
    static struct markdown_page ignored;
    struct source source = md_source(text);
    struct markdown *m = markdown_open();
    buf_reset(&f->out);
    bool good = markdown_render(m, &f->mem, &source, source.text, 1, hooks, NULL, &f->out,
                                page == NULL ? &ignored : page, &f->diags);
    markdown_close(m);
    return good;
}

static inline void assert_html(struct fixture *f, const char *text, const char *want) {
    assert_true(md_render(f, text, NULL, NULL));
    assert_str(buf_str(&f->out), want);
}

static inline void assert_holds(struct str got, const char *part) {
    if (str_find(got, str_from(part)) == SIZE_MAX)
        fprintf(stderr, "no '%s' in:\n%.*s\n", part, STR_ARG(got));
    assert_true(str_find(got, str_from(part)) != SIZE_MAX);
}

static inline void assert_lacks(struct str got, const char *part) {
    assert_true(str_find(got, str_from(part)) == SIZE_MAX);
}

static inline void md_remember(struct calls *calls, struct str text, struct place at) {
    assert_true(calls->count < CALLS_MAX);
    calls->items[calls->count++] = (struct call){arena_str(&calls->f->mem, text), at};
}

static inline void assert_call(const struct calls *calls, size_t index, const char *text,
                               unsigned line, unsigned column) {
    assert_true(index < calls->count);
    assert_str(calls->items[index].text, text);
    assert_int_equal(calls->items[index].at.line, line);
    assert_int_equal(calls->items[index].at.column, column);
}

static inline bool md_link(void *ctx, struct str url, struct place at,
                           struct markdown_target *out) {
    md_remember(ctx, url, at);
    out->external = str_starts(url, str_lit("https:"));
    out->as_text = str_starts(url, str_lit("https://text"));
    return !str_is(url, "bad");
}

static inline bool md_image(void *ctx, struct str url, struct place at,
                            struct markdown_target *out) {
    md_remember(ctx, url, at);
    out->width = 4;
    out->height = 3;
    return true;
}

static inline bool md_cite(void *ctx, struct str id, struct place at, unsigned *number,
                           struct str *back_id, struct str *target_id) {
    struct calls *calls = ctx;
    md_remember(calls, id, at);
    *number = (unsigned)calls->count;
    *back_id = arena_printf(&calls->f->mem, "cite-%zu", calls->count);
    *target_id = arena_printf(&calls->f->mem, "source-%.*s", STR_ARG(id));
    return true;
}

static inline bool md_component(void *ctx, struct str name, const struct markdown_attr *attrs,
                                size_t count, struct str body, struct place at,
                                const struct markdown_page *page, struct buf *out) {
    (void)page;
    md_remember(ctx, name, at);
    buf_printf(out, "<div class=\"%.*s\">", STR_ARG(name));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "[%.*s=%.*s]", STR_ARG(attrs[i].name), STR_ARG(attrs[i].value));
    buf_printf(out, "%.*s</div>", STR_ARG(body));
    return true;
}

static const char *const md_components[] = {"services", "doses", "toc", NULL};

static inline struct markdown_hooks md_hooks(struct calls *calls) {
    return (struct markdown_hooks){calls, md_link, md_image, md_cite, md_component, md_components};
}

#endif
