/* Amounts: the ways to write them that cannot be misread, and only those. */
#include "fixture.h"

#include "content/dose.h"

static bool amount_ok(struct fixture *f, const char *text) {
    struct dose_row row = {.unit = {str_lit("mg"), {0}}, .light = {str_from(text), {0}}};
    return dose_check(&row, &f->diags);
}

static bool duration_ok(struct fixture *f, const char *text) {
    struct word w = {str_from(text), {0}};
    return dose_check_duration(&w, "onset", &f->diags);
}

static void amounts_have_one_clear_form(void **state) {
    static const char *const good[] = {
        "40", "40-75", "0.5",      "0.5-1 mg", "40–75",   "40 to 75",      "180+",
        "~5", "<5",    "0.25-0.5", "1000",     "40 - 75", "40 mg - 75 mg", "10.5"};
    static const char *const bad[] = {"",      ".5",     "1.0", "1.50",  "5mg",  "5 mcg",   "5 µg",
                                      "75-40", "5-5",    "1,5", "1,000", "5-",   "-5",      "5--6",
                                      "a lot", "5 mg x", "5.",  "1.2.3", "5 to", "40-75mg", "٤٠"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(amount_ok(f, good[i]));
    assert_no_diags(&f->diags);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_false(amount_ok(f, bad[i]));
        assert_int_equal(f->diags.errors, i + 1); /* one sentence each */
    }
}

static void durations_end_with_a_unit(void **state) {
    static const char *const good[] = {"20-70 min", "1 h",      "30 min - 2 h", "3 to 5 h",
                                       "12-72 h",   "2-3 days", "0.5-1 h",      "10-30 s"};
    static const char *const bad[] = {"20-70", "2h",        "1-2 hrs", ".5 h",
                                      "soon",  "70-20 min", "1.0 h"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(duration_ok(f, good[i]));
    assert_no_diags(&f->diags);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(duration_ok(f, bad[i]));
    assert_true(dose_check_duration(&(struct word){0}, "peak", &f->diags));
    diags_finish(&f->diags);
    assert_false(duration_ok(f, "20 mn"));
    assert_non_null(strstr(f->diags.items[0].message, "'mn', did you mean 'min'?"));
}

static void levels_rise(void **state) {
    struct fixture *f = *state;
    struct dose_row row = {.unit = {str_lit("g"), {0}},
                           .threshold = {str_lit("0.05"), {0}},
                           .light = {str_lit("0.1-0.5"), {0}},
                           .strong = {str_lit("0.5-0.9"), {0}},
                           .heavy = {str_lit("0.9+"), {0}}};
    assert_true(dose_check(&row, &f->diags));
    row.heavy.value = str_lit("0.8+"); /* open above: more than any range */
    assert_true(dose_check(&row, &f->diags));
    row.heavy.value = str_lit("0.25+");
    assert_false(dose_check(&row, &f->diags));
    assert_string_equal(f->diags.items[0].code, "dose/order");
    assert_string_equal(f->diags.items[0].message, "'heavy' is less than 'strong'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(amounts_have_one_clear_form),
        TEST(durations_end_with_a_unit),
        TEST(levels_rise),
    };
    return cmocka_run_group_tests_name("content/dose", tests, NULL, NULL);
}
