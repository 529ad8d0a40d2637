/* SHA-256 against FIPS 180-4's examples, and against a second implementation around the borders of
 * its blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sodium.h>

#include "sign/sign.h"

static void assert_sha256(struct str bytes, const char *want) {
    uint8_t digest[SIGN_SHA256_BYTES];
    char hex[2 * SIGN_SHA256_BYTES + 1];
    sign_sha256(bytes, digest);
    sign_hex(digest, sizeof(digest), hex);
    assert_string_equal(hex, want);
}

static void the_standards_examples_come_out(void **state) {
    (void)state;
    assert_sha256(str_lit("abc"),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sha256(str_lit(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha256(STR_NONE, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha256(str_lit("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void every_length_around_a_block_is_right(void **state) {
    (void)state;
    static char bytes[1024];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 31);
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        uint8_t ours[SIGN_SHA256_BYTES], theirs[crypto_hash_sha256_BYTES];
        sign_sha256(str_of(bytes, len), ours);
        crypto_hash_sha256(theirs, (const unsigned char *)bytes, len);
        assert_memory_equal(ours, theirs, sizeof(ours));
    }
}

/* Else two lists of the same letters would have one key of the cache. */
static void parts_are_told_apart(void **state) {
    (void)state;
    const struct str one[] = {str_lit("ab"), str_lit("c"), STR_NONE},
                     other[] = {str_lit("a"), str_lit("bc")};
    /* The length of each in eight bytes, lowest first, and then its bytes. */
    static const char whole[] = "\2\0\0\0\0\0\0\0ab\1\0\0\0\0\0\0\0c\0\0\0\0\0\0\0\0";
    uint8_t digest[SIGN_SHA256_BYTES], want[SIGN_SHA256_BYTES];
    sign_sha256_parts(one, 3, digest);
    sign_sha256(str_of(whole, sizeof(whole) - 1), want);
    assert_memory_equal(digest, want, sizeof(want));
    sign_sha256_parts(one, 2, digest);
    sign_sha256_parts(other, 2, want);
    assert_memory_not_equal(digest, want, sizeof(want));
}

static void hexadecimal_digits_are_lower_case_and_as_many_as_wanted(void **state) {
    static const char *const wrong[] = {"",       "0f1",    "0f1a2",    "0f1a2b3",
                                        "0F1a2b", "0f1a2g", "0f1a2:",   "0f1a2/",
                                        "0f1a2`", " f1a2b", "0f1a2b00", "0f1a2\xff"};
    uint8_t out[3];
    char hex[7];
    (void)state;
    assert_true(sign_unhex(str_lit("0f1a2b"), out, 3));
    assert_memory_equal(out, "\x0f\x1a\x2b", 3);
    sign_hex(out, 3, hex);
    assert_string_equal(hex, "0f1a2b");
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(sign_unhex(str_from(wrong[i]), out, 3));
}

/* What is published is filled with it: it stays what it is. */
static void a_stream_depends_on_its_name_and_its_bytes(void **state) {
    uint8_t one[16], other[16];
    char hex[33];
    (void)state;
    sign_stream(str_lit("ab"), str_lit("c"), one, sizeof(one));
    sign_hex(one, sizeof(one), hex);
    assert_string_equal(hex, "d6f4d6da29d73905ec45e2594f3d4b19");
    sign_stream(str_lit("a"), str_lit("bc"), other, sizeof(other));
    assert_memory_not_equal(one, other, sizeof(one));
    sign_stream(str_lit("xb"), str_lit("c"), other, sizeof(other));
    assert_memory_not_equal(one, other, sizeof(one));
    sign_stream(str_lit("ab"), str_lit("d"), other, sizeof(other));
    assert_memory_not_equal(one, other, sizeof(one));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standards_examples_come_out),
        cmocka_unit_test(every_length_around_a_block_is_right),
        cmocka_unit_test(parts_are_told_apart),
        cmocka_unit_test(hexadecimal_digits_are_lower_case_and_as_many_as_wanted),
        cmocka_unit_test(a_stream_depends_on_its_name_and_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
