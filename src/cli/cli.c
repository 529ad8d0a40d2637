/* From argv to a verb and back to an exit code. */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/verb.h"
#include "sign/sign.h"

const struct option common_options[] = {
    {'C', "directory", "DIR", false, "work in this site folder instead of the current one"},
    {'q', "quiet", NULL, false, "print errors and warnings only"},
    {'v', "verbose", NULL, false, "print every stage with counts and times"},
    {0, "format", "text|json|github", false, "how messages are printed (text)"},
    {0, "color", "auto|always|never", false, "colours in messages (auto; NO_COLOR is heard)"},
    {'h', "help", NULL, false, "print this"},
    {0, NULL, NULL, false, NULL},
};

const struct verb *const verbs[] = {
    &verb_new,    &verb_build,   &verb_check,   &verb_status, &verb_serve,       &verb_services,
    &verb_audit,  &verb_render,  &verb_scrub,   &verb_qr,     &verb_keygen,      &verb_sign,
    &verb_verify, &verb_install, &verb_release, &verb_diff,   &verb_completions, NULL};

static const struct verb *find_verb(struct str name) {
    for (size_t i = 0; verbs[i] != NULL; i++)
        if (str_is(name, verbs[i]->name))
            return verbs[i];
    return NULL;
}

static int unknown_verb(const char *name) {
    if (name[0] == '-') {
        output_error("options stand behind the verb: pamphlet VERB %s", name);
        return EXIT_USAGE;
    }
    struct suggest near = {.wanted = str_from(name)};
    for (size_t i = 0; verbs[i] != NULL; i++)
        suggest_offer(&near, str_from(verbs[i]->name));
    struct suggest_tail tail = suggest_tail(near.best);
    output_error("there is no verb '%s'%s%s", name, tail.p,
                 tail.p[0] == '\0' ? "; 'pamphlet --help' lists them" : "");
    return EXIT_USAGE;
}

static bool read_color(struct cli *cli) {
    const char *color = args_value(cli, "color");
    if (color == NULL || strcmp(color, "auto") == 0)
        cli->color = isatty(STDERR_FILENO) && env_get("NO_COLOR") == NULL;
    else if (strcmp(color, "always") == 0)
        cli->color = true;
    else if (strcmp(color, "never") != 0) {
        output_error("option '--color' takes auto, always or never, not '%s'", color);
        return false;
    }
    return true;
}

static bool read_format(struct cli *cli) {
    const char *format = args_value(cli, "format");
    static const char *const names[] = {"text", "json", "github"};
    if (format == NULL)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(format, names[i]) == 0) {
            cli->format = (enum diag_format)i;
            return true;
        }
    output_error("option '--format' takes text, json or github, not '%s'", format);
    return false;
}

static bool check_words(const struct cli *cli) {
    const struct verb *v = cli->verb;
    if (cli->word_count < v->words_min) {
        output_error("'%s' needs %s; 'pamphlet %s --help' explains it", v->name, v->words, v->name);
        return false;
    }
    if (v->words_max >= 0 && cli->word_count > v->words_max) {
        output_error("'%s' does not know what to do with '%s'", v->name, cli->words[v->words_max]);
        return false;
    }
    return true;
}

static int print_help(const struct verb *verb) {
    struct buf text = {0};
    if (verb == NULL)
        help_program(&text);
    else
        help_verb(verb, &text);
    bool ok = output_put(buf_str(&text));
    buf_finish(&text);
    return ok ? EXIT_FINE : EXIT_SYSTEM;
}

/* Every verb may sign, digest or ask for random numbers. */
static int start_verb(struct cli *cli) {
    if (sign_init())
        return cli->verb->run(cli);
    output_error("libsodium cannot start");
    return EXIT_SYSTEM;
}

static int run_verb(const struct verb *verb, int argc, char **argv) {
    struct cli cli = {.verb = verb};
    int code = EXIT_USAGE;
    if (args_parse(&cli, argc, argv) && read_format(&cli) && read_color(&cli)) {
        cli.root = args_has(&cli, "directory") ? args_value(&cli, "directory") : ".";
        cli.quiet = args_has(&cli, "quiet");
        cli.verbose = args_has(&cli, "verbose");
        if (args_has(&cli, "help"))
            code = print_help(verb);
        else if (check_words(&cli))
            code = start_verb(&cli);
    }
    diags_finish(&cli.diags);
    arena_finish(&cli.mem);
    return code;
}

int cli_main(int argc, char **argv) {
    const char *first = argc > 1 ? argv[1] : NULL;
    env_use_utc();
    if (first == NULL) {
        struct buf text = {0};
        help_program(&text);
        fwrite(text.p, 1, text.len, stderr);
        buf_finish(&text);
        return EXIT_USAGE;
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return print_help(NULL);
    if (strcmp(first, "--version") == 0)
        return output_put(str_lit("pamphlet " PAMPHLET_VERSION "\n")) ? EXIT_FINE : EXIT_SYSTEM;
    if (strcmp(first, "help") == 0) {
        const struct verb *about = argc > 2 ? find_verb(str_from(argv[2])) : NULL;
        return argc > 2 && about == NULL ? unknown_verb(argv[2]) : print_help(about);
    }
    const struct verb *verb = find_verb(str_from(first));
    return verb == NULL ? unknown_verb(first) : run_verb(verb, argc - 2, argv + 2);
}
