/* serve: a preview on this machine that follows the files. */
#include <stdio.h>
#include <unistd.h>

#include "cli/walled.h"
#include "serve/serve.h"

enum { PORT = 8000, PORT_MAX = 65535, THREADS_MAX = 64 };

static void tell_port(void *ctx, uint16_t port) {
    (void)ctx;
    fprintf(stdout, "http://127.0.0.1:%u/\n", (unsigned)port);
    fflush(stdout);
}

struct serving {
    struct cli *cli;
    bool built; /* at least once */
};

static void tell_build(void *ctx, bool ok, size_t pages, double seconds, struct diags *d) {
    struct serving *serving = ctx;
    struct cli *cli = serving->cli;
    serving->built = serving->built || ok;
    struct buf text = {0};
    diags_format(d, cli->format, cli->color, &text);
    fwrite(text.p == NULL ? "" : text.p, 1, text.len, stderr);
    buf_finish(&text);
    if (!cli->quiet && cli->format == DIAG_TEXT && ok)
        output_say("built: %zu page%s, %.0f ms", pages, pages == 1 ? "" : "s", seconds * 1e3);
    else if (!cli->quiet && cli->format == DIAG_TEXT)
        output_say("not built; %s",
                   serving->built ? "the last good pages stay" : "it goes on when this is mended");
}

/* Memory rather than a disk, where there is such a folder. */
static const char *scratch_folder(void) {
    const char *given = env_get("TMPDIR");
    if (given != NULL)
        return given;
    return fs_is_folder("/dev/shm") && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* Parts of the site come and go while it runs. */
static bool enter_wall(void *ctx, const char *folder, struct diags *d) {
    struct cli *cli = ((struct serving *)ctx)->cli;
    struct walled walled = {.wall = {.serving = true, .moves_folders = true}};
    struct wall_state state;
    walled_site_folder(cli, &walled);
    wall_allow(&walled.wall, &cli->mem, folder, WALL_WRITE);
    wall_allow(&walled.wall, &cli->mem, walled_parent(cli, folder), WALL_UNMAKE);
    wall_enter(&walled.wall, &state);
    return walled_tell(cli, &state, d);
}

static int run(struct cli *cli) {
    uint64_t port = PORT, threads = env_processors();
    const char *profile = args_value(cli, "profile");
    bool bad_epoch = false, busy = false;
    struct serving serving = {.cli = cli};
    struct serve_options o = {.root = cli->root,
                              .profile = profile == NULL ? "onion" : profile,
                              .scratch = scratch_folder(),
                              .drafts = !args_has(cli, "no-drafts"),
                              .seconds = env_seconds,
                              .listening = tell_port,
                              .enter_wall = enter_wall,
                              .built = tell_build,
                              .ctx = &serving};
    if (!args_number(cli, "port", 0, PORT_MAX, &port))
        return EXIT_USAGE;
    if (!env_source_date(&o.source_date, &bad_epoch) && bad_epoch) {
        output_error("SOURCE_DATE_EPOCH is not a number of seconds");
        return EXIT_USAGE;
    }
    o.port = (uint16_t)port;
    o.threads = threads > THREADS_MAX ? THREADS_MAX : (unsigned)threads;
    bool ok = serve_run(&o, &busy, &cli->diags);
    int code = output_diags(cli);
    if (busy) /* a build goes on in a thread: nothing may be freed below it */
        _exit(ok ? EXIT_FINE : code);
    return code;
}

static const struct option options[] = {
    {0, "port", "N", false, "listen there (8000); 0 takes any that is free"},
    {'p', "profile", "NAME", false, "show this profile (onion)"},
    {0, "no-drafts", NULL, false, "leave out pages with status: draft"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_serve = {
    .name = "serve",
    .words = "",
    .words_max = 0,
    .summary = "preview the site here, and follow the files",
    .details =
        "Listens on 127.0.0.1 only, prints the address, builds again when a file changes and\n"
        "loads the page anew in the browser. While something is wrong, the last good pages stay\n"
        "and the messages lie over them. The strip at the foot shows profile, language, size,\n"
        "size class and source of the page; it and the script behind it are in no build. Drafts "
        "are shown.\n"
        "Ctrl-C ends it.",
    .options = options,
    .run = run,
};
