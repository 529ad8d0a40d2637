/* Languages by pages, and services by the age of their checks: what an editor would do next. */
#include <stdlib.h>

#include "lint/lint.h"

const char *const status_names[STATUS_STATES] = {"missing", "draft",    "withdrawn", "overdue",
                                                 "stale",   "unmarked", "fresh",     "original"};

static bool is_written(const struct page *page) {
    return page != NULL && page->document != NULL;
}

static struct str mark_of(const struct page *page) {
    return page->document->meta.translated_from.value;
}

/* The page that the others were translated from: the default language's, unless it says that it is
 * a translation itself; then the first that does not. */
static const struct page *original_of(const struct site *site, struct page *const *translations) {
    const struct page *first = translations[site->default_language];
    if (is_written(first) && mark_of(first).len == 0)
        return first;
    for (size_t i = 0; i < site->language_count; i++)
        if (is_written(translations[i]) && mark_of(translations[i]).len == 0)
            return translations[i];
    for (size_t i = 0; !is_written(first) && i < site->language_count; i++)
        first = translations[i];
    return first;
}

static enum status_state worst(const struct status_cell *c) {
    if (c->page->draft)
        return STATUS_DRAFT;
    if (c->page->withdrawn)
        return STATUS_WITHDRAWN;
    if (c->overdue)
        return STATUS_OVERDUE;
    if (c->is_original)
        return STATUS_ORIGINAL;
    return c->stale ? STATUS_STALE : c->unmarked ? STATUS_UNMARKED : STATUS_FRESH;
}

static void fill_row(struct arena *mem, const struct site *site, struct page *const *translations,
                     struct date today, struct status_row *row) {
    const struct document *doc = row->original->document;
    struct origin_blocks blocks;
    row->cells = arena_array(mem, struct status_cell, site->language_count);
    origin_split(mem, &doc->meta, doc->loaded_body, doc->body_line, &blocks);
    for (size_t i = 0; i < site->language_count; i++) {
        struct status_cell *c = &row->cells[i];
        if (!is_written(translations[i]))
            continue; /* zeroed: missing */
        c->page = translations[i];
        c->is_original = c->page == row->original;
        c->overdue = date_is_set(c->page->review_by) && date_cmp(c->page->review_by, today) < 0;
        c->mismarked =
            !c->is_original && mark_of(c->page).len > 0 && !origin_is_mark(mark_of(c->page));
        c->unmarked = !c->is_original && (mark_of(c->page).len == 0 || c->mismarked);
        c->stale =
            !c->is_original && !c->unmarked && !origin_matches(mem, mark_of(c->page), &blocks);
        c->state = worst(c);
    }
}

static int compare_rows(const void *a, const void *b) {
    return str_cmp(((const struct status_row *)a)->key, ((const struct status_row *)b)->key);
}

static void fill_rows(struct arena *mem, const struct site *site, struct date today,
                      struct status *out) {
    out->rows = arena_array(mem, struct status_row, site->page_count);
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (!is_written(page) || str_is(page->path, "index.html"))
            continue;
        const struct page *original = original_of(site, page->translations);
        if (original != page)
            continue; /* one row for all of them */
        struct status_row *row = &out->rows[out->row_count++];
        *row = (struct status_row){.key = page->key, .original = original};
        fill_row(mem, site, page->translations, today, row);
    }
    if (out->row_count > 0)
        qsort(out->rows, out->row_count, sizeof(out->rows[0]), compare_rows);
}

static void later(struct date *last, struct date checked) {
    if (date_cmp(checked, *last) > 0)
        *last = checked;
}

static struct date last_check(const struct service *s) {
    struct date last = s->assured;
    if (date_is_set(last))
        return last;
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        later(&last, s->claims[i].checked);
    later(&last, s->police.checked);
    later(&last, s->replies.checked);
    later(&last, s->record_retention.checked);
    for (size_t i = 0; i < s->channel_count; i++)
        for (size_t k = 0; k < CHANNEL_CLAIM_COUNT; k++)
            later(&last, s->channels[i].claims[k].checked);
    return last;
}

static int compare_services(const void *left, const void *right) {
    const struct status_service *a = left, *b = right;
    int c = date_cmp(a->checked, b->checked);
    return c != 0 ? c : str_cmp(a->service->id, b->service->id);
}

static void fill_services(struct arena *mem, const struct site *site, struct date today,
                          struct status *out) {
    out->services = arena_array(mem, struct status_service, site->service_count);
    for (size_t i = 0; i < site->service_count; i++) {
        struct status_service *s = &out->services[out->service_count++];
        *s = (struct status_service){.service = &site->services[i], .age_days = -1};
        s->checked = last_check(s->service);
        int32_t days = date_to_days(today) - date_to_days(s->checked);
        if (date_is_set(s->checked))
            s->age_days = days > 0 ? days : 0; /* a date to come is today's, east of here */
        s->overdue = !date_is_set(s->checked) ||
                     date_cmp(date_add_months(s->checked, site->config.review_months), today) < 0;
    }
    if (out->service_count > 0)
        qsort(out->services, out->service_count, sizeof(out->services[0]), compare_services);
}

void status_make(struct arena *mem, const struct site *site, struct date today,
                 struct status *out) {
    *out = (struct status){0};
    fill_rows(mem, site, today, out);
    fill_services(mem, site, today, out);
}

/* --- finding a row */

/* "content/fi/guides/mdma.md" → "guides/mdma" */
static struct str plain_key(const struct site *site, struct str key) {
    if (str_starts(key, str_lit("content/")))
        key = str_from_offset(key, strlen("content/"));
    if (str_ends(key, str_lit(".md")))
        key.len -= strlen(".md");
    size_t slash = str_find_char(key, '/');
    for (size_t i = 0; slash != SIZE_MAX && i < site->language_count; i++)
        if (str_eq(site->languages[i].tag, str_slice(key, 0, slash)))
            return str_from_offset(key, slash + 1);
    return key;
}

static struct str stem_of(struct str key) {
    size_t slash = str_rfind_char(key, '/');
    return slash == SIZE_MAX ? key : str_from_offset(key, slash + 1);
}

const struct status_row *status_find(const struct site *site, const struct status *status,
                                     struct str key, struct diags *d) {
    struct str wanted = plain_key(site, key);
    struct suggest near = {.wanted = wanted};
    const struct status_row *by_stem = NULL;
    struct source source = {"site.yaml", STR_NONE};
    for (size_t i = 0; i < status->row_count; i++) {
        const struct status_row *row = &status->rows[i];
        if (str_eq(row->key, wanted))
            return row;
        if (by_stem == NULL && str_eq(stem_of(row->key), wanted))
            by_stem = row;
        suggest_offer(&near, row->key);
        suggest_offer(&near, stem_of(row->key));
    }
    if (by_stem == NULL)
        diag_error(d, place_of(&source, 0, 0, 0), "status/unknown-page", "has no page '%.*s'%s",
                   STR_ARG(wanted), suggest_tail(near.best).p);
    return by_stem;
}
