/* The codes of pages: which there are, each text once, and drawn once for who loads again. */
#include "site_fixture.h"

static void open_site(struct made *m, struct fixture *f, const char *template) {
    made_open(m, f);
    made_frame(m);
    made_file(m, "themes/t/layouts/guide.html", template);
    made_guide(m, "content/en/guides/a.md", "A", "card: Breathe.\n");
    made_guide(m, "content/en/guides/b.md", "B", "card: Breathe.\n");
    made_guide(m, "content/en/guides/c.md", "C", "");
}

static void pages_with_the_same_words_share_a_code(void **state) {
    struct fixture *f = *state;
    struct made m;
    open_site(&m, f, "{{ page.card_code }}");
    assert_true(made_load(&m));
    assert_int_equal(m.site.code_count, 1);
    const struct site_code *code = made_page(&m, "en/guides/a.html")->card_code;
    assert_ptr_equal(made_page(&m, "en/guides/b.html")->card_code, code);
    assert_null(made_page(&m, "en/guides/c.html")->card_code);
    assert_null(made_page(&m, "en/guides/a.html")->onion_code); /* the site has no address */
    assert_str(code->text, "Breathe.");
    assert_int_equal(code->side, (21 + 8) * 4);
    assert_int_equal(map_get(&m.site.by_code, code->path), 0);
    made_close(&m);
}

static void a_theme_that_names_no_code_gets_none(void **state) {
    struct fixture *f = *state;
    struct made m;
    open_site(&m, f, "{{ page.card }}");
    assert_true(made_load(&m));
    assert_int_equal(m.site.code_count, 0);
    assert_null(made_page(&m, "en/guides/a.html")->card_code);
    made_close(&m);
}

static void a_code_drawn_before_is_not_drawn_again(void **state) {
    struct fixture *f = *state;
    struct site_codes codes = {0};
    struct made m;
    open_site(&m, f, "{{ page.card_code }}");
    const struct site_options options = {.root = m.folder, .threads = 2, .codes = &codes};
    assert_true(site_load(&f->mem, &options, &m.site, &f->diags));
    struct str png = arena_str(&f->mem, m.site.codes[0].png);
    site_finish(&m.site);
    made_guide(&m, "content/en/guides/c.md", "C", "card: Wait.\n");
    assert_true(site_load(&f->mem, &options, &m.site, &f->diags));
    assert_int_equal(m.site.code_count, 2);
    assert_int_equal(codes.count, 2);
    const struct site_code *code = made_page(&m, "en/guides/a.html")->card_code;
    assert_ptr_equal(code->png.p, codes.items[0].png.p); /* the same bytes in memory */
    assert_true(str_eq(code->png, png));
    assert_str(made_page(&m, "en/guides/c.html")->card_code->text, "Wait.");
    made_close(&m);
    site_codes_finish(&codes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(pages_with_the_same_words_share_a_code),
        TEST(a_theme_that_names_no_code_gets_none),
        TEST(a_code_drawn_before_is_not_drawn_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
