/* Reads the pixel data of a PNG as a decoder does, row by row, and keeps nothing: so that no byte
 * is in it that draws nothing. zlib rather than libdeflate: it inflates in pieces, and a small file
 * can say that it holds half a gigabyte. PNG sections 7.2, 8.1, 9.2 and 10. */
#include <zlib.h>

#include "image/png.h"

enum { FILTER_MAX = 4, PIECE_BYTES = 32 * 1024, PASSES = 7 };

struct pass {
    uint8_t x, y, step_x, step_y;
};
static const struct pass adam7[PASSES] = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
    {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
};
static const struct pass whole = {0, 0, 1, 1};

/* Where in the rows the inflated bytes are. */
struct rows {
    const struct png_header *header;
    uint32_t width, height;
    unsigned pass;
    uint64_t row_bytes; /* of this pass, filter byte included */
    uint64_t rows_left; /* of this pass */
    uint64_t row_left;  /* bytes of the row that are still to come */
};

static unsigned bits_per_pixel(const struct png_header *h) {
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    return h->depth * channels[h->colour_type];
}

static uint32_t steps(uint32_t size, uint32_t start, uint32_t step) {
    return size <= start ? 0 : (size - start + step - 1) / step;
}

/* Goes to the next pass that has pixels; false when all are done. */
static bool next_pass(struct rows *r) {
    for (; r->pass < (r->header->interlaced ? PASSES : 1); r->pass++) {
        const struct pass *pass = r->header->interlaced ? &adam7[r->pass] : &whole;
        uint64_t width = steps(r->width, pass->x, pass->step_x);
        r->rows_left = steps(r->height, pass->y, pass->step_y);
        if (width == 0 || r->rows_left == 0)
            continue;
        r->row_bytes = 1 + (width * bits_per_pixel(r->header) + 7) / 8;
        r->row_left = r->row_bytes;
        r->pass++;
        return true;
    }
    r->rows_left = 0;
    return false;
}

/* Takes inflated bytes; false for an unknown filter or bytes past the last row. */
static bool take(struct rows *r, const unsigned char *p, size_t len) {
    while (len > 0) {
        if (r->rows_left == 0)
            return false;
        if (r->row_left == r->row_bytes && *p > FILTER_MAX)
            return false;
        size_t part = len < r->row_left ? len : (size_t)r->row_left;
        p += part;
        len -= part;
        r->row_left -= part;
        if (r->row_left > 0)
            continue;
        r->row_left = r->row_bytes;
        r->rows_left--;
        if (r->rows_left == 0)
            (void)next_pass(r);
    }
    return true;
}

static enum png_pixels inflate_rows(z_stream *z, struct rows *r) {
    unsigned char piece[PIECE_BYTES];
    for (;;) {
        z->next_out = piece;
        z->avail_out = sizeof(piece);
        int result = inflate(z, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END)
            return result == Z_BUF_ERROR && z->avail_in == 0 ? PNG_PIXELS_SHORT : PNG_PIXELS_BROKEN;
        if (!take(r, piece, sizeof(piece) - z->avail_out))
            return PNG_PIXELS_BROKEN;
        if (result == Z_STREAM_END)
            return r->rows_left == 0 ? PNG_PIXELS_FINE : PNG_PIXELS_SHORT;
    }
}

enum png_pixels png_pixels_check(const struct png_header *h, uint32_t width, uint32_t height,
                                 struct str bytes, size_t *used) {
    struct rows rows = {.header = h, .width = width, .height = height};
    (void)next_pass(&rows);
    z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)bytes.p, .avail_in = (uInt)bytes.len};
    if (inflateInit(&z) != Z_OK)
        arena_out_of_memory();
    enum png_pixels result = inflate_rows(&z, &rows);
    *used = bytes.len - z.avail_in;
    (void)inflateEnd(&z);
    return result;
}
