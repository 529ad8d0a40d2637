/* The strict ZIP reader. 'w': the rest is made into entries, written by pack/ and read again, then
 * bytes of it are changed; else the rest is the ZIP. What is accepted is, byte for byte, what a
 * writer of canonical ZIPs makes of the entries: one that is written here from APPNOTE alone. */
#include "fuzz.h"
#include "pack/pack.h"

enum { UNPACKED_MAX = 1 << 20 };

static void put(struct buf *out, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
        buf_putc(out, (char)(value >> (8 * i) & 0xff));
}

/* The words that local and central headers share: flags to name length. */
static void put_common(struct buf *out, const struct pack_reader_entry *e) {
    put(out, 0, 2);
    put(out, e->stored ? 0 : 8, 2);
    put(out, 0, 2);
    put(out, 0x21, 2);
    put(out, e->crc, 4);
    put(out, e->packed_bytes, 4);
    put(out, e->size_bytes, 4);
    put(out, e->path.len, 2);
    put(out, 0, 2);
}

static void write_again(const struct pack_reader *r, struct buf *out) {
    struct buf central = {0};
    for (size_t i = 0; i < r->count; i++) {
        const struct pack_reader_entry *e = &r->entries[i];
        size_t at = out->len;
        put(out, 0x04034b50, 4);
        put(out, e->stored ? 10 : 20, 2);
        put_common(out, e);
        buf_put(out, e->path);
        buf_put(out, str_slice(r->bytes, e->data_offset, e->data_offset + e->packed_bytes));
        put(&central, 0x02014b50, 4);
        put(&central, 3 << 8 | 63, 2); /* Unix, 6.3 */
        put(&central, e->stored ? 10 : 20, 2);
        put_common(&central, e);
        put(&central, 0, 6); /* comment, disk, internal attributes */
        put(&central, UINT64_C(0100644) << 16, 4);
        put(&central, at, 4);
        buf_put(&central, e->path);
    }
    size_t offset = out->len;
    buf_put(out, buf_str(&central));
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, r->count, 2);
    put(out, r->count, 2);
    put(out, central.len, 4);
    put(out, offset, 4);
    put(out, 0, 2);
    buf_finish(&central);
}

/* Accepted or not; when it is, all the properties. */
static bool check(struct fuzz *f, struct str bytes) {
    struct source source = {"a.zip", bytes};
    struct pack_reader r;
    struct buf again = {0};
    uint64_t total = 0;
    size_t errors = f->d.errors;
    if (!pack_read(&f->mem, &source, &pack_limits_default, &r, &f->d)) {
        assert(f->d.errors > errors);
        return false;
    }
    write_again(&r, &again);
    assert(str_eq(buf_str(&again), bytes));
    buf_finish(&again);
    for (size_t i = 0; i < r.count; i++) {
        struct str out;
        assert(pack_path_problem(r.entries[i].path) == NULL);
        assert(i == 0 || str_cmp(r.entries[i - 1].path, r.entries[i].path) < 0);
        total += r.entries[i].size_bytes;
        if (total <= UNPACKED_MAX && pack_extract(&r, i, &f->mem, &out, "a.zip", &f->d))
            assert(out.len == r.entries[i].size_bytes);
    }
    return true;
}

/* Names and contents from the input: up to 20 files, each a length and that many bytes. */
static void write_zip(struct fuzz *f, struct str in, struct buf *out) {
    static const char *const names[] = {"MANIFEST.txt", "a/b.html", "a/c.png", "index.html",
                                        "x.css"};
    struct pack_entry entries[ARRAY_LEN(names)];
    struct pack_spool *spool = pack_spool_open_memory(&f->d);
    struct pack_deflater *deflater = pack_deflater_open();
    size_t count = 0;
    for (; count < ARRAY_LEN(names) && in.len > 0; count++) {
        size_t len = (size_t)fuzz_first(&in) * 4;
        struct str bytes = str_slice(in, 0, len < in.len ? len : in.len);
        assert(pack_add(deflater, spool, str_from(names[count]), bytes, &entries[count], &f->d));
        in = str_from_offset(in, bytes.len);
    }
    pack_sort(entries, count);
    assert(count == 0 || pack_write_memory(out, entries, count, &f->d));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
}

/* Three bytes a change: where (a share of the whole), and the new value. */
static void change(struct str how, struct buf *zip) {
    for (size_t i = 0; i + 3 <= how.len && zip->len > 0; i += 3) {
        size_t at = (size_t)((uint8_t)how.p[i] << 8 | (uint8_t)how.p[i + 1]) % zip->len;
        zip->p[at] = how.p[i + 2];
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room, zip = {0}, exact;
    struct str text = fuzz_copy(&room, data, size);
    if (fuzz_first(&text) == 'w') {
        size_t changes = (size_t)(fuzz_first(&text) % 8) * 3;
        struct str how = str_slice(text, 0, changes < text.len ? changes : text.len);
        write_zip(&f, str_from_offset(text, how.len), &zip);
        assert(zip.len == 0 || check(&f, buf_str(&zip)));
        change(how, &zip);
        struct str changed = fuzz_copy(&exact, (const uint8_t *)zip.p, zip.len);
        (void)check(&f, changed);
        buf_finish(&exact);
    } else {
        (void)check(&f, text);
    }
    fuzz_finish(&f, text);
    buf_finish(&zip);
    buf_finish(&room);
    return 0;
}
