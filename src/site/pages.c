/* One page for each document and each generated list, in every language; their paths, checked to be
 * legal and different; their titles; which pages are translations of each other. */
#include <assert.h>

#include "site/parts.h"

struct maker {
    struct parts *p;
    struct site *site;
    size_t cap;
    struct str *folders;         /* of each language: its tag in small letters, and a slash */
    struct map names;            /* of a discreet site: file name → index of a key */
    struct map by_key;           /* key → index of a translations array */
    struct page ***translations; /* [key index][language] */
    size_t key_count, key_cap;
};

static struct page **translations_of(struct maker *m, struct str key) {
    uint32_t index = map_add(&m->by_key, key, (uint32_t)m->key_count);
    if (index != MAP_NONE)
        return m->translations[index];
    struct page **set = arena_array(m->p->mem, struct page *, m->site->language_count);
    *arena_push(m->p->mem, &m->translations, &m->key_count, &m->key_cap) = set;
    return set;
}

static bool is_service(const struct site *site, struct str key) {
    for (size_t i = 0; i < site->service_count; i++)
        if (str_starts(key, str_lit("services/")) &&
            str_eq(site->services[i].id, str_from_offset(key, strlen("services/"))))
            return true;
    return false;
}

static void same_url(struct maker *m, const struct document *doc, struct str key, struct str path) {
    struct str maker = is_service(m->site, key)
                           ? arena_printf(m->p->mem, "content/%.*s.yaml", STR_ARG(key))
                           : str_lit("pamphlet itself");
    m->p->ok = diag_error(m->p->d, place_of(&doc->source, 0, 0, 0), "site/same-url",
                          "would become the page %.*s, which %.*s already makes", STR_ARG(path),
                          STR_ARG(maker));
}

/* Below the language's folder, without ".html". */
static struct str file_name(struct maker *m, struct str key) {
    if (!m->site->config.discreet || str_is(key, "index"))
        return key;
    return discreet_name(m->p->mem, &m->names, key, map_get(&m->by_key, key));
}

/* The page for `key` in `language`, which has none yet. */
static struct page *add_page(struct maker *m, enum page_kind kind, uint32_t language,
                             struct str key, const struct document *doc) {
    struct parts *p = m->p;
    struct site *site = m->site;
    struct page **set = translations_of(m, key);
    assert(set[language] == NULL); /* tree paths differ, and generate() has looked */
    struct page *page = arena_new(p->mem, struct page);
    page->kind = kind;
    page->language = language;
    page->key = key;
    page->path = arena_join(p->mem, m->folders[language], file_name(m, key), str_lit(".html"));
    page->document = doc;
    page->subject = UINT32_MAX;
    page->translations = set;
    set[language] = page;
    *arena_push(p->mem, &site->pages, &site->page_count, &m->cap) = page;
    return page;
}

/* A service's page has no room for a second text; lists have room for an introduction. */
static bool takes_introduction(enum page_kind kind) {
    return kind != PAGE_SERVICE && kind != PAGE_SERVICES_KIND && kind != PAGE_SERVICES_AREA;
}

/* A page that pamphlet makes. An editor's file at the place of a list becomes its introduction. */
static struct page *generate(struct maker *m, enum page_kind kind, uint32_t language,
                             struct str key, struct str title) {
    struct page **set = translations_of(m, key);
    struct page *page = set[language];
    if (page != NULL && takes_introduction(kind) && page->document->kind == PAGE_PLAIN) {
        page->kind = kind;
        return page;
    }
    if (page != NULL) {
        same_url(m, page->document, key, page->path);
        return NULL;
    }
    page = add_page(m, kind, language, key, NULL);
    uint32_t in;
    page->title = title;
    page->plain_title = site_text(m->site, language, &m->site->config.plain_title, &in);
    if (page->plain_title.p == NULL)
        page->plain_title = title;
    return page;
}

static struct str string_or(struct maker *m, uint32_t language, const char *key,
                            const char *otherwise) {
    struct str s = site_string(m->site, language, str_from(key));
    return s.p == NULL ? str_from(otherwise) : s;
}

static bool any_document(const struct parts *p, enum page_kind kind) {
    for (size_t i = 0; i < p->document_count; i++)
        if (p->documents[i].kind == kind)
            return true;
    return false;
}

/* --- documents
 * ------------------------------------------------------------------------------------ */

static void require(struct maker *m, const struct document *doc, struct word word,
                    const char *name) {
    if (word.value.len > 0)
        return;
    if (word.at.source != NULL)
        m->p->ok =
            diag_error(m->p->d, word.at, "content/field-missing", "the field '%s' is empty", name);
    else
        m->p->ok = diag_error(
            m->p->d, place_of(&doc->source, 1, 1, 3), "content/field-missing",
            "the field '%s' is missing: add a line '%s: …' between the '---' lines", name, name);
}

static void check_fields(struct maker *m, const struct document *doc) {
    const struct meta *meta = &doc->meta;
    if (doc->kind != PAGE_HOME && doc->body_line == 1) {
        m->p->ok =
            diag_error(m->p->d, place_of(&doc->source, 1, 1, 1), "content/front-matter",
                       "this page has no fields: begin the file with a line '---', %s, and "
                       "a line '---' again",
                       doc->kind == PAGE_GUIDE ? "lines for 'title', 'summary' and 'reviewed'"
                                               : "a line 'title: …'");
        return;
    }
    if (doc->kind != PAGE_HOME)
        require(m, doc, meta->title, "title");
    if (doc->kind != PAGE_GUIDE)
        return;
    require(m, doc, meta->summary, "summary");
    if (!date_is_set(meta->reviewed))
        require(m, doc, (struct word){0}, "reviewed");
}

static void add_document(struct maker *m, struct document *doc) {
    struct parts *p = m->p;
    if (!file_name_check(p, doc->key, &doc->source))
        return;
    check_fields(m, doc);
    struct page *page = add_page(m, doc->kind, doc->language, doc->key, doc);
    const struct meta *meta = &doc->meta;
    uint32_t in;
    page->title = meta->title.value;
    if (page->title.p == NULL)
        page->title = site_text(m->site, doc->language, &m->site->config.title, &in);
    page->plain_title = meta->plain_title.value;
    if (page->plain_title.p == NULL)
        page->plain_title = site_text(m->site, doc->language, &m->site->config.plain_title, &in);
    if (page->plain_title.p == NULL)
        page->plain_title = page->title;
    page->summary = meta->summary.value;
    page->draft = meta->status == META_DRAFT;
    page->withdrawn = meta->status == META_WITHDRAWN;
    page->review_by = meta->review_by;
    unsigned months = m->site->config.review_months;
    if (!date_is_set(page->review_by) && date_is_set(meta->reviewed) && months > 0)
        page->review_by = date_add_months(meta->reviewed, months);
    page->overdue = date_is_set(page->review_by) && date_is_set(m->site->date) &&
                    date_cmp(page->review_by, m->site->date) < 0;
}

/* --- generated pages
 * ------------------------------------------------------------------------------- */

static void add_classes(struct maker *m, uint32_t language) {
    struct site *site = m->site;
    struct language *l = &site->languages[language];
    bool any = false;
    for (uint32_t i = 0; i < site->class_count; i++) {
        struct class_info *c = &site->classes[i];
        uint32_t in;
        if (c->guide_count == 0)
            continue;
        any = true;
        if (c->pages == NULL)
            c->pages = arena_array(site->mem, struct page *, site->language_count);
        struct str name = site_text(site, language, &c->name, &in);
        struct page *page = generate(m, PAGE_CLASS, language,
                                     arena_printf(site->mem, "classes/%.*s", STR_ARG(c->id)), name);
        if (page != NULL)
            page->subject = i;
        c->pages[language] = page;
    }
    if (any)
        l->classes_page = generate(m, PAGE_CLASSES, language, str_lit("classes/index"),
                                   string_or(m, language, "title.classes", "Classes"));
}

static void add_list_pages(struct maker *m, uint32_t language, enum page_kind kind,
                           struct service_list *lists, size_t count, const char *prefix) {
    struct site *site = m->site;
    for (uint32_t i = 0; i < count; i++) {
        struct service_list *list = &lists[i];
        uint32_t in;
        struct str name = site_text(site, language, &list->name, &in);
        struct str key = arena_printf(
            site->mem, "%s.%.*s", kind == PAGE_SERVICES_KIND ? "kind" : "area", STR_ARG(list->id));
        if (name.p == NULL)
            name = site_string(site, language, key);
        if (name.p == NULL)
            name = site_spoken_name(site->mem, list->id);
        if (list->pages == NULL)
            list->pages = arena_array(site->mem, struct page *, site->language_count);
        struct page *page =
            generate(m, kind, language,
                     arena_printf(site->mem, "services/%s-%.*s", prefix, STR_ARG(list->id)), name);
        if (page != NULL)
            page->subject = i;
        list->pages[language] = page;
    }
}

static void add_services(struct maker *m, uint32_t language) {
    struct site *site = m->site;
    struct language *l = &site->languages[language];
    if (site->service_count == 0)
        return;
    l->services_page = generate(m, PAGE_SERVICES, language, str_lit("services/index"),
                                string_or(m, language, "title.services", "Services"));
    l->needs_page = generate(m, PAGE_NEEDS, language, str_lit("services/needs"),
                             string_or(m, language, "title.needs", "What to keep hidden"));
    for (uint32_t i = 0; i < site->service_count; i++) {
        uint32_t in;
        struct str name = site_text(site, language, &site->services[i].name, &in);
        struct page *page =
            generate(m, PAGE_SERVICE, language,
                     arena_printf(site->mem, "services/%.*s", STR_ARG(site->services[i].id)), name);
        if (page != NULL)
            page->subject = i;
        site->service_pages[i][language] = page;
    }
    add_list_pages(m, language, PAGE_SERVICES_KIND, site->kinds, site->kind_count, "kind");
    add_list_pages(m, language, PAGE_SERVICES_AREA, site->areas, site->area_count, "area");
}

static void add_generated(struct maker *m, uint32_t language) {
    struct site *site = m->site;
    struct language *l = &site->languages[language];
    bool guides = any_document(m->p, PAGE_GUIDE), topics = any_document(m->p, PAGE_TOPIC);
    uint32_t in;
    struct page **homes = translations_of(m, str_lit("index"));
    l->home = homes[language] != NULL
                  ? homes[language]
                  : generate(m, PAGE_HOME, language, str_lit("index"),
                             site_text(site, language, &site->config.title, &in));
    if (guides)
        l->guides_page = generate(m, PAGE_GUIDES, language, str_lit("guides/index"),
                                  string_or(m, language, "title.guides", "Guides"));
    if (topics)
        l->topics_page = generate(m, PAGE_TOPICS, language, str_lit("topics/index"),
                                  string_or(m, language, "title.topics", "Topics"));
    if (guides || topics)
        l->az_page = generate(m, PAGE_AZ, language, str_lit("a-z"),
                              string_or(m, language, "title.a-z", "A–Z"));
    if (m->p->has_rows)
        l->interactions_page = generate(m, PAGE_INTERACTIONS, language, str_lit("interactions"),
                                        string_or(m, language, "title.interactions", "Mixing"));
    if (m->p->has_sources)
        l->sources_page = generate(m, PAGE_SOURCES, language, str_lit("sources"),
                                   string_or(m, language, "title.sources", "Sources"));
    add_classes(m, language);
    add_services(m, language);
}

/* index.html at the top: the choice of language; with one language only, its front page again. */
static void add_front(struct maker *m) {
    struct site *site = m->site;
    struct page *front = arena_new(site->mem, struct page);
    *front = *site->languages[site->default_language].home;
    front->path = str_lit("index.html");
    if (site->language_count > 1) {
        front->kind = PAGE_LANGUAGES;
        front->document = NULL;
        front->key = str_lit("languages");
        uint32_t in;
        struct str title = site_text(site, site->default_language, &site->config.title, &in);
        front->title = title.p == NULL ? front->title : title;
    }
    *arena_push(site->mem, &site->pages, &site->page_count, &m->cap) = front;
}

/* --- indexes
 * --------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    return str_cmp((*(struct page *const *)a)->path, (*(struct page *const *)b)->path);
}

static void number_pages(struct site *site) {
    /* documents come in the order of their paths, and what was generated behind them */
    sort_appended(site->pages, site->page_count, sizeof(site->pages[0]), compare);
    for (uint32_t i = 0; i < site->page_count; i++)
        site->pages[i]->index = i;
}

void pages_index(struct parts *p, struct site *site) {
    map_init(&site->by_path, p->mem, site->page_count);
    map_init(&site->by_tree, p->mem, site->page_count);
    for (uint32_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        struct str tag = site->languages[page->language].tag;
        map_add(&site->by_path, page->path, i);
        if (str_is(page->path, "index.html")) /* the front page stands for no file of its own */
            continue;
        map_add(&site->by_tree,
                page->document != NULL
                    ? page->document->tree_path
                    : arena_join(p->mem, tag, str_lit("/"), page->key, str_lit(".md")),
                i);
    }
}

void pages_find_exit(struct parts *p, struct site *site) {
    struct word exit = site->config.quick_exit;
    if (exit.value.len == 0)
        return;
    struct str key = exit.value;
    if (str_ends(key, str_lit(".md")))
        key.len -= 3;
    for (uint32_t i = 0; i < site->language_count; i++)
        site->languages[i].exit_page = site_page(site, i, key);
    if (site->languages[site->default_language].exit_page == NULL)
        p->ok = diag_error(p->d, exit.at, "site/quick-exit",
                           "there is no page '%.*s' in the default language for the quick exit",
                           STR_ARG(exit.value));
}

void pages_make(struct parts *p, struct site *site) {
    struct maker m = {.p = p, .site = site};
    struct beside classes;
    beside_begin(&classes, p, site, lists_plan);
    m.folders = arena_array(p->mem, struct str, site->language_count);
    for (uint32_t i = 0; i < site->language_count; i++)
        m.folders[i] = arena_join(p->mem, utf8_fold(p->mem, site->languages[i].tag), str_lit("/"));
    map_init(&m.by_key, p->mem, p->document_count);
    map_init(&m.names, p->mem, p->document_count);
    for (size_t i = 0; i < p->document_count; i++) {
        documents_expect(p, i);
        add_document(&m, &p->documents[i]);
    }
    beside_wait(&classes, p);
    for (uint32_t i = 0; i < site->language_count; i++)
        add_generated(&m, i);
    add_front(&m);
    number_pages(site);
}
