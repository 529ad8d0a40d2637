/* From a finding in a finished page to the line of the theme, or the file of the content, that it
 * came from: the page is made once more, this time with notes. */
#include "build/stages.h"

/* The place is the audit's, which has counted the lines of these bytes. */
static size_t offset_of(struct str bytes, uint32_t line, uint32_t column) {
    struct str rest = bytes, part;
    for (uint32_t n = 1; n < line; n++)
        (void)str_next_line(&rest, &part);
    return (size_t)(rest.p - bytes.p) + (column > 0 ? column - 1 : 0);
}

/* From the published bytes to those the templates made, which lack the padding. */
static size_t without_padding(struct str published, struct str made, size_t offset) {
    size_t same = 0, padding = published.len - made.len;
    while (same < made.len && published.p[same] == made.p[same])
        same++;
    if (offset < same)
        return offset;
    return offset < same + padding ? same : offset - padding;
}

void origin_find(struct worker *w, const struct profile_output *o, const struct file *f,
                 size_t first_diag) {
    struct buf made = {0};
    struct str published = buf_str(&w->bytes);
    bool again = renderer_trace(w->renderer, &w->page, f->page, o->profile, &made) &&
                 made.len <= published.len;
    for (size_t i = first_diag; again && i < w->diags.count; i++) {
        struct diag *d = &w->diags.items[i];
        size_t offset = d->line == 0 ? SIZE_MAX : offset_of(published, d->line, d->column);
        if (offset == SIZE_MAX)
            continue;
        struct place at = renderer_origin(w->renderer, f->page,
                                          without_padding(published, buf_str(&made), offset));
        if (at.source != NULL && at.line > 0)
            d->origin = arena_printf(&w->diags.mem, "%s:%u", at.source->path, at.line).p;
        else if (at.source != NULL)
            d->origin = arena_cstr(&w->diags.mem, str_from(at.source->path));
    }
    renderer_trace_end(w->renderer);
    arena_reset(&w->page);
    buf_finish(&made);
}
