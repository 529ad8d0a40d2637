/* Values one behind the other. */
#include "fixture.h"

static void values_come_back_in_order(void **state) {
    struct fixture *f = *state;
    struct str rest, text;
    uint64_t number;
    uint32_t small;
    size_t count;
    store_put_number(&f->out, UINT64_MAX);
    store_put_small(&f->out, 7);
    store_put_text(&f->out, str_lit("åb"));
    store_put_text(&f->out, STR_NONE);
    store_put_text(&f->out, str_lit(""));
    store_put_small(&f->out, 3);
    buf_puts(&f->out, "xyz");
    rest = buf_str(&f->out);
    assert_true(store_get_number(&rest, &number) && number == UINT64_MAX);
    assert_true(store_get_small(&rest, &small) && small == 7);
    assert_true(store_get_text(&rest, &text));
    assert_str(text, "åb");
    assert_int_equal(text.p[text.len], '\0');
    assert_true(store_get_text(&rest, &text) && text.p == NULL);
    assert_true(store_get_text(&rest, &text) && text.p != NULL && text.len == 0);
    assert_true(store_get_count(&rest, 1, &count) && count == 3);
    assert_str(rest, "xyz");
}

static void what_does_not_fit_is_refused(void **state) {
    struct fixture *f = *state;
    struct str text, rest;
    uint64_t number;
    size_t count;
    store_put_text(&f->out, str_lit("four"));
    for (size_t len = 0; len < f->out.len; len++) {
        rest = str_slice(buf_str(&f->out), 0, len);
        assert_false(store_get_text(&rest, &text));
    }
    f->out.p[f->out.len - 1] = 'x'; /* no NUL behind it */
    rest = buf_str(&f->out);
    assert_false(store_get_text(&rest, &text));
    rest = str_lit("1234567");
    assert_false(store_get_number(&rest, &number));
    buf_reset(&f->out);
    store_put_small(&f->out, 2);
    buf_puts(&f->out, "1234567");
    rest = buf_str(&f->out);
    assert_false(store_get_count(&rest, 4, &count)); /* room for one */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(values_come_back_in_order),
        TEST(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
