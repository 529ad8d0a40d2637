/* GIF, block by block: the screen, the pictures with their control blocks and the loop count are
 * written again, comments and other extensions are left out. GIF89a sections 17 to 27. */
#include "image/gif.h"

#include <assert.h>

#include "image/traces.h"

enum {
    BLOCK_PICTURE = 0x2C,
    BLOCK_EXTENSION = 0x21,
    BLOCK_END = 0x3B,
    EXTENSION_TEXT = 0x01,
    EXTENSION_CONTROL = 0xF9,
    EXTENSION_COMMENT = 0xFE,
    EXTENSION_APPLICATION = 0xFF,
    SUB_BLOCK_MAX = 255
};

struct gif {
    struct scrub *s;
    size_t at;
    size_t start;       /* in s->out */
    struct buf codes;   /* of one picture */
    struct str control; /* its four bytes, waiting for the picture; absent: none */
    bool looped, ended;
    unsigned pictures;
};

static bool broken(struct gif *g, const char *what) {
    return scrub_refuse(g->s, "image/broken", "the GIF %s; save it again with a picture editor",
                        what);
}

static bool take(struct gif *g, size_t size, struct str *bytes) {
    if (g->s->in.len - g->at < size) {
        scrub_truncated(g->s);
        return false;
    }
    assert(g->s->in.p != NULL); /* it starts with "GIF" */
    *bytes = str_of(g->s->in.p + g->at, size);
    g->at += size;
    return true;
}

static bool take_byte(struct gif *g, uint32_t *value) {
    struct str byte = STR_NONE;
    if (!take(g, 1, &byte))
        return false;
    *value = byte_at(byte.p);
    return true;
}

/* Sub-blocks up to the terminator; their content goes behind what `into` has (NULL: nowhere). */
static bool take_sub_blocks(struct gif *g, struct buf *into) {
    for (;;) {
        uint32_t size = 0;
        struct str block = STR_NONE;
        if (!take_byte(g, &size) || !take(g, size, &block))
            return false;
        if (size == 0)
            return true;
        if (into != NULL)
            buf_put(into, block);
    }
}

static void put_sub_blocks(struct buf *out, struct str bytes) {
    while (bytes.len > 0) {
        struct str block =
            str_slice(bytes, 0, bytes.len < SUB_BLOCK_MAX ? bytes.len : SUB_BLOCK_MAX);
        put_byte(out, (uint32_t)block.len);
        buf_put(out, block);
        bytes = str_from_offset(bytes, block.len);
    }
    put_byte(out, 0);
}

/* An extension needs the newer version. */
static void put_extension(struct gif *g, uint32_t label) {
    g->s->out->p[g->start + 4] = '9';
    put_byte(g->s->out, BLOCK_EXTENSION);
    put_byte(g->s->out, label);
}

static size_t table_bytes(uint32_t flags) {
    return (flags & 0x80) == 0 ? 0 : (size_t)3 << ((flags & 7) + 1);
}

static bool take_screen(struct gif *g) {
    struct str head = STR_NONE, table = STR_NONE;
    if (!take(g, 13, &head))
        return false;
    uint32_t flags = byte_at(head.p + 10);
    if (!scrub_size(g->s, le16(head.p + 6), le16(head.p + 8)) ||
        !take(g, table_bytes(flags), &table))
        return false;
    buf_put(g->s->out, str_slice(head, 0, 10));
    put_byte(g->s->out, table.len > 0 ? flags : flags & 0x70);
    put_byte(g->s->out, table.len > 0 ? byte_at(head.p + 11) : 0); /* background */
    put_byte(g->s->out, byte_at(head.p + 12));                     /* aspect ratio */
    buf_put(g->s->out, table);
    return true;
}

/* --- extensions */

static bool take_control(struct gif *g) {
    struct str block = STR_NONE;
    if (!take(g, 6, &block))
        return false;
    if (byte_at(block.p) != 4 || byte_at(block.p + 5) != 0)
        return broken(g, "has a control block of the wrong length");
    g->control = str_slice(block, 1, 5);
    return true;
}

static void put_control(struct gif *g) {
    if (g->control.p == NULL)
        return;
    uint32_t flags = byte_at(g->control.p) & 0x1F;
    put_extension(g, EXTENSION_CONTROL);
    put_byte(g->s->out, 4);
    put_byte(g->s->out, flags);
    buf_put(g->s->out, str_slice(g->control, 1, 3));                       /* delay */
    put_byte(g->s->out, (flags & 1) != 0 ? byte_at(g->control.p + 3) : 0); /* transparent index */
    put_byte(g->s->out, 0);
    g->control = STR_NONE;
}

static void put_loop(struct gif *g, struct str count) {
    put_extension(g, EXTENSION_APPLICATION);
    put_byte(g->s->out, 11);
    buf_puts(g->s->out, "NETSCAPE2.0");
    put_byte(g->s->out, 3);
    put_byte(g->s->out, 1);
    buf_put(g->s->out, count);
    put_byte(g->s->out, 0);
    g->looped = true;
}

static bool take_application(struct gif *g) {
    struct image_removed *r = g->s->removed;
    struct str in = g->s->in, head = STR_NONE;
    size_t start = g->at;
    if (in.len - start >= 12 && byte_at(in.p + start) == 11)
        head = str_of(in.p + start + 1, 11);
    if (!take_sub_blocks(g, NULL))
        return false;
    struct str data = str_slice(in, head.p == NULL ? start : start + 12, g->at);
    bool loops = head.p != NULL && (str_is(head, "NETSCAPE2.0") || str_is(head, "ANIMEXTS1.0"));
    if (loops && !g->looped && data.len >= 5 && data.p[0] == 3 && data.p[1] == 1)
        put_loop(g, str_slice(data, 2, 4));
    else if (head.p != NULL && str_is(head, "XMP DataXMP"))
        traces_xmp(data, r);
    else if (head.p != NULL && str_is(head, "ICCRGBG1012"))
        r->colour_profile = true;
    else
        r->other = true;
    return true;
}

static bool take_extension(struct gif *g) {
    uint32_t label = 0;
    if (!take_byte(g, &label))
        return false;
    switch (label) {
    case EXTENSION_CONTROL:
        return take_control(g);
    case EXTENSION_APPLICATION:
        return take_application(g);
    case EXTENSION_COMMENT:
        g->s->removed->comment = true;
        break;
    case EXTENSION_TEXT:
        g->s->removed->text = true;
        g->control = STR_NONE; /* it was for the text */
        break;
    default:
        g->s->removed->other = true;
    }
    return take_sub_blocks(g, NULL);
}

/* --- pictures */

static bool take_pixels(struct gif *g, const struct frame *frame, uint32_t *code_bits) {
    if (!take_byte(g, code_bits))
        return false;
    if (*code_bits < 2 || *code_bits > 8)
        return broken(g, "has pixel data of an unknown code size");
    buf_reset(&g->codes);
    if (!take_sub_blocks(g, &g->codes))
        return false;
    switch (gif_pixels_end(*code_bits, (uint64_t)frame->width * frame->height, &g->codes,
                           &g->s->removed->trailing)) {
    case GIF_PIXELS_SHORT:
        return scrub_truncated(g->s);
    case GIF_PIXELS_BROKEN:
        return broken(g, "has pixel data that are broken or more than its pixels");
    case GIF_PIXELS_FINE:
        break;
    }
    return true;
}

static bool take_picture(struct gif *g) {
    struct str head = STR_NONE, table = STR_NONE;
    if (!take(g, 9, &head))
        return false;
    uint32_t flags = byte_at(head.p + 8), code_bits = 0;
    struct frame frame = {le16(head.p), le16(head.p + 2), le16(head.p + 4), le16(head.p + 6)};
    if (!scrub_frame(g->s, frame) || !take(g, table_bytes(flags), &table) ||
        !take_pixels(g, &frame, &code_bits))
        return false;
    put_control(g);
    put_byte(g->s->out, BLOCK_PICTURE);
    buf_put(g->s->out, str_slice(head, 0, 8));
    put_byte(g->s->out, table.len > 0 ? flags & 0xE7 : flags & 0x40);
    buf_put(g->s->out, table);
    put_byte(g->s->out, code_bits);
    put_sub_blocks(g->s->out, buf_str(&g->codes));
    g->pictures++;
    return true;
}

static bool take_block(struct gif *g) {
    uint32_t kind = 0;
    if (!take_byte(g, &kind))
        return false;
    switch (kind) {
    case BLOCK_PICTURE:
        return take_picture(g);
    case BLOCK_EXTENSION:
        return take_extension(g);
    case BLOCK_END:
        if (g->pictures == 0)
            return broken(g, "holds no picture");
        put_byte(g->s->out, BLOCK_END);
        g->ended = true;
        return true;
    default:
        return broken(g, "has a block of an unknown kind");
    }
}

bool gif_scrub(struct scrub *s) {
    struct gif g = {.s = s, .start = s->out->len};
    bool ok = take_screen(&g);
    while (ok && !g.ended)
        ok = take_block(&g);
    buf_finish(&g.codes);
    s->info->animated = g.pictures > 1;
    if (g.at < s->in.len)
        s->removed->trailing = true;
    return ok;
}
