/* What templates see of pages: their own fields, their text's outline, sources and doses. The body
 * and what was found while rendering it exist for the page at hand only. */
#include "script/handle.h"

static const struct page *page_of(struct handle h) {
    return h.p;
}

static bool is_current(struct script *s, struct handle h) {
    once_asked(s, h.p);
    return s->page->page == h.p;
}

static void push_kind(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushstring(L, page_kind_names[page_of(h)->kind]);
}

static void push_language(struct script *s, lua_State *L, struct handle h) {
    handle_push(L, HANDLE_LANGUAGE, 0, &s->site->languages[page_of(h)->language]);
}

static void push_dir(struct script *s, lua_State *L, struct handle h) {
    lua_pushstring(L, s->site->languages[page_of(h)->language].rtl ? "rtl" : "ltr");
}

static void push_folder(struct script *s, lua_State *L, struct handle h) {
    struct str path = page_of(h)->path;
    size_t slash = str_rfind_char(path, '/');
    (void)s;
    value_push_str(L, str_slice(path, 0, slash == SIZE_MAX ? 0 : slash + 1));
}

static void only_current(struct script *s, lua_State *L, struct handle h, const char *field) {
    if (!is_current(s, h))
        error_raise(L, "template/page",
                    "'%s' is known only for the page that is being made, not for '%.*s'", field,
                    STR_ARG(page_of(h)->path));
}

static void push_body(struct script *s, lua_State *L, struct handle h) {
    only_current(s, L, h, "body");
    s->body_given = true;
    if (s->page->body.p == NULL)
        lua_pushnil(L);
    else
        value_push_safe_view(L, s->page->body);
}

static void push_toc(struct script *s, lua_State *L, struct handle h) {
    only_current(s, L, h, "toc");
    handle_push(L, LIST_HEADINGS, 0, s->page);
}

static void push_words(struct script *s, lua_State *L, struct handle h) {
    only_current(s, L, h, "words");
    lua_pushinteger(L, (lua_Integer)s->page->words);
}

static void push_sources(struct script *s, lua_State *L, struct handle h) {
    if (is_current(s, h) && s->page->cites != NULL)
        handle_push(L, LIST_CITES, 0, s->page);
    else
        handle_push(L, LIST_PAGE_SOURCES, 0, h.p);
}

static void push_reviewed(struct script *s, lua_State *L, struct handle h) {
    const struct document *doc = page_of(h)->document;
    const struct date never = {0};
    (void)s;
    handle_push_date(L, doc == NULL ? never : doc->meta.reviewed);
}

static void push_because(struct script *s, lua_State *L, struct handle h) {
    const struct document *doc = page_of(h)->document;
    (void)s;
    value_push_str(L, doc == NULL ? STR_NONE : doc->meta.withdrawn_because.value);
}

static void push_correction(struct script *s, lua_State *L, struct handle h) {
    const struct document *doc = page_of(h)->document;
    (void)s;
    value_push_str(L, doc == NULL ? STR_NONE : doc->meta.safety_correction.value);
}

static void push_card(struct script *s, lua_State *L, struct handle h) {
    const struct document *doc = page_of(h)->document;
    (void)s;
    value_push_str(L, doc == NULL ? STR_NONE : doc->meta.card.value);
}

static void push_card_code(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_CODE, page_of(h)->card_code);
}

static void push_onion_code(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_CODE, page_of(h)->onion_code);
}

static void push_onion_address(struct script *s, lua_State *L, struct handle h) {
    value_push_str(L, site_onion_address(s->site, s->page_mem, page_of(h)));
}

static void push_status(struct script *s, lua_State *L, struct handle h) {
    const struct page *p = page_of(h);
    (void)s;
    lua_pushstring(L, p->withdrawn ? "withdrawn" : p->draft ? "draft" : "reviewed");
}

static void push_previous(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_PAGE, page_of(h)->previous);
}

static void push_next(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_PAGE, page_of(h)->next);
}

/* Pages made from the model have no document: their lists are empty. */
static void push_of_document(lua_State *L, struct handle h, enum handle_kind list) {
    static const struct document none;
    const struct document *doc = page_of(h)->document;
    handle_push(L, list, 0, doc == NULL ? &none : doc);
}

static void push_aliases(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_of_document(L, h, LIST_ALIASES);
}

static void push_doses(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_of_document(L, h, LIST_DOSES);
}

static void push_timing(struct script *s, lua_State *L, struct handle h) {
    const struct document *doc = page_of(h)->document;
    (void)s;
    handle_push_or_nil(L, HANDLE_TIMING,
                       doc == NULL || !doc->meta.timing.given ? NULL : &doc->meta.timing);
}

static void push_fallback(struct script *s, lua_State *L, struct handle h) {
    lua_pushboolean(L, page_of(h)->language != s->language);
}

static void push_current(struct script *s, lua_State *L, struct handle h) {
    lua_pushboolean(L, is_current(s, h));
}

/* What a generated page is about: nil for all others. */
static bool has_subject(const struct page *p, enum page_kind kind) {
    return p->kind == kind && p->subject != UINT32_MAX;
}

static void push_service(struct script *s, lua_State *L, struct handle h) {
    const struct page *p = page_of(h);
    handle_push_or_nil(L, HANDLE_SERVICE,
                       has_subject(p, PAGE_SERVICE) ? &s->site->services[p->subject] : NULL);
}

static void push_class(struct script *s, lua_State *L, struct handle h) {
    const struct page *p = page_of(h);
    handle_push_or_nil(L, HANDLE_CLASS,
                       has_subject(p, PAGE_CLASS) ? &s->site->classes[p->subject] : NULL);
}

static void push_list(struct script *s, lua_State *L, struct handle h) {
    const struct page *p = page_of(h);
    const struct service_list *list =
        has_subject(p, PAGE_SERVICES_KIND)   ? &s->site->kinds[p->subject]
        : has_subject(p, PAGE_SERVICES_AREA) ? &s->site->areas[p->subject]
                                             : NULL;
    handle_push_or_nil(L, HANDLE_SERVICE_LIST, list);
}

static const struct field page_fields[] = {
    GET("kind", push_kind),
    AT("title", FIELD_STR, struct page, title),
    AT("plain_title", FIELD_STR, struct page, plain_title),
    AT("summary", FIELD_STR, struct page, summary),
    AT("path", FIELD_STR, struct page, path),
    GET("folder", push_folder),
    AT("key", FIELD_STR, struct page, key),
    GET("lang", push_language),
    GET("dir", push_dir),
    GET("body", push_body),
    GET("toc", push_toc),
    GET("headings", push_toc),
    GET("words", push_words),
    GET("reviewed", push_reviewed),
    AT("review_by", FIELD_DATE, struct page, review_by),
    AT("overdue", FIELD_BOOL, struct page, overdue),
    AT("withdrawn", FIELD_BOOL, struct page, withdrawn),
    GET("withdrawn_because", push_because),
    GET("safety_correction", push_correction),
    AT("draft", FIELD_BOOL, struct page, draft),
    GET("status", push_status),
    GET("previous", push_previous),
    GET("next", push_next),
    SAME("translations", LIST_TRANSLATIONS),
    GET("aliases", push_aliases),
    SAME("classes", LIST_PAGE_CLASSES),
    GET("sources", push_sources),
    SAME("interactions", LIST_PAGE_INTERACTIONS),
    GET("doses", push_doses),
    GET("timing", push_timing),
    GET("card", push_card),
    GET("card_code", push_card_code),
    GET("onion_address", push_onion_address),
    GET("onion_code", push_onion_code),
    GET("is_fallback", push_fallback),
    GET("is_current", push_current),
    GET("service", push_service),
    GET("class", push_class),
    GET("list", push_list),
};
const struct kind model_page = KIND("page", page_fields);

/* --- translations: the page behind the handle, seen from the language in `extra` ---------------
 */

static const struct language *language_of(struct script *s, struct handle h) {
    return &s->site->languages[h.extra];
}

static void push_tr_lang(struct script *s, lua_State *L, struct handle h) {
    handle_push(L, HANDLE_LANGUAGE, 0, language_of(s, h));
}

static void push_tr_name(struct script *s, lua_State *L, struct handle h) {
    value_push_str(L, language_of(s, h)->name);
}

static void push_tr_dir(struct script *s, lua_State *L, struct handle h) {
    lua_pushstring(L, language_of(s, h)->rtl ? "rtl" : "ltr");
}

static void push_tr_page(struct script *s, lua_State *L, struct handle h) {
    struct page **all = page_of(h)->translations;
    (void)s;
    handle_push_or_nil(L, HANDLE_PAGE, all == NULL ? NULL : all[h.extra]);
}

static void push_tr_current(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, page_of(h)->language == h.extra);
}

static const struct field translation_fields[] = {
    GET("lang", push_tr_lang), GET("name", push_tr_name),       GET("dir", push_tr_dir),
    GET("page", push_tr_page), GET("current", push_tr_current),
};
const struct kind model_translation = KIND("translation", translation_fields);

/* --- codes */

static void push_side(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, ((const struct site_code *)h.p)->side);
}

/* A card may be written on several lines; a picture's description is an attribute, which is one. */
static void push_code_text(struct script *s, lua_State *L, struct handle h) {
    struct str text = ((const struct site_code *)h.p)->text;
    luaL_Buffer line;
    (void)s;
    char *to = luaL_buffinitsize(L, &line, text.len);
    for (size_t i = 0; i < text.len; i++)
        to[i] = text.p[i] == '\n' ? ' ' : text.p[i];
    luaL_pushresultsize(&line, text.len);
}

static const struct field code_fields[] = {
    GET("text", push_code_text),
    AT("path", FIELD_STR, struct site_code, path),
    GET("side", push_side),
};
const struct kind model_code = KIND("code", code_fields);

/* --- what the body holds -------------------------------------------------------------------- */

static void push_level(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, ((const struct script_heading *)h.p)->level);
}

static const struct field heading_fields[] = {
    GET("level", push_level),
    AT("id", FIELD_STR, struct script_heading, id),
    AT("text", FIELD_STR, struct script_heading, text),
};
const struct kind model_heading = KIND("heading", heading_fields);

static void push_number(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, ((const struct script_cite *)h.p)->number);
}

static void push_source(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push_or_nil(L, HANDLE_REFERENCE, ((const struct script_cite *)h.p)->reference);
}

static const struct field cite_fields[] = {
    GET("number", push_number),
    AT("id", FIELD_STR, struct script_cite, id),
    GET("source", push_source),
    SAME("back", LIST_BACK),
};
const struct kind model_cite = KIND("cited source", cite_fields);

static void push_self(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push(L, h.kind, h.extra, h.p);
}

static const struct field reference_fields[] = {
    AT("id", FIELD_STR, struct reference, id),
    AT("title", FIELD_STR, struct reference, title),
    AT("authors", FIELD_STR, struct reference, authors),
    AT("publisher", FIELD_STR, struct reference, publisher),
    AT("journal", FIELD_STR, struct reference, journal),
    AT("url", FIELD_STR, struct reference, url),
    AT("doi", FIELD_STR, struct reference, doi),
    AT("note", FIELD_STR, struct reference, note),
    AT("year", FIELD_STR, struct reference, year),
    AT("accessed", FIELD_DATE, struct reference, accessed),
    GET("source", push_self),
};
const struct kind model_reference = KIND("source", reference_fields);

/* --- doses ---------------------------------------------------------------------------------- */

static const struct field dose_fields[] = {
    AT("route", FIELD_WORD, struct dose_row, route),
    AT("unit", FIELD_WORD, struct dose_row, unit),
    AT("threshold", FIELD_WORD, struct dose_row, threshold),
    AT("light", FIELD_WORD, struct dose_row, light),
    AT("common", FIELD_WORD, struct dose_row, common),
    AT("strong", FIELD_WORD, struct dose_row, strong),
    AT("heavy", FIELD_WORD, struct dose_row, heavy),
    AT("source", FIELD_WORD, struct dose_row, source),
    AT("note", FIELD_WORD, struct dose_row, note),
    SAME("levels", LIST_LEVELS),
};
const struct kind model_dose = KIND("dose", dose_fields);

static const char *const level_names[] = {"threshold", "light", "common", "strong", "heavy"};

static struct str level_amount(struct handle h) {
    const struct dose_row *row = h.p;
    const struct word *words[] = {&row->threshold, &row->light, &row->common, &row->strong,
                                  &row->heavy};
    return words[h.extra]->value;
}

static void push_level_name(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushstring(L, level_names[h.extra]);
}

static void push_level_amount(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    value_push_str(L, level_amount(h));
}

/* "40–75 mg": an en dash between numbers, and a space that does not break before the unit, so that
 * no line ever starts with a unit or ends without one. */
static void push_level_text(struct script *s, lua_State *L, struct handle h) {
    struct str amount = level_amount(h), unit = ((const struct dose_row *)h.p)->unit.value;
    struct str text;
    size_t dash = str_find_char(amount, '-');
    if (dash == SIZE_MAX)
        text = arena_printf(s->page_mem, "%.*s\u00a0%.*s", STR_ARG(amount), STR_ARG(unit));
    else
        text = arena_printf(s->page_mem, "%.*s\u2013%.*s\u00a0%.*s", (int)dash, amount.p,
                            STR_ARG(str_from_offset(amount, dash + 1)), STR_ARG(unit));
    value_push_str(L, text);
}

static const struct field level_fields[] = {
    GET("name", push_level_name),
    GET("amount", push_level_amount),
    GET("text", push_level_text),
};
const struct kind model_level = KIND("dose level", level_fields);

static const struct field timing_fields[] = {
    AT("onset", FIELD_WORD, struct timing, onset),   AT("peak", FIELD_WORD, struct timing, peak),
    AT("total", FIELD_WORD, struct timing, total),   AT("after", FIELD_WORD, struct timing, after),
    AT("source", FIELD_WORD, struct timing, source),
};
const struct kind model_timing = KIND("timing", timing_fields);
