/* UTF-8 (RFC 3629) and the little of Unicode that is needed outside libraries' own folders. */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include "util/arena.h"

/* Whether all of `s` is well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF. */
bool utf8_is_valid(struct str s);
/* Offset of the first byte that breaks well-formedness, or SIZE_MAX. */
size_t utf8_first_bad(struct str s);
/* Takes one code point off the front of well-formed text; 0 at the end. */
uint32_t utf8_next(struct str *rest);
/* The one that ends at offset `i`, and the one that begins there; '\n' at either end of the text. */
uint32_t utf8_before(struct str s, size_t i);
uint32_t utf8_at(struct str s, size_t i);
/* Writes 1 to 4 bytes, returns how many; U+FFFD for what is no character. */
size_t utf8_encode(uint32_t code, char out[4]);
size_t utf8_length(struct str s); /* code points */
/* Columns in a terminal: combining marks 0, East Asian wide 2. */
size_t utf8_columns(struct str s);
/* Full case folding with NFC, for comparing and sorting (utf8proc). */
struct str utf8_fold(struct arena *mem, struct str s);
/* Folded, and letters without their marks: "Äiti" becomes "aiti". */
struct str utf8_unmarked(struct arena *mem, struct str s);
/* Canonical composition, NFC. */
struct str utf8_nfc(struct arena *mem, struct str s);
/* Letter, number or mark (Unicode general category L*, N*, M*). */
bool utf8_is_word(uint32_t code);
/* The value of a decimal digit of any script that is in use, or -1. */
int utf8_digit(uint32_t code);
/* White space or punctuation as CommonMark 0.30 section 2.1 means them. */
bool utf8_is_space(uint32_t code);
bool utf8_is_punctuation(uint32_t code);
/* Whether the first letter that has a direction runs from right to left. */
bool utf8_is_rtl(struct str s);
/* Something that draws and changes nothing around it, or a space: no control, format or
 * bidirectional mark, private or unassigned code point, line or paragraph separator. */
bool utf8_is_printable(uint32_t code);
bool utf8_all_printable(struct str s); /* also well-formed */

/* Signs that nobody sees and that do nothing for readers where they stand (utf8_idle.c): what parts
 * a number or a word of ASCII, orders to old programs, tags without their flag. Well-formed text.
 */
size_t utf8_first_idle(struct str s); /* its offset, or SIZE_MAX */
/* The same sign by sign. */
struct utf8_seen {
    uint32_t before; /* the last sign that draws something */
    bool in_row;     /* the last one was thin; the first of a row is asked for all */
};
bool utf8_is_idle(struct str rest, const struct utf8_seen *seen); /* the one in front of `rest` */
void utf8_see(struct utf8_seen *seen, uint32_t code);             /* goes past it */
/* Signs of formulas, of old annotations and orders to old programs. */
bool utf8_is_never_typed(uint32_t code);

/* For messages about a stranger's bytes: what does not print becomes "\xNN", long text is cut at
 * 160 bytes with "...". NUL-ended. */
const char *utf8_shown(struct arena *mem, struct str s);

#endif
