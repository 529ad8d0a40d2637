/* Private to audit/: a check across files that a book has need of, too. */
#ifndef AUDIT_ACROSS_H
#define AUDIT_ACROSS_H

#include "audit/rules.h"

/* Fragments of links between the files of a set exist. */
bool across_fragments(const struct audit_set *set, const struct audit_file *files,
                      const char *origin, struct diags *d);

#endif
