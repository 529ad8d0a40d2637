/* Everything that pamphlet prints. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/verb.h"

bool output_put(struct str bytes) {
    if (fwrite(bytes.p, 1, bytes.len, stdout) == bytes.len && fflush(stdout) == 0)
        return true;
    output_error("cannot write the output: %s", strerror(errno));
    return false;
}

static void put_line(const char *start, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
static void put_line(const char *start, const char *fmt, va_list args) {
    struct buf raw = {0}, line = {0};
    buf_vprintf(&raw, fmt, args);
    buf_puts(&line, start);
    diag_put_clean(buf_str(&raw), &line);
    buf_putc(&line, '\n');
    fwrite(line.p, 1, line.len, stderr);
    buf_finish(&raw);
    buf_finish(&line);
}

void output_say(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    put_line("", fmt, args);
    va_end(args);
}

void output_error(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    put_line("pamphlet: ", fmt, args);
    va_end(args);
}

/* Notes are for those who ask, and for machines. */
static void drop_notes(struct cli *cli) {
    size_t kept = 0;
    for (size_t i = 0; i < cli->diags.count; i++)
        if (cli->diags.items[i].level != DIAG_NOTE)
            cli->diags.items[kept++] = cli->diags.items[i];
    cli->diags.count = kept;
}

int output_diags(struct cli *cli) {
    struct buf text = {0};
    diags_sort(&cli->diags);
    if (cli->quiet)
        drop_notes(cli);
    diags_format(&cli->diags, cli->format, cli->color, &text);
    if (text.len > 0)
        fwrite(text.p, 1, text.len, stderr);
    buf_finish(&text);
    if (cli->diags.errors == 0)
        return EXIT_FINE;
    return cli->diags.system ? EXIT_SYSTEM : EXIT_FINDINGS;
}

void output_progress(const struct cli *cli, const char *what) {
    if (!cli->quiet && !cli->verbose && cli->format == DIAG_TEXT && isatty(STDERR_FILENO))
        fprintf(stderr, "\r\x1b[K%s …", what);
}

void output_progress_end(const struct cli *cli) {
    if (!cli->quiet && !cli->verbose && cli->format == DIAG_TEXT && isatty(STDERR_FILENO))
        fputs("\r\x1b[K", stderr);
}
