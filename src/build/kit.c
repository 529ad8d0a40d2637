/* The mirror kit: how to serve the onion pack, in the pack itself, so that whoever has it can
 * become a mirror. A site that has its own file at such a place keeps its own. */
#include "build/stages.h"

#define KIT_FOLDER "mirror/"

size_t kit_count(const struct profile_output *o) {
    size_t count = 0;
    if (str_is(o->profile->name, "onion"))
        while (kit_files[count].name != NULL)
            count++;
    return count;
}

static bool has(const struct profile_output *o, struct str path) {
    for (size_t i = 0; i < o->files.count; i++)
        if (str_eq(o->files.items[i].path, path))
            return true;
    return false;
}

void kit_add(struct build *b, struct profile_output *o) {
    size_t count = kit_count(o);
    for (size_t i = 0; i < count; i++) {
        struct str name = str_from(kit_files[i].name);
        name = str_from_offset(name, str_rfind_char(name, '/') + 1);
        struct str path = arena_printf(&b->mem, KIT_FOLDER "%.*s", STR_ARG(name));
        if (!has(o, path))
            o->files.items[o->files.count++] =
                (struct file){.path = path,
                              .bytes = str_of((const char *)kit_files[i].bytes, kit_files[i].size),
                              .origin = "the mirror kit"};
    }
}
