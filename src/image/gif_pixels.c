/* Walks through LZW codes and counts pixels without making them. GIF89a appendix F. */
#include "image/gif.h"

enum { TABLE_MAX = 4096, WIDTH_MAX = 12 };

struct lzw {
    struct str in;
    size_t at; /* in bits */
    unsigned code_bits, width, next;
    unsigned previous;          /* TABLE_MAX: none */
    uint16_t length[TABLE_MAX]; /* pixels that a code stands for */
};

static void clear(struct lzw *l) {
    l->width = l->code_bits + 1;
    l->next = (1u << l->code_bits) + 2;
    l->previous = TABLE_MAX;
}

static bool read_code(struct lzw *l, unsigned *code) {
    if (l->at + l->width > l->in.len * 8)
        return false;
    uint32_t window = 0;
    for (size_t i = 0, byte = l->at / 8; i < 3 && byte + i < l->in.len; i++)
        window |= byte_at(l->in.p + byte + i) << (8 * i);
    *code = window >> l->at % 8 & ((1u << l->width) - 1);
    l->at += l->width;
    return true;
}

/* How many pixels a code draws, 0 when it cannot be; the table grows as a decoder's does. */
static unsigned take_code(struct lzw *l, unsigned code) {
    unsigned colours = 1u << l->code_bits;
    bool known = code < colours || (code >= colours + 2 && code < l->next);
    if (l->previous == TABLE_MAX && code >= colours)
        return 0;
    if (!known && (code != l->next || l->next == TABLE_MAX))
        return 0;
    if (l->previous != TABLE_MAX && l->next < TABLE_MAX) {
        l->length[l->next++] = (uint16_t)(l->length[l->previous] + 1);
        if (l->next == 1u << l->width && l->width < WIDTH_MAX)
            l->width++;
    }
    l->previous = code;
    return l->length[code];
}

/* Writes the end code at the current place and drops what is behind. */
static void put_end(const struct lzw *l, struct buf *codes, bool *extra) {
    size_t kept = (l->at + 7) / 8, needed = (l->at + l->width + 7) / 8;
    uint32_t end = (1u << l->code_bits) + 1;
    /* Encoders put a clear code in front, or a byte of nothing behind. */
    if (codes->len > needed + 2)
        *extra = true;
    codes->len = kept < codes->len ? kept : codes->len;
    if (l->at % 8 != 0)
        codes->p[kept - 1] = (char)(byte_at(codes->p + kept - 1) & ((1u << l->at % 8) - 1));
    end <<= l->at % 8;
    size_t byte = l->at / 8;
    for (; byte < needed; byte++, end >>= 8) {
        if (byte == codes->len)
            put_byte(codes, 0);
        codes->p[byte] = (char)(byte_at(codes->p + byte) | (end & 0xFF));
    }
}

enum gif_pixels gif_pixels_end(unsigned code_bits, uint64_t pixels, struct buf *codes,
                               bool *extra) {
    struct lzw l = {.in = buf_str(codes), .code_bits = code_bits};
    unsigned colours = 1u << code_bits;
    for (unsigned i = 0; i < colours; i++)
        l.length[i] = 1;
    clear(&l);
    while (pixels > 0) {
        unsigned code;
        if (!read_code(&l, &code) || code == colours + 1)
            return GIF_PIXELS_SHORT;
        if (code == colours) {
            clear(&l);
            continue;
        }
        unsigned drawn = take_code(&l, code);
        if (drawn == 0 || drawn > pixels)
            return GIF_PIXELS_BROKEN;
        pixels -= drawn;
    }
    put_end(&l, codes, extra);
    return GIF_PIXELS_FINE;
}
