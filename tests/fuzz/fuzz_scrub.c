/* Pictures: what is written is walked here by the formats' own standards and holds nothing but
 * pieces of the keep-list; scrubbing it again changes nothing. Checksums of PNG pieces are put
 * right first when the file starts with 'c', so that a changed byte gets past them. */
#include "fuzz.h"
#include "image/image.h"
#include <zlib.h>

static uint32_t big(const char *p, unsigned bytes) {
    uint32_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

static uint32_t little(const char *p, unsigned bytes) {
    uint32_t v = 0;
    for (unsigned i = bytes; i-- > 0;)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

static bool is_among(const char *p, const char *const *names) {
    for (; *names != NULL; names++)
        if (memcmp(p, *names, 4) == 0)
            return true;
    return false;
}

static void fix_checksums(struct buf *png) {
    size_t at = 8;
    while (at + 12 <= png->len) {
        size_t len = big(png->p + at, 4);
        if (len > png->len - at - 12)
            return;
        uLong crc = crc32(0, (const Bytef *)png->p + at + 4, (uInt)len + 4);
        for (unsigned i = 0; i < 4; i++)
            png->p[at + 8 + len + i] = (char)(crc >> (24 - 8 * i) & 0xff);
        at += len + 12;
    }
}

static void png(struct str s) {
    static const char *const keep[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                       "gAMA", "cHRM", "sRGB", "sBIT", "bKGD",
                                       "pHYs", "acTL", "fcTL", "fdAT", NULL};
    size_t at = 8;
    bool ended = false;
    while (at < s.len) {
        assert(!ended && at + 12 <= s.len);
        size_t len = big(s.p + at, 4);
        assert(len <= s.len - at - 12 && is_among(s.p + at + 4, keep));
        assert(big(s.p + at + 8 + len, 4) == crc32(0, (const Bytef *)s.p + at + 4, (uInt)len + 4));
        ended = memcmp(s.p + at + 4, "IEND", 4) == 0;
        at += len + 12;
    }
    assert(ended);
}

/* Segments up to a scan; in a scan only stuffed bytes and restart marks. */
static void jpeg(struct str s) {
    size_t at = 2;
    bool in_scan = false;
    assert(s.len > 4 && big(s.p, 2) == 0xffd8 && big(s.p + s.len - 2, 2) == 0xffd9);
    while (at < s.len - 2) {
        uint8_t c = (uint8_t)s.p[at], m = (uint8_t)s.p[at + 1];
        if (in_scan && (c != 0xff || m == 0 || (m >= 0xd0 && m <= 0xd7))) {
            at += c == 0xff ? 2 : 1;
            continue;
        }
        in_scan = false;
        assert(c == 0xff && at + 4 <= s.len);
        size_t len = big(s.p + at + 2, 2);
        assert(len >= 2 && len <= s.len - 2 - at - 2);
        struct str body = str_of(s.p + at + 4, len - 2);
        switch (m) {
        case 0xdb:
        case 0xc4:
        case 0xc0:
        case 0xc1:
        case 0xc2:
        case 0xdd:
            break;
        case 0xe0:
            assert(body.len == 14 && memcmp(body.p, "JFIF\0", 5) == 0);
            break;
        case 0xe1:
            assert(body.len <= 32 && memcmp(body.p, "Exif\0\0", 6) == 0);
            break;
        case 0xee:
            assert(body.len == 12 && memcmp(body.p, "Adobe", 5) == 0);
            break;
        case 0xda:
            in_scan = true;
            break;
        default:
            fuzz_fail("a segment that is not on the keep-list");
        }
        at += len + 2;
    }
    assert(at == s.len - 2);
}

static size_t gif_blocks(struct str s, size_t at) {
    while (at < s.len && s.p[at] != 0)
        at += (uint8_t)s.p[at] + 1U;
    assert(at < s.len);
    return at + 1;
}

static void gif(struct str s) {
    size_t at = 13;
    assert(s.len > 13);
    if ((s.p[10] & 0x80) != 0)
        at += 3U << ((s.p[10] & 7) + 1);
    for (;;) {
        assert(at < s.len);
        if (s.p[at] == 0x3b)
            break;
        if (s.p[at] == 0x21) {
            uint8_t label = (uint8_t)s.p[at + 1];
            bool loop = label == 0xff && (memcmp(s.p + at + 3, "NETSCAPE2.0", 11) == 0 ||
                                          memcmp(s.p + at + 3, "ANIMEXTS1.0", 11) == 0);
            assert(label == 0xf9 || loop);
            at = gif_blocks(s, at + 2);
        } else {
            assert(s.p[at] == 0x2c && at + 11 <= s.len);
            size_t table = (s.p[at + 9] & 0x80) != 0 ? 3U << ((s.p[at + 9] & 7) + 1) : 0;
            at = gif_blocks(s, at + 10 + table + 1);
        }
    }
    assert(at + 1 == s.len);
}

static void webp(struct str s, size_t at, size_t end) {
    static const char *const keep[] = {"VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", NULL};
    while (at < end) {
        assert(at + 8 <= end);
        size_t len = little(s.p + at + 4, 4);
        assert(is_among(s.p + at, keep) && len <= end - at - 8);
        if (memcmp(s.p + at, "ANMF", 4) == 0)
            webp(s, at + 8 + 16, at + 8 + len);
        if (memcmp(s.p + at, "VP8X", 4) == 0)
            assert((s.p[at + 8] & (0x20 | 0x08 | 0x04)) == 0); /* ICC, EXIF, XMP */
        at += 8 + len + (len & 1);
    }
    assert(at == end);
}

static void walk(struct str s, enum image_kind kind) {
    switch (kind) {
    case IMAGE_PNG:
        png(s);
        break;
    case IMAGE_JPEG:
        jpeg(s);
        break;
    case IMAGE_GIF:
        gif(s);
        break;
    case IMAGE_WEBP:
        assert(little(s.p + 4, 4) == s.len - 8);
        webp(s, 12, s.len);
        break;
    case IMAGE_NONE:
        fuzz_fail("accepted without a kind");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room, out = {0}, again = {0};
    struct image_info info, second;
    struct str text = fuzz_copy(&room, data, size);
    if (text.len > 9 && text.p[0] == 'c') {
        memmove(room.p, room.p + 1, room.len - 1);
        room.len--;
        fix_checksums(&room);
        text = buf_str(&room);
    }
    struct source source = {"a.png", text};
    bool ok = image_scrub(&source, &out, &info, &f.d);
    assert(ok == (f.d.errors == 0));
    if (ok) {
        struct source scrubbed = {"b.png", buf_str(&out)};
        walk(buf_str(&out), info.kind);
        assert(info.width > 0 && info.height > 0);
        assert((uint64_t)info.width * info.height <= IMAGE_PIXELS_MAX);
        assert(image_scrub(&scrubbed, &again, &second, &f.d));
        assert(str_eq(buf_str(&out), buf_str(&again)));
        assert(image_is_clean(buf_str(&out), &second));
        assert(second.width == info.width && second.height == info.height);
    } else {
        assert(out.len == 0);
    }
    fuzz_finish(&f, text);
    buf_finish(&out);
    buf_finish(&again);
    buf_finish(&room);
    return 0;
}
