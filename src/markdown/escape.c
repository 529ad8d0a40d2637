/* Escaping with a table for the common bytes; the rare ones (UTF-8 that must not come through) are
 * looked at one by one. */
#include "markdown/escape.h"

#include "markdown/mask.h"

/* 0 as it is; 1 reference; 2 control; 3 lead byte that may begin something forbidden; 4 tab; 5 LF
 */
enum { PLAIN, REFERENCE, CONTROL, LEAD, TAB, NEWLINE };
enum { TAB_STOP = 4 };

static const uint8_t kinds[256] = {
    2,          2,          2,          2,          2,          2,          2,          2,
    2,          4,          5,          2,          2,          2,          2,          2,
    2,          2,          2,          2,          2,          2,          2,          2,
    2,          2,          2,          2,          2,          2,          2,          2,
    ['"'] = 1,  ['&'] = 1,  ['\''] = 1, ['<'] = 1,  ['>'] = 1,  [0x7f] = 2, [0xc2] = 3, [0xef] = 3,
    [0xf0] = 3, [0xf1] = 3, [0xf2] = 3, [0xf3] = 3, [0xf4] = 3, [0xfe] = 2, [0xff] = 2};

static struct str reference(char c) {
    return c == '"'   ? str_lit("&quot;")
           : c == '&' ? str_lit("&amp;")
           : c == '<' ? str_lit("&lt;")
           : c == '>' ? str_lit("&gt;")
                      : str_lit("&#39;");
}

/* Length of the C1 control, noncharacter or byte order mark at the start of `s`, or 0. */
static size_t forbidden(struct str s) {
    struct str rest = s;
    uint32_t code = utf8_next(&rest);
    bool bad = (code >= 0x80 && code <= 0x9f) || mask_is(code) || (code & 0xfffe) == 0xfffe ||
               code == 0xfeff;
    return bad ? s.len - rest.len : 0;
}

/* How many bytes from `i` on go out as they are. */
static size_t plain_run(struct str text, size_t i) {
    size_t from = i;
#ifdef __SSE2__
    for (; text.len - i >= STEP_WIDTH; i += STEP_WIDTH) {
        __m128i v = step_load(text.p + i);
        /* '&' and ''' differ in one bit, '<' and '>' in another. */
        __m128i hit = _mm_or_si128(step_same(_mm_or_si128(v, _mm_set1_epi8(1)), '\''),
                                   step_same(_mm_or_si128(v, _mm_set1_epi8(2)), '>'));
        hit = _mm_or_si128(hit, _mm_or_si128(step_same(v, '"'), step_odd(v)));
        if (step_bits(hit) != 0)
            break;
    }
#endif
    while (i < text.len && kinds[(unsigned char)text.p[i]] == PLAIN)
        i++;
    return i - from;
}

static void put_tab(struct buf *out, enum escape_tabs tabs, size_t column) {
    if (tabs == ESCAPE_TAB_KEEP) {
        buf_putc(out, '\t');
        return;
    }
    do {
        buf_putc(out, ' ');
    } while (tabs == ESCAPE_TAB_EXPAND && ++column % TAB_STOP != 0);
}

static void put_mask(const struct job *job, struct buf *out, struct mask m) {
    if (m.kind == MASK_DELIM) {
        buf_putc(out, m.delim);
        return;
    }
    buf_putc(out, m.kind == MASK_NOTE_REF ? '^' : '@');
    escape_text(job, out, job->refs[m.ref].label); /* holds no stand-ins */
}

void escape_code(const struct job *job, struct buf *out, struct str text, enum escape_tabs tabs) {
    size_t plain = 0, i = 0;
    size_t column = 0, counted = 0; /* for tabs: characters of the line before `counted` */
    for (;;) {
        i += plain_run(text, i);
        if (i >= text.len)
            break;
        unsigned kind = kinds[(unsigned char)text.p[i]];
        size_t length = 1;
        struct mask m = {.kind = MASK_NOTHING};
        if (kind == LEAD) {
            struct str rest = str_from_offset(text, i);
            if (rest.len >= MASK_BYTES && mask_starts(rest.p))
                m = mask_at(job, rest);
            length = m.kind != MASK_NOTHING ? m.length : forbidden(rest);
        }
        if (kind == NEWLINE || length == 0) {
            i++;
            if (kind == NEWLINE) {
                column = 0;
                counted = i;
            }
            continue;
        }
        buf_put(out, str_slice(text, plain, i));
        if (m.kind != MASK_NOTHING)
            put_mask(job, out, m);
        else if (kind == REFERENCE)
            buf_put(out, reference(text.p[i]));
        else if (kind == TAB) {
            column += utf8_length(str_slice(text, counted, i));
            put_tab(out, tabs, column);
            column += TAB_STOP - column % TAB_STOP;
            counted = i + 1;
        } else
            buf_puts(out, "\xef\xbf\xbd");
        i += length;
        plain = i;
    }
    buf_put(out, str_from_offset(text, plain));
}

void escape_text(const struct job *job, struct buf *out, struct str text) {
    escape_code(job, out, text, ESCAPE_TAB_SPACE);
}

/* As cmark: letters, digits and these stay; "%" is taken for an encoding that is there already. */
static bool url_safe(char c) {
    return ascii_is_alnum(c) || (c != '\0' && strchr("-_.+!*(),%#@?=;:/$~", c) != NULL);
}

void escape_url(struct buf *out, struct str url) {
    size_t done = 0;
    for (size_t i = 0; i < url.len; i++) {
        char c = url.p[i];
        if (url_safe(c))
            continue;
        buf_put(out, str_slice(url, done, i));
        done = i + 1;
        if (c == '&' || c == '\'')
            buf_put(out, reference(c));
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
    buf_put(out, str_from_offset(url, done));
}
