/* The canonical ZIP. libzip writes the container; each entry's data comes from the spool through a
 * source that says it is deflated already, so libzip passes it on (its STAT carries method, sizes
 * and CRC). */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "pack/pack.h"
#include "pack/spool.h"

/* 1 January 1980, 00:00:00: the first moment DOS time can tell. zip_file_set_mtime would go through
 * the time zone. */
enum { DOS_TIME = 0, DOS_DATE = 0x21 };
static const zip_uint32_t MODE = 0100644U << 16;

struct region {
    const struct pack_entry *entry;
    const struct pack_spool *spool;
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
    uint64_t left = r->entry->spool_bytes - r->at;
    int64_t n = size < left ? (int64_t)size : (int64_t)left;
    if (n > 0)
        n = spool_read(r->spool, r->entry->spool_offset + r->at, data, (uint64_t)n);
    if (n < 0) {
        zip_error_set(&r->error, ZIP_ER_READ, errno);
        return -1;
    }
    r->at += (uint64_t)n;
    return n;
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

bool pack_write(const char *path, const struct pack_entry *entries, size_t count,
                const struct pack_spool *spool, struct diags *d) {
    warn_of_size(path, count, d);
    struct arena mem = {0};
    int code = 0;
    bool ok = false;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code);
    struct region *regions = arena_array(&mem, struct region, count);
    if (zip == NULL) {
        diag_system(d, path, errno, "pack/write", "cannot make the ZIP");
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        regions[i] = (struct region){.entry = &entries[i], .spool = spool};
        zip_error_init(&regions[i].error);
        if (!add(zip, &regions[i], arena_cstr(&mem, entries[i].path))) {
            diag_system(d, path, errno, "pack/write", "cannot add to the ZIP");
            goto out;
        }
    }
    if (zip_close(zip) != 0) {
        int err = zip_error_code_system(zip_get_error(zip));
        diag_system(d, path, err == 0 ? EIO : err, "pack/write", "cannot write the ZIP");
        goto out;
    }
    zip = NULL; /* closed: no longer ours */
    ok = true;
out:
    if (zip != NULL)
        zip_discard(zip);
    arena_finish(&mem);
    return ok;
}
