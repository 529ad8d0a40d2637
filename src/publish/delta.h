/* Private to publish/: a delta, the small pack with only what changed since an older one.
 *
 * It is a canonical ZIP: the changed files and MANIFEST.txt, compressed exactly as in the whole
 * pack; patches.bin for those that changed a little; and DELTA.txt, which names both packs by their
 * digests and carries the whole pack's signature. Put together with the older pack it gives the
 * whole one, byte for byte, which is then proved like any other. */
#ifndef PUBLISH_DELTA_H
#define PUBLISH_DELTA_H

#include "publish/steps.h"

struct delta_note {
    uint8_t pack[SIGN_SHA256_BYTES];     /* of the whole ZIP that comes out */
    uint8_t base[SIGN_SHA256_BYTES];     /* of the older ZIP */
    uint8_t manifest[SIGN_SHA256_BYTES]; /* of the MANIFEST.txt in it */
    struct str signature;                /* of the whole ZIP, its four lines */
};
#define DELTA_NOTE    "DELTA.txt"
#define DELTA_PATCHES "patches.bin" /* no pack can hold such a file: the audit knows no .bin */

void delta_note_format(const struct delta_note *note, struct buf *out);
/* Strict: exactly what delta_note_format writes. */
bool delta_note_parse(struct str text, struct delta_note *out) MUST_USE;

/* anew.c: files to the entries of a ZIP in memory. */
struct anew {
    struct arena *mem;
    struct pack_spool *spool;
    struct pack_deflater *deflater;
    struct pack_entry *entries;
    size_t count, room;
    struct diags *d;
};
bool anew_open(struct anew *a, struct arena *mem, size_t room, struct diags *d) MUST_USE;
bool anew_add(struct anew *a, struct str path, struct str bytes) MUST_USE; /* sorted by path */
/* No files give an empty reader. */
bool anew_read(struct anew *a, const char *shown, struct pack_reader *out) MUST_USE;
void anew_close(struct anew *a); /* after a failed open, too */

/* patches.c: appends how `new` comes from `old`; false, and nothing is appended, when the file as
 * it is compressed (`packed` bytes) is as good. */
bool patches_put(struct str path, struct str old, struct str new, uint64_t packed,
                 struct buf *out) MUST_USE;
/* The files that the patches give; false after it has refused. */
bool patches_apply(struct pending *p, const struct pack_reader *base, struct str text,
                   struct pack_reader *out) MUST_USE;

/* base.c: the older pack, from its ZIP or, without one, from the folder where it is up, whose files
 * are compressed again. False after it has refused. */
bool base_find(struct pending *p, const struct delta_note *note, struct pack_reader *out) MUST_USE;

#endif
