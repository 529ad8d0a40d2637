/* Amounts and durations in front matter: "40-75", "0.5-1 mg", "20-70 min". Private to content/. */
#ifndef CONTENT_DOSE_H
#define CONTENT_DOSE_H

#include "content/content.h"

/* mg, mcg, g, ml or units; NULL-ended. */
extern const char *const dose_units[];
/* Whether it is one of them; a message, if not. */
bool dose_check_unit(const struct word *unit, struct diags *d);
/* Checks the amounts of a row: numbers written so that they cannot be misread, one unit, levels
 * that rise. A row without a unit is told elsewhere. */
bool dose_check(const struct dose_row *row, struct diags *d);
/* Checks one duration of `timing`. */
bool dose_check_duration(const struct word *w, const char *name, struct diags *d);

#endif
