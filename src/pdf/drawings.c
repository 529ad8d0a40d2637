/* Forms that a library drew in the place of drawings: the dictionary stays, but for its box, and so
 * do the numbers of all objects. The length of such a stream is an object behind it. */
#include "pdf/drawings.h"

#include <assert.h>
#include <libdeflate.h>

#include "pdf/read.h"

struct str pdf_pack(struct arena *mem, struct str operators) {
    enum { COMPRESSION_LEVEL = 5 };
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(COMPRESSION_LEVEL);
    if (c == NULL)
        arena_out_of_memory();
    size_t room = libdeflate_zlib_compress_bound(c, operators.len);
    char *to = arena_alloc(mem, room, 1);
    size_t len = libdeflate_zlib_compress(c, operators.p, operators.len, to, room);
    assert(len > 0);
    libdeflate_free_compressor(c);
    return str_of(to, len);
}

void placing_start(struct placing *p, const struct pdf_drawings *drawings, uint32_t objects,
                   struct arena *mem) {
    *p = (struct placing){.drawings = drawings,
                          .placed = arena_array(mem, bool, drawings->count),
                          .lengths = arena_array(mem, size_t, objects),
                          .objects = objects};
}

/* The part of a dictionary from its key "/BBox" to the end of the value, when it is the box of a
 * place, and which drawing's; else 0. */
static size_t find_box(const struct placing *p, struct str head, struct str *box) {
    static const char start[] = "/BBox [ 0 0 1 ";
    uint64_t number;
    size_t at = pdf_key(head, start);
    if (at == SIZE_MAX)
        return 0;
    struct str value = str_from_offset(head, at + strlen(start));
    size_t digits = str_find(value, str_lit(" ]"));
    if (digits == SIZE_MAX ||
        !str_to_uint(str_slice(value, 0, digits), p->drawings->count, &number))
        return 0;
    *box = str_slice(head, at, at + strlen(start) + digits + strlen(" ]"));
    return (size_t)number;
}

bool placing_put(struct placing *p, uint32_t number, struct str head, struct buf *out) {
    struct str box;
    if (p->lengths[number] != 0) {
        buf_printf(out, "%u 0 obj\n   %zu\nendobj\n", (unsigned)number, p->lengths[number]);
        return true;
    }
    size_t which = find_box(p, head, &box);
    uint32_t length = which == 0 ? 0 : pdf_reference(head, "/Length ");
    if (length <= number || length >= p->objects)
        return false;
    const struct pdf_drawing *d = p->drawings->items[which - 1];
    size_t at = (size_t)(box.p - head.p);
    buf_put(out, str_slice(head, 0, at));
    buf_printf(out, "/BBox [ %d %d %d %d ]", d->from, d->from, d->to, d->to);
    buf_put(out, str_from_offset(head, at + box.len));
    buf_put(out, d->packed);
    buf_puts(out, "\nendstream\nendobj\n");
    p->lengths[length] = d->packed.len;
    p->placed[which - 1] = true;
    return true;
}

bool placing_done(const struct placing *p) {
    for (size_t i = 0; i < p->drawings->count; i++)
        if (!p->placed[i])
            return false;
    return true;
}
