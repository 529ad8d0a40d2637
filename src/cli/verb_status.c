/* status: what is due, what is not translated, whose checks are old. */
#include "cli/status_print.h"
#include "cli/walled.h"

static bool print(struct cli *cli, const struct site *site, const struct status *status) {
    const char *page = args_value(cli, "page");
    struct buf out = {0};
    bool ok = true;
    if (page != NULL) {
        const struct status_row *row = status_find(site, status, str_from(page), &cli->diags);
        if (row != NULL)
            status_print_page(&cli->mem, site, row, &out);
    } else if (cli->format == DIAG_JSON) {
        status_print_json(site, status, cli->quiet, &out);
    } else {
        status_print_table(site, status, cli->quiet, &out);
    }
    ok = output_put(buf_str(&out));
    buf_finish(&out);
    return ok;
}

static int run(struct cli *cli) {
    struct date today = env_today();
    bool bad_epoch = false;
    struct site_options options = {.root = cli->root, .drafts = true, .threads = env_processors()};
    struct site site;
    struct status status;
    if (env_source_date(&options.source_date, &bad_epoch))
        today = options.source_date;
    if (bad_epoch) {
        output_error("SOURCE_DATE_EPOCH is not a number of seconds");
        return EXIT_USAGE;
    }
    struct walled walled = {0};
    walled_site(cli, &walled, false);
    if (!walled_enter(cli, &walled))
        return output_diags(cli);
    bool ok = true;
    /* A file with a mistake is told of and left out; the rest has a status all the same. */
    if (site_load(&cli->mem, &options, &site, &cli->diags) || site_has_texts(&site)) {
        status_make(&cli->mem, &site, today, &status);
        ok = print(cli, &site, &status);
    }
    int code = output_diags(cli);
    site_finish(&site);
    return ok ? code : EXIT_SYSTEM;
}

static const struct option options[] = {
    {0, "page", "KEY", false, "what changed in the original of a page: guides/mdma"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_status = {
    .name = "status",
    .words = "",
    .words_max = 0,
    .summary = "show what is due, untranslated or out of date",
    .details =
        "A table of pages by language. original: the others are translated from it. fresh: says\n"
        "what the original says. stale: the original changed. unmarked: a translation without\n"
        "'translated_from', so nobody can tell. overdue: past its review date. draft: not\n"
        "published. missing: not translated. Then services, the longest unchecked first.\n"
        "With -q only what needs something. '--format json' prints one object a line.\n"
        "\n"
        "--page shows which paragraphs of the original are not those that were translated. Old\n"
        "text is not kept, so it shows the new text, the place, and where in the translation\n"
        "it belongs.",
    .options = options,
    .run = run,
};
