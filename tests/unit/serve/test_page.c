/* What the preview puts into a page. */
#include "serve/parts.h"

#include "fixture.h"

static const struct serve_options options = {.root = "build/no-such-site", .profile = "onion"};

static struct str live(struct fixture *f, const char *html) {
    const struct preview p = {.options = &options, .generation = 7};
    buf_reset(&f->out);
    page_live(&p, str_lit("en/a.html"), str_from(html), &f->out);
    return buf_str(&f->out);
}

static bool has(struct str s, const char *piece) {
    return str_find(s, str_from(piece)) != SIZE_MAX;
}

static void the_policy_lets_the_preview_s_own_script_in_and_nothing_else(void **state) {
    struct fixture *f = *state;
    struct str page =
        live(f, "<html lang=\"fi\"><head><meta content=\"default-src 'none'; style-src "
                "'self'\"/></head><body>x</body></html>");
    assert_true(
        has(page, "\"default-src 'none'; script-src 'self'; connect-src 'self'; style-src"));
    assert_true(has(page, "x<link rel"));
    assert_true(has(page, "defer=\"defer\"></script>\n</body></html>"));
    assert_true(has(page, "data-generation=\"7\""));
    assert_true(has(page, "<span>fi</span>"));
    assert_true(has(page, "<span>made by pamphlet</span>"));
}

static void bytes_that_are_no_page_are_kept(void **state) {
    struct fixture *f = *state;
    assert_true(has(live(f, ""), "pamphlet-strip"));
    struct str page = live(f, "half a page <");
    assert_true(has(page, "half a page <"));
    assert_true(has(live(f, "<html lang=\"<script>\">"), "&lt;script&gt;"));
}

static void messages_are_json_of_one_line(void **state) {
    struct fixture *f = *state;
    struct preview p = {.options = &options, .generation = 2};
    buf_puts(&p.errors, "a \"b\"\n\\ \x01 ä");
    page_state(&p, &f->out);
    assert_str(buf_str(&f->out),
               "{\"generation\":2,\"errors\":\"a \\\"b\\\"\\u000a\\\\ \\u0001 ä\"}");
    buf_finish(&p.errors);
}

static void a_notice_shows_text_as_text(void **state) {
    struct fixture *f = *state;
    const struct preview p = {.options = &options};
    page_notice(&p, str_lit("T"), str_lit("<b>&"), &f->out);
    assert_true(has(buf_str(&f->out), "<pre>&lt;b&gt;&amp;</pre>"));
}

static void only_pages_have_sources(void **state) {
    struct fixture *f = *state;
    const struct preview p = {.options = &options};
    assert_null(page_source(&f->mem, &p, str_lit("assets/style.css")).p);
    assert_null(page_source(&f->mem, &p, str_lit("en/../../etc/passwd.html")).p);
    assert_null(page_source(&f->mem, &p, STR_NONE).p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_policy_lets_the_preview_s_own_script_in_and_nothing_else),
        TEST(bytes_that_are_no_page_are_kept),
        TEST(messages_are_json_of_one_line),
        TEST(a_notice_shows_text_as_text),
        TEST(only_pages_have_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
