/* cmark asks for a few thousand small blocks a page and gives each back: a third of its time. Here
 * they are cut off the page's arena, which is reset after the page; giving back does nothing. What
 * cmark takes stays linear in the text, so this costs no more than its tree.
 *
 * cmark's allocator functions get no context, so the arena is a thread's variable: the one place
 * where the house rule against them cannot be kept. */
#include "markdown/memory.h"

static _Thread_local struct arena *current;

/* In front of each block, for realloc. */
union head {
    size_t size_bytes;
    max_align_t align;
};

static void *take(size_t size_bytes) {
    if (size_bytes > SIZE_MAX - sizeof(union head))
        arena_out_of_memory();
    union head *head = arena_alloc(current, sizeof(union head) + size_bytes, alignof(union head));
    head->size_bytes = size_bytes;
    return head + 1;
}

static void *take_zeroed(size_t count, size_t size_bytes) {
    if (size_bytes != 0 && count > SIZE_MAX / size_bytes)
        arena_out_of_memory();
    return memset(take(count * size_bytes), 0, count * size_bytes);
}

static void *take_more(void *old, size_t size_bytes) {
    size_t had = old == NULL ? 0 : ((union head *)old - 1)->size_bytes;
    if (had >= size_bytes && old != NULL)
        return old;
    void *bigger = take(size_bytes);
    if (had > 0)
        memcpy(bigger, old, had);
    return bigger;
}

static void give_back(void *p) {
    (void)p;
}

void memory_from(struct arena *mem, cmark_mem *out) {
    current = mem;
    *out = (cmark_mem){take_zeroed, take_more, give_back};
}
