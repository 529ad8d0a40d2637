/* Where things are remembered for this account. */
#include "cli/state.h"

#include <sys/stat.h>

static bool is_absolute(const char *path) {
    return path != NULL && path[0] == '/';
}

const char *state_folder(struct cli *cli) {
    const char *state = env_get("XDG_STATE_HOME"), *home = env_get("HOME");
    return is_absolute(state)  ? arena_printf(&cli->mem, "%s/pamphlet", state).p
           : is_absolute(home) ? arena_printf(&cli->mem, "%s/.local/state/pamphlet", home).p
                               : NULL;
}

/* Makes the folder; a home that is not there is not made. */
static bool make_folder(struct cli *cli, const char *folder) {
    const char *home = env_get("HOME");
    struct diags ignored = {0};
    struct str parent = str_slice(str_from(folder), 0, str_rfind_char(str_from(folder), '/'));
    bool ok = is_absolute(env_get("XDG_STATE_HOME")) || fs_is_folder(home);
    ok = ok && fs_make_folders(arena_cstr(&cli->mem, parent), &ignored);
    diags_finish(&ignored);
    return ok && (mkdir(folder, 0700) == 0 || fs_is_folder(folder));
}

struct sign_seal *state_seal(struct cli *cli) {
    const char *folder = state_folder(cli);
    if (folder == NULL || !make_folder(cli, folder))
        return NULL;
    return sign_seal_open(arena_printf(&cli->mem, "%s/cache.key", folder).p);
}
