/* print/strips.c: what stands beside a text does not touch it. */
#include "typed.h"

#include "print/strips.h"

static const double whole = 380;

static struct strips set(struct fixture *f, struct typed *s, struct str html) {
    const struct setting setting = {&s->type, 9.5, whole, false};
    struct doc doc = {0};
    struct strips out = {0};
    doc_read(&f->mem, html, &doc);
    strips_set(&out, &setting, doc.blocks, doc.count, &f->mem);
    return out;
}

/* The first piece is the marker. */
static void assert_marker_before_text(const struct strip *strip) {
    const struct piece *marker = &strip->pieces[0], *text = &strip->pieces[1];
    assert_int_equal(strip->piece_count, 2);
    assert_true(marker->x >= 0);
    if (marker->x + marker->line->width > text->x)
        fail_msg("a marker ends at %f, its text begins at %f", marker->x + marker->line->width,
                 text->x);
    assert_true(marker->line->width <= marker->width);
}

/* "12. 112" was read as 12112. */
static void numbers_of_items_do_not_run_into_their_texts(void **state) {
    static const char *const starts[] = {"1", "8", "95", "998", "99998"};
    struct fixture *f = *state;
    struct typed s;
    open_type(f, &s);
    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        struct buf html = {0};
        buf_printf(&html, "<ol start=\"%s\">\n", starts[i]);
        for (unsigned n = 0; n < 12; n++)
            buf_puts(&html, "<li>112\n<ul>\n<li>112</li>\n</ul>\n</li>\n");
        buf_puts(&html, "</ol>\n");
        struct strips out = set(f, &s, buf_str(&html));
        assert_int_equal(out.count, 24);
        for (size_t k = 0; k < out.count; k++)
            assert_marker_before_text(&out.items[k]);
        for (size_t k = 2; k < out.count; k += 2) /* all texts of a list begin at one place */
            assert_true(out.items[k].pieces[1].x == out.items[0].pieces[1].x);
        buf_finish(&html);
    }
    close_type(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(numbers_of_items_do_not_run_into_their_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
