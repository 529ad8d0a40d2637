/* A canonical ZIP of entries that others hold compressed: each record is written anew, the data is
 * copied as it is. For packs that are put together from an older one and what changed. */
#include <unistd.h>

#include "pack/pack.h"
#include "pack/record.h"
#include "pack/sink.h"
#include "pack/spool.h"

enum { RUN_BYTES_MIN = 8 << 10 }; /* a call of the system's own costs as much as a few entries */

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

static size_t head_bytes(const struct pack_entry *e) {
    return LOCAL_BYTES + e->path.len;
}

bool pack_fetch_recorded(struct pack_window *w, struct pack_entry *entry, struct str *out) {
    const struct pack_reader_entry e = record_of(entry);
    uint8_t record[LOCAL_BYTES];
    size_t head = head_bytes(entry);
    struct pack_entry whole = *entry;
    struct str all;
    entry->recorded = false;
    if (entry->spool_offset < head || entry->spool_bytes > UINT32_MAX)
        return pack_fetch(w, entry, out);
    whole.spool_offset -= head;
    whole.spool_bytes += head;
    if (!pack_fetch(w, &whole, &all))
        return false;
    record_local(&e, record);
    entry->recorded = memcmp(all.p, record, sizeof(record)) == 0 &&
                      str_eq(str_slice(all, LOCAL_BYTES, head), e.path);
    *out = str_from_offset(all, head);
    return true;
}

/* Some entries, one behind the other, of a ZIP that is being put together. */
struct rewriting {
    const struct pack_entry *entries;
    size_t count;
    struct sink *to;
    struct pack_window window;
    struct buf directory;
    uint64_t at;    /* where the next one goes */
    bool is_copied; /* the system copies from file to file */
    bool ok;
};
enum { PARTS_MAX = 2 };

static void put_central(struct rewriting *r, const struct pack_entry *entry) {
    const struct pack_reader_entry e = record_of(entry);
    uint8_t record[CENTRAL_BYTES];
    record_central(&e, (uint32_t)r->at, record);
    put(&r->directory, record, CENTRAL_BYTES, e.path);
    (void)pack_data_offset(entry, &r->at);
}

static bool rewrite_one(struct rewriting *r, const struct pack_entry *entry) {
    const struct pack_reader_entry e = record_of(entry);
    uint8_t record[LOCAL_BYTES];
    struct str data;
    record_local(&e, record);
    put_central(r, entry);
    return pack_fetch(&r->window, entry, &data) &&
           sink_put(r->to, str_of((const char *)record, LOCAL_BYTES)) && sink_put(r->to, e.path) &&
           sink_put(r->to, data);
}

/* How many entries from the first one on stand behind each other in one ZIP as they will in this
 * one, with their records. */
static size_t count_run(const struct pack_entry *entries, size_t count) {
    size_t n = 0;
    for (uint64_t end = entries[0].spool_offset - head_bytes(&entries[0]);
         n < count && entries[n].recorded && entries[n].spool == entries[0].spool &&
         entries[n].spool_offset == end + head_bytes(&entries[n]);
         n++)
        end = entries[n].spool_offset + entries[n].spool_bytes;
    return n;
}

/* The number of entries that were copied at once; 0: too few, or the system cannot. */
static size_t copy_run(struct rewriting *r, const struct pack_entry *entries, size_t count) {
    size_t n = r->is_copied ? count_run(entries, count) : 0;
    if (n == 0)
        return 0;
    uint64_t from = entries[0].spool_offset - head_bytes(&entries[0]);
    uint64_t bytes = entries[n - 1].spool_offset + entries[n - 1].spool_bytes - from;
    if (bytes < RUN_BYTES_MIN)
        return 0;
    r->is_copied = sink_copy(r->to, spool_file(entries[0].spool), from, bytes);
    for (size_t i = 0; r->is_copied && i < n; i++)
        put_central(r, &entries[i]);
    return r->is_copied ? n : 0;
}

static void rewrite_part(void *ctx, unsigned worker, size_t index) {
    struct rewriting *r = &((struct rewriting *)ctx)[index];
    (void)worker;
    for (size_t i = 0; i < r->count && r->ok;) {
        size_t copied = copy_run(r, &r->entries[i], r->count - i);
        if (copied == 0)
            r->ok = rewrite_one(r, &r->entries[i]);
        i += copied == 0 ? 1 : copied;
    }
    pack_window_finish(&r->window);
}

/* Behind the data stand the central records of all parts. */
static bool put_directory(const struct rewriting *parts, size_t part_count, size_t count) {
    const struct rewriting *last = &parts[part_count - 1];
    uint8_t record[END_BYTES];
    size_t size = 0;
    bool ok = true;
    for (size_t i = 0; i < part_count; i++) {
        size += parts[i].directory.len;
        ok = ok && sink_put(last->to, buf_str(&parts[i].directory));
    }
    record_end((uint32_t)count, (uint32_t)size, (uint32_t)last->at, record);
    return ok && sink_put(last->to, str_of((const char *)record, END_BYTES));
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

/* Where a second part begins, and its place in the ZIP; `count` where one is enough. */
static size_t find_half(const struct pack_entry *entries, size_t count, uint64_t *place) {
    enum { BYTES_MIN = 1 << 20 };
    uint64_t all = 0, at = 0;
    size_t half = 0;
    for (size_t i = 0; i < count; i++)
        (void)pack_data_offset(&entries[i], &all);
    while (half < count && at < all / 2)
        (void)pack_data_offset(&entries[half++], &at);
    *place = at;
    return all < BYTES_MIN ? count : half;
}

static bool rewrite_parts(struct arena *mem, const char *path, struct rewriting *parts,
                          unsigned threads) {
    size_t count = parts->count, part_count = 1;
    uint64_t place;
    size_t half = threads < PARTS_MAX ? count : find_half(parts->entries, count, &place);
    if (half < count) {
        parts[1] = (struct rewriting){.entries = parts->entries + half,
                                      .count = count - half,
                                      .to = sink_open_at(mem, path, place),
                                      .at = place,
                                      .is_copied = true};
        parts[1].ok = parts[1].to != NULL;
        parts->count = half;
        part_count = PARTS_MAX;
    }
    pool_run(threads, part_count, 1, rewrite_part, parts);
    return parts[0].ok && parts[part_count - 1].ok && put_directory(parts, part_count, count);
}

bool pack_rewrite(const char *path, const struct pack_entry *entries, size_t count,
                  unsigned threads) {
    struct arena mem = {0};
    struct rewriting parts[PARTS_MAX] = {
        {.entries = entries, .count = count, .is_copied = true, .ok = true}};
    parts->to = fits_in(entries, count) ? sink_open(&mem, path) : NULL;
    bool made = parts->to != NULL, ok = made && rewrite_parts(&mem, path, parts, threads);
    for (size_t i = 0; i < PARTS_MAX; i++) {
        if (parts[i].to != NULL)
            ok = sink_close(parts[i].to) && ok;
        buf_finish(&parts[i].directory);
    }
    if (made && !ok)
        (void)unlink(path);
    arena_finish(&mem);
    return ok;
}

size_t pack_find(const struct pack_reader *r, struct str path) {
    return str_search(r->entries, r->count, sizeof(r->entries[0]), path); /* the path is first */
}
