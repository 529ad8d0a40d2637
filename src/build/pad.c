/* Size classes (onion.pad), after the deterministic form of ALPaCA (Cherubin, Hayes, Juarez, PETS
 * 2017): a page or style sheet grows to the next class, so that its size on the wire fits many.
 *
 * Classes are powers of two from 8 KiB. Each doubling costs two times the bytes at worst, 1.4
 * to 1.5 on the average, and leaves five or six classes for a whole site; finer ones (Padmé's cost
 * 12 %) would leave most pages nearly alone in theirs.
 *
 * The filling is text that does not compress below three quarters, made from the file's path and
 * content: the same site always gives the same bytes. Pictures are filled where their format has a
 * place for it (audit/filling.c), so that the audit can tell it from anything else. */
#include <stdlib.h>

#include "build/stages.h"
#include "sign/sign.h"

bool pad_wanted(const struct build *b, const struct profile_output *o) {
    return b->site.config.onion_pad == PAD_CLASSES && str_is(o->profile->name, "onion");
}

size_t build_size_class(size_t size_bytes) {
    return audit_size_class(size_bytes, 0);
}

static void put_filling(struct str path, struct str seed, char *to, size_t count) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t *bytes = (uint8_t *)to;
    sign_stream(path, seed, bytes, count);
    for (size_t i = 0; i < count; i++)
        to[i] = letters[bytes[i] % 64];
}

/* Puts before, filling and after at offset `at`, when the file is not as long as its class already.
 */
static void insert(struct str path, struct buf *bytes, size_t at, struct str before,
                   struct str after) {
    size_t least = before.len + after.len, whole = audit_size_class(bytes->len, least) - bytes->len;
    uint8_t seed[16];
    if (whole == 0)
        return;
    sign_digest16(buf_str(bytes), seed);
    (void)buf_reserve(bytes, whole);
    char *to = bytes->p + at;
    memmove(to + whole, to, bytes->len - at);
    memcpy(to, before.p, before.len);
    put_filling(path, str_of((const char *)seed, sizeof(seed)), to + before.len, whole - least);
    memcpy(to + whole - after.len, after.p, after.len);
    bytes->len += whole;
}

static void fill_picture(struct buf *bytes) {
    struct buf filled = {0};
    audit_fill_picture(buf_str(bytes), &filled);
    buf_finish(bytes);
    *bytes = filled;
}

void pad_file(struct str path, struct buf *bytes) {
    enum audit_kind kind = audit_kind_of(path);
    size_t head = kind == AUDIT_HTML ? str_find(buf_str(bytes), str_lit("</head>")) : SIZE_MAX;
    if (head != SIZE_MAX)
        insert(path, bytes, head, str_lit("<meta name=\"pad\" content=\""), str_lit("\"/>\n"));
    else if (kind == AUDIT_CSS)
        insert(path, bytes, bytes->len, str_lit("/*"), str_lit("*/\n"));
    else if (kind == AUDIT_IMAGE)
        fill_picture(bytes);
}

/* --- figures for -v */

struct group {
    size_t size_bytes, count;
};

static int compare(const void *a, const void *b) {
    size_t one = ((const struct group *)a)->size_bytes, two = ((const struct group *)b)->size_bytes;
    return one < two ? -1 : one > two;
}

static void tell(const struct build *b, const char *name, size_t count) {
    b->options->figure(b->options->ctx, name, count);
}

static const size_t MIB = 1 << 20;

static const char *class_name(struct build *b, size_t size_bytes) {
    return size_bytes % MIB == 0 ? arena_printf(&b->mem, "  pages of %zu MiB", size_bytes / MIB).p
                                 : arena_printf(&b->mem, "  pages of %zu KiB", size_bytes / 1024).p;
}

void pad_tell(struct build *b, const struct profile_output *o) {
    struct group *groups = arena_array(&b->mem, struct group, o->files.count);
    size_t pages = 0, count = 0, smallest = SIZE_MAX, unpadded = 0;
    if (b->options->figure == NULL || !pad_wanted(b, o))
        return;
    for (size_t i = 0; i < o->files.count; i++) {
        enum audit_kind kind = audit_kind_of(o->files.items[i].path);
        if (kind == AUDIT_HTML)
            groups[pages++].size_bytes = o->audits[i].counts.bytes;
        else if (o->audits[i].counts.bytes != audit_size_class(o->audits[i].counts.bytes, 0))
            unpadded++;
    }
    if (pages > 0)
        qsort(groups, pages, sizeof(groups[0]), compare);
    for (size_t i = 0; i < pages; i++) {
        if (count == 0 || groups[count - 1].size_bytes != groups[i].size_bytes)
            groups[count++] = (struct group){groups[i].size_bytes, 0};
        groups[count - 1].count++;
    }
    for (size_t i = 0; i < count; i++) {
        smallest = groups[i].count < smallest ? groups[i].count : smallest;
        tell(b, class_name(b, groups[i].size_bytes), groups[i].count);
    }
    tell(b, "  smallest group of pages", count == 0 ? 0 : smallest);
    tell(b, "  files of their own size", unpadded);
}
