/* Private to cli/: what is remembered for the account that runs the program, outside of all sites.
 */
#ifndef CLI_STATE_H
#define CLI_STATE_H

#include "cli/verb.h"
#include "sign/sign.h"

/* $XDG_STATE_HOME/pamphlet, else ~/.local/state/pamphlet (XDG Base Directory Specification 0.8);
 * NULL when neither variable is an absolute path. */
const char *state_folder(struct cli *cli);
/* The seal of this account's caches, made the first time; NULL where it has no place. Before the
 * wall; the caller closes it. */
struct sign_seal *state_seal(struct cli *cli);

#endif
