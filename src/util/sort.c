/* The part in order stays, what is behind it is sorted by itself, and both are merged from the end,
 * where there is room. */
#include "util/sort.h"

#include <stdlib.h>
#include <string.h>

#include "util/arena.h"

static size_t count_ordered(const char *items, size_t count, size_t size,
                            int (*compare)(const void *, const void *)) {
    size_t ordered = count > 0;
    while (ordered < count && compare(items + (ordered - 1) * size, items + ordered * size) <= 0)
        ordered++;
    return ordered;
}

/* `from`: the last `more` items, sorted. */
static void merge(char *items, size_t ordered, const char *from, size_t more, size_t size,
                  int (*compare)(const void *, const void *)) {
    char *to = items + (ordered + more) * size;
    while (more > 0) {
        const char *left = ordered > 0 ? items + (ordered - 1) * size : NULL;
        const char *right = from + (more - 1) * size;
        bool is_left = left != NULL && compare(left, right) > 0;
        to -= size;
        memcpy(to, is_left ? left : right, size);
        ordered -= is_left;
        more -= !is_left;
    }
}

void sort_appended(void *items, size_t count, size_t size_bytes,
                   int (*compare)(const void *, const void *)) {
    struct arena mem = {0};
    size_t ordered = count_ordered(items, count, size_bytes, compare), more = count - ordered;
    char *tail = (char *)items + ordered * size_bytes;
    if (more == 0)
        return;
    if (more > count / 2) {
        qsort(items, count, size_bytes, compare);
        return;
    }
    qsort(tail, more, size_bytes, compare);
    char *copy = arena_zalloc(&mem, more, size_bytes, alignof(max_align_t));
    memcpy(copy, tail, more * size_bytes);
    merge(items, ordered, copy, more, size_bytes, compare);
    arena_finish(&mem);
}
