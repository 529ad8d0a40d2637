/* The interaction chart: names of the CSV tied to guides and groups, each pair once, seen from both
 * sides, worst first. A guide also has the rows of its classes, unless a row names it itself. */
#include <stdlib.h>

#include "site/parts.h"

struct naming {
    struct parts *p;
    struct site *site;
    struct map guides;  /* stem → page index of any language */
    struct map aliases; /* folded alias → the same */
    struct map classes; /* id → class */
    struct map by_name; /* what has become a substance: id → index */
    size_t cap;
};

static void name_guides(struct naming *n) {
    struct site *site = n->site;
    for (uint32_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->kind == PAGE_GUIDE)
            map_add(&n->guides, str_from_offset(page->key, strlen("guides/")), i);
    }
}

/* Only when a row has a name that is no guide's and no class's. */
static void name_aliases(struct naming *n) {
    struct site *site = n->site;
    map_init(&n->aliases, n->p->mem, site->page_count);
    for (uint32_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->kind != PAGE_GUIDE)
            continue;
        const struct words *aliases = &page->document->meta.aliases;
        for (size_t k = 0; k < aliases->count; k++)
            map_add(&n->aliases, utf8_fold(n->p->mem, aliases->items[k].value), i);
    }
}

/* Whether the guide is left out of this build, because it is a draft or has a mistake of its own:
 * that one is told where it is. */
static bool left_out(struct naming *n, struct str name, bool *draft) {
    bool found = *draft = false;
    for (size_t i = 0; i < n->site->language_count; i++) {
        struct str path = arena_printf(n->p->mem, "%.*s/guides/%.*s.md",
                                       STR_ARG(n->site->languages[i].tag), STR_ARG(name));
        uint32_t how = map_get(&n->site->left_out, path);
        found = found || how != MAP_NONE;
        *draft = *draft || how == 1;
    }
    return found;
}

static uint32_t unknown_name(struct naming *n, struct word name) {
    bool draft;
    if (left_out(n, name.value, &draft)) {
        if (draft)
            diag_note(n->p->d, name.at, "chart/left-out",
                      "the guide '%.*s' is a draft and not in this build, so this pair is left out",
                      STR_ARG(name.value));
        return UINT32_MAX;
    }
    struct suggest near = diag_near(n->p->d, name.value);
    for (size_t i = 0; i < n->site->page_count; i++)
        if (n->site->pages[i]->kind == PAGE_GUIDE)
            suggest_offer(&near, str_from_offset(n->site->pages[i]->key, strlen("guides/")));
    for (size_t i = 0; i < n->site->class_count; i++)
        suggest_offer(&near, n->site->classes[i].id);
    n->p->ok = diag_error(n->p->d, name.at, "chart/unknown-name",
                          "'%.*s' is neither a guide nor an entry of classes.yaml%s",
                          STR_ARG(name.value), suggest_tail(near.best).p);
    return UINT32_MAX;
}

static struct page **guide_in_languages(struct site *site, const struct page *page) {
    struct page **out = arena_array(site->mem, struct page *, site->language_count);
    for (uint32_t i = 0; i < site->language_count; i++)
        out[i] = site_translation(site, page->translations, i);
    return out;
}

/* The substance that `name` means: a guide's file name, an id of classes.yaml, or at last an alias
 * of a guide. UINT32_MAX after reporting. */
static uint32_t substance_named(struct naming *n, struct word name) {
    struct site *site = n->site;
    uint32_t page = map_get(&n->guides, name.value);
    uint32_t class_index = map_get(&n->classes, name.value);
    if (page == MAP_NONE && class_index == MAP_NONE) {
        if (n->aliases.room == 0)
            name_aliases(n);
        page = map_get(&n->aliases, utf8_fold(n->p->mem, name.value));
    }
    if (page == MAP_NONE && class_index == MAP_NONE)
        return unknown_name(n, name);
    struct str id =
        page != MAP_NONE ? str_from_offset(site->pages[page]->key, strlen("guides/")) : name.value;
    uint32_t known = map_add(&n->by_name, id, (uint32_t)site->substance_count);
    if (known != MAP_NONE)
        return known;
    struct substance s = {.id = id, .class_index = UINT32_MAX};
    if (page != MAP_NONE)
        s.guide = guide_in_languages(site, site->pages[page]);
    else
        s.class_index = class_index;
    *arena_push(site->mem, &site->substances, &site->substance_count, &n->cap) = s;
    return (uint32_t)site->substance_count - 1;
}

/* ": deadly, risky or unknown", or nothing when there are none. */
static const char *all_risks(const struct naming *n) {
    const struct site *site = n->site;
    const char *list = "";
    for (size_t i = 0; i < site->risk_count; i++) {
        const char *joint = i == 0 ? ": " : i + 1 < site->risk_count ? ", " : " or ";
        list = arena_printf(n->p->mem, "%s%s%.*s", list, joint, STR_ARG(site->risks[i].id)).p;
    }
    return list;
}

static uint32_t risk_named(struct naming *n, struct word risk) {
    const struct site *site = n->site;
    struct suggest near = diag_near(n->p->d, risk.value);
    for (uint32_t i = 0; i < site->risk_count; i++) {
        if (str_eq(site->risks[i].id, risk.value))
            return i;
        suggest_offer(&near, site->risks[i].id);
    }
    n->p->ok =
        diag_error(n->p->d, risk.at, "chart/unknown-risk", "'%.*s' is not a risk of site.yaml%s%s",
                   STR_ARG(risk.value), all_risks(n), suggest_tail(near.best).p);
    return UINT32_MAX;
}

static void fill_row_sources(struct naming *n, struct interaction *it) {
    const struct words *ids = &it->row->sources;
    it->sources = arena_array(n->p->mem, const struct reference *, ids->count);
    for (size_t i = 0; i < ids->count; i++) {
        uint32_t index = map_get(&n->site->by_source, ids->items[i].value);
        if (index == MAP_NONE)
            lists_unknown_source(n->p, n->site, ids->items[i]);
        else
            it->sources[it->source_count++] = &n->site->sources.items[index];
    }
}

static bool same_words(const struct interaction_row *x, const struct interaction_row *y) {
    return (str_eq(x->a.value, y->a.value) && str_eq(x->b.value, y->b.value)) ||
           (str_eq(x->a.value, y->b.value) && str_eq(x->b.value, y->a.value));
}

static void add_rows(struct naming *n) {
    struct site *site = n->site;
    struct interaction_rows *rows = &n->p->rows;
    struct map pairs;
    map_init(&pairs, n->p->mem, rows->count);
    site->interactions = arena_array(n->p->mem, struct interaction, rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct interaction_row *row = &rows->items[i];
        struct interaction it = {.a = substance_named(n, row->a),
                                 .b = substance_named(n, row->b),
                                 .risk = risk_named(n, row->risk),
                                 .row = row};
        if (it.a == UINT32_MAX || it.b == UINT32_MAX || it.risk == UINT32_MAX)
            continue;
        uint32_t low = it.a < it.b ? it.a : it.b, high = it.a < it.b ? it.b : it.a;
        uint32_t first = map_add(&pairs, arena_printf(n->p->mem, "%u %u", low, high), i);
        if (first != MAP_NONE && same_words(row, &rows->items[first]))
            continue; /* the parser of the file has said so */
        if (first != MAP_NONE) {
            n->p->ok = diag_error(n->p->d, row->at, "chart/pair-twice",
                                  "this pair is given already in line %u; one row stands for both "
                                  "directions",
                                  rows->items[first].at.line);
            continue;
        }
        fill_row_sources(n, &it);
        site->interactions[site->interaction_count++] = it;
    }
}

/* --- seen from a guide
 * ------------------------------------------------------------------------------- */

struct seen {
    struct interaction_ref ref;
    bool own; /* a row that names the guide itself */
};

static int compare_seen(const void *left, const void *right) {
    const struct seen *a = left, *b = right;
    int c = (a->ref.with->risk > b->ref.with->risk) - (a->ref.with->risk < b->ref.with->risk);
    return c != 0 ? c : (a->ref.other > b->ref.other) - (a->ref.other < b->ref.other);
}

/* 2: the guide itself, 1: a class of it, 0: neither. */
static unsigned closeness(const struct site *site, const struct page *page, uint32_t substance) {
    const struct substance *s = &site->substances[substance];
    if (s->guide != NULL)
        return str_eq(s->id, str_from_offset(page->key, strlen("guides/"))) ? 2 : 0;
    for (size_t i = 0; i < page->class_count; i++)
        if (page->classes[i] == s->class_index)
            return 1;
    return 0;
}

/* Keeps one reference a partner: the guide's own row before its class's, then the worse one. */
static void see(struct seen *list, size_t *count, struct seen one) {
    for (size_t i = 0; i < *count; i++) {
        if (list[i].ref.other != one.ref.other)
            continue;
        if ((one.own && !list[i].own) ||
            (one.own == list[i].own && one.ref.with->risk < list[i].ref.with->risk))
            list[i] = one;
        return;
    }
    list[(*count)++] = one;
}

static void fill_guide(struct site *site, struct arena *mem, struct page *page,
                       const unsigned *touches) {
    struct seen *list = arena_array(mem, struct seen, site->interaction_count * 2);
    size_t count = 0;
    for (size_t i = 0; i < site->interaction_count; i++) {
        const struct interaction *it = &site->interactions[i];
        unsigned a = touches[it->a], b = touches[it->b];
        if (a > 0 && b < 2)
            see(list, &count, (struct seen){{it, it->b}, a == 2});
        else if (b > 0 && a < 2)
            see(list, &count, (struct seen){{it, it->a}, b == 2});
    }
    if (count > 0)
        qsort(list, count, sizeof(list[0]), compare_seen);
    page->interactions = arena_array(site->mem, struct interaction_ref, count);
    page->interaction_count = count;
    for (size_t i = 0; i < count; i++)
        page->interactions[i] = list[i].ref;
}

static void fill_guides(struct site *site) {
    struct arena mem = {0};
    for (size_t i = 0; i < site->page_count && site->interaction_count > 0; i++) {
        struct page *page = site->pages[i];
        if (page->kind != PAGE_GUIDE)
            continue;
        unsigned *touches = arena_array(&mem, unsigned, site->substance_count);
        bool any = false;
        for (uint32_t s = 0; s < site->substance_count; s++) {
            touches[s] = closeness(site, page, s);
            any = any || touches[s] > 0;
        }
        if (any)
            fill_guide(site, &mem, page, touches);
        arena_reset(&mem);
    }
    arena_finish(&mem);
}

static int compare_risks(const void *left, const void *right) {
    const struct config_risk *a = left, *b = right;
    int c = (a->order > b->order) - (a->order < b->order);
    return c != 0 ? c : str_cmp(a->id, b->id);
}

void chart_make(struct parts *p, struct site *site) {
    struct naming n = {.p = p, .site = site};
    struct config_risk *risks = arena_array(p->mem, struct config_risk, site->config.risk_count);
    for (size_t i = 0; i < site->config.risk_count; i++)
        risks[i] = site->config.risks[i];
    if (site->config.risk_count > 0)
        qsort(risks, site->config.risk_count, sizeof(risks[0]), compare_risks);
    site->risks = risks;
    site->risk_count = site->config.risk_count;
    map_init(&n.guides, p->mem, p->rows.count == 0 ? 0 : site->page_count);
    map_init(&n.classes, p->mem, site->class_count);
    map_init(&n.by_name, p->mem, 64);
    for (uint32_t i = 0; i < site->class_count; i++)
        map_add(&n.classes, site->classes[i].id, i);
    if (p->rows.count > 0)
        name_guides(&n);
    add_rows(&n);
    fill_guides(site);
}
