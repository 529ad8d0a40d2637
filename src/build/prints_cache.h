/* Private to build/: the sheets for paper that the build before made.
 *
 * OUT/.cache/prints holds each PDF with a key: the digest of all that its bytes can depend on. A
 * PDF is taken from there when its key is the same, and the whole file has the digest that stands
 * at its end; else it is made. What is taken goes through the audit as what was made does. The file
 * appears by a rename after the packs, and may be deleted at any time. */
#ifndef BUILD_PRINTS_CACHE_H
#define BUILD_PRINTS_CACHE_H

#include "build/cache.h"

struct prints_cache {
    struct arena mem;       /* the bytes of what was taken are here */
    struct cache_key *keys; /* one a file; NULL when no cache is wanted */
    size_t had, taken;      /* PDFs in the cache, and how many of them this build has */
};

/* Fills in the bytes of all files whose keys the build before had. */
void prints_cache_take(struct build *b, struct prints_cache *c);
/* What this build leaves, once its packs are published: nothing is written when all was there. */
void prints_cache_publish(struct build *b, const struct prints_cache *c);
void prints_cache_close(struct prints_cache *c); /* accepts a zeroed one */

#endif
