/* Which way languages run. */
#include "fixture.h"

#include "content/content.h"

static void a_script_in_the_tag_decides(void **state) {
    static const char *const rtl[] = {"az-Arab",     "ur-Aran",  "FF-ADLM",   "zh-cmn-Hebr",
                                      "rhg-Rohg-MM", "tru-Syrn", "en-Hebr-GB"};
    static const char *const ltr[] = {"ks-Deva", "ar-Latn", "yi-Latn-US", "sd-Deva-IN"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rtl); i++)
        assert_true(direction_is_rtl(str_from(rtl[i]), str_lit("English")));
    for (size_t i = 0; i < ARRAY_LEN(ltr); i++)
        assert_false(direction_is_rtl(str_from(ltr[i]), str_lit("عربي")));
}

static void languages_of_such_scripts_are_known(void **state) {
    static const char *const rtl[] = {"ar",  "fa-AF", "AR-EG", "prs", "pbt", "haz",
                                      "arz", "ary",   "apc",   "azb", "pnb", "skr",
                                      "nqo", "rhg",   "aii",   "ji",  "iw",  "ydd"};
    static const char *const ltr[] = {"fi", "a", "az",        "ku",  "pa",       "ha",
                                      "tr", "",  "en-x-arab", "r a", "languages"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rtl); i++)
        assert_true(direction_is_rtl(str_from(rtl[i]), str_from(rtl[i])));
    for (size_t i = 0; i < ARRAY_LEN(ltr); i++)
        assert_false(direction_is_rtl(str_from(ltr[i]), str_from(ltr[i])));
}

static void the_own_name_of_a_language_shows_its_script(void **state) {
    (void)state;
    assert_true(direction_is_rtl(str_lit("ku"), str_lit("کوردی")));
    assert_true(direction_is_rtl(str_lit("pa-PK"), str_lit("پنجابی")));
    assert_false(direction_is_rtl(str_lit("ku"), str_lit("Kurdî")));
    assert_false(direction_is_rtl(str_lit("pa-IN"), str_lit("ਪੰਜਾਬੀ")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_script_in_the_tag_decides),
        TEST(languages_of_such_scripts_are_known),
        TEST(the_own_name_of_a_language_shows_its_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
