/* Private to template/: what the compiler knows while it walks a template. */
#ifndef TEMPLATE_COMPILE_H
#define TEMPLATE_COMPILE_H

#include "template/lex.h"

enum open_kind { OPEN_FOR, OPEN_IF, OPEN_ELSE, OPEN_BLOCK, OPEN_ONCE };

/* A tag that waits for its end. */
struct opened {
    enum open_kind kind;
    size_t at, width, once;
};

struct compiler {
    struct arena *mem;
    const struct source *source;
    struct template_code *code;
    struct diags *d;
    struct buf lua;
    struct opened *opened;
    size_t depth, cap, blocks;        /* blocks: how many of the opened are blocks */
    size_t line_at, line, line_start; /* the line of offset line_at: only ever moves on */
    bool lost; /* a statement could not be read: what opens and ends is no longer known */
    struct map block_names;
    struct str text; /* literal text that waits for the next print */
};

/* The place of an offset at or after all those asked for before. */
struct place compile_place(struct compiler *c, size_t offset, size_t width);
/* Reports; false. */
bool compile_fail(struct compiler *c, size_t at, size_t width, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* Writes the text that waits as a statement of its own. */
void compile_flush(struct compiler *c);
/* Copies the template's own bytes, line ends and all, into the Lua. */
void compile_copy(struct compiler *c, size_t from, size_t to);
/* Only the line ends of what does not go into the Lua: a line there is a line here. */
void compile_lines(struct compiler *c, size_t from, size_t to);

/* One {% … %}. False after it has reported. */
bool tags_statement(struct compiler *c, const struct tag *tag);
/* Whether tokens from … to-1 may stand where an expression does; `list` allows commas. */
bool tags_expression(struct compiler *c, const struct tag *tag, size_t from, size_t to, bool list);

#endif
