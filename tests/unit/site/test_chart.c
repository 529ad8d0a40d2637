/* The interaction chart: both directions, classes, names, pairs given twice. */
#include "site_fixture.h"

static void two_guides(struct made *m, struct fixture *f) {
    made_open(m, f);
    made_frame(m);
    made_guide(m, "content/en/guides/alpha.md", "Alpha", "classes: [soft]\naliases: [tram]\n");
    made_guide(m, "content/en/guides/beta.md", "Beta", "");
    made_file(m, "content/classes.yaml",
              "soft: {name: Softs}\nmist: {name: Mist}\ntram: {name: Tram}\n");
}

static void a_pair_is_seen_from_both_sides(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv", "a,b,risk,note,sources\nalpha,beta,bad,N,\n");
    assert_true(made_load(&m));
    const struct page *alpha = made_page(&m, "en/guides/alpha.html");
    const struct page *beta = made_page(&m, "en/guides/beta.html");
    assert_int_equal(alpha->interaction_count, 1);
    assert_int_equal(beta->interaction_count, 1);
    assert_str(site_substance_name(&m.site, 0, alpha->interactions[0].other), "Beta");
    assert_str(site_substance_name(&m.site, 0, beta->interactions[0].other), "Alpha");
    assert_ptr_equal(alpha->interactions[0].with, beta->interactions[0].with);
    made_close(&m);
}

static void a_pair_given_twice_is_an_error_whatever_the_direction(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv",
              "a,b,risk,note,sources\nalpha,beta,bad,N,\nbeta,alpha,fine,N,\n");
    assert_false(made_load(&m));
    assert_int_equal(m.f->diags.errors, 1);
    assert_diag(&m.f->diags, 0, "content/interactions.csv", 3, "interactions/repeated");
    made_close(&m);
}

static void a_pair_given_twice_under_another_name_is_an_error_too(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_guide(&m, "content/en/guides/beta.md", "Beta", "aliases: [bee]\n");
    made_file(&m, "content/interactions.csv",
              "a,b,risk,note,sources\nalpha,beta,bad,N,\nbee,alpha,fine,N,\n");
    assert_false(made_load(&m));
    assert_diag(&m.f->diags, 0, "content/interactions.csv", 3, "chart/pair-twice");
    made_close(&m);
}

static void a_group_comes_before_an_alias_of_a_guide(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv", "a,b,risk,note,sources\ntram,beta,bad,N,\n");
    assert_true(made_load(&m));
    const struct page *beta = made_page(&m, "en/guides/beta.html");
    assert_str(site_substance_name(&m.site, 0, beta->interactions[0].other), "Tram");
    assert_int_equal(made_page(&m, "en/guides/alpha.html")->interaction_count, 0);
    made_close(&m);
}

static void a_guide_has_the_rows_of_its_class_unless_its_own_row_says_otherwise(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv",
              "a,b,risk,note,sources\nsoft,mist,bad,Class,\nsoft,beta,bad,Class,\n"
              "alpha,beta,fine,Own,\n");
    assert_true(made_load(&m));
    const struct page *alpha = made_page(&m, "en/guides/alpha.html");
    assert_int_equal(alpha->interaction_count, 2);
    assert_str(site_substance_name(&m.site, 0, alpha->interactions[0].other), "Mist");
    assert_str(alpha->interactions[1].with->row->note.items[0].value, "Own");
    made_close(&m);
}

static void of_the_rows_of_two_classes_the_worse_one_counts_whichever_comes_first(void **state) {
    static const char *const rows[] = {"soft,beta,bad,Worse,\nmist,beta,fine,Better,\n",
                                       "mist,beta,fine,Better,\nsoft,beta,bad,Worse,\n",
                                       "mist,beta,bad,Worse,\nsoft,beta,fine,Better,\n",
                                       "soft,beta,fine,Better,\nmist,beta,bad,Worse,\n"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct made m;
        two_guides(&m, f);
        made_guide(&m, "content/en/guides/alpha.md", "Alpha", "classes: [soft, mist]\n");
        made_file(&m, "content/interactions.csv",
                  arena_printf(&f->mem, "a,b,risk,note,sources\n%s", rows[i]).p);
        assert_true(made_load(&m));
        const struct page *alpha = made_page(&m, "en/guides/alpha.html");
        assert_int_equal(alpha->interaction_count, 1);
        assert_str(alpha->interactions[0].with->row->note.items[0].value, "Worse");
        assert_int_equal(made_page(&m, "en/guides/beta.html")->interaction_count, 2);
        made_close(&m);
    }
}

/* The guide's own row is kept, also where it comes first and its class's is worse. */
static void a_row_of_a_class_takes_no_place_from_the_guides_own(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv",
              "a,b,risk,note,sources\nalpha,beta,fine,Own,\nsoft,beta,bad,Class,\n");
    assert_true(made_load(&m));
    const struct page *alpha = made_page(&m, "en/guides/alpha.html");
    assert_int_equal(alpha->interaction_count, 1);
    assert_str(alpha->interactions[0].with->row->note.items[0].value, "Own");
    made_close(&m);
}

static void an_unknown_name_gets_a_suggestion(void **state) {
    struct made m;
    two_guides(&m, *state);
    made_file(&m, "content/interactions.csv", "a,b,risk,note,sources\nalhpa,beta,bad,N,\n");
    assert_false(made_load(&m));
    assert_diag(&m.f->diags, 0, "content/interactions.csv", 2, "chart/unknown-name");
    assert_non_null(strstr(m.f->diags.items[0].message, "did you mean 'alpha'"));
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_pair_is_seen_from_both_sides),
        TEST(a_pair_given_twice_is_an_error_whatever_the_direction),
        TEST(a_pair_given_twice_under_another_name_is_an_error_too),
        TEST(a_group_comes_before_an_alias_of_a_guide),
        TEST(a_guide_has_the_rows_of_its_class_unless_its_own_row_says_otherwise),
        TEST(of_the_rows_of_two_classes_the_worse_one_counts_whichever_comes_first),
        TEST(a_row_of_a_class_takes_no_place_from_the_guides_own),
        TEST(an_unknown_name_gets_a_suggestion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
