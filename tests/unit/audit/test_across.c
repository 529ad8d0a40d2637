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

static void paths_that_meet_without_case_are_refused(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, "readme.txt");
    assert_false(sample_audit(&s, SAMPLE_OTHER, str_lit("text\n"), f));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "dist/onion/readme.txt", 0, "audit/path-twice");
}

/* Ids before, between and behind those that are there. */
static void a_missing_fragment_of_the_page_itself_is_found(void **state) {
    static const char *const absent[] = {"a", "c", "e", "g"};
    struct fixture *f = *state;
    struct sample_set s;
    for (size_t i = 0; i < ARRAY_LEN(absent); i++) {
        sample_set_init(&s, &f->mem, NULL);
        struct str body = arena_printf(&f->mem,
                                       "<p id=\"b\"><a href=\"#%s\">x</a></p>\n"
                                       "<p id=\"f\"><a href=\"#f\">x</a></p>\n<p id=\"d\">x</p>",
                                       absent[i]);
        assert_false(sample_audit(&s, SAMPLE_INDEX, sample_page(&f->mem, "", body.p), f));
        assert_int_equal(f->diags.errors, i + 1);
        assert_diag(&f->diags, i, "dist/onion/index.html", 13, "audit/fragment-missing");
    }
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

static void the_marker_of_a_folder_is_no_finding(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, ".pamphlet");
    assert_true(sample_audit(&s, SAMPLE_OTHER, str_lit("made by pamphlet\n"), f));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_missing_fragment_names_both_pages),
        TEST(a_page_nobody_links_to_is_a_warning),
        TEST(a_link_to_itself_does_not_save_a_page),
        TEST(origins_are_told),
        TEST(the_marker_of_a_folder_is_no_finding),
        TEST(paths_that_meet_without_case_are_refused),
        TEST(a_missing_fragment_of_the_page_itself_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
