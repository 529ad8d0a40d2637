/* Signatures: what is made is accepted, and nothing else is. */
#include "fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include "sign/format.h"

/* A key pair without a passphrase in a folder that is gone again. */
static struct sign_secret *new_key(struct fixture *f, struct sign_public *public) {
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_true(sign_init());
    assert_non_null(mkdtemp(folder));
    const char *secret = arena_printf(&f->mem, "%s/s.key", folder).p;
    const char *pub = arena_printf(&f->mem, "%s/s.pub", folder).p;
    assert_true(sign_keygen(secret, pub, NULL, NULL, &f->diags));
    struct sign_secret *key = sign_secret_open(secret, NULL, NULL, &f->diags);
    assert_non_null(key);
    sign_secret_public(key, public);
    assert_int_equal(unlink(secret) | unlink(pub) | rmdir(folder), 0);
    return key;
}

static struct str sign_text(struct fixture *f, struct sign_public *public, struct str bytes,
                            struct str trusted) {
    struct sign_secret *key = new_key(f, public);
    assert_true(sign_make(key, bytes, trusted, &f->out, &f->diags));
    sign_secret_close(key);
    return buf_str(&f->out);
}

static void a_signature_holds_and_gives_its_comment_back(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, text = sign_text(f, &public, str_lit("pack"), str_lit("pack=a serial=7"));
    assert_int_equal(sign_check(&public, str_lit("pack"), text, &trusted), SIGN_OK);
    assert_str(trusted, "pack=a serial=7");
    assert_no_diags(&f->diags);
}

static void signing_twice_gives_the_same_bytes(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct sign_secret *key = new_key(f, &public);
    struct buf again = {0};
    assert_true(sign_make(key, str_lit("pack"), str_lit("c"), &f->out, &f->diags));
    assert_true(sign_make(key, str_lit("pack"), str_lit("c"), &again, &f->diags));
    assert_true(str_eq(buf_str(&f->out), buf_str(&again)));
    buf_finish(&again);
    sign_secret_close(key);
}

static void every_flipped_bit_of_signature_and_file_is_refused(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, bytes = str_lit("a small pack");
    struct str text = sign_text(f, &public, bytes, str_lit("pack=a serial=7"));
    char *copy = arena_cstr(&f->mem, text), *file = arena_cstr(&f->mem, bytes);
    for (size_t i = 0; i < text.len * 8; i++) {
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
        assert_int_not_equal(sign_check(&public, bytes, str_of(copy, text.len), &trusted), SIGN_OK);
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
    }
    for (size_t i = 0; i < bytes.len * 8; i++) {
        file[i / 8] = (char)(file[i / 8] ^ 1 << i % 8);
        assert_int_equal(sign_check(&public, str_of(file, bytes.len), text, &trusted), SIGN_BAD);
        assert_null(trusted.p);
        file[i / 8] = (char)(file[i / 8] ^ 1 << i % 8);
    }
}

/* `text` with the first `from` replaced by `to`. */
static struct str edited(struct fixture *f, struct str text, const char *from, const char *to) {
    size_t at = str_find(text, str_from(from));
    assert_int_not_equal(at, SIZE_MAX);
    return arena_printf(&f->mem, "%.*s%s%.*s", STR_ARG(str_slice(text, 0, at)), to,
                        STR_ARG(str_from_offset(text, at + strlen(from))));
}

static void other_ways_to_write_four_lines_are_refused(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, bytes = str_lit("pack");
    struct str text = sign_text(f, &public, bytes, str_lit("serial=7 end"));
    struct str wrong[] = {
        edited(f, text, " end\n", " end\r\n"),               /* minisign drops the CR */
        edited(f, text, " end\n", "\r end\n"),               /* a CR hides what stands before */
        edited(f, text, "format\n", "format\r\n"),           /* even in the untrusted comment */
        edited(f, text, "format\n", "for\x1b[2Jmat\n"),      /* a terminal's escape */
        edited(f, text, "format\n", "for\xe2\x80\xaemat\n"), /* right-to-left override */
        edited(f, text, "format\n", "for\xff\n"),            /* not UTF-8 */
        edited(f, text, "untrusted comment: ", "untrusted comment:"),
        edited(f, text, "untrusted comment: ", "Untrusted comment: "),
        edited(f, text, "\ntrusted comment: ", "\nTrusted comment: "),
        edited(f, text, "\ntrusted", "\n\ntrusted"),
        edited(f, text, "format\n", "format\n\n"),
        edited(f, text, "\nRU", "\n RU"),           /* "RU" is "ED" in base64 */
        edited(f, text, "=\ntrusted", "\ntrusted"), /* no padding */
        edited(f, text, "=\ntrusted", "==\ntrusted"),
        edited(f, text, "=\ntrusted", "= \ntrusted"),
        arena_printf(&f->mem, "%.*s\n", STR_ARG(text)), /* something after the fourth line */
        arena_printf(&f->mem, "%.*sx", STR_ARG(text)),
        arena_printf(&f->mem, "\n%.*s", STR_ARG(text)),
        arena_printf(&f->mem, "\xef\xbb\xbf%.*s", STR_ARG(text)),
        str_slice(text, 0, text.len - 1), /* the last LF is missing */
        str_slice(text, 0, 100),
        str_lit(""),
        str_lit("\n\n\n\n"),
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_int_equal(sign_check(&public, bytes, wrong[i], &trusted), SIGN_MALFORMED);
}

/* What minisign and rsign write where nobody gives them a comment. */
static void signatures_of_other_programs_hold(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, bytes = str_lit("pack"), text = sign_text(f, &public, bytes, str_lit("c"));
    const char *ours = "signature by pamphlet, in minisign's format\n";
    struct str minisign = edited(f, text, ours, "signature from minisign secret key\n"),
               rsign = edited(f, text, ours, "signature from rsign secret key\n"),
               other = edited(f, text, ours, "signature from another secret key\n");
    assert_int_equal(sign_check(&public, bytes, minisign, &trusted), SIGN_OK);
    assert_int_equal(sign_check(&public, bytes, rsign, &trusted), SIGN_OK);
    assert_int_equal(sign_check(&public, bytes, other, &trusted), SIGN_MALFORMED);
}

/* As after a fault of the machine: a signature that does not hold could give the key away. */
static void a_signature_that_does_not_hold_is_not_given_out(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct sign_secret *key = new_key(f, &public);
    key->key[SECRET_BYTES - 1] ^= 1;
    buf_puts(&f->out, "before");
    assert_false(sign_make(key, str_lit("pack"), str_lit("c"), &f->out, &f->diags));
    assert_diag(&f->diags, 0, "", 0, "sign/self-check");
    assert_str(buf_str(&f->out), "before");
    sign_secret_close(key);
}

static void base64_with_left_over_bits_is_refused(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, bytes = str_lit("pack"), text = sign_text(f, &public, bytes, str_lit("c"));
    char *copy = arena_cstr(&f->mem, text);
    size_t last = str_find(text, str_lit("=\ntrusted")) - 1;
    unsigned accepted = 0;
    for (int c = -128; c < 128; c++) {
        copy[last] = (char)c;
        accepted += sign_check(&public, bytes, str_of(copy, text.len), &trusted) == SIGN_OK;
    }
    assert_int_equal(accepted, 1);
}

/* "Ed" in place of "ED" at the start of the second line: "RW" in place of "RU" in base64. */
static void a_legacy_signature_has_its_own_result(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, text = sign_text(f, &public, str_lit("pack"), str_lit("c"));
    assert_int_equal(
        sign_check(&public, str_lit("pack"), edited(f, text, "\nRU", "\nRW"), &trusted),
        SIGN_LEGACY);
    assert_int_equal(
        sign_check(&public, str_lit("pack"), edited(f, text, "\nRU", "\nRV"), &trusted),
        SIGN_MALFORMED);
}

static void another_key_and_another_comment_are_told_apart(void **state) {
    struct fixture *f = *state;
    struct sign_public public, other;
    struct str trusted, text = sign_text(f, &public, str_lit("pack"), str_lit("serial=7"));
    sign_secret_close(new_key(f, &other));
    assert_int_equal(sign_check(&other, str_lit("pack"), text, &trusted), SIGN_OTHER_KEY);
    memcpy(other.id, public.id, sizeof(public.id));
    assert_int_equal(sign_check(&other, str_lit("pack"), text, &trusted), SIGN_BAD);
    struct str changed = edited(f, text, "serial=7", "serial=8");
    assert_int_equal(sign_check(&public, str_lit("pack"), changed, &trusted), SIGN_BAD_COMMENT);
}

static void a_comment_that_does_not_print_is_not_signed(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct sign_secret *key = new_key(f, &public);
    assert_false(sign_make(key, str_lit("x"), str_lit("a\nb"), &f->out, &f->diags));
    assert_int_equal(f->out.len, 0);
    assert_diag(&f->diags, 0, "", 0, "sign/comment");
    char *long_text = arena_alloc(&f->mem, SIGN_COMMENT_MAX + 1, 1);
    memset(long_text, 'a', SIGN_COMMENT_MAX + 1);
    assert_false(
        sign_make(key, str_lit("x"), str_of(long_text, SIGN_COMMENT_MAX + 1), &f->out, &f->diags));
    assert_diag(&f->diags, 1, "", 0, "sign/comment");
    assert_true(
        sign_make(key, str_lit("x"), str_of(long_text, SIGN_COMMENT_MAX), &f->out, &f->diags));
    sign_secret_close(key);
}

/* There is room for so much on the stack of sign_check. */
static void a_comment_that_is_too_long_is_not_read(void **state) {
    struct fixture *f = *state;
    struct sign_public public;
    struct str trusted, bytes = str_lit("pack");
    struct str text = sign_text(f, &public, bytes, str_lit("c"));
    char letters[SIGN_COMMENT_MAX + 2] = {0};
    memset(letters, 'a', SIGN_COMMENT_MAX);
    struct str longest = edited(f, text, "\ntrusted comment: c\n",
                                arena_printf(&f->mem, "\ntrusted comment: %s\n", letters).p);
    assert_int_equal(sign_check(&public, bytes, longest, &trusted), SIGN_BAD_COMMENT);
    letters[SIGN_COMMENT_MAX] = 'a';
    struct str beyond = edited(f, text, "\ntrusted comment: c\n",
                               arena_printf(&f->mem, "\ntrusted comment: %s\n", letters).p);
    assert_int_equal(sign_check(&public, bytes, beyond, &trusted), SIGN_MALFORMED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_signature_holds_and_gives_its_comment_back),
        TEST(signing_twice_gives_the_same_bytes),
        TEST(every_flipped_bit_of_signature_and_file_is_refused),
        TEST(other_ways_to_write_four_lines_are_refused),
        TEST(signatures_of_other_programs_hold),
        TEST(a_signature_that_does_not_hold_is_not_given_out),
        TEST(base64_with_left_over_bits_is_refused),
        TEST(a_comment_that_is_too_long_is_not_read),
        TEST(a_legacy_signature_has_its_own_result),
        TEST(another_key_and_another_comment_are_told_apart),
        TEST(a_comment_that_does_not_print_is_not_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
