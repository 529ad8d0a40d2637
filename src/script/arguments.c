/* What a component takes: the names that its template reads from `args`. They are found in its
 * text, not while it runs, so that one that is read in some other case is known too. A template
 * that does anything else with `args`, such as walking over it, takes every name. */
#include <stdlib.h>

#include "script/state.h"

struct names {
    struct arena mem;
    struct str *items;
    size_t count, cap;
    bool any; /* of whatever name */
};

static bool in_name(char c) {
    return ascii_is_alnum(c) || c == '_';
}

static void add(struct names *n, struct str name) {
    for (size_t i = 0; i < n->count; i++)
        if (str_eq(n->items[i], name))
            return;
    *arena_push(&n->mem, &n->items, &n->count, &n->cap) = name;
}

/* `rest` stands behind the word `args`. */
static void read_use(struct names *n, struct str rest) {
    size_t len = 0;
    if (str_starts(rest, str_lit(".")))
        while (len + 1 < rest.len && in_name(rest.p[len + 1]))
            len++;
    if (len > 0)
        add(n, str_slice(rest, 1, len + 1));
    else
        n->any = true;
}

static void read_template(struct names *n, struct str text) {
    static const char word[] = "args";
    enum { LEN = sizeof(word) - 1 };
    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_from_offset(text, i);
        if (str_starts(rest, str_lit("{#"))) {
            size_t end = str_find(rest, str_lit("#}"));
            i += end == SIZE_MAX ? rest.len : end;
        } else if (str_starts(rest, str_lit("args")) && (i == 0 || !in_name(text.p[i - 1])) &&
                   (rest.len == LEN || !in_name(rest.p[LEN]))) {
            read_use(n, str_from_offset(rest, LEN));
        }
    }
}

static int compare(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* "area and kind", or "no arguments". */
static struct str spoken(struct names *n) {
    struct buf out = {0};
    if (n->count == 0)
        return str_lit("no arguments");
    qsort(n->items, n->count, sizeof(n->items[0]), compare);
    for (size_t i = 0; i < n->count; i++) {
        buf_puts(&out, i == 0 ? "" : i + 1 == n->count ? " and " : ", ");
        buf_put(&out, n->items[i]);
    }
    struct str copy = arena_str(&n->mem, buf_str(&out));
    buf_finish(&out);
    return copy;
}

static bool known(const struct names *n, struct str name, struct suggest *near) {
    *near = (struct suggest){.wanted = name};
    for (size_t i = 0; i < n->count; i++) {
        if (str_eq(n->items[i], name))
            return true;
        suggest_offer(near, n->items[i]);
    }
    return n->any;
}

bool arguments_check(const struct layout *layout, struct str name, const struct script_arg *args,
                     size_t count, struct place at, struct diags *d) {
    struct names n = {0};
    bool ok = true;
    for (; count > 0 && layout != NULL; layout = layout->extends)
        read_template(&n, layout->source->text);
    for (size_t i = 0; i < count; i++) {
        struct suggest near;
        if (!known(&n, args[i].name, &near))
            ok = diag_error(d, at, "component/argument",
                            "the component '%.*s' takes %.*s, not '%.*s'%s", STR_ARG(name),
                            STR_ARG(spoken(&n)), STR_ARG(args[i].name), suggest_tail(near.best).p);
    }
    arena_finish(&n.mem);
    return ok;
}
