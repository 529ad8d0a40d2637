/* Blocks of doubling size, bump allocation. The only malloc beside buf.c. */
#include "util/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_BLOCK_BYTES = 16 * 1024, LARGEST_BLOCK_BYTES = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t size_bytes; /* of the whole block, this header included */
};

void arena_out_of_memory(void) {
    static const char text[] = "pamphlet: no memory left\n";
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    _exit(3);
}

void arena_init(struct arena *a) {
    *a = (struct arena){0};
}

void arena_finish(struct arena *a) {
    struct arena_block *block = a->head;
    while (block != NULL) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    *a = (struct arena){0};
}

void arena_reset(struct arena *a) {
    struct arena_block *block = a->head;
    if (block == NULL)
        return;
    /* The newest ordinary block is kept: after a few pages it is large enough for all. */
    struct arena_block *keep = block->size_bytes <= LARGEST_BLOCK_BYTES ? block : NULL;
    struct arena_block *rest = keep == NULL ? block : block->older;
    struct arena drop = {.head = rest};
    arena_finish(&drop);
    *a = (struct arena){0};
    if (keep == NULL)
        return;
    keep->older = NULL;
    a->head = keep;
    a->next = (char *)(keep + 1);
    a->end = (char *)keep + keep->size_bytes;
    a->held_bytes = keep->size_bytes;
}

/* What is larger than ordinary blocks comes zeroed from the system, which does that page by page
 * when they are written to, in the thread that does it. */
static bool is_large(size_t need_bytes) {
    return need_bytes > LARGEST_BLOCK_BYTES;
}

static void add_block(struct arena *a, size_t need_bytes) {
    size_t size = a->head == NULL ? FIRST_BLOCK_BYTES : a->head->size_bytes * 2;
    if (size > LARGEST_BLOCK_BYTES)
        size = LARGEST_BLOCK_BYTES;
    if (need_bytes > SIZE_MAX - sizeof(struct arena_block))
        arena_out_of_memory();
    if (size < need_bytes + sizeof(struct arena_block))
        size = need_bytes + sizeof(struct arena_block);
    struct arena_block *block = is_large(need_bytes) ? calloc(1, size) : malloc(size);
    if (block == NULL)
        arena_out_of_memory();
    block->older = a->head;
    block->size_bytes = size;
    a->head = block;
    a->next = (char *)(block + 1);
    a->end = (char *)block + size;
    a->held_bytes += size;
}

void *arena_alloc_more(struct arena *a, size_t size_bytes, size_t align) {
    if (size_bytes > SIZE_MAX - align)
        arena_out_of_memory();
    add_block(a, size_bytes + align);
    char *p = a->next + (-(uintptr_t)a->next & (align - 1));
    a->next = p + size_bytes;
    return p;
}

void arena_shrink(struct arena *a, char *end, char *keep) {
    if (a->next == end)
        a->next = keep;
}

void *arena_zalloc(struct arena *a, size_t count, size_t size_bytes, size_t align) {
    if (size_bytes != 0 && count > SIZE_MAX / size_bytes)
        arena_out_of_memory();
    size_t size = count * size_bytes;
    bool fresh =
        is_large(size) && (a->head == NULL || size > (size_t)(a->end - a->next)); /* a new block */
    void *p = arena_alloc(a, size, align);
    if (size > 0 && !fresh)
        memset(p, 0, size);
    return p;
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap, size_t size_bytes) {
    if (count < *cap)
        return items;
    size_t room = *cap == 0 ? 4 : *cap * 2;
    char *bigger = arena_zalloc(a, room, size_bytes, alignof(max_align_t));
    if (count > 0)
        memcpy(bigger, items, count * size_bytes);
    *cap = room;
    return bigger;
}

struct str arena_str(struct arena *a, struct str s) {
    char *p = arena_alloc(a, s.len + 1, 1);
    if (s.len > 0)
        memcpy(p, s.p, s.len);
    p[s.len] = '\0';
    return str_of(p, s.len);
}

char *arena_cstr(struct arena *a, struct str s) {
    char *p = arena_alloc(a, s.len + 1, 1);
    if (s.len > 0)
        memcpy(p, s.p, s.len);
    p[s.len] = '\0';
    return p;
}

struct str arena_concat(struct arena *a, const struct str *parts, size_t count) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *p = arena_alloc(a, len + 1, 1), *to = p;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(to, parts[i].p, parts[i].len);
        to += parts[i].len;
    }
    *to = '\0';
    return str_of(p, len);
}

/* Formats into what is left of the block; only what does not fit is formatted again. */
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args) {
    size_t left = a->head == NULL ? 0 : (size_t)(a->end - a->next);
    char *left_at = a->next;
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(left_at, left, fmt, again);
    va_end(again);
    if (len < 0)
        arena_out_of_memory();
    char *p = arena_alloc(a, (size_t)len + 1, 1);
    if (p != left_at)
        (void)vsnprintf(p, (size_t)len + 1, fmt, args);
    return str_of(p, (size_t)len);
}

struct str arena_printf(struct arena *a, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    struct str s = arena_vprintf(a, fmt, args);
    va_end(args);
    return s;
}
