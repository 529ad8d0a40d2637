/* The canonical ZIP. libzip writes the container; each entry's data comes from the spool through a
 * source that says it is deflated already, so libzip passes it on (its STAT carries method, sizes
 * and CRC). */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "pack/pack.h"
#include "pack/sink.h"

/* 1 January 1980, 00:00:00: the first moment DOS time can tell. zip_file_set_mtime would go through
 * the time zone. */
enum { DOS_TIME = 0, DOS_DATE = 0x21 };
static const zip_uint32_t MODE = 0100644U << 16;

struct region {
    const struct pack_entry *entry;
    struct pack_window *window; /* of all regions: libzip reads one after the other */
    uint64_t at;
    zip_error_t error;
};

static zip_int64_t region_stat(struct region *r, void *data, zip_uint64_t size) {
    zip_stat_t *st = data;
    if (size < sizeof(*st))
        return -1;
    zip_stat_init(st);
    st->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    st->size = r->entry->size_bytes;
    st->comp_size = r->entry->spool_bytes;
    st->crc = r->entry->crc;
    st->comp_method = r->entry->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    return sizeof(*st);
}

static zip_int64_t region_read(struct region *r, void *data, zip_uint64_t size) {
    struct str all;
    if (!pack_fetch(r->window, r->entry, &all)) {
        zip_error_set(&r->error, ZIP_ER_READ, errno);
        return -1;
    }
    uint64_t left = all.len - r->at, n = size < left ? size : left;
    if (n > 0)
        memcpy(data, all.p + r->at, n);
    r->at += n;
    return (zip_int64_t)n;
}

static zip_int64_t region_source(void *state, void *data, zip_uint64_t size,
                                 zip_source_cmd_t command) {
    struct region *r = state;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        r->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return region_read(r, data, size);
    case ZIP_SOURCE_STAT:
        return region_stat(r, data, size);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&r->error, data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    default:
        zip_error_set(&r->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static bool add(zip_t *zip, struct region *region, const char *name) {
    zip_source_t *source = zip_source_function(zip, region_source, region);
    if (source == NULL)
        return false;
    zip_int64_t index = zip_file_add(zip, name, source, 0);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t i = (zip_uint64_t)index;
    /* Left alone, libzip deflates by itself what is to be stored; asked to deflate, it would do so
     * again with what is deflated already. */
    if (region->entry->stored && zip_set_file_compression(zip, i, ZIP_CM_STORE, 0) != 0)
        return false;
    return zip_file_set_dostime(zip, i, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(zip, i, 0, ZIP_OPSYS_UNIX, MODE) == 0;
}

/* libzip then goes over to zip64, which is no canonical ZIP any more. */
static void warn_of_size(const char *path, size_t count, struct diags *d) {
    const struct source source = {path, STR_NONE};
    if (count > pack_limits_default.entries_max)
        diag_warning(d, place_of(&source, 0, 0, 0), "pack/too-many",
                     "has %zu files, more than the %llu that 'verify' and 'install' take", count,
                     (unsigned long long)pack_limits_default.entries_max);
}

/* Regions and their window live until the ZIP is closed. */
static bool fill(zip_t *zip, struct arena *mem, const struct pack_entry *entries, size_t count,
                 struct pack_window *window) {
    struct region *regions = arena_array(mem, struct region, count);
    for (size_t i = 0; i < count; i++) {
        regions[i] = (struct region){.entry = &entries[i], .window = window};
        zip_error_init(&regions[i].error);
        if (!add(zip, &regions[i], arena_cstr(mem, entries[i].path)))
            return false;
    }
    return true;
}

/* Fills, closes or discards `zip`. */
static bool write_zip(zip_t *zip, const char *shown, const struct pack_entry *entries, size_t count,
                      struct diags *d) {
    struct arena mem = {0};
    struct pack_window window = {0};
    bool ok = fill(zip, &mem, entries, count, &window);
    if (!ok) {
        diag_system(d, shown, errno, "pack/write", "cannot add to the ZIP");
    } else if (zip_close(zip) == 0) {
        zip = NULL; /* closed: no longer ours */
    } else {
        int err = zip_error_code_system(zip_get_error(zip));
        if (zip_error_code_zip(zip_get_error(zip)) == ZIP_ER_MEMORY)
            err = ENOMEM;
        ok = diag_system(d, shown, err == 0 ? EIO : err, "pack/write", "cannot write the ZIP");
    }
    if (zip != NULL)
        zip_discard(zip);
    pack_window_finish(&window);
    arena_finish(&mem);
    return ok;
}

bool pack_write(const char *path, const struct pack_entry *entries, size_t count, struct diags *d) {
    struct arena mem = {0};
    warn_of_size(path, count, d);
    struct sink *sink = sink_open(&mem, path);
    if (sink == NULL)
        return diag_system(d, path, errno, "pack/write", "cannot make the ZIP");
    zip_t *zip = sink_zip(sink);
    bool ok = zip == NULL ? diag_system(d, path, EIO, "pack/write", "cannot make the ZIP")
                          : write_zip(zip, path, entries, count, d);
    if (!sink_close(sink) && ok)
        ok = diag_system(d, path, errno, "pack/write", "cannot write the ZIP");
    arena_finish(&mem);
    return ok;
}

/* All that libzip has written to `source`. */
static bool copy_out(zip_source_t *source, struct buf *out, struct diags *d) {
    zip_stat_t st;
    bool is_open = zip_source_stat(source, &st) == 0 && zip_source_open(source) == 0;
    char *to = is_open ? buf_reserve(out, (size_t)st.size) : NULL;
    bool ok = is_open && zip_source_read(source, to, st.size) == (zip_int64_t)st.size;
    out->len += ok ? (size_t)st.size : 0;
    if (is_open)
        zip_source_close(source);
    return ok || diag_system(d, "memory", EIO, "pack/write", "cannot read the ZIP again");
}

bool pack_write_memory(struct buf *out, const struct pack_entry *entries, size_t count,
                       struct diags *d) {
    zip_error_t error;
    zip_error_init(&error);
    buf_reset(out);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (source == NULL)
        arena_out_of_memory();
    zip_source_keep(source); /* the ZIP takes one hold, this function keeps the other */
    zip_t *zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
    bool ok;
    if (zip == NULL) {
        zip_source_free(source);
        ok = diag_system(d, "memory", EIO, "pack/write", "cannot make the ZIP");
    } else {
        ok = write_zip(zip, "memory", entries, count, d) && copy_out(source, out, d);
    }
    zip_source_free(source);
    zip_error_fini(&error);
    return ok;
}
