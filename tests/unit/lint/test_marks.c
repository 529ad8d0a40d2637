/* Which signs of a Markdown text are not printed. */
#include "fixture.h"
#include "lint/marks.h"
#include "lint/parts.h"

/* Without what is not printed; strikes as '-'. */
static const char *printed(struct fixture *f, const char *text) {
    struct str s = str_from(text);
    const uint8_t *marks = marks_find(&f->mem, s, prose_mask(&f->mem, s));
    buf_reset(&f->out);
    for (size_t i = 0; i < s.len; i++) {
        enum mark mark = marks == NULL ? MARK_NONE : (enum mark)marks[i];
        if (mark == MARK_NONE || mark == MARK_STRIKE)
            buf_putc(&f->out, mark == MARK_STRIKE ? '-' : s.p[i]);
    }
    buf_putc(&f->out, '\0');
    return f->out.p;
}

static void stress_is_paired_as_commonmark_does(void **state) {
    static const char *const pairs[][2] = {
        {"*a* **b** ***c*** _d_ __e__", "a b c d e"},
        {"a*b*c a_b_c", "abc a_b_c"},
        {"* a * b *", "* a * b *"},
        {"*a", "*a"},
        {"a* b*", "a* b*"},
        {"**a*", "*a"},
        {"*a**", "a*"},
        {"*a **b** c*", "a b c"},
        {"*a**b**c*", "abc"},
        {"*a**b*", "a**b"},
        {"***a** b*", "a b"},
        {"*a _b* c_", "a _b c_"},
        {"_(a)_ b_(c)_", "(a) b_(c)_"},
        {"*\u00a0a*", "*\u00a0a*"},
        {"2*3*4", "234"},
        {"2*3", "2*3"},
        {"~a~ ~~b~~ ~c~~ ~~~d~~~", "-a- --b-- ~c~~ ~~~d~~~"},
        {"1~2 3~4", "1-2 3-4"},
        {"~~a~ b~~", "--a~ b--"},
        {"~a *b _c~ d* e_", "-a *b _c- d* e_"},
        {"", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        assert_string_equal(printed(f, pairs[i][0]), pairs[i][1]);
}

static void nothing_pairs_across_the_end_of_a_block(void **state) {
    static const char *const same[] = {
        "*a\n\nb*",  "*a\n \nb*", "*a\r\n\r\nb*",    "- *a\n- b*",      "*a\n* b*",
        "*a\n1. b*", "*a\n2) b*", "> - *a\n> - b*",  "| *a | b* |",     "| *a |\n| b* |",
        "# *a\nb*",  "*a\n# b*",  "*a\n\n\n> b* c*", "  | *a | b* |\n",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        assert_string_equal(printed(f, same[i]), same[i]);
    assert_string_equal(printed(f, "*a\nb*"), "a\nb");
    assert_string_equal(printed(f, "> *a\n> b*"), "> a\n> b");
    assert_string_equal(printed(f, "- *a\n  b*"), "- a\n  b");
    assert_string_equal(printed(f, "| *a* | *b* |"), "| a | b |");
    assert_string_equal(printed(f, "a *b | c*"), "a b | c");
}

static void escapes_and_code_pair_with_nothing(void **state) {
    struct fixture *f = *state;
    assert_string_equal(printed(f, "\\*a*"), "*a*");
    assert_string_equal(printed(f, "*a\\*"), "*a*");
    assert_string_equal(printed(f, "*a\\\\*"), "a\\");
    assert_string_equal(printed(f, "5\\.0 \\a \\"), "5.0 \\a \\");
    assert_string_equal(printed(f, "*`*`*"), "`*`");
    assert_string_equal(printed(f, "`*a` b*"), "`*a` b*");
}

static void of_a_link_the_words_are_printed(void **state) {
    struct fixture *f = *state;
    assert_string_equal(printed(f, "[a](b.md) [*c*](d_e_f.md)"), "a c");
    assert_string_equal(printed(f, "![a](b.png)"), "![a](b.png)");
    assert_string_equal(printed(f, "[a][b] [c] (d)"), "[a][b] [c] (d)");
    assert_string_equal(printed(f, "*[a*](b.md)"), "*a*");
    assert_string_equal(printed(f, "[*a](b.md)*"), "*a*");
    assert_string_equal(printed(f, "*a [b] c*, [*a] b*"), "a [b] c, [a] b");
    assert_string_equal(printed(f, "[*a [b](c.md) d*](e.md)"), "[a b d](e.md)");
    assert_string_equal(printed(f, "]( a](b.md)"), "]( a](b.md)");
    assert_string_equal(printed(f, "[a\n\nb](c.md)"), "[a\n\nb](c.md)");
    assert_string_equal(printed(f, "a[^1] b [@c; p. 5] [^d e] [^f"), "a b  [^d e] [^f");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(stress_is_paired_as_commonmark_does),
        TEST(nothing_pairs_across_the_end_of_a_block),
        TEST(escapes_and_code_pair_with_nothing),
        TEST(of_a_link_the_words_are_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
