#include "audit/start.h"
#include "sample.h"

static const char icon[] =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
    "5Sfe/AAAAABJRU5ErkJggg==";

static struct str start_page(struct fixture *f, const char *style, const char *body) {
    char hash[START_HASH_CHARS + 1];
    start_hash(str_from(style), hash);
    return arena_printf(
        &f->mem,
        SAMPLE_BEFORE
        "<meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/>"
        "<meta name=\"referrer\" content=\"no-referrer\"/>"
        "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"/>"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\"/><title>x</title>"
        "<link rel=\"icon\" type=\"image/png\" href=\"%s\"/><style>%s</style>" SAMPLE_BETWEEN
        "%s" SAMPLE_AFTER,
        hash, icon, style, body);
}

static bool audit_start(struct fixture *f, struct str page) {
    struct sample_set s;
    sample_set_init(&s, &f->mem, NULL);
    return sample_audit(&s, SAMPLE_START, page, f);
}

static void a_good_start_page_is_accepted(void **state) {
    struct fixture *f = *state;
    const char *body =
        arena_printf(&f->mem,
                     "<p id=\"a\"><a href=\"#a\">x</a><img src=\"%s\" alt=\"\" width=\"1\" "
                     "height=\"1\"/><a class=\"external\" rel=\"noreferrer noopener nofollow\" "
                     "href=\"https://x.test/\">y</a></p>",
                     icon)
            .p;
    const char *style =
        arena_printf(&f->mem, "ul > li { color: red; background: url(\"%s\"); }", icon).p;
    bool ok = audit_start(f, start_page(f, style, body));
    assert_no_diags(&f->diags);
    assert_true(ok);
}

static void the_hash_is_that_of_openssl(void **state) {
    char hash[START_HASH_CHARS + 1];
    (void)state;
    start_hash(str_lit("abc"), hash);
    assert_string_equal(hash, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

static void pictures_are_canonical_and_clean(void **state) {
    static const char *const bad[] = {
        "data:image/png;base64,",
        "data:image/png;base64,AAAA",
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "data:image/png,x",
        /* bits behind the last byte that are not 0 */
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
        "5Sfe/AAAAABJRU5ErkJggh==",
        /* no padding; padding in the middle; white space; a byte too many */
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
        "5Sfe/AAAAABJRU5ErkJggg",
        "data:image/png;base64,iVB=Rw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
        "5Sfe/AAAAABJRU5ErkJggg==",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
        "5Sfe/AAAAABJRU5ErkJggg== ",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
        "5Sfe/AAAAABJRU5ErkJgggAA",
    };
    static const char others[] = "*-_.\n \"\xC3";
    struct fixture *f = *state;
    assert_true(start_is_png(&f->mem, str_from(icon)));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(start_is_png(&f->mem, str_from(bad[i])));
    /* 'A' stands for 0, as nothing does that is no digit. */
    char *copy = arena_cstr(&f->mem, str_from(icon));
    char *zero = strchr(strchr(copy, ','), 'A');
    assert_non_null(zero);
    for (size_t i = 0; i + 1 < sizeof(others); i++) {
        *zero = others[i];
        assert_false(start_is_png(&f->mem, str_from(copy)));
    }
    *zero = 'A';
    assert_true(start_is_png(&f->mem, str_from(copy)));
}

static void the_styles_pictures_are_looked_at_too(void **state) {
    struct fixture *f = *state;
    static const char style[] =
        "ul > li { background: url(\"data:image/svg+xml;base64,PHN2Zy8+\"); }";
    assert_false(audit_start(f, start_page(f, style, "<p>x</p>")));
    assert_diag(&f->diags, 0, "dist/onion/START.html", 4, "audit/data-url");
}

static void a_style_that_was_changed_is_refused(void **state) {
    struct fixture *f = *state;
    struct str page = start_page(f, "p { color: red; }", "<p>x</p>");
    char *copy = arena_cstr(&f->mem, page);
    memcpy(copy + str_find(page, str_lit("red;")), "tan;", 4);
    assert_false(audit_start(f, str_of(copy, page.len)));
    assert_diag(&f->diags, 0, "dist/onion/START.html", 4, "audit/style-hash");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_good_start_page_is_accepted),       TEST(the_hash_is_that_of_openssl),
        TEST(pictures_are_canonical_and_clean),    TEST(the_styles_pictures_are_looked_at_too),
        TEST(a_style_that_was_changed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
