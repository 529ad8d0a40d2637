/* Growing bytes, doubling. */
#include "util/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "util/arena.h"

void buf_finish(struct buf *b) {
    free(b->p);
    *b = (struct buf){0};
}

char *buf_reserve(struct buf *b, size_t more) {
    if (b->p != NULL && b->cap - b->len >= more)
        return b->p + b->len;
    if (more > SIZE_MAX / 2 - b->len)
        arena_out_of_memory();
    size_t room = b->cap < 256 ? 256 : b->cap;
    while (room < b->len + more)
        room *= 2;
    char *p = realloc(b->p, room);
    if (p == NULL)
        arena_out_of_memory();
    b->p = p;
    b->cap = room;
    return p + b->len;
}

void buf_fit(struct buf *b) {
    char *p = b->len == 0 || b->len == b->cap ? NULL : realloc(b->p, b->len);
    if (p == NULL)
        return; /* nothing to give back, or not now */
    b->p = p;
    b->cap = b->len;
}

/* Formats into the room there is; only what does not fit is formatted again. */
void buf_vprintf(struct buf *b, const char *fmt, va_list args) {
    size_t room = b->cap - b->len;
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(room == 0 ? NULL : b->p + b->len, room, fmt, again);
    va_end(again);
    if (len < 0)
        arena_out_of_memory();
    if ((size_t)len >= room) {
        char *to = buf_reserve(b, (size_t)len + 1);
        (void)vsnprintf(to, (size_t)len + 1, fmt, args);
    }
    b->len += (size_t)len;
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    buf_vprintf(b, fmt, args);
    va_end(args);
}
