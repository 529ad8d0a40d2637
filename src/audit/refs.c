/* Most pages have few ids and links: they are kept in the page's own room, and the arena is asked
 * only by large ones. Ids are sorted, so neither many nor chosen ones cost more than n log n. */
#include "audit/refs.h"

#include <stdlib.h>

void refs_start(struct page *p) {
    p->ids = p->ids_room;
    p->refs = p->refs_room;
    p->targets = p->targets_room;
    p->id_count = p->ref_count = p->target_count = 0;
    p->id_cap = PAGE_IDS;
    p->ref_cap = PAGE_REFS;
    p->target_cap = PAGE_TARGETS;
}

/* In the order of memcmp; the bytes behind a short text count as 0, which no id has. */
static uint64_t prefix_of(struct str s) {
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < s.len ? (unsigned char)s.p[i] : 0);
    return prefix;
}

void refs_add_id(struct page *p, struct str id) {
    *arena_push(&p->r->scratch, &p->ids, &p->id_count, &p->id_cap) =
        (struct page_id){prefix_of(id), id};
}

static void add_ref(struct page *p, uint32_t target, struct str fragment) {
    *arena_push(&p->r->scratch, &p->refs, &p->ref_count, &p->ref_cap) =
        (struct page_ref){target, fragment};
}

void refs_add_list(struct page *p, struct str ids) {
    struct str rest = ids, id;
    while (str_next_part(&rest, ' ', &id))
        add_ref(p, p->r->index, id);
}

void refs_add_target(struct page *p, uint32_t target) {
    *arena_push(&p->r->scratch, &p->targets, &p->target_count, &p->target_cap) = target;
}

void refs_add_link(struct page *p, uint32_t target, struct str fragment) {
    if (target == MAP_NONE)
        return;
    refs_add_target(p, target);
    if (fragment.p != NULL)
        add_ref(p, target, fragment);
}

static int compare_text(const struct page_id *a, const struct page_id *b) {
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return str_cmp(a->text, b->text);
}

static int compare(const void *left, const void *right) {
    const struct page_id *a = left, *b = right;
    int c = compare_text(a, b);
    return c != 0 ? c : (a->text.p > b->text.p) - (a->text.p < b->text.p);
}

static void sort_few(struct page_id *ids, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct page_id id = ids[i];
        size_t at = i;
        for (; at > 0 && compare_text(&ids[at - 1], &id) > 0; at--)
            ids[at] = ids[at - 1];
        ids[at] = id;
    }
}

static void check_twice(struct page *p) {
    for (size_t i = 1; i < p->id_count; i++) {
        struct str id = p->ids[i].text;
        if (compare_text(&p->ids[i], &p->ids[i - 1]) == 0)
            rules_refuse(p->r, RULE_ID_TWICE, id.p, id.len, id);
    }
}

static bool has_id(const struct page *p, struct str text) {
    struct page_id id = {prefix_of(text), text};
    size_t from = 0, to = p->id_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int c = compare_text(&p->ids[middle], &id);
        if (c == 0)
            return true;
        if (c < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

static void keep_ids(struct page *p) {
    struct audit_file *out = p->r->out;
    size_t len = 0;
    for (size_t i = 0; i < p->id_count; i++)
        len += p->ids[i].text.len;
    char *to = arena_alloc(p->r->keep, len, 1);
    out->ids = arena_array(p->r->keep, struct str, p->id_count);
    out->id_count = p->id_count;
    for (size_t i = 0; i < p->id_count; i++) {
        struct str id = p->ids[i].text;
        memcpy(to, id.p, id.len);
        out->ids[i] = str_of(to, id.len);
        to += id.len;
    }
}

/* Line and column of places that come in the order of the page, in one walk. */
struct cursor {
    const char *p;
    uint32_t line;
    const char *line_start;
};

static struct audit_link placed(struct cursor *c, const struct page_ref *ref) {
    while (c->p < ref->fragment.p) {
        if (*c->p == '\n') {
            c->line++;
            c->line_start = c->p + 1;
        }
        c->p++;
    }
    return (struct audit_link){ref->target, c->line,
                               (uint32_t)(ref->fragment.p - c->line_start) + 1, ref->fragment};
}

static void keep_refs(struct page *p) {
    struct audit_file *out = p->r->out;
    struct cursor c = {p->scanner.input.p, 1, p->scanner.input.p};
    size_t room = 0;
    for (size_t i = 0; i < p->ref_count; i++) {
        const struct page_ref *ref = &p->refs[i];
        if (ref->target != p->r->index) {
            struct audit_link link = placed(&c, ref);
            link.fragment = arena_str(p->r->keep, link.fragment);
            *arena_push(p->r->keep, &out->links, &out->link_count, &room) = link;
        } else if (!has_id(p, ref->fragment)) {
            rules_refuse(p->r, RULE_FRAGMENT_MISSING, ref->fragment.p, ref->fragment.len,
                         ref->fragment);
        }
    }
}

/* The other files only. */
static void keep_targets(struct page *p) {
    struct audit_file *out = p->r->out;
    out->targets = arena_array(p->r->keep, uint32_t, p->target_count);
    for (size_t i = 0; i < p->target_count; i++)
        if (p->targets[i] != p->r->index)
            out->targets[out->target_count++] = p->targets[i];
}

void refs_end(struct page *p) {
    if (p->id_count <= PAGE_IDS)
        sort_few(p->ids, p->id_count);
    else
        qsort(p->ids, p->id_count, sizeof(p->ids[0]), compare);
    check_twice(p);
    if (!p->stopped) /* else ids may be missing that the rest of the page has */
        keep_refs(p);
    keep_ids(p);
    keep_targets(p);
}
