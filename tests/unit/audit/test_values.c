/* Values of attributes, to their borders: a value that a browser would repair is refused. */
#include "audit/values.h"

#include "fixture.h"

typedef bool check(struct str v);

static void assert_all(check *is, const char *const *texts, bool want) {
    for (; *texts != NULL; texts++) {
        if (is(str_from(*texts)) != want)
            fprintf(stderr, "%s: '%s'\n", want ? "refused" : "accepted", *texts);
        assert_int_equal(is(str_from(*texts)), want);
    }
}
#define TEXTS(...)                                                                                 \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

static void ids(void **state) {
    (void)state;
    assert_all(values_is_id, TEXTS("a", "1", "a-b_c.d:e/f", "käyttö", "ένα", "é2"), true);
    assert_all(values_is_id,
               TEXTS("", " ", "a b", "a\n", "a\"", "a'", "a<", "a&", "a+", "a#", "ä b", "a\xff",
                     "\xe2\x80\xae", "é+"),
               false);
    assert_all(values_is_ids, TEXTS("a", "a b", "a b ä"), true);
    assert_all(values_is_ids, TEXTS("a  b", " a", "a ", "a\tb"), false);
}

static void classes(void **state) {
    (void)state;
    assert_all(values_is_class, TEXTS("a", "a b", "c++ c#", "a-b_c.d:e/f"), true);
    assert_all(values_is_class, TEXTS("", " ", " a", "a ", "a  b", "a\tb", "a\"", "ä", "a("),
               false);
    assert_true(values_has_class(str_lit("a external b"), str_lit("external")));
    assert_true(values_has_class(str_lit("external"), str_lit("external")));
    assert_false(values_has_class(str_lit("externals"), str_lit("external")));
    assert_false(values_has_class(str_lit("not-external"), str_lit("external")));
    assert_false(values_has_class(STR_NONE, str_lit("external")));
}

static void languages(void **state) {
    (void)state;
    assert_all(values_is_lang, TEXTS("en", "fi", "zh-Hant", "abcdefgh", "es-419", "de-x-12345678"),
               true);
    assert_all(values_is_lang,
               TEXTS("", "e", "e1", "12", "abcdefghi", "en-", "-en", "en--us", "en-123456789",
                     "en_us", "en us", "ää"),
               false);
}

static void words(void **state) {
    (void)state;
    assert_all(values_is_dir, TEXTS("ltr", "rtl", "auto"), true);
    assert_all(values_is_dir, TEXTS("", "LTR", "ltr ", "left"), false);
    assert_all(values_is_scope, TEXTS("col", "row", "colgroup", "rowgroup"), true);
    assert_all(values_is_scope, TEXTS("", "cols", "Row"), false);
    assert_all(values_is_true_false, TEXTS("true", "false"), true);
    assert_all(values_is_true_false, TEXTS("", "True", "1"), false);
    assert_all(values_is_current, TEXTS("page", "step", "true", "false", "date"), true);
    assert_all(values_is_current, TEXTS("", "pages"), false);
    assert_all(values_is_role, TEXTS("main", "doc-toc", "none"), true);
    assert_all(values_is_role, TEXTS("", "button", "main navigation", "application"), false);
    assert_all(values_is_tabindex, TEXTS("0", "-1"), true);
    assert_all(values_is_tabindex, TEXTS("", "1", "-2", "00", "+0"), false);
    assert_all(values_is_empty, TEXTS(""), true);
    assert_all(values_is_empty, TEXTS("hidden", " "), false);
    assert_all(values_is_list_type, TEXTS("1", "a", "A", "i", "I"), true);
    assert_all(values_is_list_type, TEXTS("", "b", "1a", "disc"), false);
    assert_false(values_is_list_type(str_of("\0", 1)));
    assert_all(values_is_xmlns, TEXTS("http://www.w3.org/1999/xhtml"), true);
    assert_all(values_is_xmlns, TEXTS("", "http://www.w3.org/2000/svg"), false);
}

static void numbers(void **state) {
    (void)state;
    assert_all(values_is_size, TEXTS("1", "16384"), true);
    assert_all(values_is_size, TEXTS("", "0", "01", "16385", "-1", "+1", "1.5", "1px", "100%"),
               false);
    assert_all(values_is_span, TEXTS("1", "1000"), true);
    assert_all(values_is_span, TEXTS("", "0", "02", "1001"), false);
    assert_all(values_is_start, TEXTS("0", "7", "-7", "999999999", "-999999999"), true);
    assert_all(values_is_start, TEXTS("", "-", "--1", "+1", "1000000000", "1.5", "a"), false);
}

static void moments(void **state) {
    (void)state;
    assert_all(values_is_datetime,
               TEXTS("2026-11-23", "2026-11-23T12:00:00.5+02:00", "P3D",
                     "1234567890123456789012345678901234567890"),
               true);
    assert_all(values_is_datetime,
               TEXTS("", "-1", "T12", ":", "2026-11-23 12:00", "p3d",
                     "12345678901234567890123456789012345678901"),
               false);
}

static void base64(void **state) {
    (void)state;
    assert_all(values_is_base64, TEXTS("", "QUJD", "ab+/09=="), true);
    assert_all(values_is_base64, TEXTS("a b", "a\n", "a-b", "a_b", "ä", "a'"), false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids),    cmocka_unit_test(classes), cmocka_unit_test(languages),
        cmocka_unit_test(words),  cmocka_unit_test(numbers), cmocka_unit_test(moments),
        cmocka_unit_test(base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
