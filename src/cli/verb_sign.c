/* keygen and sign: keys and signatures in minisign's formats. */
#include <stdio.h>

#include "cli/passphrase.h"
#include "cli/verb.h"
#include "publish/publish.h"

enum { FILE_BYTES_MAX = 1 << 30 };

static int run_keygen(struct cli *cli) {
    const char *secret = args_value(cli, "secret"), *public = args_value(cli, "public");
    struct passphrase passphrase;
    if (!passphrase_options(cli, &passphrase))
        return EXIT_USAGE;
    passphrase.twice = passphrase.fd < 0;
    secret = secret == NULL ? "pamphlet.key" : secret;
    public = public == NULL ? "pamphlet.pub" : public;
    bool bare = args_has(cli, "without-passphrase");
    bool ok = sign_keygen(secret, public, bare ? NULL : passphrase_ask, &passphrase, &cli->diags);
    int code = output_diags(cli);
    if (ok && code == EXIT_FINE && !cli->quiet) {
        output_say("%s is secret: keep it off the web and off sticks that leave your hands",
                   secret);
        output_say("%s is public: print it, put it on every mirror", public);
    }
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

/* "pack=… profile=… serial=… expires=…" of a pack's own manifest; absent when it is not a pack. */
static bool comment_of_pack(struct cli *cli, const char *path, struct str bytes, struct buf *out) {
    const struct source source = {path, bytes};
    struct pack_reader reader;
    struct pack_manifest manifest;
    struct source text = {"MANIFEST.txt", STR_NONE};
    if (!pack_read(&cli->mem, &source, &pack_limits_default, &reader, &cli->diags))
        return false;
    for (size_t i = 0; i < reader.count; i++)
        if (str_is(reader.entries[i].path, "MANIFEST.txt") &&
            !pack_extract(&reader, i, &cli->mem, &text.text, path, &cli->diags))
            return false;
    if (text.text.p == NULL)
        return diag_error(&cli->diags, place_of(&source, 0, 0, 0), "sign/not-a-pack",
                          "has no MANIFEST.txt; give the comment with --trusted-comment");
    if (!pack_manifest_parse(&cli->mem, &text, &manifest, &cli->diags))
        return false;
    publish_comment_format(&manifest.header, out);
    return true;
}

static bool sign_file(struct cli *cli, const char *secret, struct passphrase *passphrase) {
    const char *path = cli->words[0], *comment = args_value(cli, "trusted-comment");
    const char *target = args_value(cli, "signature");
    struct buf trusted = {0}, signature = {0};
    struct str bytes;
    bool ok = fs_read(&cli->mem, path, path, FILE_BYTES_MAX, &bytes, &cli->diags);
    if (ok && comment != NULL)
        buf_puts(&trusted, comment);
    else if (ok)
        ok = comment_of_pack(cli, path, bytes, &trusted);
    if (target == NULL)
        target = arena_printf(&cli->mem, "%s.minisig", path).p;
    struct sign_secret *key =
        ok ? sign_secret_open(secret, passphrase_ask, passphrase, &cli->diags) : NULL;
    ok = key != NULL && sign_make(key, bytes, buf_str(&trusted), &signature, &cli->diags) &&
         fs_write(target, buf_str(&signature), &cli->diags);
    sign_secret_close(key);
    if (ok && !cli->quiet)
        output_say("%s: %.*s", target, STR_ARG(buf_str(&trusted)));
    buf_finish(&trusted);
    buf_finish(&signature);
    return ok;
}

static int run_sign(struct cli *cli) {
    const char *secret = args_value(cli, "secret");
    struct passphrase passphrase;
    if (!passphrase_options(cli, &passphrase))
        return EXIT_USAGE;
    bool ok = sign_file(cli, secret == NULL ? "pamphlet.key" : secret, &passphrase);
    int code = output_diags(cli);
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

#define PASSPHRASE_FD                                                                              \
    { 0, "passphrase-fd", "N", false, "read the passphrase as a line from this file descriptor" }

static const struct option keygen_options[] = {
    {'s', "secret", "FILE", false, "where the secret key goes (pamphlet.key)"},
    {'p', "public", "FILE", false, "where the public key goes (pamphlet.pub)"},
    {'W', "without-passphrase", NULL, false, "leave the secret key unencrypted"},
    PASSPHRASE_FD,
    {0, NULL, NULL, false, NULL},
};

static const struct option sign_options[] = {
    {'s', "secret", "FILE", false, "the secret key (pamphlet.key)"},
    {'x', "signature", "FILE", false, "where the signature goes (FILE.minisig)"},
    {'t', "trusted-comment", "TEXT", false, "instead of the pack's own name, profile and serial"},
    PASSPHRASE_FD,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_keygen = {
    .name = "keygen",
    .words = "",
    .words_max = 0,
    .summary = "make a pair of keys in minisign's format",
    .details = "Neither file may exist. The secret key is created readable by you alone and is\n"
               "encrypted with a passphrase that is asked for at the terminal.",
    .options = keygen_options,
    .run = run_keygen,
};

const struct verb verb_sign = {
    .name = "sign",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "sign a pack; minisign can check it",
    .details =
        "The trusted comment names the pack, its profile, serial and expiry, so that a mirror\n"
        "can tell an old pack from a new one.",
    .options = sign_options,
    .run = run_sign,
};
