/* A second reader of HTML, written after the tokenizer of the HTML standard (13.2.5) and not after
 * ours: what it sees in a page that was accepted must be what html/ sees. It takes any bytes.
 * Both write events: "+name", " attribute=value", "-name", and "t" with text; values and texts are
 * decoded and end in a zero byte. */
#ifndef SECOND_HTML_H
#define SECOND_HTML_H

#include "fuzz.h"
#include "html/html.h"

struct second {
    struct str in;
    size_t at;
    struct buf out;
    bool in_text;
    const char *raw; /* the element whose content is no markup: "title", "style" … */
    const char *odd; /* what no accepted page may have: a comment, an unknown reference … */
};

static inline int second_peek(const struct second *s) {
    return s->at < s->in.len ? (unsigned char)s->in.p[s->at] : -1;
}

static inline bool second_space(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static inline void second_end_text(struct second *s) {
    if (s->in_text)
        buf_putc(&s->out, '\0');
    s->in_text = false;
}

/* A character reference at '&' (13.2.5.72 and behind), as far as pages may have them. */
static inline void second_reference(struct second *s) {
    static const struct {
        const char *text;
        char c;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    struct str here = str_from_offset(s->in, s->at);
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_starts(here, str_from(known[i].text))) {
            buf_putc(&s->out, known[i].c);
            s->at += strlen(known[i].text);
            return;
        }
    if (here.len > 1 && (ascii_is_alnum(here.p[1]) || here.p[1] == '#'))
        s->odd = "a reference that is not one of the five";
    buf_putc(&s->out, '&');
    s->at++;
}

static inline void second_char(struct second *s) {
    int c = second_peek(s);
    if (c == '&') {
        second_reference(s);
        return;
    }
    if (c == 0 || c == '\r')
        s->odd = "a character that parsers change";
    buf_putc(&s->out, (char)c);
    s->at++;
}

static inline void second_name(struct second *s, const char *ends) {
    int c;
    while ((c = second_peek(s)) >= 0 && !second_space(c) && (c == 0 || strchr(ends, c) == NULL)) {
        buf_putc(&s->out, ascii_lower((char)c));
        s->at++;
    }
}

static inline void second_value(struct second *s) {
    while (second_space(second_peek(s)))
        s->at++;
    int quote = second_peek(s);
    if (quote != '"' && quote != '\'') {
        s->odd = "a value without quotes";
        second_name(s, ">");
        return;
    }
    s->at++;
    while (second_peek(s) >= 0 && second_peek(s) != quote)
        second_char(s);
    if (second_peek(s) < 0)
        s->odd = "a value without an end";
    s->at++;
}

/* From the tag's name to behind its ">". */
static inline void second_tag(struct second *s, bool closing) {
    size_t name = s->out.len + 1;
    buf_putc(&s->out, closing ? '-' : '+');
    second_name(s, "/>");
    struct str tag = str_of(s->out.p + name, s->out.len - name);
    static const char *const raw[] = {"title",  "style",   "script",   "textarea", "xmp",
                                      "iframe", "noembed", "noframes", "noscript", "plaintext"};
    for (size_t i = 0; !closing && i < ARRAY_LEN(raw); i++)
        if (str_is(tag, raw[i]))
            s->raw = raw[i];
    static const char *const empty[] = {"meta", "link", "br", "hr", "wbr", "img"};
    bool is_void = false, slash = false;
    for (size_t i = 0; i < ARRAY_LEN(empty); i++)
        is_void = is_void || str_is(tag, empty[i]);
    size_t name_len = tag.len;
    buf_putc(&s->out, '\0');
    for (;;) {
        int c = second_peek(s);
        if (c < 0) {
            s->odd = "a tag without an end";
            return;
        }
        if (c == '>')
            break;
        if (second_space(c) || c == '/') {
            slash = c == '/';
            s->at++;
            continue;
        }
        slash = false;
        buf_putc(&s->out, ' ');
        second_name(s, "/>=");
        while (second_space(second_peek(s)))
            s->at++;
        buf_putc(&s->out, '=');
        if (second_peek(s) == '=') {
            s->at++;
            second_value(s);
        }
        buf_putc(&s->out, '\0');
    }
    s->at++;
    if (slash != is_void)
        s->odd = "an element whose end XML and HTML see elsewhere";
    if (is_void) { /* XML's end of it, which our scanner tells */
        buf_putc(&s->out, '-');
        for (size_t i = 0; i < name_len; i++)
            buf_putc(&s->out, s->out.p[name + i]);
        buf_putc(&s->out, '\0');
    }
}

static inline bool second_is_end_of_raw(const struct second *s) {
    struct str here = str_from_offset(s->in, s->at);
    size_t n = strlen(s->raw);
    return here.len > n + 2 && here.p[0] == '<' && here.p[1] == '/' &&
           str_eq_nocase(str_slice(here, 2, 2 + n), str_from(s->raw));
}

/* One step of the data state; the doctype at the start is passed over. */
static inline void second_step(struct second *s) {
    struct str here = str_from_offset(s->in, s->at);
    char next = here.len > 1 ? here.p[1] : '\0';
    bool markup = s->raw == NULL && here.p[0] == '<';
    if (s->raw != NULL && second_is_end_of_raw(s)) {
        s->raw = NULL;
        markup = true;
    }
    if (s->at == 0 && str_starts(here, str_lit("<!DOCTYPE html>"))) {
        s->at = strlen("<!DOCTYPE html>");
    } else if (markup && (ascii_is_alpha(next) ||
                          (next == '/' && here.len > 2 && ascii_is_alpha(here.p[2])))) {
        second_end_text(s);
        s->at += next == '/' ? 2 : 1;
        second_tag(s, next == '/');
    } else {
        if (markup && (next == '!' || next == '?' || next == '/'))
            s->odd = "a comment or something like one";
        if (!s->in_text)
            buf_putc(&s->out, 't');
        s->in_text = true;
        second_char(s);
    }
}

/* What html/ sees, in the same form. */
static inline void second_ours(struct str page, struct buf *out) {
    struct html_scanner s;
    struct html_token t;
    html_start(&s, page);
    for (html_next(&s, &t); t.kind != HTML_END; html_next(&s, &t)) {
        assert(t.kind != HTML_BAD);
        if (t.kind == HTML_TEXT) {
            buf_putc(out, 't');
            html_unescape(out, t.text);
            buf_putc(out, '\0');
        }
        if (t.kind != HTML_OPEN && t.kind != HTML_CLOSE)
            continue;
        buf_printf(out, "%c%.*s", t.kind == HTML_OPEN ? '+' : '-', STR_ARG(t.name));
        buf_putc(out, '\0');
        for (size_t i = 0; t.kind == HTML_OPEN && i < t.attr_count; i++) {
            buf_printf(out, " %.*s=", STR_ARG(t.attrs[i].name));
            html_unescape(out, t.attrs[i].value);
            buf_putc(out, '\0');
        }
        if (t.self_closed) {
            buf_printf(out, "-%.*s", STR_ARG(t.name));
            buf_putc(out, '\0');
        }
    }
}

/* An accepted page is the same for both. */
static inline void second_agrees(struct str page) {
    struct second s = {.in = page};
    struct buf ours = {0};
    while (s.at < page.len)
        second_step(&s);
    second_end_text(&s);
    second_ours(page, &ours);
    if (s.odd != NULL)
        fuzz_fail(s.odd);
    assert(str_eq(buf_str(&s.out), buf_str(&ours)));
    buf_finish(&s.out);
    buf_finish(&ours);
}

#endif
