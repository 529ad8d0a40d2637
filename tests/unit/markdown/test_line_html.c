/* markdown/line_html.c: which kind of HTML block a line opens, and which line closes it, as section
 * 4.6 of CommonMark says. What is told wrong here would be refused as raw HTML or printed. */
#include "fixture.h"
#include "markdown/line.h"

static const struct {
    const char *line;
    unsigned kind, in_paragraph; /* the latter: what it is behind a line of text */
} lines[] = {
    {"<pre>", 1, 1},
    {"<SCRIPT type=x", 1, 1},
    {"<prefix>", 7, 0},
    {"</pre>", 7, 0},
    {"<!-- a", 2, 2},
    {"<?php", 3, 3},
    {"<!DOCTYPE html", 4, 4},
    {"<!1", 0, 0},
    {"<![CDATA[", 5, 5},
    {"<div", 6, 6},
    {"</table>x", 6, 6},
    {"<hr/>", 6, 6},
    {"<hr/x", 0, 0},
    {"<a>", 7, 0},
    {"<a/>", 7, 0},
    {"</a  >", 7, 0},
    {"</a href='x'>", 0, 0},
    {"<a href=\"x\" title='y' _b c:d=e >  ", 7, 0},
    {"<a b = 'c' />", 7, 0},
    {"<a b='c>", 0, 0},
    {"<a b=>", 0, 0},
    {"<a b=c`>", 0, 0},
    {"<a *>", 0, 0},
    {"<a> text", 0, 0},
    {"<1>", 0, 0},
    {"<", 0, 0},
    {"a", 0, 0},
};

static void each_kind_opens_where_it_may(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        unsigned kind = line_html(str_from(lines[i].line), false);
        unsigned inside = line_html(str_from(lines[i].line), true);
        if (kind != lines[i].kind || inside != lines[i].in_paragraph)
            print_message("%s: %u, %u\n", lines[i].line, kind, inside);
        assert_int_equal(kind, lines[i].kind);
        assert_int_equal(inside, lines[i].in_paragraph);
    }
}

static void each_kind_ends_with_its_own_mark(void **state) {
    (void)state;
    assert_true(line_html_ends(str_lit("x</STYLE>"), 1));
    assert_false(line_html_ends(str_lit("</styles"), 1));
    assert_true(line_html_ends(str_lit("a --> b"), 2));
    assert_true(line_html_ends(str_lit("?>"), 3));
    assert_true(line_html_ends(str_lit(">"), 4));
    assert_true(line_html_ends(str_lit("]]>"), 5));
    assert_false(line_html_ends(str_lit("-->"), 5));
    assert_false(line_html_ends(str_lit("</div>"), 6)); /* by an empty line alone */
    assert_false(line_html_ends(str_lit("</a>"), 7));
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(each_kind_opens_where_it_may),
                                       TEST(each_kind_ends_with_its_own_mark)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
