/* Lists in reading order. A page that a language lacks stands in its lists under the fallback's
 * title, so that nothing is dropped without a word. */
#include <pthread.h>
#include <stdlib.h>

#include "site/parts.h"

/* --- classes, before there are pages
 * --------------------------------------------------------------- */

/* A class that nobody has named is called by its id: never by nothing. */
static struct text name_from_id(struct arena *mem, struct str id) {
    struct text_entry *entry = arena_new(mem, struct text_entry);
    entry->value = site_spoken_name(mem, id);
    return (struct text){entry, 1};
}

static uint32_t class_named(struct arena *mem, struct site *site, struct map *by_id, size_t *cap,
                            struct str id) {
    uint32_t index = map_add(by_id, id, (uint32_t)site->class_count);
    if (index != MAP_NONE)
        return index;
    *arena_push(mem, &site->classes, &site->class_count, cap) =
        (struct class_info){.id = id, .name = name_from_id(mem, id)};
    return (uint32_t)site->class_count - 1;
}

/* A site without classes.yaml names its classes in the guides alone. */
static bool class_known(struct parts *p, const struct map *by_id, struct word id) {
    struct suggest near = diag_near(p->d, id.value);
    if (p->classes.count == 0 || map_get(by_id, id.value) != MAP_NONE)
        return true;
    for (size_t i = 0; i < p->classes.count; i++)
        suggest_offer(&near, p->classes.items[i].id);
    p->ok = false;
    return diag_error(p->d, id.at, "site/unknown-class",
                      "there is no class '%.*s' in classes.yaml%s", STR_ARG(id.value),
                      suggest_tail(near.best).p);
}

/* The class and the guide as one text. */
static struct str pair_of(struct arena *mem, uint32_t class_index, struct str key) {
    char *both = arena_alloc(mem, sizeof(class_index) + key.len, 1);
    memcpy(both, &class_index, sizeof(class_index));
    if (key.len > 0)
        memcpy(both + sizeof(class_index), key.p, key.len);
    return str_of(both, sizeof(class_index) + key.len);
}

void lists_plan(struct parts *p, struct site *site) {
    struct map by_id, seen;
    bool translated = site->language_count > 1;
    size_t cap = 0;
    map_init(&by_id, p->mem, p->classes.count);
    map_init(&seen, p->mem, translated ? p->document_count : 0);
    for (size_t i = 0; i < p->classes.count; i++) {
        const struct class_entry *e = &p->classes.items[i];
        uint32_t index = class_named(p->mem, site, &by_id, &cap, e->id);
        struct class_info *c = &site->classes[index];
        c->name = e->name.count > 0 ? e->name : c->name;
        c->summary = e->summary;
    }
    for (size_t i = 0; i < p->document_count; i++) {
        const struct document *doc = &p->documents[i];
        documents_expect(p, i);
        for (size_t k = 0; doc->kind == PAGE_GUIDE && k < doc->meta.classes.count; k++) {
            struct word id = doc->meta.classes.items[k];
            if (!class_known(p, &by_id, id))
                continue;
            uint32_t index = class_named(p->mem, site, &by_id, &cap, id.value);
            /* A guide counts once for all languages. */
            if (!translated || map_add(&seen, pair_of(p->mem, index, doc->key), 0) == MAP_NONE)
                site->classes[index].guide_count++;
        }
    }
}

/* --- order
 * ----------------------------------------------------------------------------------------- */

/* A name of a page, and where it stands in an alphabet. */
struct named {
    struct str key, name;
    struct page *page;
    bool is_alias;
};

struct ranked {
    int32_t order;
    uint64_t first; /* bytes of the key, as one number: most comparisons end here */
    const struct named *named;
};

static uint64_t first_bytes(struct str key) {
    uint64_t first = 0;
    for (size_t i = 0; i < sizeof(first); i++)
        first = first << 8 | (i < key.len ? (unsigned char)key.p[i] : 0);
    return first;
}

static struct ranked rank_of(const struct named *named, int32_t order) {
    return (struct ranked){order, first_bytes(named->key), named};
}

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    int c = (a->order > b->order) - (a->order < b->order);
    if (c == 0)
        c = (a->first > b->first) - (a->first < b->first);
    if (c == 0)
        c = str_cmp(a->named->key, b->named->key);
    return c != 0 ? c : str_cmp(a->named->page->path, b->named->page->path);
}

/* A translation that gives no order stands where the original does. */
static int32_t order_of(const struct site *site, const struct page *page) {
    /* A generated page can stand among translations when a file took its place elsewhere: an error.
     */
    int32_t order = page->document == NULL ? INT32_MAX : page->document->meta.order;
    const struct page *original = page->translations[site->default_language];
    if (order == INT32_MAX && original != NULL && original->document != NULL)
        order = original->document->meta.order;
    return order;
}

struct keys { /* one page for each key of a kind, whatever its language */
    struct page **items;
    size_t count, cap;
};

static struct keys keys_of(const struct site *site, struct arena *mem, enum page_kind kind) {
    struct keys keys = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (page->kind != kind || page->document == NULL || str_is(page->path, "index.html"))
            continue;
        struct page *first = NULL;
        for (size_t k = 0; first == NULL; k++)
            first = page->translations[k];
        if (first == page)
            *arena_push(mem, &keys.items, &keys.count, &keys.cap) = page;
    }
    return keys;
}

static struct page **ordered(const struct site *site, const struct keys *keys, uint32_t language) {
    struct arena mem = {0};
    struct ranked *ranked = arena_array(&mem, struct ranked, keys->count);
    struct named *named = arena_array(&mem, struct named, keys->count);
    const struct collation *c = collate_open(&mem, site->languages[language].strings.alphabet);
    for (size_t i = 0; i < keys->count; i++) {
        struct page *page = site_translation(site, keys->items[i]->translations, language);
        named[i] = (struct named){.key = collate_key(&mem, c, page->title), .page = page};
        ranked[i] = rank_of(&named[i], order_of(site, page));
    }
    if (keys->count > 0)
        qsort(ranked, keys->count, sizeof(ranked[0]), compare_ranked);
    struct page **out = arena_array(site->mem, struct page *, keys->count);
    for (size_t i = 0; i < keys->count; i++)
        out[i] = ranked[i].named->page;
    arena_finish(&mem);
    return out;
}

/* Previous and next stay within a language: a step must not change what one reads. */
static void chain_neighbours(struct page **list, size_t count, uint32_t language) {
    struct page *before = NULL;
    for (size_t i = 0; i < count; i++) {
        if (list[i]->language != language)
            continue;
        list[i]->previous = before;
        if (before != NULL)
            before->next = list[i];
        before = list[i];
    }
}

/* --- A to Z
 * ---------------------------------------------------------------------------------------- */

struct names {
    struct arena mem;
    const struct collation *collation;
    struct named *items;
    size_t count, cap;
};

static void add_name(struct names *all, struct str name, bool is_alias, struct page *page) {
    if (name.len > 0)
        *arena_push(&all->mem, &all->items, &all->count, &all->cap) =
            (struct named){collate_key(&all->mem, all->collation, name), name, page, is_alias};
}

static size_t count_names(const struct site *site, const struct keys *keys, uint32_t language) {
    size_t count = keys->count;
    for (size_t i = 0; i < keys->count; i++)
        count += site_translation(site, keys->items[i]->translations, language)
                     ->document->meta.aliases.count;
    return count;
}

/* In the order in which documents lie in memory, not in that of the list. */
static void add_names(struct names *all, const struct site *site, const struct keys *keys,
                      uint32_t language) {
    for (size_t i = 0; i < keys->count; i++) {
        struct page *page = site_translation(site, keys->items[i]->translations, language);
        const struct meta *meta = &page->document->meta;
        add_name(all, page->title, false, page);
        for (size_t k = 0; k < meta->aliases.count; k++)
            add_name(all, meta->aliases.items[k].value, true, page);
    }
}

static void fill_az(struct arena *mem, struct az *az, struct names *all,
                    const struct ranked *ranked) {
    az->items = arena_array(mem, struct az_entry, all->count);
    az->count = all->count;
    for (size_t i = 0; i < all->count; i++) {
        const struct named *n = ranked[i].named;
        struct str letter = collate_letter(&all->mem, all->collation, n->name);
        bool same = i > 0 && str_eq(az->items[i - 1].letter, letter);
        az->items[i] =
            (struct az_entry){.letter = same ? az->items[i - 1].letter : arena_str(mem, letter),
                              .name = n->name,
                              .is_alias = n->is_alias,
                              .page = n->page};
    }
    for (size_t i = all->count; i > 0; i--) {
        bool last = i == all->count || !str_eq(az->items[i].letter, az->items[i - 1].letter);
        az->items[i - 1].letter_left = last ? 1 : az->items[i].letter_left + 1;
    }
}

static void make_az(const struct site *site, struct arena *mem, uint32_t language,
                    const struct keys *guides, const struct keys *topics, struct az *out) {
    struct names all = {0};
    all.collation = collate_open(&all.mem, site->languages[language].strings.alphabet);
    all.cap = count_names(site, guides, language) + count_names(site, topics, language);
    all.items = arena_array(&all.mem, struct named, all.cap);
    add_names(&all, site, guides, language);
    add_names(&all, site, topics, language);
    struct ranked *ranked = arena_array(&all.mem, struct ranked, all.count);
    for (size_t i = 0; i < all.count; i++)
        ranked[i] = rank_of(&all.items[i], 0);
    if (all.count > 0)
        qsort(ranked, all.count, sizeof(ranked[0]), compare_ranked);
    fill_az(mem, out, &all, ranked);
    arena_finish(&all.mem);
}

struct site_indexes {
    pthread_mutex_t lock; /* of what follows */
    struct arena mem;
    struct keys guides, topics;
    struct az **of; /* by language; NULL: nobody has asked for it */
};

static void open_indexes(struct site *site, const struct keys *guides, const struct keys *topics) {
    struct site_indexes *all = arena_new(site->mem, struct site_indexes);
    pthread_mutex_init(&all->lock, NULL);
    all->guides = *guides;
    all->topics = *topics;
    all->of = arena_array(site->mem, struct az *, site->language_count);
    site->indexes = all;
}

void lists_finish(struct site *site) {
    if (site->indexes == NULL)
        return;
    pthread_mutex_destroy(&site->indexes->lock);
    arena_finish(&site->indexes->mem);
    site->indexes = NULL;
}

const struct az *site_az(const struct site *site, uint32_t language) {
    struct site_indexes *all = site->indexes;
    pthread_mutex_lock(&all->lock);
    if (all->of[language] == NULL) {
        all->of[language] = arena_new(&all->mem, struct az);
        make_az(site, &all->mem, language, &all->guides, &all->topics, all->of[language]);
    }
    const struct az *az = all->of[language];
    pthread_mutex_unlock(&all->lock);
    return az;
}

/* --- classes and sources of pages
 * -------------------------------------------------------------------- */

static void fill_classes(struct parts *p, struct site *site) {
    struct map class_index;
    map_init(&class_index, p->mem, site->class_count);
    for (uint32_t i = 0; i < site->class_count; i++)
        map_add(&class_index, site->classes[i].id, i);
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (page->kind != PAGE_GUIDE)
            continue;
        const struct words *ids = &page->document->meta.classes;
        page->classes = arena_array(p->mem, uint32_t, ids->count);
        for (size_t k = 0; k < ids->count; k++) {
            uint32_t index = map_get(&class_index, ids->items[k].value);
            if (index != MAP_NONE)
                page->classes[page->class_count++] = index;
        }
    }
}

/* In every language's order: one pass over each list. */
void lists_join(struct site *site) {
    for (size_t c = 0; c < site->class_count; c++) {
        struct class_info *info = &site->classes[c];
        info->guides = arena_array(site->mem, struct page **, site->language_count);
        info->guide_counts = arena_array(site->mem, size_t, site->language_count);
    }
    for (uint32_t l = 0; l < site->language_count; l++) {
        const struct language *language = &site->languages[l];
        size_t *caps = arena_array(site->mem, size_t, site->class_count);
        for (size_t i = 0; i < language->guide_count; i++) {
            struct page *page = language->guides[i];
            for (size_t k = 0; k < page->class_count; k++) {
                struct class_info *info = &site->classes[page->classes[k]];
                *arena_push(site->mem, &info->guides[l], &info->guide_counts[l],
                            &caps[page->classes[k]]) = page;
            }
        }
    }
}

static const struct reference *reference_named(const struct site *site, const struct meta *meta,
                                               struct str id) {
    for (size_t i = 0; i < meta->inline_sources.count; i++)
        if (str_eq(meta->inline_sources.items[i].id, id))
            return &meta->inline_sources.items[i];
    uint32_t index = map_get(&site->by_source, id);
    return index == MAP_NONE ? NULL : &site->sources.items[index];
}

bool lists_unknown_source(struct parts *p, const struct site *site, struct word id) {
    struct suggest near = diag_near(p->d, id.value);
    const struct reference *source = site->sources.items;
    for (size_t i = 0; source != NULL && i < site->sources.count; i++)
        suggest_offer(&near, source[i].id);
    p->ok = false;
    return diag_error(p->d, id.at, "site/unknown-source",
                      "there is no source '%.*s' in content/sources.yaml%s", STR_ARG(id.value),
                      suggest_tail(near.best).p);
}

static void check_source_id(struct parts *p, const struct site *site, const struct meta *meta,
                            struct word id) {
    if (id.value.len > 0 && reference_named(site, meta, id.value) == NULL)
        lists_unknown_source(p, site, id);
}

static void fill_sources(struct parts *p, struct site *site) {
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (page->document == NULL)
            continue;
        const struct meta *meta = &page->document->meta;
        page->sources = arena_array(p->mem, const struct reference *, meta->sources.count);
        for (size_t k = 0; k < meta->sources.count; k++) {
            const struct reference *r = reference_named(site, meta, meta->sources.items[k].value);
            if (r != NULL)
                page->sources[page->source_count++] = r;
            else
                lists_unknown_source(p, site, meta->sources.items[k]);
        }
        for (size_t k = 0; k < meta->dose_count; k++)
            check_source_id(p, site, meta, meta->doses[k].source);
        check_source_id(p, site, meta, meta->timing.source);
    }
}

void lists_link(struct parts *p, struct site *site) {
    fill_classes(p, site);
    fill_sources(p, site);
}

/* --- all of it
 * --------------------------------------------------------------------------------------- */

static void other_pages(struct site *site, uint32_t language) {
    struct language *l = &site->languages[language];
    struct keys keys = keys_of(site, site->mem, PAGE_PLAIN);
    l->pages = ordered(site, &keys, language);
    l->page_count = keys.count;
}

void lists_make(struct parts *p, struct site *site) {
    struct keys guides = keys_of(site, p->mem, PAGE_GUIDE),
                topics = keys_of(site, p->mem, PAGE_TOPIC);
    open_indexes(site, &guides, &topics);
    for (uint32_t i = 0; i < site->language_count; i++) {
        struct language *l = &site->languages[i];
        l->guides = ordered(site, &guides, i);
        l->guide_count = guides.count;
        l->topics = ordered(site, &topics, i);
        l->topic_count = topics.count;
        chain_neighbours(l->guides, l->guide_count, i);
        chain_neighbours(l->topics, l->topic_count, i);
        other_pages(site, i);
    }
}
