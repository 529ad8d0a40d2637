/* A growing run of bytes that owns its memory. When memory is out the program ends (exit 3). */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H

#include <stdarg.h>

#include "util/str.h"

struct buf {
    char *p;
    size_t len, cap;
};

/* A zeroed struct is an empty buffer. */
void buf_finish(struct buf *b);
/* Empties it and keeps the room. */
static inline void buf_reset(struct buf *b) {
    b->len = 0;
}
/* Room for `more` bytes behind the end; returns where they go. Set `len` after writing. */
char *buf_reserve(struct buf *b, size_t more);
/* Gives back the room behind the end. */
void buf_fit(struct buf *b);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

static inline void buf_put(struct buf *b, struct str s) {
    if (s.len == 0)
        return;
    char *to = b->cap - b->len >= s.len ? b->p + b->len : buf_reserve(b, s.len);
    memcpy(to, s.p, s.len);
    b->len += s.len;
}
static inline void buf_putc(struct buf *b, char c) {
    char *to = b->cap > b->len ? b->p + b->len : buf_reserve(b, 1);
    *to = c;
    b->len++;
}
static inline void buf_puts(struct buf *b, const char *c) {
    buf_put(b, str_from(c));
}
/* The bytes so far; valid until the next write. */
static inline struct str buf_str(const struct buf *b) {
    return b->p == NULL ? str_lit("") : str_of(b->p, b->len);
}

#endif
