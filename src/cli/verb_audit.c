/* audit: any folder, ZIP or file by the same grammar as the build's own. */
#include <assert.h>

#include "audit/audit.h"
#include "cli/walled.h"

static int run(struct cli *cli) {
    struct audit_counts counts = {0};
    struct walled walled = {0};
    bool clean = true;
    for (int i = 0; i < cli->word_count; i++)
        wall_allow(&walled.wall, &cli->mem, cli->words[i], WALL_READ);
    if (!walled_enter(cli, &walled))
        return output_diags(cli);
    for (int i = 0; i < cli->word_count; i++)
        clean = audit_path(cli->words[i], env_processors(), &counts, &cli->diags) && clean;
    int code = output_diags(cli);
    assert(clean == (code == EXIT_FINE));
    if (!cli->quiet && cli->format == DIAG_TEXT)
        output_say("%s: %zu files, %zu elements, %zu links (%zu to other sites), %zu pictures",
                   code == EXIT_FINE ? "nothing found" : "found problems", counts.files,
                   counts.elements, counts.links, counts.external_links, counts.images);
    return code;
}

static const struct option options[] = {WALL_OPTION, {0, NULL, NULL, false, NULL}};

const struct verb verb_audit = {
    .name = "audit",
    .words = "PATH...",
    .words_min = 1,
    .words_max = -1,
    .summary = "prove that a folder, ZIP, page or style sheet calls nobody",
    .details =
        "Accepts only a narrow grammar of HTML and CSS and files of known kinds; whatever is\n"
        "not on the list is refused, with its place.",
    .options = options,
    .run = run,
};
