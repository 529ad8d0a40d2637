/* Private to pack/: the spool's bytes. */
#ifndef PACK_SPOOL_H
#define PACK_SPOOL_H

#include "pack/pack.h"

/* Like pread: bytes read, 0 at the end, -1 with errno. */
int64_t spool_read(const struct pack_spool *s, uint64_t offset, void *to, uint64_t count) MUST_USE;

#endif
