/* Front matter written down for the next build, which reads it without a YAML parser. Only what was
 * read without a word goes through here, so nothing in it needs to be checked again. */
#include <assert.h>

#include "content/content.h"

enum { HAS_VALUE = 1, HAS_PLACE = 2 };

static const size_t meta_words[] = {
    offsetof(struct meta, title),
    offsetof(struct meta, plain_title),
    offsetof(struct meta, summary),
    offsetof(struct meta, withdrawn_because),
    offsetof(struct meta, safety_correction),
    offsetof(struct meta, card),
    offsetof(struct meta, translated_from),
    offsetof(struct meta, layout),
    offsetof(struct meta, timing.onset),
    offsetof(struct meta, timing.peak),
    offsetof(struct meta, timing.total),
    offsetof(struct meta, timing.after),
    offsetof(struct meta, timing.source),
};
static const size_t dose_words[] = {
    offsetof(struct dose_row, route),  offsetof(struct dose_row, unit),
    offsetof(struct dose_row, light),  offsetof(struct dose_row, threshold),
    offsetof(struct dose_row, common), offsetof(struct dose_row, strong),
    offsetof(struct dose_row, heavy),  offsetof(struct dose_row, source),
    offsetof(struct dose_row, note),
};
static const size_t reference_texts[] = {
    offsetof(struct reference, id),      offsetof(struct reference, title),
    offsetof(struct reference, authors), offsetof(struct reference, publisher),
    offsetof(struct reference, journal), offsetof(struct reference, url),
    offsetof(struct reference, doi),     offsetof(struct reference, note),
    offsetof(struct reference, year),
};

/* A field that is forgotten here would be lost in every second build: whoever adds one finds these
 * sums wrong. */
enum { LISTS = 3, PLACES = 3, DOSES_BYTES = 24, SMALL_BYTES = 32 };
static_assert(sizeof(void *) != 8 ||
                  sizeof(struct meta) ==
                      ARRAY_LEN(meta_words) * sizeof(struct word) + LISTS * sizeof(struct words) +
                          sizeof(struct references) + PLACES * sizeof(struct place) + DOSES_BYTES +
                          SMALL_BYTES,
              "a field of struct meta that is not written down");
static_assert(sizeof(struct dose_row) ==
                  ARRAY_LEN(dose_words) * sizeof(struct word) + sizeof(struct place),
              "a field of struct dose_row that is not written down");
static_assert(sizeof(void *) != 8 ||
                  sizeof(struct reference) ==
                      ARRAY_LEN(reference_texts) * sizeof(struct str) + sizeof(struct place) + 8,
              "a field of struct reference that is not written down");

/* --- writing */

/* Line 0: there is none. */
static void put_place(struct buf *out, struct place at) {
    const uint32_t numbers[] = {at.line, at.column, at.width};
    store_put(out, numbers, sizeof(numbers));
}

static void put_word(struct buf *out, const struct word *word) {
    bool value = word->value.p != NULL, place = word->at.source != NULL;
    buf_putc(out, (char)((value ? HAS_VALUE : 0) | (place ? HAS_PLACE : 0)));
    if (value)
        store_put_text(out, word->value);
    if (place)
        put_place(out, word->at);
}

static void put_words(struct buf *out, const struct words *words) {
    store_put_small(out, words->count);
    for (size_t i = 0; i < words->count; i++)
        put_word(out, &words->items[i]);
}

static void put_all(struct buf *out, const void *from, const size_t *offsets, size_t count) {
    for (size_t i = 0; i < count; i++)
        put_word(out, (const void *)((const char *)from + offsets[i]));
}

static void put_doses(struct buf *out, const struct meta *meta) {
    store_put_small(out, meta->dose_count);
    for (size_t i = 0; i < meta->dose_count; i++) {
        put_all(out, &meta->doses[i], dose_words, ARRAY_LEN(dose_words));
        put_place(out, meta->doses[i].at);
    }
}

static void put_references(struct buf *out, const struct references *all) {
    store_put_small(out, all->count);
    for (size_t i = 0; i < all->count; i++) {
        const struct reference *one = &all->items[i];
        for (size_t k = 0; k < ARRAY_LEN(reference_texts); k++)
            store_put_text(
                out, *(const struct str *)(const void *)((const char *)one + reference_texts[k]));
        store_put(out, &one->accessed, sizeof(one->accessed));
        put_place(out, one->at);
    }
}

void meta_put(const struct meta *meta, struct buf *out) {
    put_all(out, meta, meta_words, ARRAY_LEN(meta_words));
    put_words(out, &meta->aliases);
    put_words(out, &meta->classes);
    put_words(out, &meta->sources);
    put_references(out, &meta->inline_sources);
    put_doses(out, meta);
    store_put(out, &meta->reviewed, sizeof(meta->reviewed));
    store_put(out, &meta->review_by, sizeof(meta->review_by));
    put_place(out, meta->reviewed_at);
    put_place(out, meta->review_by_at);
    put_place(out, meta->status_at);
    store_put_small(out, (size_t)meta->status);
    store_put(out, &meta->order, sizeof(meta->order));
    buf_putc(out, (char)meta->timing.given);
    buf_putc(out, (char)meta->present);
}

/* --- reading */

struct getter {
    struct arena *mem;
    struct str *rest;
    const struct source *source;
};

static bool get_place(struct getter *g, struct place *out) {
    uint32_t numbers[3];
    if (!store_get(g->rest, numbers, sizeof(numbers)))
        return false;
    *out = (struct place){numbers[0] > 0 ? g->source : NULL, numbers[0], numbers[1], numbers[2]};
    return true;
}

static bool get_word(struct getter *g, struct word *out) {
    unsigned char has;
    *out = (struct word){0};
    return store_get(g->rest, &has, sizeof(has)) &&
           ((has & HAS_VALUE) == 0 || store_get_text(g->rest, &out->value)) &&
           ((has & HAS_PLACE) == 0 || get_place(g, &out->at));
}

static bool get_words(struct getter *g, struct words *out) {
    size_t count;
    *out = (struct words){0};
    if (!store_get_count(g->rest, 1, &count))
        return false;
    *out = (struct words){arena_array(g->mem, struct word, count), count, count};
    for (size_t i = 0; i < count; i++)
        if (!get_word(g, &out->items[i]))
            return false;
    return true;
}

static bool get_all(struct getter *g, void *to, const size_t *offsets, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!get_word(g, (void *)((char *)to + offsets[i])))
            return false;
    return true;
}

static bool get_doses(struct getter *g, struct meta *out) {
    size_t count;
    if (!store_get_count(g->rest, ARRAY_LEN(dose_words), &count))
        return false;
    out->doses = arena_array(g->mem, struct dose_row, count);
    out->dose_count = out->dose_cap = count;
    for (size_t i = 0; i < count; i++)
        if (!get_all(g, &out->doses[i], dose_words, ARRAY_LEN(dose_words)) ||
            !get_place(g, &out->doses[i].at))
            return false;
    return true;
}

static bool get_reference(struct getter *g, struct reference *out) {
    for (size_t i = 0; i < ARRAY_LEN(reference_texts); i++)
        if (!store_get_text(g->rest, (void *)((char *)out + reference_texts[i])))
            return false;
    return store_get(g->rest, &out->accessed, sizeof(out->accessed)) && get_place(g, &out->at);
}

static bool get_references(struct getter *g, struct references *out) {
    size_t count;
    if (!store_get_count(g->rest, sizeof(uint32_t), &count))
        return false;
    *out = (struct references){arena_array(g->mem, struct reference, count), count, count};
    for (size_t i = 0; i < count; i++)
        if (!get_reference(g, &out->items[i]))
            return false;
    return true;
}

bool meta_get(struct arena *mem, struct str *bytes, const struct source *source, struct meta *out) {
    struct getter g = {mem, bytes, source};
    uint32_t status = 0;
    unsigned char given = 0, present = 0;
    bool ok = get_all(&g, out, meta_words, ARRAY_LEN(meta_words)) && get_words(&g, &out->aliases) &&
              get_words(&g, &out->classes) && get_words(&g, &out->sources) &&
              get_references(&g, &out->inline_sources) && get_doses(&g, out) &&
              store_get(bytes, &out->reviewed, sizeof(out->reviewed)) &&
              store_get(bytes, &out->review_by, sizeof(out->review_by)) &&
              get_place(&g, &out->reviewed_at) && get_place(&g, &out->review_by_at) &&
              get_place(&g, &out->status_at) && store_get_small(bytes, &status) &&
              status <= META_WITHDRAWN && store_get(bytes, &out->order, sizeof(out->order)) &&
              store_get(bytes, &given, sizeof(given)) &&
              store_get(bytes, &present, sizeof(present));
    out->status = (enum meta_status)status;
    out->timing.given = given != 0;
    out->present = present != 0;
    return ok;
}
