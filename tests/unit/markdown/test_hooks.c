#include "md.h"

static struct markdown_hooks setup(struct calls *calls, struct fixture *f) {
    *calls = (struct calls){.f = f};
    return md_hooks(calls);
}

static void a_link_is_asked_with_its_place(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f,
                          "one [a](b.md) `[x](y)` \\[n](o) *and* [c\nd](e.md 't') &auml; "
                          "<https://x.y>\n\n> - deep [q][r]\n>   more [r] ~~s~~ ![i](j.png)\n\n"
                          "[r]: s.md\n",
                          &hooks, NULL));
    assert_call(&c, 0, "b.md", 1, 5);
    assert_call(&c, 1, "e.md", 1, 38);
    assert_call(&c, 2, "https://x.y", 2, 21);
    assert_call(&c, 3, "s.md", 4, 10);
    assert_call(&c, 4, "s.md", 5, 10);
    assert_call(&c, 5, "j.png", 5, 20);
    assert_int_equal(c.count, 6);
}

static void links_in_table_cells_have_their_own_place(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(
        md_render(f, "| h | k |\n|---|---|\n| a \\| b [x](y) | ~~n~~ [z](w) |\n", &hooks, NULL));
    assert_call(&c, 0, "y", 3, 10);
    assert_call(&c, 1, "w", 3, 25);
}

static void an_external_link_is_marked(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "[a](https://x.y/?a=1&b)\n", &hooks, NULL));
    assert_holds(buf_str(&f->out), "<a href=\"https://x.y/?a=1&amp;b\" rel=\"noreferrer noopener "
                                   "nofollow\" class=\"external\">a");
}

static void a_text_that_is_another_address_is_an_error(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "ok <https://x.y> [*x.y*](https://x.y)\n\nto [`x.y`](https://z.y)\n",
                           &hooks, NULL));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 3, "link/text");
    assert_true(md_render(f, "to [x.y](https://z.y)\n", NULL, NULL));
}

static void an_address_can_be_printed_instead(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "[a](https://text.y)\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<p>a <span class=\"address\">https://text.y</span></p>\n");
}

static void only_the_name_of_a_language_becomes_a_class(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "```c++ x\na\n```\n```text/plain\nb\n```\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<pre><code class=\"language-c++\">a\n</code></pre>\n"
                                 "<pre><code class=\"language-text/plain\">b\n</code></pre>\n");
    buf_reset(&f->out);
    assert_true(
        md_render(f, "```{.r}\na\n```\n```c,d\nb\n```\n~~~\xe6\xb0\xb4\nc\n~~~\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<pre><code>a\n</code></pre>\n<pre><code>b\n</code></pre>\n"
                                 "<pre><code>c\n</code></pre>\n");
}

static void a_hook_that_refuses_fails_the_page_but_keeps_the_text(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "[a](bad)\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<p>a</p>\n");
}

static void images_have_a_size(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "![a *b*](c.png \"t\")\n", &hooks, NULL));
    assert_str(buf_str(&f->out), "<p><img src=\"c.png\" width=\"4\" height=\"3\" alt=\"a b\" "
                                 "title=\"t\"/></p>\n");
}

static void citations_may_follow_each_other(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "a [@who_1][@x-y] `[@z]`\n", &hooks, NULL));
    assert_call(&c, 0, "who_1", 1, 3);
    assert_call(&c, 1, "x-y", 1, 11);
    assert_int_equal(c.count, 2);
    assert_holds(buf_str(&f->out), "<a href=\"#source-who_1\" id=\"cite-1\">");
    assert_holds(buf_str(&f->out), "<code>[@z]</code>");
}

static void no_heading_takes_the_id_of_a_citation(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "# Cite 1\n\na [@who]\n", &hooks, NULL));
    assert_holds(buf_str(&f->out), "<h1 id=\"section-cite-1\">");
    assert_holds(buf_str(&f->out), " id=\"cite-1\">");
}

static void a_citation_stays_on_the_line_of_the_word_before_it(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    const char *text = "word [@who]\nword\n[@who]\n\n[@who] **bold** [@who]word[@who]\n";
    assert_true(md_render(f, text, &hooks, NULL));
    assert_holds(buf_str(&f->out), "<p>word\xc2\xa0<sup class=\"cite\">");
    assert_holds(buf_str(&f->out), "\nword\xc2\xa0<sup class=\"cite\">");
    assert_holds(buf_str(&f->out), "<p><sup class=\"cite\">");
    assert_holds(buf_str(&f->out), "</strong>\xc2\xa0<sup class=\"cite\">");
    assert_holds(buf_str(&f->out), "word<sup class=\"cite\">");
}

static void one_pair_of_brackets_cites_several_sources_and_places(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "a [@who, p. 3 & 4; @x-y; @z chapter 2]\n", &hooks, NULL));
    assert_call(&c, 0, "who", 1, 4);
    assert_call(&c, 1, "x-y", 1, 20);
    assert_call(&c, 2, "z", 1, 26);
    assert_int_equal(c.count, 3);
    assert_holds(buf_str(&f->out), "<p>a\xc2\xa0<sup class=\"cite\"><a href=\"#source-who\" ");
    assert_holds(buf_str(&f->out), "</a> <span class=\"place\">p. 3 &amp; 4</span>; <a href=");
    assert_holds(buf_str(&f->out), "</a>; <a href=\"#source-z\"");
    assert_holds(buf_str(&f->out), "</a> <span class=\"place\">chapter 2</span></sup></p>");
}

static void a_part_of_a_citation_without_a_source_is_an_error(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "a [@who; x-y] b [@who;]\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/citation-part");
    assert_int_equal(f->diags.items[0].column, 10);
    assert_diag(&f->diags, 1, "a.md", 1, "markdown/citation-part");
}

/* What other programs read as a citation and this one does not is told, not passed over. */
static void what_looks_like_a_citation_is_told(void **state) {
    static const struct {
        const char *text, *id;
        unsigned column;
    } rows[] = {{"a [see @who, p. 3]\n", "who", 8},
                {"a [-@who]\n", "who", 5},
                {"a [@who;\n@x]\n", "who", 4},
                {"*a* [*see* @who]\n", "who", 12}};
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true(md_render(f, rows[i].text, &hooks, NULL));
        assert_int_equal(f->diags.count, i + 1);
        assert_diag(&f->diags, i, "a.md", 1, "markdown/citation-open");
        assert_int_equal(f->diags.items[i].column, rows[i].column);
        assert_holds(str_from(f->diags.items[i].message), rows[i].id);
    }
    assert_int_equal(c.count, 0);
}

static void other_at_signs_are_text(void **state) {
    static const char *const rows[] = {
        "[mail a@b.org]",
        "[to @anna](#x)",
        "`[see @a]`",
        "\\[@a]",
        "[@ home]",
        "[write to @Anna]",
        "a @b",
        "[@]",
        "`[@a`",
        "[x @ 5]",
        "[to @anna][x]\n\n[x]: #x",
        "[a @b\n\n[x]: #x",
    };
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true(md_render(f, rows[i], &hooks, NULL));
        assert_no_diags(&f->diags);
        assert_int_equal(str_find(buf_str(&f->out), str_lit("\xef\xb7")), SIZE_MAX);
    }
}

static void two_colons_are_told(void **state) {
    static const char *const told[] = {"a\n:: toc\n", "a\n::services {kind=x}\n"};
    static const char *const text[] = {"a :: toc\n", ":: two words\n", "    :: toc\n", "::\n",
                                       ": toc\n"};
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    for (size_t i = 0; i < ARRAY_LEN(text); i++)
        assert_true(md_render(f, text[i], &hooks, NULL));
    assert_no_diags(&f->diags);
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        assert_true(md_render(f, told[i], &hooks, NULL));
        assert_diag(&f->diags, i, "a.md", 2, "markdown/component-colons");
    }
}

static void without_a_hook_a_citation_is_text(void **state) {
    assert_html(*state, "[@a]\n", "<p>[@a]</p>\n");
}

static void a_component_gets_its_attributes_and_body(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(
        md_render(f, "a\n::: services {kind=x area=\"b c\"}\n*raw*\n\n:::\nb\n", &hooks, NULL));
    assert_call(&c, 0, "services", 2, 1);
    assert_str(buf_str(&f->out), "<p>a</p>\n<div class=\"services\">[kind=x][area=b c]*raw*\n\n"
                                 "</div>\n<p>b</p>\n");
}

static void components_nest_and_stand_in_lists(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "- a\n\n  ::: toc\n  ::: doses\n  :::\n  :::\n", &hooks, NULL));
    assert_holds(buf_str(&f->out), "<div class=\"toc\">::: doses\n:::\n</div>");
}

static void an_open_component_is_reported_where_it_opens(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "a\n\n::: toc\nb\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 3, "markdown/component-unclosed");
}

static void an_unknown_component_is_reported_with_the_nearest_name(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "::: servces\n:::\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/component-unknown");
    assert_holds(str_from(f->diags.items[0].message), "did you mean 'services'?");
    assert_int_equal(c.count, 0);
}

static void bad_attributes_are_reported(void **state) {
    static const char *const cases[] = {"::: toc {a}\n:::\n",     "::: toc {a=}\n:::\n",
                                        "::: toc {a=b\n:::\n",    "::: toc {a=\"b}\n:::\n",
                                        "::: toc {a=b} c\n:::\n", "::: toc c\n:::\n",
                                        "::: {a=b}\n:::\n",       "::: toc {a=\"b\"c=d}\n:::\n"};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture *f = *state;
        struct calls c;
        struct markdown_hooks hooks = setup(&c, f);
        assert_false(md_render(f, cases[i], &hooks, NULL));
        assert_diag(&f->diags, 0, "a.md", 1, "markdown/component-syntax");
        diags_finish(&f->diags);
    }
}

static void an_attribute_given_twice_is_reported(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "::: toc {a=b a=c}\n:::\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/component-attribute");
}

static void a_closing_fence_alone_is_reported(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_false(md_render(f, "a\n\n:::\n", &hooks, NULL));
    assert_diag(&f->diags, 0, "a.md", 3, "markdown/component-stray");
}

static void without_a_hook_fences_are_text(void **state) {
    assert_html(*state, "::: toc\n:::\n", "<p>::: toc\n:::</p>\n");
}

static void code_may_show_a_component(void **state) {
    struct fixture *f = *state;
    struct calls c;
    struct markdown_hooks hooks = setup(&c, f);
    assert_true(md_render(f, "```\n::: toc\n:::\n```\n\n    ::: toc\n", &hooks, NULL));
    assert_int_equal(c.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_link_is_asked_with_its_place),
        TEST(links_in_table_cells_have_their_own_place),
        TEST(an_external_link_is_marked),
        TEST(a_text_that_is_another_address_is_an_error),
        TEST(an_address_can_be_printed_instead),
        TEST(a_hook_that_refuses_fails_the_page_but_keeps_the_text),
        TEST(images_have_a_size),
        TEST(citations_may_follow_each_other),
        TEST(no_heading_takes_the_id_of_a_citation),
        TEST(a_citation_stays_on_the_line_of_the_word_before_it),
        TEST(one_pair_of_brackets_cites_several_sources_and_places),
        TEST(a_part_of_a_citation_without_a_source_is_an_error),
        TEST(what_looks_like_a_citation_is_told),
        TEST(other_at_signs_are_text),
        TEST(two_colons_are_told),
        TEST(without_a_hook_a_citation_is_text),
        TEST(a_component_gets_its_attributes_and_body),
        TEST(components_nest_and_stand_in_lists),
        TEST(an_open_component_is_reported_where_it_opens),
        TEST(an_unknown_component_is_reported_with_the_nearest_name),
        TEST(bad_attributes_are_reported),
        TEST(an_attribute_given_twice_is_reported),
        TEST(only_the_name_of_a_language_becomes_a_class),
        TEST(a_closing_fence_alone_is_reported),
        TEST(without_a_hook_fences_are_text),
        TEST(code_may_show_a_component),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
