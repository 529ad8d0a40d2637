/* Borrowed text: cutting, searching, numbers. */
#include "fixture.h"

static void comparing_is_by_bytes_and_a_prefix_is_first(void **state) {
    (void)state;
    assert_true(str_cmp(str_lit("a"), str_lit("ab")) < 0);
    assert_true(str_cmp(str_lit("b"), str_lit("ab")) > 0);
    assert_true(str_cmp(str_lit("z"), str_lit("ä")) < 0);
    assert_int_equal(str_cmp(STR_NONE, str_lit("")), 0);
    assert_true(str_eq(STR_NONE, str_lit("")));
    assert_true(str_eq_nocase(str_lit("aBä"), str_lit("AbÄ")) == false);
    assert_true(str_eq_nocase(str_lit("aB"), str_lit("Ab")));
    assert_true(str_starts(str_lit("ab"), STR_NONE));
    assert_false(str_starts(str_lit("a"), str_lit("ab")));
    assert_true(str_ends(str_lit("ab"), str_lit("b")));
    assert_false(str_ends(STR_NONE, str_lit("b")));
}

static void searching_finds_the_first_place(void **state) {
    (void)state;
    assert_int_equal(str_find(str_lit("aab"), str_lit("ab")), 1);
    assert_int_equal(str_find(str_lit("aaa"), str_lit("aaa")), 0);
    assert_true(str_find(str_lit("aab"), str_lit("abc")) == SIZE_MAX);
    assert_true(str_find(str_lit("a"), str_lit("ab")) == SIZE_MAX);
    assert_true(str_find(STR_NONE, str_lit("a")) == SIZE_MAX);
    assert_int_equal(str_find(STR_NONE, str_lit("")), 0);
    assert_int_equal(str_find_char(str_lit("abcb"), 'b'), 1);
    assert_int_equal(str_rfind_char(str_lit("abcb"), 'b'), 3);
    assert_true(str_rfind_char(STR_NONE, 'b') == SIZE_MAX);
    assert_true(str_find_char(STR_NONE, 'b') == SIZE_MAX);
}

static void slices_stay_inside(void **state) {
    (void)state;
    assert_str(str_slice(str_lit("abc"), 1, 99), "bc");
    assert_str(str_slice(str_lit("abc"), 2, 1), "");
    assert_str(str_from_offset(str_lit("abc"), SIZE_MAX), "");
    assert_null(str_slice(STR_NONE, 1, 2).p);
    assert_str(str_trim(str_lit(" \t\r\n a b \v\f")), "a b");
    assert_str(str_trim(str_lit("  ")), "");
}

static void sorted_things_are_found_by_their_first_field(void **state) {
    struct thing {
        struct str name;
        char other;
    } things[] = {{str_lit("a"), 1}, {str_lit("ab"), 2}, {str_lit("b"), 3}, {str_lit("c"), 4}};
    const size_t stride = sizeof(things[0]);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(things); i++)
        assert_int_equal(str_search(things, ARRAY_LEN(things), stride, things[i].name), i);
    assert_int_equal(str_search(things, ARRAY_LEN(things), stride, str_lit("")), SIZE_MAX);
    assert_int_equal(str_search(things, ARRAY_LEN(things), stride, str_lit("aa")), SIZE_MAX);
    assert_int_equal(str_search(things, ARRAY_LEN(things), stride, str_lit("d")), SIZE_MAX);
    assert_int_equal(str_search(things, 2, stride, str_lit("b")), SIZE_MAX);
    assert_int_equal(str_search(NULL, 0, stride, str_lit("a")), SIZE_MAX);
}

static void lines_end_with_lf_or_crlf(void **state) {
    struct str rest = str_lit("a\r\n\nb\rc\r\nlast\r"), line;
    (void)state;
    assert_true(str_next_line(&rest, &line));
    assert_str(line, "a");
    assert_true(str_next_line(&rest, &line));
    assert_str(line, "");
    assert_true(str_next_line(&rest, &line));
    assert_str(line, "b\rc");
    assert_true(str_next_line(&rest, &line));
    assert_str(line, "last");
    assert_false(str_next_line(&rest, &line));
    rest = STR_NONE;
    assert_false(str_next_line(&rest, &line));
}

static void parts_include_empty_ones(void **state) {
    struct str rest = str_lit(",a,"), part;
    (void)state;
    assert_true(str_next_part(&rest, ',', &part));
    assert_str(part, "");
    assert_true(str_next_part(&rest, ',', &part));
    assert_str(part, "a");
    assert_true(str_next_part(&rest, ',', &part));
    assert_str(part, "");
    assert_false(str_next_part(&rest, ',', &part));
    rest = str_lit("");
    assert_true(str_next_part(&rest, ',', &part));
    assert_false(str_next_part(&rest, ',', &part));
}

static void numbers_are_digits_up_to_a_limit(void **state) {
    uint64_t n = 7;
    (void)state;
    assert_true(str_to_uint(str_lit("18446744073709551615"), UINT64_MAX, &n));
    assert_true(n == UINT64_MAX);
    assert_false(str_to_uint(str_lit("18446744073709551616"), UINT64_MAX, &n));
    assert_false(str_to_uint(str_lit("101"), 100, &n));
    assert_true(str_to_uint(str_lit("00100"), 100, &n));
    assert_int_equal(n, 100);
    assert_false(str_to_uint(str_lit(""), 100, &n));
    assert_false(str_to_uint(str_lit("+1"), 100, &n));
    assert_false(str_to_uint(str_lit("1 "), 100, &n));
    assert_int_equal(n, 100); /* untouched on failure */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(comparing_is_by_bytes_and_a_prefix_is_first),
        TEST(searching_finds_the_first_place),
        TEST(slices_stay_inside),
        TEST(sorted_things_are_found_by_their_first_field),
        TEST(lines_end_with_lf_or_crlf),
        TEST(parts_include_empty_ones),
        TEST(numbers_are_digits_up_to_a_limit),
    };
    return cmocka_run_group_tests_name("util/str", tests, NULL, NULL);
}
