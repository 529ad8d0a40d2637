/* render: one Markdown body as HTML on stdout. */
#include "cli/walled.h"
#include "render/render.h"

enum { BYTES_MAX = 64 * 1024 * 1024 };

static int run(struct cli *cli) {
    struct source source = {.path = cli->words[0]};
    struct buf out = {0};
    struct walled walled = {0};
    wall_allow(&walled.wall, &cli->mem, cli->words[0], WALL_READ);
    if (!walled_enter(cli, &walled))
        return output_diags(cli);
    bool ok =
        fs_read(&cli->mem, cli->words[0], cli->words[0], BYTES_MAX, &source.text, &cli->diags);
    size_t bad = ok ? utf8_first_bad(source.text) : SIZE_MAX;
    if (bad != SIZE_MAX) {
        struct place at = place_at_offset(&source, bad, 1);
        source.text = STR_NONE;
        ok = diag_error(&cli->diags, at, "content/not-utf8",
                        "this is not UTF-8 text; save the file as UTF-8");
    }
    ok = ok && render_alone(&cli->mem, &source, &out, &cli->diags);
    int code = output_diags(cli);
    if (ok && code == EXIT_FINE && !output_put(buf_str(&out)))
        code = EXIT_SYSTEM;
    buf_finish(&out);
    return code;
}

static const struct option options[] = {WALL_OPTION, {0, NULL, NULL, false, NULL}};

const struct verb verb_render = {
    .name = "render",
    .words = "FILE.md",
    .words_min = 1,
    .words_max = 1,
    .summary = "print the HTML of one Markdown file",
    .details = "No theme; links stay as written and are not checked. Front matter is passed over.\n"
               "Raw HTML is an error.",
    .options = options,
    .run = run,
};
