/* What the chunks of templates call while they run. Each function has its template as upvalue. The
 * output is one C buffer: a block or a piece made once is a stretch of it. */
#include "script/handle.h"

enum { ONCE_BYTES_MAX = 64 << 20 }; /* a thread's pieces together; past it they are made anew */

static const char blocks_key; /* its address: the registry's table of this page's block functions */

static const struct layout *layout_of(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(1));
}

static int print(lua_State *L) {
    struct script *s = script_of(L);
    const struct template_prints *prints = &layout_of(L)->code.prints;
    size_t i = (size_t)lua_tointeger(L, 2);
    if (i >= prints->count)
        return 0;
    trace_text(s, layout_of(L), prints->items[i].text);
    buf_put(s->out, prints->items[i].text);
    trace_value(s, prints->items[i].at, value_safe(L, 1));
    value_print(L, 1, s->out, prints->items[i].at);
    return 0;
}

static int print_text(lua_State *L) {
    const struct template_texts *texts = &layout_of(L)->code.texts;
    size_t i = (size_t)lua_tointeger(L, 1);
    struct script *s = script_of(L);
    if (i < texts->count) {
        trace_text(s, layout_of(L), texts->items[i]);
        buf_put(s->out, texts->items[i]);
    }
    if (s->out->len > s->limits.memory_max)
        error_raise(L, "template/limit", "the page is larger than %zu MiB",
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

static bool block_id(lua_State *L, uint32_t *id) {
    const struct layout *layout = layout_of(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    if (i >= layout->code.blocks.count || !lua_isfunction(L, 2))
        return false;
    *id = layout->block_ids[i];
    return true;
}

static int block(lua_State *L) {
    uint32_t id = 0;
    if (block_id(L, &id))
        call_block(L, script_of(L)->block_head[id], 2);
    return 0;
}

/* Children run first: what is defined first overrides what comes later. */
static int define(lua_State *L) {
    struct script *s = script_of(L);
    uint32_t id = 0, index = (uint32_t)s->blocks_used;
    if (!block_id(L, &id))
        return 0;
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
        lua_rawgeti(L, LUA_REGISTRYINDEX, layout->chunk);
        for (int i = 0; i < TEMPLATE_FUNCTIONS; i++)
            lua_rawgeti(L, LUA_REGISTRYINDEX, layout->functions[i]);
        lua_pushvalue(L, args);
        handle_push(L, HANDLE_PAGE, 0, s->page->page);
        handle_push(L, HANDLE_SITE, 0, s->site);
        handle_push(L, HANDLE_LANGUAGE, 0, &s->site->languages[s->language]);
        lua_call(L, TEMPLATE_ARGUMENTS, 0);
    }
    lua_pop(L, 1);
}

static int include(lua_State *L) {
    const struct layout *layout = layout_of(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    if (i >= layout->code.includes.count)
        return 0;
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
    luaL_checkstack(L, TEMPLATE_ARGUMENTS + 4, NULL);
    runtime_run(L, layout->includes[i]);
    return 0;
}

/* --- once ------------------------------------------------------------------------------------ */

/* The whole key: where the piece stands, what links and words depend on, and the author's key. */
static struct str once_key(struct script *s, const struct layout *layout, size_t i,
                           struct str key) {
    struct str path = s->page->page->path;
    size_t slash = str_rfind_char(path, '/');
    return arena_printf(s->page_mem, "%.*s %zu %u %.*s %.*s %.*s", STR_ARG(layout->path), i,
                        s->language, STR_ARG(s->page->profile),
                        (int)(slash == SIZE_MAX ? 0 : slash + 1), path.p, STR_ARG(key));
}

/* A piece is made again on its 2nd, 3rd, 5th, 9th … use and compared, which finds pieces that look
 * at something their key does not name. */
static bool is_check(uint64_t uses) {
    return uses < 4096 && (uses & (uses - 1)) == 0;
}

static int once(lua_State *L) {
    struct script *s = script_of(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING && lua_type(L, 2) != LUA_TNUMBER)
        error_raise(L, "template/value", "the key of 'once' is a text, not %s",
                    lua_type(L, 2) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 2))
                                                         : luaL_typename(L, 2));
    struct str key = once_key(s, layout_of(L), i, value_plain(L, 2));
    uint32_t known = map_get(&s->once_index, key);
    struct once_open open = {.start = s->out->len, .piece = known, .key = key};
    if (known != MAP_NONE) {
        struct once_piece *piece = &s->once[known];
        open.again = is_check(piece->uses++) || s->trace.on;
        if (!open.again) {
            buf_put(s->out, piece->bytes);
            lua_pushboolean(L, 0);
            return 1;
        }
    }
    if (s->once_depth == ONCE_DEPTH_MAX)
        error_raise(L, "template/limit", "'once' is nested too deeply");
    s->once_open[s->once_depth++] = open;
    lua_pushboolean(L, 1);
    return 1;
}

static void keep_piece(struct script *s, struct str key, struct str made) {
    if (s->once_bytes + made.len > ONCE_BYTES_MAX)
        return;
    s->once_bytes += made.len;
    map_add(&s->once_index, arena_str(&s->mem, key), (uint32_t)s->once_count);
    *arena_push(&s->mem, &s->once, &s->once_count, &s->once_cap) =
        (struct once_piece){arena_str(&s->mem, made), 1};
}

static int once_end(lua_State *L) {
    struct script *s = script_of(L);
    if (s->once_depth == 0)
        return 0;
    struct once_open open = s->once_open[--s->once_depth];
    struct str made = s->out->p == NULL || s->out->len < open.start
                          ? str_lit("")
                          : str_of(s->out->p + open.start, s->out->len - open.start);
    if (!open.again)
        keep_piece(s, open.key, made);
    else if (!str_eq(made, s->once[open.piece].bytes))
        error_raise(L, "template/once",
                    "this piece came out different from before under the same key: put what it "
                    "depends on into the key of 'once', or take it out of the piece");
    return 0;
}

const lua_CFunction runtime_functions[TEMPLATE_FUNCTIONS] = {
    [TEMPLATE_PRINT] = print,       [TEMPLATE_TEXT] = print_text, [TEMPLATE_BLOCK] = block,
    [TEMPLATE_DEFINE] = define,     [TEMPLATE_INCLUDE] = include, [TEMPLATE_ONCE] = once,
    [TEMPLATE_ONCE_END] = once_end, [TEMPLATE_EACH] = base_each,
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
