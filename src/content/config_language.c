/* Languages: tags by their form, names, directions, and the chain of fallbacks. */
#include "content/config_language.h"

#include <assert.h>

#include "content/shape.h"

enum { LANGUAGES_MAX = 200 };

static struct config_language *language_of(const struct config *config, struct str tag) {
    for (size_t i = 0; i < config->language_count; i++)
        if (str_eq_nocase(config->languages[i].tag, tag))
            return &config->languages[i];
    return NULL;
}

static void read_dir(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const char *const dirs[] = {"ltr", "rtl", NULL};
    int dir = *(bool *)to;
    const struct field choice = {.name = f->name, .arg = dirs};
    field_choice(r, n, &choice, &dir);
    *(bool *)to = dir == 1;
}

static const struct field language_fields[] = {
    {"tag", field_line, offsetof(struct config_language, tag), NULL, REQUIRED},
    {"name", field_line, offsetof(struct config_language, name), NULL, OPTIONAL},
    {"dir", read_dir, offsetof(struct config_language, rtl), NULL, OPTIONAL},
    {"fallback", field_line, offsetof(struct config_language, fallback), NULL, OPTIONAL},
    {0}};

/* What `n` may leave out. */
static void complete(const struct node *n, struct config_language *language) {
    const struct node *dir = n == NULL ? NULL : fields_find(n, "dir");
    if (language->name.p == NULL)
        language->name = language->tag;
    if (dir == NULL || fields_is_empty(dir))
        language->rtl = direction_is_rtl(language->tag, language->name);
}

/* `tag` names the language; `n` has its fields, or only its name, or NULL: nothing but the tag. */
static void add_language(struct reader *r, const struct node *tag, const struct node *n,
                         struct config *out) {
    struct config_language language = {.at = tag->at};
    language.tag = fields_line(r, tag, "languages");
    if (language.tag.p == NULL)
        return;
    if (!shape_is_language(language.tag)) {
        diag_error(r->d, tag->at, "content/language-invalid",
                   "'%s' is no language tag: write en, fi, pt-BR", fields_shown(language.tag).p);
        return;
    }
    if (language_of(out, language.tag) != NULL || out->language_count == LANGUAGES_MAX) {
        diag_error(r->d, tag->at, "config/language", "%s",
                   out->language_count == LANGUAGES_MAX ? "more than 200 languages"
                                                        : "this language is given twice");
        return;
    }
    if (n != NULL && n->kind == NODE_WORD)
        language.name = fields_line(r, n, "name");
    else if (n != NULL)
        fields_read(r, n, n == tag ? language_fields : language_fields + 1, &language);
    complete(n, &language);
    *arena_push(r->mem, &out->languages, &out->language_count, &out->language_cap) = language;
}

/* One item of a list: a tag, or fields with the tag among them. */
static void add_item(struct reader *r, const struct node *n, struct config *out) {
    const struct node *tag = fields_find(n, "tag");
    if (n->kind != NODE_FIELDS) {
        add_language(r, n, NULL, out);
        return;
    }
    if (tag == NULL) {
        diag_error(r->d, n->at, "content/field-missing", "the field 'tag' is missing");
        return;
    }
    struct node fields = *n;
    fields.at = tag->at;
    struct config before = *out;
    add_language(r, tag, NULL, out);
    if (out->language_count == before.language_count)
        return;
    struct config_language *added = &out->languages[out->language_count - 1];
    struct str own = added->tag;
    fields_read(r, &fields, language_fields, added);
    added->tag = own;
    complete(n, added);
}

void config_field_languages(struct reader *r, const struct node *n, const struct field *f,
                            void *to) {
    struct config *out = to;
    (void)f;
    if (n->kind == NODE_FIELDS) {
        for (const struct node *tag = n->first; tag != NULL; tag = tag->next->next)
            if (!fields_give_up(r))
                add_language(r, tag, fields_is_empty(tag->next) ? NULL : tag->next, out);
    } else {
        for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item))
            if (!fields_give_up(r))
                add_item(r, item, out);
    }
    if (n->kind != NODE_WORD && n->count == 0)
        diag_error(r->d, n->at, "config/language", "a site has one language at least");
}

void config_field_default_language(struct reader *r, const struct node *n, const struct field *f,
                                   void *to) {
    struct config *out = to;
    out->default_language = fields_line(r, n, f->name);
}

void config_field_file(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct word *out = to;
    field_word(r, n, f, out);
    if (out->value.p == NULL || fs_join(&r->scratch, "", out->value) != NULL)
        return;
    diag_error(r->d, n->at, "config/file",
               "'%s' is no file below the language's folder: write it like away.md",
               fields_shown(out->value).p);
    out->value = STR_NONE;
}

/* --- what ties them together */

static void report_language(struct reader *r, struct place at, const struct config *config,
                            const char *field, struct str tag) {
    struct suggest s = {.wanted = tag};
    for (size_t i = 0; i < config->language_count; i++)
        suggest_offer(&s, config->languages[i].tag);
    diag_error(r->d, at, "config/language", "'%s' in '%s' is none of the site's languages%s",
               fields_shown(tag).p, field, suggest_tail(s.best).p);
}

/* The place of `fallback` of language `l`, else of its tag. */
static struct place fallback_place(struct reader *r, const struct config_language *l) {
    const struct node *all = fields_find(r->tree.root, "languages");
    struct node list = {.kind = NODE_FIELDS};
    assert(all != NULL); /* the language is from there */
    if (all->kind == NODE_FIELDS)
        list = *all;
    for (const struct node *tag = list.first; tag != NULL; tag = tag->next->next)
        if (str_eq(str_trim(tag->value), l->tag)) {
            const struct node *value = fields_find(tag->next, "fallback");
            return value == NULL ? l->at : value->at;
        }
    return l->at;
}

static void check_chain(struct reader *r, const struct config *config,
                        const struct config_language *start) {
    const struct config_language *l = start;
    for (size_t steps = 0; l != NULL && l->fallback.p != NULL; steps++) {
        l = language_of(config, l->fallback);
        if (l == start || steps > config->language_count) {
            diag_error(r->d, fallback_place(r, start), "config/fallback-circle",
                       "the fallbacks of '%.*s' run in a circle: one of them must have none",
                       STR_ARG(start->tag));
            return;
        }
    }
}

/* Sets `tag` to the spelling of the languages' list. */
static bool settle(const struct config *config, struct str *tag) {
    const struct config_language *found = language_of(config, *tag);
    if (found != NULL)
        *tag = found->tag;
    return found != NULL;
}

void config_check_languages(struct reader *r, struct config *config) {
    const struct node *chosen = fields_find(r->tree.root, "default_language");
    bool known = true;
    if (config->language_count == 0)
        return;
    if (config->default_language.p != NULL && !settle(config, &config->default_language))
        report_language(r, chosen->at, config, "default_language", config->default_language);
    for (size_t i = 0; i < config->language_count; i++) {
        struct config_language *l = &config->languages[i];
        if (l->fallback.p == NULL || settle(config, &l->fallback))
            continue;
        report_language(r, fallback_place(r, l), config, "fallback", l->fallback);
        known = false;
    }
    for (size_t i = 0; known && i < config->language_count; i++)
        check_chain(r, config, &config->languages[i]);
}
