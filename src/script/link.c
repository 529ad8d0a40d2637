/* Compiles the theme's templates, loads them into Lua and ties them together: who extends and
 * includes whom. Goes on after a mistake, so that every broken template is reported at once. */
#include <assert.h>

#include "script/state.h"

static bool is_template(struct str path) {
    bool place = str_starts(path, str_lit("layouts/")) || str_starts(path, str_lit("partials/"));
    return place && str_ends(path, str_lit(".html"));
}

struct layout *link_find(const struct script *s, struct str path) {
    uint32_t i = map_get(&s->layout_index, path);
    return i == MAP_NONE ? NULL : &s->layouts[i];
}

static void collect(struct script *s) {
    size_t files = s->site->theme.file_count;
    s->layouts = arena_array(&s->mem, struct layout, files);
    map_init(&s->layout_index, &s->mem, files);
    for (size_t i = 0; i < files; i++) {
        const struct theme_file *file = &s->site->theme.files[i];
        if (!is_template(file->path))
            continue;
        struct layout *layout = &s->layouts[s->layout_count];
        layout->path = file->path;
        layout->source = &file->source;
        layout->run = LUA_NOREF;
        map_add(&s->layout_index, file->path, (uint32_t)s->layout_count++);
    }
}

/* Lua's message about text it cannot read: "path:LINE: what near 'x'". The path may be cut. */
static bool report_syntax(struct script *s, const struct layout *layout, struct diags *d) {
    const char *message = lua_tostring(s->lua, -1);
    uint32_t line = 0;
    const char *what = message == NULL ? "it cannot be read" : message;
    for (const char *p = what; (p = strchr(p, ':')) != NULL; p++) {
        const char *digits = p + 1, *end = digits;
        uint64_t number = 0;
        while (ascii_is_digit(*end))
            end++;
        if (end == digits || strncmp(end, ": ", 2) != 0 ||
            !str_to_uint(str_of(digits, (size_t)(end - digits)), UINT32_MAX, &number))
            continue;
        line = (uint32_t)number;
        what = end + 2;
        break;
    }
    if (strcmp(what, "C stack overflow") == 0) /* Lua does not know where any more */
        what = "an expression has too many parts one inside the other, as a long chain of '..' or "
               "'not': put some of it into a local";
    const char *near = strstr(what, " near '");
    struct place at = place_of(layout->source, line, 0, 0);
    if (near != NULL && strlen(near) > 8) {
        struct str word = str_of(near + 7, strlen(near + 7) - 1);
        at = template_find_name(layout->source, line, word);
    }
    return diag_error(d, at, "template/syntax", "%s", what);
}

static bool load(struct script *s, struct layout *layout, struct diags *d) {
    lua_State *L = s->lua;
    if (!template_compile(&s->mem, layout->source, &layout->code, d))
        return false;
    struct str name = arena_printf(&s->mem, "@%s", layout->source->path);
    if (sandbox_load(L, layout->code.lua, name.p) != LUA_OK) {
        report_syntax(s, layout, d);
        lua_pop(L, 1);
        return false;
    }
    for (int i = 0; i < TEMPLATE_FUNCTIONS; i++) {
        lua_pushlightuserdata(L, layout);
        lua_pushcclosure(L, runtime_functions[i], 1);
    }
    lua_call(L, TEMPLATE_FUNCTIONS, 1); /* -> what runs the template: nothing of it has run yet */
    layout->run = luaL_ref(L, LUA_REGISTRYINDEX);
    layout->compiled = true;
    return true;
}

/* The template that `ref` names in a folder of the theme, or NULL after reporting. */
static struct layout *resolve(struct script *s, const char *folder, struct template_ref ref,
                              struct diags *d) {
    struct str path = arena_printf(&s->mem, "%s%.*s", folder, STR_ARG(ref.name));
    struct layout *found = link_find(s, path);
    if (found != NULL)
        return found;
    struct suggest near = {.wanted = ref.name};
    assert(s->layouts != NULL); /* the one that refers is among them */
    for (size_t i = 0; i < s->layout_count; i++)
        if (str_starts(s->layouts[i].path, str_from(folder)))
            suggest_offer(&near, str_from_offset(s->layouts[i].path, strlen(folder)));
    diag_error(d, ref.at, "template/missing", "the theme has no '%.*s'%s", STR_ARG(path),
               suggest_tail(near.best).p);
    return NULL;
}

static bool resolve_refs(struct script *s, struct layout *layout, struct diags *d) {
    struct template_code *code = &layout->code;
    bool ok = true;
    layout->includes = arena_array(&s->mem, struct layout *, code->includes.count);
    for (size_t i = 0; i < code->includes.count; i++) {
        layout->includes[i] = resolve(s, "partials/", code->includes.items[i], d);
        ok = ok && layout->includes[i] != NULL;
    }
    if (code->extends.name.p != NULL && str_starts(layout->path, str_lit("partials/"))) {
        ok = diag_error(d, code->extends.at, "template/extends-partial",
                        "only layouts extend others: include what this piece needs");
    } else if (code->extends.name.p != NULL) {
        layout->extends = resolve(s, "layouts/", code->extends, d);
        ok = ok && layout->extends != NULL;
    }
    layout->block_ids = arena_array(&s->mem, uint32_t, code->blocks.count);
    for (size_t i = 0; i < code->blocks.count; i++) {
        uint32_t old = map_add(&s->block_index, code->blocks.items[i].name, s->block_count);
        layout->block_ids[i] = old == MAP_NONE ? s->block_count++ : old;
    }
    return ok;
}

/* --- cycles: a walk without recursion, three colours --------------------------------------------
 */

struct step {
    struct layout *layout;
    size_t next; /* edge to follow: includes, then extends */
};

struct walk {
    struct script *s;
    unsigned char *colour; /* 0 new, 1 on the way, 2 done */
    struct step *path;
    size_t depth;
};

static struct layout *edge(const struct layout *layout, size_t i, struct place *at) {
    if (i < layout->code.includes.count) {
        *at = layout->code.includes.items[i].at;
        return layout->includes[i];
    }
    *at = layout->code.extends.at;
    return layout->extends;
}

static bool report_cycle(struct walk *w, const struct layout *to, struct place at,
                         struct diags *d) {
    struct buf chain = {0};
    size_t i = w->depth;
    while (i > 0 && w->path[i - 1].layout != to)
        i--;
    for (i = i > 0 ? i - 1 : 0; i < w->depth; i++)
        buf_printf(&chain, "%.*s → ", STR_ARG(w->path[i].layout->path));
    buf_put(&chain, to->path);
    diag_error(d, at, "template/cycle", "these templates lead back to themselves: %.*s",
               STR_ARG(buf_str(&chain)));
    buf_finish(&chain);
    return false;
}

static bool walk_from(struct walk *w, struct layout *start, struct diags *d) {
    bool ok = true;
    w->path[w->depth++] = (struct step){start, 0};
    w->colour[start - w->s->layouts] = 1;
    while (w->depth > 0) {
        struct step *top = &w->path[w->depth - 1];
        struct place at;
        if (top->next > top->layout->code.includes.count) {
            w->colour[top->layout - w->s->layouts] = 2;
            w->depth--;
            continue;
        }
        struct layout *to = edge(top->layout, top->next++, &at);
        unsigned char *colour = to == NULL ? NULL : &w->colour[to - w->s->layouts];
        if (colour == NULL || *colour == 2)
            continue;
        if (*colour == 1) {
            ok = report_cycle(w, to, at, d);
            continue;
        }
        *colour = 1;
        w->path[w->depth++] = (struct step){to, 0};
    }
    return ok;
}

static bool check_cycles(struct script *s, struct diags *d) {
    struct walk w = {.s = s,
                     .colour = arena_array(&s->mem, unsigned char, s->layout_count),
                     .path = arena_array(&s->mem, struct step, s->layout_count + 1)};
    bool ok = true;
    for (size_t i = 0; i < s->layout_count; i++)
        if (w.colour[i] == 0)
            ok = walk_from(&w, &s->layouts[i], d) && ok;
    return ok;
}

/* --- a child's block that no parent has would never be printed
 * ------------------------------------ */

static bool has_block(const struct layout *layout, struct str name, struct suggest *near) {
    for (; layout != NULL; layout = layout->extends)
        for (size_t i = 0; i < layout->code.blocks.count; i++) {
            if (str_eq(layout->code.blocks.items[i].name, name))
                return true;
            suggest_offer(near, layout->code.blocks.items[i].name);
        }
    return false;
}

static bool check_blocks(const struct layout *layout, struct diags *d) {
    const struct template_code *code = &layout->code;
    bool ok = true;
    if (layout->extends == NULL)
        return true;
    for (size_t i = 0; i < code->blocks.count; i++) {
        struct template_ref ref = code->blocks.items[i];
        struct suggest near = {.wanted = ref.name};
        if (!code->defines[i] || has_block(layout->extends, ref.name, &near))
            continue;
        ok = diag_error(d, ref.at, "template/block-unknown",
                        "no template that this one extends has a block '%.*s'%s", STR_ARG(ref.name),
                        suggest_tail(near.best).p);
    }
    return ok;
}

bool link_layouts(struct script *s, struct diags *d) {
    bool ok = true;
    map_init(&s->block_index, &s->mem, 32);
    collect(s);
    for (size_t i = 0; i < s->layout_count; i++)
        ok = load(s, &s->layouts[i], d) && ok;
    for (size_t i = 0; i < s->layout_count; i++)
        ok = resolve_refs(s, &s->layouts[i], d) && ok;
    bool cycles = check_cycles(s, d);
    for (size_t i = 0; cycles && i < s->layout_count; i++)
        ok = check_blocks(&s->layouts[i], d) && ok;
    return ok && cycles;
}
