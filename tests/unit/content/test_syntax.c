/* What editors get wrong in YAML, each with the place and the sentence they get. The texts are
 * front matter, whose lines keep the numbers they have in the file. */
#include "broken.h"

#include "content/content.h"
#include "content/syntax.h"

static const struct broken corpus[] = {
    {"title: MDMA: the pill", 2, 12, 1, "yaml/syntax", "put the value in quotes"},
    {"title: ähm: x", 2, 12, 1, "yaml/syntax", "put the value in quotes"},
    {"x: {a: b: c}", 2, 9, 1, "yaml/syntax", "put the value in quotes"},
    {"title: \"MDMA\nsummary: x", 2, 8, 1, "yaml/syntax", "never closed"},
    {"title: 'x", 2, 8, 1, "yaml/syntax", "never closed"},
    {"summary: 'don't stop'", 2, 15, 1, "yaml/syntax", "apostrophe twice"},
    {"summary: \"say \"hi\" now\"", 2, 16, 1, "yaml/syntax", "one pair of quotes"},
    {"title: a\nsummary: \"x\" y", 3, 14, 1, "yaml/syntax", "one pair of quotes"},
    {"aliases: [a, b\nsummary: x", 2, 10, 1, "yaml/syntax", "not closed with ']'"},
    {"timing: {a: b", 2, 9, 1, "yaml/syntax", "not closed with '}'"},
    {"aliases: [\"a\" \"b\"]", 2, 15, 1, "yaml/syntax", "a comma or the closing ']'"},
    {"aliases: [a, b] c", 2, 17, 1, "yaml/syntax", "after the closing ']'"},
    {"title:Foo\nsummary: x", 2, 6, 1, "yaml/syntax", "a space is missing after the colon"},
    {"summary: x\ntitle:Foo", 3, 6, 1, "yaml/syntax", "a space is missing after the colon"},
    {"title Foo\nsummary: x", 2, 1, 9, "yaml/syntax", "no colon after a field's name"},
    {"summary: x\ntitle Foo", 3, 1, 9, "yaml/syntax", "no colon after a field's name"},
    {"summary: Drugs like this\ngo on here", 3, 1, 10, "yaml/syntax", "indent it"},
    {"title: Foo\n\tsummary: x", 3, 1, 1, "yaml/syntax", "a tab"},
    {"title: x\ntiming:\n\tonset: 1 h", 4, 1, 1, "yaml/syntax", "a tab"},
    {"title:\t@x", 2, 8, 1, "yaml/syntax", "starts with '@'"},
    {"title: @foo", 2, 8, 1, "yaml/syntax", "starts with '@'"},
    {"title: %foo", 2, 8, 1, "yaml/syntax", "starts with '%'"},
    {"title: `x`", 2, 8, 1, "yaml/syntax", "starts with '`'"},
    {"title: *foo* bar", 2, 8, 1, "yaml/syntax", "starts with '*'"},
    {"title: > x\nsummary: y", 2, 8, 1, "yaml/syntax", "starts with '>'"},
    {"title: ]", 2, 8, 1, "yaml/syntax", "before ']'"},
    {"status: ,", 2, 9, 1, "yaml/syntax", "before ','"},
    {"title: - a\nsummary: x", 2, 8, 1, "yaml/syntax", "a line of its own"},
    {"title: \"a\\qb\"", 2, 10, 1, "yaml/syntax", "a backslash"},
    {"--- title: Foo", 2, 1, 3, "yaml/syntax", "'---' needs a line of its own"},
    {"---\ttitle: Foo", 2, 1, 3, "yaml/syntax", "'---' needs a line of its own"},
    {"title: Foo\n  summary: Bar", 3, 3, 7, "yaml/syntax", "indented further"},
    {"  title: Foo\nsummary: Bar", 3, 1, 1, "yaml/syntax", "not indented like"},
    {"aliases:\n  - a\n b: c", 4, 2, 1, "yaml/syntax", "not indented like"},
    {"card: \"Call 112\nstatus: draft\nsummary: two \"", 3, 1, 1, "yaml/quotes", "line 2"},
    {"card: 'Call 112\nstatus: draft'", 3, 1, 1, "yaml/quotes", "close them there"},
    {"sources:\n- title: 'x\n  url: y'", 4, 3, 1, "yaml/quotes", "line 3"},
    {"aliases: [\"a\nb\"]", 3, 1, 1, "yaml/quotes", "line 2"},
    {"aliases:\n- a\n - b", 4, 2, 1, "yaml/indent", "same column"},
    {"title: {en: Pills, powder, fi: x}", 2, 8, 1, "content/not-a-word", "not fields"},
    {"timing: {onset: 1 h, powder, peak: 2 h}", 2, 22, 6, "yaml/comma", "needs quotes"},
    {"timing: {onset:{a: b}}", 2, 15, 1, "yaml/syntax", "a space behind it"},
    {"%TAG ! x", 2, 1, 1, "yaml/directive", "take it out"},
    {"title: a\n...\n%TAG ! x", 4, 1, 1, "yaml/directive", "take it out"},
    {"title: a\n...\nsummary: b", 4, 1, 1, "yaml/syntax", "not indented like"},
    {"title: *foo", 2, 8, 1, "yaml/alias", "starts with '*'"},
    {"title: &foo bar", 2, 8, 1, "yaml/anchor", "starts with '&'"},
    {"title: !important", 2, 8, 1, "yaml/tag", "starts with '!'"},
    {"title: !!str x", 2, 8, 1, "yaml/tag", "starts with '!'"},
    {"aliases: &a [x]", 2, 10, 1, "yaml/anchor", "starts with '&'"},
    {"timing: !t {onset: 1 h}", 2, 9, 1, "yaml/tag", "starts with '!'"},
    {"title: Foo\ntitle: Bar", 3, 1, 5, "yaml/repeated", "first in line 2"},
    {"? [a]\n: b", 2, 3, 1, "yaml/name", "must be a word"},
    {"foo", 2, 1, 3, "yaml/no-fields", "a name, a colon"},
    {"- a\n- b", 2, 1, 1, "yaml/no-fields", "a name, a colon"},
    {"a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: {n: {o: {p: {q: {r: 1}}}}}}}}}}}}}}}}}", 2,
     64, 1, "yaml/nesting", "more than 16 deep"},
    {"title: \"a\\0b\"", 2, 9, 4, "text/control", "U+0000"},
    {"title: a\n... z", 3, 5, 1, "yaml/syntax", "is not expected here"},
    {"aliases:\n  - \"a\" b\n  - c", 3, 9, 1, "yaml/syntax", "one pair of quotes"},
    {"title: T\r\nsummary: a: b\r", 3, 11, 1, "yaml/syntax", "put the value in quotes"},
    {"title: \"1\\u200b0 mg\"", 2, 9, 11, "text/invisible", "U+200B"},
    {"title: \"a\\Lb\"", 2, 9, 4, "text/control", "U+2028"},
};

static void parse(struct fixture *f, const char *fields) {
    struct source source = {"a.md", arena_printf(&f->mem, "---\n%s\n---\nText\n", fields)};
    struct meta meta;
    struct str body;
    unsigned line;
    bool ok = meta_parse(&f->mem, &source, &meta, &body, &line, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
}

static void every_broken_text_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void fields_before_a_syntax_error_are_checked_too(void **state) {
    struct fixture *f = *state;
    parse(f, "titel: x\nstatus: nope\nsummary: a: b");
    assert_int_equal(f->diags.errors, 3);
    diags_sort(&f->diags);
    assert_diag(&f->diags, 0, "a.md", 2, "content/field-unknown");
    assert_diag(&f->diags, 1, "a.md", 3, "content/value-unknown");
    assert_diag(&f->diags, 2, "a.md", 4, "yaml/syntax");
}

static void a_document_end_is_no_second_document(void **state) {
    struct fixture *f = *state;
    struct source source = {"site.yaml",
                            str_lit("title: a\nlanguages: [en]\ndefault_language: en\n...\n")};
    struct config config;
    assert_true(config_parse(&f->mem, &source, &config, &f->diags));
    assert_no_diags(&f->diags);
}

static void a_second_document_is_refused_where_it_starts(void **state) {
    struct fixture *f = *state;
    struct source source = {
        "site.yaml", str_lit("---\ntitle: a\nlanguages: [en]\ndefault_language: en\n---\nb: c\n")};
    struct config config;
    assert_false(config_parse(&f->mem, &source, &config, &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "site.yaml", 5, "yaml/documents");
}

static void a_text_of_several_lines_in_braces_around_everything_is_read(void **state) {
    struct fixture *f = *state;
    struct source source = {"site.yaml",
                            str_lit("{title: \"a\nb\", languages: [en], default_language: en}\n")};
    struct config config;
    assert_true(config_parse(&f->mem, &source, &config, &f->diags));
    assert_no_diags(&f->diags);
    assert_str(config.title.items[0].value, "a b");
}

static void a_field_behind_three_dashes_has_no_line_above(void **state) {
    struct fixture *f = *state;
    struct source source = {"site.yaml", str_lit("# The site\n--- title: a\n")};
    struct config config;
    assert_false(config_parse(&f->mem, &source, &config, &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "site.yaml", 2, "yaml/syntax");
    assert_int_equal(f->diags.items[0].column, 1);
}

/* libyaml takes names of up to 1,024 characters. */
static void a_first_line_too_long_for_a_name_is_no_field(void **state) {
    struct fixture *f = *state;
    struct buf fields = {0};
    for (int i = 0; i < 300; i++)
        buf_puts(&fields, "word ");
    buf_printf(&fields, "end: x\ntitle: Foo%c", '\0');
    parse(f, fields.p);
    broken_check(&f->diags, &(struct broken){"300 words", 2, 1, 1506, "yaml/syntax",
                                             "no colon after a field's name"});
    buf_finish(&fields);
}

static void a_complaint_that_nobody_knows_is_passed_on(void **state) {
    struct fixture *f = *state;
    struct source source = {"a.yaml", str_lit("a: b\nc: d\n")};
    struct syntax_error e = {.source = &source,
                             .problem = "found a bug",
                             .context = "while parsing",
                             .at = 8,
                             .context_at = 5};
    assert_false(syntax_report(&e, &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.yaml", 2, "yaml/syntax");
    assert_string_equal(f->diags.items[0].message, "cannot be read as YAML here: found a bug");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_broken_text_gets_its_place_and_sentence),
        TEST(fields_before_a_syntax_error_are_checked_too),
        TEST(a_document_end_is_no_second_document),
        TEST(a_second_document_is_refused_where_it_starts),
        TEST(a_text_of_several_lines_in_braces_around_everything_is_read),
        TEST(a_field_behind_three_dashes_has_no_line_above),
        TEST(a_first_line_too_long_for_a_name_is_no_field),
        TEST(a_complaint_that_nobody_knows_is_passed_on),
    };
    return cmocka_run_group_tests_name("content/syntax", tests, NULL, NULL);
}
