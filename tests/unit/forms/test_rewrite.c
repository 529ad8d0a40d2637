/* Ids, addresses and pictures in a new form; everything else byte for byte. */
#include "small_kit.h"

static void put_id(struct rewrite *w, struct str id) {
    buf_printf(w->out, "i%u", (unsigned)kit_anchor(w->kit, w->page, id));
}

static bool put_link(struct rewrite *w, const struct rewrite_target *to) {
    if (to->page == NULL) {
        w->behind = to->path;
        return false;
    }
    uint32_t n = to->fragment.p == NULL ? MAP_NONE : kit_anchor(w->kit, to->page, to->fragment);
    buf_printf(w->out, "p%u", (unsigned)to->page->index);
    if (n != MAP_NONE)
        buf_printf(w->out, "-%u", (unsigned)n);
    return true;
}

static bool put_picture(struct rewrite *w, struct str path) {
    buf_put(w->out, path);
    return str_ends(path, str_lit(".png"));
}

static const struct rewrite_rules rules = {put_id, put_link, put_picture, NULL};

/* `html` as the first page, rewritten. */
static const char *rewritten(struct fixture *f, const char *html) {
    struct small_kit *s =
        small_kit_open(&f->mem, html, "<main><h2 id=\"x\">x</h2><h2 id=\"how\">y</h2></main>");
    struct rewrite w = {.kit = &s->kit,
                        .rules = &rules,
                        .base = s->pages[0].path,
                        .page = &s->pages[0],
                        .mem = &f->mem,
                        .out = &f->out};
    buf_reset(&f->out);
    rewrite_text(&w, str_from(html));
    kit_close(&s->kit);
    return arena_cstr(&f->mem, buf_str(&f->out));
}

static void main_is_taken_off_and_the_rest_is_copied(void **state) {
    const char *inside = "\n<p class=\"a b\" lang=\"fi\">ä &lt;1&gt; <br/>x</p>\n";
    struct fixture *f = *state;
    const char *page = arena_printf(&f->mem, "<main id=\"_main\">%s</main>", inside).p;
    assert_string_equal(rewritten(f, page), inside);
}

static void ids_become_numbers_in_the_order_of_the_page(void **state) {
    struct fixture *f = *state;
    assert_string_equal(
        rewritten(
            f, "<h2 id=\"what\">a</h2><section id=\"b:c/d\" aria-labelledby=\"what\">x</section>"),
        "<h2 id=\"i1\">a</h2><section id=\"i2\" aria-labelledby=\"i1\">x</section>");
}

static void several_ids_and_very_long_ones_become_numbers_too(void **state) {
    struct fixture *f = *state;
    char id[601];
    memset(id, 'a', sizeof(id) - 1);
    id[sizeof(id) - 1] = '\0';
    assert_string_equal(
        rewritten(f, arena_printf(&f->mem,
                                  "<p id=\"x\">a</p><p id=\"%s\">b</p><p "
                                  "aria-labelledby=\"x %s\">c</p><a href=\"#%s\">d</a>",
                                  id, id, id)
                         .p),
        "<p id=\"i1\">a</p><p id=\"i2\">b</p><p aria-labelledby=\"i1 i2\">c</p>"
        "<a href=\"p0-2\">d</a>");
}

static void a_label_that_is_outside_of_main_is_left_out(void **state) {
    struct fixture *f = *state;
    assert_string_equal(rewritten(f, "<p id=\"a\" aria-describedby=\"top a gone\">x</p>"),
                        "<p id=\"i1\" aria-describedby=\"i1\">x</p>");
    assert_string_equal(rewritten(f, "<p aria-labelledby=\"gone\">x</p>"), "<p>x</p>");
}

static void links_lead_to_pages_and_their_numbered_ids(void **state) {
    struct fixture *f = *state;
    assert_string_equal(rewritten(f, "<a href=\"deep/b.html#how\" class=\"k\">x</a>"),
                        "<a href=\"p1-2\" class=\"k\">x</a>");
    assert_string_equal(rewritten(f, "<a href=\"../en/deep/b.html\">x</a>"),
                        "<a href=\"p1\">x</a>");
    assert_string_equal(rewritten(f, "<a href=\"deep/b.html#gone\">x</a>"), "<a href=\"p1\">x</a>");
    assert_string_equal(rewritten(f, "<p id=\"y\"><a href=\"#y\">x</a></p>"),
                        "<p id=\"i1\"><a href=\"p0-1\">x</a></p>");
}

static void links_out_stay_as_they_are(void **state) {
    static const char *const same[] = {
        "<a class=\"external\" href=\"https://x.test/a/#b\" rel=\"noreferrer noopener "
        "nofollow\">x</a>",
        "<a class=\"external\" href=\"tel:112\" rel=\"noreferrer noopener nofollow\">x</a>",
        "<a class=\"external\" href=\"mailto:a@b.test\">x</a>"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        assert_string_equal(rewritten(f, same[i]), same[i]);
}

static void a_picture_without_a_file_is_its_words(void **state) {
    struct fixture *f = *state;
    assert_string_equal(
        rewritten(f, "<p><img alt=\"a leaf\"/> <img id=\"x\"/></p>"),
        "<p><span class=\"picture\">[a leaf]</span> <span class=\"picture\">[]</span></p>");
}

static void a_link_that_has_no_place_says_where_it_led(void **state) {
    struct fixture *f = *state;
    assert_string_equal(
        rewritten(
            f,
            "<a href=\"../mirrors.txt\" hreflang=\"en\" class=\"k\">the <b>list</b></a> <a>y</a>"),
        "<a class=\"k\">the <b>list</b> (mirrors.txt)</a> <a>y</a>");
}

static void a_picture_that_cannot_be_inside_is_told_by_its_description(void **state) {
    struct fixture *f = *state;
    assert_string_equal(
        rewritten(f, "<img src=\"../images/1.png\" width=\"8\" height=\"8\" alt=\"a &amp; b\"/>"),
        "<img src=\"images/1.png\" width=\"8\" height=\"8\" alt=\"a &amp; b\"/>");
    assert_string_equal(rewritten(f, "<img src=\"../images/1.png\" id=\"pic\" alt=\"a\"/>"),
                        "<img src=\"images/1.png\" id=\"i1\" alt=\"a\"/>");
    assert_string_equal(
        rewritten(f, "<img src=\"../images/2.jpg\" width=\"8\" height=\"8\" alt=\"a &amp; b\"/>"),
        "<span class=\"picture\">[a &amp; b]</span>");
}

static void what_the_scanner_refuses_ends_the_text(void **state) {
    struct fixture *f = *state;
    assert_string_equal(rewritten(f, "<p>x</p><P>y"), "<p>x</p>");
    assert_string_equal(rewritten(f, "<a href=\"../../../x\">x</a>"),
                        "<a href=\"../../../x\">x</a>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(main_is_taken_off_and_the_rest_is_copied),
        TEST(ids_become_numbers_in_the_order_of_the_page),
        TEST(several_ids_and_very_long_ones_become_numbers_too),
        TEST(a_label_that_is_outside_of_main_is_left_out),
        TEST(links_lead_to_pages_and_their_numbered_ids),
        TEST(links_out_stay_as_they_are),
        TEST(a_picture_without_a_file_is_its_words),
        TEST(a_link_that_has_no_place_says_where_it_led),
        TEST(a_picture_that_cannot_be_inside_is_told_by_its_description),
        TEST(what_the_scanner_refuses_ends_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
