/* Base64 (RFC 4648, section 4) both ways, for START.html. */
#include "audit/start.h"

#include "image/image.h"
#include "sign/sign.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void start_hash(struct str bytes, char out[START_HASH_CHARS + 1]) {
    uint8_t hash[SIGN_SHA256_BYTES + 1] = {0};
    sign_sha256(bytes, hash);
    for (size_t i = 0; i < SIGN_SHA256_BYTES; i += 3, out += 4) {
        unsigned v = (unsigned)hash[i] << 16 | (unsigned)hash[i + 1] << 8 |
                     (i + 2 < SIGN_SHA256_BYTES ? hash[i + 2] : 0U);
        for (int n = 0; n < 4; n++)
            out[n] = digits[v >> (18 - 6 * n) & 63];
    }
    out[-1] = '='; /* 32 bytes: one sign of padding */
    out[0] = '\0';
}

static int digit_of(char c) {
    if (ascii_is_upper(c))
        return c - 'A';
    if (ascii_is_lower(c))
        return c - 'a' + 26;
    if (ascii_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Canonical: whole groups, padding only at the end, unused bits 0. */
static bool decode(struct arena *mem, struct str text, struct str *out) {
    if (text.len == 0 || text.len % 4 != 0)
        return false;
    size_t pad = text.p[text.len - 1] != '=' ? 0 : text.p[text.len - 2] != '=' ? 1 : 2, len = 0;
    char *bytes = arena_alloc(mem, text.len / 4 * 3, 1);
    for (size_t i = 0; i < text.len; i += 4) {
        unsigned v = 0, count = i + 4 == text.len ? 4 - (unsigned)pad : 4;
        for (unsigned n = 0; n < 4; n++) {
            int d = n < count ? digit_of(text.p[i + n]) : 0;
            if (d < 0)
                return false;
            v = v << 6 | (unsigned)d;
        }
        if ((v & ((1U << (8 * (4 - count))) - 1)) != 0)
            return false;
        for (unsigned n = 0; n + 1 < count; n++)
            bytes[len++] = (char)(v >> (16 - 8 * n) & 255);
    }
    *out = str_of(bytes, len);
    return true;
}

bool start_is_png(struct arena *mem, struct str url) {
    struct str prefix = str_lit("data:image/png;base64,"), bytes;
    struct image_info info;
    return str_starts(url, prefix) && decode(mem, str_from_offset(url, prefix.len), &bytes) &&
           image_kind_of(bytes) == IMAGE_PNG && image_is_clean(bytes, &info);
}
