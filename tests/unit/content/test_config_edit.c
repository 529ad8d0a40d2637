#include "content/content.h"

#include "fixture.h"

#define HEAD "title: T\nlanguages: {en: {name: English}}\ndefault_language: en\n"

static const struct config_edit EDIT = {10, {2027, 1, 2}, {2027, 7, 2}};

static void only_the_values_are_replaced(void **state) {
    static const char *const cases[][2] = {
        {"release: {serial: 9, date: 2026-01-01, expires: 2026-07-01}\n# end",
         "release: {serial: 10, date: 2027-01-02, expires: 2027-07-02}\n# end"},
        {"release:\r\n  date: '2026-01-01'\r\n  serial: \"9\" # 9\r\n  expires: 2026-07-01\r\n",
         "release:\r\n  date: '2027-01-02'\r\n  serial: \"10\" # 9\r\n  expires: 2027-07-02\r\n"},
        {"areas: {serial: {en: 9}}\nrelease: {expires: 2026-07-01,\n  date: 2026-01-01,   serial: "
         "9}",
         "areas: {serial: {en: 9}}\nrelease: {expires: 2027-07-02,\n  date: 2027-01-02,   serial: "
         "10}"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct source source = {"site.yaml", arena_printf(&f->mem, "%s%s", HEAD, cases[i][0])};
        struct buf out = {0};
        assert_true(config_edit_release(&source, &EDIT, &out, &f->diags));
        assert_str(str_from_offset(buf_str(&out), strlen(HEAD)), cases[i][1]);
        buf_finish(&out);
    }
    assert_no_diags(&f->diags);
}

static void what_is_not_there_is_told(void **state) {
    static const char *const cases[] = {
        "",
        "release: 9\n",
        "release: {serial: 9}\n",
        "release: {date: 2026-01-01, expires: 2026-07-01}\n",
        "release: {serial: 9, date: 2026-01-01}\n",
        "release: {serial: , date: 2026-01-01, expires: 2026-07-01}\n",
        "release: {serial: \"\\x39\", date: 2026-01-01, expires: 2026-07-01}\n",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct source source = {"site.yaml", arena_printf(&f->mem, "%s%s", HEAD, cases[i])};
        struct buf out = {0};
        size_t errors = f->diags.errors;
        assert_false(config_edit_release(&source, &EDIT, &out, &f->diags));
        assert_int_equal(f->diags.errors, errors + 1);
        assert_int_equal(out.len, 0);
        buf_finish(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(only_the_values_are_replaced),
        TEST(what_is_not_there_is_told),
    };
    return cmocka_run_group_tests_name("content/config_edit", tests, NULL, NULL);
}
