/* Seals of what the program left itself. */
#include "fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "sign/sign.h"

static const char *fresh_folder(struct fixture *f) {
    char *folder = arena_cstr(&f->mem, str_lit("/tmp/pamphlet-seal-XXXXXX"));
    assert_true(sign_init());
    assert_non_null(mkdtemp(folder));
    return folder;
}

static void put_key(const char *path, const char *bytes, size_t size, mode_t mode) {
    (void)unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void a_seal_holds_for_its_bytes_and_its_key(void **state) {
    struct fixture *f = *state;
    uint8_t made[SIGN_SHA256_BYTES], again[SIGN_SHA256_BYTES];
    const char *folder = fresh_folder(f);
    const char *path = arena_printf(&f->mem, "%s/key", folder).p;
    const char *other = arena_printf(&f->mem, "%s/other", folder).p;
    struct sign_seal *seal = sign_seal_open(path), *same = sign_seal_open(path);
    struct sign_seal *foreign = sign_seal_open(other);
    sign_seal_make(seal, str_lit("bytes"), made);
    sign_seal_make(seal, str_lit("bytes"), again);
    assert_memory_equal(made, again, sizeof(made));
    assert_true(sign_seal_holds(same, str_lit("bytes"), made));
    assert_false(sign_seal_holds(same, str_lit("bytez"), made));
    assert_false(sign_seal_holds(same, str_lit("byte"), made));
    assert_false(sign_seal_holds(foreign, str_lit("bytes"), made));
    made[31] ^= 1;
    assert_false(sign_seal_holds(same, str_lit("bytes"), made));
    sign_seal_close(seal);
    sign_seal_close(same);
    sign_seal_close(foreign);
    sign_seal_close(NULL);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* What Python's hmac gives for the same key. */
static void a_seal_is_hmac_sha256(void **state) {
    struct fixture *f = *state;
    uint8_t made[SIGN_SHA256_BYTES];
    char hex[2 * SIGN_SHA256_BYTES + 1];
    const char *folder = fresh_folder(f);
    const char *path = arena_printf(&f->mem, "%s/key", folder).p;
    put_key(path, "0123456789abcdef0123456789abcdef", 32, 0600);
    struct sign_seal *seal = sign_seal_open(path);
    sign_seal_make(seal, str_lit("pamphlet"), made);
    sign_hex(made, sizeof(made), hex);
    assert_string_equal(hex, "3c2cd741c876342dfee9ede9b04e1df3422aaf62a7efb425abaf2d40823bea9f");
    sign_seal_close(seal);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* In place of what is at `path` there is a private file with other bytes afterwards. */
static void assert_made_anew(struct fixture *f, const char *path, const char *known) {
    struct stat st;
    struct str text;
    struct sign_seal *seal = sign_seal_open(path);
    assert_non_null(seal);
    sign_seal_close(seal);
    assert_int_equal(lstat(path, &st), 0);
    assert_true(S_ISREG(st.st_mode));
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(fs_read(&f->mem, path, path, 64, &text, &f->diags));
    assert_int_equal(text.len, 32);
    assert_memory_not_equal(text.p, known, 32);
}

/* Only the superuser can give a key to somebody else. */
static void a_key_of_somebody_else_is_made_anew(void **state) {
    struct fixture *f = *state;
    static const char known[33] = "0123456789abcdef0123456789abcdef";
    if (geteuid() != 0)
        skip();
    const char *folder = fresh_folder(f);
    const char *path = arena_printf(&f->mem, "%s/key", folder).p;
    put_key(path, known, 32, 0600);
    assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
    assert_made_anew(f, path, known);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
}

static void a_key_that_others_may_know_is_made_anew(void **state) {
    struct fixture *f = *state;
    static const char known[33] = "0123456789abcdef0123456789abcdef";
    const char *folder = fresh_folder(f);
    const char *path = arena_printf(&f->mem, "%s/key", folder).p;
    const struct {
        size_t size;
        mode_t mode;
    } bad[] = {{32, 0644}, {32, 0620}, {31, 0600}, {33, 0600}, {0, 0600}};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        put_key(path, known, bad[i].size, bad[i].mode);
        assert_made_anew(f, path, known);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/zero", path), 0);
    struct sign_seal *seal = sign_seal_open(path); /* takes the link's place */
    assert_non_null(seal);
    sign_seal_close(seal);
    assert_int_equal(unlink(path), 0);
    const char *other = arena_printf(&f->mem, "%s/other", folder).p;
    put_key(other, known, 32, 0600);
    assert_int_equal(symlink(other, path), 0); /* nor to a key that somebody has put there */
    assert_made_anew(f, path, known);
    assert_int_equal(unlink(path) | mkfifo(path, 0600), 0); /* nobody waits for its writer */
    assert_made_anew(f, path, known);
    assert_int_equal(unlink(path) | unlink(other), 0);
    assert_null(sign_seal_open(arena_printf(&f->mem, "%s/no/such/folder", folder).p));
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_seal_holds_for_its_bytes_and_its_key),
        TEST(a_seal_is_hmac_sha256),
        TEST(a_key_of_somebody_else_is_made_anew),
        TEST(a_key_that_others_may_know_is_made_anew),
    };
    return cmocka_run_group_tests_name("sign/seal", tests, NULL, NULL);
}
