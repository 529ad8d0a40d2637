#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

struct note {
    pthread_t by;
    unsigned times;
};

static void write_note(void *ctx) {
    struct note *note = ctx;
    note->by = pthread_self();
    note->times++;
}

static void a_task_is_done_when_it_was_waited_for(void **state) {
    struct pool_task task = {0};
    struct note note = {0};
    (void)state;
    pool_begin(&task, true, write_note, &note);
    pool_wait(&task);
    assert_int_equal(note.times, 1);
    assert_false(pthread_equal(note.by, pthread_self()));
    pool_wait(&task);
    assert_int_equal(note.times, 1);
}

static void a_task_that_is_not_beside_is_done_when_it_was_begun(void **state) {
    struct pool_task task = {0};
    struct note note = {0};
    (void)state;
    pool_begin(&task, false, write_note, &note);
    assert_int_equal(note.times, 1);
    assert_true(pthread_equal(note.by, pthread_self()));
    pool_wait(&task);
    assert_int_equal(note.times, 1);
}

static void a_task_that_never_began_is_not_waited_for(void **state) {
    struct pool_task task = {0};
    (void)state;
    pool_wait(&task);
    assert_false(task.runs);
}

enum { MANY = 1000, WORKERS = 64 };
struct tally {
    atomic_uint times[MANY], by_others;
};

static void count(void *ctx, unsigned worker, size_t index) {
    struct tally *t = ctx;
    atomic_fetch_add(&t->times[index], 1);
    if (worker >= WORKERS)
        atomic_fetch_add(&t->by_others, 1);
}

static void each_index_is_done_once_by_64_workers_at_most(void **state) {
    static struct tally t;
    (void)state;
    pool_run(1000, MANY, 3, count, &t);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(atomic_load(&t.times[i]), 1);
    assert_int_equal(atomic_load(&t.by_others), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_task_is_done_when_it_was_waited_for),
        TEST(a_task_that_is_not_beside_is_done_when_it_was_begun),
        TEST(a_task_that_never_began_is_not_waited_for),
        TEST(each_index_is_done_once_by_64_workers_at_most),
    };
    return cmocka_run_group_tests_name("util/pool", tests, NULL, NULL);
}
