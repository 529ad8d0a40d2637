/* Well-formedness by hand (it runs over every byte loaded), properties by utf8proc. */
#include "util/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

/* Length of the well-formed sequence at p, or 0 (Unicode 15, table 3-7). */
static size_t sequence_len(const unsigned char *p, size_t left) {
    unsigned char a = p[0];
    if (a < 0x80)
        return 1;
    if (a >= 0xc2 && a <= 0xdf)
        return left >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
    if (a >= 0xe0 && a <= 0xef) {
        unsigned char low = a == 0xe0 ? 0xa0 : 0x80, high = a == 0xed ? 0x9f : 0xbf;
        return left >= 3 && p[1] >= low && p[1] <= high && (p[2] & 0xc0) == 0x80 ? 3 : 0;
    }
    if (a >= 0xf0 && a <= 0xf4) {
        unsigned char low = a == 0xf0 ? 0x90 : 0x80, high = a == 0xf4 ? 0x8f : 0xbf;
        return left >= 4 && p[1] >= low && p[1] <= high && (p[2] & 0xc0) == 0x80 &&
                       (p[3] & 0xc0) == 0x80
                   ? 4
                   : 0;
    }
    return 0;
}

size_t utf8_first_bad(struct str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.len) {
        uint64_t eight;
        if (s.len - i >= 8) {
            memcpy(&eight, p + i, 8);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += 8;
                continue;
            }
        }
        size_t n = sequence_len(p + i, s.len - i);
        if (n == 0)
            return i;
        i += n;
    }
    return SIZE_MAX;
}

bool utf8_is_valid(struct str s) {
    return utf8_first_bad(s) == SIZE_MAX;
}

uint32_t utf8_next(struct str *rest) {
    if (rest->len == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)rest->p;
    size_t n = sequence_len(p, rest->len);
    uint32_t code = 0xfffd;
    if (n == 1)
        code = p[0];
    else if (n == 2)
        code = (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
    else if (n == 3)
        code = (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    else if (n == 4)
        code = (p[0] & 0x07U) << 18 | (p[1] & 0x3fU) << 12 | (p[2] & 0x3fU) << 6 | (p[3] & 0x3fU);
    *rest = str_from_offset(*rest, n == 0 ? 1 : n);
    return code;
}

uint32_t utf8_before(struct str s, size_t i) {
    size_t from = i;
    while (from > 0 && ((unsigned char)s.p[--from] & 0xc0) == 0x80) {
    }
    struct str one = str_slice(s, from, i);
    return i == 0 ? '\n' : utf8_next(&one);
}

uint32_t utf8_at(struct str s, size_t i) {
    struct str rest = str_from_offset(s, i);
    return rest.len == 0 ? '\n' : utf8_next(&rest);
}

size_t utf8_encode(uint32_t code, char out[4]) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = 0xfffd;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

size_t utf8_length(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

size_t utf8_columns(struct str s) {
    size_t columns = 0;
    while (s.len > 0) {
        int width = utf8proc_charwidth((utf8proc_int32_t)utf8_next(&s));
        columns += width < 0 ? 0 : (size_t)width;
    }
    return columns;
}

static struct str mapped(struct arena *mem, struct str s, utf8proc_option_t options) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.len, &out, options);
    if (len == UTF8PROC_ERROR_NOMEM)
        arena_out_of_memory();
    if (len < 0) /* not UTF-8: every text is checked on load, so it stays as it is */
        return arena_str(mem, s);
    struct str copy = arena_str(mem, str_of((const char *)out, (size_t)len));
    free(out);
    return copy;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

struct str utf8_fold(struct arena *mem, struct str s) {
    if (!is_ascii(s))
        return mapped(mem, s, UTF8PROC_CASEFOLD | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    char *copy = arena_cstr(mem, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = ascii_lower(copy[i]);
    return str_of(copy, s.len);
}

struct str utf8_unmarked(struct arena *mem, struct str s) {
    if (is_ascii(s))
        return utf8_fold(mem, s);
    return mapped(mem, s,
                  UTF8PROC_CASEFOLD | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
}

struct str utf8_nfc(struct arena *mem, struct str s) {
    return is_ascii(s) ? arena_str(mem, s) : mapped(mem, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static bool category_between(uint32_t code, int from, int to) {
    int category = utf8proc_category((utf8proc_int32_t)code);
    return category >= from && category <= to;
}

bool utf8_is_word(uint32_t code) {
    return category_between(code, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_NO);
}

bool utf8_is_rtl(struct str s) {
    while (s.len > 0) {
        int way = utf8proc_get_property((utf8proc_int32_t)utf8_next(&s))->bidi_class;
        if (way == UTF8PROC_BIDI_CLASS_R || way == UTF8PROC_BIDI_CLASS_AL)
            return true;
        if (way == UTF8PROC_BIDI_CLASS_L)
            return false;
    }
    return false;
}

int utf8_digit(uint32_t code) {
    static const uint32_t zeros[] = {'0',    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66,
                                     0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
                                     0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10};
    for (size_t i = 0; i < ARRAY_LEN(zeros); i++)
        if (code >= zeros[i] && code <= zeros[i] + 9)
            return (int)(code - zeros[i]);
    return -1;
}

bool utf8_is_space(uint32_t code) {
    return code == '\t' || code == '\n' || code == '\f' || code == '\r' ||
           utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ZS;
}

bool utf8_is_punctuation(uint32_t code) {
    if (code < 0x80)
        return (code >= '!' && code <= '/') || (code >= ':' && code <= '@') ||
               (code >= '[' && code <= '`') || (code >= '{' && code <= '~');
    return category_between(code, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO);
}

bool utf8_is_printable(uint32_t code) {
    if (code < 0x80)
        return code >= 0x20 && code != 0x7f;
    return category_between(code, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_ZS);
}

bool utf8_all_printable(struct str s) {
    if (!utf8_is_valid(s))
        return false;
    while (s.len > 0)
        if (!utf8_is_printable(utf8_next(&s)))
            return false;
    return true;
}

const char *utf8_shown(struct arena *mem, struct str s) {
    enum { SHOWN_MAX = 160 };
    char *out = arena_alloc(mem, SHOWN_MAX + 8, 1);
    size_t len = 0;
    while (s.len > 0 && len < SHOWN_MAX - 16) {
        struct str rest = s;
        size_t n = sequence_len((const unsigned char *)s.p, s.len);
        bool plain = n > 0 && utf8_is_printable(utf8_next(&rest));
        n = n == 0 ? 1 : n;
        for (size_t i = 0; i < n; i++)
            if (plain)
                out[len++] = s.p[i];
            else
                len += (size_t)snprintf(out + len, 5, "\\x%02x", (unsigned char)s.p[i]);
        s = str_from_offset(s, n);
    }
    memcpy(out + len, "...", 4);
    if (s.len == 0)
        out[len] = '\0';
    return out;
}
