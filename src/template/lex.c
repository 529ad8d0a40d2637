/* Cuts the Lua inside a tag into tokens, so that a `}}` inside a table or a string does not end the
 * tag, brackets and functions are known to be balanced, and nothing in an expression can close what
 * the generated code opened. What comes in is the template; what goes out is tokens with offsets.
 * Lua's grammar beyond that is left to Lua. */
#include "template/lex.h"

enum { DEPTH_MAX = 50 }; /* Lua stops at 200 levels of its own, two for some of these */

struct opener {
    struct str name;
    size_t at;
};

struct lexer {
    struct arena *mem;
    const struct source *source;
    struct str text;
    size_t at;
    struct tag *tag;
    struct opener *openers;
    size_t depth, cap;
    bool too_deep;
    struct diags *d;
};

bool lex_is_name_char(char c) {
    return ascii_is_alnum(c) || c == '_';
}

static char peek(const struct lexer *x, size_t ahead) {
    return x->at + ahead < x->text.len ? x->text.p[x->at + ahead] : '\0';
}

/* Whether a closing mark comes before the next tag opens. `{{` inside a {% %} may be a table. */
static bool close_ahead(const struct lexer *x) {
    const char *p = x->text.p, *close = x->tag->is_print ? "}}" : "%}";
    for (size_t i = x->at; i + 1 < x->text.len; i++) {
        if (p[i] == close[0] && p[i + 1] == close[1])
            return true;
        bool table = p[i + 1] == '{' && !x->tag->is_print;
        if (p[i] == '{' && !table && (p[i + 1] == '{' || p[i + 1] == '%' || p[i + 1] == '#'))
            return false;
    }
    return false;
}

static bool unclosed(struct lexer *x) {
    return diag_error(x->d, place_at_offset(x->source, x->tag->open, 2), "template/unclosed",
                      "this tag is not closed: write '%s' at its end",
                      x->tag->is_print ? "}}" : "%}");
}

/* A sign that Lua does not know, when nothing closes the tag, only means that it is not closed. */
static bool fail(struct lexer *x, size_t at, size_t width, const char *message) {
    if (!close_ahead(x))
        return unclosed(x);
    return diag_error(x->d, place_at_offset(x->source, at, width), "template/syntax", "%s",
                      message);
}

static bool starts(const struct lexer *x, const char *what) {
    return str_starts(str_from_offset(x->text, x->at), str_from(what));
}

static struct token *add(struct lexer *x, enum token_kind kind, size_t from) {
    struct token *t = arena_push(x->mem, &x->tag->tokens, &x->tag->count, &x->tag->cap);
    *t = (struct token){.kind = kind, .at = from, .len = x->at - from, .depth = x->depth};
    return t;
}

static void open_one(struct lexer *x, struct token *t) {
    struct opener o = {lex_text(x->source, *t), t->at};
    if (x->depth < DEPTH_MAX)
        *arena_push(x->mem, &x->openers, &x->depth, &x->cap) = o;
    else
        x->too_deep = true;
}

static bool is_keyword(struct str word) {
    static const char *const words[] = {"and",   "break", "do",       "else", "elseif", "end",
                                        "false", "for",   "function", "goto", "if",     "in",
                                        "local", "nil",   "not",      "or",   "repeat", "return",
                                        "then",  "true",  "until",    "while"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

/* The tag's own first word does not count: its `end` is another tag. */
static void nest_keyword(struct lexer *x, struct token *t) {
    struct str word = lex_text(x->source, *t);
    bool first = x->tag->count == 1 && !x->tag->is_print;
    struct str top = x->depth > 0 ? x->openers[x->depth - 1].name : str_lit("");
    bool loop_do = str_is(word, "do") && (str_is(top, "for") || str_is(top, "while"));
    if (first)
        return;
    if (str_is(word, "end") || str_is(word, "until")) {
        bool block = x->depth > 0 && ascii_is_alpha(top.p[0]);
        if (block && str_is(word, "until") == str_is(top, "repeat")) {
            t->closes = true;
            t->depth = --x->depth;
        }
        return;
    }
    bool inside = x->depth > 0;
    if (inside && loop_do) { /* stays one opener: its `end` closes both */
        x->openers[x->depth - 1].name = str_lit("do");
        return;
    }
    if (str_is(word, "function") ||
        (inside && (str_is(word, "if") || str_is(word, "for") || str_is(word, "while") ||
                    str_is(word, "do") || str_is(word, "repeat"))))
        open_one(x, t);
}

static bool read_name(struct lexer *x) {
    size_t from = x->at;
    while (lex_is_name_char(peek(x, 0)))
        x->at++;
    struct str word = str_slice(x->text, from, x->at);
    if (str_is(word, "_ENV") || str_starts(word, str_lit("__")))
        return fail(x, from, word.len,
                    "names that start with two underscores, and _ENV, are kept "
                    "for pamphlet: choose another name");
    bool keyword = is_keyword(word);
    struct token *t = add(x, keyword ? TOKEN_KEYWORD : TOKEN_NAME, from);
    if (keyword)
        nest_keyword(x, t);
    return true;
}

static void read_number(struct lexer *x) {
    size_t from = x->at;
    bool hex = peek(x, 0) == '0' && ascii_lower(peek(x, 1)) == 'x';
    for (;; x->at++) {
        char c = peek(x, 0), e = ascii_lower(c);
        bool exponent = hex ? e == 'p' : e == 'e';
        if (exponent && (peek(x, 1) == '+' || peek(x, 1) == '-'))
            x->at++;
        else if (!lex_is_name_char(c) && !(c == '.' && peek(x, 1) != '.'))
            break;
    }
    add(x, TOKEN_NUMBER, from);
}

static bool read_short_string(struct lexer *x) {
    size_t from = x->at;
    char quote = peek(x, 0);
    for (x->at++; x->at < x->text.len; x->at++) {
        char c = peek(x, 0);
        if (c == '\n')
            break;
        if (c == '\\' && x->at + 1 < x->text.len)
            x->at++;
        else if (c == quote) {
            x->at++;
            add(x, TOKEN_STRING, from);
            return true;
        }
    }
    return fail(x, from, 1, "this text in quotes is not closed on its line");
}

/* [[…]] or [==[…]==]; `level` is the number of "=". */
static bool read_long_string(struct lexer *x, size_t level) {
    size_t from = x->at;
    for (x->at += level + 2; x->at < x->text.len; x->at++) {
        if (peek(x, 0) != ']')
            continue;
        size_t n = 0;
        while (n < level && peek(x, n + 1) == '=')
            n++;
        if (n == level && peek(x, n + 1) == ']') {
            x->at += level + 2;
            add(x, TOKEN_STRING, from);
            return true;
        }
        x->at += n;
    }
    return fail(x, from, level + 2, "this text in long brackets is not closed");
}

static bool long_bracket(const struct lexer *x, size_t *level) {
    size_t n = 1;
    while (peek(x, n) == '=')
        n++;
    *level = n - 1;
    return peek(x, 0) == '[' && peek(x, n) == '[';
}

static bool close_bracket(struct lexer *x, char c) {
    char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
    size_t from = x->at++;
    struct token *t = add(x, TOKEN_OP, from);
    if (x->depth == 0 || x->openers[x->depth - 1].name.p[0] != wanted)
        return diag_error(x->d, place_at_offset(x->source, from, 1), "template/syntax",
                          "'%c' closes nothing", c);
    t->closes = true;
    t->depth = --x->depth;
    return true;
}

static bool in_function(const struct lexer *x) {
    for (size_t i = 0; i < x->depth; i++)
        if (str_is(x->openers[i].name, "function"))
            return true;
    return false;
}

static bool read_operator(struct lexer *x) {
    static const char *const longer[] = {
        "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};
    size_t from = x->at, len = 1;
    char c = peek(x, 0);
    if (starts(x, "--"))
        return fail(x, from, 2, "write comments as {# … #}");
    if (c == ')' || c == ']' || c == '}')
        return close_bracket(x, c);
    for (size_t i = 0; i < ARRAY_LEN(longer) && len == 1; i++)
        if (starts(x, longer[i]))
            len = strlen(longer[i]);
    if (len == 3 && !in_function(x))
        return fail(x, from, 3, "'...' has a meaning only inside a function");
    if (len == 1 && (c == '\0' || strchr("+-*/%^#&~|<>=(){}[];:,.", c) == NULL))
        return fail(x, from, 1, "Lua has no such sign");
    x->at += len;
    struct token *t = add(x, TOKEN_OP, from);
    if (c == '(' || c == '[' || c == '{')
        open_one(x, t);
    return true;
}

static bool read_token(struct lexer *x) {
    char c = peek(x, 0);
    size_t level = 0;
    if (ascii_is_alpha(c) || c == '_')
        return read_name(x);
    if (ascii_is_digit(c) || (c == '.' && ascii_is_digit(peek(x, 1)))) {
        read_number(x);
        return true;
    }
    if (c == '"' || c == '\'')
        return read_short_string(x);
    if (c == '[' && long_bracket(x, &level))
        return read_long_string(x, level);
    return read_operator(x);
}

/* Whether the closing mark is here: `%}` ends a tag wherever it stands, because Lua has no use for
 * it; `}}` only when no brace is open. */
static bool at_close(const struct lexer *x, size_t *mark) {
    const char *close = x->tag->is_print ? "}}" : "%}";
    bool open = x->tag->is_print && x->depth > 0;
    *mark = peek(x, 0) == '-' ? 1 : 0;
    return !open && peek(x, *mark) == close[0] && peek(x, *mark + 1) == close[1];
}

static bool finish(struct lexer *x, size_t mark) {
    struct tag *tag = x->tag;
    tag->inner_end = x->at;
    tag->trim_after = mark == 1;
    tag->close = x->at + mark + 2;
    if (x->depth == 0)
        return true;
    struct opener o = x->openers[x->depth - 1];
    return diag_error(x->d, place_at_offset(x->source, o.at, o.name.len), "template/syntax",
                      "'%.*s' is not closed before the tag ends", STR_ARG(o.name));
}

/* After a mistake: past the next closing mark on the line where the tag opened, else its end. */
static void skip(struct lexer *x) {
    for (x->at = x->tag->open; x->at < x->text.len && peek(x, 0) != '\n'; x->at++)
        if (starts(x, x->tag->is_print ? "}}" : "%}")) {
            x->at += 2;
            break;
        }
    x->tag->close = x->at;
}

/* A line that ends outside brackets is where a forgotten mark shows. */
static bool read_all(struct lexer *x) {
    bool looked = false;
    for (size_t mark = 0; x->at < x->text.len;) {
        if (at_close(x, &mark))
            return finish(x, mark);
        if (peek(x, 0) == '\n' && x->depth == 0 && !looked) {
            looked = true;
            if (!close_ahead(x))
                return unclosed(x);
        }
        if (ascii_is_space(peek(x, 0)))
            x->at++;
        else if (!read_token(x))
            return false;
        else if (x->too_deep)
            return fail(x, x->at - 1, 1, "brackets and functions are nested too deeply");
    }
    return unclosed(x);
}

bool lex_tag(struct arena *mem, const struct source *source, size_t open, struct tag *tag,
             struct diags *d) {
    struct lexer x = {.mem = mem, .source = source, .text = source->text, .tag = tag, .d = d};
    *tag = (struct tag){.open = open, .is_print = source->text.p[open + 1] == '{'};
    x.at = open + 2;
    if (peek(&x, 0) == '-') {
        tag->trim_before = true;
        x.at++;
    }
    tag->inner = x.at;
    if (read_all(&x))
        return true;
    skip(&x);
    return false;
}

struct str lex_string(const struct source *source, struct token t) {
    struct str s = lex_text(source, t);
    if (t.kind != TOKEN_STRING || s.p[0] == '[' || str_find_char(s, '\\') != SIZE_MAX)
        return STR_NONE;
    return str_slice(s, 1, s.len - 1);
}
