/* Which language a text is shown in when the wanted one is missing. */
#include "site_fixture.h"

enum { EN, SV, FI };

static void open_site(struct made *m, struct fixture *f) {
    made_open(m, f);
    made_file(m, "site.yaml",
              "title: T\nlanguages:\n  en: {name: English}\n  sv: {name: Svenska}\n"
              "  fi: {name: Suomi, fallback: sv}\ndefault_language: en\ntheme: t\n"
              "profiles: [onion]\nrelease: {pack: t, serial: 1, date: 2026-11-23}\n");
    made_file(m, "themes/t/i18n/en.yaml", "both: en both\nonly: en only\n");
    made_file(m, "themes/t/i18n/sv.yaml", "both: sv both\n");
    made_guide(m, "content/en/guides/a.md", "A", "");
    assert_true(made_load(m));
}

static void a_text_falls_back_along_its_chain(void **state) {
    struct text_entry items[] = {{str_lit("de"), str_lit("D"), {0}},
                                 {str_lit("fi"), str_lit("F"), {0}},
                                 {str_lit("sv"), str_lit("S"), {0}},
                                 {STR_NONE, str_lit("N"), {0}}};
    struct text all = {items, 4}, unnamed = {&items[3], 1}, foreign = {items, 1}, none = {0};
    struct text nordic = {&items[2], 2};
    struct made m;
    uint32_t in;
    open_site(&m, *state);
    assert_str(site_text(&m.site, FI, &all, &in), "F");
    assert_int_equal(in, FI);
    assert_str(site_text(&m.site, FI, &nordic, &in), "S");
    assert_int_equal(in, SV);
    assert_str(site_text(&m.site, EN, &nordic, &in), "N"); /* the default language's */
    assert_int_equal(in, EN);
    assert_str(site_text(&m.site, FI, &unnamed, &in), "N");
    assert_int_equal(in, EN);
    assert_str(site_text(&m.site, FI, &foreign, &in), "D"); /* better than nothing */
    assert_null(site_text(&m.site, FI, &none, &in).p);
    made_close(&m);
}

static void a_word_of_the_theme_falls_back_too(void **state) {
    struct made m;
    open_site(&m, *state);
    assert_str(site_string(&m.site, FI, str_lit("both")), "sv both");
    assert_str(site_string(&m.site, FI, str_lit("only")), "en only");
    assert_str(site_string(&m.site, EN, str_lit("both")), "en both");
    assert_null(site_string(&m.site, EN, str_lit("neither")).p);
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_text_falls_back_along_its_chain),
        TEST(a_word_of_the_theme_falls_back_too),
    };
    return cmocka_run_group_tests_name("site/texts", tests, NULL, NULL);
}
