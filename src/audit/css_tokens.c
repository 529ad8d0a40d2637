/* The tokenizer: one walk, no state but the place. */
#include "audit/css_tokens.h"

static bool is_name_start(char c) {
    return ascii_is_alpha(c) || c == '_';
}

static bool is_name(char c) {
    return ascii_is_alnum(c) || c == '_' || c == '-';
}

/* A byte that may stand in a comment; in a string less. */
static bool is_free(char c) {
    return (unsigned char)c >= 0x20 && c != 0x7f && c != '\\' && c != '<';
}

static char at(struct str s, size_t i) {
    return i < s.len ? s.p[i] : '\0';
}

static size_t name_len(struct str s, size_t from) {
    size_t i = from;
    while (is_name(at(s, i)))
        i++;
    return i - from;
}

static bool starts_name(struct str s, size_t from) {
    size_t i = from;
    while (i < from + 2 && at(s, i) == '-')
        i++;
    return is_name_start(at(s, i)) || (i == from + 2 && is_name(at(s, i)));
}

static bool starts_number(struct str s) {
    size_t i = at(s, 0) == '+' || at(s, 0) == '-' ? 1 : 0;
    i += at(s, i) == '.';
    return ascii_is_digit(at(s, i));
}

/* Over white space and comments; sets `bad` when a comment is not finished or holds a bad byte. */
static size_t space_len(struct str s, enum css_kind *bad) {
    size_t i = 0;
    for (;;) {
        while (at(s, i) == ' ' || at(s, i) == '\n' || at(s, i) == '\t')
            i++;
        if (at(s, i) != '/' || at(s, i + 1) != '*')
            return i;
        size_t from = i;
        for (i += 2; i < s.len && !(s.p[i] == '*' && at(s, i + 1) == '/'); i++)
            if (!is_free(s.p[i]) && s.p[i] != '\n' && s.p[i] != '\t') {
                *bad = CSS_BAD_BYTE;
                return i;
            }
        if (i >= s.len) {
            *bad = CSS_UNFINISHED;
            return from;
        }
        i += 2;
    }
}

static size_t number_len(struct str s) {
    size_t i = at(s, 0) == '+' || at(s, 0) == '-' ? 1 : 0;
    while (ascii_is_digit(at(s, i)))
        i++;
    if (at(s, i) == '.' && ascii_is_digit(at(s, i + 1)))
        for (i++; ascii_is_digit(at(s, i));)
            i++;
    if (at(s, i) == '%')
        return i + 1;
    return starts_name(s, i) ? i + name_len(s, i) : i;
}

static void take(struct str *rest, struct css_token *out, enum css_kind kind, size_t len,
                 size_t before, size_t behind) {
    out->kind = kind;
    out->whole = str_slice(*rest, 0, len);
    out->text = str_slice(*rest, before, len - behind);
    if (kind != CSS_BAD_BYTE && kind != CSS_UNFINISHED)
        *rest = str_from_offset(*rest, len);
}

static void string(struct str *rest, struct css_token *out) {
    size_t i = 1;
    while (i < rest->len && rest->p[i] != rest->p[0] && is_free(rest->p[i]))
        i++;
    if (i < rest->len && rest->p[i] == rest->p[0]) {
        take(rest, out, CSS_STRING, i + 1, 1, 1);
        return;
    }
    bool open = i >= rest->len || rest->p[i] == '\n';
    if (!open)
        *rest = str_from_offset(*rest, i);
    take(rest, out, open ? CSS_UNFINISHED : CSS_BAD_BYTE, 1, 0, 0);
}

static void space(struct str *rest, struct css_token *out) {
    enum css_kind bad = CSS_END;
    size_t len = space_len(*rest, &bad);
    if (bad == CSS_END) {
        take(rest, out, CSS_SPACE, len, 0, 0);
        return;
    }
    *rest = str_from_offset(*rest, len);
    take(rest, out, bad, bad == CSS_UNFINISHED ? 2 : 1, 0, 0);
}

static void name(struct str *rest, struct css_token *out) {
    size_t len = name_len(*rest, 0);
    if (at(*rest, len) == '(')
        take(rest, out, CSS_FUNCTION, len + 1, 0, 1);
    else
        take(rest, out, CSS_IDENT, len, 0, 0);
}

void css_next(struct str *rest, struct css_token *out) {
    char c = at(*rest, 0);
    if (rest->len == 0)
        take(rest, out, CSS_END, 0, 0, 0);
    else if (c == ' ' || c == '\n' || c == '\t' || (c == '/' && at(*rest, 1) == '*'))
        space(rest, out);
    else if (starts_name(*rest, 0))
        name(rest, out);
    else if (starts_number(*rest))
        take(rest, out, CSS_NUMBER, number_len(*rest), 0, 0);
    else if (c == '"' || c == '\'')
        string(rest, out);
    else if (c == '#' && name_len(*rest, 1) > 0)
        take(rest, out, CSS_HASH, 1 + name_len(*rest, 1), 1, 0);
    else if (c == '@' && starts_name(*rest, 1))
        take(rest, out, CSS_AT, 1 + name_len(*rest, 1), 1, 0);
    else
        take(rest, out, is_free(c) && (unsigned char)c < 0x80 ? CSS_SIGN : CSS_BAD_BYTE, 1, 0, 0);
}
