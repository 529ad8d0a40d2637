/* install: a proved pack into a folder in one step, or onto sticks. */
#include <stdio.h>

#include "cli/proof.h"

static int roll_back(struct cli *cli, const char *folder) {
    struct publish_report r = {0};
    struct walled walled = {0};
    wall_allow(&walled.wall, &cli->mem, walled_parent(cli, folder), WALL_WRITE);
    bool ok = walled_enter(cli, &walled) && publish_rollback(&cli->mem, folder, &r, &cli->diags);
    int code = output_diags(cli);
    if (ok && !cli->quiet)
        output_say("%s is now serial %llu", folder, (unsigned long long)r.header.serial);
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static int put_online(struct cli *cli, const struct publish_request *request) {
    struct publish_report r = {0};
    bool ok = publish_install(&cli->mem, request, cli->words[1], &r, &cli->diags);
    int code = proof_report(cli, &r, ok);
    if (ok && code == EXIT_FINE && !cli->quiet && cli->format == DIAG_TEXT)
        output_say("%s %s serial %llu, %zu files", cli->words[1],
                   r.was_up ? "was already" : "is now", (unsigned long long)r.header.serial,
                   r.files);
    return code;
}

/* --- sticks ----------------------------------------------------------------------------------- */

static void tell_progress(void *ctx, uint64_t done, uint64_t all) {
    char text[64];
    snprintf(text, sizeof(text), "writing and reading back, %u %%",
             all == 0 ? 100 : (unsigned)(done * 100 / all));
    output_progress(ctx, text);
}

/* Each by itself: some may be finished when others are not. */
static void print_sticks(const struct cli *cli, const struct publish_sticks *sticks,
                         const struct publish_report *r) {
    for (size_t i = 0; i < sticks->count; i++) {
        const struct publish_stick *stick = &sticks->items[i];
        if (!stick->done)
            output_say("%s is not finished", stick->folder);
        else if (!cli->quiet)
            output_say("%s %s serial %llu, %zu files, all read back and equal", stick->folder,
                       stick->was_there ? "had already" : "has now",
                       (unsigned long long)r->header.serial, r->files);
    }
}

static int fill_sticks(struct cli *cli, const struct publish_request *request) {
    struct publish_report r = {0};
    struct publish_sticks sticks = {
        .count = (size_t)cli->word_count - 1, .progress = tell_progress, .ctx = cli};
    sticks.items = arena_array(&cli->mem, struct publish_stick, sticks.count);
    for (size_t i = 0; i < sticks.count; i++)
        sticks.items[i].folder = cli->words[i + 1];
    bool ok = publish_to_sticks(&cli->mem, request, &sticks, &r, &cli->diags);
    output_progress_end(cli);
    int code = proof_report(cli, &r, ok);
    if (cli->format == DIAG_TEXT)
        print_sticks(cli, &sticks, &r);
    return code;
}

static bool has_empty_word(const struct cli *cli) {
    for (int i = 0; i < cli->word_count; i++)
        if (cli->words[i][0] == '\0')
            return true;
    return false;
}

static bool check_words(const struct cli *cli, bool back, bool usb) {
    if (back && usb)
        output_error("'install' takes '--rollback' or '--usb', not both");
    else if (back && cli->word_count != 1)
        output_error("'install --rollback' takes one folder");
    else if (usb && cli->word_count < 2)
        output_error("'install --usb' takes a pack and the folders where the sticks appear");
    else if (!back && !usb && cli->word_count != 2)
        output_error("'install' takes a pack and a folder");
    else if (has_empty_word(cli))
        output_error("'install' takes names of files and folders; an empty one names none");
    else
        return true;
    return false;
}

/* Beside a folder stand its versions; a stick is written from its top; beside a delta the whole
 * pack is written. */
static void allow_targets(struct cli *cli, struct walled *w, bool usb) {
    for (int i = 1; i < cli->word_count; i++)
        if (usb)
            wall_allow(&w->wall, &cli->mem, cli->words[i], WALL_WRITE);
        else
            walled_folder(cli, w, walled_parent(cli, cli->words[i]), 0777, WALL_WRITE);
    if (!usb && (args_has(cli, "base") || publish_base_path(&cli->mem, cli->words[0]) != NULL))
        wall_allow(&w->wall, &cli->mem, walled_parent(cli, cli->words[0]), WALL_WRITE);
}

static int run_install(struct cli *cli) {
    struct publish_request request;
    struct sign_public key;
    struct walled walled = {0};
    bool back = args_has(cli, "rollback"), usb = args_has(cli, "usb");
    if (!check_words(cli, back, usb))
        return EXIT_USAGE;
    if (back)
        return roll_back(cli, cli->words[0]);
    allow_targets(cli, &walled, usb);
    int code;
    if (!proof_request(cli, cli->words[0], &request, &key) ||
        !proof_enter_wall(cli, &walled, &request))
        code = proof_report(cli, &(struct publish_report){0}, false);
    else
        code = usb ? fill_sticks(cli, &request) : put_online(cli, &request);
    walled_leave(&walled);
    return code;
}

static const struct option install_options[] = {
    PROOF_OPTIONS,
    {0, "usb", NULL, false, "onto sticks: install --usb PACK DIR... (where they appear)"},
    {0, "rollback", NULL, false, "put the version before back on purpose: install --rollback DIR"},
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_install = {
    .name = "install",
    .words = "PACK DIR...",
    .words_min = 1,
    .words_max = -1,
    .summary = "verify a pack and put it online in one step, or onto sticks",
    .details =
        "Unpacks beside DIR, writes through to the disk, then swaps. DIR.previous keeps the\n"
        "version before. With --usb, one or many sticks are filled at once: the pack unpacked,\n"
        "its ZIP and its signature; everything is read back before the signature is written.",
    .options = install_options,
    .run = run_install,
};
