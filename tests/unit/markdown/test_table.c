#include "md.h"

static void a_row_of_dashes_makes_the_line_above_a_head(void **state) {
    assert_html(*state, "| a | b |\n|:--|--:|\n| 1 | 2 |\n",
                "<table>\n<thead>\n<tr>\n<th class=\"left\">a</th>\n<th class=\"right\">b</th>\n"
                "</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"left\">1</td>\n"
                "<td class=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n");
}

static void a_table_without_rows_has_no_body(void **state) {
    assert_html(*state, "| a |\n| :-: |\n",
                "<table>\n<thead>\n<tr>\n<th class=\"center\">a</th>\n</tr>\n</thead>\n</table>\n");
}

static void short_rows_are_filled_and_long_ones_cut(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "a | b\n- | -\n", NULL, NULL)); /* "- |" begins a list */
    assert_lacks(buf_str(&f->out), "<table>");
    assert_true(md_render(f, "a | b\n-- | --\n1\n1 | 2 | 3\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<td>1</td>\n<td></td>\n</tr>");
    assert_lacks(buf_str(&f->out), "3");
}

static void an_escaped_pipe_is_a_pipe_in_code_too(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "| `a\\|b` | c \\| d |\n|---|---|\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<th><code>a|b</code></th>\n<th>c | d</th>");
}

static void emphasis_does_not_reach_over_a_cell(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "| *a | b* |\n|---|---|\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<th>*a</th>\n<th>b*</th>");
}

static void a_table_ends_a_paragraph(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "text\n| a |\n|---|\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<p>text</p>\n<table>");
}

static void tables_stand_in_lists_and_quotes(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "- > x | y\n  > --|--\n  > 1 | 2\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<li>\n<blockquote>\n<table>");
    assert_holds(buf_str(&f->out), "<td>1</td>\n<td>2</td>");
}

static void a_table_takes_no_lazy_line(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "> | a |\n> |---|\n| b |\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "</blockquote>\n<p>| b |</p>");
}

static void code_that_looks_like_a_table_stays_code(void **state) {
    assert_html(*state, "```\na | b\n--|--\n```\n", "<pre><code>a | b\n--|--\n</code></pre>\n");
}

static void cells_that_hold_hashes_keep_them(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "| # a # | |\n|---|---|\n", NULL, NULL));
    assert_holds(buf_str(&f->out), "<th># a #</th>\n<th></th>");
}

static void on_a_site_a_table_can_be_scrolled_and_has_a_name(void **state) {
    struct fixture *f = *state;
    struct calls calls = {.f = f};
    struct markdown_hooks hooks = md_hooks(&calls);
    assert_true(md_render(f, "# Doses\n\n| a |\n|---|\n", &hooks, NULL));
    assert_holds(buf_str(&f->out), "<div class=\"table\" role=\"region\" tabindex=\"0\" "
                                   "aria-labelledby=\"doses\">\n<table>");
    assert_holds(buf_str(&f->out), "</table>\n</div>");
}

static void too_many_columns_are_an_error(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (unsigned i = 0; i < 1500; i++)
        buf_puts(&text, "|a");
    buf_puts(&text, "|\n");
    for (unsigned i = 0; i < 1500; i++)
        buf_puts(&text, "|-");
    buf_puts(&text, "|\n");
    buf_putc(&text, '\0');
    assert_false(md_render(f, text.p, NULL, NULL));
    assert_diag(&f->diags, 0, "a.md", 2, "markdown/table-size");
    buf_finish(&text);
}

/* 999 cells of each row are empty. */
static void too_many_empty_cells_are_an_error(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (unsigned line = 0; line < 2; line++) {
        for (unsigned i = 0; i < 1000; i++)
            buf_puts(&text, line == 0 ? "|a" : "|-");
        buf_puts(&text, "|\n");
    }
    for (unsigned i = 0; i < 600; i++)
        buf_puts(&text, "|a|\n");
    buf_putc(&text, '\0');
    assert_false(md_render(f, text.p, NULL, NULL));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 3 + (1 << 19) / 999 + 1, "markdown/table-size");
    buf_finish(&text);
}

/* Each cell stands on a line of its own behind the marks of all quotes around it. */
static void a_table_that_grows_too_far_is_an_error(void **state) {
    enum { QUOTES = 90, COLUMNS = 999, ROWS = 200 };
    struct fixture *f = *state;
    struct buf text = {0};
    for (unsigned line = 0; line < ROWS; line++) {
        for (unsigned i = 0; i < QUOTES; i++)
            buf_putc(&text, '>');
        for (unsigned i = 0; i < COLUMNS; i++)
            buf_puts(&text, line == 0 ? "|a" : line == 1 ? "|-" : "|");
        buf_puts(&text, "|\n");
    }
    buf_putc(&text, '\0');
    assert_false(md_render(f, text.p, NULL, NULL));
    assert_int_equal(f->diags.count, 1);
    assert_string_equal(f->diags.items[0].code, "markdown/table-size");
    assert_holds(str_from(f->diags.items[0].message), "the tables up to here are too large");
    buf_finish(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_row_of_dashes_makes_the_line_above_a_head),
        TEST(a_table_without_rows_has_no_body),
        TEST(short_rows_are_filled_and_long_ones_cut),
        TEST(an_escaped_pipe_is_a_pipe_in_code_too),
        TEST(emphasis_does_not_reach_over_a_cell),
        TEST(a_table_ends_a_paragraph),
        TEST(tables_stand_in_lists_and_quotes),
        TEST(a_table_takes_no_lazy_line),
        TEST(code_that_looks_like_a_table_stays_code),
        TEST(cells_that_hold_hashes_keep_them),
        TEST(on_a_site_a_table_can_be_scrolled_and_has_a_name),
        TEST(too_many_columns_are_an_error),
        TEST(too_many_empty_cells_are_an_error),
        TEST(a_table_that_grows_too_far_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
