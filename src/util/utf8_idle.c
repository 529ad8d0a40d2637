/* Signs that nobody sees and that do nothing for readers where they stand: they part an amount, or
 * a word that is then not found. Many scripts and emoji need the same signs elsewhere. */
#include "util/utf8.h"

/* The flag in front of letters of tags, which spell a region. */
enum { FLAG = 0x1f3f4 };

bool utf8_is_never_typed(uint32_t code) {
    return (code >= 0x2061 && code <= 0x2064) || (code >= 0x206a && code <= 0x206f) ||
           (code >= 0xfff9 && code <= 0xfffb);
}

/* Letters without a shape, which spell the region of a flag and nothing else. */
static bool is_tag(uint32_t code) {
    return code >= 0xe0000 && code <= 0xe007f;
}

/* Zero-width space and joiners, marks of direction, the soft hyphen. Many scripts need them. */
static bool is_thin(uint32_t code) {
    return (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202c) ||
           code == 0x2060 || (code >= 0x2066 && code <= 0x2069) || code == 0xad || code == 0x34f ||
           code == 0x61c || code == 0x180e;
}

static bool is_ascii_word(uint32_t code) {
    return code < 0x80 && ascii_is_alnum((char)code);
}

/* Whether thin signs at the front of `rest` part a number, which may then break over two lines, or
 * a word of ASCII that no search finds then. `before` is the sign in front of them. */
static bool parts_word(struct str rest, uint32_t before) {
    uint32_t code = utf8_next(&rest);
    bool joins = false;
    for (; is_thin(code); code = rest.len > 0 ? utf8_next(&rest) : ' ')
        joins = joins || code == 0x200b || code == 0x200d || code == 0x2060;
    bool in_number =
        before < 0x80 && code < 0x80 && ascii_is_digit((char)before) && ascii_is_digit((char)code);
    return in_number || (joins && is_ascii_word(before) && is_ascii_word(code));
}

bool utf8_is_idle(struct str rest, const struct utf8_seen *seen) {
    struct str after = rest;
    uint32_t code = utf8_next(&after);
    return utf8_is_never_typed(code) || (is_tag(code) && seen->before != FLAG) ||
           (is_thin(code) && !seen->in_row && parts_word(rest, seen->before));
}

void utf8_see(struct utf8_seen *seen, uint32_t code) {
    seen->in_row = is_thin(code);
    if (!is_tag(code) && !seen->in_row)
        seen->before = code;
}

size_t utf8_first_idle(struct str s) {
    struct utf8_seen seen = {0};
    struct str rest = s;
    while (rest.len > 0) {
        if (utf8_is_idle(rest, &seen))
            return s.len - rest.len;
        utf8_see(&seen, utf8_next(&rest));
    }
    return SIZE_MAX;
}
