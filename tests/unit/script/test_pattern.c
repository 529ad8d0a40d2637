/* Our matcher against Lua's own on the same patterns and texts: same answers, or both refuse. */
#include "script/state.h"
#include "site_fixture.h"

static const char *const patterns[] = {
    "a",
    ".",
    "a*",
    "a+",
    "a-",
    "a?",
    "^a",
    "a$",
    "^a*$",
    "[abc]",
    "[^abc]",
    "[a-c]+",
    "[]]",
    "[^]]",
    "[a-]",
    "[-a]",
    "[%a]",
    "[%]]",
    "%a+",
    "%A+",
    "%d*",
    "%s",
    "%S+",
    "%w-b",
    "%p",
    "%u",
    "%l+",
    "%x+",
    "%c",
    "%g+",
    "%.",
    "%%",
    "(a)",
    "(a*)(b*)",
    "()a()",
    "((a)b)",
    "(a)%1",
    "(.)%1",
    "%b()",
    "%b[]",
    "%bxx",
    "%f[%a]%a+",
    "%f[%A]",
    "%f[a",
    "%f[%",
    "%f[b]b",
    "a.-b",
    "a.*b",
    "(a.-)(b)",
    "x*",
    "",
    "^",
    "$",
    "^$",
    "a$b",
    "a^b",
    "[a",
    "%",
    "(a",
    "a)b*",
    "%1",
    "%f",
    "%b",
    "%ba",
    "[%",
    "[^",
    "(()",
    "%2(a)",
    "[a-%d]",
    "[%a-z]",
    "a**",
    "a+-",
    "?a",
    "*a",
    "\xc3\xa4",
    "[\xc3\xa4]",
    "%g%g-%s",
    "(%w+)=(%w*)",
    "^(%-?)(%d+)$",
    "[%w_][%w_]*",
    "%f[%w]%w+%f[%W]",
};
static const char *const texts[] = {
    "",
    "a",
    "aaa",
    "ab",
    "aabb",
    "abcabc",
    "xay",
    "(a(b)c)",
    "[x][y]",
    "a b c",
    "hello world",
    "A-Z 19",
    "a.b%c",
    "-12",
    "key=val",
    "THE (quick) fox",
    "\xc3\xa4"
    "a",
    "]a-]",
    "xxyxx",
    "tab\tnl\n",
    "aXbXc",
    "a$b^",
    "foo_bar=1; b=2",
};

/* Runs `code` (a function body with s and p) on a state; the results, joined, or "refused". */
static void ask(lua_State *L, bool ours, const char *code, const char *s, const char *p,
                struct buf *out) {
    struct str body = str_from(code);
    int base = lua_gettop(L);
    int status =
        ours ? sandbox_load(L, body, "@ask.lua") : luaL_loadbuffer(L, body.p, body.len, "@ask.lua");
    assert_int_equal(status, LUA_OK);
    lua_pushstring(L, s);
    lua_pushstring(L, p);
    buf_reset(out);
    if (lua_pcall(L, 2, LUA_MULTRET, 0) != LUA_OK)
        buf_puts(out, "refused");
    else
        for (int i = base + 1; i <= lua_gettop(L); i++)
            buf_printf(out, "%s|", lua_isnil(L, i) ? "nil" : lua_tostring(L, i));
    lua_settop(L, base);
}

static void assert_same(struct site_fixture *f, lua_State *theirs, const char *code) {
    struct buf a = {0}, b = {0};
    for (size_t p = 0; p < ARRAY_LEN(patterns); p++)
        for (size_t s = 0; s < ARRAY_LEN(texts); s++) {
            sandbox_start_page(f->script);
            ask(f->script->lua, true, code, texts[s], patterns[p], &a);
            ask(theirs, false, code, texts[s], patterns[p], &b);
            if (!str_eq(buf_str(&a), buf_str(&b)))
                print_message("%s with '%s' on '%s': %.*s, wanted %.*s\n", code, patterns[p],
                              texts[s], STR_ARG(buf_str(&a)), STR_ARG(buf_str(&b)));
            assert_true(str_eq(buf_str(&a), buf_str(&b)));
        }
    buf_finish(&a);
    buf_finish(&b);
}

static void check(void **state, const char *code) {
    struct site_fixture *f = *state;
    add_file(f, "layouts/guide.html", "fine");
    assert_true(open_site(f));
    lua_State *theirs = luaL_newstate();
    assert_non_null(theirs);
    luaL_openlibs(theirs);
    assert_same(f, theirs, code);
    lua_close(theirs);
}

static void find_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return string.find(s, p)");
}

static void find_from_a_place_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return string.find(s, p, -2)");
}

static void match_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return s:match(p, 2)");
}

static void gmatch_agrees_with_lua(void **state) {
    check(state, "local s, p = ... local out = '' for a, b in s:gmatch(p) do out = out .. a .. ',' "
                 ".. (b or '-') .. ';' end return out");
}

static void gsub_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return s:gsub(p, '<%1>')");
}

static void gsub_with_a_function_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return s:gsub(p, function(a) return a == 'a' and 'X' end, 2)");
}

static void gsub_with_a_table_agrees_with_lua(void **state) {
    check(state, "local s, p = ... return s:gsub(p, {a = 'X', b = 1, c = false})");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(find_agrees_with_lua),
        SITE_TEST(find_from_a_place_agrees_with_lua),
        SITE_TEST(match_agrees_with_lua),
        SITE_TEST(gmatch_agrees_with_lua),
        SITE_TEST(gsub_agrees_with_lua),
        SITE_TEST(gsub_with_a_function_agrees_with_lua),
        SITE_TEST(gsub_with_a_table_agrees_with_lua),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
