/* markdown/ in one function: clean → scan → parse → settle → write. */
#include "markdown/markdown.h"

#include <stdlib.h>

#include "markdown/charref.h"
#include "markdown/mask.h"
#include "markdown/scan.h"
#include "markdown/settle.h"
#include "markdown/write.h"

struct markdown {
    struct arena own; /* holds this struct */
    struct buf draft, lines;
};

struct markdown *markdown_open(void) {
    struct arena own;
    arena_init(&own);
    struct markdown *m = arena_new(&own, struct markdown);
    m->own = own;
    return m;
}

void markdown_close(struct markdown *m) {
    if (m == NULL)
        return;
    buf_finish(&m->draft);
    buf_finish(&m->lines);
    struct arena own = m->own;
    arena_finish(&own);
}

/* The loader has checked the text. Should bad bytes come here all the same, or the noncharacters
 * that stand-ins are made of, they become U+FFFD. */
static struct str clean(struct arena *mem, struct str body) {
    if (utf8_is_valid(body) && str_find(body, str_lit("\xef\xb7")) == SIZE_MAX)
        return body;
    struct buf out = {0};
    struct str rest = body;
    while (rest.len > 0) {
        struct str at = rest;
        uint32_t code = utf8_next(&rest);
        if (code == 0xfffd || mask_is(code))
            buf_puts(&out, "\xef\xbf\xbd");
        else
            buf_put(&out, str_slice(at, 0, at.len - rest.len));
    }
    struct str copy = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return copy;
}

static struct str or_english(struct str label, const char *english) {
    return label.len > 0 ? label : str_from(english);
}

static struct markdown_labels complete(const struct markdown_labels *given) {
    struct markdown_labels l = {0};
    if (given != NULL)
        l = *given;
    l.footnotes = or_english(l.footnotes, "Footnotes");
    l.back = or_english(l.back, "Back to the text");
    l.source = or_english(l.source, "Source");
    l.external = or_english(l.external, "leaves this site");
    l.note = or_english(l.note, "Note");
    l.tip = or_english(l.tip, "Tip");
    l.important = or_english(l.important, "Important");
    l.warning = or_english(l.warning, "Warning");
    l.caution = or_english(l.caution, "Caution");
    l.overdose = or_english(l.overdose, "Overdose");
    l.danger = or_english(l.danger, "Danger");
    return l;
}

static void render(struct job *job) {
    if (!scan_body(job))
        return;
    struct ids ids;
    ids_init(&ids, job);
    cmark_node *root = draft_parse(job);
    settle_tree(job, &ids, root);
    struct writer w = {.job = job, .out = job->out};
    write_tree(&w, root);
    write_notes(&w);
}

/* Hooks that ask nothing are none: the body stands alone. */
static const struct markdown_hooks *or_none(const struct markdown_hooks *h) {
    bool asks = h != NULL && (h->link != NULL || h->image != NULL || h->cite != NULL ||
                              h->component != NULL || h->component_names != NULL);
    return asks ? h : NULL;
}

bool markdown_render(struct markdown *m, struct arena *mem, const struct source *source,
                     struct str body, unsigned body_line, const struct markdown_hooks *hooks,
                     const struct markdown_labels *labels, struct buf *out,
                     struct markdown_page *page, struct diags *d) {
    *page = (struct markdown_page){0};
    struct job job = {.mem = mem,
                      .source = source,
                      .body_line = body_line,
                      .hooks = or_none(hooks),
                      .labels = complete(labels),
                      .page = page,
                      .d = d,
                      .out = out,
                      .ok = true,
                      .draft = &m->draft,
                      .lines_room = &m->lines};
    if (body.len > BODY_BYTES_MAX)
        return diag_error(d, place_of(source, body_line, 0, 0), "markdown/too-long",
                          "the text is longer than %d MB; split it", BODY_BYTES_MAX >> 20);
    buf_reset(&m->draft);
    buf_reset(&m->lines);
    body = clean(mem, body);
    job.body = charref_clean(&job, body);
    job.masks = mask_needed(job.body, job.hooks);
    size_t before = out->len;
    render(&job);
    if (hooks != NULL)
        charref_tell(&job, body, str_from_offset(buf_str(out), before));
    return job.ok;
}
