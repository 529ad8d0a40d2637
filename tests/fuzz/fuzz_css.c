/* The audit of a style sheet. What is accepted is read again by the tokenizer of CSS Syntax 3,
 * which takes anything: no escape, no bare url(), brackets in pairs, and nothing is loaded but
 * pictures of the set. */
#include "audit/audit.h"
#include "fuzz.h"

struct second {
    struct str in;
    size_t at;
    char open[256];
    size_t depth;
};

static int peek(const struct second *s, size_t more) {
    return s->at + more < s->in.len ? (unsigned char)s->in.p[s->at + more] : -1;
}

static bool is_name(int c) {
    return c >= 0x80 || c == '-' || c == '_' || (c > 0 && ascii_is_alnum((char)c));
}

static bool starts_name(const struct second *s) {
    int c = peek(s, 0);
    if (c == '-')
        return peek(s, 1) == '-' || (is_name(peek(s, 1)) && !ascii_is_digit((char)peek(s, 1)));
    return is_name(c) && !ascii_is_digit((char)c);
}

static struct str name(struct second *s) {
    size_t from = s->at;
    while (is_name(peek(s, 0)))
        s->at++;
    return str_slice(s->in, from, s->at);
}

static struct str string(struct second *s) {
    int quote = peek(s, 0);
    size_t from = ++s->at;
    while (peek(s, 0) != quote) {
        assert(peek(s, 0) >= 0 && peek(s, 0) != '\n');
        s->at++;
    }
    return str_slice(s->in, from, s->at++);
}

static void skip_spaces(struct second *s) {
    while (peek(s, 0) >= 0 && ascii_is_space((char)peek(s, 0)))
        s->at++;
}

static void open_bracket(struct second *s, char closes) {
    assert(s->depth < sizeof(s->open));
    s->open[s->depth++] = closes;
}

/* Behind a name: a function. url(), and what else CSS loads by, are on no list but url("…"). */
static void function(struct second *s, struct str n) {
    static const char *const loads[] = {"src",
                                        "image",
                                        "image-set",
                                        "-webkit-image-set",
                                        "element",
                                        "cross-fade",
                                        "-webkit-cross-fade",
                                        "paint",
                                        "expression",
                                        "url-prefix",
                                        "domain",
                                        "format",
                                        "local",
                                        "env"};
    s->at++;
    for (size_t i = 0; i < ARRAY_LEN(loads); i++)
        assert(!str_eq_nocase(n, str_from(loads[i])));
    if (!str_eq_nocase(n, str_lit("url"))) {
        open_bracket(s, ')');
        return;
    }
    skip_spaces(s);
    assert(peek(s, 0) == '"' || peek(s, 0) == '\'');
    assert(str_is(string(s), "icon.png"));
    skip_spaces(s);
    assert(peek(s, 0) == ')');
    s->at++;
}

static void token(struct second *s) {
    int c = peek(s, 0);
    assert(c != '\\' && c != 0 && c != '\r' && c != '\f');
    assert(!(c == '<' && peek(s, 1) == '!') &&
           !(c == '-' && peek(s, 1) == '-' && peek(s, 2) == '>'));
    if (c == '/' && peek(s, 1) == '*') {
        size_t end = str_find(str_from_offset(s->in, s->at + 2), str_lit("*/"));
        assert(end != SIZE_MAX);
        s->at += end + 4;
    } else if (c == '"' || c == '\'') {
        (void)string(s);
    } else if (c == '#' && is_name(peek(s, 1))) {
        s->at++;
        (void)name(s);
    } else if (c == '@') {
        s->at++;
        struct str n = name(s);
        assert(str_is(n, "media") || str_is(n, "page"));
    } else if (starts_name(s)) {
        struct str n = name(s);
        if (peek(s, 0) == '(')
            function(s, n);
    } else if (c == '(' || c == '[' || c == '{') {
        open_bracket(s, c == '(' ? ')' : c == '[' ? ']' : '}');
        s->at++;
    } else if (c == ')' || c == ']' || c == '}') {
        assert(s->depth > 0 && s->open[--s->depth] == c);
        s->at++;
    } else {
        s->at++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    struct str paths[] = {str_lit("style.css"), str_lit("icon.png"), str_lit("index.html")};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct audit_file file = {0};
    map_init(&set.by_path, &f.mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    bool ok = audit_file(&set, 0, text, NULL, &f.mem, &file, &f.d);
    assert(ok == (f.d.errors == 0));
    if (ok) {
        struct second s = {.in = text};
        while (s.at < text.len)
            token(&s);
        assert(s.depth == 0);
    }
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
