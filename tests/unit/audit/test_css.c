#include "sample.h"

static const char *const good_sheets[] = {
    "",
    "/* nothing but a comment: é */\n",
    "p { color: red; }\n",
    "p{color:red}a,b>c~d+e f{margin:0 auto!important}\n",
    "html { font: 1rem/1.5 \"DejaVu Sans\", sans-serif; }\n",
    ":root { --gap: 1.5rem; --x: calc(var(--gap) * -2); color-scheme: light dark; }\n",
    "main { display: grid; grid-template-columns: [a] minmax(0, 1fr) repeat(2, 10ch); }\n",
    "a.external::after { content: \" (\" attr(href) \")\"; }\n",
    "li:nth-child(2n+1):not(.x), a:hover, a:focus-visible, [dir=\"rtl\"] p { color: #abc; }\n",
    "@media (prefers-color-scheme: dark) { p { color: #fff; } b { color: rgb(1 2 3 / 50%); } }\n",
    "@media print and (min-width: 40em), not screen { nav { display: none; } }\n",
    "@page { margin: 5mm; }\n@page :first { margin: 0; }\n",
    "body { background: url(\"icon.png\") no-repeat; }\n",
    "html,body{background:url(\"icon.png\")}\n",
    ":root,html,\n body{background-image:url(\"icon.png\"),linear-gradient(red,blue)}\n",
    "html { --x: 1; color: var(--x); background: url(\"icon.png\"); border-color: var(--x) }\n",
    "body { background: url(\"icon.png\"); } @media print { body { background: none } }\n",
    "body { background: url(\"icon.png\"); } @media (width: 1px) { html { background: red } }\n",
    "html { background: url(\"icon.png\"); } a:hover, body a::before { display: block }\n",
    "html { background: url(\"icon.png\"); } .x:hover { display: block }\n",
    "html { background: url(\"icon.png\"); } html:hover::after { display: block }\n",
    "body { background: url(\"icon.png\"); } body:hover::before { display: block }\n",
    "body, html { background: url(\"icon.png\"); } .x [lang]:hover, p > :hover, body :hover, #x ~ "
    ".y:hover { background: none }\n",
    "html { background: var(--x) } body { background: url(\"icon.png\"); } .x { background: "
    "var(--x) }\n",
    "html { background: url(\"icon.png\"); } * [lang]:hover, html + :hover { background: none }\n",
    "body { background: url(\"icon.png\"); } body { display: block; background-repeat: no-repeat "
    "}\n",
    "body { background: url(\"icon.png\"); background-color: var(--paper) }\n",
    "@media (width: 1px) { html, body { display: none; background: none } }\n",
    "html { -webkit-text-size-adjust: 100%; text-size-adjust: none; }\n",
    "p { transform: translate(-50%, +.5em) rotate(45deg); ; }\n",
    "\t.a-b_c { width: clamp(1px, 2vw, 3px); counter-reset: a }\n",
    "ol { counter-reset: n 0; } li::marker { content: counter(n) \". \" counters(n, \".\"); }",
};

static bool audit_sheet(struct fixture *f, struct str text) {
    struct sample_set s;
    sample_set_init(&s, &f->mem, NULL);
    return sample_audit(&s, SAMPLE_STYLE, text, f);
}

static void good_sheets_are_accepted(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(good_sheets); i++)
        if (!audit_sheet(f, str_from(good_sheets[i]))) {
            print_error("%s\n", good_sheets[i]);
            print_diags(&f->diags);
            fail();
        }
}

static void a_finding_names_its_place(void **state) {
    struct fixture *f = *state;
    assert_false(audit_sheet(f, str_lit("p { color: red; }\nb { width: expression(1); }\n")));
    assert_diag(&f->diags, 0, "dist/onion/style.css", 2, "audit/css-function");
    assert_int_equal(f->diags.items[0].column, 12);
}

static struct str repeated(struct fixture *f, const char *before, const char *opens, size_t count,
                           const char *closes, const char *behind) {
    struct buf text = {0};
    buf_puts(&text, before);
    for (size_t i = 0; i < count; i++)
        buf_puts(&text, opens);
    for (size_t i = 0; i < count; i++)
        buf_puts(&text, closes);
    buf_puts(&text, behind);
    struct str copy = arena_str(&f->mem, buf_str(&text));
    buf_finish(&text);
    return copy;
}

static void brackets_may_be_16_deep_and_no_more(void **state) {
    struct fixture *f = *state;
    assert_true(audit_sheet(f, repeated(f, "p { margin: ", "calc(", 16, ")", " }\n")));
    assert_true(audit_sheet(f, repeated(f, "p", ":not(", 15, ")", " { margin: 0 }\n")));
    assert_no_diags(&f->diags);
    assert_false(audit_sheet(f, repeated(f, "p { margin: ", "calc(", 17, ")", " }\n")));
    assert_diag(&f->diags, 0, "dist/onion/style.css", 1, "audit/css-value");
    assert_false(audit_sheet(f, repeated(f, "p", ":not(", 16, ")", " { margin: 0 }\n")));
    assert_diag(&f->diags, 1, "dist/onion/style.css", 1, "audit/css-selector");
}

/* For CSS Syntax 3 "2url" is a number with a unit; who reads it otherwise would load something. */
static void a_unit_with_a_bracket_is_no_function(void **state) {
    static const char *const sheets[] = {"p { margin: 1.52url(\".x\") }",
                                         "p { margin: #url(\"icon.png\") }",
                                         "p { margin: 1e3url(\"icon.png\") }",
                                         "p { margin: calc(1px(2)) }",
                                         "@media (width: 2url(1px)) { p { margin: 0 } }",
                                         "li:nth-child(2n(1)) { margin: 0 }",
                                         "#url(\"icon.png\") { margin: 0 }"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
        struct fixture own = {0};
        assert_false(audit_sheet(&own, str_from(sheets[i])));
        assert_diag(&own.diags, 0, "dist/onion/style.css", 1, "audit/css-function");
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
}

/* Only the background of the whole page is loaded with it, whatever the reader does. */
static void pictures_of_other_elements_are_refused(void **state) {
    static const char *const before[] = {
        ".x",          "p",           "*",           "body p",       "html body",     "body.x",
        "body::after", "body:before", "body, .x",    ".x, body",     "body:lang(en)", "html > body",
        ":root:root",  "a:root",      "[lang]",      ":is(body)",    "body *",        "#body",
        ".body",       "head + body", "body,body a", "body::marker", "html:dir(ltr)", "::root",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        struct fixture own = {0};
        struct str text =
            arena_printf(&own.mem, "%s { background: url(\"icon.png\"); }", before[i]);
        bool ok = audit_sheet(&own, text);
        if (ok || own.diags.count != 1)
            print_error("%s\n", before[i]);
        assert_false(ok);
        assert_string_equal(own.diags.items[0].code, "audit/css-url-state");
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
}

/* A page's picture that is not shown in some states is loaded when the state ends. */
static void no_rule_takes_the_pages_picture_away(void **state) {
    static const struct {
        const char *shows, *hides, *place;
    } rows[] = {
        {"body", "html:hover > body { display: block }", "body"},
        {"body", "body { display: none } html:hover body { display: block }", "body"},
        {"body", "@media (width: 1px) { html { display: none } }", "body"},
        {"body", "html:hover { content-visibility: visible }", "body"},
        {"html", "html:not(:hover) { content-visibility: hidden }", "html"},
        {"html", "@media print, screen { * { all: unset } }", "html"},
        {":root", "@media (width: 1px) { :root { background: none } }", "html"},
        {"html", "[lang]:hover { background-image: none }", "html"},
        {"body", ":is(.a, .b):hover { background: none }", "body"},
        {"body", ".x:hover { display: none }", "body"},
        {"body", "#x:focus { display: none }", "body"},
        {"body", "head:hover ~ body { display: none }", "body"},
        {"body", "head:hover~body { display: none }", "body"},
        {"body", ":is(:not(.x) p):hover { display: none }", "body"},
        {"body", "[open] { display: none }", "body"},
        {"body", "[ open] { display: none }", "body"},
        {"body", "[|open] { display: none }", "body"},
        {"body", "[*|open] { display: none }", "body"},
        {"body", "[ *|OPEN=\"\" ] { display: none }", "body"},
        {"body", "BODY:hover { display: none }", "body"},
        {"body", "body { display: var(--x) }", "body"},
        {"body", "head:hover + body { display: none }", "body"},
        {"body", "html:hover > [lang] { display: none }", "body"},
        {"body", ".x p, :hover > .x { display: none }", "body"},
        {"body", "html { display: var(--x) }", "body"},
        {"html", "a:hover, html:lang(en) { background: none }", "html"},
        {"html", "@media (width: 1px) { p,html { background: none } }", "html"},
        {"body", "@media print { p { color: red } } @media screen { body { content: none } }",
         "body"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fixture own = {0};
        struct str text = arena_printf(&own.mem, "%s { background: url(\"icon.png\"); }\n%s",
                                       rows[i].shows, rows[i].hides);
        bool ok = audit_sheet(&own, text);
        if (ok || own.diags.count != 1)
            print_error("%s\n", rows[i].hides);
        assert_false(ok);
        assert_diag(&own.diags, 0, "dist/onion/style.css", 1, "audit/css-url-hidden");
        assert_string_equal(
            own.diags.items[0].message,
            arena_printf(&own.mem,
                         "'%s' has a background picture that another rule may take away in some "
                         "states, which tells the server: style.css:2",
                         rows[i].place)
                .p);
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
}

static void another_sheet_does_not_take_it_away_either(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, "b.css");
    assert_true(
        sample_audit(&s, SAMPLE_STYLE, str_lit("body { background: url(\"icon.png\") }"), f));
    assert_false(sample_audit(&s, SAMPLE_OTHER, str_lit("body:hover { background: none }"), f));
    assert_diag(&f->diags, 0, "dist/onion/style.css", 1, "audit/css-url-hidden");
    assert_int_equal(f->diags.items[0].column, 24);
}

/* What is not on the list is refused, whatever its name: every function name of three letters. */
static void only_listed_functions_are_accepted(void **state) {
    struct fixture *f = *state;
    size_t accepted = 0;
    for (int i = 0; i < 26 * 26 * 26; i++) {
        struct fixture own = {0};
        char text[] = "p { width: xxx(1px); }";
        text[11] = (char)('a' + i / 676);
        text[12] = (char)('a' + i / 26 % 26);
        text[13] = (char)('a' + i % 26);
        accepted += audit_sheet(&own, str_from(text));
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
    (void)f;
    assert_int_equal(accepted, 5); /* hsl max min rgb var */
}

static void any_bytes_are_survived(void **state) {
    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(good_sheets); k++)
        for (size_t i = 0; i < strlen(good_sheets[k]); i++)
            for (unsigned c = 0; c < 256; c += 5) {
                struct fixture own = {0};
                size_t len = strlen(good_sheets[k]);
                char *copy = malloc(len);
                assert_non_null(copy);
                memcpy(copy, good_sheets[k], len);
                copy[i] = (char)(c + i % 5);
                (void)audit_sheet(&own, str_of(copy, len));
                (void)audit_sheet(&own, str_of(copy, i + 1));
                free(copy);
                arena_finish(&own.mem);
                diags_finish(&own.diags);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(good_sheets_are_accepted),
        TEST(a_finding_names_its_place),
        TEST(a_unit_with_a_bracket_is_no_function),
        TEST(brackets_may_be_16_deep_and_no_more),
        TEST(pictures_of_other_elements_are_refused),
        TEST(no_rule_takes_the_pages_picture_away),
        TEST(another_sheet_does_not_take_it_away_either),
        TEST(only_listed_functions_are_accepted),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
