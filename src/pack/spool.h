/* Private to pack/. */
#ifndef PACK_SPOOL_H
#define PACK_SPOOL_H

#include "pack/pack.h"

/* The open file of a spool, which keeps it. */
int spool_file(const struct pack_spool *s);

#endif
