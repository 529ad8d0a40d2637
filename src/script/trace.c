/* Which line of which template printed a byte of the page. Noted only while a page with a finding
 * is made again: pages without one pay nothing.
 *
 * A note is where in the output a text or a value starts. Output that was taken off again (super,
 * once) leaves notes behind the end; the next note drops them. */
#include "script/state.h"

static struct trace_note *push(struct script *s) {
    struct trace_run *run = &s->trace.now;
    size_t at = s->out->len - s->trace.start;
    while (run->count > 0 && run->notes[run->count - 1].out > at)
        run->count--;
    struct trace_note *note = arena_push(s->page_mem, &run->notes, &run->count, &run->cap);
    *note = (struct trace_note){.out = at}; /* one that was dropped may have been there */
    return note;
}

void trace_text(struct script *s, const struct layout *layout, struct str text) {
    if (!s->trace.on || text.len == 0)
        return;
    struct trace_note *note = push(s);
    note->at.source = layout->source;
    note->text = text;
}

void trace_value(struct script *s, struct place at, struct str safe) {
    if (!s->trace.on)
        return;
    struct trace_note *note = push(s);
    note->at = at;
    note->is_body = safe.p != NULL && safe.p == s->page->body.p;
}

void trace_start(struct script *s) {
    s->trace.now = (struct trace_run){0};
    s->trace.start = s->out->len;
    s->trace.body = s->page->body;
}

void trace_keep_component(struct script *s) {
    struct trace *t = &s->trace;
    if (!t->on)
        return;
    t->now.bytes = arena_str(s->page_mem, str_of(s->out->p + t->start, s->out->len - t->start));
    *arena_push(s->page_mem, &t->components, &t->component_count, &t->component_cap) = t->now;
}

void script_trace(struct script *s, bool on) {
    s->limited_page = NULL; /* the page is made anew */
    s->trace = (struct trace){.on = on};
}

static const struct trace_note *find(const struct trace_run *run, size_t offset) {
    const struct trace_note *found = NULL;
    for (size_t i = 0; i < run->count && run->notes[i].out <= offset; i++)
        found = &run->notes[i];
    return found;
}

static struct place place(const struct trace_note *note, size_t offset) {
    size_t into = offset - note->out;
    if (note->text.p == NULL)
        return note->at;
    into = into < note->text.len ? into : note->text.len - 1;
    return place_at_offset(note->at.source, (size_t)(note->text.p - note->at.source->text.p) + into,
                           1);
}

/* The body is moved about after components have run: theirs is found by its bytes. */
static struct place in_body(const struct script *s, size_t offset) {
    struct str body = s->trace.body;
    for (size_t i = 0; i < s->trace.component_count; i++) {
        const struct trace_run *run = &s->trace.components[i];
        size_t at = run->bytes.len == 0 ? SIZE_MAX : str_find(body, run->bytes);
        for (size_t base = 0; at != SIZE_MAX && base + at <= offset;) {
            base += at;
            if (offset - base < run->bytes.len && find(run, offset - base) != NULL)
                return place(find(run, offset - base), offset - base);
            base += run->bytes.len;
            at = str_find(str_from_offset(body, base), run->bytes);
        }
    }
    return (struct place){0};
}

struct place script_origin(const struct script *s, size_t offset) {
    const struct trace_note *note = find(&s->trace.now, offset);
    if (note == NULL)
        return (struct place){0};
    return note->is_body ? in_body(s, offset - note->out) : place(note, offset);
}
