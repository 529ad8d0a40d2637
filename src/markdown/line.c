/* Line cursor and block starts. The rules are those of CommonMark 0.30 in the reading of cmark, so
 * that what is found here is what cmark will find in the rewritten body. */
#include "markdown/line.h"

enum { TAB_STOP = 4, LIST_DIGITS_MAX = 9 };

void line_start(struct line *l, struct str text, uint32_t number) {
    *l = (struct line){.text = text, .number = number};
    line_find(l);
}

void line_find(struct line *l) {
    if (l->first > l->offset)
        return; /* still ahead: looking again would make long white space quadratic */
    size_t to_tab = TAB_STOP - l->column % TAB_STOP;
    l->first = l->offset;
    l->first_column = l->column;
    for (; l->first < l->text.len; l->first++) {
        char c = l->text.p[l->first];
        if (c == ' ') {
            l->first_column++;
            to_tab = to_tab == 1 ? TAB_STOP : to_tab - 1;
        } else if (c == '\t') {
            l->first_column += to_tab;
            to_tab = TAB_STOP;
        } else {
            break;
        }
    }
}

void line_advance(struct line *l, size_t count, bool columns) {
    while (count > 0 && l->offset < l->text.len) {
        size_t step = 1;
        bool partial = false;
        if (l->text.p[l->offset] == '\t') {
            size_t to_tab = TAB_STOP - l->column % TAB_STOP;
            partial = columns && to_tab > count;
            step = partial ? count : to_tab;
        }
        l->partial_tab = partial;
        l->column += step;
        l->offset += partial ? 0 : 1;
        count -= columns ? step : 1;
    }
}

static size_t run_of(struct str s, char c) {
    size_t n = 0;
    while (n < s.len && s.p[n] == c)
        n++;
    return n;
}

static bool only_gaps(struct str s, size_t from) {
    while (from < s.len && line_is_gap(s.p[from]))
        from++;
    return from >= s.len;
}

unsigned line_atx(struct str rest) {
    size_t n = run_of(rest, '#');
    if (n < 1 || n > 6 || (n < rest.len && !line_is_gap(rest.p[n])))
        return 0;
    return (unsigned)n;
}

size_t line_fence_open(struct str rest) {
    if (rest.len < 3 || (rest.p[0] != '`' && rest.p[0] != '~'))
        return 0;
    size_t n = run_of(rest, rest.p[0]);
    if (n < 3)
        return 0;
    if (rest.p[0] == '`' && str_find_char(str_from_offset(rest, n), '`') != SIZE_MAX)
        return 0;
    return n;
}

bool line_fence_close(struct str rest, char mark, size_t length) {
    size_t n = run_of(rest, mark);
    return n >= length && only_gaps(rest, n);
}

bool line_setext(struct str rest) {
    if (rest.len == 0 || (rest.p[0] != '=' && rest.p[0] != '-'))
        return false;
    return only_gaps(rest, run_of(rest, rest.p[0]));
}

bool line_thematic(struct str rest) {
    char mark = rest.len == 0 ? 0 : rest.p[0];
    if (mark != '*' && mark != '_' && mark != '-')
        return false;
    size_t marks = 0;
    for (size_t i = 0; i < rest.len; i++)
        if (rest.p[i] == mark)
            marks++;
        else if (!line_is_gap(rest.p[i]))
            return false;
    return marks >= 3;
}

size_t line_list_marker(struct str rest, bool in_paragraph) {
    size_t n = 0;
    if (rest.len == 0)
        return 0;
    if (rest.p[0] == '-' || rest.p[0] == '+' || rest.p[0] == '*') {
        n = 1;
    } else {
        unsigned start = 0;
        while (n < rest.len && n < LIST_DIGITS_MAX && ascii_is_digit(rest.p[n]))
            start = start * 10 + (unsigned)(rest.p[n++] - '0');
        if (n == 0 || n >= rest.len || (rest.p[n] != '.' && rest.p[n] != ')'))
            return 0;
        if (in_paragraph && start != 1)
            return 0;
        n++;
    }
    if (n < rest.len && !ascii_is_space(rest.p[n]))
        return 0;
    return in_paragraph && only_gaps(rest, n) ? 0 : n;
}

size_t line_note(struct str rest, struct str *label) {
    if (rest.len < 5 || rest.p[0] != '[' || rest.p[1] != '^')
        return 0;
    size_t n = 2;
    while (n < rest.len && rest.p[n] != ']' && rest.p[n] != ' ' && rest.p[n] != '\t' &&
           rest.p[n] != '\0')
        n++;
    if (n == 2 || n + 1 >= rest.len || rest.p[n] != ']' || rest.p[n + 1] != ':')
        return 0;
    *label = str_slice(rest, 2, n);
    n += 2;
    while (n < rest.len && line_is_gap(rest.p[n]))
        n++;
    return n;
}
