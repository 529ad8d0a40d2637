#include "changes/changes.h"

#include "fixture.h"

static struct page_text read(struct fixture *f, const char *html) {
    struct page_text text;
    page_text_read(&f->mem, str_from(html), &text);
    return text;
}

static void only_the_main_part_is_read_without_navigation(void **state) {
    struct fixture *f = *state;
    struct page_text t =
        read(f, "<!DOCTYPE html>\n<html><head><title>Notes</title></head><body><p>Bar</p>"
                "<main id=\"_main\"><h1>Ash &amp; <b>embers</b></h1><nav><p>toc</p></nav>"
                "<p>One\n  line <a href=\"tel:112\">call</a>.</p>"
                "<table><tr><th>light</th><td><p>5 mg</p></td></tr></table>"
                "<ul><li>x <img src=\"a.png\" alt=\"a leaf\"/></li></ul></main>"
                "<footer><p>serial 4</p></footer></body></html>");
    assert_str(t.title, "Ash & embers");
    assert_int_equal(t.count, 4);
    assert_int_equal(t.passages[0].heading, 1);
    assert_str(t.passages[1].text, "One line call <tel:112>.");
    assert_int_equal(t.passages[1].heading, 0);
    assert_str(t.passages[2].text, "light | 5 mg");
    assert_str(t.passages[3].text, "x [a leaf]");
}

static void a_link_or_picture_that_says_nothing_adds_nothing(void **state) {
    struct page_text t = read(*state, "<main><p>x <a>y</a> <img/> z</p></main>");
    assert_int_equal(t.count, 1);
    assert_str(t.passages[0].text, "x y z");
}

static void struck_words_are_marked(void **state) {
    struct page_text t = read(*state, "<main><p>Take <del>10</del> <s>8</s> 5 mg.</p></main>");
    assert_int_equal(t.count, 1);
    assert_str(t.passages[0].text, "Take ~~10~~ ~~8~~ 5 mg.");
}

static void a_page_without_a_main_part_is_read_whole(void **state) {
    struct fixture *f = *state;
    struct page_text t = read(
        f, "<!DOCTYPE html>\n<html><head><title>Notes</title></head><body><p>a</p></body></html>");
    assert_str(t.title, "Notes");
    assert_int_equal(t.count, 1);
    assert_str(t.passages[0].text, "a");
}

static void any_bytes_are_read_as_far_as_they_go(void **state) {
    static const char *const bad[] = {"",         "<",  "<main>",   "</main><p>x", "<main><td><p>",
                                      "\xff\xfe", "<!", "<nav><p>", "</nav>",      "<h1>"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct page_text t = read(f, bad[i]);
        assert_true(page_text_same(&t, &t));
    }
}

static void what_differs_is_found_in_reading_order(void **state) {
    struct fixture *f = *state;
    struct page_text a = read(f, "<main><p>1</p><p>2</p><p>3</p><p>4</p><p>5</p></main>");
    struct page_text b = read(f, "<main><p>1</p><p>3</p><p>x</p><p>4</p><h2>5</h2></main>");
    struct passage_change *items;
    size_t more, count = page_text_compare(&f->mem, &a, &b, 10, &items, &more);
    assert_false(page_text_same(&a, &b));
    assert_int_equal(count, 4);
    assert_int_equal(more, 0);
    assert_int_equal(items[0].mark, PASSAGE_GONE);
    assert_str(items[0].passage->text, "2");
    assert_int_equal(items[1].mark, PASSAGE_FRESH);
    assert_str(items[1].passage->text, "x");
    assert_str(items[2].passage->text, "5");
    assert_int_equal(items[3].passage->heading, 2);
    assert_int_equal(page_text_compare(&f->mem, &a, &b, 1, &items, &more), 1);
    assert_int_equal(more, 3);
    assert_int_equal(page_text_compare(&f->mem, &a, &a, 1, &items, &more), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(only_the_main_part_is_read_without_navigation),
        TEST(a_link_or_picture_that_says_nothing_adds_nothing),
        TEST(struck_words_are_marked),
        TEST(a_page_without_a_main_part_is_read_whole),
        TEST(any_bytes_are_read_as_far_as_they_go),
        TEST(what_differs_is_found_in_reading_order),
    };
    return cmocka_run_group_tests_name("changes/text", tests, NULL, NULL);
}
