/* The globals that themes may use: pure functions of their arguments, none of which can show an
 * address or depend on the order of a table. */
#include "script/handle.h"

/* tostring(x): texts, numbers, true, false and nil. */
static int to_string(lua_State *L) {
    luaL_checkany(L, 1);
    switch (lua_type(L, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
    case LUA_TBOOLEAN:
    case LUA_TNIL:
        luaL_tolstring(L, 1, NULL);
        return 1;
    default:
        if (handle_is(L, 1, HANDLE_TEXT)) {
            struct str plain = value_plain(L, 1);
            value_push_str(L, plain);
            return 1;
        }
        error_raise(L, "template/value", "a %s has no text form",
                    lua_type(L, 1) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 1))
                                                         : luaL_typename(L, 1));
    }
}

/* --- walking over things ---------------------------------------------------------------------- */

static bool is_list(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TLIGHTUSERDATA && handle_get(L, index).kind >= HANDLE_LISTS;
}

/* What ipairs gives is a function that a template can keep and call with anything. */
static void check_step(lua_State *L, bool right) {
    if (!right || !lua_isinteger(L, 2))
        error_raise(L, "template/value",
                    "what ipairs gives is for 'for … in' alone: write {%% for _, x in list do %%}");
}

static int next_of_list(lua_State *L) {
    struct script *s = script_of(L);
    check_step(L, is_list(L, 1));
    struct handle h = handle_get(L, 1);
    lua_Integer i = lua_tointeger(L, 2);
    size_t count = list_count(s, h);
    if ((uint64_t)i >= count)
        return 0;
    lua_pushinteger(L, i + 1);
    list_push(s, L, h, (size_t)i);
    list_expect(s, h, (size_t)i, count);
    return 2;
}

static int next_of_array(lua_State *L) {
    check_step(L, lua_type(L, 1) == LUA_TTABLE);
    lua_Integer i = (lua_Integer)((lua_Unsigned)lua_tointeger(L, 2) + 1);
    lua_pushinteger(L, i);
    return lua_rawgeti(L, 1, i) == LUA_TNIL ? 0 : 2;
}

static int i_pairs(lua_State *L) {
    bool list = is_list(L, 1);
    if (!list && lua_type(L, 1) != LUA_TTABLE)
        error_raise(L, "template/value", "ipairs wants a list, not %s", luaL_typename(L, 1));
    lua_pushcfunction(L, list ? next_of_list : next_of_array);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* Numbers before texts, each in its own order; texts by bytes. */
static bool key_less(lua_State *L, int a, int b) {
    bool number_a = lua_type(L, a) == LUA_TNUMBER, number_b = lua_type(L, b) == LUA_TNUMBER;
    if (number_a != number_b)
        return number_a;
    if (number_a)
        return lua_compare(L, a, b, LUA_OPLT);
    struct str x, y;
    x.p = lua_tolstring(L, a, &x.len);
    y.p = lua_tolstring(L, b, &y.len);
    return str_cmp(x, y) < 0;
}

static void sift(lua_State *L, int keys, lua_Integer root, lua_Integer count) {
    for (lua_Integer child; (child = 2 * root) <= count; root = child) {
        lua_rawgeti(L, keys, child); /* -> child */
        if (child < count) {
            lua_rawgeti(L, keys, child + 1); /* -> child, its neighbour */
            if (key_less(L, -2, -1)) {
                child++;
                lua_remove(L, -2);
            } else {
                lua_pop(L, 1);
            }
        }
        lua_rawgeti(L, keys, root); /* -> child, root */
        if (!key_less(L, -1, -2)) {
            lua_pop(L, 2);
            return;
        }
        lua_rawseti(L, keys, child);
        lua_rawseti(L, keys, root);
    }
}

/* Heap sort: keys are all different, so it need not be stable. */
static void sort_keys(lua_State *L, int keys, lua_Integer count) {
    for (lua_Integer i = count / 2; i >= 1; i--)
        sift(L, keys, i, count);
    for (lua_Integer i = count; i > 1; i--) {
        lua_rawgeti(L, keys, 1);
        lua_rawgeti(L, keys, i);
        lua_rawseti(L, keys, 1);
        lua_rawseti(L, keys, i);
        sift(L, keys, 1, i - 1);
    }
}

/* upvalues: table, sorted keys, how many were given out */
static int next_pair(lua_State *L) {
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
    do {
        lua_settop(L, 0);
        if (lua_rawgeti(L, lua_upvalueindex(2), ++i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
    } while (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL); /* removed meanwhile */
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

static int sorted_pairs(lua_State *L, int table) {
    lua_Integer count = 0;
    lua_newtable(L); /* -> keys */
    int keys = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, table) != 0;) {
        lua_pop(L, 1);
        int type = lua_type(L, -1);
        if (type != LUA_TSTRING && type != LUA_TNUMBER)
            error_raise(L, "template/value",
                        "pairs puts keys in order, and only texts and numbers have one: a %s has "
                        "not",
                        luaL_typename(L, -1));
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, ++count);
    }
    uint64_t cost = 1;
    for (lua_Integer n = count; n > 0; n /= 2)
        cost += (uint64_t)count * 2;
    sandbox_charge(L, cost);
    sort_keys(L, keys, count);
    lua_pushvalue(L, table);
    lua_pushvalue(L, keys);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 3);
    return 1;
}

static int pairs(lua_State *L) {
    if (is_list(L, 1))
        return i_pairs(L);
    if (lua_type(L, 1) != LUA_TTABLE || lua_getmetatable(L, 1))
        error_raise(L, "template/value", "pairs wants a table of your own or a list, not %s",
                    lua_type(L, 1) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 1))
                    : lua_type(L, 1) == LUA_TTABLE       ? "a library"
                                                         : luaL_typename(L, 1));
    return sorted_pairs(L, 1);
}

/* What `{% for k, v in x do %}` walks over: a list, a table, or what ipairs and the like gave. */
int base_each(lua_State *L) {
    int type = lua_type(L, 1);
    if (type == LUA_TFUNCTION)
        return lua_gettop(L);
    if (type == LUA_TNIL)
        error_raise(L, "template/value",
                    "there is nothing to walk over: this is nil (ask {%% if … then %%} first)");
    if (type == LUA_TTABLE || is_list(L, 1))
        return pairs(L);
    error_raise(L, "template/value", "a %s is not a list: there is nothing to walk over",
                type == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 1)) : luaL_typename(L, 1));
}

void base_lib_add(lua_State *L) {
    static const char *const kept[] = {"assert", "error", "type"};
    static const char *const charged[] = {"select", "tonumber"}; /* for numbers in long texts */
    static const luaL_Reg own[] = {
        {"tostring", to_string}, {"ipairs", i_pairs}, {"pairs", pairs}, {NULL, NULL}};
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1); /* -> real, base: the state's own globals, out of reach for chunks */
    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        lua_getfield(L, -1, kept[i]);
        lua_setfield(L, -3, kept[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(charged); i++) {
        lua_getfield(L, -1, charged[i]);
        sandbox_push_charged(L, 1);
        lua_setfield(L, -3, charged[i]);
    }
    lua_pop(L, 1);
    luaL_setfuncs(L, own, 0);
}

void math_lib_push(lua_State *L) {
    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_pushnil(L);
    lua_setfield(L, -2, "random");
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
    lua_newtable(L); /* -> Lua's, ours */
    for (lua_pushnil(L); lua_next(L, -3) != 0;) {
        lua_pushvalue(L, -2); /* -> Lua's, ours, name, value, name */
        lua_insert(L, -2);
        if (lua_iscfunction(L, -1))
            sandbox_push_charged(L, 1);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}
