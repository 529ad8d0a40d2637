/* Footnote references, the links back, and citations. */
#include "markdown/escape.h"
#include "markdown/write.h"

static void put_id(struct writer *w, const char *before, struct str id) {
    write_raw(w, before);
    escape_text(w->job, w->out, id);
}

static void put_href(struct writer *w, const char *before, struct str id) {
    write_raw(w, before);
    escape_url(w->job, w->out, id);
}

static bool inside_link(struct writer *w, const struct ref *ref, const char *what) {
    if (!ref->in_link)
        return false;
    return !job_error(w->job, ref->at, "markdown/link-in-link",
                      "a %s cannot stand inside a link; write it behind the link", what);
}

static void put_note(struct writer *w, const struct ref *ref) {
    if (inside_link(w, ref, "footnote"))
        return;
    put_href(w, "<sup class=\"footnote-ref\"><a href=\"#", ref->note->id);
    put_id(w, "\" id=\"", ref->id);
    buf_printf(w->out, "\">%u</a></sup>", ref->note->number);
}

static void put_cite(struct writer *w, const struct ref *ref) {
    const struct markdown_hooks *hooks = w->job->hooks;
    unsigned number = 0;
    struct str back = STR_NONE, target = STR_NONE;
    if (inside_link(w, ref, "citation"))
        return;
    if (!hooks->cite(hooks->ctx, ref->label, ref->at, &number, &back, &target)) {
        w->job->ok = false;
        return;
    }
    if (back.len > 0 && !ids_take(w->ids, w->job, back))
        job_error(w->job, ref->at, "markdown/heading-id-duplicate",
                  "the id '%.*s' of this citation is a heading's too; give the heading another",
                  STR_ARG(back));
    put_href(w, "<sup class=\"cite\"><a href=\"#", target);
    if (back.len > 0)
        put_id(w, "\" id=\"", back);
    write_raw(w, "\"><span class=\"visually-hidden\">");
    escape_text(w->job, w->out, w->job->labels.source);
    buf_printf(w->out, " </span>%u</a></sup>", number);
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
