/* Opening hours: the subset, its canonical form, the week table, and errors inside the text. */
#include "broken.h"

#include "content/hours.h"

static struct hours parse(struct fixture *f, const char *text) {
    struct hours hours;
    struct source *source = arena_new(&f->mem, struct source);
    *source = (struct source){"h", arena_printf(&f->mem, "hours: %s", text)};
    bool ok = hours_parse(&f->mem, str_from(text), place_of(source, 1, 8, strlen(text)), &hours,
                          &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return hours;
}

static void canonical_forms_are_stable(void **state) {
    static const char *const forms[][2] = {
        {"24/7", "24/7"},
        {"24/7 \"ring the bell\"", "24/7 \"ring the bell\""},
        {"24/7; PH off", "Mo-Su 00:00-24:00; PH off"},
        {"Mo-Fr 16:00-20:00; Sa 12:00-16:00; PH off", "Mo-Fr 16:00-20:00; Sa 12:00-16:00; PH off"},
        {"Mo-Fr 08:30-19:00, Sa 09:00-15:00; Su off; PH off",
         "Mo-Fr 08:30-19:00; Sa 09:00-15:00; Su,PH off"},
        {"Fr,Sa 22:00-02:00", "Fr,Sa 22:00-02:00"},
        {"Fr 22:00-26:00", "Fr 22:00-02:00"},
        {"Tu,Th,Su 20:00-24:00", "Tu,Th,Su 20:00-24:00"},
        {"Sa-Mo 10:00-12:00", "Mo,Sa,Su 10:00-12:00"},
        {"10:00-18:00", "Mo-Su 10:00-18:00"},
        {"off", "Mo-Su off"},
        {"Mo closed", "Mo off"},
        {"Mo-Fr: 09:00-12:00 , 13:00-17:00", "Mo-Fr 09:00-12:00,13:00-17:00"},
        {"Mo 13:00-17:00,09:00-12:00", "Mo 09:00-12:00,13:00-17:00"},
        {"Mo 09:00-12:00, Mo 13:00-17:00", "Mo 09:00-12:00,13:00-17:00"},
        {"Mo-Fr 09:00-12:00; We off;", "Mo,Tu,Th,Fr 09:00-12:00; We off"},
        {"Mo,Tu 10:00-12:00 \"by appointment\"", "Mo,Tu 10:00-12:00 \"by appointment\""},
        {"Mo \"call first\"", "Mo \"call first\""},
        {"\"by appointment\"", "\"by appointment\""},
        {"Mo 10:00-12:00; \"and when we can; really\"",
         "Mo 10:00-12:00; \"and when we can; really\""},
        {"PH 10:00-12:00 \"ring the bell\"", "PH 10:00-12:00 \"ring the bell\""},
        {"Mo 10:00-12:00 \"ring\", Mo 14:00-16:00 \"ring\"", "Mo 10:00-12:00,14:00-16:00 \"ring\""},
        {"\"ring\"; Mo 10:00-12:00 \"at the gate\", \"ring\"",
         "Mo 10:00-12:00 \"at the gate\"; \"ring\""},
        {"Mo off \"summer\"", "Mo off \"summer\""},
        {"Mo off \"summer\", Tu 10:00-12:00", "Mo off \"summer\"; Tu 10:00-12:00"},
        {"Mo off, Mo 14:00-16:00 \"ring\"", "Mo 14:00-16:00 \"ring\""},
        {"Mo off \"ring\", Mo 14:00-16:00 \"ring\"", "Mo 14:00-16:00 \"ring\""},
        {"off \"summer\"; Mo 14:00-16:00", "Mo 14:00-16:00; Tu-Su off \"summer\""},
        {"Mo-Fr: off", "Mo-Fr off"},
        {"Mo: \"ring\"", "Mo \"ring\""},
        {"Mo 09:00-12:00; Mo 10:00-13:00", "Mo 10:00-13:00"}, /* put right, not taken away */
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        struct hours hours = parse(f, forms[i][0]);
        assert_no_diags(&f->diags);
        struct str text = hours_format(&f->mem, &hours);
        assert_str(text, forms[i][1]);
        hours = parse(f, text.p);
        assert_str(hours_format(&f->mem, &hours), forms[i][1]);
    }
}

static void a_range_past_midnight_ends_the_next_day(void **state) {
    struct fixture *f = *state;
    struct hours h = parse(f, "Fr 22:00-02:00");
    assert_true(h.days[4].given);
    assert_int_equal(h.days[4].spans[0].from, 22 * 60);
    assert_int_equal(h.days[4].spans[0].to, 26 * 60);
    assert_false(h.days[5].given);
    assert_string_equal(hours_span_text(h.days[4].spans[0]).p, "22:00-02:00");
    assert_string_equal(hours_clock(24 * 60).p, "24:00");
    assert_string_equal(hours_clock(0).p, "00:00");
}

static void a_week_table_joins_equal_days(void **state) {
    struct fixture *f = *state;
    struct hours h = parse(f, "Mo-Fr 16:00-20:00; Su off; PH off");
    struct hours_row rows[HOURS_DAYS];
    assert_int_equal(hours_rows(&h, rows), 3);
    assert_int_equal(rows[0].from, 0);
    assert_int_equal(rows[0].to, 4);
    assert_int_equal(rows[1].from, 5); /* Saturday is not named, Sunday is off: both closed */
    assert_int_equal(rows[1].to, 6);
    assert_int_equal(rows[1].day->count, 0);
    assert_int_equal(rows[2].from, 7);
    h = parse(f, "24/7");
    assert_int_equal(hours_rows(&h, rows), 2);
}

static const struct broken corpus[] = {
    {"", 1, 8, 1, "hours/empty", "a rule is missing"},
    {"Mo 10:00-12:00;; Tu off", 1, 23, 1, "hours/empty", "a rule is missing"},
    {"Mo 10:00-12:00,", 1, 23, 1, "hours/empty", "a rule is missing"},
    {" ", 1, 9, 1, "hours/empty", "a rule is missing"},
    {":", 1, 8, 1, "hours/unsupported", "':'"}, /* stands behind days only */
    {":09:00-12:00", 1, 8, 12, "hours/unsupported", "':09:00-12:00'"},
    {": off", 1, 8, 1, "hours/unsupported", "':'"},
    {":\"ring\"", 1, 8, 1, "hours/unsupported", "':'"},
    {"Mo off; : 09:00-12:00", 1, 16, 1, "hours/unsupported", "':'"},
    {"off: 10:00-12:00", 1, 11, 1, "hours/unsupported", "':'"},
    {"Mo:: 10:00-12:00", 1, 11, 1, "hours/unsupported", "':'"},
    {"\"\"", 1, 8, 2, "hours/empty", "a rule is missing"},
    {"Mon-Fri 10:00-12:00", 1, 8, 3, "hours/day", "did you mean 'Mo'?"},
    {"mo 10:00-12:00", 1, 8, 2, "hours/day", "did you mean 'Mo'?"},
    {"Mo-Thursday 10:00-12:00", 1, 11, 8, "hours/day", "did you mean 'Th'?"},
    {"Mo–Fr 10:00-12:00", 1, 10, 3, "hours/dash", "'-'"},
    {"Mo 10:00–12:00", 1, 16, 3, "hours/dash", "'-'"},
    {"Mo-PH 10:00-12:00", 1, 8, 5, "hours/day", "PH cannot be in a range"},
    {"Mo-Fr", 1, 8, 5, "hours/no-times", "no times"},
    {"Mo 9:00-12:00", 1, 11, 4, "hours/time", "09:00"},
    {"Mo 09:00-25", 1, 17, 2, "hours/time", "'25'"},
    {"Mo 09:00", 1, 11, 5, "hours/time", "an end is missing"},
    {"Mo 09:00-", 1, 17, 1, "hours/time", "missing at the end"},
    {"Mo 24:00-25:00", 1, 11, 5, "hours/time", "23:59"},
    {"Mo 10:60-12:00", 1, 11, 5, "hours/time", "'10:60'"},
    {"Mo 10:00-49:00", 1, 17, 5, "hours/time", "48:00"},
    {"Mo 10:00-10:00", 1, 11, 11, "hours/time", "same time"},
    {"Mo 10:00-40:00", 1, 11, 11, "hours/time", "longer than a day"},
    {"Mo 12:00-36:00", 1, 11, 11, "hours/time", "whole day"},
    {"Mo 10:00-14:00,12:00-16:00", 1, 8, 26, "hours/overlap", "overlap"},
    {"Mo 10:00-12:00 \"open", 1, 23, 5, "hours/comment", "closing quote"},
    {"Mo-Fr 09:00-17:00, We 17:00-19:00 \"women\"", 1, 27, 22, "hours/comment-day", "'schedules'"},
    {"Mo 10:00-12:00 \"a\", Mo 14:00-16:00 \"b\"", 1, 28, 18, "hours/comment-day", "one comment"},
    {"Mo 10:00-12:00 \"a\", Mo 14:00-16:00", 1, 28, 14, "hours/comment-day", "one comment"},
    {"Mo 10:00-12:00, Mo \"b\"", 1, 24, 6, "hours/comment-day", "one comment"},
    {"\"a\"; \"b\"", 1, 13, 3, "hours/comment-day", "one comment"},
    {"Mo off \"a\", Mo 14:00-16:00", 1, 20, 14, "hours/comment-day", "one comment"},
    {"off \"a\", Mo 14:00-16:00 \"b\"", 1, 17, 18, "hours/comment-day", "one comment"},
    {"24/7 \"a\"; \"b\"", 1, 18, 3, "hours/comment-day", "one comment"},
    {"SH off", 1, 8, 2, "hours/unsupported", "'SH'"},
    {"Jan-Mar 10:00-12:00", 1, 8, 3, "hours/unsupported", "'Jan'"},
    {"sunrise-sunset", 1, 8, 7, "hours/unsupported", "'sunrise'"},
    {"Mo 10:00-12:00+", 1, 22, 1, "hours/unsupported", "'+'"},
    {"Mo[1] 10:00-12:00", 1, 10, 3, "hours/unsupported", "'[1]'"},
    {"off 10:00-12:00", 1, 12, 11, "hours/unsupported", "'10:00-12:00'"},
    {"closed22:00-26:00", 1, 14, 11, "hours/unsupported", "'22:00-26:00'"},
    {"Mo off 10:00-12:00", 1, 15, 11, "hours/unsupported", "'10:00-12:00'"},
    {"Mo 09:00-17:00 off", 1, 8, 18, "hours/unsupported", "times cannot be taken out of a day"},
    {"Mo 01:00-02:00,02:00-03:00,03:00-04:00,04:00-05:00,05:00-06:00,06:00-07:00,07:00-08:00,"
     "08:00-09:00,09:00-10:00",
     1, 107, 11, "hours/too-many", "at most 8 ranges a day"},
    {"Mo 01:00-02:00,02:00-03:00,03:00-04:00,04:00-05:00,05:00-06:00,06:00-07:00,07:00-08:00,"
     "08:00-09:00, Mo 09:00-10:00",
     1, 108, 14, "hours/too-many", "at most 8 ranges a day"},
    {"Mo 10:00-12:00 || Tu off", 1, 23, 2, "hours/unsupported", "'||'"},
};

static void every_broken_text_is_marked_at_its_place(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void a_text_of_1000_bytes_is_read_and_one_of_1001_is_not(void **state) {
    struct fixture *f = *state;
    char text[1002];
    memset(text, ' ', sizeof(text));
    memcpy(text, "Mo off", 6);
    text[1000] = '\0';
    parse(f, text);
    assert_no_diags(&f->diags);
    text[1000] = ' ', text[1001] = '\0';
    parse(f, text);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "h", 1, "hours/too-long");
}

static void a_comment_that_takes_a_days_times_is_told(void **state) {
    struct fixture *f = *state;
    parse(f, "Mo-Fr 09:00-17:00; We \"ring twice\"");
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "h", 1, "hours/replaced");
    diags_finish(&f->diags);
    parse(f, "Mo-Fr 09:00-17:00; We off \"summer\"; \"ring twice\"");
    assert_no_diags(&f->diags);
}

static void each_bad_rule_is_reported(void **state) {
    struct fixture *f = *state;
    parse(f, "Xx 10:00-12:00 \"a;b\"; Mo 10:00-12:00; Yy off");
    assert_int_equal(f->diags.errors, 2);
    assert_int_equal(f->diags.items[1].column, 8 + 38);
}

static void a_text_with_escapes_is_marked_as_a_whole(void **state) {
    struct fixture *f = *state;
    struct source source = {"h", str_lit("hours: \"Mo x \\\"y\\\"\"")};
    struct hours hours;
    assert_false(hours_parse(&f->mem, str_lit("Mo x \"y\""), place_of(&source, 1, 9, 10), &hours,
                             &f->diags));
    assert_int_equal(f->diags.items[0].column, 9);
    assert_int_equal(f->diags.items[0].width, 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(canonical_forms_are_stable),
        TEST(a_range_past_midnight_ends_the_next_day),
        TEST(a_week_table_joins_equal_days),
        TEST(every_broken_text_is_marked_at_its_place),
        TEST(a_text_of_1000_bytes_is_read_and_one_of_1001_is_not),
        TEST(a_comment_that_takes_a_days_times_is_told),
        TEST(each_bad_rule_is_reported),
        TEST(a_text_with_escapes_is_marked_as_a_whole),
    };
    return cmocka_run_group_tests_name("content/hours", tests, NULL, NULL);
}
