/* Digests: SHA-256 by nettle, which uses the processor's own instructions for it (libsodium's is
 * portable C: five times as long, and every published byte goes through it). The rest by libsodium:
 * BLAKE2b for the cache's keys, ChaCha20 for padding. */
#include <nettle/sha2.h>
#include <nettle/sha3.h>
#include <sodium.h>

#include "sign/sign.h"

bool sign_init(void) {
    return sodium_init() >= 0;
}

void sign_sha256(struct str bytes, uint8_t out[SIGN_SHA256_BYTES]) {
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, bytes.len, (const uint8_t *)bytes.p);
    sha256_digest(&sha, SIGN_SHA256_BYTES, out);
}

void sign_sha256_parts(const struct str *parts, size_t count, uint8_t out[SIGN_SHA256_BYTES]) {
    struct sha256_ctx sha;
    sha256_init(&sha);
    for (size_t i = 0; i < count; i++) {
        uint8_t length[8];
        for (size_t k = 0; k < sizeof(length); k++)
            length[k] = (uint8_t)((uint64_t)parts[i].len >> (8 * k));
        sha256_update(&sha, sizeof(length), length);
        sha256_update(&sha, parts[i].len, (const uint8_t *)parts[i].p);
    }
    sha256_digest(&sha, SIGN_SHA256_BYTES, out);
}

void sign_sha3_256(struct str bytes, uint8_t out[SIGN_SHA256_BYTES]) {
    struct sha3_256_ctx sha;
    sha3_256_init(&sha);
    sha3_256_update(&sha, bytes.len, (const uint8_t *)bytes.p);
    sha3_256_digest(&sha, SIGN_SHA256_BYTES, out);
}

void sign_digest16(struct str bytes, uint8_t out[16]) {
    crypto_generichash(out, 16, (const unsigned char *)bytes.p, bytes.len, NULL, 0);
}

void sign_stream(struct str name, struct str bytes, uint8_t *out, size_t count) {
    static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = "pamphlet";
    unsigned char key[crypto_stream_chacha20_KEYBYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof(key));
    crypto_generichash_update(&state, (const unsigned char *)name.p, name.len);
    crypto_generichash_update(&state, (const unsigned char *)"", 1); /* a name holds no NUL */
    crypto_generichash_update(&state, (const unsigned char *)bytes.p, bytes.len);
    crypto_generichash_final(&state, key, sizeof(key));
    crypto_stream_chacha20(out, count, nonce, key);
}

void sign_hex(const uint8_t *bytes, size_t count, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

bool sign_unhex(struct str hex, uint8_t *out, size_t count) {
    if (hex.len != 2 * count)
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.p[i];
        if (!ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        uint8_t digit = (uint8_t)(ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
        out[i / 2] = (uint8_t)(i % 2 == 0 ? digit << 4 : out[i / 2] | digit);
    }
    return true;
}
