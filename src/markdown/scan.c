/* The scanner's loop: match the open containers, look for new blocks, else add text. It mirrors
 * the block phase of cmark (CommonMark 0.30, appendix), so comments name only what is ours. */
#include "markdown/scan.h"

enum { CODE_INDENT = 4, NOTE_INDENT = 4, ITEM_GAP_MAX = 5 };

static bool in_note(const struct scan *s) {
    for (size_t i = 1; i <= s->matched; i++)
        if (s->stack[i].kind == IN_NOTE)
            return true;
    return false;
}

static bool match_container(struct scan *s, const struct container *c) {
    struct line *l = &s->line;
    line_find(l);
    switch (c->kind) {
    case IN_QUOTE:
        if (line_indent(l) >= CODE_INDENT || line_peek(l) != '>')
            return false;
        line_advance(l, line_indent(l) + 1, true);
        if (l->offset < l->text.len && line_is_gap(l->text.p[l->offset]))
            line_advance(l, 1, true);
        return true;
    case IN_ITEM:
        if (line_indent(l) >= c->width) {
            line_advance(l, c->width, true);
            return true;
        }
        if (!line_blank(l) || !c->has_child)
            return false;
        line_advance(l, l->first - l->offset, false);
        return true;
    case IN_DOCUMENT: /* nobody asks: it is open to the end */
    case IN_NOTE:
        break;
    }
    /* As cmark-gfm: only a line with nothing at all continues a note unindented. */
    if (line_indent(l) < NOTE_INDENT)
        return l->text.len == 0;
    line_advance(l, NOTE_INDENT, true);
    return true;
}

/* A line that belongs to the open leaf whatever it holds. */
static bool continue_leaf(struct scan *s) {
    struct line *l = &s->line;
    bool blank = line_blank(l);
    if (s->leaf == LEAF_FENCE) {
        if (line_indent(l) < CODE_INDENT &&
            line_fence_close(line_rest(l), s->fence_mark, s->fence_length))
            s->leaf = LEAF_NONE;
    } else if (s->leaf == LEAF_HTML && !(blank && s->html_kind >= 6)) {
        if (line_html_ends(line_rest(l), s->html_kind))
            s->leaf = LEAF_NONE;
    } else if (s->leaf != LEAF_CODE || !(blank || line_indent(l) >= CODE_INDENT)) {
        return false;
    }
    scan_put_rest(s, false);
    return true;
}

/* A new child of the innermost matched container: everything deeper is closed. */
static void add_child(struct scan *s, enum last_child kind) {
    s->depth = s->matched;
    s->leaf = LEAF_NONE;
    s->alert_line = false;
    s->stack[s->matched].has_child = true;
    s->stack[s->matched].last_child = kind;
}

static void push(struct scan *s, enum container_kind kind, size_t width) {
    if (s->depth >= NESTING_MAX) {
        if (!s->stopped)
            job_error(s->job, scan_place(s, 1), "markdown/nesting",
                      "more than %d quotes, lists or notes within each other; write this part flat",
                      NESTING_MAX);
        s->stopped = true;
        return;
    }
    s->stack[++s->depth] = (struct container){.kind = kind, .width = (uint32_t)width};
    s->matched = s->depth;
    s->opened = true;
    s->fresh_quote = kind == IN_QUOTE;
}

/* cmark would take a note (a quote in the draft) and a quote beside it for one. */
static void separate(struct scan *s) {
    scan_restart_line(s);
    scan_prefix(s);
    scan_mark(s, MARK_SEPARATOR, 0, 0);
    buf_puts(s->job->draft, "# #");
    scan_end_line(s, s->job->draft->len, s->line.number, 1);
    scan_prefix(s);
    scan_drop_to_cursor(s);
}

static void open_quote(struct scan *s) {
    struct line *l = &s->line;
    if (s->stack[s->matched].last_child == LAST_NOTE)
        separate(s);
    add_child(s, LAST_QUOTE);
    scan_put_raw(s, l->first);
    s->quote_column = (uint32_t)(s->job->draft->len - s->line_begin + 1);
    line_advance(l, l->first + 1 - l->offset, false);
    if (l->offset < l->text.len && line_is_gap(l->text.p[l->offset]))
        line_advance(l, 1, true);
    push(s, IN_QUOTE, 0);
}

static void open_note(struct scan *s, struct str label, size_t length) {
    struct job *job = s->job;
    struct line *l = &s->line;
    struct place at = scan_place(s, label.len + 3);
    if (s->stack[s->matched].last_child != LAST_OTHER)
        separate(s);
    add_child(s, LAST_NOTE);
    line_find(l);
    scan_put_raw(s, l->first);
    scan_mark(s, MARK_NOTE, (uint32_t)(job->draft->len - s->line_begin + 1), job->note_count);
    *arena_push(job->mem, &job->notes, &job->note_count, &job->note_cap) =
        (struct note){.label = label, .at = at};
    buf_puts(job->draft, "> ");
    line_advance(l, l->first + length - l->offset, false);
    s->raw_from = l->offset;
    push(s, IN_NOTE, 0);
}

static void open_item(struct scan *s, size_t marker) {
    struct line *l = &s->line;
    size_t indent = line_indent(l);
    line_advance(l, l->first + marker - l->offset, false);
    struct line saved = *l;
    while (l->column - saved.column <= ITEM_GAP_MAX && l->offset < l->text.len &&
           line_is_gap(l->text.p[l->offset]))
        line_advance(l, 1, true);
    size_t gap = l->column - saved.column, padding = marker + gap;
    if (gap >= ITEM_GAP_MAX || gap < 1 || l->offset >= l->text.len) {
        padding = marker + 1;
        *l = saved;
        if (gap > 0)
            line_advance(l, 1, true);
    }
    add_child(s, LAST_OTHER);
    push(s, IN_ITEM, indent + padding);
}

static bool open_leaf(struct scan *s, bool paragraph) {
    struct line *l = &s->line;
    struct str rest = line_rest(l);
    if (rest.len == 0)
        return false;
    if (line_atx(rest) > 0) {
        add_child(s, LAST_OTHER);
        heading_atx(s);
        return true;
    }
    size_t fence = line_fence_open(rest);
    unsigned html = fence > 0 ? 0 : line_html(rest, paragraph);
    if (fence > 0) {
        add_child(s, LAST_OTHER);
        s->leaf = LEAF_FENCE;
        s->fence_mark = rest.p[0];
        s->fence_length = fence;
    } else if (html > 0) {
        add_child(s, LAST_OTHER);
        s->leaf = line_html_ends(rest, html) ? LEAF_NONE : LEAF_HTML;
        s->html_kind = html;
    } else if (paragraph && line_setext(rest)) {
        heading_setext(s);
        s->leaf = LEAF_NONE;
    } else if (line_thematic(rest)) {
        add_child(s, LAST_OTHER);
    } else {
        return false;
    }
    scan_put_rest(s, false);
    return true;
}

/* Opens what starts on this line. True when the line is used up. */
static bool open_blocks(struct scan *s, bool paragraph, bool table) {
    struct line *l = &s->line;
    bool lazy = s->leaf == LEAF_PARAGRAPH;
    while (!s->stopped) {
        line_find(l);
        bool indented = line_indent(l) >= CODE_INDENT;
        struct str rest = line_rest(l), label = STR_NONE;
        size_t length;
        if (!indented && line_peek(l) == '>') {
            open_quote(s);
        } else if (!indented && open_leaf(s, paragraph)) {
            return true;
        } else if (!indented && (length = line_note(rest, &label)) > 0) {
            open_note(s, label, length);
        } else if (!indented && (length = line_list_marker(rest, paragraph)) > 0) {
            open_item(s, length);
        } else if (indented && !lazy && !line_blank(l)) {
            add_child(s, LAST_OTHER);
            s->leaf = LEAF_CODE;
            scan_put_rest(s, false);
            return true;
        } else {
            return !indented &&
                   ((paragraph && table_begin(s)) || (table && table_row(s)) || component_begin(s));
        }
        paragraph = table = lazy = false;
    }
    return true;
}

static void keep_blank(struct scan *s) {
    if (s->blanks++ == 0) {
        s->blank_number = s->line.number;
        s->blank_depth = s->matched;
    }
}

static void add_text(struct scan *s, bool paragraph) {
    struct line *l = &s->line;
    bool unmatched = s->matched < s->depth && !s->opened;
    if (line_blank(l)) {
        s->depth = s->matched;
        s->leaf = LEAF_NONE;
        s->alert_line = false;
        scan_put_rest(s, false);
        if (s->opened && s->stack[s->matched].kind == IN_NOTE &&
            s->stack[s->matched - 1].kind != IN_NOTE)
            keep_blank(s); /* `[^1]:` alone counts as ending blank */
        return;
    }
    if (unmatched && s->alert_line) {
        scan_restart_line(s);
        s->matched = s->depth;
        scan_prefix(s);
        s->raw_from = l->first;
    }
    bool lazy = unmatched && s->leaf == LEAF_PARAGRAPH;
    if (!paragraph && !lazy) {
        bool fresh = s->fresh_quote && alert_begin(s);
        add_child(s, LAST_OTHER);
        s->alert_line = fresh;
        if (fresh)
            return;
        s->leaf = LEAF_PARAGRAPH;
        s->paragraph_line = s->job->line_count;
    }
    s->text = line_rest(l);
    s->text_number = l->number;
    s->text_column = (uint32_t)l->first + 1;
    scan_put_rest(s, true);
}

/* An empty line in a footnote. Right below the note itself it is written only once it is known
 * whether the note goes on: behind it, it makes a list around the note loose. */
static void blank_in_note(struct scan *s) {
    bool inside = s->matched == s->depth && s->leaf == LEAF_FENCE;
    if (s->matched < s->depth || (s->leaf != LEAF_FENCE && s->leaf != LEAF_CODE &&
                                  !(s->leaf == LEAF_HTML && s->html_kind < 6)))
        s->leaf = LEAF_NONE;
    s->depth = s->matched;
    s->alert_line = false;
    keep_blank(s);
    if (inside || s->stack[s->matched].kind != IN_NOTE)
        scan_flush_blanks(s);
}

static void process_line(struct scan *s) {
    struct line *l = &s->line;
    s->matched = 0;
    s->opened = s->fresh_quote = false;
    s->raw_from = 0;
    while (s->matched < s->depth && match_container(s, &s->stack[s->matched + 1]))
        s->matched++;
    bool all = s->matched == s->depth;
    line_find(l);
    if (s->leaf == LEAF_COMPONENT) {
        if (all) {
            component_line(s);
            return;
        }
        component_unclosed(s);
    }
    bool note = in_note(s), blank = line_blank(l);
    if (note && blank && str_trim(l->text).len == 0) {
        blank_in_note(s);
        return;
    }
    scan_flush_blanks(s);
    if (note) {
        scan_prefix(s);
        scan_drop_to_cursor(s);
    }
    if (all && continue_leaf(s))
        return;
    bool paragraph = all && s->leaf == LEAF_PARAGRAPH && !blank;
    bool table = all && s->leaf == LEAF_TABLE && !blank && table_is_row(line_rest(l));
    if (!open_blocks(s, paragraph, table))
        add_text(s, paragraph && !s->opened);
}

/* Takes one line off the front: LF, CRLF or CR, as cmark does. */
static bool next_line(struct scan *s, uint32_t *number) {
    struct str *rest = &s->rest;
    if (rest->len == 0)
        return false;
    size_t n = str_find_char(*rest, '\n');
    size_t end = n == SIZE_MAX ? rest->len : n;
    const char *cr = memchr(rest->p, '\r', end);
    if (cr != NULL)
        end = (size_t)(cr - rest->p);
    line_start(&s->line, str_slice(*rest, 0, end), *number);
    bool crlf = end + 1 < rest->len && rest->p[end] == '\r' && rest->p[end + 1] == '\n';
    size_t used = end + (crlf ? 2 : 1);
    if (used > rest->len)
        used = rest->len;
    if (rest->p[used - 1] == '\n')
        ++*number;
    *rest = str_from_offset(*rest, used);
    return true;
}

static bool grown_too_far(struct scan *s) {
    struct job *job = s->job;
    if (job->draft->len / DRAFT_GROWTH_MAX < job->body.len || job->draft->len < DRAFT_FREE_BYTES)
        return false;
    return !job_error(job, scan_place(s, 1), "markdown/table-size",
                      "the tables up to here are too large; split the page");
}

bool scan_body(struct job *job) {
    struct scan s = {.job = job, .rest = job->body};
    uint32_t number = job->body_line;
    if (str_starts(s.rest, str_lit("\xef\xbb\xbf")))
        s.rest = str_from_offset(s.rest, 3);
    while (!s.stopped && next_line(&s, &number)) {
        process_line(&s);
        s.stopped = s.stopped || grown_too_far(&s);
    }
    if (s.leaf == LEAF_COMPONENT)
        component_unclosed(&s);
    s.matched = 0;
    scan_flush_blanks(&s);
    buf_finish(&s.component_body);
    return !s.stopped;
}
