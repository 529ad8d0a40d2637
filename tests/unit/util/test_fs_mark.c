/* Marks: what proves that a file is unchanged, and what does not. */
#include "fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const folders[] = {"/dev/shm", "/tmp"};

/* Overwrites in place and puts the time of modification back. */
static void overwrite(const char *path, const char *text) {
    struct stat st;
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    const struct timespec times[] = {st.st_atim, st.st_mtim};
    assert_true(fs_put(fd, str_from(text)) && futimens(fd, times) == 0);
    close(fd);
}

static void what_is_not_there_has_no_mark(void **state) {
    struct fs_mark mark = {.proves = true};
    (void)state;
    assert_false(fs_mark_at(AT_FDCWD, "/nonexistent/file", &mark));
}

static void a_change_shows_whatever_is_put_back(void **state) {
    struct fixture *f = *state;
    size_t looked_at = 0;
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        uint64_t device;
        struct fs_mark at_once, later, again, changed;
        const char *path =
            arena_printf(&f->mem, "%s/pamphlet-mark-%ld", folders[i], (long)getpid()).p;
        int folder = open(folders[i], O_RDONLY | O_DIRECTORY);
        if (folder < 0 || !fs_marks_hold(folder, &device)) {
            close(folder);
            continue;
        }
        looked_at++;
        at_once.proves = true;
        for (int tries = 0; at_once.proves && tries < 50;
             tries++) { /* a busy machine may stop us */
            assert_true(fs_write(path, str_lit("light: 40"), &f->diags));
            assert_true(fs_mark_at(folder, path, &at_once));
        }
        assert_false(at_once.proves); /* the next change could have the same time */
        assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
        assert_true(fs_mark_at(AT_FDCWD, path, &later));
        assert_true(later.proves && later.device == device);
        assert_true(fs_mark_at(AT_FDCWD, path, &again));
        assert_true(fs_mark_eq(&later, &again));
        overwrite(path, "light: 90");
        assert_true(fs_mark_at(AT_FDCWD, path, &changed));
        assert_int_equal(changed.modified_ns, later.modified_ns);
        assert_int_equal(changed.size_bytes, later.size_bytes);
        assert_false(fs_mark_eq(&later, &changed));
        assert_int_equal(unlink(path), 0);
        close(folder);
    }
    assert_true(looked_at > 0);
}

static void times_that_are_whole_seconds_or_to_come_prove_nothing(void **state) {
    (void)state;
    struct stat st = {.st_mode = S_IFREG | 0644, .st_ctim = {1000000, 500}};
    assert_true(fs_mark_of(&st).proves);
    st.st_ctim.tv_nsec = 0;
    assert_false(fs_mark_of(&st).proves);
    st.st_ctim = (struct timespec){(time_t)(env_file_clock() / 1000000000) + 3600, 500};
    assert_false(fs_mark_of(&st).proves);
    st = (struct stat){.st_mode = S_IFIFO | 0644, .st_ctim = {1000000, 500}};
    assert_false(fs_mark_of(&st).proves);
}

static void other_machines_files_have_no_marks(void **state) {
    (void)state;
    uint64_t device;
    int folder = open("/proc", O_RDONLY | O_DIRECTORY);
    assert_false(fs_marks_hold(folder, &device));
    close(folder);
    assert_false(fs_marks_hold(-1, &device));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_there_has_no_mark),
        TEST(a_change_shows_whatever_is_put_back),
        TEST(times_that_are_whole_seconds_or_to_come_prove_nothing),
        TEST(other_machines_files_have_no_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
