/* Text on its way into the page. Every byte of output that an author wrote passes here: only the
 * five references are written, and no control character or noncharacter comes through. */
#ifndef MARKDOWN_ESCAPE_H
#define MARKDOWN_ESCAPE_H

#include "markdown/job.h"

enum escape_tabs { ESCAPE_TAB_SPACE, ESCAPE_TAB_KEEP, ESCAPE_TAB_EXPAND };

/* Text and quoted attribute values; stand-ins are turned back. */
void escape_text(const struct job *job, struct buf *out, struct str text);
/* The text of code blocks, where LF stays and tabs are treated as told. */
void escape_code(const struct job *job, struct buf *out, struct str text, enum escape_tabs tabs);
/* An address without stand-ins, in an attribute: what no URL may hold is percent-encoded. */
void escape_url(struct buf *out, struct str url);

#endif
