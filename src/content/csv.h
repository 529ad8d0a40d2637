/* RFC 4180 rows as spreadsheets really write them: LF or CRLF, a byte order mark, commas, semicolons
 * or tabs. Private to content/. */
#ifndef CONTENT_CSV_H
#define CONTENT_CSV_H

#include "content/content.h"

enum { CSV_MISTAKES_MAX = 500 };

struct csv {
    struct arena *mem;
    const struct source *source;
    struct diags *d;
    size_t pos, line, line_start, errors_before;
    size_t row;          /* of the row given last, counted as spreadsheets do: the first line is 1 */
    size_t mistakes_max; /* CSV_MISTAKES_MAX; csv_next stops there */
    char separator;      /* ',' */
};

void csv_init(struct csv *c, struct arena *mem, const struct source *source, struct diags *d);
/* Before the first row: takes the separator from the text. */
void csv_find_separator(struct csv *c);
/* UTF-8, or a message that says how spreadsheets save it. */
bool csv_check_encoding(const struct source *source, struct diags *d) MUST_USE;
/* The next row that is not blank; `cells` is reused. A cell's place covers the text inside its
 * quotes. Rows with a mistake are reported and left out. False at the end. */
bool csv_next(struct csv *c, struct words *cells);

#endif
