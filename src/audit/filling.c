/* Pictures that were filled up to a size class: the filling is made of the picture itself, so that
 * nothing else can hide in it, and the audit makes it again to compare. */
#include "audit/files.h"

#include "image/image.h"
#include "sign/sign.h"

enum { CLASS_MIN = 8 * 1024 };

size_t audit_size_class(size_t size_bytes, size_t least) {
    size_t class = CLASS_MIN;
    while (class != size_bytes && class < size_bytes + least)
        class *= 2;
    return class;
}

void audit_fill_picture(struct str clean, struct buf *out) {
    enum image_kind kind = image_kind_of(clean);
    size_t least = image_filling_least(kind);
    size_t class = audit_size_class(clean.len, least);
    size_t room = least == 0 || class > IMAGE_BYTES_MAX ? 0 : class - clean.len;
    struct buf filling = {0};
    uint8_t seed[16];
    if (room == 0) {
        buf_put(out, clean);
        return;
    }
    size_t count = image_filling_bytes(kind, room);
    sign_digest16(clean, seed);
    sign_stream(str_lit("picture"), str_of((const char *)seed, sizeof(seed)),
                (uint8_t *)buf_reserve(&filling, count), count);
    image_fill(clean, room, str_of(filling.p, count), out);
    buf_finish(&filling);
}

bool files_is_picture(struct str bytes) {
    struct image_info info;
    struct buf clean = {0}, filled = {0};
    bool ok = image_clean(bytes, &clean, &info);
    if (ok && !str_eq(bytes, buf_str(&clean))) {
        ok = bytes.len == audit_size_class(bytes.len, 0);
        if (ok)
            audit_fill_picture(buf_str(&clean), &filled);
        ok = ok && str_eq(bytes, buf_str(&filled));
    }
    buf_finish(&clean);
    buf_finish(&filled);
    return ok;
}
