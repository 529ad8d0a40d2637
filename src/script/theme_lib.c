/* The functions that themes are written with: words, dates, links. All work in the language of the
 * page at hand. */
#include "script/handle.h"

#include "html/html.h"

/* --- t(key, {name = value}) ---------------------------------------------------------------------
 */

static void offer_strings(struct suggest *near, const struct strings *strings) {
    for (size_t i = 0; i < strings->count; i++)
        suggest_offer(near, strings->keys[i].value);
}

static struct str need_string(lua_State *L, struct str key) {
    struct script *s = script_of(L);
    struct str text = site_string(s->site, s->language, key);
    if (text.p != NULL)
        return text;
    struct suggest near = {.wanted = key};
    offer_strings(&near, &s->site->languages[s->language].strings);
    offer_strings(&near, &s->site->base_strings);
    error_raise(L, "template/string-missing", "the theme's i18n files have no '%.*s'%s",
                STR_ARG(key), suggest_tail(near.best).p);
}

/* "key.one" or "key.other" by the number, where the theme has such forms; else the key itself. */
static struct str plural_string(lua_State *L, struct str key, uint64_t n) {
    struct script *s = script_of(L);
    const char *form = plural_form(s->site->languages[s->language].tag, n);
    struct str text =
        site_string(s->site, s->language, arena_printf(s->page_mem, "%.*s.%s", STR_ARG(key), form));
    if (text.p == NULL)
        text = site_string(s->site, s->language,
                           arena_printf(s->page_mem, "%.*s.other", STR_ARG(key)));
    return text.p != NULL ? text : need_string(L, key);
}

static bool number_argument(lua_State *L, uint64_t *n) {
    static const char *const names[] = {"count", "n"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        lua_getfield(L, 2, names[i]);
        bool is = lua_isinteger(L, -1) != 0;
        lua_Integer value = lua_tointeger(L, -1);
        lua_pop(L, 1);
        *n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        if (is)
            return true;
    }
    return false;
}

/* Safe values and texts that may need a language mark make the whole a safe value. */
static bool is_markup(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TUSERDATA || handle_is(L, index, HANDLE_TEXT);
}

static bool has_markup(lua_State *L) {
    bool found = false;
    for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1))
        found = found || is_markup(L, -1);
    return found;
}

/* Length of "{name}" at the start of `s`, 0 when it is none. */
static size_t placeholder(struct str s) {
    size_t i = 1;
    while (i < s.len && (ascii_is_alnum(s.p[i]) || s.p[i] == '_'))
        i++;
    return i > 1 && i < s.len && s.p[i] == '}' ? i + 1 : 0;
}

static void put_argument(lua_State *L, struct str key, struct str name, bool markup) {
    struct script *s = script_of(L);
    lua_pushlstring(L, name.p, name.len);
    lua_rawget(L, 2);
    if (lua_isnil(L, -1))
        error_raise(L, "template/string-argument",
                    "the words of '%.*s' need '%.*s': t(\"%.*s\", "
                    "{%.*s = …})",
                    STR_ARG(key), STR_ARG(name), STR_ARG(key), STR_ARG(name));
    if (markup)
        value_print(L, -1, s->out, (struct place){0});
    else
        buf_put(s->out, value_plain(L, -1));
    lua_pop(L, 1);
}

/* Fills in at the end of the page's buffer, and takes the result off again. */
static int fill_in(lua_State *L, struct str key, struct str text) {
    struct script *s = script_of(L);
    bool markup = has_markup(L);
    size_t start = s->out->len, done = 0;
    for (size_t i = 0; i <= text.len; i++) {
        size_t len = i < text.len && text.p[i] == '{' ? placeholder(str_from_offset(text, i)) : 0;
        if (len == 0 && i < text.len)
            continue;
        struct str before = str_slice(text, done, i);
        if (markup)
            html_escape(s->out, before);
        else
            buf_put(s->out, before);
        if (len > 0)
            put_argument(L, key, str_slice(text, i + 1, i + len - 1), markup);
        value_made(L, start);
        done = i + len;
        i = len > 0 ? done - 1 : i;
    }
    struct str made = value_made(L, start);
    s->out->len = start;
    sandbox_charge(L, made.len / 64 + 1);
    if (markup)
        value_push_safe(L, made);
    else
        lua_pushlstring(L, made.p, made.len);
    return 1;
}

/* Words without placeholders, which are most: each is made a Lua string once a language. False,
 * with nothing pushed, for the others. */
static bool push_plain_words(lua_State *L, struct str key) {
    struct script *s = script_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, s->words[s->language]); /* -> known */
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TSTRING)
        return true;
    struct str text = need_string(L, key);
    if (str_find_char(text, '{') != SIZE_MAX) {
        lua_pop(L, 2);
        return false;
    }
    value_push_str(L, text); /* -> known, nil, words */
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, -5);
    return true;
}

static int translate(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING)
        error_raise(L, "template/argument", "t() wants the key of a text, not %s",
                    lua_type(L, 1) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 1))
                                                         : luaL_typename(L, 1));
    struct str key;
    uint64_t n = 0;
    key.p = lua_tolstring(L, 1, &key.len);
    if (lua_isnoneornil(L, 2)) {
        if (push_plain_words(L, key))
            return 1;
        lua_settop(L, 1);
        lua_newtable(L);
    }
    if (lua_type(L, 2) != LUA_TTABLE)
        error_raise(L, "template/argument",
                    "t() wants its values in a table: t(\"%.*s\", {name = "
                    "value})",
                    STR_ARG(key));
    lua_settop(L, 2);
    return fill_in(L, key, number_argument(L, &n) ? plural_string(L, key, n) : need_string(L, key));
}

/* has(key): whether the theme has words for it. */
static int has_words(lua_State *L) {
    struct script *s = script_of(L);
    struct str key;
    key.p = luaL_checklstring(L, 1, &key.len);
    sandbox_charge_texts(L, 1);
    lua_pushboolean(L, site_string(s->site, s->language, key).p != NULL);
    return 1;
}

/* --- date(d) -----------------------------------------------------------------------------------
 */

static void put_date_part(lua_State *L, struct date d, struct str name) {
    struct script *s = script_of(L);
    if (str_is(name, "d") || str_is(name, "m"))
        buf_printf(s->out, "%u", name.p[0] == 'd' ? d.day : d.month);
    else if (str_is(name, "dd") || str_is(name, "mm"))
        buf_printf(s->out, "%02u", name.p[0] == 'd' ? d.day : d.month);
    else if (str_is(name, "y"))
        buf_printf(s->out, "%u", d.year);
    else if (str_is(name, "month"))
        buf_put(s->out, need_string(L, arena_printf(s->page_mem, "month.%u", d.month)));
    else
        error_raise(L, "template/string-argument",
                    "the words of 'date' name '%.*s': they may name d, dd, m, mm, month and y",
                    STR_ARG(name));
}

/* The words `date`, with {d} {dd} {m} {mm} {y} and {month}, which is `month.1` … */
static int format_date(lua_State *L) {
    struct script *s = script_of(L);
    size_t start = s->out->len;
    if (lua_isnoneornil(L, 1))
        error_raise(L, "template/nil", "date() was given nil: ask {%% if … then %%} first");
    struct date d = handle_date(handle_check(L, 1, HANDLE_DATE, "date"));
    struct str pattern = need_string(L, str_lit("date"));
    for (size_t i = 0; i < pattern.len;) {
        struct str rest = str_from_offset(pattern, i);
        size_t len = rest.p[0] == '{' ? placeholder(rest) : 0;
        if (len > 0)
            put_date_part(L, d, str_slice(rest, 1, len - 1));
        else
            buf_putc(s->out, rest.p[0]);
        value_made(L, start);
        i += len > 0 ? len : 1;
    }
    lua_pushlstring(L, s->out->p + start, s->out->len - start);
    s->out->len = start;
    return 1;
}

/* --- url(x [, fragment]), asset(path), link(url [, text]) ---------------------------------------
 */

static void put_url(struct script *s, struct str to, struct str fragment) {
    struct str from = s->page->page->path;
    bool here = str_eq(from, to) && fragment.p != NULL;
    if (fragment.p != NULL)
        once_asked_path(s, to);
    if (!here)
        html_escape(s->out, fs_relative(s->page_mem, from, to));
    if (fragment.p != NULL) {
        buf_putc(s->out, '#');
        html_escape(s->out, fragment);
    }
}

static void push_url(lua_State *L, struct str to, struct str fragment) {
    struct script *s = script_of(L);
    size_t start = s->out->len;
    put_url(s, to, fragment);
    struct str made = str_of(s->out->p + start, s->out->len - start);
    s->out->len = start;
    value_push_safe(L, made);
}

/* Whether the pack has a file there: a page, an asset of the theme, a static file. */
static bool is_published(const struct script *s, struct str path) {
    if (map_get(&s->site->by_path, path) != MAP_NONE ||
        map_get(&s->site->by_code, path) != MAP_NONE)
        return true;
    if (str_starts(path, str_lit("assets/")))
        return site_theme_file(s->site, path) != NULL;
    const struct fs_list *statics = &s->site->statics;
    return str_search(statics->items, statics->count, sizeof(*statics->items), path) != SIZE_MAX;
}

static void refuse_path(lua_State *L, struct str path) {
    const struct site *site = script_of(L)->site;
    struct suggest near = {.wanted = path};
    for (size_t i = 0; i < site->theme.file_count; i++)
        if (str_starts(site->theme.files[i].path, str_lit("assets/")))
            suggest_offer(&near, site->theme.files[i].path);
    for (size_t i = 0; i < site->statics.count; i++)
        suggest_offer(&near, site->statics.items[i].path);
    for (size_t i = 0; i < site->page_count; i++)
        suggest_offer(&near, site->pages[i]->path);
    error_raise(L, "template/url", "there is no '%.*s' in the pack%s", STR_ARG(path),
                suggest_tail(near.best).p);
}

/* Of a page or code of the model; absent for all else. */
static struct str path_of(lua_State *L, int index) {
    if (handle_is(L, index, HANDLE_PAGE))
        return ((const struct page *)handle_get(L, index).p)->path;
    if (handle_is(L, index, HANDLE_CODE))
        return ((const struct site_code *)handle_get(L, index).p)->path;
    return STR_NONE;
}

static int url(lua_State *L) {
    struct str fragment = STR_NONE, path = path_of(L, 1);
    sandbox_charge_texts(L, 1);
    if (!lua_isnoneornil(L, 2))
        fragment = value_plain(L, 2);
    if (path.p != NULL) {
        push_url(L, path, fragment);
        return 1;
    }
    if (lua_type(L, 1) == LUA_TSTRING) {
        path = value_plain(L, 1);
        if (!is_published(script_of(L), path))
            refuse_path(L, path);
    } else if (lua_isnoneornil(L, 1)) {
        error_raise(L, "template/nil", "url() was given nil: ask {%% if … then %%} first");
    } else {
        error_raise(L, "template/argument", "url() wants a page, a code or a path, not a %s",
                    lua_type(L, 1) == LUA_TLIGHTUSERDATA ? handle_name(handle_get(L, 1))
                                                         : luaL_typename(L, 1));
    }
    push_url(L, path, fragment);
    return 1;
}

bool theme_lib_print_url(lua_State *L, const struct template_print *print) {
    struct script *s = script_of(L);
    struct str path = lua_tocfunction(L, 1) == url ? path_of(L, 2) : STR_NONE;
    if (path.p == NULL)
        return false;
    buf_put(s->out, print->text);
    put_url(s, path, STR_NONE);
    value_check_size(L, s->out, print->at);
    return true;
}

static int asset(lua_State *L) {
    struct script *s = script_of(L);
    struct str path = arena_join(s->page_mem, str_lit("assets/"), str_from(luaL_checkstring(L, 1)));
    if (!is_published(s, path))
        refuse_path(L, path);
    push_url(L, path, STR_NONE);
    return 1;
}

static const struct config_profile *profile_of(const struct script *s) {
    const struct config *c = &s->site->config;
    for (size_t i = 0; i < c->profile_count; i++)
        if (str_eq(c->profiles[i].name, s->page->profile))
            return &c->profiles[i];
    return NULL;
}

static bool is_outside(struct str address) {
    static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (str_starts(address, str_from(schemes[i])) && address.len > strlen(schemes[i]))
            return true;
    return false;
}

/* The way out of the pack, as the profile wants it: a marked link, or the address to read. */
static int link_out(lua_State *L) {
    struct script *s = script_of(L);
    sandbox_charge_texts(L, 1);
    struct str address = value_plain(L, 1);
    struct str text = lua_isnoneornil(L, 2) ? address : value_plain(L, 2);
    const struct config_profile *profile = profile_of(s);
    bool clickable = profile == NULL || profile->external_links == EXTERNAL_MARKED;
    if (!is_outside(address))
        error_raise(L, "template/url",
                    "link() is for addresses that start with http://, https://, mailto: or tel:, "
                    "and '%.*s' does not",
                    STR_ARG(address));
    size_t start = s->out->len;
    if (clickable) {
        buf_puts(s->out, "<a class=\"external\" href=\"");
        html_escape(s->out, address);
        buf_puts(s->out, "\" rel=\"noreferrer noopener nofollow\">");
    }
    html_escape(s->out, text);
    if (clickable)
        buf_puts(s->out, "</a>");
    else if (!str_eq(text, address) && str_find(address, text) == SIZE_MAX) {
        buf_puts(s->out, " (");
        html_escape(s->out, address);
        buf_putc(s->out, ')');
    }
    struct str made = str_of(s->out->p + start, s->out->len - start);
    s->out->len = start;
    value_push_safe(L, made);
    return 1;
}

/* --- text(x), plain(x), safe(html) ---------------------------------------------------------------
 */

/* A text as it prints, marked with its language when that is not the page's. */
static int marked_text(lua_State *L) {
    struct script *s = script_of(L);
    size_t start = s->out->len;
    sandbox_charge_texts(L, 1);
    if (lua_isnoneornil(L, 1))
        return lua_pushnil(L), 1;
    (void)value_plain(L, 1);
    value_print(L, 1, s->out, (struct place){0});
    struct str made = str_from_offset(buf_str(s->out), start);
    s->out->len = start;
    value_push_safe(L, made);
    return 1;
}

static int plain(lua_State *L) {
    if (lua_isnoneornil(L, 1))
        lua_pushnil(L);
    else
        value_push_str(L, value_plain(L, 1));
    return 1;
}

/* HTML that the theme's author vouches for; the audit reads it like all else. */
static int safe(lua_State *L) {
    sandbox_charge_texts(L, 1);
    if (lua_type(L, 1) != LUA_TUSERDATA)
        value_push_safe(L, value_plain(L, 1));
    else
        lua_settop(L, 1);
    return 1;
}

/* --- looking things up
 * ---------------------------------------------------------------------------- */

/* find("topics/overdose"): the page of that key in this language or its fallbacks; or nil. */
static int find_page(lua_State *L) {
    struct script *s = script_of(L);
    struct str key;
    key.p = luaL_checklstring(L, 1, &key.len);
    sandbox_charge_texts(L, 1);
    handle_push_or_nil(L, HANDLE_PAGE, site_page(s->site, s->language, key));
    return 1;
}

static void build_pairs(struct script *s) {
    size_t n = s->site->substance_count;
    s->pairs_of = arena_array(&s->mem, uint32_t, n * n);
    memset(s->pairs_of, 0xff, n * n * sizeof(uint32_t));
    for (size_t i = 0; i < s->site->interaction_count; i++) {
        const struct interaction *x = &s->site->interactions[i];
        s->pairs_of[x->a * n + x->b] = (uint32_t)i;
        s->pairs_of[x->b * n + x->a] = (uint32_t)i;
    }
}

/* interaction(a, b): what the chart says about two substances; or nil. */
static int interaction(lua_State *L) {
    enum { SUBSTANCES_MAX = 4096 };
    struct script *s = script_of(L);
    size_t n = s->site->substance_count;
    const struct substance *a = handle_check(L, 1, HANDLE_SUBSTANCE, "interaction").p;
    const struct substance *b = handle_check(L, 2, HANDLE_SUBSTANCE, "interaction").p;
    if (n > SUBSTANCES_MAX)
        error_raise(L, "template/limit", "interaction() knows at most %d substances",
                    SUBSTANCES_MAX);
    if (s->pairs_of == NULL)
        build_pairs(s);
    uint32_t i =
        s->pairs_of[(size_t)(a - s->site->substances) * n + (size_t)(b - s->site->substances)];
    handle_push_or_nil(L, HANDLE_INTERACTION, i == UINT32_MAX ? NULL : &s->site->interactions[i]);
    return 1;
}

/* nearest(word, {"a", "b"}): ", did you mean 'a'?" or "". */
static int nearest(lua_State *L) {
    enum { NEAREST_STEPS = 200 }; /* to measure how far two words are apart */
    struct suggest near = {.wanted = value_plain(L, 1)};
    luaL_checktype(L, 2, LUA_TTABLE);
    for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TSTRING; i++) {
        struct str word;
        word.p = lua_tolstring(L, -1, &word.len);
        suggest_offer(&near, word);
        sandbox_charge(L, NEAREST_STEPS);
        lua_pop(L, 1);
    }
    lua_pushstring(L, suggest_tail(near.best).p);
    return 1;
}

/* refuse(message): the page is wrong, not the theme. In a component the message names the place of
 * the fence in the Markdown file. */
static int refuse(lua_State *L) {
    struct script *s = script_of(L);
    struct str message = value_plain(L, 1);
    if (s->component_at.source != NULL)
        error_raise_at(L, s->component_at, "component/argument", "%.*s", STR_ARG(message));
    error_raise(L, "template/refused", "%.*s", STR_ARG(message));
}

void theme_lib_add(lua_State *L) {
    static const luaL_Reg functions[] = {{"t", translate},
                                         {"has", has_words},
                                         {"date", format_date},
                                         {"url", url},
                                         {"asset", asset},
                                         {"link", link_out},
                                         {"text", marked_text},
                                         {"plain", plain},
                                         {"safe", safe},
                                         {"find", find_page},
                                         {"interaction", interaction},
                                         {"nearest", nearest},
                                         {"refuse", refuse},
                                         {"concat", value_concat},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
