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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standards_examples_come_out),
        cmocka_unit_test(every_length_around_a_block_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
