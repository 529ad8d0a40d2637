/* Which program this is, down to the byte. */
#ifndef UTIL_PROGRAM_H
#define UTIL_PROGRAM_H

#include "util/buf.h"

/* Appends the build ids of this program and of every library it has loaded: another build of any of
 * them gives other bytes. False when one of them carries none. */
bool program_ids(struct buf *out) MUST_USE;

#endif
