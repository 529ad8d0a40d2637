/* Private to cli/: a pack to be proved, as asked for on the command line, and what was proved. */
#ifndef CLI_PROOF_H
#define CLI_PROOF_H

#include "cli/walled.h"
#include "publish/publish.h"

/* Whether a key was named or lies where it is looked for. */
bool proof_has_key(const struct cli *cli);
/* Fills `request` for the pack at `path` from the options. False after it has reported. */
bool proof_request(struct cli *cli, const char *path, struct publish_request *request,
                   struct sign_public *key) MUST_USE;
/* Goes behind the wall with what a proof needs: the pack and its signature, read, and the folder
 * where serials are remembered. What else the verb needs is in `w` already. */
bool proof_enter_wall(struct cli *cli, struct walled *w,
                      const struct publish_request *request) MUST_USE;
/* Prints the proofs on stdout and the messages on stderr; gives the exit code. */
int proof_report(struct cli *cli, const struct publish_report *r, bool ok) MUST_USE;

#define PROOF_OPTIONS                                                                              \
    {'p', "public", "FILE", false, "the public key (pamphlet.pub)"},                               \
        {'x', "signature", "FILE", false, "the signature (PACK.minisig)"},                         \
        {0, "base", "ZIP", false, "the older pack that a .from- pack stands on (beside it)"},      \
        {0, "pack", "NAME", false, "refuse a pack of another name"},                               \
        {0, "profile", "NAME", false, "refuse another profile"},                                   \
        {0, "strict", NULL, false, "refuse an expired pack"}, WALL_OPTION, {                       \
        0, "state", "DIR", false, "where serials are remembered (~/.local/state/pamphlet)"         \
    }

#endif
