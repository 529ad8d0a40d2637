/* A page in sections, and how much each matters. The steps to take are the first section with a
 * numbered list; one with a danger in it goes before others. Figures come behind the text, then the
 * footnotes to what was chosen of it. */
#include "print/job.h"

static void add_section(struct job *j, struct core *c, struct section s) {
    *arena_push(&j->mem, &c->sections, &c->count, &c->cap) = s;
}

/* Not in a box or a list, which stay whole. */
static bool is_open_heading(const struct block *b) {
    return b->kind == BLOCK_HEADING && b->box_id == 0 && b->depth == 0;
}

static bool is_start(const struct block *b) {
    return is_open_heading(b) && b->level <= 2;
}

static bool is_part(const struct block *b) {
    return is_open_heading(b) && b->level == 3;
}

/* --- components
 * ------------------------------------------------------------------------------- */

/* Whether a component shows what no sheet has: the services, the chart. All others are on the sheet
 * in another place, or have no use there. */
static bool is_list(const struct page *page, struct str name) {
    return str_is(name, "services") || (str_is(name, "interactions") && page->kind != PAGE_GUIDE);
}

static bool is_list_at(const struct page *page, const struct block *b) {
    return b->kind == BLOCK_COMPONENT && is_list(page, b->component);
}

/* Whether the heading at `i` holds nothing but components that are on the sheet in another place.
 */
static bool is_elsewhere(const struct page *page, const struct doc *d, size_t i) {
    const struct block *heading = &d->blocks[i];
    bool any = false;
    for (i++; i < d->count; i++) {
        const struct block *b = &d->blocks[i];
        if (b->kind == BLOCK_HEADING && b->level <= heading->level)
            break;
        if (b->kind != BLOCK_COMPONENT || is_list_at(page, b))
            return false;
        any = true;
    }
    return any;
}

static void leave_out_headings(const struct page *page, struct doc *d) {
    for (size_t i = d->count; i-- > 0;) /* the inner ones first */
        if (d->blocks[i].kind == BLOCK_HEADING && is_elsewhere(page, d, i))
            d->blocks[i].kind = BLOCK_COMPONENT;
}

/* The number of a step that begins with what is elsewhere is the next text's. */
static void hand_on_marker(const struct block *b, struct block *next) {
    if (next->kind == BLOCK_TEXT && next->depth == b->depth && next->marker.p == NULL)
        next->marker = b->marker;
}

/* A list among other texts leaves a word. */
static void name_lists(struct job *j, const struct page *page, struct doc *d) {
    for (size_t i = 0; i < d->count; i++) {
        struct block *b = &d->blocks[i];
        if (b->kind == BLOCK_COMPONENT && !is_list_at(page, b) && i + 1 < d->count)
            hand_on_marker(b, &d->blocks[i + 1]);
        if (!is_list_at(page, b))
            continue;
        b->kind = BLOCK_TEXT;
        b->small = true;
        b->text = doc_plain(job_word(j, "print_list"), 0, &j->mem);
    }
}

/* --- sections
 * ------------------------------------------------------------------------------------- */

/* What is between two headings. */
struct content {
    bool text, list, danger, steps;
    struct str title; /* of all headings that it begins with */
    size_t first;     /* the best place of one of them, or of a section's parts, in the site's list;
                       * 0: none has one */
};

/* Its place in `print.first`, from 1; 0 when it is not there. */
static size_t place_among_first(const struct job *j, struct str id) {
    const struct words *first = &j->site->config.print_first;
    for (size_t i = 0; i < first->count; i++)
        if (str_eq(first->items[i].value, id))
            return i + 1;
    return 0;
}

/* The texts of the headings that are such ones; absent when none is. */
static struct str titles(struct job *j, const struct doc *d, size_t from, size_t to,
                         bool (*is_such)(const struct block *b)) {
    struct buf title = {0};
    for (size_t i = from; i < to; i++)
        if (is_such(&d->blocks[i]))
            buf_printf(&title, "%s%.*s", title.len > 0 ? " · " : "",
                       STR_ARG(d->blocks[i].text.text));
    struct str all = title.len > 0 ? arena_str(&j->mem, buf_str(&title)) : STR_NONE;
    buf_finish(&title);
    return all;
}

/* A section, which begins with is_start, or a part of one, with is_part. */
static struct content look_at(struct job *j, const struct page *page, const struct doc *d,
                              size_t from, size_t to, bool (*begins)(const struct block *b)) {
    struct content c = {.title = titles(j, d, from, to, begins)};
    for (size_t i = from; i < to; i++) {
        const struct block *b = &d->blocks[i];
        c.danger = c.danger || b->box == BOX_DANGER;
        c.steps = c.steps || (b->marker.len > 0 && ascii_is_digit(b->marker.p[0]));
        c.list = c.list || is_list_at(page, b);
        c.text = c.text || (b->kind != BLOCK_HEADING && b->kind != BLOCK_COMPONENT);
        size_t place = is_start(b) || is_part(b) ? place_among_first(j, b->id) : 0;
        if (place > 0 && (c.first == 0 || place < c.first))
            c.first = place;
    }
    return c;
}

/* The part of a section that begins at `from` ends at the next, or at `to`; headings with nothing
 * between them stand together. */
static size_t part_end(const struct doc *d, size_t from, size_t to) {
    bool bare = true;
    for (size_t i = from; i < to; i++) {
        if (is_part(&d->blocks[i]) && !bare)
            return i;
        bare = bare && d->blocks[i].kind == BLOCK_HEADING;
    }
    return to;
}

static void add_part(struct job *j, const struct page *page, struct core *core, size_t whole,
                     size_t from, size_t to) {
    const struct content c = look_at(j, page, &core->doc, from, to, is_part);
    add_section(j, core,
                (struct section){.from = from,
                                 .to = to,
                                 .part_of = whole,
                                 .title = c.title,
                                 .rank = c.list && !c.text ? RANK_LISTS : RANK_OTHER,
                                 .first = c.first});
}

/* What holds a list of the pack and nothing else is not on paper, only its name. */
static void close_section(struct job *j, const struct page *page, struct core *core, size_t from,
                          size_t to) {
    const struct content c = look_at(j, page, &core->doc, from, to, is_start);
    bool lists = c.list && !c.text && c.title.p != NULL;
    unsigned rank = lists                 ? RANK_LISTS
                    : c.title.p == NULL   ? RANK_LEAD
                    : c.danger && c.steps ? RANK_STEPS
                    : c.danger            ? RANK_DANGER
                                          : RANK_OTHER;
    size_t whole = core->count, end = rank == RANK_OTHER ? part_end(&core->doc, from, to) : to;
    add_section(j, core,
                (struct section){.from = from,
                                 .to = end,
                                 .part_of = whole,
                                 .title = c.title,
                                 .rank = rank,
                                 .first = c.first,
                                 .steps = c.steps});
    for (size_t at = end; at < to; at = end) {
        end = part_end(&core->doc, at, to);
        add_part(j, page, core, whole, at, end);
    }
}

/* A section begins with each heading of the second level; one with nothing below it belongs to the
 * next. */
static void read_sections(struct job *j, const struct page *page, struct core *c, size_t end) {
    size_t from = 0;
    bool bare = true; /* nothing but such headings since `from` */
    for (size_t i = 0; i < end; i++) {
        bool start = is_start(&c->doc.blocks[i]);
        if (start && !bare) {
            close_section(j, page, c, from, i);
            from = i;
        }
        bare = start;
    }
    if (from < end)
        close_section(j, page, c, from, end);
}

static void read_notes(struct job *j, struct core *c) {
    struct doc *d = &c->doc;
    c->note_from = c->count;
    for (size_t i = 0; i < d->note_count; i++)
        add_section(j, c,
                    (struct section){.from = d->notes[i],
                                     .to = i + 1 < d->note_count ? d->notes[i + 1] : d->count,
                                     .part_of = c->count,
                                     .rank = RANK_NOTE});
}

/* A section that must be there is there with its parts. */
static void give_rank(struct core *c, size_t whole, unsigned rank) {
    for (size_t i = whole; i < c->count && c->sections[i].part_of == whole; i++)
        if (c->sections[i].rank != RANK_LISTS)
            c->sections[i].rank = rank;
}

/* A guide's first section is "In short"; a topic's first steps are what it is about. */
static void choose_first(struct core *c, bool guide) {
    size_t first = c->count > 0 && c->sections[0].title.p == NULL ? 1 : 0;
    bool has_steps = false;
    for (size_t i = 0; i < c->count; i++)
        has_steps = has_steps || c->sections[i].rank == RANK_STEPS;
    for (size_t i = 0; i < c->count && !has_steps && !guide; i++)
        if (c->sections[i].steps && c->sections[i].rank > RANK_STEPS) {
            give_rank(c, i, RANK_STEPS);
            has_steps = true;
        }
    if (first < c->count && c->sections[first].rank > RANK_FIRST && (guide || !has_steps))
        give_rank(c, first, guide ? RANK_FIRST : RANK_STEPS);
}

/* Both are in the order of the page, and each block is in a section. */
static void find_refs(struct core *c) {
    size_t at = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct section *s = &c->sections[i];
        s->refs = c->doc.ref_count == 0 ? NULL : c->doc.refs + at;
        while (at < c->doc.ref_count && c->doc.refs[at].block < s->to)
            at++, s->ref_count++;
    }
}

static void add_facts(struct job *j, struct core *c, size_t from) {
    if (c->doc.count > from)
        add_section(j, c,
                    (struct section){
                        .from = from, .to = c->doc.count, .part_of = c->count, .rank = RANK_STEPS});
}

void core_read(struct job *j, const struct page *page, struct core *out) {
    *out = (struct core){0};
    doc_read(&j->mem, j->o->texts[page->index], &out->doc);
    struct doc *d = &out->doc;
    leave_out_headings(page, d);
    read_sections(j, page, out, d->note_count > 0 ? d->notes[0] : d->count);
    name_lists(j, page, d);
    choose_first(out, page->kind == PAGE_GUIDE);
    read_notes(j, out);
    find_refs(out);
    size_t from = d->count;
    facts_doses(j, page->document, d);
    add_facts(j, out, from);
}

void core_add_facts(struct job *j, const struct page *page, struct core *core) {
    size_t from = core->doc.count;
    facts_timing(j, page->document, &core->doc);
    facts_mixing(j, page, true, &core->doc);
    add_facts(j, core, from);
}
