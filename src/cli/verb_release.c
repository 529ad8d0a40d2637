/* release: the next serial, built, signed and read again. */
#include "release/release.h"

#include <stdio.h>

#include "cli/passphrase.h"
#include "cli/walled.h"

enum { THREADS_MAX = 64, KEY_BYTES_MAX = 4096 };

static void tell_stage(void *ctx, const char *name, size_t count, double seconds) {
    const struct cli *cli = ctx;
    if (cli->verbose)
        output_say("%-24s %8zu  %9.1f ms", name, count, seconds * 1e3);
    else
        output_progress(cli, name);
}

/* --allow examples,overdue --allow drafts */
static bool read_allowed(struct cli *cli, struct release_options *o) {
    const struct given *given = args_all(cli, "allow");
    for (unsigned i = 0; i < given->count; i++) {
        struct str rest = str_from(given->values[i]), part;
        while (str_next_part(&rest, ',', &part)) {
            if (str_is(part, "examples"))
                o->allow_examples = true;
            else if (str_is(part, "overdue"))
                o->allow_overdue = true;
            else if (str_is(part, "drafts"))
                o->allow_drafts = true;
            else if (str_is(part, "unchecked"))
                o->allow_unchecked = true;
            else {
                output_error(
                    "option '--allow' takes examples, overdue, drafts and unchecked, not '%.*s'",
                    STR_ARG(part));
                return false;
            }
        }
    }
    return true;
}

static bool read_options(struct cli *cli, struct release_options *o,
                         struct passphrase *passphrase) {
    uint64_t threads = env_processors();
    bool bad_epoch;
    const char *out = args_value(cli, "output");
    if (!args_number(cli, "jobs", 1, THREADS_MAX, &threads) || !read_allowed(cli, o) ||
        !passphrase_options(cli, passphrase))
        return false;
    o->threads = threads > THREADS_MAX ? THREADS_MAX : (unsigned)threads;
    o->since = args_all(cli, "since")->values;
    o->since_count = args_all(cli, "since")->count;
    o->root = cli->root;
    o->out = out != NULL                   ? out
             : strcmp(cli->root, ".") == 0 ? "dist"
                                           : arena_printf(&cli->mem, "%s/dist", cli->root).p;
    if (!env_source_date(&o->today, &bad_epoch)) {
        if (bad_epoch)
            output_error("SOURCE_DATE_EPOCH is not a number of seconds");
        o->today = env_today();
        return !bad_epoch;
    }
    return true;
}

/* What the packs are verified with: the key that mirrors have, when it is given. */
static bool read_public(struct cli *cli, const struct sign_secret *secret,
                        struct sign_public *out) {
    const char *path = args_value(cli, "public");
    struct str text;
    sign_secret_public(secret, out);
    return path == NULL || (fs_read(&cli->mem, path, path, KEY_BYTES_MAX, &text, &cli->diags) &&
                            sign_public_parse(text, path, out, &cli->diags));
}

static void print_summary(const struct release_summary *s) {
    output_say("serial %llu, %s, expires %s", (unsigned long long)s->release.serial,
               date_format(s->release.date).p,
               date_is_set(s->release.expires) ? date_format(s->release.expires).p : "never");
    for (size_t i = 0; i < s->count; i++)
        if (s->packs[i].files > 0)
            output_say("%s  %s, %zu files, signed and verified", s->packs[i].sha256,
                       s->packs[i].zip, s->packs[i].files);
    for (size_t i = 0; i < s->delta_count; i++)
        output_say("%s: %zu files changed, %llu bytes, gives the same pack", s->deltas[i].zip,
                   s->deltas[i].changed, (unsigned long long)s->deltas[i].bytes);
}

/* Keys have been read. site.yaml is replaced by a rename in the site's folder. */
static bool enter_wall(struct cli *cli, struct walled *w, const struct release_options *o) {
    walled_site(cli, w, true);
    wall_allow(&w->wall, &cli->mem, cli->root, WALL_PUT);
    for (size_t i = 0; i < o->since_count; i++) {
        wall_allow(&w->wall, &cli->mem, o->since[i], WALL_READ);
        wall_allow(&w->wall, &cli->mem, arena_printf(&cli->mem, "%s.minisig", o->since[i]).p,
                   WALL_READ);
    }
    walled_folder(cli, w, o->out, 0777, WALL_WRITE);
    return walled_enter(cli, w);
}

static int run_release(struct cli *cli) {
    const char *path = args_value(cli, "secret");
    struct release_options options = {.stage = tell_stage, .seconds = env_seconds, .ctx = cli};
    struct release_summary summary = {0};
    struct passphrase passphrase;
    struct walled walled = {.wall.moves_folders = true};
    struct sign_public public;
    if (!read_options(cli, &options, &passphrase))
        return EXIT_USAGE;
    struct sign_secret *secret = sign_secret_open(path == NULL ? "pamphlet.key" : path,
                                                  passphrase_ask, &passphrase, &cli->diags);
    bool ok = secret != NULL && read_public(cli, secret, &public);
    ok = ok && enter_wall(cli, &walled, &options);
    options.secret = secret;
    options.public = &public;
    ok = ok && release_make(&cli->mem, &options, &summary, &cli->diags);
    walled_leave(&walled);
    sign_secret_close(secret);
    output_progress_end(cli);
    int code = output_diags(cli);
    if (ok && code == EXIT_FINE && !cli->quiet && cli->format == DIAG_TEXT)
        print_summary(&summary);
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static const struct option release_options_table[] = {
    {'s', "secret", "FILE", false, "the secret key (pamphlet.key)"},
    {'p', "public", "FILE", false, "verify with this public key, the one that mirrors have"},
    {0, "allow", "LIST", true, "go on with examples, overdue, drafts (left out), unchecked"},
    {0, "since", "ZIP", true, "make also a small pack with what changed since this older one"},
    {'o', "output", "DIR", false, "where the packs go (dist)"},
    {'j', "jobs", "N", false, "threads (one a processor)"},
    WALL_OPTION,
    {0, "passphrase-fd", "N", false, "read the passphrase as a line from this file descriptor"},
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_release = {
    .name = "release",
    .words = "",
    .words_max = 0,
    .summary = "raise the serial, build, sign, and verify what was written",
    .details =
        "Raises release.serial in site.yaml by one, sets release.date to today and moves\n"
        "release.expires by the same span. Builds all profiles, writes CHANGES.txt, signs each\n"
        "ZIP and verifies it as a mirror would. Only then is site.yaml replaced; after any\n"
        "failure it is as before. Examples, pages past their review and drafts are refused;\n"
        "translations older than their originals are told. Keep the ZIPs of the release before\n"
        "in DIR: CHANGES.txt compares with them.",
    .options = release_options_table,
    .run = run_release,
};
