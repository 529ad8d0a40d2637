/* Signatures: four lines. The second signs BLAKE2b-512 of the bytes, the fourth signs the second's
 * signature and the trusted comment. */
#include <sodium.h>

#include "sign/format.h"

enum { HASH_BYTES = 64 };

struct signature_line {
    uint8_t algorithm[2]; /* "ED": over the hash; "Ed" would be over the bytes */
    uint8_t id[ID_BYTES];
    uint8_t signature[SIGNATURE_BYTES];
};
_Static_assert(sizeof(struct signature_line) == 74, "no padding");

/* Nobody signs the first line, so it says nothing; only the lines that known programs write there
 * are accepted, and a changed one is refused like any other change. */
static const char *const FIRST_LINES[] = {
    "untrusted comment: signature by pamphlet, in minisign's format",
    "untrusted comment: signature from minisign secret key",
    "untrusted comment: signature from rsign secret key",
};

static bool is_first_line(struct str line) {
    for (size_t i = 0; i < ARRAY_LEN(FIRST_LINES); i++)
        if (str_is(line, FIRST_LINES[i]))
            return true;
    return false;
}

static void hash(struct str bytes, uint8_t out[HASH_BYTES]) {
    crypto_generichash(out, HASH_BYTES, (const unsigned char *)bytes.p, bytes.len, NULL, 0);
}

/* What the fourth line signs: the signature of the second and the comment behind it. */
static size_t bind(const uint8_t signature[SIGNATURE_BYTES], struct str trusted,
                   uint8_t out[SIGNATURE_BYTES + SIGN_COMMENT_MAX]) {
    memcpy(out, signature, SIGNATURE_BYTES);
    if (trusted.len > 0)
        memcpy(out + SIGNATURE_BYTES, trusted.p, trusted.len);
    return SIGNATURE_BYTES + trusted.len;
}

static bool reads_back(const struct sign_secret *key, struct str bytes, struct str text) {
    struct sign_public public;
    struct str trusted;
    sign_secret_public(key, &public);
    return sign_check(&public, bytes, text, &trusted) == SIGN_OK;
}

bool sign_make(const struct sign_secret *key, struct str bytes, struct str trusted, struct buf *out,
               struct diags *d) {
    struct source nowhere = {"", STR_NONE};
    if (trusted.len > SIGN_COMMENT_MAX || !utf8_all_printable(trusted))
        return diag_error(d, place_of(&nowhere, 0, 0, 0), "sign/comment",
                          "the trusted comment must be printable text of at most %d bytes",
                          SIGN_COMMENT_MAX);
    struct signature_line line = {.algorithm = {'E', 'D'}};
    uint8_t digest[HASH_BYTES], bound[SIGNATURE_BYTES + SIGN_COMMENT_MAX], global[SIGNATURE_BYTES];
    size_t start = out->len;
    memcpy(line.id, key->id, ID_BYTES);
    hash(bytes, digest);
    crypto_sign_detached(line.signature, NULL, digest, sizeof(digest), key->key);
    size_t bound_len = bind(line.signature, trusted, bound);
    crypto_sign_detached(global, NULL, bound, bound_len, key->key);
    buf_printf(out, "%s\n", FIRST_LINES[0]);
    format_put_base64((const uint8_t *)&line, sizeof(line), out);
    buf_printf(out, "trusted comment: %.*s\n", STR_ARG(trusted));
    format_put_base64(global, sizeof(global), out);
    /* A fault while signing can give the key away with the signature: nothing unchecked leaves. */
    if (reads_back(key, bytes, str_from_offset(buf_str(out), start)))
        return true;
    out->len = start;
    return diag_error(d, place_of(&nowhere, 0, 0, 0), "sign/self-check",
                      "the new signature does not hold; this computer makes mistakes");
}

/* Printable, but for the tabs that minisign writes when nobody gives it a comment. */
static bool is_trusted_comment(struct str line, struct str *comment) {
    struct str rest, part;
    if (!str_starts(line, str_lit("trusted comment: ")))
        return false;
    *comment = str_from_offset(line, strlen("trusted comment: "));
    rest = *comment;
    while (str_next_part(&rest, '\t', &part))
        if (!utf8_all_printable(part))
            return false;
    return comment->len <= SIGN_COMMENT_MAX;
}

/* The parts of a .minisig; false unless it is written in the one way we accept. */
static bool parse(struct str text, struct signature_line *line, struct str *trusted,
                  uint8_t global[SIGNATURE_BYTES]) {
    struct str first, second, third, fourth;
    return format_line(&text, &first) && format_line(&text, &second) &&
           format_line(&text, &third) && format_line(&text, &fourth) && text.len == 0 &&
           is_first_line(first) && format_from_base64(second, (uint8_t *)line, sizeof(*line)) &&
           is_trusted_comment(third, trusted) &&
           format_from_base64(fourth, global, SIGNATURE_BYTES);
}

enum sign_result sign_check(const struct sign_public *key, struct str bytes, struct str signature,
                            struct str *trusted) {
    struct signature_line line;
    struct str comment;
    uint8_t global[SIGNATURE_BYTES], digest[HASH_BYTES], bound[SIGNATURE_BYTES + SIGN_COMMENT_MAX];
    *trusted = STR_NONE;
    if (!parse(signature, &line, &comment, global))
        return SIGN_MALFORMED;
    if (memcmp(line.algorithm, "Ed", 2) == 0)
        return SIGN_LEGACY;
    if (memcmp(line.algorithm, "ED", 2) != 0)
        return SIGN_MALFORMED;
    if (memcmp(line.id, key->id, ID_BYTES) != 0)
        return SIGN_OTHER_KEY;
    hash(bytes, digest);
    if (crypto_sign_verify_detached(line.signature, digest, sizeof(digest), key->key) != 0)
        return SIGN_BAD;
    size_t bound_len = bind(line.signature, comment, bound);
    if (crypto_sign_verify_detached(global, bound, bound_len, key->key) != 0)
        return SIGN_BAD_COMMENT;
    *trusted = comment;
    return SIGN_OK;
}

const char *sign_result_words(enum sign_result r) {
    static const char *const words[] = {
        [SIGN_OK] = "the signature holds",
        [SIGN_MALFORMED] =
            "the signature file is not written as minisign writes it: four lines of "
            "printable text, each ended by LF, nothing behind them, and no untrusted "
            "comment of one's own; mail and editors change line ends, so fetch it again as a file",
        [SIGN_LEGACY] = "the signature is of minisign's old kind that is not hashed; sign again "
                        "without -l",
        [SIGN_OTHER_KEY] =
            "the signature was made with another key; a key that comes with a pack proves "
            "nothing, so ask the makers for theirs",
        [SIGN_BAD] = "the file is not the one that was signed, or the signature is forged; if the "
                     "copy was cut short, fetch it again",
        [SIGN_BAD_COMMENT] = "the trusted comment is not the one that was signed",
    };
    return words[r];
}
