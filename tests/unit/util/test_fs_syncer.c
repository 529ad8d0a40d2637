#define _GNU_SOURCE
#include "fixture.h"
#include "stand_in.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MANY = 5000, FEW = 100 };

/* A disk that takes `disk_ns` for each file, by a clock that only it moves. */
static atomic_llong disk_ns, clock_ns;
static atomic_llong held_up_ns; /* once, by whoever else wants the processor */
static atomic_size_t synced_here, synced_beside;
static pthread_t here;

int fsync(int fd) {
    clock_ns += disk_ns + atomic_exchange(&held_up_ns, 0);
    if (pthread_equal(pthread_self(), here))
        synced_here++;
    else
        synced_beside++;
    return fdatasync(fd);
}

int clock_gettime(clockid_t which, struct timespec *t) {
    (void)which;
    *t = (struct timespec){clock_ns / 1000000000, clock_ns % 1000000000};
    return 0;
}

/* A system that has no threads left. */
static atomic_bool no_threads;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *arg) {
    return no_threads ? EAGAIN : NEXT(pthread_create)(thread, attributes, run, arg);
}

static void disk_takes(long long ns) {
    here = pthread_self();
    disk_ns = ns;
    synced_here = synced_beside = 0;
}

static int open_nameless(void) {
    char name[] = "/tmp/pamphlet-test-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0 && unlink(name) == 0);
    return fd;
}

static void every_file_is_closed(bool beside, int count) {
    struct fs_syncer *s = fs_syncer_open(beside);
    struct str refused;
    int first = open_nameless();
    fs_syncer_put(s, first, str_lit("first"));
    for (int i = 1; i < count; i++)
        fs_syncer_put(s, open_nameless(), str_lit("another"));
    assert_true(fs_syncer_close(s, &refused));
    int next = open_nameless(); /* the lowest that is free */
    assert_int_equal(next, first);
    close(next);
}

static void files_are_synced_and_closed_beside_the_caller(void **state) {
    (void)state;
    disk_takes(10 * 1000 * 1000);
    every_file_is_closed(true, MANY);
    assert_true(synced_beside >= MANY / 2); /* the caller helps in the end */
    assert_int_equal(synced_here + synced_beside, MANY);
}

static void a_disk_that_needs_no_waiting_gets_no_threads(void **state) {
    (void)state;
    disk_takes(500);
    every_file_is_closed(true, MANY);
    assert_int_equal(synced_here, MANY);
    assert_int_equal(synced_beside, 0);
}

static void one_file_that_took_long_says_nothing_of_the_disk(void **state) {
    (void)state;
    disk_takes(500);
    held_up_ns = 4 * 1000 * 1000;
    every_file_is_closed(true, MANY);
    assert_int_equal(synced_here, MANY);
}

static void files_are_synced_and_closed_by_the_caller(void **state) {
    (void)state;
    disk_takes(10 * 1000 * 1000);
    every_file_is_closed(false, MANY);
    assert_int_equal(synced_here, MANY);
}

/* Else the caller would wait for room for ever: the alarm ends that. */
static void without_threads_files_are_synced_and_closed_by_the_caller(void **state) {
    (void)state;
    disk_takes(10 * 1000 * 1000);
    no_threads = true;
    alarm(60);
    every_file_is_closed(true, FEW);
    alarm(0);
    no_threads = false;
    assert_int_equal(synced_here, FEW);
}

/* What is no file cannot be written through. */
static void assert_refusal_is_told(bool beside) {
    struct fs_syncer *s = fs_syncer_open(beside);
    struct str refused = STR_NONE;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < 40; i++)
        fs_syncer_put(s, open_nameless(), str_lit("a file"));
    fs_syncer_put(s, ends[1], str_lit("a pipe"));
    for (int i = 0; i < 40; i++)
        fs_syncer_put(s, open_nameless(), str_lit("a file"));
    assert_false(fs_syncer_close(s, &refused));
    assert_int_equal(errno, EINVAL);
    assert_str(refused, "a pipe");
    close(ends[0]);
}

static void what_the_disk_refuses_is_told_with_its_path(void **state) {
    (void)state;
    disk_takes(10 * 1000 * 1000);
    assert_refusal_is_told(true);
    assert_refusal_is_told(false);
    disk_takes(0);
    assert_refusal_is_told(true);
}

static void nothing_to_sync_is_fine(void **state) {
    struct str refused;
    (void)state;
    assert_true(fs_syncer_close(fs_syncer_open(true), &refused));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(files_are_synced_and_closed_beside_the_caller),
        TEST(files_are_synced_and_closed_by_the_caller),
        TEST(without_threads_files_are_synced_and_closed_by_the_caller),
        TEST(a_disk_that_needs_no_waiting_gets_no_threads),
        TEST(one_file_that_took_long_says_nothing_of_the_disk),
        TEST(what_the_disk_refuses_is_told_with_its_path),
        TEST(nothing_to_sync_is_fine),
    };
    return cmocka_run_group_tests_name("util/fs_syncer", tests, NULL, NULL);
}
