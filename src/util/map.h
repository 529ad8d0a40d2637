/* A table from text to a number, in an arena. Keys are borrowed and must outlive the map.
 * It is never walked, so hash order cannot reach the output. */
#ifndef UTIL_MAP_H
#define UTIL_MAP_H

#include "util/arena.h"

struct map_slot;

struct map {
    struct arena *mem;
    struct map_slot *slots;
    size_t count, room; /* room: a power of two, or 0 */
};

#define MAP_NONE UINT32_MAX

void map_init(struct map *m, struct arena *mem, size_t expected);
/* Sets `key` unless it is there; returns the value that was there, or MAP_NONE when it is new. */
uint32_t map_add(struct map *m, struct str key, uint32_t value);
/* MAP_NONE when absent. */
uint32_t map_get(const struct map *m, struct str key);
uint64_t map_hash(struct str key);

#endif
