/* New pairs of keys, written as minisign writes them. No file is ever replaced. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sign/format.h"

enum { PASSPHRASE_MAX = 1024 };
static const char SECRET_COMMENT[] = "untrusted comment: minisign encrypted secret key\n";

/* What a new pair holds in locked memory; freed together. */
struct making {
    struct secret_file *file;
    struct secret_body *pad;
    char *passphrase;
    char *text; /* the secret file, as it will lie on disk */
    size_t length;
    struct sign_public public;
};

static void to_le(uint64_t value, uint8_t out[8]) {
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

static bool taken(const char *path, struct diags *d) {
    struct source source = {path, STR_NONE};
    return fs_exists(path) &&
           !diag_error(d, place_of(&source, 0, 0, 0), "sign/exists",
                       "exists already and keys are never overwritten; choose another name");
}

static void make_pair(struct making *m) {
    struct secret_file *file = m->file;
    sodium_memzero(file, sizeof(*file));
    memcpy(file->algorithm, "Ed", 2);
    memcpy(file->checksum_algorithm, "B2", 2);
    randombytes_buf(file->body.id, sizeof(file->body.id));
    crypto_sign_keypair(m->public.key, file->body.key);
    memcpy(m->public.id, file->body.id, ID_BYTES);
}

/* scrypt as strong as minisign asks for, less where the machine has not the gigabyte. */
static bool encrypt(struct making *m, size_t length) {
    uint64_t ops = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
    uint64_t memory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
    memcpy(m->file->kdf, "Sc", 2);
    randombytes_buf(m->file->salt, sizeof(m->file->salt));
    secret_checksum(m->file, m->file->body.checksum);
    for (;;) {
        to_le(ops, m->file->opslimit);
        to_le(memory, m->file->memlimit);
        if (secret_xor(m->file, m->passphrase, length, m->pad))
            return true;
        ops /= 2;
        memory /= 2;
        if (ops < crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN ||
            memory < crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE)
            return false;
    }
}

static bool protect(struct making *m, const char *path, sign_passphrase_fn *ask, void *ctx,
                    struct diags *d) {
    struct source source = {path, STR_NONE};
    size_t length = ask(ctx, "New passphrase: ", m->passphrase, PASSPHRASE_MAX);
    if (length == 0)
        return diag_error(d, place_of(&source, 0, 0, 0), "sign/passphrase-empty",
                          "an empty passphrase protects nothing; give one, or say -W");
    if (length > PASSPHRASE_MAX)
        return diag_error(d, place_of(&source, 0, 0, 0), "sign/passphrase-none",
                          "no passphrase was given");
    return encrypt(m, length) ||
           diag_system(d, path, ENOMEM, "sign/scrypt", "cannot protect the key by its passphrase");
}

static void format_secret(struct making *m) {
    size_t comment = sizeof(SECRET_COMMENT) - 1;
    memcpy(m->text, SECRET_COMMENT, comment);
    sodium_bin2base64(m->text + comment, SECRET_BASE64_CHARS + 1, (const uint8_t *)m->file,
                      sizeof(*m->file), sodium_base64_VARIANT_ORIGINAL);
    m->length = comment + SECRET_BASE64_CHARS;
    m->text[m->length++] = '\n';
}

/* Makes a file that was not there; on any trouble it is gone again. */
static bool create(const char *path, mode_t mode, const char *p, size_t length, struct diags *d) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0 && errno == EEXIST && taken(path, d))
        return false;
    if (fd < 0)
        return diag_system(d, path, errno, "sign/write", "cannot make the key file");
    bool ok = fs_put(fd, str_of(p, length)) && fsync(fd) == 0;
    int err = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        err = errno;
    }
    if (ok)
        return true;
    (void)unlink(path); /* the first refusal is the one to report */
    return diag_system(d, path, err, "sign/write", "cannot write the key file");
}

static bool write_pair(const struct making *m, const char *secret_path, const char *public_path,
                       struct diags *d) {
    struct buf public = {0};
    sign_public_format(&m->public, &public);
    bool ok = create(secret_path, 0600, m->text, m->length, d);
    if (ok && !create(public_path, 0666, public.p, public.len, d)) {
        (void)unlink(secret_path); /* half a pair is of no use, and this one was made just now */
        ok = false;
    }
    buf_finish(&public);
    return ok;
}

static bool make(struct making *m, const char *secret_path, const char *public_path,
                 sign_passphrase_fn *ask, void *ctx, struct diags *d) {
    make_pair(m);
    if (ask != NULL && !protect(m, secret_path, ask, ctx, d))
        return false;
    format_secret(m);
    return write_pair(m, secret_path, public_path, d);
}

bool sign_keygen(const char *secret_path, const char *public_path, sign_passphrase_fn *ask,
                 void *ctx, struct diags *d) {
    struct making m = {0};
    bool secret_taken = taken(secret_path, d), public_taken = taken(public_path, d);
    if (secret_taken || public_taken)
        return false;
    bool ok =
        (m.file = format_locked(sizeof(*m.file), d)) != NULL &&
        (m.pad = format_locked(sizeof(*m.pad), d)) != NULL &&
        (m.passphrase = format_locked(PASSPHRASE_MAX, d)) != NULL &&
        (m.text = format_locked(sizeof(SECRET_COMMENT) + SECRET_BASE64_CHARS + 2, d)) != NULL &&
        make(&m, secret_path, public_path, ask, ctx, d);
    sodium_free(m.text);
    sodium_free(m.passphrase);
    sodium_free(m.pad);
    sodium_free(m.file);
    return ok;
}
