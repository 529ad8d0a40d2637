/* A text as amounts are read in it: digits of every script as 0 to 9, without marks that are not
 * printed, and how its language parts thousands and decimals. */
#include "lint/marks.h"
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

/* What comes out. */
struct folding {
    struct arena *mem;
    struct str text; /* masked */
    const uint8_t *marks;
    uint32_t *from; /* NULL while all is as it was */
    struct buf out;
    char before; /* the sign that came out last */
};

/* Soft hyphens, and signs that turn or hold together a line: Arabic and Hebrew texts have them
 * around numbers. */
static bool is_unseen(uint32_t code) {
    return code == 0xad || code == 0x61c || code == 0x200e || code == 0x200f || code == 0x2060 ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Where the signs that are not printed end. What parts two figures stays: nobody writes "2*3" for
 * 23. */
static size_t skip_unprinted(const struct folding *f, size_t i) {
    struct str rest = str_from_offset(f->text, i);
    bool marked = false;
    for (size_t end = i;; end = f->text.len - rest.len) {
        enum mark mark = f->marks == NULL || rest.len == 0 ? MARK_NONE : (enum mark)f->marks[end];
        uint32_t code = rest.len == 0 ? 0 : utf8_next(&rest);
        bool is_mark = mark != MARK_NONE && mark != MARK_STRIKE;
        marked = marked || is_mark;
        if (!is_mark && !is_unseen(code))
            return marked && ascii_is_digit(f->before) && utf8_digit(code) >= 0 ? i : end;
    }
}

/* From here on the places differ. */
static void begin_origins(struct folding *f, size_t at) {
    if (f->from != NULL)
        return;
    f->from = arena_array(f->mem, uint32_t, f->text.len + 1);
    buf_put(&f->out, str_slice(f->text, 0, at));
    for (size_t i = 0; i < at; i++)
        f->from[i] = (uint32_t)i;
}

/* Takes over the sign at `at`; returns where it ends. */
static size_t fold_sign(struct folding *f, size_t at) {
    struct str rest = str_from_offset(f->text, at);
    uint32_t code = utf8_next(&rest);
    size_t next = f->text.len - rest.len;
    char c = code < 0x80 ? '\0' : folded(code, rest, f->before);
    if (c != '\0')
        begin_origins(f, at);
    for (size_t i = at; f->from != NULL && i < (c == '\0' ? next : at + 1); i++) {
        f->from[f->out.len] = (uint32_t)i;
        buf_putc(&f->out, c == '\0' ? f->text.p[i] : c);
    }
    f->before = c == '\0' ? f->text.p[next - 1] : c;
    return next;
}

/* The text with all digits as 0 to 9, without what is not printed; `*origins` stays NULL where it
 * is the same. */
static struct str fold(struct arena *mem, struct str text, const uint8_t *marks,
                       const uint32_t **origins) {
    struct folding f = {.mem = mem, .text = text, .marks = marks, .before = ' '};
    for (size_t i = 0; i < text.len;) {
        size_t next = skip_unprinted(&f, i);
        if (next > i)
            begin_origins(&f, i);
        i = next > i ? next : fold_sign(&f, i);
    }
    if (f.from == NULL)
        return text;
    f.from[f.out.len] = (uint32_t)text.len;
    *origins = f.from;
    struct str copy = arena_str(mem, buf_str(&f.out));
    buf_finish(&f.out);
    return copy;
}

struct measure_text measure_text_of(struct arena *mem, struct str text, struct str masked,
                                    struct str language) {
    struct measure_text t = {.masked = masked,
                             .marks = marks_find(mem, text, masked),
                             .comma = !parts_thousands_by_comma(language)};
    t.s = fold(mem, masked, t.marks, &t.origins);
    return t;
}

size_t measure_origin_end(const struct measure_text *t, size_t to) {
    if (t->origins == NULL || to == 0)
        return to;
    size_t end = t->origins[to - 1] + 1;
    while (end < t->masked.len && ((unsigned char)t->masked.p[end] & 0xc0) == 0x80)
        end++;
    return end;
}

struct str measure_shown(struct arena *mem, const struct measure_text *t, size_t from, size_t to) {
    const struct str decimal = str_lit("\u066b");
    char *line = arena_array(mem, char, (to - from) * decimal.len + 1);
    size_t length = 0;
    for (size_t i = from; i < to;) {
        size_t next = measure_skip_space(t->s, i);
        if (next == i && t->s.p[i] == MEASURE_DECIMAL) {
            memcpy(line + length, decimal.p, decimal.len);
            length += decimal.len;
        } else {
            line[length++] = next > i ? ' ' : t->s.p[i];
        }
        i = next > i ? next : i + 1;
    }
    return str_of(line, length);
}
