/* See heap.h. Lua says with each block it gives back how large it was, so blocks have no heads. */
#include "script/heap.h"

/* Twice what a theme of this program leaves before it is collected. The address sanitizer shall see
 * each block by itself. */
#ifdef __SANITIZE_ADDRESS__
enum { ROOM_BYTES = HEAP_ROUND };
#else
enum { ROOM_BYTES = 4 * 1024 * 1024 };
#endif

void heap_open(struct heap *h, struct arena *mem, lua_State *L) {
    *h = (struct heap){.room = arena_alloc(mem, ROOM_BYTES, alignof(max_align_t))};
    h->next = h->room;
    h->end = h->room + ROOM_BYTES;
    h->large = lua_getallocf(L, &h->large_ud);
}

static size_t class_of(size_t size) {
    return (size + HEAP_ROUND - 1) / HEAP_ROUND;
}

static bool is_in_room(const struct heap *h, const void *block) {
    return (uintptr_t)block - (uintptr_t)h->room < ROOM_BYTES;
}

static void *take(struct heap *h, size_t size) {
    size_t class = class_of(size), whole = class * HEAP_ROUND;
    if (size > HEAP_SMALL_MAX)
        return h->large(h->large_ud, NULL, 0, size);
    void *block = h->kept[class];
    if (block != NULL) {
        memcpy(&h->kept[class], block, sizeof(void *));
        return block;
    }
    if ((size_t)(h->end - h->next) < whole)
        return h->large(h->large_ud, NULL, 0, size);
    block = h->next;
    h->next += whole;
    return block;
}

static void give_back(struct heap *h, void *block, size_t size) {
    if (!is_in_room(h, block)) {
        h->large(h->large_ud, block, size, 0);
        return;
    }
    memcpy(block, &h->kept[class_of(size)], sizeof(void *));
    h->kept[class_of(size)] = block;
}

void *heap_resize(struct heap *h, void *block, size_t old_size, size_t new_size) {
    if (block == NULL)
        return new_size == 0 ? NULL : take(h, new_size);
    if (new_size == 0) {
        give_back(h, block, old_size);
        return NULL;
    }
    if (!is_in_room(h, block))
        return h->large(h->large_ud, block, old_size, new_size);
    if (class_of(old_size) == class_of(new_size))
        return block;
    void *other = take(h, new_size);
    if (other == NULL)
        return new_size < old_size ? block : NULL; /* Lua cannot be refused less */
    memcpy(other, block, old_size < new_size ? old_size : new_size);
    give_back(h, block, old_size);
    return other;
}
