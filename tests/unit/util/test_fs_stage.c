#include "fixture.h"

#include <stdlib.h>
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

static void stage_with(struct fixture *f, struct fs_stage *s, const char *folder,
                       const char *text) {
    assert_true(fs_stage_open(s, &f->mem, in(f, folder, "beside"), in(f, folder, "site"), ".ours",
                              &f->diags));
    assert_true(fs_stage_write(s, str_lit(".ours"), str_lit(""), &f->diags));
    assert_true(fs_stage_write(s, str_lit("a/b/c.txt"), str_from(text), &f->diags));
    assert_true(fs_sync_tree(s->path, 2, NULL, NULL, &f->diags));
}

static void assert_text(struct fixture *f, const char *path, const char *text) {
    struct str got;
    assert_true(fs_read(&f->mem, path, path, 100, &got, &f->diags));
    assert_str(got, text);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_stage_takes_the_place_of_the_target_at_once),
        TEST(a_target_lost_between_two_renames_comes_back),
        TEST(what_is_not_ours_is_not_replaced),
    };
    return cmocka_run_group_tests_name("util/fs_stage", tests, NULL, NULL);
}
