/* Where a link is said to be after what its line has before it: targets with escapes, code over
 * lines, tabs, entities; and what is said of HTML and components in rarer places. */
#include "md.h"

#define TWO "&NotEqualTilde;"

struct row {
    const char *text, *url;
    unsigned line, column;
};

static void the_last_link_has_its_place(void **state) {
    static const struct row rows[] = {
        {"[a](\\() [b](c.md)\n", "c.md", 1, 9},
        {"[a](x\\)y) [b](c.md)\n", "c.md", 1, 11},
        {"[a](<b\\>c>) [b](c.md)\n", "c.md", 1, 13},
        {"[a]( <b c>  'd' ) [b](c.md)\n", "c.md", 1, 19},
        {"[a](b \"(\") [b](c.md)\n", "c.md", 1, 12},
        {"[a](b 'it\\'s (') [b](c.md)\n", "c.md", 1, 18},
        {"[a][(] [b](c.md)\n\n[(]: d.md\n", "c.md", 1, 8},
        {"[foo][] [b](c.md)\n\n[foo]: d.md\n", "c.md", 1, 9},
        {"[fo]o][fo\\]o] [b](c.md)\n\n[fo\\]o]: d.md\n", "c.md", 1, 15},
        {"`a\n`` b`[b](c.md)\n", "c.md", 2, 6},
        {"**a `\n` b** [b](c.md)\n", "c.md", 2, 7},
        {"a  \n  b\\\nc [b](c.md)\n", "c.md", 3, 3},
        {"a&amp;&#33;&nope; [b](c.md)\n", "c.md", 1, 19},
        {"-\ta\n\n\t  b [b](c.md)\n", "c.md", 3, 6},
        {"> \tx [b](c.md)\n", "c.md", 1, 6},
        {"1.\t|a|b|\n\t|-|-|\n\t|c|[b](c.md)|\n", "c.md", 3, 5},
        {">\t|a|b|\n>\t|-|-|\n>\t|c|[b](c.md)|\n", "c.md", 3, 6},
        {"[a](b[@who].md)\n", "b[@who].md", 1, 1},
        {"\xef\xbb\xbf[b](c.md)\n", "c.md", 1, 1},
        {"[foo](a b [b](c.md)\n\n[foo]: d.md\n", "c.md", 1, 11},
        {"a\n  `[x]` [b](c.md)\n", "c.md", 2, 9},
        /* An entity for two letters is not found in the source; eight texts a block are looked for.
         */
        {TWO "`x` [b](c.md)\n", "c.md", 1, 20},
        {TWO TWO TWO TWO TWO TWO TWO TWO TWO " [b](c.md)\n", "c.md", 1, 137},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct calls c = {.f = f};
        struct markdown_hooks hooks = md_hooks(&c);
        assert_true(md_render(f, rows[i].text, &hooks, NULL));
        assert_no_diags(&f->diags);
        assert_true(c.count > 0);
        assert_call(&c, c.count - 1, rows[i].url, rows[i].line, rows[i].column);
    }
}

static void what_is_refused_has_its_place(void **state) {
    static const struct {
        const char *text, *code, *says;
        unsigned line, column;
    } rows[] = {
        {"<script>\nx\n</script>\n", "markdown/raw-html", "'<script>'", 1, 1},
        {"<!-- a\nb -->\n", "markdown/raw-html", "remove the comment", 1, 1},
        {"a <blink>b\n", "markdown/raw-html", "'<blink>' is HTML", 1, 3},
        {"a <b\nc>d\n", "markdown/raw-html", "'<b' is HTML", 1, 3},
        {TWO TWO TWO TWO TWO TWO TWO TWO TWO " <blink>d\n", "markdown/raw-html",
         "'<blink>' is HTML", 1, 137},
        {"<bb x=\"ääääääääääääääääääää\">\n", "markdown/raw-html",
         "'<bb x=\"ääääääääääääääää' is HTML", 1, 1},
        {"## X {#cite-1}\n\na [@who]\n", "markdown/heading-id", "'cite-1' may be taken by the page",
         1, 6},
        {"![a <b>x](d.png)\n", "markdown/raw-html", "write **bold**", 1, 5},
        {"[x <https://a.b>](d.md)\n", "markdown/link-in-link", "write it behind", 1, 4},
        {"::: warning\nx\n:::\n", "markdown/component-unknown", "write a line '> [!WARNING]'", 1,
         5},
        {"> ::: services\n> a\n\nb\n", "markdown/component-unclosed", "'services'", 1, 3},
        {"::: services {a=1 a=2}\n:::\n", "markdown/component-attribute", "'a' is given twice", 1,
         19},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct calls c = {.f = f};
        struct markdown_hooks hooks = md_hooks(&c);
        assert_false(md_render(f, rows[i].text, &hooks, NULL));
        diags_sort(&f->diags);
        assert_diag(&f->diags, 0, "a.md", rows[i].line, rows[i].code);
        assert_int_equal(f->diags.items[0].column, rows[i].column);
        assert_holds(str_from(f->diags.items[0].message), rows[i].says);
        diags_finish(&f->diags);
    }
}

/* What looks like code in a definition is none: the place of what comes behind may be wrong, but it
 * is one. */
static void code_that_no_backtick_ends_stops_at_the_end_of_its_block(void **state) {
    struct fixture *f = *state;
    struct calls c = {.f = f};
    struct markdown_hooks hooks = md_hooks(&c);
    assert_false(md_render(f, "[``a]: /x\n[`c`](y.md) <b>\n\n<i>\n", &hooks, NULL));
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, "a.md", 2, "markdown/raw-html");
    assert_diag(&f->diags, 1, "a.md", 4, "markdown/raw-html");
}

static void a_component_has_32_keys_at_most(void **state) {
    struct fixture *f = *state;
    for (unsigned keys = 32; keys <= 33; keys++) {
        struct calls c = {.f = f};
        struct markdown_hooks hooks = md_hooks(&c);
        struct buf text = {0};
        buf_puts(&text, "::: services {");
        for (unsigned i = 0; i < keys; i++)
            buf_printf(&text, "k%u=v ", i);
        buf_puts(&text, "}\n:::\n");
        buf_putc(&text, '\0');
        assert_int_equal(md_render(f, text.p, &hooks, NULL), keys == 32);
        buf_finish(&text);
    }
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 1, "markdown/component-syntax");
    assert_holds(str_from(f->diags.items[0].message), "there are too many keys");
}

static void what_is_in_brackets_without_a_word_is_no_alert(void **state) {
    struct fixture *f = *state;
    assert_html(f, "> [!WARN-1]\n> x\n", "<blockquote>\n<p>[!WARN-1]\nx</p>\n</blockquote>\n");
    assert_no_diags(&f->diags);
}

static void notes_that_only_notes_refer_to_are_shown_in_order(void **state) {
    struct fixture *f = *state;
    assert_true(md_render(f, "a[^1]\n\n[^1]: b[^2]\n[^3]: d\n[^2]: c[^3]\n", NULL, NULL));
    struct str html = buf_str(&f->out);
    size_t second = str_find(html, str_lit("<li id=\"fn-2\">")),
           third = str_find(html, str_lit("<li id=\"fn-3\">"));
    assert_true(second < third && third != SIZE_MAX);
    assert_true(str_find(html, str_lit("<p>c<sup")) > second);
    assert_true(str_find(html, str_lit("<p>d ")) > third);
}

static void a_text_past_32_megabytes_is_refused(void **state) {
    enum { MOST = 32 * 1024 * 1024 };
    struct fixture *f = *state;
    struct markdown_page page;
    struct markdown *m = markdown_open();
    char *text = arena_alloc(&f->mem, MOST + 1, 1);
    memset(text, '\n', MOST + 1);
    struct source source = {"a.md", str_of(text, MOST + 1)};
    assert_false(markdown_render(m, &f->mem, &source, source.text, 7, NULL, NULL, &f->out, &page,
                                 &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 7, "markdown/too-long");
    markdown_close(m);
    markdown_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_last_link_has_its_place),
        TEST(what_is_refused_has_its_place),
        TEST(code_that_no_backtick_ends_stops_at_the_end_of_its_block),
        TEST(a_component_has_32_keys_at_most),
        TEST(what_is_in_brackets_without_a_word_is_no_alert),
        TEST(notes_that_only_notes_refer_to_are_shown_in_order),
        TEST(a_text_past_32_megabytes_is_refused),
    };
    return cmocka_run_group_tests_name("markdown/places", tests, NULL, NULL);
}
