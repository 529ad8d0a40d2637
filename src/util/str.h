/* Borrowed text: a pointer and a length, not NUL-ended, owned by somebody else.
 * An absent text is {NULL, 0}; an empty one has a non-NULL pointer. */
#ifndef UTIL_STR_H
#define UTIL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "util/attr.h"

struct str {
    const char *p;
    size_t len;
};

#define str_lit(s) ((struct str){"" s, sizeof(s) - 1})
#define STR_NONE   ((struct str){NULL, 0})
/* For "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).p

static inline struct str str_from(const char *c) {
    return (struct str){c, c == NULL ? 0 : strlen(c)};
}
static inline struct str str_of(const char *p, size_t len) {
    return (struct str){p, len};
}
static inline bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}
static inline bool str_is(struct str a, const char *c) {
    return str_eq(a, str_from(c));
}
/* By bytes, as in memcmp; a prefix sorts first. */
int str_cmp(struct str a, struct str b);
/* The place of `wanted` among `count` things sorted by str_cmp, or SIZE_MAX. Each is `stride` bytes
 * long and begins with its str. */
size_t str_search(const void *things, size_t count, size_t stride, struct str wanted);
static inline bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}
bool str_ends(struct str s, struct str suffix);
/* ASCII letters compare without case. */
bool str_eq_nocase(struct str a, struct str b);
/* Offset of the first `needle`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
static inline size_t str_find_char(struct str s, char c) {
    const char *hit = s.len == 0 ? NULL : (const char *)memchr(s.p, c, s.len);
    return hit == NULL ? SIZE_MAX : (size_t)(hit - s.p);
}
size_t str_rfind_char(struct str s, char c);
/* Past the end gives an empty view. */
static inline struct str str_slice(struct str s, size_t from, size_t to) {
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return s.p == NULL ? s : str_of(s.p + from, to - from);
}
/* Bytes from `from` on. */
static inline struct str str_from_offset(struct str s, size_t from) {
    return str_slice(s, from, s.len);
}
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Takes the next line off the front of `*rest` (without its LF or CRLF); false at the end. */
bool str_next_line(struct str *rest, struct str *line);
/* Takes the part before `sep` off the front of `*rest`; false when `*rest` is absent. After the
 * last part `*rest` is absent. */
bool str_next_part(struct str *rest, char sep, struct str *part);
/* Decimal digits only, the whole of `s`, no sign; false past `max`. */
bool str_to_uint(struct str s, uint64_t max, uint64_t *out) MUST_USE;

/* ASCII tests that no locale changes. */
static inline bool ascii_is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool ascii_is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static inline bool ascii_is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool ascii_is_alpha(char c) {
    return ascii_is_lower(c) || ascii_is_upper(c);
}
static inline bool ascii_is_alnum(char c) {
    return ascii_is_alpha(c) || ascii_is_digit(c);
}
static inline bool ascii_is_hex(char c) {
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/* Space, tab, LF, CR, FF, VT. */
static inline bool ascii_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char ascii_lower(char c) {
    return ascii_is_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

#endif
