/* Numbers in files, by byte order. The caller has checked that the bytes are there. */
#ifndef IMAGE_BYTES_H
#define IMAGE_BYTES_H

#include "util/util.h"

static inline uint32_t byte_at(const char *p) {
    return (unsigned char)*p;
}
static inline uint32_t be16(const char *p) {
    return byte_at(p) << 8 | byte_at(p + 1);
}
static inline uint32_t be32(const char *p) {
    return be16(p) << 16 | be16(p + 2);
}
static inline uint32_t le16(const char *p) {
    return byte_at(p) | byte_at(p + 1) << 8;
}
static inline uint32_t le24(const char *p) {
    return le16(p) | byte_at(p + 2) << 16;
}
static inline uint32_t le32(const char *p) {
    return le16(p) | le16(p + 2) << 16;
}

static inline void put_byte(struct buf *out, uint32_t v) {
    buf_putc(out, (char)(unsigned char)(v & 0xFF));
}
static inline void put_be16(struct buf *out, uint32_t v) {
    put_byte(out, v >> 8);
    put_byte(out, v);
}
static inline void put_be32(struct buf *out, uint32_t v) {
    put_be16(out, v >> 16);
    put_be16(out, v);
}
static inline void put_le16(struct buf *out, uint32_t v) {
    put_byte(out, v);
    put_byte(out, v >> 8);
}
static inline void put_le24(struct buf *out, uint32_t v) {
    put_le16(out, v);
    put_byte(out, v >> 16);
}
static inline void put_le32(struct buf *out, uint32_t v) {
    put_le16(out, v);
    put_le16(out, v >> 16);
}

#endif
