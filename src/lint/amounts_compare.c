/* The amounts in a translation's text against those of its original: what only the translation has,
 * what kept its number and changed its unit, and, as a note, what only the original has. A number
 * without a unit counts as any amount of it: a language may write its units in words not known
 * here. */
#include "lint/parts.h"

enum { FIELDS = 3, PIECES = FIELDS + 1 };

/* A field, or the body. */
struct piece {
    struct str text;
    struct place at; /* of a field */
    bool body;
    struct amounts has;
};

/* What a page has. */
struct side {
    const struct document *doc;
    struct piece pieces[PIECES];
    struct map known; /* keys of all readings, of rows, too */
    struct map rows;  /* of rows alone */
};

static struct amounts collect(struct lint *l, const struct document *doc, struct str text,
                              struct str language) {
    struct prose p = {.doc = doc, .text = text, .language = language};
    struct amounts has = {0};
    p.masked = prose_mask(&l->page, text);
    amounts_collect(l, &p, &has);
    return has;
}

static void remember(struct map *keys, const struct amounts *has) {
    for (size_t i = 0; i < has->count; i++)
        for (size_t r = 0; r < AMOUNT_READINGS; r++)
            if (has->items[i].same[r].len > 0)
                map_add(keys, has->items[i].same[r], 0);
}

/* A row says "5-10", and its unit beside it. */
static void remember_rows(struct lint *l, struct side *s) {
    for (size_t i = 0; i < s->doc->meta.dose_count; i++) {
        const struct dose_row *row = &s->doc->meta.doses[i];
        const struct word *levels[] = {&row->threshold, &row->light, &row->common, &row->strong,
                                       &row->heavy};
        for (size_t k = 0; k < ARRAY_LEN(levels); k++) {
            struct str text = arena_printf(&l->page, "%.*s %.*s", STR_ARG(levels[k]->value),
                                           STR_ARG(row->unit.value));
            struct amounts has = collect(l, s->doc, text, str_lit("en"));
            remember(&s->known, &has);
            remember(&s->rows, &has);
        }
    }
}

static void read_side(struct lint *l, const struct page *page, struct side *s) {
    const struct document *doc = page->document;
    struct str language = l->site->languages[page->language].tag;
    const struct word *fields[FIELDS] = {&doc->meta.title, &doc->meta.summary, &doc->meta.card};
    *s = (struct side){.doc = doc};
    map_init(&s->known, &l->page, 0);
    map_init(&s->rows, &l->page, 0);
    for (size_t i = 0; i < PIECES; i++) {
        bool body = i == FIELDS;
        struct piece *p = &s->pieces[i];
        *p = (struct piece){.text = body ? doc->loaded_body : fields[i]->value, .body = body};
        if (!body)
            p->at = fields[i]->at;
        p->has = collect(l, doc, p->text, language);
        remember(&s->known, &p->has);
    }
    remember_rows(l, s);
}

/* In one of its readings, or by its number alone: "from 40 up to 75 mg". */
static bool is_known(const struct map *known, const struct amount *a) {
    for (size_t r = 0; r < AMOUNT_READINGS && a->same[r].len > 0; r++)
        if (map_get(known, a->same[r]) != MAP_NONE || map_get(known, a->number[r]) != MAP_NONE)
            return true;
    return false;
}

/* With its unit: the number of "10 minutes" is not 10 mg. */
static bool is_whole_known(const struct map *known, const struct amount *a) {
    for (size_t r = 0; r < AMOUNT_READINGS && a->same[r].len > 0; r++)
        if (map_get(known, a->same[r]) != MAP_NONE)
            return true;
    return false;
}

static struct place place_of_amount(const struct side *s, const struct piece *p,
                                    const struct amount *a) {
    struct str line, rest = str_slice(p->text, a->from, a->to);
    (void)str_next_line(&rest, &line);
    return p->body ? lint_place(s->doc, line.p, line.len) : p->at;
}

static void tell_added(struct lint *l, const struct side *from, const struct side *to) {
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < to->pieces[i].has.count && !lint_is_full(l); k++) {
            const struct amount *a = &to->pieces[i].has.items[k];
            if (a->has_unit && !is_known(&from->known, a))
                lint_say(l, RULE_TRANSLATION_TEXT, place_of_amount(to, &to->pieces[i], a),
                         "'%.*s' stands nowhere in %s, which this translates: one of them is wrong",
                         STR_ARG(a->shown), from->doc->source.path);
        }
}

/* Where an amount of the translation stands. */
struct spot {
    const struct piece *piece;
    const struct amount *amount;
};

struct spots {
    struct spot *items;
    size_t count, cap;
    struct map by_number;
};

/* Weights among weights, volumes among volumes: "5 mg in 5 ml" are two. */
static struct str number_key(struct lint *l, const struct amount *a, size_t reading) {
    return arena_printf(&l->page, "%c%.*s", a->same[0].p[0], STR_ARG(a->number[reading]));
}

/* Amounts of the translation that the original has, too: others are told already. */
static void find_spots(struct lint *l, const struct side *from, const struct side *to,
                       struct spots *out) {
    map_init(&out->by_number, &l->page, 0);
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < to->pieces[i].has.count; k++) {
            const struct amount *a = &to->pieces[i].has.items[k];
            if (!a->has_unit || !is_known(&from->known, a))
                continue;
            for (size_t r = 0; r < AMOUNT_READINGS && a->number[r].len > 0; r++)
                map_add(&out->by_number, number_key(l, a, r), (uint32_t)out->count);
            *arena_push(&l->page, &out->items, &out->count, &out->cap) =
                (struct spot){&to->pieces[i], a};
        }
}

static const struct spot *spot_of_number(struct lint *l, const struct spots *spots,
                                         const struct amount *was) {
    for (size_t r = 0; r < AMOUNT_READINGS && was->number[r].len > 0; r++) {
        uint32_t at = map_get(&spots->by_number, number_key(l, was, r));
        if (at != MAP_NONE)
            return &spots->items[at];
    }
    return NULL;
}

/* "200 mg, then 200 mcg" that became "200 mcg, then 200 mcg": each of them stands in the original.
 */
static void tell_swapped(struct lint *l, const struct side *from, const struct side *to,
                         struct map *told) {
    struct spots spots = {0};
    find_spots(l, from, to, &spots);
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < from->pieces[i].has.count && !lint_is_full(l); k++) {
            const struct amount *was = &from->pieces[i].has.items[k];
            bool lost = was->has_unit && !is_whole_known(&to->known, was);
            const struct spot *is = lost ? spot_of_number(l, &spots, was) : NULL;
            if (is != NULL && is_known(&to->known, was) && is_whole_known(&from->known, is->amount))
                is = NULL; /* the original's, and the number alone may have its unit in words */
            if (is != NULL && map_add(told, was->same[0], 0) == MAP_NONE)
                lint_say(l, RULE_TRANSLATION_TEXT, place_of_amount(to, is->piece, is->amount),
                         "'%.*s' has the number of '%.*s' in %s, which stands nowhere here: one of "
                         "the units is wrong",
                         STR_ARG(is->amount->shown), STR_ARG(was->shown), from->doc->source.path);
        }
}

/* "Two grams", "half a gram": what is written as a word. */
static bool may_be_word(const struct amount *a) {
    const uint64_t one = 1000000, quarter = one / 4, most = 12 * one;
    return a->millionths <= most && a->millionths % quarter == 0;
}

struct losses {
    struct str names;
    size_t lost, kept;
};

static void count_losses(struct lint *l, const struct side *from, const struct side *to,
                         struct map *seen, struct losses *out) {
    enum { NAMED_MAX = 6 };
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < from->pieces[i].has.count; k++) {
            const struct amount *a = &from->pieces[i].has.items[k];
            if (!a->has_unit || may_be_word(a) || is_known(&from->rows, a) ||
                map_add(seen, a->same[0], 0) != MAP_NONE)
                continue;
            bool kept = is_known(&to->known, a);
            out->kept += kept;
            if (!kept && out->lost++ < NAMED_MAX)
                out->names = arena_printf(&l->page, "%.*s%s'%.*s'", STR_ARG(out->names),
                                          out->lost == 1 ? "" : ", ", STR_ARG(a->shown));
        }
    if (out->lost > NAMED_MAX)
        out->names =
            arena_printf(&l->page, "%.*s and %zu more", STR_ARG(out->names), out->lost - NAMED_MAX);
}

/* One note a page. Where most are lost, the text is another one, or its numbers cannot be read. */
static void tell_lost(struct lint *l, const struct side *from, const struct side *to,
                      struct map *told) {
    struct losses found = {.names = str_lit("")};
    count_losses(l, from, to, told, &found);
    if (found.lost > 0 && found.kept > found.lost)
        lint_say(l, RULE_TRANSLATION_LOST, lint_front(to->doc),
                 "what %s says of %.*s stands nowhere here: left out, or written in words?",
                 from->doc->source.path, STR_ARG(found.names));
}

void amounts_compare(struct lint *l, const struct page *from, const struct page *to) {
    struct side original, translation;
    struct map told;
    map_init(&told, &l->page, 0);
    read_side(l, from, &original);
    read_side(l, to, &translation);
    tell_added(l, &original, &translation);
    tell_swapped(l, &original, &translation, &told);
    tell_lost(l, &original, &translation, &told);
}
