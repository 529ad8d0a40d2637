/* Borrowed text: comparing, searching and cutting views. Nothing here allocates. */
#include "util/str.h"

int str_cmp(struct str a, struct str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (c != 0)
        return c;
    return (a.len > b.len) - (a.len < b.len);
}

size_t str_search(const void *things, size_t count, size_t stride, struct str wanted) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct str here;
        memcpy(&here, (const char *)things + middle * stride, sizeof(here));
        int order = str_cmp(here, wanted);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.p + s.len - suffix.len, suffix.p, suffix.len) == 0);
}

bool str_eq_nocase(struct str a, struct str b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

size_t str_find(struct str s, struct str needle) {
    if (needle.len == 0)
        return 0;
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        const char *hit = memchr(s.p + i, needle.p[0], s.len - needle.len - i + 1);
        if (hit == NULL)
            return SIZE_MAX;
        i = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.len) == 0)
            return i;
    }
    return SIZE_MAX;
}

size_t str_rfind_char(struct str s, char c) {
    for (size_t i = s.len; i > 0; i--)
        if (s.p[i - 1] == c)
            return i - 1;
    return SIZE_MAX;
}

struct str str_trim(struct str s) {
    while (s.len > 0 && ascii_is_space(s.p[0])) {
        s.p++;
        s.len--;
    }
    while (s.len > 0 && ascii_is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

bool str_next_line(struct str *rest, struct str *line) {
    if (rest->len == 0)
        return false;
    size_t end = str_find_char(*rest, '\n');
    size_t next = end == SIZE_MAX ? rest->len : end + 1;
    if (end == SIZE_MAX)
        end = rest->len;
    *line = str_slice(*rest, 0, end);
    if (line->len > 0 && line->p[line->len - 1] == '\r')
        line->len--;
    *rest = str_from_offset(*rest, next);
    return true;
}

bool str_next_part(struct str *rest, char sep, struct str *part) {
    if (rest->p == NULL)
        return false;
    size_t end = str_find_char(*rest, sep);
    if (end == SIZE_MAX) {
        *part = *rest;
        *rest = STR_NONE;
        return true;
    }
    *part = str_slice(*rest, 0, end);
    *rest = str_from_offset(*rest, end + 1);
    return true;
}

bool str_to_uint(struct str s, uint64_t max, uint64_t *out) {
    uint64_t value = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i]))
            return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
        if (value > max)
            return false;
    }
    *out = value;
    return true;
}
