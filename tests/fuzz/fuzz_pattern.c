/* Lua's patterns: a subject line and a pattern. Where the stock matcher is quick, ours finds the
 * same; ours always ends. */
#include <lauxlib.h>
#include <lualib.h>

#include "fuzz.h"
#include "script/pattern.h"

enum { STEPS_MAX = 100000, STOCK_SUBJECT_MAX = 24, STOCK_PATTERN_MAX = 24 };

/* The first match without an anchor, as string.find does it; NULL for none. */
static const char *find(struct pattern *m, const char **start) {
    bool anchored = m->text.len > 0 && m->text.p[0] == '^';
    if (anchored)
        m->text = str_from_offset(m->text, 1);
    for (size_t at = 0; at <= m->subject.len; at++) {
        m->level = 0;
        const char *end = pattern_match(m, m->subject.p + at);
        *start = m->subject.p + at;
        if (end != NULL || m->error != NULL || m->exhausted || anchored)
            return end;
    }
    return NULL;
}

/* Without any of them string.find looks for the text as it is. */
static bool has_specials(struct str pattern) {
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.p[i] != '\0' && strchr("^$*+?.([%-", pattern.p[i]) != NULL)
            return true;
    return false;
}

static void compare(const struct pattern *m, struct str text, const char *start, const char *end) {
    lua_State *L = luaL_newstate();
    assert(L != NULL);
    luaL_requiref(L, "string", luaopen_string, 0);
    lua_getfield(L, -1, "find");
    lua_pushlstring(L, m->subject.p, m->subject.len);
    lua_pushlstring(L, text.p, text.len);
    bool fine = lua_pcall(L, 2, LUA_MULTRET, 0) == LUA_OK;
    /* %1 of a position is a mistake here, there it never matches */
    bool position = str_find(text, str_lit("()")) != SIZE_MAX;
    assert(fine == (m->error == NULL) || (fine && position));
    fine = fine && m->error == NULL;
    if (fine && lua_isinteger(L, 2)) {
        assert(end != NULL);
        assert(lua_tointeger(L, 2) == start - m->subject.p + 1);
        assert(lua_tointeger(L, 3) == end - m->subject.p);
        assert(lua_gettop(L) == 3 + (int)m->level);
        for (unsigned i = 0; i < m->level; i++) {
            if (m->captures[i].len == PATTERN_POSITION) {
                assert(lua_tointeger(L, 4 + (int)i) == m->captures[i].start - m->subject.p + 1);
                continue;
            }
            size_t len;
            const char *p = lua_tolstring(L, 4 + (int)i, &len);
            assert(
                str_eq(str_of(p, len), str_of(m->captures[i].start, (size_t)m->captures[i].len)));
        }
    } else if (fine) {
        assert(end == NULL);
    }
    lua_close(L);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct buf room, pattern_room;
    struct str rest = fuzz_copy(&room, data, size), subject = str_lit("");
    str_next_part(&rest, '\n', &subject);
    struct str text = fuzz_copy(&pattern_room, (const uint8_t *)rest.p, rest.len);
    struct pattern m = {.subject = subject, .text = text, .steps_max = STEPS_MAX};
    const char *start = NULL, *end = find(&m, &start);
    assert(m.steps <= STEPS_MAX + size + 1);
    bool old =
        str_find(rest, str_lit("%z")) != SIZE_MAX || str_find(rest, str_lit("%Z")) != SIZE_MAX;
    if (has_specials(rest) && !old && /* %z is a class of Lua 5.1 */
        subject.len <= STOCK_SUBJECT_MAX && text.len <= STOCK_PATTERN_MAX && !m.exhausted)
        compare(&m, text, start, end);
    buf_finish(&room);
    buf_finish(&pattern_room);
    return 0;
}
