/* build and check: the same run, one of them without writing. */
#include "build/build.h"
#include "cli/state.h"
#include "cli/walled.h"

enum { THREADS_MAX = 64 };

static void tell_stage(void *ctx, const char *name, size_t count, double seconds) {
    const struct cli *cli = ctx;
    if (cli->verbose && count > 0)
        output_say("%-24s %8zu  %9.1f ms", name, count, seconds * 1e3);
    else if (cli->verbose)
        output_say("%-24s %8s  %9.1f ms", name, "", seconds * 1e3);
    else
        output_progress(cli, name);
}

static void tell_figure(void *ctx, const char *name, size_t count) {
    const struct cli *cli = ctx;
    if (cli->verbose)
        output_say("%-24s %8zu", name, count);
}

/* "2.7 MB", "359 kB", "70 bytes" */
static const char *size_text(struct cli *cli, size_t bytes) {
    struct arena *mem = &cli->mem;
    return bytes >= 1000000 ? arena_printf(mem, "%.1f MB", (double)bytes / 1e6).p
           : bytes >= 1000  ? arena_printf(mem, "%.0f kB", (double)bytes / 1e3).p
                            : arena_printf(mem, "%zu bytes", bytes).p;
}

static void print_stick(struct cli *cli, const struct build_summary *s) {
    if (s->stick.count == 0)
        return;
    struct buf text = {0};
    for (size_t i = 0; i < s->stick.count; i++)
        buf_printf(&text, "%s%s %s", i == 0 ? "" : ", ", s->stick.largest[i].path,
                   size_text(cli, s->stick.largest[i].bytes));
    output_say("the stick takes %s%s; largest: %.*s",
               size_text(cli, s->stick.bytes + s->stick.zip_bytes),
               s->stick.zip_bytes > 0 ? " with its ZIP" : "", STR_ARG(buf_str(&text)));
    buf_finish(&text);
}

static void print_summary(struct cli *cli, const struct build_options *o,
                          const struct build_summary *s, double seconds) {
    if (cli->quiet || cli->format != DIAG_TEXT)
        return;
    output_say(
        "%s%zu pages, %zu files in %zu profile%s: audited %zu elements, %zu links, %zu pictures; "
        "%.2f s",
        o->check_only ? "fine: " : "", s->pages, s->files, s->profiles, s->profiles == 1 ? "" : "s",
        s->audit.elements, s->audit.links, s->audit.images, seconds);
    if (s->drafts_left_out > 0)
        output_say("%zu %s left out; --drafts takes %s in", s->drafts_left_out,
                   s->drafts_left_out == 1 ? "draft is" : "drafts are",
                   s->drafts_left_out == 1 ? "it" : "them");
    if (o->check_only)
        return;
    print_stick(cli, s);
    output_say("written to %s", o->out);
}

static bool read_options(struct cli *cli, struct build_options *o) {
    uint64_t threads = env_processors();
    bool bad_epoch;
    if (!args_number(cli, "jobs", 1, THREADS_MAX, &threads))
        return false;
    o->threads = threads > THREADS_MAX ? THREADS_MAX : (unsigned)threads;
    o->drafts = args_has(cli, "drafts");
    o->no_zip = args_has(cli, "no-zip");
    o->no_cache = args_has(cli, "no-cache");
    if (args_has(cli, "profile"))
        o->profiles = args_all(cli, "profile")->values;
    if (!env_source_date(&o->source_date, &bad_epoch) && bad_epoch) {
        output_error("SOURCE_DATE_EPOCH is not a number of seconds");
        return false;
    }
    return true;
}

/* NULL where no cache is wanted, and where none can be told from a forged one. */
static struct sign_seal *open_seal(struct cli *cli, const struct build_options *o) {
    if (o->check_only || o->no_zip || o->no_cache)
        return NULL;
    struct sign_seal *seal = state_seal(cli);
    if (seal == NULL && cli->verbose)
        output_say("%-24s none: its key has no place below XDG_STATE_HOME or HOME", "cache");
    return seal;
}

static int run(struct cli *cli, bool check_only) {
    const char *out = args_value(cli, "output");
    struct build_options options = {.root = cli->root,
                                    .check_only = check_only,
                                    .leftovers = true,
                                    .seconds = cli->verbose ? env_seconds : NULL,
                                    .stage = tell_stage,
                                    .figure = tell_figure,
                                    .ctx = cli};
    struct build_summary summary;
    char boot[ENV_BOOT_BYTES];
    if (!read_options(cli, &options))
        return EXIT_USAGE;
    options.boot = env_boot(boot) ? boot : NULL;
    /* A folder given on the command line is the caller's; "dist" belongs to the site. */
    options.out = out != NULL ? out : arena_printf(&cli->mem, "%s/dist", cli->root).p;
    if (out == NULL && strcmp(cli->root, ".") == 0)
        options.out = "dist";
    options.lint = check_only;
    options.today = date_is_set(options.source_date) ? options.source_date : env_today();
    struct sign_seal *seal = open_seal(cli, &options);
    options.seal = seal;
    struct walled walled = {.wall.moves_folders = !check_only};
    walled_site(cli, &walled, true);
    if (!check_only)
        walled_folder(cli, &walled, options.out, 0777, WALL_WRITE);
    if (!walled_enter(cli, &walled)) {
        walled_leave(&walled);
        sign_seal_close(seal);
        return output_diags(cli);
    }
    double start = env_seconds();
    bool ok = build_site(&options, &summary, &cli->diags);
    walled_leave(&walled);
    sign_seal_close(seal);
    output_progress_end(cli);
    if (check_only && args_has(cli, "strict"))
        diags_make_strict(&cli->diags);
    int code = output_diags(cli);
    if (ok && code == EXIT_FINE)
        print_summary(cli, &options, &summary, env_seconds() - start);
    return code;
}

static int run_build(struct cli *cli) {
    return run(cli, false);
}

static int run_check(struct cli *cli) {
    return run(cli, true);
}

static const struct option build_options_table[] = {
    {'o', "output", "DIR", false, "where the packs go (dist)"},
    {'p', "profile", "NAME", true, "build only this profile; may be repeated"},
    {'j', "jobs", "N", false, "threads (one a processor)"},
    {0, "drafts", NULL, false, "include pages with status: draft"},
    {0, "no-zip", NULL, false, "write the folders and their manifests only"},
    WALL_OPTION,
    {0, "no-cache", NULL, false, "make every page anew; neither read nor write DIR/.cache"},
    {0, NULL, NULL, false, NULL},
};

static const struct option check_options_table[] = {
    {'p', "profile", "NAME", true, "check only this profile; may be repeated"},
    {'j', "jobs", "N", false, "threads (one a processor)"},
    {0, "drafts", NULL, false, "include pages with status: draft"},
    {0, "strict", NULL, false, "warnings are errors"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_build = {
    .name = "build",
    .words = "",
    .words_max = 0,
    .summary = "write the site's profiles as folders and ZIPs",
    .details =
        "Loads site.yaml, content/ and the theme, renders every page, audits every byte and\n"
        "only then replaces what is in the output folder. Nothing is written over a good\n"
        "build when anything is wrong.",
    .options = build_options_table,
    .run = run_build,
};

const struct verb verb_check = {
    .name = "check",
    .words = "",
    .words_max = 0,
    .summary = "find what is wrong and what could be better; writes nothing",
    .details =
        "Everything that build checks, and what an editor would want to know: amounts in the\n"
        "text that can be misread, amounts, pairs and claims without a source, words that\n"
        "shame, dates that have passed, translations that fell behind, headings, pictures and\n"
        "tables that some readers cannot use. Warnings and notes leave the exit code at 0;\n"
        "with --strict warnings count as errors. -q leaves notes out.\n"
        "\n"
        "What is right all the same is allowed where it stands, with the reason:\n"
        "    # pamphlet: allow dose/text-zero because the label says 1.0 mg\n"
        "in front matter (for the whole text, or the field below) and YAML files; above the\n"
        "first field of site.yaml for the whole site; in a text above the piece:\n"
        "    [//]: # (pamphlet: allow dose/text-zero because the label says 1.0 mg)",
    .options = check_options_table,
    .run = run_check,
};
