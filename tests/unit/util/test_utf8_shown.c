/* A stranger's bytes in a message: nothing that a terminal obeys. */
#include "fixture.h"

static void what_prints_stays_and_the_rest_is_escaped(void **state) {
    struct fixture *f = *state;
    assert_string_equal(utf8_shown(&f->mem, str_lit("a b.html")), "a b.html");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xc3\xa4\xe2\x82\xac")),
                        "\xc3\xa4\xe2\x82\xac");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\x1b[2J\n\0")), "\\x1b[2J\\x0a\\x00");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xff\xc3")), "\\xff\\xc3");
    /* right-to-left override, C1 control, zero width space, private use */
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xe2\x80\xae")), "\\xe2\\x80\\xae");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xc2\x9b")), "\\xc2\\x9b");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xe2\x80\x8b")), "\\xe2\\x80\\x8b");
    assert_string_equal(utf8_shown(&f->mem, str_lit("\xee\x80\x80")), "\\xee\\x80\\x80");
    assert_string_equal(utf8_shown(&f->mem, STR_NONE), "");
}

static void long_text_is_cut_with_dots(void **state) {
    struct fixture *f = *state;
    char text[1000];
    memset(text, 1, sizeof(text));
    for (size_t len = 0; len < sizeof(text); len++) {
        const char *shown = utf8_shown(&f->mem, str_of(text, len));
        assert_true(strlen(shown) <= 163);
        assert_int_equal(strlen(shown) == 4 * len, len <= 36);
        if (len > 36)
            assert_string_equal(shown + strlen(shown) - 3, "...");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_prints_stays_and_the_rest_is_escaped),
        TEST(long_text_is_cut_with_dots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
