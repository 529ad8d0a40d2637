/* Words on paper. What Markdown becomes is read into blocks for a sheet that hold every word of it,
 * in its order, and nothing else but bullets and the marks around another direction of writing. */
#include "html/html.h"
#include "print/doc.h"
#include "rendered.h"

/* Letters alone: white space, bullets and isolates come and go with the form. */
static void put_letters(struct buf *out, struct str text) {
    static const char *const forms[] = {"\xe2\x80\xa2", "\xe2\x81\xa6", "\xe2\x81\xa7",
                                        "\xe2\x81\xa8", "\xe2\x81\xa9"};
    for (size_t i = 0, k; i < text.len; i++) {
        struct str rest = str_from_offset(text, i);
        for (k = 0; k < ARRAY_LEN(forms) && !str_starts(rest, str_from(forms[k])); k++)
            ;
        if (k < ARRAY_LEN(forms))
            i += 2;
        else if (!ascii_is_space(text.p[i]))
            buf_putc(out, text.p[i]);
    }
}

static bool is_left_out(const struct html_token *t) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (str_is(t->attrs[i].name, "class") &&
            (str_find(t->attrs[i].value, str_lit("back")) != SIZE_MAX ||
             str_is(t->attrs[i].value, "visually-hidden") || str_is(t->attrs[i].value, "cite")))
            return true;
    return false;
}

static void words_of_html(struct str html, struct buf *out) {
    struct html_scanner scanner;
    struct html_token t;
    struct buf text = {0};
    size_t depth = 0, hidden = 0;
    html_start(&scanner, html);
    for (html_next(&scanner, &t); t.kind != HTML_END; html_next(&scanner, &t)) {
        assert(t.kind != HTML_BAD);
        if (t.kind == HTML_OPEN && !t.self_closed) {
            depth++;
            if (hidden == 0 && is_left_out(&t))
                hidden = depth;
        } else if (t.kind == HTML_CLOSE) {
            hidden = hidden == depth ? 0 : hidden;
            depth--;
        } else if (t.kind == HTML_OPEN && hidden == 0) {
            for (size_t i = 0; i < t.attr_count; i++)
                if (str_is(t.attrs[i].name, "alt"))
                    html_unescape(&text, t.attrs[i].value);
        } else if (t.kind == HTML_TEXT && hidden == 0) {
            html_unescape(&text, t.text);
        }
    }
    put_letters(out, buf_str(&text));
    buf_finish(&text);
}

static void words_of_blocks(const struct doc *doc, struct buf *out) {
    for (size_t i = 0; i < doc->count; i++) {
        const struct block *b = &doc->blocks[i];
        assert(b->cell_count <= CELLS_MAX);
        put_letters(out, b->text.text);
        for (size_t k = 0; k < b->cell_count; k++)
            put_letters(out, b->cells[k].text);
        for (size_t k = 0; k < b->text.span_count; k++)
            assert(b->text.spans[k].from < b->text.spans[k].to &&
                   b->text.spans[k].to <= b->text.text.len);
    }
}

static void check_words(struct fuzz *f, struct str html) {
    struct buf want = {0}, got = {0};
    struct doc doc = {0};
    doc_read(&f->mem, html, &doc);
    words_of_html(html, &want);
    words_of_blocks(&doc, &got);
    if (!str_eq(buf_str(&want), buf_str(&got))) {
        fprintf(stderr, "%.*s\nwant %.*s\ngot  %.*s\n", STR_ARG(html), STR_ARG(buf_str(&want)),
                STR_ARG(buf_str(&got)));
        fuzz_fail("a sheet has other words than its page");
    }
    buf_finish(&want);
    buf_finish(&got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    rendered(data, size, check_words);
    return 0;
}
