#include "fixture.h"
#include "html/html.h"

static void five_characters_become_references(void **state) {
    struct fixture *f = *state;
    html_escape(&f->out, str_lit("a<b>&\"c\"'d'"));
    assert_str(buf_str(&f->out), "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
}

static void text_without_specials_is_copied(void **state) {
    struct fixture *f = *state;
    html_escape(&f->out, str_lit("Päihteet ja kahvi, 40-75 mg; 10 % of it: наркотики."));
    assert_str(buf_str(&f->out), "Päihteet ja kahvi, 40-75 mg; 10 % of it: наркотики.");
}

static void empty_and_absent_texts_append_nothing(void **state) {
    struct fixture *f = *state;
    html_escape(&f->out, str_lit(""));
    html_escape(&f->out, STR_NONE);
    html_unescape(&f->out, STR_NONE);
    assert_int_equal(f->out.len, 0);
}

/* Every byte at every place of a run longer than a step: the long way and the quick one agree. */
static void every_byte_is_the_same_at_every_place(void **state) {
    struct fixture *f = *state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < 40; at++) {
            char text[40], *want = arena_alloc(&f->mem, 64, 1);
            memset(text, 'x', sizeof(text));
            text[at] = (char)c;
            const char *r = c == '&'    ? "&amp;"
                            : c == '<'  ? "&lt;"
                            : c == '>'  ? "&gt;"
                            : c == '"'  ? "&quot;"
                            : c == '\'' ? "&#39;"
                                        : NULL;
            size_t n = r == NULL ? 1 : strlen(r);
            memset(want, 'x', 64);
            memcpy(want + at, r == NULL ? &text[at] : r, n);
            buf_reset(&f->out);
            html_escape(&f->out, str_of(text, sizeof(text)));
            assert_int_equal(f->out.len, 39 + n);
            assert_memory_equal(f->out.p, want, f->out.len);
        }
}

static void unescape_takes_back_what_escape_wrote(void **state) {
    struct fixture *f = *state;
    struct buf back = {0};
    html_escape(&f->out, str_lit("&amp; <&#39;\">' &lt"));
    html_unescape(&back, buf_str(&f->out));
    assert_str(buf_str(&back), "&amp; <&#39;\">' &lt");
    buf_finish(&back);
}

static void unknown_references_stay_as_they_are(void **state) {
    struct fixture *f = *state;
    html_unescape(&f->out, str_lit("&copy;&#60;&lt;&"));
    assert_str(buf_str(&f->out), "&copy;&#60;<&");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(five_characters_become_references),     TEST(text_without_specials_is_copied),
        TEST(empty_and_absent_texts_append_nothing), TEST(every_byte_is_the_same_at_every_place),
        TEST(unescape_takes_back_what_escape_wrote), TEST(unknown_references_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
