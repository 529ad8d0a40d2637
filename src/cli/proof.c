/* What verify and install have in common. */
#include "cli/proof.h"
#include "cli/state.h"

#include <stdio.h>

#define DEFAULT_KEY "pamphlet.pub"
enum { KEY_BYTES_MAX = 4096 };

bool proof_has_key(const struct cli *cli) {
    return args_has(cli, "public") || fs_exists(DEFAULT_KEY);
}

/* Where the newest serial of each key and pack is remembered. NULL when nobody has said: a matter
 * of this system, which tells nothing of the pack. */
static const char *serials_folder(struct cli *cli) {
    const char *given = args_value(cli, "state");
    const char *folder = given != NULL ? given : state_folder(cli);
    if (folder == NULL) {
        diag_error(&cli->diags, (struct place){0}, "publish/state",
                   "there is no HOME to remember serials in; say where with --state DIR");
        cli->diags.system = true;
    }
    return folder;
}

static bool read_key(struct cli *cli, struct sign_public *key) {
    const char *path = args_value(cli, "public");
    const struct source source = {DEFAULT_KEY, STR_NONE};
    struct str text;
    if (!proof_has_key(cli))
        return diag_error(&cli->diags, place_of(&source, 0, 0, 0), "publish/no-key",
                          "is not here: give the makers' public key with -p FILE; have it from "
                          "another place than the pack");
    path = path == NULL ? DEFAULT_KEY : path;
    return fs_read(&cli->mem, path, path, KEY_BYTES_MAX, &text, &cli->diags) &&
           sign_public_parse(text, path, key, &cli->diags);
}

static void put_json(const struct publish_report *r, struct buf *out) {
    buf_puts(out, "{\"checks\":{");
    for (size_t i = 0; i < PUBLISH_CHECKS; i++) {
        if (i == PUBLISH_DELTA && r->proofs[i].outcome == PUBLISH_NOT_REACHED)
            continue; /* of a delta alone */
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
        if (p->outcome == PUBLISH_NOT_REACHED)
            continue;
        buf_printf(out, "%s%-10s ", marks[p->outcome], publish_check_names[i]);
        diag_put_clean(str_from(p->words == NULL ? "refused, see below" : p->words), out);
        buf_putc(out, '\n');
    }
}

int proof_report(struct cli *cli, const struct publish_report *r, bool ok) {
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

bool proof_request(struct cli *cli, const char *path, struct publish_request *request,
                   struct sign_public *key) {
    const char *pack = args_value(cli, "pack"), *profile = args_value(cli, "profile");
    *request = (struct publish_request){.pack_path = path,
                                        .signature_path = args_value(cli, "signature"),
                                        .base_path = args_value(cli, "base"),
                                        .key = key,
                                        .pack = str_from(pack),
                                        .profile = str_from(profile),
                                        .today = env_today(),
                                        .strict = args_has(cli, "strict"),
                                        .threads = env_processors()};
    request->state_folder = serials_folder(cli);
    return request->state_folder != NULL && read_key(cli, key);
}

bool proof_enter_wall(struct cli *cli, struct walled *w, const struct publish_request *request) {
    const char *signature = request->signature_path;
    if (signature == NULL)
        signature = arena_printf(&cli->mem, "%s.minisig", request->pack_path).p;
    wall_allow(&w->wall, &cli->mem, request->pack_path, WALL_READ);
    wall_allow(&w->wall, &cli->mem, signature, WALL_READ);
    const char *base = request->base_path != NULL
                           ? request->base_path
                           : publish_base_path(&cli->mem, request->pack_path);
    if (base != NULL)
        wall_allow(&w->wall, &cli->mem, base, WALL_READ);
    walled_folder(cli, w, request->state_folder, 0700, WALL_WRITE);
    return walled_enter(cli, w);
}
