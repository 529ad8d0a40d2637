/* Walks a deflate stream symbol by symbol without writing what it stands for, to know at which bit
 * it ends. Linear: each step takes at least one bit. */
#include "pack/deflate.h"

enum { LITERALS = 288, DISTANCES = 32, PRECODES = 19, LENGTH_MAX = 15, END_OF_BLOCK = 256 };

struct bits {
    const uint8_t *p, *end;
    uint64_t held;  /* lowest first; above `count` bits there may be the start of what follows */
    unsigned count; /* valid bits in `held`, at most 63 */
    bool bad;
};

/* symbol << 4 | length, indexed by the next `width` bits; length 0 where no code leads. */
struct codes {
    unsigned width;
    uint16_t at[1 << LENGTH_MAX];
};

static uint64_t load64(const uint8_t *p) {
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)p[i] << (8 * i);
    return value;
}

/* At least 56 bits, where the stream has them: enough for a length and a distance. */
static inline void fill(struct bits *b) {
    if (b->end - b->p >= 8) {
        unsigned bytes = (63 - b->count) >> 3;
        b->held |= load64(b->p) << b->count;
        b->p += bytes;
        b->count += 8 * bytes;
        return;
    }
    for (; b->count <= 55 && b->p < b->end; b->count += 8)
        b->held |= (uint64_t)*b->p++ << b->count;
}

static inline void drop(struct bits *b, unsigned n) {
    if (n > b->count) {
        b->bad = true;
        n = b->count;
    }
    b->held >>= n;
    b->count -= n;
}

/* At most 16 bits, which are filled in. */
static inline unsigned take_filled(struct bits *b, unsigned n) {
    unsigned value = (unsigned)(b->held & ((UINT64_C(1) << n) - 1));
    drop(b, n);
    return value;
}

static unsigned take(struct bits *b, unsigned n) {
    fill(b);
    return take_filled(b, n);
}

static unsigned reversed(unsigned code, unsigned length) {
    unsigned out = 0;
    for (unsigned i = 0; i < length; i++)
        out |= (code >> i & 1) << (length - 1 - i);
    return out;
}

/* RFC 1951, 3.2.2. False when there are more codes than bits allow. */
static bool codes_build(struct codes *c, const uint8_t *lengths, unsigned count) {
    unsigned with_length[LENGTH_MAX + 1] = {0}, next[LENGTH_MAX + 2] = {0};
    c->width = 1;
    for (unsigned i = 0; i < count; i++) {
        with_length[lengths[i]]++;
        c->width = lengths[i] > c->width ? lengths[i] : c->width;
    }
    with_length[0] = 0;
    for (unsigned n = 1; n <= LENGTH_MAX; n++) {
        if (next[n] + with_length[n] > 1U << n)
            return false;
        next[n + 1] = (next[n] + with_length[n]) << 1;
    }
    memset(c->at, 0, sizeof(c->at[0]) << c->width);
    for (unsigned i = 0; i < count; i++) {
        unsigned length = lengths[i];
        if (length == 0)
            continue;
        for (unsigned at = reversed(next[length]++, length); at < 1U << c->width;
             at += 1U << length)
            c->at[at] = (uint16_t)(i << 4 | length);
    }
    return true;
}

static inline unsigned decode_filled(struct bits *b, const struct codes *c) {
    unsigned entry = c->at[b->held & ((1U << c->width) - 1)];
    if ((entry & 15) == 0)
        b->bad = true;
    drop(b, entry & 15);
    return entry >> 4;
}

/* 3.2.4. What is left of the byte before the length is unused. */
static void walk_stored(struct bits *b) {
    if (take(b, b->count & 7) != 0)
        b->bad = true;
    unsigned length = take(b, 16);
    if ((take(b, 16) ^ length) != 0xffff)
        b->bad = true;
    while (length > 0 && !b->bad) {
        fill(b);
        unsigned bytes = b->count / 8 < length ? b->count / 8 : length;
        bytes = bytes == 0 ? 1 : bytes; /* nothing left: drop says that it is bad */
        drop(b, bytes * 8);
        length -= bytes;
    }
}

static void walk_symbols(struct bits *in, const struct codes *literals,
                         const struct codes *distances) {
    struct bits b = *in; /* so that it stays in registers */
    while (!b.bad) {
        fill(&b);
        unsigned symbol = decode_filled(&b, literals);
        if (symbol < END_OF_BLOCK) /* 56 bits are enough for two of 15 */
            symbol = decode_filled(&b, literals);
        if (symbol < END_OF_BLOCK)
            continue;
        if (symbol == END_OF_BLOCK)
            break;
        if (b.count < 33) /* 5 and 13 extra bits, 15 of the distance's code */
            fill(&b);
        if (symbol >= 265 && symbol < 285)
            take_filled(&b, (symbol - 261) / 4);
        unsigned distance = decode_filled(&b, distances);
        if (distance >= 4)
            take_filled(&b, (distance - 2) / 2);
    }
    *in = b;
}

/* 3.2.6. */
static bool build_fixed(struct codes *literals, struct codes *distances) {
    uint8_t lengths[LITERALS + DISTANCES];
    for (unsigned i = 0; i < LITERALS; i++)
        lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    memset(lengths + LITERALS, 5, DISTANCES);
    return codes_build(literals, lengths, LITERALS) &&
           codes_build(distances, lengths + LITERALS, DISTANCES);
}

/* Lengths of both codes, themselves coded: 3.2.7. */
static bool read_lengths(struct bits *b, const struct codes *precodes, uint8_t *lengths,
                         unsigned count) {
    unsigned i = 0;
    while (i < count && !b->bad) {
        fill(b);
        unsigned symbol = decode_filled(b, precodes), times = 1;
        uint8_t value = (uint8_t)symbol;
        if (symbol == 16) {
            if (i == 0)
                return false;
            value = lengths[i - 1];
            times = 3 + take(b, 2);
        } else if (symbol > 16) {
            value = 0;
            times = symbol == 17 ? 3 + take(b, 3) : 11 + take(b, 7);
        }
        if (times > count - i)
            return false;
        memset(lengths + i, value, times);
        i += times;
    }
    return !b->bad;
}

static bool build_dynamic(struct bits *b, struct codes *literals, struct codes *distances) {
    static const uint8_t order[PRECODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                            11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t pre[PRECODES] = {0}, lengths[LITERALS + DISTANCES] = {0};
    unsigned literal_count = 257 + take(b, 5), distance_count = 1 + take(b, 5);
    unsigned pre_count = 4 + take(b, 4);
    for (unsigned i = 0; i < pre_count; i++)
        pre[order[i]] = (uint8_t)take(b, 3);
    return codes_build(literals, pre, PRECODES) &&
           read_lengths(b, literals, lengths, literal_count + distance_count) &&
           codes_build(literals, lengths, literal_count) &&
           codes_build(distances, lengths + literal_count, distance_count);
}

bool deflate_is_tight(struct str packed) {
    const uint8_t *p = (const uint8_t *)packed.p;
    struct bits b = {.p = p, .end = p + packed.len};
    struct codes literals, distances;
    bool last = false;
    while (!last && !b.bad) {
        last = take(&b, 1) == 1;
        unsigned kind = take(&b, 2);
        if (kind == 0)
            walk_stored(&b);
        else if (kind == 1 ? build_fixed(&literals, &distances)
                           : kind == 2 && build_dynamic(&b, &literals, &distances))
            walk_symbols(&b, &literals, &distances);
        else
            b.bad = true;
    }
    fill(&b);
    return !b.bad && b.p == b.end && b.count < 8 && (b.held & ((UINT64_C(1) << b.count) - 1)) == 0;
}
