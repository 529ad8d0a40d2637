/* What the front matter says in figures, as rows. Amounts keep their order in any direction of
 * writing: each stands in an isolate of its own, so "75–125 mg" never turns round. */
#include "print/job.h"

static const struct level {
    const char *key;
    size_t offset;
} levels[] = {
    {"dose.threshold", offsetof(struct dose_row, threshold)},
    {"dose.light", offsetof(struct dose_row, light)},
    {"dose.common", offsetof(struct dose_row, common)},
    {"dose.strong", offsetof(struct dose_row, strong)},
    {"dose.heavy", offsetof(struct dose_row, heavy)},
};

static struct str level_value(const struct dose_row *row, const struct level *l) {
    return ((const struct word *)(const void *)((const char *)row + l->offset))->value;
}

/* "75-125" with "mg" as ⁦75–125 mg⁩, the space one that does not break. */
static struct str figure(struct arena *mem, struct str value, struct str unit) {
    struct buf b = {0};
    buf_puts(&b, "\xe2\x81\xa6");
    for (size_t i = 0; i < value.len; i++)
        if (value.p[i] == '-' && i > 0)
            buf_puts(&b, "\xe2\x80\x93");
        else if (value.p[i] == ' ')
            buf_puts(&b, "\xc2\xa0");
        else
            buf_putc(&b, value.p[i]);
    if (unit.len > 0 && !str_ends(value, unit))
        buf_printf(&b, "\xc2\xa0%.*s", STR_ARG(unit));
    buf_puts(&b, "\xe2\x81\xa9");
    struct str s = arena_str(mem, buf_str(&b));
    buf_finish(&b);
    return s;
}

static void heading(struct job *j, struct doc *out, const char *key) {
    struct block *b = doc_push(&j->mem, out, BLOCK_HEADING);
    b->level = 3;
    b->text = doc_plain(job_word(j, key), 0, &j->mem);
}

static struct block *row(struct job *j, struct doc *out, size_t cells, unsigned table, bool head) {
    struct block *b = doc_push(&j->mem, out, BLOCK_ROW);
    b->cells = arena_array(&j->mem, struct rich, cells);
    b->cell_count = cells;
    b->table = table;
    b->head = head;
    return b;
}

static void text(struct job *j, struct doc *out, struct str words, bool small) {
    struct block *b = doc_push(&j->mem, out, BLOCK_TEXT);
    b->text = doc_plain(words, 0, &j->mem);
    b->small = small;
}

/* The theme's word for a way of taking, or the editor's own. */
static struct str route(struct job *j, const struct dose_row *r) {
    if (r->route.value.len == 0)
        return job_word(j, "doses_title");
    struct str key = arena_printf(&j->mem, "route.%.*s", STR_ARG(r->route.value));
    struct str word = site_string(j->site, j->language, key);
    return word.p == NULL ? r->route.value : word;
}

void facts_doses(struct job *j, const struct document *doc, struct doc *out) {
    enum { ROUTES = CELLS_MAX - 1, TABLE = 9001 };
    const struct meta *m = &doc->meta;
    struct arena *mem = &j->mem;
    if (m->dose_count == 0)
        return;
    heading(j, out, "doses_title");
    text(j, out, job_word(j, "doses_warning"), false);
    for (size_t from = 0; from < m->dose_count; from += ROUTES) {
        size_t n = m->dose_count - from > ROUTES ? ROUTES : m->dose_count - from;
        struct block *head = row(j, out, n + 1, TABLE + (unsigned)from, true);
        head->cells[0] = doc_plain(job_word(j, "doses_strength"), 0, mem);
        for (size_t i = 0; i < n; i++)
            head->cells[i + 1] = doc_plain(route(j, &m->doses[from + i]), 0, mem);
        for (size_t l = 0; l < ARRAY_LEN(levels); l++) {
            bool any = false;
            for (size_t i = 0; i < n; i++)
                any = any || level_value(&m->doses[from + i], &levels[l]).len > 0;
            if (!any)
                continue;
            struct block *b = row(j, out, n + 1, TABLE + (unsigned)from, false);
            b->cells[0] = doc_plain(job_word(j, levels[l].key), STYLE_BOLD, mem);
            for (size_t i = 0; i < n; i++) {
                const struct dose_row *r = &m->doses[from + i];
                struct str value = level_value(r, &levels[l]);
                b->cells[i + 1] = doc_plain(value.len == 0 ? job_word(j, "dose_none")
                                                           : figure(mem, value, r->unit.value),
                                            0, mem);
            }
        }
    }
    for (size_t i = 0; i < m->dose_count; i++)
        if (m->doses[i].note.value.len > 0)
            text(j, out,
                 arena_printf(mem, "%.*s: %.*s", STR_ARG(route(j, &m->doses[i])),
                              STR_ARG(m->doses[i].note.value)),
                 true);
}

void facts_timing(struct job *j, const struct document *doc, struct doc *out) {
    enum { TABLE = 9101 };
    const struct timing *t = &doc->meta.timing;
    const struct {
        const char *key;
        struct str value;
    } stages[] = {{"timing.onset", t->onset.value},
                  {"timing.peak", t->peak.value},
                  {"timing.total", t->total.value},
                  {"timing.after", t->after.value}};
    if (!t->given)
        return;
    heading(j, out, "timing_title");
    for (size_t i = 0; i < ARRAY_LEN(stages); i++) {
        if (stages[i].value.len == 0)
            continue;
        struct block *b = row(j, out, 2, TABLE, false);
        b->cells[0] = doc_plain(job_word(j, stages[i].key), STYLE_BOLD, &j->mem);
        b->cells[1] = doc_plain(figure(&j->mem, stages[i].value, STR_NONE), 0, &j->mem);
    }
}

/* The names of all mixtures of one risk, from `*i` on. */
static struct str mixture_names(struct job *j, const struct page *page, size_t *i) {
    uint32_t risk = page->interactions[*i].with->risk;
    struct str names = STR_NONE;
    for (; *i < page->interaction_count && page->interactions[*i].with->risk == risk; (*i)++) {
        struct str name = site_substance_name(j->site, j->language, page->interactions[*i].other);
        names = names.p == NULL ? name
                                : arena_printf(&j->mem, "%.*s%.*s %.*s", STR_ARG(names),
                                               STR_ARG(job_word(j, "comma")), STR_ARG(name));
    }
    return names;
}

/* Worst first: the sign and word of a risk, then the names. */
void facts_mixing(struct job *j, const struct page *page, bool narrow, struct doc *out) {
    enum { TABLE = 9201 };
    struct arena *mem = &j->mem;
    uint32_t in;
    if (page->interaction_count == 0)
        return;
    heading(j, out, "interactions");
    for (size_t i = 0; i < page->interaction_count;) {
        uint32_t risk = page->interactions[i].with->risk;
        const struct config_risk *r = &j->site->risks[risk];
        struct rich label =
            doc_plain(arena_printf(mem, "%.*s %.*s", STR_ARG(r->symbol),
                                   STR_ARG(site_text(j->site, j->language, &r->label, &in))),
                      STYLE_BOLD, mem);
        struct block *b = row(j, out, narrow ? 1 : 2, TABLE, false);
        b->widths[0] = narrow ? 1 : 0.3;
        b->widths[1] = 0.7;
        b->cells[0] = label;
        if (narrow)
            doc_add(mem, &b->cells[0], str_lit("\n"), 0);
        doc_add(mem, &b->cells[narrow ? 0 : 1], mixture_names(j, page, &i), 0);
    }
    text(j, out, job_word(j, "mixing_not_listed"), true);
}
