/* What only all files together show: fragments of other pages, pages nobody links to, paths that
 * meet where case is ignored, pictures of the page that another sheet takes away. */
#include <stdlib.h>

#include "audit/across.h"
#include "pack/pack.h"

struct across {
    const struct audit_set *set;
    const struct audit_file *files;
    const char *const *origins;
    struct diags *d;
    bool ok;
};

static const char *origin_of(const struct across *a, size_t i) {
    return a->origins == NULL ? NULL : a->origins[i];
}

static void refuse(struct across *a, size_t i, enum rule rule, const char *what) {
    a->ok = rules_refuse_path(a->set, a->set->paths[i], origin_of(a, i), rule, what, a->d) && a->ok;
}

/* --- paths */

static int compare_paths(const void *left, const void *right) {
    return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

/* Legal paths but for a few known names are in lower case: folding ASCII is enough. */
static void check_paths(struct across *a) {
    struct arena mem = {0};
    struct str *folded = arena_array(&mem, struct str, a->set->count);
    for (size_t i = 0; i < a->set->count; i++) {
        struct str path = a->set->paths[i];
        const char *problem = str_is(path, RULES_MARKER) ? NULL : pack_path_problem(path);
        char *copy = arena_cstr(&mem, path);
        if (problem != NULL)
            refuse(a, i, RULE_PATH, problem);
        for (size_t k = 0; k < path.len; k++)
            copy[k] = ascii_lower(copy[k]);
        folded[i] = str_of(copy, path.len);
    }
    if (a->set->count > 0)
        qsort(folded, a->set->count, sizeof(folded[0]), compare_paths);
    for (size_t i = 1; i < a->set->count; i++)
        if (str_eq(folded[i - 1], folded[i]) &&
            !rules_refuse_path(a->set, folded[i], NULL, RULE_PATH_TWICE, folded[i].p, a->d))
            a->ok = false;
    arena_finish(&mem);
}

/* --- fragments */

static bool has_id(const struct audit_file *file, struct str id) {
    return file->id_count > 0 &&
           bsearch(&id, file->ids, file->id_count, sizeof(id), compare_paths) != NULL;
}

static void check_fragments(struct across *a, size_t i) {
    const struct audit_file *file = &a->files[i];
    size_t missing = 0;
    for (size_t k = 0; k < file->link_count; k++) {
        const struct audit_link *link = &file->links[k];
        if (has_id(&a->files[link->target], link->fragment) || ++missing > RULES_FINDINGS_MAX)
            continue;
        a->ok = rules_refuse_link(a->set, i, link, origin_of(a, i), a->d) && a->ok;
    }
}

bool across_fragments(const struct audit_set *set, const struct audit_file *files,
                      const char *origin, struct diags *d) {
    struct arena mem = {0};
    const char **origins = arena_array(&mem, const char *, set->count);
    for (size_t i = 0; i < set->count; i++)
        origins[i] = origin;
    struct across a = {set, files, origins, d, true};
    for (size_t i = 0; i < set->count; i++)
        check_fragments(&a, i);
    arena_finish(&mem);
    return a.ok;
}

/* --- pages nobody links to */

static bool is_entrance(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    struct str name = str_from_offset(path, slash == SIZE_MAX ? 0 : slash + 1);
    return str_is(name, "index.html") || str_is(path, "START.html") || str_is(path, "404.html");
}

static void check_orphans(struct across *a) {
    struct arena mem = {0};
    bool *linked = arena_array(&mem, bool, a->set->count);
    for (size_t i = 0; i < a->set->count; i++)
        for (size_t k = 0; k < a->files[i].target_count; k++)
            linked[a->files[i].targets[k]] = true;
    for (size_t i = 0; i < a->set->count; i++)
        if (!linked[i] && audit_kind_of(a->set->paths[i]) == AUDIT_HTML &&
            !is_entrance(a->set->paths[i])) {
            const char *name = arena_cstr(&mem, a->set->paths[i]);
            refuse(a, i, RULE_ORPHAN, name);
        }
    arena_finish(&mem);
}

/* --- pictures that a page's sheets show in some states only */

static bool first_hiding(const struct across *a, enum audit_root root, size_t *by) {
    for (size_t i = 0; i < a->set->count; i++)
        if (a->files[i].hides[root].line > 0)
            return *by = i, true;
    return false;
}

/* Which sheets meet on one page is not looked at: all are taken for one. */
static void check_pictures(struct across *a) {
    for (enum audit_root root = 0; root < AUDIT_ROOTS; root++) {
        size_t by;
        if (!first_hiding(a, root, &by))
            continue;
        for (size_t i = 0; i < a->set->count; i++) {
            struct rules_hidden h = {root, i, by, a->files[i].shows[root],
                                     a->files[by].hides[root]};
            if (h.at.line > 0)
                a->ok = rules_refuse_hidden(a->set, &h, origin_of(a, i), a->d) && a->ok;
        }
    }
}

bool audit_across(const struct audit_set *set, const struct audit_file *files,
                  const char *const *origins, struct diags *d) {
    struct across a = {set, files, origins, d, true};
    check_paths(&a);
    for (size_t i = 0; i < set->count; i++)
        check_fragments(&a, i);
    check_orphans(&a);
    check_pictures(&a);
    return a.ok;
}
