/* Which paths a set may have. */
#ifndef AUDIT_PATHS_H
#define AUDIT_PATHS_H

#include "util/util.h"

/* NULL when the path may be published, else why not. */
const char *paths_problem(struct str path);

#endif
