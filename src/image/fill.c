/* Filling: bytes of a clean picture that draw nothing and say nothing, so that its size tells less.
 * Each format has one place for them that every decoder passes over: in PNG a chunk of our own
 * before IEND (third edition, 4.7.2: ancillary, private, safe to copy), in JPEG application
 * segments before EOI (T.81 B.2.4.6), in WebP a chunk at the end (RFC 9649, 2.7.1.6). image_scrub
 * takes them out again. GIF has none: what follows its pixels is text or a name. */
#include <assert.h>
#include <libdeflate.h>

#include "image/scrub.h"

enum { SEGMENT_BYTES_MAX = 2 + 0xFFFF, SEGMENT_HEAD_BYTES = 4, APP9 = 0xE9 };
#define PNG_TYPE  "fiLl"
#define WEBP_TYPE "FILL"

size_t image_filling_least(enum image_kind kind) {
    static const unsigned char least[] = {
        [IMAGE_JPEG] = SEGMENT_HEAD_BYTES, [IMAGE_PNG] = 12, [IMAGE_GIF] = 0, [IMAGE_WEBP] = 8};
    return kind < ARRAY_LEN(least) ? least[kind] : 0;
}

/* A segment has a length of 16 bits, so there may be several, each about as long. */
static size_t segments_of(size_t room) {
    return (room + SEGMENT_BYTES_MAX - 1) / SEGMENT_BYTES_MAX;
}

size_t image_filling_bytes(enum image_kind kind, size_t room) {
    return room - (kind == IMAGE_JPEG ? segments_of(room) * SEGMENT_HEAD_BYTES
                                      : image_filling_least(kind));
}

/* Before the last `tail` bytes of the picture. */
static void put_chunk(struct str clean, size_t tail, struct str filling, struct buf *out) {
    buf_put(out, str_slice(clean, 0, clean.len - tail));
    put_be32(out, (uint32_t)filling.len);
    size_t start = out->len;
    buf_puts(out, PNG_TYPE);
    buf_put(out, filling);
    put_be32(out, libdeflate_crc32(0, out->p + start, out->len - start));
    buf_put(out, str_from_offset(clean, clean.len - tail));
}

static void put_segments(struct str clean, size_t room, struct str filling, struct buf *out) {
    size_t count = segments_of(room);
    buf_put(out, str_slice(clean, 0, clean.len - 2));
    for (size_t i = 0; i < count; i++) {
        size_t size = room / count + (i < room % count) - SEGMENT_HEAD_BYTES;
        put_be16(out, 0xFF00 | APP9);
        put_be16(out, (uint32_t)size + 2);
        buf_put(out, str_slice(filling, 0, size));
        filling = str_from_offset(filling, size);
    }
    buf_put(out, str_from_offset(clean, clean.len - 2));
}

static void put_riff(struct str clean, struct str filling, struct buf *out) {
    size_t start = out->len;
    buf_put(out, clean);
    buf_puts(out, WEBP_TYPE);
    put_le32(out, (uint32_t)filling.len);
    buf_put(out, filling);
    uint32_t size = (uint32_t)(out->len - start - 8);
    for (unsigned i = 0; i < 4; i++)
        out->p[start + 4 + i] = (char)(unsigned char)(size >> (8 * i));
}

void image_fill(struct str clean, size_t room, struct str filling, struct buf *out) {
    enum { PNG_END_BYTES = 12 };
    enum image_kind kind = image_kind_of(clean);
    assert(image_filling_least(kind) > 0 && room >= image_filling_least(kind) &&
           filling.len == image_filling_bytes(kind, room));
    if (kind == IMAGE_PNG)
        put_chunk(clean, PNG_END_BYTES, filling, out);
    else if (kind == IMAGE_JPEG)
        put_segments(clean, room, filling, out);
    else
        put_riff(clean, filling, out);
}
