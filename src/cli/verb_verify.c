/* verify and install: what a pack proves, and putting it online. */
#include <stdio.h>

#include "cli/verb.h"
#include "publish/publish.h"

enum { KEY_BYTES_MAX = 4096 };

/* Where the newest serial of each key and pack is remembered. NULL after it has printed why. */
static const char *state_folder(struct cli *cli) {
    const char *given = args_value(cli, "state"), *base = env_get("XDG_STATE_HOME");
    if (given != NULL)
        return given;
    if (base != NULL && base[0] == '/')
        return arena_printf(&cli->mem, "%s/pamphlet", base).p;
    base = env_get("HOME");
    if (base != NULL && base[0] == '/')
        return arena_printf(&cli->mem, "%s/.local/state/pamphlet", base).p;
    output_error("there is no HOME to remember serials in; say where with --state DIR");
    return NULL;
}

static bool read_key(struct cli *cli, struct sign_public *key) {
    const char *path = args_value(cli, "public");
    struct str text;
    path = path == NULL ? "pamphlet.pub" : path;
    return fs_read(&cli->mem, path, path, KEY_BYTES_MAX, &text, &cli->diags) &&
           sign_public_parse(text, path, key, &cli->diags);
}

static void put_json(const struct publish_report *r, struct buf *out) {
    buf_puts(out, "{\"checks\":{");
    for (size_t i = 0; i < PUBLISH_CHECKS; i++) {
        static const char *const outcomes[] = {"not-reached", "proved", "warned", "refused"};
        buf_printf(out, "%s\"%s\":\"%s\"", i == 0 ? "" : ",", publish_check_names[i],
                   outcomes[r->proofs[i].outcome]);
    }
    buf_printf(out, "},\"pack\":\"%.*s\",\"profile\":\"%.*s\",\"serial\":%llu,\"expires\":\"%s\",",
               STR_ARG(r->header.pack), STR_ARG(r->header.profile),
               (unsigned long long)r->header.serial,
               date_is_set(r->header.expires) ? date_format(r->header.expires).p : "never");
    buf_printf(out, "\"sha256\":\"%s\",\"files\":%zu,\"bytes\":%llu}\n", r->sha256, r->files,
               (unsigned long long)r->bytes);
}

static void put_lines(const struct publish_report *r, struct buf *out) {
    for (size_t i = 0; i < PUBLISH_CHECKS; i++) {
        static const char *const marks[] = {"  ", "✓ ", "! ", "✗ "};
        const struct publish_proof *p = &r->proofs[i];
        if (p->outcome != PUBLISH_NOT_REACHED)
            buf_printf(out, "%s%-10s %s\n", marks[p->outcome], publish_check_names[i],
                       p->words == NULL ? "refused, see below" : p->words);
    }
}

/* Prints the proofs on stdout and the messages on stderr. */
static int report(struct cli *cli, const struct publish_report *r, bool ok) {
    struct buf text = {0};
    if (cli->format == DIAG_JSON)
        put_json(r, &text);
    else if (!cli->quiet)
        put_lines(r, &text);
    bool printed = text.len == 0 || output_put(buf_str(&text));
    buf_finish(&text);
    int code = output_diags(cli);
    if (!printed)
        return EXIT_SYSTEM;
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static bool read_request(struct cli *cli, struct publish_request *request,
                         struct sign_public *key) {
    const char *pack = args_value(cli, "pack"), *profile = args_value(cli, "profile");
    *request = (struct publish_request){.pack_path = cli->words[0],
                                        .signature_path = args_value(cli, "signature"),
                                        .key = key,
                                        .pack = str_from(pack),
                                        .profile = str_from(profile),
                                        .today = env_today(),
                                        .strict = args_has(cli, "strict"),
                                        .threads = env_processors()};
    request->state_folder = state_folder(cli);
    return request->state_folder != NULL && read_key(cli, key);
}

static int run_verify(struct cli *cli) {
    struct publish_report r = {0};
    struct publish_request request;
    struct sign_public key;
    if (!sign_init()) {
        output_error("libsodium cannot start");
        return EXIT_SYSTEM;
    }
    if (fs_is_folder(cli->words[0])) {
        bool whole = publish_verify_folder(&cli->mem, cli->words[0], &r, &cli->diags);
        int code = output_diags(cli);
        if (whole && !cli->quiet)
            fprintf(
                stderr,
                "%s is whole: %zu files of %.*s, profile %.*s, serial %llu. Who made it is proved "
                "by the signed ZIP alone.\n",
                cli->words[0], r.files, STR_ARG(r.header.pack), STR_ARG(r.header.profile),
                (unsigned long long)r.header.serial);
        return whole || code != EXIT_FINE ? code : EXIT_FINDINGS;
    }
    bool ok =
        read_request(cli, &request, &key) && publish_verify(&cli->mem, &request, &r, &cli->diags);
    return report(cli, &r, ok);
}

static int roll_back(struct cli *cli, const char *folder) {
    struct publish_report r = {0};
    bool ok = publish_rollback(&cli->mem, folder, &r, &cli->diags);
    int code = output_diags(cli);
    if (ok && !cli->quiet)
        fprintf(stderr, "%s is now serial %llu\n", folder, (unsigned long long)r.header.serial);
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static int run_install(struct cli *cli) {
    struct publish_report r = {0};
    struct publish_request request;
    struct sign_public key;
    bool back = args_has(cli, "rollback");
    if (cli->word_count != (back ? 1 : 2)) {
        output_error(back ? "'install --rollback' takes one folder"
                          : "'install' takes a pack and a folder");
        return EXIT_USAGE;
    }
    if (!sign_init()) {
        output_error("libsodium cannot start");
        return EXIT_SYSTEM;
    }
    if (back)
        return roll_back(cli, cli->words[0]);
    bool ok = read_request(cli, &request, &key) &&
              publish_install(&cli->mem, &request, cli->words[1], &r, &cli->diags);
    int code = report(cli, &r, ok);
    if (ok && code == EXIT_FINE && !cli->quiet && cli->format == DIAG_TEXT)
        fprintf(stderr, "%s %s serial %llu, %zu files\n", cli->words[1],
                r.was_up ? "was already" : "is now", (unsigned long long)r.header.serial, r.files);
    return code;
}

#define REQUEST_OPTIONS                                                                            \
    {'p', "public", "FILE", false, "the public key (pamphlet.pub)"},                               \
        {'x', "signature", "FILE", false, "the signature (PACK.minisig)"},                         \
        {0, "pack", "NAME", false, "refuse a pack of another name"},                               \
        {0, "profile", "NAME", false, "refuse another profile"},                                   \
        {0, "strict", NULL, false, "refuse an expired pack"}, {                                    \
        0, "state", "DIR", false, "where serials are remembered (~/.local/state/pamphlet)"         \
    }

static const struct option verify_options[] = {REQUEST_OPTIONS, {0, NULL, NULL, false, NULL}};
static const struct option install_options[] = {
    REQUEST_OPTIONS,
    {0, "rollback", NULL, false, "put the version before back on purpose: install --rollback DIR"},
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_verify = {
    .name = "verify",
    .words = "PACK",
    .words_min = 1,
    .words_max = 1,
    .summary = "prove that a pack is ours, whole, not old, and calls nobody",
    .details =
        "Checks the signature before anything is parsed, then name, serial, expiry, structure,\n"
        "sums, manifest and every byte. A folder is compared with the manifest in it.",
    .options = verify_options,
    .run = run_verify,
};

const struct verb verb_install = {
    .name = "install",
    .words = "PACK DIR",
    .words_min = 1,
    .words_max = 2,
    .summary = "verify a pack and put it online in one step",
    .details =
        "Unpacks beside DIR, writes through to the disk, then swaps. DIR.previous keeps the\n"
        "version before.",
    .options = install_options,
    .run = run_install,
};
