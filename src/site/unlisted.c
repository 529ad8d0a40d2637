/* Texts in languages that site.yaml does not list: nobody would see them, or see them as if they
 * were the default language's. One warning for each file and language. */
#include "site/parts.h"

struct unlisted {
    struct parts *p;
    const struct site *site;
    struct map told; /* "file language" */
    struct str languages;
};

static struct str list_languages(struct parts *p, const struct site *site) {
    struct buf all = {0};
    for (size_t i = 0; i < site->language_count; i++)
        buf_printf(&all, "%s%.*s", i == 0 ? "" : ", ", STR_ARG(site->languages[i].tag));
    struct str kept = arena_str(p->mem, buf_str(&all));
    buf_finish(&all);
    return kept;
}

static bool is_listed(const struct site *site, const struct text_entry *e) {
    for (size_t i = 0; i < site->language_count; i++)
        if (str_eq_nocase(site->languages[i].tag, e->lang))
            return true;
    return e->lang.p == NULL;
}

static void tell(struct unlisted *u, const struct text_entry *e, bool shown) {
    const struct site *site = u->site;
    struct suggest near = {.wanted = e->lang};
    const char *path = e->at.source == NULL ? "" : e->at.source->path;
    struct str key = arena_printf(u->p->mem, "%s %.*s", path, STR_ARG(e->lang));
    if (map_add(&u->told, key, 0) != MAP_NONE)
        return;
    for (size_t i = 0; i < site->language_count; i++)
        suggest_offer(&near, site->languages[i].tag);
    const char *default_tag = arena_cstr(u->p->mem, site->languages[site->default_language].tag);
    const char *fate =
        shown ? arena_printf(u->p->mem, "is shown as if it were in '%s'", default_tag).p
              : "is never shown";
    diag_warning(u->p->d, e->at, "content/language-unlisted",
                 "text in '%.*s' %s: the languages of site.yaml are %.*s; add '%.*s' there, or "
                 "take the text out%s",
                 STR_ARG(e->lang), fate, STR_ARG(u->languages), STR_ARG(e->lang),
                 suggest_tail(near.best).p);
}

static void look(struct unlisted *u, const struct text *t) {
    bool any_listed = false;
    for (size_t i = 0; i < t->count; i++)
        any_listed = any_listed || is_listed(u->site, &t->items[i]);
    for (size_t i = 0; i < t->count; i++)
        if (!is_listed(u->site, &t->items[i]))
            tell(u, &t->items[i], i == 0 && !any_listed);
}

static void look_at_config(struct unlisted *u) {
    const struct config *c = &u->site->config;
    look(u, &c->title);
    look(u, &c->plain_title);
    look(u, &c->emergency.text);
    for (size_t i = 0; i < c->risk_count; i++)
        look(u, &c->risks[i].label);
    for (size_t i = 0; i < c->area_count; i++)
        look(u, &c->areas[i].name);
    for (size_t i = 0; i < c->kind_count; i++)
        look(u, &c->kinds[i].name);
}

static void look_at_statement(struct unlisted *u, const struct statement *s) {
    look(u, &s->value);
    look(u, &s->note);
}

static void look_at_statements(struct unlisted *u, const struct statements *s) {
    look(u, &s->about.note);
    for (size_t i = 0; i < s->count; i++)
        look_at_statement(u, &s->items[i]);
}

static void look_at_channel(struct unlisted *u, const struct channel *c) {
    look(u, &c->address);
    look(u, &c->note);
    for (size_t i = 0; i < CHANNEL_CLAIM_COUNT; i++)
        look(u, &c->claims[i].note);
}

static void look_at_service(struct unlisted *u, const struct service *s) {
    const struct text *texts[] = {&s->name,        &s->alert, &s->description,     &s->address,
                                  &s->eligibility, &s->fees,  &s->staff_about.note};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        look(u, texts[i]);
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        look(u, &s->claims[i].note);
    for (size_t i = 0; i < s->schedule_count; i++)
        look(u, &s->schedules[i].note);
    for (size_t i = 0; i < s->phone_count; i++) {
        look(u, &s->phones[i].note);
        look(u, &s->phones[i].caller_id.note);
    }
    for (size_t i = 0; i < s->shared_count; i++)
        look_at_statement(u, &s->shared_with[i].party);
    for (size_t i = 0; i < s->channel_count; i++)
        look_at_channel(u, &s->channels[i]);
    look_at_statements(u, &s->record_items);
    look_at_statements(u, &s->duty_to_report);
    look_at_statement(u, &s->record_retention);
    look_at_statement(u, &s->police);
    look_at_statement(u, &s->replies);
}

void unlisted_check(struct parts *p, const struct site *site) {
    struct unlisted u = {.p = p, .site = site, .languages = list_languages(p, site)};
    map_init(&u.told, p->mem, 16);
    look_at_config(&u);
    for (size_t i = 0; i < site->service_count; i++)
        look_at_service(&u, &site->services[i]);
    for (size_t i = 0; i < p->rows.count; i++)
        look(&u, &p->rows.items[i].note);
    for (size_t i = 0; i < p->classes.count; i++) {
        look(&u, &p->classes.items[i].name);
        look(&u, &p->classes.items[i].summary);
    }
}
