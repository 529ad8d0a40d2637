/* The directory's lists: services by kind, by area, and by what one needs to keep hidden, and from
 * whom. A service answers a need only when its claims say so: "unknown" never counts as yes. Each
 * language has them by the names that its readers look for. */
#include <stdlib.h>

#include "site/parts.h"

/* --- needs
 * ------------------------------------------------------------------------------------------ */

static bool claim_is(const struct service *s, enum claim_id id, const char *const *values) {
    for (; *values != NULL; values++)
        if (str_is(s->claims[id].value, *values))
            return true;
    return false;
}
#define CLAIM_IS(s, id, ...) claim_is((s), (id), (const char *const[]){__VA_ARGS__, NULL})

static bool no_name(const struct service *s) {
    return CLAIM_IS(s, CLAIM_NAME_ASKED, "never", "nickname-ok", "optional");
}

static bool no_papers(const struct service *s) {
    return CLAIM_IS(s, CLAIM_ID_DOCUMENT, "never") && CLAIM_IS(s, CLAIM_HEALTH_CARD, "never") &&
           CLAIM_IS(s, CLAIM_PERSONAL_CODE, "never");
}

static bool no_insurance(const struct service *s) {
    return CLAIM_IS(s, CLAIM_RESIDENCE_OR_INSURANCE, "not-asked");
}

static bool no_record(const struct service *s) {
    return CLAIM_IS(s, CLAIM_RECORD_KEPT, "none", "counts-only");
}

/* Nothing goes out without asking: the editor knows whom it is shared with, and nobody gets it
 * unasked. */
static bool no_sharing(const struct service *s) {
    for (size_t i = 0; i < s->shared_count; i++)
        if (!str_is(s->shared_with[i].when, "never") &&
            !str_is(s->shared_with[i].when, "with-consent"))
            return false;
    return s->shared_known;
}

static bool number_hidden(const struct service *s) {
    for (size_t i = 0; i < s->channel_count; i++)
        if (str_is(s->channels[i].claims[CHANNEL_CALLER_ID].value, "hidden-accepted"))
            return true;
    for (size_t i = 0; i < s->phone_count; i++)
        if (str_is(s->phones[i].caller_id.value, "hidden-accepted"))
            return true;
    return false;
}

static bool over_tor(const struct service *s) {
    for (size_t i = 0; i < s->channel_count; i++) {
        struct str tor = s->channels[i].claims[CHANNEL_TOR].value;
        if (str_is(tor, "works-safest") || str_is(tor, "works-safer"))
            return true;
    }
    return false;
}

static bool unseen(const struct service *s) {
    return CLAIM_IS(s, CLAIM_ENTRANCE, "remote", "comes-to-you", "unmarked-door");
}

static bool plain_post(const struct service *s) {
    return CLAIM_IS(s, CLAIM_POST_PACKAGING, "plain");
}

static bool no_contact_back(const struct service *s) {
    return CLAIM_IS(s, CLAIM_CONTACT_BACK, "never", "if-you-ask") &&
           CLAIM_IS(s, CLAIM_VOICEMAIL_OR_LETTER, "never", "if-you-ask");
}

static bool family_not_told(const struct service *s) {
    return CLAIM_IS(s, CLAIM_FAMILY_CONTACTED, "never", "with-consent");
}

static bool no_face(const struct service *s) {
    return CLAIM_IS(s, CLAIM_FACE_TO_FACE, "never", "if-you-want");
}

static bool only_reading(const struct service *s) {
    return CLAIM_IS(s, CLAIM_CAN_READ_WITHOUT_WRITING, "yes");
}

static bool same_person(const struct service *s) {
    return CLAIM_IS(s, CLAIM_SAME_PERSON_AGAIN, "yes", "if-you-ask");
}

/* To add a need: a row here, its name in every i18n file ("need.<id>"). */
static const struct {
    const char *id;
    enum claim_group group;
    bool (*answers)(const struct service *s);
} needs[] = {
    {"no-name", CLAIM_SHOWN, no_name},
    {"no-papers", CLAIM_SHOWN, no_papers},
    {"no-insurance", CLAIM_SHOWN, no_insurance},
    {"no-record", CLAIM_RECORDED, no_record},
    {"no-sharing", CLAIM_RECORDED, no_sharing},
    {"number-hidden", CLAIM_RECORDED, number_hidden},
    {"over-tor", CLAIM_RECORDED, over_tor},
    {"unseen", CLAIM_NOTICED, unseen},
    {"plain-post", CLAIM_NOTICED, plain_post},
    {"no-contact-back", CLAIM_NOTICED, no_contact_back},
    {"family-not-told", CLAIM_NOTICED, family_not_told},
    {"no-face", CLAIM_MET, no_face},
    {"only-reading", CLAIM_MET, only_reading},
    {"same-person", CLAIM_MET, same_person},
};

/* --- lists
 * ------------------------------------------------------------------------------------------ */

bool site_lists_service(const struct service *s) {
    return s->status == SERVICE_ACTIVE || s->status == SERVICE_TEMPORARILY_CLOSED;
}

static struct service_list *list_named(struct site *site, struct service_list **lists,
                                       size_t *count, size_t *cap, struct str id) {
    for (size_t i = 0; i < *count; i++)
        if (str_eq((*lists)[i].id, id))
            return &(*lists)[i];
    struct service_list *list = arena_push(site->mem, lists, count, cap);
    list->id = id;
    return list;
}

static void name_lists(struct service_list *lists, size_t count, const struct config_name *names,
                       size_t name_count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < name_count; k++)
            if (str_eq(lists[i].id, names[k].id))
                lists[i].name = names[k].name;
}

static int compare_lists(const void *a, const void *b) {
    return str_cmp(((const struct service_list *)a)->id, ((const struct service_list *)b)->id);
}

static int compare_services(const void *a, const void *b) {
    return str_cmp(((const struct service *)a)->id, ((const struct service *)b)->id);
}

static void check_area(struct parts *p, const struct site *site, const struct service *s) {
    const struct config *c = &site->config;
    struct suggest near = diag_near(p->d, s->area);
    bool known = c->area_count == 0 || s->area.len == 0;
    for (size_t i = 0; i < c->area_count && !known; i++)
        known = str_eq(c->areas[i].id, s->area);
    for (size_t i = 0; i < c->area_count && !known; i++)
        suggest_offer(&near, c->areas[i].id);
    if (!known)
        p->ok = diag_error(p->d, s->at, "directory/unknown-area",
                           "area '%.*s' is not among the areas of site.yaml%s", STR_ARG(s->area),
                           suggest_tail(near.best).p);
}

void directory_plan(struct parts *p, struct site *site) {
    size_t kind_cap = 0, area_cap = 0;
    if (site->service_count > 0)
        qsort(site->services, site->service_count, sizeof(site->services[0]), compare_services);
    site->service_pages = arena_array(site->mem, struct page **, site->service_count);
    for (size_t i = 0; i < site->service_count; i++) {
        const struct service *s = &site->services[i];
        site->service_pages[i] = arena_array(site->mem, struct page *, site->language_count);
        check_area(p, site, s);
        if (!site_lists_service(s))
            continue;
        for (size_t k = 0; k < s->kinds.count; k++)
            list_named(site, &site->kinds, &site->kind_count, &kind_cap, s->kinds.items[k].value);
        if (s->area.len > 0)
            list_named(site, &site->areas, &site->area_count, &area_cap, s->area);
    }
    if (site->kind_count > 0)
        qsort(site->kinds, site->kind_count, sizeof(site->kinds[0]), compare_lists);
    if (site->area_count > 0)
        qsort(site->areas, site->area_count, sizeof(site->areas[0]), compare_lists);
    name_lists(site->kinds, site->kind_count, site->config.kinds, site->config.kind_count);
    name_lists(site->areas, site->area_count, site->config.areas, site->config.area_count);
}

static bool has_kind(const struct service *s, struct str kind) {
    for (size_t i = 0; i < s->kinds.count; i++)
        if (str_eq(s->kinds.items[i].value, kind))
            return true;
    return false;
}

/* A service, a kind or an area, and where its name stands in an alphabet. */
struct named {
    struct str key;
    uint32_t index;
};

struct naming { /* in one language */
    struct arena mem;
    const struct collation *collation;
    struct named *items;
    size_t count, cap;
};

/* Equal names stay in the order of their ids. */
static int compare_named(const void *left, const void *right) {
    const struct named *a = left, *b = right;
    int c = str_cmp(a->key, b->key);
    return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

static void naming_add(struct naming *n, const struct page *page, struct str id) {
    struct str name = page == NULL ? id : page->title;
    struct named named = {collate_key(&n->mem, n->collation, name), (uint32_t)n->count};
    *arena_push(&n->mem, &n->items, &n->count, &n->cap) = named;
}

static void naming_sort(struct naming *n) {
    if (n->count > 0)
        qsort(n->items, n->count, sizeof(n->items[0]), compare_named);
}

static void order_services(struct naming *n, struct site *site, uint32_t language) {
    struct language *l = &site->languages[language];
    n->count = 0;
    for (size_t i = 0; i < site->service_count; i++)
        naming_add(n, site->service_pages[i][language], site->services[i].id);
    naming_sort(n);
    l->services = arena_array(site->mem, const struct service *, n->count);
    l->service_count = n->count;
    for (size_t i = 0; i < n->count; i++)
        l->services[i] = &site->services[n->items[i].index];
}

static const struct service_list **order_lists(struct naming *n, const struct site *site,
                                               const struct service_list *lists, size_t count,
                                               uint32_t language) {
    n->count = 0;
    for (size_t i = 0; i < count; i++)
        naming_add(n, lists[i].pages == NULL ? NULL : lists[i].pages[language], lists[i].id);
    naming_sort(n);
    const struct service_list **out = arena_array(site->mem, const struct service_list *, count);
    for (size_t i = 0; i < count; i++)
        out[i] = &lists[n->items[i].index];
    return out;
}

static void order(struct site *site, uint32_t language) {
    struct language *l = &site->languages[language];
    struct naming n = {0};
    n.collation = collate_open(&n.mem, l->strings.alphabet);
    order_services(&n, site, language);
    l->kinds = order_lists(&n, site, site->kinds, site->kind_count, language);
    l->areas = order_lists(&n, site, site->areas, site->area_count, language);
    l->kind_count = site->kind_count;
    l->area_count = site->area_count;
    arena_finish(&n.mem);
}

typedef bool belongs(const struct service *s, const struct service_list *list, size_t index);

static bool is_of_kind(const struct service *s, const struct service_list *list, size_t index) {
    (void)index;
    return has_kind(s, list->id);
}

static bool is_in_area(const struct service *s, const struct service_list *list, size_t index) {
    (void)index;
    return str_eq(s->area, list->id);
}

static bool answers_need(const struct service *s, const struct service_list *list, size_t index) {
    (void)list;
    return needs[index].answers(s);
}

/* The services of each list, in every language's order. */
static void fill_lists(const struct site *site, struct service_list *lists, size_t count,
                       belongs *is_in) {
    for (size_t i = 0; i < count; i++) {
        struct service_list *list = &lists[i];
        for (size_t k = 0; k < site->service_count; k++)
            list->count +=
                site_lists_service(&site->services[k]) && is_in(&site->services[k], list, i);
        list->services = arena_array(site->mem, const struct service **, site->language_count);
        for (size_t language = 0; language < site->language_count; language++) {
            const struct service **in_order = site->languages[language].services;
            const struct service **out =
                arena_array(site->mem, const struct service *, list->count);
            list->services[language] = out;
            for (size_t k = 0; k < site->service_count; k++)
                if (site_lists_service(in_order[k]) && is_in(in_order[k], list, i))
                    *out++ = in_order[k];
        }
    }
}

void directory_make(struct parts *p, struct site *site) {
    site->need_count = ARRAY_LEN(needs);
    site->needs = arena_array(p->mem, struct service_list, ARRAY_LEN(needs));
    for (size_t n = 0; n < ARRAY_LEN(needs); n++)
        site->needs[n] =
            (struct service_list){.id = str_from(needs[n].id), .group = needs[n].group};
    for (uint32_t language = 0; language < site->language_count; language++)
        order(site, language);
    fill_lists(site, site->kinds, site->kind_count, is_of_kind);
    fill_lists(site, site->areas, site->area_count, is_in_area);
    fill_lists(site, site->needs, site->need_count, answers_need);
}
