/* Writing the draft: lines with a record of where they come from, and marks. */
#include "markdown/mask.h"
#include "markdown/memory.h"
#include "markdown/scan.h"

static void put_spaces(struct buf *out, size_t count) {
    memset(buf_reserve(out, count), ' ', count);
    out->len += count;
}

void scan_prefix(struct scan *s) {
    for (size_t i = 1; i <= s->matched; i++) {
        const struct container *c = &s->stack[i];
        if (c->kind == IN_QUOTE)
            buf_puts(s->job->draft, "> ");
        else if (c->kind == IN_NOTE)
            buf_puts(s->job->draft, "  > "); /* as wide as a note's indent: tabs keep their stops */
        else
            put_spaces(s->job->draft, c->width);
    }
}

void scan_end_line(struct scan *s, size_t content, uint32_t number, uint32_t column) {
    struct job *job = s->job;
    buf_putc(job->draft, '\n');
    struct draft_line line = {(uint32_t)s->line_begin, (uint32_t)content, number, column};
    buf_put(job->lines_room, str_of((const char *)&line, sizeof(line)));
    job->line_count++;
    s->line_begin = job->draft->len;
}

void scan_restart_line(struct scan *s) {
    s->job->draft->len = s->line_begin;
}

void scan_reopen_text(struct scan *s) {
    struct job *job = s->job;
    struct draft_line last = *job_line(job, --job->line_count);
    job->lines_room->len -= sizeof(last);
    job->draft->len = last.content;
    s->line_begin = last.start;
}

void scan_mark(struct scan *s, enum mark_kind kind, uint32_t column, size_t index) {
    *arena_push(s->job->mem, &s->job->marks, &s->job->mark_count, &s->job->mark_cap) =
        (struct mark){kind, (uint32_t)s->job->line_count, 1, column, (uint32_t)index};
}

struct place scan_place(const struct scan *s, size_t width) {
    return job_place(s->job, s->line.number, (uint32_t)s->line.first + 1, width);
}

void scan_put_raw(struct scan *s, size_t to) {
    if (to <= s->raw_from)
        return;
    buf_put(s->job->draft, str_slice(s->line.text, s->raw_from, to));
    s->raw_from = to;
}

void scan_drop_to_cursor(struct scan *s) {
    struct line *l = &s->line;
    s->raw_from = l->offset;
    if (!l->partial_tab)
        return;
    put_spaces(s->job->draft, 4 - l->column % 4);
    s->raw_from = l->offset + 1;
}

void scan_put_rest(struct scan *s, bool inline_text) {
    struct line *l = &s->line;
    size_t first = l->first < s->raw_from ? s->raw_from : l->first;
    scan_put_raw(s, first);
    size_t content = s->job->draft->len;
    struct str rest = str_from_offset(l->text, first);
    if (inline_text)
        mask_put(s->job, rest, l->number, (uint32_t)first + 1);
    else
        buf_put(s->job->draft, rest);
    scan_end_line(s, content, l->number, (uint32_t)first + 1);
}

void scan_flush_blanks(struct scan *s) {
    size_t matched = s->matched;
    if (s->blanks == 0)
        return;
    size_t inside = matched;
    while (inside > 0 && s->stack[inside].kind != IN_NOTE)
        inside--;
    if (inside < s->blank_depth && matched >= s->blank_depth)
        inside = s->blank_depth;
    if (inside < s->blank_depth && s->blank_depth > 0) /* behind the note, in what holds it */
        inside = matched < s->blank_depth - 1 ? matched : s->blank_depth - 1;
    s->matched = inside;
    for (; s->blanks > 0; s->blanks--) {
        scan_prefix(s);
        scan_end_line(s, s->job->draft->len, s->blank_number++, 1);
    }
    s->matched = matched;
}

cmark_node *draft_parse(struct job *job) {
    memory_from(job->mem, &job->tree_mem);
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &job->tree_mem);
    if (job->draft->p != NULL)
        cmark_parser_feed(parser, job->draft->p, job->draft->len);
    return cmark_parser_finish(parser);
}
