/* PNG and APNG, chunk by chunk: what is on the list is checked and written again, the rest is left
 * out. Pixel data keep their own compressed bytes, joined into one IDAT (one fdAT a frame), so that
 * where an encoder cut them says nothing either. PNG third edition, sections 5, 7, 11 and 13. */
#include "image/png.h"

#include <libdeflate.h>

#include "image/traces.h"

#define SIGNATURE "\x89PNG\r\n\x1A\n"

enum {
    CHUNK_EXTRA_BYTES = 12, /* length, type, CRC */
    LENGTH_MAX = 0x7FFFFFFF,
    COLOUR_GREY = 0,
    COLOUR_RGB = 2,
    COLOUR_PALETTE = 3,
    COLOUR_GREY_ALPHA = 4,
    COLOUR_RGBA = 6
};

struct chunk {
    char type[5]; /* four letters, checked */
    struct str data;
};

struct png {
    struct scrub *s;
    size_t at; /* in s->in */
    struct png_header header;
    uint32_t seen;          /* bits by index in `rules` */
    uint32_t palette_count; /* 0: no PLTE yet */
    bool data_seen, ended;
    /* the run of IDAT or fdAT that is being written: where its length field is, 0 for none */
    size_t open;
    bool open_is_frame;
    struct frame frame; /* what the open run draws */
    /* APNG */
    bool animated, frame_wanted; /* wanted: an fcTL waits for its data */
    uint32_t frames, frames_seen;
    uint32_t sequence_in, sequence_out;
};

static bool broken(struct png *p, const struct chunk *c, const char *what) {
    return scrub_refuse(p->s, "image/broken",
                        "the PNG's %s chunk %s; save it again with a picture editor", c->type,
                        what);
}

/* --- chunks in and out */

static bool read_chunk(struct png *p, struct chunk *c) {
    struct str in = p->s->in;
    if (in.len - p->at < CHUNK_EXTRA_BYTES)
        return scrub_truncated(p->s);
    const char *head = in.p + p->at;
    size_t size = be32(head);
    *c = (struct chunk){.type = {head[4], head[5], head[6], head[7], 0}};
    for (size_t i = 0; i < 4; i++)
        if (!ascii_is_alpha(c->type[i]))
            return scrub_refuse(p->s, "image/broken",
                                "the PNG has no chunk where one must be, at byte %zu; save it "
                                "again with a picture editor",
                                p->at);
    if (size > LENGTH_MAX || size > in.len - p->at - CHUNK_EXTRA_BYTES)
        return scrub_truncated(p->s);
    c->data = str_of(head + 8, size);
    if (libdeflate_crc32(0, head + 4, size + 4) != be32(head + 8 + size))
        return broken(p, c, "was changed after it was written (its checksum is wrong)");
    p->at += CHUNK_EXTRA_BYTES + size;
    return true;
}

static void open_chunk(struct png *p, const char *type) {
    p->open = p->s->out->len;
    put_be32(p->s->out, 0);
    buf_puts(p->s->out, type);
}

static void close_chunk(struct png *p) {
    struct buf *out = p->s->out;
    size_t size = out->len - p->open - 8;
    uint32_t crc = libdeflate_crc32(0, out->p + p->open + 4, size + 4);
    for (size_t i = 0; i < 4; i++)
        out->p[p->open + i] = (char)(unsigned char)(size >> (24 - 8 * i));
    put_be32(out, crc);
    p->open = 0;
}

static void write_chunk(struct png *p, const char *type, struct str data) {
    open_chunk(p, type);
    buf_put(p->s->out, data);
    close_chunk(p);
}

/* --- pixel data */

/* Ends the run of IDAT or fdAT, if there is one: its stream must draw its rows and nothing else. */
static bool close_run(struct png *p) {
    if (p->open == 0)
        return true;
    struct buf *out = p->s->out;
    size_t start = p->open + 8 + (p->open_is_frame ? 4 : 0), used = 0;
    struct str data = str_of(out->p + start, out->len - start);
    switch (png_pixels_check(&p->header, p->frame.width, p->frame.height, data, &used)) {
    case PNG_PIXELS_SHORT:
        return scrub_truncated(p->s);
    case PNG_PIXELS_BROKEN:
        return scrub_refuse(p->s, "image/broken",
                            "the PNG's pixel data are broken or more than its %u by %u pixels; "
                            "save it again with a picture editor",
                            p->frame.width, p->frame.height);
    case PNG_PIXELS_FINE:
        break;
    }
    if (used < data.len)
        p->s->removed->trailing = true;
    out->len = start + used;
    close_chunk(p);
    return true;
}

static bool take_data(struct png *p, const struct chunk *c) {
    if (p->open == 0) {
        if (p->data_seen)
            return broken(p, c, "is not in one run");
        if (p->header.colour_type == COLOUR_PALETTE && p->palette_count == 0)
            return broken(p, c, "comes before the palette");
        p->data_seen = true;
        p->frame_wanted = false;
        p->frame = (struct frame){0, 0, p->header.width, p->header.height};
        p->open_is_frame = false;
        open_chunk(p, "IDAT");
    }
    buf_put(p->s->out, c->data);
    return true;
}

/* --- animation */

static bool next_sequence(struct png *p, const struct chunk *c) {
    if (c->data.len < 4 || be32(c->data.p) != p->sequence_in)
        return broken(p, c, "is out of sequence");
    p->sequence_in++;
    return true;
}

static bool take_animation(struct png *p, const struct chunk *c) {
    if (c->data.len != 8 || be32(c->data.p) == 0 || be32(c->data.p) > LENGTH_MAX ||
        be32(c->data.p + 4) > LENGTH_MAX)
        return broken(p, c, "has no valid number of frames");
    p->animated = p->s->info->animated = true;
    p->frames = be32(c->data.p);
    write_chunk(p, c->type, c->data);
    return true;
}

static bool take_frame_control(struct png *p, const struct chunk *c) {
    if (!p->animated || p->frame_wanted)
        return broken(p, c, "stands where none may be");
    if (!next_sequence(p, c))
        return false;
    if (c->data.len != 26)
        return broken(p, c, "has the wrong length");
    const char *d = c->data.p;
    struct frame frame = {be32(d + 12), be32(d + 16), be32(d + 4), be32(d + 8)};
    if (!scrub_frame(p->s, frame))
        return false;
    if (!p->data_seen && (frame.x != 0 || frame.y != 0 || frame.width != p->header.width ||
                          frame.height != p->header.height))
        return broken(p, c, "before the first picture is not of its size");
    if (byte_at(d + 24) > 2 || byte_at(d + 25) > 1)
        return broken(p, c, "says an unknown way to draw");
    p->frame = frame;
    p->frame_wanted = true;
    p->frames_seen++;
    open_chunk(p, "fcTL");
    put_be32(p->s->out, p->sequence_out++);
    buf_put(p->s->out, str_from_offset(c->data, 4));
    close_chunk(p);
    return true;
}

static bool take_frame_data(struct png *p, const struct chunk *c) {
    if (!next_sequence(p, c))
        return false;
    if (p->open == 0) {
        if (!p->data_seen || !p->frame_wanted)
            return broken(p, c, "stands where none may be");
        p->frame_wanted = false;
        p->open_is_frame = true;
        open_chunk(p, "fdAT");
        put_be32(p->s->out, p->sequence_out++);
    }
    buf_put(p->s->out, str_from_offset(c->data, 4));
    return true;
}

/* --- the other chunks */

static bool depth_is_legal(unsigned depth, unsigned colour_type) {
    switch (colour_type) {
    case COLOUR_GREY:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case COLOUR_PALETTE:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case COLOUR_RGB:
    case COLOUR_GREY_ALPHA:
    case COLOUR_RGBA:
        return depth == 8 || depth == 16;
    default:
        return false;
    }
}

static bool take_header(struct png *p, const struct chunk *c) {
    const char *d = c->data.p;
    if (c->data.len != 13)
        return broken(p, c, "has the wrong length");
    p->header = (struct png_header){.width = be32(d),
                                    .height = be32(d + 4),
                                    .depth = byte_at(d + 8),
                                    .colour_type = byte_at(d + 9),
                                    .interlaced = byte_at(d + 12) == 1};
    if (!depth_is_legal(p->header.depth, p->header.colour_type))
        return broken(p, c, "says a bit depth and colour type that do not go together");
    if (byte_at(d + 10) != 0 || byte_at(d + 11) != 0 || byte_at(d + 12) > 1)
        return broken(p, c, "says an unknown compression, filter or interlace method");
    write_chunk(p, c->type, c->data);
    return scrub_size(p->s, p->header.width, p->header.height);
}

static bool take_palette(struct png *p, const struct chunk *c) {
    size_t count = c->data.len / 3;
    size_t most = p->header.colour_type == COLOUR_PALETTE ? (size_t)1 << p->header.depth : 256;
    if (c->data.len % 3 != 0 || count == 0 || count > most)
        return broken(p, c, "has the wrong length");
    if (p->header.colour_type == COLOUR_GREY || p->header.colour_type == COLOUR_GREY_ALPHA)
        return broken(p, c, "stands in a grey picture");
    p->palette_count = (uint32_t)count;
    write_chunk(p, c->type, c->data);
    return true;
}

static bool take_end(struct png *p, const struct chunk *c) {
    if (c->data.len != 0)
        return broken(p, c, "has the wrong length");
    if (!p->data_seen)
        return broken(p, c, "comes before any pixel data");
    if (p->animated && (p->frame_wanted || p->frames_seen != p->frames))
        return broken(p, c, "comes before all frames of the animation");
    p->ended = true;
    write_chunk(p, c->type, c->data);
    return true;
}

/* `samples` 16-bit numbers that fit the bit depth. */
static bool samples_fit(const struct png *p, struct str data, size_t samples) {
    if (data.len != 2 * samples)
        return false;
    for (size_t i = 0; i < samples; i++)
        if (be16(data.p + 2 * i) >> p->header.depth != 0)
            return false;
    return true;
}

static bool transparency_is_legal(const struct png *p, struct str data) {
    switch (p->header.colour_type) {
    case COLOUR_GREY:
        return samples_fit(p, data, 1);
    case COLOUR_RGB:
        return samples_fit(p, data, 3);
    case COLOUR_PALETTE:
        return data.len > 0 && data.len <= p->palette_count;
    default:
        return false;
    }
}

static bool background_is_legal(const struct png *p, struct str data) {
    switch (p->header.colour_type) {
    case COLOUR_PALETTE:
        return data.len == 1 && byte_at(data.p) < p->palette_count;
    case COLOUR_GREY:
    case COLOUR_GREY_ALPHA:
        return samples_fit(p, data, 1);
    default:
        return samples_fit(p, data, 3);
    }
}

static bool significant_bits_are_legal(const struct png *p, struct str data) {
    static const uint8_t channels[] = {1, 0, 3, 3, 2, 0, 4};
    unsigned most = p->header.colour_type == COLOUR_PALETTE ? 8 : p->header.depth;
    if (data.len != channels[p->header.colour_type])
        return false;
    for (size_t i = 0; i < data.len; i++)
        if (byte_at(data.p + i) == 0 || byte_at(data.p + i) > most)
            return false;
    return true;
}

static bool gamma_is_legal(const struct png *p, struct str data) {
    (void)p;
    return data.len == 4 && be32(data.p) <= LENGTH_MAX;
}

static bool chromaticities_are_legal(const struct png *p, struct str data) {
    (void)p;
    return data.len == 32;
}

static bool intent_is_legal(const struct png *p, struct str data) {
    (void)p;
    return data.len == 1 && byte_at(data.p) <= 3;
}

static bool density_is_legal(const struct png *p, struct str data) {
    (void)p;
    return data.len == 9 && be32(data.p) <= LENGTH_MAX && be32(data.p + 4) <= LENGTH_MAX &&
           byte_at(data.p + 8) <= 1;
}

/* --- the list: what is kept, where it may stand */

enum place_rule { ANYWHERE, BEFORE_DATA, BEFORE_PALETTE, AFTER_PALETTE };

static const struct rule {
    char type[5];
    uint8_t place;
    bool once;
    bool (*take)(struct png *p, const struct chunk *c);     /* or */
    bool (*is_legal)(const struct png *p, struct str data); /* kept as it is when legal */
} rules[] = {
    {"IHDR", BEFORE_PALETTE, true, take_header, NULL},
    {"PLTE", BEFORE_DATA, true, take_palette, NULL},
    {"IDAT", ANYWHERE, false, take_data, NULL},
    {"IEND", ANYWHERE, true, take_end, NULL},
    {"tRNS", AFTER_PALETTE, true, NULL, transparency_is_legal},
    {"gAMA", BEFORE_PALETTE, true, NULL, gamma_is_legal},
    {"cHRM", BEFORE_PALETTE, true, NULL, chromaticities_are_legal},
    {"sRGB", BEFORE_PALETTE, true, NULL, intent_is_legal},
    {"sBIT", BEFORE_PALETTE, true, NULL, significant_bits_are_legal},
    {"bKGD", AFTER_PALETTE, true, NULL, background_is_legal},
    {"pHYs", BEFORE_DATA, true, NULL, density_is_legal},
    {"acTL", BEFORE_DATA, true, take_animation, NULL},
    {"fcTL", ANYWHERE, false, take_frame_control, NULL},
    {"fdAT", ANYWHERE, false, take_frame_data, NULL},
};

static bool is_in_place(const struct png *p, const struct rule *rule) {
    switch ((enum place_rule)rule->place) {
    case BEFORE_PALETTE:
        return !p->data_seen && p->palette_count == 0;
    case AFTER_PALETTE:
        return !p->data_seen && (p->palette_count > 0 || p->header.colour_type != COLOUR_PALETTE);
    case BEFORE_DATA:
        return !p->data_seen;
    case ANYWHERE:
        break;
    }
    return true;
}

static void note_text(struct png *p, const struct chunk *c) {
    size_t end = str_find_char(c->data, '\0');
    if (end == SIZE_MAX)
        end = c->data.len;
    traces_png_text(str_slice(c->data, 0, end), str_from_offset(c->data, end), p->s->removed);
}

/* Leaves a chunk out, and says what it was. */
static bool drop(struct png *p, const struct chunk *c) {
    struct image_removed *r = p->s->removed;
    if (ascii_is_upper(c->type[0]))
        return broken(p, c, "is not one of PNG's own");
    if (str_is(str_lit("tEXt"), c->type) || str_is(str_lit("zTXt"), c->type) ||
        str_is(str_lit("iTXt"), c->type)) {
        note_text(p, c);
    } else if (str_is(str_lit("eXIf"), c->type)) {
        unsigned orientation = traces_exif(c->data, r);
        if (orientation != 1)
            scrub_orientation_dropped(p->s, orientation);
    } else if (str_is(str_lit("tIME"), c->type)) {
        r->time = true;
    } else if (str_is(str_lit("iCCP"), c->type) || str_is(str_lit("cICP"), c->type)) {
        r->colour_profile = true;
    } else {
        r->other = true;
    }
    return true;
}

static bool take_chunk(struct png *p, const struct chunk *c) {
    size_t i = 0;
    while (i < ARRAY_LEN(rules) && memcmp(rules[i].type, c->type, 4) != 0)
        i++;
    bool continues = p->open != 0 && memcmp(c->type, p->open_is_frame ? "fdAT" : "IDAT", 4) == 0;
    if (!continues && !close_run(p))
        return false;
    if (p->seen == 0 && i != 0)
        return broken(p, c, "stands before the header");
    if (i == ARRAY_LEN(rules))
        return drop(p, c);
    if (rules[i].once && (p->seen >> i & 1) != 0)
        return broken(p, c, "stands there twice");
    p->seen |= (uint32_t)1 << i;
    if (!is_in_place(p, &rules[i]))
        return broken(p, c, "stands in the wrong place");
    if (rules[i].take != NULL)
        return rules[i].take(p, c);
    if (!rules[i].is_legal(p, c->data))
        return broken(p, c, "has a length or value that PNG does not allow");
    write_chunk(p, c->type, c->data);
    return true;
}

bool png_scrub(struct scrub *s) {
    struct png p = {.s = s, .at = sizeof(SIGNATURE) - 1};
    buf_put(s->out, str_lit(SIGNATURE));
    while (!p.ended) {
        struct chunk c = {0};
        if (!read_chunk(&p, &c) || !take_chunk(&p, &c))
            return false;
    }
    if (p.at < s->in.len)
        s->removed->trailing = true;
    return true;
}
