/* The audit of a page: whole bytes, or a body in a good page. What is accepted is the same for a
 * reader written after the HTML standard (tests/oracle/audit_vs_parsers.py asks html5lib). */
#include "pages.h"
#include "second_html.h"

/* Nothing that runs, loads or sends, whatever the lists of the audit say. */
static void check_harmless(struct str page) {
    static const char *const elements[] = {"script", "iframe", "object",   "embed", "form",
                                           "input",  "base",   "svg",      "math",  "video",
                                           "audio",  "style",  "template", "frame"};
    static const char *const attributes[] = {"style",      "srcset", "action", "ping", "formaction",
                                             "background", "target", "srcdoc", "data", "poster"};
    struct html_scanner s;
    struct html_token t;
    html_start(&s, page);
    for (html_next(&s, &t); t.kind != HTML_END; html_next(&s, &t)) {
        for (size_t i = 0; i < ARRAY_LEN(elements); i++)
            assert((t.kind != HTML_OPEN && t.kind != HTML_CLOSE) || !str_is(t.name, elements[i]));
        for (size_t i = 0; t.kind == HTML_OPEN && i < t.attr_count; i++) {
            struct str name = t.attrs[i].name, value = t.attrs[i].value;
            assert(!str_starts(name, str_lit("on")));
            for (size_t j = 0; j < ARRAY_LEN(attributes); j++)
                assert(!str_is(name, attributes[j]));
            if (str_is(name, "src") || (str_is(name, "href") && !str_is(t.name, "a")))
                assert(str_find_char(value, ':') == SIZE_MAX && !str_starts(value, str_lit("/")));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf page = {0}, exact;
    struct str text = str_of((const char *)data, size);
    bool whole = str_starts(text, str_lit("<!DOCTYPE"));
    if (!whole)
        buf_puts(&page, PAGES_HEAD);
    buf_put(&page, text);
    if (!whole)
        buf_puts(&page, PAGES_TAIL);
    struct str bytes = fuzz_copy(&exact, (const uint8_t *)page.p, page.len); /* exactly its size */
    bool ok = pages_audit(&f, bytes);
    assert(ok == (f.d.errors == 0));
    assert(f.d.count <= 21);
    if (ok) {
        second_agrees(bytes);
        check_harmless(bytes);
    }
    fuzz_finish(&f, bytes);
    buf_finish(&page);
    buf_finish(&exact);
    return 0;
}
