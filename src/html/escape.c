/* The escaper: copies runs whole and writes a reference for each of the five characters. It runs
 * over everything a template prints, so the run is found 16 bytes a step. */
#include "html/bytes.h"
#include "html/html.h"

static const struct reference_row {
    char c;
    struct str text;
} references[] = {
    {'&', {"&amp;", 5}},  {'<', {"&lt;", 4}},   {'>', {"&gt;", 4}},
    {'"', {"&quot;", 6}}, {'\'', {"&#39;", 5}},
};

/* How many bytes at the start of `s` need no reference. */
static size_t plain_run(struct str s) {
    size_t i = 0;
#ifdef __SSE2__
    for (; s.len - i >= 16; i += 16) {
        __m128i v = step_load(s.p + i);
        /* '&' and ''' differ in one bit, '<' and '>' in another. */
        __m128i hit = _mm_or_si128(step_same(_mm_or_si128(v, _mm_set1_epi8(1)), '\''),
                                   step_same(_mm_or_si128(v, _mm_set1_epi8(2)), '>'));
        unsigned mask = step_bits(_mm_or_si128(hit, step_same(v, '"')));
        if (mask != 0)
            return i + (size_t)__builtin_ctz(mask);
    }
#endif
    while (i < s.len && !bytes_is_escaped((unsigned char)s.p[i]))
        i++;
    return i;
}

static struct str reference_of(char c) {
    for (size_t i = 0; i + 1 < ARRAY_LEN(references); i++)
        if (references[i].c == c)
            return references[i].text;
    return references[ARRAY_LEN(references) - 1].text;
}

void html_escape(struct buf *out, struct str text) {
    while (text.len > 0) {
        size_t n = plain_run(text);
        buf_put(out, str_of(text.p, n));
        if (n == text.len)
            return;
        buf_put(out, reference_of(text.p[n]));
        text = str_from_offset(text, n + 1);
    }
}

void html_unescape(struct buf *out, struct str value) {
    while (value.len > 0) {
        size_t n = str_find_char(value, '&'), taken = 1;
        if (n == SIZE_MAX)
            n = value.len;
        buf_put(out, str_slice(value, 0, n));
        value = str_from_offset(value, n);
        if (value.len == 0)
            return;
        char c = '&'; /* one that the scanner would refuse stays as it is */
        for (size_t i = 0; i < ARRAY_LEN(references); i++)
            if (str_starts(value, references[i].text)) {
                c = references[i].c;
                taken = references[i].text.len;
            }
        buf_putc(out, c);
        value = str_from_offset(value, taken);
    }
}
