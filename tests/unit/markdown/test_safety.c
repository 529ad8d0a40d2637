#include "md.h"

static void raw_html_is_refused_with_a_way_out(void **state) {
    static const struct {
        const char *text, *advice;
        unsigned line, column;
    } cases[] = {
        {"a <b>b</b>\n", "**bold**", 1, 3},
        {"a\nb <br> c\n", "backslash", 2, 3},
        {"\n<div>\n\nx\n", "empty line", 2, 1},
        {"> - x <img src='y'>\n", "![", 1, 7},
        {"<!-- note -->\n", "comment", 1, 1},
        {"a <!-- b --> c\n", "comment", 1, 3},
        {"| a | <i>b</i> |\n|---|---|\n", "*emphasis*", 1, 7},
        {"~~x~~ [^1] <u>\n\n[^1]: y\n", "**bold**", 1, 12},
        {"a <?php ?>\n", "\\<", 1, 3},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture *f = *state;
        assert_false(md_render(f, cases[i].text, NULL, NULL));
        assert_diag(&f->diags, 0, "a.md", cases[i].line, "markdown/raw-html");
        assert_int_equal(f->diags.items[0].column, cases[i].column);
        assert_holds(str_from(f->diags.items[0].message), cases[i].advice);
        assert_lacks(buf_str(&f->out), "<b>");
        diags_finish(&f->diags);
    }
}

static void dangerous_schemes_are_refused_in_any_spelling(void **state) {
    static const char *const cases[] = {
        "[a](javascript:x)",       "[a](JaVaScRiPt:x)",
        "[a](java&#x73;cript:x)",  "[a](java&#10;script:x)",
        "[a](<\tjavascript:x>)",   "[a](&#1;javascript:x)",
        "[a](data:text/html,x)",   "![a](data:image/png;base64,x)",
        "[a](vbscript:x)",         "[a](file:///etc/passwd)",
        "<javascript:x>",          "[a][b]\n\n[b]: javascript:x",
        "[a](javascript&colon;x)", "~~[a](file:x)~~",
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture *f = *state;
        assert_false(md_render(f, cases[i], NULL, NULL));
        assert_diag(&f->diags, 0, "a.md", 1, "markdown/link-scheme");
        assert_lacks(buf_str(&f->out), "href=\"java");
        diags_finish(&f->diags);
    }
}

static void what_only_looks_like_a_scheme_is_a_link(void **state) {
    struct fixture *f = *state;
    assert_html(f, "[a](./javascript:x)\n", "<p><a href=\"./javascript:x\">a</a></p>\n");
    assert_html(f, "[a](#data:)\n", "<p><a href=\"#data:\">a</a></p>\n");
    assert_html(f, "[a](database:x)\n", "<p><a href=\"database:x\">a</a></p>\n");
}

/* They are compared in rooms of fixed size. */
static void names_of_any_length_do_no_harm(void **state) {
    struct fixture *f = *state;
    for (int len = 1; len < 40; len++) {
        const char *name =
            arena_printf(&f->mem, "%.*s", len, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb").p;
        assert_false(md_render(f, arena_printf(&f->mem, "a <%s>\n", name).p, NULL, NULL));
        assert_diag(&f->diags, 0, "a.md", 1, "markdown/raw-html");
        diags_finish(&f->diags);
        assert_html(f, arena_printf(&f->mem, "[a](%s:x)\n", name).p,
                    arena_printf(&f->mem, "<p><a href=\"%s:x\">a</a></p>\n", name).p);
    }
}

static void only_five_references_are_written(void **state) {
    assert_html(*state, "&amp; &lt; &gt; &quot; ' &copy; &nbsp; <http://a.b/?c='d'&e>\n",
                "<p>&amp; &lt; &gt; &quot; &#39; \xc2\xa9 \xc2\xa0 "
                "<a href=\"http://a.b/?c=&#39;d&#39;&amp;e\">http://a.b/?c=&#39;d&#39;&amp;e</a>"
                "</p>\n");
}

static void control_characters_do_not_come_through(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f,
                          "a\x01"
                          "b\x7f &#1; &#x85; &#13; &#xFFFE; &#xFFFF; &#xFEFF; \xef\xbb\xbf "
                          "&#xFDD0; &#64976; \xef\xbf\xbe "
                          "\xef\xb7\x90 \xc2\x85 `\x02` [\x03](\x04 \"\x05\")\ta\n\n"
                          "```\x06\n\x07\x0c\n```\n",
                          NULL, NULL));
    struct str out = buf_str(&f->out), rest = out;
    assert_true(utf8_is_valid(out));
    while (rest.len > 0) {
        uint32_t code = utf8_next(&rest);
        assert_true(code == '\n' ||
                    (code >= 0x20 && code != 0x7f && !(code >= 0x80 && code < 0xa0)));
        assert_true(code != 0xfeff);
        assert_true((code & 0xfffe) != 0xfffe && !(code >= 0xfdd0 && code <= 0xfdef));
    }
}

static void signs_that_turn_text_around_are_told_where_they_are_written(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_false(md_render(f, "a &amp; &#8237\n`&#x202f;`\n\n- 5&#x202E;0 mg\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 4, "text/turned-around");
    assert_int_equal(f->diags.items[0].column, 4);
    assert_int_equal(f->diags.items[0].width, 8);
}

static void signs_that_turn_text_around_may_be_named_as_code(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_true(md_render(f, "`&#x202e;`\n", &hooks, NULL));
    assert_no_diags(&f->diags);
}

static void signs_that_nobody_sees_are_told_where_they_are_written(void **state) {
    static const struct {
        const char *body;
        unsigned line, column, width;
    } told[] = {{"a &shy;b &amp;\n\n- light: 1&#8203;0 mg\n", 3, 11, 7},
                {"1&#x200B;&zwnj;0", 1, 2, 8},
                {"10 m&ZeroWidthSpace;g", 1, 5, 16},
                {"| a |\n|--|\n| 1&shy;0 |", 3, 4, 5},
                {"a&InvisibleTimes;b", 1, 2, 16},
                {"1&#50;&NoBreak;&#48; mg", 1, 7, 9},
                {"[a](b.md \"1&shy;0\")", 1, 12, 5},
                {"x &#x2063; y", 1, 3, 8},
                {"`1&#8203;0` 1&#8203;0", 1, 14, 7}};
    static const char *const fine[] = {"`1&#8203;0`", "Dosier&shy;hinweis &#8203; 10",
                                       "\xd9\x85\xdb\x8c&zwnj;\xd8\xae 10&lrm; mg", "&amp;#8203;",
                                       "    1&#8203;0"};
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        assert_false(md_render(f, told[i].body, &hooks, NULL));
        assert_int_equal(f->diags.count, 1);
        assert_diag(&f->diags, 0, "a.md", told[i].line, "text/invisible");
        assert_int_equal(f->diags.items[0].column, told[i].column);
        assert_int_equal(f->diags.items[0].width, told[i].width);
        diags_finish(&f->diags);
    }
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        assert_true(md_render(f, fine[i], &hooks, NULL));
    assert_no_diags(&f->diags);
}

/* "text/control 1:3+4; …" in the order in which they are told. */
static const char *places_told(struct fixture *f, const char *body) {
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    bool ok = md_render(f, body, &hooks, NULL);
    struct buf all = {0};
    for (size_t i = 0; i < f->diags.count; i++)
        buf_printf(&all, "%s%s %u:%u+%u", i == 0 ? "" : "; ", f->diags.items[i].code,
                   f->diags.items[i].line, f->diags.items[i].column, f->diags.items[i].width);
    const char *told = arena_cstr(&f->mem, buf_str(&all));
    assert_true(ok == (f->diags.count == 0));
    buf_finish(&all);
    diags_finish(&f->diags);
    return told;
}

static void every_reference_is_told_but_those_in_code(void **state) {
    struct fixture *f = *state;
    assert_string_equal(places_told(f, "a&#0;b `&#0;`\n\n> 1&#x200b;0 [x](a.md \"&#1;\") &#xfffe;"),
                        "text/invisible 3:4+8; text/control 1:2+4; text/control 3:24+4; "
                        "text/control 3:31+8");
    assert_string_equal(places_told(f, "`1&#8203;0` 1&#8203;0 &#8238;x `&#8238;` 2&shy;1"),
                        "text/invisible 1:14+7; text/turned-around 1:23+7; "
                        "text/invisible 1:43+5");
    assert_string_equal(
        places_told(f, "| a |\n|--|\n| `\\|&#0;` &#0; |\n\n    &#2;\n\n~~~\n&#3;\n~~~"),
        "text/control 3:12+4");
    assert_string_equal(places_told(f, "a ~~&#0;~~ [^n] *&#0;*\n\n[^n]: `&#0;` &#0;"),
                        "text/control 1:5+4; text/control 1:18+4; text/control 3:14+4");
    assert_string_equal(places_told(f, "\\&#0; &#x000fffe; <http://x.org/&#0;> &#0;"),
                        "text/control 1:33+4; text/control 1:39+4");
}

static void noncharacters_are_named_as_code(void **state) {
    struct fixture *f = *state;
    assert_string_equal(places_told(f, "`&#xfffe; &#xFDD0;` and `` &#65535; ``\n\n    &#xfdef;"),
                        "");
    assert_html(f, "`&#xfffe; &#xFDD0;` ~\n\n    &#xfdef;\n",
                "<p><code>&amp;#xfffe; &amp;#xFDD0;</code> ~</p>\n"
                "<pre><code>&amp;#xfdef;\n</code></pre>\n");
    assert_html(f, "&#xfffe;`&#xfffe;`&#xfffe; \\&#xfffe;\n",
                "<p>\ufffd<code>&amp;#xfffe;</code>\ufffd &amp;#xfffe;</p>\n");
}

static void references_to_no_sign_are_told_where_they_are_written(void **state) {
    static const char *const lost[] = {
        "&#0;",     "&#x1;",    "&#13;",      "&#x7f;",   "&#150;",   "&#x80;",    "&#xfdd0;",
        "&#xFDEF;", "&#xfffd;", "&#xfffe;",   "&#XFFFF;", "&#65535;", "&#x1fffe;", "&#x10ffff;",
        "&#xfeff;", "&#xd800;", "&#x110000;", "&#xfffc;", "&#x2028;", "&#8233;"};
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    for (size_t i = 0; i < ARRAY_LEN(lost); i++) {
        struct str text = arena_printf(&f->mem, "a &amp; &#64;\n\n- `5`%s10 mg\n", lost[i]);
        assert_false(md_render(f, text.p, &hooks, NULL));
        assert_diag(&f->diags, 0, "a.md", 3, "text/control");
        assert_int_equal(f->diags.items[0].column, 6);
        assert_int_equal(f->diags.items[0].width, strlen(lost[i]));
        assert_int_equal(f->diags.count, 1);
        diags_finish(&f->diags);
    }
    assert_false(md_render(f, "[a](b.md \"c&#0;\") ![d&#1;](e.png)\n", &hooks, NULL));
    assert_int_equal(f->diags.items[0].column, 12);
    diags_finish(&f->diags);
    assert_true(md_render(f,
                          "`&#0;` &#9; &#10; &#xe000; &#x1f600; &amp;#0; \\&#0; &#x0000000; "
                          "&#x200d; &#12345678;\n",
                          &hooks, NULL));
    assert_no_diags(&f->diags);
}

/* So many are told apart, and no more: what comes behind counts as shown, in code, too. */
static void references_past_65534_are_told_in_any_case(void **state) {
    enum { APART = 0xfffe };
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    struct buf text = {0};
    buf_puts(&text, "&#0;");
    for (unsigned i = 2; i < APART; i++)
        buf_puts(&text, "&#65;");
    buf_puts(&text, "\n`&#0;`\n`&#0;`\n");
    buf_putc(&text, '\0');
    assert_false(md_render(f, text.p, &hooks, NULL));
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, "a.md", 1, "text/control");
    assert_diag(&f->diags, 1, "a.md", 3, "text/control");
    buf_finish(&text);
}

static void attributes_take_one_line_on_a_site(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    const char *text = "[a](b.md \"two\nlines&#10;three\") ![c\nd&#10;e](f.png 'g\nh')\n";
    assert_true(md_render(f, text, &hooks, NULL));
    struct str out = buf_str(&f->out);
    assert_int_not_equal(str_find(out, str_lit(" title=\"two lines three\"")), SIZE_MAX);
    assert_int_not_equal(str_find(out, str_lit(" alt=\"c d e\" title=\"g h\"")), SIZE_MAX);
    assert_html(f, "[a](b \"two\nlines\")\n", "<p><a href=\"b\" title=\"two\nlines\">a</a></p>\n");
}

static void tabs_become_spaces_on_a_site(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_true(md_render(f, "a\tb\n\n```\nx\ty\n\tz\n```\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<p>a b</p>\n<pre><code>x   y\n    z\n</code></pre>\n");
}

static void bytes_that_are_no_text_do_no_harm(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "\xff\xfe [^\x80] ~~\xc3~~ | \xed\xa0\x80\n\n[^\x80]: \xf4\x90\n",
                          NULL, NULL));
    assert_true(utf8_is_valid(buf_str(&f->out)));
}

static void deep_quotes_are_one_error(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (unsigned i = 0; i < 10000; i++)
        buf_putc(&text, '>');
    buf_put(&text, str_lit(" x\n\0"));
    assert_false(md_render(f, text.p, NULL, NULL));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/nesting");
    buf_finish(&text);
}

static void deep_emphasis_is_one_error(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (unsigned i = 0; i < 500; i++)
        buf_puts(&text, "*a **b ");
    for (unsigned i = 0; i < 500; i++)
        buf_puts(&text, "c** d*");
    buf_put(&text, str_lit("\n\0"));
    assert_false(md_render(f, text.p, NULL, NULL));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/nesting");
    buf_finish(&text);
}

static void a_link_does_not_stand_in_a_link(void **state) {
    assert_html(*state, "[a <http://b.c> d](e)\n", "<p><a href=\"e\">a http://b.c d</a></p>\n");
}

static void strike_and_emphasis_share_a_stack(void **state) {
    struct fixture *f = *state;
    assert_html(f, "~~a *b~~ c*\n", "<p><del>a *b</del> c*</p>\n");
    assert_html(f, "*a ~~b* c~~\n", "<p><em>a ~~b</em> c~~</p>\n");
    assert_html(f, "~a~ ~~b~~ ~~~c~~~ ~~d~\n", "<p><del>a</del> <del>b</del> ~~~c~~~ ~~d~</p>\n");
    assert_html(f, "`~~a~~` [x~~](y~~z~~ \"~~t~~\")\n",
                "<p><code>~~a~~</code> <a href=\"y~~z~~\" title=\"~~t~~\">x~~</a></p>\n");
}

static void words_are_counted(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(md_render(f, "one *two* thr`ee`\n\n- don't\n- five-six\n", NULL, &page));
    assert_int_equal(page.words, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(raw_html_is_refused_with_a_way_out),
        TEST(dangerous_schemes_are_refused_in_any_spelling),
        TEST(what_only_looks_like_a_scheme_is_a_link),
        TEST(names_of_any_length_do_no_harm),
        TEST(only_five_references_are_written),
        TEST(control_characters_do_not_come_through),
        TEST(signs_that_turn_text_around_are_told_where_they_are_written),
        TEST(signs_that_turn_text_around_may_be_named_as_code),
        TEST(signs_that_nobody_sees_are_told_where_they_are_written),
        TEST(every_reference_is_told_but_those_in_code),
        TEST(noncharacters_are_named_as_code),
        TEST(references_to_no_sign_are_told_where_they_are_written),
        TEST(references_past_65534_are_told_in_any_case),
        TEST(attributes_take_one_line_on_a_site),
        TEST(tabs_become_spaces_on_a_site),
        TEST(bytes_that_are_no_text_do_no_harm),
        TEST(deep_quotes_are_one_error),
        TEST(deep_emphasis_is_one_error),
        TEST(a_link_does_not_stand_in_a_link),
        TEST(strike_and_emphasis_share_a_stack),
        TEST(words_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
