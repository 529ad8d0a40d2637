/* What those miss who hear a page or jump through it: headings that skip a level or hold nothing,
 * pictures without words, tables whose columns have no names. */
#include "html/html.h"
#include "lint/parts.h"
#include "markdown/markdown.h"

static bool is_heading(const struct html_token *t) {
    return t->name.len == 2 && t->name.p[0] == 'h' && ascii_is_digit(t->name.p[1]);
}

/* Those that another one of no lower level follows at once, or the end. */
static void check_empty(struct lint *l, const struct markdown_page *page, struct str html) {
    const struct markdown_heading *last = NULL; /* nothing came behind it so far */
    struct html_scanner scanner;
    struct html_token t;
    size_t next = 0;
    html_start(&scanner, html);
    do {
        html_next(&scanner, &t);
        bool opens = t.kind == HTML_OPEN && is_heading(&t), end = t.kind == HTML_END;
        unsigned level = opens ? (unsigned)(t.name.p[1] - '0') : 0;
        if (last != NULL && (end || (opens && level <= last->level)))
            lint_say(l, RULE_HEADING_EMPTY, last->at, "there is nothing below '%.*s'",
                     STR_ARG(last->text));
        if (t.kind != HTML_TEXT || str_trim(t.text).len > 0)
            last = NULL;
        next += opens;
        if (t.kind == HTML_CLOSE && is_heading(&t) && next <= page->heading_count)
            last = &page->headings[next - 1];
    } while (t.kind != HTML_END && t.kind != HTML_BAD && !lint_is_full(l));
}

static void check_headings(struct lint *l, struct markdown *m, const struct document *doc) {
    static const struct markdown_labels labels;
    struct markdown_page page = {0};
    struct diags known = {0}; /* the build has told of them */
    struct buf html = {0};
    unsigned before = 1;
    (void)!markdown_render(m, &l->page, &doc->source, doc->loaded_body, doc->body_line,
                           &(struct markdown_hooks){0}, &labels, &html, &page, &known);
    for (size_t i = 0; i < page.heading_count && !lint_is_full(l); i++) {
        const struct markdown_heading *h = &page.headings[i];
        if (h->level == 1)
            lint_say(l, RULE_HEADING_TOP, h->at,
                     "'%.*s' is a heading of level 1, which is the title's: begin it with '##'",
                     STR_ARG(h->text));
        else if (h->level > before + 1)
            lint_say(l, RULE_HEADING_SKIP, h->at,
                     "'%.*s' is of level %u, the heading before it of level %u: nothing is "
                     "between them",
                     STR_ARG(h->text), h->level, before);
        before = h->level;
    }
    check_empty(l, &page, buf_str(&html));
    buf_finish(&html);
    diags_finish(&known);
}

static void check_images(struct lint *l, const struct document *doc, const struct origin_block *b) {
    struct str s = b->text;
    for (size_t i = 0; i + 3 < s.len && !lint_is_full(l); i++) {
        if (s.p[i] != '!' || s.p[i + 1] != '[' || (i > 0 && s.p[i - 1] == '\\'))
            continue;
        size_t to = i + 2;
        while (to < s.len && (s.p[to] == ' ' || s.p[to] == '\n'))
            to++;
        if (to + 1 < s.len && s.p[to] == ']' && s.p[to + 1] == '(')
            lint_say(l, RULE_IMAGE_ALT, lint_place(doc, s.p + i, to + 1 - i),
                     "this picture has no words: write what it shows between [ and ]");
        i = to;
    }
}

/* "| --- | :-: |" */
static bool is_delimiter(struct str line) {
    struct str t = str_trim(line);
    bool dash = false, bar = false;
    for (size_t i = 0; i < t.len; i++) {
        dash = dash || t.p[i] == '-';
        bar = bar || t.p[i] == '|';
        if (t.p[i] != '-' && t.p[i] != '|' && t.p[i] != ':' && t.p[i] != ' ')
            return false;
    }
    return dash && bar;
}

static bool is_empty_row(struct str line) {
    struct str t = str_trim(line);
    for (size_t i = 0; i < t.len; i++)
        if (t.p[i] != '|' && t.p[i] != ' ')
            return false;
    return t.len > 0;
}

/* Of a row "| a | b |", with or without the bars at its ends. */
static size_t column_count(struct str line) {
    struct str t = str_trim(line);
    size_t count = 1;
    for (size_t i = 0; i < t.len; i++)
        count += t.p[i] == '|' && i > 0 && i + 1 < t.len && t.p[i - 1] != '\\';
    return count;
}

static void check_tables(struct lint *l, const struct document *doc, const struct origin_block *b) {
    struct str rest = b->text, line, before = STR_NONE;
    while (!lint_is_full(l) && str_next_line(&rest, &line)) {
        bool ruled = before.p != NULL && is_delimiter(line);
        size_t columns = ruled ? column_count(before) : 0, rules = ruled ? column_count(line) : 0;
        if (ruled && is_empty_row(before))
            lint_say(l, RULE_TABLE_HEADER, lint_place(doc, before.p, before.len),
                     "the first row of this table is empty: it names the columns");
        else if (columns > 1 && columns != rules && !is_delimiter(before))
            lint_say(
                l, RULE_TABLE_RULE, lint_place(doc, line.p, line.len),
                "this is printed as it stands, because the line of dashes has %zu column%s and "
                "the one above it %zu: let both have as many",
                rules, rules == 1 ? "" : "s", columns);
        before = line;
    }
}

/* "](My photo.png)" is plain text; "](a.md "title")" and "](<My photo.png>)" are not. */
static void check_spaces(struct lint *l, const struct document *doc, const struct origin_block *b) {
    struct str rest = b->text, line;
    while (!lint_is_full(l) && str_next_line(&rest, &line)) {
        size_t open = str_find(line, str_lit("]("));
        struct str inside = open == SIZE_MAX ? STR_NONE : str_from_offset(line, open + 2);
        size_t close = str_find_char(inside, ')'), blank = str_find_char(inside, ' ');
        if (open == SIZE_MAX || open == 0 || close == SIZE_MAX || blank >= close)
            continue;
        char behind = inside.p[blank + 1];
        if (blank == 0 || inside.p[0] == '<' || strchr("\"'( )", behind) != NULL ||
            str_find_char(str_slice(line, 0, open), '`') != SIZE_MAX)
            continue;
        struct place at = lint_place(doc, inside.p, close);
        if (inside.p[0] == '{')
            lint_say(l, RULE_OTHER_MARKUP, at,
                     "this is printed as it stands: write the way from this file to the other one, "
                     "as in ../topics/naloxone.md");
        else
            lint_say(l, RULE_LINK_SPACE, at,
                     "this is printed as it stands, because an address has no blanks: rename the "
                     "file, or write it as (<%.*s>)",
                     (int)close, inside.p);
    }
}

static bool is_row(struct str line) {
    struct str t = str_trim(line);
    return t.len > 2 && t.p[0] == '|' && t.p[t.len - 1] == '|';
}

/* Whether a tab parts two words of the line: none that begins it, or stands behind the mark of a
 * list ("-", "2."). An item with a tab further on ("* name	what it does") is a line of its own.
 */
static bool is_row_of_tabs(struct str line) {
    struct str t = str_trim(line);
    size_t tab = str_find_char(t, '\t');
    bool item = t.len > 1 && strchr("-*+|", t.p[0]) != NULL && (t.p[0] == '|' || t.p[1] == ' ');
    if (tab == SIZE_MAX || item)
        return false;
    char last = t.p[tab - 1];
    bool mark = tab < 4 && strchr("-*+>.)", last) != NULL;
    return !mark || str_find_char(str_from_offset(t, tab + 1), '\t') != SIZE_MAX;
}

/* Pasted from a word processor or a spreadsheet: all its cells would be read as one sentence. */
static void check_tabs(struct lint *l, const struct document *doc, const struct origin_block *b) {
    struct str rest = b->text, line, before = STR_NONE;
    if (b->text.len > 0 && ascii_is_space(b->text.p[0])) /* code, by its indent */
        return;
    for (; !lint_is_full(l) && str_next_line(&rest, &line); before = line) {
        if (before.p == NULL || !is_row_of_tabs(before) || !is_row_of_tabs(line))
            continue;
        lint_say(l, RULE_TABLE_RULE, lint_place(doc, before.p, before.len),
                 "this table is printed as one sentence: write its rows as '| a | b |', and "
                 "'| --- | --- |' below the first of them");
        return;
    }
}

/* Rows without the line of dashes are printed as they stand. */
static void check_rows(struct lint *l, const struct document *doc, const struct origin_block *b) {
    struct str rest = b->text, first, second;
    if (str_next_line(&rest, &first) && is_row(first) && str_next_line(&rest, &second) &&
        is_row(second) && !is_delimiter(second))
        lint_say(l, RULE_TABLE_RULE, lint_place(doc, first.p, first.len),
                 "this is printed as it stands: a table needs a second line like '| --- | --- |'");
}

/* "##Heading": CommonMark wants a blank. A single '#' may be meant as it stands. */
static void check_blank(struct lint *l, const struct document *doc, const struct origin_block *b) {
    size_t n = 0;
    while (n < b->text.len && b->text.p[n] == '#')
        n++;
    if (n >= 2 && n <= 6 && n < b->text.len && !ascii_is_space(b->text.p[n]))
        lint_say(l, RULE_HEADING_SPACE, lint_place(doc, b->text.p, n),
                 "this is printed as it stands: a heading has a blank behind '%.*s'", (int)n,
                 b->text.p);
}

void structure_check(struct lint *l, struct markdown *m, const struct document *doc,
                     const struct origin_blocks *blocks) {
    check_headings(l, m, doc);
    for (size_t i = 0; i < blocks->count && !lint_is_full(l); i++) {
        const struct origin_block *b = &blocks->items[i];
        if (b->kind == ORIGIN_HEADING)
            check_blank(l, doc, b);
        if (b->kind != ORIGIN_TEXT)
            continue;
        check_spaces(l, doc, b);
        check_rows(l, doc, b);
        check_tabs(l, doc, b);
        check_images(l, doc, b);
        check_tables(l, doc, b);
    }
}
