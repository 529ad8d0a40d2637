/* print/code.c: codes that threads share. */
#include <libdeflate.h>

#include "fixture.h"
#include "print/code.h"

enum { THREADS = 4, TEXTS = 300 };
struct asking {
    struct code_memory memory[TEXTS];
    const struct code *got[TEXTS][THREADS];
    struct arena keep[THREADS];
};

static void ask(void *ctx, unsigned worker, size_t index) {
    struct asking *a = ctx;
    size_t text = index / THREADS;
    a->got[text][index % THREADS] =
        code_of(&a->memory[text], &a->keep[worker], str_lit("Give naloxone."), QR_LEVEL_M, NULL);
}

/* A sheet draws a code once and then points to it: two of the same would be two drawings, in some
 * runs. */
static void threads_that_ask_at_once_get_the_same_code(void **state) {
    struct fixture *f = *state;
    struct asking *a = arena_new(&f->mem, struct asking);
    pool_run(THREADS, (size_t)TEXTS * THREADS, 1, ask, a);
    for (size_t i = 0; i < TEXTS; i++) {
        assert_non_null(a->got[i][0]);
        for (size_t k = 1; k < THREADS; k++)
            assert_ptr_equal(a->got[i][k], a->got[i][0]);
    }
    for (size_t k = 0; k < THREADS; k++)
        arena_finish(&a->keep[k]);
}

/* The picture of another text shows which of them was taken. */
static void a_code_that_the_site_has_is_taken_from_its_picture(void **state) {
    struct fixture *f = *state;
    struct qr qr;
    assert_true(qr_encode(&f->mem, str_lit("Another text, much longer."), QR_LEVEL_M, &qr));
    (void)qr_png(&qr, SITE_CODE_PIXELS, &f->out);
    const struct site_code drawn = {.text = str_lit("Call."), .png = buf_str(&f->out)};
    struct code_memory one = {0}, two = {0}, three = {0};
    const struct code *taken = code_of(&one, &f->mem, drawn.text, QR_LEVEL_M, &drawn);
    assert_int_equal(taken->modules, qr.modules);
    assert_ptr_equal(code_of(&one, &f->mem, drawn.text, QR_LEVEL_M, NULL), taken);
    assert_int_not_equal(code_of(&one, &f->mem, drawn.text, QR_LEVEL_Q, &drawn)->modules,
                         qr.modules);
    assert_int_not_equal(code_of(&two, &f->mem, str_lit("Call!"), QR_LEVEL_M, &drawn)->modules,
                         qr.modules);
    const struct code *made =
        code_of(&three, &f->mem, str_lit("Another text, much longer."), QR_LEVEL_M, NULL);
    assert_true(str_eq(made->drawing.packed, taken->drawing.packed));
}

/* The dark runs of `qr` as the drawing has to have them. */
static struct str drawn_by_hand(struct fixture *f, const struct qr *qr) {
    buf_puts(&f->out, "0 0 0 RG 1 w 0 J [] 0 d\n");
    for (unsigned row = 0; row < qr->modules; row++) {
        for (unsigned x = 0, from = 0; x <= qr->modules; x++) {
            bool dark = x < qr->modules && qr->dark[(size_t)row * qr->modules + x];
            if (!dark && from < x)
                buf_printf(&f->out, "%u 0 m %u 0 l\n", from, x);
            from = dark ? from : x + 1;
        }
        buf_puts(&f->out, "S 1 0 0 1 0 1 cm\n");
    }
    return buf_str(&f->out);
}

/* Places then have three digits. */
static void a_code_of_more_than_a_hundred_modules_is_drawn_module_by_module(void **state) {
    struct fixture *f = *state;
    struct code_memory memory = {0};
    struct qr qr;
    char text[1000], got[200000];
    size_t len;
    memset(text, 'x', sizeof(text));
    struct str words = str_of(text, sizeof(text));
    assert_true(qr_encode(&f->mem, words, QR_LEVEL_M, &qr));
    assert_true(qr.modules > 101);
    const struct code *code = code_of(&memory, &f->mem, words, QR_LEVEL_M, NULL);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_zlib_decompress(d, code->drawing.packed.p, code->drawing.packed.len,
                                                got, sizeof(got), &len),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    assert_true(str_eq(str_of(got, len), drawn_by_hand(f, &qr)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(threads_that_ask_at_once_get_the_same_code),
        TEST(a_code_that_the_site_has_is_taken_from_its_picture),
        TEST(a_code_of_more_than_a_hundred_modules_is_drawn_module_by_module),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
