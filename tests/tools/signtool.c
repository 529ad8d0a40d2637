/* signtool: sign/ from the command line, for the tests that exchange files with minisign.
 *
 *   signtool keygen SECRET PUBLIC [PASSPHRASE]     signtool check PUBLIC FILE SIGNATURE
 *   signtool sign SECRET FILE COMMENT [PASSPHRASE] > SIGNATURE */
#include <stdio.h>
#include <string.h>

#include "sign/sign.h"

static size_t given(void *ctx, const char *prompt, char *out, size_t max) {
    size_t length = strlen(ctx);
    (void)prompt;
    if (length > max)
        return SIZE_MAX;
    memcpy(out, ctx, length);
    return length;
}

static bool keygen(char **args, char *passphrase, struct diags *d) {
    return sign_keygen(args[0], args[1], passphrase == NULL ? NULL : given, passphrase, d);
}

static bool sign(struct arena *mem, char **args, char *passphrase, struct buf *out,
                 struct diags *d) {
    struct str bytes;
    struct sign_secret *key =
        sign_secret_open(args[0], passphrase == NULL ? NULL : given, passphrase, d);
    bool ok = key != NULL && fs_read(mem, args[1], args[1], 1 << 30, &bytes, d) &&
              sign_make(key, bytes, str_from(args[2]), out, d);
    sign_secret_close(key);
    return ok;
}

static bool check(struct arena *mem, char **args, struct buf *out, struct diags *d) {
    static const char *const names[] = {"ok",        "malformed", "legacy",
                                        "other-key", "bad",       "bad-comment"};
    struct str key_text, bytes, signature, trusted;
    struct sign_public key;
    if (!fs_read(mem, args[0], args[0], 4096, &key_text, d) ||
        !sign_public_parse(key_text, args[0], &key, d) ||
        !fs_read(mem, args[1], args[1], 1 << 30, &bytes, d) ||
        !fs_read(mem, args[2], args[2], 65536, &signature, d))
        return false;
    enum sign_result result = sign_check(&key, bytes, signature, &trusted);
    buf_printf(out, "%s %s\n", names[result], result == SIGN_OK ? utf8_shown(mem, trusted) : "");
    return result == SIGN_OK;
}

int main(int argc, char **argv) {
    struct arena mem = {0};
    struct diags d = {0};
    struct buf out = {0}, messages = {0};
    bool ok = false;
    if (!sign_init())
        return 3;
    if (argc >= 4 && strcmp(argv[1], "keygen") == 0)
        ok = keygen(argv + 2, argv[4], &d);
    else if (argc >= 5 && strcmp(argv[1], "sign") == 0)
        ok = sign(&mem, argv + 2, argv[5], &out, &d);
    else if (argc == 5 && strcmp(argv[1], "check") == 0)
        ok = check(&mem, argv + 2, &out, &d);
    else
        fputs("usage: signtool keygen|sign|check …\n", stderr);
    diags_format(&d, DIAG_TEXT, false, &messages);
    fprintf(stderr, "%.*s", STR_ARG(buf_str(&messages)));
    if (fwrite(buf_str(&out).p, 1, out.len, stdout) != out.len || fflush(stdout) != 0)
        ok = false;
    buf_finish(&messages);
    buf_finish(&out);
    diags_finish(&d);
    arena_finish(&mem);
    return ok ? 0 : 1;
}
