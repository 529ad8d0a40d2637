/* A canonical ZIP of entries that others hold compressed: each record is written anew, the data is
 * copied as it is. For packs that are put together from an older one and what changed. */
#include <unistd.h>

#include "pack/pack.h"
#include "pack/record.h"
#include "pack/sink.h"

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

/* --- to a file, from spools */

uint64_t pack_data_offset(const struct pack_entry *entry, uint64_t *at) {
    uint64_t offset = *at + LOCAL_BYTES + entry->path.len;
    *at = offset + entry->spool_bytes;
    return offset;
}

static struct pack_reader_entry record_of(const struct pack_entry *e) {
    return (struct pack_reader_entry){.path = e->path,
                                      .size_bytes = e->size_bytes,
                                      .packed_bytes = e->spool_bytes,
                                      .crc = e->crc,
                                      .stored = e->stored};
}

static bool rewrite_entries(struct sink *to, const struct pack_entry *entries, size_t count,
                            struct buf *directory) {
    struct pack_window window = {0};
    struct str data;
    uint8_t record[CENTRAL_BYTES];
    uint64_t at = 0;
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        const struct pack_reader_entry e = record_of(&entries[i]);
        record_central(&e, (uint32_t)at, record);
        put(directory, record, CENTRAL_BYTES, e.path);
        record_local(&e, record);
        (void)pack_data_offset(&entries[i], &at);
        ok = pack_fetch(&window, &entries[i], &data) &&
             sink_put(to, str_of((const char *)record, LOCAL_BYTES)) && sink_put(to, e.path) &&
             sink_put(to, data);
    }
    pack_window_finish(&window);
    if (!ok)
        return false;
    size_t size = directory->len;
    record_end((uint32_t)count, (uint32_t)size, (uint32_t)at, record);
    put(directory, record, END_BYTES, str_lit(""));
    return sink_put(to, buf_str(directory));
}

/* What is larger needs zip64. */
static bool fits_in(const struct pack_entry *entries, size_t count) {
    uint64_t at = 0, bytes = END_BYTES;
    for (size_t i = 0; i < count; i++) {
        (void)pack_data_offset(&entries[i], &at);
        bytes += CENTRAL_BYTES + entries[i].path.len;
    }
    return count <= pack_limits_default.entries_max && at + bytes < UINT32_MAX;
}

bool pack_rewrite(const char *path, const struct pack_entry *entries, size_t count) {
    struct arena mem = {0};
    struct buf directory = {0};
    struct sink *to = fits_in(entries, count) ? sink_open(&mem, path) : NULL;
    bool ok = to != NULL && rewrite_entries(to, entries, count, &directory);
    if (to != NULL)
        ok = sink_close(to) && ok;
    if (to != NULL && !ok)
        (void)unlink(path);
    buf_finish(&directory);
    arena_finish(&mem);
    return ok;
}

size_t pack_find(const struct pack_reader *r, struct str path) {
    return str_search(r->entries, r->count, sizeof(r->entries[0]), path); /* the path is first */
}
