/* Marks of other tools that begin a line (boxes, tabs, lists of terms), and those of one sign:
 * small numbers, names of pictures. These pages print them as they stand, or mean something else.
 */
#include "lint/parts.h"

#define FOR_A_BOX                                                                                   \
    "for a box write a line '> [!WARNING]' (or NOTE, DANGER …) and '> ' before each line of the " \
    "text"
#define FOR_A_LIST "write '- ' before each item of a list"

struct line_mark {
    const char *begin;
    const char *advice;
};
static const struct line_mark line_marks[] = {
    {"!!! ", FOR_A_BOX},
    {"??? ", FOR_A_BOX},
    {"???+ ", FOR_A_BOX},
    {".. ", FOR_A_BOX},
    {"=== \"", "there are no tabs: write a heading for each of them"},
    {"--8<--", "nothing is taken in from other files: write it here"},
    {"*[", "no word is explained by pointing at it: write what it means"},
    {"%%", "readers see it, so keep notes to yourself in another file"},
    {"• ", FOR_A_LIST},
    {"· ", FOR_A_LIST},
    {"▪ ", FOR_A_LIST},
    {"◦ ", FOR_A_LIST},
    {"● ", FOR_A_LIST},
    {"‣ ", FOR_A_LIST},
    {"⁃ ", FOR_A_LIST},
    {"– ", FOR_A_LIST},
};

/* What a line that begins like the mark needs besides. */
static bool is_whole(const struct line_mark *m, struct str t) {
    switch (m->begin[0]) {
    case '.': /* ".. note::" */
        return str_find(t, str_lit("::")) != SIZE_MAX;
    case '*': /* "*[HTML]: …" */
        return str_find(t, str_lit("]:")) != SIZE_MAX;
    case '%': /* a note over several lines; in one line it is a mark around words */
        return t.len == 2;
    default:
        return true;
    }
}

/* Behind the mark of a list: "[ ] " and "[x] ". */
static bool is_box(struct str t) {
    return t.len > 4 && (t.p[0] == '-' || t.p[0] == '*' || t.p[0] == '+') && t.p[1] == ' ' &&
           t.p[2] == '[' && strchr(" xX", t.p[3]) != NULL && t.p[4] == ']' &&
           (t.len == 5 || t.p[5] == ' ');
}

static bool is_contents(struct str t) {
    return str_eq(t, str_lit("[TOC]")) || str_eq(t, str_lit("[toc]"));
}

/* ":   what it means", or ": what it means" under a term. */
static bool is_meaning(struct str t, struct str before) {
    enum { TERM_MAX = 40 };
    if (t.len < 3 || t.p[0] != ':')
        return false;
    bool wide = t.p[1] == '\t' || (t.p[1] == ' ' && t.p[2] == ' ');
    return wide || (t.p[1] == ' ' && before.len > 0 && before.len <= TERM_MAX);
}

static void tell(struct lint *l, const struct prose *p, struct str what, const char *advice) {
    lint_say(l, RULE_OTHER_MARKUP, lint_place(p->doc, what.p, what.len),
             "this is printed as it stands: %s", advice);
}

static void check_line(struct lint *l, const struct prose *p, struct str t, struct str before) {
    if (is_box(t))
        tell(l, p, str_slice(t, 2, 5), "nothing can be ticked, so take it out");
    else if (is_contents(t))
        tell(l, p, t, "a table of contents is a line '::: toc'");
    else if (is_meaning(t, before))
        tell(l, p, str_slice(t, 0, 1), "a list of terms is lines like '- **Term**: what it means'");
    for (size_t i = 0; i < ARRAY_LEN(line_marks); i++)
        if (str_starts(t, str_from(line_marks[i].begin)) && is_whole(&line_marks[i], t))
            tell(l, p, str_trim(str_slice(t, 0, strlen(line_marks[i].begin))),
                 line_marks[i].advice);
}

static void check_lines(struct lint *l, const struct prose *p) {
    struct str rest = p->text, line, before = STR_NONE;
    for (; !lint_is_full(l) && str_next_line(&rest, &line); before = line) {
        struct str t = str_trim(line);
        if (t.len > 0 && p->masked.p[t.p - p->text.p] != PROSE_BLANK) /* not code */
            check_line(l, p, t, before);
    }
}

/* --- of one sign */

/* How many of `signs` beside letters and digits stand from `at` on, up to `max`. */
static size_t run_of(struct str s, size_t at, const char *signs, size_t max) {
    size_t n = 0;
    while (n < max && at + n < s.len && s.p[at + n] != '\0' &&
           (ascii_is_alnum(s.p[at + n]) || strchr(signs, s.p[at + n]) != NULL))
        n++;
    return n;
}

/* "H~2~O", which is struck out here, and "10^6^". The length, or 0. */
static size_t small_len(struct str s, size_t at) {
    enum { SMALL_MAX = 6 };
    char c = s.p[at];
    if ((c != '~' && c != '^') || at == 0 || !ascii_is_alnum(s.p[at - 1]))
        return 0;
    size_t end = at + 1 + run_of(s, at + 1, "+-", SMALL_MAX);
    bool closed = end > at + 1 && end < s.len && s.p[end] == c;
    return closed && (end + 1 == s.len || s.p[end + 1] != c) ? end + 1 - at : 0;
}

/* ":warning:" for a picture. The length, or 0. */
static size_t picture_len(struct str s, size_t at) {
    enum { NAME_MAX_BYTES = 40 };
    bool begins = at == 0 || ascii_is_space(s.p[at - 1]);
    if (s.p[at] != ':' || !begins || at + 1 == s.len || !ascii_is_lower(s.p[at + 1]))
        return 0;
    size_t end = at + 1 + run_of(s, at + 1, "_+-", NAME_MAX_BYTES);
    bool closed = end > at + 2 && end < s.len && s.p[end] == ':';
    return closed && (end + 1 == s.len || !ascii_is_alnum(s.p[end + 1])) ? end + 1 - at : 0;
}

static void check_signs(struct lint *l, const struct prose *p) {
    struct str s = p->masked;
    for (size_t i = 0; i < s.len && !lint_is_full(l); i++) {
        size_t small = small_len(s, i), picture = picture_len(s, i);
        if (small + picture == 0)
            continue;
        lint_say(l, RULE_OTHER_MARKUP, lint_place(p->doc, p->text.p + i, small + picture), "%s",
                 picture > 0     ? "this is printed as it stands: write the sign itself, or a word"
                 : s.p[i] == '~' ? "this is struck out: write a small number as a sign, like ₂"
                                 : "this is printed as it stands: write a raised number as a "
                                   "sign, like ²");
        i += small + picture - 1;
    }
}

void foreign_check(struct lint *l, const struct prose *p) {
    check_lines(l, p);
    check_signs(l, p);
}
