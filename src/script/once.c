/* Pieces made once: `{% once key %} … {% endonce %}` is a function here, called when there is no
 * piece to give again. What a piece can have seen is part of its key: where it stands, language,
 * profile and folder (links are relative), the author's key, and the value of each local that the
 * function takes from around it. A piece that looked at the page itself is not kept, and one that
 * asked whether other pages are the one at hand is not given to those. So a piece is always what
 * would be made anew, whatever the author forgot to name. */
#include <assert.h>

#include "script/handle.h"

enum {
    PIECES_BYTES_MAX = 64 << 20, /* a thread's pieces together; past it they are made anew */
    SAFE_BYTES_MAX = 1024        /* a longer safe value in a local is not made part of a key */
};

struct once_piece {
    struct str bytes;
    const uint64_t *asked; /* a bit a page, or NULL when none was asked for */
};

static size_t words_for_pages(const struct script *s) {
    return s->site->page_count / 64 + 1;
}

/* --- what a piece sees while it is made ---------------------------------------------------------
 */

void once_saw_page(struct script *s) {
    for (size_t i = 0; i < s->once_depth; i++)
        s->once_open[i].saw_page = true;
}

static uint64_t *asked_of(struct script *s, struct once_open *open) {
    size_t words = words_for_pages(s);
    if (open->asked == NULL)
        open->asked = arena_array(&s->mem, uint64_t, words);
    if (!open->has_asked)
        memset(open->asked, 0, words * sizeof(uint64_t));
    open->has_asked = true;
    return open->asked;
}

void once_asked(struct script *s, const struct page *p) {
    if (p == s->page->page) {
        once_saw_page(s);
        return;
    }
    for (size_t i = 0; i < s->once_depth; i++)
        asked_of(s, &s->once_open[i])[p->index / 64] |= UINT64_C(1) << p->index % 64;
}

void once_asked_path(struct script *s, struct str path) {
    uint32_t index = s->once_depth == 0 ? MAP_NONE : map_get(&s->site->by_path, path);
    if (index != MAP_NONE)
        once_asked(s, s->site->pages[index]);
}

/* A piece within a piece: what the inner one asked for, the outer ones have. */
static void ask_again(struct script *s, const uint64_t *asked) {
    for (size_t i = 0; asked != NULL && i < s->once_depth; i++) {
        uint64_t *to = asked_of(s, &s->once_open[i]);
        for (size_t w = 0; w < words_for_pages(s); w++)
            to[w] |= asked[w];
    }
}

static bool asks_for(const uint64_t *asked, const struct page *p) {
    return asked != NULL && (asked[p->index / 64] >> p->index % 64 & 1) != 0;
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static void put_bytes(struct buf *key, char type, const void *p, size_t len) {
    buf_putc(key, type);
    buf_put(key, str_of((const char *)&len, sizeof(len)));
    buf_put(key, str_of(p, len));
}

/* Things of the page at hand lie where those of the next page will lie. */
static bool is_of_page(const struct script *s, struct handle h) {
    return h.p == s->page->page || h.p == s->page || h.kind == HANDLE_HEADING ||
           h.kind == HANDLE_CITE || h.kind == LIST_HEADINGS || h.kind == LIST_CITES ||
           h.kind == LIST_BACK;
}

static bool put_number(lua_State *L, struct buf *key) {
    lua_Integer whole = lua_tointeger(L, -1);
    lua_Number number = lua_tonumber(L, -1);
    if (lua_isinteger(L, -1))
        put_bytes(key, 'i', &whole, sizeof(whole));
    else
        put_bytes(key, 'n', &number, sizeof(number));
    return true;
}

/* The value on top as a part of the key; false when it cannot be one. */
static bool put_value(struct script *s, lua_State *L, struct buf *key) {
    struct str text = STR_NONE;
    switch (lua_type(L, -1)) {
    case LUA_TNIL:
        buf_putc(key, '-');
        return true;
    case LUA_TBOOLEAN:
        buf_putc(key, lua_toboolean(L, -1) ? 'y' : 'n');
        return true;
    case LUA_TNUMBER:
        return put_number(L, key);
    case LUA_TSTRING:
        text.p = lua_tolstring(L, -1, &text.len);
        put_bytes(key, 's', text.p, text.len);
        return true;
    case LUA_TLIGHTUSERDATA: {
        const void *word = lua_touserdata(L, -1);
        put_bytes(key, 'h', &word, sizeof(word));
        return !is_of_page(s, handle_get(L, -1));
    }
    default:
        text = value_safe(L, -1);
        if (text.p == NULL || text.len > SAFE_BYTES_MAX)
            return false;
        put_bytes(key, 'm', text.p, text.len);
        return true;
    }
}

/* The locals that the function at `index` takes from around it. Names with two underscores are the
 * compiler's own functions, the same for all pages. */
static bool put_locals(struct script *s, lua_State *L, int index, struct buf *key) {
    const char *name;
    for (int i = 1; (name = lua_getupvalue(L, index, i)) != NULL; i++) {
        bool own = strncmp(name, "__", 2) == 0 || strcmp(name, "_ENV") == 0;
        bool fits = own || put_value(s, L, key);
        lua_pop(L, 1);
        if (!fits)
            return false;
    }
    return true;
}

/* Appends the whole key to `key`; false when the piece cannot have one.
 * -> once, author's key, function */
static bool put_key(struct script *s, lua_State *L, struct buf *key) {
    struct str path = s->page->page->path, own = value_plain(L, 2);
    size_t slash = str_rfind_char(path, '/');
    lua_Integer once = lua_tointeger(L, 1);
    const void *layout = runtime_layout(L);
    buf_put(key, str_of((const char *)&layout, sizeof(layout)));
    buf_put(key, str_of((const char *)&once, sizeof(once)));
    buf_put(key, str_of((const char *)&s->language, sizeof(s->language)));
    put_bytes(key, 'p', s->page->profile.p, s->page->profile.len);
    put_bytes(key, 'f', path.p, slash == SIZE_MAX ? 0 : slash + 1);
    put_bytes(key, 'k', own.p, own.len);
    return put_locals(s, L, 3, key);
}

/* The key behind the end of the output, where it is no longer than until the next print; absent
 * when the piece cannot have one. */
static struct str make_key(struct script *s, lua_State *L) {
    size_t start = s->out->len;
    bool whole = put_key(s, L, s->out);
    struct str key = str_of(s->out->p + start, s->out->len - start);
    s->out->len = start;
    return whole ? key : STR_NONE;
}

/* --- making and giving again --------------------------------------------------------------------
 */

static void keep(struct script *s, const struct once_open *open, struct str key, struct str made) {
    size_t asked_bytes = open->has_asked ? words_for_pages(s) * sizeof(uint64_t) : 0;
    size_t bytes = made.len + key.len + asked_bytes;
    if (s->once_bytes + bytes > PIECES_BYTES_MAX || map_get(&s->once_index, key) != MAP_NONE)
        return;
    struct once_piece piece = {.bytes = arena_str(&s->mem, made)};
    if (open->has_asked) {
        uint64_t *asked = arena_array(&s->mem, uint64_t, words_for_pages(s));
        memcpy(asked, open->asked, asked_bytes);
        piece.asked = asked;
    }
    s->once_bytes += bytes;
    map_add(&s->once_index, arena_str(&s->mem, key), (uint32_t)s->once_count);
    *arena_push(&s->mem, &s->once, &s->once_count, &s->once_cap) = piece;
}

/* -> once, author's key, function */
static void make(struct script *s, lua_State *L, struct str key) {
    if (s->once_depth == ONCE_DEPTH_MAX)
        error_raise(L, "template/limit", "'once' is nested too deeply");
    struct once_open *open = &s->once_open[s->once_depth];
    size_t start = s->out->len;
    key = key.p == NULL ? key : arena_str(s->page_mem, key);
    open->saw_page = open->has_asked = false;
    s->once_depth++;
    lua_pushvalue(L, 3);
    lua_call(L, 0, 0);
    s->once_depth--;
    if (key.p == NULL || open->saw_page)
        return;
    /* a piece that changes the locals around it must do so on each page */
    struct str made = arena_str(s->page_mem, str_of(s->out->p + start, s->out->len - start));
    struct str after = make_key(s, L);
    if (after.p != NULL && str_eq(key, after))
        keep(s, open, key, made);
}

int once_run(lua_State *L) {
    struct script *s = script_of(L);
    lua_settop(L, 3);
    assert(lua_isfunction(L, 3)); /* the compiler's own */
    if (lua_type(L, 2) != LUA_TSTRING && lua_type(L, 2) != LUA_TNUMBER)
        error_raise(L, "template/value", "the key of 'once' is a text, not %s",
                    lua_type(L, 2) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 2))
                                                         : luaL_typename(L, 2));
    struct str key = s->trace.on ? STR_NONE : make_key(s, L);
    sandbox_charge(L, key.len / 16 + 1);
    uint32_t known = key.p == NULL ? MAP_NONE : map_get(&s->once_index, key);
    if (known == MAP_NONE || asks_for(s->once[known].asked, s->page->page)) {
        make(s, L, key);
        return 0;
    }
    ask_again(s, s->once[known].asked);
    buf_put(s->out, s->once[known].bytes);
    return 0;
}
