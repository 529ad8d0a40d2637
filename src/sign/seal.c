/* Seals: HMAC-SHA-256 (RFC 2104) by nettle, under 32 random bytes in a file of the account's own.
 */
#include <fcntl.h>
#include <nettle/hmac.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sign/sign.h"

enum { KEY_BYTES = 32 };

struct sign_seal {
    struct hmac_sha256_ctx keyed;
};

/* False when there is none, or one that others could have read or made. */
static bool read_key(const char *path, uint8_t key[KEY_BYTES]) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
              (st.st_mode & 0077) == 0 && st.st_size == KEY_BYTES &&
              read(fd, key, KEY_BYTES) == KEY_BYTES;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Not synced: a key that a crash spoils has another length, or seals nothing that is there. */
static bool make_key(const char *path, uint8_t key[KEY_BYTES]) {
    struct buf made = {0};
    buf_printf(&made, "%s.new%c", path, '\0');
    (void)unlink(made.p); /* of a run that was stopped */
    randombytes_buf(key, KEY_BYTES);
    int fd = open(made.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && fs_put(fd, str_of((const char *)key, KEY_BYTES));
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(made.p, path) == 0;
    if (fd >= 0 && !ok)
        (void)unlink(made.p);
    buf_finish(&made);
    return ok;
}

struct sign_seal *sign_seal_open(const char *path) {
    struct sign_seal *seal = sodium_malloc(sizeof(*seal));
    uint8_t *key = sodium_malloc(KEY_BYTES);
    bool ok = seal != NULL && key != NULL && (read_key(path, key) || make_key(path, key));
    if (ok)
        hmac_sha256_set_key(&seal->keyed, KEY_BYTES, key);
    sodium_free(key);
    if (ok)
        return seal;
    sodium_free(seal);
    return NULL;
}

void sign_seal_close(struct sign_seal *seal) {
    sodium_free(seal);
}

void sign_seal_make(const struct sign_seal *seal, struct str bytes,
                    uint8_t out[SIGN_SHA256_BYTES]) {
    struct hmac_sha256_ctx hmac = seal->keyed;
    hmac_sha256_update(&hmac, bytes.len, (const uint8_t *)bytes.p);
    hmac_sha256_digest(&hmac, SIGN_SHA256_BYTES, out);
    sodium_memzero(&hmac, sizeof(hmac));
}

bool sign_seal_holds(const struct sign_seal *seal, struct str bytes,
                     const uint8_t made[SIGN_SHA256_BYTES]) {
    uint8_t wanted[SIGN_SHA256_BYTES];
    sign_seal_make(seal, bytes, wanted);
    return sodium_memcmp(wanted, made, sizeof(wanted)) == 0;
}
