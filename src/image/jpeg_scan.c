/* Walks through entropy-coded data code by code, without making pixels, to find where each interval
 * really ends: behind it a file can hide anything. T.81 annexes F and G. */
#include "image/jpeg.h"

struct bits {
    struct str in;
    size_t at;     /* next byte to take in */
    uint64_t held; /* the next bit is the topmost of `count` */
    unsigned count;
    bool failed; /* ran into a marker or the end, or met no code */
};

/* One component within a scan. */
struct lane {
    struct jpeg_component *component;
    const struct jpeg_huffman *dc, *ac;
};

struct walk {
    struct bits bits;
    const struct jpeg_scan *scan;
    struct lane lanes[JPEG_COMPONENTS_MAX];
    bool progressive;
    uint32_t end_run; /* blocks left of an end-of-band run */
    uint32_t restarts;
};

/* --- bits */

static void fill(struct bits *b) {
    while (b->count <= 56 && b->at < b->in.len) {
        uint32_t byte = byte_at(b->in.p + b->at);
        if (byte == 0xFF && (b->at + 1 >= b->in.len || b->in.p[b->at + 1] != 0))
            return;
        b->at += byte == 0xFF ? 2 : 1;
        b->held |= (uint64_t)byte << (56 - b->count);
        b->count += 8;
    }
}

static inline void skip(struct bits *b, unsigned n) {
    if (b->count < n)
        fill(b);
    if (b->count < n) {
        b->failed = true;
        return;
    }
    b->held <<= n;
    b->count -= n;
}

static inline uint32_t read(struct bits *b, unsigned n) {
    if (n == 0)
        return 0;
    if (b->count < n)
        fill(b);
    uint32_t value = (uint32_t)(b->held >> (64 - n));
    skip(b, n);
    return value;
}

static uint32_t decode_long(struct bits *b, const struct jpeg_huffman *h) {
    for (unsigned len = JPEG_LOOK_BITS + 1; len <= 16; len++) {
        int32_t code = (int32_t)(b->held >> (64 - len));
        if (code <= h->last_code[len - 1]) {
            skip(b, len);
            return h->symbols[(code + h->first_index[len - 1]) & 0xFF];
        }
    }
    b->failed = true;
    return 0;
}

static inline uint32_t decode(struct bits *b, const struct jpeg_huffman *h) {
    if (b->count < 16)
        fill(b);
    uint16_t found = h->look[b->held >> (64 - JPEG_LOOK_BITS)];
    if (found == 0)
        return decode_long(b, h);
    skip(b, found >> 8);
    return found & 0xFF;
}

/* Gives back whole bytes that were taken in but not needed. */
static void give_back(struct bits *b, size_t start) {
    for (; b->count >= 8; b->count -= 8) {
        bool stuffed =
            b->at - start >= 2 && b->in.p[b->at - 1] == 0 && byte_at(b->in.p + b->at - 2) == 0xFF;
        b->at -= stuffed ? 2 : 1;
    }
    b->held = 0;
    b->count = 0;
}

/* --- blocks */

static void walk_sequential(struct bits *b, const struct lane *lane) {
    skip(b, decode(b, lane->dc));
    for (unsigned k = 1; k < JPEG_COEFFICIENTS && !b->failed; k++) {
        uint32_t symbol = decode(b, lane->ac), size = symbol & 15, zeros = symbol >> 4;
        if (size == 0 && zeros != 15)
            return;
        k += zeros;
        if (k >= JPEG_COEFFICIENTS && size != 0)
            b->failed = true;
        skip(b, size);
    }
}

/* Starts a run of blocks that have nothing more in the band; counts this one. */
static void start_end_run(struct walk *w, uint32_t exponent) {
    w->end_run = ((uint32_t)1 << exponent) + read(&w->bits, exponent);
}

static void walk_ac_first(struct walk *w, const struct lane *lane, uint64_t *nonzero) {
    struct bits *b = &w->bits;
    for (unsigned k = w->scan->start; k <= w->scan->end && w->end_run == 0 && !b->failed; k++) {
        uint32_t symbol = decode(b, lane->ac), size = symbol & 15, zeros = symbol >> 4;
        if (size == 0 && zeros != 15) {
            start_end_run(w, zeros);
            break;
        }
        k += zeros;
        if (k > w->scan->end && size != 0) {
            b->failed = true;
            return;
        }
        skip(b, size);
        if (size != 0)
            *nonzero |= (uint64_t)1 << k;
    }
    if (w->end_run > 0)
        w->end_run--;
}

/* Reads a correction bit for each coefficient that is already there, until `zeros` others are
 * passed; returns the place of the next other one. */
static unsigned pass_zeros(struct walk *w, unsigned k, uint32_t zeros, uint64_t nonzero) {
    for (; k <= w->scan->end; k++) {
        if ((nonzero >> k & 1) != 0)
            skip(&w->bits, 1);
        else if (zeros-- == 0)
            break;
    }
    return k;
}

static void walk_ac_refine(struct walk *w, const struct lane *lane, uint64_t *nonzero) {
    struct bits *b = &w->bits;
    unsigned k = w->scan->start;
    for (; k <= w->scan->end && w->end_run == 0 && !b->failed; k++) {
        uint32_t symbol = decode(b, lane->ac), size = symbol & 15, zeros = symbol >> 4;
        if (size == 0 && zeros != 15) {
            start_end_run(w, zeros);
            break;
        }
        if (size != 0)
            skip(b, 1);
        k = pass_zeros(w, k, zeros, *nonzero);
        if (size > 1 || (size == 1 && k > w->scan->end)) {
            b->failed = true;
            return;
        }
        if (size == 1)
            *nonzero |= (uint64_t)1 << k;
    }
    if (w->end_run == 0)
        return;
    (void)pass_zeros(w, k, JPEG_COEFFICIENTS, *nonzero);
    w->end_run--;
}

static void walk_block(struct walk *w, const struct lane *lane, size_t block) {
    if (!w->progressive)
        walk_sequential(&w->bits, lane);
    else if (w->scan->start == 0 && w->scan->high == 0)
        skip(&w->bits, decode(&w->bits, lane->dc));
    else if (w->scan->start == 0)
        skip(&w->bits, 1);
    else if (w->scan->high == 0)
        walk_ac_first(w, lane, &lane->component->nonzero[block]);
    else
        walk_ac_refine(w, lane, &lane->component->nonzero[block]);
}

static void walk_mcu(struct walk *w, size_t mcu) {
    if (w->scan->count == 1) {
        walk_block(w, &w->lanes[0], mcu);
        return;
    }
    /* Several components: none of these blocks has a history (AC scans have one component). */
    for (size_t i = 0; i < w->scan->count; i++) {
        unsigned blocks = w->lanes[i].component->h * (unsigned)w->lanes[i].component->v;
        for (unsigned j = 0; j < blocks; j++)
            walk_block(w, &w->lanes[i], 0);
    }
}

/* --- intervals */

/* Moves to the next marker, the 0xFF right before its code. */
static void find_marker(struct bits *b) {
    while (b->at < b->in.len) {
        const char *hit = memchr(b->in.p + b->at, 0xFF, b->in.len - b->at);
        b->at = hit == NULL ? b->in.len : (size_t)(hit - b->in.p);
        if (b->at + 1 >= b->in.len)
            b->at = b->in.len;
        else if (b->in.p[b->at + 1] == 0)
            b->at += 2;
        else if (byte_at(b->in.p + b->at + 1) == 0xFF)
            b->at++;
        else
            return;
    }
}

static enum jpeg_data failure(const struct bits *b) {
    return b->at + 1 >= b->in.len ? JPEG_DATA_SHORT : JPEG_DATA_BROKEN;
}

/* Ends an interval that began at `start`: appends its bytes, goes to the marker behind it. */
static void end_interval(struct walk *w, size_t start, bool *extra, struct buf *out) {
    struct bits *b = &w->bits;
    give_back(b, start);
    buf_put(out, str_slice(b->in, start, b->at));
    size_t end = b->at;
    find_marker(b);
    for (; end < b->at; end++)
        if (byte_at(b->in.p + end) != 0xFF) /* fill bytes before a marker are nothing */
            *extra = true;
    w->end_run = 0;
}

static bool take_restart(struct walk *w, struct buf *out) {
    struct bits *b = &w->bits;
    uint32_t code = 0xD0 + w->restarts % 8;
    if (b->at + 1 >= b->in.len || byte_at(b->in.p + b->at + 1) != code)
        return false;
    b->at += 2;
    w->restarts++;
    put_be16(out, 0xFF00 | code);
    return true;
}

static size_t mcu_count(const struct jpeg_frame *f, const struct jpeg_scan *scan) {
    const struct jpeg_component *c = &f->components[scan->component[0]];
    if (scan->count == 1)
        return (size_t)c->blocks_wide * c->blocks_high;
    size_t wide = (f->width + 8u * f->h_max - 1) / (8u * f->h_max);
    size_t high = (f->height + 8u * f->v_max - 1) / (8u * f->v_max);
    return wide * high;
}

enum jpeg_data jpeg_copy_scan(struct jpeg_frame *f, const struct jpeg_tables *t,
                              const struct jpeg_scan *scan, struct str in, size_t *at, bool *extra,
                              struct buf *out) {
    struct walk w = {
        .bits = {.in = in, .at = *at}, .scan = scan, .progressive = jpeg_is_progressive(f)};
    for (size_t i = 0; i < scan->count; i++)
        w.lanes[i] = (struct lane){&f->components[scan->component[i]], &t->dc[scan->dc[i]],
                                   &t->ac[scan->ac[i]]};
    size_t count = mcu_count(f, scan), start = *at;
    for (size_t mcu = 0; mcu < count && !w.bits.failed; mcu++) {
        if (scan->restart_interval != 0 && mcu != 0 && mcu % scan->restart_interval == 0) {
            end_interval(&w, start, extra, out);
            if (!take_restart(&w, out))
                return failure(&w.bits);
            start = w.bits.at;
        }
        walk_mcu(&w, mcu);
    }
    if (w.bits.failed)
        return failure(&w.bits);
    end_interval(&w, start, extra, out);
    *at = w.bits.at;
    return w.bits.at == in.len ? JPEG_DATA_SHORT : JPEG_DATA_FINE;
}
