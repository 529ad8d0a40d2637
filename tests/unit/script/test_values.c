/* Values in templates: what each prints, has and refuses. */
#include "site_fixture.h"

static void numbers_print_as_they_are_written(void **state) {
    assert_renders(*state, "{{ -5 }} {{ 7 // 2 }} {{ 1 / 4 }} {{ -0.0 }} {{ 1e15 }} {{ 2^53 }}",
                   "-5 3 0.25 0 1e+15 9.007199254741e+15");
}

static void white_space_that_is_no_blank_becomes_one(void **state) {
    assert_renders(*state, "{{ 'a\\tb\\rcä' }}", "a bcä");
}

static void ready_made_html_has_a_length_and_equals_its_like(void **state) {
    assert_renders(*state,
                   "{{ #page.body }} {{ page.body == safe('<p>Body</p>') and 'same' }} "
                   "{{ page.body == safe('x') or 'other' }} {{ safe(page.body) }}",
                   "11 same other <p>Body</p>");
}

static void dates_are_compared(void **state) {
    assert_renders(*state,
                   "{{ site.date <= site.date and 1 }}{{ site.date < site.date or 2 }}"
                   "{{ site.date >= site.date and 3 }}",
                   "123");
}

static void text_functions_take_the_empty_and_the_far_end(void **state) {
    assert_renders(*state,
                   "[{{ ('x'):rep(0) }}{{ (''):rep(9) }}] {{ ('abc'):byte(2) }} "
                   "{{ ('abc'):byte(-1) }} {{ select('#', ('abc'):byte(1, -1)) }} "
                   "{{ select('#', ('abc'):byte(9)) }} {{ ('%d%%'):format(5) }}",
                   "[] 98 99 3 0 5%");
}

static void words_for_a_number_take_the_general_form(void **state) {
    struct site_fixture *f = *state;
    add_string(f, 0, "days.other", "{count} days");
    assert_renders(f, "{{ t('days', {count = 1}) }} {{ t('home', {}) }}", "1 days Start");
}

static void dates_have_their_parts(void **state) {
    struct site_fixture *f = *state;
    add_string(f, 1, "date", "{dd}.{mm}.{y}");
    f->site.date = (struct date){2026, 3, 4};
    f->pages[0].language = 1;
    assert_renders(f, "{{ date(site.date) }}", "04.03.2026");
}

/* One template each: what is wrong is said in the theme's terms, at its line. */
static void rare_calls_give_what_lua_gives(void **state) {
    static const char *const rows[][2] = {
        {"{{ site.guides[3] == nil and 'none' }} {{ site.guides[-1] == nil and 'none' }}",
         "none none"},
        {"{{ lang.exit_page == nil and 'none' }}", "none"},
        {"{{ (('ab'):gsub('b', '100%%')) }}", "a100%"},
        {"{{ (('ab'):gsub('(b)', '%1%0')) }}", "abb"},
        {"{% local t = {} %}{% for i = 1, 600 do %}{% local _ = table.insert(t, i % 10) %}{% end %}"
         "{{ #table.concat(t, ', ') }}",
         "1798"},
        {"{{ [==[a]=]b]==] }}", "a]=]b"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        void *one = NULL;
        assert_int_equal(site_setup(&one), 0);
        assert_renders(one, rows[i][0], rows[i][1]);
        site_teardown(&one);
    }
    (void)state;
}

static void a_static_file_that_is_not_there_has_a_suggestion(void **state) {
    struct site_fixture *f = *state;
    struct fs_entry files[] = {{str_lit("canary.txt")}, {str_lit("mirrors.txt")}};
    f->site.statics = (struct fs_list){.items = files, .count = 2};
    assert_fails(f, "{{ url('miror.txt') }}", 1, "template/url");
    assert_non_null(strstr(f->diags.items[0].message, "did you mean 'mirrors.txt'?"));
}

static void what_a_value_is_not_is_said(void **state) {
    static const struct {
        const char *text, *code, *message;
    } rows[] = {
        {"{{ date(nil) }}", "template/nil", "date() was given nil: ask {% if … then %} first"},
        {"{{ url(nil) }}", "template/nil", "url() was given nil: ask {% if … then %} first"},
        {"{{ date(page) }}", "template/argument", "date() wants a date, not page"},
        {"{{ date(5) }}", "template/argument", "date() wants a date, not number"},
        {"{{ url(site) }}", "template/argument",
         "url() wants a page, a code or a path, not a site"},
        {"{{ t('home', 5) }}", "template/argument",
         "t() wants its values in a table: t(\"home\", {name = value})"},
        {"{{ page[1] }}", "template/undefined", "a page has named fields, not numbered ones"},
        {"{{ site.guides.first }}", "template/undefined",
         "a list has no field 'first': take an item by its number, or walk over it"},
        {"{{ #page }}", "template/value", "a page is not a list and has no length"},
        {"{{ page() }}", "template/value", "a page is not a function"},
        {"{{ page < page }}", "template/value", "only numbers, texts and dates can be compared"},
        {"{{ page.body.x }}", "template/value",
         "ready-made HTML has no fields: it can only be printed"},
        {"{{ plain(page) }}", "template/value", "text is wanted here, not page"},
        {"{{ plain({}) }}", "template/value", "text is wanted here, not table"},
        {"{{ string[1] }}", "template/undefined", "this library has named fields only"},
        {"{% for i, x in ipairs(5) do %}{% end %}", "template/value",
         "ipairs wants a list, not number"},
        {"{% once page %}x{% endonce %}", "template/value",
         "the key of 'once' is a text, not page"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        void *one = NULL;
        assert_int_equal(site_setup(&one), 0);
        struct site_fixture *f = one;
        add_file(f, "layouts/guide.html", rows[i].text);
        bool made = render(f);
        if (made || f->diags.count != 1 || strcmp(f->diags.items[0].code, rows[i].code) != 0 ||
            (rows[i].message != NULL &&
             strstr(f->diags.items[0].message, rows[i].message) == NULL)) {
            print_message("%s: wanted %s\n", rows[i].text, rows[i].code);
            print_diags(&f->diags);
            fail();
        }
        assert_int_equal(f->diags.items[0].line, 1);
        site_teardown(&one);
    }
    (void)state;
}

static void the_words_of_a_date_may_name_its_parts_alone(void **state) {
    struct site_fixture *f = *state;
    add_string(f, 1, "date", "{d} {weekday}");
    f->pages[0].language = 1;
    assert_fails(f, "\n{{ date(site.date) }}", 2, "template/string-argument");
}

/* A piece that takes values of every kind is made once for each of them, not for the first. */
static void a_piece_is_made_for_each_kind_of_value(void **state) {
    struct site_fixture *f = *state;
    assert_renders(f,
                   "{% for _, v in {true, false, 1, 1.5, 'a', page.body} do %}"
                   "{% once 'k' %}{{ v == true and 'yes' or v == false and 'no' or v }} "
                   "{% endonce %}{% end %}{% local n %}{% once 'n' %}{{ n == nil and '-' }}"
                   "{% endonce %}",
                   "yes no 1 1.5 a <p>Body</p> -");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "yes no 1 1.5 a <p>Body</p> -");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(numbers_print_as_they_are_written),
        SITE_TEST(white_space_that_is_no_blank_becomes_one),
        SITE_TEST(ready_made_html_has_a_length_and_equals_its_like),
        SITE_TEST(dates_are_compared),
        SITE_TEST(text_functions_take_the_empty_and_the_far_end),
        SITE_TEST(rare_calls_give_what_lua_gives),
        SITE_TEST(a_static_file_that_is_not_there_has_a_suggestion),
        SITE_TEST(words_for_a_number_take_the_general_form),
        SITE_TEST(dates_have_their_parts),
        SITE_TEST(what_a_value_is_not_is_said),
        SITE_TEST(the_words_of_a_date_may_name_its_parts_alone),
        SITE_TEST(a_piece_is_made_for_each_kind_of_value),
    };
    return cmocka_run_group_tests_name("script/values", tests, NULL, NULL);
}
