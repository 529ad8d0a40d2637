/* How much of a page goes into a given room. Each section is set once at a size; what is tried is
 * only which of them stand one behind another. */
#include "print/job.h"

static const double section_gap = 0.9;

struct fitting {
    struct job *j;
    const struct core *core;
    const struct core_fit *f;
    double size;
    struct strips *set; /* one a section, empty until it is asked for */
    bool *chosen;
};

static void set_blocks(struct fitting *t, const struct block *blocks, size_t count,
                       struct strips *out) {
    const struct setting setting = {t->j->type, t->size, t->f->width, t->j->rtl};
    *out = (struct strips){0};
    strips_set(out, &setting, blocks, count, &t->j->mem);
}

/* "Not on this sheet, but in the pack: …" */
static void set_rest(struct fitting *t, struct strips *out) {
    struct arena *mem = &t->j->mem;
    struct block b = {.kind = BLOCK_TEXT, .small = true};
    struct str names = STR_NONE;
    *out = (struct strips){0};
    for (size_t i = 0; i < t->core->count; i++) {
        struct str title = t->core->sections[i].title;
        if (t->chosen[i] || title.p == NULL)
            continue;
        names = names.p == NULL ? title
                                : arena_printf(mem, "%.*s · %.*s", STR_ARG(names), STR_ARG(title));
    }
    if (names.p == NULL)
        return;
    doc_add(mem, &b.text, job_word(t->j, "print_more"), STYLE_BOLD);
    doc_add(mem, &b.text, arena_printf(mem, " %.*s.", STR_ARG(names)), 0);
    set_blocks(t, &b, 1, out);
}

static void append(struct fitting *t, const struct strips *from, struct strips *to) {
    for (size_t i = 0; i < from->count; i++) {
        struct strip *s = arena_push(&t->j->mem, &to->items, &to->count, &to->cap);
        *s = from->items[i];
        if (i == 0 && to->count > 1)
            s->before = section_gap * t->size;
    }
}

static void join_rank(struct fitting *t, unsigned from, unsigned to, struct strips *out) {
    for (size_t i = 0; i < t->core->count; i++) {
        const struct section *s = &t->core->sections[i];
        if (!t->chosen[i] || s->rank < from || s->rank > to)
            continue;
        if (t->set[i].count == 0)
            set_blocks(t, &t->core->doc.blocks[s->from], s->to - s->from, &t->set[i]);
        append(t, &t->set[i], out);
    }
}

static void join(struct fitting *t, struct strips *out) {
    struct strips rest;
    *out = (struct strips){0};
    if (!t->f->by_rank)
        join_rank(t, RANK_LEAD, RANK_OTHER, out);
    for (unsigned rank = RANK_LEAD; t->f->by_rank && rank <= RANK_OTHER; rank++)
        join_rank(t, rank, rank, out);
    set_rest(t, &rest);
    append(t, &rest, out);
}

static bool fits(const struct fitting *t, const struct strips *s) {
    size_t at = 0;
    for (size_t i = 0; i < t->f->column_count && at < s->count; i++)
        at = strips_fit(s, at, t->f->heights[i]);
    return at == s->count;
}

static void add_sections(struct fitting *t, struct strips *out) {
    for (size_t i = 0; i < t->core->count; i++) {
        struct strips more;
        if (t->chosen[i])
            continue;
        t->chosen[i] = true;
        join(t, &more);
        t->chosen[i] = fits(t, &more);
        if (t->chosen[i])
            *out = more;
    }
}

/* The sections up to `rank` at size number `i`, each size set once whatever is tried with it. */
static bool try_size(struct fitting *t, struct strips **sets, unsigned rank, size_t i,
                     struct strips *out) {
    t->size = t->f->sizes[i];
    if (sets[i] == NULL)
        sets[i] = arena_array(&t->j->mem, struct strips, t->core->count);
    t->set = sets[i];
    for (size_t k = 0; k < t->core->count; k++)
        t->chosen[k] = t->core->sections[k].rank <= rank;
    join(t, out);
    return fits(t, out);
}

bool core_fit(struct job *j, const struct core *core, const struct core_fit *f,
              struct strips *out) {
    struct fitting t = {.j = j, .core = core, .f = f};
    struct strips **sets = arena_array(&j->mem, struct strips *, f->size_count);
    t.chosen = arena_array(&j->mem, bool, core->count);
    for (unsigned rank = RANK_DANGER + 1; rank-- > RANK_STEPS;) {
        size_t low = 0, good = f->size_count - 1;
        if (!try_size(&t, sets, rank, good, out))
            continue;
        while (low < good) { /* the largest size that fits is in low … good */
            size_t middle = (low + good) / 2;
            if (try_size(&t, sets, rank, middle, out))
                good = middle;
            else
                low = middle + 1;
        }
        (void)try_size(&t, sets, rank, good, out);
        add_sections(&t, out);
        return true;
    }
    (void)try_size(&t, sets, RANK_STEPS, f->size_count / 2, out);
    return false;
}
