/* What is inside a pack whose signature holds: the ZIP, its files, its manifest, and the audit.
 * Files are spread over threads; each is unpacked for its digest and again for the audit, so that
 * no more than one a thread is in memory. */
#include <inttypes.h>

#include "audit/audit.h"
#include "publish/steps.h"

static bool refused(struct pending *p, enum publish_check check) {
    p->report->proofs[check] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    return false;
}

bool contents_structure(struct pending *p) {
    const struct source source = {p->source.path, p->bytes};
    if (!pack_read(p->mem, &source, &pack_limits_default, &p->reader, p->d))
        return refused(p, PUBLISH_STRUCTURE);
    p->report->files = p->reader.count;
    for (size_t i = 0; i < p->reader.count; i++)
        p->report->bytes += p->reader.entries[i].size_bytes;
    return pending_prove(p, PUBLISH_STRUCTURE,
                         "a canonical ZIP of %zu files, and not a byte beside them",
                         p->reader.count);
}

/* --- every file, on several threads --------------------------------------------------------- */

struct worker {
    struct arena page, keep;
    struct diags diags, audit_diags;
    bool failed, audit_failed;
};
struct contents {
    struct pending *p;
    struct worker *workers;
    unsigned worker_count;
    uint8_t (*digests)[SIGN_SHA256_BYTES]; /* of each entry */
    struct audit_set set;
    struct audit_file *audited;
};

static void examine(void *ctx, unsigned worker, size_t index) {
    struct contents *c = ctx;
    struct worker *w = &c->workers[worker];
    struct str bytes;
    arena_reset(&w->page);
    if (!pack_extract(&c->p->reader, index, &w->page, &bytes, c->p->source.path, &w->diags)) {
        w->failed = true;
        return;
    }
    sign_sha256(bytes, c->digests[index]);
    if (!audit_file(&c->set, (uint32_t)index, bytes, NULL, &w->keep, &c->audited[index],
                    &w->audit_diags))
        w->audit_failed = true;
}

static struct contents *contents_new(struct pending *p) {
    size_t count = p->reader.count;
    struct contents *c = arena_new(p->mem, struct contents);
    c->p = p;
    c->worker_count = p->request->threads < 1 ? 1 : p->request->threads;
    c->workers = arena_array(p->mem, struct worker, c->worker_count);
    c->digests = arena_zalloc(p->mem, count, SIGN_SHA256_BYTES, 1);
    c->audited = arena_array(p->mem, struct audit_file, count);
    c->set.count = count;
    c->set.shown_root = arena_printf(p->mem, "%s/", p->source.path).p;
    c->set.paths = arena_array(p->mem, struct str, count);
    map_init(&c->set.by_path, p->mem, count);
    for (size_t i = 0; i < count; i++) {
        c->set.paths[i] = p->reader.entries[i].path;
        map_add(&c->set.by_path, c->set.paths[i], (uint32_t)i);
    }
    return c;
}

bool contents_unpack(struct pending *p) {
    struct contents *c = p->contents = contents_new(p);
    bool ok = true;
    pool_run(c->worker_count, p->reader.count, 16, examine, c);
    for (unsigned i = 0; i < c->worker_count; i++) {
        diags_merge(p->d, &c->workers[i].diags);
        ok = ok && !c->workers[i].failed;
    }
    if (!ok)
        return refused(p, PUBLISH_CONTENT);
    return pending_prove(p, PUBLISH_CONTENT,
                         "unpacks to exactly %" PRIu64 " bytes, checksums right", p->report->bytes);
}

void contents_close(struct contents *c) {
    for (unsigned i = 0; c != NULL && i < c->worker_count; i++) {
        arena_finish(&c->workers[i].page);
        arena_finish(&c->workers[i].keep);
        diags_finish(&c->workers[i].diags);
        diags_finish(&c->workers[i].audit_diags);
    }
}

/* --- the manifest --------------------------------------------------------------------------- */

static bool find_manifest(struct pending *p, struct source *out) {
    for (size_t i = 0; i < p->reader.count; i++)
        if (str_is(p->reader.entries[i].path, "MANIFEST.txt"))
            return pack_extract(&p->reader, i, p->mem, &out->text, p->source.path, p->d);
    return pending_refuse(p, PUBLISH_MANIFEST, "publish/manifest-missing",
                          "has no MANIFEST.txt in it");
}

/* The manifest is inside what is signed, but the comment is what was compared with the state. */
static bool check_header(struct pending *p) {
    const struct pack_header *m = &p->manifest.header;
    struct pack_header *h = &p->report->header;
    if (!str_eq(m->pack, h->pack) || !str_eq(m->profile, h->profile) || m->serial != h->serial ||
        date_cmp(m->expires, h->expires) != 0)
        return pending_refuse(p, PUBLISH_MANIFEST, "publish/manifest-header",
                              "was signed as another pack than its manifest says: pack, profile, "
                              "serial or expiry differ from the trusted comment");
    *h = *m;
    return true;
}

static bool check_row(struct pending *p, const struct pack_entry *row, size_t index) {
    const struct pack_reader_entry *e = &p->reader.entries[index];
    if (row->size_bytes != e->size_bytes ||
        memcmp(row->sha256, p->contents->digests[index], SIGN_SHA256_BYTES) != 0)
        return pending_refuse(p, PUBLISH_MANIFEST, "publish/manifest-digest",
                              "has a file that is not the one its manifest lists: '%.*s'",
                              STR_ARG(e->path));
    return true;
}

/* Both lists are sorted by bytes, so they are walked side by side. */
static bool check_list(struct pending *p) {
    const struct pack_manifest *m = &p->manifest;
    size_t row = 0;
    for (size_t i = 0; i < p->reader.count; i++) {
        struct str path = p->reader.entries[i].path;
        if (str_is(path, "MANIFEST.txt"))
            continue;
        int order = row == m->count ? 1 : str_cmp(m->entries[row].path, path);
        if (order < 0)
            break;
        if (order > 0)
            return pending_refuse(p, PUBLISH_MANIFEST, "publish/manifest-unlisted",
                                  "has a file that its manifest does not list: '%.*s'",
                                  STR_ARG(path));
        if (!check_row(p, &m->entries[row], i))
            return false;
        row++;
    }
    return row == m->count || pending_refuse(p, PUBLISH_MANIFEST, "publish/manifest-absent",
                                             "lacks a file that its manifest lists: '%.*s'",
                                             STR_ARG(m->entries[row].path));
}

bool contents_manifest(struct pending *p) {
    struct source source = {arena_printf(p->mem, "%s/MANIFEST.txt", p->source.path).p, STR_NONE};
    refused(p, PUBLISH_MANIFEST);
    if (!find_manifest(p, &source))
        return false;
    p->manifest_text = source.text;
    return pack_manifest_parse(p->mem, &source, &p->manifest, p->d) && check_header(p) &&
           check_list(p) &&
           pending_prove(p, PUBLISH_MANIFEST, "the manifest lists exactly these files");
}

/* --- the audit ------------------------------------------------------------------------------ */

bool contents_audit(struct pending *p) {
    struct contents *c = p->contents;
    bool ok = true;
    for (unsigned i = 0; i < c->worker_count; i++) {
        diags_merge(p->d, &c->workers[i].audit_diags);
        ok = ok && !c->workers[i].audit_failed;
    }
    if (!ok || !audit_across(&c->set, c->audited, NULL, p->d))
        return refused(p, PUBLISH_AUDIT);
    return pending_prove(p, PUBLISH_AUDIT, "no page asks anybody for anything");
}
