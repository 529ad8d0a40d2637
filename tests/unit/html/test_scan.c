#include "fixture.h"
#include "html/html.h"

/* Writes the tokens in a form of their own: "+p(id=x)", "-p", "'text'", "!code@offset". */
static struct str tokens_of(struct fixture *f, struct str input) {
    struct html_scanner s;
    struct html_token t;
    buf_reset(&f->out);
    html_start(&s, input);
    for (html_next(&s, &t); t.kind != HTML_END && t.kind != HTML_BAD; html_next(&s, &t)) {
        if (t.kind == HTML_DOCTYPE)
            buf_puts(&f->out, "D");
        if (t.kind == HTML_TEXT)
            buf_printf(&f->out, "'%.*s'", STR_ARG(t.text));
        if (t.kind == HTML_CLOSE)
            buf_printf(&f->out, "-%.*s", STR_ARG(t.name));
        if (t.kind != HTML_OPEN)
            continue;
        buf_printf(&f->out, "%s%.*s", t.self_closed ? "=" : "+", STR_ARG(t.name));
        for (size_t i = 0; i < t.attr_count; i++)
            buf_printf(&f->out, "(%.*s=%.*s)", STR_ARG(t.attrs[i].name), STR_ARG(t.attrs[i].value));
    }
    if (t.kind == HTML_BAD)
        buf_printf(&f->out, "!%s@%zu", t.code, t.offset);
    return buf_str(&f->out);
}

static void a_page_becomes_tokens(void **state) {
    struct fixture *f = *state;
    assert_str(tokens_of(f, str_lit("<!DOCTYPE html>\n<p id=\"a\" class=\"b c\">x &amp; y<br/>"
                                    "<br />z</p>\n")),
               "D'\n'+p(id=a)(class=b c)'x &amp; y'=br=br'z'-p'\n'");
}

static void offsets_cover_the_input_without_a_gap(void **state) {
    struct html_scanner s;
    struct html_token t;
    struct str input = str_lit("<ul class=\"x\">\n<li>ä</li>&lt;</ul>");
    size_t at = 0;
    (void)state;
    html_start(&s, input);
    for (html_next(&s, &t); t.kind != HTML_END; html_next(&s, &t)) {
        assert_int_not_equal(t.kind, HTML_BAD);
        assert_int_equal(t.offset, at);
        at += t.length;
    }
    assert_int_equal(at, input.len);
}

static void names_with_digits_and_signs_are_names(void **state) {
    struct fixture *f = *state;
    assert_str(tokens_of(f, str_lit("<h1 xml:lang=\"fi\" aria-label=\"\"></h1>")),
               "+h1(xml:lang=fi)(aria-label=)-h1");
}

static void greater_than_in_text_is_text(void **state) {
    struct fixture *f = *state;
    assert_str(tokens_of(f, str_lit("a > b ] > ]]")), "'a > b ] > ]]'");
}

static const struct bad_case {
    const char *input, *want;
} bad_cases[] = {
    {"a\tb", "!html/control-character@1"},
    {"a\rb", "!html/control-character@1"},
    {"0123456789abcdef\x7f", "!html/control-character@16"},
    {"\x01", "!html/control-character@0"},
    {"a \xc2\x85", "!html/control-character@2"},
    {"ä\xff", "!html/bad-utf8@2"},
    {"\xc0\xaf", "!html/bad-utf8@0"},
    {"\xed\xa0\x80", "!html/bad-utf8@0"},
    {"\xf4\x90\x80\x80", "!html/bad-utf8@0"},
    {"ä\xc3", "!html/bad-utf8@2"},
    {"\xef\xbf\xbe", "!html/noncharacter@0"},
    {"\xf0\x9f\xbf\xbf", "!html/noncharacter@0"},
    {"\xef\xb7\x90", "!html/noncharacter@0"},
    {"\xef\xbb\xbf<p>", "!html/byte-order-mark@0"},
    {"a & b", "!html/reference@2"},
    {"&nbsp;", "!html/reference@0"},
    {"&#60;", "!html/reference@0"},
    {"&lt", "!html/reference@0"},
    {"x]]>", "!html/section-end@3"},
    {"a < b", "!html/less-than@2"},
    {"<", "!html/less-than@0"},
    {"<1>", "!html/less-than@0"},
    {"<P>", "!html/name@1"},
    {"<pRE>", "!html/name@2"},
    {"</P>", "!html/name@2"},
    {"</>", "!html/name@2"},
    {"<!-- x -->", "!html/comment@0"},
    {"<![CDATA[x]]>", "!html/declaration@0"},
    {"<?xml?>", "!html/declaration@0"},
    {" <!DOCTYPE html>", "!html/declaration@1"},
    {"<!doctype html>", "!html/declaration@0"},
    {"<!DOCTYPE html><!DOCTYPE html>", "!html/declaration@15"},
    {"<p  id=\"a\">", "!html/space@3"},
    {"<p\nid=\"a\">", "!html/space@2"},
    {"<p id=\"a\"class=\"b\">", "!html/space@9"},
    {"<p id='a'>", "!html/attribute-quotes@5"},
    {"<p id=a>", "!html/attribute-quotes@5"},
    {"<p hidden>", "!html/attribute-quotes@9"},
    {"<p id =\"a\">", "!html/attribute-quotes@5"},
    {"<p ID=\"a\">", "!html/name@3"},
    {"<p iD=\"a\">", "!html/name@4"},
    {"<p id=\"a", "!html/unfinished@8"},
    {"<p id=\"a\"", "!html/unfinished@9"},
    {"<p", "!html/unfinished@2"},
    {"<p ", "!html/unfinished@3"},
    {"</p", "!html/unfinished@3"},
    {"<p id=\"a\nb\">", "!html/attribute-line@8"},
    {"<p id=\"a<b\">", "!html/attribute-bracket@8"},
    {"<p id=\"a>b\">", "!html/attribute-bracket@8"},
    {"<p id=\"a&b\">", "!html/reference@8"},
    {"<p id=\"\x02\">", "!html/control-character@7"},
    {"<p id=\"ä\xe4\">", "!html/bad-utf8@9"},
    {"<p id=\"a\" id=\"b\">", "!html/attribute-twice@10"},
    {"<br/ >", "!html/name@4"},
    {"<br/", "!html/name@4"},
    {"<p ></p>", "!html/name@3"},
    {"</p >", "!html/close-tag@3"},
    {"</p id=\"a\">", "!html/close-tag@3"},
    {"<p a=\"\" b=\"\" c=\"\" d=\"\" e=\"\" f=\"\" g=\"\" h=\"\" i=\"\" j=\"\" k=\"\" l=\"\" "
     "m=\"\" "
     "n=\"\" o=\"\" q=\"\" r=\"\">",
     "!html/attributes@83"},
};

static void what_is_outside_the_grammar_is_refused_at_its_place(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(bad_cases); i++) {
        struct str got = tokens_of(f, str_from(bad_cases[i].input));
        assert_str(str_from_offset(got, str_rfind_char(got, '!')), bad_cases[i].want);
    }
}

static void nul_is_refused(void **state) {
    struct fixture *f = *state;
    assert_str(tokens_of(f, str_lit("a\0b")), "!html/control-character@1");
}

static void bad_and_end_are_given_again(void **state) {
    struct html_scanner s;
    struct html_token t;
    (void)state;
    html_start(&s, str_lit("a\t"));
    for (int i = 0; i < 3; i++) {
        html_next(&s, &t);
        assert_int_equal(t.kind, HTML_BAD);
        assert_int_equal(t.offset, 1);
    }
    html_start(&s, STR_NONE);
    for (int i = 0; i < 3; i++) {
        html_next(&s, &t);
        assert_int_equal(t.kind, HTML_END);
    }
}

/* Runs are read in steps of 8 and 16 bytes: what is bad is found wherever in a step it stands. */
static void what_is_bad_is_found_at_every_place_of_a_long_run(void **state) {
    static const char *const fills[] = {"a", "д", "ä", "水", "д "};
    static const char *const bads[] = {"\x01",     "\x7f",     "\t",           "\xc0\xaf",
                                       "\xc1\xbf", "\xc2\x85", "\xed\xa0\x80", "\xd0\x20",
                                       "\x80",     "\xd0\xd0", "\xef\xbf\xbf", "\xf4\x90\x80\x80"};
    struct fixture *f = *state;
    struct buf page = {0};
    for (size_t i = 0; i < ARRAY_LEN(fills) * ARRAY_LEN(bads) * 48; i++) {
        const char *fill = fills[i % ARRAY_LEN(fills)], *bad = bads[i / 48 / ARRAY_LEN(fills)];
        size_t place = i / ARRAY_LEN(fills) % 48;
        for (int in_value = 0; in_value < 2; in_value++) {
            buf_reset(&page);
            buf_puts(&page, in_value ? "<p id=\"" : "");
            for (size_t n = 0; n < place; n++)
                buf_puts(&page, fill);
            size_t at = page.len;
            buf_puts(&page, bad);
            for (size_t n = 0; n < 48; n++)
                buf_puts(&page, fill);
            buf_puts(&page, in_value ? "\"></p>" : "");
            struct str got = tokens_of(f, buf_str(&page));
            assert_true(str_ends(got, arena_printf(&f->mem, "@%zu", at)));
        }
        arena_reset(&f->mem);
    }
    buf_finish(&page);
}

/* Every byte at every place, from memory that ends where the text ends. */
static void no_byte_is_read_behind_the_end(void **state) {
    struct fixture *f = *state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < 36; at++) {
            char *exact = malloc(36);
            assert_non_null(exact);
            memcpy(exact, "<p id=\"abcd\" class=\"abcdefgh\">text</p>", 36);
            exact[at] = (char)c;
            (void)tokens_of(f, str_of(exact, at + 1));
            (void)tokens_of(f, str_of(exact, 36));
            free(exact);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_page_becomes_tokens),
        TEST(offsets_cover_the_input_without_a_gap),
        TEST(names_with_digits_and_signs_are_names),
        TEST(greater_than_in_text_is_text),
        TEST(what_is_outside_the_grammar_is_refused_at_its_place),
        TEST(nul_is_refused),
        TEST(bad_and_end_are_given_again),
        TEST(what_is_bad_is_found_at_every_place_of_a_long_run),
        TEST(no_byte_is_read_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
