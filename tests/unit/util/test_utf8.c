/* UTF-8 and the little of Unicode. */
#include "fixture.h"

static void only_well_formed_text_is_valid(void **state) {
    static const struct {
        const char *text;
        size_t bad;
    } cases[] = {
        {"", SIZE_MAX},
        {"aä€😀", SIZE_MAX},
        {"\xed\x9f\xbf", SIZE_MAX},
        {"\xee\x80\x80", SIZE_MAX},
        {"\xf4\x8f\xbf\xbf", SIZE_MAX},
        {"\x80", 0},
        {"a\xc3", 1},
        {"\xc0\xaf", 0},
        {"\xc1\xbf", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xed\xa0\x80", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0},
        {"\xe2\x82", 0},
        {"12345678\xff", 8},
        {"1234567\xc3\xa4\xff", 9},
        {"\xf0\x9f\x98", 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_true(utf8_first_bad(str_from(cases[i].text)) == cases[i].bad);
}

static void code_points_come_one_by_one(void **state) {
    struct str rest = str_lit("aä€😀\xff"
                              "b");
    static const uint32_t want[] = {'a', 0xe4, 0x20ac, 0x1f600, 0xfffd, 'b', 0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_int_equal(utf8_next(&rest), want[i]);
    assert_int_equal(utf8_length(str_lit("aä€😀")), 4);
}

static void a_place_has_a_code_point_on_each_side(void **state) {
    const struct str s = str_lit("aä€😀");
    static const struct {
        size_t at;
        uint32_t before, behind;
    } cases[] = {{0, '\n', 'a'},
                 {1, 'a', 0xe4},
                 {3, 0xe4, 0x20ac},
                 {6, 0x20ac, 0x1f600},
                 {10, 0x1f600, '\n'}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(utf8_before(s, cases[i].at), cases[i].before);
        assert_int_equal(utf8_at(s, cases[i].at), cases[i].behind);
    }
}

static void encoding_gives_valid_bytes_for_any_number(void **state) {
    static const uint32_t codes[] = {0,        0x7f,       0x80,       0x7ff,     0x800,   0xd7ff,
                                     0xd800,   0xdfff,     0xe000,     0xffff,    0x10000, 0x10ffff,
                                     0x110000, 0x7fffffff, 0x80000000, UINT32_MAX};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        char out[4];
        struct str s = str_of(out, utf8_encode(codes[i], out));
        bool exists = codes[i] <= 0x10ffff && (codes[i] < 0xd800 || codes[i] > 0xdfff);
        assert_true(s.len >= 1 && utf8_is_valid(s));
        assert_int_equal(utf8_next(&s), exists ? codes[i] : 0xfffd);
    }
}

static void columns_are_those_of_a_terminal(void **state) {
    (void)state;
    assert_int_equal(utf8_columns(str_lit("aä")), 2);
    assert_int_equal(utf8_columns(str_lit("a\xcc\x88")), 1); /* combining */
    assert_int_equal(utf8_columns(str_lit("日本")), 4);
    assert_int_equal(utf8_columns(str_lit("\xff")), 1);
}

static void folding_makes_equal_what_reads_equal(void **state) {
    struct fixture *f = *state;
    assert_str(utf8_fold(&f->mem, str_lit("MDMA")), "mdma");
    assert_true(str_eq(utf8_fold(&f->mem, str_lit("Ä")), utf8_fold(&f->mem, str_lit("a\xcc\x88"))));
    assert_str(utf8_fold(&f->mem, str_lit("Straße")), "strasse");
    assert_str(utf8_fold(&f->mem, str_lit("")), "");
    assert_str(utf8_nfc(&f->mem, str_lit("A\xcc\x88")), "Ä");
    assert_str(utf8_nfc(&f->mem, str_lit("A")), "A");
}

static void classes_are_those_of_commonmark(void **state) {
    (void)state;
    assert_true(utf8_is_word('a') && utf8_is_word(0x0645) && utf8_is_word(0x0308));
    assert_false(utf8_is_word('-') || utf8_is_word(' ') || utf8_is_word(0x20ac));
    assert_true(utf8_is_space(0xa0) && utf8_is_space('\t') && utf8_is_space(0x3000));
    assert_true(utf8_is_rtl(str_lit("(1) دری Dari")));
    assert_false(utf8_is_rtl(str_lit("Dari دری")) || utf8_is_rtl(str_lit("12 -")));
    assert_false(utf8_is_space(0x0b) || utf8_is_space(0x200b));
    assert_true(utf8_is_punctuation('$') && utf8_is_punctuation(0x2013));
    assert_false(utf8_is_punctuation(0x20ac) || utf8_is_punctuation('a'));
}

static void digits_of_every_script_have_a_value(void **state) {
    (void)state;
    struct str text = str_lit("0٠۹५９๐");
    static const int values[] = {0, 0, 9, 5, 9, 0};
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        assert_int_equal(utf8_digit(utf8_next(&text)), values[i]);
    static const uint32_t none[] = {'/', ':', 'a', 0x065f, 0x066a, 0xff0f, 0xff1a, 0xb2, 0};
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_int_equal(utf8_digit(none[i]), -1);
}

static void idle_signs_are_found_where_they_part_something(void **state) {
    (void)state;
    assert_int_equal(utf8_first_idle(str_lit("\xc3\xa4 1\xe2\x80\x8b"
                                             "0")),
                     4);
    assert_int_equal(utf8_first_idle(str_lit("a\xc2\xad"
                                             "b 1\xc2\xad\xe2\x80\x8b"
                                             "0")),
                     6); /* the first of a row */
    assert_int_equal(utf8_first_idle(str_lit("a\xe2\x81\xa2 b")), 1);
    assert_int_equal(utf8_first_idle(str_lit("1\xe2\x80\x8b")), SIZE_MAX);
    assert_int_equal(utf8_first_idle(STR_NONE), SIZE_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(digits_of_every_script_have_a_value),
        TEST(only_well_formed_text_is_valid),
        TEST(code_points_come_one_by_one),
        TEST(a_place_has_a_code_point_on_each_side),
        TEST(encoding_gives_valid_bytes_for_any_number),
        TEST(columns_are_those_of_a_terminal),
        TEST(folding_makes_equal_what_reads_equal),
        TEST(classes_are_those_of_commonmark),
        TEST(idle_signs_are_found_where_they_part_something),
    };
    return cmocka_run_group_tests_name("util/utf8", tests, NULL, NULL);
}
