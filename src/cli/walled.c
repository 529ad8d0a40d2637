/* From a verb's files to the rights it keeps, and what is said about them. */
#include "cli/walled.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const char *walled_parent(struct cli *cli, const char *path) {
    struct str s = str_from(path);
    while (s.len > 1 && s.p[s.len - 1] == '/')
        s.len--;
    size_t slash = str_rfind_char(s, '/');
    return slash == SIZE_MAX ? "."
           : slash == 0      ? "/"
                             : arena_cstr(&cli->mem, str_slice(s, 0, slash));
}

static const char *below(struct cli *cli, const char *folder, const char *name) {
    return arena_printf(&cli->mem, "%s/%s", folder, name).p;
}

/* themes/mine may be a link to a folder elsewhere; links further down that lead out are refused by
 * fs_list_tree. */
static void allow_linked_themes(struct cli *cli, struct walled *w) {
    const char *themes = below(cli, cli->root, "themes");
    DIR *dir = opendir(themes);
    struct dirent *entry;
    struct stat st;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(st.st_mode))
            wall_allow(&w->wall, &cli->mem, below(cli, themes, entry->d_name), WALL_READ);
    if (dir != NULL)
        closedir(dir);
}

static void allow_fonts(struct cli *cli, struct walled *w) {
    static const char *const system[] = {"/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts",
                                         "/usr/share/fontconfig", "/var/cache/fontconfig"};
    static const char *const own[] = {".fonts", ".local/share/fonts", ".config/fontconfig",
                                      ".cache/fontconfig"};
    const char *home = env_get("HOME");
    for (size_t i = 0; i < ARRAY_LEN(system); i++)
        wall_allow(&w->wall, &cli->mem, system[i], WALL_READ);
    for (size_t i = 0; home != NULL && i < ARRAY_LEN(own); i++)
        wall_allow(&w->wall, &cli->mem, below(cli, home, own[i]), WALL_READ);
}

void walled_site(struct cli *cli, struct walled *w, bool fonts) {
    static const char *const parts[] = {"site.yaml", "content", "themes"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        wall_allow(&w->wall, &cli->mem, below(cli, cli->root, parts[i]), WALL_READ);
    allow_linked_themes(cli, w);
    if (fonts)
        allow_fonts(cli, w);
}

void walled_site_folder(struct cli *cli, struct walled *w) {
    wall_allow(&w->wall, &cli->mem, cli->root, WALL_READ);
    walled_site(cli, w, true);
}

static void make_folder(struct walled *w, const char *path, unsigned mode) {
    if (w->made_count < WALLED_FOLDERS_MAX && mkdir(path, mode) == 0)
        w->made[w->made_count++] = path;
}

void walled_folder(struct cli *cli, struct walled *w, const char *folder, unsigned mode,
                   enum wall_access access) {
    size_t first = w->made_count;
    struct str path = str_from(folder);
    for (size_t i = 1; i < path.len; i++)
        if (path.p[i] == '/' && path.p[i - 1] != '/')
            make_folder(w, arena_cstr(&cli->mem, str_slice(path, 0, i)), 0777);
    if (path.len > 0)
        make_folder(w, folder, mode);
    wall_allow(&w->wall, &cli->mem, folder, access);
    if (w->made_count > first) /* so that they can go again when nothing came into them */
        wall_allow(&w->wall, &cli->mem, walled_parent(cli, w->made[first]), WALL_UNMAKE);
}

void walled_leave(struct walled *w) {
    while (w->made_count > 0)
        (void)rmdir(w->made[--w->made_count]); /* refused where there is something in it */
}

bool walled_tell(struct cli *cli, const struct wall_state *s, struct diags *d) {
    struct buf holds = {0}, lacks = {0};
    bool whole = wall_is_whole(s), ok = true;
    wall_words(s, &holds);
    wall_lack(s, &lacks);
    if (cli->verbose)
        output_say("%-24s %.*s", "sandbox",
                   STR_ARG(holds.len > 0 ? buf_str(&holds) : str_lit("none")));
    if (!whole && args_has(cli, "require-sandbox")) {
        ok = diag_error(d, (struct place){0}, "wall/required",
                        "the sandbox is not whole on this system: %.*s", STR_ARG(buf_str(&lacks)));
        d->system = true;
    } else if (!whole) {
        diag_note(d, (struct place){0}, "wall/partial",
                  "the sandbox is not whole on this system: %.*s", STR_ARG(buf_str(&lacks)));
    }
    buf_finish(&holds);
    buf_finish(&lacks);
    return ok;
}

bool walled_enter(struct cli *cli, struct walled *w) {
    struct wall_state state;
    wall_enter(&w->wall, &state);
    return walled_tell(cli, &state, &cli->diags);
}
