/* A page in sections, and how much each matters. The steps to take are the first section with a
 * numbered list; one with a danger in it goes before others. Figures come behind the text. */
#include "print/job.h"

static void add_section(struct job *j, struct core *c, size_t from, struct str title) {
    *arena_push(&j->mem, &c->sections, &c->count, &c->cap) =
        (struct section){.from = from, .to = c->doc.count, .title = title, .rank = RANK_STEPS};
}

static bool is_start(const struct block *b) {
    return b->kind == BLOCK_HEADING && b->level <= 2 && b->box_id == 0;
}

/* A section of a guide may hold nothing but a component, which is not on paper: no bare heading. */
static void close_section(struct job *j, struct core *c, size_t from, size_t to) {
    const struct block *first = &c->doc.blocks[from];
    bool titled = is_start(first), danger = false, steps = false;
    if (to - from <= (titled ? 1U : 0U))
        return;
    for (size_t i = from; i < to; i++) {
        const struct block *b = &c->doc.blocks[i];
        danger = danger || b->box == BOX_DANGER;
        steps = steps || (b->marker.len > 0 && ascii_is_digit(b->marker.p[0]));
    }
    *arena_push(&j->mem, &c->sections, &c->count, &c->cap) =
        (struct section){.from = from,
                         .to = to,
                         .title = titled ? first->text.text : STR_NONE,
                         .rank = !titled           ? RANK_LEAD
                                 : danger && steps ? RANK_STEPS
                                 : danger          ? RANK_DANGER
                                                   : RANK_OTHER,
                         .steps = steps};
}

/* A guide's first section is "In short"; a topic's first steps are what it is about. */
static void choose_first(struct core *c, bool guide) {
    size_t first = c->count > 0 && c->sections[0].title.p == NULL ? 1 : 0;
    bool has_steps = false;
    for (size_t i = 0; i < c->count; i++)
        has_steps = has_steps || c->sections[i].rank == RANK_STEPS;
    for (size_t i = 0; i < c->count && !has_steps && !guide; i++)
        if (c->sections[i].steps && c->sections[i].rank > RANK_STEPS) {
            c->sections[i].rank = RANK_STEPS;
            has_steps = true;
        }
    if (first < c->count && c->sections[first].rank > RANK_FIRST && (guide || !has_steps))
        c->sections[first].rank = guide ? RANK_FIRST : RANK_STEPS;
}

void core_read(struct job *j, const struct page *page, struct core *out) {
    *out = (struct core){0};
    doc_read(&j->mem, j->o->texts[page->index], &out->doc);
    size_t from = 0;
    for (size_t i = 0; i < out->doc.count; i++)
        if (i > from && is_start(&out->doc.blocks[i])) {
            close_section(j, out, from, i);
            from = i;
        }
    if (from < out->doc.count)
        close_section(j, out, from, out->doc.count);
    choose_first(out, page->kind == PAGE_GUIDE);
    from = out->doc.count;
    facts_doses(j, page->document, &out->doc);
    if (out->doc.count > from)
        add_section(j, out, from, STR_NONE);
}

void core_add_facts(struct job *j, const struct page *page, struct core *core) {
    size_t from = core->doc.count;
    facts_timing(j, page->document, &core->doc);
    facts_mixing(j, page, true, &core->doc);
    if (core->doc.count > from)
        add_section(j, core, from, STR_NONE);
}
