/* What is kept of a page. */
#include "fixture.h"
#include "forms/forms.h"

static void the_main_part_is_kept_with_its_tags(void **state) {
    struct str part = forms_part(str_lit(
        "<html><body class=\"x\"><nav>n</nav><main id=\"m\"><p>x</p></main></body></html>"));
    (void)state;
    assert_true(str_is(part, "<main id=\"m\"><p>x</p></main>"));
}

static void without_main_it_is_what_the_body_holds(void **state) {
    (void)state;
    assert_true(
        str_is(forms_part(str_lit("<html><body class=\"x\"><p>x</p></body></html>")), "<p>x</p>"));
}

static void a_page_that_is_cut_has_no_part(void **state) {
    static const char *const cut[] = {"", "<main", "<main>x", "<body", "<body>", "x</body>"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cut); i++)
        assert_int_equal(forms_part(str_from(cut[i])).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_main_part_is_kept_with_its_tags),
        cmocka_unit_test(without_main_it_is_what_the_body_holds),
        cmocka_unit_test(a_page_that_is_cut_has_no_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
