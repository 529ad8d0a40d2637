/* Making a delta: what differs between two packs, taken from the newer one as it is compressed
 * there. */
#include "publish/delta.h"

struct making {
    struct arena *mem;
    struct diags *d;
    struct pack_reader old, new, note;
    struct pack_piece *pieces;
    size_t count;
};

static struct str packed(const struct pack_reader *r, size_t index) {
    const struct pack_reader_entry *e = &r->entries[index];
    return str_slice(r->bytes, (size_t)e->data_offset, (size_t)(e->data_offset + e->packed_bytes));
}

/* By the compressed bytes: the same file compressed otherwise would not give the same ZIP. */
static bool is_same(const struct making *m, size_t index) {
    const struct pack_reader_entry *e = &m->new.entries[index];
    size_t other = pack_find(&m->old, e->path);
    return other != SIZE_MAX && m->old.entries[other].stored == e->stored &&
           str_eq(packed(&m->old, other), packed(&m->new, index));
}

static bool digest_manifest(struct making *m, const char *shown, uint8_t *out) {
    size_t index = pack_find(&m->old, str_lit("MANIFEST.txt"));
    struct str text;
    if (index == SIZE_MAX || !pack_extract(&m->old, index, m->mem, &text, shown, m->d))
        return false; /* it was verified before, so this is not reached without a message */
    sign_sha256(text, out);
    return true;
}

/* DELTA.txt as a ZIP of its own, for its compressed form. */
static bool read_note(struct making *m, const struct delta_note *note) {
    struct pack_spool *spool = pack_spool_open_memory(m->d);
    struct pack_deflater *deflater = pack_deflater_open();
    struct buf text = {0}, zip = {0};
    struct pack_entry entry;
    delta_note_format(note, &text);
    bool ok = spool != NULL &&
              pack_add(deflater, spool, str_lit(DELTA_NOTE), buf_str(&text), &entry, m->d) &&
              pack_write_memory(&zip, &entry, 1, spool, m->d);
    struct source source = {DELTA_NOTE, ok ? arena_str(m->mem, buf_str(&zip)) : STR_NONE};
    ok = ok && pack_read(m->mem, &source, &pack_limits_default, &m->note, m->d);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    buf_finish(&text);
    buf_finish(&zip);
    return ok;
}

static void choose_pieces(struct making *m) {
    bool noted = false;
    m->pieces = arena_array(m->mem, struct pack_piece, m->new.count + 1);
    for (size_t i = 0; i < m->new.count; i++) {
        if (!noted && str_cmp(str_lit(DELTA_NOTE), m->new.entries[i].path) < 0) {
            noted = true;
            m->pieces[m->count++] = (struct pack_piece){&m->note, 0};
        }
        if (!is_same(m, i))
            m->pieces[m->count++] = (struct pack_piece){&m->new, i};
    }
    if (!noted)
        m->pieces[m->count++] = (struct pack_piece){&m->note, 0};
}

bool publish_delta_make(struct arena *mem, const struct source *old, const struct source *new,
                        struct str signature, struct buf *out, size_t *changed, struct diags *d) {
    struct making m = {.mem = mem, .d = d};
    struct delta_note note = {.signature = signature};
    sign_sha256(old->text, note.base);
    sign_sha256(new->text, note.pack);
    if (!pack_read(mem, old, &pack_limits_default, &m.old, d) ||
        !pack_read(mem, new, &pack_limits_default, &m.new, d) ||
        !digest_manifest(&m, old->path, note.manifest) || !read_note(&m, &note))
        return false;
    choose_pieces(&m);
    *changed = m.count - 1;
    return pack_assemble(m.pieces, m.count, out);
}
