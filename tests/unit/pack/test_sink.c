/* Where a ZIP is written to, when writing fails: limits on the size of a file stand for full disks.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fixture.h"
#include "pack/sink.h"

enum { LARGE_BYTES = (1 << 20) + 1 }; /* more than is held */

struct corner {
    char folder[32];
    const char *path, *other;
};

static struct corner make_corner(struct fixture *f) {
    struct corner p = {.folder = "/tmp/pamphlet-test-XXXXXX"};
    assert_non_null(mkdtemp(p.folder));
    p.path = arena_printf(&f->mem, "%s/new.zip", p.folder).p;
    p.other = arena_printf(&f->mem, "%s/old.zip", p.folder).p;
    return p;
}

static void remove_corner(const struct corner *p) {
    assert_int_equal(unlink(p->path), 0);
    (void)unlink(p->other);
    assert_int_equal(rmdir(p->folder), 0);
}

/* An older ZIP to copy from. */
static int open_other(const struct corner *p, struct str bytes) {
    int fd = open(p->other, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && write(fd, bytes.p, bytes.len) == (ssize_t)bytes.len);
    return fd;
}

static struct str read_new(struct fixture *f, const struct corner *p) {
    struct str bytes;
    assert_true(fs_read(&f->mem, p->path, p->path, 4 << 20, &bytes, &f->diags));
    return bytes;
}

/* From here on no write goes behind `bytes`; returns how it was. */
static rlim_t limit_files(rlim_t bytes) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

static void assert_close_says(struct sink *s, int why) {
    errno = 0;
    assert_false(sink_close(s));
    assert_int_equal(errno, why);
}

static void what_is_put_and_copied_stands_in_order(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    int from = open_other(&p, str_lit("0123456789"));
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    assert_true(sink_put(s, str_lit("ab")));
    assert_true(sink_copy(s, from, 3, 4));
    assert_true(sink_put(s, str_lit("cd")) && sink_put(s, STR_NONE));
    assert_true(sink_copy(s, from, 0, 1));
    assert_true(sink_close(s));
    assert_str(read_new(f, &p), "ab3456cd0");
    assert_null(sink_open(&f->mem, p.path)); /* it is there */
    assert_int_equal(close(from), 0);
    remove_corner(&p);
}

static void large_bytes_stand_between_small_ones(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    struct buf want = {0};
    struct str large = str_of(arena_alloc(&f->mem, LARGE_BYTES, 1), LARGE_BYTES);
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    assert_true(sink_put(s, str_lit("ab")) && sink_put(s, large) && sink_put(s, str_lit("cd")));
    assert_true(sink_put(s, str_slice(large, 0, LARGE_BYTES - 1)) && sink_put(s, str_lit("e")));
    assert_true(sink_close(s));
    buf_put(&want, str_lit("ab"));
    buf_put(&want, large);
    buf_put(&want, str_lit("cd"));
    buf_put(&want, str_slice(large, 0, LARGE_BYTES - 1));
    buf_put(&want, str_lit("e"));
    assert_true(str_eq(read_new(f, &p), buf_str(&want)));
    buf_finish(&want);
    remove_corner(&p);
}

/* The older ZIP has become shorter: what was copied of it is written over. */
static void a_copy_that_ends_early_leaves_its_place_to_others(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    int from = open_other(&p, str_lit("0123456789"));
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    assert_true(sink_put(s, str_lit("ab")));
    assert_false(sink_copy(s, from, 5, 6));
    assert_true(sink_put(s, str_lit("cdefgh")));
    assert_true(sink_close(s));
    assert_str(read_new(f, &p), "abcdefgh");
    assert_int_equal(close(from), 0);
    remove_corner(&p);
}

/* Whoever goes on writes a ZIP with a hole in it. */
static void nothing_is_put_behind_what_was_lost_before_a_copy(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    int from = open_other(&p, str_lit("0123456789"));
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    assert_true(sink_put(s, str_lit("ab")));
    rlim_t before = limit_files(1);
    assert_false(sink_copy(s, from, 0, 10));
    (void)limit_files(before);
    assert_false(sink_put(s, str_lit("cd")));
    assert_false(sink_copy(s, from, 0, 10));
    assert_close_says(s, EFBIG);
    assert_str(read_new(f, &p), "a");
    assert_int_equal(close(from), 0);
    remove_corner(&p);
}

static void nothing_is_put_behind_large_bytes_that_were_lost(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    struct str large = str_of(arena_alloc(&f->mem, LARGE_BYTES, 1), LARGE_BYTES);
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    rlim_t before = limit_files(0);
    assert_false(sink_put(s, large));
    (void)limit_files(before);
    assert_false(sink_put(s, str_lit("cd")));
    assert_close_says(s, EFBIG);
    assert_int_equal(read_new(f, &p).len, 0);
    remove_corner(&p);
}

static void what_is_lost_at_the_end_is_told(void **state) {
    struct fixture *f = *state;
    struct corner p = make_corner(f);
    struct sink *s = sink_open(&f->mem, p.path);
    assert_non_null(s);
    assert_true(sink_put(s, str_lit("ab")));
    rlim_t before = limit_files(1);
    assert_close_says(s, EFBIG);
    (void)limit_files(before);
    remove_corner(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_and_copied_stands_in_order),
        TEST(large_bytes_stand_between_small_ones),
        TEST(a_copy_that_ends_early_leaves_its_place_to_others),
        TEST(nothing_is_put_behind_what_was_lost_before_a_copy),
        TEST(nothing_is_put_behind_large_bytes_that_were_lost),
        TEST(what_is_lost_at_the_end_is_told),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
