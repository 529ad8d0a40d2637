/* One source line under a cursor that counts bytes and columns (a tab goes to the next multiple of
 * four), and the tests for what can start a block there. CommonMark 0.30, sections 2.2 and 4. */
#ifndef MARKDOWN_LINE_H
#define MARKDOWN_LINE_H

#include "util/util.h"

struct line {
    struct str text; /* without its end */
    size_t offset, column;
    bool partial_tab;           /* `column` is inside the tab at `offset` */
    size_t first, first_column; /* the next byte that is neither space nor tab */
    uint32_t number;            /* in the source file, 1-based */
};

void line_start(struct line *l, struct str text, uint32_t number);
/* Forward by bytes, or by columns (a tab may be left half taken). */
void line_advance(struct line *l, size_t count, bool columns);
/* Refreshes `first` after moving. */
void line_find(struct line *l);

static inline size_t line_indent(const struct line *l) {
    return l->first_column - l->column;
}
static inline bool line_blank(const struct line *l) {
    return l->first >= l->text.len;
}
static inline char line_peek(const struct line *l) {
    return l->first < l->text.len ? l->text.p[l->first] : '\n';
}
/* From the first byte that is no space on. */
static inline struct str line_rest(const struct line *l) {
    return str_from_offset(l->text, l->first);
}
static inline bool line_is_gap(char c) {
    return c == ' ' || c == '\t';
}

/* Each takes the rest of a line from its first non-space byte. */
unsigned line_atx(struct str rest);      /* level, or 0 */
size_t line_fence_open(struct str rest); /* length of the fence, or 0 */
bool line_fence_close(struct str rest, char mark, size_t length);
bool line_setext(struct str rest);
bool line_thematic(struct str rest);
/* Length of "- " markers without the space ("-" 1, "12." 3), or 0. */
size_t line_list_marker(struct str rest, bool in_paragraph);
/* Length of "[^name]:" with the gap behind it, or 0. */
size_t line_note(struct str rest, struct str *label);
/* The kind of HTML block (1 to 7) that starts here, or 0; kind 7 cannot interrupt a paragraph. */
unsigned line_html(struct str rest, bool in_paragraph);
bool line_html_ends(struct str rest, unsigned kind);

#endif
