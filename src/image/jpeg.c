/* JPEG: reads marker by marker into a model of what draws the picture, and writes from the model.
 * T.81 annex B, JFIF 1.02, Exif 2.32 section 4.5. ICC profiles go: they change no decoded value. */
#include "image/jpeg.h"

#include "image/traces.h"

enum {
    SOF0 = 0xC0,
    SOF2 = 0xC2,
    DHT = 0xC4,
    SOF15 = 0xCF,
    RST0 = 0xD0,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DQT = 0xDB,
    DNL = 0xDC,
    DRI = 0xDD,
    APP0 = 0xE0,
    APP15 = 0xEF,
    COM = 0xFE,
    /* libjpeg's own limit in its fuzzer is near; encoders use 1 to 40. With the order of
     * progressive scans it keeps the time linear. */
    SCANS_MAX = 256
};

struct jpeg {
    struct scrub *s;
    size_t at;
    struct arena mem; /* histories of progressive components */
    struct jpeg_tables tables, written;
    struct jpeg_frame frame;
    unsigned scans;
    bool ended;
    /* What the application segments say that decoders heed. */
    struct {
        bool there;
        uint32_t units, x, y;
    } jfif;
    struct {
        bool there;
        uint32_t transform;
    } adobe;
    bool exif_seen;
    unsigned orientation;
};

static bool broken(struct jpeg *j, const char *segment, const char *what) {
    return scrub_refuse(j->s, "image/broken",
                        "the JPEG's %s segment %s; save it again with a picture editor", segment,
                        what);
}

/* --- application segments */

static void take_jfif(struct jpeg *j, struct str body) {
    if (byte_at(body.p + 12) != 0 && byte_at(body.p + 13) != 0)
        j->s->removed->thumbnail = true;
    j->jfif.there = true;
    j->jfif.units = byte_at(body.p + 7);
    j->jfif.x = be16(body.p + 8);
    j->jfif.y = be16(body.p + 10);
    if (j->jfif.units > 2 || j->jfif.x == 0 || j->jfif.y == 0) {
        j->jfif.units = 0;
        j->jfif.x = j->jfif.y = 1;
    }
}

static void take_app1(struct jpeg *j, struct str body) {
    struct image_removed *r = j->s->removed;
    struct str exif = str_lit("Exif\0\0"), xmp = str_lit("http://ns.adobe.com/x");
    if (str_starts(body, exif)) {
        unsigned orientation = traces_exif(str_from_offset(body, exif.len), r);
        if (!j->exif_seen)
            j->orientation = orientation;
        j->exif_seen = true;
    } else if (str_starts(body, xmp)) {
        traces_xmp(body, r);
    } else {
        r->other = true;
    }
}

/* What the first scan's decoder knows counts; what comes later is only left out. */
static void take_application(struct jpeg *j, uint32_t code, struct str body) {
    struct image_removed *r = j->s->removed;
    struct str photoshop = str_lit("Photoshop 3.0\0");
    if (code == APP0 && str_starts(body, str_lit("JFIF\0")) && body.len >= 14 && j->scans == 0)
        take_jfif(j, body);
    else if (code == APP0 && str_starts(body, str_lit("JFXX\0")))
        r->thumbnail = true;
    else if (code == APP0 + 1)
        take_app1(j, body);
    else if (code == APP0 + 2 && str_starts(body, str_lit("ICC_PROFILE\0")))
        r->colour_profile = true;
    else if (code == APP0 + 13 && str_starts(body, photoshop))
        traces_photoshop(str_from_offset(body, photoshop.len), r);
    else if (code == APP0 + 14 && str_starts(body, str_lit("Adobe")) && body.len >= 12 &&
             j->scans == 0) {
        j->adobe.there = true;
        j->adobe.transform = byte_at(body.p + 11);
    } else
        r->other = true;
}

/* --- writing */

static void write_jfif(const struct jpeg *j) {
    struct buf *out = j->s->out;
    buf_put(out, str_lit("\xFF\xE0\0\x10JFIF\0\1\1"));
    put_byte(out, j->jfif.units);
    put_be16(out, j->jfif.x);
    put_be16(out, j->jfif.y);
    put_be16(out, 0); /* no thumbnail */
}

/* TIFF, big-endian, one directory of one entry: tag 0x0112, a SHORT. */
static void write_orientation(const struct jpeg *j) {
    struct buf *out = j->s->out;
    buf_put(out, str_lit("\xFF\xE1\0\x22"
                         "Exif\0\0"
                         "MM\0*\0\0\0\x08"
                         "\0\1"
                         "\x01\x12\0\3\0\0\0\1"));
    put_be16(out, j->orientation);
    put_be16(out, 0);
    put_be32(out, 0); /* no next directory */
}

static void write_adobe(const struct jpeg *j) {
    buf_put(j->s->out, str_lit("\xFF\xEE\0\x0E"
                               "Adobe\0\x64\0\0\0\0"));
    put_byte(j->s->out, j->adobe.transform);
}

static void write_start(const struct jpeg *j) {
    put_be16(j->s->out, 0xFF00 | SOI);
    if (j->jfif.there)
        write_jfif(j);
    if (j->orientation != 1)
        write_orientation(j);
    if (j->adobe.there)
        write_adobe(j);
}

/* --- frame and scans */

static bool take_frame(struct jpeg *j, uint32_t code, struct str body) {
    if (code > SOF2)
        return scrub_refuse(j->s, "image/unsupported",
                            "this JPEG is of a kind that browsers do not show (%s); save it as an "
                            "ordinary JPEG",
                            code == 0xC3   ? "lossless"
                            : code >= 0xC9 ? "arithmetic coding"
                                           : "hierarchical");
    if (body.len > 0 && byte_at(body.p) != 8)
        return scrub_refuse(j->s, "image/unsupported",
                            "this JPEG has %u bits a colour, which browsers do not show; save it "
                            "as an ordinary JPEG",
                            byte_at(body.p));
    const char *wrong = jpeg_read_frame(&j->frame, (uint8_t)code, body);
    if (wrong != NULL)
        return broken(j, "frame (SOF)", wrong);
    return scrub_size(j->s, j->frame.width, j->frame.height);
}

/* Every block took at least a bit of the first scan, so this is a fixed multiple of the file. */
static void make_history(struct jpeg *j, struct jpeg_component *c) {
    if (c->nonzero == NULL)
        c->nonzero = arena_array(&j->mem, uint64_t, (size_t)c->blocks_wide * c->blocks_high);
}

static bool take_scan(struct jpeg *j, struct str body) {
    struct jpeg_scan scan;
    if (j->frame.marker == 0)
        return broken(j, "scan (SOS)", "comes before the frame");
    const char *wrong = jpeg_read_scan(&j->frame, &j->tables, body, &scan);
    if (wrong != NULL)
        return broken(j, "scan (SOS)", wrong);
    if (j->scans == SCANS_MAX)
        return broken(j, "scan (SOS)", "is one too many");
    if (j->scans == 0)
        write_start(j);
    if (scan.start > 0)
        make_history(j, &j->frame.components[scan.component[0]]);
    jpeg_write_scan(&j->frame, &j->tables, &scan, &j->written, j->scans == 0, j->s->out);
    j->scans++;
    for (size_t i = 0; i < scan.count; i++)
        j->frame.components[scan.component[i]].started = true;
    switch (jpeg_copy_scan(&j->frame, &j->tables, &scan, j->s->in, &j->at, &j->s->removed->trailing,
                           j->s->out)) {
    case JPEG_DATA_SHORT:
        return scrub_truncated(j->s);
    case JPEG_DATA_BROKEN:
        return scrub_refuse(j->s, "image/broken",
                            "the JPEG's picture data are broken near byte %zu; save it again with "
                            "a picture editor",
                            j->at);
    case JPEG_DATA_FINE:
        break;
    }
    return true;
}

static bool take_end(struct jpeg *j) {
    for (size_t i = 0; i < j->frame.count; i++)
        if (!j->frame.components[i].started)
            return scrub_truncated(j->s);
    if (j->frame.count == 0)
        return scrub_refuse(j->s, "image/broken", "the JPEG ends before any picture");
    put_be16(j->s->out, 0xFF00 | EOI);
    if (j->at < j->s->in.len)
        j->s->removed->trailing = true;
    j->ended = true;
    return true;
}

/* --- markers */

static bool read_marker(struct jpeg *j, uint32_t *code) {
    struct str in = j->s->in;
    if (j->at < in.len && byte_at(in.p + j->at) != 0xFF)
        return scrub_refuse(j->s, "image/broken",
                            "the JPEG has no segment where one must be, at byte %zu; save it again "
                            "with a picture editor",
                            j->at);
    while (j->at < in.len && byte_at(in.p + j->at) == 0xFF)
        j->at++;
    if (j->at >= in.len)
        return scrub_truncated(j->s);
    *code = byte_at(in.p + j->at++);
    return true;
}

static bool read_body(struct jpeg *j, struct str *body) {
    struct str in = j->s->in;
    if (in.len - j->at < 2)
        return scrub_truncated(j->s);
    size_t size = be16(in.p + j->at);
    if (size < 2)
        return scrub_refuse(j->s, "image/broken",
                            "the JPEG has a segment without a length at byte %zu; save it again "
                            "with a picture editor",
                            j->at);
    if (size > in.len - j->at)
        return scrub_truncated(j->s);
    *body = str_of(in.p + j->at + 2, size - 2);
    j->at += size;
    return true;
}

static bool take_tables(struct jpeg *j, uint32_t code, struct str body) {
    const char *wrong = code == DQT   ? jpeg_read_quant(&j->tables, body)
                        : code == DHT ? jpeg_read_huffman(&j->tables, body)
                                      : jpeg_read_restart(&j->tables, body);
    return wrong == NULL || broken(j,
                                   code == DQT   ? "quantisation (DQT)"
                                   : code == DHT ? "Huffman (DHT)"
                                                 : "restart (DRI)",
                                   wrong);
}

static bool take_segment(struct jpeg *j, uint32_t code) {
    struct str body = STR_NONE;
    if (code == EOI)
        return take_end(j);
    if (code >= RST0 && code < SOI) { /* a last restart that restarts nothing: decoders pass it */
        j->s->removed->trailing = true;
        return true;
    }
    if (code < SOF0 || (code > SOF15 && code < SOS) || (code > DRI && code < APP0) ||
        (code > APP15 && code != COM) || code == DNL || code == 0xC8 || code == 0xCC)
        return scrub_refuse(j->s, "image/broken",
                            "the JPEG has a marker (%02X) that no ordinary picture has; save it "
                            "again with a picture editor",
                            code);
    if (!read_body(j, &body))
        return false;
    if (code >= APP0 && code <= APP15) {
        take_application(j, code, body);
        return true;
    }
    switch (code) {
    case COM:
        j->s->removed->comment = true;
        return true;
    case SOS:
        return take_scan(j, body);
    case DQT:
    case DHT:
    case DRI:
        return take_tables(j, code, body);
    default:
        return take_frame(j, code, body);
    }
}

bool jpeg_scrub(struct scrub *s) {
    struct jpeg j = {.s = s, .at = 2, .orientation = 1};
    bool ok = true;
    arena_init(&j.mem);
    while (ok && !j.ended) {
        uint32_t code = 0;
        ok = read_marker(&j, &code) && take_segment(&j, code);
    }
    arena_finish(&j.mem);
    if (ok && j.orientation > 4) {
        unsigned width = s->info->width;
        s->info->width = s->info->height;
        s->info->height = width;
    }
    return ok;
}
