/* Finding things in a loaded site: pages by key, link targets, words of the theme, texts by
 * language. */
#include "site/parts.h"

uint32_t site_language_index(const struct site *site, struct str tag) {
    for (size_t i = 0; i < site->language_count; i++)
        if (tag.len > 0 && str_eq(site->languages[i].tag, tag))
            return (uint32_t)i;
    return UINT32_MAX;
}

/* The languages to try for `language`, in order: itself, its fallbacks, the default one. */
struct chain {
    const struct site *site;
    uint32_t next;
    size_t steps;
    bool default_tried;
};

static struct chain chain_of(const struct site *site, uint32_t language) {
    return (struct chain){site, language, 0, false};
}

static bool chain_next(struct chain *c, uint32_t *language) {
    if (c->next == UINT32_MAX || c->steps > c->site->language_count) {
        if (c->default_tried)
            return false;
        c->default_tried = true;
        *language = c->site->default_language;
        return true;
    }
    *language = c->next;
    c->default_tried = c->default_tried || *language == c->site->default_language;
    c->next = c->site->languages[c->next].fallback;
    c->steps++;
    return true;
}

struct page *site_translation(const struct site *site, struct page *const *translations,
                              uint32_t language) {
    struct chain chain = chain_of(site, language);
    uint32_t at;
    while (chain_next(&chain, &at))
        if (translations[at] != NULL)
            return translations[at];
    /* A page that only some other language has is better than none. */
    at = 0;
    while (translations[at] == NULL)
        at++;
    return translations[at];
}

struct page *site_page(const struct site *site, uint32_t language, struct str key) {
    struct arena mem = {0};
    struct page *page = NULL;
    for (uint32_t i = 0; page == NULL && i < site->language_count; i++) {
        uint32_t at = (language + i) % (uint32_t)site->language_count;
        struct str tag = site->languages[at].tag;
        uint32_t index =
            map_get(&site->by_tree, arena_printf(&mem, "%.*s/%.*s.md", STR_ARG(tag), STR_ARG(key)));
        if (index != MAP_NONE)
            page = site_translation(site, site->pages[index]->translations, language);
    }
    arena_finish(&mem);
    return page;
}

static struct str last_part(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    return slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
}

static bool no_such_page(const struct site *site, const struct document *from, struct str tree,
                         struct str written, struct place at, struct diags *d) {
    struct suggest near = diag_near(d, tree);
    uint32_t language = from->language;
    struct str name = last_part(tree), same = STR_NONE; /* the right name, in another folder */
    for (size_t i = 0; i < site->page_count; i++) {
        if (site->pages[i]->language != language || site->pages[i]->document == NULL)
            continue;
        struct str path = site->pages[i]->document->tree_path;
        suggest_offer(&near, path);
        if (same.p == NULL && str_eq(last_part(path), name))
            same = path;
    }
    near.best = same.p == NULL ? near.best : same;
    struct arena mem = {0};
    struct str best =
        near.best.p == NULL ? STR_NONE : fs_relative(&mem, from->tree_path, near.best);
    diag_error(d, at, "link/missing", "there is no page '%.*s'%s", STR_ARG(written),
               suggest_tail(best).p);
    arena_finish(&mem);
    return false;
}

/* Whether the file at `tree`, or the same page in another language, is there but makes no page. */
static uint32_t left_out(const struct site *site, struct arena *mem, struct str tree) {
    size_t slash = str_find_char(tree, '/');
    uint32_t found = map_get(&site->left_out, tree);
    for (size_t i = 0; found == MAP_NONE && slash != SIZE_MAX && i < site->language_count; i++) {
        struct str tag = site->languages[i].tag;
        struct str key = str_from_offset(tree, slash);
        found = map_get(&site->left_out, arena_printf(mem, "%.*s%.*s", STR_ARG(tag), STR_ARG(key)));
    }
    return found;
}

struct page *site_link(const struct site *site, const struct document *from, struct str path,
                       struct place at, struct arena *mem, struct diags *d) {
    struct str tree;
    if (!fs_resolve(mem, from->tree_path, path, &tree)) {
        diag_error(d, at, "link/outside", "'%.*s' leads out of the content folder", STR_ARG(path));
        return NULL;
    }
    uint32_t index = map_get(&site->by_tree, tree);
    if (index != MAP_NONE)
        return site->pages[index];
    if (str_starts(tree, str_lit("services/")) && str_ends(tree, str_lit(".yaml"))) {
        struct page *page = site_page(site, from->language, str_slice(tree, 0, tree.len - 5));
        if (page != NULL)
            return page;
    }
    size_t slash = str_find_char(tree, '/');
    struct str tag = str_slice(tree, 0, slash == SIZE_MAX ? 0 : slash);
    uint32_t language = site_language_index(site, tag);
    if (language != UINT32_MAX && str_ends(tree, str_lit(".md"))) {
        struct page *page = site_page(site, language, str_slice(tree, tag.len + 1, tree.len - 3));
        if (page != NULL)
            return page;
    }
    uint32_t draft = left_out(site, mem, tree);
    if (draft == 1)
        diag_error(d, at, "link/draft", "'%.*s' is a draft, so there is no page to lead to yet",
                   STR_ARG(path));
    else if (draft == MAP_NONE) /* what is wrong with a file that is there has been said already */
        no_such_page(site, from, tree, path, at, d);
    return NULL;
}

static struct str string_in(const struct strings *s, struct str key) {
    uint32_t index = map_get(&s->by_key, key);
    return index == MAP_NONE ? STR_NONE : s->values[index].value;
}

struct str site_string(const struct site *site, uint32_t language, struct str key) {
    struct chain chain = chain_of(site, language);
    uint32_t at;
    while (chain_next(&chain, &at)) {
        struct str value = string_in(&site->languages[at].strings, key);
        if (value.p != NULL)
            return value;
    }
    return string_in(&site->base_strings, key);
}

/* The entry of `t` written in language `tag` (absent: the one without a language). */
static const struct text_entry *entry_in(const struct text *t, struct str tag) {
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->items[i].lang, tag))
            return &t->items[i];
    return NULL;
}

struct str site_text(const struct site *site, uint32_t language, const struct text *t,
                     uint32_t *in) {
    struct chain chain = chain_of(site, language);
    const struct text_entry *entry = NULL;
    uint32_t at = site->default_language;
    while (entry == NULL && t->count > 0 && chain_next(&chain, &at)) {
        entry = entry_in(t, site->languages[at].tag);
        if (entry == NULL && at == site->default_language)
            entry = entry_in(t, STR_NONE);
    }
    if (entry == NULL && t->count > 0) {
        entry = &t->items[0];
        at = site_language_index(site, entry->lang);
        if (at == UINT32_MAX)
            at = site->default_language;
    }
    *in = at;
    return entry == NULL ? STR_NONE : entry->value;
}

/* "synthetic-cannabinoids" → "Synthetic cannabinoids": a name for an id that nobody has named. */
static struct str spoken(struct arena *mem, struct str id) {
    char *copy = arena_cstr(mem, id);
    for (size_t i = 0; i < id.len; i++)
        if (copy[i] == '-')
            copy[i] = ' ';
    if (id.len > 0 && ascii_is_lower(copy[0]))
        copy[0] = (char)(copy[0] - 'a' + 'A');
    return str_of(copy, id.len);
}

struct str site_spoken_name(struct arena *mem, struct str id) {
    return spoken(mem, id);
}

struct str site_substance_name(const struct site *site, uint32_t language, uint32_t substance) {
    const struct substance *s = &site->substances[substance];
    uint32_t in;
    if (s->guide != NULL)
        return s->guide[language]->title;
    struct str name = site_text(site, language, &site->classes[s->class_index].name, &in);
    return name.p == NULL ? s->id : name;
}
