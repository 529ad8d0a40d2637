/* libyaml says what its state machine missed; an editor wants to know what to type. Most complaints
 * come from a handful of habits (a colon in a text, an apostrophe in single quotes, a tab, a lost
 * bracket), so the line itself is looked at first. */
#include "content/syntax.h"

#define CODE "yaml/syntax"

/* The line around a byte of the text. */
struct line {
    size_t start, end; /* offsets, without the line end */
    struct str text;
};

static struct line line_at(const struct syntax_error *e, size_t offset) {
    struct str text = e->source->text;
    struct line l;
    size_t before = str_rfind_char(str_slice(text, 0, offset), '\n');
    size_t after = str_find_char(str_from_offset(text, offset), '\n');
    l.start = before == SIZE_MAX ? e->from : before + 1; /* behind a byte order mark */
    l.end = after == SIZE_MAX ? text.len : offset + after;
    if (l.end > l.start && text.p[l.end - 1] == '\r')
        l.end--;
    l.text = str_slice(text, l.start, l.end);
    return l;
}

static size_t indent_of(struct str line) {
    size_t n = 0;
    while (n < line.len && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return n;
}

static struct place at_byte(const struct syntax_error *e, size_t offset) {
    return place_at_offset(e->source, offset, 1);
}

static bool problem_is(const struct syntax_error *e, const char *words) {
    return str_find(str_from(e->problem), str_from(words)) != SIZE_MAX;
}

static bool context_is(const struct syntax_error *e, const char *words) {
    return str_find(str_from(e->context), str_from(words)) != SIZE_MAX;
}

static char byte_at(const struct syntax_error *e, size_t offset) {
    return offset < e->source->text.len ? e->source->text.p[offset] : '\n';
}

/* The last line with something in it before the one at `offset`; false at the start. */
static bool line_above(const struct syntax_error *e, size_t offset, struct line *out) {
    struct line l = line_at(e, offset);
    while (l.start > e->from) {
        l = line_at(e, l.start - 1);
        struct str words = str_trim(l.text);
        if (words.len > 0 && words.p[0] != '#') {
            *out = l;
            return true;
        }
    }
    return false;
}

/* Offset in the line of a colon that ends a name, or SIZE_MAX. */
static size_t name_end(struct str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.p[i] == ':' && (i + 1 == line.len || ascii_is_space(line.p[i + 1])))
            return i;
    return SIZE_MAX;
}

static bool tab_in_indent(const struct syntax_error *e, struct diags *d) {
    struct line l = line_at(e, e->at);
    size_t tab = str_find_char(str_slice(l.text, 0, indent_of(l.text)), '\t');
    if (tab == SIZE_MAX)
        return false;
    diag_error(d, at_byte(e, l.start + tab), CODE, "a tab cannot indent a line: use spaces");
    return true;
}

/* A line that should be a field and has no name: "title:Foo", "title Foo", or lost text. */
static bool nameless(const struct syntax_error *e, struct line l, struct diags *d) {
    size_t indent = indent_of(l.text), colon = str_find_char(l.text, ':');
    if (colon != SIZE_MAX && colon + 1 < l.text.len && !ascii_is_space(l.text.p[colon + 1]))
        return diag_error(d, at_byte(e, l.start + colon), CODE,
                          "a space is missing after the colon");
    struct place at = at_byte(e, l.start + indent);
    at.width = (uint32_t)(l.text.len - indent);
    return diag_error(d, at, CODE,
                      "this line has no colon after a field's name: write 'name: value', or "
                      "indent it when it belongs to the text above");
}

/* "mapping values are not allowed": a colon where no name can end. */
static bool stray_colon(const struct syntax_error *e, struct diags *d) {
    struct line l = line_at(e, e->at), above;
    struct str before = str_slice(l.text, 0, e->at - l.start);
    if (name_end(before) != SIZE_MAX || indent_of(before) == before.len)
        return diag_error(d, at_byte(e, e->at), CODE,
                          "a colon in a value that is not quoted: put the value in quotes");
    if (str_starts(l.text, str_lit("---")) && ascii_is_space(byte_at(e, l.start + 3))) {
        struct place rule = at_byte(e, l.start);
        rule.width = 3;
        return diag_error(d, rule, CODE, "'---' needs a line of its own: start the field below it");
    }
    if (!line_above(e, e->at, &above)) /* what stands before the colon is too long for a name */
        return nameless(e, l, d);
    if (name_end(above.text) == SIZE_MAX)
        return nameless(e, above, d);
    struct place at = at_byte(e, l.start + indent_of(l.text));
    at.width = (uint32_t)(e->at - l.start - indent_of(l.text));
    return diag_error(d, at, CODE,
                      "this field is indented further than the one above it: let both start in "
                      "the same column");
}

/* "did not find expected key" and the like: what stands before tells why. */
static bool unexpected_here(const struct syntax_error *e, struct diags *d) {
    struct line l = line_at(e, e->at);
    struct str before = str_trim(str_slice(l.text, 0, e->at - l.start));
    char last = before.len == 0 ? '\0' : before.p[before.len - 1];
    if (last == '\'')
        return diag_error(d, at_byte(e, e->at), CODE,
                          "text after the closing quote: inside single quotes write an "
                          "apostrophe twice, or use double quotes");
    if (last == '"')
        return diag_error(d, at_byte(e, e->at), CODE,
                          "text after the closing quote: put the whole value in one pair of "
                          "quotes, and \\\" for a quote inside");
    if (last == ']' || last == '}')
        return diag_error(d, at_byte(e, e->at), CODE,
                          "text after the closing '%c': put the whole value in quotes", last);
    if (before.len == 0)
        return diag_error(d, at_byte(e, e->at), CODE,
                          "this line is not indented like the ones it belongs to: let the fields "
                          "of one group start in the same column");
    return diag_error(d, at_byte(e, e->at), CODE,
                      "this is not expected here: put the whole value in quotes");
}

/* In "[…" or "{…". */
static bool unclosed(const struct syntax_error *e, struct diags *d) {
    bool list = context_is(e, "sequence");
    struct place open = at_byte(e, e->context_at), at = at_byte(e, e->at);
    if (at.line > open.line || e->at >= e->source->text.len)
        return diag_error(d, open, CODE, "the '%c' that opens here is not closed with '%c'",
                          list ? '[' : '{', list ? ']' : '}');
    if (byte_at(e, e->at) == ':')
        return diag_error(d, at, CODE,
                          "a colon in a value that is not quoted: put the value in quotes");
    return diag_error(d, at, CODE, "a comma or the closing '%c' is missing before this",
                      list ? ']' : '}');
}

static bool quoted_trouble(const struct syntax_error *e, struct diags *d) {
    if (problem_is(e, "end of stream") || problem_is(e, "document indicator"))
        return diag_error(d, at_byte(e, e->context_at), CODE,
                          "the quote that opens here is never closed");
    return diag_error(d, at_byte(e, e->at), CODE,
                      "a backslash starts an escape in double quotes: write two of them, or use "
                      "single quotes");
}

/* A character that has a meaning in YAML stands first in a value. */
static bool bad_start(const struct syntax_error *e, size_t offset, struct diags *d) {
    char c = byte_at(e, offset);
    struct place at = at_byte(e, offset);
    if (c == '\t')
        return diag_error(d, at, CODE, "a tab cannot stand here: use spaces");
    if (c == '\n' || c == '\r')
        return diag_error(d, at, CODE, "a value is missing here");
    return diag_error(d, at, CODE,
                      "a value that starts with '%c' means something else in YAML: put it in "
                      "quotes",
                      c);
}

static bool missing_content(const struct syntax_error *e, struct diags *d) {
    char c = byte_at(e, e->at);
    if (c != ',' && c != ']' && c != '}')
        return bad_start(e, e->at, d);
    return diag_error(d, at_byte(e, e->at), CODE,
                      "a value is missing before '%c', or the value needs quotes", c);
}

bool syntax_report(const struct syntax_error *e, struct diags *d) {
    if (problem_is(e, "tab character") || tab_in_indent(e, d))
        return problem_is(e, "tab character") ? bad_start(e, e->at, d) : false;
    if (context_is(e, "quoted scalar"))
        return quoted_trouble(e, d);
    if (problem_is(e, "mapping values are not allowed"))
        return stray_colon(e, d);
    if (problem_is(e, "could not find expected ':'"))
        return nameless(e, line_at(e, e->context_at), d);
    if (problem_is(e, "expected ',' or"))
        return unclosed(e, d);
    if (problem_is(e, "unexpected ':'"))
        return diag_error(d, at_byte(e, e->at), CODE,
                          "a colon that ends no name: write a space behind it, or put the text in "
                          "quotes");
    if (problem_is(e, "cannot start any token"))
        return bad_start(e, e->at, d);
    if (context_is(e, "an anchor") || context_is(e, "an alias") || context_is(e, "a tag") ||
        context_is(e, "block scalar") || context_is(e, "directive") ||
        problem_is(e, "undefined tag"))
        return bad_start(e, e->context_at, d);
    if (problem_is(e, "block sequence entries") || problem_is(e, "mapping keys"))
        return diag_error(d, at_byte(e, e->at), CODE,
                          "'%c ' cannot start a value on the line of its field: begin the list on "
                          "a line of its own, or put the value in quotes",
                          byte_at(e, e->at));
    if (problem_is(e, "node content"))
        return missing_content(e, d);
    if (problem_is(e, "expected key") || problem_is(e, "document start") ||
        problem_is(e, "'-' indicator"))
        return unexpected_here(e, d);
    return diag_error(d, at_byte(e, e->at), CODE, "cannot be read as YAML here: %s", e->problem);
}
