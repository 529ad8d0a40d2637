/* Field access. Lua's short strings are interned, so a field's name is one address for the life of
 * the state: the table of fields is looked up by kind and address, without comparing text. The
 * addresses decide nothing but where a slot lies. */
#include "script/handle.h"

enum { SLOTS = 2048 }; /* a power of two, several times the number of fields */

struct field_slot {
    const char *name;
    enum handle_kind kind;
    const struct field *field;
};

static const struct kind *const kinds[HANDLE_LISTS] = {
    [HANDLE_DATE] = &model_date,
    [HANDLE_TEXT] = &model_text,
    [HANDLE_SITE] = &model_site,
    [HANDLE_RELEASE] = &model_release,
    [HANDLE_ADDRESSES] = &model_addresses,
    [HANDLE_EMERGENCY] = &model_emergency,
    [HANDLE_SETTINGS] = &model_settings,
    [HANDLE_LANGUAGE] = &model_language,
    [HANDLE_PAGE] = &model_page,
    [HANDLE_TRANSLATION] = &model_translation,
    [HANDLE_HEADING] = &model_heading,
    [HANDLE_CITE] = &model_cite,
    [HANDLE_REFERENCE] = &model_reference,
    [HANDLE_DOSE] = &model_dose,
    [HANDLE_LEVEL] = &model_level,
    [HANDLE_TIMING] = &model_timing,
    [HANDLE_PAGE_INTERACTION] = &model_page_interaction,
    [HANDLE_INTERACTION] = &model_interaction,
    [HANDLE_SUBSTANCE] = &model_substance,
    [HANDLE_RISK] = &model_risk,
    [HANDLE_CLASS] = &model_class,
    [HANDLE_AZ_GROUP] = &model_az_group,
    [HANDLE_AZ_ENTRY] = &model_az_entry,
    [HANDLE_SERVICE] = &model_service,
    [HANDLE_SERVICE_LIST] = &model_service_list,
    [HANDLE_CLAIM] = &model_claim,
    [HANDLE_CLAIMS] = &model_claims,
    [HANDLE_STATEMENT] = &model_statement,
    [HANDLE_STATEMENTS] = &model_statements,
    [HANDLE_SCHEDULE] = &model_schedule,
    [HANDLE_DAY] = &model_day,
    [HANDLE_ROW] = &model_row,
    [HANDLE_SPAN] = &model_span,
    [HANDLE_PHONE] = &model_phone,
    [HANDLE_CHANNEL] = &model_channel,
    [HANDLE_SHARED] = &model_shared,
    [HANDLE_CODE] = &model_code,
};

const char *handle_name(struct handle h) {
    if (h.kind >= HANDLE_LISTS)
        return "list";
    return h.kind == HANDLE_NONE ? "value" : kinds[h.kind]->name;
}

struct handle handle_check(lua_State *L, int index, enum handle_kind kind, const char *function) {
    if (!handle_is(L, index, kind))
        error_raise(L, "template/argument", "%s() wants a %s, not %s", function, kinds[kind]->name,
                    lua_type(L, index) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, index))
                                                             : luaL_typename(L, index));
    return handle_get(L, index);
}

static size_t slot_of(const char *name, enum handle_kind kind) {
    return ((size_t)((uintptr_t)name >> 4) + (size_t)kind * 41) & (SLOTS - 1);
}

static const struct field *find(const struct script *s, const char *name, enum handle_kind kind) {
    for (size_t i = slot_of(name, kind); s->slots[i].name != NULL; i = (i + 1) & (SLOTS - 1))
        if (s->slots[i].name == name && s->slots[i].kind == kind)
            return s->slots[i].field;
    return NULL;
}

static void push_field(struct script *s, lua_State *L, struct handle h, const struct field *f) {
    const char *at = (const char *)h.p + f->offset;
    switch (f->how) {
    case FIELD_STR:
        value_push_str(L, *(const struct str *)(const void *)at);
        break;
    case FIELD_WORD:
        value_push_str(L, ((const struct word *)(const void *)at)->value);
        break;
    case FIELD_TEXT:
        handle_push_text(L, (const struct text *)(const void *)at);
        break;
    case FIELD_DATE:
        handle_push_date(L, *(const struct date *)(const void *)at);
        break;
    case FIELD_BOOL:
        lua_pushboolean(L, *(const bool *)(const void *)at);
        break;
    case FIELD_SAME:
        handle_push(L, f->part, h.extra, h.p);
        break;
    case FIELD_PART:
        handle_push(L, f->part, 0, at);
        break;
    case FIELD_CALL:
        f->push(s, L, h);
        break;
    }
}

bool handle_push_field(lua_State *L, struct str *text) {
    struct script *s = script_of(L);
    if (lua_type(L, 1) != LUA_TLIGHTUSERDATA)
        return false;
    struct handle h = handle_get(L, 1);
    const struct field *f = find(s, lua_tostring(L, 2), h.kind); /* of lists: NULL */
    if (f == NULL)
        return false;
    const char *at = (const char *)h.p + f->offset;
    *text = STR_NONE;
    if (f->how == FIELD_STR)
        *text = *(const struct str *)(const void *)at;
    else if (f->how == FIELD_WORD)
        *text = ((const struct word *)(const void *)at)->value;
    if (text->p == NULL)
        push_field(s, L, h, f);
    return true;
}

static int unknown_field(struct script *s, lua_State *L, struct handle h, struct str name) {
    const struct kind *k = kinds[h.kind];
    struct suggest suggest = {.wanted = name};
    for (size_t i = 0; i < k->count; i++)
        suggest_offer(&suggest, str_from(k->fields[i].name));
    if (k->offer != NULL)
        k->offer(s, &suggest);
    error_raise(L, "template/undefined", "a %s has no field '%.*s'%s", k->name, STR_ARG(name),
                suggest_tail(suggest.best).p);
}

static int list_index(struct script *s, lua_State *L, struct handle h) {
    int exact = 0;
    lua_Integer i = lua_tointegerx(L, 2, &exact);
    if (lua_type(L, 2) != LUA_TNUMBER || !exact)
        error_raise(L, "template/undefined",
                    "a list has no field '%s': take an item by its number, or walk over it",
                    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2));
    size_t count = list_count(s, h);
    if (i < 1 || (uint64_t)i > count)
        lua_pushnil(L);
    else
        list_push(s, L, h, (size_t)i - 1);
    return 1;
}

static int index_handle(lua_State *L) {
    struct script *s = script_of(L);
    struct handle h = handle_get(L, 1);
    if (h.kind >= HANDLE_LISTS)
        return list_index(s, L, h);
    if (lua_type(L, 2) != LUA_TSTRING)
        error_raise(L, "template/undefined", "a %s has named fields, not numbered ones",
                    handle_name(h));
    size_t len = 0;
    const char *name = lua_tolstring(L, 2, &len);
    const struct field *f = find(s, name, h.kind);
    if (f != NULL)
        push_field(s, L, h, f);
    else if (kinds[h.kind]->lookup == NULL || !kinds[h.kind]->lookup(s, L, h, str_of(name, len)))
        return unknown_field(s, L, h, str_of(name, len));
    return 1;
}

static int length(lua_State *L) {
    struct handle h = handle_get(L, 1);
    if (h.kind < HANDLE_LISTS)
        error_raise(L, "template/value", "a %s is not a list and has no length", handle_name(h));
    lua_pushinteger(L, (lua_Integer)list_count(script_of(L), h));
    return 1;
}

static int read_only(lua_State *L) {
    error_raise(L, "template/read-only", "a %s cannot be changed", handle_name(handle_get(L, 1)));
}

static int not_callable(lua_State *L) {
    error_raise(L, "template/value", "a %s is not a function", handle_name(handle_get(L, 1)));
}

/* a < b for dates; nothing else has an order. */
static int less(lua_State *L, bool or_equal) {
    if (!handle_is(L, 1, HANDLE_DATE) || !handle_is(L, 2, HANDLE_DATE))
        error_raise(L, "template/value", "only numbers, texts and dates can be compared");
    int c = date_cmp(handle_date(handle_get(L, 1)), handle_date(handle_get(L, 2)));
    lua_pushboolean(L, or_equal ? c <= 0 : c < 0);
    return 1;
}

static int less_than(lua_State *L) {
    return less(L, false);
}

static int less_equal(lua_State *L) {
    return less(L, true);
}

static void add_slot(struct script *s, lua_State *L, const struct field *f, enum handle_kind kind) {
    /* -> names, name: anchored, so that the address stays this name's */
    const char *name = lua_pushstring(L, f->name);
    size_t i = slot_of(name, kind);
    while (s->slots[i].name != NULL)
        i = (i + 1) & (SLOTS - 1);
    s->slots[i] = (struct field_slot){name, kind, f};
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
}

void handle_open(struct script *s) {
    static const luaL_Reg meta[] = {{"__index", index_handle},
                                    {"__len", length},
                                    {"__newindex", read_only},
                                    {"__call", not_callable},
                                    {"__lt", less_than},
                                    {"__le", less_equal},
                                    {NULL, NULL}};
    lua_State *L = s->lua;
    s->slots = arena_array(&s->mem, struct field_slot, SLOTS);
    lua_newtable(L); /* -> names */
    for (enum handle_kind k = HANDLE_NONE + 1; k < HANDLE_LISTS; k++)
        for (size_t i = 0; i < kinds[k]->count; i++)
            add_slot(s, L, &kinds[k]->fields[i], k);
    luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushlightuserdata(L, NULL);
    lua_newtable(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
