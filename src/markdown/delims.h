/* Emphasis, strong and strike from the stand-ins that mask.h put in the place of
 * delimiters. Strike becomes a custom inline, which cmark itself never makes. */
#ifndef MARKDOWN_DELIMS_H
#define MARKDOWN_DELIMS_H

#include "markdown/job.h"

/* Matches the delimiters among the children of `parent` (a block, link or image). */
void delims_match(struct job *job, cmark_node *parent);

#endif
