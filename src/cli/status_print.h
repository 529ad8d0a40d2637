/* Private to cli/: how `status` looks. */
#ifndef CLI_STATUS_PRINT_H
#define CLI_STATUS_PRINT_H

#include "cli/verb.h"
#include "lint/lint.h"

/* Tables of at most 80 columns. `due_only`: without what is fine. */
void status_print_table(const struct site *site, const struct status *status, bool due_only,
                        struct buf *out);
/* One object a line. */
void status_print_json(const struct site *site, const struct status *status, bool due_only,
                       struct buf *out);
/* What changed in the original of each translation of a page, and the line that says it is up to
 * date. */
void status_print_page(struct arena *mem, const struct site *site, const struct status_row *row,
                       struct buf *out);

#endif
