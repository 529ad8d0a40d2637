#include "audit/paths.h"
#include "sample.h"

static void a_missing_fragment_names_both_pages(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, NULL);
    assert_false(sample_audit(
        &s, SAMPLE_INDEX,
        sample_page(&f->mem, "", "<p>\n<a href=\"guides/mdma.html#nothing\">x</a></p>"), f));
    assert_diag(&f->diags, 0, "dist/onion/index.html", 14, "audit/fragment-missing");
    assert_int_equal(f->diags.items[0].column, 27);
    assert_string_equal(f->diags.items[0].message,
                        "no element has the id 'nothing' in the linked page: guides/mdma.html");
}

static void a_page_nobody_links_to_is_a_warning(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, "guides/lonely.html");
    assert_true(audit_across(&s.set, s.files, NULL, &f->diags));
    assert_diag(&f->diags, 0, "dist/onion/guides/lonely.html", 0, "audit/orphan");
    assert_int_equal(f->diags.warnings, 1);
    assert_int_equal(f->diags.errors, 0);
}

static void a_link_to_itself_does_not_save_a_page(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, "lonely.html");
    assert_true(audit_file(&s.set, SAMPLE_OTHER,
                           sample_page(&f->mem, "", "<p><a href=\"lonely.html\">x</a></p>"), NULL,
                           &f->mem, &s.files[SAMPLE_OTHER], &f->diags));
    assert_true(audit_across(&s.set, s.files, NULL, &f->diags));
    assert_diag(&f->diags, 0, "dist/onion/lonely.html", 0, "audit/orphan");
}

static void origins_are_told(void **state) {
    static const char *const origins[SAMPLE_COUNT] = {[SAMPLE_OTHER] = "content/static/Con.txt"};
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, "con.txt");
    assert_false(audit_across(&s.set, s.files, origins, &f->diags));
    assert_diag(&f->diags, 0, "dist/onion/con.txt", 0, "audit/path");
    assert_string_equal(f->diags.items[0].origin, "content/static/Con.txt");
}

static void good_paths_have_no_problem(void **state) {
    static const char *const good[] = {"index.html",   "en/guides/a-b_c.1.html",
                                       "MANIFEST.txt", ".well-known/security.txt",
                                       ".pamphlet",    "conx.html",
                                       "com.txt",      "lpt10.txt"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_null(paths_problem(str_from(good[i])));
}

static void bad_paths_have_one(void **state) {
    static const char *const bad[] = {"",        "/a",       "a/",          "a//b",    "../a",
                                      "a/..",    "A.html",   "a b",         "a\\b",    "con",
                                      "nul.txt", "com1.txt", "x/aux.b",     ".hidden", "a./b.txt",
                                      "ä.txt",   "a\nb",     "x/START.html"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_non_null(paths_problem(str_from(bad[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_missing_fragment_names_both_pages),
        TEST(a_page_nobody_links_to_is_a_warning),
        TEST(a_link_to_itself_does_not_save_a_page),
        TEST(origins_are_told),
        TEST(good_paths_have_no_problem),
        TEST(bad_paths_have_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
