/* Applying a delta: what it says is signed like a pack, the older pack is known by its digest, and
 * what comes out must be the whole pack by its digest and by its own signature. */
#include <inttypes.h>

#include "publish/delta.h"

/* --- DELTA.txt and the comment ------------------------------------------------------------------
 */

static void put_digest(struct buf *out, const char *name, const uint8_t *digest) {
    char hex[2 * SIGN_SHA256_BYTES + 1];
    sign_hex(digest, SIGN_SHA256_BYTES, hex);
    buf_printf(out, "%s: %s\n", name, hex);
}

void delta_note_format(const struct delta_note *note, struct buf *out) {
    put_digest(out, "pack", note->pack);
    put_digest(out, "base", note->base);
    put_digest(out, "base-manifest", note->manifest);
    buf_putc(out, '\n');
    buf_put(out, note->signature);
}

static bool take_digest(struct str *rest, const char *name, uint8_t *out) {
    struct str line, start = str_from(name);
    return str_next_line(rest, &line) && str_starts(line, start) &&
           sign_unhex(str_from_offset(line, start.len), out, SIGN_SHA256_BYTES);
}

bool delta_note_parse(struct str text, struct delta_note *out) {
    struct buf again = {0};
    struct str line, rest = text;
    bool ok = take_digest(&rest, "pack: ", out->pack) && take_digest(&rest, "base: ", out->base) &&
              take_digest(&rest, "base-manifest: ", out->manifest) && str_next_line(&rest, &line);
    out->signature = rest;
    if (ok)
        delta_note_format(out, &again);
    ok = ok && str_eq(buf_str(&again), text);
    buf_finish(&again);
    return ok;
}

bool delta_comment_parse(struct str comment, struct pack_header *header, uint64_t *since) {
    static const char mark[] = " since=";
    size_t at = str_find(comment, str_from(mark));
    if (at == SIZE_MAX || !publish_comment_parse(str_slice(comment, 0, at), header))
        return false;
    struct str number = str_from_offset(comment, at + strlen(mark));
    return str_to_uint(number, PUBLISH_SERIAL_MAX, since) &&
           (number.len == 1 || number.p[0] != '0') && *since < header->serial;
}

void publish_delta_comment_format(const struct pack_header *header, uint64_t since,
                                  struct buf *out) {
    publish_comment_format(header, out);
    buf_printf(out, " since=%" PRIu64, since);
}

/* --- applying -----------------------------------------------------------------------------------
 */

struct applying {
    struct pending *p;
    struct pack_reader delta, base, patched;
    struct delta_note note;
    struct str manifest_text;
    struct pack_manifest manifest;
    struct pack_piece *pieces;
    size_t count, taken, mended; /* taken: from the delta; mended: patched */
};

static bool refuse(struct applying *a, const char *code, const char *sentence) {
    return pending_refuse(a->p, PUBLISH_DELTA, code, "%s", sentence);
}

static bool open_delta(struct applying *a) {
    struct pending *p = a->p;
    const struct source source = {p->source.path, p->bytes};
    struct str text;
    p->report->proofs[PUBLISH_DELTA] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    if (!pack_read(p->mem, &source, &pack_limits_default, &a->delta, p->d))
        return false;
    size_t note = pack_find(&a->delta, str_lit(DELTA_NOTE));
    size_t manifest = pack_find(&a->delta, str_lit("MANIFEST.txt"));
    if (note == SIZE_MAX || manifest == SIZE_MAX)
        return refuse(a, "publish/delta-note",
                      "is signed as a pack with changes alone, and has no " DELTA_NOTE
                      " or no MANIFEST.txt in it");
    if (!pack_extract(&a->delta, note, p->mem, &text, p->source.path, p->d) ||
        !pack_extract(&a->delta, manifest, p->mem, &a->manifest_text, p->source.path, p->d))
        return false;
    return delta_note_parse(text, &a->note) ||
           refuse(a, "publish/delta-note",
                  "has a " DELTA_NOTE " that is not written as it must be");
}

static bool take(struct applying *a, struct str path) {
    size_t index = pack_find(&a->delta, path);
    if (index != SIZE_MAX) {
        a->pieces[a->count++] = (struct pack_piece){&a->delta, index};
        a->taken++;
        return true;
    }
    index = pack_find(&a->patched, path);
    if (index != SIZE_MAX) {
        a->pieces[a->count++] = (struct pack_piece){&a->patched, index};
        a->mended++;
        return true;
    }
    index = pack_find(&a->base, path);
    if (index == SIZE_MAX)
        return pending_refuse(a->p, PUBLISH_DELTA, "publish/delta-missing",
                              "lacks a file that the pack before has not either: '%.*s'",
                              STR_ARG(path));
    a->pieces[a->count++] = (struct pack_piece){&a->base, index};
    return true;
}

/* MANIFEST.txt lists all files but itself; both are sorted by bytes. */
static bool choose_pieces(struct applying *a) {
    const struct str own = str_lit("MANIFEST.txt");
    struct source source = {arena_printf(a->p->mem, "%s/MANIFEST.txt", a->p->source.path).p,
                            a->manifest_text};
    bool listed = false, ok = true;
    if (!pack_manifest_parse(a->p->mem, &source, &a->manifest, a->p->d))
        return false;
    a->pieces = arena_array(a->p->mem, struct pack_piece, a->manifest.count + 1);
    for (size_t i = 0; i < a->manifest.count; i++) {
        struct str path = a->manifest.entries[i].path;
        if (str_is(path, DELTA_NOTE) || str_is(path, DELTA_PATCHES))
            return refuse(a, "publish/delta-note", "lists its own notes as files of the pack");
        if (!listed && str_cmp(own, path) < 0) {
            listed = true;
            ok = take(a, own);
        }
        if (!ok || !take(a, path))
            return false;
    }
    size_t notes = pack_find(&a->delta, str_lit(DELTA_PATCHES)) == SIZE_MAX ? 1 : 2;
    return ok && (listed || take(a, own)) &&
           ((a->taken + notes == a->delta.count && a->mended == a->patched.count) ||
            refuse(a, "publish/delta-extra", "has a file that the pack it makes does not list"));
}

static bool apply_patches(struct applying *a) {
    struct pending *p = a->p;
    size_t index = pack_find(&a->delta, str_lit(DELTA_PATCHES));
    struct str text;
    return index == SIZE_MAX ||
           (pack_extract(&a->delta, index, p->mem, &text, p->source.path, p->d) &&
            patches_apply(p, &a->base, text, &a->patched));
}

static bool put_together(struct applying *a) {
    struct pending *p = a->p;
    struct buf whole = {0};
    uint8_t digest[SIGN_SHA256_BYTES] = {0};
    bool ok = pack_assemble(a->pieces, a->count, &whole);
    if (ok)
        sign_sha256(buf_str(&whole), digest);
    ok = ok && memcmp(digest, a->note.pack, sizeof(digest)) == 0;
    if (ok)
        p->bytes = arena_str(p->mem, buf_str(&whole));
    buf_finish(&whole);
    p->signature = a->note.signature;
    if (ok)
        return true;
    return refuse(
        a, "publish/delta-result",
        p->base_is_folder
            ? "does not give the whole pack with the files that are up: they were "
              "compressed by another version; give the ZIP of the pack before with --base"
            : "does not give the pack that it promises, perhaps because another version of "
              "libdeflate compresses here; take the whole pack");
}

bool delta_apply(struct pending *p) {
    struct applying a = {.p = p};
    if (!open_delta(&a) || !base_find(p, &a.note, &a.base) || !apply_patches(&a) ||
        !choose_pieces(&a) || !put_together(&a))
        return false;
    return pending_prove(p, PUBLISH_DELTA,
                         "with serial %" PRIu64
                         " it gives the whole pack: %zu of %zu files are new",
                         p->since, a.taken + a.mended, a.count);
}

static bool save(struct pending *p, const char *path, struct str bytes) {
    struct source source = {path, STR_NONE};
    struct str there;
    if (!fs_exists(path))
        return fs_write(path, bytes, p->d);
    return fs_read(p->mem, path, path, PACK_BYTES_MAX, &there, p->d) &&
           (str_eq(there, bytes) ||
            diag_error(p->d, place_of(&source, 0, 0, 0), "publish/delta-in-the-way",
                       "is there already and is another one; move it away"));
}

bool delta_save(struct pending *p) {
    struct str path = str_from(p->request->pack_path);
    size_t slash = str_rfind_char(path, '/');
    const char *zip = arena_printf(p->mem, "%.*s%s", slash == SIZE_MAX ? 0 : (int)slash + 1, path.p,
                                   publish_zip_name(p->mem, &p->report->header))
                          .p;
    return save(p, zip, p->bytes) &&
           save(p, arena_printf(p->mem, "%s.minisig", zip).p, p->signature);
}
