/* Private to script/: what one thread's Lua and its templates are made of. */
#ifndef SCRIPT_STATE_H
#define SCRIPT_STATE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "script/script.h"
#include "template/template.h"

/* A template of the theme, compiled and tied to those it names. `run` is a reference to its
 * function in Lua's registry. */
enum { LAYOUT_ARGUMENTS = 4 }; /* of that function: args, page, site, lang */
struct layout {
    struct str path; /* "layouts/base.html", below the theme */
    const struct source *source;
    struct template_code code;
    bool compiled;
    int run;
    struct layout *extends;
    struct layout **includes; /* as code.includes */
    uint32_t *block_ids;      /* as code.blocks: the same number for the same name everywhere */
};

/* A block that a child template defined on this page: `function` is its place in the Lua table of
 * blocks, `next` the one it overrides itself. */
struct block {
    uint32_t next; /* index, or UINT32_MAX */
};

struct once_piece;
/* What a piece that is being made has seen so far. */
struct once_open {
    bool saw_page;   /* the page at hand: the piece is for it alone */
    bool has_asked;  /* whether pages are the one at hand: `asked`, a bit a page */
    uint64_t *asked; /* NULL until first needed */
};
enum { ONCE_DEPTH_MAX = 8 };

struct limits {
    size_t memory_max, memory_used, memory_hard;
    uint64_t steps_max, steps;
    double seconds_max, started;
    double worked_before_half; /* env_worked when half of seconds_max was over; -1: it is not */
    bool memory_over;          /* past memory_max: the next step stops the page */
};

/* What went wrong, kept outside Lua: errors of Lua may arrive with no memory left. */
struct failure {
    const char *code; /* NULL: an error of Lua's own */
    struct place at;  /* source NULL: found from Lua's stack */
    char message[512];
};

/* Where a text or value of a template starts in the output, and where it stands. */
struct trace_note {
    size_t out;
    struct place at; /* texts: only the source */
    struct str text; /* a view into the template, absent for values */
    bool is_body;
};
struct trace_run {
    struct trace_note *notes;
    size_t count, cap;
    struct str bytes; /* components: what they printed */
};
struct trace {
    bool on;
    size_t start;    /* of the run at hand, in the output */
    struct str body; /* of its page, which is gone when the lines are asked for */
    struct trace_run now, *components;
    size_t component_count, component_cap;
};

struct field_slot;

struct script {
    struct arena mem; /* lives as long as the script, and holds it */
    const struct site *site;
    lua_State *lua;
    struct limits limits;
    struct failure failure;
    const struct layout *refused_in; /* where memory was refused last, or NULL */
    uint32_t refused_line;

    struct layout *layouts; /* sorted by path */
    size_t layout_count;
    struct map layout_index, block_index;
    uint32_t block_count;

    struct str *names; /* of globals, sorted, for a "did you mean" */
    size_t name_count;
    struct field_slot *slots;
    int *words; /* a language: reference of the table of words that t() has given before */
    const struct az_entry ***az_groups; /* [language][group], NULL-ended; NULL: not asked for yet */
    uint32_t *pairs_of;                 /* substances × substances, built when first asked for */

    struct map once_index;
    struct once_piece *once;
    size_t once_count, once_cap, once_bytes;

    /* the page at hand; all borrowed */
    const struct script_page *page;
    struct arena *page_mem;
    const struct page *limited_page; /* whose limits are being used up: components, then layout */
    const char *limited_profile;
    size_t page_held; /* what it held when the page began */
    bool body_given;  /* to the layout at hand */
    struct buf *out;
    uint32_t language;
    struct place component_at; /* source NULL: not in a component */
    uint32_t *block_head, *block_tail;
    struct block *blocks;
    size_t blocks_used, blocks_cap;
    struct once_open once_open[ONCE_DEPTH_MAX];
    size_t once_depth;
    struct trace trace;
};

static inline struct script *script_of(lua_State *L) {
    return *(struct script **)lua_getextraspace(L);
}

/* --- error.c ------------------------------------------------------------------------------ */
/* Leaves the C function by Lua's error. `code` is static. */
int error_raise(lua_State *L, const char *code, const char *fmt, ...) PRINTF_LIKE(3, 4) NO_RETURN;
int error_raise_at(lua_State *L, struct place at, const char *code, const char *fmt, ...)
    PRINTF_LIKE(4, 5) NO_RETURN;
/* The message handler of every protected call: finds the template's line. */
int error_handler(lua_State *L);
/* Turns the failure of a protected call into a message; false. */
bool error_report(struct script *s, int status, const struct layout *in, struct diags *d);
/* The template whose code runs, or NULL. */
const struct layout *error_running(lua_State *L, uint32_t *line);

/* --- sandbox.c ---------------------------------------------------------------------------- */
/* Makes the state and its globals; no limits yet. */
void sandbox_open(struct script *s);
/* From here on the theme's limits hold. */
void sandbox_limit(struct script *s);
void sandbox_start_page(struct script *s);
/* The next run of the same page: what its components took counts. */
void sandbox_go_on(struct script *s);
/* Counts work that Lua's own step counter cannot see; raises when the page has had enough. */
void sandbox_charge(lua_State *L, uint64_t steps);
/* Charges for the texts among the arguments from `first` on: Lua takes numbers out of texts of any
 * length. */
void sandbox_charge_texts(lua_State *L, int first);
/* function -> function that does the same and charges for the texts it is given from argument
 * `first` on, and for those it makes. */
void sandbox_push_charged(lua_State *L, int first);
/* Loads text as a function with the sandbox's globals: on the stack, or a message there. */
int sandbox_load(lua_State *L, struct str text, const char *chunk);
/* -> real: the table behind the sandbox's globals */
void sandbox_push_globals(lua_State *L);
/* table -> frozen: a stand-in that can be read only */
void sandbox_freeze(lua_State *L);

/* --- libraries: each leaves its table on the stack ------------------------------------------ */
void base_lib_add(lua_State *L); /* into the table on top */
int base_each(lua_State *L);     /* what `for … in x` walks over */
void string_lib_push(lua_State *L);
void table_lib_push(lua_State *L);
void math_lib_push(lua_State *L);
void pattern_lib_add(lua_State *L); /* find, match, gmatch, gsub into the table on top */
void theme_lib_add(lua_State *L);   /* t, url, date, text … into the table on top */
/* `url`, page, … : prints the text before `print` and the way to the page. False, with nothing
 * printed, when it is another function or no page of the model. */
bool theme_lib_print_url(lua_State *L, const struct template_print *print);

/* --- link.c ------------------------------------------------------------------------------- */
bool link_layouts(struct script *s, struct diags *d);
struct layout *link_find(const struct script *s, struct str path);

/* --- arguments.c -------------------------------------------------------------------------- */
/* False when the component `layout` does not take one of `args`: each such name is in `d`. */
bool arguments_check(const struct layout *layout, struct str name, const struct script_arg *args,
                     size_t count, struct place at, struct diags *d);

/* --- runtime.c ---------------------------------------------------------------------------- */
/* The functions that chunks call, by enum template_function. Each has its template as upvalue. */
extern const lua_CFunction runtime_functions[TEMPLATE_FUNCTIONS];
/* Runs a template and those it extends. -> args  (taken off) */
void runtime_run(lua_State *L, const struct layout *layout);
void runtime_open(struct script *s); /* once the templates are linked */
void runtime_start_page(struct script *s);
static inline const struct layout *runtime_layout(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(1));
}

/* --- once.c: what each tells the pieces that are being made, if any ------------------------- */
int once_run(lua_State *L); /* __o(once, key, function) */
/* Something was read that only this page has. */
void once_saw_page(struct script *s);
/* It was asked whether the page at hand is `p`, or the one at `path`. */
void once_asked(struct script *s, const struct page *p);
void once_asked_path(struct script *s, struct str path);

/* --- trace.c: notes while a page is made again; each does nothing unless the trace is on -------
 */
void trace_start(struct script *s);
void trace_text(struct script *s, const struct layout *layout, struct str text);
void trace_value(struct script *s, struct place at, struct str safe);
void trace_keep_component(struct script *s);

/* --- value.c ------------------------------------------------------------------------------ */
/* A value that prints as it is: a copy of `html` that Lua owns, or a view of page memory. */
void value_push_safe(lua_State *L, struct str html);
void value_push_safe_view(lua_State *L, struct str html);
/* Absent when the value is not safe. */
struct str value_safe(lua_State *L, int index);
/* What was printed at the end of the page's buffer from `start` on; raises when it is too large. */
struct str value_made(lua_State *L, size_t start);
/* concat({a, b, …}) of Lua: the pieces in a row; safe when one of them is, and then the others are
 * escaped. */
int value_concat(lua_State *L);
void value_open(lua_State *L);
/* Prints any value, or raises. `at` for messages. */
void value_print(lua_State *L, int index, struct buf *out, struct place at);
/* The same for a text that is no value of Lua. */
void value_print_text(lua_State *L, struct str text, struct buf *out, struct place at);
/* Raises when the page has become too large. */
void value_check_size(lua_State *L, const struct buf *out, struct place at);
/* Text of a value where plain text is wanted: strings and numbers as they are, texts in the page's
 * language. Raises for all else; stays valid while the value does. */
struct str value_plain(lua_State *L, int index);
static inline void value_push_str(lua_State *L, struct str s) {
    if (s.p == NULL)
        lua_pushnil(L);
    else
        lua_pushlstring(L, s.p, s.len);
}

/* --- plural.c ----------------------------------------------------------------------------- */
/* "one", "few" … for a whole number in a language (Unicode CLDR's cardinal rules). */
const char *plural_form(struct str lang, uint64_t n);

/* --- generated from lua/ by the Makefile ----------------------------------------------------- */
struct script_module {
    const char *name; /* "lua/service.lua" */
    const unsigned char *text;
    size_t size;
};
extern const struct script_module script_modules[]; /* ends with a NULL name */

#endif
