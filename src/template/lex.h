/* Private to template/: the Lua inside one tag, cut into tokens. */
#ifndef TEMPLATE_LEX_H
#define TEMPLATE_LEX_H

#include "template/template.h"

enum token_kind { TOKEN_NAME, TOKEN_KEYWORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_OP };

struct token {
    enum token_kind kind;
    bool closes;           /* an `end`, `until` or bracket that closes one of this tag */
    size_t at, len, depth; /* offset in the template; brackets and functions around it */
};

/* {{ … }} or {% … %}. */
struct tag {
    bool is_print;
    bool trim_before, trim_after;
    size_t open, inner, inner_end, close; /* offsets: first byte, between the marks, past the end */
    struct token *tokens;
    size_t count, cap;
};

/* Reads the tag that opens at `open`. False after it has reported; `tag->close` is then where to go
 * on. */
bool lex_tag(struct arena *mem, const struct source *source, size_t open, struct tag *tag,
             struct diags *d) MUST_USE;

static inline struct str lex_text(const struct source *source, struct token t) {
    return str_of(source->text.p + t.at, t.len);
}
static inline bool lex_is(const struct source *source, struct token t, const char *text) {
    return str_is(lex_text(source, t), text);
}
/* The value of a string token without escapes; absent for anything else. */
struct str lex_string(const struct source *source, struct token t);
bool lex_is_name_char(char c);

#endif
