/* What is remembered of each key's packs: the newest serial seen and its digest, one small text
 * file for each key, pack and profile. Read strictly (it must be what we would write, its own
 * digest included), written by temp, fsync and rename under a lock on the folder. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish/steps.h"

enum { STATE_BYTES_MAX = 4096, KEY_BYTES = 40 };
static const char FIRST_LINE[] = "pamphlet state 1\n";

static void key_bytes(const struct sign_public *key, uint8_t out[KEY_BYTES]) {
    memcpy(out, key->id, sizeof(key->id));
    memcpy(out + sizeof(key->id), key->key, sizeof(key->key));
}

/* Names have no '@', so two packs never share a file. */
static const char *state_path(const struct pending *p) {
    uint8_t key[KEY_BYTES], digest[16];
    char hex[2 * sizeof(digest) + 1];
    key_bytes(p->request->key, key);
    sign_digest16(str_of((const char *)key, sizeof(key)), digest);
    sign_hex(digest, sizeof(digest), hex);
    return arena_printf(p->mem, "%s/%.*s@%.*s@%s.state", p->request->state_folder,
                        STR_ARG(p->report->header.pack), STR_ARG(p->report->header.profile), hex)
        .p;
}

static void state_format(const struct pending *p, const struct state *s, struct buf *out) {
    uint8_t key[KEY_BYTES], check[SIGN_SHA256_BYTES];
    char key_hex[2 * KEY_BYTES + 1], hex[2 * SIGN_SHA256_BYTES + 1];
    key_bytes(p->request->key, key);
    sign_hex(key, sizeof(key), key_hex);
    sign_hex(s->sha256, sizeof(s->sha256), hex);
    buf_printf(out, "%skey: %s\npack: %.*s\nprofile: %.*s\n", FIRST_LINE, key_hex,
               STR_ARG(p->report->header.pack), STR_ARG(p->report->header.profile));
    buf_printf(out, "serial: %" PRIu64 "\nsha256: %s\nseen: %s\n", s->serial, hex,
               date_format(s->seen).p);
    sign_sha256(buf_str(out), check);
    sign_hex(check, sizeof(check), hex);
    buf_printf(out, "check: %s\n", hex);
}

/* The value of the line `name: value` in the file. */
static struct str value_of(struct str text, const char *name) {
    struct str line;
    while (str_next_line(&text, &line))
        if (str_starts(line, str_from(name)))
            return str_from_offset(line, strlen(name));
    return STR_NONE;
}

/* Takes the three values that vary; all the rest is proved by writing the file again. */
static bool state_parse(const struct pending *p, struct str text, struct state *out) {
    struct buf again = {0};
    bool ok = str_to_uint(value_of(text, "serial: "), UINT64_MAX, &out->serial) &&
              sign_unhex(value_of(text, "sha256: "), out->sha256, sizeof(out->sha256)) &&
              date_parse(value_of(text, "seen: "), &out->seen);
    if (ok)
        state_format(p, out, &again);
    ok = ok && str_eq(buf_str(&again), text);
    buf_finish(&again);
    return ok;
}

enum state_found state_read(struct pending *p, struct state *out) {
    const char *path = state_path(p);
    struct source source = {path, STR_NONE};
    struct str text;
    if (!fs_exists(path))
        return STATE_NONE;
    if (!fs_read(p->mem, path, path, STATE_BYTES_MAX, &text, p->d))
        return STATE_BROKEN;
    if (state_parse(p, text, out))
        return STATE_FOUND;
    diag_error(p->d, place_of(&source, 0, 0, 0), "publish/state-broken",
               "is damaged, so nothing protects against an old pack; find out the newest serial by "
               "another way, delete this file and verify that pack first");
    return STATE_BROKEN;
}

/* How a pack stands to the newest one seen. */
enum standing { OLDER, ANOTHER, TOO_FAR, SAME, NEWER };

static enum standing standing(const struct pending *p, const struct state *s) {
    uint64_t serial = p->report->header.serial;
    if (serial < s->serial)
        return OLDER;
    if (serial == s->serial)
        return memcmp(p->sha256, s->sha256, sizeof(p->sha256)) == 0 ? SAME : ANOTHER;
    return serial - s->serial > PUBLISH_SERIAL_STEP_MAX ? TOO_FAR : NEWER;
}

static bool refuse_jump(struct pending *p, uint64_t from) {
    return pending_refuse(p, PUBLISH_SERIAL, "publish/fast-forward",
                          "has serial %" PRIu64 ", too far above %" PRIu64
                          ": accepting it could lock out all later packs",
                          p->report->header.serial, from);
}

static bool compare(struct pending *p, const struct state *s) {
    uint64_t serial = p->report->header.serial;
    struct date_text seen = date_format(s->seen);
    switch (standing(p, s)) {
    case OLDER:
        return pending_refuse(p, PUBLISH_SERIAL, "publish/rollback",
                              "has serial %" PRIu64 ", older than %" PRIu64
                              ", which was seen here on %s",
                              serial, s->serial, seen.p);
    case ANOTHER:
        return pending_refuse(p, PUBLISH_SERIAL, "publish/equivocation",
                              "has serial %" PRIu64
                              " like the pack seen here on %s, but is another "
                              "one; two packs with one number are signed with this key",
                              serial, seen.p);
    case TOO_FAR:
        return refuse_jump(p, s->serial);
    case SAME:
        return pending_prove(p, PUBLISH_SERIAL, "serial %" PRIu64 ", the same pack as seen on %s",
                             serial, seen.p);
    case NEWER:
        break;
    }
    return pending_prove(p, PUBLISH_SERIAL, "serial %" PRIu64 ", newer than %" PRIu64 " seen on %s",
                         serial, s->serial, seen.p);
}

/* A clock that was set back makes what has expired look fresh. */
static void check_clock(struct pending *p, const struct state *s) {
    if (date_cmp(p->request->today, s->seen) < 0)
        diag_warning(p->d, place_of(&p->source, 0, 0, 0), "publish/clock",
                     "was checked by a clock that says %s, before the check on %s; set the clock",
                     date_format(p->request->today).p, date_format(s->seen).p);
}

bool state_check(struct pending *p) {
    struct state s;
    uint64_t serial = p->report->header.serial;
    if (serial > PUBLISH_SERIAL_MAX)
        return refuse_jump(p, PUBLISH_SERIAL_MAX);
    if (p->installed && serial < p->installed_serial)
        return pending_refuse(p, PUBLISH_SERIAL, "publish/rollback",
                              "has serial %" PRIu64 ", older than %" PRIu64 ", which is up; "
                              "--rollback goes back on purpose",
                              serial, p->installed_serial);
    if (p->request->state_folder == NULL)
        return pending_warn(p, PUBLISH_SERIAL, "publish/no-state",
                            "has serial %" PRIu64 ", compared with nothing", serial);
    enum state_found found = state_read(p, &s);
    if (found == STATE_BROKEN) {
        p->report->proofs[PUBLISH_SERIAL] = (struct publish_proof){PUBLISH_REFUSED, NULL};
        return false;
    }
    if (found == STATE_NONE)
        return pending_warn(p, PUBLISH_SERIAL, "publish/first-use",
                            "has serial %" PRIu64
                            " and is the first pack of this key and name seen "
                            "here, or the record in %s was lost; compare the number with the one "
                            "its makers publish",
                            serial, p->request->state_folder);
    check_clock(p, &s);
    return compare(p, &s);
}

/* --- writing ----------------------------------------------------------------------------- */

/* The folder is locked, so the temporary file has one name and a stopped run leaves at most one. */
static bool replace(struct pending *p, int folder, const char *path, struct str text) {
    const char *temp = arena_printf(p->mem, "%s.tmp", path).p;
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && fs_put(fd, text) && fsync(fd) == 0;
    int err = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    if (ok && (rename(temp, path) != 0 || fsync(folder) != 0)) {
        ok = false;
        err = errno;
    }
    if (ok)
        return true;
    (void)unlink(temp); /* the first refusal is the one to report */
    return diag_system(p->d, path, err, "publish/state", "cannot remember the pack");
}

/* Another run may have been faster since state_check: what it remembered is never lowered. */
static bool advance(struct pending *p, int folder) {
    struct state now = {.serial = p->report->header.serial, .seen = p->request->today}, was;
    struct buf text = {0};
    enum state_found found = state_read(p, &was);
    if (found == STATE_BROKEN ||
        (found == STATE_FOUND && standing(p, &was) < SAME && !compare(p, &was)))
        return false;
    if (found == STATE_FOUND && date_cmp(now.seen, was.seen) < 0)
        now.seen = was.seen;
    memcpy(now.sha256, p->sha256, sizeof(now.sha256));
    state_format(p, &now, &text);
    bool ok = replace(p, folder, state_path(p), buf_str(&text));
    buf_finish(&text);
    return ok;
}

/* Only its owner need know which packs somebody has. */
static bool make_folder(struct pending *p) {
    const char *path = p->request->state_folder;
    struct str parent = str_from(path);
    size_t slash = str_rfind_char(parent, '/');
    if (fs_is_folder(path))
        return true;
    if (slash != SIZE_MAX && slash > 0 &&
        !fs_make_folders(arena_cstr(p->mem, str_slice(parent, 0, slash)), p->d))
        return false;
    return mkdir(path, 0700) == 0 || errno == EEXIST ||
           diag_system(p->d, path, errno, "publish/state", "cannot make the folder");
}

bool state_advance(struct pending *p) {
    const char *path = p->request->state_folder;
    if (path == NULL)
        return true;
    p->report->proofs[PUBLISH_RECORD] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    if (!make_folder(p))
        return false;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || flock(folder, LOCK_EX) != 0) {
        diag_system(p->d, path, errno, "publish/state", "cannot lock the folder");
        if (folder >= 0)
            close(folder);
        return false;
    }
    bool ok = advance(p, folder);
    close(folder);
    return ok && pending_prove(p, PUBLISH_RECORD, "remembered, so that no older one is accepted");
}
