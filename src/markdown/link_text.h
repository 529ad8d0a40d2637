/* Private to markdown/. */
#ifndef MARKDOWN_LINK_TEXT_H
#define MARKDOWN_LINK_TEXT_H

#include "util/util.h"

/* Whether the text of a link, as HTML, is itself the address of a server, a telephone number or a
 * mail address, and another one than `url` leads to. Readers believe what they see. */
bool link_text_differs(struct str html, struct str url);

#endif
