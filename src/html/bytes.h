/* What the bytes of a page may be, for the escaper and the scanner: one table a question, and the
 * 16-byte steps over runs where nothing is special. */
#ifndef HTML_BYTES_H
#define HTML_BYTES_H

#include "util/util.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Whether the escaper writes a reference for this byte. */
static inline bool bytes_is_escaped(unsigned char c) {
    return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
}

/* Length of the allowed character (two bytes and more) at p, or 0: well-formed UTF-8 (Unicode 15,
 * table 3-7), no C1 control, no noncharacter, no byte order mark, nothing that overrides direction.
 */
size_t bytes_wide(const unsigned char *p, size_t left);
/* Why bytes_wide said 0: the code, and in `*message` the sentence. */
const char *bytes_wide_problem(const unsigned char *p, size_t left, const char **message);

#ifdef __SSE2__
static inline __m128i bytes_load(const char *p) {
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}
static inline __m128i bytes_same(__m128i v, char c) {
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}
/* Bit n is set when byte n is a control character, DEL or not ASCII. The comparison is signed, so
 * one finds both ends. */
static inline __m128i bytes_odd(__m128i v) {
    return _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), bytes_same(v, 0x7f));
}
#endif

#endif
