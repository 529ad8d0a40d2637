#include "template/template.h"

#include "fixture.h"

static bool compile(struct fixture *f, const char *text, struct template_code *code) {
    struct source *source = arena_new(&f->mem, struct source);
    *source = (struct source){"a.html", str_from(text)};
    return template_compile(&f->mem, source, code, &f->diags);
}

/* The only message, at this place. */
static void assert_refused(struct fixture *f, const char *text, unsigned line, unsigned column,
                           const char *code, const char *message) {
    struct template_code out;
    assert_false(compile(f, text, &out));
    assert_diag(&f->diags, 0, "a.html", line, code);
    assert_int_equal(f->diags.count, 1);
    assert_int_equal(f->diags.items[0].column, column);
    assert_string_equal(f->diags.items[0].message, message);
}

static size_t lines(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '\n';
    return n;
}

static void each_template_line_is_one_lua_line(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    const char *text =
        "<p>\n{# a\ncomment #}\n{% if x\nthen -%}\n\n  {{ y\n}}\n{% include \"b\", {\n"
        "a = [[\n]]} %}\n{%- end\n%}\nlast";
    assert_true(compile(f, text, &code));
    assert_int_equal(lines(code.lua), lines(str_from(text)));
    struct str rest = code.lua, line = STR_NONE;
    for (int i = 0; i < 7; i++)
        assert_true(str_next_line(&rest, &line));
    assert_int_not_equal(str_find(line, str_lit("__p( y")), SIZE_MAX);
}

static void each_line_of_a_tag_is_one_lua_line(void **state) {
    static const char *const texts[] = {
        "{%\nextends\n\"b\"\n%}\n{%\nblock\na\n%}\n{%\nendblock\na\n%}\n",
        "{%\ninclude\n\"b\"\n%}\n{%\ninclude\n\"b\"\n,\n{}\n%}\n",
        "{%\nonce\n\"k\"\n%}x{%\nendonce\n%}\n{%\nblock\na\n%}{%\nend\n%}\n",
        "{%\nfor\ni\n=\n1\n,\n2\ndo\n%}\n{%\nif\nx\nthen\n%}{%\nbreak\n%}\n{%\nend\n%}{%\nend\n%}"
        "\n",
        "{%\nif\nx\nthen\n%}{%\nelseif\ny\nthen\n%}{%\nelse\n%}{%\nend\n%}\n",
        "{%\nlocal\nx\n=\n1\n%}{%\nset\nx\n=\n2\n%}{{\nx\n}}{#\n#}\n",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct template_code code;
        assert_true(compile(f, texts[i], &code));
        assert_int_equal(lines(code.lua), lines(str_from(texts[i])));
    }
}

static void text_before_a_print_is_printed_with_it(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_true(compile(f, "a{{ x }}b{{ y }}c", &code));
    assert_int_equal(code.prints.count, 2);
    assert_str(code.prints.items[0].text, "a");
    assert_str(code.prints.items[1].text, "b");
    assert_int_equal(code.prints.items[1].at.column, 13);
    assert_int_equal(code.texts.count, 1);
    assert_str(code.texts.items[0], "c");
}

static void fields_and_ways_are_tried_straight_from_the_model(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_true(compile(
        f, "{{ a.b.c }}{{ url(p.x) }}{{ a.b\n}}{{ url(p, 'x') }}{{ a.b .. c }}{{ a }}", &code));
    const char *want = "if __f(a.b,\"c\",0)then __p( a.b.c ,0)end;"
                       "if __u(url,p.x,1)then __p( url(p.x) ,1)end;"
                       "__p( a.b\n,2);__p( url(p, 'x') ,3);__p( a.b .. c ,4);__p( a ,5);";
    assert_int_not_equal(str_find(code.lua, str_from(want)), SIZE_MAX);
}

static void dashes_trim_the_text_around(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_true(compile(f, "a \n {{- x -}} \n b {#- c -#}\n d", &code));
    assert_str(code.prints.items[0].text, "a");
    assert_str(code.texts.items[0], "b");
    assert_str(code.texts.items[1], "d");
}

static void braces_in_tables_and_texts_do_not_end_a_tag(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_true(compile(f, "{{ ({{1}})[1] }}|{{ '}}' }}|{% if '%}' then %}{% end %}", &code));
    assert_int_equal(code.prints.count, 2);
    assert_str(code.prints.items[1].text, "|");
}

static void what_a_template_names_is_listed(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_true(compile(f,
                        "{% extends 'base.html' %}\n{% block main %}{% include 'n.html' %}"
                        "{% local a, b = 1 %}{% for k, v in x do %}{% end %}{% endblock main %}",
                        &code));
    assert_str(code.extends.name, "base.html");
    assert_int_equal(code.extends.at.column, 12);
    assert_str(code.includes.items[0].name, "n.html");
    assert_str(code.blocks.items[0].name, "main");
    assert_true(code.defines[0]);
    assert_int_equal(code.locals.count, 4);
    assert_str(code.locals.items[3].name, "v");
}

static void an_unclosed_print_is_reported_where_it_opens(void **state) {
    assert_refused(*state, "<p>\n<b>{{ page.title </b>\n{{ page.summary }}\n", 2, 4,
                   "template/unclosed", "this tag is not closed: write '}}' at its end");
}

static void an_unclosed_statement_is_reported_where_it_opens(void **state) {
    assert_refused(*state, "{% if x then\ntext it's\n{% end %}", 1, 1, "template/unclosed",
                   "this tag is not closed: write '%}' at its end");
}

static void an_unclosed_comment_is_reported_where_it_opens(void **state) {
    assert_refused(*state, "a\n {# b", 2, 2, "template/unclosed",
                   "this comment is not closed: write '#}' at its end");
}

static void a_statement_in_a_print_is_named(void **state) {
    assert_refused(*state, "a {{ if x then }}", 1, 6, "template/syntax",
                   "'if' cannot stand in a value: write {% if … %} as a tag of its own");
}

static void an_open_bracket_is_reported_where_it_opens(void **state) {
    assert_refused(*state, "{% include 'a', {b = (1 %}", 1, 22, "template/syntax",
                   "'(' is not closed before the tag ends");
}

static void an_open_if_is_reported_where_it_opens(void **state) {
    assert_refused(*state, "a\n  {% if x then %}b", 2, 3, "template/unclosed",
                   "'if' is not closed: write {% end %} where it stops");
}

static void an_end_too_many_is_reported(void **state) {
    assert_refused(*state, "{% if x then %}{% end %}\n{% end %}", 2, 4, "template/syntax",
                   "there is nothing open to end here");
}

static void a_block_without_a_name_may_be_ended_by_one(void **state) {
    assert_refused(*state, "{% block %}{% endblock x %}", 1, 4, "template/syntax",
                   "write {% block name %}");
}

static void ends_that_cross_name_what_is_open(void **state) {
    assert_refused(*state, "{% block a %}\n{% if x then %}\n{% endblock %}{% end %}{% end %}", 3, 4,
                   "template/syntax",
                   "the 'if' of line 2 is still open: write {% end %} before this");
}

static void an_unknown_tag_has_a_suggestion(void **state) {
    assert_refused(*state, "{% inclde 'a' %}", 1, 4, "template/tag",
                   "there is no tag 'inclde', did you mean 'include'?");
}

static void words_of_other_template_languages_are_known(void **state) {
    assert_refused(*state, "{% if a then %}{% elif b then %}{% end %}", 1, 19, "template/tag",
                   "there is no tag 'elif', did you mean 'elseif'?");
}

static void then_and_do_are_asked_for(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    assert_false(compile(f, "{% if x %}{% end %}\n{% for a in b %}{% end %}", &code));
    assert_int_equal(f->diags.count, 2);
    assert_string_equal(f->diags.items[0].message, "'then' is missing at the end of this tag");
    assert_int_equal(f->diags.items[0].column, 9);
    assert_string_equal(f->diags.items[1].message, "'for' needs 'do' at its end");
    assert_int_equal(f->diags.items[1].line, 2);
}

static void one_equals_sign_is_not_a_comparison(void **state) {
    assert_refused(*state, "{% if a = b then %}{% end %}", 1, 9, "template/syntax",
                   "'=' does not compare: write '=='");
}

static void a_block_may_stand_once(void **state) {
    assert_refused(*state, "{% block a %}{% end %}\n{% block a %}{% end %}", 2, 10,
                   "template/block-twice", "a block 'a' stands on line 1 already");
}

static void text_outside_the_blocks_of_a_child_is_reported(void **state) {
    assert_refused(*state, "{% extends 'b' %}\n\n  lost\n{% block a %}{% end %}", 3, 3,
                   "template/outside-block",
                   "a template that extends another prints only what is inside its blocks: move "
                   "this text into one");
}

static void lines_end_with_lf(void **state) {
    assert_refused(*state, "{{ a }}\n{{ b\r }}", 2, 5, "template/syntax",
                   "a carriage return stands alone here: end lines with LF");
}

static void a_stray_closing_mark_is_reported(void **state) {
    assert_refused(*state, "<p>{ { x }}", 1, 10, "template/syntax",
                   "'}}' closes nothing: its tag opens with '{{'");
}

static void extends_comes_first(void **state) {
    assert_refused(*state, "text {% extends 'b' %}", 1, 9, "template/syntax",
                   "'extends' must stand before all else in the file");
}

static void break_stays_inside_its_loop(void **state) {
    assert_refused(*state, "{% for i = 1, 2 do %}{% block a %}{% break %}{% end %}{% end %}", 1, 38,
                   "template/syntax",
                   "'break' leaves a 'for' of the same block: there is none here");
}

static void bytes_that_are_not_text_are_reported(void **state) {
    assert_refused(*state, "ab\n\xff", 2, 1, "template/utf8",
                   "this byte is not UTF-8: save the file as UTF-8");
}

static void many_mistakes_are_reported_up_to_a_limit(void **state) {
    struct fixture *f = *state;
    struct template_code code;
    struct buf text = {0};
    for (int i = 0; i < 5000; i++)
        buf_puts(&text, "{{ }}\n");
    struct source source = {"a.html", buf_str(&text)};
    assert_false(template_compile(&f->mem, &source, &code, &f->diags));
    assert_int_equal(f->diags.count, 20);
    buf_finish(&text);
}

static void a_name_is_found_only_whole(void **state) {
    (void)state;
    struct source source = {"a.html", str_lit("x\n{{ pages.page }}")};
    struct place at = template_find_name(&source, 2, str_lit("page"));
    assert_int_equal(at.column, 10);
    assert_int_equal(at.width, 4);
    assert_int_equal(template_find_name(&source, 2, str_lit("none")).column, 0);
    assert_int_equal(template_find_name(&source, 9, str_lit("page")).column, 0);
}

/* What a tag lacks, or has too much of, is said at the very word. */
static void a_tag_says_what_it_lacks(void **state) {
    static const struct {
        const char *text;
        unsigned column;
        const char *message;
    } rows[] = {
        {"{% for x in do %}{% end %}", 13, "what to walk over is missing before 'do'"},
        {"{% for i = do %}{% end %}", 12, "what to walk over is missing before 'do'"},
        {"{% if then %}{% end %}", 7, "the condition is missing before 'then'"},
        {"{% if a then %}{% else %}{% else %}{% end %}", 29,
         "the 'else' of this 'if' came already"},
        {"{% if a then %}{% else if b then %}{% end %}", 24, "write 'elseif' in one word"},
        {"{% if a then %}{% else b %}{% end %}", 24,
         "nothing may follow here: close the tag before this"},
        {"{% block a %}{% endblock b %}", 26, "the open block is 'a'"},
        {"{% for x in y do %}{% break now %}{% end %}", 29,
         "nothing may follow here: close the tag before this"},
        {"{% set x %}", 4, "write {% set name = value %}"},
        {"{% set 1 = 2 %}", 8, "a name is wanted here"},
        {"{% local function 1() end %}", 19, "a name is wanted here"},
        {"{% extends 'a' %}{% extends 'b' %}", 21,
         "a template extends one other, and this one does so already"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_refused(f, rows[i].text, 1, rows[i].column, "template/syntax", rows[i].message);
        diags_finish(&f->diags);
        diags_init(&f->diags);
    }
}

/* At its end, where the rest is awaited. */
static void a_tag_that_ends_too_early_says_so(void **state) {
    static const char *const rows[][2] = {
        {"{% local x = %}", "a value is wanted after '='"},
        {"{% set x = %}", "a value is wanted after '='"},
        {"{% include \"a.html\", %}", "the arguments are missing after ','"},
        {"{% once %}{% endonce %}", "the key is missing: {% once \"navigation\" %}"},
        {"{% %}", "this tag is empty"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct template_code out;
        assert_false(compile(f, rows[i][0], &out));
        assert_diag(&f->diags, 0, "a.html", 1, "template/syntax");
        assert_string_equal(f->diags.items[0].message, rows[i][1]);
        diags_finish(&f->diags);
        diags_init(&f->diags);
    }
}

/* Any beginning of a template, and any with one byte changed, compiles or is refused: never more.
 */
static void broken_templates_do_no_harm(void **state) {
    struct fixture *f = *state;
    static const char whole[] =
        "{% extends \"b\" %}{% block a %}{{ f({1, [[x]]}, 'y', function(z) return z end) }}"
        "{% for k, v in pairs(x) do %}{%- if a == 0x1p4 then -%}{# c #}{% else %}{% end %}{% end %}"
        "{% once k .. \"k\" %}{% include 'i', {q = 1} %}{% endonce %}{% set a.b = 1 %}{% endblock "
        "%}";
    static const char bytes[] = "{}%#()[]\"'-=,\n\\e\x80";
    char copy[sizeof(whole)];
    size_t refused = 0;
    for (size_t i = 0; i < sizeof(whole) - 1; i++) {
        struct template_code code;
        struct source cut = {"a.html", str_of(whole, i)};
        refused += !template_compile(&f->mem, &cut, &code, &f->diags);
        for (size_t b = 0; b < sizeof(bytes) - 1; b++) {
            memcpy(copy, whole, sizeof(whole));
            copy[i] = bytes[b];
            struct source changed = {"a.html", str_of(copy, sizeof(whole) - 1)};
            refused += !template_compile(&f->mem, &changed, &code, &f->diags);
        }
    }
    assert_true(refused > sizeof(whole) && f->diags.errors >= refused);
    for (size_t i = 0; i < f->diags.count; i++)
        assert_in_range(f->diags.items[i].line, 1, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lines_end_with_lf),
        TEST(each_template_line_is_one_lua_line),
        TEST(each_line_of_a_tag_is_one_lua_line),
        TEST(text_before_a_print_is_printed_with_it),
        TEST(fields_and_ways_are_tried_straight_from_the_model),
        TEST(dashes_trim_the_text_around),
        TEST(braces_in_tables_and_texts_do_not_end_a_tag),
        TEST(what_a_template_names_is_listed),
        TEST(an_unclosed_print_is_reported_where_it_opens),
        TEST(an_unclosed_statement_is_reported_where_it_opens),
        TEST(an_unclosed_comment_is_reported_where_it_opens),
        TEST(a_statement_in_a_print_is_named),
        TEST(an_open_bracket_is_reported_where_it_opens),
        TEST(an_open_if_is_reported_where_it_opens),
        TEST(an_end_too_many_is_reported),
        TEST(a_block_without_a_name_may_be_ended_by_one),
        TEST(ends_that_cross_name_what_is_open),
        TEST(an_unknown_tag_has_a_suggestion),
        TEST(words_of_other_template_languages_are_known),
        TEST(then_and_do_are_asked_for),
        TEST(one_equals_sign_is_not_a_comparison),
        TEST(a_block_may_stand_once),
        TEST(text_outside_the_blocks_of_a_child_is_reported),
        TEST(a_stray_closing_mark_is_reported),
        TEST(extends_comes_first),
        TEST(break_stays_inside_its_loop),
        TEST(bytes_that_are_not_text_are_reported),
        TEST(many_mistakes_are_reported_up_to_a_limit),
        TEST(a_name_is_found_only_whole),
        TEST(a_tag_says_what_it_lacks),
        TEST(a_tag_that_ends_too_early_says_so),
        TEST(broken_templates_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
