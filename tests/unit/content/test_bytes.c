/* The first look at a file: each kind of trouble once, at its first place. */
#include "fixture.h"

#include "content/bytes.h"

static bool check(struct fixture *f, struct str text) {
    struct source source = {"x", text};
    return bytes_check_file(&source, 1000, &f->diags);
}

static void ordinary_text_passes(void **state) {
    struct fixture *f = *state;
    assert_true(check(f, STR_NONE));
    assert_true(check(f, str_lit("\xef\xbb\xbf"
                                 "a\tb\r\nä نشرة 😀 \xc2\xa0\n")));
    assert_no_diags(&f->diags);
}

static void each_kind_of_trouble_is_told_once(void **state) {
    struct fixture *f = *state;
    assert_false(check(f, str_lit("a\0\0\nb\x1b\x1b\nc\xff\xfe\nd\re\rf\n\xe2\x80\xa9\xc2\x85\n50"
                                  "\xe2\x80\xae\xe2\x80\xad")));
    assert_int_equal(f->diags.count, 6);
    assert_diag(&f->diags, 0, "x", 1, "text/nul");
    assert_diag(&f->diags, 1, "x", 2, "text/control");
    assert_diag(&f->diags, 2, "x", 3, "text/encoding");
    assert_diag(&f->diags, 3, "x", 4, "text/line-ends");
    assert_diag(&f->diags, 4, "x", 5, "text/separator");
    assert_diag(&f->diags, 5, "x", 6, "text/turned-around");
    assert_int_equal(f->diags.items[3].column, 2);
}

/* Wherever it stands: some bytes are looked at eight a step. */
static void what_is_no_character_is_told_at_any_place(void **state) {
    static const char *const none[] = {"\x7f",         "\x01",         "\xef\xb7\x90",
                                       "\xef\xbf\xbe", "\xef\xbf\xbf", "\xf0\x9f\xbf\xbf"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        for (int before = 0; before < 20; before++) {
            struct str text =
                arena_printf(&f->mem, "%.*s%s", before, "abcdefghijklmnopqrst", none[i]);
            assert_false(check(f, text));
            assert_diag(&f->diags, 0, "x", 1, "text/control");
            assert_int_equal(f->diags.items[0].column, before + 1);
            diags_finish(&f->diags);
        }
}

static void a_mark_in_the_middle_is_told(void **state) {
    struct fixture *f = *state;
    assert_false(check(f, str_lit("a\xef\xbb\xbf"
                                  "b")));
    assert_diag(&f->diags, 0, "x", 1, "text/control");
    assert_non_null(strstr(f->diags.items[0].message, "U+FEFF"));
}

static void what_no_reader_sees_is_told(void **state) {
    static const char *const hidden[] = {
        "1\xe2\x80\x8b"
        "0 mg", /* zero-width space: may break here */
        "1\xc2\xad"
        "0 mg", /* soft hyphen: "1-" and "0 mg" */
        "1\xe2\x80\x8e\xe2\x80\x8f"
        "0", /* marks of direction, two of them */
        "10 m\xe2\x80\x8b"
        "g", /* no search finds the unit */
        "@v\xe2\x81\xa0"
        "an",                                 /* word joiner in a name to copy */
        "a\xe2\x81\xa3 b",                    /* invisible separator */
        "a\xf3\xa0\x81\xa1",                  /* a letter of tags alone */
        "\xf0\x9f\x8f\xb4 \xf3\xa0\x81\xa7"}; /* not behind its flag */
    static const char *const needed[] = {
        "Dosier\xc2\xad"
        "hinweis 10\xc2\xa0mg", /* hyphenation */
        "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x85 10\xe2\x80\x8c\xd9\x85",
        "\xe2\x81\xa6"
        "10\xe2\x81\xa9 \xe2\x80\x8f"
        "20",                                   /* isolates and marks around numbers */
        "\xe1\x9e\x80\xe2\x80\x8b\xe1\x9e\x81", /* Khmer has no spaces */
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac 1\xef\xb8\x8f\xe2\x83\xa3", /* emoji */
        "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf"};      /* a flag */
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
        assert_false(check(f, str_from(hidden[i])));
        assert_int_equal(f->diags.count, 1);
        assert_diag(&f->diags, 0, "x", 1, "text/invisible");
        diags_finish(&f->diags);
    }
    for (size_t i = 0; i < ARRAY_LEN(needed); i++)
        assert_true(check(f, str_from(needed[i])));
    assert_false(check(f, str_lit("5 \xef\xbf\xbdg\n\xef\xbf\xbc")));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "x", 1, "text/lost-letter");
}

/* As long as a file may be: each sign is looked at a few times. */
static void a_long_row_of_invisible_signs_is_read_once(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_putc(&text, '1');
    while (text.len + 4 < BYTES_FILE_MAX)
        buf_puts(&text, "\xe2\x80\x8e");
    buf_putc(&text, '0');
    struct source source = {"x", buf_str(&text)};
    assert_false(bytes_check_file(&source, BYTES_FILE_MAX, &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_int_equal(f->diags.items[0].column, 2);
    buf_finish(&text);
}

static void size_is_told_before_anything_is_read(void **state) {
    struct fixture *f = *state;
    char text[1001] = {0};
    assert_false(check(f, str_of(text, 1001)));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "x", 0, "text/too-large");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ordinary_text_passes),
        TEST(each_kind_of_trouble_is_told_once),
        TEST(what_is_no_character_is_told_at_any_place),
        TEST(a_mark_in_the_middle_is_told),
        TEST(what_no_reader_sees_is_told),
        TEST(a_long_row_of_invisible_signs_is_read_once),
        TEST(size_is_told_before_anything_is_read),
    };
    return cmocka_run_group_tests_name("content/bytes", tests, NULL, NULL);
}
