/* HTML blocks (CommonMark 0.30, section 4.6). Raw HTML is refused later; here it only must be told
 * from paragraphs, exactly as cmark will. */
#include "markdown/line.h"

static const char *const raw_names[] = {"script", "pre", "textarea", "style", NULL};
static const char *const raw_ends[] = {"</script>", "</pre>", "</textarea>", "</style>", NULL};
static const char *const block_names[] = {
    "address",  "article",  "aside",    "base",       "basefont", "blockquote", "body",   "caption",
    "center",   "col",      "colgroup", "dd",         "details",  "dialog",     "dir",    "div",
    "dl",       "dt",       "fieldset", "figcaption", "figure",   "footer",     "form",   "frame",
    "frameset", "h1",       "h2",       "h3",         "h4",       "h5",         "h6",     "head",
    "header",   "hr",       "html",     "iframe",     "legend",   "li",         "link",   "main",
    "menu",     "menuitem", "nav",      "noframes",   "ol",       "optgroup",   "option", "p",
    "param",    "section",  "source",   "summary",    "table",    "tbody",      "td",     "tfoot",
    "th",       "thead",    "title",    "tr",         "track",    "ul",         NULL};

static bool listed(struct str name, const char *const *names) {
    for (; *names != NULL; names++)
        if (str_eq_nocase(name, str_from(*names)))
            return true;
    return false;
}

static char at(struct str s, size_t i) {
    return i < s.len ? s.p[i] : '\n';
}

static size_t skip_space(struct str s, size_t i) {
    while (i < s.len && ascii_is_space(s.p[i]))
        i++;
    return i;
}

static size_t skip_name(struct str s, size_t i) {
    if (!ascii_is_alpha(at(s, i)))
        return i;
    while (ascii_is_alnum(at(s, i)) || at(s, i) == '-')
        i++;
    return i;
}

/* Past one attribute with the white space before it; `i` itself when there is none, SIZE_MAX when
 * it is malformed. */
static size_t skip_attribute(struct str s, size_t i) {
    size_t n = skip_space(s, i);
    if (n == i || !(ascii_is_alpha(at(s, n)) || at(s, n) == '_' || at(s, n) == ':'))
        return i;
    while (ascii_is_alnum(at(s, n)) || (n < s.len && strchr("_:.-", s.p[n]) != NULL))
        n++;
    size_t equals = skip_space(s, n);
    if (at(s, equals) != '=')
        return n;
    size_t value = skip_space(s, equals + 1);
    char quote = at(s, value);
    if (quote == '"' || quote == '\'') {
        size_t end = str_find_char(str_from_offset(s, value + 1), quote);
        return end == SIZE_MAX ? SIZE_MAX : value + 1 + end + 1;
    }
    size_t end = value;
    while (end < s.len && !ascii_is_space(s.p[end]) && strchr("\"'=<>`", s.p[end]) == NULL)
        end++;
    return end == value ? SIZE_MAX : end;
}

/* One whole opening or closing tag and nothing behind it. */
static bool whole_tag(struct str s) {
    bool closing = at(s, 1) == '/';
    size_t name = closing ? 2 : 1, i = skip_name(s, name);
    if (i == name)
        return false;
    while (!closing) {
        size_t next = skip_attribute(s, i);
        if (next == SIZE_MAX)
            return false;
        if (next == i)
            break;
        i = next;
    }
    i = skip_space(s, i);
    if (!closing && at(s, i) == '/')
        i++;
    return at(s, i) == '>' && skip_space(s, i + 1) >= s.len;
}

unsigned line_html(struct str s, bool in_paragraph) {
    if (s.len < 2 || s.p[0] != '<')
        return 0;
    if (str_starts(s, str_lit("<!--")))
        return 2;
    if (s.p[1] == '?')
        return 3;
    if (str_starts(s, str_lit("<![CDATA[")))
        return 5;
    if (s.p[1] == '!')
        return ascii_is_alpha(at(s, 2)) ? 4 : 0;
    size_t from = s.p[1] == '/' ? 2 : 1, end = skip_name(s, from);
    struct str name = str_slice(s, from, end);
    char after = at(s, end);
    bool ends = ascii_is_space(after) || after == '>';
    if (from == 1 && ends && listed(name, raw_names))
        return 1;
    if ((ends || (after == '/' && at(s, end + 1) == '>')) && listed(name, block_names))
        return 6;
    return !in_paragraph && whole_tag(s) ? 7 : 0;
}

static bool has_nocase(struct str s, struct str needle) {
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (s.p[i] == '<' && str_eq_nocase(str_slice(s, i, i + needle.len), needle))
            return true;
    return false;
}

bool line_html_ends(struct str rest, unsigned kind) {
    static const char *const ends[] = {NULL, NULL, "-->", "?>", ">", "]]>", NULL, NULL};
    if (kind != 1)
        return ends[kind] != NULL && str_find(rest, str_from(ends[kind])) != SIZE_MAX;
    for (const char *const *end = raw_ends; *end != NULL; end++)
        if (has_nocase(rest, str_from(*end)))
            return true;
    return false;
}
