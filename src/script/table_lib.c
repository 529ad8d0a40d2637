/* The table library of the sandbox: bounded and charged, on plain tables only (the stand-ins for
 * libraries have a metatable, so none of these can change them), with a sort that keeps the order
 * of equals. */
#include "script/state.h"

enum { UNPACK_MAX = 250, CONCAT_MAX = 16 << 20 };

static lua_Integer check_table(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE)
        error_raise(L, "template/argument", "a table is wanted here, not %s",
                    luaL_typename(L, index));
    if (lua_getmetatable(L, index))
        error_raise(L, "template/read-only", "this table cannot be changed");
    sandbox_charge_texts(L, 2); /* places may come as texts */
    return (lua_Integer)lua_rawlen(L, index);
}

static void charge_items(lua_State *L, lua_Integer count) {
    if (count > 0)
        sandbox_charge(L, (uint64_t)count);
}

static int insert(lua_State *L) {
    lua_Integer n = check_table(L, 1), at = n + 1;
    int args = lua_gettop(L);
    if (args != 2 && args != 3)
        error_raise(L, "template/argument",
                    "write table.insert(list, value) or "
                    "table.insert(list, place, value)");
    if (args == 3) {
        at = luaL_checkinteger(L, 2);
        if (at < 1 || at > n + 1)
            error_raise(L, "template/argument", "table.insert: the place is outside the list");
        charge_items(L, n + 1 - at);
        for (lua_Integer i = n + 1; i > at; i--) {
            lua_rawgeti(L, 1, i - 1);
            lua_rawseti(L, 1, i);
        }
    }
    lua_rawseti(L, 1, at);
    return 0;
}

static int remove_item(lua_State *L) {
    lua_Integer n = check_table(L, 1), at = luaL_optinteger(L, 2, n);
    if (n == 0 && (at == 0 || at == n)) {
        lua_pushnil(L);
        return 1;
    }
    if (at < 1 || at > n + 1)
        error_raise(L, "template/argument", "table.remove: the place is outside the list");
    charge_items(L, n - at);
    lua_rawgeti(L, 1, at); /* -> removed */
    for (; at < n; at++) {
        lua_rawgeti(L, 1, at + 1);
        lua_rawseti(L, 1, at);
    }
    if (at <= n) {
        lua_pushnil(L);
        lua_rawseti(L, 1, at);
    }
    return 1;
}

static int concat(lua_State *L) {
    lua_Integer n = check_table(L, 1);
    lua_settop(L, 4); /* the metatable check left nothing; sep, from, to may be nil */
    size_t sep_len = 0;
    const char *sep = luaL_optlstring(L, 2, "", &sep_len);
    lua_Integer from = luaL_optinteger(L, 3, 1), to = luaL_optinteger(L, 4, n);
    size_t total = 0;
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = from; i <= to; i++) {
        size_t len = 0;
        int type = lua_rawgeti(L, 1, i);
        if (type != LUA_TSTRING && type != LUA_TNUMBER)
            error_raise(L, "template/value", "table.concat: item %lld is %s, not text",
                        (long long)i, luaL_typename(L, -1));
        (void)lua_tolstring(L, -1, &len);
        total += len + sep_len;
        if (total > CONCAT_MAX)
            error_raise(L, "template/limit",
                        "table.concat makes at most %d MiB: print the pieces instead",
                        CONCAT_MAX >> 20);
        luaL_addvalue(&b);
        if (i < to)
            luaL_addlstring(&b, sep, sep_len);
        if (i % 256 == 0)
            sandbox_charge(L, 256);
        if (i == LUA_MAXINTEGER)
            break;
    }
    luaL_pushresult(&b);
    sandbox_charge(L, total / 64 + 1);
    return 1;
}

static int unpack(lua_State *L) {
    lua_Integer n = check_table(L, 1);
    lua_Integer from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, n);
    if (from > to)
        return 0;
    if ((uint64_t)to - (uint64_t)from >= UNPACK_MAX)
        error_raise(L, "template/limit",
                    "table.unpack gives at most %d values: walk over the list instead", UNPACK_MAX);
    int count = (int)(to - from) + 1;
    luaL_checkstack(L, count, NULL);
    for (int i = 0; i < count; i++)
        lua_rawgeti(L, 1, from + i);
    return count;
}

static int pack(lua_State *L) {
    int n = lua_gettop(L);
    lua_createtable(L, n, 1);
    lua_insert(L, 1);
    for (int i = n; i >= 1; i--)
        lua_rawseti(L, 1, i);
    lua_pushinteger(L, n);
    lua_setfield(L, 1, "n");
    return 1;
}

/* table.move(from, first, last, to [, into]) */
static int move(lua_State *L) {
    check_table(L, 1);
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
    lua_Integer to = luaL_checkinteger(L, 4);
    int into = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, into);
    if (last >= first) {
        uint64_t count = (uint64_t)last - (uint64_t)first + 1;
        if (count > (1 << 24) || to > LUA_MAXINTEGER - (lua_Integer)count)
            error_raise(L, "template/limit",
                        "table.move moves at most 16 million items: move fewer at once");
        sandbox_charge(L, count);
        bool forwards = to > last || to <= first || (into != 1 && !lua_rawequal(L, 1, into));
        for (lua_Integer i = 0; i < (lua_Integer)count; i++) {
            lua_Integer k = forwards ? i : (lua_Integer)count - 1 - i;
            lua_rawgeti(L, 1, first + k);
            lua_rawseti(L, into, to + k);
        }
    }
    lua_pushvalue(L, into);
    return 1;
}

/* --- sort: merging, bottom up; from the table to a second one and back -------------------------
 */

static bool is_less(lua_State *L, int a, int b) {
    if (!lua_isnil(L, 2)) {
        lua_pushvalue(L, 2);
        lua_pushvalue(L, a < 0 ? a - 1 : a);
        lua_pushvalue(L, b < 0 ? b - 2 : b);
        lua_call(L, 2, 1);
        bool less = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return less;
    }
    if (lua_type(L, a) == LUA_TSTRING && lua_type(L, b) == LUA_TSTRING) {
        struct str x, y;
        x.p = lua_tolstring(L, a, &x.len);
        y.p = lua_tolstring(L, b, &y.len);
        return str_cmp(x, y) < 0;
    }
    if (lua_type(L, a) != lua_type(L, b) ||
        (lua_type(L, a) != LUA_TNUMBER && lua_type(L, a) != LUA_TLIGHTUSERDATA))
        error_raise(L, "template/value",
                    "table.sort: a %s and a %s have no order: give a function that says which "
                    "comes first",
                    luaL_typename(L, a), luaL_typename(L, b));
    return lua_compare(L, a, b, LUA_OPLT);
}

/* Merges [low, mid) and [mid, high) of table `from` into `to`. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer mid,
                  lua_Integer high) {
    lua_Integer a = low, b = mid;
    for (lua_Integer out = low; out < high; out++) {
        if (a < mid && b < high) {
            lua_rawgeti(L, from, a);
            lua_rawgeti(L, from, b); /* -> left, right */
            bool right = is_less(L, -1, -2);
            if (right)
                lua_remove(L, -2);
            else
                lua_pop(L, 1);
            a += !right;
            b += right;
        } else {
            lua_rawgeti(L, from, a < mid ? a++ : b++);
        }
        lua_rawseti(L, to, out);
    }
}

static int sort(lua_State *L) {
    lua_Integer n = check_table(L, 1);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_createtable(L, n < (1 << 20) ? (int)n : 0, 0); /* -> list, function, other */
    int from = 1, to = 3;
    for (lua_Integer width = 1; width < n; width *= 2) {
        charge_items(L, n);
        for (lua_Integer low = 1; low <= n; low += 2 * width) {
            lua_Integer mid = low + width < n + 1 ? low + width : n + 1;
            lua_Integer high = low + 2 * width < n + 1 ? low + 2 * width : n + 1;
            merge(L, from, to, low, mid, high);
        }
        int swap = from;
        from = to;
        to = swap;
    }
    for (lua_Integer i = 1; from == 3 && i <= n; i++) {
        lua_rawgeti(L, 3, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

void table_lib_push(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"insert", insert}, {"remove", remove_item}, {"concat", concat}, {"unpack", unpack},
        {"pack", pack},     {"move", move},          {"sort", sort},     {NULL, NULL}};
    luaL_newlib(L, functions);
}
