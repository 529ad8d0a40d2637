/* What an older stage left: only what is wanted and ours stays, and nothing is believed of a file
 * that is not as fs_stage_write makes it. */
#define _GNU_SOURCE
#include "fixture.h"
#include "stand_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SOMEBODY = 12345 };

/* A file system that does not tell the kind of an entry in its listing, nor, from then on, when it
 * is asked for it. */
static bool kinds_unknown;

struct dirent *readdir(DIR *dir) {
    struct dirent *entry = NEXT(readdir)(dir);
    if (entry != NULL && kinds_unknown)
        entry->d_type = DT_UNKNOWN;
    return entry;
}

int fstatat(int folder, const char *path, struct stat *st, int flags) {
    if (kinds_unknown) {
        errno = EIO;
        return -1;
    }
    return NEXT(fstatat)(folder, path, st, flags);
}

/* A folder with `left`, which an older stage was, and the new stage, empty. */
struct room {
    const char *top, *left;
    struct fs_stage s;
};

static const char *in(struct fixture *f, const char *folder, const char *name) {
    return arena_printf(&f->mem, "%s/%s", folder, name).p;
}

static void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    assert_true(fd >= 0 && fs_put(fd, str_from(text)));
    assert_int_equal(close(fd), 0);
    assert_int_equal(chmod(path, 0644), 0);
}

static struct room room_open(struct fixture *f) {
    struct room r = {0};
    char name[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(name));
    r.top = arena_cstr(&f->mem, str_from(name));
    r.left = in(f, r.top, "left");
    assert_true(fs_make_folders(in(f, r.top, "beside"), &f->diags));
    assert_true(fs_make_folders(in(f, r.left, "a"), &f->diags));
    write_file(in(f, r.left, ".ours"), "");
    write_file(in(f, r.left, "a/keep.txt"), "kept");
    assert_true(fs_stage_open(&r.s, &f->mem, in(f, r.top, "beside"), in(f, r.top, "site"), ".ours",
                              &f->diags));
    return r;
}

static void room_close(struct fixture *f, struct room *r) {
    fs_stage_close(&r->s);
    assert_true(fs_delete_folder(r->top, NULL, &f->diags));
}

static bool is_keep(void *ctx, struct str path) {
    (void)ctx;
    return str_is(path, ".ours") || str_find(path, str_lit("keep")) != SIZE_MAX;
}

static bool adopt(struct fixture *f, struct room *r) {
    return fs_stage_adopt(&r->s, r->left, ".ours", is_keep, NULL, &f->diags);
}

static bool is_there(struct fixture *f, const char *folder, const char *name) {
    struct stat st;
    return lstat(in(f, folder, name), &st) == 0;
}

static void only_wanted_files_stay(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    const char *site = in(f, r.top, "beside/site");
    assert_true(fs_make_folders(in(f, r.left, "b/c"), &f->diags));
    assert_true(fs_make_folders(in(f, r.top, "others"), &f->diags));
    write_file(in(f, r.top, "others/old.txt"), "not ours");
    write_file(in(f, r.left, "a/old.txt"), "withdrawn");
    write_file(in(f, r.left, "b/c/old.txt"), "withdrawn");
    write_file(in(f, r.left, ".htaccess"), "hidden"); /* a server would obey it */
    write_file(in(f, r.left, "a/.old.txt"), "hidden");
    assert_int_equal(symlink("../others/old.txt", in(f, r.left, "keep-link")), 0);
    assert_int_equal(symlink("../others", in(f, r.left, "keep-folder")), 0);
    assert_int_equal(mkfifo(in(f, r.left, "keep-pipe"), 0644), 0);
    assert_int_equal(chmod(in(f, r.left, "a"), 0700), 0);
    assert_int_equal(chmod(r.left, 0700), 0);
    assert_true(adopt(f, &r));
    assert_true(r.s.adopted && !is_there(f, r.top, "left"));
    assert_true(is_there(f, site, "a/keep.txt") && is_there(f, site, ".ours"));
    static const char *const gone[] = {"a/old.txt", "b",         "keep-link", "keep-folder",
                                       "keep-pipe", ".htaccess", "a/.old.txt"};
    for (size_t i = 0; i < ARRAY_LEN(gone); i++)
        assert_false(is_there(f, site, gone[i]));
    assert_true(is_there(f, r.top, "others/old.txt"));
    struct stat st;
    assert_int_equal(stat(site, &st), 0);
    assert_int_equal(st.st_mode & 0777, r.s.folder_mode & 0777);
    assert_int_equal(stat(in(f, site, "a"), &st), 0);
    assert_int_equal(st.st_mode & 0777, r.s.folder_mode & 0777); /* or readers get no further */
    room_close(f, &r);
    assert_no_diags(&f->diags);
}

static void a_tree_too_deep_to_look_through_is_refused(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    const char *path = r.left;
    for (unsigned i = 0; i < 70; i++)
        path = in(f, path, "d");
    assert_true(fs_make_folders(path, &f->diags));
    assert_false(adopt(f, &r));
    assert_diag(&f->diags, 0, in(f, r.top, "beside/site"), 0, "fs/delete");
    fs_stage_close(&r.s);
    const char *rm = arena_printf(&f->mem, "rm -r %s", r.top).p;
    assert_int_equal(system(rm), 0);
}

/* With names of 250 letters a path that the system cannot be given. */
static void a_path_too_long_to_tell_is_refused(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    char name[251];
    memset(name, 'd', 250);
    name[250] = '\0';
    int at = open(r.left, O_RDONLY | O_DIRECTORY);
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(mkdirat(at, name, 0755), 0);
        int next = openat(at, name, O_RDONLY | O_DIRECTORY);
        assert_true(next >= 0 && close(at) == 0);
        at = next;
    }
    assert_int_equal(close(at), 0);
    assert_false(adopt(f, &r));
    assert_diag(&f->diags, 0, in(f, r.top, "beside/site"), 0, "fs/delete");
    fs_stage_close(&r.s);
    const char *rm = arena_printf(&f->mem, "rm -r %s", r.top).p;
    assert_int_equal(system(rm), 0);
}

static void what_cannot_be_looked_at_stays_and_is_told(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    const char *site = in(f, r.top, "beside/site");
    kinds_unknown = true;
    bool adopted = adopt(f, &r);
    kinds_unknown = false;
    assert_false(adopted);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, site, 0, "fs/delete");
    assert_non_null(strstr(f->diags.items[0].message, strerror(EIO)));
    assert_true(is_there(f, site, ".ours") && is_there(f, site, "a/keep.txt"));
    room_close(f, &r);
}

/* Where it has no place, the stage stays as it was made. */
static void what_cannot_be_moved_is_not_begun_with(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    write_file(in(f, r.top, "beside/site/full.txt"), "");
    assert_true(adopt(f, &r));
    assert_true(!r.s.adopted && is_there(f, r.left, "a/keep.txt"));
    room_close(f, &r);
    assert_no_diags(&f->diags);
}

static void what_does_not_carry_our_marker_stays_as_it_is(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    const char *marker = in(f, r.left, ".ours");
    assert_int_equal(unlink(marker), 0);
    write_file(in(f, r.left, "a/old.txt"), "somebody's");
    assert_true(adopt(f, &r));
    assert_int_equal(symlink("a/keep.txt", marker), 0);
    assert_true(adopt(f, &r));
    assert_int_equal(unlink(marker), 0);
    assert_int_equal(mkdir(marker, 0755), 0);
    assert_true(adopt(f, &r));
    assert_int_equal(rmdir(marker), 0);
    write_file(marker, "");
    assert_int_equal(rename(r.left, in(f, r.top, "elsewhere")), 0);
    assert_int_equal(symlink("elsewhere", r.left), 0);
    assert_true(adopt(f, &r));
    assert_false(r.s.adopted);
    assert_true(is_there(f, r.left, "a/old.txt") && is_there(f, r.left, "a/keep.txt"));
    room_close(f, &r);
    assert_no_diags(&f->diags);
}

static void another_owner_keeps_his_and_another_group_is_made_anew(void **state) {
    struct fixture *f = *state;
    if (geteuid() != 0)
        skip(); /* nobody else may give folders away */
    struct room r = room_open(f);
    write_file(in(f, r.left, "old.txt"), "somebody's");
    assert_int_equal(chown(r.left, SOMEBODY, (gid_t)-1), 0);
    assert_true(adopt(f, &r));
    assert_true(!r.s.adopted && is_there(f, r.left, "old.txt"));
    assert_int_equal(chown(r.left, geteuid(), SOMEBODY), 0);
    assert_true(adopt(f, &r));
    assert_true(!r.s.adopted && !is_there(f, r.top, "left"));
    room_close(f, &r);
    assert_no_diags(&f->diags);
}

/* Whether the bytes of keep.txt can be had, and whether its mark, taken now, is believed: neither
 * unless it is as fs_stage_write makes it. */
static void assert_as_written(struct fixture *f, struct room *r, bool want) {
    const struct str name = str_lit("a/keep.txt");
    struct fs_mark mark;
    struct stat st;
    assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
    assert_int_equal(stat(in(f, r->top, "beside/site/a/keep.txt"), &st), 0);
    struct fs_mark now = fs_mark_of(&st);
    now.proves = true;
    buf_puts(&f->out, "what was there before");
    assert_int_equal(fs_stage_read(&r->s, name, 4, &f->out, &mark), want);
    if (want)
        assert_str(buf_str(&f->out), "kept");
    if (r->s.marks)
        assert_int_equal(fs_stage_has(&r->s, name, &now, 1), want);
}

/* A stage on a file system whose marks hold, which began with the older one. */
static void assert_mark_is_for_this_stage(struct room *r, struct str name, const char *file) {
    const struct fs_stage good = r->s;
    struct stat st;
    assert_int_equal(stat(file, &st), 0);
    struct fs_mark mark = fs_mark_of(&st);
    assert_true(mark.proves && fs_stage_has(&r->s, name, &mark, 1));
    r->s.marks = false;
    assert_false(fs_stage_has(&r->s, name, &mark, 1));
    r->s = good;
    r->s.device++; /* the file lies on another one, which is mounted in the stage */
    assert_false(fs_stage_has(&r->s, name, &mark, 1));
    r->s = good;
    r->s.adopted = false;
    assert_false(fs_stage_has(&r->s, name, &mark, 1));
    r->s = good;
}

static void a_file_that_is_not_as_written_is_not_believed(void **state) {
    struct fixture *f = *state;
    struct room r = room_open(f);
    assert_true(adopt(f, &r));
    const char *site = in(f, r.top, "beside/site"), *file = in(f, site, "a/keep.txt");
    assert_as_written(f, &r, true);
    assert_int_equal(chmod(file, 0666), 0);
    assert_as_written(f, &r, false);
    assert_int_equal(chmod(file, 0644 | S_ISUID), 0);
    assert_as_written(f, &r, false);
    assert_int_equal(chmod(file, 0644), 0);
    assert_as_written(f, &r, true);
    assert_int_equal(link(file, in(f, r.top, "another")), 0);
    assert_as_written(f, &r, false);
    assert_int_equal(rename(in(f, r.top, "another"), in(f, r.top, "target")), 0);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(symlink("../../../target", file), 0);
    assert_as_written(f, &r, false);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(mkfifo(file, 0644), 0); /* nobody waits for a writer */
    assert_as_written(f, &r, false);
    assert_int_equal(unlink(file), 0);
    write_file(file, "kept");
    if (geteuid() == 0) {
        assert_int_equal(chown(file, SOMEBODY, (gid_t)-1), 0);
        assert_as_written(f, &r, false);
        assert_int_equal(chown(file, geteuid(), SOMEBODY), 0);
        assert_as_written(f, &r, false);
        assert_int_equal(chown(file, geteuid(), r.s.group), 0);
    }
    assert_as_written(f, &r, true);
    struct fs_mark mark;
    const struct str name = str_lit("a/keep.txt");
    assert_false(fs_stage_read(&r.s, name, 3, &f->out, &mark)); /* it has more behind that */
    assert_false(fs_stage_read(&r.s, name, 5, &f->out, &mark));
    if (r.s.marks)
        assert_mark_is_for_this_stage(&r, name, file);
    r.s.adopted = false; /* what lies in a stage that adopted nothing was written in this run */
    assert_false(fs_stage_read(&r.s, name, 4, &f->out, &mark));
    room_close(f, &r);
    assert_no_diags(&f->diags);
}

int main(void) {
    umask(022); /* the rights below are those that it leaves */
    const struct CMUnitTest tests[] = {
        TEST(only_wanted_files_stay),
        TEST(a_tree_too_deep_to_look_through_is_refused),
        TEST(a_path_too_long_to_tell_is_refused),
        TEST(what_cannot_be_looked_at_stays_and_is_told),
        TEST(what_cannot_be_moved_is_not_begun_with),
        TEST(what_does_not_carry_our_marker_stays_as_it_is),
        TEST(another_owner_keeps_his_and_another_group_is_made_anew),
        TEST(a_file_that_is_not_as_written_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
