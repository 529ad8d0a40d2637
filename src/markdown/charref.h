/* Character references to signs that no text may hold. */
#ifndef MARKDOWN_CHARREF_H
#define MARKDOWN_CHARREF_H

#include "markdown/job.h"

/* Length of the numeric reference at the start of `s`, or 0; what it stands for. */
size_t charref_length(struct str s, uint32_t *value);
/* Reports the references that have made a sign in `out`, the HTML, that readers do not see or that
 * is none. `body` is as it was given: "&#xffff;" is U+FFFD in job->body. */
void charref_tell(struct job *job, struct str body, struct str out);

#endif
