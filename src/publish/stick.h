/* Private to publish/: one stick on its way from what it held to the pack. */
#ifndef PUBLISH_STICK_H
#define PUBLISH_STICK_H

#include "publish/steps.h"

struct stick_meter;

/* Each has its own memory and messages: sticks are written at the same time. */
struct stick {
    const struct pending *p; /* proved, and only read from here on */
    struct publish_stick *out;
    struct stick_meter *meter;
    struct arena mem;
    struct diags d;
    const char *root;            /* where it is mounted, without a slash behind it */
    int folder;                  /* open handle of `root`, or -1 */
    const char *zip, *signature; /* their names on the stick */
    bool has_old;                /* it holds a pack, whole or not, by its MANIFEST.txt */
    struct pack_manifest old;
    const char *old_zip, *old_signature;
};

/* Behind the names of files that are being written. */
#define STICK_PART ".part"

/* stick_look.c: what is on it already. False when something of ours cannot be put there without
 * touching what is somebody else's, or there is no room. */
bool stick_look(struct stick *s) MUST_USE;
/* Deletes the pack that stick_look found, its signature first: from then on the stick is told to be
 * incomplete. */
bool stick_clear(struct stick *s) MUST_USE;
/* Whether systems put such a file or folder onto every stick they see. */
bool stick_is_litter(struct str name);

/* stick_write.c */
bool stick_write(struct stick *s) MUST_USE; /* all but the signature, through to the medium */
/* Reads all but the signature back from the medium. */
bool stick_compare(struct stick *s) MUST_USE;
bool stick_compare_signature(struct stick *s) MUST_USE;
/* Writes the signature and reads it back. */
bool stick_sign(struct stick *s) MUST_USE;

/* medium.c: reads a whole file of `size` bytes from the medium and not from what the system keeps
 * in memory, as far as the file system lets it. False with errno; another size gives EIO. */
bool medium_read(struct arena *mem, const char *path, size_t size, struct str *out) MUST_USE;

/* Progress: `bytes` more of all sticks are done. */
void stick_advance(const struct stick *s, uint64_t bytes);

#endif
