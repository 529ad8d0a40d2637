/* Characters beyond ASCII: which may stand in a page. The first question is asked for every one of
 * them, the second only for the one that ends the reading. */
#include "html/bytes.h"

static bool follows(unsigned char c) {
    return (c & 0xc0) == 0x80;
}

static size_t three(const unsigned char *p) {
    if (p[0] == 0xe0 ? p[1] < 0xa0 : p[0] == 0xed && p[1] > 0x9f)
        return 0;
    if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xad || p[2] == 0xae)) /* U+202D, U+202E */
        return 0;
    if (p[0] != 0xef)
        return 3;
    if (p[1] == 0xb7 && p[2] >= 0x90 && p[2] <= 0xaf) /* U+FDD0 to U+FDEF */
        return 0;
    if (p[1] == 0xbb && p[2] == 0xbf) /* U+FEFF */
        return 0;
    return p[1] == 0xbf && p[2] >= 0xbe ? 0 : 3; /* U+FFFE, U+FFFF */
}

static size_t four(const unsigned char *p) {
    if (p[0] == 0xf0 ? p[1] < 0x90 : p[0] == 0xf4 && p[1] > 0x8f)
        return 0;
    return (p[1] & 0x0f) == 0x0f && p[2] == 0xbf && p[3] >= 0xbe ? 0 : 4; /* U+nFFFE, U+nFFFF */
}

size_t bytes_wide(const unsigned char *p, size_t left) {
    unsigned char a = p[0];
    if (left < 2 || a < 0xc2 || a > 0xf4 || !follows(p[1]))
        return 0;
    if (a < 0xe0)
        return a == 0xc2 && p[1] < 0xa0 ? 0 : 2;
    if (left < 3 || !follows(p[2]))
        return 0;
    if (a < 0xf0)
        return three(p);
    return left < 4 || !follows(p[3]) ? 0 : four(p);
}

const char *bytes_wide_problem(const unsigned char *p, size_t left, const char **message) {
    struct str here = str_of((const char *)p, left < 4 ? left : 4);
    size_t bad = utf8_first_bad(here);
    uint32_t code = bad == 0 ? 0 : utf8_next(&here);
    if (bad == 0) {
        *message = "this is not UTF-8, save the file as UTF-8";
        return "html/bad-utf8";
    }
    if (code == 0xfeff) {
        *message = "a byte order mark (U+FEFF) stands here, remove it";
        return "html/byte-order-mark";
    }
    if (code < 0xa0) {
        *message = "a control character (U+0080 to U+009F) stands here, remove it";
        return "html/control-character";
    }
    if (code == 0x202d || code == 0x202e) {
        *message =
            "a sign that turns letters and numbers around (U+202D, U+202E) stands here, remove it";
        return "html/turned-around";
    }
    *message = "a code point that is no character stands here, remove it";
    return "html/noncharacter";
}
