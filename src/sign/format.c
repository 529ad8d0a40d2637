/* Lines, comments and base64 of minisign's files, read strictly: one way to write each. */
#include "sign/format.h"

#include <errno.h>
#include <sodium.h>

bool format_line(struct str *rest, struct str *line) {
    size_t end = str_find_char(*rest, '\n');
    if (end == SIZE_MAX)
        return false;
    *line = str_slice(*rest, 0, end);
    *rest = str_from_offset(*rest, end + 1);
    return true;
}

bool format_comment(struct str line, struct str prefix, struct str *comment) {
    if (!str_starts(line, prefix))
        return false;
    *comment = str_from_offset(line, prefix.len);
    return comment->len <= SIGN_COMMENT_MAX && utf8_all_printable(*comment);
}

/* libsodium refuses wrong padding and bits that are left over, so a text that decodes is the only
 * one for its bytes; but 1.0.18 takes some bytes of 128 and more for letters. No branch depends on
 * a single letter: the text may be a secret key's. */
bool format_from_base64(struct str line, uint8_t *out, size_t size) {
    size_t got = 0;
    const char *end = NULL;
    unsigned high = 0;
    for (size_t i = 0; i < line.len; i++)
        high |= (unsigned char)line.p[i] & 0x80U;
    return high == 0 &&
           line.len == sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL) - 1 &&
           sodium_base642bin(out, size, line.p, line.len, NULL, &got, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == size && end == line.p + line.len;
}

void sign_base64(const uint8_t *bytes, size_t count, struct buf *out) {
    size_t room = sodium_base64_ENCODED_LEN(count, sodium_base64_VARIANT_ORIGINAL);
    sodium_bin2base64(buf_reserve(out, room), room, bytes, count, sodium_base64_VARIANT_ORIGINAL);
    out->len += room - 1;
}

void format_put_base64(const uint8_t *bytes, size_t size, struct buf *out) {
    sign_base64(bytes, size, out);
    buf_putc(out, '\n');
}

uint64_t format_id(const uint8_t id[ID_BYTES]) {
    uint64_t value = 0;
    for (size_t i = ID_BYTES; i > 0; i--)
        value = value << 8 | id[i - 1];
    return value;
}

/* sodium_malloc does not say when the system would not lock the pages, so they are locked again. */
void *format_locked(size_t size, struct diags *d) {
    void *p = sodium_malloc(size);
    if (p == NULL) {
        diag_system(d, "", errno, "sign/not-locked", "there is no memory for a secret");
        return NULL;
    }
    if (sodium_mlock(p, size) != 0) {
        diag_system(d, "", errno, "sign/not-locked",
                    "the system does not lock memory for a secret (raise 'ulimit -l')");
        sodium_free(p);
        return NULL;
    }
    return p;
}
