/* How much of a page goes into a given room. Setting text is what takes time, so each section is
 * set once at a size, whatever is tried with it, and few sizes are tried. */
#include <math.h>
#include <stdatomic.h>

#include "print/job.h"

static const double section_gap = 0.9, note_gap = 0.25;

struct fitting {
    struct job *j;
    struct core *core;
    const struct core_fit *f;
    double size, width; /* at hand */
    double room;        /* of all columns together */
    struct strips *set; /* one a section, empty until it is asked for */
    bool *chosen;
    size_t *waiting; /* sections whose footnotes are not chosen yet */
};

static void set_blocks(struct fitting *t, const struct block *blocks, size_t count,
                       struct strips *out) {
    const struct setting setting = {t->j->type, t->size, t->width, t->j->rtl};
    *out = (struct strips){0};
    strips_set(out, &setting, blocks, count, &t->j->mem);
}

/* "Not on this sheet, but in the pack: …" */
static void set_rest(struct fitting *t, struct strips *out) {
    struct arena *mem = &t->j->mem;
    struct block b = {.kind = BLOCK_TEXT, .small = true};
    struct str *parts = arena_array(mem, struct str, 2 * t->core->count + 1);
    size_t count = 0;
    *out = (struct strips){0};
    for (size_t i = 0; i < t->core->count; i++) {
        const struct section *s = &t->core->sections[i];
        struct str title = s->title;
        if (t->chosen[i] || title.p == NULL || (s->part_of != i && !t->chosen[s->part_of]))
            continue;
        parts[count] = count == 0 ? str_lit(" ") : str_lit(" · ");
        parts[count + 1] = title;
        count += 2;
    }
    if (count == 0)
        return;
    parts[count++] = str_lit(".");
    doc_add(mem, &b.text, job_word(t->j, "print_more"), STYLE_BOLD);
    doc_add(mem, &b.text, arena_concat(mem, parts, count), 0);
    set_blocks(t, &b, 1, out);
}

static void append(struct fitting *t, const struct strips *from, double gap, struct strips *to) {
    for (size_t i = 0; i < from->count; i++) {
        struct strip *s = arena_push(&t->j->mem, &to->items, &to->count, &to->cap);
        *s = from->items[i];
        if (i == 0 && to->count > 1)
            s->before = gap * t->size;
    }
}

static void join_rank(struct fitting *t, unsigned from, unsigned to, struct strips *out) {
    double gap = section_gap;
    for (size_t i = 0; i < t->core->count; i++) {
        const struct section *s = &t->core->sections[i];
        if (!t->chosen[i] || s->rank < from || s->rank > to)
            continue;
        if (t->set[i].count == 0)
            set_blocks(t, &t->core->doc.blocks[s->from], s->to - s->from, &t->set[i]);
        append(t, &t->set[i], gap, out);
        gap = s->rank == RANK_NOTE ? note_gap : gap;
    }
}

/* Those that the chosen sections refer to, and those that they refer to. */
static void choose_notes(struct fitting *t) {
    const struct core *c = t->core;
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->sections[i].rank == RANK_NOTE)
            t->chosen[i] = false;
        else if (t->chosen[i])
            t->waiting[count++] = i;
    }
    while (count > 0) {
        const struct section *s = &c->sections[t->waiting[--count]];
        for (size_t i = 0; i < s->ref_count; i++) {
            size_t note = c->note_from + s->refs[i].note - 1;
            if (s->refs[i].note > c->doc.note_count || t->chosen[note])
                continue;
            t->chosen[note] = true;
            t->waiting[count++] = note;
        }
    }
}

static void join_sections(struct fitting *t, struct strips *out) {
    *out = (struct strips){0};
    if (!t->f->by_rank)
        join_rank(t, RANK_LEAD, RANK_OTHER, out);
    for (unsigned rank = RANK_LEAD; t->f->by_rank && rank <= RANK_OTHER; rank++)
        join_rank(t, rank, rank, out);
    join_rank(t, RANK_NOTE, RANK_NOTE, out);
}

static bool fits(const struct fitting *t, const struct strips *s) {
    size_t at = 0;
    for (size_t i = 0; i < t->f->column_count && at < s->count; i++)
        at = strips_fit(s, at, t->f->heights[i]);
    return at == s->count;
}

static void append_rest(struct fitting *t, struct strips *out) {
    struct strips rest;
    set_rest(t, &rest);
    append(t, &rest, section_gap, out);
}

/* The page's sections at this width and size, as far as they were set. */
static struct strips *sections_at(struct fitting *t) {
    struct core *c = t->core;
    for (size_t i = 0; i < c->set_count; i++)
        if (c->sets[i].size == t->size && c->sets[i].width == t->width)
            return c->sets[i].sections;
    struct core_set *set = arena_push(&t->j->mem, &c->sets, &c->set_count, &c->set_cap);
    *set = (struct core_set){t->width, t->size, arena_array(&t->j->mem, struct strips, c->count)};
    return set->sections;
}

static void pour_at(struct fitting *t, double width, bool with_rest, struct strips *out) {
    t->width = width;
    t->set = sections_at(t);
    join_sections(t, out);
    if (with_rest)
        append_rest(t, out);
}

/* The chosen sections, and perhaps the names of the others behind them, for all columns. */
static void pour(struct fitting *t, bool with_rest, struct strips *out) {
    struct strips wide;
    pour_at(t, t->f->width, with_rest, out);
    if (t->f->width_after == 0 || strips_fit(out, 0, t->f->heights[0]) == out->count)
        return;
    pour_at(t, t->f->width_after, with_rest, &wide);
    (void)strips_widen(out, &wide, t->f->heights[0], out, &t->j->mem);
}

/* The chosen sections with their footnotes, and the names of the others behind them. */
static bool join(struct fitting *t, struct strips *out) {
    choose_notes(t);
    pour(t, false, out);
    if (!fits(t, out))
        return false; /* nor with more behind it, which is not there then */
    pour(t, true, out);
    return fits(t, out);
}

/* Each try sets the names of all that are left: behind so many that did not fit, no other is tried,
 * or a page of a thousand sections would cost a million names. */
enum { FAILED_MAX = 32 };

/* Those at place `first` of the site's list; 0: those not in it. `*failed`: how many in a row did
 * not fit. */
static void add_those(struct fitting *t, size_t first, bool parts, size_t *failed,
                      struct strips *out) {
    for (size_t i = 0; i < t->core->count && *failed < FAILED_MAX; i++) {
        const struct section *s = &t->core->sections[i];
        bool part = s->part_of != i;
        struct strips more;
        if (t->chosen[i] || s->rank > RANK_OTHER || s->first != first || part != parts ||
            (part && !t->chosen[s->part_of]))
            continue;
        t->chosen[i] = true;
        t->chosen[i] = join(t, &more);
        *failed = t->chosen[i] ? 0 : *failed + 1;
        if (t->chosen[i])
            *out = more;
    }
}

/* Parts come when all sections had their turn, but those that the site puts first in theirs. */
static void add_sections(struct fitting *t, struct strips *out) {
    size_t failed = 0;
    for (size_t place = 1; place <= t->j->site->config.print_first.count; place++) {
        add_those(t, place, false, &failed, out);
        add_those(t, place, true, &failed, out);
    }
    add_those(t, 0, false, &failed, out);
    add_those(t, 0, true, &failed, out);
}

/* --- sizes
 * --------------------------------------------------------------------------------------- */

/* The sections up to `rank` at size number `i`. */
static bool try_size(struct fitting *t, unsigned rank, size_t i, struct strips *out) {
    t->size = t->f->sizes[i];
    for (size_t k = 0; k < t->core->count; k++)
        t->chosen[k] = t->core->sections[k].rank <= rank;
    return join(t, out);
}

/* Text grows with the square of its size: the number of the size at which as high a text as this
 * would fill the room. */
static size_t guess(const struct fitting *t, const struct strips *s) {
    double height = strips_height(s, 0, s->count), size = t->size;
    size_t i = 0;
    if (height > 0)
        size *= sqrt(t->room / height);
    while (i < t->f->size_count && t->f->sizes[i] > size)
        i++;
    return i;
}

/* The number of the largest size at which the sections up to `rank` fit; size_count when there is
 * none. */
static size_t find_size(struct fitting *t, unsigned rank) {
    size_t low = 0, end = t->f->size_count, i = t->f->size_first;
    struct strips tried;
    while (low < end) { /* it is in low … end */
        if (try_size(t, rank, i, &tried))
            end = i;
        else
            low = i + 1;
        i = guess(t, &tried);
        i = i < low ? low : i >= end && end > 0 ? end - 1 : i;
    }
    return end;
}

/* --- what was found out before
 * --------------------------------------------------------------------------------------- */

static void remember(struct fitting *t, bool fits, size_t size) {
    struct arena *keep = t->j->keep;
    if (t->f->memory == NULL)
        return;
    struct core_choice *choice = arena_new(keep, struct core_choice);
    *choice = (struct core_choice){fits, size, arena_array(keep, bool, t->core->count)};
    for (size_t i = 0; i < t->core->count; i++)
        choice->chosen[i] = t->chosen[i];
    atomic_store_explicit(&t->f->memory->choice, choice, memory_order_release);
}

static const struct core_choice *recall(const struct fitting *t) {
    return t->f->memory == NULL ? NULL
                                : atomic_load_explicit(&t->f->memory->choice, memory_order_acquire);
}

static bool set_again(struct fitting *t, const struct core_choice *choice, struct strips *out) {
    if (!choice->fits)
        return false;
    t->size = t->f->sizes[choice->size];
    for (size_t i = 0; i < t->core->count; i++)
        t->chosen[i] = choice->chosen[i];
    return join(t, out);
}

/* What a choice is worth: one for each section, more than all of them for each that the site puts
 * first. NULL: all. */
static size_t worth(const struct core *c, const bool *chosen) {
    size_t sum = 0;
    for (size_t i = 0; i < c->count; i++)
        if ((chosen == NULL || chosen[i]) && c->sections[i].rank <= RANK_OTHER)
            sum += c->sections[i].first > 0 ? c->count + 1 : 1;
    return sum;
}

static bool take_size(struct fitting *t, unsigned rank, size_t i, struct strips *out) {
    bool ok = try_size(t, rank, i, out);
    if (ok)
        add_sections(t, out);
    return ok;
}

/* The sections up to `rank`, which fit at size number `*size`, and what else fits: there, or at the
 * largest of the smaller sizes at which most does, that which the site puts first before all. */
static bool fill(struct fitting *t, unsigned rank, size_t *size, struct strips *out) {
    size_t all = worth(t->core, NULL), most = 0, best = *size, last = *size;
    bool ok = false;
    for (size_t i = *size; (i == *size || i < t->f->size_fill) && most < all; i++) {
        ok = take_size(t, rank, i, out);
        last = i;
        size_t now = worth(t->core, t->chosen);
        if (now > most) {
            most = now;
            best = i;
        }
    }
    if (last != best || most == 0)
        ok = take_size(t, rank, best, out);
    *size = best;
    return ok;
}

static bool find(struct fitting *t, struct strips *out) {
    unsigned least = t->f->rank_least > RANK_STEPS ? t->f->rank_least : RANK_STEPS;
    for (unsigned rank = RANK_DANGER + 1; rank-- > least;) {
        size_t size = find_size(t, rank);
        if (size == t->f->size_count)
            continue;
        bool ok = fill(t, rank, &size, out);
        remember(t, ok, size);
        return ok;
    }
    remember(t, false, 0);
    return false;
}

bool core_fit(struct job *j, struct core *core, const struct core_fit *f, struct strips *out) {
    struct fitting t = {.j = j, .core = core, .f = f};
    const struct core_choice *known = recall(&t);
    t.chosen = arena_array(&j->mem, bool, core->count);
    t.waiting = arena_array(&j->mem, size_t, core->count);
    for (size_t i = 0; i < f->column_count; i++)
        t.room += f->heights[i];
    if (known != NULL ? set_again(&t, known, out) : find(&t, out))
        return true;
    if (f->anyway && !try_size(&t, RANK_STEPS, f->size_count / 2, out))
        pour(&t, true, out); /* on as many pages as it takes */
    return false;
}
