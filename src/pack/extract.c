/* Unpacking one entry that pack_read has accepted: to exactly its declared size, from exactly its
 * declared bytes. */
#include <libdeflate.h>

#include "pack/deflate.h"
#include "pack/pack.h"

struct unpacking {
    struct source source;
    struct str path;
    struct arena *mem;
    struct diags *d;
};

static bool refuse(const struct unpacking *u, const char *code, const char *sentence) {
    return diag_error(u->d, place_of(&u->source, 0, 0, 0), code, "'%s' %s",
                      utf8_shown(u->mem, u->path), sentence);
}

static enum libdeflate_result inflate(struct str packed, char *to, size_t size, size_t *used) {
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    if (z == NULL)
        arena_out_of_memory();
    /* No pointer for the size reached: then anything but exactly `size` bytes is refused. */
    enum libdeflate_result result =
        libdeflate_deflate_decompress_ex(z, packed.p, packed.len, to, size, used, NULL);
    libdeflate_free_decompressor(z);
    return result;
}

static bool inflate_exactly(const struct unpacking *u, struct str packed, char *to, size_t size) {
    size_t used = 0;
    switch (inflate(packed, to, size, &used)) {
    case LIBDEFLATE_SUCCESS:
        break;
    case LIBDEFLATE_SHORT_OUTPUT:
        return refuse(u, "zip/size-short", "unpacks to fewer bytes than it says");
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        return refuse(u, "zip/size-long", "unpacks to more bytes than it says");
    default:
        return refuse(u, "zip/deflate", "is not a deflate stream");
    }
    if (used != packed.len)
        return refuse(u, "zip/deflate-end", "has bytes behind the end of its deflate stream");
    if (!deflate_is_tight(packed))
        return refuse(u, "zip/deflate-bits", "has bits set that its deflate stream does not use");
    return true;
}

bool pack_extract(const struct pack_reader *r, size_t index, struct arena *mem, struct str *out,
                  const char *shown, struct diags *d) {
    const struct pack_reader_entry *e = &r->entries[index];
    struct unpacking u = {{shown, STR_NONE}, e->path, mem, d};
    struct str packed =
        str_slice(r->bytes, (size_t)e->data_offset, (size_t)(e->data_offset + e->packed_bytes));
    *out = packed;
    if (!e->stored) {
        char *to = arena_alloc(mem, (size_t)e->size_bytes + 1, 1);
        if (!inflate_exactly(&u, packed, to, (size_t)e->size_bytes))
            return false;
        to[e->size_bytes] = '\0';
        *out = str_of(to, (size_t)e->size_bytes);
    }
    if (libdeflate_crc32(0, out->p, out->len) != e->crc)
        return refuse(&u, "zip/crc", "has another checksum than it says");
    return true;
}
