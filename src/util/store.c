/* Values written down for a later run. */
#include "util/store.h"

#define ABSENT UINT32_MAX

void store_put(struct buf *out, const void *value, size_t size) {
    buf_put(out, str_of(value, size));
}

void store_put_number(struct buf *out, uint64_t n) {
    store_put(out, &n, sizeof(n));
}

void store_put_small(struct buf *out, size_t n) {
    uint32_t small = (uint32_t)n;
    store_put(out, &small, sizeof(small));
}

void store_put_text(struct buf *out, struct str s) {
    store_put_small(out, s.p == NULL ? (size_t)ABSENT : s.len);
    if (s.p == NULL)
        return;
    buf_put(out, s);
    buf_putc(out, '\0');
}

bool store_get(struct str *rest, void *value, size_t size) {
    if (rest->len < size)
        return false;
    memcpy(value, rest->p, size);
    *rest = str_from_offset(*rest, size);
    return true;
}

bool store_get_number(struct str *rest, uint64_t *n) {
    return store_get(rest, n, sizeof(*n));
}

bool store_get_small(struct str *rest, uint32_t *n) {
    return store_get(rest, n, sizeof(*n));
}

bool store_get_text(struct str *rest, struct str *out) {
    uint32_t len;
    *out = STR_NONE;
    if (!store_get_small(rest, &len))
        return false;
    if (len == ABSENT)
        return true;
    if (rest->len <= len || rest->p[len] != '\0')
        return false;
    *out = str_of(rest->p, len);
    *rest = str_from_offset(*rest, (size_t)len + 1);
    return true;
}

bool store_get_count(struct str *rest, size_t least, size_t *out) {
    uint32_t count;
    if (!store_get_small(rest, &count) || count > rest->len / least)
        return false;
    *out = count;
    return true;
}
