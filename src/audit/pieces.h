/* Whole elements that stand on page after page: a menu, a foot. What the audit finds out about an
 * element without a finding depends on its bytes, on the set, on the folder that its links start
 * from, and on what was read before it as far as struct piece_place says. Where all of these are
 * equal, byte by byte, it is not read again: what it adds to the page is added. Elements that have
 * an id or a link to one are always read, because these belong to the page.
 *
 * Which elements: those with the flag KEPT in elements.def. */
#ifndef AUDIT_PIECES_H
#define AUDIT_PIECES_H

#include "audit/page.h"

/* The open tag at hand is one of those that may be known, and may be looked for. */
bool pieces_wanted(const struct page *p);
/* True when the whole element was added to the page and passed over. Else notes where it starts;
 * whoever opens it then counts it in p->mark_count, and tells when it was closed. */
bool pieces_take(struct page *p);
/* The element that was counted as number `mark` has just been closed. */
void pieces_close(struct page *p, size_t mark);
/* How often an element was taken, for tests. */
size_t pieces_taken(const struct audit_pieces *all);

#endif
