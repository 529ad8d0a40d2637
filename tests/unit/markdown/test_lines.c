/* Lines and the tabs in front of them. */
#include "md.h"

static void lines_end_with_lf_crlf_or_cr(void **state) {
    static const char *const texts[] = {"[^a]\n\n[^a]: n\n", "[^a]\r\r[^a]: n\r",
                                        "[^a]\r\n\r\n[^a]: n\r\n"};
    struct fixture *f = *state;
    assert_html(f, "a\rb\r\n\rc\r\n\r\nd\r", "<p>a\nb</p>\n<p>c</p>\n<p>d</p>\n");
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_true(md_render(f, texts[i], NULL, NULL));
        assert_holds(buf_str(&f->out), "<li id=\"fn-a\">\n<p>n <a");
    }
}

static void half_a_tab_is_left_for_what_stands_behind_it(void **state) {
    static const char *const texts[] = {"- [^a]:\n\t> x\n", "- [^a]: n\n\n\t> x\n", "- \n\t> x\n"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_html(f, texts[i],
                    "<ul>\n<li>\n<blockquote>\n<p>x</p>\n</blockquote>\n</li>\n</ul>\n");
    /* the list and the note take six columns of the eight: two and two more are code */
    assert_true(md_render(f, "- [^a]: n\n\n\t\t  code\n\n[^a]\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<p>n</p>\n<pre><code>code\n</code></pre>");
}

static bool put_box(void *ctx, struct str name, const struct markdown_attr *attrs, size_t count,
                    struct str body, struct place at, const struct markdown_page *page,
                    struct buf *out) {
    (void)ctx, (void)attrs, (void)body, (void)at, (void)page;
    assert_int_equal(count, 0);
    buf_printf(out, "<div>%.*s</div>\n", STR_ARG(name));
    return true;
}

static void without_a_list_of_names_every_component_is_asked_for(void **state) {
    struct fixture *f = *state;
    const struct markdown_hooks hooks = {.component = put_box};
    assert_true(md_render(f, "::: anything\nx\n:::\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<div>anything</div>\n");
    static const char *const names[] = {"box", NULL};
    const struct markdown_hooks named = {.component = put_box, .component_names = names};
    assert_false(md_render(f, "::: anything\nx\n:::\n", &named, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/component-unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lines_end_with_lf_crlf_or_cr),
        TEST(half_a_tab_is_left_for_what_stands_behind_it),
        TEST(without_a_list_of_names_every_component_is_asked_for),
    };
    return cmocka_run_group_tests_name("markdown/lines", tests, NULL, NULL);
}
