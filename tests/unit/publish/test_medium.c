/* Reading back: exactly the file that was written, of any length, on a disk and in memory. */
#include "fixture.h"

#include <errno.h>
#include <unistd.h>

#include "publish/stick.h"

enum { BLOCK = 4096 };

struct medium {
    char folder[40];
    const char *path;
};

static struct medium make_medium(struct fixture *f, const char *below) {
    struct medium m;
    assert_true(snprintf(m.folder, sizeof(m.folder), "%s/pamphlet-test-XXXXXX", below) > 0);
    assert_non_null(mkdtemp(m.folder));
    m.path = arena_printf(&f->mem, "%s/file", m.folder).p;
    return m;
}

static void put(struct fixture *f, const struct medium *m, struct str bytes) {
    (void)unlink(m->path);
    assert_true(fs_write(m->path, bytes, &f->diags));
    assert_true(fs_sync(m->path)); /* what is not on the medium cannot be read from it */
}

static void files_of_any_length_are_read(struct fixture *f, const char *below) {
    static const size_t sizes[] = {0,         1,         BLOCK - 1,     BLOCK,
                                   BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1, 100000};
    struct medium m = make_medium(f, below);
    struct str got;
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        char *bytes = arena_alloc(&f->mem, sizes[i] + 1, 1);
        for (size_t k = 0; k < sizes[i]; k++)
            bytes[k] = (char)(k * 7 + k / BLOCK);
        put(f, &m, str_of(bytes, sizes[i]));
        assert_true(medium_read(&f->mem, m.path, sizes[i], &got));
        assert_true(str_eq(got, str_of(bytes, sizes[i])));
        errno = 0;
        assert_false(medium_read(&f->mem, m.path, sizes[i] + 1, &got)); /* cut short */
        assert_int_equal(errno, EIO);
        if (sizes[i] > 0) /* longer than it was written */
            assert_false(medium_read(&f->mem, m.path, sizes[i] - 1, &got));
    }
    assert_int_equal(unlink(m.path) | rmdir(m.folder), 0);
}

static void a_disk_gives_back_files_of_any_length(void **state) {
    files_of_any_length_are_read(*state, "/tmp");
}

static void memory_gives_back_files_of_any_length(void **state) {
    files_of_any_length_are_read(*state, "/dev/shm");
}

/* A stick could lead the reader to the pack it was filled from. */
static void a_link_in_place_of_a_file_is_not_read(void **state) {
    struct fixture *f = *state;
    struct medium m = make_medium(f, "/tmp");
    const char *other = arena_printf(&f->mem, "%s/other", m.folder).p;
    struct str got = STR_NONE;
    put(f, &m, str_lit("as written"));
    assert_int_equal(rename(m.path, other) | symlink("other", m.path), 0);
    errno = 0;
    assert_false(medium_read(&f->mem, m.path, 10, &got));
    assert_int_equal(errno, ELOOP);
    assert_null(got.p);
    assert_int_equal(unlink(m.path) | unlink(other) | rmdir(m.folder), 0);
}

static void a_file_that_is_gone_is_not_read(void **state) {
    struct fixture *f = *state;
    struct str got = STR_NONE;
    errno = 0;
    assert_false(medium_read(&f->mem, "/tmp/pamphlet-test-none/file", 10, &got));
    assert_int_equal(errno, ENOENT);
    assert_null(got.p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_disk_gives_back_files_of_any_length),
        TEST(memory_gives_back_files_of_any_length),
        TEST(a_link_in_place_of_a_file_is_not_read),
        TEST(a_file_that_is_gone_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
