/* RFC 4180 rows, with LF or CRLF and a byte order mark tolerated. Private to content/. */
#ifndef CONTENT_CSV_H
#define CONTENT_CSV_H

#include "content/content.h"

enum { CSV_MISTAKES_MAX = 500 };

struct csv {
    struct arena *mem;
    const struct source *source;
    struct diags *d;
    size_t pos, line, line_start, errors_before;
};

void csv_init(struct csv *c, struct arena *mem, const struct source *source, struct diags *d);
/* The next row that is not blank; `cells` is reused. A cell's place covers the text inside its
 * quotes. Rows with a mistake are reported and left out. False at the end. */
bool csv_next(struct csv *c, struct words *cells);

#endif
