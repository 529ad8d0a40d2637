/* Marks of other tools, and addresses that are no links. */
#include "looking.h"

static const char *look(struct fixture *f, const char *text) {
    struct lint l = {.mem = &f->mem};
    struct document doc = {.source = {"a.md", str_from(text)}};
    struct prose p = {.doc = &doc, .text = doc.source.text, .language = str_lit("en")};
    p.masked = prose_mask(&l.page, p.text);
    leftovers_check(&l, &p);
    const char *all = found(f, &l);
    arena_finish(&l.page);
    return all;
}

static void marks_of_other_tools_are_found(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "a {{< figure >}} {{ x }}"),
                        "text/other-markup 3+14; text/other-markup 18+7");
    assert_string_equal(look(f, "{% raw %}"), "text/other-markup 1+9");
    assert_string_equal(look(f, "{: .note}"), "text/other-markup 1+9");
    assert_string_equal(look(f, "[[Ketamine|K]]."), "text/other-markup 1+14");
    assert_string_equal(look(f, "- [ ] a\n* [x] b\n+ [X]"),
                        "text/other-markup 3+3; text/other-markup 3+3; text/other-markup 3+3");
    assert_string_equal(look(f, "[TOC]"), "text/other-markup 1+5");
}

static void quotes_of_a_word_processor_around_a_field_are_found(void **state) {
    struct fixture *f = *state;
    static const char *const wrong[] = {"“Ketamine”", "‘ket’", "„Keta“", "”Ketamiini”", "«Кета»"};
    static const char *const right[] = {"“Special K” or “ket”", "Don’t", "“Ket” is short", "“”",
                                        "the “K-hole”", "\"Special K\"", "’cause it’s ’90s’"};
    struct lint l = {.mem = &f->mem};
    for (size_t i = 0; i < ARRAY_LEN(wrong) + ARRAY_LEN(right); i++) {
        bool is_wrong = i < ARRAY_LEN(wrong);
        const char *text = is_wrong ? wrong[i] : right[i - ARRAY_LEN(wrong)];
        struct prose p = prose_of(&l, text, "en");
        leftovers_check(&l, &p);
        const char *want =
            is_wrong ? arena_printf(&f->mem, "text/quotes 10+%zu", strlen(text)).p : "";
        assert_string_equal(found(f, &l), want);
    }
    arena_finish(&l.page);
}

static void marks_around_words_of_other_tools_are_found(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Call. %% ask Jane first %%"), "text/other-markup 7+20");
    assert_string_equal(look(f, "Call 112 %% спросить %%"), "text/other-markup 10+22");
    assert_string_equal(look(f, "a ==never== b (==x==)"),
                        "text/other-markup 3+9; text/other-markup 16+5");
    assert_string_equal(look(f, "++new++ $$E=mc$$"),
                        "text/other-markup 1+7; text/other-markup 9+8");
}

static void marks_that_begin_a_line_are_found(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "!!! warning \"Title\"\n    text",
        "??? note",
        "???+ note",
        "=== \"One\"",
        "--8<-- \"a.md\"",
        "*[HTML]: x",
        ".. note:: x",
        "• one",
        "– one\n– two",
        "· one\n· two",
        ":   what",
        "%%\nsecret",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_true(strstr(look(f, texts[i]), "text/other-markup 1+") != NULL);
    assert_string_equal(look(f, "Term\n: what"), "text/other-markup 1+1");
    assert_string_equal(look(f, "• one\n• two"), "text/other-markup 1+3; text/other-markup 1+3");
}

static void lists_of_other_tools_are_found_item_by_item(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "You need:\n– one\n– two"),
                        "text/other-markup 1+3; text/other-markup 1+3");
    assert_string_equal(look(f, "– one\n– two, which\ngoes on\n– three"),
                        "text/other-markup 1+3; text/other-markup 1+3; text/other-markup 1+3");
    assert_string_equal(look(f, "Take with you\n• one\n• two"),
                        "text/other-markup 1+3; text/other-markup 1+3");
    assert_string_equal(look(f, "You need:\n• one"), "text/other-markup 1+3");
    /* as word processors paste them: a tab, or a space that does not break */
    assert_string_equal(look(f, "•\tone\n•\ttwo"),
                        "text/other-markup 1+3; text/other-markup 1+3");
    assert_string_equal(look(f, "You need:\n•\xc2\xa0one"), "text/other-markup 1+3");
    assert_string_equal(look(f, "–\tone\n–\ttwo"),
                        "text/other-markup 1+3; text/other-markup 1+3");
    assert_string_equal(look(f, "\xef\x82\xb7\tone"), "text/other-markup 1+3");
    assert_string_equal(look(f, "Term\n:   what"), "text/other-markup 1+1");
    assert_string_equal(look(f, "Opioid overdose\n: what\nNaloxone\n: what"),
                        "text/other-markup 1+1; text/other-markup 1+1");
    assert_string_equal(look(f, "A term of five words\n: what\n: and what else"),
                        "text/other-markup 1+1; text/other-markup 1+1");
}

static void a_dash_a_dot_or_a_colon_of_a_sentence_is_left_alone(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "It comes in a real pack\n– but not everyone –\nand it is sealed",
        "It comes in a real pack\n– but not everyone –\n– and it is sealed",
        "– Are you awake?",
        "– Are you awake? she asked\nand went on:\n– Say something",
        "Tea\n· coffee · water",
        "· Tea · coffee",
        "Tea or coffee\n• or water",
        "Come any day\n: not before nine",
        "Come on Mondays or\nFridays\n: not before nine",
        "Fridays,\n: not before nine",
        "1 %% 2 %% 3",
        "a %% b %% c",
        "50 %% of the pills, 60 %% of the powders",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(look(f, texts[i]), "");
}

static void small_numbers_and_names_of_pictures_are_found(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "H~2~O"), "text/other-markup 2+3");
    assert_string_equal(look(f, "10^6^ cells"), "text/other-markup 3+3");
    assert_string_equal(look(f, ":warning: a"), "text/other-markup 1+9");
}

static void what_is_no_mark_is_left_alone(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "`{{ x }}` ``[[a]]`` `{% a %}`",
        "## Heading {#id}",
        "\\{{ x }} \\[[a]] \\{% a %}",
        "{{ open\n}} [[open\n]] {% open\n%}",
        "[[1]](a.md) [[1]][a] [[@source]] [[^note]]",
        "{x} [a](b.md) ~5 mg ~~5~~",
        "- [a](b.md)\n- [@id]\n- [y] no box",
        "a [TOC] b",
        "C++ and D++ a == b == c 100 % or 50 %% $5 $$ = ===== +++",
        "At 10:30: a:b: :) :: :a",
        "`==x==` `H~2~O` `:warning:` \\==x==",
        "~~5~~ ~5 mg ~ 6 mg 5~6 a~~2~~b x^2 [^1]: [^2]",
        "A sentence that is much longer than any term would be\n: it goes on",
        "... and so on\n!! ?? a\n= b\n*emphasis*: x",
        "    {{ code }} https://a.example\n    [[b]]",
        "\t[[code]]",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(look(f, texts[i]), "");
}

static void bare_addresses_are_found_without_the_sentence_around_them(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "See https://a.example/b?c=1."), "text/bare-address 5+23");
    assert_string_equal(look(f, "(http://a.example)"), "text/bare-address 2+16");
    assert_string_equal(look(f, "**https://a.example**"), "text/bare-address 3+17");
    assert_string_equal(look(f, "| https://a.example| https://b.example |"),
                        "text/bare-address 3+17; text/bare-address 22+17");
}

static void addresses_that_are_links_or_code_are_left_alone(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "<https://a.example> `https://a.example` [a](https://a.example)",
        "[https://a.example](https://a.example) [https://a.example][a]",
        "ftp://a.example xhttps://a.example https:// ://",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(look(f, texts[i]), "");
}

static void a_page_of_open_marks_costs_no_more_than_its_length(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (size_t i = 0; i < 200000; i++)
        buf_puts(&text, "[[a {% {:b ");
    buf_putc(&text, '\0');
    assert_string_equal(look(f, text.p), "");
    buf_finish(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(marks_of_other_tools_are_found),
        TEST(quotes_of_a_word_processor_around_a_field_are_found),
        TEST(marks_around_words_of_other_tools_are_found),
        TEST(marks_that_begin_a_line_are_found),
        TEST(lists_of_other_tools_are_found_item_by_item),
        TEST(a_dash_a_dot_or_a_colon_of_a_sentence_is_left_alone),
        TEST(small_numbers_and_names_of_pictures_are_found),
        TEST(what_is_no_mark_is_left_alone),
        TEST(bare_addresses_are_found_without_the_sentence_around_them),
        TEST(addresses_that_are_links_or_code_are_left_alone),
        TEST(a_page_of_open_marks_costs_no_more_than_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
