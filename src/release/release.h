/* The door of release/: from the working site to signed packs with the next serial. */
#ifndef RELEASE_H
#define RELEASE_H

#include "build/build.h"
#include "publish/publish.h"
#include "sign/sign.h"

struct release_options {
    const char *root; /* site folder */
    const char *out;
    unsigned threads;
    struct date today; /* the release's date */
    const struct sign_secret *secret;
    const struct sign_public *public; /* what the packs are verified with */
    const char *const *since;         /* older packs to make deltas from, NULL-ended, or NULL */
    size_t since_count;
    bool allow_examples, allow_overdue, allow_drafts, allow_unchecked;
    void (*stage)(void *ctx, const char *name, size_t count, double seconds); /* or NULL */
    double (*seconds)(void);
    void *ctx;
};

struct release_pack {
    const char *zip, *signature, *signature_new;
    char sha256[2 * SIGN_SHA256_BYTES + 1];
    size_t files;
};
struct release_delta {
    const char *old; /* as given */
    uint64_t since;
    struct str profile;
    const struct release_pack *pack; /* what it gives */
    const char *zip, *signature, *signature_new;
    size_t changed; /* files in it */
    uint64_t bytes;
};
struct release_summary {
    struct config_edit release;
    struct release_delta *deltas;
    size_t delta_count;
    struct release_pack *packs; /* in `mem` of release_make */
    size_t count;
};

/* Raises the serial by one, sets the date, moves the expiry by the same span, builds all profiles,
 * signs each ZIP and verifies what was just written, as a mirror would. site.yaml is replaced only
 * after that, and the signatures get their names only after site.yaml: stopped anywhere, there are
 * never two signed releases with one serial. */
bool release_make(struct arena *mem, const struct release_options *options,
                  struct release_summary *out, struct diags *d) MUST_USE;

#endif
