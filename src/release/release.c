/* A release: release_make names the steps. site.yaml changes in one rename, after everything has
 * been proved and before the first signature has its name. */
#include "release/release.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "release/steps.h"

enum { YAML_BYTES_MAX = 1024 * 1024, MONTHS_MAX = 1200 };

static bool complain(struct releasing *r, const char *code, const char *sentence) {
    struct source source = {"site.yaml", STR_NONE};
    return diag_error(r->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

/* As many months later when the span was whole months, else as many days. */
static struct date move_expiry(struct date was_date, struct date was_expires, struct date now) {
    for (unsigned months = 1; months <= MONTHS_MAX; months++) {
        int order = date_cmp(date_add_months(was_date, months), was_expires);
        if (order == 0)
            return date_add_months(now, months);
        if (order > 0)
            break;
    }
    return date_from_days(date_to_days(now) + date_to_days(was_expires) - date_to_days(was_date));
}

static bool plan(struct releasing *r) {
    struct config_edit *to = &r->out->release;
    r->before.path = "site.yaml";
    if (!fs_read(r->mem, r->yaml, "site.yaml", YAML_BYTES_MAX, &r->before.text, r->d) ||
        !config_parse(r->mem, &r->before, &r->config, r->d))
        return false;
    to->serial = r->config.release.serial + 1;
    to->date = r->options->today;
    if (date_is_set(r->config.release.date) &&
        date_cmp(r->config.release.date, r->options->today) > 0)
        return complain(r, "release/clock",
                        "has a release date in the future: set the clock, or mend 'date'");
    if (date_is_set(r->config.release.expires))
        to->expires =
            move_expiry(r->config.release.date, r->config.release.expires, r->options->today);
    return config_edit_release(&r->before, to, &r->after, r->d);
}

static bool build(struct releasing *r) {
    const struct release_options *o = r->options;
    const struct build_options options = {.root = o->root,
                                          .out = o->out,
                                          .threads = o->threads,
                                          .leftovers = true,
                                          .no_cache = true, /* what is signed was made now */
                                          .source_date = o->today,
                                          .config_text = buf_str(&r->after),
                                          .seconds = o->seconds,
                                          .stage = o->stage,
                                          .ctx = o->ctx};
    struct build_summary ignored;
    return build_site(&options, &ignored, r->d);
}

/* --- site.yaml
 * ------------------------------------------------------------------------------------- */

static bool refuse(struct releasing *r, int err) {
    return diag_system(r->d, "site.yaml", err, "release/write", "cannot be replaced");
}

/* Nobody's edits are lost: it must still be what was read. */
static bool is_unchanged(struct releasing *r) {
    struct str now;
    return fs_read(r->mem, r->yaml, "site.yaml", YAML_BYTES_MAX, &now, r->d) &&
           (str_eq(now, r->before.text) ||
            complain(r, "release/changed", "was edited while the release was made; release again"));
}

static bool put_yaml(struct releasing *r) {
    const char *temp = arena_printf(r->mem, "%s.new", r->yaml).p;
    struct stat st;
    if (!is_unchanged(r))
        return false;
    if (stat(r->yaml, &st) != 0)
        return refuse(r, errno);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool ok = fd >= 0 && fchmod(fd, st.st_mode & 0777) == 0 && fs_put(fd, buf_str(&r->after)) &&
              fsync(fd) == 0;
    int err = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    if (ok && rename(temp, r->yaml) != 0) {
        ok = false;
        err = errno;
    }
    if (!ok)
        (void)unlink(temp); /* the first refusal is the one to report */
    return ok ? fs_sync(r->options->root) || refuse(r, errno) : refuse(r, err);
}

/* One release at a time in a site; -1 after it has reported. */
static int lock(struct releasing *r) {
    int fd = open(r->options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0 && errno == EWOULDBLOCK)
        complain(r, "release/busy",
                 "is being released by another run; wait until that one is done");
    else
        diag_system(r->d, r->options->root, errno, "release/write", "cannot lock the folder");
    if (fd >= 0)
        close(fd);
    return -1;
}

bool release_make(struct arena *mem, const struct release_options *options,
                  struct release_summary *out, struct diags *d) {
    struct releasing r = {.mem = mem, .options = options, .out = out, .d = d};
    *out = (struct release_summary){0};
    r.yaml = arena_printf(mem, "%s/site.yaml", options->root).p;
    int fd = lock(&r);
    bool ok = fd >= 0 && plan(&r) && ready_check(&r) && packs_plan(&r) && deltas_plan(&r) &&
              build(&r) && packs_sign(&r) && packs_verify(&r) && deltas_make(&r) && put_yaml(&r) &&
              packs_publish(&r) && deltas_publish(&r);
    if (!ok) {
        packs_give_up(&r);
        deltas_give_up(&r);
    }
    if (fd >= 0)
        close(fd);
    buf_finish(&r.after);
    return ok;
}
