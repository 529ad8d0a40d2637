/* Sixteen bytes a step, for loops over text in which most bytes are nothing special. Nothing is
 * here where the processor has no such steps: callers ask `#ifdef __SSE2__`, and their loops over
 * single bytes do the rest, or all. */
#ifndef UTIL_STEP_H
#define UTIL_STEP_H

#ifdef __SSE2__
#include <emmintrin.h>
#include <string.h>

enum { STEP_WIDTH = 16 };

static inline __m128i step_load(const char *p) {
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}
/* The last `left` bytes of a text, fewer than a step; `fill` stands behind them. */
static inline __m128i step_load_last(const char *p, size_t left, char fill) {
    char room[STEP_WIDTH];
    memset(room, fill, sizeof(room));
    memcpy(room, p, left);
    return step_load(room);
}
/* The bytes that are `c`. */
static inline __m128i step_same(__m128i v, char c) {
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}
/* The bytes from `first` to `first` + `more`. */
static inline __m128i step_range(__m128i v, char first, char more) {
    __m128i from = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(more)), from);
}
/* The bytes that are control characters, DEL or not ASCII. The comparison is signed, so one finds
 * both ends. */
static inline __m128i step_odd(__m128i v) {
    return _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), step_same(v, 0x7f));
}
/* Bit n is set when byte n is one of those found. */
static inline unsigned step_bits(__m128i found) {
    return (unsigned)_mm_movemask_epi8(found);
}
#endif

#endif
