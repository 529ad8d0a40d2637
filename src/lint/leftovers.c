/* Marks around words that other tools know and these pages print as they stand, and addresses that
 * nobody can follow: what is left when a text comes from somewhere else. Only what stands in one
 * line. */
#include "lint/parts.h"

#define NO_TEMPLATES                                                                               \
    "a text takes no templates: write what it should show, or a component ('::: name')"

struct mark {
    const char *open, *close;
    const char *advice;
};
static const struct mark marks[] = {
    {"{{", "}}", NO_TEMPLATES},
    {"{%", "%}", NO_TEMPLATES},
    {"{:", "}", "the only mark in braces is a heading's id, '## Heading {#id}'"},
    {"[[", "]]", "write a link as [words](file.md)"},
    {"%%", "%%", "readers see it, so keep notes to yourself in another file"},
    {"==", "==", "write **bold** for what nobody should miss"},
    {"++", "++", "write *emphasis* or **bold**"},
    {"$$", "$$", "there are no formulas: write the signs themselves, like ² or ½"},
};

/* Two of the same: not behind a letter ("C++"), not three, and no "a == b". */
static bool opens_twin(struct str rest, char before) {
    char c = rest.p[0], next = rest.p[2];
    return !ascii_is_alnum(before) && before != c && next != c &&
           (c == '%' || !ascii_is_space(next));
}

/* Whether `m` opens at `at`, outside of code, addresses and what is escaped. */
static bool opens(const struct mark *m, const struct prose *p, size_t at) {
    struct str rest = str_from_offset(p->text, at);
    char before = at == 0 ? '\n' : p->text.p[at - 1];
    bool begins = at == 0 || p->masked.p[at - 1] != PROSE_BLANK;
    if (!str_starts(rest, str_from(m->open)) || before == '\\' || !begins || rest.len < 3)
        return false;
    if (rest.p[0] == '{') /* the mask covers what is in braces, from the first of them */
        return true;
    bool words = p->masked.p[at] != PROSE_BLANK && p->masked.p[at + 1] != PROSE_BLANK;
    if (rest.p[0] != '[')
        return words && opens_twin(rest, before);
    return words && !ascii_is_space(rest.p[2]) && strchr("@^!", rest.p[2]) == NULL;
}

/* The length of the mark at `at` up to its close in the same line, 0 when there is none. */
static size_t mark_len(const struct mark *m, struct str text, size_t at) {
    struct str line = str_from_offset(text, at);
    line = str_slice(line, 0, str_find_char(line, '\n'));
    size_t close = str_find(str_from_offset(line, 2), str_from(m->close));
    size_t end = close == SIZE_MAX ? 0 : 2 + close + strlen(m->close);
    bool link = end != 0 && end < line.len && m->open[0] == '[' && strchr("([:", line.p[end]);
    return link ? 0 : end;
}

/* The sign before `at`, spaces left out. */
static char sign_before(struct str s, size_t at) {
    while (at > 0 && s.p[at - 1] == ' ')
        at--;
    return at > 0 ? s.p[at - 1] : '\0';
}

/* Whether "1 %% 2 %% 3" counts, or says how many of a hundred: between the two marks of a note
 * there are words, and not a number before each. */
static bool is_counting(struct str text, size_t at, size_t n) {
    size_t letters = 0, end = at + n - 2;
    for (size_t i = at + 2; i < end && letters < 2; i++)
        letters = ascii_is_alpha(text.p[i]) || (unsigned char)text.p[i] >= 0x80 ? letters + 1 : 0;
    return letters < 2 ||
           (ascii_is_digit(sign_before(text, at)) && ascii_is_digit(sign_before(text, end)));
}

static void check_marks(struct lint *l, const struct prose *p) {
    size_t dead[ARRAY_LEN(marks)] = {0}; /* up to here nothing closes it */
    for (size_t i = 0; i + 2 < p->text.len && !lint_is_full(l); i++)
        for (size_t k = 0; k < ARRAY_LEN(marks); k++) {
            if (i < dead[k] || !opens(&marks[k], p, i))
                continue;
            size_t n = mark_len(&marks[k], p->text, i);
            size_t line = str_find_char(str_from_offset(p->text, i), '\n');
            dead[k] = n > 0 ? i + n : line == SIZE_MAX ? p->text.len : i + line;
            if (n > 0 && !(marks[k].open[0] == '%' && is_counting(p->text, i, n)))
                lint_say(l, RULE_OTHER_MARKUP, lint_place(p->doc, p->text.p + i, n),
                         "this is printed as it stands: %s", marks[k].advice);
        }
}

/* The end of the address that begins at `at`, without what ends the sentence. */
static size_t address_end(struct str masked, size_t at) {
    size_t end = at;
    while (end < masked.len && !ascii_is_space(masked.p[end]) && masked.p[end] != PROSE_BLANK &&
           strchr("<>\"|", masked.p[end]) == NULL)
        end++;
    while (end > at && strchr(".,;:!?)'*_", masked.p[end - 1]) != NULL)
        end--;
    return end;
}

/* Whether the address is in the words of a link: "[https://a.example](https://a.example)". */
static bool is_words_of_link(struct str masked, size_t at, size_t end) {
    size_t close = str_find_char(str_slice(masked, at, end), ']');
    size_t behind = close == SIZE_MAX ? end : at + close + 1;
    return close != SIZE_MAX && (behind >= masked.len || masked.p[behind] == PROSE_BLANK ||
                                 strchr("([:", masked.p[behind]) != NULL);
}

static void check_addresses(struct lint *l, const struct prose *p) {
    struct str rest = p->masked;
    size_t found;
    while (!lint_is_full(l) && (found = str_find(rest, str_lit("://"))) != SIZE_MAX) {
        size_t middle = (size_t)(rest.p - p->masked.p) + found, at = middle;
        while (at > 0 && middle - at < 5 && ascii_is_alpha(p->masked.p[at - 1]))
            at--;
        struct str scheme = str_slice(p->masked, at, middle);
        size_t end = address_end(p->masked, at);
        char before = at == 0 ? '\n' : p->masked.p[at - 1];
        bool web = str_eq(scheme, str_lit("http")) || str_eq(scheme, str_lit("https"));
        rest = str_from_offset(p->masked, middle + 3);
        if (web && end > middle + 3 && !ascii_is_alnum(before) && before != '<' &&
            !is_words_of_link(p->masked, at, end))
            lint_say(l, RULE_BARE_ADDRESS, lint_place(p->doc, p->text.p + at, end - at),
                     "nobody can follow this address: write it as <%.*s> or [words](%.*s)",
                     STR_ARG(str_slice(p->text, at, end)), STR_ARG(str_slice(p->text, at, end)));
    }
}

/* Word processors turn the quotes around a value of YAML into those of print, which YAML leaves
 * where they are. */
static void check_quotes(struct lint *l, const struct prose *p) {
    static const char *const pairs[][2] = {{"“", "”"}, {"‘", "’"}, {"„", "“"}, {"”", "”"},
                                           {"’", "’"}, {"«", "»"}, {"»", "«"}};
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct str open = str_from(pairs[i][0]), close = str_from(pairs[i][1]), s = p->text;
        if (s.len <= open.len + close.len || !str_starts(s, open) || !str_ends(s, close))
            continue;
        struct str inside = str_slice(s, open.len, s.len - close.len);
        if (str_find(inside, open) == SIZE_MAX && str_find(inside, close) == SIZE_MAX)
            lint_say(l, RULE_QUOTES, p->at,
                     "these quotes are printed: leave them out, or write straight ones (\")");
    }
}

/* Code by its indent, or what continues the item of a list, where it is left alone, too. */
static bool is_indented(struct str text) {
    return str_starts(text, str_lit("    ")) || str_starts(text, str_lit("\t"));
}

void leftovers_check(struct lint *l, const struct prose *p) {
    if (p->doc == NULL) /* a field is no Markdown */
        check_quotes(l, p);
    if (p->doc == NULL || is_indented(p->text))
        return;
    check_marks(l, p);
    foreign_check(l, p);
    check_addresses(l, p);
}
