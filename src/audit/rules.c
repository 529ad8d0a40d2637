/* Refusals: from a rule and a place to a message, capped for each file. */
#include "audit/rules.h"

static const struct rule_row {
    const char *code, *before, *after;
} rows[RULE_COUNT] = {
#define RULE(name, code, before, after) {code, before, after},
#include "audit/rules.def"
#undef RULE
};

#ifdef AUDIT_MUTATE
const char *rules_code(enum rule rule) {
    return rows[rule].code;
}
#endif

static const char *shown_path(struct arena *mem, const struct audit_set *set, struct str path) {
    const char *root = set->shown_root == NULL ? "" : set->shown_root;
    return arena_printf(mem, "%s%s", root, utf8_shown(mem, path)).p;
}

const char *rules_shown(struct reader *r) {
    if (r->source.path == NULL)
        r->source.path = shown_path(&r->scratch, r->set, r->set->paths[r->index]);
    return r->source.path;
}

static bool counted(struct reader *r) {
    (void)rules_shown(r);
    return ++r->findings <= RULES_FINDINGS_MAX;
}

static struct place place(const struct reader *r, const char *at, size_t width) {
    return at == NULL ? place_of(&r->source, 0, 0, 0)
                      : place_at_offset(&r->source, (size_t)(at - r->source.text.p), width);
}

bool rules_refuse(struct reader *r, enum rule rule, const char *at, size_t width, struct str what) {
#ifdef AUDIT_MUTATE
    if (rule == rules_mutant)
        return true;
#endif
    if (!counted(r))
        return false;
    return diag_output(r->d, place(r, at, width == 0 ? 1 : width), r->origin, rows[rule].code,
                       "%s'%s'%s", rows[rule].before, utf8_shown(&r->scratch, what),
                       rows[rule].after);
}

bool rules_refuse_bytes(struct reader *r, const char *at, size_t width, const char *code,
                        const char *message) {
    if (!counted(r))
        return false;
    return diag_output(r->d, place(r, at, width), r->origin, code, "%s", message);
}

void rules_finish(struct reader *r) {
    if (r->findings > RULES_FINDINGS_MAX)
        diag_output(r->d, place_of(&r->source, 0, 0, 0), r->origin, "audit/more",
                    "there are %zu more findings in this file", r->findings - RULES_FINDINGS_MAX);
}

bool rules_refuse_path(const struct audit_set *set, struct str path, const char *origin,
                       enum rule rule, const char *what, struct diags *d) {
#ifdef AUDIT_MUTATE
    if (rule == rules_mutant)
        return true;
#endif
    struct arena mem = {0};
    struct source source = {shown_path(&mem, set, path), STR_NONE};
    const char *shown = utf8_shown(&mem, str_from(what));
    bool orphan = rule == RULE_ORPHAN;
    if (orphan)
        diag_warning(d, place_of(&source, 0, 0, 0), rows[rule].code, "%s'%s'%s", rows[rule].before,
                     shown, rows[rule].after);
    else
        diag_output(d, place_of(&source, 0, 0, 0), origin, rows[rule].code, "%s'%s'%s",
                    rows[rule].before, shown, rows[rule].after);
    arena_finish(&mem);
    return orphan;
}

bool rules_refuse_link(const struct audit_set *set, size_t index, const struct audit_link *link,
                       const char *origin, struct diags *d) {
#ifdef AUDIT_MUTATE
    if (rules_mutant == RULE_FRAGMENT_ACROSS)
        return true;
#endif
    struct arena mem = {0};
    const struct rule_row *row = &rows[RULE_FRAGMENT_ACROSS];
    struct source source = {shown_path(&mem, set, set->paths[index]), STR_NONE};
    diag_output(d, place_of(&source, link->line, link->column, link->fragment.len), origin,
                row->code, "%s'%s'%s: %s", row->before, utf8_shown(&mem, link->fragment),
                row->after, utf8_shown(&mem, set->paths[link->target]));
    arena_finish(&mem);
    return false;
}

/* The way to one file as seen from beside another: without the folders that both are in. */
static struct str beside(struct str path, struct str other) {
    size_t from = 0;
    for (size_t i = 0; i < path.len && i < other.len && path.p[i] == other.p[i]; i++)
        if (path.p[i] == '/')
            from = i + 1;
    return str_from_offset(path, from);
}

bool rules_refuse_hidden(const struct audit_set *set, const struct rules_hidden *h,
                         const char *origin, struct diags *d) {
#ifdef AUDIT_MUTATE
    if (rules_mutant == RULE_CSS_URL_HIDDEN)
        return true;
#endif
    struct arena mem = {0};
    const struct rule_row *row = &rows[RULE_CSS_URL_HIDDEN];
    struct source source = {shown_path(&mem, set, set->paths[h->sheet]), STR_NONE};
    diag_output(d, place_of(&source, h->at.line, h->at.column, 1), origin, row->code,
                "%s'%s'%s: %s:%u", row->before, h->root == AUDIT_ROOT_HTML ? "html" : "body",
                row->after, utf8_shown(&mem, beside(set->paths[h->by], set->paths[h->sheet])),
                (unsigned)h->by_at.line);
    arena_finish(&mem);
    return false;
}
