/* A built profile in memory. */
#include "serve/parts.h"

enum { FILE_BYTES_MAX = 256 * 1024 * 1024 };

bool snapshot_load(struct snapshot *s, const char *folder, struct diags *d) {
    struct fs_list list;
    *s = (struct snapshot){0};
    if (!fs_list_tree(&s->mem, folder, &list, d))
        return false;
    s->bytes = arena_array(&s->mem, struct str, list.count);
    map_init(&s->by_path, &s->mem, list.count);
    for (size_t i = 0; i < list.count; i++) {
        if (str_is(list.items[i].path, "MANIFEST.txt") || str_is(list.items[i].path, "CHANGES.txt"))
            continue;
        const char *path = fs_join(&s->mem, folder, list.items[i].path);
        if (!fs_read(&s->mem, path, path, FILE_BYTES_MAX, &s->bytes[i], d))
            return false;
        map_add(&s->by_path, list.items[i].path, (uint32_t)i);
    }
    return true;
}

void snapshot_replace(struct snapshot *s, struct str path, struct str bytes) {
    uint32_t index = map_get(&s->by_path, path);
    if (index != MAP_NONE)
        s->bytes[index] = arena_str(&s->mem, bytes);
}

void snapshot_finish(struct snapshot *s) {
    arena_finish(&s->mem);
    *s = (struct snapshot){0};
}

struct str snapshot_file(const struct snapshot *s, struct str path) {
    uint32_t index = s->by_path.room == 0 ? MAP_NONE : map_get(&s->by_path, path);
    return index == MAP_NONE ? STR_NONE : s->bytes[index];
}
