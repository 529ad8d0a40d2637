/* The string library of the sandbox. Lua's own where that is safe; bounded versions of what can
 * make much from little; no dump, pack or unpack. Patterns are in pattern_lib.c. */
#include "script/state.h"

enum { REP_MAX = 1 << 20, BYTES_MAX = 255, STEP_BYTES = 64 };

static struct str check_text(lua_State *L, int index) {
    struct str s;
    s.p = luaL_checklstring(L, index, &s.len);
    return s;
}

/* string.rep(s, n [, sep]) */
static int rep(lua_State *L) {
    struct str s = check_text(L, 1), sep = str_lit("");
    sandbox_charge_texts(L, 2);
    lua_Integer n = luaL_checkinteger(L, 2);
    if (!lua_isnoneornil(L, 3))
        sep = check_text(L, 3);
    if (n <= 0 || s.len + sep.len == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((uint64_t)n > REP_MAX / (s.len + sep.len))
        error_raise(L, "template/limit",
                    "string.rep makes at most %d bytes: print the text several times instead",
                    REP_MAX);
    size_t total = (size_t)n * s.len + (size_t)(n - 1) * sep.len;
    sandbox_charge(L, total / STEP_BYTES);
    luaL_Buffer b;
    char *p = luaL_buffinitsize(L, &b, total);
    for (lua_Integer i = 0; i < n; i++) {
        memcpy(p, s.p, s.len);
        p += s.len;
        if (sep.len > 0 && i + 1 < n) {
            memcpy(p, sep.p, sep.len);
            p += sep.len;
        }
    }
    luaL_pushresultsize(&b, total);
    return 1;
}

/* A position as Lua counts: from 1, negative from the end; below 1 is 0. */
static size_t position(lua_Integer i, size_t len) {
    if (i >= 0)
        return (size_t)i;
    return (uint64_t) - (i + 1) >= len ? 0 : len - (size_t)-i + 1;
}

/* string.byte(s [, i [, j]]) */
static int byte(lua_State *L) {
    struct str s = check_text(L, 1);
    sandbox_charge_texts(L, 2);
    lua_Integer from = luaL_optinteger(L, 2, 1);
    size_t i = position(from, s.len), j = position(luaL_optinteger(L, 3, from), s.len);
    i = i < 1 ? 1 : i;
    j = j > s.len ? s.len : j;
    if (i > j)
        return 0;
    if (j - i >= BYTES_MAX)
        error_raise(L, "template/limit",
                    "string.byte gives at most %d bytes: ask for fewer at once", BYTES_MAX);
    luaL_checkstack(L, (int)(j - i + 1), NULL);
    for (size_t k = i; k <= j; k++)
        lua_pushinteger(L, (unsigned char)s.p[k - 1]);
    return (int)(j - i + 1);
}

/* ASCII letters only: no locale, and no letter of another script is touched. */
static int change_case(lua_State *L, bool upper) {
    struct str s = check_text(L, 1);
    luaL_Buffer b;
    sandbox_charge_texts(L, 1);
    char *p = luaL_buffinitsize(L, &b, s.len);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        p[i] = !upper ? ascii_lower(c) : ascii_is_lower(c) ? (char)(c - ('a' - 'A')) : c;
    }
    luaL_pushresultsize(&b, s.len);
    return 1;
}

static int upper(lua_State *L) {
    return change_case(L, true);
}

static int lower(lua_State *L) {
    return change_case(L, false);
}

/* One item of a format after its "%": checks what it asks of argument `arg`. */
static const char *check_item(lua_State *L, const char *p, const char *end, int arg) {
    while (p < end && strchr("-+ #0123456789.", *p) != NULL && *p != '\0')
        p++;
    char c = p < end ? *p : '\0';
    if (c == '\0' || strchr("dicxXoeEfgGs", c) == NULL)
        error_raise(L, "template/argument",
                    "string.format knows %%d %%i %%c %%x %%X %%o %%e %%f %%g %%s and %%%%");
    int type = lua_type(L, arg);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
        error_raise(L, "template/argument", "string.format wants a text or number for %%%c, not %s",
                    c, type == LUA_TNONE ? "nothing" : luaL_typename(L, arg));
    return p + 1;
}

/* upvalue: Lua's own, which limits width and precision to 99 */
static int format(lua_State *L) {
    struct str f = check_text(L, 1);
    const char *end = f.p + f.len;
    int arg = 1;
    for (const char *p = f.p; p < end;) {
        if (*p++ != '%')
            continue;
        if (p < end && *p == '%')
            p++;
        else
            p = check_item(L, p, end, ++arg);
    }
    sandbox_charge(L, f.len / STEP_BYTES + 1);
    sandbox_charge_texts(L, 2);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

void string_lib_push(lua_State *L) {
    static const char *const kept[] = {"len", "sub", "char", "reverse"};
    static const luaL_Reg own[] = {
        {"rep", rep}, {"byte", byte}, {"upper", upper}, {"lower", lower}, {NULL, NULL}};
    lua_newtable(L);
    lua_pushcfunction(L, luaopen_string);
    lua_call(L, 0, 1); /* -> ours, Lua's */
    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        lua_getfield(L, -1, kept[i]);
        sandbox_push_charged(L, 2);
        lua_setfield(L, -3, kept[i]);
    }
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, format, 1);
    lua_setfield(L, -3, "format");
    lua_pop(L, 1);
    luaL_setfuncs(L, own, 0);
}
