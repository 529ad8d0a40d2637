#include "fixture.h"

#include <pthread.h>

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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_task_is_done_when_it_was_waited_for),
        TEST(a_task_that_is_not_beside_is_done_when_it_was_begun),
        TEST(a_task_that_never_began_is_not_waited_for),
    };
    return cmocka_run_group_tests_name("util/pool", tests, NULL, NULL);
}
