/* What only START.html has: a style whose hash its policy names, and pictures as data: URLs. */
#ifndef AUDIT_START_H
#define AUDIT_START_H

#include "util/util.h"

enum { START_HASH_CHARS = 44 };

/* SHA-256 in base64, with a NUL. */
void start_hash(struct str bytes, char out[START_HASH_CHARS + 1]);
/* "data:image/png;base64," and canonical base64 of a PNG that holds nothing but its picture. */
bool start_is_png(struct arena *mem, struct str url);

#endif
