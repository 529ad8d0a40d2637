/* Private to publish/: a delta, the small pack with only what changed since an older one.
 *
 * It is a canonical ZIP: the changed files and MANIFEST.txt, compressed exactly as in the whole
 * pack, and DELTA.txt, which names both packs by their digests and carries the whole pack's
 * signature. Put together with the older pack it gives the whole one, byte for byte, which is then
 * proved like any other. */
#ifndef PUBLISH_DELTA_H
#define PUBLISH_DELTA_H

#include "publish/steps.h"

struct delta_note {
    uint8_t pack[SIGN_SHA256_BYTES];     /* of the whole ZIP that comes out */
    uint8_t base[SIGN_SHA256_BYTES];     /* of the older ZIP */
    uint8_t manifest[SIGN_SHA256_BYTES]; /* of the MANIFEST.txt in it */
    struct str signature;                /* of the whole ZIP, its four lines */
};
#define DELTA_NOTE "DELTA.txt"

void delta_note_format(const struct delta_note *note, struct buf *out);
/* Strict: exactly what delta_note_format writes. */
bool delta_note_parse(struct str text, struct delta_note *out) MUST_USE;

/* base.c: the older pack, from its ZIP or, without one, from the folder where it is up, whose files
 * are compressed again. False after it has refused. */
bool base_find(struct pending *p, const struct delta_note *note, struct pack_reader *out) MUST_USE;

#endif
