#include "md.h"

static void a_note_is_numbered_and_leads_back(void **state) {
    assert_html(*state, "a[^x]\n\n[^x]: word\n",
                "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x\">1</a></sup></p>\n"
                "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn-x\">\n"
                "<p>word <a href=\"#fnref-x\" class=\"footnote-backref\" "
                "aria-label=\"Back to the text\">\xe2\x86\xa9</a></p>\n</li>\n</ol>\n</section>\n");
}

static void numbers_follow_first_use(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "[^b] [^a] [^b]\n\n[^a]: A\n[^b]: B\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<li id=\"fn-b\">\n<p>B <a href=\"#fnref-b\"");
    assert_holds(buf_str(&f->out), "id=\"fnref-b-2\">1</a>");
    assert_holds(buf_str(&f->out), "href=\"#fnref-b-2\"");
    assert_holds(buf_str(&f->out), "id=\"fnref-a\">2</a>");
}

static void a_note_may_have_paragraphs_lists_and_code(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(
        f, "[^1]\n\n[^1]: one\n\n    two\n\n    - three\n\n        four\n\nfive\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<p>one</p>\n<p>two</p>\n<ul>\n<li>\n<p>three</p>\n<p>four</p>");
    assert_holds(buf_str(&f->out), "<p>five</p>\n<section");
}

static void notes_stand_in_lists_and_quotes(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "> a[^1]\n>\n> [^1]: in a quote\n\n- b[^2]\n\n  [^2]: in a list\n",
                          NULL, NULL));
    assert_holds(buf_str(&f->out), "<li id=\"fn-1\">\n<p>in a quote");
    assert_holds(buf_str(&f->out), "<li id=\"fn-2\">\n<p>in a list");
}

/* A heading behind a note within a note is the outer note's: listed when that one is shown. */
static void a_heading_behind_a_note_in_a_note_is_the_outer_ones(void **state) {
    static const struct {
        const char *text;
        size_t headings;
    } rows[] = {{"a[^1]\n\n[^1]: one\n\n    [^2]: two\n\n    ## H\n", 1},
                {"a[^2]\n\n[^1]: one\n\n    [^2]: two\n\n    ## H\n", 0}};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct markdown_page page;
        assert_true(md_render(f, rows[i].text, NULL, &page));
        assert_int_equal(page.heading_count, rows[i].headings);
        assert_int_equal(str_find(buf_str(&f->out), str_lit("<h2")) != SIZE_MAX, rows[i].headings);
    }
}

static void a_quote_beside_a_note_stays_apart(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "> q\n[^1]: note\n> r\n\ns[^1]\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<blockquote>\n<p>q</p>\n</blockquote>\n<blockquote>\n<p>r</p>");
    assert_holds(buf_str(&f->out), "<p>note <a");
}

static void an_unused_note_is_left_out_with_a_warning(void **state) {
    struct fixture *f = *state;
    assert_html(f, "a\n\n[^x]: lost\n", "<p>a</p>\n");
    assert_diag(&f->diags, 0, "a.md", 3, "markdown/footnote-unused");
    assert_int_equal(f->diags.items[0].level, DIAG_WARNING);
}

static void a_reference_to_nothing_stays_text_with_a_warning(void **state) {
    struct fixture *f = *state;
    assert_html(f, "a[^x_y_z] `[^x]`\n", "<p>a[^x_y_z] <code>[^x]</code></p>\n");
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/footnote-undefined");
    assert_int_equal(f->diags.items[0].column, 2);
}

static void the_second_note_of_a_name_is_left_out_with_a_warning(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "[^a]\n\n[^a]: one\n[^A]: two\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<p>one ");
    assert_lacks(buf_str(&f->out), "two");
    assert_diag(&f->diags, 0, "a.md", 4, "markdown/footnote-duplicate");
}

static void an_escaped_reference_is_text(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "\\[^1] [^1\\] [^1]\n\n[^1]: n\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<p>[^1] [^1] <sup");
}

static void ids_are_safe_whatever_the_label(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "[^\"><] [^'&]\n\n[^\"><]: x\n[^'&]: y\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "href=\"#fn-section\" id=\"fnref-section\"");
    assert_holds(buf_str(&f->out), "href=\"#fn-section-2\" id=\"fnref-section-2\"");
}

static void ids_of_repeated_references_do_not_meet_those_of_other_notes(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "[^a] [^a] [^a-2]\n\n[^a]: x\n[^a-2]: y\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "id=\"fnref-a-2\">1<");
    assert_holds(buf_str(&f->out), "id=\"fnref-a-2-2\">2<");
}

static void on_a_site_notes_only_named_by_unused_notes_are_unused(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_true(md_render(f, "a\n\n[^x]: see [^y]\n[^y]: see [^x]\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<p>a</p>\n");
    assert_int_equal(f->diags.warnings, 2);
}

/* On a site only: a body alone is what cmark-gfm makes of it. */
static void numbers_stand_in_brackets_on_a_site(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_true(md_render(f, "5[^1] mg\n\n[^1]: by mouth\n", &hooks, NULL));
    assert_holds(buf_str(&f->out), ">[1]</a></sup> mg");
}

static void a_note_in_a_link_is_an_error(void **state) {
    struct fixture *f = *state;
    assert_false(md_render(f, "[a [^1] b](u)\n\n[^1]: n\n", NULL, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/link-in-link");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_note_is_numbered_and_leads_back),
        TEST(numbers_follow_first_use),
        TEST(a_note_may_have_paragraphs_lists_and_code),
        TEST(notes_stand_in_lists_and_quotes),
        TEST(a_heading_behind_a_note_in_a_note_is_the_outer_ones),
        TEST(a_quote_beside_a_note_stays_apart),
        TEST(an_unused_note_is_left_out_with_a_warning),
        TEST(a_reference_to_nothing_stays_text_with_a_warning),
        TEST(the_second_note_of_a_name_is_left_out_with_a_warning),
        TEST(an_escaped_reference_is_text),
        TEST(ids_are_safe_whatever_the_label),
        TEST(ids_of_repeated_references_do_not_meet_those_of_other_notes),
        TEST(on_a_site_notes_only_named_by_unused_notes_are_unused),
        TEST(numbers_stand_in_brackets_on_a_site),
        TEST(a_note_in_a_link_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
