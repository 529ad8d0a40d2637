/* The pack that a delta stands on. Its ZIP is proved by the digest that the signed delta names. A
 * mirror that has not kept the ZIP has the files: compressed again they give the same bytes as long
 * as the same version of libdeflate did it both times; the digest of the whole tells. */
#include "publish/delta.h"

enum { MANIFEST_BYTES_MAX = 16 << 20 };

static bool refuse(struct pending *p, const char *path, const char *code, const char *sentence) {
    const struct source source = {path, STR_NONE};
    p->report->proofs[PUBLISH_DELTA] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    return diag_error(p->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

static bool from_zip(struct pending *p, const char *path, const struct delta_note *note,
                     struct pack_reader *out) {
    struct source source = {path, STR_NONE};
    uint8_t digest[SIGN_SHA256_BYTES];
    if (!fs_read(p->mem, path, path, PACK_BYTES_MAX, &source.text, p->d))
        return false;
    sign_sha256(source.text, digest);
    if (memcmp(digest, note->base, sizeof(digest)) != 0)
        return refuse(p, path, "publish/base-other",
                      "is not the pack that the changes were made from, or it is damaged");
    return pack_read(p->mem, &source, &pack_limits_default, out, p->d);
}

/* --- the folder ---------------------------------------------------------------------------------
 */

struct again {
    struct pending *p;
    struct pack_spool *spool;
    struct pack_deflater *deflater;
    struct pack_entry *entries;
    size_t count;
};

static bool add(struct again *a, struct str path) {
    struct arena page = {0};
    const char *file = arena_printf(&page, "%s/%.*s", a->p->folder, STR_ARG(path)).p;
    struct str bytes;
    bool ok = fs_read(&page, file, file, PACK_BYTES_MAX, &bytes, a->p->d) &&
              pack_add(a->deflater, a->spool, path, bytes, &a->entries[a->count], a->p->d);
    a->count += ok;
    arena_finish(&page);
    return ok;
}

static bool compress(struct again *a, const struct pack_manifest *m, struct buf *zip) {
    a->entries = arena_array(a->p->mem, struct pack_entry, m->count + 1);
    for (size_t i = 0; i < m->count; i++)
        if (!add(a, m->entries[i].path))
            return false;
    return pack_write_memory(zip, a->entries, a->count, a->spool, a->p->d);
}

static bool compress_folder(struct pending *p, const struct pack_manifest *m,
                            struct pack_reader *out) {
    struct again a = {.p = p, .spool = pack_spool_open_memory(p->d)};
    struct buf zip = {0};
    a.deflater = pack_deflater_open();
    bool ok = a.spool != NULL && compress(&a, m, &zip);
    struct source source = {p->folder, ok ? arena_str(p->mem, buf_str(&zip)) : STR_NONE};
    ok = ok && pack_read(p->mem, &source, &pack_limits_default, out, p->d);
    pack_deflater_close(a.deflater);
    pack_spool_close(a.spool);
    buf_finish(&zip);
    return ok;
}

static bool from_folder(struct pending *p, const struct delta_note *note, struct pack_reader *out) {
    const char *path = arena_printf(p->mem, "%s/MANIFEST.txt", p->folder).p;
    struct pack_manifest manifest;
    struct publish_report ignored;
    struct str text;
    uint8_t digest[SIGN_SHA256_BYTES];
    if (!fs_read(p->mem, path, path, MANIFEST_BYTES_MAX, &text, p->d))
        return false;
    sign_sha256(text, digest);
    if (memcmp(digest, note->manifest, sizeof(digest)) != 0)
        return refuse(p, p->folder, "publish/base-other",
                      "is not the pack that the changes were made from");
    p->base_is_folder = true;
    return publish_verify_folder(p->mem, p->folder, &ignored, p->d) &&
           folder_manifest(p->folder, p->mem, &manifest, p->d) &&
           compress_folder(p, &manifest, out);
}

bool base_find(struct pending *p, const struct delta_note *note, struct pack_reader *out) {
    const char *named = p->request->base_path;
    const char *path = named != NULL ? named : publish_base_path(p->mem, p->request->pack_path);
    if (named != NULL || (path != NULL && fs_exists(path)))
        return from_zip(p, path, note, out);
    if (p->installed && p->installed_serial == p->since)
        return from_folder(p, note, out);
    return refuse(p, path == NULL ? p->request->pack_path : path, "publish/base-missing",
                  "stands for the pack before, which is not there: only what changed since is in "
                  "the new one; give the older ZIP with --base, or take the whole pack");
}
