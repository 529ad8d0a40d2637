/* Marks of other tools that begin a line (boxes, tabs, lists), and those of one sign: small
 * numbers, names of pictures. These pages print them as they stand, or mean something else. A dash
 * or a colon begins lines of plain text, too: there the lines around it say which it is. */
#include "lint/parts.h"

#define FOR_A_BOX                                                                                   \
    "for a box write a line '> [!WARNING]' (or NOTE, DANGER …) and '> ' before each line of the " \
    "text"

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
};

struct item_mark {
    const char
        *sign; /* a blank follows: word processors write tabs, and spaces that do not break */
    bool in_sentences; /* it may also go on with a sentence, or begin what somebody says */
};
static const struct item_mark item_marks[] = {
    {"•", false}, {"▪", false}, {"◦", false},
    {"●", false}, {"‣", false}, {"⁃", false},
    {"–", true},  {"·", true},  {"\xef\x82\xb7", false}, /* "•" in Word's font of signs */
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

/* A line, and those around it: absent beyond the ends of the text. No space at their ends. */
struct here {
    struct str before_that, before, line, next;
    /* Opened by a line before this one in its block: */
    const struct item_mark *items; /* or NULL */
    bool terms;
};

static bool begins_item(struct str t, const struct item_mark *m) {
    struct str sign = str_from(m->sign);
    struct str behind = str_starts(t, sign) ? str_from_offset(t, sign.len) : STR_NONE;
    return str_starts(behind, str_lit(" ")) || str_starts(behind, str_lit("\t")) ||
           str_starts(behind, str_lit("\xc2\xa0"));
}

static const struct item_mark *item_mark(struct str t) {
    for (size_t i = 0; i < ARRAY_LEN(item_marks); i++)
        if (begins_item(t, &item_marks[i]))
            return &item_marks[i];
    return NULL;
}

/* Whether the line begins an item: the first of its block or behind "like this:", or one of
 * several. A mark that stands in sentences needs both. */
static bool is_item(const struct here *h, const struct item_mark *m) {
    bool first = h->before.len == 0 || str_ends(h->before, str_lit(":"));
    bool again = begins_item(h->next, m);
    return h->items == m || (m->in_sentences ? first && again : first || again);
}

/* What the list explains: one word or two; or more, where several lines explain it. */
static bool is_term(struct str t, bool several) {
    enum { TERM_MAX = 40 };
    size_t spaces = 0;
    for (size_t i = 0; i < t.len; i++)
        spaces += t.p[i] == ' ';
    return t.len > 0 && t.len <= TERM_MAX && (several || spaces < 2) &&
           strchr(",;.!?", t.p[t.len - 1]) == NULL;
}

/* ":   what it means", or ": what it means" under a term. Behind any other line one colon and one
 * space go on with a sentence. */
static bool is_meaning(const struct here *h) {
    struct str t = h->line;
    if (t.len < 3 || t.p[0] != ':')
        return false;
    bool wide = t.p[1] == '\t' || (t.p[1] == ' ' && t.p[2] == ' ');
    bool several = h->terms || str_starts(h->next, str_lit(": "));
    bool below = h->terms || h->before_that.len == 0; /* the term begins its block */
    bool goes_on = h->terms && str_starts(h->before, str_lit(": "));
    return wide || (t.p[1] == ' ' && (goes_on || (below && is_term(h->before, several))));
}

static void tell(struct lint *l, const struct prose *p, struct str what, const char *advice) {
    lint_say(l, RULE_OTHER_MARKUP, lint_place(p->doc, what.p, what.len),
             "this is printed as it stands: %s", advice);
}

static void check_line(struct lint *l, const struct prose *p, struct here *h) {
    struct str t = h->line;
    const struct item_mark *item = item_mark(t);
    if (is_box(t)) {
        tell(l, p, str_slice(t, 2, 5), "nothing can be ticked, so take it out");
    } else if (is_contents(t)) {
        tell(l, p, t, "a table of contents is a line '::: toc'");
    } else if (is_meaning(h)) {
        tell(l, p, str_slice(t, 0, 1), "a list of terms is lines like '- **Term**: what it means'");
        h->terms = true;
    } else if (item != NULL && is_item(h, item)) {
        tell(l, p, str_slice(t, 0, strlen(item->sign)), "write '- ' before each item of a list");
        h->items = item;
    }
    for (size_t i = 0; i < ARRAY_LEN(line_marks); i++)
        if (str_starts(t, str_from(line_marks[i].begin)) && is_whole(&line_marks[i], t))
            tell(l, p, str_trim(str_slice(t, 0, strlen(line_marks[i].begin))),
                 line_marks[i].advice);
}

/* The text is one block, so no line of it is empty. */
static void check_lines(struct lint *l, const struct prose *p) {
    struct str rest = p->text, line;
    struct here h = {0};
    for (bool more = str_next_line(&rest, &line); more && !lint_is_full(l);) {
        h.line = str_trim(line);
        more = str_next_line(&rest, &line);
        h.next = more ? str_trim(line) : STR_NONE;
        if (p->masked.p[h.line.p - p->text.p] != PROSE_BLANK) /* not code */
            check_line(l, p, &h);
        h.before_that = h.before;
        h.before = h.line;
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
