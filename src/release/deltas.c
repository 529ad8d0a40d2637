/* Small packs with only what changed since an older one (--since): made of the finished packs,
 * signed, and put together again as a mirror would before anything is named. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "release/steps.h"

enum { ZIP_BYTES_MAX = 1 << 30, SIGNATURE_BYTES_MAX = 8192 };

static bool complain(struct releasing *r, const char *path, const char *sentence) {
    struct source source = {path, STR_NONE};
    return diag_error(r->d, place_of(&source, 0, 0, 0), "release/since", "%s", sentence);
}

static const struct release_pack *pack_of(const struct releasing *r, struct str profile) {
    for (size_t i = 0; i < r->out->count; i++)
        if (str_eq(r->config.profiles[i].name, profile))
            return &r->out->packs[i];
    return NULL;
}

/* Two of one profile and serial would have one name. */
static bool is_planned(const struct releasing *r, const struct release_delta *x) {
    for (const struct release_delta *other = r->out->deltas; other < x; other++)
        if (other->pack == x->pack && other->since == x->since)
            return true;
    return false;
}

/* The older pack must be ours, whole, and of this site. */
static bool plan(struct releasing *r, const char *old, struct release_delta *out) {
    struct publish_report report;
    struct diags told = {0};
    const struct publish_request request = {.pack_path = old,
                                            .key = r->options->public,
                                            .pack = r->config.release.pack,
                                            .today = r->options->today,
                                            .threads = r->options->threads};
    bool ok = publish_verify(r->mem, &request, &report, &told);
    if (!ok)
        diags_merge(r->d, &told); /* else: that it has expired, or that nothing is remembered */
    diags_finish(&told);
    if (!ok)
        return false;
    const struct pack_header *h = &report.header;
    *out = (struct release_delta){.old = old, .since = h->serial, .pack = pack_of(r, h->profile)};
    if (out->pack == NULL)
        return complain(r, old, "is of a profile that this release does not have");
    if (h->serial >= r->out->release.serial)
        return complain(r, old, "is not older than the release to come");
    if (is_planned(r, out))
        return complain(r, old, "is named twice");
    struct str zip = str_from(out->pack->zip);
    out->profile = h->profile;
    out->zip =
        arena_printf(r->mem, "%.*s.from-%" PRIu64 ".zip", (int)zip.len - 4, zip.p, h->serial).p;
    out->signature = arena_printf(r->mem, "%s.minisig", out->zip).p;
    out->signature_new = arena_printf(r->mem, "%s.new", out->signature).p;
    return true;
}

bool deltas_plan(struct releasing *r) {
    const struct release_options *o = r->options;
    r->out->deltas = arena_array(r->mem, struct release_delta, o->since_count);
    for (size_t i = 0; i < o->since_count; i++)
        if (!plan(r, o->since[i], &r->out->deltas[r->out->delta_count++]))
            return false;
    return true;
}

static bool sign(struct releasing *r, const struct release_delta *x, struct str bytes) {
    const struct pack_header header = {.pack = r->config.release.pack,
                                       .profile = x->profile,
                                       .serial = r->out->release.serial,
                                       .expires = r->out->release.expires};
    struct buf comment = {0}, signature = {0};
    publish_delta_comment_format(&header, x->since, &comment);
    bool ok = sign_make(r->options->secret, bytes, buf_str(&comment), &signature, r->d) &&
              fs_write(x->zip, bytes, r->d) &&
              fs_write(x->signature_new, buf_str(&signature), r->d);
    buf_finish(&comment);
    buf_finish(&signature);
    return ok;
}

/* As a mirror would that has the older ZIP: the very pack must come out that was verified. That the
 * key has signed what comes out, as this serial, is not enough: a stopped run may have signed
 * another, and the ZIP was read again since. */
static bool prove(struct releasing *r, const struct release_delta *x) {
    struct publish_report report;
    struct diags told = {0};
    const struct publish_request request = {.pack_path = x->zip,
                                            .signature_path = x->signature_new,
                                            .base_path = x->old,
                                            .key = r->options->public,
                                            .pack = r->config.release.pack,
                                            .profile = x->profile,
                                            .today = r->options->today,
                                            .strict = true,
                                            .threads = r->options->threads};
    bool ok = publish_verify(r->mem, &request, &report, &told);
    if (!ok)
        diags_merge(r->d, &told);
    diags_finish(&told);
    return ok && (strcmp(report.sha256, x->pack->sha256) == 0 ||
                  complain(r, x->zip, "does not give the pack of this release"));
}

static bool make(struct releasing *r, struct release_delta *x) {
    struct source old = {x->old, STR_NONE}, new = {x->pack->zip, STR_NONE};
    struct str signature;
    struct buf bytes = {0};
    bool ok = fs_read(r->mem, old.path, old.path, ZIP_BYTES_MAX, &old.text, r->d) &&
              fs_read(r->mem, new.path, new.path, ZIP_BYTES_MAX, &new.text, r->d) &&
              fs_read(r->mem, x->pack->signature_new, x->pack->signature_new, SIGNATURE_BYTES_MAX,
                      &signature, r->d) &&
              publish_delta_make(r->mem, &old, &new, signature, &bytes, &x->changed, r->d) &&
              sign(r, x, buf_str(&bytes)) && prove(r, x);
    x->bytes = bytes.len;
    buf_finish(&bytes);
    return ok;
}

bool deltas_make(struct releasing *r) {
    for (size_t i = 0; i < r->out->delta_count; i++)
        if (!make(r, &r->out->deltas[i]))
            return false;
    return true;
}

bool deltas_publish(struct releasing *r) {
    for (size_t i = 0; i < r->out->delta_count; i++) {
        const struct release_delta *x = &r->out->deltas[i];
        if (rename(x->signature_new, x->signature) != 0)
            return diag_system(r->d, x->signature, errno, "release/write",
                               "cannot put the signature in place");
    }
    return fs_sync(r->options->out) || diag_system(r->d, r->options->out, errno, "release/write",
                                                   "cannot write through to the disk");
}

void deltas_give_up(struct releasing *r) {
    for (size_t i = 0; i < r->out->delta_count; i++) {
        const struct release_delta *x = &r->out->deltas[i];
        if (x->signature_new == NULL)
            continue;
        (void)unlink(x->signature_new); /* why it failed is reported already */
        if (!fs_exists(x->signature))
            (void)unlink(x->zip);
    }
}
