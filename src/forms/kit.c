/* What every form asks: where ids are, which files there are, words, and the order of reading. */
#include <stdio.h>
#include <stdlib.h>

#include "forms/parts.h"

/* --- ids: each gets a number on its page, so that no address tells what is read
 * ------------------ */

static struct str anchor_key(struct arena *mem, const struct page *page, struct str id) {
    return arena_printf(mem, "%u#%.*s", (unsigned)page->index, STR_ARG(id));
}

static void number_ids(struct kit *k, const struct page *page, struct str part) {
    struct html_scanner scanner;
    struct html_token t;
    uint32_t count = 0;
    html_start(&scanner, part);
    for (;;) {
        html_next(&scanner, &t);
        if (t.kind == HTML_END || t.kind == HTML_BAD)
            return;
        for (size_t i = 0; t.kind == HTML_OPEN && i < t.attr_count; i++)
            if (str_is(t.attrs[i].name, "id") &&
                map_add(&k->by_anchor, anchor_key(&k->mem, page, t.attrs[i].value), count + 1) ==
                    MAP_NONE)
                count++;
    }
}

uint32_t kit_anchor(const struct kit *k, const struct page *page, struct str id) {
    char key[16 + 512];
    struct arena mem = {0};
    if (id.len > 512) {
        uint32_t number = map_get(&k->by_anchor, anchor_key(&mem, page, id));
        arena_finish(&mem);
        return number;
    }
    int n = snprintf(key, 16, "%u#", (unsigned)page->index);
    memcpy(key + n, id.p, id.len);
    return map_get(&k->by_anchor, str_of(key, (size_t)n + id.len));
}

/* --- opening
 * ------------------------------------------------------------------------------------- */

void kit_open(struct kit *k, const struct forms_options *o) {
    *k = (struct kit){.o = o, .site = o->site};
    map_init(&k->by_asset, &k->mem, o->asset_count);
    for (size_t i = 0; i < o->asset_count; i++)
        map_add(&k->by_asset, o->assets[i].path, (uint32_t)i);
    map_init(&k->by_anchor, &k->mem, o->site->page_count * 8);
    for (size_t i = 0; i < o->site->page_count; i++)
        number_ids(k, o->site->pages[i], o->parts[i]);
}

void kit_close(struct kit *k) {
    struct arena mem = k->mem;
    arena_finish(&mem);
}

const struct forms_asset *kit_asset(const struct kit *k, struct str path) {
    uint32_t i = map_get(&k->by_asset, path);
    return i == MAP_NONE ? NULL : &k->o->assets[i];
}

/* --- titles
 * --------------------------------------------------------------------------------------- */

struct str kit_title(const struct kit *k, uint32_t language) {
    const struct config *c = &k->site->config;
    uint32_t in;
    struct str plain = site_text(k->site, language, &c->plain_title, &in);
    struct str title = site_text(k->site, language, &c->title, &in);
    return (c->discreet && plain.p != NULL) || title.p == NULL ? plain : title;
}

struct str kit_page_title(const struct kit *k, const struct page *page) {
    return k->site->config.discreet && page->plain_title.p != NULL ? page->plain_title
                                                                   : page->title;
}

/* --- the order of reading
 * ------------------------------------------------------------------------ */

bool kit_is_left_out(const struct page *page) {
    return str_is(page->path, "index.html"); /* of one language: its front page again */
}

/* What may save a life first, lists before what they list, the way out last. */
static const unsigned char places[PAGE_KINDS] = {
    [PAGE_HOME] = 0,           [PAGE_TOPICS] = 1,  [PAGE_TOPIC] = 2,    [PAGE_GUIDES] = 3,
    [PAGE_GUIDE] = 4,          [PAGE_CLASSES] = 5, [PAGE_CLASS] = 6,    [PAGE_INTERACTIONS] = 7,
    [PAGE_SERVICES] = 8,       [PAGE_NEEDS] = 9,   [PAGE_SERVICE] = 12, [PAGE_SERVICES_KIND] = 10,
    [PAGE_SERVICES_AREA] = 11, [PAGE_PLAIN] = 13,  [PAGE_AZ] = 14,      [PAGE_SOURCES] = 15,
    [PAGE_LANGUAGES] = 17,
};

struct placed {
    const struct page *page;
    unsigned place;
    size_t rank; /* in the language's own list */
};

static int compare(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return str_cmp(a->page->path, b->page->path);
}

static void rank(struct placed *all, size_t count, const uint32_t *at, struct page **list,
                 size_t list_count) {
    (void)count;
    for (size_t i = 0; i < list_count; i++)
        if (at[list[i]->index] != MAP_NONE)
            all[at[list[i]->index]].rank = i;
}

static void rank_one(struct placed *all, const uint32_t *at, const struct page *page, size_t rank) {
    if (page != NULL && at[page->index] != MAP_NONE)
        all[at[page->index]].rank = rank;
}

/* By the names that services, kinds and areas have in the language. */
static void rank_directory(struct placed *all, const uint32_t *at, const struct site *site,
                           uint32_t language) {
    const struct language *l = &site->languages[language];
    for (size_t i = 0; i < l->service_count; i++)
        rank_one(all, at, site->service_pages[l->services[i] - site->services][language], i);
    for (size_t i = 0; i < l->kind_count; i++)
        rank_one(all, at, l->kinds[i]->pages[language], i);
    for (size_t i = 0; i < l->area_count; i++)
        rank_one(all, at, l->areas[i]->pages[language], i);
}

const struct page **kit_reading_order(const struct kit *k, struct arena *mem, uint32_t language,
                                      size_t *count) {
    const struct site *site = k->site;
    const struct language *l = &site->languages[language];
    struct placed *all = arena_array(mem, struct placed, site->page_count);
    uint32_t *at = arena_array(mem, uint32_t, site->page_count);
    const struct page **out = arena_array(mem, const struct page *, site->page_count);
    *count = 0;
    for (uint32_t i = 0; i < site->page_count; i++) {
        const struct page *p = site->pages[i];
        bool taken = p->language == language && !kit_is_left_out(p);
        at[i] = taken ? (uint32_t)*count : MAP_NONE;
        if (taken)
            all[(*count)++] =
                (struct placed){p, p == l->exit_page ? 16 : places[p->kind], SIZE_MAX};
    }
    rank(all, *count, at, l->guides, l->guide_count);
    rank(all, *count, at, l->topics, l->topic_count);
    rank(all, *count, at, l->pages, l->page_count);
    rank_directory(all, at, site, language);
    if (*count > 0)
        qsort(all, *count, sizeof(all[0]), compare);
    for (size_t i = 0; i < *count; i++)
        out[i] = all[i].page;
    return out;
}
