/* Private to markdown/: cmark's memory comes from the page's arena. */
#ifndef MARKDOWN_MEMORY_H
#define MARKDOWN_MEMORY_H

#include <cmark.h>

#include "util/util.h"

/* Fills `out` for cmark's *_with_mem functions; until the next call on this thread all they take
 * comes from `mem`. Nothing of it needs to be freed. */
void memory_from(struct arena *mem, cmark_mem *out);

#endif
