/* What the chunks of templates call while they run. Each function has its template as upvalue. The
 * output is one C buffer: a block is a stretch of it. Only what the compiler wrote can call them:
 * names that begin with "__" are refused in a template. */
#include <assert.h>

#include "script/handle.h"

static const char blocks_key; /* its address: the registry's table of this page's block functions */

static int print(lua_State *L) {
    struct script *s = script_of(L);
    const struct template_prints *prints = &runtime_layout(L)->code.prints;
    size_t i = (size_t)lua_tointeger(L, 2);
    assert(i < prints->count);
    trace_text(s, runtime_layout(L), prints->items[i].text);
    buf_put(s->out, prints->items[i].text);
    trace_value(s, prints->items[i].at, value_safe(L, 1));
    value_print(L, 1, s->out, prints->items[i].at);
    return 0;
}

/* The print that argument `index` numbers, or NULL while prints are traced. */
static const struct template_print *straight(lua_State *L, int index) {
    const struct template_prints *prints = &runtime_layout(L)->code.prints;
    size_t i = (size_t)lua_tointeger(L, index);
    return script_of(L)->trace.on || i >= prints->count ? NULL : &prints->items[i];
}

/* __f(thing, field, print): texts of the model, without a string of Lua for each. */
static int print_field(lua_State *L) {
    struct script *s = script_of(L);
    const struct template_print *print = straight(L, 3);
    struct str text;
    if (print == NULL || !handle_push_field(L, &text)) {
        lua_pushboolean(L, 1);
        return 1;
    }
    buf_put(s->out, print->text);
    if (text.p != NULL)
        value_print_text(L, text, s->out, print->at);
    else
        value_print(L, -1, s->out, print->at);
    return 0;
}

/* __u(url, page, print): `url` is what the template calls by that name. */
static int print_url(lua_State *L) {
    const struct template_print *print = straight(L, 3);
    if (print != NULL && theme_lib_print_url(L, print))
        return 0;
    lua_pushboolean(L, 1);
    return 1;
}

static int print_text(lua_State *L) {
    const struct template_texts *texts = &runtime_layout(L)->code.texts;
    size_t i = (size_t)lua_tointeger(L, 1);
    struct script *s = script_of(L);
    assert(i < texts->count);
    trace_text(s, runtime_layout(L), texts->items[i]);
    buf_put(s->out, texts->items[i]);
    if (s->out->len > s->limits.memory_max)
        error_raise(L, "template/limit",
                    "the page is larger than %zu MiB: print less, or raise limits: memory_bytes in "
                    "theme.yaml",
                    s->limits.memory_max >> 20);
    return 0;
}

/* Takes what was printed from `start` on off the page, as a safe value. */
static void push_taken(lua_State *L, size_t start) {
    struct buf *out = script_of(L)->out;
    value_push_safe(L, out->p == NULL ? str_lit("") : str_of(out->p + start, out->len - start));
    out->len = start;
}

/* --- blocks ---------------------------------------------------------------------------------- */

static int no_parent(lua_State *L) {
    error_raise(L, "template/runtime", "super() has nothing to give: no parent has this block");
}

/* -> function: a block's definition by index */
static void push_block(lua_State *L, uint32_t index) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &blocks_key);
    lua_rawgeti(L, -1, (lua_Integer)index + 1);
    lua_remove(L, -2);
}

static int super(lua_State *L);

/* Calls the definition `index`, else the root's own function at `own`. */
static void call_block(lua_State *L, uint32_t index, int own) {
    struct script *s = script_of(L);
    if (index == UINT32_MAX) {
        lua_pushvalue(L, own);
        lua_pushcfunction(L, no_parent);
    } else {
        push_block(L, index);
        lua_pushinteger(L, s->blocks[index].next);
        lua_pushvalue(L, own);
        lua_pushcclosure(L, super, 2);
    }
    lua_call(L, 1, 0);
}

/* upvalues: the next definition, the root's own function */
static int super(lua_State *L) {
    struct script *s = script_of(L);
    size_t start = s->out->len;
    lua_pushvalue(L, lua_upvalueindex(2));
    call_block(L, (uint32_t)lua_tointeger(L, lua_upvalueindex(1)), lua_gettop(L));
    push_taken(L, start);
    return 1;
}

static uint32_t block_id(lua_State *L) {
    const struct layout *layout = runtime_layout(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    assert(i < layout->code.blocks.count && lua_isfunction(L, 2));
    return layout->block_ids[i];
}

static int block(lua_State *L) {
    once_saw_page(script_of(L)); /* who fills a block depends on the page's layout */
    call_block(L, script_of(L)->block_head[block_id(L)], 2);
    return 0;
}

/* Children run first: what is defined first overrides what comes later. */
static int define(lua_State *L) {
    struct script *s = script_of(L);
    uint32_t id = block_id(L), index = (uint32_t)s->blocks_used;
    if (s->blocks_used == s->blocks_cap)
        s->blocks =
            arena_grow(&s->mem, s->blocks, s->blocks_used, &s->blocks_cap, sizeof(s->blocks[0]));
    s->blocks[s->blocks_used++].next = UINT32_MAX;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &blocks_key);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (lua_Integer)index + 1);
    if (s->block_head[id] == UINT32_MAX)
        s->block_head[id] = index;
    else
        s->blocks[s->block_tail[id]].next = index;
    s->block_tail[id] = index;
    return 0;
}

/* --- include --------------------------------------------------------------------------------- */

void runtime_run(lua_State *L, const struct layout *layout) {
    struct script *s = script_of(L);
    int args = lua_gettop(L); /* -> args */
    for (; layout != NULL; layout = layout->extends) {
        if (layout->code.reads_page)
            once_saw_page(s);
        lua_rawgeti(L, LUA_REGISTRYINDEX, layout->run);
        lua_pushvalue(L, args);
        handle_push(L, HANDLE_PAGE, 0, s->page->page);
        handle_push(L, HANDLE_SITE, 0, s->site);
        handle_push(L, HANDLE_LANGUAGE, 0, &s->site->languages[s->language]);
        lua_call(L, LAYOUT_ARGUMENTS, 0);
    }
    lua_pop(L, 1);
}

static int include(lua_State *L) {
    const struct layout *layout = runtime_layout(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    assert(i < layout->code.includes.count);
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    if (lua_type(L, 2) != LUA_TTABLE)
        error_raise(L, "template/value",
                    "an include's arguments are a table, {name = value}, not "
                    "a %s",
                    luaL_typename(L, 2));
    lua_settop(L, 2);
    luaL_checkstack(L, LAYOUT_ARGUMENTS + 4, NULL);
    runtime_run(L, layout->includes[i]);
    return 0;
}

const lua_CFunction runtime_functions[TEMPLATE_FUNCTIONS] = {
    [TEMPLATE_PRINT] = print,    [TEMPLATE_TEXT] = print_text,   [TEMPLATE_BLOCK] = block,
    [TEMPLATE_DEFINE] = define,  [TEMPLATE_INCLUDE] = include,   [TEMPLATE_ONCE] = once_run,
    [TEMPLATE_EACH] = base_each, [TEMPLATE_FIELD] = print_field, [TEMPLATE_URL] = print_url,
};

void runtime_open(struct script *s) {
    lua_newtable(s->lua);
    lua_rawsetp(s->lua, LUA_REGISTRYINDEX, &blocks_key);
    s->block_head = arena_array(&s->mem, uint32_t, s->block_count);
    s->block_tail = arena_array(&s->mem, uint32_t, s->block_count);
}

void runtime_start_page(struct script *s) {
    s->once_depth = 0;
    s->blocks_used = 0;
    memset(s->block_head, 0xff, s->block_count * sizeof(uint32_t));
}
