/* The pack that a delta stands on. Its ZIP is proved by the digest that the signed delta names. A
 * mirror that has not kept the ZIP has the files: compressed again they give the same bytes as long
 * as the same version of libdeflate did it both times; the digest of the whole tells. */
#include <inttypes.h>

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

static bool add(struct pending *p, struct anew *to, struct str path) {
    struct arena page = {0};
    const char *file = arena_printf(&page, "%s/%.*s", p->folder, STR_ARG(path)).p;
    struct str bytes;
    bool ok = fs_read(&page, file, file, PACK_BYTES_MAX, &bytes, p->d) && anew_add(to, path, bytes);
    arena_finish(&page);
    return ok;
}

static bool compress_folder(struct pending *p, const struct pack_manifest *m,
                            struct pack_reader *out) {
    struct anew to;
    bool ok = anew_open(&to, p->mem, m->count, p->d);
    for (size_t i = 0; i < m->count && ok; i++)
        ok = add(p, &to, m->entries[i].path);
    ok = ok && anew_read(&to, p->folder, out);
    anew_close(&to);
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

/* Nothing says where the older pack is, and where the whole one may be written. */
static bool refuse_nameless(struct pending *p) {
    const struct pack_header *h = &p->report->header;
    struct str zip = str_from(publish_zip_name(p->mem, h));
    return pending_refuse(p, PUBLISH_DELTA, "publish/base-missing",
                          "holds only what changed since serial %" PRIu64
                          ", which its name does not say: give the ZIP of serial %" PRIu64
                          " with --base, or name this file %.*s.from-%" PRIu64 ".zip",
                          p->since, p->since, (int)zip.len - 4, zip.p, p->since);
}

bool base_find(struct pending *p, const struct delta_note *note, struct pack_reader *out) {
    const char *named = p->request->base_path;
    const char *path = named != NULL ? named : publish_base_path(p->mem, p->request->pack_path);
    if (path == NULL)
        return refuse_nameless(p);
    if (named != NULL || (path != NULL && fs_exists(path)))
        return from_zip(p, path, note, out);
    if (p->installed && p->installed_serial == p->since)
        return from_folder(p, note, out);
    return refuse(p, path, "publish/base-missing",
                  "stands for the pack before, which is not there: only what changed since is in "
                  "the new one; give the older ZIP with --base, or take the whole pack");
}
