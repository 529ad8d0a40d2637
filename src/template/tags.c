/* The statements of templates, one function each, found by their first word in a table. What comes
 * in is the tag's tokens; what goes out is the Lua that stands for it, with the tag's own bytes
 * copied so that line ends stay where they are.
 *
 * To add one: a function, a row in `statements`, a line in template.h and doc/themes.md. */
#include "template/compile.h"

#include <stdio.h>

static bool at_token(struct compiler *c, struct token t, const char *message) {
    return compile_fail(c, t.at, t.len, "%s", message);
}

/* Just before the closing mark. */
static bool at_end(struct compiler *c, const struct tag *tag, const char *message) {
    return compile_fail(c, tag->inner_end, tag->close - tag->inner_end, "%s", message);
}

static bool is_statement_word(struct compiler *c, struct token t) {
    static const char *const fine[] = {"and", "or", "not", "nil", "true", "false", "function"};
    if (t.kind != TOKEN_KEYWORD || t.closes)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        if (lex_is(c->source, t, fine[i]))
            return false;
    return true;
}

bool tags_expression(struct compiler *c, const struct tag *tag, size_t from, size_t to, bool list) {
    for (size_t i = from; i < to; i++) {
        struct token t = tag->tokens[i];
        if (lex_is(c->source, t, "super"))
            c->code->uses_super = true;
        if (t.depth > 0)
            continue;
        struct str word = lex_text(c->source, t);
        if (is_statement_word(c, t))
            return compile_fail(c, t.at, t.len,
                                "'%.*s' cannot stand in a value: write {%% %.*s … "
                                "%%} as a tag of its own",
                                STR_ARG(word), STR_ARG(word));
        if (t.kind == TOKEN_OP && (str_is(word, ";") || str_is(word, "::")))
            return at_token(c, t, "one tag holds one statement or value");
        if (t.kind == TOKEN_OP && str_is(word, "="))
            return at_token(c, t, "'=' does not compare: write '=='");
        if (t.kind == TOKEN_OP && str_is(word, ",") && !list)
            return at_token(c, t, "one value is wanted here: join texts with '..'");
    }
    return true;
}

enum { NESTING_MAX = 40 }; /* as for brackets in lex.c */

static struct opened *push(struct compiler *c, const struct tag *tag, enum open_kind kind) {
    if (c->depth == NESTING_MAX)
        compile_fail(c, tag->open, tag->close - tag->open,
                     "tags are nested more than %d deep: make an include of the inner ones",
                     NESTING_MAX);
    struct opened *o = arena_push(c->mem, &c->opened, &c->depth, &c->cap);
    *o = (struct opened){.kind = kind, .at = tag->open, .width = tag->close - tag->open};
    return o;
}

/* Index of a keyword or sign outside brackets, or the count. */
static size_t find(struct compiler *c, const struct tag *tag, const char *word) {
    for (size_t i = 1; i < tag->count; i++)
        if (tag->tokens[i].depth == 0 && lex_is(c->source, tag->tokens[i], word) &&
            tag->tokens[i].kind != TOKEN_STRING)
            return i;
    return tag->count;
}

/* "a, b, c" in tokens from … to-1, each kept for later suggestions. */
static bool names(struct compiler *c, const struct tag *tag, size_t from, size_t to) {
    struct template_refs *l = &c->code->locals;
    if (from == to)
        return compile_fail(c, tag->inner_end, 1, "a name is missing here");
    for (size_t i = from; i < to; i++) {
        struct token t = tag->tokens[i];
        bool want_name = (i - from) % 2 == 0;
        if (want_name ? t.kind != TOKEN_NAME : !lex_is(c->source, t, ","))
            return at_token(c, t, want_name ? "a name is wanted here" : "a ',' is wanted here");
        if (want_name)
            *arena_push(c->mem, &l->items, &l->count, &l->cap) =
                (struct template_ref){lex_text(c->source, t), compile_place(c, t.at, t.len)};
    }
    if ((to - from) % 2 == 0)
        return at_token(c, tag->tokens[to - 1], "a name is wanted after this");
    return true;
}

/* for i = 1, 10 do | for k, v in list do */
static bool tag_for(struct compiler *c, const struct tag *tag) {
    size_t last = tag->count - 1, in = find(c, tag, "in"), equals = find(c, tag, "=");
    bool counts = equals < in;
    push(c, tag, OPEN_FOR);
    if (!lex_is(c->source, tag->tokens[last], "do"))
        return at_end(c, tag, "'for' needs 'do' at its end");
    size_t head = counts ? equals : in;
    if (head == tag->count)
        return at_end(c, tag, "'for' needs 'in' and what to walk over, or '= 1, 10'");
    if (!names(c, tag, 1, head) || !tags_expression(c, tag, head + 1, last, true))
        return false;
    if (head + 1 == last)
        return at_token(c, tag->tokens[last], "what to walk over is missing before 'do'");
    size_t after = tag->tokens[head].at + tag->tokens[head].len, stop = tag->tokens[last].at;
    compile_copy(c, tag->inner, after);
    buf_puts(&c->lua, counts ? " " : " __e(");
    compile_copy(c, after, stop);
    buf_puts(&c->lua, counts ? " " : ") ");
    compile_copy(c, stop, tag->inner_end);
    buf_putc(&c->lua, ' ');
    return true;
}

static bool condition(struct compiler *c, const struct tag *tag) {
    size_t last = tag->count - 1;
    if (last == 0 || !lex_is(c->source, tag->tokens[last], "then"))
        return at_end(c, tag, "'then' is missing at the end of this tag");
    if (last == 1)
        return at_token(c, tag->tokens[1], "the condition is missing before 'then'");
    if (!tags_expression(c, tag, 1, last, false))
        return false;
    compile_copy(c, tag->inner, tag->inner_end);
    buf_putc(&c->lua, ' ');
    return true;
}

static bool tag_if(struct compiler *c, const struct tag *tag) {
    push(c, tag, OPEN_IF);
    return condition(c, tag);
}

/* elseif and else: the innermost open tag must be an `if` that has no `else` yet. */
static bool branch(struct compiler *c, const struct tag *tag) {
    struct opened *top = c->depth > 0 ? &c->opened[c->depth - 1] : NULL;
    if (c->lost)
        return false;
    if (top == NULL || (top->kind != OPEN_IF && top->kind != OPEN_ELSE))
        return at_token(c, tag->tokens[0], "there is no open 'if' for this");
    if (top->kind == OPEN_ELSE)
        return at_token(c, tag->tokens[0], "the 'else' of this 'if' came already");
    return true;
}

static bool tag_elseif(struct compiler *c, const struct tag *tag) {
    return branch(c, tag) && condition(c, tag);
}

static bool alone(struct compiler *c, const struct tag *tag) {
    if (tag->count > 1)
        return at_token(c, tag->tokens[1], "nothing may follow here: close the tag before this");
    return true;
}

static bool tag_else(struct compiler *c, const struct tag *tag) {
    if (!branch(c, tag))
        return false;
    if (tag->count > 1 && lex_is(c->source, tag->tokens[1], "if"))
        return at_token(c, tag->tokens[1], "write 'elseif' in one word");
    if (!alone(c, tag))
        return false;
    c->opened[c->depth - 1].kind = OPEN_ELSE;
    compile_copy(c, tag->inner, tag->inner_end);
    buf_putc(&c->lua, ' ');
    return true;
}

static void close_top(struct compiler *c, const struct tag *tag) {
    struct opened top = c->opened[--c->depth];
    compile_lines(c, tag->open, tag->close);
    bool is_function = top.kind == OPEN_BLOCK || top.kind == OPEN_ONCE;
    buf_puts(&c->lua, is_function ? "end);" : "end;");
    if (top.kind == OPEN_BLOCK)
        c->blocks--;
}

static bool tag_end(struct compiler *c, const struct tag *tag) {
    if (c->depth == 0 && c->lost)
        return false;
    if (c->depth == 0)
        return at_token(c, tag->tokens[0], "there is nothing open to end here");
    if (!alone(c, tag))
        return false;
    close_top(c, tag);
    return true;
}

static bool close_kind(struct compiler *c, const struct tag *tag, enum open_kind kind,
                       const char *opens) {
    static const char *const names_of[] = {"for", "if", "if", "block", "once"};
    if (c->lost && (c->depth == 0 || c->opened[c->depth - 1].kind != kind))
        return false;
    if (c->depth == 0)
        return compile_fail(c, tag->tokens[0].at, tag->tokens[0].len,
                            "there is no open '%s' to end here", opens);
    struct opened top = c->opened[c->depth - 1];
    if (top.kind != kind) {
        struct place at = place_at_offset(c->source, top.at, top.width);
        return compile_fail(c, tag->tokens[0].at, tag->tokens[0].len,
                            "the '%s' of line %u is still open: write {%% end %%} before this",
                            names_of[top.kind], at.line);
    }
    close_top(c, tag);
    return true;
}

static bool tag_endblock(struct compiler *c, const struct tag *tag) {
    if (tag->count > 2 || (tag->count == 2 && tag->tokens[1].kind != TOKEN_NAME))
        return at_token(c, tag->tokens[1], "only the block's name may follow");
    struct opened top = {.once = SIZE_MAX};
    if (c->depth > 0)
        top = c->opened[c->depth - 1];
    if (tag->count == 2 && top.kind == OPEN_BLOCK && top.once != SIZE_MAX) {
        struct str said = lex_text(c->source, tag->tokens[1]);
        struct str is = c->code->blocks.items[top.once].name;
        if (!str_eq(said, is))
            return compile_fail(c, tag->tokens[1].at, said.len, "the open block is '%.*s'",
                                STR_ARG(is));
    }
    return close_kind(c, tag, OPEN_BLOCK, "block");
}

static bool tag_endonce(struct compiler *c, const struct tag *tag) {
    return alone(c, tag) && close_kind(c, tag, OPEN_ONCE, "once");
}

static bool tag_local(struct compiler *c, const struct tag *tag) {
    size_t equals = find(c, tag, "=");
    bool function = tag->count > 2 && lex_is(c->source, tag->tokens[1], "function");
    if (function && !names(c, tag, 2, 3))
        return false;
    if (!function && !names(c, tag, 1, equals))
        return false;
    if (equals + 1 == tag->count)
        return at_end(c, tag, "a value is wanted after '='");
    if (!tags_expression(c, tag, function ? 1 : equals + 1, tag->count, true))
        return false;
    compile_copy(c, tag->inner, tag->inner_end);
    buf_putc(&c->lua, ';');
    return true;
}

/* set x = … changes a local; without one by that name Lua would make a global, which the sandbox
 * refuses when it runs. */
static bool tag_set(struct compiler *c, const struct tag *tag) {
    size_t equals = find(c, tag, "=");
    if (equals == tag->count || equals < 2)
        return at_token(c, tag->tokens[0], "write {% set name = value %}");
    if (tag->tokens[1].kind != TOKEN_NAME)
        return at_token(c, tag->tokens[1], "a name is wanted here");
    if (equals + 1 == tag->count)
        return at_end(c, tag, "a value is wanted after '='");
    if (!tags_expression(c, tag, 1, equals, true) ||
        !tags_expression(c, tag, equals + 1, tag->count, true))
        return false;
    compile_copy(c, tag->inner, tag->tokens[0].at);
    compile_copy(c, tag->tokens[0].at + tag->tokens[0].len, tag->inner_end);
    buf_putc(&c->lua, ';');
    return true;
}

static bool tag_break(struct compiler *c, const struct tag *tag) {
    size_t i = c->depth;
    while (i > 0 && (c->opened[i - 1].kind == OPEN_IF || c->opened[i - 1].kind == OPEN_ELSE))
        i--;
    if (i == 0 || c->opened[i - 1].kind != OPEN_FOR)
        return at_token(c, tag->tokens[0],
                        "'break' leaves a 'for' of the same block: there is "
                        "none here");
    if (!alone(c, tag))
        return false;
    compile_copy(c, tag->inner, tag->inner_end);
    buf_putc(&c->lua, ';');
    return true;
}

/* A name in quotes as the tag's first value. */
static struct str quoted(struct compiler *c, const struct tag *tag) {
    return tag->count < 2 ? STR_NONE : lex_string(c->source, tag->tokens[1]);
}

static bool tag_extends(struct compiler *c, const struct tag *tag) {
    struct str name = quoted(c, tag);
    if (name.p == NULL || tag->count > 2)
        return at_token(c, tag->tokens[tag->count > 2 ? 2 : 0],
                        "write {% extends \"name.html\" %} with the name in quotes");
    if (c->code->extends.name.p != NULL)
        return at_token(c, tag->tokens[0],
                        "a template extends one other, and this one does so "
                        "already");
    if (c->depth > 0 || c->code->blocks.count > 0 || c->code->prints.count > 0 ||
        c->code->texts.count > 0)
        return at_token(c, tag->tokens[0], "'extends' must stand before all else in the file");
    c->code->extends =
        (struct template_ref){name, compile_place(c, tag->tokens[1].at, tag->tokens[1].len)};
    compile_lines(c, tag->open, tag->close);
    return true;
}

static bool tag_block(struct compiler *c, const struct tag *tag) {
    struct template_refs *blocks = &c->code->blocks;
    struct opened *o = push(c, tag, OPEN_BLOCK);
    bool top = c->blocks++ == 0;
    o->once = SIZE_MAX; /* no name yet */
    if (tag->count != 2 || tag->tokens[1].kind != TOKEN_NAME)
        return at_token(c, tag->tokens[tag->count > 2 ? 2 : 0], "write {% block name %}");
    struct token t = tag->tokens[1];
    struct str name = lex_text(c->source, t);
    uint32_t before = map_add(&c->block_names, name, (uint32_t)blocks->count);
    o->once = blocks->count;
    c->code->defines =
        arena_grow(c->mem, c->code->defines, blocks->count, &c->code->defines_cap, sizeof(bool));
    *arena_push(c->mem, &blocks->items, &blocks->count, &blocks->cap) =
        (struct template_ref){name, compile_place(c, t.at, t.len)};
    if (before != MAP_NONE)
        return diag_error(c->d, place_at_offset(c->source, t.at, t.len), "template/block-twice",
                          "a block '%.*s' stands on line %u already", STR_ARG(name),
                          blocks->items[before].at.line);
    bool defines = top && c->code->extends.name.p != NULL;
    c->code->defines[blocks->count - 1] = defines;
    buf_printf(&c->lua, "__%c(%zu,function(super) ", defines ? 'd' : 'b', blocks->count - 1);
    compile_lines(c, tag->open, tag->close);
    return true;
}

static bool tag_include(struct compiler *c, const struct tag *tag) {
    struct template_refs *includes = &c->code->includes;
    struct str name = quoted(c, tag);
    if (name.p == NULL)
        return at_token(c, tag->tokens[tag->count > 1 ? 1 : 0],
                        "write {% include \"name.html\" %} with the name in quotes");
    struct token comma = tag->tokens[tag->count > 2 ? 2 : 1];
    if (tag->count > 2 && !lex_is(c->source, comma, ","))
        return at_token(c, comma, "a ',' is wanted between the name and the arguments");
    if (tag->count == 3)
        return at_end(c, tag, "the arguments are missing after ','");
    if (!tags_expression(c, tag, tag->count > 2 ? 3 : 2, tag->count, false))
        return false;
    if (c->code->extends.name.p != NULL && c->blocks == 0)
        return diag_error(c->d, place_at_offset(c->source, tag->open, tag->close - tag->open),
                          "template/outside-block",
                          "a template that extends another prints only inside its blocks");
    size_t after = tag->tokens[1].at + tag->tokens[1].len;
    buf_printf(&c->lua, "__i(%zu", includes->count);
    compile_lines(c, tag->open, after);
    if (tag->count > 2)
        compile_copy(c, after, tag->inner_end);
    else
        compile_lines(c, after, tag->inner_end);
    buf_puts(&c->lua, ");");
    *arena_push(c->mem, &includes->items, &includes->count, &includes->cap) =
        (struct template_ref){name, compile_place(c, tag->tokens[1].at, tag->tokens[1].len)};
    return true;
}

static bool tag_once(struct compiler *c, const struct tag *tag) {
    struct opened *o = push(c, tag, OPEN_ONCE);
    o->once = c->code->once_count++;
    if (tag->count < 2)
        return at_end(c, tag, "the key is missing: {% once \"navigation\" %}");
    if (!tags_expression(c, tag, 1, tag->count, false))
        return false;
    size_t after = tag->tokens[0].at + tag->tokens[0].len;
    buf_printf(&c->lua, "__o(%zu,", o->once);
    compile_lines(c, tag->open, after);
    compile_copy(c, after, tag->inner_end);
    buf_puts(&c->lua, ",function() ");
    return true;
}

static const struct statement {
    const char *word;
    bool (*write)(struct compiler *, const struct tag *);
} statements[] = {
    {"block", tag_block},     {"break", tag_break},     {"else", tag_else},
    {"elseif", tag_elseif},   {"end", tag_end},         {"endblock", tag_endblock},
    {"endonce", tag_endonce}, {"extends", tag_extends}, {"for", tag_for},
    {"if", tag_if},           {"include", tag_include}, {"local", tag_local},
    {"once", tag_once},       {"set", tag_set},
};

/* Words of other template languages, and what they are here. */
static struct str other_language(struct str word) {
    static const char *const pairs[][2] = {
        {"elif", "elseif"}, {"endif", "end"}, {"endfor", "end"},    {"endwhile", "end"},
        {"let", "local"},   {"var", "local"}, {"macro", "include"}, {"import", "include"}};
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (str_is(word, pairs[i][0]))
            return str_from(pairs[i][1]);
    return STR_NONE;
}

static bool unknown(struct compiler *c, struct token t) {
    struct suggest s = {.wanted = lex_text(c->source, t)};
    for (size_t i = 0; i < ARRAY_LEN(statements); i++)
        suggest_offer(&s, str_from(statements[i].word));
    struct str other = other_language(s.wanted);
    return diag_error(c->d, place_at_offset(c->source, t.at, t.len), "template/tag",
                      "there is no tag '%.*s'%s", STR_ARG(s.wanted),
                      suggest_tail(other.p != NULL ? other : s.best).p);
}

bool tags_statement(struct compiler *c, const struct tag *tag) {
    if (tag->count == 0)
        return compile_fail(c, tag->open, tag->close - tag->open, "this tag is empty");
    for (size_t i = 0; i < ARRAY_LEN(statements); i++)
        if (lex_is(c->source, tag->tokens[0], statements[i].word))
            return statements[i].write(c, tag);
    return unknown(c, tag->tokens[0]);
}
