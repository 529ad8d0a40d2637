/* Private to content/: what other programs call the fields that stand here. */
#ifndef CONTENT_NAMES_H
#define CONTENT_NAMES_H

#include "util/util.h"

/* The next of our names for what others call `name`, from row `*row` on, which moves behind it;
 * NULL after the last. Not every one of them stands where `name` was found. */
const char *names_other(struct str name, size_t *row);

#endif
