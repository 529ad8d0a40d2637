/* Character references to signs that no text may hold. */
#ifndef MARKDOWN_CHARREF_H
#define MARKDOWN_CHARREF_H

#include "markdown/job.h"

/* `body` with U+FFFD for references that cmark would turn into stand-ins; in code they stay. */
struct str charref_clean(const struct job *job, struct str body);
/* Reports each reference that has made a sign in `out`, the HTML, that readers do not see or that
 * is none. `body` is what charref_clean was given. */
void charref_tell(struct job *job, struct str body, struct str out);

#endif
