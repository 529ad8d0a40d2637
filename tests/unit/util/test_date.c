/* Calendar dates. */
#include "fixture.h"

static struct date date(const char *text) {
    struct date d = {0};
    assert_true(date_parse(str_from(text), &d));
    return d;
}

static void only_days_of_the_calendar_are_dates(void **state) {
    static const char *const bad[] = {"2026-02-29",  "2026-13-01", "2026-00-01", "2026-01-00",
                                      "1969-12-31",  "2026-1-01",  "2026-01-1",  "20260101",
                                      "2026/01/01",  "2026-01-32", "+026-01-01", "2100-02-29",
                                      "2026-01-01 ", "",           "10000-01-01"};
    struct date d = {1999, 9, 9};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(date_parse(str_from(bad[i]), &d));
    assert_int_equal(d.year, 1999);
    assert_true(date_parse(str_lit("2024-02-29"), &d));
    assert_true(date_parse(str_lit("2000-02-29"), &d));
    assert_true(date_parse(str_lit("9999-12-31"), &d));
    assert_string_equal(date_format(d).p, "9999-12-31");
    assert_true(date_cmp(date("2026-09-30"), date("2026-10-01")) < 0);
}

static void months_are_added_to_the_same_day_or_the_last(void **state) {
    (void)state;
    assert_string_equal(date_format(date_add_months(date("2026-11-23"), 12)).p, "2027-11-23");
    assert_string_equal(date_format(date_add_months(date("2026-01-31"), 1)).p, "2026-02-28");
    assert_string_equal(date_format(date_add_months(date("2024-01-31"), 1)).p, "2024-02-29");
    assert_string_equal(date_format(date_add_months(date("2026-12-31"), 2)).p, "2027-02-28");
    assert_string_equal(date_format(date_add_months(date("2026-12-01"), 0)).p, "2026-12-01");
}

static void the_calendar_ends_with_year_9999(void **state) {
    (void)state;
    assert_string_equal(date_format(date_add_months(date("9999-06-15"), 12)).p, "9999-12-31");
    assert_string_equal(date_format(date_add_months(date("2026-06-15"), UINT32_MAX)).p,
                        "9999-12-31");
    assert_string_equal(date_format(date_from_days(INT32_MAX)).p, "9999-12-31");
    assert_string_equal(date_format(date_from_days(-1)).p, "1970-01-01");
}

static void no_date_stays_no_date(void **state) {
    struct date none = {0};
    (void)state;
    assert_false(date_is_set(date_add_months(none, 12)));
    assert_int_equal(date_to_days(none), 0);
}

static void days_count_from_1970_and_back(void **state) {
    (void)state;
    assert_int_equal(date_to_days(date("1970-01-01")), 0);
    assert_int_equal(date_to_days(date("2000-03-01")), 11017);
    assert_int_equal(date_to_days(date("9999-12-31")), 2932896);
    for (int32_t day = 0; day < 40000; day += 13)
        assert_int_equal(date_to_days(date_from_days(day)), day);
    assert_int_equal(date_weekday(date("2026-11-23")), 1);
    assert_int_equal(date_weekday(date("1970-01-01")), 4);
    assert_int_equal(date_weekday(date("2026-11-29")), 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(only_days_of_the_calendar_are_dates),
        TEST(months_are_added_to_the_same_day_or_the_last),
        TEST(the_calendar_ends_with_year_9999),
        TEST(no_date_stays_no_date),
        TEST(days_count_from_1970_and_back),
    };
    return cmocka_run_group_tests_name("util/date", tests, NULL, NULL);
}
