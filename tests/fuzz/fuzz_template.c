/* Templates: a mistake has a line; what compiles is one line of Lua for each line, in which no
 * literal text of the template can be; and Lua's own complaints carry the template's lines. Nothing
 * here runs a chunk. */
#include <lauxlib.h>
#include <stdlib.h>

#include "fuzz.h"
#include "template/template.h"

static size_t line_ends(struct str s) {
    return fuzz_lines(s) - 1;
}

static void blot(char *copy, const struct source *source, struct str text) {
    if (text.len == 0)
        return;
    size_t at = (size_t)(text.p - source->text.p);
    assert(text.p >= source->text.p && at + text.len <= source->text.len);
    for (size_t i = at; i < at + text.len; i++)
        if (!ascii_is_space(copy[i]))
            copy[i] = 'x';
}

/* The same code comes out when every literal text is another. */
static void text_is_no_code(struct fuzz *f, const struct source *source,
                            const struct template_code *code) {
    struct str copy = arena_str(&f->mem, source->text);
    char *p = arena_cstr(&f->mem, copy);
    struct template_code other;
    for (size_t i = 0; i < code->texts.count; i++)
        blot(p, source, code->texts.items[i]);
    for (size_t i = 0; i < code->prints.count; i++)
        blot(p, source, code->prints.items[i].text);
    struct source blotted = {source->path, str_of(p, copy.len)};
    assert(template_compile(&f->mem, &blotted, &other, &f->d));
    assert(str_eq(other.lua, code->lua));
}

static void load(const struct source *source, struct str lua) {
    lua_State *L = luaL_newstate();
    assert(L != NULL);
    if (luaL_loadbufferx(L, lua.p, lua.len, "@t", "t") != LUA_OK) {
        const char *message = lua_tostring(L, -1);
        assert(strncmp(message, "t:", 2) == 0);
        unsigned long line = strtoul(message + 2, NULL, 10);
        assert(line >= 1 && line <= fuzz_lines(source->text));
    }
    lua_close(L);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"t.html", text};
    struct template_code code;
    bool ok = template_compile(&f.mem, &source, &code, &f.d);
    assert(ok == (f.d.errors == 0));
    for (size_t i = 0; i < f.d.count; i++)
        assert(f.d.items[i].line >= 1);
    if (ok) {
        assert(line_ends(code.lua) == line_ends(text));
        text_is_no_code(&f, &source, &code);
        load(&source, code.lua);
    }
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
