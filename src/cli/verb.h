/* Private to cli/: what a verb is. Each verb is one file with one `const struct verb`; to add one,
 * write the file and name it in verbs[] of cli.c. Help, man page and completions come from these
 * tables. */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "util/util.h"

enum exit_code { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

struct option {
    char letter;       /* 0: long form only */
    const char *name;  /* without the dashes */
    const char *value; /* what stands in the help for its value; NULL: a switch */
    bool many;         /* may be given several times */
    const char *help;
};

enum { VALUES_MAX = 16, OPTIONS_MAX = 24 };

struct given {                          /* one option as given */
    const char *values[VALUES_MAX + 1]; /* NULL-ended */
    unsigned count;
};

struct cli {
    const struct verb *verb;
    struct given common[OPTIONS_MAX], own[OPTIONS_MAX]; /* by place in the tables */
    char **words;                                       /* what is not an option, NULL-ended */
    int word_count;
    /* the common ones, understood: */
    const char *root; /* -C, "." */
    bool quiet, verbose, color;
    enum diag_format format;
    struct arena mem;
    struct diags diags;
};

struct verb {
    const char *name;
    const char *words;            /* "PATH..." for the usage line, or "" */
    int words_min, words_max;     /* words_max -1: any number */
    const char *summary;          /* one line */
    const char *details;          /* paragraphs for --help, or NULL */
    const struct option *options; /* ends with a NULL name */
    int (*run)(struct cli *cli);
};

extern const struct option common_options[];
extern const struct verb *const verbs[]; /* NULL-ended */
extern const struct verb verb_new, verb_build, verb_check, verb_status, verb_serve, verb_audit,
    verb_render, verb_scrub, verb_qr, verb_keygen, verb_sign, verb_verify, verb_install,
    verb_release, verb_diff, verb_services, verb_completions;

/* args.c: fills cli->common, own, words. False after it has printed what is wrong. */
bool args_parse(struct cli *cli, int argc, char **argv) MUST_USE;
/* The option's value, or NULL when it was not given. */
const char *args_value(const struct cli *cli, const char *name);
bool args_has(const struct cli *cli, const char *name);
const struct given *args_all(const struct cli *cli, const char *name);
/* A number from `min` to `max` in an option; `*out` stays when it was not given. */
bool args_number(const struct cli *cli, const char *name, uint64_t min, uint64_t max,
                 uint64_t *out) MUST_USE;

/* help.c */
void help_program(struct buf *out);
void help_verb(const struct verb *verb, struct buf *out);

/* output.c: everything printed goes through these. */
/* Writes to stdout; false (exit 3) when the system refuses. */
bool output_put(struct str bytes) MUST_USE;
/* A line on stderr; what it names may come from anybody, and a terminal obeys none of it. */
void output_say(const char *fmt, ...) PRINTF_LIKE(1, 2);
void output_error(const char *fmt, ...) PRINTF_LIKE(1, 2); /* the same behind "pamphlet: " */
/* Prints the collected messages and gives the exit code they stand for. */
int output_diags(struct cli *cli);
/* A line on stderr that the next one replaces; nothing unless stderr is a terminal. */
void output_progress(const struct cli *cli, const char *what);
void output_progress_end(const struct cli *cli);

#endif
