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
    ".icon { background: url(\"icon.png\") no-repeat; }\n",
    "p::before { background-image: url(\"icon.png\"), linear-gradient(red, blue); }\n",
    "p { --x: 1; color: var(--x); background: url(\"icon.png\"); border-color: var(--x) }\n",
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
        TEST(only_listed_functions_are_accepted),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
