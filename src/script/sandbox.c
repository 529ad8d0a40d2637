/* One Lua state and its walls: a memory cap in the allocator, a step limit that re-arms itself, a
 * clock, and globals that are an allow-list behind read-only stand-ins. There is no pcall: an
 * error always ends the page, so no template can outlive a limit. */
#include "script/handle.h"
#include "script/heap.h"

enum {
    MEMORY_MIB_MIN = 1,
    MEMORY_MIB = 64,      /* defaults of theme.yaml's limits */
    STEPS = 50 * 1000000, /* instructions of Lua, and work of the libraries in like measure */
    MILLISECONDS = 10000, /* far above what steps take: a last resort */
    HOOK_STEPS = 1000,    /* instructions between looks at the limits */
    GC_PAUSE = 400,       /* percent of what is alive before the next round */
    CLOCK_EVERY = 1000,   /* steps between looks at the clock: one may compare long texts */
    STEP_BYTES = 64       /* of a text, for a step */
};

/* heap.c does the work; this one counts. Past memory_max the page is stopped at its
 * next step, where the line is known; past memory_hard at once. */
struct counting {
    struct script *script;
    struct heap heap;
};

static void hook(lua_State *L, lua_Debug *ar);

static void *count_alloc(void *ud, void *ptr, size_t old_size, size_t new_size) {
    struct counting *c = ud;
    struct limits *l = &c->script->limits;
    size_t old = ptr == NULL ? 0 : old_size;
    if (new_size > old && new_size - old > l->memory_hard - l->memory_used) {
        /* Where: only for new blocks, because while Lua moves its stack it cannot be asked. */
        if (ptr == NULL)
            c->script->refused_in = error_running(c->script->lua, &c->script->refused_line);
        return NULL;
    }
    void *p = heap_resize(&c->heap, ptr, old_size, new_size);
    if (p == NULL && new_size > 0)
        return NULL;
    l->memory_used += new_size - old;
    if (l->memory_used > l->memory_max && new_size > old && !l->memory_over) {
        l->memory_over = true;
        lua_sethook(c->script->lua, hook, LUA_MASKCOUNT, 1);
    }
    return p;
}

/* The second half must be this thread's own work: on a busy machine, or one that was put to sleep,
 * time passes that no template has taken. */
static bool is_late(struct limits *l) {
    double since = env_seconds() - l->started, half = l->seconds_max / 2;
    if (since <= half)
        return false;
    if (l->worked_before_half < 0)
        l->worked_before_half = env_worked();
    return since > l->seconds_max && env_worked() - l->worked_before_half > half;
}

static void check_clock(lua_State *L, uint64_t steps) {
    struct limits *l = &script_of(L)->limits;
    bool due = l->steps / CLOCK_EVERY != (l->steps + steps) / CLOCK_EVERY;
    l->steps += steps;
    if (due && is_late(l))
        error_raise(L, "template/time",
                    "this page's templates take more than %.1f seconds: look for a loop that does "
                    "not end, or raise limits: milliseconds in theme.yaml",
                    l->seconds_max);
}

static void check(lua_State *L) {
    struct limits *l = &script_of(L)->limits;
    if (l->memory_over) {
        /* garbage does not count: look again once it is gone. Marking is work too. */
        check_clock(L, l->memory_used / 1024);
        lua_gc(L, LUA_GCCOLLECT);
        l->memory_over = l->memory_used > l->memory_max;
        lua_sethook(L, hook, LUA_MASKCOUNT, HOOK_STEPS);
        if (l->memory_over)
            error_raise(L, "template/memory",
                        "this page's templates use more than %zu MiB: keep less in tables and "
                        "texts, or raise limits: memory_bytes in theme.yaml",
                        l->memory_max >> 20);
    }
    const struct script *s = script_of(L);
    if (s->page_mem != NULL && s->page_mem->held_bytes > s->page_held + l->memory_max)
        error_raise(
            L, "template/memory",
            "this page's templates make more than %zu MiB of links and texts: make fewer, or "
            "raise limits: memory_bytes in theme.yaml",
            l->memory_max >> 20);
    if (l->steps > l->steps_max)
        error_raise(L, "template/steps",
                    "this page's templates take more than %llu steps: look for a loop that does "
                    "not end, or raise limits: steps in theme.yaml",
                    (unsigned long long)l->steps_max);
}

static void hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    check_clock(L, HOOK_STEPS);
    check(L);
}

void sandbox_charge(lua_State *L, uint64_t steps) {
    check_clock(L, steps);
    check(L);
}

static uint64_t text_bytes(lua_State *L, int first) {
    uint64_t bytes = 0;
    for (int i = first; i <= lua_gettop(L); i++)
        if (lua_type(L, i) == LUA_TSTRING)
            bytes += lua_rawlen(L, i);
    return bytes;
}

void sandbox_charge_texts(lua_State *L, int first) {
    uint64_t bytes = text_bytes(L, first);
    if (bytes >= STEP_BYTES)
        sandbox_charge(L, bytes / STEP_BYTES);
}

/* upvalues: the function, the first argument that counts */
static int call_charged(lua_State *L) {
    sandbox_charge_texts(L, (int)lua_tointeger(L, lua_upvalueindex(2)));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    sandbox_charge_texts(L, 1);
    return lua_gettop(L);
}

void sandbox_push_charged(lua_State *L, int first) {
    lua_pushinteger(L, first);
    lua_pushcclosure(L, call_charged, 2);
}

void sandbox_start_page(struct script *s) {
    s->limits.steps = 0;
    s->limits.started = env_seconds();
    s->limits.worked_before_half = -1;
    s->page_held = s->page_mem == NULL ? 0 : s->page_mem->held_bytes;
    sandbox_go_on(s);
}

void sandbox_go_on(struct script *s) {
    s->limits.memory_over = false;
    s->failure.code = NULL;
    s->failure.at = (struct place){0};
    s->refused_in = NULL;
    lua_sethook(s->lua, hook, LUA_MASKCOUNT, HOOK_STEPS);
}

/* Templates are loaded without limits: they are files, and cannot grow by themselves. */
static void no_limits(struct limits *l) {
    l->memory_max = SIZE_MAX / 4;
    l->memory_hard = SIZE_MAX / 2;
    l->steps_max = UINT64_MAX / 2;
    l->seconds_max = 1e9;
}

void sandbox_limit(struct script *s) {
    const struct theme_settings *t = &s->site->theme.settings;
    struct limits *l = &s->limits;
    size_t least = l->memory_used + ((size_t)MEMORY_MIB_MIN << 20);
    l->memory_max = t->memory_bytes != 0 ? t->memory_bytes : (size_t)MEMORY_MIB << 20;
    if (l->memory_max > SIZE_MAX / 4)
        l->memory_max = SIZE_MAX / 4;
    if (l->memory_max < least)
        l->memory_max = least;
    l->memory_hard = l->memory_max + l->memory_max / 2;
    l->steps_max = t->steps != 0 ? t->steps : STEPS;
    l->seconds_max = (t->milliseconds != 0 ? (double)t->milliseconds : MILLISECONDS) / 1000;
}

/* --- globals -------------------------------------------------------------------------------- */

static const char env_key;  /* addresses of these are keys of the registry */
static const char real_key; /* the table behind the globals */

static int undefined(lua_State *L) {
    struct script *s = script_of(L);
    struct str name = STR_NONE;
    if (lua_type(L, 2) == LUA_TSTRING)
        name.p = lua_tolstring(L, 2, &name.len);
    struct suggest suggest = {.wanted = name};
    uint32_t line = 0;
    const struct layout *layout = error_running(L, &line);
    for (size_t i = 0; layout != NULL && i < layout->code.locals.count; i++)
        suggest_offer(&suggest, layout->code.locals.items[i].name);
    for (size_t i = 0; i < s->name_count; i++)
        suggest_offer(&suggest, s->names[i]);
    error_raise(L, "template/undefined", "there is no '%.*s'%s", STR_ARG(name),
                suggest_tail(suggest.best).p);
}

static int no_globals(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    error_raise(L, "template/read-only",
                "'%s' is not a local: write {%% local %s = … %%} before you change it", name, name);
}

static int read_only(lua_State *L) {
    error_raise(L, "template/read-only", "this table cannot be changed");
}

static int no_field(lua_State *L) {
    /* upvalue 1: the real table, only to find near names in: ties go to the lesser name */
    struct suggest suggest = {0};
    struct str best = STR_NONE;
    unsigned distance = 0;
    if (lua_type(L, 2) != LUA_TSTRING)
        error_raise(L, "template/undefined", "this library has named fields only");
    suggest.wanted.p = lua_tolstring(L, 2, &suggest.wanted.len);
    for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)) != 0; lua_pop(L, 1)) {
        struct suggest one = {.wanted = suggest.wanted};
        if (lua_type(L, -2) == LUA_TSTRING)
            suggest_offer(&one, str_from(lua_tostring(L, -2)));
        if (one.best.p == NULL)
            continue;
        if (best.p == NULL || one.distance < distance ||
            (one.distance == distance && str_cmp(one.best, best) < 0)) {
            best = one.best;
            distance = one.distance;
        }
    }
    error_raise(L, "template/undefined", "there is no function '%.*s' here%s",
                STR_ARG(suggest.wanted), suggest_tail(best).p);
}

/* -> real; leaves an empty table that reads from `real` and cannot be written. */
static void stand_in(lua_State *L, lua_CFunction on_write) {
    lua_newtable(L);      /* -> real, proxy */
    lua_newtable(L);      /* -> real, proxy, meta */
    lua_pushvalue(L, -3); /* -> real, proxy, meta, real */
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, on_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

void sandbox_freeze(lua_State *L) {
    lua_newtable(L);      /* -> real, meta: what the real table lacks is an error */
    lua_pushvalue(L, -2); /* -> real, meta, real */
    lua_pushcclosure(L, no_field, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    stand_in(L, read_only);
}

static void open_strings(lua_State *L) {
    string_lib_push(L);
    pattern_lib_add(L);
    sandbox_freeze(L);      /* -> string */
    lua_pushliteral(L, ""); /* -> string, "" */
    lua_newtable(L);        /* -> string, "", meta */
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void sandbox_push_globals(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &real_key);
}

static void open_globals(lua_State *L) {
    lua_newtable(L); /* -> real */
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &real_key);
    base_lib_add(L);
    open_strings(L);
    lua_setfield(L, -2, "string");
    table_lib_push(L);
    sandbox_freeze(L);
    lua_setfield(L, -2, "table");
    math_lib_push(L);
    sandbox_freeze(L);
    lua_setfield(L, -2, "math");
    theme_lib_add(L);
    lua_newtable(L); /* -> real, meta */
    lua_pushcfunction(L, undefined);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    stand_in(L, no_globals); /* -> env */
    lua_rawsetp(L, LUA_REGISTRYINDEX, &env_key);
}

int sandbox_load(lua_State *L, struct str text, const char *chunk) {
    int status = luaL_loadbufferx(L, text.p, text.len, chunk, "t");
    if (status != LUA_OK)
        return status;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &env_key);
    (void)lua_setupvalue(L, -2, 1); /* the globals: the one that every text chunk has */
    return LUA_OK;
}

static int open_all(lua_State *L) {
    struct script *s = script_of(L);
    handle_open(s);
    value_open(L);
    open_globals(L);
    return 0;
}

/* Outside protected calls Lua has only one thing to say. */
static int panic(lua_State *L) {
    (void)L;
    arena_out_of_memory();
}

void sandbox_open(struct script *s) {
    lua_State *L = luaL_newstate();
    if (L == NULL)
        arena_out_of_memory();
    struct counting *c = arena_new(&s->mem, struct counting);
    s->lua = L;
    *(struct script **)lua_getextraspace(L) = s;
    no_limits(&s->limits);
    lua_atpanic(L, panic);
    c->script = s;
    heap_open(&c->heap, &s->mem, L);
    s->limits.memory_used = (size_t)lua_gc(L, LUA_GCCOUNT) * 1024 + (size_t)lua_gc(L, LUA_GCCOUNTB);
    lua_setallocf(L, count_alloc, c);
    lua_setwarnf(L, NULL, NULL);
    /* collect seldom: a page leaves little garbage, and marking the templates costs more */
    lua_gc(L, LUA_GCINC, GC_PAUSE, 400, 0);
    sandbox_start_page(s);
    lua_pushcfunction(L, open_all);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK)
        arena_out_of_memory(); /* nothing else can fail here */
}
