/* A font of few glyphs in the Compact Font Format (Adobe Technical Notes 5176 and 5177), keyed by
 * the glyphs' own numbers. Outlines are drawn step by step, with no subroutines and no hints. */
#include "print/cff.h"

#include <assert.h>
#include <math.h>

enum {
    OP_LINE = 5,
    OP_CURVE = 8,
    OP_END = 14,
    OP_MOVE = 21,
    UNITS = 1000,
    FONTS_BYTES = 2 + 1 + 2 * 4 + 2 * 5 + 1, /* a list of one dictionary of two numbers */
    FIRST_STRING = 391                       /* the first that is not one of the standard's */
};

static void put_bytes(struct buf *out, size_t n, unsigned count) {
    for (unsigned i = count; i-- > 0;)
        buf_putc(out, (char)(n >> (8 * i)));
}

/* --- outlines
 * ---------------------------------------------------------------------------------------------- */

static void put_step_number(struct buf *out, long n) {
    enum { SHORT = 28, SMALL = 107, MIDDLE = 1131 };
    if (n >= -SMALL && n <= SMALL) {
        buf_putc(out, (char)(n + 139));
    } else if (n > 0 && n <= MIDDLE) {
        put_bytes(out, (size_t)(n - 108 + (247 << 8)), 2);
    } else if (n < 0 && n >= -MIDDLE) {
        put_bytes(out, (size_t)(-n - 108 + (251 << 8)), 2);
    } else {
        n = n < INT16_MIN ? INT16_MIN : n > INT16_MAX ? INT16_MAX : n;
        buf_putc(out, SHORT);
        put_bytes(out, (size_t)n & 0xffff, 2);
    }
}

static void put_outline(struct buf *out, const struct outline *o, double width, double scale) {
    static const unsigned char operators[] = {OP_MOVE, OP_LINE, OP_CURVE};
    long x = 0, y = 0;
    put_step_number(out, lround(width));
    for (size_t i = 0; i < o->count; i++) {
        const struct outline_step *s = &o->steps[i];
        for (size_t k = 0; k < s->count; k++) {
            long next_x = lround(s->points[k].x * scale), next_y = lround(s->points[k].y * scale);
            put_step_number(out, next_x - x);
            put_step_number(out, next_y - y);
            x = next_x;
            y = next_y;
        }
        buf_putc(out, (char)operators[s->kind]);
    }
    buf_putc(out, OP_END);
}

/* --- tables
 * ---------------------------------------------------------------------------------------------- */

/* A list of `count` things, at least one, of which number i begins at ends[i - 1]. */
static void put_index(struct buf *out, struct str things, const size_t *ends, size_t count) {
    enum { OFFSET_BYTES = 4 };
    put_bytes(out, count, 2);
    buf_putc(out, OFFSET_BYTES);
    put_bytes(out, 1, OFFSET_BYTES);
    for (size_t i = 0; i < count; i++)
        put_bytes(out, ends[i] + 1, OFFSET_BYTES);
    buf_put(out, things);
}

static void put_index_of_one(struct buf *out, struct str thing) {
    put_index(out, thing, &thing.len, 1);
}

/* Always as long, so that places are known before they are written. */
static void put_long(struct buf *out, size_t n) {
    enum { LONG = 29 };
    buf_putc(out, LONG);
    put_bytes(out, n, 4);
}

static void put_key(struct buf *out, const size_t *numbers, size_t count, const char *operator) {
    for (size_t i = 0; i < count; i++)
        put_long(out, numbers[i]);
    buf_puts(out, operator);
}

#define KEY(out, operator, ...)                                                                    \
    put_key((out), (const size_t[]){__VA_ARGS__}, ARRAY_LEN(((const size_t[]){__VA_ARGS__})),      \
            (operator))

/* The parts of a font behind its first dictionary, in their order. */
struct parts {
    struct buf strings, glyphs, charset, choice, fonts, own;
    size_t cid_count;
};

static void put_glyphs(struct parts *p, const struct face *f, const struct pdf_font *used) {
    struct arena mem = {0};
    struct buf outlines = {0};
    size_t *ends = NULL, count = 0, cap = 0;
    buf_putc(&p->charset, 0);
    buf_putc(&p->choice, 0);
    for (uint32_t id = 0; id < used->glyph_count && id <= UINT16_MAX; id++) {
        struct outline outline;
        if (id != 0 && used->says[id] == 0)
            continue;
        outline_trace(f->font, id, &mem, &outline);
        put_outline(&outlines, &outline, (double)face_width(f, id), (double)UNITS / f->units);
        *arena_push(&mem, &ends, &count, &cap) = outlines.len;
        if (id != 0)
            put_bytes(&p->charset, id, 2);
        buf_putc(&p->choice, 0); /* of the one font */
        p->cid_count = id + 1;
    }
    put_index(&p->glyphs, buf_str(&outlines), ends, count);
    buf_finish(&outlines);
    arena_finish(&mem);
}

static void put_strings(struct parts *p) {
    static const size_t ends[] = {5, 13};
    put_index(&p->strings, str_lit("AdobeIdentity"), ends, ARRAY_LEN(ends));
    put_bytes(&p->strings, 0, 2); /* no subroutines behind them */
}

/* `at`: where the glyphs begin. */
static void put_dictionary(const struct parts *p, size_t at, struct buf *out) {
    size_t charset = at + p->glyphs.len, choice = charset + p->charset.len,
           fonts = choice + p->choice.len;
    KEY(out, "\x0c\x1e", FIRST_STRING, FIRST_STRING + 1, 0);
    KEY(out, "\x0c\x22", p->cid_count);
    KEY(out, "\x0f", charset);
    KEY(out, "\x0c\x25", choice);
    KEY(out, "\x11", at);
    KEY(out, "\x0c\x24", fonts);
}

/* What belongs to the one font alone says no more than the default, but is there: harfbuzz 10 takes
 * no font that says it is nowhere. */
static void put_fonts(struct parts *p, size_t at) {
    struct buf one = {0};
    buf_reset(&p->own);
    KEY(&p->own, "\x14", 0); /* width of glyphs that say none */
    buf_reset(&p->fonts);
    KEY(&one, "\x12", p->own.len,
        at + p->glyphs.len + p->charset.len + p->choice.len + FONTS_BYTES);
    put_index_of_one(&p->fonts, buf_str(&one));
    assert(p->fonts.len == FONTS_BYTES);
    buf_finish(&one);
}

struct str cff_make(const struct face *f, const struct pdf_font *used, struct arena *mem) {
    struct parts p = {0};
    struct buf out = {0}, dictionary = {0};
    put_strings(&p);
    put_glyphs(&p, f, used);
    put_dictionary(&p, 0, &dictionary);
    size_t dictionary_len = dictionary.len, at = 0;
    for (int round = 0; round < 2; round++) { /* the second time, it is known where all stands */
        buf_reset(&out);
        buf_reset(&dictionary);
        put_fonts(&p, at);
        put_dictionary(&p, at, &dictionary);
        assert(dictionary.len == dictionary_len);
        buf_put(&out, str_of("\x01\x00\x04\x04", 4));
        put_index_of_one(&out, str_lit("Font"));
        put_index_of_one(&out, buf_str(&dictionary));
        buf_put(&out, buf_str(&p.strings));
        at = out.len;
    }
    buf_put(&out, buf_str(&p.glyphs));
    buf_put(&out, buf_str(&p.charset));
    buf_put(&out, buf_str(&p.choice));
    buf_put(&out, buf_str(&p.fonts));
    buf_put(&out, buf_str(&p.own));
    struct str all = arena_str(mem, buf_str(&out));
    struct buf *parts[] = {&out,       &dictionary, &p.strings, &p.glyphs,
                           &p.charset, &p.choice,   &p.fonts,   &p.own};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        buf_finish(parts[i]);
    return all;
}
