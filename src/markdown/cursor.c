/* Each node says what its source must look like at the cursor: a text its literal (with escapes and
 * entities in between), code its backticks, a link its brackets. */
#include "markdown/cursor.h"

#include "markdown/mask.h"

enum { SEARCHES_MAX = 8, ENTITY_BYTES_MAX = 40 };

static size_t stop_of(const struct job *job, size_t line) {
    return (line + 1 < job->line_count ? job_line(job, line + 1)->start : job->draft->len) - 1;
}

static void to_line(struct cursor *c, size_t line) {
    const struct draft_line *l = job_line(c->job, line);
    c->line = line;
    c->stop = stop_of(c->job, line);
    c->at = c->counted = l->content;
    c->column = l->column;
}

void cursor_begin(struct cursor *c, const struct job *job, cmark_node *block, bool cell) {
    int first = cmark_node_get_start_line(block), last = cmark_node_get_end_line(block);
    *c = (struct cursor){
        .job = job, .cell = cell, .searches = SEARCHES_MAX, .targets = SEARCHES_MAX};
    if (first < 1 || (size_t)first > job->line_count)
        return;
    c->last_line = last < first ? (size_t)first - 1 : (size_t)last - 1;
    if (c->last_line >= job->line_count)
        c->last_line = job->line_count - 1;
    size_t from = job_line(job, (size_t)first - 1)->content, to = stop_of(job, c->last_line);
    struct str text = str_slice(buf_str(job->draft), from, to);
    c->active = str_find_char(text, '[') != SIZE_MAX || str_find_char(text, '<') != SIZE_MAX;
    to_line(c, (size_t)first - 1);
}

static char peek(const struct cursor *c, size_t ahead) {
    return c->at + ahead < c->stop ? c->job->draft->p[c->at + ahead] : '\n';
}

static bool next_line(struct cursor *c) {
    if (c->line >= c->last_line)
        return false;
    to_line(c, c->line + 1);
    return true;
}

/* Length of an entity at the cursor, or 0. */
static size_t entity(const struct cursor *c) {
    size_t n = 1;
    while (n < ENTITY_BYTES_MAX && (ascii_is_alnum(peek(c, n)) || peek(c, n) == '#'))
        n++;
    return peek(c, 0) == '&' && n > 1 && peek(c, n) == ';' ? n + 1 : 0;
}

static bool says_ampersand(const struct cursor *c, size_t length) {
    struct str raw = str_of(c->job->draft->p + c->at, length);
    return str_eq_nocase(raw, str_lit("&amp;")) || str_eq_nocase(raw, str_lit("&#38;")) ||
           str_eq_nocase(raw, str_lit("&#x26;"));
}

/* Goes past `literal` if the source at the cursor reads like it. */
static bool past_text(struct cursor *c, struct str literal) {
    size_t back = c->at;
    for (size_t i = 0; i < literal.len;) {
        size_t length = peek(c, 0) == '&' ? entity(c) : 0;
        if (length > 0 && (literal.p[i] != '&' || says_ampersand(c, length))) {
            struct str rest = str_from_offset(literal, i);
            utf8_next(&rest);
            i = literal.len - rest.len;
            c->at += length;
            continue;
        }
        if (peek(c, 0) == '\\' && peek(c, 1) == literal.p[i])
            c->at++;
        if (c->at >= c->stop || c->job->draft->p[c->at] != literal.p[i]) {
            c->at = back;
            return false;
        }
        c->at++;
        i++;
    }
    return true;
}

/* Looks for the node's text farther on, a few times a block. */
static void search(struct cursor *c, struct str literal) {
    if (c->searches == 0 || literal.len == 0)
        return;
    c->searches--;
    struct cursor from = *c;
    do {
        struct str rest = str_slice(buf_str(c->job->draft), c->at, c->stop);
        size_t found = str_find(rest, literal);
        if (found == SIZE_MAX)
            continue;
        c->at += found + literal.len;
        return;
    } while (next_line(c));
    unsigned searches = c->searches;
    *c = from;
    c->searches = searches;
}

static void past_code(struct cursor *c) {
    size_t ticks = 0;
    while (peek(c, ticks) == '`')
        ticks++;
    if (ticks == 0)
        return;
    c->at += ticks;
    for (;;) {
        size_t run = 0;
        if (peek(c, 0) == '\n' && c->at >= c->stop) {
            if (!next_line(c))
                return;
            continue;
        }
        while (peek(c, run) == '`')
            run++;
        c->at += run == 0 ? 1 : run;
        if (run == ticks)
            return;
    }
}

static void past_delims(struct cursor *c, unsigned count) {
    for (; count > 0; count--) {
        const char *p = c->job->draft->p + c->at;
        if (peek(c, 0) == '*' || peek(c, 0) == '_')
            c->at++;
        else if (c->at + MASK_BYTES <= c->stop && mask_starts(p) && (unsigned char)p[2] < 0x9e)
            c->at += MASK_BYTES;
    }
}

/* Past one byte of an address or title, over line ends; false at the end of the block. */
static bool step(struct cursor *c) {
    if (c->at < c->stop) {
        c->at += peek(c, 0) == '\\' && c->at + 1 < c->stop ? 2 : 1;
        return true;
    }
    return next_line(c);
}

/* What looked like a target was none; a block may have a few of these. */
static void give_back(struct cursor *c, const struct cursor *start) {
    unsigned targets = c->targets - 1;
    *c = *start;
    c->targets = targets;
}

/* From behind "]" to the end of "(address "title")" or "[label]"; nothing for a shortcut. */
static void past_target(struct cursor *c) {
    struct cursor start = *c;
    char open = peek(c, 0), quote = 0;
    unsigned depth = 0;
    if ((open != '(' && open != '[') || c->targets == 0)
        return;
    do {
        char now = peek(c, 0);
        if (open == '[') {
            if (now == ']')
                break;
        } else if (quote != 0) {
            quote = now == quote ? 0 : quote;
        } else if (now == '<' && depth == 1) {
            quote = '>';
        } else if ((now == '"' || now == '\'') && c->at > start.at &&
                   ascii_is_space(c->job->draft->p[c->at - 1])) {
            quote = now;
        } else if (now == '(') {
            depth++;
        } else if (now == ')' && --depth == 0) {
            break;
        }
    } while (step(c));
    if (peek(c, 0) == (open == '(' ? ')' : ']'))
        c->at++;
    else
        give_back(c, &start);
}

static void enter_link(struct cursor *c, bool image) {
    for (;;) {
        while (c->at < c->stop) {
            bool here = image ? peek(c, 0) == '!' && peek(c, 1) == '['
                              : peek(c, 0) == '[' || peek(c, 0) == '<';
            if (here)
                return;
            c->at++;
        }
        if (!next_line(c))
            return;
    }
}

static void follow_leaf(struct cursor *c, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {
        struct str literal = str_from(cmark_node_get_literal(node));
        const struct ref *ref = cmark_node_get_user_data(node);
        if (ref != NULL)
            enter_link(c, false), c->at++;
        if (!past_text(c, literal))
            search(c, literal);
        if (ref != NULL && peek(c, 0) == ']')
            c->at++;
    } else if (type == CMARK_NODE_CODE) {
        past_code(c);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        next_line(c);
    } else if (type == CMARK_NODE_HTML_INLINE) {
        while (peek(c, 0) != '<' && c->at < c->stop)
            c->at++;
        c->entered = str_from(cmark_node_get_literal(node));
    }
}

/* Past what was entered, once its place may have been asked for. */
static void pass_entered(struct cursor *c) {
    for (size_t i = 0; i < c->entered.len; i++)
        if (c->entered.p[i] == '\n')
            next_line(c);
        else if (c->at < c->stop)
            c->at++;
    c->entered = STR_NONE;
}

void cursor_follow(struct cursor *c, cmark_event_type event, cmark_node *node) {
    if (!c->active)
        return;
    bool enter = event == CMARK_EVENT_ENTER;
    cmark_node_type type = cmark_node_get_type(node);
    pass_entered(c);
    switch (type) {
    case CMARK_NODE_EMPH:
        past_delims(c, 1);
        break;
    case CMARK_NODE_STRONG:
    case CMARK_NODE_CUSTOM_INLINE:
        past_delims(c, 2);
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        if (enter) {
            enter_link(c, type == CMARK_NODE_IMAGE);
            c->entered = type == CMARK_NODE_IMAGE ? str_lit("![") : str_lit("[");
        } else if (peek(c, 0) == '>') {
            c->at++;
        } else if (peek(c, 0) == ']') {
            c->at++;
            past_target(c);
        }
        break;
    default:
        follow_leaf(c, node);
    }
}

struct place cursor_place(struct cursor *c, size_t width) {
    const struct job *job = c->job;
    const struct draft_line *l = job_line(job, c->line);
    if (!c->active)
        return job_place(job, l->number, l->column, width);
    if (job->masks == 0 && !c->cell && c->counted < c->at) { /* the draft reads like the source */
        c->column += (uint32_t)(c->at - c->counted);
        c->counted = c->at;
    }
    while (c->counted < c->at) {
        struct str rest = str_slice(buf_str(job->draft), c->counted, c->at);
        struct mask m = {.kind = MASK_NOTHING};
        if (rest.len >= MASK_BYTES && mask_starts(rest.p))
            m = mask_at(job, rest);
        c->counted += m.kind == MASK_NOTHING ? 1 : m.length;
        c->column += m.kind != MASK_NOTHING        ? (uint32_t)m.source_length
                     : c->cell && rest.p[0] == '|' ? 2
                                                   : 1;
    }
    return job_place(job, l->number, c->column, width);
}
