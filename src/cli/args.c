/* GNU-style options by table: "-j 4", "-j4", "--jobs 4", "--jobs=4", "--" ends them, options and
 * words may be mixed. Unknown ones get a "did you mean". */
#include "cli/verb.h"

#include <stdio.h>

static const struct option *find_long(const struct option *table, struct str name, size_t *place) {
    for (size_t i = 0; table[i].name != NULL; i++)
        if (str_is(name, table[i].name)) {
            *place = i;
            return &table[i];
        }
    return NULL;
}

static const struct option *find_letter(const struct option *table, char letter, size_t *place) {
    for (size_t i = 0; table[i].name != NULL; i++)
        if (table[i].letter != 0 && table[i].letter == letter) {
            *place = i;
            return &table[i];
        }
    return NULL;
}

static bool unknown_option(const struct cli *cli, struct str name) {
    struct suggest near = {.wanted = name};
    for (size_t i = 0; cli->verb->options[i].name != NULL; i++)
        suggest_offer(&near, str_from(cli->verb->options[i].name));
    for (size_t i = 0; common_options[i].name != NULL; i++)
        suggest_offer(&near, str_from(common_options[i].name));
    if (near.best.p != NULL)
        output_error("'%s' has no option '--%.*s', did you mean '--%.*s'?", cli->verb->name,
                     STR_ARG(name), STR_ARG(near.best));
    else
        output_error("'%s' has no option '%s%.*s'; 'pamphlet %s --help' lists them",
                     cli->verb->name, name.len == 1 ? "-" : "--", STR_ARG(name), cli->verb->name);
    return false;
}

static bool give(const struct cli *cli, struct given *g, const struct option *o,
                 const char *value) {
    (void)cli;
    if (g->count > 0 && !o->many && o->value != NULL) {
        output_error("option '--%s' is given twice", o->name);
        return false;
    }
    if (g->count == VALUES_MAX) {
        output_error("option '--%s' is given more than %d times", o->name, VALUES_MAX);
        return false;
    }
    g->values[g->count++] = value == NULL ? "" : value;
    return true;
}

struct reading {
    struct cli *cli;
    char **argv;
    int argc, at;
};

/* The value behind an option: attached, or the next word. */
static const char *take_value(struct reading *r, const char *attached) {
    if (attached != NULL)
        return attached;
    return r->at + 1 < r->argc ? r->argv[++r->at] : NULL;
}

static bool take(struct reading *r, const struct option *o, struct given *g, const char *attached) {
    if (o->value == NULL) {
        if (attached != NULL) {
            output_error("option '--%s' takes no value", o->name);
            return false;
        }
        return give(r->cli, g, o, NULL);
    }
    const char *value = take_value(r, attached);
    if (value == NULL || *value == '\0') { /* "$UNSET" would make "/file" of a folder's name */
        output_error("option '--%s' needs a value: %s", o->name, o->value);
        return false;
    }
    return give(r->cli, g, o, value);
}

static bool read_long(struct reading *r, const char *word) {
    struct cli *cli = r->cli;
    struct str name = str_from(word + 2);
    size_t equals = str_find_char(name, '='), place = 0;
    const char *attached = equals == SIZE_MAX ? NULL : word + 2 + equals + 1;
    name = str_slice(name, 0, equals);
    const struct option *o = find_long(cli->verb->options, name, &place);
    if (o != NULL)
        return take(r, o, &cli->own[place], attached);
    o = find_long(common_options, name, &place);
    return o != NULL ? take(r, o, &cli->common[place], attached) : unknown_option(cli, name);
}

static bool read_letters(struct reading *r, const char *letters) {
    struct cli *cli = r->cli;
    for (const char *p = letters; *p != '\0'; p++) {
        size_t place = 0;
        struct given *g = cli->own;
        const struct option *o = find_letter(cli->verb->options, *p, &place);
        if (o == NULL) {
            g = cli->common;
            o = find_letter(common_options, *p, &place);
        }
        if (o == NULL)
            return unknown_option(cli, str_of(p, 1));
        const char *attached = o->value != NULL && p[1] != '\0' ? p + 1 : NULL;
        if (!take(r, o, &g[place], attached))
            return false;
        if (o->value != NULL)
            return true;
    }
    return true;
}

bool args_parse(struct cli *cli, int argc, char **argv) {
    struct reading r = {cli, argv, argc, 0};
    bool options_over = false;
    cli->words = arena_array(&cli->mem, char *, (size_t)argc + 1);
    for (; r.at < argc; r.at++) {
        char *word = argv[r.at];
        bool ok = true;
        if (!options_over && strcmp(word, "--") == 0)
            options_over = true;
        else if (!options_over && strncmp(word, "--", 2) == 0)
            ok = read_long(&r, word);
        else if (!options_over && word[0] == '-' && word[1] != '\0')
            ok = read_letters(&r, word + 1);
        else
            cli->words[cli->word_count++] = word;
        if (!ok)
            return false;
    }
    return true;
}

const struct given *args_all(const struct cli *cli, const char *name) {
    size_t place = 0;
    if (find_long(cli->verb->options, str_from(name), &place) != NULL)
        return &cli->own[place];
    if (find_long(common_options, str_from(name), &place) != NULL)
        return &cli->common[place];
    static const struct given none;
    return &none;
}

const char *args_value(const struct cli *cli, const char *name) {
    const struct given *g = args_all(cli, name);
    return g->count == 0 ? NULL : g->values[g->count - 1];
}

bool args_has(const struct cli *cli, const char *name) {
    return args_all(cli, name)->count > 0;
}

bool args_number(const struct cli *cli, const char *name, uint64_t min, uint64_t max,
                 uint64_t *out) {
    const char *text = args_value(cli, name);
    uint64_t value = 0;
    if (text == NULL)
        return true;
    if (str_to_uint(str_from(text), max, &value) && value >= min) {
        *out = value;
        return true;
    }
    output_error("option '--%s' takes a number from %llu to %llu, not '%s'", name,
                 (unsigned long long)min, (unsigned long long)max, text);
    return false;
}
