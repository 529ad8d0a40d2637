/* The bodies of JPEG's marker segments, read strictly and written again from what was read. T.81
 * annex B. Nothing of the source's bytes goes out but table values. */
#include "image/jpeg.h"

static const char wrong_length[] = "has the wrong length";

const char *jpeg_read_quant(struct jpeg_tables *t, struct str body) {
    if (body.len == 0)
        return wrong_length;
    while (body.len > 0) {
        uint32_t head = byte_at(body.p);
        size_t size = (head >> 4) != 0 ? 2 * JPEG_COEFFICIENTS : JPEG_COEFFICIENTS;
        if (head >> 4 > 1 || (head & 15) >= JPEG_TABLES)
            return "names a table that cannot be";
        if (body.len < 1 + size)
            return wrong_length;
        struct jpeg_quant *q = &t->quant[head & 15];
        *q = (struct jpeg_quant){.defined = true, .wide = head >> 4 == 1};
        memcpy(q->values, body.p + 1, size);
        for (size_t i = 0; i < JPEG_COEFFICIENTS; i++)
            if ((q->wide ? be16(q->values + 2 * i) : byte_at(q->values + i)) == 0)
                return "holds a zero";
        body = str_from_offset(body, 1 + size);
    }
    return NULL;
}

/* Makes the decoding tables; false when the code lengths make no code. */
static bool derive(struct jpeg_huffman *h) {
    uint32_t code = 0, index = 0;
    memset(h->look, 0, sizeof(h->look));
    for (unsigned len = 1; len <= 16; len++, code <<= 1) {
        h->first_index[len - 1] = (int32_t)index - (int32_t)code;
        for (unsigned i = 0; i < h->counts[len - 1]; i++, code++, index++) {
            if (code >= (uint32_t)1 << len)
                return false;
            if (len > JPEG_LOOK_BITS)
                continue;
            unsigned shift = JPEG_LOOK_BITS - len;
            for (uint32_t j = code << shift; j < (code + 1) << shift; j++)
                h->look[j] = (uint16_t)(len << 8 | h->symbols[index]);
        }
        h->last_code[len - 1] = h->counts[len - 1] == 0 ? -1 : (int32_t)code - 1;
    }
    return true;
}

const char *jpeg_read_huffman(struct jpeg_tables *t, struct str body) {
    if (body.len == 0)
        return wrong_length;
    while (body.len > 0) {
        uint32_t head = byte_at(body.p);
        if (head >> 4 > 1 || (head & 15) >= JPEG_TABLES)
            return "names a table that cannot be";
        if (body.len < 17)
            return wrong_length;
        struct jpeg_huffman *h = &(head >> 4 == 0 ? t->dc : t->ac)[head & 15];
        size_t count = 0;
        *h = (struct jpeg_huffman){.defined = true};
        memcpy(h->counts, body.p + 1, sizeof(h->counts));
        for (size_t i = 0; i < sizeof(h->counts); i++)
            count += h->counts[i];
        if (count > sizeof(h->symbols) || body.len < 17 + count)
            return wrong_length;
        memcpy(h->symbols, body.p + 17, count);
        h->symbol_count = (uint16_t)count;
        if (!derive(h))
            return "holds no valid code";
        for (size_t i = 0; head >> 4 == 0 && i < count; i++)
            if (h->symbols[i] > 15)
                return "holds no valid code";
        body = str_from_offset(body, 17 + count);
    }
    return NULL;
}

const char *jpeg_read_restart(struct jpeg_tables *t, struct str body) {
    if (body.len != 2)
        return wrong_length;
    t->restart_interval = be16(body.p);
    return NULL;
}

static uint32_t divide_up(uint64_t a, uint32_t b) {
    return (uint32_t)((a + b - 1) / b);
}

const char *jpeg_read_frame(struct jpeg_frame *f, uint8_t marker, struct str body) {
    if (f->marker != 0)
        return "is there twice";
    if (body.len < 6 || body.len != 6 + 3 * (size_t)byte_at(body.p + 5))
        return wrong_length;
    *f = (struct jpeg_frame){.marker = marker,
                             .height = be16(body.p + 1),
                             .width = be16(body.p + 3),
                             .count = byte_at(body.p + 5)};
    if (f->count != 1 && f->count != 3 && f->count != 4)
        return "says a number of colours that nothing shows";
    for (size_t i = 0; i < f->count; i++) {
        const char *p = body.p + 6 + 3 * i;
        struct jpeg_component *c = &f->components[i];
        *c = (struct jpeg_component){.id = (uint8_t)byte_at(p),
                                     .h = (uint8_t)(byte_at(p + 1) >> 4),
                                     .v = (uint8_t)(byte_at(p + 1) & 15),
                                     .quant = (uint8_t)byte_at(p + 2)};
        if (c->h < 1 || c->h > 4 || c->v < 1 || c->v > 4 || c->quant >= JPEG_TABLES)
            return "says a sampling or table that cannot be";
        for (size_t j = 0; j < i; j++)
            if (f->components[j].id == c->id)
                return "names a colour twice";
        memset(c->low, -1, sizeof(c->low));
        f->h_max = c->h > f->h_max ? c->h : f->h_max;
        f->v_max = c->v > f->v_max ? c->v : f->v_max;
    }
    for (size_t i = 0; i < f->count; i++) {
        struct jpeg_component *c = &f->components[i];
        c->blocks_wide = divide_up((uint64_t)f->width * c->h, 8u * f->h_max);
        c->blocks_high = divide_up((uint64_t)f->height * c->v, 8u * f->v_max);
    }
    return NULL;
}

/* --- scans */

static const char *read_lanes(const struct jpeg_frame *f, struct str body, struct jpeg_scan *scan) {
    unsigned blocks = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const char *p = body.p + 1 + 2 * i;
        size_t index = 0;
        while (index < f->count && f->components[index].id != byte_at(p))
            index++;
        if (index == f->count || (i > 0 && index <= scan->component[i - 1]))
            return "names colours that the picture has not";
        scan->component[i] = (uint8_t)index;
        scan->dc[i] = (uint8_t)(byte_at(p + 1) >> 4);
        scan->ac[i] = (uint8_t)(byte_at(p + 1) & 15);
        if (scan->dc[i] >= JPEG_TABLES || scan->ac[i] >= JPEG_TABLES)
            return "names a table that cannot be";
        blocks += f->components[index].h * (unsigned)f->components[index].v;
    }
    if (scan->count > 1 && blocks > JPEG_MCU_BLOCKS_MAX)
        return "has too many blocks in a unit";
    return NULL;
}

/* Each bit of each coefficient comes once, and from the top (T.81 G.1.1.1). This also bounds the
 * number of scans. */
static const char *note_progress(struct jpeg_component *c, const struct jpeg_scan *scan) {
    if (scan->start > 0 && c->low[0] < 0)
        return "comes before the picture's first scan";
    for (unsigned k = scan->start; k <= scan->end; k++) {
        if (c->low[k] != (scan->high == 0 ? -1 : scan->high))
            return "repeats or skips a part of the picture";
        c->low[k] = (int8_t)scan->low;
    }
    return NULL;
}

static const char *read_progressive(struct jpeg_frame *f, struct jpeg_scan *scan) {
    if (scan->end >= JPEG_COEFFICIENTS || scan->start > scan->end ||
        (scan->start == 0 && scan->end != 0) || (scan->start > 0 && scan->count != 1) ||
        scan->low > 13 || (scan->high != 0 && scan->high != scan->low + 1))
        return "says a part of the picture that cannot be";
    for (size_t i = 0; i < scan->count; i++) {
        const char *wrong = note_progress(&f->components[scan->component[i]], scan);
        if (wrong != NULL)
            return wrong;
    }
    return NULL;
}

static const char *check_tables(const struct jpeg_frame *f, const struct jpeg_tables *t,
                                struct jpeg_scan *scan) {
    for (size_t i = 0; i < scan->count; i++) {
        /* A table that the scan does not decode with is not named. */
        if (!jpeg_uses_dc(f, scan))
            scan->dc[i] = 0;
        else if (!t->dc[scan->dc[i]].defined)
            return "uses a table that is not there";
        if (!jpeg_uses_ac(f, scan))
            scan->ac[i] = 0;
        else if (!t->ac[scan->ac[i]].defined)
            return "uses a table that is not there";
        const struct jpeg_component *c = &f->components[scan->component[i]];
        if (!c->started && !t->quant[c->quant].defined)
            return "uses a table that is not there";
    }
    return NULL;
}

const char *jpeg_read_scan(struct jpeg_frame *f, const struct jpeg_tables *t, struct str body,
                           struct jpeg_scan *scan) {
    *scan = (struct jpeg_scan){.count = body.len == 0 ? 0 : byte_at(body.p),
                               .end = JPEG_COEFFICIENTS - 1,
                               .restart_interval = t->restart_interval};
    if (scan->count == 0 || scan->count > f->count || body.len != 4 + 2 * scan->count)
        return wrong_length;
    const char *wrong = read_lanes(f, body, scan);
    if (wrong != NULL)
        return wrong;
    if (jpeg_is_progressive(f)) {
        const char *p = body.p + 1 + 2 * scan->count;
        scan->start = (uint8_t)byte_at(p);
        scan->end = (uint8_t)byte_at(p + 1);
        scan->high = (uint8_t)(byte_at(p + 2) >> 4);
        scan->low = (uint8_t)(byte_at(p + 2) & 15);
        wrong = read_progressive(f, scan);
    } else {
        for (size_t i = 0; i < scan->count; i++)
            if (f->components[scan->component[i]].started)
                wrong = "repeats a part of the picture";
    }
    return wrong != NULL ? wrong : check_tables(f, t, scan);
}

/* --- writing */

static void write_head(struct buf *out, uint32_t code, size_t body_bytes) {
    put_be16(out, 0xFF00 | code);
    put_be16(out, (uint32_t)body_bytes + 2);
}

static void write_quant(const struct jpeg_tables *t, struct jpeg_tables *written, unsigned index,
                        struct buf *out) {
    const struct jpeg_quant *q = &t->quant[index];
    struct jpeg_quant *old = &written->quant[index];
    if (!q->defined || (old->defined && old->wide == q->wide &&
                        memcmp(old->values, q->values, sizeof(q->values)) == 0))
        return;
    *old = *q;
    size_t size = q->wide ? 2 * JPEG_COEFFICIENTS : JPEG_COEFFICIENTS;
    write_head(out, 0xDB, 1 + size);
    put_byte(out, (q->wide ? 0x10 : 0) | index);
    buf_put(out, str_of(q->values, size));
}

static void write_huffman(const struct jpeg_huffman *h, struct jpeg_huffman *old, uint32_t head,
                          struct buf *out) {
    if (old->defined && memcmp(old->counts, h->counts, sizeof(h->counts)) == 0 &&
        memcmp(old->symbols, h->symbols, sizeof(h->symbols)) == 0)
        return;
    *old = *h;
    write_head(out, 0xC4, 17u + h->symbol_count);
    put_byte(out, head);
    buf_put(out, str_of((const char *)h->counts, sizeof(h->counts)));
    buf_put(out, str_of((const char *)h->symbols, h->symbol_count));
}

static void write_frame(const struct jpeg_frame *f, struct buf *out) {
    write_head(out, f->marker, 6 + 3 * f->count);
    put_byte(out, 8);
    put_be16(out, f->height);
    put_be16(out, f->width);
    put_byte(out, (uint32_t)f->count);
    for (size_t i = 0; i < f->count; i++) {
        const struct jpeg_component *c = &f->components[i];
        put_byte(out, c->id);
        put_byte(out, (uint32_t)c->h << 4 | c->v);
        put_byte(out, c->quant);
    }
}

static void write_scan_header(const struct jpeg_frame *f, const struct jpeg_scan *scan,
                              struct buf *out) {
    write_head(out, 0xDA, 4 + 2 * scan->count);
    put_byte(out, (uint32_t)scan->count);
    for (size_t i = 0; i < scan->count; i++) {
        put_byte(out, f->components[scan->component[i]].id);
        put_byte(out, (uint32_t)scan->dc[i] << 4 | scan->ac[i]);
    }
    put_byte(out, scan->start);
    put_byte(out, scan->end);
    put_byte(out, (uint32_t)scan->high << 4 | scan->low);
}

void jpeg_write_scan(const struct jpeg_frame *f, const struct jpeg_tables *t,
                     const struct jpeg_scan *scan, struct jpeg_tables *written, bool first,
                     struct buf *out) {
    /* All of the frame's tables come first where they are known, as most decoders expect. */
    for (size_t i = 0; first && i < f->count; i++)
        write_quant(t, written, f->components[i].quant, out);
    for (size_t i = 0; i < scan->count; i++)
        if (!f->components[scan->component[i]].started)
            write_quant(t, written, f->components[scan->component[i]].quant, out);
    if (first)
        write_frame(f, out);
    for (size_t i = 0; i < scan->count; i++) {
        if (jpeg_uses_dc(f, scan))
            write_huffman(&t->dc[scan->dc[i]], &written->dc[scan->dc[i]], scan->dc[i], out);
        if (jpeg_uses_ac(f, scan))
            write_huffman(&t->ac[scan->ac[i]], &written->ac[scan->ac[i]], 0x10u | scan->ac[i], out);
    }
    if (t->restart_interval != written->restart_interval) {
        written->restart_interval = t->restart_interval;
        write_head(out, 0xDD, 2);
        put_be16(out, t->restart_interval);
    }
    write_scan_header(f, scan, out);
}
