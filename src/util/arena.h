/* Memory that is freed together. One arena lives as long as a build, one as long as a page.
 * Nothing taken from an arena is freed singly. When memory is out the program ends (exit 3). */
#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H

#include <stdalign.h>
#include <stdarg.h>

#include "util/str.h"

struct arena_block;

struct arena {
    struct arena_block *head;
    char *next, *end;
    size_t held_bytes; /* taken from the system, for -v */
};

/* A zeroed struct is an empty arena too. */
void arena_init(struct arena *a);
/* Gives everything back; the arena is empty and usable again. Accepts a zeroed struct. */
void arena_finish(struct arena *a);
/* Forgets everything but keeps the first block for the next round. */
void arena_reset(struct arena *a);

/* Uninitialised bytes at `align` (a power of two). Never NULL; size 0 is allowed. */
static inline void *arena_alloc(struct arena *a, size_t size_bytes, size_t align) MUST_USE;
void *arena_alloc_more(struct arena *a, size_t size_bytes,
                       size_t align) MUST_USE; /* in a new block */
/* Gives the bytes from `keep` to `end` back, when `end` is where the last allocation ended. */
void arena_shrink(struct arena *a, char *end, char *keep);
/* Zeroed; ends the program when count * size overflows. */
void *arena_zalloc(struct arena *a, size_t count, size_t size_bytes, size_t align) MUST_USE;
#define arena_new(a, type) ((type *)arena_zalloc((a), 1, sizeof(type), alignof(type)))
#define arena_array(a, type, count)                                                                \
    ((type *)arena_zalloc((a), (count), sizeof(type), alignof(type)))

/* Makes room for item `count` in an array of the arena, doubling it when full: returns the array,
 * perhaps moved. `*cap` is the room; the new item is zeroed. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap,
                 size_t size_bytes) MUST_USE;
/* Appends: `*arena_push(mem, &v.items, &v.count, &v.cap) = item;` */
#define arena_push(a, items, count, cap)                                                           \
    (*(items) = arena_grow((a), *(items), *(count), (cap), sizeof(**(items))),                     \
     &(*(items))[(*(count))++])

/* Copies; a NUL follows the last byte, so `.p` is a C string when the text has no NUL inside. */
struct str arena_str(struct arena *a, struct str s);
char *arena_cstr(struct arena *a, struct str s);
/* One behind the other, and a NUL. */
struct str arena_concat(struct arena *a, const struct str *parts, size_t count);
#define arena_join(a, ...)                                                                         \
    arena_concat((a), (const struct str[]){__VA_ARGS__},                                           \
                 ARRAY_LEN(((const struct str[]){__VA_ARGS__})))
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/* Ends the program with exit code 3 and one sentence: no memory. */
void arena_out_of_memory(void) NO_RETURN;

static inline void *arena_alloc(struct arena *a, size_t size_bytes, size_t align) {
    size_t pad = (size_t)(-(uintptr_t)a->next & (align - 1)), left = (size_t)(a->end - a->next);
    if (a->head == NULL || size_bytes > left || pad > left - size_bytes)
        return arena_alloc_more(a, size_bytes, align);
    char *p = a->next + pad;
    a->next = p + size_bytes;
    return p;
}

#endif
