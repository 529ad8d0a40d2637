/* A theme's own files: i18n/<lang>.yaml and theme.yaml; and choosing among languages. */
#include "fixture.h"

#include "content/content.h"

static void strings_are_flat_and_keep_their_order(void **state) {
    struct fixture *f = *state;
    struct source source = {"themes/plain/i18n/pt-BR.yaml",
                            str_lit("alphabet: a b c ä\nnav.guides: Guias\nyes: no\nempty: \"\"\n"
                                    "none:\n")};
    struct strings s;
    assert_true(strings_parse(&f->mem, &source, &s, &f->diags));
    assert_str(s.lang, "pt-BR");
    assert_str(s.alphabet, "a b c ä");
    assert_int_equal(s.count, 4);
    assert_int_equal(map_get(&s.by_key, str_lit("yes")), 1);
    assert_str(s.keys[0].value, "nav.guides");
    assert_str(s.values[1].value, "no");
    assert_non_null(s.values[2].value.p);
    assert_int_equal(s.values[3].value.len, 0);
    assert_int_equal(map_get(&s.by_key, str_lit("alphabet")), MAP_NONE);
}

static void a_theme_inherits_the_words_that_it_does_not_give(void **state) {
    struct fixture *f = *state;
    struct source own = {"themes/mine/i18n/fi.yaml", str_lit("skip: Oma\nexit: \"\"\n")};
    struct source parent = {"themes/plain/i18n/fi.yaml",
                            str_lit("alphabet: a b\nskip: Ohita\nexit: Poistu\nmore: Lisää\n")};
    struct strings s = {0};
    assert_true(strings_inherit(&f->mem, &own, &s, &f->diags));
    assert_true(strings_inherit(&f->mem, &parent, &s, &f->diags));
    assert_int_equal(s.count, 3);
    assert_str(s.values[map_get(&s.by_key, str_lit("skip"))].value, "Oma");
    assert_str(s.values[map_get(&s.by_key, str_lit("exit"))].value, "");
    assert_str(s.values[map_get(&s.by_key, str_lit("more"))].value, "Lisää");
    assert_str(s.alphabet, "a b");
}

static void nested_strings_and_odd_keys_are_refused(void **state) {
    struct fixture *f = *state;
    struct source source = {"fi.yaml", str_lit("nav: {guides: x}\na b: c\nok: yes\n")};
    struct strings s;
    assert_false(strings_parse(&f->mem, &source, &s, &f->diags));
    assert_diag(&f->diags, 0, "fi.yaml", 1, "content/not-a-word");
    assert_diag(&f->diags, 1, "fi.yaml", 2, "content/id-invalid");
    assert_int_equal(s.count, 1);
}

static void a_theme_has_limits_and_settings(void **state) {
    struct fixture *f = *state;
    struct source source = {"theme.yaml",
                            str_lit("name: Plain\nextends: base\nversion: 1.0\n"
                                    "limits: {memory_bytes: 1000, steps: 5}\n"
                                    "settings: {cover: no, columns: 3, c: 1, d: 2, e: x}\n")};
    struct theme_settings t;
    assert_true(theme_parse(&f->mem, &source, &t, &f->diags));
    assert_str(t.extends, "base");
    assert_int_equal(t.memory_bytes, 1000);
    assert_int_equal(t.steps, 5);
    assert_int_equal(t.milliseconds, 0);
    assert_int_equal(t.count, 5);
    assert_str(t.keys[4].value, "e");
    assert_str(t.values[0].value, "no");
}

static void limits_of_a_theme_have_a_maximum(void **state) {
    struct fixture *f = *state;
    struct source fine = {"theme.yaml",
                          str_lit("limits: {memory_bytes: 1073741824, steps: 1000000000, "
                                  "milliseconds: 60000}\n")};
    struct source source = {"theme.yaml",
                            str_lit("limits:\n  memory_bytes: 1073741825\n  steps: 1000000001\n"
                                    "  milliseconds: 60001\n")};
    struct theme_settings t;
    assert_true(theme_parse(&f->mem, &fine, &t, &f->diags));
    assert_false(theme_parse(&f->mem, &source, &t, &f->diags));
    for (size_t i = 0; i < 3; i++)
        assert_diag(&f->diags, i, "theme.yaml", (unsigned)i + 2, "content/number-invalid");
}

static void a_broken_theme_is_told_by_line(void **state) {
    struct fixture *f = *state;
    struct source source = {"theme.yaml", str_lit("nmae: x\nlimits: {steps: 0, mem: 1}\n"
                                                  "settings: [a]\nextends: ../x\n")};
    struct theme_settings t;
    assert_false(theme_parse(&f->mem, &source, &t, &f->diags));
    assert_diag(&f->diags, 0, "theme.yaml", 1, "content/field-unknown");
    assert_diag(&f->diags, 1, "theme.yaml", 2, "content/number-invalid");
    assert_diag(&f->diags, 2, "theme.yaml", 2, "content/field-unknown");
    assert_diag(&f->diags, 3, "theme.yaml", 3, "content/not-fields");
    assert_diag(&f->diags, 4, "theme.yaml", 4, "content/id-invalid");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(strings_are_flat_and_keep_their_order),
        TEST(a_theme_inherits_the_words_that_it_does_not_give),
        TEST(nested_strings_and_odd_keys_are_refused),
        TEST(a_theme_has_limits_and_settings),
        TEST(limits_of_a_theme_have_a_maximum),
        TEST(a_broken_theme_is_told_by_line),
    };
    return cmocka_run_group_tests_name("content/strings", tests, NULL, NULL);
}
