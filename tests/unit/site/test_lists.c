/* Pages in every language, reading order, neighbours, classes and the A-Z. */
#include "site_fixture.h"

static void a_page_that_a_language_lacks_stands_in_its_lists_in_the_fallback(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/alpha.md", "Alpha", "");
    made_guide(&m, "content/en/guides/beta.md", "Beta", "");
    made_guide(&m, "content/fi/guides/beta.md", "Beeta", "");
    assert_true(made_load(&m));
    const struct language *fi = &m.site.languages[1];
    assert_int_equal(fi->guide_count, 2);
    assert_str(fi->guides[0]->path, "en/guides/alpha.html");
    assert_str(fi->guides[1]->path, "fi/guides/beta.html");
    assert_null(made_page(&m, "fi/guides/alpha.html"));
    made_close(&m);
}

static void neighbours_stay_within_a_language(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/a.md", "A", "");
    made_guide(&m, "content/en/guides/b.md", "B", "");
    made_guide(&m, "content/en/guides/c.md", "C", "");
    made_guide(&m, "content/fi/guides/a.md", "A", "");
    made_guide(&m, "content/fi/guides/c.md", "C", "");
    assert_true(made_load(&m));
    assert_str(made_page(&m, "en/guides/a.html")->next->path, "en/guides/b.html");
    assert_str(made_page(&m, "fi/guides/a.html")->next->path, "fi/guides/c.html");
    assert_null(made_page(&m, "en/guides/a.html")->previous);
    assert_null(made_page(&m, "fi/guides/c.html")->next);
    made_close(&m);
}

static void order_comes_before_the_alphabet_and_translations_inherit_it(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/a.md", "A", "order: 2\n");
    made_guide(&m, "content/en/guides/b.md", "B", "order: 1\n");
    made_guide(&m, "content/fi/guides/a.md", "A", "");
    made_guide(&m, "content/fi/guides/b.md", "B", "");
    assert_true(made_load(&m));
    assert_str(m.site.languages[0].guides[0]->title, "B");
    assert_str(m.site.languages[1].guides[0]->title, "B");
    made_close(&m);
}

static void every_alias_leads_to_its_page_under_its_own_letter(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/mdma.md", "MDMA", "aliases: [molly, ecstasy]\n");
    assert_true(made_load(&m));
    const struct az *az = site_az(&m.site, 0);
    assert_ptr_equal(az, site_az(&m.site, 0));
    assert_int_equal(az->count, 3);
    assert_str(az->items[0].name, "ecstasy");
    assert_str(az->items[0].letter, "E");
    assert_true(az->items[0].is_alias);
    assert_str(az->items[2].name, "molly");
    assert_str(az->items[2].letter, "M");
    assert_int_equal(az->items[1].letter_left, 2);
    assert_str(az->items[2].page->path, "en/guides/mdma.html");
    made_close(&m);
}

static void a_class_counts_a_guide_once_for_all_its_languages(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/a.md", "A", "classes: [one]\n");
    made_guide(&m, "content/fi/guides/a.md", "A", "classes: [one]\n");
    assert_true(made_load(&m));
    assert_int_equal(m.site.class_count, 1);
    assert_int_equal(m.site.classes[0].guide_count, 1);
    assert_int_equal(m.site.classes[0].guide_counts[1], 1);
    assert_non_null(made_page(&m, "fi/classes/one.html"));
    made_close(&m);
}

static void an_unknown_source_is_named_with_the_nearest(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_file(&m, "content/sources.yaml", "who-2023: {title: A, publisher: B}\n");
    made_guide(&m, "content/en/guides/a.md", "A", "sources: [who-2032]\n");
    assert_false(made_load(&m));
    assert_diag(&m.f->diags, 0, "content/en/guides/a.md", 5, "site/unknown-source");
    assert_non_null(strstr(m.f->diags.items[0].message, "did you mean 'who-2023'"));
    made_close(&m);
}

static void a_page_past_its_review_date_is_overdue_by_the_release_date(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_guide(&m, "content/en/guides/a.md", "A", "review_by: 2026-11-22\n");
    made_guide(&m, "content/en/guides/b.md", "B", "review_by: 2026-11-23\n");
    assert_true(made_load(&m));
    assert_true(made_page(&m, "en/guides/a.html")->overdue);
    assert_false(made_page(&m, "en/guides/b.html")->overdue);
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_page_that_a_language_lacks_stands_in_its_lists_in_the_fallback),
        TEST(neighbours_stay_within_a_language),
        TEST(order_comes_before_the_alphabet_and_translations_inherit_it),
        TEST(every_alias_leads_to_its_page_under_its_own_letter),
        TEST(a_class_counts_a_guide_once_for_all_its_languages),
        TEST(an_unknown_source_is_named_with_the_nearest),
        TEST(a_page_past_its_review_date_is_overdue_by_the_release_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
