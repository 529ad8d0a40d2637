/* Markdown: what is rendered without a mistake is a body that the audit accepts, that a reader
 * written after the HTML standard sees as we do, and the same a second time. The first byte says
 * whether the hooks of a site are there. */
#include <stdio.h>

#include "markdown/markdown.h"
#include "pages.h"
#include "second_html.h"

enum { WITH_HOOKS = 1, AS_TEXT = 2, OTHER_LANGUAGE = 4 };

struct hooks {
    uint8_t choice;
    unsigned cites;
    struct arena *mem;
};

static bool link(void *ctx, struct str url, struct place at, struct markdown_target *out) {
    struct hooks *h = ctx;
    (void)at;
    if (str_find_char(url, ':') != SIZE_MAX) {
        out->url = str_lit("https://x.test/a?b=c&d=e");
        out->external = true;
        out->as_text = (h->choice & AS_TEXT) != 0;
        return true;
    }
    out->url = str_lit("guides/mdma.html");
    if ((h->choice & OTHER_LANGUAGE) != 0) {
        out->lang = str_lit("ar");
        out->rtl = str_lit("rtl");
    }
    return true;
}

static bool image(void *ctx, struct str url, struct place at, struct markdown_target *out) {
    (void)ctx;
    (void)url;
    (void)at;
    out->url = str_lit("icon.png");
    out->width = 3;
    out->height = 2;
    return true;
}

static bool cite(void *ctx, struct str id, struct place at, unsigned *number, struct str *back_id,
                 struct str *target_id) {
    struct hooks *h = ctx;
    (void)id;
    (void)at;
    *number = ++h->cites;
    *back_id = arena_printf(h->mem, "cite-%u", h->cites);
    *target_id = *back_id; /* an id that the page has */
    return true;
}

static bool component(void *ctx, struct str name, const struct markdown_attr *attrs, size_t count,
                      struct str body, struct place at, const struct markdown_page *page,
                      struct buf *out) {
    (void)ctx;
    (void)body;
    (void)at;
    (void)page;
    for (size_t i = 0; i < count; i++)
        assert(attrs[i].name.len > 0 && attrs[i].value.p != NULL);
    buf_puts(out, "<div>");
    html_escape(out, name);
    buf_puts(out, "</div>\n");
    return true;
}

static bool render(struct fuzz *f, struct markdown *m, const struct source *source, struct str body,
                   uint8_t choice, struct buf *out, struct markdown_page *page) {
    static const char *const names[] = {"toc", "card", "services", NULL};
    struct hooks h = {choice, 0, &f->mem};
    const struct markdown_hooks hooks = {&h, link, image, cite, component, names};
    *page = (struct markdown_page){0};
    return markdown_render(m, &f->mem, source, body, 1, (choice & WITH_HOOKS) ? &hooks : NULL, NULL,
                           out, page, &f->d);
}

static void check_page(struct str body, const struct markdown_page *page) {
    struct buf whole = {0};
    buf_puts(&whole, PAGES_HEAD);
    buf_put(&whole, body);
    buf_puts(&whole, PAGES_TAIL);
    second_agrees(buf_str(&whole));
    struct fuzz audit = fuzz_start();
    bool ok = pages_audit(&audit, buf_str(&whole));
    if (!ok) {
        const struct diag *d = &audit.d.items[0];
        fprintf(stderr, "%s %s\n%.*s\n", d->code, d->message, (int)body.len, body.p);
    }
    assert(ok);
    fuzz_finish(&audit, buf_str(&whole));
    for (size_t i = 0; i < page->heading_count; i++)
        assert(page->headings[i].level >= 1 && page->headings[i].level <= 6 &&
               page->headings[i].id.len > 0);
    buf_finish(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start(), again = fuzz_start();
    struct buf room, out = {0}, second = {0};
    struct markdown_page page;
    struct markdown *m = markdown_open();
    struct str text = fuzz_copy(&room, data, size);
    uint8_t choice = fuzz_first(&text);
    struct source source = {"a.md", text};
    bool ok = render(&f, m, &source, text, choice, &out, &page);
    assert(ok || f.d.errors > 0);
    if (ok && (choice & WITH_HOOKS) != 0)
        check_page(buf_str(&out), &page);
    assert(render(&again, m, &source, text, choice, &second, &page) == ok);
    assert(str_eq(buf_str(&out), buf_str(&second)));
    fuzz_finish(&f, text);
    fuzz_finish(&again, text);
    markdown_close(m);
    buf_finish(&out);
    buf_finish(&second);
    buf_finish(&room);
    return 0;
}
