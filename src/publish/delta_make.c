/* Making a delta: what differs between two packs, taken from the newer one as it is compressed
 * there. */
#include <stdlib.h>

#include "publish/delta.h"

struct making {
    struct arena *mem;
    struct diags *d;
    const char *old_path, *new_path;
    struct pack_reader old, new, notes;
    struct pack_piece *pieces;
    size_t count, changed;
    struct buf patches;
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

/* The older pack was verified, but read again since. */
static bool digest_manifest(struct making *m, uint8_t *out) {
    const struct source source = {m->old_path, STR_NONE};
    size_t index = pack_find(&m->old, str_lit("MANIFEST.txt"));
    struct str text;
    if (index == SIZE_MAX)
        return diag_error(m->d, place_of(&source, 0, 0, 0), "publish/manifest-missing",
                          "has no MANIFEST.txt in it");
    if (!pack_extract(&m->old, index, m->mem, &text, m->old_path, m->d))
        return false;
    sign_sha256(text, out);
    return true;
}

/* DELTA.txt and patches.bin, for their compressed form. */
static bool read_notes(struct making *m, const struct delta_note *note) {
    struct buf text = {0};
    struct anew to;
    delta_note_format(note, &text);
    bool ok = anew_open(&to, m->mem, 2, m->d) && anew_add(&to, str_lit(DELTA_NOTE), buf_str(&text));
    if (ok && m->patches.len > 0)
        ok = anew_add(&to, str_lit(DELTA_PATCHES), buf_str(&m->patches));
    ok = ok && anew_read(&to, DELTA_NOTE, &m->notes);
    anew_close(&to);
    buf_finish(&text);
    return ok;
}

/* MANIFEST.txt goes whole: it says what the patches must give. */
static bool put_change(struct making *m, size_t index) {
    const struct pack_reader_entry *e = &m->new.entries[index];
    size_t other = pack_find(&m->old, e->path);
    struct arena page = {0};
    struct str old, new;
    bool ok = true, patched = false;
    if (other != SIZE_MAX && !str_is(e->path, "MANIFEST.txt")) {
        ok = pack_extract(&m->old, other, &page, &old, m->old_path, m->d) &&
             pack_extract(&m->new, index, &page, &new, m->new_path, m->d);
        patched = ok && patches_put(e->path, old, new, e->packed_bytes, &m->patches);
    }
    arena_finish(&page);
    if (!patched)
        m->pieces[m->count++] = (struct pack_piece){&m->new, index};
    m->changed++;
    return ok;
}

static int compare_pieces(const void *a, const void *b) {
    const struct pack_piece *one = a, *two = b;
    return str_cmp(one->from->entries[one->index].path, two->from->entries[two->index].path);
}

static bool choose_pieces(struct making *m, const struct delta_note *note) {
    m->pieces = arena_array(m->mem, struct pack_piece, m->new.count + 2);
    for (size_t i = 0; i < m->new.count; i++)
        if (!is_same(m, i) && !put_change(m, i))
            return false;
    if (!read_notes(m, note))
        return false;
    for (size_t i = 0; i < m->notes.count; i++)
        m->pieces[m->count++] = (struct pack_piece){&m->notes, i};
    qsort(m->pieces, m->count, sizeof(m->pieces[0]), compare_pieces);
    return true;
}

bool publish_delta_make(struct arena *mem, const struct source *old, const struct source *new,
                        struct str signature, struct buf *out, size_t *changed, struct diags *d) {
    struct making m = {.mem = mem, .d = d, .old_path = old->path, .new_path = new->path};
    struct delta_note note = {.signature = signature};
    sign_sha256(old->text, note.base);
    sign_sha256(new->text, note.pack);
    bool ok = pack_read(mem, old, &pack_limits_default, &m.old, d) &&
              pack_read(mem, new, &pack_limits_default, &m.new, d) &&
              digest_manifest(&m, note.manifest) && choose_pieces(&m, &note);
    *changed = m.changed;
    buf_finish(&m.patches);
    return ok && pack_assemble(m.pieces, m.count, out);
}
