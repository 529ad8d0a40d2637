/* The ZIPs of one release: signed beside their place, read again as a stranger would, then named.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "release/steps.h"

#define NEW_ENDING ".minisig.new"
enum { ZIP_BYTES_MAX = 1 << 30 };

static bool complain(struct releasing *r, const char *path, const char *code,
                     const char *sentence) {
    struct source source = {path, STR_NONE};
    return diag_error(r->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

/* Signatures that a stopped run had not named yet, and deltas of a serial that never went out. */
static void clear_left(struct releasing *r) {
    struct str of_serial = arena_printf(r->mem, "%.*s-%" PRIu64 "-",
                                        STR_ARG(r->config.release.pack), r->out->release.serial);
    DIR *dir = opendir(r->options->out);
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        struct str name = str_from(entry->d_name);
        if ((str_starts(name, r->config.release.pack) &&
             str_find(name, str_lit(".zip" NEW_ENDING)) != SIZE_MAX) ||
            (str_starts(name, of_serial) && str_find(name, str_lit(".from-")) != SIZE_MAX))
            (void)unlinkat(dirfd(dir), entry->d_name, 0); /* it is made anew or stays unused */
    }
    if (dir != NULL)
        closedir(dir);
}

bool packs_plan(struct releasing *r) {
    const struct config *c = &r->config;
    struct release_summary *out = r->out;
    bool ok = true;
    out->packs = arena_array(r->mem, struct release_pack, c->profile_count);
    for (size_t i = 0; i < c->profile_count; i++) {
        struct release_pack *p = &out->packs[out->count];
        p->zip = arena_printf(r->mem, "%s/%.*s-%" PRIu64 "-%.*s.zip", r->options->out,
                              STR_ARG(c->release.pack), out->release.serial,
                              STR_ARG(c->profiles[i].name))
                     .p;
        p->signature = arena_printf(r->mem, "%s.minisig", p->zip).p;
        p->signature_new = arena_printf(r->mem, "%s" NEW_ENDING, p->zip).p;
        out->count++;
        if (fs_exists(p->signature))
            ok = complain(r, p->signature, "release/serial-used",
                          "is there already: this serial has been released; raise 'serial' in "
                          "site.yaml to the newest one that went out");
    }
    if (ok)
        clear_left(r);
    return ok;
}

static bool sign(struct releasing *r, const struct release_pack *p, struct str profile) {
    const struct pack_header header = {.pack = r->config.release.pack,
                                       .profile = profile,
                                       .serial = r->out->release.serial,
                                       .expires = r->out->release.expires};
    struct buf comment = {0}, signature = {0};
    struct arena mem = {0};
    struct str bytes;
    publish_comment_format(&header, &comment);
    bool ok = fs_read(&mem, p->zip, p->zip, ZIP_BYTES_MAX, &bytes, r->d) &&
              sign_make(r->options->secret, bytes, buf_str(&comment), &signature, r->d) &&
              fs_write(p->signature_new, buf_str(&signature), r->d);
    arena_finish(&mem);
    buf_finish(&comment);
    buf_finish(&signature);
    return ok;
}

bool packs_sign(struct releasing *r) {
    bool ok = true;
    for (size_t i = 0; i < r->out->count && ok; i++) {
        /* A profile that was left out of the build has no ZIP: print, while it is not made. */
        if (fs_exists(r->out->packs[i].zip))
            ok = sign(r, &r->out->packs[i], r->config.profiles[i].name);
    }
    return ok;
}

/* Nothing is remembered here: each mirror remembers what it has seen. */
static void take_over(struct diags *to, const struct diags *from) {
    for (size_t i = 0; i < from->count; i++)
        if (strcmp(from->items[i].code, "publish/no-state") != 0) {
            diags_merge(to, from);
            return;
        }
}

static bool verify(struct releasing *r, struct release_pack *p, struct str profile) {
    struct diags d = {0};
    struct arena mem = {0};
    struct publish_report report;
    const struct publish_request request = {.pack_path = p->zip,
                                            .signature_path = p->signature_new,
                                            .key = r->options->public,
                                            .pack = r->config.release.pack,
                                            .profile = profile,
                                            .today = r->options->today,
                                            .strict = true,
                                            .threads = r->options->threads};
    bool ok = publish_verify(&mem, &request, &report, &d);
    take_over(r->d, &d);
    memcpy(p->sha256, report.sha256, sizeof(p->sha256));
    p->files = report.files;
    diags_finish(&d);
    arena_finish(&mem);
    return ok;
}

bool packs_verify(struct releasing *r) {
    bool ok = true;
    for (size_t i = 0; i < r->out->count; i++)
        if (fs_exists(r->out->packs[i].zip))
            ok = verify(r, &r->out->packs[i], r->config.profiles[i].name) && ok;
    return ok;
}

bool packs_publish(struct releasing *r) {
    for (size_t i = 0; i < r->out->count; i++) {
        const struct release_pack *p = &r->out->packs[i];
        if (fs_exists(p->signature_new) && rename(p->signature_new, p->signature) != 0)
            return diag_system(r->d, p->signature, errno, "release/write",
                               "cannot put the signature in place");
    }
    return fs_sync(r->options->out) || diag_system(r->d, r->options->out, errno, "release/write",
                                                   "cannot write through to the disk");
}

void packs_give_up(struct releasing *r) {
    for (size_t i = 0; i < r->out->count; i++)
        (void)unlink(r->out->packs[i].signature_new); /* why it failed is reported already */
}
