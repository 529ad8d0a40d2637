/* The strict reader: walks the central directory and the local headers in lock-step, so that the
 * two agree, every byte of the file belongs to exactly one record or one entry's data, and writing
 * the records again would give the same bytes. Nothing is unpacked here. */
#include <inttypes.h>

#include "pack/path.h"
#include "pack/record.h"

const struct pack_limits pack_limits_default = {
    .entries_max = 65534, /* 65535 is zip64's mark */
    .file_bytes_max = UINT64_C(512) << 20,
    .total_bytes_max = UINT64_C(4) << 30,
    .ratio_max = 200,
};
const struct pack_limits pack_limits_book = {
    .entries_max = 65534,
    .file_bytes_max = UINT64_C(64) << 20,
    .total_bytes_max = UINT64_C(1) << 30,
    .ratio_max = 200,
    .book = true,
};
struct walk {
    struct arena *mem;
    struct source source; /* no text: no excerpt of a stranger's bytes */
    struct str bytes;
    const struct pack_limits *limits;
    struct pack_reader *out;
    struct diags *d;
    size_t directory, end; /* where the central directory and the end record start */
    size_t central, local; /* where the walk stands in both */
    size_t declared;       /* entries, by the end record */
    uint64_t total_bytes;
    struct map folded; /* path in lower case → index */
};

static bool refuse(struct walk *w, const char *code, const char *sentence) {
    return diag_error(w->d, place_of(&w->source, 0, 0, 0), code, "%s", sentence);
}

static bool refuse_entry(struct walk *w, const struct pack_reader_entry *e, const char *code,
                         const char *sentence) {
    return diag_error(w->d, place_of(&w->source, 0, 0, 0), code, "entry %zu, '%s', %s",
                      w->out->count + 1, utf8_shown(w->mem, e->path), sentence);
}

/* --- the end record ---------------------------------------------------------------------- */

/* There is no end record at the very end: why. */
static bool explain_no_end(struct walk *w) {
    size_t far = END_BYTES + UINT16_MAX;
    size_t from = w->bytes.len > far ? w->bytes.len - far : 0;
    for (size_t i = w->bytes.len < END_BYTES ? 0 : w->bytes.len - END_BYTES; i > from; i--) {
        if (!record_has(w->bytes, i - 1, END_SIGNATURE))
            continue;
        if (i - 1 + END_BYTES + record_u16(w->bytes, i - 1 + 20) == w->bytes.len)
            return refuse(w, "zip/comment", "carries a comment behind its directory");
        return refuse(w, "zip/trailing", "has bytes behind its end");
    }
    if (record_has(w->bytes, 0, LOCAL_SIGNATURE))
        return refuse(w, "zip/truncated", "ends too early: the directory at its end is missing");
    return refuse(w, "zip/not-a-zip", "is not a ZIP file");
}

/* The directory does not end where the end record starts: why. */
static bool explain_size_of_directory(struct walk *w, size_t size) {
    if (record_has(w->bytes, w->end < 20 ? 0 : w->end - 20, UINT32_C(0x07064b50)))
        return refuse(w, "zip/zip64", "uses the zip64 extension");
    if (w->directory + size > w->end)
        return refuse(w, "zip/truncated", "is cut, or its end record lies about its directory");
    if (record_has(w->bytes, w->end - size, CENTRAL_SIGNATURE))
        return refuse(w, "zip/prefix", "has bytes of something else before its first file");
    return refuse(w, "zip/gap", "has bytes that belong to nothing before its end record");
}

/* APPNOTE 4.3.16. */
static bool read_end(struct walk *w) {
    uint8_t wanted[END_BYTES];
    if (w->bytes.len > UINT32_MAX)
        return refuse(w, "zip/too-large", "is larger than 4 GB");
    w->end = w->bytes.len < END_BYTES ? 0 : w->bytes.len - END_BYTES;
    if (w->bytes.len < END_BYTES || !record_has(w->bytes, w->end, END_SIGNATURE))
        return explain_no_end(w);
    struct str record = str_from_offset(w->bytes, w->end);
    uint32_t size = record_u32(record, 12), offset = record_u32(record, 16);
    w->declared = record_u16(record, 10);
    w->directory = w->central = offset;
    if (w->declared == UINT16_MAX || size == UINT32_MAX || offset == UINT32_MAX)
        return refuse(w, "zip/zip64", "uses the zip64 extension");
    if (record_u16(record, 4) != 0 || record_u16(record, 6) != 0 ||
        record_u16(record, 8) != w->declared)
        return refuse(w, "zip/multi-disk", "is one part of a ZIP that spans several files");
    record_end((uint32_t)w->declared, size, offset, wanted);
    if (memcmp(record.p, wanted, END_BYTES) != 0)
        return refuse(w, "zip/comment", "says that a comment follows its end");
    if (w->declared == 0)
        return refuse(w, "zip/empty", "has no files in it");
    if (w->declared > w->limits->entries_max)
        return refuse(w, "zip/too-many", "has more files than a pack may have");
    if ((uint64_t)offset + size != w->end)
        return explain_size_of_directory(w, size);
    return true;
}

/* --- one entry --------------------------------------------------------------------------- */

/* Takes what varies between entries from the central record. */
static bool read_central(struct walk *w, struct pack_reader_entry *e, struct str *record) {
    if (w->end - w->central < CENTRAL_BYTES || !record_has(w->bytes, w->central, CENTRAL_SIGNATURE))
        return refuse(w, "zip/count", "has fewer files in its directory than its end says");
    *record = str_slice(w->bytes, w->central, w->end);
    size_t name = record_u16(*record, 28);
    size_t length = CENTRAL_BYTES + name + record_u16(*record, 30) + record_u16(*record, 32);
    if (length > record->len)
        return refuse(w, "zip/truncated", "has a directory that is cut in the middle of an entry");
    *record = str_slice(*record, 0, length);
    *e = (struct pack_reader_entry){.path = str_slice(*record, CENTRAL_BYTES, CENTRAL_BYTES + name),
                                    .size_bytes = record_u32(*record, 24),
                                    .packed_bytes = record_u32(*record, 20),
                                    .crc = record_u32(*record, 16),
                                    .stored = record_u16(*record, 10) == 0};
    return true;
}

static bool check_place(struct walk *w, const struct pack_reader_entry *e, size_t offset) {
    if (offset < w->local)
        return refuse_entry(w, e, "zip/overlap", "overlaps the file before it");
    if (offset > w->local && w->out->count == 0)
        return refuse_entry(w, e, "zip/prefix", "has bytes of something else before it");
    if (offset > w->local)
        return refuse_entry(w, e, "zip/gap", "does not start where the file before it ends");
    return true;
}

static bool check_central(struct walk *w, const struct pack_reader_entry *e, struct str record) {
    uint8_t wanted[CENTRAL_BYTES];
    size_t offset = record_u32(record, 42);
    record_central(e, (uint32_t)offset, wanted);
    if (memcmp(record.p, wanted, CENTRAL_BYTES) != 0) {
        struct record_fault fault = record_explain_central(record, wanted);
        return refuse_entry(w, e, fault.code, fault.sentence);
    }
    return check_place(w, e, offset);
}

/* What an EPUB has beside the files of its pages (EPUB 3.3, sections 4.2 and 4.3). */
static bool is_frame_of_book(const struct walk *w, struct str path) {
    return w->limits->book && str_is(path, "META-INF/container.xml");
}

static bool check_first_of_book(struct walk *w, const struct pack_reader_entry *e) {
    return (str_is(e->path, "mimetype") && e->stored) ||
           refuse_entry(w, e, "zip/mimetype", "stands where a book has 'mimetype', stored");
}

static bool check_name(struct walk *w, const struct pack_reader_entry *e) {
    const struct path_rule *rule = path_broken_rule(e->path);
    if (rule != NULL && !is_frame_of_book(w, e->path))
        return diag_error(w->d, place_of(&w->source, 0, 0, 0), rule->code,
                          "entry %zu: the name '%s' %s", w->out->count + 1,
                          utf8_shown(w->mem, e->path), rule->because);
    if (w->limits->book && w->out->count == 0)
        return check_first_of_book(w, e);
    if (w->out->count == 0 || (w->limits->book && w->out->count == 1))
        return true; /* a second "mimetype" is a twin, which check_twins finds */
    int order = str_cmp(w->out->entries[w->out->count - 1].path, e->path);
    if (order == 0)
        return refuse_entry(w, e, "zip/duplicate", "is there twice");
    if (order > 0)
        return refuse_entry(w, e, "zip/order", "is not in order: names are sorted by bytes");
    return true;
}

static bool check_sizes(struct walk *w, const struct pack_reader_entry *e) {
    if (e->size_bytes > w->limits->file_bytes_max)
        return refuse_entry(w, e, "zip/too-large", "is larger than a file of a pack may be");
    if (e->stored && e->packed_bytes != e->size_bytes)
        return refuse_entry(w, e, "zip/stored-size", "is stored, but says two different sizes");
    if (!e->stored && e->packed_bytes >= e->size_bytes)
        return refuse_entry(w, e, "zip/deflated-size", "is deflated, but no smaller for it");
    if (e->size_bytes > e->packed_bytes * w->limits->ratio_max)
        return refuse_entry(w, e, "zip/ratio", "says it unpacks to far more than it is (a bomb)");
    w->total_bytes += e->size_bytes;
    if (w->total_bytes > w->limits->total_bytes_max)
        return refuse_entry(w, e, "zip/too-large-together",
                            "makes the files together larger than a pack may be");
    return true;
}

static bool check_local(struct walk *w, struct pack_reader_entry *e) {
    uint8_t wanted[LOCAL_BYTES];
    struct str record = str_slice(w->bytes, w->local, w->directory);
    if (!record_has(record, 0, LOCAL_SIGNATURE))
        return w->out->count == 0
                   ? refuse_entry(w, e, "zip/prefix", "has bytes of something else before it")
                   : refuse_entry(w, e, "zip/local-missing", "has no header where it should start");
    if (record.len < LOCAL_BYTES)
        return refuse_entry(w, e, "zip/overlap", "reaches into the directory");
    record_local(e, wanted);
    if (memcmp(record.p, wanted, LOCAL_BYTES) != 0) {
        struct record_fault fault = record_explain_local(record, wanted);
        return refuse_entry(w, e, fault.code, fault.sentence);
    }
    if (record.len - LOCAL_BYTES < e->path.len + e->packed_bytes)
        return refuse_entry(w, e, "zip/overlap", "reaches into the directory");
    if (!str_eq(str_slice(record, LOCAL_BYTES, LOCAL_BYTES + e->path.len), e->path))
        return refuse_entry(w, e, "zip/name-differs",
                            "has two names: its header and the directory differ");
    e->data_offset = w->local + LOCAL_BYTES + e->path.len;
    w->local = e->data_offset + (size_t)e->packed_bytes;
    return true;
}

static bool read_entry(struct walk *w) {
    struct pack_reader_entry e = {0};
    struct str record = STR_NONE;
    if (!read_central(w, &e, &record) || !check_name(w, &e) || !check_central(w, &e, record) ||
        !check_sizes(w, &e) || !check_local(w, &e))
        return false;
    w->central += record.len;
    w->out->entries[w->out->count++] = e;
    return true;
}

/* --- all of them ------------------------------------------------------------------------- */

/* No two names may be one on a system that folds case, and none a folder of another. */
static bool check_twins(struct walk *w) {
    struct pack_reader *r = w->out;
    size_t count = r->count;
    map_init(&w->folded, w->mem, count);
    for (r->count = 0; r->count < count; r->count++) {
        const struct pack_reader_entry *e = &r->entries[r->count];
        if (map_add(&w->folded, utf8_fold(w->mem, e->path), (uint32_t)r->count) != MAP_NONE)
            return refuse_entry(w, e, "zip/case-twin",
                                "has the name of another file but for capital letters");
    }
    for (r->count = 0; r->count < count; r->count++) {
        const struct pack_reader_entry *e = &r->entries[r->count];
        struct str folded = utf8_fold(w->mem, e->path);
        for (size_t i = 0; i < folded.len; i++)
            if (folded.p[i] == '/' && map_get(&w->folded, str_slice(folded, 0, i)) != MAP_NONE)
                return refuse_entry(w, e, "zip/file-and-folder",
                                    "lies in a folder that is also a file");
    }
    return true;
}

static bool check_ends(struct walk *w) {
    if (w->central != w->end)
        return record_has(w->bytes, w->central, CENTRAL_SIGNATURE)
                   ? refuse(w, "zip/count", "has more files in its directory than its end says")
                   : refuse(w, "zip/gap", "has bytes that belong to nothing in its directory");
    if (w->local != w->directory)
        return refuse(w, "zip/gap", "has bytes that belong to nothing before its directory");
    return true;
}

bool pack_read(struct arena *mem, const struct source *source, const struct pack_limits *limits,
               struct pack_reader *out, struct diags *d) {
    struct walk w = {.mem = mem,
                     .source = {source->path, STR_NONE},
                     .bytes = source->text,
                     .limits = limits,
                     .out = out,
                     .d = d};
    *out = (struct pack_reader){.bytes = source->text};
    if (!read_end(&w))
        return false;
    out->entries = arena_array(mem, struct pack_reader_entry, w.declared);
    for (size_t i = 0; i < w.declared; i++)
        if (!read_entry(&w))
            return false;
    return check_ends(&w) && check_twins(&w);
}
