/* From a Lua error to a message at the template's own line. What went wrong is kept in the script,
 * not in Lua: after "not enough memory" Lua can make no new value. */
#include "script/state.h"

#include <stdarg.h>
#include <stdio.h>

static const char *source_name(const struct layout *layout) {
    return layout->source->path;
}

PRINTF_LIKE(2, 0)
static void keep_message(struct failure *f, const char *fmt, va_list args) {
    int len = vsnprintf(f->message, sizeof(f->message), fmt, args);
    if (len < (int)sizeof(f->message))
        return;
    /* cut at a whole character */
    size_t end = sizeof(f->message) - 1;
    while (end > 0 && ((unsigned char)f->message[end - 1] & 0xc0) == 0x80)
        end--;
    f->message[end > 0 ? end - 1 : 0] = '\0';
}

/* The message is kept already. That lua_error does not come back, its header does not say. */
NO_RETURN
static void leave(lua_State *L, struct place at, const char *code) {
    struct failure *f = &script_of(L)->failure;
    f->code = code;
    f->at = at;
    lua_pushboolean(L, 0);
    for (;;)
        lua_error(L);
}

int error_raise(lua_State *L, const char *code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    keep_message(&script_of(L)->failure, fmt, args);
    va_end(args);
    leave(L, (struct place){0}, code);
}

int error_raise_at(lua_State *L, struct place at, const char *code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    keep_message(&script_of(L)->failure, fmt, args);
    va_end(args);
    leave(L, at, code);
}

static const struct layout *layout_of_chunk(const struct script *s, const char *chunk) {
    for (size_t i = 0; chunk[0] == '@' && i < s->layout_count; i++)
        if (strcmp(source_name(&s->layouts[i]), chunk + 1) == 0)
            return &s->layouts[i];
    return NULL;
}

const struct layout *error_running(lua_State *L, uint32_t *line) {
    lua_Debug ar;
    for (int level = 0; level < 200 && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        const struct layout *layout =
            ar.currentline > 0 ? layout_of_chunk(script_of(L), ar.source) : NULL;
        if (layout == NULL)
            continue;
        *line = (uint32_t)ar.currentline;
        return layout;
    }
    return NULL;
}

/* Lua puts "where:line: " before its own messages; the place is known better from the stack. */
static const char *without_position(lua_State *L, const char *message) {
    lua_Debug ar;
    for (int level = 0; level < 20 && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        size_t len = strlen(ar.short_src);
        if (ar.currentline <= 0 || strncmp(message, ar.short_src, len) != 0 || message[len] != ':')
            continue;
        const char *p = message + len + 1;
        while (ascii_is_digit(*p))
            p++;
        return strncmp(p, ": ", 2) == 0 ? p + 2 : message;
    }
    return message;
}

/* The name in quotes in one of Lua's messages, or in ours: what to point at. */
static struct str quoted_name(const char *message) {
    const char *open = strchr(message, '\'');
    const char *close = open == NULL ? NULL : strchr(open + 1, '\'');
    if (close == NULL)
        return STR_NONE;
    return str_of(open + 1, (size_t)(close - open - 1));
}

static void keep_lua_message(struct failure *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void keep_lua_message(struct failure *f, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    keep_message(f, fmt, args);
    va_end(args);
}

/* Lua's commonest complaint, in the words of themes. */
static void take_lua_message(struct failure *f, const char *message) {
    struct str name = quoted_name(message);
    f->code = "template/runtime";
    if (strncmp(message, "attempt to index a nil value", 28) != 0 || name.p == NULL) {
        keep_lua_message(f, "%s", message);
        return;
    }
    f->code = "template/nil";
    keep_lua_message(f, "'%.*s' is nil here and has no fields: ask {%% if … then %%} first",
                     STR_ARG(name));
}

int error_handler(lua_State *L) {
    struct script *s = script_of(L);
    struct failure *f = &s->failure;
    uint32_t line = 0;
    if (f->code == NULL) {
        const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
        f->code = "template/runtime";
        if (message == NULL)
            keep_lua_message(f, "error() was given something that is not text");
        else
            take_lua_message(f, without_position(L, message));
    }
    if (f->at.source != NULL)
        return 1;
    const struct layout *layout = error_running(L, &line);
    if (layout != NULL)
        f->at = template_find_name(layout->source, line, quoted_name(f->message));
    return 1;
}

/* Text of an author may hold anything; a message is one line. */
static void one_line(char *p) {
    for (; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
}

bool error_report(struct script *s, int status, const struct layout *in, struct diags *d) {
    struct failure *f = &s->failure;
    if (status == LUA_ERRMEM) {
        f->code = "template/memory";
        keep_lua_message(f, "the template asks for more than %zu MiB in one step",
                         s->limits.memory_max >> 20);
        f->at = (struct place){0};
        if (s->refused_in != NULL)
            f->at = place_of(s->refused_in->source, s->refused_line, 0, 0);
    } else if (f->code == NULL) {
        f->code = "template/runtime";
        keep_lua_message(f, "the template broke off while it reported an error");
    }
    if (f->at.source == NULL)
        f->at = place_of(in->source, 0, 0, 0);
    one_line(f->message);
    const struct page *page = s->page == NULL ? NULL : s->page->page;
    const char *origin = page == NULL             ? NULL
                         : page->document != NULL ? page->document->source.path
                                                  : page->path.p;
    bool own = s->component_at.source != NULL && f->at.source == s->component_at.source;
    diag_output(d, f->at, own ? NULL : origin, f->code, "%s", f->message);
    f->code = NULL;
    f->at = (struct place){0};
    return false;
}
