/* qr: a code as PNG, or in the terminal. */
#include "cli/verb.h"
#include "qr/qr.h"

enum { SCALE = 8 };

static int run(struct cli *cli) {
    struct str text = str_from(cli->words[0]);
    const char *path = args_value(cli, "output");
    struct buf out = {0};
    struct qr code;
    bool high = args_has(cli, "high");
    if (text.len == 0) {
        output_error("there is no text to make a code of");
        return EXIT_USAGE;
    }
    if (!qr_encode(&cli->mem, qr_shorten_url(&cli->mem, text), high ? QR_LEVEL_Q : QR_LEVEL_M,
                   &code)) {
        size_t most = qr_bytes_max(text, high ? QR_LEVEL_Q : QR_LEVEL_M);
        output_error("the text is %zu bytes too long for a QR code (%zu of at most %zu)",
                     text.len > most ? text.len - most : 0, text.len, most);
        return EXIT_FINDINGS;
    }
    bool ok;
    if (path != NULL) {
        qr_png(&code, SCALE, &out);
        ok = fs_write(path, buf_str(&out), &cli->diags);
    } else {
        qr_terminal(&code, cli->color, &out);
        ok = output_put(buf_str(&out));
    }
    buf_finish(&out);
    int code_of_diags = output_diags(cli);
    return ok ? code_of_diags : EXIT_SYSTEM;
}

static const struct option options[] = {
    {'o', "output", "FILE.png", false, "write a PNG instead of printing"},
    {0, "high", NULL, false, "error correction level Q, for cards that get worn"},
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_qr = {
    .name = "qr",
    .words = "TEXT",
    .words_min = 1,
    .words_max = 1,
    .summary = "make a QR code, as PNG or in the terminal",
    .options = options,
    .run = run,
};
