/* Names of up to 16 bytes as two words, so that a lookup is one multiplication and two comparisons.
 * The tables are written by the compiler: two rows that meet in one slot are an "initialized field
 * overwritten" there; another multiplier below parts them. */
#ifndef AUDIT_NAMES_H
#define AUDIT_NAMES_H

#include "util/util.h"

struct name16 {
    uint64_t lo, hi;
};

enum { NAMES_SLOT_BITS = 11, NAMES_SLOTS = 1 << NAMES_SLOT_BITS };

#define NAMES_LITTLE_ENDIAN (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
#define NAMES_MIX           UINT64_C(0x9e3779b97f4a7c15)
#define NAMES_SPREAD        UINT64_C(0xff51afd7ed558ccd)
#define NAMES_HASH(lo, hi)                                                                         \
    ((((uint64_t)(lo) ^ (uint64_t)(hi)*NAMES_MIX) * NAMES_SPREAD) >> (64 - NAMES_SLOT_BITS))

#define NAMES_WORD(a, b, c, d, e, f, g, h)                                                         \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 |              \
     (uint64_t)(e) << 32 | (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)
#define NAMES_LO_(a, b, c, d, e, f, g, h, ...) NAMES_WORD(a, b, c, d, e, f, g, h)
#define NAMES_HI_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ...)                             \
    NAMES_WORD(i, j, k, l, m, n, o, p)
#define NAMES_LO(...) NAMES_LO_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
#define NAMES_HI(...) NAMES_HI_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
/* With the characters of a row: ('d', 'i', 'v'). */
#define NAMES_SLOT(chars) NAMES_HASH(NAMES_LO chars, NAMES_HI chars)
#define NAMES_ROW(chars)                                                                           \
    { NAMES_LO chars, NAMES_HI chars }

static inline bool names_same(struct name16 a, struct name16 b) {
    return a.lo == b.lo && a.hi == b.hi;
}

/* `s` is a view into a text that goes on to `end`. Longer names give one that no row has. */
static inline struct name16 names_load(struct str s, const char *end) {
    struct name16 n = {0, 0};
    if (s.len > 16)
        return n;
    if (end - s.p >= 16 && NAMES_LITTLE_ENDIAN) {
        memcpy(&n, s.p, 16);
        n.lo &= s.len >= 8 ? UINT64_MAX : (UINT64_C(1) << (s.len * 8)) - 1;
        n.hi &= s.len >= 16 ? UINT64_MAX : s.len <= 8 ? 0 : (UINT64_C(1) << ((s.len - 8) * 8)) - 1;
        return n;
    }
    for (size_t i = 0; i < s.len; i++)
        *(i < 8 ? &n.lo : &n.hi) |= (uint64_t)(unsigned char)s.p[i] << (i % 8 * 8);
    return n;
}

#endif
