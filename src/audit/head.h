/* The head of a page: whole meta and link elements from a list, what must be there, and the parts
 * that only START.html has. */
#ifndef AUDIT_HEAD_H
#define AUDIT_HEAD_H

#include "audit/page.h"

/* Checks of whole tags, named in elements.def. */
bool head_check_meta(struct page *p);
bool head_check_link(struct page *p);
bool head_check_title(struct page *p);
bool head_check_style(struct page *p);
/* </head>: is everything there? */
void head_end(struct page *p);
/* The text of START.html's style element, which is the token at hand. */
void head_style(struct page *p);
/* A "data:image/png;base64,…" address of START.html. */
bool head_data_png(struct page *p, struct str url);

#endif
