#include "fixture.h"
#include "script/state.h"

static void assert_forms(const char *lang, const char *want) {
    static const uint64_t numbers[] = {0, 1, 2, 3, 5, 11, 21, 22, 101, 111};
    struct buf got = {0};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        buf_printf(&got, "%s%s", i > 0 ? " " : "", plural_form(str_from(lang), numbers[i]));
    assert_str(buf_str(&got), want);
    buf_finish(&got);
}

static void most_languages_have_one_and_other(void **state) {
    (void)state;
    assert_forms("en", "other one other other other other other other other other");
    assert_forms("fi", "other one other other other other other other other other");
    assert_forms("xx", "other one other other other other other other other other");
}

static void a_region_does_not_change_the_rule(void **state) {
    (void)state;
    assert_string_equal(plural_form(str_lit("RU-ru"), 3), "few");
    assert_string_equal(plural_form(str_lit("fr_CA"), 0), "one");
}

static void arabic_has_six_forms(void **state) {
    (void)state;
    assert_forms("ar", "zero one two few few many many many other many");
}

static void slavic_languages_look_at_the_last_digits(void **state) {
    (void)state;
    assert_forms("ru", "many one few few many many one few one many");
    assert_forms("pl", "many one few few many many many few many many");
    assert_forms("cs", "other one few few other other other other other other");
}

static void other_rules_are_those_of_the_languages(void **state) {
    (void)state;
    assert_forms("sr", "other one few few other other one few one other");
    assert_forms("sk", "other one few few other other other other other other");
    assert_forms("lt", "other one few few few other one few one other");
    assert_forms("lv", "zero one other other other zero one other one zero");
    assert_forms("ro", "few one few few few few other other few few");
    assert_forms("sl", "other one two few other other other other one other");
    assert_forms("he", "other one two other other other other other other other");
    assert_forms("ga", "other one two few few other other other other other");
    assert_forms("cy", "zero one two few other other other other other other");
    assert_forms("is", "other one other other other other one other one other");
    assert_forms("pt", "one one other other other other other other other other");
}

static void some_languages_have_one_form(void **state) {
    (void)state;
    assert_forms("ja", "other other other other other other other other other other");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(most_languages_have_one_and_other),
        TEST(a_region_does_not_change_the_rule),
        TEST(arabic_has_six_forms),
        TEST(slavic_languages_look_at_the_last_digits),
        TEST(other_rules_are_those_of_the_languages),
        TEST(some_languages_have_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
