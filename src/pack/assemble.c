/* A canonical ZIP of entries that others hold compressed: each record is written anew, the data is
 * copied as it is. For packs that are put together from an older one and what changed. */
#include "pack/pack.h"
#include "pack/record.h"

static void put(struct buf *out, const uint8_t *record, size_t size, struct str name) {
    buf_put(out, str_of((const char *)record, size));
    buf_put(out, name);
}

static bool fits(const struct pack_piece *pieces, size_t count) {
    uint64_t bytes = END_BYTES;
    for (size_t i = 0; i < count; i++) {
        const struct pack_reader_entry *e = &pieces[i].from->entries[pieces[i].index];
        bytes += LOCAL_BYTES + CENTRAL_BYTES + 2 * e->path.len + e->packed_bytes;
    }
    return count <= pack_limits_default.entries_max && bytes < UINT32_MAX;
}

bool pack_assemble(const struct pack_piece *pieces, size_t count, struct buf *out) {
    struct buf directory = {0};
    uint8_t record[CENTRAL_BYTES];
    buf_reset(out);
    if (!fits(pieces, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct pack_reader *from = pieces[i].from;
        const struct pack_reader_entry *e = &from->entries[pieces[i].index];
        record_central(e, (uint32_t)out->len, record);
        put(&directory, record, CENTRAL_BYTES, e->path);
        record_local(e, record);
        put(out, record, LOCAL_BYTES, e->path);
        buf_put(out, str_slice(from->bytes, (size_t)e->data_offset,
                               (size_t)(e->data_offset + e->packed_bytes)));
    }
    record_end((uint32_t)count, (uint32_t)directory.len, (uint32_t)out->len, record);
    buf_put(out, buf_str(&directory));
    put(out, record, END_BYTES, str_lit(""));
    buf_finish(&directory);
    return true;
}

size_t pack_find(const struct pack_reader *r, struct str path) {
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(r->entries[middle].path, path);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}
