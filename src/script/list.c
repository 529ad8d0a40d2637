/* Lists of the model as Lua sees them. Most are an array and a count inside the thing they belong
 * to, said by a row of `shapes`; the others have functions. */
#include "script/handle.h"

#include <assert.h>

enum item_how { ITEM_PLACE, ITEM_POINTER, ITEM_STR, ITEM_WORD, ITEM_INDEX };

/* An array at `items` with `count` items of `stride` bytes, both offsets in the owner. */
struct shape {
    size_t items, count, stride;
    enum item_how how;
    enum handle_kind kind; /* of ITEM_PLACE and ITEM_POINTER */
};

#define ARRAY(type, field, count_field, how_, kind_)                                               \
    {                                                                                              \
        offsetof(type, field), offsetof(type, count_field), sizeof(*((type *)NULL)->field), how_,  \
            kind_                                                                                  \
    }

static const struct shape shapes[HANDLE_KINDS] = {
    [LIST_LANGUAGES] = ARRAY(struct site, languages, language_count, ITEM_PLACE, HANDLE_LANGUAGE),
    [LIST_SITE_SERVICES] =
        ARRAY(struct language, services, service_count, ITEM_POINTER, HANDLE_SERVICE),
    [LIST_SITE_SOURCES] =
        ARRAY(struct site, sources.items, sources.count, ITEM_PLACE, HANDLE_REFERENCE),
    [LIST_SITE_SUBSTANCES] =
        ARRAY(struct site, substances, substance_count, ITEM_PLACE, HANDLE_SUBSTANCE),
    [LIST_SITE_INTERACTIONS] =
        ARRAY(struct site, interactions, interaction_count, ITEM_PLACE, HANDLE_INTERACTION),
    [LIST_SITE_CLASSES] = ARRAY(struct site, classes, class_count, ITEM_PLACE, HANDLE_CLASS),
    [LIST_SITE_RISKS] = ARRAY(struct site, risks, risk_count, ITEM_PLACE, HANDLE_RISK),
    [LIST_KINDS] = ARRAY(struct language, kinds, kind_count, ITEM_POINTER, HANDLE_SERVICE_LIST),
    [LIST_AREAS] = ARRAY(struct language, areas, area_count, ITEM_POINTER, HANDLE_SERVICE_LIST),
    [LIST_NEEDS] = ARRAY(struct site, needs, need_count, ITEM_PLACE, HANDLE_SERVICE_LIST),
    [LIST_GUIDES] = ARRAY(struct language, guides, guide_count, ITEM_POINTER, HANDLE_PAGE),
    [LIST_TOPICS] = ARRAY(struct language, topics, topic_count, ITEM_POINTER, HANDLE_PAGE),
    [LIST_PAGES] = ARRAY(struct language, pages, page_count, ITEM_POINTER, HANDLE_PAGE),
    [LIST_ALIASES] =
        ARRAY(struct document, meta.aliases.items, meta.aliases.count, ITEM_WORD, HANDLE_NONE),
    [LIST_HEADINGS] =
        ARRAY(struct script_page, headings, heading_count, ITEM_PLACE, HANDLE_HEADING),
    [LIST_CITES] = ARRAY(struct script_page, cites, cite_count, ITEM_PLACE, HANDLE_CITE),
    [LIST_BACK] = ARRAY(struct script_cite, back_ids, back_count, ITEM_STR, HANDLE_NONE),
    [LIST_PAGE_SOURCES] = ARRAY(struct page, sources, source_count, ITEM_POINTER, HANDLE_REFERENCE),
    [LIST_DOSES] = ARRAY(struct document, meta.doses, meta.dose_count, ITEM_PLACE, HANDLE_DOSE),
    [LIST_PAGE_CLASSES] = ARRAY(struct page, classes, class_count, ITEM_INDEX, HANDLE_CLASS),
    [LIST_PAGE_INTERACTIONS] =
        ARRAY(struct page, interactions, interaction_count, ITEM_PLACE, HANDLE_PAGE_INTERACTION),
    [LIST_INTERACTION_SOURCES] =
        ARRAY(struct interaction, sources, source_count, ITEM_POINTER, HANDLE_REFERENCE),
    [LIST_SERVICE_KINDS] = ARRAY(struct service, kinds.items, kinds.count, ITEM_WORD, HANDLE_NONE),
    [LIST_SERVICE_LANGUAGES] =
        ARRAY(struct service, languages.items, languages.count, ITEM_WORD, HANDLE_NONE),
    [LIST_STAFF] = ARRAY(struct service, staff.items, staff.count, ITEM_WORD, HANDLE_NONE),
    [LIST_SCHEDULES] =
        ARRAY(struct service, schedules, schedule_count, ITEM_PLACE, HANDLE_SCHEDULE),
    [LIST_PHONES] = ARRAY(struct service, phones, phone_count, ITEM_PLACE, HANDLE_PHONE),
    [LIST_CHANNELS] = ARRAY(struct service, channels, channel_count, ITEM_PLACE, HANDLE_CHANNEL),
    [LIST_SHARED] = ARRAY(struct service, shared_with, shared_count, ITEM_PLACE, HANDLE_SHARED),
    [LIST_STATEMENTS] = ARRAY(struct statements, items, count, ITEM_PLACE, HANDLE_STATEMENT),
};

/* Where each letter of a language's index starts, NULL-ended. */
static const struct az_entry **groups_of(struct script *s, const struct language *l) {
    uint32_t language = (uint32_t)(l - s->site->languages);
    if (s->az_groups[language] != NULL)
        return s->az_groups[language];
    const struct az *az = site_az(s->site, language);
    const struct az_entry **groups = arena_array(&s->mem, const struct az_entry *, az->count + 1);
    for (size_t i = 0, count = 0; i < az->count; i += az->items[i].letter_left)
        groups[count++] = &az->items[i];
    s->az_groups[language] = groups;
    return groups;
}

static size_t count_az(struct script *s, struct handle h) {
    const struct az_entry **groups = groups_of(s, h.p);
    size_t n = 0;
    while (groups[n] != NULL)
        n++;
    return n;
}

/* The group has more than `i`. */
static const struct claim_kind *claim_of_group(unsigned group, size_t i) {
    const struct claim_kind *kind = claim_kinds;
    while (kind->group != group || i-- > 0)
        kind++;
    return kind;
}

static size_t count_claims(unsigned group) {
    size_t n = 0;
    for (size_t k = 0; k < CLAIM_COUNT; k++)
        n += claim_kinds[k].group == group;
    return n;
}

/* The amounts of a dose row that are given, weakest first. */
static unsigned level_at(const struct dose_row *row, size_t wanted) {
    const struct word *words[] = {&row->threshold, &row->light, &row->common, &row->strong,
                                  &row->heavy};
    for (unsigned i = 0; i < ARRAY_LEN(words); i++)
        if (words[i]->value.p != NULL && wanted-- == 0)
            return i;
    return ARRAY_LEN(words);
}

static size_t count_levels(const struct dose_row *row) {
    size_t n = 0;
    while (level_at(row, n) < 5)
        n++;
    return n;
}

static size_t count_class_guides(struct script *s, const struct class_info *c) {
    return c->guides == NULL || c->guide_counts == NULL ? 0 : c->guide_counts[s->language];
}

size_t list_count(struct script *s, struct handle h) {
    struct hours_row rows[HOURS_DAYS];
    const struct shape *shape = &shapes[h.kind];
    if (shape->stride != 0) {
        const char *at = (const char *)h.p + shape->count;
        return *(const size_t *)(const void *)at;
    }
    switch (h.kind) {
    case LIST_AZ:
        return count_az(s, h);
    case LIST_AZ_ENTRIES:
        return ((const struct az_entry *)h.p)->letter_left;
    case LIST_LEVELS:
        return count_levels(h.p);
    case LIST_TRANSLATIONS:
        return s->site->language_count;
    case LIST_REF_SOURCES:
        return ((const struct interaction_ref *)h.p)->with->source_count;
    case LIST_CLASS_GUIDES:
        return count_class_guides(s, h.p);
    case LIST_SERVICES:
        return ((const struct service_list *)h.p)->count;
    case LIST_DAYS:
        return HOURS_DAYS;
    case LIST_ROWS:
        return hours_rows(&((const struct schedule *)h.p)->hours, rows);
    case LIST_CHANNEL_CLAIMS:
        return CHANNEL_CLAIM_COUNT;
    case LIST_SPANS:
        return ((const struct hours_day *)h.p)->count;
    default:
        assert(h.kind == LIST_CLAIMS);
        return count_claims(h.extra);
    }
}

static void push_shaped(struct script *s, lua_State *L, struct handle h, const struct shape *shape,
                        size_t i) {
    const char *field = (const char *)h.p + shape->items;
    const char *items = *(const char *const *)(const void *)field;
    assert(items != NULL); /* it has an item i */
    const void *item = items + i * shape->stride;
    switch (shape->how) {
    case ITEM_PLACE:
        handle_push(L, shape->kind, 0, item);
        break;
    case ITEM_POINTER:
        handle_push_or_nil(L, shape->kind, *(const void *const *)item);
        break;
    case ITEM_STR:
        value_push_str(L, *(const struct str *)item);
        break;
    case ITEM_WORD:
        value_push_str(L, ((const struct word *)item)->value);
        break;
    case ITEM_INDEX:
        handle_push(L, HANDLE_CLASS, 0, &s->site->classes[*(const uint32_t *)item]);
        break;
    }
}

static void push_claim(lua_State *L, struct handle h, size_t i) {
    unsigned id = claim_of_group(h.extra, i)->id;
    handle_push(L, HANDLE_CLAIM, id, &((const struct service *)h.p)->claims[id]);
}

void list_push(struct script *s, lua_State *L, struct handle h, size_t i) {
    const struct shape *shape = &shapes[h.kind];
    if (shape->stride != 0) {
        push_shaped(s, L, h, shape, i);
        return;
    }
    switch (h.kind) {
    case LIST_AZ: {
        const struct language *l = h.p;
        unsigned language = (unsigned)(l - s->site->languages);
        handle_push(L, HANDLE_AZ_GROUP, language, groups_of(s, l)[i]);
        break;
    }
    case LIST_AZ_ENTRIES:
        handle_push(L, HANDLE_AZ_ENTRY, h.extra, (const struct az_entry *)h.p + i);
        break;
    case LIST_LEVELS:
        handle_push(L, HANDLE_LEVEL, level_at(h.p, i), h.p);
        break;
    case LIST_TRANSLATIONS:
        handle_push(L, HANDLE_TRANSLATION, (unsigned)i, h.p);
        break;
    case LIST_REF_SOURCES:
        handle_push(L, HANDLE_REFERENCE, 0,
                    ((const struct interaction_ref *)h.p)->with->sources[i]);
        break;
    case LIST_CLASS_GUIDES:
        handle_push_or_nil(L, HANDLE_PAGE,
                           ((const struct class_info *)h.p)->guides[s->language][i]);
        break;
    case LIST_SERVICES:
        handle_push(L, HANDLE_SERVICE, 0,
                    ((const struct service_list *)h.p)->services[s->language][i]);
        break;
    case LIST_DAYS:
        handle_push(L, HANDLE_DAY, (unsigned)i, h.p);
        break;
    case LIST_ROWS:
        handle_push(L, HANDLE_ROW, (unsigned)i, h.p);
        break;
    case LIST_CHANNEL_CLAIMS:
        handle_push(L, HANDLE_CLAIM, CLAIM_COUNT + (unsigned)i,
                    &((const struct channel *)h.p)->claims[i]);
        break;
    case LIST_SPANS:
        handle_push(L, HANDLE_SPAN, (unsigned)i, h.p);
        break;
    default:
        assert(h.kind == LIST_CLAIMS);
        push_claim(L, h, i);
    }
}

/* The page that item `i` of a list is about, NULL when it is about another thing. */
static const struct page *page_at(const struct script *s, struct handle h, size_t i) {
    const struct shape *shape = &shapes[h.kind];
    if (h.kind == LIST_AZ_ENTRIES)
        return ((const struct az_entry *)h.p)[i].page;
    if (h.kind == LIST_CLASS_GUIDES)
        return ((const struct class_info *)h.p)->guides[s->language][i];
    if (shape->kind != HANDLE_PAGE)
        return NULL;
    const char *field = (const char *)h.p + shape->items;
    return (*(const struct page *const *const *)(const void *)field)[i];
}

/* Lists are in the order of titles and pages lie in that of their files: each row of a long list
 * would wait for memory four times. So it is asked for some rows before. */
void list_expect(const struct script *s, struct handle h, size_t i, size_t count) {
    enum { PAGES_AHEAD = 8, TEXTS_AHEAD = 4 };
    if (count - i <= PAGES_AHEAD)
        return;
    const struct page *far = page_at(s, h, i + PAGES_AHEAD), *near = page_at(s, h, i + TEXTS_AHEAD);
    if (far == NULL || near == NULL)
        return;
    __builtin_prefetch(&far->path);
    __builtin_prefetch(&far->summary);
    __builtin_prefetch(near->path.p);
    __builtin_prefetch(near->title.p);
    __builtin_prefetch(near->summary.p);
}
