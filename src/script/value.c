/* Printing: every value that reaches a page goes through here. Text is escaped, safe values are
 * not, and what has no text form is refused with the way to write it. */
#include "script/handle.h"

#include <math.h>
#include <stdio.h>

#include "html/html.h"

/* A safe value's body: a view, or the bytes behind it. */
struct safe {
    struct str html;
};

static const char safe_key; /* its address is the metatable's key in the registry */

static void push_safe_body(lua_State *L, size_t extra, struct safe **out) {
    *out = lua_newuserdatauv(L, sizeof(struct safe) + extra, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &safe_key);
    lua_setmetatable(L, -2);
}

void value_push_safe_view(lua_State *L, struct str html) {
    struct safe *safe;
    push_safe_body(L, 0, &safe);
    safe->html = html;
}

void value_push_safe(lua_State *L, struct str html) {
    struct safe *safe;
    push_safe_body(L, html.len, &safe);
    safe->html = str_of((const char *)(safe + 1), html.len);
    if (html.len > 0)
        memcpy(safe + 1, html.p, html.len);
}

struct str value_safe(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA)
        return STR_NONE;
    return ((const struct safe *)lua_touserdata(L, index))->html;
}

/* Lua 5.4.4's concatenation keeps a pointer into its stack across a metamethod; when a garbage
 * collection inside it moves the stack, operands are lost without a word. So `..` refuses, and
 * concat() joins in one call. */
static int refuse_concat(lua_State *L) {
    error_raise(
        L, "template/value",
        "ready-made HTML cannot be joined with '..': use concat({a, b}), or print one after "
        "the other");
}

struct str value_made(lua_State *L, size_t start) {
    struct script *s = script_of(L);
    if (s->out->len > s->limits.memory_max)
        error_raise(L, "template/limit",
                    "this text is larger than %zu MiB: print it in pieces, or raise limits: "
                    "memory_bytes in theme.yaml",
                    s->limits.memory_max >> 20);
    return s->out->p == NULL ? str_lit("") : str_of(s->out->p + start, s->out->len - start);
}

static bool any_safe(lua_State *L, lua_Integer count) {
    bool any = false;
    for (lua_Integer i = 1; !any && i <= count; i++) {
        lua_rawgeti(L, 1, i);
        any = value_safe(L, -1).p != NULL;
        lua_pop(L, 1);
    }
    return any;
}

int value_concat(lua_State *L) {
    struct script *s = script_of(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    bool safe = any_safe(L, count);
    size_t start = s->out->len;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i); /* -> parts, part */
        if (i % 64 == 0)
            sandbox_charge(L, 64);
        value_made(L, start);
        if (safe || lua_type(L, -1) != LUA_TSTRING)
            value_print(L, -1, s->out, (struct place){0});
        else {
            size_t len;
            const char *p = lua_tolstring(L, -1, &len);
            buf_put(s->out, str_of(p, len));
        }
        lua_pop(L, 1);
    }
    struct str made = value_made(L, start);
    if (safe)
        value_push_safe(L, made);
    else
        lua_pushlstring(L, made.p, made.len);
    s->out->len = start;
    sandbox_charge(L, made.len / 64 + 1);
    return 1;
}

static int refuse_index(lua_State *L) {
    error_raise(L, "template/value", "ready-made HTML has no fields: it can only be printed");
}

static int safe_length(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)value_safe(L, 1).len);
    return 1;
}

static int safe_equal(lua_State *L) {
    struct str a = value_safe(L, 1), b = value_safe(L, 2);
    lua_pushboolean(L, a.p != NULL && b.p != NULL && str_eq(a, b));
    return 1;
}

void value_open(lua_State *L) {
    static const luaL_Reg meta[] = {{"__concat", refuse_concat},  {"__index", refuse_index},
                                    {"__newindex", refuse_index}, {"__len", safe_length},
                                    {"__eq", safe_equal},         {NULL, NULL}};
    lua_newtable(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &safe_key);
}

/* --- printing ------------------------------------------------------------------------------- */

static bool is_plain_ascii(struct str s) {
    size_t i = 0;
#ifdef __SSE2__
    for (; s.len - i >= STEP_WIDTH; i += STEP_WIDTH) {
        __m128i v = step_load(s.p + i);
        if (step_bits(_mm_andnot_si128(step_same(v, '\n'), step_odd(v))) != 0)
            return false;
    }
#endif
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\n') || c >= 0x7f)
            return false;
    }
    return true;
}

/* Pages hold valid UTF-8 without control characters; the place to say so is here, where the
 * template's line is known. A tab is a space. */
static void print_text(lua_State *L, struct str text, struct buf *out, struct place at) {
    if (is_plain_ascii(text)) {
        html_escape(out, text);
        return;
    }
    if (!utf8_is_valid(text))
        error_raise_at(L, at, "template/value",
                       "this text is not valid UTF-8: a function that works on bytes may have cut "
                       "a letter in two");
    size_t done = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c >= 0x20 && c != 0x7f) || c == '\n')
            continue;
        if (c != '\t' && c != '\r')
            error_raise_at(L, at, "template/value", "this text holds a control character (%u)", c);
        html_escape(out, str_slice(text, done, i));
        if (c == '\t')
            buf_putc(out, ' ');
        done = i + 1;
    }
    html_escape(out, str_from_offset(text, done));
}

static void print_integer(struct buf *out, lua_Integer n) {
    char digits[24], *p = digits + sizeof(digits);
    lua_Unsigned left = n < 0 ? 0 - (lua_Unsigned)n : (lua_Unsigned)n;
    do
        *--p = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (n < 0)
        *--p = '-';
    buf_put(out, str_of(p, (size_t)(digits + sizeof(digits) - p)));
}

static void print_number(lua_State *L, int index, struct buf *out, struct place at) {
    if (lua_isinteger(L, index)) {
        print_integer(out, lua_tointeger(L, index));
        return;
    }
    double x = lua_tonumber(L, index);
    if (!isfinite(x))
        error_raise_at(L, at, "template/value",
                       "this number is not finite: look for a division "
                       "by zero");
    buf_printf(out, "%.14g", x == 0 ? 0.0 : x); /* no "-0" */
}

/* `<span lang="en" dir="ltr">` around a text that is not in the page's language. */
static void print_model_text(lua_State *L, const struct text *t, struct buf *out, struct place at) {
    struct script *s = script_of(L);
    uint32_t in = s->language;
    struct str value = site_text(s->site, s->language, t, &in);
    if (in >= s->site->language_count || in == s->language) {
        print_text(L, value, out, at);
        return;
    }
    const struct language *l = &s->site->languages[in];
    buf_puts(out, "<span lang=\"");
    html_escape(out, l->tag);
    buf_puts(out, l->rtl ? "\" dir=\"rtl\">" : "\" dir=\"ltr\">");
    print_text(L, value, out, at);
    buf_puts(out, "</span>");
}

/* The expression as written, for messages. */
static struct str expression(struct place at) {
    struct str line = at.source == NULL ? STR_NONE : at.source->text;
    struct str text = STR_NONE;
    for (uint32_t n = 0; n < at.line && str_next_line(&line, &text); n++)
        ;
    text = str_slice(text, at.column - 1, at.column - 1 + at.width);
    return at.line == 0 || text.len == 0 || text.len > 60 ? str_lit("this") : text;
}

static void refuse(lua_State *L, int index, struct place at) {
    struct str what = expression(at);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        error_raise_at(L, at, "template/nil",
                       "%.*s is nil: there is nothing to print (ask {%% if … then %%} first)",
                       STR_ARG(what));
    case LUA_TBOOLEAN:
        error_raise_at(L, at, "template/value",
                       "%.*s is %s, which is not text: choose the words with {%% if … then %%}",
                       STR_ARG(what), lua_toboolean(L, index) ? "true" : "false");
    case LUA_TLIGHTUSERDATA:
        error_raise_at(L, at, "template/value",
                       "%.*s is a %s, which is not text: print one of its fields", STR_ARG(what),
                       handle_name(handle_get(L, index)));
    case LUA_TFUNCTION:
        error_raise_at(L, at, "template/value", "%.*s is a function: call it with ()",
                       STR_ARG(what));
    default:
        error_raise_at(L, at, "template/value", "%.*s is a %s, which is not text", STR_ARG(what),
                       luaL_typename(L, index));
    }
}

void value_check_size(lua_State *L, const struct buf *out, struct place at) {
    if (out->len > script_of(L)->limits.memory_max)
        error_raise_at(
            L, at, "template/limit",
            "the page is larger than %zu MiB: print less, or raise limits: memory_bytes in "
            "theme.yaml",
            script_of(L)->limits.memory_max >> 20);
}

void value_print_text(lua_State *L, struct str text, struct buf *out, struct place at) {
    print_text(L, text, out, at);
    value_check_size(L, out, at);
}

void value_print(lua_State *L, int index, struct buf *out, struct place at) {
    struct str text;
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text.p = lua_tolstring(L, index, &text.len);
        print_text(L, text, out, at);
        break;
    case LUA_TNUMBER:
        print_number(L, index, out, at);
        break;
    case LUA_TUSERDATA:
        buf_put(out, value_safe(L, index));
        break;
    case LUA_TLIGHTUSERDATA:
        if (handle_is(L, index, HANDLE_TEXT)) {
            print_model_text(L, handle_get(L, index).p, out, at);
            break;
        }
        /* fall through */
    default:
        refuse(L, index, at);
    }
    value_check_size(L, out, at);
}

struct str value_plain(lua_State *L, int index) {
    struct script *s = script_of(L);
    struct str text = STR_NONE;
    if (handle_is(L, index, HANDLE_TEXT)) {
        uint32_t in = 0;
        text = site_text(s->site, s->language, handle_get(L, index).p, &in);
    } else if (lua_type(L, index) == LUA_TSTRING || lua_type(L, index) == LUA_TNUMBER) {
        text.p = lua_tolstring(L, index, &text.len);
    }
    if (text.p == NULL)
        error_raise(L, "template/value", "text is wanted here, not %s",
                    lua_type(L, index) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, index))
                                                             : luaL_typename(L, index));
    return text;
}
