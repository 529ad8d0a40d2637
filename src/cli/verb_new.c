/* new: a site, guide, topic or service to begin with, every field explained; a theme's words. */
#include "cli/verb.h"
#include "scaffold/scaffold.h"

static bool read_kind(const char *word, enum scaffold_kind *out) {
    for (size_t i = 0; scaffold_kinds[i] != NULL; i++)
        if (strcmp(word, scaffold_kinds[i]) == 0) {
            *out = (enum scaffold_kind)i;
            return true;
        }
    struct suggest_tail tail = suggest_tail(suggest_among(str_from(word), scaffold_kinds));
    output_error("'new' makes a site, guide, topic, service or words, not '%s'%s", word, tail.p);
    return false;
}

/* The language, which is the name of new words. */
static bool take_lang(struct cli *cli, struct scaffold_options *o) {
    struct str better;
    if (o->kind == SCAFFOLD_WORDS && o->lang.p != NULL) {
        output_error("'new words' takes the language as its NAME, without '--lang'");
        return false;
    }
    if (o->lang.p != NULL &&
        scaffold_bad_name(&cli->mem, SCAFFOLD_WORDS, o->lang, &better) != NULL) {
        output_error("'--lang' takes a language tag like en, fi or pt-BR, not '%s'", o->lang.p);
        return false;
    }
    if (o->kind == SCAFFOLD_WORDS)
        o->lang = o->name;
    return true;
}

static bool print_paths(struct cli *cli, const struct scaffold_result *result) {
    struct buf text = {0};
    for (size_t i = 0; i < result->count; i++) {
        diag_put_clean(str_from(result->paths[i]), &text);
        buf_putc(&text, '\n');
    }
    bool ok = cli->quiet || output_put(buf_str(&text));
    buf_finish(&text);
    return ok;
}

static void print_hint(const struct cli *cli, const struct scaffold_options *o,
                       const struct scaffold_result *result) {
    if (cli->quiet || cli->format != DIAG_TEXT)
        return;
    if (o->kind == SCAFFOLD_SITE)
        output_say("next: cd %.*s, then pamphlet serve", STR_ARG(o->name));
    else if (o->kind == SCAFFOLD_WORDS)
        output_say("in English until you take away the # in front of a line and translate it");
    else if (result->original != NULL)
        output_say("started from %s; it is a draft until its status says reviewed",
                   result->original);
    else if (o->kind == SCAFFOLD_SERVICE)
        output_say("an example until its line 'example: yes' is taken out");
    else
        output_say("a draft until its status says reviewed; 'pamphlet serve' shows it");
}

static int run(struct cli *cli) {
    struct scaffold_options o = {.root = cli->root,
                                 .name = str_from(cli->words[1]),
                                 .lang = str_from(args_value(cli, "lang")),
                                 .today = env_today()};
    struct scaffold_result result;
    struct str better;
    if (!read_kind(cli->words[0], &o.kind) || !take_lang(cli, &o))
        return EXIT_USAGE;
    const char *why = scaffold_bad_name(&cli->mem, o.kind, o.name, &better);
    if (why != NULL) {
        output_error("'%s' %s; try '%.*s'", utf8_shown(&cli->mem, o.name), why, STR_ARG(better));
        return EXIT_USAGE;
    }
    bool ok = scaffold_make(&cli->mem, &o, &result, &cli->diags);
    int code = output_diags(cli);
    if (!print_paths(cli, &result))
        return EXIT_SYSTEM;
    if (ok && code == EXIT_FINE)
        print_hint(cli, &o, &result);
    return code;
}

static const struct option options[] = {
    {'l', "lang", "LANG", false, "in this language (the site's default one)"},
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_new = {
    .name = "new",
    .words = "site|guide|topic|service|words NAME",
    .words_min = 2,
    .words_max = 2,
    .summary = "begin a site, guide, topic, service or translation",
    .details =
        "Writes files in which every field is explained, and never over anything that is there.\n"
        "A guide or topic that another language has already starts as its translation: what is\n"
        "the same in every language is filled in, the original's text stands quoted above the\n"
        "place for the new one, and the page is a draft. Words are those of the theme, \"Leave\n"
        "now\" and some 500 others, and NAME is the language to put them into. All but a site\n"
        "need a site.yaml in the folder (-C).",
    .options = options,
    .run = run,
};
