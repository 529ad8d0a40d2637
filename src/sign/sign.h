/* The door of sign/: digests and minisign's signature format, by libsodium and nettle.
 *
 * Format: minisign 0.11 (jedisct1.github.io/minisign), "ED" = Ed25519 (RFC 8032) over BLAKE2b-512
 * (RFC 7693); secret keys scrypt-encrypted or not. Deterministic. Our reader is stricter than
 * minisign's. */
#ifndef SIGN_H
#define SIGN_H

#include "util/util.h"

enum { SIGN_SHA256_BYTES = 32, SIGN_COMMENT_MAX = 1024 };

/* Call once before anything else here; false when libsodium has no random source. */
bool sign_init(void) MUST_USE;
void sign_sha256(struct str bytes, uint8_t out[SIGN_SHA256_BYTES]);
/* Of several pieces, each with its length before it: no two lists give the same. */
void sign_sha256_parts(const struct str *parts, size_t count, uint8_t out[SIGN_SHA256_BYTES]);
/* For the checksum in onion names; as long as SHA-256. */
void sign_sha3_256(struct str bytes, uint8_t out[SIGN_SHA256_BYTES]);
/* 16 bytes of BLAKE2b, for cache keys. */
void sign_digest16(struct str bytes, uint8_t out[16]);
/* Fills `out` with bytes that look random and are always the same for the same name and bytes:
 * ChaCha20 under a key made of both. No secret; for padding. */
void sign_stream(struct str name, struct str bytes, uint8_t *out, size_t count);
void sign_hex(const uint8_t *bytes, size_t count, char *out /* 2*count + NUL */);
/* Appends base64 (RFC 4648, section 4). Not for secrets: `out` is ordinary memory. */
void sign_base64(const uint8_t *bytes, size_t count, struct buf *out);
/* The reverse of sign_hex: exactly 2*count lower-case digits. */
bool sign_unhex(struct str hex, uint8_t *out, size_t count) MUST_USE;

/* --- seals: by which a program knows what it left itself */

struct sign_seal;

/* The key in the file `path`, which is made (0600, of random bytes) when there is none that this
 * user alone can have made. NULL when it cannot be. In locked memory where the system allows it. */
struct sign_seal *sign_seal_open(const char *path);
void sign_seal_close(struct sign_seal *seal); /* wipes; accepts NULL */
/* Without the key nobody can make the seal of bytes that they have no seal of. Any thread. */
void sign_seal_make(const struct sign_seal *seal, struct str bytes, uint8_t out[SIGN_SHA256_BYTES]);
bool sign_seal_holds(const struct sign_seal *seal, struct str bytes,
                     const uint8_t made[SIGN_SHA256_BYTES]) MUST_USE;

/* --- signatures */

struct sign_public {
    uint8_t id[8];
    uint8_t key[32];
};
/* In sodium_malloc'ed, locked memory. */
struct sign_secret;

/* Reads a public key file, or the 56 characters of its second line alone. */
bool sign_public_parse(struct str text, const char *shown, struct sign_public *out,
                       struct diags *d) MUST_USE;
/* The file `minisign -p` reads. */
void sign_public_format(const struct sign_public *key, struct buf *out);

/* Where a passphrase comes from, asked once and only when it is needed: fills `out` (at most `max`
 * bytes of locked memory that the caller wipes), returns its length, or SIZE_MAX when there is
 * none. For a new key a terminal asks twice itself. */
typedef size_t sign_passphrase_fn(void *ctx, const char *prompt, char *out, size_t max);

/* A new pair. Neither file may exist; the secret one is created 0600. `ask` NULL: no passphrase
 * (-W). */
bool sign_keygen(const char *secret_path, const char *public_path, sign_passphrase_fn *ask,
                 void *ctx, struct diags *d) MUST_USE;
/* The pair of a secret key file. NULL after it has reported. */
struct sign_secret *sign_secret_open(const char *path, sign_passphrase_fn *ask, void *ctx,
                                     struct diags *d);
void sign_secret_close(struct sign_secret *key); /* wipes; accepts NULL */
void sign_secret_public(const struct sign_secret *key, struct sign_public *out);

/* Appends the four lines of a .minisig for `bytes`. `trusted` has no control characters. */
bool sign_make(const struct sign_secret *key, struct str bytes, struct str trusted, struct buf *out,
               struct diags *d) MUST_USE;

enum sign_result {
    SIGN_OK,
    SIGN_MALFORMED,  /* not exactly the four lines, not canonical base64, not printable, or a first
                        line that neither we nor minisign write (it is not signed) */
    SIGN_LEGACY,     /* "Ed": not hashed */
    SIGN_OTHER_KEY,  /* key id differs */
    SIGN_BAD,        /* the signature over the bytes does not hold */
    SIGN_BAD_COMMENT /* the one over the trusted comment does not */
};
/* `*trusted` points into `signature`, set only with SIGN_OK. */
enum sign_result sign_check(const struct sign_public *key, struct str bytes, struct str signature,
                            struct str *trusted) MUST_USE;
const char *sign_result_words(enum sign_result r);

#endif
