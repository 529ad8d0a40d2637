/* print/doc.c: from a page's HTML to blocks. */
#include "fixture.h"
#include "print/doc.h"

/* Lists in one another, the innermost with a text; behind them the outermost has one item more. */
static void write_lists(struct buf *html, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        buf_puts(html, "<ol>\n<li>\n<p>in</p>\n");
    for (unsigned i = depth; i > 0; i--)
        buf_puts(html, i > 1 ? "</li>\n</ol>\n" : "</li>\n<li>\n<p>last</p>\n</li>\n</ol>\n");
}

static void items_are_numbered_behind_lists_of_any_depth(void **state) {
    struct fixture *f = *state;
    for (unsigned depth = 1; depth <= 20; depth++) {
        struct doc doc = {0};
        struct buf html = {0};
        write_lists(&html, depth);
        doc_read(&f->mem, buf_str(&html), &doc);
        assert_int_equal(doc.count, depth + 1);
        assert_str(doc.blocks[depth].text.text, "last");
        assert_str(doc.blocks[depth].marker, "2.");
        assert_int_equal(doc.blocks[depth].depth, 1);
        buf_finish(&html);
    }
}

/* Where a source's number is left out, one space stays of those around it. */
static void one_space_stays_around_what_is_left_out(void **state) {
    struct fixture *f = *state;
    struct doc doc = {0};
    doc_read(&f->mem,
             str_lit("<p>No.\xc2\xa0<sup class=\"cite\"><a href=\"#s\">4</a></sup> Keep <b>on."
                     "\xc2\xa0</b><sup class=\"cite\">2</sup><sup class=\"cite\">3</sup> Stay "
                     "5\xc2\xa0mg.\xc2\xa0<sup class=\"cite\">2</sup></p>\n"),
             &doc);
    assert_int_equal(doc.count, 1);
    assert_str(doc.blocks[0].text.text, "No. Keep on. Stay 5\xc2\xa0mg.");
    assert_int_equal(doc.blocks[0].text.span_count, 1);
    assert_int_equal(doc.blocks[0].text.spans[0].to, strlen("No. Keep on."));
}

/* Pages have none of these; what is read here may be anything. */
static void what_no_page_has_is_read_as_far_as_it_goes(void **state) {
    struct fixture *f = *state;
    struct doc doc = {0};
    doc_read(&f->mem,
             str_lit("<li>alone</li>\n<ol start=\"x\">\n<li>one</li>\n</ol>\n"
                     "<p>a <sup class=\"footnote-ref\"><a href=\"#n\">[0]</a></sup></p>\n"
                     "<p>b<b>\xc2\xa0</b><sup class=\"cite\">4</sup></p>\n"
                     "<h2> </h2>\n<pre><code>5  mg  </code></pre>\n<h2></h2>\n"),
             &doc);
    static const char *const texts[] = {"alone", "one", "a [0]", "b", "5  mg"};
    assert_int_equal(doc.count, ARRAY_LEN(texts));
    for (size_t i = 0; i < doc.count; i++)
        assert_str(doc.blocks[i].text.text, texts[i]);
    assert_str(doc.blocks[1].marker, "1.");
    assert_int_equal(doc.blocks[0].marker.len, 0);
    assert_int_equal(doc.blocks[3].text.span_count, 0);
    assert_int_equal(doc.ref_count, 0);
}

static void an_item_without_a_text_counts(void **state) {
    struct fixture *f = *state;
    struct doc doc = {0};
    doc_read(&f->mem,
             str_lit("<ol start=\"0\">\n<li></li>\n<li>\n<ul>\n<li>in</li>\n</ul>\n</li>\n"
                     "<li>two</li>\n</ol>\n<ol start=\"0\">\n<li></li>\n</ol>\n<p>end</p>\n"),
             &doc);
    assert_int_equal(doc.count, 3);
    assert_str(doc.blocks[1].marker, "2.");
    assert_int_equal(doc.blocks[1].digits, 0);
    assert_str(doc.blocks[2].text.text, "end");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(items_are_numbered_behind_lists_of_any_depth),
        TEST(one_space_stays_around_what_is_left_out),
        TEST(what_no_page_has_is_read_as_far_as_it_goes),
        TEST(an_item_without_a_text_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
