/* The door of publish/: what a pack from somebody else must prove, and putting it online without a
 * moment in which half of it is up.
 *
 * verify trusts one public key and what it remembers of that key's earlier packs. The order is
 * fixed: nothing of a pack is parsed before the signature over its raw bytes holds. */
#ifndef PUBLISH_H
#define PUBLISH_H

#include "pack/pack.h"
#include "sign/sign.h"
#include "util/util.h"

/* The file that proves a folder was made by us and may be replaced. */
#define PUBLISH_MARKER ".pamphlet"

enum {
    /* A serial may be this much higher than the newest one seen: a stolen key must not be able to
     * use up all numbers. Numbers made of dates (20261231, 20270101) still fit. */
    PUBLISH_SERIAL_STEP_MAX = 10000
};
/* The highest serial of all, also for the first pack seen. */
#define PUBLISH_SERIAL_MAX UINT64_C(999999999999)

/* "pack=notes profile=onion serial=7 expires=2027-05-01" (or expires=never): the trusted comment of
 * a pack's signature. Read strictly: this order, single spaces, nothing else. `out`'s strings point
 * into `comment`; made and previous are not in it. */
bool publish_comment_parse(struct str comment, struct pack_header *out) MUST_USE;
void publish_comment_format(const struct pack_header *header, struct buf *out);

/* "NAME-SERIAL-PROFILE.zip" */
const char *publish_zip_name(struct arena *mem, const struct pack_header *h);

/* --- deltas: packs with only what changed since an older one */

/* The delta from the ZIP `old` to `new`, both verified by the caller, whose `signature` (four
 * lines) it carries. `*changed` counts the files in it. */
bool publish_delta_make(struct arena *mem, const struct source *old, const struct source *new,
                        struct str signature, struct buf *out, size_t *changed,
                        struct diags *d) MUST_USE;
/* Where the pack is looked for that the delta at `path` stands on: beside it, by their names. NULL
 * for what is not called like a delta. */
const char *publish_base_path(struct arena *mem, const char *path);
/* The trusted comment that it is signed with: the pack's, and " since=SERIAL". Its file is called
 * NAME-SERIAL-PROFILE.from-SERIAL.zip. */
void publish_delta_comment_format(const struct pack_header *header, uint64_t since,
                                  struct buf *out);

/* --- what is proved, in this order
 * ------------------------------------------------------------------------- */
enum publish_check {
    PUBLISH_SIGNATURE, /* by this key, over these bytes and this comment */
    PUBLISH_DELTA,     /* gives the whole pack with the older one; of a delta alone */
    PUBLISH_IDENTITY,  /* the pack and profile that were asked for */
    PUBLISH_SERIAL,    /* not older than what was seen, not another with the same number */
    PUBLISH_EXPIRY,
    PUBLISH_STRUCTURE, /* the ZIP is canonical */
    PUBLISH_CONTENT,   /* unpacks to the declared sizes and checksums */
    PUBLISH_MANIFEST,  /* lists exactly these files with these digests, and the same header */
    PUBLISH_AUDIT,     /* calls nobody */
    PUBLISH_RECORD,    /* remembered for next time */
    PUBLISH_CHECKS
};
/* "signature", "identity", …: stable, for JSON. */
extern const char *const publish_check_names[PUBLISH_CHECKS];

enum publish_outcome { PUBLISH_NOT_REACHED, PUBLISH_PROVED, PUBLISH_WARNED, PUBLISH_REFUSED };
struct publish_proof {
    enum publish_outcome outcome;
    const char *words; /* one sentence: what is proved; NULL unless proved or warned */
};

struct publish_request {
    const char *pack_path;
    const char *signature_path; /* NULL: pack_path with ".minisig" behind it */
    const char *base_path;      /* what a delta stands on; NULL: beside it, by its name */
    const struct sign_public *key;
    const char *state_folder; /* made when it is missing; NULL: remember nothing, and warn */
    struct str pack, profile; /* what is wanted; absent: any */
    struct date today;
    bool strict; /* an expired pack is an error, not a warning */
    unsigned threads;
};

struct publish_report {
    struct publish_proof proofs[PUBLISH_CHECKS];
    struct pack_header header;              /* set as far as it was proved */
    char sha256[2 * SIGN_SHA256_BYTES + 1]; /* of the whole ZIP */
    size_t files;
    uint64_t bytes; /* unpacked */
    bool was_up;    /* installed already and whole: nothing was changed */
};

/* Proves all of it, or says why not. A delta is put together with the pack it stands on first (its
 * ZIP, or the folder where it is up when it is installed there); what comes out must be the whole
 * pack, and is proved by the whole pack's own signature. What a file called NAME-SERIAL-PROFILE.zip
 * claims by its name must be true too. A state file that is missing is a warning (first pack seen,
 * or it was lost); a broken one is an error. */
bool publish_verify(struct arena *mem, const struct publish_request *request,
                    struct publish_report *out, struct diags *d) MUST_USE;

/* Verifies (and writes the whole ZIP and its signature beside a delta, for the next one and for
 * other mirrors), unpacks into FOLDER.incoming, fsyncs every file and folder, swaps it with
 * `folder` in one step (RENAME_EXCHANGE) and keeps what was there as FOLDER.previous. Who may read
 * that one may read the new one; the umask decides where nothing was there, or where the new folder
 * gets another group. Where the file system has no exchange, FOLDER becomes FOLDER.previous and
 * FOLDER.incoming becomes FOLDER by two renames; stopped between them, the next run puts
 * FOLDER.previous back first. Whatever a stopped run left is cleared by the next. What is up
 * already is left as it is, or mended when it is damaged, and FOLDER.previous stays. Folders
 * without PUBLISH_MARKER are never replaced or deleted. */
bool publish_install(struct arena *mem, const struct publish_request *request, const char *folder,
                     struct publish_report *out, struct diags *d) MUST_USE;

/* One stick of publish_to_sticks. */
struct publish_stick {
    const char *folder; /* where it appears */
    bool done;          /* all of it is on the medium, was read back and compared */
    bool was_there;     /* it held this pack already, whole: it was read, not written */
};
/* Called from several threads at once. */
typedef void publish_progress_fn(void *ctx, uint64_t done_bytes, uint64_t all_bytes);
struct publish_sticks {
    struct publish_stick *items;
    size_t count;
    publish_progress_fn *progress; /* or NULL */
    void *ctx;
};

/* Verifies once, then fills all sticks at the same time. On each: the pack unpacked at the top, and
 * its ZIP and signature beside that. An older one of the same pack is replaced, by what the
 * MANIFEST.txt there lists; what no pack put there is never touched. Room is looked at first. The
 * order is MANIFEST.txt, ZIP, files, all through to the medium, all read back from it and compared,
 * then the signature: a stick that was pulled has none, and publish_verify_folder says so. True
 * when all are done; else `done` tells which. */
bool publish_to_sticks(struct arena *mem, const struct publish_request *request,
                       struct publish_sticks *sticks, struct publish_report *out,
                       struct diags *d) MUST_USE;

/* Compares a folder with the MANIFEST.txt in it: every listed file is there, unchanged, and no
 * other. On a stick, told by the ZIP or signature of the pack at its top, the signature must be
 * there and the ZIP hold the same manifest. Proves that it is whole, not who made it. `out` gets
 * header, files and bytes. */
bool publish_verify_folder(struct arena *mem, const char *folder, struct publish_report *out,
                           struct diags *d) MUST_USE;

/* The ZIP of the pack that a stick holds beside its files, by the MANIFEST.txt there; NULL when it
 * is not there. */
const char *publish_stick_zip(struct arena *mem, const char *folder);

/* Swaps `folder` with FOLDER.previous, which must be whole, on purpose; what is remembered stays,
 * so a second call swaps back. `out` tells what is up afterwards. */
bool publish_rollback(struct arena *mem, const char *folder, struct publish_report *out,
                      struct diags *d) MUST_USE;

#endif
