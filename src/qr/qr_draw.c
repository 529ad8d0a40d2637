/* A code as a picture or as characters. The PNG is written here: one bit a pixel, four chunks, so
 * that its bytes depend on nothing but the code and libdeflate. PNG third edition, section 11.2. */
#include <assert.h>
#include <libdeflate.h>

#include "qr/qr.h"

enum { QUIET_MODULES = 4, SIDE_MAX = 16384, COMPRESSION_LEVEL = 9 };

/* Whether a module is dark; those outside of the code are not. */
static bool is_dark(const struct qr *code, unsigned x, unsigned y) {
    unsigned cx = x - QUIET_MODULES, cy = y - QUIET_MODULES; /* wraps to large for the left */
    return cx < code->modules && cy < code->modules && code->dark[cy * code->modules + cx] != 0;
}

static void put_number(struct buf *out, uint32_t v) {
    for (unsigned shift = 32; shift > 0; shift -= 8)
        buf_putc(out, (char)(unsigned char)(v >> (shift - 8) & 0xFF));
}

static uint32_t number_at(struct str png, size_t at) {
    uint32_t n = 0;
    for (size_t i = 0; i < 4; i++)
        n = n << 8 | (unsigned char)png.p[at + i];
    return n;
}

static void put_chunk(struct buf *out, const char *type, struct str data) {
    put_number(out, (uint32_t)data.len);
    size_t start = out->len;
    buf_puts(out, type);
    buf_put(out, data);
    put_number(out, libdeflate_crc32(0, out->p + start, out->len - start));
}

/* A module's first row of pixels as it is (filter type 0), light is 1. */
static void put_row(const struct qr *code, unsigned y, unsigned scale, struct buf *rows) {
    unsigned side = (code->modules + 2 * QUIET_MODULES) * scale, bytes = (side + 7) / 8;
    char *to = buf_reserve(rows, bytes + 1);
    memset(to, 0, bytes + 1);
    for (unsigned x = 0; x < side; x++)
        if (!is_dark(code, x / scale, y))
            to[1 + x / 8] = (char)(unsigned char)((unsigned char)to[1 + x / 8] | 0x80u >> x % 8);
    rows->len += bytes + 1;
}

/* Another row like the one above it: filter type 2, no difference. */
static void put_same_row(const struct qr *code, unsigned scale, struct buf *rows) {
    size_t bytes = ((code->modules + 2 * QUIET_MODULES) * scale + 7) / 8;
    buf_putc(rows, 2);
    memset(buf_reserve(rows, bytes), 0, bytes);
    rows->len += bytes;
}

static void put_pixels(const struct qr *code, unsigned scale, struct buf *out) {
    struct buf rows = {0}, packed = {0};
    unsigned side = code->modules + 2 * QUIET_MODULES;
    for (unsigned y = 0; y < side; y++) {
        put_row(code, y, scale, &rows);
        for (unsigned i = 1; i < scale; i++)
            put_same_row(code, scale, &rows);
    }
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(COMPRESSION_LEVEL);
    if (c == NULL)
        arena_out_of_memory();
    size_t room = libdeflate_zlib_compress_bound(c, rows.len);
    char *to = buf_reserve(&packed, room);
    packed.len = libdeflate_zlib_compress(c, rows.p, rows.len, to, room);
    assert(packed.len > 0);
    libdeflate_free_compressor(c);
    put_chunk(out, "IDAT", buf_str(&packed));
    buf_finish(&packed);
    buf_finish(&rows);
}

unsigned qr_png(const struct qr *code, unsigned scale, struct buf *out) {
    assert(scale > 0 && scale <= SIDE_MAX / (code->modules + 2 * QUIET_MODULES));
    uint32_t side = (code->modules + 2 * QUIET_MODULES) * scale;
    struct buf header = {0};
    put_number(&header, side);
    put_number(&header, side);
    buf_put(&header, str_lit("\1\0\0\0\0")); /* one bit, grey, not interlaced */
    buf_put(out, str_lit("\x89PNG\r\n\x1A\n"));
    put_chunk(out, "IHDR", buf_str(&header));
    put_pixels(code, scale, out);
    put_chunk(out, "IEND", str_lit(""));
    buf_finish(&header);
    return side;
}

void qr_of_png(struct arena *mem, struct str png, unsigned scale, struct qr *out) {
    enum { SIDE_AT = 16, DATA_AT = 41, DATA_LEN_AT = 33 }; /* as qr_png has put them */
    unsigned side = number_at(png, SIDE_AT), modules = side / scale - 2 * QUIET_MODULES;
    size_t row_bytes = 1 + (side + 7) / 8;
    unsigned char *rows = arena_alloc(mem, side * row_bytes, 1);
    uint8_t *dark = arena_array(mem, uint8_t, (size_t)modules * modules);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (d == NULL)
        arena_out_of_memory();
    enum libdeflate_result result = libdeflate_zlib_decompress(
        d, png.p + DATA_AT, number_at(png, DATA_LEN_AT), rows, side * row_bytes, NULL);
    assert(result == LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    for (unsigned y = 0; y < modules; y++)
        for (unsigned x = 0; x < modules; x++) {
            unsigned at = (x + QUIET_MODULES) * scale;
            const unsigned char *row = rows + (size_t)(y + QUIET_MODULES) * scale * row_bytes + 1;
            dark[y * modules + x] = (row[at / 8] >> (7 - at % 8) & 1) == 0;
        }
    *out = (struct qr){.modules = modules, .dark = dark};
}

/* Two rows a line. With colour the letters are black on white; without it a block is light, as on
 * a terminal with light letters on dark. */
void qr_terminal(const struct qr *code, bool color, struct buf *out) {
    static const char *const blocks[] = {" ", "▄", "▀", "█"}; /* by top, bottom painted */
    unsigned side = code->modules + 2 * QUIET_MODULES;
    for (unsigned y = 0; y < side; y += 2) {
        if (color)
            buf_puts(out, "\x1b[30;107m");
        for (unsigned x = 0; x < side; x++) {
            bool top = is_dark(code, x, y) == color;
            bool bottom = y + 1 < side ? is_dark(code, x, y + 1) == color : false;
            buf_puts(out, blocks[(top ? 2 : 0) + (bottom ? 1 : 0)]);
        }
        buf_puts(out, color ? "\x1b[0m\n" : "\n");
    }
}
