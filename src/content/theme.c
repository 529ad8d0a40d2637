/* theme.yaml: what a theme is called, what it builds on, its limits and its settings. */
#include "content/bytes.h"
#include "content/fields.h"

/* A theme sets its own limits, and a theme may be a stranger's: no higher than this. */
static const uint64_t memory_bytes_max = UINT64_C(1) << 30, steps_max = 1000000000,
                      milliseconds_max = 60000;

/* No more than `arg`. */
static void read_limit(struct reader *r, const struct node *n, const struct field *f, void *to) {
    const uint64_t *max = f->arg;
    uint64_t limit;
    if (!fields_uint(r, n, f->name, *max, &limit))
        return;
    if (limit == 0)
        diag_error(r->d, n->at, "content/number-invalid", "'%s' is 1 at least", f->name);
    else
        *(uint64_t *)to = limit;
}

static void read_limits(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field table[] = {
        {"memory_bytes", read_limit, offsetof(struct theme_settings, memory_bytes),
         &memory_bytes_max, OPTIONAL},
        {"steps", read_limit, offsetof(struct theme_settings, steps), &steps_max, OPTIONAL},
        {"milliseconds", read_limit, offsetof(struct theme_settings, milliseconds),
         &milliseconds_max, OPTIONAL},
        {0}};
    (void)f;
    fields_read(r, n, table, to);
}

static void read_settings(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct theme_settings *out = to;
    if (n->kind != NODE_FIELDS) {
        diag_error(r->d, n->at, "content/not-fields", "'%s' holds fields, each a name and a value",
                   f->name);
        return;
    }
    for (const struct node *name = n->first; name != NULL; name = name->next->next) {
        size_t count = out->count, cap = out->cap;
        struct word key = {arena_str(r->mem, name->value), name->at};
        struct word value = {fields_prose(r, name->next, "settings"), name->next->at};
        if (fields_give_up(r))
            return;
        *arena_push(r->mem, &out->keys, &count, &cap) = key;
        *arena_push(r->mem, &out->values, &out->count, &out->cap) = value;
    }
}

bool theme_parse(struct arena *mem, const struct source *source, struct theme_settings *out,
                 struct diags *d) {
    struct all { /* the last three are for people: checked, not used */
        struct theme_settings settings;
        struct str description, version, license;
    } all = {0};
    static const struct field table[] = {
        {"name", field_line, offsetof(struct all, settings.name), NULL, OPTIONAL},
        {"extends", field_id, offsetof(struct all, settings.extends), NULL, OPTIONAL},
        {"description", field_lines, offsetof(struct all, description), NULL, OPTIONAL},
        {"version", field_line, offsetof(struct all, version), NULL, OPTIONAL},
        {"license", field_line, offsetof(struct all, license), NULL, OPTIONAL},
        {"limits", read_limits, offsetof(struct all, settings), NULL, OPTIONAL},
        {"settings", read_settings, offsetof(struct all, settings), NULL, OPTIONAL},
        {0}};
    struct reader r;
    if (fields_open(&r, mem, source, BYTES_FILE_MAX, d))
        fields_read(&r, r.tree.root, table, &all);
    *out = all.settings;
    return fields_close(&r);
}
