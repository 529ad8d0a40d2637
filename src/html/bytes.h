/* What the bytes of a page may be, for the escaper and the scanner: one table a question. */
#ifndef HTML_BYTES_H
#define HTML_BYTES_H

#include "util/util.h"

/* Whether the escaper writes a reference for this byte. */
static inline bool bytes_is_escaped(unsigned char c) {
    return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
}

/* Length of the allowed character (two bytes and more) at p, or 0: well-formed UTF-8 (Unicode 15,
 * table 3-7), no C1 control, no noncharacter, no byte order mark, nothing that overrides direction.
 */
size_t bytes_wide(const unsigned char *p, size_t left);
/* Why bytes_wide said 0: the code, and in `*message` the sentence. */
const char *bytes_wide_problem(const unsigned char *p, size_t left, const char **message);

#endif
