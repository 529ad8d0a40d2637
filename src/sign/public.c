/* Public keys: a comment line, and "Ed", the key's id and the point in base64. */
#include <inttypes.h>
#include <sodium.h>

#include "sign/format.h"

enum { PUBLIC_FILE_BYTES = 2 + ID_BYTES + PUBLIC_BYTES, PUBLIC_CHARS = 56 };

/* The line that carries the key; absent when `text` has not the form of a key file. */
static struct str key_line(struct str text) {
    struct str rest = text, first, second, comment;
    if (text.len == PUBLIC_CHARS)
        return text;
    if (!format_line(&rest, &first))
        return STR_NONE;
    if (first.len == PUBLIC_CHARS && rest.len == 0)
        return first;
    if (!format_comment(first, str_lit("untrusted comment: "), &comment) ||
        !format_line(&rest, &second) || rest.len != 0)
        return STR_NONE;
    return second;
}

static bool malformed(struct diags *d, const struct source *source, const char *how) {
    return diag_error(d, place_of(source, 0, 0, 0), "sign/public-malformed",
                      "is not a minisign public key: %s", how);
}

bool sign_public_parse(struct str text, const char *shown, struct sign_public *out,
                       struct diags *d) {
    struct source source = {shown, STR_NONE};
    uint8_t bytes[PUBLIC_FILE_BYTES];
    struct str line = key_line(text);
    if (str_find_char(text, '\r') != SIZE_MAX)
        return malformed(d, &source, "it has carriage returns; save it with LF line ends");
    if (line.len == SECRET_BASE64_CHARS)
        return malformed(d, &source, "it is a secret one; give the file that ends in .pub");
    if (line.len != PUBLIC_CHARS || !format_from_base64(line, bytes, sizeof(bytes)))
        return malformed(d, &source, "it must be a comment line and a line of 56 characters");
    if (memcmp(bytes, "Ed", 2) != 0)
        return malformed(d, &source, "its first two bytes are not \"Ed\"");
    memcpy(out->id, bytes + 2, ID_BYTES);
    memcpy(out->key, bytes + 2 + ID_BYTES, PUBLIC_BYTES);
    /* Points of small order would let one signature fit many messages. */
    if (crypto_core_ed25519_is_valid_point(out->key) != 1)
        return malformed(d, &source, "its number is no point of Ed25519");
    return true;
}

void sign_public_format(const struct sign_public *key, struct buf *out) {
    uint8_t bytes[PUBLIC_FILE_BYTES] = "Ed";
    memcpy(bytes + 2, key->id, ID_BYTES);
    memcpy(bytes + 2 + ID_BYTES, key->key, PUBLIC_BYTES);
    buf_printf(out, "untrusted comment: minisign public key %" PRIX64 "\n", format_id(key->id));
    format_put_base64(bytes, sizeof(bytes), out);
}
