/* string.find, match, gmatch and gsub over pattern.c. Work is charged to the page. */
#include "script/pattern.h"
#include "script/state.h"

enum { CALL_STEPS_MAX = 20 * 1000 * 1000, GSUB_MAX = 8 << 20 };

static struct str text_at(lua_State *L, int index) {
    struct str s;
    s.p = luaL_checklstring(L, index, &s.len);
    return s;
}

static void start(lua_State *L, struct pattern *m, struct str subject, struct str text) {
    const struct limits *l = &script_of(L)->limits;
    uint64_t left = l->steps < l->steps_max ? l->steps_max - l->steps : 0;
    m->subject = subject;
    m->text = text;
    m->steps = 0;
    m->steps_max = left < CALL_STEPS_MAX ? left : CALL_STEPS_MAX;
    m->error = NULL;
    m->exhausted = false;
    m->level = 0;
}

/* Charges what was done, and raises what went wrong. */
static void settle(lua_State *L, struct pattern *m) {
    if (m->exhausted)
        error_raise(L, "template/steps",
                    "a pattern takes more than %llu steps on this text: use fewer '.-' and '.*'",
                    (unsigned long long)m->steps_max);
    if (m->error != NULL)
        error_raise(L, "template/pattern", "%s", m->error);
    sandbox_charge(L, m->steps / 4 + 1);
    m->steps = 0;
}

static void push_capture(lua_State *L, const struct pattern *m, unsigned i, const char *from,
                         const char *to) {
    if (i >= m->level) { /* no captures: the whole match */
        lua_pushlstring(L, from, (size_t)(to - from));
        return;
    }
    struct pattern_capture c = m->captures[i];
    if (c.len == PATTERN_POSITION)
        lua_pushinteger(L, c.start - m->subject.p + 1);
    else
        lua_pushlstring(L, c.start, (size_t)c.len);
}

static int push_captures(lua_State *L, const struct pattern *m, const char *from, const char *to,
                         bool whole) {
    unsigned count = m->level == 0 && whole ? 1 : m->level;
    luaL_checkstack(L, (int)count + 4, NULL);
    for (unsigned i = 0; i < count; i++)
        push_capture(L, m, i, from, to);
    return (int)count;
}

static size_t start_position(lua_State *L, int index, size_t len) {
    lua_Integer i = luaL_optinteger(L, index, 1);
    if (i > 0)
        return (size_t)i - 1;
    if (i == 0 || (uint64_t) - (i + 1) >= len)
        return 0;
    return len - (size_t)-i;
}

static bool is_plain(struct str pattern) {
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.p[i] != '\0' && strchr("^$*+?.([%-", pattern.p[i]) != NULL)
            return false;
    return true;
}

static int find_plain(lua_State *L, struct str s, struct str wanted, size_t from) {
    sandbox_charge(L, (s.len - from) / 16 + 1);
    if (wanted.len > 64) /* the naive search below is quadratic for long needles */
        sandbox_charge(L, (s.len - from) / 64 * (wanted.len / 64));
    size_t at = str_find(str_from_offset(s, from), wanted);
    if (at == SIZE_MAX) {
        lua_pushnil(L);
        return 1;
    }
    lua_Integer before = (lua_Integer)from + (lua_Integer)at;
    lua_pushinteger(L, before + 1);
    lua_pushinteger(L, before + (lua_Integer)wanted.len);
    return 2;
}

/* The first match at or after `at`: its start, with *end, or NULL. */
static const char *search(lua_State *L, struct pattern *m, const char *at, bool anchored,
                          const char **end) {
    const char *last = m->subject.p + m->subject.len;
    for (; at <= last; at++) {
        m->steps++;
        *end = pattern_match(m, at);
        if (*end != NULL || anchored || m->exhausted || m->error != NULL)
            break;
    }
    const char *found = *end;
    settle(L, m);
    return found == NULL ? NULL : at;
}

static bool take_anchor(struct str *pattern) {
    bool anchored = pattern->len > 0 && pattern->p[0] == '^';
    if (anchored)
        *pattern = str_from_offset(*pattern, 1);
    return anchored;
}

static int find_or_match(lua_State *L, bool find) {
    struct str s = text_at(L, 1), text = text_at(L, 2);
    sandbox_charge_texts(L, 3);
    size_t from = start_position(L, 3, s.len);
    if (from > s.len) {
        lua_pushnil(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || is_plain(text)))
        return find_plain(L, s, text, from);
    struct pattern m;
    bool anchored = take_anchor(&text);
    const char *end = NULL;
    start(L, &m, s, text);
    const char *at = search(L, &m, s.p + from, anchored, &end);
    if (at == NULL) {
        lua_pushnil(L);
        return 1;
    }
    if (!find)
        return push_captures(L, &m, at, end, true);
    lua_pushinteger(L, at - s.p + 1);
    lua_pushinteger(L, end - s.p);
    return push_captures(L, &m, at, end, false) + 2;
}

static int find(lua_State *L) {
    return find_or_match(L, true);
}

static int match(lua_State *L) {
    return find_or_match(L, false);
}

/* upvalues: text, pattern, where to go on, where the last match ended */
static int next_match(lua_State *L) {
    struct str s = text_at(L, lua_upvalueindex(1)), text = text_at(L, lua_upvalueindex(2));
    size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    struct pattern m;
    start(L, &m, s, text);
    while (at <= s.len) {
        const char *end = NULL, *found = search(L, &m, s.p + at, false, &end);
        if (found == NULL)
            return 0;
        if (end - s.p == last) { /* an empty match where the last one ended */
            at = (size_t)(found - s.p) + 1;
            continue;
        }
        lua_pushinteger(L, end - s.p);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return push_captures(L, &m, found, end, true);
    }
    return 0;
}

static int gmatch(lua_State *L) {
    text_at(L, 1);
    text_at(L, 2);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

/* --- gsub ----------------------------------------------------------------------------------- */

/* Before `len` more bytes: a buffer that grows past what memory is left is stopped without a line.
 */
static void check_room(lua_State *L, const luaL_Buffer *b, size_t len) {
    if (luaL_bufflen(b) + len > GSUB_MAX)
        error_raise(L, "template/limit",
                    "gsub makes at most %d MiB: print the text in parts instead", GSUB_MAX >> 20);
}

static void add_template(lua_State *L, const struct pattern *m, luaL_Buffer *b, const char *from,
                         const char *to) {
    struct str text = text_at(L, 3);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        check_room(L, b, (size_t)(to - from) + 1);
        if (c != '%') {
            luaL_addchar(b, c);
            continue;
        }
        c = ++i < text.len ? text.p[i] : '\0';
        unsigned n = ascii_is_digit(c) ? (unsigned)(c - '0') : 0;
        if (c == '%')
            luaL_addchar(b, '%');
        else if (c == '0')
            luaL_addlstring(b, from, (size_t)(to - from));
        else if (n == 0 || (n > m->level && n != 1))
            error_raise(L, "template/pattern",
                        "'%%' in the replacement needs a digit of a capture, or '%%'");
        else {
            push_capture(L, m, n - 1, from, to);
            luaL_tolstring(L, -1, NULL);
            lua_remove(L, -2);
            check_room(L, b, lua_rawlen(L, -1));
            luaL_addvalue(b);
        }
    }
}

/* -> buffer's own; adds what replaces a match. */
static void add_value(lua_State *L, const struct pattern *m, luaL_Buffer *b, const char *from,
                      const char *to) {
    switch (lua_type(L, 3)) {
    case LUA_TFUNCTION:
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(L, m, from, to, true), 1);
        break;
    case LUA_TTABLE:
        push_capture(L, m, 0, from, to);
        lua_rawget(L, 3);
        break;
    default:
        add_template(L, m, b, from, to);
        return;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        check_room(L, b, (size_t)(to - from));
        luaL_addlstring(b, from, (size_t)(to - from));
    } else if (lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER) {
        check_room(L, b, lua_rawlen(L, -1)); /* of a number 0, which is short */
        luaL_addvalue(b);
    } else {
        error_raise(L, "template/value", "gsub cannot put a %s into text", luaL_typename(L, -1));
    }
}

static int gsub(lua_State *L) {
    struct str s = text_at(L, 1), text = text_at(L, 2);
    int type = lua_type(L, 3);
    lua_Integer max = luaL_optinteger(L, 4, (lua_Integer)s.len + 1), count = 0;
    bool anchored = take_anchor(&text);
    const char *at = s.p, *last = s.p + s.len, *ended = NULL;
    struct pattern m;
    luaL_Buffer b;
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TFUNCTION && type != LUA_TTABLE)
        error_raise(L, "template/argument", "gsub wants a text, a table or a function, not %s",
                    luaL_typename(L, 3));
    start(L, &m, s, text);
    luaL_buffinit(L, &b);
    while (count < max) {
        const char *end = pattern_match(&m, at);
        if (m.exhausted || m.error != NULL || m.steps > 4096)
            settle(L, &m);
        if (end != NULL && end != ended) {
            count++;
            add_value(L, &m, &b, at, end);
            at = ended = end;
        } else if (at < last) {
            luaL_addchar(&b, *at++);
            m.steps++;
        } else {
            break;
        }
        if (anchored)
            break;
    }
    settle(L, &m);
    luaL_addlstring(&b, at, (size_t)(last - at));
    luaL_pushresult(&b);
    lua_pushinteger(L, count);
    return 2;
}

void pattern_lib_add(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"find", find}, {"match", match}, {"gmatch", gmatch}, {"gsub", gsub}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
