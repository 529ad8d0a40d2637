/* ZIP records as our writer makes them, byte by byte, and the reasons why another one is not. A
 * record is accepted when it equals the one made here; the tables below only find the words. */
#include "pack/record.h"

#include <assert.h>

/* What libzip writes: "made by" version 6.3 on Unix; 1.0 is needed for what is stored, 2.0 for what
 * is deflated; 1 January 1980, 00:00. */
enum {
    MADE_BY = 0x033f,
    NEEDED_STORED = 10,
    NEEDED_DEFLATED = 20,
    DOS_TIME = 0,
    DOS_DATE = 0x21,
    DEFLATED = 8
};
#define MODE (UINT32_C(0100644) << 16)

uint32_t record_u16(struct str bytes, size_t offset) {
    const uint8_t *p = (const uint8_t *)bytes.p + offset;
    return p[0] | (uint32_t)p[1] << 8;
}

uint32_t record_u32(struct str bytes, size_t offset) {
    return record_u16(bytes, offset) | record_u16(bytes, offset + 2) << 16;
}

bool record_has(struct str bytes, size_t offset, uint32_t signature) {
    return offset <= bytes.len && bytes.len - offset >= 4 && record_u32(bytes, offset) == signature;
}

static uint8_t *put16(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t)value;
    p[1] = (uint8_t)(value >> 8);
    return p + 2;
}

static uint8_t *put32(uint8_t *p, uint64_t value) {
    return put16(put16(p, (uint32_t)value & 0xffff), (uint32_t)(value >> 16) & 0xffff);
}

/* The 26 bytes that both headers share, from "version needed" to the length of extra fields. */
static uint8_t *put_shared(uint8_t *p, const struct pack_reader_entry *e) {
    p = put16(p, e->stored ? NEEDED_STORED : NEEDED_DEFLATED);
    p = put16(p, 0); /* flags */
    p = put16(p, e->stored ? 0 : DEFLATED);
    p = put16(p, DOS_TIME);
    p = put16(p, DOS_DATE);
    p = put32(p, e->crc);
    p = put32(p, e->packed_bytes);
    p = put32(p, e->size_bytes);
    p = put16(p, (uint32_t)e->path.len);
    return put16(p, 0); /* extra fields */
}

void record_local(const struct pack_reader_entry *e, uint8_t out[LOCAL_BYTES]) {
    put_shared(put32(out, LOCAL_SIGNATURE), e);
}

void record_central(const struct pack_reader_entry *e, uint32_t local_offset,
                    uint8_t out[CENTRAL_BYTES]) {
    uint8_t *p = put16(put32(out, CENTRAL_SIGNATURE), MADE_BY);
    p = put_shared(p, e);
    p = put16(p, 0); /* comment */
    p = put16(p, 0); /* disk */
    p = put16(p, 0); /* internal attributes */
    p = put32(p, MODE);
    put32(p, local_offset);
}

void record_end(uint32_t count, uint32_t size, uint32_t offset, uint8_t out[END_BYTES]) {
    uint8_t *p = put16(put16(put32(out, END_SIGNATURE), 0), 0);
    p = put16(put16(p, count), count);
    put16(put32(put32(p, size), offset), 0);
}

/* A field, where it starts in the record and how many bytes it has. */
struct field {
    uint8_t offset, width;
    struct record_fault fault;
};

static const struct field SHARED[] = {
    /* offsets from "version needed" */
    {4, 2, {"zip/method", "is packed by another method than deflate or storing"}},
    {24, 2, {"zip/extra", "carries extra fields, which a pack has not"}},
    {6, 4, {"zip/time", "carries a time; a pack's files all say 1 January 1980"}},
    {0, 2, {"zip/version", "says it needs another version of ZIP than ours do"}},
};
static const struct field CENTRAL[] = {
    {32, 2, {"zip/comment", "carries a comment"}},
    {34, 2, {"zip/multi-disk", "says it lies on another disk"}},
    {36, 2, {"zip/attributes", "has internal attributes set"}},
    {38, 4, {"zip/mode", "has other rights than 0644 of a plain file"}},
    {4, 2, {"zip/version", "was made by another version of ZIP than ours are"}},
};
static const struct field DIFFERING[] = {
    /* offsets from "version needed": what the local header repeats */
    {4, 2, {"zip/method-differs", "has two methods: its header and the directory differ"}},
    {10, 4, {"zip/crc-differs", "has two checksums: its header and the directory differ"}},
    {14, 8, {"zip/size-differs", "has two sizes: its header and the directory differ"}},
    {22, 2, {"zip/name-differs", "has two names: its header and the directory differ"}},
};

static bool same(struct str record, const uint8_t *wanted, size_t offset, size_t width) {
    return memcmp(record.p + offset, wanted + offset, width) == 0;
}

/* The first field of the table that differs; code NULL when none does. */
static struct record_fault first_differing(const struct field *fields, size_t count,
                                           struct str record, const uint8_t *wanted, size_t base) {
    for (size_t i = 0; i < count; i++)
        if (!same(record, wanted, base + fields[i].offset, fields[i].width))
            return fields[i].fault;
    return (struct record_fault){0};
}

/* APPNOTE 4.4.4. */
static struct record_fault explain_flags(uint32_t flags) {
    if ((flags & 0x2041) != 0) /* encrypted, strongly, or with masked headers */
        return (struct record_fault){"zip/encrypted", "is encrypted"};
    if ((flags & 0x0008) != 0)
        return (struct record_fault){"zip/descriptor",
                                     "tells its size only behind its data (data descriptor)"};
    return (struct record_fault){"zip/flags", "has flags set that a pack's files have not"};
}

/* Whether one of the extra fields is zip64's (header id 1). `extra` may be cut short. */
static bool has_zip64_field(struct str extra) {
    while (extra.len >= 4) {
        if (record_u16(extra, 0) == 1)
            return true;
        extra = str_from_offset(extra, 4 + record_u16(extra, 2));
    }
    return false;
}

/* `base` is where "version needed" stands, `header` the length of the fixed part. */
static struct record_fault explain_shared(struct str record, const uint8_t *wanted, size_t base,
                                          size_t header) {
    uint32_t flags = record_u16(record, base + 2);
    struct str extra = str_from_offset(record, header + record_u16(record, base + 22));
    if (flags != 0)
        return explain_flags(flags);
    if (record_u32(record, base + 14) == UINT32_MAX ||
        record_u32(record, base + 18) == UINT32_MAX || has_zip64_field(extra))
        return (struct record_fault){"zip/zip64", "uses the zip64 extension"};
    return first_differing(SHARED, ARRAY_LEN(SHARED), record, wanted, base);
}

static struct record_fault explain_mode(uint32_t attributes) {
    uint32_t type = attributes >> 16 & 0170000, bits = attributes >> 16 & 07777;
    if (type == 0120000)
        return (struct record_fault){"zip/symlink", "is a symbolic link"};
    if (type == 0040000)
        return (struct record_fault){"zip/folder", "is a folder; a pack lists files only"};
    if (type != 0100000 && type != 0)
        return (struct record_fault){"zip/special", "is a device, pipe or socket"};
    if ((bits & 06000) != 0)
        return (struct record_fault){"zip/setuid", "would run with its owner's rights (setuid)"};
    return (struct record_fault){0};
}

struct record_fault record_explain_central(struct str record, const uint8_t *wanted) {
    struct record_fault fault = explain_shared(record, wanted, 6, CENTRAL_BYTES);
    if (fault.code == NULL)
        fault = explain_mode(record_u32(record, 38));
    if (fault.code == NULL)
        fault = first_differing(CENTRAL, ARRAY_LEN(CENTRAL), record, wanted, 0);
    assert(fault.code != NULL); /* every byte is in one of the tables, or was looked at */
    return fault;
}

struct record_fault record_explain_local(struct str record, const uint8_t *wanted) {
    struct record_fault fault = first_differing(DIFFERING, ARRAY_LEN(DIFFERING), record, wanted, 4);
    /* A header whose sizes come later says 0 or zip64's mark, which is no lie about them. */
    if (fault.code == NULL || record_u16(record, 6) != 0 || record_u32(record, 18) == UINT32_MAX ||
        record_u32(record, 22) == UINT32_MAX) {
        struct record_fault shared = explain_shared(record, wanted, 4, LOCAL_BYTES);
        fault = shared.code == NULL ? fault : shared;
    }
    assert(fault.code != NULL); /* every byte is in one of the tables, or was looked at */
    return fault;
}
