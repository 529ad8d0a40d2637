/* What is remembered of an original, and what one can tell from it later. */
#include "fixture.h"
#include "lint/lint.h"
#include "sign/sign.h"

static struct origin_blocks split(struct fixture *f, const char *body) {
    static const struct meta none;
    struct origin_blocks blocks;
    assert_true(sign_init());
    origin_split(&f->mem, &none, str_from(body), 10, &blocks);
    return blocks;
}

static void a_body_is_cut_at_blank_lines_headings_and_fences(void **state) {
    struct fixture *f = *state;
    struct origin_blocks b =
        split(f, "\n## One {#one}\nText\nmore\n\n- a\n- b\n\n```\nx\n\ny\n```\n"
                 "::: services {kind=a}\n\n:::\ntail\n\n[a]: b.md\n");
    static const enum origin_kind kinds[] = {ORIGIN_HEADING,   ORIGIN_TEXT,      ORIGIN_TEXT,
                                             ORIGIN_CODE,      ORIGIN_COMPONENT, ORIGIN_TEXT,
                                             ORIGIN_DEFINITION};
    assert_int_equal(b.count, ARRAY_LEN(kinds));
    for (size_t i = 0; i < b.count; i++)
        assert_int_equal(b.items[i].kind, kinds[i]);
    assert_str(b.items[1].text, "Text\nmore");
    assert_str(b.items[3].text, "```\nx\n\ny\n```");
    assert_int_equal(b.items[0].line, 11);
    assert_int_equal(b.items[2].line, 15);
}

static void fences_inside_components_and_open_ends_lose_nothing(void **state) {
    struct fixture *f = *state;
    struct origin_blocks b =
        split(f, "::: card\n::: toc\n:::\nin\n:::\nout\n\n~~~\nnever closed\n\n");
    assert_int_equal(b.count, 3);
    assert_str(b.items[0].text, "::: card\n::: toc\n:::\nin\n:::");
    assert_str(b.items[1].text, "out");
    assert_str(b.items[2].text, "~~~\nnever closed");
}

static void a_mark_matches_text_that_is_only_wrapped_anew(void **state) {
    struct fixture *f = *state;
    struct origin_blocks one = split(f, "Some words\nhere.\n\nTwo\n");
    struct origin_blocks two = split(f, "Some\nwords  here.\n\n\n\nTwo");
    struct origin_blocks other = split(f, "Some words there.\n\nTwo\n");
    struct str mark = origin_mark(&f->mem, &one);
    assert_int_equal(mark.len, 16 + 2 * 5);
    assert_true(origin_matches(&f->mem, mark, &two));
    assert_true(origin_matches(&f->mem, str_slice(mark, 0, 12), &two));
    assert_false(origin_matches(&f->mem, str_slice(mark, 0, 4), &two));
    assert_false(origin_matches(&f->mem, mark, &other));
    assert_false(origin_matches(&f->mem, STR_NONE, &other));
}

static void steps_name_what_changed(void **state) {
    struct fixture *f = *state;
    struct str mark = origin_mark(&f->mem, &(struct origin_blocks){0});
    struct origin_blocks was = split(f, "a\n\nb\n\nc\n\nd\n"),
                         is = split(f, "a\n\nB\n\nc\n\nx\n\nd\n");
    struct origin_step *steps;
    size_t count;
    assert_false(origin_compare(&f->mem, mark, &is, &steps, &count));
    mark = origin_mark(&f->mem, &was);
    assert_true(origin_compare(&f->mem, mark, &is, &steps, &count));
    static const struct origin_step want[] = {{ORIGIN_SAME, 0}, {ORIGIN_GONE, 1}, {ORIGIN_NEW, 1},
                                              {ORIGIN_SAME, 2}, {ORIGIN_NEW, 3},  {ORIGIN_SAME, 4}};
    assert_int_equal(count, ARRAY_LEN(want));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(steps[i].change, want[i].change);
        assert_int_equal(steps[i].block, want[i].block);
    }
}

static void a_very_long_page_is_remembered_as_a_whole(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 1200; i++)
        buf_puts(&f->out, "p\n\n");
    buf_putc(&f->out, '\0');
    struct origin_blocks b = split(f, f->out.p);
    struct str mark = origin_mark(&f->mem, &b);
    assert_int_equal(b.count, 1200);
    assert_int_equal(mark.len, 16);
    assert_true(origin_matches(&f->mem, mark, &b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_body_is_cut_at_blank_lines_headings_and_fences),
        TEST(fences_inside_components_and_open_ends_lose_nothing),
        TEST(a_mark_matches_text_that_is_only_wrapped_anew),
        TEST(steps_name_what_changed),
        TEST(a_very_long_page_is_remembered_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
