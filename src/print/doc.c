/* HTML to blocks. The scanner gives tags that are closed in order, so a stack of what is open tells
 * all. Cells and definitions hold one text each: paragraphs and items inside become its lines. */
#include "print/doc.h"

#include <inttypes.h>

#include "html/html.h"

enum { DEPTH_MAX = 64, LISTS_MAX = 12 };

struct list {
    bool ordered;
    uint64_t next;
    bool pending; /* an item was opened and has no text yet */
    size_t from;  /* its first block */
};

struct reading {
    struct arena *mem;
    struct doc *out;
    struct block *open; /* text goes here; NULL between blocks */
    struct rich *cell;  /* or here, in a table or a definition */
    struct rich cells[CELLS_MAX];
    size_t cell_count;
    unsigned depth, skip_from; /* skip_from: depth of the tag whose text is left out, or 0 */
    unsigned style_at[DEPTH_MAX];
    bool isolate_at[DEPTH_MAX]; /* closed by an end of isolate */
    struct list lists[LISTS_MAX];
    unsigned list_count, lists_beyond; /* beyond: in one another, but without a place in `lists` */
    enum box_kind box;
    unsigned box_id, box_depth, boxes;
    unsigned tables, table;
    bool row_head, in_label, small, space, pre;
    unsigned notes_depth, ref_depth; /* of the tags around footnotes and the number of one, or 0 */
};

struct block *doc_push(struct arena *mem, struct doc *d, enum block_kind kind) {
    struct block *b = arena_push(mem, &d->blocks, &d->count, &d->cap);
    b->kind = kind;
    return b;
}

/* Grows in place, by halves: a block's text comes in many pieces. */
static void add_bytes(struct arena *mem, struct rich *to, struct str text) {
    size_t len = to->text.len + text.len;
    if (len > to->text_cap) {
        char *room = arena_array(mem, char, 2 * len);
        if (to->text.len > 0)
            memcpy(room, to->text.p, to->text.len);
        to->text = str_of(room, to->text.len);
        to->text_cap = 2 * len;
    }
    memcpy((char *)to->text.p + to->text.len, text.p, text.len);
    to->text.len = len;
}

static void add(struct arena *mem, struct rich *to, struct str text, unsigned style) {
    if (text.len == 0)
        return;
    size_t before = to->text.len;
    add_bytes(mem, to, text);
    if (style == 0)
        return;
    struct span *last = to->span_count == 0 ? NULL : &to->spans[to->span_count - 1];
    if (last != NULL && last->to == before && last->style == style)
        last->to = (uint32_t)to->text.len;
    else
        *arena_push(mem, &to->spans, &to->span_count, &to->span_cap) =
            (struct span){(uint32_t)before, (uint32_t)to->text.len, style};
}

void doc_add(struct arena *mem, struct rich *to, struct str text, unsigned style) {
    to->text_cap = 0; /* its bytes may be another's, too */
    add(mem, to, text, style);
}

void doc_join(struct arena *mem, struct rich *to, const struct rich *more, unsigned style) {
    size_t at = 0;
    for (size_t i = 0; i < more->span_count; i++) {
        const struct span *s = &more->spans[i];
        doc_add(mem, to, str_slice(more->text, at, s->from), style);
        doc_add(mem, to, str_slice(more->text, s->from, s->to), s->style | style);
        at = s->to;
    }
    doc_add(mem, to, str_from_offset(more->text, at), style);
}

struct rich doc_plain(struct str text, unsigned style, struct arena *mem) {
    struct rich r = {0};
    doc_add(mem, &r, text, style);
    return r;
}

/* --- where text goes
 * ----------------------------------------------------------------------------- */

static struct block *push(struct reading *r, enum block_kind kind) {
    struct block *b = doc_push(r->mem, r->out, kind);
    b->box = r->box;
    b->box_id = r->box_id;
    b->depth = r->list_count;
    b->small = r->small || r->notes_depth != 0;
    return b;
}

static bool is_of_notes(const struct reading *r) {
    return r->notes_depth != 0 && r->list_count == 1;
}

/* The first block of an item has its number or dot. */
static void take_marker(struct reading *r, struct block *b) {
    struct list *l = r->list_count == 0 ? NULL : &r->lists[r->list_count - 1];
    if (l == NULL || !l->pending)
        return;
    l->pending = false;
    b->marker = !l->ordered      ? (r->list_count % 2 == 1 ? str_lit("•") : str_lit("–"))
                : is_of_notes(r) ? arena_printf(r->mem, "[%zu]", r->out->note_count)
                                 : arena_printf(r->mem, "%" PRIu64 ".", l->next);
    l->next++;
}

static void open_text(struct reading *r) {
    r->open = push(r, BLOCK_TEXT);
    r->open->label = r->in_label;
    take_marker(r, r->open);
}

static void close_text(struct reading *r) {
    struct str *text = r->open == NULL ? NULL : &r->open->text.text;
    while (text != NULL && text->len > 0 && text->p[text->len - 1] == ' ')
        text->len--;
    if (text != NULL && text->len == 0 && r->open->marker.p == NULL &&
        r->open == &r->out->blocks[r->out->count - 1])
        r->out->count--;
    r->open = NULL;
    r->space = false;
}

static struct rich *target(struct reading *r) {
    if (r->cell != NULL)
        return r->cell;
    if (r->open == NULL)
        open_text(r);
    return &r->open->text;
}

/* Runs of white space are one space, none at the start of a block. */
static void add_words(struct reading *r, struct str text) {
    struct buf words = {0};
    unsigned style = r->depth < DEPTH_MAX ? r->style_at[r->depth] : 0;
    for (size_t i = 0; i < text.len; i++) {
        if (ascii_is_space(text.p[i]) && !r->pre) {
            r->space = true;
            continue;
        }
        if (r->space)
            buf_putc(&words, ' ');
        r->space = false;
        buf_putc(&words, text.p[i]);
    }
    if (words.len > 0) {
        struct rich *to = target(r);
        struct str s = buf_str(&words);
        bool at_start = to->text.len == 0 || to->text.p[to->text.len - 1] == '\n';
        add(r->mem, to, at_start && s.p[0] == ' ' ? str_from_offset(s, 1) : s, style);
    }
    buf_finish(&words);
}

/* The number of a footnote, "[3]", behind a text. */
static void add_ref(struct reading *r, struct str written) {
    uint64_t number;
    if (written.len < strlen("[1]") ||
        !str_to_uint(str_slice(written, 1, written.len - 1), UINT32_MAX, &number) || number == 0)
        return;
    (void)target(r); /* there is a block */
    size_t block = r->out->count - (r->cell != NULL ? 0 : 1);
    *arena_push(r->mem, &r->out->refs, &r->out->ref_count, &r->out->ref_cap) =
        (struct doc_ref){block, (unsigned)number};
}

static void add_text(struct reading *r, struct str written) {
    struct buf text = {0};
    bool blank = str_trim(written).len == 0;
    if (blank && r->open == NULL && r->cell == NULL)
        return;
    if (r->ref_depth != 0)
        add_ref(r, written);
    html_unescape(&text, written);
    add_words(r, buf_str(&text));
    buf_finish(&text);
}

/* A new line in a cell; nothing at its start. */
static void break_line(struct reading *r) {
    struct rich *to = r->cell != NULL ? r->cell : r->open != NULL ? &r->open->text : NULL;
    r->space = false;
    if (to != NULL && to->text.len > 0 && to->text.p[to->text.len - 1] != '\n')
        add(r->mem, to, str_lit("\n"), 0);
}

/* --- tags
 * ---------------------------------------------------------------------------------------- */

static struct str attr(const struct html_token *t, const char *name) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (str_is(t->attrs[i].name, name))
            return t->attrs[i].value;
    return STR_NONE;
}

static bool has_class(const struct html_token *t, const char *name) {
    struct str rest = attr(t, "class"), word;
    while (str_next_part(&rest, ' ', &word))
        if (str_is(word, name))
            return true;
    return false;
}

static bool is_one_of(struct str name, const char *const *names) {
    for (; *names != NULL; names++)
        if (str_is(name, *names))
            return true;
    return false;
}

static bool is_left_out(const struct html_token *t) {
    static const char *const tags[] = {"nav", NULL};
    static const char *const classes[] = {"visually-hidden",  "cite", "back", "toc", "claims",
                                          "footnote-backref", NULL};
    for (size_t i = 0; classes[i] != NULL; i++)
        if (has_class(t, classes[i]))
            return true;
    return is_one_of(t->name, tags);
}

/* The number of a source hangs on its word by a no-break space. Where the number is left out, the
 * space of the sentence is enough: two of them are a hole. */
static void take_hinge(struct reading *r, const struct html_token *t) {
    struct str hinge = str_lit("\xc2\xa0");
    struct rich *to = r->cell != NULL ? r->cell : r->open != NULL ? &r->open->text : NULL;
    if (to == NULL || !has_class(t, "cite") || !str_ends(to->text, hinge))
        return;
    to->text.len -= hinge.len;
    struct span *last = to->span_count == 0 ? NULL : &to->spans[to->span_count - 1];
    if (last != NULL && last->to > to->text.len)
        last->to = (uint32_t)to->text.len;
    if (last != NULL && last->from >= last->to)
        to->span_count--;
    r->space = true;
}

static unsigned style_of(const struct html_token *t) {
    static const struct {
        const char *tag;
        unsigned style;
    } styles[] = {{"strong", STYLE_BOLD}, {"b", STYLE_BOLD},     {"em", STYLE_STRESS},
                  {"i", STYLE_STRESS},    {"del", STYLE_STRIKE}, {"s", STYLE_STRIKE},
                  {"small", STYLE_SMALL}, {"dt", STYLE_BOLD},    {"th", STYLE_BOLD},
                  {"caption", STYLE_BOLD}};
    for (size_t i = 0; i < ARRAY_LEN(styles); i++)
        if (str_is(t->name, styles[i].tag))
            return styles[i].style;
    return has_class(t, "basis") ? STYLE_SMALL : 0;
}

static void open_box(struct reading *r, const struct html_token *t) {
    bool danger = has_class(t, "alert-danger") || has_class(t, "alert-overdose");
    bool warning = has_class(t, "alert-warning") || has_class(t, "alert-caution") ||
                   has_class(t, "alert-important");
    if (r->box_id != 0)
        return;
    r->box = danger                          ? BOX_DANGER
             : warning                       ? BOX_WARNING
             : str_is(t->name, "blockquote") ? BOX_QUOTE
                                             : BOX_NOTE;
    r->box_id = ++r->boxes;
    r->box_depth = r->depth;
}

static void open_list(struct reading *r, const struct html_token *t) {
    uint64_t start = 1;
    struct str given = attr(t, "start");
    if (given.p != NULL && !str_to_uint(given, 999999999, &start))
        start = 1;
    if (r->list_count < LISTS_MAX)
        r->lists[r->list_count++] =
            (struct list){str_is(t->name, "ol"), start, false, r->out->count};
    else
        r->lists_beyond++;
}

/* One without a text counts, too. */
static void open_item(struct reading *r) {
    if (r->list_count == 0)
        return;
    struct list *l = &r->lists[r->list_count - 1];
    l->next += l->pending;
    l->pending = true;
    if (is_of_notes(r))
        *arena_push(r->mem, &r->out->notes, &r->out->note_count, &r->out->note_cap) = r->out->count;
}

/* All texts of a list begin behind the longest of its numbers. */
static void close_list(struct reading *r) {
    if (r->lists_beyond > 0) {
        r->lists_beyond--;
    } else if (r->list_count > 0) {
        const struct list *l = &r->lists[--r->list_count];
        unsigned digits = r->notes_depth != 0 && r->list_count == 0; /* "[1]" */
        for (uint64_t next = l->next; l->ordered && next > 10; next = (next + 9) / 10)
            digits++;
        for (size_t i = l->from; digits > 0 && i < r->out->count; i++)
            r->out->blocks[i].digits += digits;
    }
}

static void open_row(struct reading *r, bool of_definitions) {
    for (size_t i = 0; i < CELLS_MAX; i++)
        r->cells[i] = (struct rich){0};
    r->cell_count = 0;
    r->cell = NULL;
    r->row_head = !of_definitions;
}

static void close_row(struct reading *r, bool of_definitions) {
    r->cell = NULL;
    if (r->cell_count == 0)
        return;
    struct block *b = push(r, BLOCK_ROW);
    b->cells = arena_array(r->mem, struct rich, r->cell_count);
    memcpy(b->cells, r->cells, r->cell_count * sizeof(r->cells[0]));
    for (size_t i = 0; i < r->cell_count; i++)
        while (b->cells[i].text.len > 0 &&
               ascii_is_space(b->cells[i].text.p[b->cells[i].text.len - 1]))
            b->cells[i].text.len--;
    b->cell_count = r->cell_count;
    b->head = r->row_head;
    b->table = r->table;
    if (of_definitions && b->cell_count == 2) {
        b->widths[0] = 0.3;
        b->widths[1] = 0.7;
    }
    r->cell_count = 0;
}

static void open_cell(struct reading *r, const struct html_token *t) {
    if (str_is(t->name, "td"))
        r->row_head = false;
    /* A table wider than that goes on in its last cell. */
    if (r->cell_count < CELLS_MAX)
        r->cell_count++;
    r->cell = &r->cells[r->cell_count - 1];
    break_line(r);
}

static bool is_heading(struct str name) {
    return name.len == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6';
}

static void open_tag(struct reading *r, const struct html_token *t) {
    static const char *const blocks[] = {"p",      "div",    "section", "article",
                                         "header", "figure", NULL};
    if (is_heading(t->name)) {
        close_text(r);
        r->open = push(r, BLOCK_HEADING);
        r->open->level = (unsigned)(t->name.p[1] - '0');
        r->open->id = arena_str(r->mem, attr(t, "id"));
        r->space = false;
    } else if (str_is(t->name, "blockquote") || str_is(t->name, "aside") || has_class(t, "card")) {
        close_text(r);
        open_box(r, t);
    } else if (is_one_of(t->name, blocks)) {
        r->in_label = has_class(t, "alert-title");
        r->small = has_class(t, "basis") || has_class(t, "dates");
        if (r->cell != NULL)
            break_line(r);
        else
            close_text(r);
    } else if (str_is(t->name, "ul") || str_is(t->name, "ol")) {
        close_text(r);
        open_list(r, t);
    } else if (str_is(t->name, "li") && r->cell != NULL) {
        break_line(r);
        add(r->mem, r->cell, str_lit("• "), 0);
    } else if (str_is(t->name, "li")) {
        close_text(r);
        open_item(r);
    } else if (str_is(t->name, "table") || str_is(t->name, "dl")) {
        close_text(r);
        r->table = ++r->tables;
    } else if (str_is(t->name, "caption")) {
        r->open = push(r, BLOCK_TEXT);
        r->open->label = true;
        r->space = false;
    } else if (str_is(t->name, "tr")) {
        close_text(r);
        open_row(r, false);
    } else if (str_is(t->name, "dt")) {
        close_row(r, true);
        open_row(r, true);
        open_cell(r, t);
    } else if (str_is(t->name, "th") || str_is(t->name, "td") || str_is(t->name, "dd")) {
        open_cell(r, t);
    } else if (str_is(t->name, "pre")) {
        close_text(r);
        r->pre = true;
    }
}

static void push_component(struct reading *r, struct str name) {
    struct block *b = push(r, BLOCK_COMPONENT);
    b->component = arena_str(r->mem, name);
    take_marker(r, b);
}

/* What others than the ones of blocks mean. */
static void note_tag(struct reading *r, const struct html_token *t) {
    if (has_class(t, "footnotes"))
        r->notes_depth = r->depth;
    else if (has_class(t, "footnote-ref"))
        r->ref_depth = r->depth;
    else if (has_class(t, "component"))
        push_component(r, str_from_offset(attr(t, "class"), strlen("component ")));
}

/* Tags that close themselves. */
static void single_tag(struct reading *r, const struct html_token *t) {
    if (str_is(t->name, "br"))
        break_line(r);
    else if (str_is(t->name, "hr"))
        close_text(r), (void)push(r, BLOCK_RULE);
    else if (str_is(t->name, "img"))
        add_text(r, attr(t, "alt")); /* its description stands for a picture */
}

static void close_tag(struct reading *r, struct str name) {
    static const char *const blocks[] = {
        "p",   "div",   "section", "article", "header", "figure", "li", "ul", "ol", "caption",
        "pre", "aside", "h1",      "h2",      "h3",     "h4",     "h5", "h6", NULL};
    if (str_is(name, "tr"))
        close_row(r, false);
    else if (str_is(name, "dl"))
        close_row(r, true);
    else if (is_one_of(name, blocks) && r->cell == NULL)
        close_text(r);
    if (str_is(name, "ul") || str_is(name, "ol"))
        close_list(r);
    if (str_is(name, "pre"))
        r->pre = false;
    if (str_is(name, "p"))
        r->in_label = r->small = false;
}

/* Words in another direction of writing keep their order and their full stops. */
static void open_isolate(struct reading *r, const struct html_token *t) {
    struct str dir = attr(t, "dir");
    bool bdi = str_is(t->name, "bdi");
    if (!bdi && dir.p == NULL)
        return;
    add_words(r, str_is(dir, "ltr")   ? str_lit("\xe2\x81\xa6")
                 : str_is(dir, "rtl") ? str_lit("\xe2\x81\xa7")
                                      : str_lit("\xe2\x81\xa8"));
    if (r->depth < DEPTH_MAX)
        r->isolate_at[r->depth] = true;
}

static void enter(struct reading *r, const struct html_token *t) {
    unsigned outer = r->depth < DEPTH_MAX ? r->style_at[r->depth] : 0;
    r->depth++;
    if (r->depth < DEPTH_MAX) {
        r->style_at[r->depth] = outer | style_of(t);
        r->isolate_at[r->depth] = false;
    }
    if (r->skip_from == 0 && is_left_out(t)) {
        take_hinge(r, t);
        r->skip_from = r->depth;
    }
    if (r->skip_from != 0)
        return;
    open_tag(r, t);
    note_tag(r, t);
    open_isolate(r, t);
}

static void leave(struct reading *r, struct str name) {
    if (r->skip_from == 0 && r->depth < DEPTH_MAX && r->isolate_at[r->depth])
        add_words(r, str_lit("\xe2\x81\xa9"));
    if (r->skip_from == 0)
        close_tag(r, name);
    if (r->skip_from == r->depth)
        r->skip_from = 0;
    if (r->notes_depth == r->depth)
        r->notes_depth = 0;
    if (r->ref_depth == r->depth)
        r->ref_depth = 0;
    r->depth -= r->depth > 0;
    if (r->box_id != 0 && r->depth < r->box_depth) {
        r->box = BOX_NONE;
        r->box_id = 0;
    }
}

void doc_read(struct arena *mem, struct str html, struct doc *out) {
    struct reading r = {.mem = mem, .out = out};
    struct html_scanner scanner;
    struct html_token t;
    html_start(&scanner, html);
    for (html_next(&scanner, &t); t.kind != HTML_END && t.kind != HTML_BAD;
         html_next(&scanner, &t)) {
        if (t.kind == HTML_OPEN && t.self_closed && r.skip_from == 0)
            single_tag(&r, &t);
        else if (t.kind == HTML_OPEN && !t.self_closed)
            enter(&r, &t);
        else if (t.kind == HTML_CLOSE)
            leave(&r, t.name);
        else if (t.kind == HTML_TEXT && r.skip_from == 0)
            add_text(&r, t.text);
    }
    close_text(&r);
}
