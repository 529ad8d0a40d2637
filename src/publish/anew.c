/* Files compressed anew, as a ZIP in memory that can be read like any other: for entries that have
 * to be put together before they can be copied. */
#include <assert.h>

#include "publish/delta.h"

bool anew_open(struct anew *a, struct arena *mem, size_t room, struct diags *d) {
    *a = (struct anew){.mem = mem, .room = room, .d = d};
    a->entries = arena_array(mem, struct pack_entry, room);
    a->deflater = pack_deflater_open();
    a->spool = pack_spool_open_memory(d);
    return a->spool != NULL;
}

bool anew_add(struct anew *a, struct str path, struct str bytes) {
    assert(a->count < a->room);
    return pack_add(a->deflater, a->spool, path, bytes, &a->entries[a->count++], a->d);
}

bool anew_read(struct anew *a, const char *shown, struct pack_reader *out) {
    struct buf zip = {0};
    *out = (struct pack_reader){0};
    if (a->count == 0)
        return true;
    bool ok = pack_write_memory(&zip, a->entries, a->count, a->d);
    struct source source = {shown, ok ? arena_str(a->mem, buf_str(&zip)) : STR_NONE};
    buf_finish(&zip);
    return ok && pack_read(a->mem, &source, &pack_limits_default, out, a->d);
}

void anew_close(struct anew *a) {
    pack_deflater_close(a->deflater);
    pack_spool_close(a->spool);
    *a = (struct anew){0};
}
