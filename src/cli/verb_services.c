/* services: the directory for spreadsheets and for other programs. */
#include "cli/walled.h"
#include "exchange/exchange.h"
#include "site/site.h"

static bool read_separator(const struct cli *cli, char *out) {
    const char *word = args_value(cli, "separator");
    static const struct {
        const char *name;
        char sign;
    } known[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}};
    *out = ',';
    if (word == NULL)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (strcmp(word, known[i].name) == 0) {
            *out = known[i].sign;
            return true;
        }
    output_error("option '--separator' takes comma, semicolon or tab, not '%s'", word);
    return false;
}

/* A mistake in some guide is no reason to keep the services back; one in them is. */
static bool concerns_services(const struct diag *d) {
    struct str path = str_from(d->path);
    return d->level == DIAG_ERROR && (str_starts(path, str_lit("content/services")) ||
                                      str_starts(path, str_lit("site.yaml")));
}

static bool are_good(struct cli *cli) {
    const struct diags *d = &cli->diags;
    bool good = !d->system;
    for (size_t i = 0; i < d->count; i++)
        good = good && !concerns_services(&d->items[i]);
    return good;
}

static bool write_out(struct cli *cli, const struct buf *out) {
    const char *path = args_value(cli, "output");
    return path != NULL ? fs_write(path, buf_str(out), &cli->diags) : output_put(buf_str(out));
}

static bool enter_wall(struct cli *cli) {
    struct walled walled = {0};
    const char *path = args_value(cli, "output");
    walled_site(cli, &walled, false);
    if (path != NULL)
        wall_allow(&walled.wall, &cli->mem, walled_parent(cli, path), WALL_PUT);
    return walled_enter(cli, &walled);
}

static bool check_words(const struct cli *cli) {
    static const char *const forms[] = {"csv", "hsds", NULL};
    if (strcmp(cli->words[0], "export") != 0) {
        output_error("'services' knows 'export csv' and 'export hsds', not '%s'", cli->words[0]);
        return false;
    }
    for (size_t i = 0; forms[i] != NULL; i++)
        if (strcmp(cli->words[1], forms[i]) == 0)
            return true;
    output_error("'services export' writes csv or hsds, not '%s'%s", cli->words[1],
                 suggest_tail(suggest_among(str_from(cli->words[1]), forms)).p);
    return false;
}

static int run(struct cli *cli) {
    struct site_options options = {.root = cli->root, .drafts = true, .threads = env_processors()};
    struct site site;
    struct buf out = {0};
    char separator;
    if (!check_words(cli) || !read_separator(cli, &separator))
        return EXIT_USAGE;
    if (!enter_wall(cli))
        return output_diags(cli);
    bool loaded = site_load(&cli->mem, &options, &site, &cli->diags);
    bool ok = loaded || (are_good(cli) && site_has_texts(&site));
    if (ok && !loaded) { /* what is wrong elsewhere, 'check' tells */
        diags_finish(&cli->diags);
        diags_init(&cli->diags);
    }
    if (ok) {
        if (strcmp(cli->words[1], "hsds") == 0)
            ok = exchange_hsds(&site, &out);
        else
            services_write(site.services, site.service_count, site.config.languages,
                           site.config.language_count, separator, &out);
        ok = ok && write_out(cli, &out);
    }
    buf_finish(&out);
    site_finish(&site);
    int code = output_diags(cli);
    return ok || code != EXIT_FINE ? code : EXIT_SYSTEM;
}

static const struct option options[] = {
    {'o', "output", "FILE", false, "write into this file instead of printing"},
    {0, "separator", "comma|semicolon|tab", false, "between the columns of csv (comma)"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_services = {
    .name = "services",
    .words = "export csv|hsds",
    .words_min = 2,
    .words_max = 2,
    .summary = "give the directory to a spreadsheet or another program",
    .details =
        "csv: one row a service, with every column that a service of this site needs. Save it\n"
        "as content/services.csv, take the files in content/services/ away, and the site is\n"
        "the same; or keep some services as files and others as rows. Cells that a\n"
        "spreadsheet would run as formulas begin with an apostrophe; pamphlet reads them as\n"
        "they were. In countries where spreadsheets expect it, take --separator semicolon.\n"
        "\n"
        "hsds: JSON after Open Referral's HSDS 3.0, an array of services in the default language.\n"
        "What it has no field for, the claims, is in 'attributes'; what is unknown is left out.",
    .options = options,
    .run = run,
};
