/* Private to cli/: where passphrases come from: the terminal without echo, or a file descriptor. */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "cli/verb.h"

struct passphrase {
    int fd;     /* -1: ask at the terminal */
    bool twice; /* a new one: ask again and compare */
};

/* Reads --passphrase-fd. False after it has printed what is wrong. */
bool passphrase_options(const struct cli *cli, struct passphrase *out) MUST_USE;
/* A sign_passphrase_fn; `ctx` is a struct passphrase. */
size_t passphrase_ask(void *ctx, const char *prompt, char *out, size_t max);

#endif
