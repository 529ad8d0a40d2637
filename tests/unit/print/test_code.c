/* print/code.c: codes that threads share. */
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
        code_of(&a->memory[text], &a->keep[worker], str_lit("Give naloxone."), QR_LEVEL_M);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(threads_that_ask_at_once_get_the_same_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
