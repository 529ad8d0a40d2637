/* Files that are neither pages nor style sheets: each kind by its first bytes and what else is
 * known of it. */
#ifndef AUDIT_FILES_H
#define AUDIT_FILES_H

#include "audit/rules.h"

/* For every kind but HTML, CSS, START. False when anything was refused. */
bool files_audit(struct reader *r);

#endif
