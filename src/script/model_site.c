/* What templates see of the site around a page: languages, lists, the chart of interactions,
 * classes, the release. Texts come in the language of the page at hand. */
#include "script/handle.h"

static const struct site *site_of(struct handle h) {
    return h.p;
}

/* A text of the site as plain text; the default language's where this one has none. */
static void push_plain(struct script *s, lua_State *L, const struct text *t) {
    uint32_t in = 0;
    value_push_str(L, t->count == 0 ? STR_NONE : site_text(s->site, s->language, t, &in));
}

static void push_title(struct script *s, lua_State *L, struct handle h) {
    push_plain(s, L, &site_of(h)->config.title);
}

static void push_plain_title(struct script *s, lua_State *L, struct handle h) {
    const struct config *c = &site_of(h)->config;
    push_plain(s, L, c->plain_title.count > 0 ? &c->plain_title : &c->title);
}

static void push_default(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push(L, HANDLE_LANGUAGE, 0, &site_of(h)->languages[site_of(h)->default_language]);
}

/* A list of the page's own language. */
static void push_of_language(struct script *s, lua_State *L, enum handle_kind list) {
    handle_push(L, list, 0, &s->site->languages[s->language]);
}

static void push_guides(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_GUIDES);
}

static void push_topics(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_TOPICS);
}

static void push_pages(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_PAGES);
}

static void push_az(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_AZ);
}

static void push_services(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_SITE_SERVICES);
}

static void push_kinds(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_KINDS);
}

static void push_areas(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    push_of_language(s, L, LIST_AREAS);
}

static void push_exit(struct script *s, lua_State *L, struct handle h) {
    (void)h;
    handle_push_or_nil(L, HANDLE_PAGE, s->site->languages[s->language].exit_page);
}

static void push_date(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_date(L, site_of(h)->date);
}

/* What the profile at hand makes of links out of the pack. */
static void push_external(struct script *s, lua_State *L, struct handle h) {
    static const char *const words[] = {
        [EXTERNAL_MARKED] = "marked", [EXTERNAL_TEXT] = "text", [EXTERNAL_FORBIDDEN] = "forbidden"};
    const struct config *c = &site_of(h)->config;
    enum external_links links = EXTERNAL_MARKED;
    for (size_t i = 0; i < c->profile_count; i++)
        if (str_eq(c->profiles[i].name, s->page->profile))
            links = c->profiles[i].external_links;
    lua_pushstring(L, words[links]);
}

static void push_onion_code(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_CODE, site_of(h)->onion_code);
}

static const struct field site_fields[] = {
    GET("title", push_title),
    GET("plain_title", push_plain_title),
    SAME("languages", LIST_LANGUAGES),
    GET("default_language", push_default),
    GET("guides", push_guides),
    GET("topics", push_topics),
    GET("pages", push_pages),
    GET("az", push_az),
    SAME("classes", LIST_SITE_CLASSES),
    SAME("substances", LIST_SITE_SUBSTANCES),
    SAME("interactions", LIST_SITE_INTERACTIONS),
    SAME("risks", LIST_SITE_RISKS),
    GET("services", push_services),
    GET("kinds", push_kinds),
    GET("areas", push_areas),
    SAME("needs", LIST_NEEDS),
    SAME("sources", LIST_SITE_SOURCES),
    SAME("emergency", HANDLE_EMERGENCY),
    GET("quick_exit", push_exit),
    GET("external_links", push_external),
    AT("discreet", FIELD_BOOL, struct site, config.discreet),
    SAME("release", HANDLE_RELEASE),
    GET("date", push_date),
    SAME("addresses", HANDLE_ADDRESSES),
    GET("onion_code", push_onion_code),
    SAME("settings", HANDLE_SETTINGS),
};
const struct kind model_site = KIND("site", site_fields);

static void push_serial(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, (lua_Integer)site_of(h)->config.release.serial);
}

static const struct field release_fields[] = {
    GET("serial", push_serial),
    AT("pack", FIELD_STR, struct site, config.release.pack),
    GET("date", push_date),
    AT("expires", FIELD_DATE, struct site, config.release.expires),
};
const struct kind model_release = KIND("release", release_fields);

static const struct field address_fields[] = {
    AT("onion", FIELD_STR, struct site, config.onion_address),
    AT("clearnet", FIELD_STR, struct site, config.clearnet_address),
};
const struct kind model_addresses = KIND("table of addresses", address_fields);

static const struct field emergency_fields[] = {
    AT("number", FIELD_STR, struct site, config.emergency.number),
    AT("text", FIELD_TEXT, struct site, config.emergency.text),
};
const struct kind model_emergency = KIND("emergency", emergency_fields);

static bool lookup_setting(struct script *s, lua_State *L, struct handle h, struct str name) {
    const struct theme_settings *t = &site_of(h)->theme.settings;
    (void)s;
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->keys[i].value, name)) {
            value_push_str(L, t->values[i].value);
            return true;
        }
    return false;
}

static void offer_settings(struct script *s, struct suggest *suggest) {
    for (size_t i = 0; i < s->site->theme.settings.count; i++)
        suggest_offer(suggest, s->site->theme.settings.keys[i].value);
}

const struct kind model_settings = {
    .name = "set of settings", .lookup = lookup_setting, .offer = offer_settings};

/* --- languages ------------------------------------------------------------------------------ */

static void push_language_dir(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushstring(L, ((const struct language *)h.p)->rtl ? "rtl" : "ltr");
}

/* One of the language's own pages: `offset` is not free in FIELD_CALL, so each has a function. */
#define PUSH_PAGE(function, field)                                                                 \
    static void function(struct script *s, lua_State *L, struct handle h) {                        \
        (void)s;                                                                                   \
        handle_push_or_nil(L, HANDLE_PAGE, ((const struct language *)h.p)->field);                 \
    }
PUSH_PAGE(push_home, home)
PUSH_PAGE(push_guides_page, guides_page)
PUSH_PAGE(push_topics_page, topics_page)
PUSH_PAGE(push_az_page, az_page)
PUSH_PAGE(push_classes_page, classes_page)
PUSH_PAGE(push_interactions_page, interactions_page)
PUSH_PAGE(push_services_page, services_page)
PUSH_PAGE(push_needs_page, needs_page)
PUSH_PAGE(push_sources_page, sources_page)
PUSH_PAGE(push_exit_page, exit_page)

static const struct field language_fields[] = {
    AT("tag", FIELD_STR, struct language, tag),
    AT("name", FIELD_STR, struct language, name),
    GET("dir", push_language_dir),
    AT("rtl", FIELD_BOOL, struct language, rtl),
    SAME("guides", LIST_GUIDES),
    SAME("topics", LIST_TOPICS),
    SAME("pages", LIST_PAGES),
    SAME("az", LIST_AZ),
    GET("home", push_home),
    GET("guides_page", push_guides_page),
    GET("topics_page", push_topics_page),
    GET("az_page", push_az_page),
    GET("classes_page", push_classes_page),
    GET("interactions_page", push_interactions_page),
    GET("services_page", push_services_page),
    GET("needs_page", push_needs_page),
    GET("sources_page", push_sources_page),
    GET("exit_page", push_exit_page),
};
const struct kind model_language = KIND("language", language_fields);

static const struct field az_group_fields[] = {
    AT("letter", FIELD_STR, struct az_entry, letter),
    SAME("entries", LIST_AZ_ENTRIES),
};
const struct kind model_az_group = KIND("group of the index", az_group_fields);

static void push_entry_page(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_PAGE, ((const struct az_entry *)h.p)->page);
}

static const struct field az_entry_fields[] = {
    AT("name", FIELD_STR, struct az_entry, name),
    AT("letter", FIELD_STR, struct az_entry, letter),
    AT("is_alias", FIELD_BOOL, struct az_entry, is_alias),
    GET("page", push_entry_page),
};
const struct kind model_az_entry = KIND("index entry", az_entry_fields);

/* --- classes, substances, interactions ------------------------------------------------------- */

static void push_class_page(struct script *s, lua_State *L, struct handle h) {
    struct page **pages = ((const struct class_info *)h.p)->pages;
    handle_push_or_nil(L, HANDLE_PAGE, pages == NULL ? NULL : pages[s->language]);
}

static const struct field class_fields[] = {
    AT("id", FIELD_STR, struct class_info, id),
    AT("name", FIELD_TEXT, struct class_info, name),
    AT("summary", FIELD_TEXT, struct class_info, summary),
    GET("page", push_class_page),
    SAME("guides", LIST_CLASS_GUIDES),
};
const struct kind model_class = KIND("class", class_fields);

static void push_guide_of(struct script *s, lua_State *L, const struct substance *x) {
    handle_push_or_nil(L, HANDLE_PAGE, x->guide == NULL ? NULL : x->guide[s->language]);
}

static void push_substance_name(struct script *s, lua_State *L, struct handle h) {
    const struct substance *x = h.p;
    value_push_str(L,
                   site_substance_name(s->site, s->language, (uint32_t)(x - s->site->substances)));
}

static void push_substance_page(struct script *s, lua_State *L, struct handle h) {
    push_guide_of(s, L, h.p);
}

static void push_substance_class(struct script *s, lua_State *L, struct handle h) {
    uint32_t index = ((const struct substance *)h.p)->class_index;
    handle_push_or_nil(L, HANDLE_CLASS, index == UINT32_MAX ? NULL : &s->site->classes[index]);
}

static const struct field substance_fields[] = {
    AT("id", FIELD_STR, struct substance, id),
    GET("name", push_substance_name),
    GET("page", push_substance_page),
    GET("class", push_substance_class),
};
const struct kind model_substance = KIND("substance", substance_fields);

/* 1: the worst. */
static void push_rank(struct script *s, lua_State *L, struct handle h) {
    lua_pushinteger(L, (const struct config_risk *)h.p - s->site->risks + 1);
}

static const struct field risk_fields[] = {
    AT("id", FIELD_STR, struct config_risk, id),
    AT("label", FIELD_TEXT, struct config_risk, label),
    AT("symbol", FIELD_STR, struct config_risk, symbol),
    GET("rank", push_rank),
};
const struct kind model_risk = KIND("risk", risk_fields);

static void push_risk_of(struct script *s, lua_State *L, const struct interaction *x) {
    handle_push(L, HANDLE_RISK, 0, &s->site->risks[x->risk]);
}

static void push_note_of(lua_State *L, const struct interaction *x) {
    static const struct text none;
    handle_push_text(L, x->row == NULL ? &none : &x->row->note);
}

static void push_a(struct script *s, lua_State *L, struct handle h) {
    handle_push(L, HANDLE_SUBSTANCE, 0, &s->site->substances[((const struct interaction *)h.p)->a]);
}

static void push_b(struct script *s, lua_State *L, struct handle h) {
    handle_push(L, HANDLE_SUBSTANCE, 0, &s->site->substances[((const struct interaction *)h.p)->b]);
}

static void push_risk(struct script *s, lua_State *L, struct handle h) {
    push_risk_of(s, L, h.p);
}

static void push_note(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_note_of(L, h.p);
}

static const struct field interaction_fields[] = {
    GET("a", push_a),
    GET("b", push_b),
    GET("risk", push_risk),
    GET("note", push_note),
    SAME("sources", LIST_INTERACTION_SOURCES),
};
const struct kind model_interaction = KIND("interaction", interaction_fields);

/* From a page's side: the other substance. */
static const struct interaction_ref *ref_of(struct handle h) {
    return h.p;
}

static void push_other(struct script *s, lua_State *L, struct handle h) {
    handle_push(L, HANDLE_SUBSTANCE, 0, &s->site->substances[ref_of(h)->other]);
}

static void push_other_name(struct script *s, lua_State *L, struct handle h) {
    value_push_str(L, site_substance_name(s->site, s->language, ref_of(h)->other));
}

static void push_other_page(struct script *s, lua_State *L, struct handle h) {
    push_guide_of(s, L, &s->site->substances[ref_of(h)->other]);
}

static void push_ref_risk(struct script *s, lua_State *L, struct handle h) {
    push_risk_of(s, L, ref_of(h)->with);
}

static void push_ref_note(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_note_of(L, ref_of(h)->with);
}

static const struct field page_interaction_fields[] = {
    GET("other", push_other),   GET("name", push_other_name), GET("page", push_other_page),
    GET("risk", push_ref_risk), GET("note", push_ref_note),   SAME("sources", LIST_REF_SOURCES),
};
const struct kind model_page_interaction = KIND("interaction", page_interaction_fields);

/* --- texts and dates ------------------------------------------------------------------------- */

static void push_text_value(struct script *s, lua_State *L, struct handle h) {
    push_plain(s, L, h.p);
}

static void push_text_lang(struct script *s, lua_State *L, struct handle h) {
    uint32_t in = UINT32_MAX;
    struct str value = site_text(s->site, s->language, h.p, &in);
    bool known = value.p != NULL && in < s->site->language_count;
    handle_push_or_nil(L, HANDLE_LANGUAGE, known ? &s->site->languages[in] : NULL);
}

static const struct field text_fields[] = {
    GET("plain", push_text_value),
    GET("lang", push_text_lang),
};
const struct kind model_text = KIND("text", text_fields);

static void push_year(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, handle_date(h).year);
}

static void push_month(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, handle_date(h).month);
}

static void push_day(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, handle_date(h).day);
}

static void push_iso(struct script *s, lua_State *L, struct handle h) {
    struct date_text text = date_format(handle_date(h));
    (void)s;
    lua_pushstring(L, text.p);
}

static void push_days(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, date_to_days(handle_date(h)));
}

static const struct field date_fields[] = {
    GET("year", push_year), GET("month", push_month), GET("day", push_day),
    GET("iso", push_iso),   GET("days", push_days),
};
const struct kind model_date = KIND("date", date_fields);
