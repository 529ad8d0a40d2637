/* Words that shame. */
#include "looking.h"

static const char *look(struct fixture *f, const char *yaml, const char *text) {
    struct lint l = {.mem = &f->mem};
    struct source source = {"themes/x/i18n/en.yaml", str_from(yaml)};
    struct strings strings;
    assert_true(strings_parse(&f->mem, &source, &strings, &f->diags));
    struct prose p = prose_of(&l, text, "en");
    words_check(&l, words_open(&l, &strings), &p);
    const char *all = found(f, &l);
    arena_finish(&l.page);
    return all;
}

static void whole_words_are_found_whatever_their_case(void **state) {
    struct fixture *f = *state;
    static const char yaml[] = "words.avoid.addict: a person\nwords.avoid.drug_abuse: drug use\n";
    assert_string_equal(look(f, yaml, "An Addict."), "words/avoid 13+6");
    assert_string_equal(look(f, yaml, "addiction, addicts"), "");
    assert_string_equal(look(f, yaml, "Drug\nabuse; drug-abuse"),
                        "words/avoid 10+10; words/avoid 22+10");
    assert_string_equal(look(f, yaml, "drug, abuse; drug. Abuse"), "");
    assert_string_equal(look(f, yaml, "`addict` [x](addict.md) [@addict] {#addict}"), "");
    assert_string_equal(look(f, "", "addict"), "");
}

static void a_dash_at_the_end_takes_any_ending(void **state) {
    struct fixture *f = *state;
    static const char yaml[] = "words.avoid.narkkar-: x\nwords.avoid.drug_user-: y\n";
    assert_string_equal(look(f, yaml, "narkkareita, narkka"), "words/avoid 10+11");
    assert_string_equal(look(f, yaml, "drug users' drug use"), "words/avoid 10+10");
}

static void a_term_has_as_many_words_as_it_needs(void **state) {
    struct fixture *f = *state;
    static const char yaml[] = "words.avoid.not_clean_for_a_long_time: x\n";
    assert_string_equal(look(f, yaml, "Not clean for a\nlong time, not clean for a year"),
                        "words/avoid 10+25");
}

static void a_term_of_very_many_words_is_none(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "words.avoid.a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p: x\n",
                             "a b c d e f g h i j k l m n o p"),
                        "words/avoid 10+31");
    assert_string_equal(look(f,
                             "words.avoid.a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q: x\n"
                             "words.avoid.d_e: y\n",
                             "a b c d e f g h i j k l m n o p q"),
                        "words/avoid 16+3");
}

static void terms_are_words_of_any_script(void **state) {
    struct fixture *f = *state;
    static const char yaml[] = "words.avoid.مدمن: x\nwords.avoid.väärä: y\n";
    assert_string_equal(look(f, yaml, "كل مدمن هنا"), "words/avoid 15+8");
    assert_string_equal(look(f, yaml, "VÄÄRÄ"), "words/avoid 10+8");
    struct source source = {"themes/x/i18n/en.yaml", str_lit("sivut.väärä: y\n")};
    struct strings strings;
    assert_false(strings_parse(&f->mem, &source, &strings, &f->diags));
    assert_diag(&f->diags, 0, "themes/x/i18n/en.yaml", 1, "content/id-invalid");
}

static void terms_that_share_their_first_word_are_all_tried(void **state) {
    struct fixture *f = *state;
    static const char yaml[] =
        "words.avoid.get_clean: a\nwords.avoid.get_dirty: b\nwords.avoid.get_off_it: c\n";
    assert_string_equal(look(f, yaml, "get off it"), "words/avoid 10+10");
    assert_string_equal(look(f, yaml, "get dirty get on"), "words/avoid 10+9");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(whole_words_are_found_whatever_their_case),
        TEST(a_dash_at_the_end_takes_any_ending),
        TEST(a_term_has_as_many_words_as_it_needs),
        TEST(a_term_of_very_many_words_is_none),
        TEST(terms_are_words_of_any_script),
        TEST(terms_that_share_their_first_word_are_all_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
