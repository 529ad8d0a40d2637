/* Secret key files: reading minisign's, refusing broken ones, never replacing any. */
#include "fixture.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sign/format.h"

/* Made by minisign 0.11 -G -W for this test and used nowhere else. */
static const char PLAIN[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQcEPRYEM4w650X5CCaczWh"
    "Ty"
    "6g9SCZrnCuRYlau6NW/"
    "c0nN1UqNOG+XhrfzaIc+EVYL7QZqwjz6Ff9hSZriBvTiRu7+39I0YAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAA=\n";
static const char PLAIN_PUBLIC[] = "untrusted comment: minisign public key EE30C81450FC141\n"
                                   "RWRBwQ9FgQzjDuXhrfzaIc+EVYL7QZqwjz6Ff9hSZriBvTiRu7+39I0Y\n";

static const char *write_key(struct fixture *f, const char *text) {
    char name[] = "/tmp/pamphlet-test-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return arena_cstr(&f->mem, str_from(name));
}

static size_t says(void *ctx, const char *prompt, char *out, size_t max) {
    assert_non_null(prompt);
    assert_true(strlen(ctx) <= max);
    memcpy(out, ctx, strlen(ctx));
    return strlen(ctx);
}
static size_t says_nothing(void *ctx, const char *prompt, char *out, size_t max) {
    (void)ctx, (void)prompt, (void)out, (void)max;
    return SIZE_MAX;
}

static void a_key_of_minisign_without_passphrase_opens(void **state) {
    struct fixture *f = *state;
    const char *path = write_key(f, PLAIN);
    struct sign_public public, parsed;
    assert_true(sign_init());
    struct sign_secret *key = sign_secret_open(path, NULL, NULL, &f->diags);
    assert_non_null(key);
    sign_secret_public(key, &public);
    assert_true(sign_public_parse(str_from(PLAIN_PUBLIC), "k.pub", &parsed, &f->diags));
    assert_memory_equal(&public, &parsed, sizeof(public));
    sign_public_format(&public, &f->out);
    assert_str(buf_str(&f->out), PLAIN_PUBLIC);
    sign_secret_close(key);
    assert_int_equal(unlink(path), 0);
}

/* PLAIN with one line replaced by the base64 of `file`. */
static const char *write_file(struct fixture *f, const struct secret_file *file) {
    char line[SECRET_BASE64_CHARS + 1];
    sodium_bin2base64(line, sizeof(line), (const uint8_t *)file, sizeof(*file),
                      sodium_base64_VARIANT_ORIGINAL);
    return write_key(f, arena_printf(&f->mem, "untrusted comment: test\n%s\n", line).p);
}

static void read_plain(struct secret_file *file) {
    struct str rest = str_from(PLAIN), line;
    assert_true(format_line(&rest, &line) && format_line(&rest, &line));
    assert_true(format_from_base64(line, (uint8_t *)file, sizeof(*file)));
}

/* The same key behind a passphrase, with scrypt at its cheapest. */
static void encrypt(struct secret_file *file, const char *passphrase) {
    struct secret_body pad;
    memcpy(file->kdf, "Sc", 2);
    memset(file->salt, 7, sizeof(file->salt));
    file->opslimit[1] = 0x80; /* 32768 */
    file->memlimit[3] = 1;    /* 16 MB */
    secret_checksum(file, file->body.checksum);
    assert_true(secret_xor(file, passphrase, strlen(passphrase), &pad));
    assert_true(sodium_is_zero((const uint8_t *)&pad, sizeof(pad)));
}

static void the_right_passphrase_opens_and_a_wrong_one_does_not(void **state) {
    struct fixture *f = *state;
    struct secret_file file;
    char right[] = "correct horse", wrong[] = "correct house";
    read_plain(&file);
    encrypt(&file, right);
    const char *path = write_file(f, &file);
    struct sign_secret *key = sign_secret_open(path, says, right, &f->diags);
    assert_non_null(key);
    sign_secret_close(key);
    assert_null(sign_secret_open(path, says, wrong, &f->diags));
    assert_diag(&f->diags, 0, path, 0, "sign/passphrase-wrong");
    assert_null(sign_secret_open(path, NULL, NULL, &f->diags));
    assert_diag(&f->diags, 1, path, 0, "sign/passphrase-needed");
    assert_null(sign_secret_open(path, says_nothing, NULL, &f->diags));
    assert_diag(&f->diags, 2, path, 0, "sign/passphrase-none");
    assert_int_equal(unlink(path), 0);
}

static void a_key_that_asks_for_a_week_of_work_is_not_opened(void **state) {
    struct fixture *f = *state;
    struct secret_file file;
    char any[] = "x";
    read_plain(&file);
    encrypt(&file, any);
    const struct secret_file cheap = file;
    for (size_t i = 0; i < 4; i++) { /* beyond all reason, and one more than may be */
        file = cheap;
        if (i < 2)
            file.opslimit[i == 0 ? 7 : 3] = i == 0 ? 0x7f : 0x08; /* 2^27 and 32768 */
        else
            file.memlimit[i == 2 ? 7 : 4] = i == 2 ? 0x7f : 0x01; /* 2^32 and 16 MB */
        const char *path = write_file(f, &file);
        assert_null(sign_secret_open(path, says, any, &f->diags));
        assert_diag(&f->diags, i, path, 0, "sign/secret-costly");
        assert_int_equal(unlink(path), 0);
    }
}

static void a_damaged_key_is_refused(void **state) {
    struct fixture *f = *state;
    struct secret_file file;
    assert_true(sign_init());
    for (size_t i = 0; i < sizeof(file); i++) {
        read_plain(&file);
        ((uint8_t *)&file)[i] ^= 1;
        bool free_byte = i >= 6 && i < 54 + ID_BYTES; /* salt, limits, id: unused or not bound */
        if (free_byte)
            continue;
        const char *path = write_file(f, &file);
        assert_null(sign_secret_open(path, NULL, NULL, &f->diags));
        assert_int_equal(unlink(path), 0);
    }
}

static void texts_that_are_no_secret_key_are_refused(void **state) {
    struct fixture *f = *state;
    const char *const texts[] = {
        "",
        "\n",
        PLAIN_PUBLIC,
        "untrusted comment: x\nAAAA\n",
        "untrusted comment: x\n",
        arena_printf(&f->mem, "%sx", PLAIN).p,
        arena_printf(&f->mem, "%.*s", (int)strlen(PLAIN) - 1, PLAIN).p,
    };
    assert_true(sign_init());
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        const char *path = write_key(f, texts[i]);
        assert_null(sign_secret_open(path, NULL, NULL, &f->diags));
        assert_diag(&f->diags, i, path, 0, "sign/secret-malformed");
        assert_int_equal(unlink(path), 0);
    }
    assert_null(sign_secret_open("/nowhere/k.key", NULL, NULL, &f->diags));
    assert_diag(&f->diags, ARRAY_LEN(texts), "/nowhere/k.key", 0, "sign/secret-missing");
    assert_null(sign_secret_open("/dev/zero", NULL, NULL, &f->diags));
    assert_diag(&f->diags, ARRAY_LEN(texts) + 1, "/dev/zero", 0, "sign/secret-malformed");
    assert_null(sign_secret_open("/tmp", NULL, NULL, &f->diags));
    assert_diag(&f->diags, ARRAY_LEN(texts) + 2, "/tmp", 0, "sign/secret-malformed");
}

static void a_public_key_is_told_to_be_one_and_need_not_be_hidden(void **state) {
    struct fixture *f = *state;
    const char *path = write_key(f, PLAIN_PUBLIC);
    assert_true(sign_init());
    assert_int_equal(chmod(path, 0644), 0);
    assert_null(sign_secret_open(path, NULL, NULL, &f->diags));
    assert_diag(&f->diags, 0, path, 0, "sign/secret-malformed");
    assert_non_null(strstr(f->diags.items[0].message, "is a minisign public key"));
    assert_int_equal(f->diags.warnings, 0);
    assert_int_equal(unlink(path), 0);
}

static void a_key_that_others_may_read_is_warned_about(void **state) {
    struct fixture *f = *state;
    const char *path = write_key(f, PLAIN);
    assert_true(sign_init());
    static const mode_t modes[] = {0604, 0640, 0620, 0611};
    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        struct sign_secret *key = sign_secret_open(path, NULL, NULL, &f->diags);
        assert_non_null(key);
        sign_secret_close(key);
        assert_diag(&f->diags, i, path, 0, "sign/secret-open");
        assert_int_equal(f->diags.warnings, i + 1);
    }
    assert_int_equal(unlink(path), 0);
}

/* A program that keeps the key gives it by a pipe, whose rights say nothing. */
static void a_key_by_a_pipe_is_not_warned_about(void **state) {
    struct fixture *f = *state;
    const char *path = write_key(f, PLAIN);
    assert_true(sign_init());
    mode_t was = umask(0);
    assert_int_equal(unlink(path) | mkfifo(path, 0666), 0);
    umask(was);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(path, O_WRONLY);
        _exit(write(fd, PLAIN, strlen(PLAIN)) == (ssize_t)strlen(PLAIN) ? 0 : 1);
    }
    struct sign_secret *key = sign_secret_open(path, NULL, NULL, &f->diags);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_non_null(key);
    assert_no_diags(&f->diags);
    sign_secret_close(key);
    assert_int_equal(unlink(path), 0);
}

static void a_new_secret_key_is_private_and_never_replaces_a_file(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    struct stat st;
    assert_true(sign_init());
    assert_non_null(mkdtemp(folder));
    const char *secret = arena_printf(&f->mem, "%s/a.key", folder).p;
    const char *public = arena_printf(&f->mem, "%s/a.pub", folder).p;
    mode_t was = umask(0);
    assert_true(sign_keygen(secret, public, NULL, NULL, &f->diags));
    umask(was);
    assert_int_equal(stat(secret, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, 262);
    assert_false(sign_keygen(secret, public, NULL, NULL, &f->diags));
    assert_int_equal(f->diags.errors, 2);
    assert_diag(&f->diags, 0, secret, 0, "sign/exists");
    assert_diag(&f->diags, 1, public, 0, "sign/exists");
    /* The public file alone is enough to stop, and no half pair is left. */
    assert_int_equal(unlink(secret), 0);
    assert_false(sign_keygen(secret, public, NULL, NULL, &f->diags));
    assert_false(fs_exists(secret));
    /* A symlink that leads nowhere is a file that exists. */
    assert_int_equal(unlink(public), 0);
    assert_int_equal(symlink("/nowhere/at/all", secret), 0);
    assert_false(sign_keygen(secret, public, NULL, NULL, &f->diags));
    assert_false(fs_exists(public));
    assert_int_equal(unlink(secret) | rmdir(folder), 0);
}

static void without_a_place_for_the_public_key_no_secret_one_is_left(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_true(sign_init());
    assert_non_null(mkdtemp(folder));
    const char *secret = arena_printf(&f->mem, "%s/a.key", folder).p;
    assert_false(sign_keygen(secret, "/nowhere/a.pub", NULL, NULL, &f->diags));
    assert_diag(&f->diags, 0, "/nowhere/a.pub", 0, "sign/write");
    assert_true(f->diags.system);
    assert_int_equal(rmdir(folder), 0);
}

static void an_empty_or_missing_passphrase_makes_no_key(void **state) {
    struct fixture *f = *state;
    char empty[] = "", folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_true(sign_init());
    assert_non_null(mkdtemp(folder));
    const char *secret = arena_printf(&f->mem, "%s/a.key", folder).p;
    const char *public = arena_printf(&f->mem, "%s/a.pub", folder).p;
    assert_false(sign_keygen(secret, public, says, empty, &f->diags));
    assert_diag(&f->diags, 0, secret, 0, "sign/passphrase-empty");
    assert_false(sign_keygen(secret, public, says_nothing, NULL, &f->diags));
    assert_diag(&f->diags, 1, secret, 0, "sign/passphrase-none");
    assert_int_equal(rmdir(folder), 0); /* nothing is in it */
}

static void public_keys_that_are_none_are_refused_with_the_reason(void **state) {
    struct fixture *f = *state;
    static const char line[] = "RWRBwQ9FgQzjDuXhrfzaIc+EVYL7QZqwjz6Ff9hSZriBvTiRu7+39I0Y";
    struct sign_public key;
    assert_true(sign_public_parse(str_from(line), "-P", &key, &f->diags));
    assert_true(sign_public_parse(arena_printf(&f->mem, "%s\n", line), "-P", &key, &f->diags));
    char letters[SIGN_COMMENT_MAX + 2] = {0};
    memset(letters, 'a', SIGN_COMMENT_MAX + 1);
    const char *const wrong[] = {
        "",
        PLAIN,
        "untrusted comment: x\n",
        arena_printf(&f->mem, "untrusted comment: x\r\n%s\r\n", line).p,
        arena_printf(&f->mem, "untrusted comment: x\n%s", line).p,
        arena_printf(&f->mem, "untrusted comment: x\n%s\n\n", line).p,
        arena_printf(&f->mem, "%s\n%s\n", line, line).p,
        arena_printf(&f->mem, "untrusted comment: %s\n%s\n", letters, line).p, /* one too many */
        arena_printf(&f->mem, "untrusted comment: \x1b[2J\n%s\n", line).p,
        arena_printf(&f->mem, "untrusted comment: \xff\n%s\n", line).p,
        "RURBwQ9FgQzjDuXhrfzaIc+EVYL7QZqwjz6Ff9hSZriBvTiRu7+39I0Y", /* "ED" */
        "RWRBwQ9FgQzjDgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* a point of small order */
        "RWRBwQ9FgQzjDv//////////////////////////////////////////", /* no point */
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assert_false(sign_public_parse(str_from(wrong[i]), "k.pub", &key, &f->diags));
        assert_diag(&f->diags, i, "k.pub", 0, "sign/public-malformed");
    }
    assert_non_null(strstr(f->diags.items[1].message, "it is a secret one"));
    assert_non_null(strstr(f->diags.items[3].message, "carriage returns"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_key_of_minisign_without_passphrase_opens),
        TEST(the_right_passphrase_opens_and_a_wrong_one_does_not),
        TEST(a_key_that_asks_for_a_week_of_work_is_not_opened),
        TEST(a_damaged_key_is_refused),
        TEST(texts_that_are_no_secret_key_are_refused),
        TEST(a_public_key_is_told_to_be_one_and_need_not_be_hidden),
        TEST(a_key_that_others_may_read_is_warned_about),
        TEST(a_key_by_a_pipe_is_not_warned_about),
        TEST(a_new_secret_key_is_private_and_never_replaces_a_file),
        TEST(without_a_place_for_the_public_key_no_secret_one_is_left),
        TEST(an_empty_or_missing_passphrase_makes_no_key),
        TEST(public_keys_that_are_none_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
