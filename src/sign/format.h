/* Private to sign/: the pieces that minisign's three kinds of files have in common, and locked
 * memory. */
#ifndef SIGN_FORMAT_H
#define SIGN_FORMAT_H

#include "sign/sign.h"

enum { ID_BYTES = 8, PUBLIC_BYTES = 32, SECRET_BYTES = 64, SIGNATURE_BYTES = 64 };

/* Takes one line that ends in LF off the front; false without an LF. */
bool format_line(struct str *rest, struct str *line) MUST_USE;
/* Whether `line` is `prefix` and a printable comment of at most SIGN_COMMENT_MAX bytes. */
bool format_comment(struct str line, struct str prefix, struct str *comment) MUST_USE;
/* Whether `line` is the one canonical base64 form of exactly `size` bytes. */
bool format_from_base64(struct str line, uint8_t *out, size_t size) MUST_USE;
/* Appends base64 and LF. Not for secrets: `out` is ordinary memory. */
void format_put_base64(const uint8_t *bytes, size_t size, struct buf *out);
/* The key id as minisign prints it: a little-endian number in hex. */
uint64_t format_id(const uint8_t id[ID_BYTES]);

/* sodium_malloc and mlock; NULL after it has reported. Freed, and so wiped, by sodium_free. */
void *format_locked(size_t size, struct diags *d) MUST_USE;

/* The pair in memory: the seed and the public key behind it, as libsodium keeps them. */
struct sign_secret {
    uint8_t id[ID_BYTES];
    uint8_t key[SECRET_BYTES];
};

/* The second line of a secret key file, decoded. From `id` on it is encrypted, when `kdf` is "Sc",
 * by XOR with the output of scrypt. */
struct secret_file {
    uint8_t algorithm[2]; /* "Ed" */
    uint8_t kdf[2];       /* "Sc", or two zeros */
    uint8_t checksum_algorithm[2];
    uint8_t salt[32];
    uint8_t opslimit[8], memlimit[8]; /* little-endian */
    struct secret_body {
        uint8_t id[ID_BYTES];
        uint8_t key[SECRET_BYTES];
        uint8_t checksum[32]; /* BLAKE2b-256 of algorithm, id, key; zeros when not encrypted */
    } body;
};
enum { SECRET_FILE_BYTES = 158, SECRET_BASE64_CHARS = 212 };
_Static_assert(sizeof(struct secret_file) == SECRET_FILE_BYTES, "no padding");

void secret_checksum(const struct secret_file *file, uint8_t out[32]);
/* Encrypts or decrypts the body by the file's salt and limits. False when scrypt cannot have the
 * memory. `pad`: locked room for one body. */
bool secret_xor(struct secret_file *file, const char *passphrase, size_t length,
                struct secret_body *pad) MUST_USE;

#endif
