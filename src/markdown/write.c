/* The walk. Layout of the HTML follows cmark's, so that the two can be compared; every tag is
 * closed, and everything an author wrote goes through escape.h. */
#include "markdown/write.h"

#include <assert.h>

#include "markdown/alert.h"
#include "markdown/escape.h"
#include "markdown/mask.h"

void write_newline(struct writer *w) {
    if (w->out->len > 0 && w->out->p[w->out->len - 1] != '\n')
        buf_putc(w->out, '\n');
}

/* A word: a run of letters, digits and everything beyond ASCII; "don't" counts as two. */
static inline bool is_letter(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Of the next 16 bytes, or the `n` that are left: bit i is set when byte i is a letter. */
enum { LETTERS_STEP = 16 };
static inline unsigned letters(const char *p, size_t n) {
#ifdef __SSE2__
    __m128i v = n >= STEP_WIDTH ? step_load(p) : step_load_last(p, n, ' ');
    __m128i small = step_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 'z' - 'a');
    return step_bits(_mm_or_si128(v, _mm_or_si128(small, step_range(v, '0', 9))));
#else
    unsigned found = 0;
    for (size_t i = 0; i < n && i < LETTERS_STEP; i++)
        found |= (unsigned)is_letter(p[i]) << i;
    return found;
#endif
}

void write_words(struct writer *w, struct str text) {
    size_t words = 0;
    unsigned in = w->in_word;
    for (size_t i = 0; i < text.len; i += LETTERS_STEP) {
        unsigned found = letters(text.p + i, text.len - i);
        for (unsigned starts = found & ~(found << 1 | in); starts != 0; starts &= starts - 1)
            words++;
        in = found >> (LETTERS_STEP - 1);
    }
    if (text.len > 0)
        w->in_word = is_letter(text.p[text.len - 1]);
    w->job->page->words += words;
}

/* Not by printf: emphasis is in every other line. */
static void put_tag(struct writer *w, const char *open, const char *name) {
    write_raw(w, open);
    write_raw(w, name);
    write_raw(w, ">");
}

static void put_text(struct writer *w, cmark_node *node) {
    struct str text = str_from(cmark_node_get_literal(node));
    write_words(w, text);
    escape_text(w->job, w->out, text);
}

static bool in_tight_list(cmark_node *paragraph) {
    cmark_node *parent = cmark_node_parent(paragraph);
    cmark_node *list = parent == NULL ? NULL : cmark_node_parent(parent);
    return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
           cmark_node_get_list_tight(list);
}

static void paragraph(struct writer *w, cmark_node *node, bool enter) {
    if (enter)
        cursor_begin(&w->cursor, w->job, node, false);
    w->in_word = false;
    bool last = w->note != NULL && cmark_node_parent(node) == w->note->node &&
                cmark_node_next(node) == NULL;
    if (in_tight_list(node))
        return;
    if (enter) {
        write_newline(w);
        write_raw(w, "<p>");
        return;
    }
    if (last) {
        write_raw(w, " ");
        ref_write_back(w);
    }
    write_raw(w, "</p>\n");
}

static void component(struct writer *w, const struct mark *mark) {
    struct job *job = w->job;
    const struct component *c = &job->components[mark->index];
    write_newline(w);
    if (!job->hooks->component(job->hooks->ctx, c->name, c->attrs, c->attr_count, c->body, c->at,
                               job->page, w->out))
        job->ok = false;
    write_newline(w);
}

static void heading(struct writer *w, cmark_node *node, bool enter) {
    struct job *job = w->job;
    uintptr_t data = (uintptr_t)cmark_node_get_user_data(node);
    const struct markdown_heading *first = job->page->headings;
    bool named = first != NULL && data >= (uintptr_t)first &&
                 data < (uintptr_t)(first + job->page->heading_count);
    w->in_word = false;
    if (!named) { /* a mark */
        const struct mark *mark = cmark_node_get_user_data(node);
        assert(mark != NULL); /* settle_tree names every heading that is shown */
        if (mark->kind == MARK_TABLE && enter) {
            cell_enter(w, mark);
            cursor_begin(&w->cursor, job, node, true);
        } else if (mark->kind == MARK_TABLE) {
            cell_exit(w);
        } else if (mark->kind == MARK_COMPONENT && enter) {
            component(w, mark);
        }
        return;
    }
    const struct markdown_heading *h = cmark_node_get_user_data(node);
    if (!enter) {
        write_raw(w, "</h");
        buf_putc(w->out, (char)('0' + h->level));
        write_raw(w, ">\n");
        return;
    }
    cursor_begin(&w->cursor, job, node, false);
    write_newline(w);
    write_raw(w, "<h");
    buf_putc(w->out, (char)('0' + h->level));
    write_raw(w, " id=\"");
    escape_text(job, w->out, h->id);
    write_raw(w, "\">");
    w->heading = h->id;
}

static struct str alert_label(const struct job *job, enum alert_kind kind) {
    const struct markdown_labels *l = &job->labels;
    const struct str labels[ALERT_KINDS] = {l->note,    l->tip,      l->important, l->warning,
                                            l->caution, l->overdose, l->danger};
    return labels[kind];
}

static void quote(struct writer *w, cmark_node *node, bool enter) {
    const struct mark *mark = cmark_node_get_user_data(node);
    bool alert = mark != NULL && mark->kind == MARK_ALERT;
    write_newline(w);
    if (!enter) {
        write_raw(w, alert ? "</aside>\n" : "</blockquote>\n");
        return;
    }
    if (!alert) {
        write_raw(w, "<blockquote>\n");
        return;
    }
    write_raw(w, "<aside class=\"alert alert-");
    for (const char *c = alert_names[mark->index]; *c != '\0'; c++)
        buf_putc(w->out, ascii_lower(*c));
    write_raw(w, "\" role=\"note\">\n<p class=\"alert-title\">");
    escape_text(w->job, w->out, alert_label(w->job, (enum alert_kind)mark->index));
    write_raw(w, "</p>\n");
}

static void list(struct writer *w, cmark_node *node, bool enter) {
    bool bullet = cmark_node_get_list_type(node) == CMARK_BULLET_LIST;
    int start = cmark_node_get_list_start(node);
    if (!enter) {
        write_raw(w, bullet ? "</ul>\n" : "</ol>\n");
        return;
    }
    write_newline(w);
    if (bullet)
        write_raw(w, "<ul>\n");
    else if (start == 1)
        write_raw(w, "<ol>\n");
    else
        buf_printf(w->out, "<ol start=\"%d\">\n", start);
}

/* What the audit takes for a class; of "```{.r}" and the like a page says nothing. */
static bool is_class_name(struct str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_alnum(word.p[i]) &&
            (word.p[i] == '\0' || strchr("-_.:/+#", word.p[i]) == NULL))
            return false;
    return word.len > 0;
}

static void code_block(struct writer *w, cmark_node *node) {
    struct job *job = w->job;
    struct str info = str_from(cmark_node_get_fence_info(node));
    struct str text = str_from(cmark_node_get_literal(node));
    size_t end = 0;
    while (end < info.len && !ascii_is_space(info.p[end]))
        end++;
    write_newline(w);
    write_raw(w, "<pre><code");
    struct str word = str_slice(info, 0, end);
    if (job->hooks == NULL ? word.len > 0 : is_class_name(word)) {
        write_raw(w, " class=\"language-");
        escape_text(job, w->out, word);
        write_raw(w, "\"");
    }
    write_raw(w, ">");
    write_words(w, text);
    /* HTML drops a newline right behind <pre>, but here <code> stands between. */
    escape_code(job, w->out, text, job->hooks == NULL ? ESCAPE_TAB_KEEP : ESCAPE_TAB_EXPAND);
    write_raw(w, "</code></pre>\n");
    w->in_word = false;
}

static void html_block(struct writer *w, cmark_node *node) {
    int line = cmark_node_get_start_line(node);
    const struct draft_line *l = job_line(w->job, line < 1 ? 0 : (size_t)line - 1);
    raw_refuse(w, str_from(cmark_node_get_literal(node)),
               job_place(w->job, l->number, l->column, 1));
}

static void block(struct writer *w, cmark_node *node, cmark_node_type type, bool enter) {
    switch (type) {
    case CMARK_NODE_PARAGRAPH:
        paragraph(w, node, enter);
        break;
    case CMARK_NODE_HEADING:
        heading(w, node, enter);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        quote(w, node, enter);
        break;
    case CMARK_NODE_LIST:
        list(w, node, enter);
        break;
    case CMARK_NODE_ITEM:
        if (enter)
            write_newline(w);
        write_raw(w, enter ? "<li>" : "</li>\n");
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        write_newline(w);
        write_raw(w, "<hr/>\n");
        break;
    case CMARK_NODE_CODE_BLOCK:
        code_block(w, node);
        break;
    default: /* CMARK_NODE_HTML_BLOCK: cmark makes no others */
        html_block(w, node);
        break;
    }
}

/* Emphasis beyond the nesting cap is reported and left out. */
static void span(struct writer *w, const char *name, bool enter) {
    if (!enter && w->inline_depth-- <= NESTING_MAX)
        put_tag(w, "</", name);
    if (!enter)
        return;
    if (++w->inline_depth <= NESTING_MAX) {
        put_tag(w, "<", name);
    } else if (!w->too_deep) {
        w->too_deep = true;
        job_error(w->job, cursor_place(&w->cursor, 1), "markdown/nesting",
                  "more than %d levels of emphasis within each other; write this part plainly",
                  NESTING_MAX);
    }
}

/* Inside an image everything is plain text for alt. */
static void alt_text(struct writer *w, cmark_node *node, cmark_node_type type, bool enter) {
    if (type == CMARK_NODE_IMAGE) {
        w->images += enter ? 1 : -1U;
        if (w->images == 0)
            image_exit(w, node);
    } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
        size_t from = w->out->len;
        put_text(w, node);
        link_flatten(w, from);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        write_raw(w, " ");
    } else if (type == CMARK_NODE_HTML_INLINE) {
        raw_refuse(w, str_from(cmark_node_get_literal(node)), cursor_place(&w->cursor, 1));
    }
}

static void leaf(struct writer *w, cmark_node *node, cmark_node_type type) {
    const struct ref *ref;
    switch (type) {
    case CMARK_NODE_TEXT:
        ref = cmark_node_get_user_data(node);
        if (ref != NULL)
            ref_write(w, ref);
        else
            put_text(w, node);
        break;
    case CMARK_NODE_CODE:
        write_raw(w, "<code>");
        put_text(w, node);
        write_raw(w, "</code>");
        break;
    case CMARK_NODE_SOFTBREAK:
        write_raw(w, "\n");
        w->in_word = false;
        break;
    case CMARK_NODE_LINEBREAK:
        write_raw(w, "<br/>\n");
        w->in_word = false;
        break;
    default: /* CMARK_NODE_HTML_INLINE */
        raw_refuse(w, str_from(cmark_node_get_literal(node)), cursor_place(&w->cursor, 1));
        break;
    }
}

static void inlines(struct writer *w, cmark_node *node, cmark_node_type type, bool enter) {
    cursor_follow(&w->cursor, enter ? CMARK_EVENT_ENTER : CMARK_EVENT_EXIT, node);
    if (w->images > 0) {
        alt_text(w, node, type, enter);
    } else if (type == CMARK_NODE_EMPH) {
        span(w, "em", enter);
    } else if (type == CMARK_NODE_STRONG) {
        span(w, "strong", enter);
    } else if (type == CMARK_NODE_CUSTOM_INLINE) {
        span(w, "del", enter);
    } else if (type == CMARK_NODE_LINK && enter) {
        link_enter(w, node);
    } else if (type == CMARK_NODE_LINK) {
        link_exit(w);
    } else if (type == CMARK_NODE_IMAGE) {
        w->images = 1;
        image_enter(w, node);
    } else {
        leaf(w, node, type);
    }
}

void write_tree(struct writer *w, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool enter = event == CMARK_EVENT_ENTER;
        if (node == root)
            continue;
        if (type >= CMARK_NODE_FIRST_INLINE)
            inlines(w, node, type, enter);
        else
            block(w, node, type, enter);
    }
    cmark_iter_free(iter);
}
