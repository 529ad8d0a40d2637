#include "site_fixture.h"

#include "script/state.h"

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

/* Fields and ways are printed without Lua's help where they can be: all that a template may mean by
 * such words is still what Lua makes of them. */
static void what_looks_like_a_field_or_a_way_may_be_another_thing(void **state) {
    assert_renders(*state,
                   "{% local t = {a = {b = '<1>'}} %}{{ t.a.b }} {{ ('x').len and 'y' }} "
                   "{{ site.settings and site.title }} {{ url(lang.home) }} "
                   "{% local function url(p) return p.title end %}{{ url(page) }}",
                   "&lt;1&gt; y Sampleton ../index.html MDMA &amp; &lt;friends&gt;");
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
    assert_true(render(f));
    assert_str(buf_str(&f->out), "[guides/mdma index ]");
    f->pages[1].key = str_lit("changed"); /* behind its back, to see that it is not made again */
    assert_true(render(f));
    assert_str(buf_str(&f->out), "[guides/mdma index ]");
}

/* What super() gives was printed and taken off again: its notes are no longer of anything. */
static void each_byte_comes_from_a_line_of_a_template(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/base.html", "<{% block a %}A{{ page.key }}B{% end %}>");
    add_file(f, "layouts/guide.html",
             "{% extends \"base.html\" %}\n{% block a %}\n{{ super() }}\nC{% end %}");
    assert_true(open_site(f));
    script_trace(f->script, true);
    assert_true(render(f));
    static const struct {
        const char *text, *path;
        uint32_t line;
    } wanted[] = {{"<", "base.html", 1},
                  {"Aguides/mdmaB", "guide.html", 3},
                  {"B", "guide.html", 3},
                  {"C", "guide.html", 4},
                  {">", "base.html", 1}};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        size_t at = str_find(buf_str(&f->out), str_from(wanted[i].text));
        struct place place = script_origin(f->script, at);
        assert_non_null(place.source);
        assert_true(str_ends(str_from(place.source->path), str_from(wanted[i].path)));
        assert_int_equal(place.line, wanted[i].line);
    }
}

static void a_page_of_nothing_comes_from_nowhere(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "");
    assert_true(open_site(f));
    script_trace(f->script, true);
    assert_true(render(f));
    assert_null(script_origin(f->script, 0).source);
}

static void a_chart_of_too_many_substances_is_refused(void **state) {
    enum { MOST = 4096 };
    struct site_fixture *f = *state;
    f->site.substances = arena_array(&f->mem, struct substance, MOST + 1);
    f->site.substance_count = MOST;
    add_file(f, "layouts/guide.html",
             "{{ interaction(site.substances[1], site.substances[2]) and 'a' or 'none' }}");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "none");
    script_close(f->script);
    f->script = NULL;
    f->site.substance_count = MOST + 1;
    assert_false(open_site(f) && render(f));
    assert_string_equal(f->diags.items[0].code, "template/limit");
    assert_string_equal(f->diags.items[0].message, "interaction() knows at most 4096 substances");
}

/* Pieces of 64 MiB are kept; what comes then is made each time. */
static void pieces_that_are_too_large_together_are_made_anew(void **state) {
    enum { MIB = 1 << 20, EACH = 10 * MIB, PIECES = 8, KEPT = 6 };
    struct site_fixture *f = *state;
    char *key = arena_alloc(&f->mem, EACH, 1);
    f->site.theme.settings.memory_bytes = UINT64_C(1) << 30;
    memset(key, 'k', EACH);
    f->pages[1].key = str_of(key, EACH);
    add_file(f, "layouts/guide.html",
             "{% for i = 1, 8 do %}{% once i %}{{ site.guides[2].key }}{% endonce %}{% end %}");
    assert_true(render(f));
    assert_int_equal(f->out.len, PIECES * EACH);
    f->pages[1].key = str_lit("two"); /* behind its back */
    assert_true(render(f));
    assert_int_equal(f->out.len, KEPT * EACH + (PIECES - KEPT) * 3);
}

/* Renders twice, with another title, and compares both pages. */
static void assert_made_anew(struct site_fixture *f, const char *first, const char *second) {
    f->pages[0].title = str_lit("1");
    assert_true(render(f));
    assert_str(buf_str(&f->out), first);
    f->pages[0].title = str_lit("2");
    assert_true(render(f));
    assert_str(buf_str(&f->out), second);
}

static void a_piece_that_looks_at_the_page_is_made_anew(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{% once 'a' %}{{ page.title }}{% endonce %}");
    assert_made_anew(f, "1", "2");
}

static void a_piece_around_one_that_looks_at_the_page_is_made_anew(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html",
             "{% once 'a' %}({% once 'b' %}{{ page.title }}{% endonce %}){% endonce %}");
    assert_made_anew(f, "(1)", "(2)");
}

static void a_piece_that_takes_a_local_is_made_for_each_of_its_values(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html",
             "{% local n = page.title %}{% once 'a' %}{{ n }}{% endonce %}"
             "{% local t = {page.title} %}{% once 'b' %}{{ t[1] }}{% endonce %}"
             "{% for _, w in {'x', page.title} do %}{% once 'c' %}{{ w }}{% endonce %}{% end %}");
    assert_made_anew(f, "11x1", "22x2");
}

static void a_piece_that_includes_what_looks_at_the_page_is_made_anew(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{% once 'a' %}{% include 'p.html' %}{% endonce %}");
    add_file(f, "partials/p.html", "{{ page.title }}");
    assert_made_anew(f, "1", "2");
}

static void a_piece_that_holds_a_block_is_made_anew(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/base.html", "{% once 'a' %}{% block a %}{% endblock %}{% endonce %}");
    add_file(f, "layouts/guide.html",
             "{% extends 'base.html' %}{% block a %}{{ page.title }}{% endblock %}");
    assert_made_anew(f, "1", "2");
}

static void a_piece_that_changes_a_local_around_it_is_made_anew(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html",
             "{% local n = 0 %}{% once 'a' %}{% set n = n + 1 %}{% endonce %}{{ n }}");
    assert_made_anew(f, "1", "1");
}

/* The body stands in a layout for guides; the page at hand is the third, the first, the second. */
static void assert_asks(struct site_fixture *f, const char *body, const char *first,
                        const char *second) {
    add_file(f, "layouts/guide.html", body);
    add_file(f, "partials/marks.html",
             "{% once 'inner' %}{% for _, p in site.guides do %}"
             "{{ p.is_current and '*' or '-' }}{% end %}{% endonce %}");
    f->pages[1].path = f->pages[2].path = str_lit("en/guides/index.html");
    map_add(&f->site.by_path, f->pages[1].path, 1);
    f->page.layout = str_lit("guide");
    f->pages[2].language = 0;
    f->page.page = &f->pages[2]; /* of the same folder and language, and in no list */
    assert_true(render(f));
    f->page.page = &f->pages[0];
    assert_true(render(f));
    assert_str(buf_str(&f->out), first);
    f->page.page = &f->pages[1];
    assert_true(render(f));
    assert_str(buf_str(&f->out), second);
}

static void a_piece_that_asks_for_a_page_is_not_given_to_that_page(void **state) {
    assert_asks(*state,
                "{% once 'a' %}{% for _, p in site.guides do %}"
                "{{ p.is_current and '*' or '-' }}{% end %}{% endonce %}",
                "*-", "-*");
}

static void a_link_within_the_page_is_made_for_that_page(void **state) {
    assert_asks(*state,
                "{% once 'a' %}{% for _, p in site.guides do %}"
                "{{ url(p, 'x') }} {% end %}{% endonce %}",
                "#x index.html#x ", "mdma.html#x #x ");
}

static void a_piece_around_a_reused_one_asks_for_the_same_pages(void **state) {
    assert_asks(
        *state,
        "{% include 'marks.html' %}{% once 'outer' %}{% include 'marks.html' %}{% endonce %}",
        "*-*-", "-*-*");
}

static void a_piece_with_a_reused_one_in_it_asks_for_the_same_pages(void **state) {
    assert_asks(*state,
                "{% once 'outer' %}{% for i = 1, 2 do %}{% include 'marks.html' %}{% end %}"
                "{% endonce %}",
                "*-*-", "-*-*");
}

/* What Lua says is cut where a character ends. */
static void a_very_long_message_is_cut_at_a_character(void **state) {
    static const char *const starts[] = {"", "x", "xx", "xxx"};
    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        void *own = NULL;
        assert_int_equal(site_setup(&own), 0);
        struct site_fixture *f = own;
        const char *text =
            arena_printf(
                &f->mem,
                "{%% local s = ('\xf0\x9f\x99\x82'):rep(5000) %%}{{ link('%s' .. s, 'x') }}",
                starts[i])
                .p;
        assert_fails(f, text, 1, "template/url");
        struct str message = str_from(f->diags.items[0].message);
        assert_true(message.len > 500 && message.len < 512);
        assert_int_equal(utf8_first_bad(message), SIZE_MAX);
        site_teardown(&own);
    }
    (void)state;
}

static void a_misspelt_function_of_a_library_has_a_suggestion(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "{{ string.uper('a') }}", 1, "template/undefined");
    assert_non_null(strstr(f->diags.items[0].message, "'uper' here, did you mean 'upper'?"));
}

static void of_two_functions_as_near_the_first_by_name_is_suggested(void **state) {
    struct site_fixture *f = *state; /* "gsub" and "sub" */
    assert_fails(f, "{{ string.ssub('a') }}", 1, "template/undefined");
    assert_non_null(strstr(f->diags.items[0].message, "'ssub' here, did you mean 'gsub'?"));
}

/* However little a theme allows, a page can begin; however much, there is a last number. */
static void memory_of_any_size_renders_a_page(void **state) {
    static const uint64_t sizes[] = {1, UINT64_MAX};
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        void *own = NULL;
        assert_int_equal(site_setup(&own), 0);
        struct site_fixture *f = own;
        f->site.theme.settings.memory_bytes = sizes[i];
        assert_renders(f, "{{ page.key }}", "guides/mdma");
        site_teardown(&own);
    }
    (void)state;
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

static void a_text_in_another_language_is_marked(void **state) {
    struct site_fixture *f = *state;
    static struct text_entry only_en = {.lang = {"en", 2}, .value = {"Call <now>", 10}};
    f->site.config.emergency.text = (struct text){&only_en, 1};
    f->page.page = &f->pages[2];
    add_file(f, "layouts/home.html",
             "{{ site.emergency.text }}|{{ plain(site.emergency.text) }}|"
             "{{ t('call', {number = site.emergency.text}) }}|{{ site.emergency.text.lang.tag }}|"
             "{{ tostring(site.emergency.text):upper() }}");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "<span lang=\"en\" dir=\"ltr\">Call &lt;now&gt;</span>|"
                                 "Call &lt;now&gt;|"
                                 "Call <span lang=\"en\" dir=\"ltr\">Call &lt;now&gt;</span>|en|"
                                 "CALL &lt;NOW&gt;");
}

static void words_fall_back_to_the_other_language(void **state) {
    struct site_fixture *f = *state;
    f->page.page = &f->pages[2];
    add_file(f, "layouts/home.html",
             "{{ t('home') }} {{ t('call', {number = 1}) }} {{ lang.tag }}");
    for (int i = 0; i < 3; i++) {
        f->page.page = i == 1 ? &f->pages[1] : &f->pages[2];
        assert_true(render(f));
        assert_str(buf_str(&f->out), i == 1 ? "Start Call 1 en" : "Alku Call 1 fi");
    }
}

static void translations_name_the_languages_that_lack_one(void **state) {
    assert_renders(*state,
                   "{% for _, x in page.translations do %}{{ x.lang.tag }}:"
                   "{% if x.page then %}{{ x.page.path }}{% else %}-{% end %}"
                   "{% if x.current then %}!{% end %} {% end %}",
                   "en:en/guides/mdma.html! fi:- ");
}

static void a_component_has_its_arguments(void **state) {
    struct site_fixture *f = *state;
    const struct script_arg args[] = {{str_lit("kind"), str_lit("a<b")}};
    add_file(f, "partials/components/box.html",
             "<b>{{ args.kind }}</b>{% if args.area then %}no{% end %}");
    assert_true(open_site(f));
    assert_true(script_component(f->script, &f->mem, &f->page, str_lit("box"), args, 1,
                                 (struct place){0}, &f->out, &f->diags));
    assert_str(buf_str(&f->out), "<b>a&lt;b</b>");
}

static bool run_box(struct site_fixture *f) {
    return script_component(f->script, &f->mem, &f->page, str_lit("box"), NULL, 0,
                            (struct place){0}, &f->out, &f->diags);
}

static void limits_are_those_of_the_page_with_its_components(void **state) {
    struct site_fixture *f = *state;
    f->site.theme.settings.steps = 100000;
    add_file(f, "partials/components/box.html",
             "{% local f = function() local n = 0 for i = 1, 10000 do n = n + 1 end return n end %}"
             "{{ f() }}");
    add_file(f, "layouts/guide.html",
             "{% local f = function() for i = 1, 10000 do end end %}{{ f() or 1 }}");
    assert_true(open_site(f));
    for (int page = 0; page < 2; page++) {
        unsigned boxes = 0;
        while (boxes < 100 && run_box(f))
            boxes++;
        assert_true(boxes >= 2 && boxes < 10);
        assert_string_equal(f->diags.items[0].code, "template/steps");
        assert_false(script_layout(f->script, &f->mem, &f->page, &f->out, &f->diags));
        assert_true(script_layout(f->script, &f->mem, &f->page, &f->out, &f->diags));
    }
}

static void a_component_refuses_at_the_place_of_its_fence(void **state) {
    struct site_fixture *f = *state;
    const struct script_arg args[] = {{str_lit("kind"), str_lit("naloxon")}};
    struct source page = {"content/en/a.md", str_lit("x\n::: box {kind=naloxon}\n:::\n")};
    add_file(f, "partials/components/box.html",
             "{% if args.kind then %}{{ refuse('there is no kind ' .. args.kind .. "
             "nearest(args.kind, {'needles', 'naloxone'})) }}{% end %}");
    assert_true(open_site(f));
    assert_false(script_component(f->script, &f->mem, &f->page, str_lit("box"), args, 1,
                                  place_of(&page, 2, 1, 7), &f->out, &f->diags));
    assert_diag(&f->diags, 0, "content/en/a.md", 2, "component/argument");
    assert_string_equal(f->diags.items[0].message,
                        "there is no kind naloxon, did you mean 'naloxone'?");
    assert_null(f->diags.items[0].origin);
}

static void a_component_takes_only_what_it_reads(void **state) {
    struct site_fixture *f = *state;
    const struct script_arg args[] = {{str_lit("knd"), str_lit("a")},
                                      {str_lit("area"), str_lit("b")}};
    struct source page = {"content/en/a.md", str_lit("::: box {knd=a area=b}\n:::\n")};
    add_file(f, "partials/components/box.html",
             "{# args #}{% local myargs = 1 %}{% if args.kind then %}{{ args.area or myargs }}{% "
             "end %}");
    add_file(f, "partials/components/all.html",
             "{% for k, v in args do %}{{ k }}={{ v }};{% end %}");
    add_file(f, "partials/components/none.html", "-");
    assert_true(open_site(f));
    assert_false(script_component(f->script, &f->mem, &f->page, str_lit("box"), args, 2,
                                  place_of(&page, 1, 1, 7), &f->out, &f->diags));
    assert_false(script_component(f->script, &f->mem, &f->page, str_lit("none"), args, 1,
                                  place_of(&page, 1, 1, 7), &f->out, &f->diags));
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, "content/en/a.md", 1, "component/argument");
    assert_string_equal(f->diags.items[0].message,
                        "the component 'box' takes area and kind, not 'knd', did you mean 'kind'?");
    assert_string_equal(f->diags.items[1].message,
                        "the component 'none' takes no arguments, not 'knd'");
    assert_true(script_component(f->script, &f->mem, &f->page, str_lit("all"), args, 2,
                                 place_of(&page, 1, 1, 7), &f->out, &f->diags));
    assert_str(buf_str(&f->out), "area=b;knd=a;");
}

static void an_unknown_component_has_a_suggestion(void **state) {
    struct site_fixture *f = *state;
    struct source page = {"content/en/a.md", str_lit("::: servces\n:::\n")};
    add_file(f, "partials/components/services.html", "");
    assert_true(open_site(f));
    assert_false(script_component(f->script, &f->mem, &f->page, str_lit("servces"), NULL, 0,
                                  place_of(&page, 1, 5, 7), &f->out, &f->diags));
    assert_diag(&f->diags, 0, "content/en/a.md", 1, "component/unknown");
    assert_string_equal(f->diags.items[0].message,
                        "the theme has no component 'servces', did you mean 'services'?");
}

static void an_error_names_the_page_it_came_from(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "{{ page.summary }}", 1, "template/nil");
    assert_string_equal(f->diags.items[0].origin, "content/guides/mdma");
}

static void a_page_without_a_layout_takes_the_plain_one(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/page.html", "plain");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "plain");
}

static void a_missing_layout_is_reported(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guides.html", "");
    assert_false(render(f));
    assert_diag(&f->diags, 0, "themes/plain", 0, "template/missing");
    assert_string_equal(
        f->diags.items[0].message,
        "the theme has no 'layouts/guide.html', did you mean 'layouts/guides.html'?");
}

static void a_missing_include_is_reported_where_it_is_named(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "\n  {% include \"nvx.html\" %}");
    add_file(f, "partials/nav.html", "");
    assert_false(open_site(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", 2, "template/missing");
    assert_int_equal(f->diags.items[0].column, 14);
}

static void all_broken_templates_are_reported_at_once(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/a.html", "{{ x");
    add_file(f, "layouts/b.html", "\n{{ 1 + }}");
    add_file(f, "partials/c.html", "{% end %}");
    assert_false(open_site(f));
    assert_int_equal(f->diags.count, 3);
    assert_diag(&f->diags, 0, "themes/plain/layouts/a.html", 1, "template/unclosed");
    assert_diag(&f->diags, 1, "themes/plain/layouts/b.html", 2, "template/syntax");
    assert_diag(&f->diags, 2, "themes/plain/partials/c.html", 1, "template/syntax");
}

static void an_expression_of_too_many_parts_is_told_in_words(void **state) {
    struct site_fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "{{ ");
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "1 .. ");
    buf_puts(&text, "1 }}");
    add_file(f, "layouts/guide.html", arena_cstr(&f->mem, buf_str(&text)));
    buf_finish(&text);
    assert_false(open_site(f));
    assert_string_equal(f->diags.items[0].code, "template/syntax");
    assert_non_null(strstr(f->diags.items[0].message, "put some of it into a local"));
}

static void a_block_that_no_parent_has_is_reported(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/base.html", "{% block main %}{% end %}");
    add_file(f, "layouts/guide.html", "{% extends 'base.html' %}{% block mian %}{% end %}");
    assert_false(open_site(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", 1, "template/block-unknown");
    assert_string_equal(f->diags.items[0].message, "no template that this one extends has a block "
                                                   "'mian', did you mean 'main'?");
}

static void a_partial_cannot_extend(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/base.html", "");
    add_file(f, "partials/a.html", "{% extends 'base.html' %}");
    assert_false(open_site(f));
    assert_diag(&f->diags, 0, "themes/plain/partials/a.html", 1, "template/extends-partial");
}

static void a_field_of_nil_is_named(void **state) {
    struct site_fixture *f = *state;
    assert_fails(f, "\n{{ page.previous.title }}", 2, "template/nil");
    assert_string_equal(f->diags.items[0].message,
                        "'previous' is nil here and has no fields: ask {% if … then %} first");
    assert_int_equal(f->diags.items[0].column, 9);
}

static void the_next_page_is_fine_after_one_that_failed(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html",
             "{% once 'a' %}{% if page.words == 1 then %}{{ page.summary }}{% end %}x{% endonce %}"
             "{% block b %}{{ page.words }}{% end %}");
    f->page.words = 1;
    assert_false(render(f));
    f->page.words = 2;
    assert_true(render(f));
    assert_str(buf_str(&f->out), "x2");
}

static void long_paths_keep_their_line(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "\n\n{{ page.words.x }}");
    f->files[0].source.path = "themes/a-very-long-name-of-a-theme-that-goes-on-and-on-and-on/"
                              "layouts/guide.html";
    assert_false(render(f));
    assert_diag(&f->diags, 0, f->files[0].source.path, 3, "template/runtime");
    assert_string_equal(f->diags.items[0].message,
                        "attempt to index a number value (field 'words')");
}

/* In Lua's message the line stands behind the first ":" that a number follows. */
static void a_colon_in_a_path_is_no_line(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/a: b:c.html", "\n\n{{ 1 + + }}");
    assert_false(open_site(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/a: b:c.html", 3, "template/syntax");
    assert_string_equal(f->diags.items[0].message, "unexpected symbol near '+'");
}

/* While Lua makes a block larger, it cannot be asked for the line. */
static void a_table_that_takes_all_memory_at_once_is_told_without_a_line(void **state) {
    struct site_fixture *f = *state;
    f->site.theme.settings.memory_bytes = 40 << 20; /* 32 are not too much, and 64 are */
    assert_fails(f,
                 "{% local f = function()\n"
                 "local t = {} for i = 1, 3000000 do t[i] = i end\n"
                 "end %}{{ f() }}",
                 0, "template/memory");
    assert_string_equal(f->diags.items[0].message,
                        "the template asks for more than 40 MiB in one step");
}

/* Lua's own word for it, LUA_ERRERR, is not a template's to provoke: the handler makes no calls. */
static void an_error_in_the_handler_of_errors_is_told(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "fine");
    assert_true(render(f));
    assert_false(error_report(f->script, LUA_ERRERR, &f->script->layouts[0], &f->diags));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", 0, "template/runtime");
    assert_string_equal(f->diags.items[0].message,
                        "the template broke off while it reported an error");
    assert_true(render(f));
}

static void list_helpers_work_on_lists_of_the_site(void **state) {
    assert_renders(
        *state,
        "{{ join(map(site.guides, 'key'), ', ', ' and ') }}|"
        "{{ first(sort_by(site.guides, 'title')).title }}|"
        "{% for _, g in group(site.guides, 'kind') do %}{{ g.key }}:{{ #g.items }} {% end %}|"
        "{{ #filter(site.guides, 'is_current') }}|{{ #first(site.guides, 1) }}",
        "guides/mdma and index|Home|guide:1 home:1 |1|1");
}

static void safe_pieces_are_put_together_by_concat(void **state) {
    assert_renders(*state,
                   "{{ concat({safe('<b>'), 'a & b', safe('</b>')}) }} {{ concat({'a', '<'}) }}|"
                   "{{ join({safe('<i>x</i>'), 'y<'}, ' & ') }}",
                   "<b>a &amp; b</b> a&lt;|<i>x</i> &amp; y&lt;");
}

/* Joined by '..', a safe value could swallow its neighbour; see value.c. */
static void dots_between_safe_pieces_are_refused(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{{ safe('<b>') .. page.title }}");
    assert_false(render(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", 1, "template/value");
}

static void profile_changes_from_page_to_page(void **state) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "{% once 'x' %}{{ profile }}{% endonce %}");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "onion");
    f->page.profile = str_lit("usb");
    assert_true(render(f));
    assert_str(buf_str(&f->out), "usb");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(values_are_escaped_and_safe_ones_are_not),
        SITE_TEST(lists_are_walked_with_and_without_ipairs),
        SITE_TEST(a_url_is_relative_to_the_page),
        SITE_TEST(what_looks_like_a_field_or_a_way_may_be_another_thing),
        SITE_TEST(children_fill_the_blocks_of_their_parents),
        SITE_TEST(an_include_gets_its_arguments),
        SITE_TEST(an_unknown_field_is_reported_at_its_column),
        SITE_TEST(an_unknown_variable_is_reported_with_a_suggestion),
        SITE_TEST(nil_is_refused_with_the_expression),
        SITE_TEST(strings_are_filled_in_and_take_plural_forms),
        SITE_TEST(a_missing_string_is_an_error),
        SITE_TEST(a_piece_made_once_is_reused),
        SITE_TEST(pieces_that_are_too_large_together_are_made_anew),
        SITE_TEST(each_byte_comes_from_a_line_of_a_template),
        SITE_TEST(a_page_of_nothing_comes_from_nowhere),
        SITE_TEST(a_chart_of_too_many_substances_is_refused),
        SITE_TEST(a_piece_that_looks_at_the_page_is_made_anew),
        SITE_TEST(a_piece_around_one_that_looks_at_the_page_is_made_anew),
        SITE_TEST(a_piece_that_takes_a_local_is_made_for_each_of_its_values),
        SITE_TEST(a_piece_that_includes_what_looks_at_the_page_is_made_anew),
        SITE_TEST(a_piece_that_holds_a_block_is_made_anew),
        SITE_TEST(a_piece_that_changes_a_local_around_it_is_made_anew),
        SITE_TEST(a_piece_that_asks_for_a_page_is_not_given_to_that_page),
        SITE_TEST(a_link_within_the_page_is_made_for_that_page),
        SITE_TEST(a_piece_around_a_reused_one_asks_for_the_same_pages),
        SITE_TEST(a_piece_with_a_reused_one_in_it_asks_for_the_same_pages),
        SITE_TEST(a_very_long_message_is_cut_at_a_character),
        SITE_TEST(a_misspelt_function_of_a_library_has_a_suggestion),
        SITE_TEST(of_two_functions_as_near_the_first_by_name_is_suggested),
        SITE_TEST(memory_of_any_size_renders_a_page),
        SITE_TEST(templates_that_include_each_other_are_an_error),
        SITE_TEST(a_text_in_another_language_is_marked),
        SITE_TEST(words_fall_back_to_the_other_language),
        SITE_TEST(translations_name_the_languages_that_lack_one),
        SITE_TEST(a_component_has_its_arguments),
        SITE_TEST(limits_are_those_of_the_page_with_its_components),
        SITE_TEST(a_component_refuses_at_the_place_of_its_fence),
        SITE_TEST(a_component_takes_only_what_it_reads),
        SITE_TEST(an_unknown_component_has_a_suggestion),
        SITE_TEST(an_error_names_the_page_it_came_from),
        SITE_TEST(a_page_without_a_layout_takes_the_plain_one),
        SITE_TEST(a_missing_layout_is_reported),
        SITE_TEST(a_missing_include_is_reported_where_it_is_named),
        SITE_TEST(all_broken_templates_are_reported_at_once),
        SITE_TEST(an_expression_of_too_many_parts_is_told_in_words),
        SITE_TEST(a_block_that_no_parent_has_is_reported),
        SITE_TEST(a_partial_cannot_extend),
        SITE_TEST(a_field_of_nil_is_named),
        SITE_TEST(the_next_page_is_fine_after_one_that_failed),
        SITE_TEST(long_paths_keep_their_line),
        SITE_TEST(a_colon_in_a_path_is_no_line),
        SITE_TEST(a_table_that_takes_all_memory_at_once_is_told_without_a_line),
        SITE_TEST(an_error_in_the_handler_of_errors_is_told),
        SITE_TEST(list_helpers_work_on_lists_of_the_site),
        SITE_TEST(safe_pieces_are_put_together_by_concat),
        SITE_TEST(dots_between_safe_pieces_are_refused),
        SITE_TEST(profile_changes_from_page_to_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
