/* WebP, chunk by chunk: a still picture without alpha chunk becomes the simple form, the others
 * keep VP8X with its flags written anew. RFC 9649 section 2, RFC 6386 section 9.1. What is in a
 * VP8 or VP8L stream behind its last pixel is not looked for. */
#include "image/scrub.h"
#include "image/traces.h"

enum {
    FLAG_ALPHA = 0x10,
    FLAG_ANIMATION = 0x02,
    RIFF_HEAD_BYTES = 12,
    CHUNK_HEAD_BYTES = 8,
    FRAME_HEAD_BYTES = 16,
    VP8X_BYTES = 10,
    VP8_HEAD_BYTES = 10,
    VP8L_HEAD_BYTES = 5
};

struct chunk {
    char type[5];
    struct str data;
};

/* The chunks that draw one picture. */
struct drawing {
    struct chunk alpha, pixels; /* absent data: none */
    uint32_t width, height;
    bool has_alpha;
};

struct webp {
    struct scrub *s;
    struct drawing still;
    bool extended, animated, animation_seen;
    bool alpha; /* the source's flag, or a frame has alpha */
    unsigned frames;
    size_t flags_at; /* in s->out, of an animation */
};

static bool broken(struct webp *w, const char *what) {
    return scrub_refuse(w->s, "image/broken", "the WebP %s; save it again with a picture editor",
                        what);
}

/* --- chunks in and out */

static bool is(const struct chunk *c, const char *type) {
    return memcmp(c->type, type, 4) == 0;
}

static bool next_chunk(struct webp *w, struct str *rest, struct chunk *c) {
    if (rest->len < CHUNK_HEAD_BYTES)
        return scrub_truncated(w->s);
    const char *p = rest->p;
    size_t size = le32(p + 4);
    if (size > rest->len - CHUNK_HEAD_BYTES)
        return scrub_truncated(w->s);
    *c = (struct chunk){.type = {p[0], p[1], p[2], p[3], 0}};
    c->data = str_of(p + CHUNK_HEAD_BYTES, size);
    *rest = str_from_offset(*rest, CHUNK_HEAD_BYTES + size);
    if ((size & 1) != 0)
        *rest = str_from_offset(*rest, rest->len > 0 ? 1 : 0);
    return true;
}

static void put_head(struct buf *out, const char *type, size_t size) {
    buf_puts(out, type);
    put_le32(out, (uint32_t)size);
}

static void put_chunk(struct buf *out, const struct chunk *c) {
    put_head(out, c->type, c->data.len);
    buf_put(out, c->data);
    if ((c->data.len & 1) != 0)
        put_byte(out, 0);
}

static void set_size(struct buf *out, size_t at, size_t size) {
    for (unsigned i = 0; i < 4; i++)
        out->p[at + i] = (char)(unsigned char)(size >> (8 * i));
}

static void drop(struct webp *w, const struct chunk *c) {
    struct image_removed *r = w->s->removed;
    struct str exif = str_lit("Exif\0\0");
    if (is(c, "ICCP")) {
        r->colour_profile = true;
    } else if (is(c, "XMP ")) {
        traces_xmp(c->data, r);
    } else if (is(c, "EXIF")) {
        bool prefixed = str_starts(c->data, exif);
        unsigned orientation = traces_exif(str_from_offset(c->data, prefixed ? exif.len : 0), r);
        if (orientation != 1)
            scrub_orientation_dropped(w->s, orientation);
    } else {
        r->other = true;
    }
}

/* --- pictures */

static bool take_lossy(struct webp *w, struct drawing *d, const struct chunk *c) {
    const char *p = c->data.p;
    if (c->data.len <= VP8_HEAD_BYTES)
        return scrub_truncated(w->s);
    uint32_t tag = le24(p);
    /* a key frame of version 0 to 3 that is shown; its first partition lies inside */
    if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 ||
        memcmp(p + 3, "\x9D\x01\x2A", 3) != 0)
        return broken(w, "has a picture (VP8) that does not begin as one");
    if (tag >> 5 >= c->data.len - VP8_HEAD_BYTES)
        return scrub_truncated(w->s);
    d->width = le16(p + 6) & 0x3FFF;
    d->height = le16(p + 8) & 0x3FFF;
    d->pixels = *c;
    return true;
}

static bool take_lossless(struct webp *w, struct drawing *d, const struct chunk *c) {
    if (c->data.len <= VP8L_HEAD_BYTES)
        return scrub_truncated(w->s);
    uint32_t head = le32(c->data.p + 1);
    if (c->data.p[0] != 0x2F || head >> 29 != 0)
        return broken(w, "has a picture (VP8L) that does not begin as one");
    d->width = (head & 0x3FFF) + 1;
    d->height = (head >> 14 & 0x3FFF) + 1;
    d->has_alpha = (head >> 28 & 1) != 0;
    d->pixels = *c;
    return true;
}

/* Takes a chunk that draws; others are left out. */
static bool take_drawing(struct webp *w, struct drawing *d, const struct chunk *c) {
    bool lossy = is(c, "VP8 "), lossless = is(c, "VP8L");
    if (is(c, "ALPH") && d->alpha.data.p == NULL && d->pixels.data.p == NULL) {
        d->alpha = *c;
        return true;
    }
    if (!lossy && !lossless) {
        drop(w, c);
        return true;
    }
    if (d->pixels.data.p != NULL)
        return broken(w, "has two pictures where one must be");
    return lossy ? take_lossy(w, d, c) : take_lossless(w, d, c);
}

/* After the size is known: alpha goes with VP8 only, and raw alpha is a byte a pixel. */
static bool finish_drawing(struct webp *w, struct drawing *d) {
    if (d->pixels.data.p == NULL)
        return broken(w, "holds no picture");
    if (d->alpha.data.p == NULL)
        return true;
    if (is(&d->pixels, "VP8L")) {
        w->s->removed->other = true;
        d->alpha.data = STR_NONE;
        return true;
    }
    size_t pixels = (size_t)d->width * d->height;
    if (d->alpha.data.len < 2)
        return scrub_truncated(w->s);
    uint32_t head = byte_at(d->alpha.data.p);
    if ((head & 3) > 1 || (head >> 4 & 3) > 1 || head >> 6 > 1)
        return broken(w, "has transparency (ALPH) of an unknown kind");
    if ((head & 3) == 0 && d->alpha.data.len < 1 + pixels)
        return scrub_truncated(w->s);
    if ((head & 3) == 0 && d->alpha.data.len > 1 + pixels) {
        w->s->removed->trailing = true;
        d->alpha.data.len = 1 + pixels;
    }
    d->has_alpha = true;
    return true;
}

static void put_drawing(struct buf *out, const struct drawing *d) {
    if (d->alpha.data.p != NULL) {
        size_t start = out->len + CHUNK_HEAD_BYTES;
        put_chunk(out, &d->alpha);
        out->p[start] = (char)(out->p[start] & 0x3F); /* reserved bits */
    }
    put_chunk(out, &d->pixels);
}

/* --- animations */

static void put_canvas(struct webp *w, uint32_t flags) {
    struct buf *out = w->s->out;
    put_head(out, "VP8X", VP8X_BYTES);
    w->flags_at = out->len;
    put_le32(out, flags);
    put_le24(out, w->s->info->width - 1);
    put_le24(out, w->s->info->height - 1);
}

static bool take_animation(struct webp *w, const struct chunk *c) {
    if (w->animation_seen || w->frames > 0 || c->data.len != 6)
        return broken(w, "has an animation header (ANIM) that cannot be");
    w->animation_seen = true;
    put_chunk(w->s->out, c);
    return true;
}

static bool take_frame(struct webp *w, const struct chunk *c) {
    struct drawing d = {0};
    const char *p = c->data.p;
    if (!w->animation_seen)
        return broken(w, "has a frame without an animation header");
    if (c->data.len < FRAME_HEAD_BYTES)
        return scrub_truncated(w->s);
    struct frame frame = {2 * le24(p), 2 * le24(p + 3), le24(p + 6) + 1, le24(p + 9) + 1};
    if (!scrub_frame(w->s, frame))
        return false;
    struct str rest = str_from_offset(c->data, FRAME_HEAD_BYTES);
    while (rest.len > 0) {
        struct chunk part = {0};
        if (!next_chunk(w, &rest, &part) || !take_drawing(w, &d, &part))
            return false;
    }
    if (!finish_drawing(w, &d))
        return false;
    if (d.width != frame.width || d.height != frame.height)
        return broken(w, "has a frame whose picture is of another size");
    struct buf *out = w->s->out;
    put_head(out, "ANMF", 0);
    size_t start = out->len;
    buf_put(out, str_of(p, FRAME_HEAD_BYTES - 1));
    put_byte(out, byte_at(p + FRAME_HEAD_BYTES - 1) & 3); /* blending and disposal */
    put_drawing(out, &d);
    set_size(out, start - 4, out->len - start);
    w->alpha = w->alpha || d.has_alpha;
    w->frames++;
    return true;
}

/* --- the whole */

static bool take_canvas(struct webp *w, const struct chunk *c) {
    if (c->data.len != VP8X_BYTES)
        return broken(w, "has a header (VP8X) of the wrong length");
    uint32_t flags = byte_at(c->data.p);
    w->extended = true;
    w->animated = w->s->info->animated = (flags & FLAG_ANIMATION) != 0;
    w->alpha = (flags & FLAG_ALPHA) != 0;
    if (!scrub_size(w->s, le24(c->data.p + 4) + 1, le24(c->data.p + 7) + 1))
        return false;
    if (w->animated)
        put_canvas(w, FLAG_ANIMATION);
    return true;
}

static bool take_chunk(struct webp *w, const struct chunk *c) {
    if (is(c, "VP8X"))
        return broken(w, "has two headers (VP8X)");
    if (!w->animated)
        return is(c, "ANMF") ? broken(w, "has a frame without an animation header")
                             : take_drawing(w, &w->still, c);
    if (is(c, "ANIM"))
        return take_animation(w, c);
    if (is(c, "ANMF"))
        return take_frame(w, c);
    if (is(c, "VP8 ") || is(c, "VP8L") || is(c, "ALPH"))
        return broken(w, "has a picture outside of its frames");
    drop(w, c);
    return true;
}

static bool finish_still(struct webp *w) {
    struct drawing *d = &w->still;
    if (!finish_drawing(w, d))
        return false;
    if (w->extended && (d->width != w->s->info->width || d->height != w->s->info->height))
        return broken(w, "has a picture of another size than its header says");
    if (!scrub_size(w->s, d->width, d->height))
        return false;
    if (d->alpha.data.p != NULL)
        put_canvas(w, FLAG_ALPHA);
    put_drawing(w->s->out, d);
    return true;
}

static bool finish_animation(struct webp *w) {
    if (w->frames == 0)
        return broken(w, "is an animation without frames");
    w->s->out->p[w->flags_at] = FLAG_ANIMATION | (w->alpha ? FLAG_ALPHA : 0);
    return true;
}

bool webp_scrub(struct scrub *s) {
    struct webp w = {.s = s};
    struct chunk c = {0};
    size_t start = s->out->len, riff = le32(s->in.p + 4);
    if (riff < 4 || riff > s->in.len - 8)
        return scrub_truncated(s);
    struct str rest = str_slice(s->in, RIFF_HEAD_BYTES, 8 + riff);
    s->removed->trailing = s->in.len > 8 + riff;
    buf_put(s->out, str_lit("RIFF\0\0\0\0WEBP"));
    if (!next_chunk(&w, &rest, &c))
        return false;
    if (!(is(&c, "VP8X") ? take_canvas(&w, &c) : take_chunk(&w, &c)))
        return false;
    if (!w.extended && w.still.pixels.data.p == NULL)
        return broken(&w, "does not begin with a picture");
    while (rest.len > 0)
        if (!next_chunk(&w, &rest, &c) || !take_chunk(&w, &c))
            return false;
    if (!(w.animated ? finish_animation(&w) : finish_still(&w)))
        return false;
    set_size(s->out, start + 4, s->out->len - start - 8);
    return true;
}
