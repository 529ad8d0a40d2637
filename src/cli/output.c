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

void output_error(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fputs("pamphlet: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
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
