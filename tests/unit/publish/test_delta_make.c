/* Deltas from an older pack that is not what it was when it was verified. */
#include "signed.h"

#define RELEASE_7 "news of release 7\n"

static struct source read_pack(struct signed_test *t, const char *path) {
    struct source source = {path, STR_NONE};
    assert_true(fs_read(&t->f.mem, path, path, 1 << 20, &source.text, &t->f.diags));
    return source;
}

static bool make_delta(struct signed_test *t, const struct source *old, size_t *changed) {
    const struct source new = read_pack(t, write_release(t, 8));
    buf_reset(&t->f.out);
    return publish_delta_make(&t->f.mem, old, &new, str_lit("one\ntwo\nthree\nfour\n"), &t->f.out,
                              changed, &t->f.diags);
}

static void what_is_new_and_the_manifest_are_changed(void **state) {
    struct signed_test *t = *state;
    size_t changed = 0;
    const struct source old = read_pack(t, write_release(t, 7));
    assert_true(make_delta(t, &old, &changed));
    assert_no_diags(&t->f.diags);
    assert_int_equal(changed, 2);
}

static void assert_no_delta(struct signed_test *t, struct str zip, const char *code) {
    const struct source old = {"old.zip", zip};
    size_t changed;
    bool ok = make_delta(t, &old, &changed);
    assert_int_equal(t->f.diags.count, 1);
    assert_diag(&t->f.diags, 0, "old.zip", 0, code);
    assert_refused(t, ok, code);
    assert_int_equal(t->f.out.len, 0);
}

/* `zip` with one letter of its first `text` changed. */
static struct str spoil(struct signed_test *t, struct str zip, struct str text) {
    char *copy = arena_cstr(&t->f.mem, zip);
    size_t at = str_find(zip, text);
    assert_true(at != SIZE_MAX);
    copy[at] ^= 1;
    return str_of(copy, zip.len);
}

static void an_older_pack_without_a_manifest_gives_none(void **state) {
    struct signed_test *t = *state;
    const struct file file = {str_lit("news.txt"), str_lit(RELEASE_7)};
    assert_no_delta(t, pack_files(&t->f, &file, 1), "publish/manifest-missing");
}

static void an_older_pack_whose_manifest_is_damaged_gives_none(void **state) {
    struct signed_test *t = *state;
    const struct file files[] = {{str_lit("MANIFEST.txt"), str_lit("pack: notes\n")},
                                 {str_lit("news.txt"), str_lit(RELEASE_7)}};
    struct str zip = pack_files(&t->f, files, ARRAY_LEN(files));
    assert_no_delta(t, spoil(t, zip, files[0].bytes), "zip/crc");
}

static void an_older_pack_whose_file_is_damaged_gives_none(void **state) {
    struct signed_test *t = *state;
    struct str zip = read_pack(t, write_release(t, 7)).text;
    assert_no_delta(t, spoil(t, zip, str_lit(RELEASE_7)), "zip/crc");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(what_is_new_and_the_manifest_are_changed),
        SIGNED_TEST(an_older_pack_without_a_manifest_gives_none),
        SIGNED_TEST(an_older_pack_whose_manifest_is_damaged_gives_none),
        SIGNED_TEST(an_older_pack_whose_file_is_damaged_gives_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
