/* Addresses in pages and style sheets: their grammar, and where local ones lead in the set. */
#ifndef AUDIT_LINKS_H
#define AUDIT_LINKS_H

#include "audit/rules.h"

/* Whether an address goes out of the site: it starts with a scheme of the list. */
bool links_is_external(struct str url);
/* http, https, mailto, tel, in the narrow form: no userinfo, no backslash, no space, host of
 * [a-zA-Z0-9.-]. */
bool links_external_is_plain(struct str url);
/* The part of http://…, https://… between scheme and path; absent for others. */
struct str links_host(struct str url);

/* Splits the reader's own path into folders; call before links_local. */
bool links_start(struct reader *r);
/* Where a document-relative path leads: an index in the set, or the reader's own file with "".
 * False after reporting. Alone, all files but the own one are MAP_NONE and true. */
bool links_local(struct reader *r, struct str path, uint32_t *target);
/* Whether a file may be used as what it is used for here; reports. */
bool links_kind(struct reader *r, struct str path, enum audit_kind kind);

#endif
