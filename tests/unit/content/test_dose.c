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
    static const char *const good[] = {"40",
                                       "40-75",
                                       "0.5",
                                       "0.5-1 mg",
                                       "40–75",
                                       "40 to 75",
                                       "180+",
                                       "~5",
                                       "<5",
                                       "0.25-0.5",
                                       "1000",
                                       "40 - 75",
                                       "40 mg - 75 mg",
                                       "10.5",
                                       "0.0001-0.0005",
                                       "0.000001"};
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

static void digits_of_a_script_are_named(void **state) {
    static const char *const bad[] = {"٤٠", "40-٧٥", "1٠"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_false(amount_ok(f, bad[i]));
        assert_string_equal(f->diags.items[i].code, "dose/number");
        assert_non_null(strstr(f->diags.items[i].message, "write 0 to 9"));
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

static void the_unit_that_was_meant_is_named(void **state) {
    static const char *const meant[][2] = {
        {"cc", "ml"},          {"ccs", "ml"},        {"mls", "ml"},         {"mL", "ml"},
        {"millilitres", "ml"}, {"milliliter", "ml"}, {"milligrams", "mg"},  {"Milligramm", "mg"},
        {"mgs", "mg"},         {"MG", "mg"},         {"micrograms", "mcg"}, {"mikrogramm", "mcg"},
        {"µg", "mcg"},         {"ug", "mcg"},        {"mkg", "mcg"},        {"gr", "g"},
        {"gm", "g"},           {"grams", "g"},       {"grammes", "g"},      {"iu", "units"},
        {"IU", "units"},       {"unit", "units"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(meant); i++) {
        struct word unit = {str_from(meant[i][0]), {0}};
        assert_false(dose_check_unit(&unit, &f->diags));
        const char *want = arena_printf(&f->mem, ", did you mean '%s'?", meant[i][1]).p;
        assert_non_null(strstr(f->diags.items[0].message, want));
        diags_finish(&f->diags);
    }
}

static void both_ends_of_a_range_are_in_the_rows_unit(void **state) {
    struct fixture *f = *state;
    assert_true(amount_ok(f, "40 mg - 75 mg"));
    assert_false(amount_ok(f, "40 g - 75 mg"));
    assert_string_equal(f->diags.items[0].code, "dose/unit");
    assert_non_null(strstr(f->diags.items[0].message, "'40 g - 75 mg' is in g, its row in mg"));
    diags_finish(&f->diags);
    assert_false(amount_ok(f, "40 mg - 75 g"));
    diags_finish(&f->diags);
    assert_false(amount_ok(f, "500 mcg - 1 mg"));
    assert_string_equal(f->diags.items[0].code, "dose/unit");
    diags_finish(&f->diags);
    assert_true(duration_ok(f, "30 min - 2 h"));
    assert_true(duration_ok(f, "20 h - 2 days"));
    assert_false(duration_ok(f, "2 h - 30 min"));
    assert_string_equal(f->diags.items[0].code, "dose/range");
    diags_finish(&f->diags);
    assert_false(duration_ok(f, "60 min - 1 h"));
    assert_false(duration_ok(f, "1 weeks - 7 days"));
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

/* Each pair is `light` and `common`. */
static struct dose_row pair(const char *light, const char *common) {
    return (struct dose_row){.unit = {str_lit("mg"), {0}},
                             .light = {str_from(light), {.line = 1}},
                             .common = {str_from(common), {.line = 2}}};
}

static void a_level_begins_and_ends_no_lower_than_the_one_before(void **state) {
    static const char *const good[][2] = {{"40-75", "50-75"}, /* the same end */
                                          {"40-75", "60"},    /* one figure has no end */
                                          {"40", "40-75"},
                                          {"0.0004-0.0005", "0.0005-0.0006"}};
    static const char *const bad[][2] = {
        {"40-75", "50-70"}, {"40-75", "30-80"}, {"0.0005-0.0006", "0.0004-0.0007"}};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct dose_row row = pair(good[i][0], good[i][1]);
        assert_true(dose_check(&row, &f->diags));
    }
    assert_no_diags(&f->diags);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct dose_row row = pair(bad[i][0], bad[i][1]);
        assert_false(dose_check(&row, &f->diags));
        assert_int_equal(f->diags.errors, i + 1);
    }
}

static void ranges_that_share_amounts_are_found(void **state) {
    static const char *const apart[][2] = {
        {"40-75", "75-125"}, {"40", "40-75"}, {"40-75", "60"}, {"40-75", ""}, {"40-75", "x"}};
    struct dose_row row = pair("40-75", "70-125");
    struct dose_overlap o;
    (void)state;
    assert_true(dose_overlap(&row, &o));
    assert_string_equal(o.upper, "common");
    assert_string_equal(o.lower, "light");
    assert_int_equal(o.at.line, 2);
    for (size_t i = 0; i < ARRAY_LEN(apart); i++) {
        row = pair(apart[i][0], apart[i][1]);
        assert_false(dose_overlap(&row, &o));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(amounts_have_one_clear_form),
        TEST(digits_of_a_script_are_named),
        TEST(durations_end_with_a_unit),
        TEST(the_unit_that_was_meant_is_named),
        TEST(both_ends_of_a_range_are_in_the_rows_unit),
        TEST(levels_rise),
        TEST(a_level_begins_and_ends_no_lower_than_the_one_before),
        TEST(ranges_that_share_amounts_are_found),
    };
    return cmocka_run_group_tests_name("content/dose", tests, NULL, NULL);
}
