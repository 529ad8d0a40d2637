/* Footnote references, the links back, and citations. */
#include "markdown/escape.h"
#include "markdown/write.h"

static void put_id(struct writer *w, const char *before, struct str id) {
    write_raw(w, before);
    escape_text(w->job, w->out, id);
}

static void put_href(struct writer *w, const char *before, struct str id) {
    write_raw(w, before);
    escape_url(w->out, id);
}

static bool inside_link(struct writer *w, const struct ref *ref, const char *what) {
    if (!ref->in_link)
        return false;
    return !job_error(w->job, ref->at, "markdown/link-in-link",
                      "a %s cannot stand inside a link; write it behind the link", what);
}

/* On a site in brackets: "5[^1] mg" must not be 51 mg where nothing is raised: on paper, in a
 * copied text, read aloud. */
static void put_note(struct writer *w, const struct ref *ref) {
    if (inside_link(w, ref, "footnote"))
        return;
    put_href(w, "<sup class=\"footnote-ref\"><a href=\"#", ref->note->id);
    put_id(w, "\" id=\"", ref->id);
    buf_printf(w->out, w->job->hooks != NULL ? "\">[%u]</a></sup>" : "\">%u</a></sup>",
               ref->note->number);
}

/* One "@id" or "@id, place" of a citation: where it begins in the label, and what it is. */
struct cited_part {
    struct str id, place;
    struct place at;
};

static bool is_gap(char c) {
    return ascii_is_space(c) || c == ',';
}

/* The next part of a label; its first "@" is not in it. False when there is none. */
static bool next_part(const struct ref *ref, struct str *rest, bool first, struct cited_part *out) {
    struct str part;
    if (!str_next_part(rest, ';', &part))
        return false;
    size_t from = 0, to;
    while (from < part.len && ascii_is_space(part.p[from]))
        from++;
    bool marked = first || (from < part.len && part.p[from] == '@');
    from += marked && !first;
    for (to = from; to < part.len && !is_gap(part.p[to]);)
        to++;
    out->id = marked ? str_slice(part, from, to) : STR_NONE;
    out->at = ref->at;
    out->at.column += (uint32_t)(part.p - ref->label.p + (ptrdiff_t)from) + (marked ? 1 : 2);
    out->at.width = (uint32_t)(to - from) + 1;
    if (out->id.len == ref->label.len)
        out->at = ref->at;
    while (to < part.len && is_gap(part.p[to]))
        to++;
    out->place = str_trim(str_from_offset(part, to));
    return true;
}

static bool put_source(struct writer *w, const struct cited_part *part) {
    const struct markdown_hooks *hooks = w->job->hooks;
    unsigned number = 0;
    struct str back = STR_NONE, target = STR_NONE;
    if (part->id.len == 0)
        return job_error(w->job, part->at, "markdown/citation-part",
                         "each part of a citation begins with '@' and a source: "
                         "[@one; @another, p. 3]");
    if (!hooks->cite(hooks->ctx, part->id, part->at, &number, &back, &target))
        return w->job->ok = false;
    put_href(w, "<a href=\"#", target);
    if (back.len > 0)
        put_id(w, "\" id=\"", back);
    write_raw(w, "\"><span class=\"visually-hidden\">");
    escape_text(w->job, w->out, w->job->labels.source);
    buf_printf(w->out, " </span>%u</a>", number);
    if (part->place.len > 0) {
        write_raw(w, " <span class=\"place\">");
        escape_text(w->job, w->out, part->place);
        write_raw(w, "</span>");
    }
    return true;
}

/* A no-break space for the space or line end before a citation: no number begins a line. Behind a
 * tag a line end may be a hard one, or the start of a block. */
static void bind_to_word(struct buf *out) {
    size_t n = out->len;
    if (n < 2 || (out->p[n - 1] != ' ' && (out->p[n - 1] != '\n' || out->p[n - 2] == '>')))
        return;
    out->len--;
    buf_puts(out, "\xc2\xa0");
}

static void put_cite(struct writer *w, const struct ref *ref) {
    struct str rest = ref->label;
    struct cited_part part;
    if (inside_link(w, ref, "citation"))
        return;
    bind_to_word(w->out);
    write_raw(w, "<sup class=\"cite\">");
    for (bool first = true; next_part(ref, &rest, first, &part); first = false) {
        if (!first)
            write_raw(w, "; ");
        if (!put_source(w, &part))
            break;
    }
    write_raw(w, "</sup>");
}

void ref_write(struct writer *w, const struct ref *ref) {
    if (ref->cite)
        put_cite(w, ref);
    else
        put_note(w, ref);
}

void ref_write_back(struct writer *w) {
    uint32_t n = 0;
    for (const struct ref *ref = w->note->first_ref; ref != NULL; ref = ref->next) {
        put_href(w, n == 0 ? "<a href=\"#" : " <a href=\"#", ref->id);
        write_raw(w, "\" class=\"footnote-backref\" aria-label=\"");
        escape_text(w->job, w->out, w->job->labels.back);
        if (++n > 1)
            buf_printf(w->out, " %u", n);
        write_raw(w, "\">\xe2\x86\xa9");
        if (n > 1)
            buf_printf(w->out, "<sup class=\"footnote-ref\">%u</sup>", n);
        write_raw(w, "</a>");
    }
}

void write_notes(struct writer *w) {
    struct job *job = w->job;
    if (job->used_count == 0)
        return;
    write_newline(w);
    write_raw(w, "<section class=\"footnotes\" aria-label=\"");
    escape_text(job, w->out, job->labels.footnotes);
    write_raw(w, "\">\n<ol>\n");
    for (size_t i = 0; i < job->used_count; i++) {
        w->note = job->used_notes[i];
        put_id(w, "<li id=\"", w->note->id);
        write_raw(w, "\">\n");
        write_tree(w, w->note->node);
        cmark_node *last = cmark_node_last_child(w->note->node);
        if (last == NULL || cmark_node_get_type(last) != CMARK_NODE_PARAGRAPH) {
            write_newline(w);
            ref_write_back(w);
            write_raw(w, "\n");
        }
        write_raw(w, "</li>\n");
    }
    w->note = NULL;
    write_raw(w, "</ol>\n</section>\n");
}
