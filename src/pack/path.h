/* Private to pack/: which rule a path breaks. */
#ifndef PACK_PATH_H
#define PACK_PATH_H

#include "pack/pack.h"

struct path_rule {
    const char *code;    /* "zip/name-…" */
    const char *because; /* behind "the name '…' " */
};
/* NULL when `path` may be in a pack. */
const struct path_rule *path_broken_rule(struct str path);

#endif
