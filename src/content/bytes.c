/* The first look at a file that people wrote: size, encoding, characters that no text has. What
 * passes here is what the parsers of this folder may rely on. One pass, linear. */
#include "content/bytes.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Kinds of trouble, each reported once. */
enum trouble { NUL_BYTE, BAD_UTF8, CONTROL, LONE_CR, SEPARATOR, TURNED, LOST, INVISIBLE, TROUBLES };

struct str bytes_without_mark(struct str text) {
    return str_starts(text, str_lit(BYTE_ORDER_MARK)) ? str_from_offset(text, 3) : text;
}

static bool is_separator(uint32_t code) {
    return code == 0x85 || code == 0x2028 || code == 0x2029;
}

/* Shows "50" as "05". Arabic and Hebrew run the right way without. */
static bool is_override(uint32_t code) {
    return code == 0x202d || code == 0x202e;
}

/* What programs put in the place of a letter or a picture that they could not read. */
static bool is_lost(uint32_t code) {
    return code == 0xfffc || code == 0xfffd;
}

bool bytes_allowed(uint32_t code) {
    if (code < 0x20)
        return code == '\t' || code == '\n';
    if ((code >= 0x7f && code <= 0x9f) || is_separator(code) || is_override(code) ||
        code == 0xfeff || is_lost(code) || utf8_is_never_typed(code))
        return false;
    return (code & 0xfffe) != 0xfffe && !(code >= 0xfdd0 && code <= 0xfdef);
}

static void report(const struct source *source, enum trouble what, size_t at, uint32_t code,
                   struct diags *d) {
    struct place place = place_at_offset(source, at, 1);
    switch (what) {
    case NUL_BYTE:
        diag_error(d, place, "text/nul",
                   "a NUL byte: this is no text file, or it is damaged from here on");
        break;
    case BAD_UTF8:
        diag_error(d, place, "text/encoding",
                   "the byte 0x%02x is not UTF-8: save the file with the encoding UTF-8", code);
        break;
    case CONTROL:
        diag_error(d, place, "text/control", "the invisible character U+%04X: delete it", code);
        break;
    case LONE_CR:
        diag_error(d, place, "text/line-ends",
                   "lines end with CR alone, as on very old systems: save the file with LF or "
                   "CR LF line ends");
        break;
    case TURNED:
        diag_error(d, place, "text/turned-around",
                   "the invisible sign U+%04X turns the letters and numbers behind it around: "
                   "delete it",
                   code);
        break;
    case LOST:
        diag_error(d, place, "text/lost-letter",
                   "the sign U+%04X stands where a program lost a letter or a picture: write it "
                   "again",
                   code);
        break;
    case INVISIBLE:
        diag_error(d, place, "text/invisible",
                   "the invisible sign U+%04X, which does nothing for readers here: delete it",
                   code);
        break;
    default:
        diag_error(d, place, "text/separator",
                   "the invisible line separator U+%04X: delete it or start a new line", code);
    }
}

/* What is wrong with the character at the front of `rest`, or TROUBLES. */
static enum trouble trouble_at(struct str rest, const struct utf8_seen *seen, uint32_t *code) {
    unsigned char byte = (unsigned char)rest.p[0];
    *code = byte;
    if (byte == 0)
        return NUL_BYTE;
    if (byte == '\r')
        return rest.len > 1 && rest.p[1] == '\n' ? TROUBLES : LONE_CR;
    if (byte < 0x80)
        return bytes_allowed(byte) ? TROUBLES : CONTROL;
    struct str after = rest;
    uint32_t read = utf8_next(&after);
    if (read == 0xfffd && rest.len - after.len == 1)
        return BAD_UTF8;
    *code = read;
    if (is_separator(read))
        return SEPARATOR;
    if (is_override(read))
        return TURNED;
    if (is_lost(read))
        return LOST;
    if (utf8_is_idle(rest, seen))
        return INVISIBLE;
    return bytes_allowed(read) ? TROUBLES : CONTROL;
}

/* How many bytes at the start of `s` are ASCII with nothing to say about, eight a step; no more
 * than there are, sometimes fewer. */
static size_t plain_run(struct str s) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    size_t i = 0;
    for (uint64_t v; s.len - i >= sizeof(v); i += sizeof(v)) {
        memcpy(&v, s.p + i, sizeof(v));
        if (((v | (v - ones * 0x20) | (v + ones)) & high) != 0) /* a byte past ~ or below space */
            break;
    }
    while (i < s.len && s.p[i] >= 0x20 && s.p[i] < 0x7f)
        i++;
    return i;
}

bool bytes_check(const struct source *source, size_t from, size_t to, struct diags *d) {
    bool told[TROUBLES + 1] = {false}, ok = true;
    struct str rest = str_slice(source->text, from, to);
    size_t end = from + rest.len;
    struct utf8_seen seen = {0};
    for (;;) {
        size_t plain = plain_run(rest);
        if (plain > 0)
            utf8_see(&seen, (unsigned char)rest.p[plain - 1]);
        rest = str_from_offset(rest, plain);
        if (rest.len == 0)
            return ok;
        uint32_t code = (unsigned char)rest.p[0];
        enum trouble what = trouble_at(rest, &seen, &code);
        if (what != TROUBLES && !told[what]) {
            report(source, what, end - rest.len, code, d);
            told[what] = true;
            ok = false;
        }
        utf8_see(&seen, code);
        if (code < 0x80 || what == BAD_UTF8)
            rest = str_of(rest.p + 1, rest.len - 1);
        else
            (void)utf8_next(&rest);
    }
}

bool bytes_check_file(const struct source *source, size_t limit_bytes, struct diags *d) {
    struct str text = source->text;
    if (text.len > limit_bytes)
        return diag_error(d, place_of(source, 0, 0, 0), "text/too-large",
                          "is %zu bytes long, at most %zu are read: split it", text.len,
                          limit_bytes);
    if (text.len >= 2 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0))
        return diag_error(d, place_of(source, 0, 0, 0), "text/encoding",
                          "is UTF-16: save the file with the encoding UTF-8");
    size_t mark = text.len - bytes_without_mark(text).len;
    return bytes_check(source, mark, text.len, d);
}
