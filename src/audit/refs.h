/* Ids and references of one page: collected while it is read, looked up at its end, and what other
 * pages' checks need of them handed on. */
#ifndef AUDIT_REFS_H
#define AUDIT_REFS_H

#include "audit/page.h"

void refs_start(struct page *p);
void refs_add_id(struct page *p, struct str id);
/* Ids of this page, with spaces between. */
void refs_add_list(struct page *p, struct str ids);
/* A link to a file of the set (MAP_NONE: one that is not looked up), `fragment` absent for none. */
void refs_add_link(struct page *p, uint32_t target, struct str fragment);
/* One to a file of the set, as it was added before. */
void refs_add_target(struct page *p, uint32_t target);
void refs_end(struct page *p);

#endif
