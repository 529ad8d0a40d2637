/* One style sheet, a file or START.html's style element. */
#ifndef AUDIT_CSS_H
#define AUDIT_CSS_H

#include "audit/rules.h"

/* `text` is all of the reader's bytes or a part of them. False when anything was refused. */
bool css_audit(struct reader *r, struct str text);

#endif
