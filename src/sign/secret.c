/* Secret key files: read into locked memory, decrypted there, wiped on every way out. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sign/format.h"

/* A secret key file is 262 bytes long; comments may be longer than minisign's own. */
enum { FILE_MAX = 2048, PASSPHRASE_MAX = 1024 };
/* Beyond these scrypt would run for minutes or take the machine down: four times what minisign
 * asks for. */
static const uint64_t OPSLIMIT_MAX = UINT64_C(1) << 27, MEMLIMIT_MAX = UINT64_C(1) << 32;

static uint64_t from_le(const uint8_t p[8]) {
    return format_id(p);
}

void secret_checksum(const struct secret_file *file, uint8_t out[32]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, file->algorithm, sizeof(file->algorithm));
    crypto_generichash_update(&state, file->body.id, sizeof(file->body.id));
    crypto_generichash_update(&state, file->body.key, sizeof(file->body.key));
    crypto_generichash_final(&state, out, 32);
    sodium_memzero(&state, sizeof(state));
}

bool secret_xor(struct secret_file *file, const char *passphrase, size_t length,
                struct secret_body *pad) {
    if (crypto_pwhash_scryptsalsa208sha256((uint8_t *)pad, sizeof(*pad), passphrase, length,
                                           file->salt, from_le(file->opslimit),
                                           (size_t)from_le(file->memlimit)) != 0)
        return false;
    uint8_t *body = (uint8_t *)&file->body;
    for (size_t i = 0; i < sizeof(*pad); i++)
        body[i] ^= ((const uint8_t *)pad)[i];
    sodium_memzero(pad, sizeof(*pad));
    return true;
}

/* What one opening holds in locked memory; freed together. */
struct opening {
    struct source source; /* path only: no excerpt of a secret */
    char *text;
    size_t length;
    bool open_to_others;
    struct secret_file *file;
    struct secret_body *pad;
    char *passphrase;
};

static bool complain(const struct opening *o, struct diags *d, const char *code, const char *what) {
    return diag_error(d, place_of(&o->source, 0, 0, 0), code, "%s", what);
}

static bool not_a_key(const struct opening *o, struct diags *d) {
    return complain(o, d, "sign/secret-malformed", "is not a minisign secret key file");
}

static bool read_fd(struct opening *o, int fd, struct diags *d) {
    struct stat st;
    if (fstat(fd, &st) != 0)
        return diag_system(d, o->source.path, errno, "sign/read", "cannot read the secret key");
    if (S_ISDIR(st.st_mode))
        return not_a_key(o, d);
    o->open_to_others = S_ISREG(st.st_mode) && (st.st_mode & 077) != 0;
    while (o->length < FILE_MAX) {
        ssize_t n = read(fd, o->text + o->length, FILE_MAX - o->length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_system(d, o->source.path, errno, "sign/read", "cannot read the secret key");
        if (n == 0)
            return true;
        o->length += (size_t)n;
    }
    return not_a_key(o, d);
}

static bool read_text(struct opening *o, struct diags *d) {
    int fd = open(o->source.path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return complain(o, d, "sign/secret-missing",
                        "there is no such secret key; make one with 'pamphlet keygen'");
    if (fd < 0)
        return diag_system(d, o->source.path, errno, "sign/read", "cannot open the secret key");
    bool ok = read_fd(o, fd, d);
    close(fd);
    return ok;
}

/* Two lines, the second as long as that of a public key. */
static bool is_public(const struct opening *o) {
    enum { PUBLIC_BASE64_CHARS = 56 };
    struct str rest = str_of(o->text, o->length), first, second;
    return format_line(&rest, &first) && format_line(&rest, &second) &&
           second.len == PUBLIC_BASE64_CHARS;
}

static bool decode(struct opening *o, struct diags *d) {
    struct str rest = str_of(o->text, o->length), first, second, comment;
    if (is_public(o))
        return complain(o, d, "sign/secret-malformed",
                        "is a minisign public key: give the secret one, whose name ends in .key");
    if (o->open_to_others)
        diag_warning(d, place_of(&o->source, 0, 0, 0), "sign/secret-open",
                     "others on this computer may read this secret key; run chmod 600 on it");
    if (!format_line(&rest, &first) || !format_line(&rest, &second) || rest.len != 0 ||
        !format_comment(first, str_lit("untrusted comment: "), &comment) ||
        !format_from_base64(second, (uint8_t *)o->file, sizeof(*o->file)))
        return not_a_key(o, d);
    if (memcmp(o->file->algorithm, "Ed", 2) != 0 ||
        memcmp(o->file->checksum_algorithm, "B2", 2) != 0)
        return not_a_key(o, d);
    return true;
}

static bool decrypt(struct opening *o, sign_passphrase_fn *ask, void *ctx, struct diags *d) {
    uint8_t checksum[32];
    if (from_le(o->file->opslimit) > OPSLIMIT_MAX || from_le(o->file->memlimit) > MEMLIMIT_MAX)
        return complain(o, d, "sign/secret-costly",
                        "asks for more work than any minisign key does, so it is not opened");
    if (ask == NULL)
        return complain(o, d, "sign/passphrase-needed", "this secret key needs its passphrase");
    size_t length = ask(ctx, "Passphrase: ", o->passphrase, PASSPHRASE_MAX);
    if (length > PASSPHRASE_MAX)
        return complain(o, d, "sign/passphrase-none", "no passphrase was given");
    if (!secret_xor(o->file, o->passphrase, length, o->pad))
        return diag_system(d, o->source.path, ENOMEM, "sign/scrypt",
                           "cannot open the secret key, which takes 1 GB of memory for a moment");
    secret_checksum(o->file, checksum);
    bool same = sodium_memcmp(checksum, o->file->body.checksum, sizeof(checksum)) == 0;
    sodium_memzero(checksum, sizeof(checksum));
    return same || complain(o, d, "sign/passphrase-wrong",
                            "the passphrase is wrong, or the file is damaged");
}

/* Keys without a passphrase carry zeros or the checksum. */
static bool check_plain(struct opening *o, struct diags *d) {
    uint8_t checksum[32];
    secret_checksum(o->file, checksum);
    bool fits = sodium_is_zero(o->file->body.checksum, sizeof(checksum)) ||
                sodium_memcmp(checksum, o->file->body.checksum, sizeof(checksum)) == 0;
    sodium_memzero(checksum, sizeof(checksum));
    return fits || complain(o, d, "sign/secret-damaged", "the secret key's checksum does not fit");
}

/* Whether the public half belongs to the seed: signing with another would give the seed away. */
static bool is_a_pair(const struct opening *o, struct sign_secret *key) {
    uint8_t public[PUBLIC_BYTES];
    crypto_sign_seed_keypair(public, key->key, o->file->body.key);
    memcpy(key->id, o->file->body.id, ID_BYTES);
    return sodium_memcmp(key->key, o->file->body.key, SECRET_BYTES) == 0;
}

static bool open_all(struct opening *o, sign_passphrase_fn *ask, void *ctx, struct sign_secret *key,
                     struct diags *d) {
    if (!read_text(o, d) || !decode(o, d))
        return false;
    if (memcmp(o->file->kdf, "Sc", 2) == 0) {
        if (!decrypt(o, ask, ctx, d))
            return false;
    } else if (memcmp(o->file->kdf, "\0\0", 2) != 0) {
        return not_a_key(o, d);
    } else if (!check_plain(o, d)) {
        return false;
    }
    return is_a_pair(o, key) || complain(o, d, "sign/secret-damaged",
                                         "the secret key's two halves do not belong together");
}

struct sign_secret *sign_secret_open(const char *path, sign_passphrase_fn *ask, void *ctx,
                                     struct diags *d) {
    struct opening o = {.source = {path, STR_NONE}};
    struct sign_secret *key = NULL;
    bool ok = (o.text = format_locked(FILE_MAX, d)) != NULL &&
              (o.file = format_locked(sizeof(*o.file), d)) != NULL &&
              (o.pad = format_locked(sizeof(*o.pad), d)) != NULL &&
              (o.passphrase = format_locked(PASSPHRASE_MAX, d)) != NULL &&
              (key = format_locked(sizeof(*key), d)) != NULL && open_all(&o, ask, ctx, key, d);
    sodium_free(o.passphrase);
    sodium_free(o.pad);
    sodium_free(o.file);
    sodium_free(o.text);
    if (ok)
        return key;
    sodium_free(key);
    return NULL;
}

void sign_secret_close(struct sign_secret *key) {
    sodium_free(key);
}

void sign_secret_public(const struct sign_secret *key, struct sign_public *out) {
    memcpy(out->id, key->id, ID_BYTES);
    memcpy(out->key, key->key + SECRET_BYTES - PUBLIC_BYTES, PUBLIC_BYTES);
}
