/* Which ZIP is the one of a stick. */
#include "signed.h"

static void a_stick_has_the_zip_that_its_manifest_names(void **state) {
    struct signed_test *t = *state;
    const struct pack_header header = NOTES_HEADER(7);
    const struct file file = {str_lit("news.txt"), str_lit("x\n")};
    write_bytes(t, below(t, "MANIFEST.txt"), manifest_of(t, &header, &file, 1));
    assert_null(publish_stick_zip(&t->f.mem, t->folder));
    const char *path = write_release(t, 7);
    assert_string_equal(publish_stick_zip(&t->f.mem, t->folder), path);
}

/* Neither the name that no header at all would give, nor that of a manifest that was cut. */
static void a_stick_without_a_manifest_that_can_be_read_has_no_zip(void **state) {
    struct signed_test *t = *state;
    const struct pack_header header = NOTES_HEADER(7);
    const struct file file = {str_lit("news.txt"), str_lit("x\n")};
    struct str manifest = manifest_of(t, &header, &file, 1);
    (void)write_release(t, 7);
    write_bytes(t, below(t, "-0-.zip"), str_lit("PK"));
    assert_null(publish_stick_zip(&t->f.mem, t->folder));
    write_bytes(t, below(t, "MANIFEST.txt"), str_slice(manifest, 0, manifest.len - 3));
    assert_null(publish_stick_zip(&t->f.mem, t->folder));
    write_bytes(t, below(t, "MANIFEST.txt"), manifest);
    assert_non_null(publish_stick_zip(&t->f.mem, t->folder));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(a_stick_has_the_zip_that_its_manifest_names),
        SIGNED_TEST(a_stick_without_a_manifest_that_can_be_read_has_no_zip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
