/* The ZIPs of one release: signed beside their place, read again as a stranger would, then named.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "release/steps.h"

#define NEW_ENDING ".minisig.new"
enum { ZIP_BYTES_MAX = 1 << 30 };

static bool complain(struct releasing *r, const char *path, const char *code,
                     const char *sentence) {
    struct source source = {path, STR_NONE};
    return diag_error(r->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

/* What follows PACK-SERIAL-PROFILE in `name`, whose serial is in `*serial`; absent for any other
 * name: another pack of the folder may begin with the same letters. */
static struct str behind_pack(const struct releasing *r, struct str name, uint64_t *serial) {
    const struct config *c = &r->config;
    struct str pack = c->release.pack, rest, number;
    if (!str_starts(name, pack))
        return STR_NONE;
    rest = str_from_offset(name, pack.len);
    if (rest.len == 0 || rest.p[0] != '-')
        return STR_NONE;
    rest = str_from_offset(rest, 1);
    if (!str_next_part(&rest, '-', &number) || rest.p == NULL ||
        !str_to_uint(number, UINT64_MAX, serial))
        return STR_NONE;
    for (size_t i = 0; i < c->profile_count; i++) {
        struct str profile = c->profiles[i].name;
        if (str_starts(rest, profile) && rest.len > profile.len && rest.p[profile.len] == '.')
            return str_from_offset(rest, profile.len);
    }
    return STR_NONE;
}

/* A signature that a stopped run had not named yet, or a delta of a serial that never went out. */
static bool is_left(const struct releasing *r, const char *name) {
    uint64_t serial;
    struct str rest = behind_pack(r, str_from(name), &serial);
    if (rest.p == NULL)
        return false;
    bool delta = str_starts(rest, str_lit(".from-"));
    return (delta && serial == r->out->release.serial) ||
           str_starts(rest, str_lit(".zip" NEW_ENDING)) || /* or its own temporary file */
           (delta && str_find(rest, str_lit(".zip" NEW_ENDING)) != SIZE_MAX);
}

static void clear_left(struct releasing *r) {
    DIR *dir = opendir(r->options->out);
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (is_left(r, entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0); /* it is made anew or stays unused */
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

/* A profile may have no ZIP; one that cannot be looked at is another matter. */
static bool look(struct releasing *r, const char *zip, bool *there) {
    struct stat st;
    *there = lstat(zip, &st) == 0;
    return *there || errno == ENOENT ||
           diag_system(r->d, zip, errno, "release/write", "cannot be looked at");
}

bool packs_verify(struct releasing *r) {
    bool ok = true, there;
    for (size_t i = 0; i < r->out->count; i++) {
        ok = look(r, r->out->packs[i].zip, &there) && ok;
        if (there)
            ok = verify(r, &r->out->packs[i], r->config.profiles[i].name) && ok;
    }
    return ok;
}

bool packs_publish(struct releasing *r) {
    for (size_t i = 0; i < r->out->count; i++) {
        const struct release_pack *p = &r->out->packs[i];
        if (p->files > 0 && rename(p->signature_new, p->signature) != 0) /* verified */
            return diag_system(r->d, p->signature, errno, "release/write",
                               "cannot put the signature in place");
    }
    return true;
}

void packs_give_up(struct releasing *r) {
    for (size_t i = 0; i < r->out->count; i++)
        (void)unlink(r->out->packs[i].signature_new); /* why it failed is reported already */
}
