/* One edition of a pack, as a ZIP or as a folder. */
#include "changes/changes.h"

enum { ZIP_BYTES_MAX = 1 << 30, FILE_BYTES_MAX = 256 << 20 };

static bool open_folder(struct edition *e, struct diags *d) {
    struct fs_list list;
    if (!fs_list_tree(&e->mem, e->folder, &list, d))
        return false;
    e->count = list.count;
    e->paths = arena_array(&e->mem, struct str, list.count);
    for (size_t i = 0; i < list.count; i++)
        e->paths[i] = list.items[i].path;
    return true;
}

static bool open_zip(struct edition *e, struct diags *d) {
    struct source source = {e->shown, STR_NONE};
    if (!fs_read(&e->mem, e->shown, e->shown, ZIP_BYTES_MAX, &source.text, d) ||
        !pack_read(&e->mem, &source, &pack_limits_default, &e->zip, d))
        return false;
    e->count = e->zip.count;
    e->paths = arena_array(&e->mem, struct str, e->count);
    for (size_t i = 0; i < e->count; i++)
        e->paths[i] = e->zip.entries[i].path;
    return true;
}

bool edition_open(struct edition *e, const char *path, struct diags *d) {
    bool is_folder;
    *e = (struct edition){.shown = path};
    if (!fs_ask_folder(path, &is_folder, d))
        return false;
    e->folder = is_folder ? path : NULL;
    return is_folder ? open_folder(e, d) : open_zip(e, d);
}

void edition_close(struct edition *e) {
    arena_finish(&e->mem);
    *e = (struct edition){0};
}

bool edition_read(const struct edition *e, size_t index, struct arena *mem, struct str *out,
                  struct diags *d) {
    if (e->folder == NULL)
        return pack_extract(&e->zip, index, mem, out, e->shown, d);
    const char *path = arena_printf(mem, "%s/%.*s", e->folder, STR_ARG(e->paths[index])).p;
    return fs_read(mem, path, path, FILE_BYTES_MAX, out, d);
}

size_t edition_find(const struct edition *e, struct str path) {
    return str_search(e->paths, e->count, sizeof(e->paths[0]), path);
}
