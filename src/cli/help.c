/* Help texts, laid out from the tables. */
#include "cli/cli.h"
#include "cli/verb.h"

enum { TEXT_COLUMN = 28 };

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
    buf_printf(out, "%*s%s\n", (int)(TEXT_COLUMN - width), "", o->help);
}

static void put_options(const struct option *options, struct buf *out) {
    for (; options->name != NULL; options++)
        put_option(options, out);
}

void help_program(struct buf *out) {
    buf_puts(out, "pamphlet " PAMPHLET_VERSION
                  ": substance guides and service directories as sites that track nobody\n\n"
                  "Usage: pamphlet VERB [options]\n\nVerbs:\n");
    for (size_t i = 0; verbs[i] != NULL; i++)
        buf_printf(out, "  %-11s %s\n", verbs[i]->name, verbs[i]->summary);
    buf_puts(out, "\nOptions of every verb:\n");
    put_options(common_options, out);
    buf_puts(out, "\n'pamphlet help VERB' explains one verb. "
                  "Exit codes: 0 fine, 1 findings, 2 usage, 3 system.\n");
}

void help_verb(const struct verb *verb, struct buf *out) {
    buf_printf(out, "pamphlet %s: %s\n\nUsage: pamphlet %s [options]%s%s\n", verb->name,
               verb->summary, verb->name, verb->words[0] == '\0' ? "" : " ", verb->words);
    if (verb->details != NULL)
        buf_printf(out, "\n%s\n", verb->details);
    if (verb->options[0].name != NULL)
        buf_puts(out, "\nOptions:\n");
    put_options(verb->options, out);
    buf_puts(out, "\nOptions of every verb:\n");
    put_options(common_options, out);
}
