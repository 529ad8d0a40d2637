/* A text as amounts are read in it: digits of every script as 0 to 9, and how its language parts
 * thousands and decimals. */
#include "lint/measure.h"

/* Whether its readers take "1,000" for a thousand (Unicode CLDR: numbers/symbols). */
static bool parts_thousands_by_comma(struct str language) {
    static const char *const tags[] = {
        "en",    "zh",    "ja",    "ko",    "he",    "th",    "hi",    "bn",    "mr",
        "gu",    "pa",    "ta",    "te",    "kn",    "ml",    "si",    "ne",    "ur",
        "my",    "ms",    "tl",    "fil",   "sw",    "am",    "ha",    "yo",    "ig",
        "zu",    "cy",    "ga",    "gd",    "mt",    "es-MX", "es-US", "es-PR", "es-419",
        "es-GT", "es-HN", "es-NI", "es-PA", "es-PE", "es-SV", "es-DO"};
    struct str primary = str_slice(language, 0, str_find_char(language, '-'));
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (str_eq_nocase(primary, str_from(tags[i])) || str_eq_nocase(language, str_from(tags[i])))
            return true;
    return false;
}

/* What the sign at the front of `rest` is in ASCII, or 0. `before` is what was in front of it. */
static char folded(uint32_t code, struct str rest, char before) {
    enum { COMMA = 0x60c, POINT = 0x66b, THOUSANDS = 0x66c, WIDE = 0xff00, WIDE_POINT = 0xff0e };
    int digit = code < 0x80 ? -1 : utf8_digit(code);
    if (digit >= 0)
        return (char)('0' + digit);
    if (code > WIDE && ascii_is_alpha((char)(code - WIDE + ' ')) && code <= WIDE + 'z' - ' ')
        return (char)(code - WIDE + ' ');
    bool between = ascii_is_digit(before) && rest.len > 0 && utf8_digit(utf8_next(&rest)) >= 0;
    return code == POINT        ? MEASURE_DECIMAL
           : !between           ? '\0'
           : code == THOUSANDS  ? '\''
           : code == COMMA      ? ','
           : code == WIDE_POINT ? '.'
                                : '\0';
}

/* The text with all digits as 0 to 9; `*origins` stays NULL where it is the same. */
static struct str fold(struct arena *mem, struct str text, const uint32_t **origins) {
    uint32_t *from = NULL;
    struct buf out = {0};
    char before = ' ';
    for (struct str rest = text; rest.len > 0;) {
        size_t at = text.len - rest.len;
        uint32_t code = utf8_next(&rest);
        char c = code < 0x80 ? '\0' : folded(code, rest, before);
        size_t next = c == '\0' ? text.len - rest.len : at + 1;
        if (c != '\0' && from == NULL) {
            from = arena_array(mem, uint32_t, text.len + 1);
            buf_put(&out, str_slice(text, 0, at));
            for (size_t i = 0; i < at; i++)
                from[i] = (uint32_t)i;
        }
        for (size_t i = at; from != NULL && i < next; i++) {
            from[out.len] = (uint32_t)i;
            buf_putc(&out, c == '\0' ? text.p[i] : c);
        }
        before = c == '\0' ? text.p[next - 1] : c;
    }
    if (from == NULL)
        return text;
    from[out.len] = (uint32_t)text.len;
    *origins = from;
    struct str copy = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return copy;
}

struct measure_text measure_text_of(struct arena *mem, struct str masked, struct str language) {
    struct measure_text t = {.comma = !str_is(str_slice(language, 0, 2), "en"),
                             .thousands = parts_thousands_by_comma(language)};
    t.s = fold(mem, masked, &t.origins);
    return t;
}

struct str measure_shown(struct arena *mem, const struct measure_text *t, size_t from, size_t to) {
    char *line = arena_cstr(mem, str_slice(t->s, from, to));
    size_t length = 0;
    for (size_t i = from; i < to;) {
        size_t next = measure_skip_space(t->s, i);
        line[length++] = next > i ? ' ' : t->s.p[i];
        i = next > i ? next : i + 1;
    }
    return str_of(line, length);
}
