/* Walks a template once, from front to back: text becomes numbered pieces, {{ }} a print, {% %} the
 * statement it stands for (tags.c). Invariant: the Lua so far holds as many line ends as the
 * template so far, so line n of the one is line n of the other. */
#include "template/compile.h"

#include <stdarg.h>

enum { ERRORS_MAX = 20 };

static const char prelude[] =
    "local __p,__t,__b,__d,__i,__o,__e,__f,__u=...;return function(args,page,site,lang) ";

struct place compile_place(struct compiler *c, size_t offset, size_t width) {
    const char *p = c->source->text.p;
    for (; c->line_at < offset; c->line_at++)
        if (p[c->line_at] == '\n') {
            c->line++;
            c->line_start = c->line_at + 1;
        }
    return place_of(c->source, c->line, offset - c->line_start + 1, width);
}

bool compile_fail(struct compiler *c, size_t at, size_t width, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    struct str message = arena_vprintf(c->mem, fmt, args);
    va_end(args);
    return diag_error(c->d, place_at_offset(c->source, at, width), "template/syntax", "%s",
                      message.p);
}

void compile_copy(struct compiler *c, size_t from, size_t to) {
    buf_put(&c->lua, str_slice(c->source->text, from, to));
}

void compile_flush(struct compiler *c) {
    if (c->text.len == 0)
        return;
    buf_printf(&c->lua, "__t(%zu);", c->code->texts.count);
    *arena_push(c->mem, &c->code->texts.items, &c->code->texts.count, &c->code->texts.cap) =
        c->text;
    c->text = str_lit("");
}

/* A child's text between its blocks would never be printed: only white space may stand there. */
static void check_outside(struct compiler *c, struct str text) {
    struct str seen = str_trim(text);
    if (seen.len == 0)
        return;
    size_t at = (size_t)(seen.p - c->source->text.p), end = str_find_char(seen, '\n');
    diag_error(c->d, place_at_offset(c->source, at, end == SIZE_MAX ? seen.len : end),
               "template/outside-block",
               "a template that extends another prints only what is inside its blocks: move this "
               "text into one");
}

static void check_stray(struct compiler *c, struct str text) {
    static const char *const marks[] = {"}}", "%}", "#}"};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = str_find(text, str_from(marks[i]));
        if (at != SIZE_MAX)
            compile_fail(c, (size_t)(text.p - c->source->text.p) + at, 2,
                         "'%s' closes nothing: its tag opens with '%c%c'", marks[i], '{',
                         i == 0 ? '{' : marks[i][0]);
    }
}

void compile_lines(struct compiler *c, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (c->source->text.p[i] == '\n')
            buf_putc(&c->lua, '\n');
}

static void literal(struct compiler *c, size_t from, size_t to, bool trim_start, bool trim_end) {
    const char *p = c->source->text.p;
    size_t start = from, end = to;
    check_stray(c, str_slice(c->source->text, from, to));
    while (trim_start && start < end && ascii_is_space(p[start]))
        start++;
    while (trim_end && end > start && ascii_is_space(p[end - 1]))
        end--;
    compile_lines(c, from, to);
    struct str text = str_slice(c->source->text, start, end);
    if (c->code->extends.name.p != NULL && c->blocks == 0) {
        check_outside(c, text);
        return;
    }
    /* after a comment two pieces meet */
    if (text.len > 0)
        compile_flush(c);
    c->text = text.len > 0 ? text : c->text;
}

/* Whether tokens from … to-1 are `name` or `name.name…`. */
static bool is_path(const struct compiler *c, const struct tag *tag, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if ((i - from) % 2 == 0 ? tag->tokens[i].kind != TOKEN_NAME
                                : !lex_is(c->source, tag->tokens[i], "."))
            return false;
    return (to - from) % 2 == 1;
}

/* Most prints are of a field, `page.title`, or of the way to a page, `url(p)`. They go from the
 * model to the page without becoming values of Lua: `if __f(page,"title",3)then __p(page.title,3)
 * end`. Where that cannot be, __p does and says what it does and says for all others. Only names
 * stand in them, which can be read twice; on one line, or lines would be counted twice. True when
 * the print at `number` has been put behind such an `if`. */
static bool print_straight(struct compiler *c, const struct tag *tag, size_t number) {
    const struct token *t = tag->tokens;
    size_t count = tag->count;
    struct str inside = str_slice(c->source->text, tag->inner, tag->inner_end);
    if (count < 3 || str_find_char(inside, '\n') != SIZE_MAX)
        return false;
    bool is_url = lex_is(c->source, t[0], "url") && lex_is(c->source, t[1], "(") &&
                  lex_is(c->source, t[count - 1], ")") && is_path(c, tag, 2, count - 1);
    if (is_url) {
        buf_puts(&c->lua, "if __u(url,");
        compile_copy(c, t[2].at, t[count - 1].at);
        buf_printf(&c->lua, ",%zu)then ", number);
    } else if (is_path(c, tag, 0, count)) {
        buf_puts(&c->lua, "if __f(");
        compile_copy(c, t[0].at, t[count - 2].at);
        buf_printf(&c->lua, ",\"%.*s\",%zu)then ", STR_ARG(lex_text(c->source, t[count - 1])),
                   number);
    } else {
        return false;
    }
    return true;
}

static bool print(struct compiler *c, const struct tag *tag) {
    struct template_code *code = c->code;
    if (tag->count == 0)
        return compile_fail(c, tag->open, tag->close - tag->open, "there is nothing to print");
    if (!tags_expression(c, tag, 0, tag->count, false))
        return false;
    if (code->extends.name.p != NULL && c->blocks == 0)
        return diag_error(c->d, place_at_offset(c->source, tag->open, tag->close - tag->open),
                          "template/outside-block",
                          "a template that extends another prints only inside its blocks");
    size_t first = tag->tokens[0].at, last = tag->inner_end;
    struct template_print item = {c->text, compile_place(c, first, 0)};
    while (last > first && ascii_is_space(c->source->text.p[last - 1]))
        last--;
    item.at.width = (uint32_t)(last - first);
    bool straight = print_straight(c, tag, code->prints.count);
    buf_puts(&c->lua, "__p(");
    compile_copy(c, tag->inner, tag->inner_end);
    buf_printf(&c->lua, straight ? ",%zu)end;" : ",%zu);", code->prints.count);
    *arena_push(c->mem, &code->prints.items, &code->prints.count, &code->prints.cap) = item;
    c->text = str_lit("");
    return true;
}

/* The next "{{", "{%" or "{#" at or after `from`, or the end. */
static size_t next_mark(struct str text, size_t from) {
    for (; from + 1 < text.len; from++) {
        const char *open = memchr(text.p + from, '{', text.len - from - 1);
        if (open == NULL)
            break;
        from = (size_t)(open - text.p);
        if (open[1] == '{' || open[1] == '%' || open[1] == '#')
            return from;
    }
    return text.len;
}

/* Past the comment that opens at `open`; its line ends stay in the Lua. */
static size_t comment(struct compiler *c, size_t open, bool *trim_after) {
    struct str text = c->source->text;
    size_t end = str_find(str_from_offset(text, open + 2), str_lit("#}"));
    if (end == SIZE_MAX) {
        diag_error(c->d, place_at_offset(c->source, open, 2), "template/unclosed",
                   "this comment is not closed: write '#}' at its end");
        return text.len;
    }
    end += open + 2;
    *trim_after = end > open + 2 && text.p[end - 1] == '-';
    compile_lines(c, open, end);
    return end + 2;
}

/* Whether `page` may be read here: not `x.page`, not the name of a field in `{page = x}`. */
static bool reads_page(const struct compiler *c, const struct tag *tag) {
    for (size_t i = 0; i < tag->count; i++) {
        bool is_field = i > 0 && lex_is(c->source, tag->tokens[i - 1], ".");
        bool is_set = i + 1 < tag->count && lex_is(c->source, tag->tokens[i + 1], "=");
        if (!is_field && !is_set && lex_is(c->source, tag->tokens[i], "page"))
            return true;
    }
    return false;
}

/* The tag at `open`; returns where it ends. */
static size_t mark(struct compiler *c, size_t open, bool *trim_after) {
    struct str text = c->source->text;
    struct tag tag;
    if (text.p[open + 1] == '#')
        return comment(c, open, trim_after);
    if (!lex_tag(c->mem, c->source, open, &tag, c->d)) {
        c->lost = c->lost || !tag.is_print;
        return tag.close;
    }
    *trim_after = tag.trim_after;
    c->code->reads_page = c->code->reads_page || reads_page(c, &tag);
    if (tag.is_print) {
        (void)print(c, &tag);
    } else {
        compile_flush(c);
        if (!tags_statement(c, &tag))
            c->lost = true;
    }
    return tag.close;
}

static void walk(struct compiler *c) {
    struct str text = c->source->text;
    size_t at = 0, errors = c->d->errors;
    bool trim = false;
    while (at < text.len && c->d->errors - errors < ERRORS_MAX) {
        size_t open = next_mark(text, at);
        bool trim_end = open + 2 < text.len && text.p[open + 2] == '-';
        literal(c, at, open, trim, trim_end);
        trim = false;
        at = open < text.len ? mark(c, open, &trim) : open;
    }
    compile_flush(c);
}

static void check_closed(struct compiler *c) {
    static const char *const names[] = {"for", "if", "else", "block", "once"};
    for (size_t i = 0; i < c->depth; i++) {
        struct opened o = c->opened[i];
        diag_error(c->d, place_at_offset(c->source, o.at, o.width), "template/unclosed",
                   "'%s' is not closed: write {%% end %%} where it stops", names[o.kind]);
    }
}

/* Lua counts one that stands alone as the end of a line, editors and messages do not. */
static bool check_returns(const struct source *source, struct diags *d) {
    for (size_t i = 0; i < source->text.len; i++)
        if (source->text.p[i] == '\r' &&
            !str_starts(str_from_offset(source->text, i), str_lit("\r\n")))
            return diag_error(d, place_at_offset(source, i, 1), "template/syntax",
                              "a carriage return stands alone here: end lines with LF");
    return true;
}

bool template_compile(struct arena *mem, const struct source *source, struct template_code *out,
                      struct diags *d) {
    struct compiler c = {
        .mem = mem, .source = source, .code = out, .d = d, .line = 1, .text = str_lit("")};
    size_t errors = d->errors;
    *out = (struct template_code){0};
    map_init(&c.block_names, mem, 8);
    if (!utf8_is_valid(source->text))
        return diag_error(d, place_at_offset(source, utf8_first_bad(source->text), 1),
                          "template/utf8", "this byte is not UTF-8: save the file as UTF-8");
    if (!check_returns(source, d))
        return false;
    buf_puts(&c.lua, prelude);
    walk(&c);
    buf_puts(&c.lua, " end");
    if (d->errors == errors)
        check_closed(&c);
    out->lua = arena_str(mem, buf_str(&c.lua));
    buf_finish(&c.lua);
    return d->errors == errors;
}

struct place template_find_name(const struct source *source, uint32_t line, struct str word) {
    struct str rest = source->text, text = str_lit("");
    for (uint32_t n = 0; n < line; n++)
        if (!str_next_line(&rest, &text))
            return place_of(source, line, 0, 0);
    for (size_t at = 0; word.len > 0 && at + word.len <= text.len; at++) {
        bool before = at > 0 && lex_is_name_char(text.p[at - 1]);
        bool after = at + word.len < text.len && lex_is_name_char(text.p[at + word.len]);
        if (!before && !after && memcmp(text.p + at, word.p, word.len) == 0)
            return place_of(source, line, at + 1, word.len);
    }
    return place_of(source, line, 0, 0);
}
