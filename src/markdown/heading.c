/* `{#id}` at the end of a heading: taken out of the draft and kept beside it. */
#include "markdown/mask.h"
#include "markdown/scan.h"

/* Splits "Title {#id}": the title without the gap before the mark, and the id. */
static bool split_id(struct str text, struct str *title, struct str *id) {
    text = str_trim(text);
    if (!str_ends(text, str_lit("}")))
        return false;
    size_t open = str_rfind_char(text, '{');
    if (open == SIZE_MAX || open + 3 >= text.len || text.p[open + 1] != '#' ||
        (open > 0 && !line_is_gap(text.p[open - 1])))
        return false;
    *id = str_slice(text, open + 2, text.len - 1);
    for (size_t i = 0; i < id->len; i++)
        if (ascii_is_space(id->p[i]))
            return false;
    *title = str_slice(text, 0, open);
    return true;
}

/* Without the closing run of "#", which needs a gap before it. */
static struct str without_closing(struct str text) {
    text = str_trim(text);
    size_t end = text.len;
    while (end > 0 && text.p[end - 1] == '#')
        end--;
    return end == text.len || (end > 0 && !line_is_gap(text.p[end - 1])) ? text
                                                                         : str_slice(text, 0, end);
}

/* Composed, as made ids and the fragments of links are. */
static void keep_id(struct scan *s, size_t line, struct str id, uint32_t number, uint32_t column) {
    struct job *job = s->job;
    scan_mark(s, MARK_HEADING, 0, job->heading_id_count);
    job->marks[job->mark_count - 1].line = (uint32_t)line;
    *arena_push(job->mem, &job->heading_ids, &job->heading_id_count, &job->heading_id_cap) =
        (struct heading_id){utf8_nfc(job->mem, id), job_place(job, number, column, id.len + 3)};
}

void heading_atx(struct scan *s) {
    struct line *l = &s->line;
    size_t from = l->first + line_atx(line_rest(l));
    while (from < l->text.len && line_is_gap(l->text.p[from]))
        from++;
    struct str text = str_from_offset(l->text, from), title, id;
    if (split_id(without_closing(text), &title, &id)) {
        keep_id(s, s->job->line_count, id, l->number, (uint32_t)(id.p - l->text.p) - 1);
        text = title;
    }
    scan_put_raw(s, from);
    size_t content = s->job->draft->len;
    mask_put(s->job, text, l->number, (uint32_t)from + 1);
    scan_end_line(s, content, l->number, (uint32_t)from + 1);
}

void heading_setext(struct scan *s) {
    struct str title, id;
    if (!split_id(s->text, &title, &id) ||
        (title.len == 0 && s->paragraph_line + 1 == s->job->line_count))
        return;
    uint32_t column = s->text_column + (uint32_t)(id.p - s->text.p) - 2;
    scan_reopen_text(s);
    size_t content = s->job->draft->len;
    mask_put(s->job, title, s->text_number, s->text_column);
    scan_end_line(s, content, s->text_number, s->text_column);
    keep_id(s, s->paragraph_line, id, s->text_number, column);
    scan_prefix(s);
    s->raw_from = s->line.first;
}
