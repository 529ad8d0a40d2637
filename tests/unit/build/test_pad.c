/* Size classes: exact sizes at the borders, the same bytes every time, nothing lost. */
#include "build/stages.h"

#include "fixture.h"
#include "sign/sign.h"

#define BEFORE "<meta name=\"pad\" content=\""
#define AFTER  "\"/>\n"
enum { LEAST = sizeof(BEFORE AFTER) - 1 };

/* A page of exactly `size` bytes. */
static void make_page(struct buf *out, size_t size) {
    struct str start = str_lit("<html><head>\n</head>"), end = str_lit("</html>\n");
    buf_reset(out);
    buf_put(out, start);
    while (out->len < size - end.len)
        buf_putc(out, 'x');
    buf_put(out, end);
}

static void a_class_is_the_next_power_of_two_that_can_be_reached(void **state) {
    (void)state;
    assert_int_equal(audit_size_class(0, LEAST), 8192);
    assert_int_equal(audit_size_class(8192 - LEAST, LEAST), 8192);
    assert_int_equal(audit_size_class(8192 - LEAST + 1, LEAST),
                     16384); /* no room for the element */
    assert_int_equal(audit_size_class(8191, LEAST), 16384);
    assert_int_equal(audit_size_class(8192, LEAST), 8192); /* there already */
    assert_int_equal(audit_size_class(8193, LEAST), 16384);
    assert_int_equal(audit_size_class(3 << 20, LEAST), 4 << 20);
}

static void a_page_of_any_size_gets_exactly_the_size_of_its_class(void **state) {
    struct buf page = {0};
    (void)state;
    for (size_t size = 8192 - 40; size <= 8192 + 40; size++) {
        make_page(&page, size);
        pad_file(str_lit("en/a.html"), &page);
        assert_int_equal(page.len, audit_size_class(size, LEAST));
    }
    buf_finish(&page);
}

static void taking_the_element_out_gives_the_page_back(void **state) {
    struct buf page = {0}, before = {0};
    (void)state;
    make_page(&page, 500);
    buf_put(&before, buf_str(&page));
    pad_file(str_lit("en/a.html"), &page);
    struct str whole = buf_str(&page);
    size_t start = str_find(whole, str_lit(BEFORE)), end = str_find(whole, str_lit(AFTER));
    assert_true(str_eq(str_slice(whole, 0, start), str_slice(buf_str(&before), 0, start)));
    assert_true(str_eq(str_from_offset(whole, end + sizeof(AFTER) - 1),
                       str_from_offset(buf_str(&before), start)));
    assert_true(str_starts(str_from_offset(whole, end), str_lit(AFTER "</head>")));
    buf_finish(&page);
    buf_finish(&before);
}

static void the_filling_depends_on_path_and_content_and_nothing_else(void **state) {
    struct buf one = {0}, two = {0};
    (void)state;
    make_page(&one, 500);
    make_page(&two, 500);
    pad_file(str_lit("en/a.html"), &one);
    pad_file(str_lit("en/a.html"), &two);
    assert_true(str_eq(buf_str(&one), buf_str(&two)));
    make_page(&two, 500);
    pad_file(str_lit("en/b.html"), &two);
    assert_false(str_eq(buf_str(&one), buf_str(&two)));
    buf_finish(&one);
    buf_finish(&two);
}

static void a_style_sheet_ends_with_a_comment_and_other_files_stay(void **state) {
    struct buf sheet = {0}, text = {0};
    (void)state;
    buf_puts(&sheet, "p { color: red; }\n");
    pad_file(str_lit("assets/style.css"), &sheet);
    assert_int_equal(sheet.len, 8192);
    assert_true(str_ends(buf_str(&sheet), str_lit("*/\n")));
    assert_int_equal(str_find(buf_str(&sheet), str_lit("*/")), 8192 - 3);
    buf_puts(&text, "http://x.onion/\n");
    pad_file(str_lit("mirrors.txt"), &text);
    assert_true(str_is(buf_str(&text), "http://x.onion/\n"));
    buf_finish(&sheet);
    buf_finish(&text);
}

static void a_page_without_a_head_is_left_to_the_audit(void **state) {
    struct buf page = {0};
    (void)state;
    buf_puts(&page, "<html>");
    pad_file(str_lit("en/a.html"), &page);
    assert_int_equal(page.len, 6);
    buf_finish(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_class_is_the_next_power_of_two_that_can_be_reached),
        TEST(a_page_of_any_size_gets_exactly_the_size_of_its_class),
        TEST(taking_the_element_out_gives_the_page_back),
        TEST(the_filling_depends_on_path_and_content_and_nothing_else),
        TEST(a_style_sheet_ends_with_a_comment_and_other_files_stay),
        TEST(a_page_without_a_head_is_left_to_the_audit),
    };
    return sign_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
