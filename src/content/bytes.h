/* What a text file must be before anybody parses it. Private to content/. */
#ifndef CONTENT_BYTES_H
#define CONTENT_BYTES_H

#include "util/util.h"

enum {
    BYTES_FRONT_MATTER_MAX = 64 * 1024,
    BYTES_CONFIG_MAX = 1024 * 1024,
    BYTES_FILE_MAX = 4 * 1024 * 1024
};

/* The text without a byte order mark at its start. */
struct str bytes_without_mark(struct str text);

/* Checks bytes `from` to `to` of the text: UTF-8, no NUL or other control character but tab, LF and
 * CR LF, no invisible line separators, nothing invisible that parts a number or a word. One message
 * for each kind, at the first place. */
bool bytes_check(const struct source *source, size_t from, size_t to, struct diags *d) MUST_USE;
/* The whole file, and that it is no longer than `limit_bytes` (told first: nothing is read then).
 */
bool bytes_check_file(const struct source *source, size_t limit_bytes, struct diags *d) MUST_USE;

/* Whether a character may stand in a value: no control characters but tab and LF, no separators
 * that only some programs take for a line end, nothing that XML forbids. */
bool bytes_allowed(uint32_t code);

#endif
