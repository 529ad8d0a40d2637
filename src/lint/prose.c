/* Markdown with everything that is not words for the reader blanked out: code, addresses,
 * citations, ids; and with references that amounts have resolved. Offsets stay, so that a find in
 * the copy is a place in the file. Linear: what opens and never closes is looked for once. */
#include "lint/parts.h"

enum { RUNS_MAX = 64 };

static void blank(char *text, size_t from, size_t to) {
    memset(text + from, PROSE_BLANK, to - from);
}

static size_t run_of(struct str s, size_t at, char c) {
    size_t n = 0;
    while (at + n < s.len && s.p[at + n] == c)
        n++;
    return n;
}

/* The end of the code span that opens at `at` with `n` backticks, or `at` when none closes. `none`
 * remembers for which lengths there is no closing run any more. */
static size_t code_end(struct str s, size_t at, size_t n, bool none[RUNS_MAX]) {
    if (n >= RUNS_MAX || none[n]) /* nobody writes that many */
        return at;
    for (size_t i = at + n; i < s.len;) {
        size_t run = run_of(s, i, '`');
        if (run == n)
            return i + n;
        i += run == 0 ? 1 : run;
    }
    none[n] = true;
    return at;
}

/* The end of what opens at `at` and closes with `close` on the same line; `at` when it does not. */
static size_t line_end_of(struct str s, size_t at, char close) {
    for (size_t i = at + 1; i < s.len && s.p[i] != '\n'; i++)
        if (s.p[i] == close)
            return i + 1;
    return at;
}

static bool opens_address(struct str s, size_t at) {
    struct str rest = str_from_offset(s, at + 1);
    return str_starts(rest, str_lit("http")) || str_starts(rest, str_lit("mailto:")) ||
           str_starts(rest, str_lit("tel:"));
}

/* The references that stand in amounts: the blank before a unit, micro, the dash of a range. */
static const struct named_sign {
    const char *name, *sign;
} references[] = {
    {"&nbsp;", "\u00a0"},  {"&#160;", "\u00a0"},   {"&#xa0;", "\u00a0"},  {"&thinsp;", "\u00a0"},
    {"&#8201;", "\u00a0"}, {"&#x2009;", "\u00a0"}, {"&#8239;", "\u00a0"}, {"&#x202f;", "\u00a0"},
    {"&micro;", "µ"},      {"&#181;", "µ"},        {"&#xb5;", "µ"},       {"&mu;", "µ"},
    {"&#956;", "µ"},       {"&#x3bc;", "µ"},       {"&ndash;", "–"},      {"&#8211;", "–"},
    {"&#x2013;", "–"},     {"&minus;", "–"},       {"&#8722;", "–"},      {"&#x2212;", "–"},
    {"&#8208;", "–"},      {"&#x2010;", "–"},      {"&#8209;", "–"},      {"&#x2011;", "–"},
};

/* Writes what the reference at `i` stands for behind blanks; returns where it ends, or `i`. */
static size_t resolve(char *copy, struct str text, size_t i) {
    struct str s = str_from_offset(text, i);
    for (size_t n = 0; n < ARRAY_LEN(references); n++) {
        struct str name = str_from(references[n].name), sign = str_from(references[n].sign);
        if (!str_eq_nocase(str_slice(s, 0, name.len), name))
            continue;
        memset(copy + i, ' ', name.len);
        memcpy(copy + i + name.len - sign.len, sign.p, sign.len);
        return i + name.len;
    }
    return i;
}

struct str prose_mask(struct arena *mem, struct str text) {
    char *copy = arena_cstr(mem, text);
    bool none[RUNS_MAX] = {false};
    bool dead_line = false; /* a bracket on this line has no end */
    for (size_t i = 0; i < text.len;) {
        char c = text.p[i], before = i > 0 ? text.p[i - 1] : '\0';
        size_t end = i, ticks = c == '`' ? run_of(text, i, '`') : 0;
        if (c == '\n')
            dead_line = false;
        if (c == '&') {
            size_t next = resolve(copy, text, i);
            i = next > i ? next : i + 1;
            continue;
        }
        if (ticks > 0) {
            end = code_end(text, i, ticks, none);
            i = end == i ? i + ticks : i;
        } else if (!dead_line && ((c == '(' && before == ']') || (c == '{' && before != '\\') ||
                                  (c == '<' && opens_address(text, i)) ||
                                  (c == '[' && i + 1 < text.len && text.p[i + 1] == '@'))) {
            end = line_end_of(text, i, c == '(' ? ')' : c == '{' ? '}' : c == '<' ? '>' : ']');
            dead_line = end == i;
        }
        if (end > i) {
            blank(copy, i, end);
            i = end;
        } else if (ticks == 0) {
            i++;
        }
    }
    return str_of(copy, text.len);
}
