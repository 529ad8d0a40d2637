/* verify: what a pack, a folder or a stick proves. */
#include <dirent.h>

#include "cli/proof.h"

static void say_whole(const struct cli *cli, const struct publish_report *r, bool proved) {
    if (!cli->quiet && cli->format == DIAG_TEXT)
        output_say("%s is whole: %zu files of %.*s, profile %.*s, serial %llu.%s", cli->words[0],
                   r->files, STR_ARG(r->header.pack), STR_ARG(r->header.profile),
                   (unsigned long long)r->header.serial,
                   proved ? "" : " Who made it is proved by the signed ZIP alone.");
}

/* The signature first: the folder is compared with what is in the ZIP. A stick without a signature
 * is not finished; the folder's check says that, and reads no ZIP then. */
static bool prove_stick(struct cli *cli, const struct publish_request *request,
                        struct publish_report *pack, struct publish_report *folder) {
    bool is_signed = request->signature_path != NULL ||
                     fs_exists(arena_printf(&cli->mem, "%s.minisig", request->pack_path).p);
    bool ok = !is_signed || publish_verify(&cli->mem, request, pack, &cli->diags);
    if (!ok || publish_verify_folder(&cli->mem, cli->words[0], folder, &cli->diags))
        return ok && is_signed;
    pack->proofs[PUBLISH_MANIFEST] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    return false;
}

/* Whether there may be something to prove: by a name alone, before the wall is up. */
static bool has_zip(const char *folder) {
    DIR *dir = opendir(folder);
    bool found = false;
    for (struct dirent *e; dir != NULL && !found && (e = readdir(dir)) != NULL;)
        found = str_ends(str_from(e->d_name), str_lit(".zip"));
    if (dir != NULL)
        closedir(dir);
    return found;
}

/* A stick's ZIP proves who made it, when there is a key to ask. Which one it is, says the stick's
 * MANIFEST.txt, which is read behind the wall. */
static int verify_folder(struct cli *cli) {
    struct publish_report folder = {0}, pack = {0};
    struct publish_request request;
    struct sign_public key;
    struct walled walled = {0};
    bool prove = proof_has_key(cli) && has_zip(cli->words[0]);
    wall_allow(&walled.wall, &cli->mem, cli->words[0], WALL_READ);
    bool ok = prove ? proof_request(cli, cli->words[0], &request, &key) &&
                          proof_enter_wall(cli, &walled, &request)
                    : walled_enter(cli, &walled);
    if (ok && prove) {
        request.pack_path = publish_stick_zip(&cli->mem, cli->words[0]);
        prove = request.pack_path != NULL;
    }
    ok = ok && (prove ? prove_stick(cli, &request, &pack, &folder)
                      : publish_verify_folder(&cli->mem, cli->words[0], &folder, &cli->diags));
    walled_leave(&walled);
    int code = prove || cli->format == DIAG_JSON ? proof_report(cli, prove ? &pack : &folder, ok)
                                                 : output_diags(cli);
    if (ok && code == EXIT_FINE)
        say_whole(cli, &folder, prove);
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static int run_verify(struct cli *cli) {
    struct publish_report r = {0};
    struct publish_request request;
    struct sign_public key;
    struct walled walled = {0};
    if (fs_is_folder(cli->words[0]))
        return verify_folder(cli);
    bool ok = proof_request(cli, cli->words[0], &request, &key) &&
              proof_enter_wall(cli, &walled, &request) &&
              publish_verify(&cli->mem, &request, &r, &cli->diags);
    walled_leave(&walled);
    return proof_report(cli, &r, ok);
}

static const struct option verify_options[] = {PROOF_OPTIONS, {0, NULL, NULL, false, NULL}};

const struct verb verb_verify = {
    .name = "verify",
    .words = "PACK",
    .words_min = 1,
    .words_max = 1,
    .summary = "prove that a pack is ours, whole, not old, and calls nobody",
    .details =
        "Checks the signature before anything is parsed, then name, serial, expiry, structure,\n"
        "sums, manifest and every byte. A folder is compared with the manifest in it; a stick\n"
        "must be finished too, and with a key its ZIP is proved as well.",
    .options = verify_options,
    .run = run_verify,
};
