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

static void a_mark_in_the_middle_is_told(void **state) {
    struct fixture *f = *state;
    assert_false(check(f, str_lit("a\xef\xbb\xbf"
                                  "b")));
    assert_diag(&f->diags, 0, "x", 1, "text/control");
    assert_non_null(strstr(f->diags.items[0].message, "U+FEFF"));
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
        TEST(a_mark_in_the_middle_is_told),
        TEST(size_is_told_before_anything_is_read),
    };
    return cmocka_run_group_tests_name("content/bytes", tests, NULL, NULL);
}
