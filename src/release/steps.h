/* Private to release/. */
#ifndef RELEASE_STEPS_H
#define RELEASE_STEPS_H

#include "release/release.h"

struct releasing {
    struct arena *mem;
    const struct release_options *options;
    struct release_summary *out;
    struct diags *d;
    const char *yaml;     /* path of site.yaml */
    struct source before; /* it as it was */
    struct buf after;     /* and as it will be */
    struct config config; /* of `before` */
};

/* ready.c: whether the site may go out as it is. */
bool ready_check(struct releasing *r) MUST_USE;
/* packs.c */
/* Nothing with the new serial was signed before; clears what a stopped run left. */
bool packs_plan(struct releasing *r) MUST_USE;
bool packs_sign(struct releasing *r) MUST_USE;
bool packs_verify(struct releasing *r) MUST_USE;
/* The signatures get their names. */
bool packs_publish(struct releasing *r) MUST_USE;
void packs_give_up(struct releasing *r);
/* deltas.c */
bool deltas_plan(struct releasing *r) MUST_USE;
bool deltas_make(struct releasing *r) MUST_USE;
/* Theirs, too, after those of the packs that they lead to; then all names are on the disk. */
bool deltas_publish(struct releasing *r) MUST_USE;
void deltas_give_up(struct releasing *r);

#endif
