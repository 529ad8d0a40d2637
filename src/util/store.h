/* Numbers and texts one behind the other, in the byte order of this machine: for files that only
 * the same program reads again. Reading takes off the front of `rest` and is false when there is
 * not enough of it. */
#ifndef UTIL_STORE_H
#define UTIL_STORE_H

#include "util/arena.h"
#include "util/buf.h"

void store_put(struct buf *out, const void *value, size_t size);
void store_put_number(struct buf *out, uint64_t n);
void store_put_small(struct buf *out, size_t n);
/* A NUL goes behind it. Absent ones are told from empty ones. */
void store_put_text(struct buf *out, struct str s);

bool store_get(struct str *rest, void *value, size_t size) MUST_USE;
bool store_get_number(struct str *rest, uint64_t *n) MUST_USE;
bool store_get_small(struct str *rest, uint32_t *n) MUST_USE;
/* A view, with its NUL behind it. */
bool store_get_text(struct str *rest, struct str *out) MUST_USE;
/* The number of items that follow, each at least `least` bytes long. */
bool store_get_count(struct str *rest, size_t least, size_t *out) MUST_USE;

#endif
