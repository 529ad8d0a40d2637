/* Open addressing with linear probing; at most three quarters full. */
#include "util/map.h"

#include <assert.h>

struct map_slot {
    struct str key; /* absent: free */
    uint64_t hash;
    uint32_t value;
};
static_assert(sizeof(struct map_slot) == 32, "a power of two, for new_slots");

/* Multiply and fold, eight bytes a step. Not for hostile keys: a clash costs time, never truth. */
uint64_t map_hash(struct str key) {
    uint64_t h = UINT64_C(0x9e3779b97f4a7c15) ^ key.len;
    const char *p = key.p;
    size_t left = key.len;
    while (left > 0) {
        uint64_t part = 0;
        size_t n = left < 8 ? left : 8;
        memcpy(&part, p, n);
        h = (h ^ part) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 32;
        p += n;
        left -= n;
    }
    h *= UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ (h >> 29);
}

/* Aligned to their own size: none lies across two lines of the cache. */
static struct map_slot *new_slots(struct arena *mem, size_t room) {
    return arena_zalloc(mem, room, sizeof(struct map_slot), sizeof(struct map_slot));
}

void map_init(struct map *m, struct arena *mem, size_t expected) {
    size_t room = 16;
    while (room / 4 * 3 < expected)
        room *= 2;
    *m = (struct map){mem, new_slots(mem, room), 0, room};
}

static struct map_slot *find(const struct map *m, struct str key, uint64_t hash) {
    size_t at = (size_t)hash & (m->room - 1);
    while (m->slots[at].key.p != NULL) {
        if (m->slots[at].hash == hash && str_eq(m->slots[at].key, key))
            break;
        at = (at + 1) & (m->room - 1);
    }
    return &m->slots[at];
}

static void grow(struct map *m) {
    struct map old = *m;
    m->room = old.room == 0 ? 16 : old.room * 2;
    m->slots = new_slots(m->mem, m->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].key.p != NULL)
            *find(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

uint32_t map_add(struct map *m, struct str key, uint32_t value) {
    if (key.p == NULL)
        key = str_lit("");
    if (m->count + 1 > m->room / 4 * 3)
        grow(m);
    uint64_t hash = map_hash(key);
    struct map_slot *slot = find(m, key, hash);
    if (slot->key.p != NULL)
        return slot->value;
    *slot = (struct map_slot){key, hash, value};
    m->count++;
    return MAP_NONE;
}

uint32_t map_get(const struct map *m, struct str key) {
    if (m->room == 0)
        return MAP_NONE;
    const struct map_slot *slot = find(m, key, map_hash(key));
    return slot->key.p == NULL ? MAP_NONE : slot->value;
}
