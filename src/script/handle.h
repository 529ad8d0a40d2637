/* Private to script/: how Lua holds things of the model. A handle is a light userdata: a kind, a
 * small number and the address of what it stands for in one word. It costs no memory, it cannot be
 * made or taken apart by a template, and two handles of one thing are equal. All light userdata
 * share one metatable, which finds fields in the tables of the kind. */
#ifndef SCRIPT_HANDLE_H
#define SCRIPT_HANDLE_H

#include <assert.h>

#include "script/state.h"

#ifdef NDEBUG
#error "the sandbox rests on assertions: build without NDEBUG"
#endif

/* To add a kind: a name here, a row in `kinds` of handle.c, its fields in a model_*.c, a section in
 * doc/themes.md. */
enum handle_kind {
    HANDLE_NONE,
    HANDLE_DATE,
    HANDLE_TEXT,
    HANDLE_SITE,
    HANDLE_RELEASE,
    HANDLE_ADDRESSES,
    HANDLE_EMERGENCY,
    HANDLE_SETTINGS,
    HANDLE_LANGUAGE,
    HANDLE_PAGE,
    HANDLE_TRANSLATION,
    HANDLE_HEADING,
    HANDLE_CITE,
    HANDLE_REFERENCE,
    HANDLE_DOSE,
    HANDLE_LEVEL,
    HANDLE_TIMING,
    HANDLE_PAGE_INTERACTION,
    HANDLE_INTERACTION,
    HANDLE_SUBSTANCE,
    HANDLE_RISK,
    HANDLE_CLASS,
    HANDLE_AZ_GROUP,
    HANDLE_AZ_ENTRY,
    HANDLE_SERVICE,
    HANDLE_SERVICE_LIST,
    HANDLE_CLAIM,
    HANDLE_CLAIMS,
    HANDLE_STATEMENT,
    HANDLE_STATEMENTS,
    HANDLE_SCHEDULE,
    HANDLE_DAY,
    HANDLE_ROW,
    HANDLE_SPAN,
    HANDLE_PHONE,
    HANDLE_CHANNEL,
    HANDLE_SHARED,
    HANDLE_CODE,
    HANDLE_LISTS, /* from here on: lists, see list.c */
    LIST_LANGUAGES = HANDLE_LISTS,
    LIST_SITE_SERVICES,
    LIST_SITE_SOURCES,
    LIST_SITE_CLASSES,
    LIST_SITE_SUBSTANCES,
    LIST_SITE_INTERACTIONS,
    LIST_SITE_RISKS,
    LIST_KINDS,
    LIST_AREAS,
    LIST_NEEDS,
    LIST_GUIDES,
    LIST_TOPICS,
    LIST_PAGES,
    LIST_AZ,
    LIST_AZ_ENTRIES,
    LIST_ALIASES,
    LIST_HEADINGS,
    LIST_CITES,
    LIST_BACK,
    LIST_PAGE_SOURCES,
    LIST_DOSES,
    LIST_LEVELS,
    LIST_PAGE_CLASSES,
    LIST_PAGE_INTERACTIONS,
    LIST_TRANSLATIONS,
    LIST_INTERACTION_SOURCES,
    LIST_REF_SOURCES,
    LIST_CLASS_GUIDES,
    LIST_SERVICES,
    LIST_SERVICE_KINDS,
    LIST_SERVICE_LANGUAGES,
    LIST_STAFF,
    LIST_SCHEDULES,
    LIST_DAYS,
    LIST_ROWS,
    LIST_SPANS,
    LIST_PHONES,
    LIST_CHANNELS,
    LIST_SHARED,
    LIST_STATEMENTS,
    LIST_CHANNEL_CLAIMS,
    LIST_CLAIMS,
    HANDLE_KINDS
};

struct handle {
    enum handle_kind kind;
    unsigned extra; /* 0 to 255 */
    const void *p;
};

_Static_assert(sizeof(void *) == 8, "handles need 64-bit addresses");

static inline void handle_push(lua_State *L, enum handle_kind kind, unsigned extra, const void *p) {
    uint64_t address = (uint64_t)(uintptr_t)p;
    uint64_t word = (uint64_t)kind << 56 | (uint64_t)(extra & 0xff) << 48 | address;
    assert(address >> 48 == 0); /* no system we know gives other addresses to programs */
    lua_pushlightuserdata(L, (void *)(uintptr_t)word);
}
static inline void handle_push_or_nil(lua_State *L, enum handle_kind kind, const void *p) {
    if (p == NULL)
        lua_pushnil(L);
    else
        handle_push(L, kind, 0, p);
}
/* `index` must be a light userdata. */
static inline struct handle handle_get(lua_State *L, int index) {
    uint64_t word = (uint64_t)(uintptr_t)lua_touserdata(L, index);
    return (struct handle){(enum handle_kind)(word >> 56), (unsigned)(word >> 48) & 0xff,
                           (const void *)(uintptr_t)(word & 0xffffffffffffULL)};
}
static inline bool handle_is(lua_State *L, int index, enum handle_kind kind) {
    return lua_type(L, index) == LUA_TLIGHTUSERDATA && handle_get(L, index).kind == kind;
}
/* The thing behind argument `index`, which must be of `kind`; raises otherwise. */
struct handle handle_check(lua_State *L, int index, enum handle_kind kind, const char *function);

static inline void handle_push_date(lua_State *L, struct date d) {
    uintptr_t word = (uintptr_t)d.year << 16 | (uintptr_t)d.month << 8 | d.day;
    if (!date_is_set(d))
        lua_pushnil(L);
    else
        handle_push(L, HANDLE_DATE, 0, (const void *)word);
}
static inline struct date handle_date(struct handle h) {
    uintptr_t word = (uintptr_t)h.p;
    return (struct date){(uint16_t)(word >> 16), (uint8_t)(word >> 8), (uint8_t)word};
}
static inline void handle_push_text(lua_State *L, const struct text *t) {
    handle_push_or_nil(L, HANDLE_TEXT, t->count == 0 ? NULL : t);
}

/* How a field's value is found in the thing the handle stands for. */
enum field_how {
    FIELD_STR,  /* struct str at `offset` */
    FIELD_WORD, /* struct word */
    FIELD_TEXT, /* struct text */
    FIELD_DATE, /* struct date */
    FIELD_BOOL, /* bool */
    FIELD_SAME, /* a handle of kind `part` to the same thing, with the same extra */
    FIELD_PART, /* a handle of kind `part` to what lies at `offset` */
    FIELD_CALL, /* push() */
};
struct field {
    const char *name;
    enum field_how how;
    size_t offset;
    /* Leaves one value on the stack. */
    void (*push)(struct script *s, lua_State *L, struct handle h);
    enum handle_kind part;
};
/* Rows of field tables: found by a function, kept in the thing, the thing seen as another kind, a
 * part of the thing. */
#define GET(name_, push_)                                                                          \
    { .name = (name_), .how = FIELD_CALL, .push = (push_) }
#define AT(name_, how_, type, member)                                                              \
    { .name = (name_), .how = (how_), .offset = offsetof(type, member) }
#define SAME(name_, kind_)                                                                         \
    { .name = (name_), .how = FIELD_SAME, .part = (kind_) }
#define PART(name_, kind_, type, member)                                                           \
    { .name = (name_), .how = FIELD_PART, .part = (kind_), .offset = offsetof(type, member) }

struct kind {
    const char *name; /* for messages: "page" */
    const struct field *fields;
    size_t count;
    /* Fields whose names are data (settings, claims): true when one value was pushed. May be NULL.
     */
    bool (*lookup)(struct script *s, lua_State *L, struct handle h, struct str name);
    void (*offer)(struct script *s, struct suggest *suggest);
};
#define KIND(name_, fields_)                                                                       \
    { .name = (name_), .fields = (fields_), .count = ARRAY_LEN(fields_) }

extern const struct kind model_date, model_text, model_site, model_release, model_addresses,
    model_emergency, model_settings, model_language, model_page, model_translation, model_heading,
    model_cite, model_reference, model_dose, model_level, model_timing, model_page_interaction,
    model_interaction, model_substance, model_risk, model_class, model_az_group, model_az_entry,
    model_service, model_service_list, model_claim, model_claims, model_statement, model_statements,
    model_schedule, model_day, model_row, model_span, model_phone, model_channel, model_shared,
    model_code;

/* list.c */
size_t list_count(struct script *s, struct handle h);
void list_push(struct script *s, lua_State *L, struct handle h, size_t i);
/* Item `i` of `count` is about to be used: begins to fetch what the next ones will be asked for. */
void list_expect(const struct script *s, struct handle h, size_t i, size_t count);

/* The field that argument 2 names of the handle in argument 1, to be printed: a text of the model
 * in `*text`, with nothing pushed; else `*text` is absent and the value is pushed. False, with
 * nothing pushed, when argument 1 is no handle that has this field. */
bool handle_push_field(lua_State *L, struct str *text);
/* Interns the names of all fields; once, when the state is made. */
void handle_open(struct script *s);
/* Name of a handle's kind, for messages: "page", "list". */
const char *handle_name(struct handle h);

#endif
