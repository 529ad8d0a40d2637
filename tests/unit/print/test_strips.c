/* print/strips.c: what stands beside a text does not touch it. */
#include "typed.h"

#include "print/strips.h"

static const double whole = 380;

static struct strips set_wide(struct fixture *f, struct typed *s, struct str html, double width) {
    const struct setting setting = {&s->type, 9.5, width, false};
    struct doc doc = {0};
    struct strips out = {0};
    doc_read(&f->mem, html, &doc);
    strips_set(&out, &setting, doc.blocks, doc.count, &f->mem);
    return out;
}

static struct strips set(struct fixture *f, struct typed *s, struct str html) {
    return set_wide(f, s, html, whole);
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

/* Twelve items, of two lines and more each. */
static void put_items(struct buf *html) {
    buf_puts(html, "<ol>\n");
    for (unsigned n = 1; n <= 12; n++) {
        buf_printf(html, "<li>Item%u", n);
        for (unsigned word = 0; word < 20 + n; word++)
            buf_puts(html, " and then");
        buf_puts(html, "</li>\n");
    }
    buf_puts(html, "</ol>\n");
}

static void a_wider_column_goes_on_with_the_next_paragraph(void **state) {
    struct fixture *f = *state;
    struct typed s;
    struct buf html = {0};
    open_type(f, &s);
    put_items(&html);
    struct strips narrow = set(f, &s, buf_str(&html)), both = narrow;
    struct strips wide = set_wide(f, &s, buf_str(&html), whole * 1.5);
    for (double height = 320; height < strips_height(&narrow, 0, narrow.count); height += 7) {
        assert_true(strips_widen(&narrow, &wide, height, &both, &f->mem));
        unsigned items = 0;
        for (size_t i = 0; i < both.count; i++) {
            struct str name = arena_printf(&f->mem, "Item%u", items + both.items[i].opens);
            items += both.items[i].opens;
            assert_true(str_starts(both.items[i].said, name));
        }
        assert_int_equal(items, 12);
        assert_true(both.items[both.turn].opens);
        assert_true(both.count < narrow.count);
        assert_true(strips_height(&both, 0, both.turn) <= height);
        assert_int_equal(strips_fit(&both, 0, 1e6), both.turn);
        assert_int_equal(strips_fit(&both, both.turn, 1e6), both.count);
    }
    buf_finish(&html);
    close_type(&s);
}

static void a_column_keeps_its_width_where_no_paragraph_ends(void **state) {
    struct fixture *f = *state;
    struct typed s;
    struct buf html = {0};
    open_type(f, &s);
    buf_puts(&html, "<p>One.</p>\n<p>");
    for (unsigned word = 0; word < 400; word++)
        buf_puts(&html, "and then ");
    buf_puts(&html, "</p>\n");
    struct strips narrow = set(f, &s, buf_str(&html)), both = narrow;
    struct strips wide = set_wide(f, &s, buf_str(&html), whole * 1.5);
    assert_false(strips_widen(&narrow, &wide, 300, &both, &f->mem)); /* nearly all of it empty */
    assert_false(strips_widen(&narrow, &wide, 1e6, &both, &f->mem)); /* it fits */
    assert_int_equal(both.turn, 0);
    assert_int_equal(both.count, narrow.count);
    buf_finish(&html);
    close_type(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(numbers_of_items_do_not_run_into_their_texts),
        TEST(a_wider_column_goes_on_with_the_next_paragraph),
        TEST(a_column_keeps_its_width_where_no_paragraph_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
