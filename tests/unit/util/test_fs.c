/* Paths inside a tree, and small files. */
#include "fixture.h"

#include <sys/stat.h>
#include <unistd.h>

static void joining_refuses_what_could_leave(void **state) {
    static const char *const bad[] = {"", "/a", "..", "a/..", "./a", "a//b", "a/", "a/./b"};
    struct fixture *f = *state;
    assert_string_equal(fs_join(&f->mem, "root", str_lit("a/b.c")), "root/a/b.c");
    assert_string_equal(fs_join(&f->mem, "root", str_lit("...")), "root/...");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_null(fs_join(&f->mem, "root", str_from(bad[i])));
    assert_null(fs_join(&f->mem, "root", str_lit("a\0b")));
}

static void links_are_resolved_like_urls(void **state) {
    static const char *const cases[][3] = {
        {"en/guides/a.md", "b.md", "en/guides/b.md"},
        {"en/guides/a.md", "./b.md", "en/guides/b.md"},
        {"en/guides/a.md", "../topics/x.md", "en/topics/x.md"},
        {"en/guides/a.md", "../../fi/x.md", "fi/x.md"},
        {"en/guides/a.md", "", "en/guides/a.md"},
        {"en/guides/a.md", "..", "en"},
        {"en/guides/a.md", "../", "en/"},
        {"en/guides/a.md", ".", "en/guides"},
        {"en/guides/a.md", "../..", ""},
        {"a.md", "b/c/../d.md", "b/d.md"},
        {"a.md", "...", "..."},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str out;
        assert_true(fs_resolve(&f->mem, str_from(cases[i][0]), str_from(cases[i][1]), &out));
        assert_str(out, cases[i][2]);
        assert_int_equal(out.p[out.len], 0);
    }
}

static void links_that_leave_are_refused(void **state) {
    static const char *const bad[][2] = {
        {"a.md", ".."}, {"en/a.md", "../../x"}, {"en/a.md", "b/../../../x"}, {"en/a.md", "/x"}};
    struct fixture *f = *state;
    struct str out;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(fs_resolve(&f->mem, str_from(bad[i][0]), str_from(bad[i][1]), &out));
}

static void relative_paths_lead_back(void **state) {
    static const char *const cases[][3] = {
        {"en/guides/a.html", "en/guides/b.html", "b.html"},
        {"en/guides/a.html", "en/index.html", "../index.html"},
        {"en/guides/a.html", "fi/x/y.html", "../../fi/x/y.html"},
        {"a.html", "en/b.html", "en/b.html"},
        {"en/ab/x.html", "en/a/x.html", "../a/x.html"},
        {"en/a.html", "en/a.html", "a.html"},
        {"a/b/c/d.html", "e.html", "../../../e.html"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str link = fs_relative(&f->mem, str_from(cases[i][0]), str_from(cases[i][1])), back;
        assert_str(link, cases[i][2]);
        assert_true(fs_resolve(&f->mem, str_from(cases[i][0]), link, &back));
        assert_str(back, cases[i][1]);
    }
}

static void files_are_written_and_read_whole(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *deep = arena_printf(&f->mem, "%s/a/b", folder).p;
    const char *file = arena_printf(&f->mem, "%s/x", deep).p;
    struct str got;
    assert_true(fs_make_folders(deep, &f->diags));
    assert_true(fs_make_folders(deep, &f->diags));
    assert_true(fs_write(file, str_lit("a\0b"), &f->diags));
    assert_true(fs_write(file, str_lit("c\0d\n"), &f->diags));
    assert_true(fs_read(&f->mem, file, "x", 4, &got, &f->diags));
    assert_int_equal(got.len, 4);
    assert_memory_equal(got.p, "c\0d\n", 5);
    assert_no_diags(&f->diags);
    assert_false(fs_read(&f->mem, file, "x", 3, &got, &f->diags));
    assert_false(fs_read(&f->mem, deep, "b", 3, &got, &f->diags));
    assert_false(fs_read(&f->mem, "/nowhere/x", "y", 3, &got, &f->diags));
    assert_diag(&f->diags, 0, "x", 0, "fs/too-large");
    assert_diag(&f->diags, 1, "b", 0, "fs/not-a-file");
    assert_diag(&f->diags, 2, "y", 0, "fs/missing");
    /* A file where a folder should be. */
    assert_false(fs_make_folders(file, &f->diags));
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
    assert_false(fs_exists(folder));
}

static void a_folder_is_told_from_a_file_or_reported(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *file = arena_printf(&f->mem, "%s/x", folder).p;
    const char *below = arena_printf(&f->mem, "%s/x/y", folder).p;
    const char *loop = arena_printf(&f->mem, "%s/loop", folder).p;
    bool is_folder = false;
    assert_true(fs_write(file, str_lit("a"), &f->diags));
    assert_int_equal(symlink("loop", loop), 0);
    assert_true(fs_ask_folder(folder, &is_folder, &f->diags) && is_folder);
    assert_true(fs_ask_folder(file, &is_folder, &f->diags) && !is_folder);
    assert_true(fs_ask_folder(below, &is_folder, &f->diags) && !is_folder);
    assert_true(fs_ask_folder("/nowhere", &is_folder, &f->diags) && !is_folder);
    assert_no_diags(&f->diags);
    assert_false(fs_ask_folder(loop, &is_folder, &f->diags) || is_folder);
    assert_diag(&f->diags, 0, loop, 0, "fs/read");
    assert_true(f->diags.system);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(joining_refuses_what_could_leave), TEST(links_are_resolved_like_urls),
        TEST(links_that_leave_are_refused),     TEST(relative_paths_lead_back),
        TEST(files_are_written_and_read_whole), TEST(a_folder_is_told_from_a_file_or_reported),
    };
    return cmocka_run_group_tests_name("util/fs", tests, NULL, NULL);
}
