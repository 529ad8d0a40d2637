/* Messages: order, repeats, places, and the three forms they are printed in. */
#include "fixture.h"

static const struct source source = {"a.md", {"one\n\ttwo ä three\r\nlast", 23}};

static const char *formatted(struct fixture *f, enum diag_format format, bool color) {
    buf_reset(&f->out);
    diags_format(&f->diags, format, color, &f->out);
    buf_putc(&f->out, '\0');
    return f->out.p;
}

static void text_has_excerpt_and_underline(void **state) {
    struct fixture *f = *state;
    assert_false(diag_error(&f->diags, place_of(&source, 2, 9, 5), "x/y", "what %d", 1));
    assert_string_equal(formatted(f, DIAG_TEXT, false), "a.md:2:9: error: what 1 [x/y]\n"
                                                        "    2 |  two ä three\n"
                                                        "      |        ^~~~~\n");
}

static void places_without_line_or_column_have_no_underline(void **state) {
    struct fixture *f = *state;
    struct source empty = {"b", STR_NONE};
    diag_warning(&f->diags, place_of(&source, 1, 0, 0), "x/y", "w");
    diag_note(&f->diags, place_of(&empty, 0, 0, 0), "x/y", "n");
    diag_error(&f->diags, place_of(&source, 99, 1, 1), "x/y", "past");
    diag_error(&f->diags, place_of(&source, 1, 99, 1), "x/y", "wide");
    diag_error(&f->diags, (struct place){0}, "x/y", "nowhere");
    assert_string_equal(formatted(f, DIAG_TEXT, false), "a.md:1: warning: w [x/y]\n"
                                                        "    1 | one\n"
                                                        "b: note: n [x/y]\n"
                                                        "a.md:99:1: error: past [x/y]\n"
                                                        "a.md:1:99: error: wide [x/y]\n"
                                                        "    1 | one\n"
                                                        "error: nowhere [x/y]\n");
    assert_int_equal(f->diags.errors, 3);
    assert_int_equal(f->diags.warnings, 1);
    assert_int_equal(f->diags.notes, 1);
}

static void sorting_drops_repeats_and_counts_again(void **state) {
    struct fixture *f = *state;
    struct source other = {"Z", STR_NONE};
    diag_error(&f->diags, place_of(&source, 2, 1, 1), "x/y", "b");
    diag_error(&f->diags, place_of(&source, 1, 2, 1), "x/y", "c");
    diag_error(&f->diags, place_of(&source, 2, 1, 1), "x/y", "b");
    diag_warning(&f->diags, place_of(&other, 9, 1, 1), "x/y", "d");
    diag_error(&f->diags, place_of(&source, 1, 2, 1), "x/a", "z");
    diags_sort(&f->diags);
    assert_int_equal(f->diags.count, 4);
    assert_int_equal(f->diags.errors, 3);
    assert_string_equal(f->diags.items[0].message, "d");
    assert_string_equal(f->diags.items[1].message, "z");
    assert_string_equal(f->diags.items[2].message, "c");
    assert_string_equal(f->diags.items[3].message, "b");
}

static void json_is_one_valid_object_a_line(void **state) {
    struct fixture *f = *state;
    struct source odd = {"a\"\\\n\xff.md", STR_NONE};
    diag_error(&f->diags, place_of(&odd, 1, 2, 3), "x/y", "ä\t");
    diag_output(&f->diags, place_of(&source, 1, 1, 1), "from.md", "x/z", "o");
    assert_string_equal(
        formatted(f, DIAG_JSON, false),
        "{\"level\":\"error\",\"path\":\"a\\\"\\\\\\u000a\\ufffd.md\",\"line\":1,\"column\":2,"
        "\"width\":3,\"code\":\"x/y\",\"message\":\"ä\\u0009\"}\n"
        "{\"level\":\"error\",\"path\":\"a.md\",\"line\":1,\"column\":1,\"width\":1,\"code\":"
        "\"x/z\",\"message\":\"o\",\"origin\":\"from.md\",\"excerpt\":\"one\"}\n");
}

static void github_commands_escape_what_ends_them(void **state) {
    struct fixture *f = *state;
    struct source odd = {"a,b:c%.md", STR_NONE};
    diag_warning(&f->diags, place_of(&odd, 1, 2, 3), "x/y", "50%%, a\nb");
    assert_string_equal(formatted(f, DIAG_GITHUB, false),
                        "::warning file=a%2Cb%3Ac%25.md,line=1,col=2,title=x/y::50%25, a%0Ab\n");
}

static void a_terminal_is_never_given_control_characters(void **state) {
    struct fixture *f = *state;
    struct source odd = {"a\x1b[2J.md", str_lit("x \xc2\x9b"
                                                "2J \x1b]0;\a\n")};
    diag_error(&f->diags, place_of(&odd, 1, 1, 1), "x/y", "the '\x1b[1m' and '\xc2\x9b' and\nline");
    const char *text = formatted(f, DIAG_TEXT, false);
    assert_null(strchr(text, '\x1b'));
    assert_null(strchr(text, '\a'));
    assert_null(strstr(text, "\xc2\x9b"));
    size_t lines = 0;
    for (const char *p = text; *p != '\0'; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 3);
}

static void merging_copies_everything(void **state) {
    struct fixture *f = *state;
    struct diags part = {0};
    diag_output(&part, place_of(&source, 1, 1, 1), "from.md", "x/y", "m");
    diag_system(&part, "p", 2, "x/s", "cannot read");
    diags_merge(&f->diags, &part);
    diags_finish(&part);
    assert_int_equal(f->diags.errors, 2);
    assert_true(f->diags.system);
    assert_string_equal(f->diags.items[0].origin, "from.md");
    assert_string_equal(f->diags.items[0].excerpt, "one");
    assert_string_equal(f->diags.items[1].message, "cannot read: No such file or directory");
}

static void offsets_become_lines_and_columns(void **state) {
    (void)state;
    struct place at = place_at_offset(&source, 9, 2);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 6);
    at = place_at_offset(&source, 9999, 1);
    assert_int_equal(at.line, 3);
    assert_int_equal(at.column, 5);
}

static struct source many_lines(struct fixture *f) {
    size_t bytes = 2 * 1024 * 1024;
    char *text = arena_alloc(&f->mem, bytes, 1);
    memset(text, '\n', bytes);
    return (struct source){"large", str_of(text, bytes)};
}

/* Lines of a text of line feeds: told from the last up, each is looked for from the start. */
static void tell_upwards(struct fixture *f, const struct source *large, size_t count) {
    for (size_t i = 0; i < count; i++)
        diag_warning(&f->diags, place_of(large, large->text.len - i, 1, 1), "x/y", "w");
}

static void very_many_messages_stay_linear(void **state) {
    struct fixture *f = *state;
    struct source large = many_lines(f);
    tell_upwards(f, &large, 20000);
    assert_int_equal(f->diags.count, 20000);
    assert_non_null(f->diags.items[0].excerpt);
    assert_null(f->diags.items[19999].excerpt);
}

static void messages_that_go_down_a_text_all_have_excerpts(void **state) {
    struct fixture *f = *state;
    size_t lines = 20000;
    struct buf text = {0};
    for (size_t i = 1; i <= lines; i++)
        buf_printf(&text, "%zu\r\n", i);
    struct source large = {"large", buf_str(&text)};
    for (size_t i = 1; i <= lines; i++)
        for (size_t twice = 0; twice < 2; twice++)
            diag_warning(&f->diags, place_of(&large, i, 1, 1), "x/y", "w");
    for (size_t i = 0; i < 2 * lines; i++)
        assert_int_equal(strtoul(f->diags.items[i].excerpt, NULL, 10), i / 2 + 1);
    buf_finish(&text);
}

/* Which thread told of what before must not be seen in what is said. */
static void excerpts_of_a_text_do_not_depend_on_others(void **state) {
    struct fixture *f = *state;
    struct source large = many_lines(f);
    tell_upwards(f, &large, 20000);
    struct source other = {"other", large.text}; /* the same bytes, as in an arena used again */
    diag_warning(&f->diags, place_of(&other, other.text.len, 1, 1), "x/y", "w");
    assert_non_null(f->diags.items[20000].excerpt);
    diag_warning(&f->diags, place_of(&source, 2, 1, 1), "x/y", "w");
    assert_string_equal(f->diags.items[20001].excerpt, " two ä three");
    diag_warning(&f->diags, place_of(&source, 1, 1, 1), "x/y", "w");
    assert_string_equal(f->diags.items[20002].excerpt, "one");
    diag_warning(&f->diags, place_of(&source, 999, 1, 1), "x/y", "w");
    assert_null(f->diags.items[20003].excerpt);
}

static void a_long_line_is_shown_around_the_place(void **state) {
    struct fixture *f = *state;
    char text[1001];
    memset(text, 'a', 1000);
    memcpy(text + 498, "\xc3\xa4XY\xc3\xa4", 6); /* äXYä */
    struct source line = {"x", str_of(text, 1000)};
    struct buf out = {0};
    diag_error(&f->diags, place_of(&line, 1, 501, 2), "a/b", "m");
    diag_error(&f->diags, place_of(&line, 1, 1000, 9), "a/b", "end");
    diag_error(&f->diags, place_of(&line, 1, 0, 0), "a/b", "line");
    assert_int_equal(f->diags.items[0].cut, 440);
    assert_int_equal(strlen(f->diags.items[0].excerpt), 160);
    assert_int_equal(strlen(f->diags.items[1].excerpt), 61);
    assert_int_equal(f->diags.items[2].cut, 0);
    f->diags.count = 1;
    diags_format(&f->diags, DIAG_TEXT, false, &out);
    struct str shown = buf_str(&out);
    size_t mark = str_rfind_char(shown, '^');
    assert_int_equal(shown.p[mark + 1], '~');
    size_t second = str_find_char(shown, '\n') + 1;
    size_t third = second + str_find_char(str_from_offset(shown, second), '\n') + 1;
    assert_int_equal(mark - third, strlen("      | ") + 1 + 59); /* "…", 58 times a, ä */
    buf_finish(&out);
}

static void what_turns_letters_around_is_not_printed(void **state) {
    struct fixture *f = *state;
    struct source line = {"x\xe2\x80\xaey", str_lit("a\xe2\x80\xae"
                                                    "b\xe2\x80\x8f"
                                                    "c\x1b")};
    struct buf out = {0};
    diag_error(&f->diags, place_of(&line, 1, 5, 1), "a/b", "'\xe2\x81\xa6'");
    diags_format(&f->diags, DIAG_TEXT, false, &out);
    assert_str(buf_str(&out), "x?y:1:5: error: '?' [a/b]\n    1 | a   b   c \n      |     ^\n");
    buf_reset(&out);
    diags_format(&f->diags, DIAG_JSON, false, &out);
    assert_true(str_find(buf_str(&out), str_lit("\"path\":\"x\\u202ey\"")) != SIZE_MAX);
    buf_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(text_has_excerpt_and_underline),
        TEST(a_long_line_is_shown_around_the_place),
        TEST(what_turns_letters_around_is_not_printed),
        TEST(places_without_line_or_column_have_no_underline),
        TEST(sorting_drops_repeats_and_counts_again),
        TEST(json_is_one_valid_object_a_line),
        TEST(github_commands_escape_what_ends_them),
        TEST(a_terminal_is_never_given_control_characters),
        TEST(merging_copies_everything),
        TEST(offsets_become_lines_and_columns),
        TEST(very_many_messages_stay_linear),
        TEST(messages_that_go_down_a_text_all_have_excerpts),
        TEST(excerpts_of_a_text_do_not_depend_on_others),
    };
    return cmocka_run_group_tests_name("util/diag", tests, NULL, NULL);
}
