/* Files that are neither pages nor style sheets: each kind by its first bytes and what else is
 * known of it. */
#ifndef AUDIT_FILES_H
#define AUDIT_FILES_H

#include "audit/rules.h"

/* For every kind but HTML, CSS, START. False when anything was refused. */
bool files_audit(struct reader *r);
/* filling.c: whether a picture is clean, or clean and grown to its class by the filling it has. */
bool files_is_picture(struct str bytes);

#endif
