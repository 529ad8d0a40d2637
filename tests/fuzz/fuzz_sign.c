/* Signatures ('s'), public keys ('p') and secret keys (any other first byte). A signature that is
 * taken is the one that was made but for its first line, which nobody signs; a key that is taken is
 * read again from what is written of it. */
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"
#include "sign/format.h"

static const char MESSAGE[] = "a pack";
static const char TRUSTED[] = "pack=notes profile=onion serial=7 expires=never";

/* Always the same pair, from a seed of sevens. */
static void make_key(struct sign_secret *key) {
    uint8_t seed[crypto_sign_SEEDBYTES], public[PUBLIC_BYTES];
    memset(seed, 7, sizeof(seed));
    memset(key->id, 1, sizeof(key->id));
    crypto_sign_seed_keypair(public, key->key, seed);
}

static struct str behind_first_line(struct str text) {
    size_t end = str_find_char(text, '\n');
    return end == SIZE_MAX ? STR_NONE : str_from_offset(text, end + 1);
}

static void signature(struct fuzz *f, struct str text) {
    struct sign_secret key;
    struct sign_public public;
    struct buf made = {0};
    struct str trusted = STR_NONE;
    make_key(&key);
    sign_secret_public(&key, &public);
    assert(sign_make(&key, str_lit("a pack"), str_from(TRUSTED), &made, &f->d));
    assert(sign_check(&public, str_from(MESSAGE), buf_str(&made), &trusted) == SIGN_OK);
    enum sign_result result = sign_check(&public, str_from(MESSAGE), text, &trusted);
    if (result == SIGN_OK) {
        assert(str_is(trusted, TRUSTED));
        assert(str_eq(behind_first_line(text), behind_first_line(buf_str(&made))));
    }
    assert(sign_result_words(result)[0] != '\0');
    buf_finish(&made);
}

static void public_key(struct fuzz *f, struct str text) {
    struct sign_public key, again;
    struct buf file = {0};
    bool ok = sign_public_parse(text, "a.pub", &key, &f->d);
    assert(ok == (f->d.errors == 0));
    if (ok) {
        sign_public_format(&key, &file);
        assert(sign_public_parse(buf_str(&file), "b.pub", &again, &f->d));
        assert(memcmp(&key, &again, sizeof(key)) == 0);
        assert(str_find(text, str_slice(behind_first_line(buf_str(&file)), 0, 56)) != SIZE_MAX);
    }
    buf_finish(&file);
}

static char secret_path[] = "/tmp/fuzz-sign-XXXXXX";

static void remove_file(void) {
    (void)unlink(secret_path);
}

/* One file for the whole run, written over again and again. */
static void write_secret(struct str text) {
    static int fd = -1;
    if (fd < 0) {
        fd = mkstemp(secret_path);
        assert(fd >= 0 && atexit(remove_file) == 0);
    }
    assert(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 && fs_put(fd, text));
}

static void secret_key(struct fuzz *f, struct str text) {
    write_secret(text);
    struct sign_secret *key = sign_secret_open(secret_path, NULL, NULL, &f->d);
    assert((key != NULL) == (f->d.errors == 0));
    if (key != NULL) { /* whatever was read signs what its public half checks */
        struct sign_public public;
        struct buf made = {0};
        struct str trusted;
        sign_secret_public(key, &public);
        assert(sign_make(key, text, str_lit("x"), &made, &f->d));
        assert(sign_check(&public, text, buf_str(&made), &trusted) == SIGN_OK);
        buf_finish(&made);
    }
    sign_secret_close(key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    uint8_t which = fuzz_first(&text);
    assert(sign_init());
    if (which == 's')
        signature(&f, text);
    else if (which == 'p')
        public_key(&f, text);
    else
        secret_key(&f, text);
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
