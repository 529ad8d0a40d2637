/* Help texts, laid out from the tables. */
#include "cli/cli.h"
#include "cli/verb.h"

enum { TEXT_COLUMN = 28, WIDTH = 80 }; /* the narrowest terminal that is common */

/* The words of one line, on lines of at most WIDTH; those after the first begin at `indent`. The
 * column that was reached, `at` before. */
static size_t put_words(struct str line, size_t at, size_t indent, struct buf *out) {
    struct str word;
    while (str_next_part(&line, ' ', &word)) {
        size_t width = utf8_columns(word);
        bool first = at == indent;
        if (!first && at + 1 + width > WIDTH) {
            buf_printf(out, "\n%*s", (int)indent, "");
            at = indent;
            first = true;
        }
        buf_printf(out, "%s%.*s", first ? "" : " ", STR_ARG(word));
        at += width + !first;
    }
    return at;
}

/* Paragraphs are folded; a line that begins with a space is an example, and stays as it is. */
static void put_details(struct str text, struct buf *out) {
    struct str line;
    size_t at = 0;
    while (str_next_line(&text, &line)) {
        bool words = line.len > 0 && line.p[0] != ' ';
        if (!words && at > 0)
            buf_putc(out, '\n');
        if (words)
            at = put_words(line, at, 0, out);
        else
            buf_printf(out, "%.*s\n", STR_ARG(line));
        at = words ? at : 0;
    }
    if (at > 0)
        buf_putc(out, '\n');
}

static void put_option(const struct option *o, struct buf *out) {
    size_t from = out->len;
    if (o->letter != 0)
        buf_printf(out, "  -%c, --%s", o->letter, o->name);
    else
        buf_printf(out, "      --%s", o->name);
    if (o->value != NULL)
        buf_printf(out, " %s", o->value);
    size_t width = utf8_columns(str_of(out->p + from, out->len - from));
    if (width >= TEXT_COLUMN - 1) {
        buf_putc(out, '\n');
        width = 0;
    }
    buf_printf(out, "%*s", (int)(TEXT_COLUMN - width), "");
    put_words(str_from(o->help), TEXT_COLUMN, TEXT_COLUMN, out);
    buf_putc(out, '\n');
}

static void put_options(const struct option *options, struct buf *out) {
    for (; options->name != NULL; options++)
        put_option(options, out);
}

void help_program(struct buf *out) {
    buf_puts(out, "pamphlet " PAMPHLET_VERSION
                  ": substance guides and directories as sites that track nobody\n\n"
                  "Usage: pamphlet VERB [options]\n\nVerbs:\n");
    for (size_t i = 0; verbs[i] != NULL; i++)
        buf_printf(out, "  %-11s %s\n", verbs[i]->name, verbs[i]->summary);
    buf_puts(out, "\nOptions of every verb:\n");
    put_options(common_options, out);
    buf_puts(out, "\n'pamphlet help VERB' explains one verb.\n"
                  "Exit codes: 0 fine, 1 findings, 2 usage, 3 system.\n");
}

void help_verb(const struct verb *verb, struct buf *out) {
    buf_printf(out, "pamphlet %s: %s\n\nUsage: pamphlet %s [options]%s%s\n", verb->name,
               verb->summary, verb->name, verb->words[0] == '\0' ? "" : " ", verb->words);
    if (verb->details != NULL) {
        buf_putc(out, '\n');
        put_details(str_from(verb->details), out);
    }
    if (verb->options[0].name != NULL)
        buf_puts(out, "\nOptions:\n");
    put_options(verb->options, out);
    buf_puts(out, "\nOptions of every verb:\n");
    put_options(common_options, out);
}
