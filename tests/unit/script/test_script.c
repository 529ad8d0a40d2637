#include "site_fixture.h"

static void values_are_escaped_and_safe_ones_are_not(void **state) {
    assert_renders(*state, "<h1>{{ page.title }}</h1>{{ page.body }}",
                   "<h1>MDMA &amp; &lt;friends&gt;</h1><p>Body</p>");
}

static void lists_are_walked_with_and_without_ipairs(void **state) {
    assert_renders(
        *state,
        "{% for i, p in lang.guides do %}{{ i }}={{ p.key }};{% end %}"
        "{% for _, p in ipairs(site.guides) do %}{{ p.title }};{% end %}{{ #site.guides }}",
        "1=guides/mdma;2=index;MDMA &amp; &lt;friends&gt;;Home;2");
}

static void a_url_is_relative_to_the_page(void **state) {
    assert_renders(*state,
                   "{{ url(lang.home) }} {{ url(page, 'how') }} {{ url(lang.home, 'a\"b') }} "
                   "{{ url(page) }}",
                   "../index.html #how ../index.html#a&quot;b mdma.html");
}

static void children_fill_the_blocks_of_their_parents(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/base.html",
             "<{% block a %}A{% end %}|{% block b %}B{% endblock b %}|{% block c %}C{% end %}>");
    add_file(f, "layouts/guide.html",
             "{% extends \"mid.html\" %}\n{% block a %}child+{{ super() }}{% endblock %}\n");
    add_file(f, "layouts/mid.html",
             "{% extends \"base.html\" %}{% block a %}mid+{{ super() }}{% endblock %}"
             "{% block b %}mid{% endblock %}");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "<child+mid+A|mid|C>");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "<child+mid+A|mid|C>");
}

static void an_include_gets_its_arguments(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html",
             "{% for i = 1, 2 do %}{% include \"item.html\", {n = i,\n list = {{1}}} %}{% end %}"
             "{% include \"item.html\" %}");
    add_file(f, "partials/item.html", "({{ args.n or 'none' }})");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "(1)(2)(none)");
}

static void an_unknown_field_is_reported_at_its_column(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "<p>\n  <b>{{ page.titel }}</b>\n", 2, "template/undefined");
    assert_int_equal(f->diags.items[0].column, 14);
    assert_string_equal(f->diags.items[0].message,
                        "a page has no field 'titel', did you mean 'title'?");
}

static void an_unknown_variable_is_reported_with_a_suggestion(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "{% local heading = 1 %}\n{{ headng }}", 2, "template/undefined");
    assert_string_equal(f->diags.items[0].message, "there is no 'headng', did you mean 'heading'?");
}

static void nil_is_refused_with_the_expression(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "a\nb {{ page.title }} {{ page.summary }}", 2, "template/nil");
    assert_int_equal(f->diags.items[0].column, 23);
    assert_int_equal(f->diags.items[0].width, 12);
}

static void strings_are_filled_in_and_take_plural_forms(void **state) {
    assert_renders(*state,
                   "{{ t('home') }} {{ t('call', {number = '<112>'}) }} "
                   "{{ t('call', {number = safe('<b>1</b>')}) }} {{ t('words', {count = 1}) }} "
                   "{{ t('words', {count = 7}) }} {{ date(site.date) }} {{ site.date.iso }}",
                   "Start Call &lt;112&gt; Call <b>1</b> 1 word 7 words 23 November 2026 "
                   "2026-11-23");
}

static void a_missing_string_is_an_error(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "{{ t('hom') }}", 1, "template/string-missing");
    assert_string_equal(f->diags.items[0].message,
                        "the theme's i18n files have no 'hom', did you mean 'home'?");
}

static void a_piece_made_once_is_reused(void **state) {
    struct site_fixture *f = *state;
    add_file(
        f, "layouts/guide.html",
        "[{% once 'nav' %}{% for _, p in site.guides do %}{{ p.key }} {% end %}{% endonce %}]");
    for (int i = 0; i < 8; i++) {
        assert_true(render(f));
        assert_str(buf_str(&f->out), "[guides/mdma index ]");
    }
}

static void a_piece_that_looks_beyond_its_key_is_reported(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{% once 'nav' %}\n{{ page.words }}\n{% endonce %}");
    assert_true(render(f));
    f->page.words = 7;
    assert_false(render(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", 3, "template/once");
}

static void templates_that_include_each_other_are_an_error(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{% include \"a.html\" %}");
    add_file(f, "partials/a.html", "{% include \"b.html\" %}");
    add_file(f, "partials/b.html", "\n{% include \"a.html\" %}");
    assert_false(open_site(f));
    assert_diag(&f->diags, 0, "themes/plain/partials/b.html", 2, "template/cycle");
    assert_string_equal(f->diags.items[0].message,
                        "these templates lead back to themselves: partials/a.html → "
                        "partials/b.html → partials/a.html");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(values_are_escaped_and_safe_ones_are_not),
        SITE_TEST(lists_are_walked_with_and_without_ipairs),
        SITE_TEST(a_url_is_relative_to_the_page),
        SITE_TEST(children_fill_the_blocks_of_their_parents),
        SITE_TEST(an_include_gets_its_arguments),
        SITE_TEST(an_unknown_field_is_reported_at_its_column),
        SITE_TEST(an_unknown_variable_is_reported_with_a_suggestion),
        SITE_TEST(nil_is_refused_with_the_expression),
        SITE_TEST(strings_are_filled_in_and_take_plural_forms),
        SITE_TEST(a_missing_string_is_an_error),
        SITE_TEST(a_piece_made_once_is_reused),
        SITE_TEST(a_piece_that_looks_beyond_its_key_is_reported),
        SITE_TEST(templates_that_include_each_other_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
