/* One thread's Lua: opened once with all templates of the theme, then asked for one page after
 * another. Nothing of a page stays behind but pieces made once. */
#include <stdlib.h>

#include "script/handle.h"

/* --- opening -----------------------------------------------------------------------------------
 */

/* The Lua that ships with pamphlet: each file returns a table whose functions become globals. */
static int load_module(lua_State *L) {
    const struct script_module *m = lua_touserdata(L, 1);
    const char *chunk = lua_pushfstring(L, "@%s", m->name);
    struct str text = str_of((const char *)m->text, m->size);
    if (sandbox_load(L, text, chunk) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 1); /* -> chunk name, module */
    luaL_checktype(L, -1, LUA_TTABLE);
    sandbox_push_globals(L); /* -> module, real */
    for (lua_pushnil(L); lua_next(L, -3) != 0;) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    return 0;
}

static bool load_modules(struct script *s, struct diags *d) {
    lua_State *L = s->lua;
    for (const struct script_module *m = script_modules; m->name != NULL; m++) {
        lua_pushcfunction(L, load_module);
        lua_pushlightuserdata(L, (void *)(uintptr_t)m);
        if (lua_pcall(L, 1, 0, 0) == LUA_OK)
            continue;
        struct source source = {m->name, STR_NONE};
        const char *message =
            lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : s->failure.message;
        return diag_error(d, place_of(&source, 0, 0, 0), "template/module", "%s", message);
    }
    return true;
}

static int compare_names(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The names of all globals, for suggestions. Sorted: the nearest must not depend on hash order. */
static void collect_names(struct script *s) {
    static const char *const always[] = {"args", "page", "site", "lang", "profile"};
    lua_State *L = s->lua;
    size_t cap = 0;
    for (size_t i = 0; i < ARRAY_LEN(always); i++)
        *arena_push(&s->mem, &s->names, &s->name_count, &cap) = str_from(always[i]);
    sandbox_push_globals(L);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
        *arena_push(&s->mem, &s->names, &s->name_count, &cap) =
            arena_str(&s->mem, str_from(lua_tostring(L, -2)));
    lua_pop(L, 1);
    qsort(s->names, s->name_count, sizeof(s->names[0]), compare_names);
}

static void open_words(struct script *s) {
    s->words = arena_array(&s->mem, int, s->site->language_count);
    for (size_t i = 0; i < s->site->language_count; i++) {
        lua_newtable(s->lua);
        s->words[i] = luaL_ref(s->lua, LUA_REGISTRYINDEX);
    }
}

struct script *script_open(const struct site *site, struct diags *d) {
    struct arena mem = {0};
    struct script *s = arena_new(&mem, struct script);
    s->mem = mem;
    s->site = site;
    map_init(&s->once_index, &s->mem, 64);
    sandbox_open(s);
    s->az_groups = arena_array(&s->mem, const struct az_entry **, site->language_count);
    open_words(s);
    bool modules = load_modules(s, d);
    if (modules)
        collect_names(s);
    if (!modules || !link_layouts(s, d)) {
        script_close(s);
        return NULL;
    }
    runtime_open(s);
    sandbox_limit(s);
    return s;
}

void script_close(struct script *s) {
    if (s == NULL)
        return;
    lua_close(s->lua);
    struct arena mem = s->mem; /* holds s itself */
    arena_finish(&mem);
}

/* --- running ------------------------------------------------------------------------------------
 */

struct call {
    const struct layout *layout;
    const struct script_arg *args;
    size_t arg_count;
};

static int run(lua_State *L) {
    const struct call *c = lua_touserdata(L, 1);
    struct script *s = script_of(L);
    sandbox_push_globals(L);
    lua_pushlstring(L, s->page->profile.p, s->page->profile.len);
    lua_setfield(L, -2, "profile");
    /* Chunks have these as locals; the functions of lua/ find them here. Not the page: a piece made
     * once could not tell that such a function looked at it. */
    handle_push(L, HANDLE_SITE, 0, s->site);
    lua_setfield(L, -2, "site");
    handle_push(L, HANDLE_LANGUAGE, 0, &s->site->languages[s->language]);
    lua_setfield(L, -2, "lang");
    lua_settop(L, 0);
    lua_createtable(L, 0, (int)c->arg_count); /* -> args */
    for (size_t i = 0; i < c->arg_count; i++) {
        lua_pushlstring(L, c->args[i].name.p, c->args[i].name.len);
        lua_pushlstring(L, c->args[i].value.p, c->args[i].value.len);
        lua_rawset(L, -3);
    }
    luaL_checkstack(L, LAYOUT_ARGUMENTS + 4, NULL);
    runtime_run(L, c->layout);
    return 0;
}

static bool protect(struct script *s, struct call *c, struct diags *d) {
    lua_State *L = s->lua;
    if (s->page->page != s->limited_page || s->page->profile.p != s->limited_profile)
        sandbox_start_page(s);
    else
        sandbox_go_on(s);
    s->limited_page = s->page->page;
    s->limited_profile = s->page->profile.p;
    runtime_start_page(s);
    lua_pushcfunction(L, error_handler);
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, c);
    int status = lua_pcall(L, 1, 0, 1);
    lua_settop(L, 0);
    return status == LUA_OK || error_report(s, status, c->layout, d);
}

static void take_page(struct script *s, struct arena *mem, const struct script_page *page,
                      struct buf *out) {
    s->page = page;
    s->page_mem = mem;
    s->out = out;
    s->language = page->page->language;
    s->component_at = (struct place){0};
    (void)buf_reserve(out, 1); /* never NULL from here on */
    trace_start(s);
}

static bool no_layout(struct script *s, struct str wanted, struct str path, struct diags *d) {
    const struct page *page = s->page->page;
    struct suggest near = {.wanted = path};
    for (size_t i = 0; i < s->layout_count; i++)
        if (str_starts(s->layouts[i].path, str_lit("layouts/")))
            suggest_offer(&near, s->layouts[i].path);
    struct source theme = {arena_printf(s->page_mem, "themes/%.*s", STR_ARG(s->site->theme.name)).p,
                           STR_NONE};
    struct place at = place_of(&theme, 0, 0, 0);
    if (wanted.p != NULL && s->page->layout.p == NULL)
        at = page->document->meta.layout.at;
    return diag_error(d, at, "template/missing", "the theme has no '%.*s'%s", STR_ARG(path),
                      suggest_tail(near.best).p);
}

bool script_layout(struct script *s, struct arena *mem, const struct script_page *page,
                   struct buf *out, struct diags *d) {
    const struct document *doc = page->page->document;
    struct str wanted = page->layout.p != NULL ? page->layout
                        : doc == NULL          ? STR_NONE
                                               : doc->meta.layout.value;
    struct str name = wanted.p != NULL ? wanted : str_from(page_kind_names[page->page->kind]);
    take_page(s, mem, page, out);
    struct str path = arena_join(mem, str_lit("layouts/"), name, str_lit(".html"));
    struct call c = {.layout = link_find(s, path)};
    bool plain = doc != NULL || page->page->kind == PAGE_HOME;
    if (c.layout == NULL && wanted.p == NULL && plain)
        c.layout = link_find(s, str_lit("layouts/page.html"));
    if (c.layout == NULL)
        return no_layout(s, wanted, path, d);
    s->body_given = false;
    bool ok = protect(s, &c, d);
    s->limited_page = NULL; /* made; the next run is another page, or this one again */
    return ok;
}

bool script_gave_body(const struct script *s) {
    return s->body_given;
}

static bool no_component(struct script *s, struct str name, struct place at, struct diags *d) {
    struct str folder = str_lit("partials/components/");
    struct suggest near = {.wanted = name};
    for (size_t i = 0; i < s->layout_count; i++) {
        struct str path = s->layouts[i].path;
        if (str_starts(path, folder))
            suggest_offer(&near, str_slice(path, folder.len, path.len - strlen(".html")));
    }
    return diag_error(d, at, "component/unknown", "the theme has no component '%.*s'%s",
                      STR_ARG(name), suggest_tail(near.best).p);
}

bool script_component(struct script *s, struct arena *mem, const struct script_page *page,
                      struct str name, const struct script_arg *args, size_t arg_count,
                      struct place at, struct buf *out, struct diags *d) {
    take_page(s, mem, page, out);
    s->component_at = at;
    struct call c = {.args = args, .arg_count = arg_count};
    c.layout = link_find(s, arena_printf(mem, "partials/components/%.*s.html", STR_ARG(name)));
    if (c.layout == NULL)
        return no_component(s, name, at, d);
    if (!arguments_check(c.layout, name, args, arg_count, at, d))
        return false;
    bool ok = protect(s, &c, d);
    trace_keep_component(s);
    return ok;
}
