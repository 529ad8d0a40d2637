/* Private to pdf/: the names that a narrow PDF may use. */
#ifndef PDF_NAMES_H
#define PDF_NAMES_H

#include "util/util.h"

enum name_place { NAME_ANY, NAME_RESOURCES };

/* Whether a dictionary at `place` may have this key, and where its value stands then. */
bool names_key(struct str key, enum name_place place, enum name_place *inner);
/* Whether this name may be a value. */
bool names_value(struct str name);

#endif
