/* A built profile in memory: all of it, or none. */
#include "serve/parts.h"

#include "fixture.h"
#include "util/fs.h"

#include <unistd.h>

static const char *in(struct fixture *f, const char *folder, const char *name) {
    return arena_printf(&f->mem, "%s/%s", folder, name).p;
}

static const char *profile(struct fixture *f) {
    char *folder = arena_cstr(&f->mem, str_lit("/tmp/pamphlet-test-XXXXXX"));
    assert_non_null(mkdtemp(folder));
    assert_true(fs_make_folders(in(f, folder, "en"), &f->diags));
    assert_true(fs_write(in(f, folder, "en/a.html"), str_lit("<p>A"), &f->diags));
    assert_true(fs_write(in(f, folder, "MANIFEST.txt"), str_lit("M"), &f->diags));
    return folder;
}

static void all_but_the_lists_of_a_pack_is_there(void **state) {
    struct fixture *f = *state;
    const char *folder = profile(f);
    struct snapshot s;
    assert_true(snapshot_load(&s, folder, &f->diags));
    assert_str(snapshot_file(&s, str_lit("en/a.html")), "<p>A");
    assert_null(snapshot_file(&s, str_lit("MANIFEST.txt")).p);
    snapshot_replace(&s, str_lit("en/a.html"), str_lit("<p>B"));
    snapshot_replace(&s, str_lit("en/b.html"), str_lit("<p>B"));
    assert_str(snapshot_file(&s, str_lit("en/a.html")), "<p>B");
    assert_null(snapshot_file(&s, str_lit("en/b.html")).p);
    snapshot_finish(&s);
    assert_null(snapshot_file(&s, str_lit("en/a.html")).p);
    assert_no_diags(&f->diags);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static void what_is_no_folder_is_refused(void **state) {
    struct fixture *f = *state;
    const char *folder = profile(f), *file = in(f, folder, "en/a.html");
    struct snapshot s;
    assert_false(snapshot_load(&s, file, &f->diags));
    assert_diag(&f->diags, 0, file, 0, "fs/read");
    snapshot_finish(&s);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

static void a_file_too_large_for_memory_is_refused(void **state) {
    struct fixture *f = *state;
    const char *folder = profile(f), *file = in(f, folder, "en/a.html");
    struct snapshot s;
    assert_int_equal(truncate(file, 256 * 1024 * 1024 + 1), 0); /* takes no room on the disk */
    assert_false(snapshot_load(&s, folder, &f->diags));
    assert_diag(&f->diags, 0, file, 0, "fs/too-large");
    snapshot_finish(&s);
    assert_true(fs_delete_folder(folder, NULL, &f->diags));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_but_the_lists_of_a_pack_is_there),
        TEST(what_is_no_folder_is_refused),
        TEST(a_file_too_large_for_memory_is_refused),
    };
    return cmocka_run_group_tests_name("serve/snapshot", tests, NULL, NULL);
}
