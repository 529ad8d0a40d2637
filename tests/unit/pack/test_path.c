/* Which paths may be in a pack. */
#include "fixture.h"

#include "pack/path.h"

static void plain_lower_case_paths_are_fine(void **state) {
    static const char *const fine[] = {"index.html",
                                       "en/guides/mdma.html",
                                       "MANIFEST.txt",
                                       "CHANGES.txt",
                                       "START.html",
                                       "START-fi.html",
                                       "START-zh-hant.html",
                                       "README.txt",
                                       "VERIFY.txt",
                                       "site/README.txt",
                                       ".well-known/security.txt",
                                       "a..b.html",
                                       "-a_.-/0",
                                       "console.html",
                                       "com.html",
                                       "com0",
                                       "com10.html",
                                       "lpt",
                                       "xcon.html",
                                       "a.con"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        assert_null(pack_path_problem(str_from(fine[i])));
    char hundred[101];
    memset(hundred, 'a', 100);
    assert_null(pack_path_problem(str_of(hundred, 100)));
    hundred[100] = 'a';
    assert_non_null(pack_path_problem(str_of(hundred, 101)));
}

static void each_rule_has_its_code(void **state) {
    static const struct {
        const char *path, *code;
    } cases[] = {
        {"", "zip/name-empty"},
        {"/a", "zip/name-absolute"},
        {"a\\b", "zip/name-backslash"},
        {"a/", "zip/folder"},
        {"a//b", "zip/name-empty-part"},
        {"..", "zip/name-parent"},
        {"a/../b", "zip/name-parent"},
        {".", "zip/name-dot"},
        {"a/./b", "zip/name-dot"},
        {".hidden", "zip/name-dot"},
        {"a.", "zip/name-dot"},
        {"...", "zip/name-dot"},
        {".well-known.", "zip/name-dot"},
        {".well-knowns/a", "zip/name-dot"},
        {"A", "zip/name-case"},
        {"manifest.TXT", "zip/name-case"},
        {"README.txt/a", "zip/name-case"},
        {"START-.html", "zip/name-case"},
        {"START-FI.html", "zip/name-case"},
        {"START-fi.html/a", "zip/name-case"},
        {"START-a.b.html", "zip/name-case"},
        {"a b", "zip/name-character"},
        {"a\x7f", "zip/name-character"},
        {"\xc3\xa4", "zip/name-character"},
        {"con", "zip/name-device"},
        {"nul.tar.gz", "zip/name-device"},
        {"a/prn.html", "zip/name-device"},
        {"aux/a.html", "zip/name-device"},
        {"com1", "zip/name-device"},
        {"lpt9.css", "zip/name-device"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct path_rule *rule = path_broken_rule(str_from(cases[i].path));
        assert_non_null(rule);
        assert_string_equal(rule->code, cases[i].code);
    }
    assert_string_equal(path_broken_rule(str_lit("a\0b"))->code, "zip/name-character");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(plain_lower_case_paths_are_fine),
        TEST(each_rule_has_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
