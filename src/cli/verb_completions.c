/* completions: what a shell needs to know to complete verbs, options and their values; made from
 * the tables of the verbs. */
#include "cli/cli.h"
#include "cli/verb.h"

/* --- what may stand as a value or word */

enum values { NOTHING, CHOICES, FOLDERS, FILES };

static bool is_name(char c) {
    return ascii_is_lower(c) || ascii_is_digit(c) || c == '-' || c == '|';
}

/* "text|json": those; "DIR": folders; "FILE": files; "N", "KEY": nothing that a shell knows. */
static enum values values_of(struct str spec) {
    static const char *const files[] = {"FILE",     "FILE.png", "FILE.md", "PATH...",
                                        "IMAGE...", "PACK",     "OLD",     "NEW"};
    size_t i = 0;
    while (i < spec.len && is_name(spec.p[i]))
        i++;
    if (i == spec.len)
        return CHOICES;
    for (size_t k = 0; k < ARRAY_LEN(files); k++)
        if (str_is(spec, files[k]))
            return FILES;
    return str_is(spec, "DIR") ? FOLDERS : NOTHING;
}

static struct str option_spec(const struct option *o) {
    if (strcmp(o->name, "profile") == 0)
        return str_lit("onion|clearnet|usb|print");
    return str_from(o->value);
}

/* "a|b" as "a b" */
static void put_choices(struct buf *out, struct str spec) {
    for (size_t i = 0; i < spec.len; i++)
        buf_putc(out, spec.p[i] == '|' ? ' ' : spec.p[i]);
}

/* Between single quotes of a shell; `also` are signs that want a backslash before them. */
static void put_quoted(struct buf *out, const char *text, const char *also) {
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_puts(out, "'\\'");
        else if (strchr(also, *text) != NULL)
            buf_putc(out, '\\');
        buf_putc(out, *text);
    }
}

typedef void option_fn(struct buf *out, const struct verb *verb, const struct option *o);

static void each_option(struct buf *out, const struct verb *verb, option_fn *put) {
    for (const struct option *o = verb->options; o->name != NULL; o++)
        put(out, verb, o);
    for (const struct option *o = common_options; o->name != NULL; o++)
        put(out, verb, o);
}

static void put_verbs(struct buf *out) {
    for (size_t i = 0; verbs[i] != NULL; i++)
        buf_printf(out, "%s ", verbs[i]->name);
}

/* --- bash */

static void bash_name(struct buf *out, const struct verb *verb, const struct option *o) {
    (void)verb;
    buf_printf(out, " --%s", o->name);
}

static void bash_valued(struct buf *out, const struct verb *verb, const struct option *o) {
    (void)verb;
    if (o->value != NULL && o->letter != 0)
        buf_printf(out, "|-%c", o->letter);
    if (o->value != NULL)
        buf_printf(out, "|--%s", o->name);
}

static void bash_value(struct buf *out, const struct verb *verb, const struct option *o) {
    enum values kind = o->value == NULL ? FILES : values_of(option_spec(o));
    if (kind == FILES)
        return;
    buf_printf(out, "    '%s --%s'", verb->name, o->name);
    if (o->letter != 0)
        buf_printf(out, "|'%s -%c'", verb->name, o->letter);
    buf_puts(out, ") ");
    if (kind == CHOICES) {
        buf_puts(out, "words='");
        put_choices(out, option_spec(o));
        buf_puts(out, "'; only=1");
    } else {
        buf_puts(out, kind == FOLDERS ? "COMPREPLY=($(compgen -d -- \"$cur\")); return" : "return");
    }
    buf_puts(out, " ;;\n");
}

static void bash_words(struct buf *out, const struct verb *verb) {
    struct str rest = str_from(verb->words), part;
    for (unsigned at = 0; str_next_part(&rest, ' ', &part); at++)
        if (part.len > 0 && values_of(part) == CHOICES) {
            buf_printf(out, "    '%s %u') words='", verb->name, at);
            put_choices(out, part);
            buf_puts(out, "'; only=1 ;;\n");
        }
}

static void bash(struct buf *out) {
    buf_puts(out, "# bash completion for pamphlet, made by 'pamphlet completions bash'\n"
                  "_pamphlet() {\n"
                  "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    local verb=${COMP_WORDS[1]} words= options= valued= only= at=0 i\n"
                  "    COMPREPLY=()\n"
                  "    if [ \"$COMP_CWORD\" = 1 ]; then\n        words='");
    put_verbs(out);
    buf_puts(out, "help --help --version'\n"
                  "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                  "        return\n    fi\n    case $verb in\n    help) words='");
    put_verbs(out);
    buf_puts(out, "'; COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); return ;;\n");
    for (size_t i = 0; verbs[i] != NULL; i++) {
        buf_printf(out, "    %s) options='", verbs[i]->name);
        each_option(out, verbs[i], bash_name);
        buf_puts(out, "'; valued='");
        each_option(out, verbs[i], bash_valued);
        buf_puts(out, "|' ;;\n");
    }
    buf_puts(out,
             "    esac\n"
             "    for ((i = 2; i < COMP_CWORD; i++)); do\n"
             "        case ${COMP_WORDS[i]} in -*) continue ;; esac\n"
             "        case $valued in *\"|${COMP_WORDS[i-1]}|\"*) ;; *) at=$((at + 1)) ;; esac\n"
             "    done\n"
             "    case \"$verb $prev\" in\n");
    for (size_t i = 0; verbs[i] != NULL; i++)
        each_option(out, verbs[i], bash_value);
    buf_puts(out, "    *) case $cur in -*) words=$options; only=1 ;; *)\n"
                  "    case $valued in *\"|$prev|\"*) return ;; esac\n"
                  "    case \"$verb $at\" in\n");
    for (size_t i = 0; verbs[i] != NULL; i++)
        bash_words(out, verbs[i]);
    buf_puts(out, "    esac ;; esac ;;\n    esac\n"
                  "    [ -z \"$only\" ] || COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                  "}\n"
                  "complete -o bashdefault -o default -F _pamphlet pamphlet\n");
}

/* --- zsh */

static void zsh_action(struct buf *out, struct str spec) {
    enum values kind = values_of(spec);
    if (kind == CHOICES) {
        buf_puts(out, ":(");
        put_choices(out, spec);
        buf_putc(out, ')');
    } else {
        buf_puts(out, kind == FOLDERS ? ":_files -/" : kind == FILES ? ":_files" : ": ");
    }
}

static void zsh_option(struct buf *out, const struct verb *verb, const struct option *o) {
    const char *many = o->many ? "*" : "";
    (void)verb;
    buf_puts(out, " \\\n            ");
    if (o->letter != 0)
        buf_printf(out, "'%s'{-%c,--%s}'", many, o->letter, o->name);
    else
        buf_printf(out, "'%s--%s", many, o->name);
    buf_putc(out, '[');
    put_quoted(out, o->help, "[]\\:");
    buf_putc(out, ']');
    if (o->value != NULL) {
        buf_putc(out, ':');
        put_quoted(out, o->name, "");
        zsh_action(out, option_spec(o));
    }
    buf_putc(out, '\'');
}

static void zsh_words(struct buf *out, const struct verb *verb) {
    struct str rest = str_from(verb->words), part;
    while (str_next_part(&rest, ' ', &part)) {
        if (part.len == 0)
            continue;
        buf_printf(out, " \\\n            '%s:word", str_ends(part, str_lit("...")) ? "*" : "");
        zsh_action(out, part);
        buf_putc(out, '\'');
    }
}

static void zsh(struct buf *out) {
    buf_puts(out, "#compdef pamphlet\n"
                  "# zsh completion for pamphlet, made by 'pamphlet completions zsh'\n"
                  "_pamphlet() {\n    local -a verbs\n    verbs=(\n");
    for (size_t i = 0; verbs[i] != NULL; i++) {
        buf_printf(out, "        '%s:", verbs[i]->name);
        put_quoted(out, verbs[i]->summary, "");
        buf_puts(out, "'\n");
    }
    buf_puts(out, "        'help:explain a verb'\n    )\n"
                  "    if (( CURRENT == 2 )); then\n"
                  "        _describe verb verbs\n        return\n    fi\n"
                  "    shift words\n    (( CURRENT-- ))\n"
                  "    case $words[1] in\n"
                  "        help) (( CURRENT == 2 )) && _describe verb verbs ;;\n");
    for (size_t i = 0; verbs[i] != NULL; i++) {
        buf_printf(out, "        %s) _arguments -s", verbs[i]->name);
        each_option(out, verbs[i], zsh_option);
        zsh_words(out, verbs[i]);
        buf_puts(out, " ;;\n");
    }
    buf_puts(out, "    esac\n}\n"
                  "if [ \"$funcstack[1]\" = _pamphlet ]; then\n    _pamphlet \"$@\"\n"
                  "elif (( $+functions[compdef] )); then\n    compdef _pamphlet pamphlet\nfi\n");
}

/* --- fish */

static void fish_values(struct buf *out, struct str spec) {
    enum values kind = values_of(spec);
    buf_puts(out, kind == FILES ? " -r -F" : " -x");
    if (kind == FOLDERS)
        buf_puts(out, " -a '(__fish_complete_directories)'");
    if (kind != CHOICES)
        return;
    buf_puts(out, " -a '");
    put_choices(out, spec);
    buf_putc(out, '\'');
}

static void fish_option(struct buf *out, const struct verb *verb, const struct option *o) {
    buf_printf(out, "complete -c pamphlet -n '__fish_seen_subcommand_from %s' -l %s", verb->name,
               o->name);
    if (o->letter != 0)
        buf_printf(out, " -s %c", o->letter);
    if (o->value != NULL)
        fish_values(out, option_spec(o));
    buf_puts(out, " -d '");
    put_quoted(out, o->help, "");
    buf_puts(out, "'\n");
}

/* A word is offered until it is there, and behind the one before it. */
static void fish_word(struct buf *out, const struct verb *verb, struct str word,
                      struct str before) {
    buf_printf(out, "complete -c pamphlet -n '__fish_seen_subcommand_from %s", verb->name);
    if (before.p != NULL) {
        buf_puts(out, "; and __fish_seen_subcommand_from ");
        put_choices(out, before);
    }
    buf_puts(out, "; and not __fish_seen_subcommand_from ");
    put_choices(out, word);
    buf_puts(out, "' -f -a '");
    put_choices(out, word);
    buf_puts(out, "'\n");
}

static void fish_verb(struct buf *out, const struct verb *verb) {
    struct str rest = str_from(verb->words), part, before = STR_NONE;
    bool files = false;
    buf_printf(out, "complete -c pamphlet -n __fish_use_subcommand -a %s -d '", verb->name);
    put_quoted(out, verb->summary, "");
    buf_puts(out, "'\n");
    each_option(out, verb, fish_option);
    while (str_next_part(&rest, ' ', &part)) {
        enum values kind = part.len == 0 ? NOTHING : values_of(part);
        files = files || kind == FILES || kind == FOLDERS;
        if (kind != CHOICES)
            continue;
        fish_word(out, verb, part, before);
        before = part;
    }
    if (files)
        buf_printf(out, "complete -c pamphlet -n '__fish_seen_subcommand_from %s' -F\n",
                   verb->name);
}

static void fish(struct buf *out) {
    buf_puts(out, "# fish completion for pamphlet, made by 'pamphlet completions fish'\n"
                  "complete -c pamphlet -f\n");
    for (size_t i = 0; verbs[i] != NULL; i++)
        fish_verb(out, verbs[i]);
    buf_puts(out, "complete -c pamphlet -n __fish_use_subcommand -a help -d 'explain a verb'\n"
                  "complete -c pamphlet -n '__fish_seen_subcommand_from help' -a '");
    put_verbs(out);
    buf_puts(out, "'\n");
}

static int run(struct cli *cli) {
    static const struct {
        const char *name;
        void (*put)(struct buf *out);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    static const char *const names[] = {"bash", "zsh", "fish", NULL};
    for (size_t i = 0; i < ARRAY_LEN(shells); i++)
        if (strcmp(cli->words[0], shells[i].name) == 0) {
            struct buf out = {0};
            shells[i].put(&out);
            bool ok = output_put(buf_str(&out));
            buf_finish(&out);
            return ok ? EXIT_FINE : EXIT_SYSTEM;
        }
    output_error("'completions' knows bash, zsh and fish, not '%s'%s", cli->words[0],
                 suggest_tail(suggest_among(str_from(cli->words[0]), names)).p);
    return EXIT_USAGE;
}

static const struct option options[] = {{0, NULL, NULL, false, NULL}};

const struct verb verb_completions = {
    .name = "completions",
    .words = "bash|zsh|fish",
    .words_min = 1,
    .words_max = 1,
    .summary = "print what a shell needs to complete commands",
    .details = "The Debian package and 'make install' put it where shells look. Without them:\n"
               "  pamphlet completions bash >~/.local/share/bash-completion/completions/pamphlet\n"
               "  pamphlet completions zsh  > a folder of $fpath, as _pamphlet\n"
               "  pamphlet completions fish > ~/.config/fish/completions/pamphlet.fish",
    .options = options,
    .run = run,
};
