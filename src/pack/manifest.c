/* MANIFEST.txt: who a pack says it is, and the digest of every file in it. */
#include <inttypes.h>
#include <stdlib.h>

#include "pack/pack.h"

static int compare(const void *a, const void *b) {
    return str_cmp(((const struct pack_entry *)a)->path, ((const struct pack_entry *)b)->path);
}

static bool is_sorted(const struct pack_entry *entries, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (compare(&entries[i - 1], &entries[i]) > 0)
            return false;
    return true;
}

void pack_sort(struct pack_entry *entries, size_t count) {
    if (!is_sorted(entries, count)) /* a plan is, but for what was added to it */
        qsort(entries, count, sizeof(entries[0]), compare);
}

static void put_number(struct buf *out, uint64_t n) {
    char digits[20], *p = digits + sizeof(digits);
    do {
        *--p = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    buf_put(out, str_of(p, (size_t)(digits + sizeof(digits) - p)));
}

/* Without a format: there are as many lines as files. */
static void put_line(struct buf *out, const struct pack_entry *e) {
    char hex[2 * SIGN_SHA256_BYTES + 1];
    sign_hex(e->sha256, SIGN_SHA256_BYTES, hex);
    buf_put(out, str_of(hex, sizeof(hex) - 1));
    buf_putc(out, ' ');
    put_number(out, e->size_bytes);
    buf_putc(out, ' ');
    buf_put(out, e->path);
    buf_putc(out, '\n');
}

void pack_manifest_format(const struct pack_header *h, const struct pack_entry *entries,
                          size_t count, struct buf *out) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += 2 * SIGN_SHA256_BYTES + 23 + entries[i].path.len;
    (void)buf_reserve(out, bytes + 1024);
    buf_printf(out, "pack: %.*s\nprofile: %.*s\nserial: %" PRIu64 "\nmade: %s\n", STR_ARG(h->pack),
               STR_ARG(h->profile), h->serial, date_format(h->made).p);
    buf_printf(out, "expires: %s\n", date_is_set(h->expires) ? date_format(h->expires).p : "never");
    buf_printf(out, "previous: %.*s\n\n",
               STR_ARG(h->previous.p == NULL ? str_lit("none") : h->previous));
    for (size_t i = 0; i < count; i++)
        put_line(out, &entries[i]);
}
