/* One walk over cmark's tree, then the work that needs all of it. */
#include "markdown/settle.h"

#include "markdown/delims.h"
#include "markdown/mask.h"

struct heading_node {
    cmark_node *node;
    const struct mark *mark; /* with an id of its own, or NULL */
    const struct note *inside;
    uint32_t line; /* of the draft */
};

struct settle {
    struct job *job;
    struct ids *ids;
    size_t next_mark;
    uint32_t notes_left;
    struct note *inside; /* the innermost note around the walk */
    unsigned images, links;
    struct heading_node *headings;
    size_t heading_count, heading_cap;
    cmark_node **separators;
    size_t separator_count, separator_cap;
    struct ref **refs;
    size_t ref_count, ref_cap;
};

static uint32_t draft_line_of(cmark_node *node) {
    int line = cmark_node_get_start_line(node);
    return line < 1 ? 0 : (uint32_t)line - 1;
}

static bool mark_fits(const struct mark *mark, cmark_node *node) {
    bool quote = mark->kind == MARK_NOTE || mark->kind == MARK_ALERT;
    if (quote != (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE))
        return false;
    return !quote || cmark_node_get_start_column(node) == (int)mark->column;
}

static struct mark *find_mark(struct settle *s, cmark_node *node) {
    struct job *job = s->job;
    uint32_t line = draft_line_of(node);
    while (s->next_mark < job->mark_count &&
           job->marks[s->next_mark].line + job->marks[s->next_mark].count <= line)
        s->next_mark++;
    for (size_t i = s->next_mark; i < job->mark_count && job->marks[i].line <= line; i++)
        if (mark_fits(&job->marks[i], node))
            return &job->marks[i];
    return NULL;
}

static void enter_block(struct settle *s, cmark_node *node) {
    struct mark *mark = find_mark(s, node);
    cmark_node_set_user_data(node, mark);
    if (mark != NULL && mark->kind == MARK_NOTE) {
        s->job->notes[mark->index].node = node;
        s->inside = &s->job->notes[mark->index];
    } else if (mark != NULL && mark->kind == MARK_SEPARATOR) {
        *arena_push(s->job->mem, &s->separators, &s->separator_count, &s->separator_cap) = node;
    } else if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
               (mark == NULL || mark->kind == MARK_HEADING)) {
        *arena_push(s->job->mem, &s->headings, &s->heading_count, &s->heading_cap) =
            (struct heading_node){node, mark, s->inside, draft_line_of(node)};
    }
}

static void exit_note(struct settle *s, cmark_node *node) {
    if (s->inside == NULL || s->inside->node != node)
        return;
    s->inside->order = ++s->notes_left;
    s->inside = NULL;
    for (cmark_node *up = cmark_node_parent(node); up != NULL; up = cmark_node_parent(up)) {
        const struct mark *mark = cmark_node_get_user_data(up);
        if (cmark_node_get_type(up) != CMARK_NODE_BLOCK_QUOTE || mark == NULL ||
            mark->kind != MARK_NOTE)
            continue;
        s->inside = &s->job->notes[mark->index];
        return;
    }
}

static cmark_node *put_before(struct settle *s, cmark_node *node, struct str text) {
    cmark_node *piece = cmark_node_new_with_mem(CMARK_NODE_TEXT, &s->job->tree_mem);
    cmark_node_set_literal(piece, arena_cstr(s->job->mem, text));
    cmark_node_insert_before(node, piece);
    return piece;
}

static void keep_ref(struct settle *s, struct ref *ref, cmark_node *node, bool cite) {
    struct job *job = s->job;
    ref->cite = cite;
    ref->in_link = s->links > 0;
    /* Alone, a note counts wherever it is named, as in cmark-gfm; on a site a link back must lead
     * somewhere. */
    ref->inside = job->hooks == NULL ? NULL : s->inside;
    ref->node = node;
    cmark_node_set_user_data(node, ref);
    if (!cite)
        *arena_push(job->mem, &s->refs, &s->ref_count, &s->ref_cap) = ref;
}

/* Once all notes are known: refs to nothing become text again. */
static void resolve_refs(struct settle *s) {
    struct job *job = s->job;
    struct map by_label;
    notes_index(job, &by_label);
    size_t kept = 0;
    for (size_t i = 0; i < s->ref_count; i++) {
        struct ref *ref = s->refs[i];
        ref->note = notes_find(job, &by_label, ref->label);
        if (ref->note != NULL) {
            s->refs[kept++] = ref;
            continue;
        }
        const char *inner = cmark_node_get_literal(ref->node);
        cmark_node_set_literal(ref->node, arena_printf(job->mem, "[%s]", inner).p);
        cmark_node_set_user_data(ref->node, NULL);
        diag_warning(job->d, ref->at, "markdown/footnote-undefined",
                     "there is no footnote '%.*s'; write [^%.*s]: and its text below",
                     STR_ARG(ref->label), STR_ARG(ref->label));
    }
    s->ref_count = kept;
}

static void tell_open(struct job *job, const struct ref *ref) {
    diag_warning(job->d, ref->at, "markdown/citation-open",
                 "'@%.*s' stays plain text; a citation begins with '[@' and ends with ']' on the "
                 "same line: [@%.*s] or [@%.*s, p. 3; @another]",
                 STR_ARG(ref->label), STR_ARG(ref->label), STR_ARG(ref->label));
}

/* Stand-ins for `[^label]` and `[@id]` whose brackets cmark left as text become nodes. */
static void enter_text(struct settle *s, cmark_node *node) {
    struct job *job = s->job;
    const char *literal = cmark_node_get_literal(node);
    if (s->images > 0 || strstr(literal, "\xef\xb7") == NULL)
        return;
    struct str all = arena_str(job->mem, str_from(literal));
    size_t plain = 0;
    for (size_t i = 0; i + 1 < all.len; i++) {
        if ((unsigned char)all.p[i + 1] != 0xef)
            continue;
        struct mask m = mask_at(job, str_from_offset(all, i + 1));
        size_t end = i + 1 + m.length;
        if (m.kind == MASK_CITE_REF && job->refs[m.ref].open) {
            tell_open(job, &job->refs[m.ref]);
            i = end - 1;
            continue;
        }
        if (all.p[i] != '[' || (m.kind != MASK_NOTE_REF && m.kind != MASK_CITE_REF) ||
            end >= all.len || all.p[end] != ']')
            continue;
        if (i > plain)
            put_before(s, node, str_slice(all, plain, i));
        cmark_node *ref = put_before(s, node, str_slice(all, i + 1, end));
        keep_ref(s, &job->refs[m.ref], ref, m.kind == MASK_CITE_REF);
        plain = end + 1;
        i = end;
    }
    if (plain > 0)
        cmark_node_set_literal(node, all.p + plain);
}

/* What stands in paragraphs and headings is of interest when the text has stand-ins. */
static bool is_leaf(cmark_node_type type) {
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;
}

static void walk(struct settle *s, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool enter = event == CMARK_EVENT_ENTER;
        if (type == CMARK_NODE_TEXT) {
            if (s->job->ref_count > 0)
                enter_text(s, node);
            continue;
        }
        if (type == CMARK_NODE_LINK)
            s->links += enter ? 1 : -1U;
        else if (type == CMARK_NODE_IMAGE)
            s->images += enter ? 1 : -1U;
        else if (enter && (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_HEADING))
            enter_block(s, node);
        else if (type == CMARK_NODE_BLOCK_QUOTE)
            exit_note(s, node);
        if (enter && s->job->masks == 0 && is_leaf(type))
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        if (!enter && (s->job->masks & MASK_DELIMS) &&
            (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
             type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_EMPH ||
             type == CMARK_NODE_STRONG))
            delims_match(s->job, node);
    }
    cmark_iter_free(iter);
}

/* What a heading says, without marks, notes and citations. */
static struct str plain_text(struct job *job, cmark_node *heading) {
    struct buf text = {0};
    cmark_iter *iter = cmark_iter_new(heading);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if ((type == CMARK_NODE_TEXT && cmark_node_get_user_data(node) == NULL) ||
            type == CMARK_NODE_CODE)
            mask_undo(job, str_from(cmark_node_get_literal(node)), &text);
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buf_putc(&text, ' ');
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f)
            text.p[i] = ' ';
    struct str copy = arena_str(job->mem, str_trim(buf_str(&text)));
    buf_finish(&text);
    return copy;
}

/* Ids that authors wrote are taken before any is made. */
static void take_own_ids(struct settle *s) {
    struct job *job = s->job;
    for (size_t i = 0; i < job->heading_id_count; i++) {
        const struct heading_id *own = &job->heading_ids[i];
        if (!ids_is_valid(own->id))
            job_error(job, own->at, "markdown/heading-id",
                      "'%.*s' is no id; use letters, digits, '-', '_' and '.', at most %d bytes",
                      STR_ARG(own->id), HEADING_ID_BYTES_MAX);
        else if (ids_is_reserved(job, own->id))
            job_error(
                job, own->at, "markdown/heading-id",
                "'%.*s' may be taken by the page: ids that begin with 'fn-', 'fnref-', "
                "'source-', 'cite-' or '_' belong to notes, sources and theme; choose another",
                STR_ARG(own->id));
        else if (!ids_take(s->ids, job, own->id))
            job_error(job, own->at, "markdown/heading-id-duplicate",
                      "the id '%.*s' is on this page already; choose another", STR_ARG(own->id));
    }
}

static void name_heading(struct settle *s, const struct heading_node *h) {
    struct job *job = s->job;
    const struct draft_line *line = job_line(job, h->line);
    struct markdown_heading heading = {
        .level = (unsigned)cmark_node_get_heading_level(h->node),
        .text = plain_text(job, h->node),
        .at = job_place(job, line->number, line->column, 1),
    };
    if (h->mark != NULL) {
        heading.id = job->heading_ids[h->mark->index].id;
    } else {
        struct str slug = markdown_slug(job->mem, heading.text);
        if (ids_is_reserved(job, slug))
            slug = arena_printf(job->mem, "section-%.*s", STR_ARG(slug));
        heading.id = ids_unique(s->ids, job, slug);
    }
    struct markdown_page *page = job->page;
    *arena_push(job->mem, &page->headings, &page->heading_count, &page->heading_cap) = heading;
}

void settle_tree(struct job *job, struct ids *ids, cmark_node *root) {
    struct settle s = {.job = job, .ids = ids};
    walk(&s, root);
    if (s.ref_count > 0 || job->note_count > 0)
        resolve_refs(&s);
    notes_number(job, ids, s.refs, s.ref_count);
    for (size_t i = 0; i < s.separator_count; i++)
        cmark_node_unlink(s.separators[i]);
    for (size_t i = 0; i < job->note_count; i++)
        if (job->notes[i].node != NULL)
            cmark_node_unlink(job->notes[i].node);
    take_own_ids(&s);
    for (size_t i = 0; i < s.heading_count; i++)
        if (s.headings[i].inside == NULL || s.headings[i].inside->used)
            name_heading(&s, &s.headings[i]);
    size_t named = 0;
    for (size_t i = 0; i < s.heading_count; i++)
        if (s.headings[i].inside == NULL || s.headings[i].inside->used)
            cmark_node_set_user_data(s.headings[i].node, &job->page->headings[named++]);
}
