#include "md.h"

#include "markdown/limits.h"

static void ids_are_made_from_the_text(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(
        md_render(f, "# Is it *you*?\n\n## \xc3\x84iti & `x`\n\nMore\n----\n", NULL, &page));
    assert_int_equal(page.heading_count, 3);
    assert_str(page.headings[0].id, "is-it-you");
    assert_str(page.headings[0].text, "Is it you?");
    assert_str(page.headings[1].id, "\xc3\xa4iti-x");
    assert_str(page.headings[1].text, "\xc3\x84iti & x");
    assert_int_equal(page.headings[1].at.line, 3);
    assert_str(page.headings[2].id, "more");
    assert_int_equal(page.headings[2].level, 2);
    assert_int_equal(page.id_count, 3);
}

static void an_id_can_be_written(void **state) {
    struct fixture *f = *state;
    assert_html(f, "# A {#b}\n", "<h1 id=\"b\">A</h1>\n");
    assert_html(f, "# A {#b} ##\n", "<h1 id=\"b\">A</h1>\n");
    assert_html(f, "A\nx {#b.c-d_e}\n===\n", "<h1 id=\"b.c-d_e\">A\nx</h1>\n");
    assert_html(f, "> - # A {#b}\n",
                "<blockquote>\n<ul>\n<li>\n<h1 id=\"b\">A</h1>\n</li>\n</ul>\n</blockquote>\n");
}

static void what_is_no_id_stays_text(void **state) {
    struct fixture *f = *state;
    assert_html(f, "# A \\{#b}\n", "<h1 id=\"a-b\">A {#b}</h1>\n");
    assert_html(f, "# A`{#b}`\n", "<h1 id=\"a-b\">A<code>{#b}</code></h1>\n");
    assert_html(f, "# A {#b c}\n", "<h1 id=\"a-b-c\">A {#b c}</h1>\n");
    assert_html(f, "A {#b}\n", "<p>A {#b}</p>\n");
}

static void equal_headings_are_counted(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(md_render(f, "# a\n# a-2\n# a\n# a\n", NULL, &page));
    assert_str(page.headings[0].id, "a");
    assert_str(page.headings[1].id, "a-2");
    assert_str(page.headings[2].id, "a-3");
    assert_str(page.headings[3].id, "a-4");
}

static void a_written_id_goes_before_made_ones(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(md_render(f, "# a\n# b {#a}\n", NULL, &page));
    assert_str(page.headings[0].id, "a-2");
    assert_str(page.headings[1].id, "a");
}

/* Links are composed before they are looked up, and made ids are, too. */
static void a_written_id_is_composed(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(md_render(f, "# a {#a\xcc\x88}\n\nb {#o\xcc\x88}\n===\n", NULL, &page));
    assert_str(page.headings[0].id, "\xc3\xa4");
    assert_str(page.headings[1].id, "\xc3\xb6");
    assert_false(md_render(f, "# a {#a\xcc\x88}\n\n# b {#\xc3\xa4}\n", NULL, NULL));
    assert_diag(&f->diags, 0, "a.md", 3, "markdown/heading-id-duplicate");
}

static void a_written_id_twice_is_an_error(void **state) {
    struct fixture *f = *state;
    assert_false(md_render(f, "# a {#x}\n\n# b {#x}\n", NULL, NULL));
    assert_diag(&f->diags, 0, "a.md", 3, "markdown/heading-id-duplicate");
    assert_int_equal(f->diags.items[0].column, 5);
}

static void ids_never_meet_those_of_notes(void **state) {
    struct fixture *f = *state;
    struct markdown_page page;
    assert_true(md_render(f, "# fn 1\n\n[^1]\n\n[^1]: x\n", NULL, &page));
    assert_str(page.headings[0].id, "section-fn-1");
    assert_false(md_render(f, "# a {#fnref-1}\n", NULL, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/heading-id");
}

static void slugs_keep_letters_of_every_script(void **state) {
    struct fixture *f = *state;
    assert_str(markdown_slug(&f->mem, str_lit("  H\xc3\x84T\xc3\x84-apu: 112! ")),
               "h\xc3\xa4t\xc3\xa4-apu-112");
    assert_str(markdown_slug(&f->mem, str_lit("\xd0\x94\xd0\xb0")), "\xd0\xb4\xd0\xb0");
    assert_str(markdown_slug(&f->mem, str_lit("e\xcc\x81")), "\xc3\xa9");
    assert_str(markdown_slug(&f->mem, str_lit("?!")), "section");
    assert_str(markdown_slug(&f->mem, str_lit("")), "section");
}

static void slugs_are_cut_at_a_limit(void **state) {
    struct fixture *f = *state;
    char long_text[1000];
    memset(long_text, 'a', sizeof(long_text));
    struct str slug = markdown_slug(&f->mem, str_of(long_text, sizeof(long_text)));
    assert_true(slug.len <= HEADING_ID_BYTES_MAX);
}

static void alerts_have_a_title(void **state) {
    assert_html(*state, "> [!warning]\n> a\n>\n> b\n",
                "<aside class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">"
                "Warning</p>\n<p>a</p>\n<p>b</p>\n</aside>\n");
}

static void alerts_stand_in_lists_and_take_lazy_lines(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "- > [!OVERDOSE]\n  > a\n\n> [!TIP]\nlazy\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<li>\n<aside class=\"alert alert-overdose\"");
    assert_holds(buf_str(&f->out), ">Tip</p>\n<p>lazy</p>\n</aside>");
}

static void the_inner_quote_is_the_alert(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "> > [!NOTE]\n> > a\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<blockquote>\n<aside class=\"alert alert-note\"");
}

static void an_unknown_alert_is_an_error_on_a_site_only(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_html(f, "> [!WARNIG]\n> a\n", "<blockquote>\n<p>[!WARNIG]\na</p>\n</blockquote>\n");
    assert_false(md_render(f, "> [!WARNIG]\n> a\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/alert-unknown");
    assert_int_equal(f->diags.items[0].column, 3);
    assert_holds(str_from(f->diags.items[0].message), "did you mean 'WARNING'?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ids_are_made_from_the_text),
        TEST(an_id_can_be_written),
        TEST(what_is_no_id_stays_text),
        TEST(equal_headings_are_counted),
        TEST(a_written_id_goes_before_made_ones),
        TEST(a_written_id_is_composed),
        TEST(a_written_id_twice_is_an_error),
        TEST(ids_never_meet_those_of_notes),
        TEST(slugs_keep_letters_of_every_script),
        TEST(slugs_are_cut_at_a_limit),
        TEST(alerts_have_a_title),
        TEST(alerts_stand_in_lists_and_take_lazy_lines),
        TEST(the_inner_quote_is_the_alert),
        TEST(an_unknown_alert_is_an_error_on_a_site_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
