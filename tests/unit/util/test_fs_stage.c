#define _GNU_SOURCE
#include "fixture.h"
#include "stand_in.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *in(struct fixture *f, const char *folder, const char *name) {
    return arena_printf(&f->mem, "%s/%s", folder, name).p;
}

/* A folder of the test's own with "beside" in it. */
static const char *room(struct fixture *f) {
    char name[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(name));
    const char *folder = arena_cstr(&f->mem, str_from(name));
    assert_true(fs_make_folders(in(f, folder, "beside"), &f->diags));
    return folder;
}

static struct str path_of_text(void *ctx, size_t index) {
    (void)ctx;
    return index == 0 ? str_lit("a/b/c.txt") : str_lit("a/missing/d.txt");
}

static void stage_with(struct fixture *f, struct fs_stage *s, const char *folder,
                       const char *text) {
    assert_true(fs_stage_open(s, &f->mem, in(f, folder, "beside"), in(f, folder, "site"), ".ours",
                              &f->diags));
    fs_stage_begin_sync(s, true);
    assert_true(fs_stage_write(s, str_lit(".ours"), str_lit(""), NULL, &f->diags));
    assert_true(fs_stage_write(s, str_lit("a/b/c.txt"), str_from(text), NULL, &f->diags));
    assert_true(fs_stage_sync(s, 1, path_of_text, NULL, &f->diags));
}

static void assert_text(struct fixture *f, const char *path, const char *text) {
    struct str got;
    assert_true(fs_read(&f->mem, path, path, 100, &got, &f->diags));
    assert_str(got, text);
}

static void a_folder_that_cannot_be_synced_is_named(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f);
    struct fs_stage s;
    stage_with(f, &s, folder, "one");
    assert_false(fs_stage_sync(&s, 2, path_of_text, NULL, &f->diags));
    assert_diag(&f->diags, 0, in(f, folder, "beside/site/a/missing"), 0, "fs/sync");
    fs_stage_close(&s);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static void a_stage_takes_the_place_of_the_target_at_once(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f);
    struct fs_stage s;
    stage_with(f, &s, folder, "one");
    assert_false(fs_exists(in(f, folder, "site")));
    assert_true(fs_stage_publish(&s, &f->diags));
    fs_stage_close(&s);
    assert_text(f, in(f, folder, "site/a/b/c.txt"), "one");
    stage_with(f, &s, folder, "two");
    assert_text(f, in(f, folder, "site/a/b/c.txt"), "one");
    assert_true(fs_stage_publish(&s, &f->diags));
    fs_stage_close(&s);
    fs_stage_close(&s);
    assert_text(f, in(f, folder, "site/a/b/c.txt"), "two");
    assert_text(f, in(f, folder, "beside/site/a/b/c.txt"), "one");
    assert_no_diags(&f->diags);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static bool is_all_wanted(void *ctx, struct str path) {
    (void)ctx;
    return path.len > 0;
}

static void a_target_lost_between_two_renames_comes_back(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f);
    assert_true(fs_make_folders(in(f, folder, "beside/site.old"), &f->diags));
    assert_true(fs_write(in(f, folder, "beside/site.old/x"), str_lit("old"), &f->diags));
    assert_true(fs_stage_recover(in(f, folder, "beside"), in(f, folder, "site"), &f->diags));
    assert_text(f, in(f, folder, "site/x"), "old");
    /* Nothing to put right is fine; what is there stays. */
    assert_true(fs_make_folders(in(f, folder, "beside/site.old"), &f->diags));
    assert_true(fs_stage_recover(in(f, folder, "beside"), in(f, folder, "site"), &f->diags));
    assert_true(fs_stage_recover(in(f, folder, "nowhere"), in(f, folder, "site"), &f->diags));
    assert_text(f, in(f, folder, "site/x"), "old");
    assert_no_diags(&f->diags);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static void what_is_not_ours_is_not_replaced(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f), *site = in(f, folder, "site"), *beside = in(f, folder, "beside");
    struct fs_stage s;
    assert_true(fs_make_folders(site, &f->diags));
    assert_true(fs_write(in(f, site, "diary"), str_lit("mine"), &f->diags));
    assert_false(fs_stage_open(&s, &f->mem, beside, site, ".ours", &f->diags));
    assert_diag(&f->diags, 0, site, 0, "fs/not-ours");
    const char *link = in(f, folder, "link");
    assert_int_equal(symlink(site, link), 0);
    assert_false(fs_stage_open(&s, &f->mem, beside, link, ".ours", &f->diags));
    assert_diag(&f->diags, 1, link, 0, "fs/not-a-folder");
    fs_stage_close(&s);
    assert_text(f, in(f, site, "diary"), "mine");
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

/* A stage over a published one; what has its mark again is not read. */
static void an_adopted_file_is_known_by_its_mark(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f), *left = in(f, folder, "left");
    const char *file = in(f, folder, "beside/site/a/b/c.txt");
    const struct str path = str_lit("a/b/c.txt");
    struct fs_stage s;
    struct fs_mark mark, read;
    stage_with(f, &s, folder, "one");
    assert_true(fs_stage_write(&s, str_lit("d.txt"), str_lit("four"), &mark, &f->diags));
    assert_int_equal(mark.size_bytes, 4);
    assert_false(mark.proves || fs_mark_is_settled(&mark)); /* not yet */
    assert_false(fs_stage_has(&s, str_lit("d.txt"), &mark, 1));
    assert_true(fs_stage_publish(&s, &f->diags));
    fs_stage_close(&s);
    assert_int_equal(rename(in(f, folder, "site"), left), 0);
    assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
    assert_true(fs_stage_open(&s, &f->mem, in(f, folder, "beside"), in(f, folder, "site"), ".ours",
                              &f->diags));
    assert_true(fs_stage_adopt(&s, left, ".ours", is_all_wanted, NULL, &f->diags));
    assert_true(fs_stage_read(&s, path, 3, &f->out, &read));
    assert_str(buf_str(&f->out), "one");
    assert_false(fs_stage_read(&s, path, 4, &f->out, &read));
    if (s.marks) { /* not on every file system */
        assert_true(read.proves && fs_stage_has(&s, path, &read, 1));
        assert_true(fs_mark_is_settled(&mark));
        mark.proves = true;
        assert_true(fs_stage_has(&s, str_lit("d.txt"), &mark, 1));
        assert_false(fs_stage_has(&s, path, &mark, 1));
        assert_false(fs_stage_has(&s, str_lit("nowhere"), &mark, 1));
        mark.device++;
        assert_false(fs_stage_has(&s, str_lit("d.txt"), &mark, 1));
        mark = read;
        mark.proves = false;
        assert_false(fs_stage_has(&s, path, &mark, 1));
        assert_int_equal(chmod(file, 0600) | chmod(file, 0644), 0); /* as it was, but changed */
        assert_false(fs_stage_has(&s, path, &read, 1));
    }
    fs_stage_close(&s);
    assert_no_diags(&f->diags);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static struct fs_mark mark_at(struct fixture *f, const char *folder, const char *name) {
    struct stat st;
    assert_int_equal(lstat(in(f, folder, name), &st), 0);
    return fs_mark_of(&st);
}

static void a_published_file_gets_a_second_name_if_it_is_proved(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f), *file = in(f, folder, "site/a/b/c.txt");
    const struct str path = str_lit("a/b/c.txt"), other = str_lit("d.txt");
    struct fs_stage s;
    struct fs_mark now;
    stage_with(f, &s, folder, "one");
    assert_true(fs_stage_write(&s, other, str_lit("four"), NULL, &f->diags));
    assert_true(fs_stage_publish(&s, &f->diags));
    fs_stage_close(&s);
    assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
    const struct fs_mark proved = mark_at(f, folder, "site/a/b/c.txt");
    assert_true(fs_stage_open(&s, &f->mem, in(f, folder, "beside"), in(f, folder, "site"), ".ours",
                              &f->diags));
    const struct fs_mark marks[] = {proved, proved, mark_at(f, folder, "site/d.txt")};
    struct fs_mark bad[ARRAY_LEN(marks)];
    memcpy(bad, marks, sizeof(bad));
    bad[0].proves = false;
    bad[1].device++;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(fs_stage_link(&s, path, &bad[i], &now));
    assert_false(fs_stage_link(&s, str_lit("nowhere"), &proved, &now));
    assert_false(fs_exists(in(f, folder, "beside/site/a")));
    if (s.marks) {
        assert_true(fs_stage_link(&s, path, &proved, &now)); /* its folders are made */
        assert_text(f, in(f, folder, "beside/site/a/b/c.txt"), "one");
        assert_true(now.proves && now.inode == proved.inode &&
                    now.modified_ns == proved.modified_ns && now.changed_ns > proved.changed_ns);
        assert_false(fs_stage_has(&s, path, &now, 2)); /* nothing is adopted here */
        s.adopted = true;
        assert_int_equal(nanosleep(&(struct timespec){0, 50000000}, NULL), 0);
        assert_true(fs_stage_has(&s, path, &now, 2));
        assert_false(fs_stage_has(&s, path, &now, 1));
        assert_false(fs_stage_link(&s, path, &now, &now)); /* a third name */
        assert_true(fs_stage_write(&s, path, str_lit("two"), NULL, &f->diags));
        assert_text(f, file, "one");
        assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
        const struct fs_mark again = mark_at(f, folder, "site/a/b/c.txt");
        assert_true(fs_stage_link(&s, path, &again, &now)); /* over what is there */
        assert_text(f, in(f, folder, "beside/site/a/b/c.txt"), "one");
        assert_int_equal(chmod(in(f, folder, "site/d.txt"), 0600), 0);
        assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
        const struct fs_mark hidden = mark_at(f, folder, "site/d.txt");
        assert_true(hidden.proves);
        assert_false(fs_stage_link(&s, other, &hidden, &now)); /* other rights */
    }
    fs_stage_close(&s);
    assert_no_diags(&f->diags);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

/* Somebody else, who does something to a file in the moment in which it gets its second name. */
static void (*meanwhile)(int folder, const char *name);

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    int result = NEXT(linkat)(from_folder, from, to_folder, to, flags);
    if (result == 0 && meanwhile != NULL)
        meanwhile(to_folder, to);
    return result;
}

static void is_written_to(int folder, const char *name) {
    int fd = openat(folder, name, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0 && fs_put(fd, str_lit("bad")));
    assert_int_equal(close(fd), 0);
}

static void is_replaced(int folder, const char *name) {
    int fd = openat(folder, "new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    assert_true(fd >= 0 && fs_put(fd, str_lit("bad")));
    assert_int_equal(close(fd), 0);
    assert_int_equal(renameat(folder, "new", folder, name), 0);
}

static void gets_other_rights(int folder, const char *name) {
    assert_int_equal(fchmodat(folder, name, 0600, 0), 0);
}

static void a_file_that_changes_while_it_is_named_again_is_not_taken(void **state) {
    static void (*const doings[])(int, const char *) = {is_written_to, is_replaced,
                                                        gets_other_rights};
    struct fixture *f = *state;
    const struct str path = str_lit("a/b/c.txt");
    for (size_t i = 0; i < ARRAY_LEN(doings); i++) {
        const char *folder = room(f), *file = in(f, folder, "beside/site/a/b/c.txt");
        struct fs_stage s;
        struct fs_mark now;
        stage_with(f, &s, folder, "one");
        assert_true(fs_stage_publish(&s, &f->diags));
        fs_stage_close(&s);
        assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
        const struct fs_mark proved = mark_at(f, folder, "site/a/b/c.txt");
        assert_true(fs_stage_open(&s, &f->mem, in(f, folder, "beside"), in(f, folder, "site"),
                                  ".ours", &f->diags));
        meanwhile = doings[i];
        bool taken = fs_stage_link(&s, path, &proved, &now);
        meanwhile = NULL;
        assert_false(taken || fs_exists(file));
        assert_true(fs_stage_write(&s, path, str_lit("one"), NULL, &f->diags));
        assert_text(f, file, "one");
        fs_stage_close(&s);
        assert_true(fs_delete_folder(folder, NULL, &f->diags));
    }
    assert_no_diags(&f->diags);
}

static struct str very_long(void *ctx, size_t index) {
    (void)index;
    return *(struct str *)ctx;
}

static void a_path_longer_than_the_system_takes_is_refused(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f);
    static char letters[5000];
    struct fs_stage s;
    struct fs_mark mark = {.proves = true};
    memset(letters, 'x', sizeof(letters));
    memcpy(letters + 4500, "/", 1);
    struct str path = str_of(letters, sizeof(letters));
    stage_with(f, &s, folder, "one");
    s.adopted = true;
    s.published = s.folder;
    assert_false(fs_stage_has(&s, path, &mark, 1));
    assert_false(fs_stage_link(&s, path, &mark, &mark));
    assert_false(fs_stage_read(&s, path, 1, &f->out, &mark));
    s.published = -1;
    assert_no_diags(&f->diags);
    assert_false(fs_stage_write(&s, path, str_lit("two"), NULL, &f->diags));
    assert_diag(&f->diags, 0, in(f, folder, "site"), 0, "fs/write");
    assert_false(fs_stage_sync(&s, 1, very_long, &path, &f->diags));
    assert_string_equal(f->diags.items[1].code, "fs/sync");
    assert_non_null(strstr(f->diags.items[1].message, "name too long"));
    fs_stage_close(&s);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static void a_tree_too_deep_to_delete_stays_and_is_told(void **state) {
    struct fixture *f = *state;
    const char *folder = room(f), *path = folder;
    for (unsigned i = 0; i < 140; i++)
        path = in(f, path, "d");
    assert_true(fs_make_folders(path, &f->diags));
    assert_false(fs_delete_folder(folder, NULL, &f->diags));
    assert_string_equal(f->diags.items[0].code, "fs/delete");
    assert_true(fs_exists(path));
    assert_int_equal(system(arena_printf(&f->mem, "rm -r %s", folder).p), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_stage_takes_the_place_of_the_target_at_once),
        TEST(a_folder_that_cannot_be_synced_is_named),
        TEST(a_target_lost_between_two_renames_comes_back),
        TEST(what_is_not_ours_is_not_replaced),
        TEST(an_adopted_file_is_known_by_its_mark),
        TEST(a_published_file_gets_a_second_name_if_it_is_proved),
        TEST(a_file_that_changes_while_it_is_named_again_is_not_taken),
        TEST(a_path_longer_than_the_system_takes_is_refused),
        TEST(a_tree_too_deep_to_delete_stays_and_is_told),
    };
    return cmocka_run_group_tests_name("util/fs_stage", tests, NULL, NULL);
}
