/* What an editor knows and how: the one place that tells {value, basis, checked, note} from a text
 * in several languages. */
#include "content/evidence.h"

struct claim evidence_unknown(void) {
    return (struct claim){.value = str_lit("unknown")};
}

/* Takes any value; what it may be is the caller's. */
static void keep_node(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)r;
    (void)f;
    *(const struct node **)to = n;
}

void evidence_field_basis(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    if (value.p != NULL && fields_one_of(r, value, n->at, f->name, claim_bases, NULL))
        *(struct str *)to = value;
}

/* A group about a value, and not texts by language. */
static bool is_about(const struct node *n) {
    return fields_find(n, "value") != NULL || fields_find(n, "basis") != NULL ||
           fields_find(n, "checked") != NULL || fields_find(n, "note") != NULL;
}

struct about {
    const struct node *value;
    struct claim claim;
};

const struct node *evidence_about(struct reader *r, const struct node *n, struct claim *about) {
    static const struct field table[] = {
        {"value", keep_node, offsetof(struct about, value), NULL, OPTIONAL},
        {"basis", evidence_field_basis, offsetof(struct about, claim.basis), NULL, OPTIONAL},
        {"checked", field_date, offsetof(struct about, claim.checked), NULL, OPTIONAL},
        {"note", field_text, offsetof(struct about, claim.note), NULL, OPTIONAL},
        {0}};
    struct about all = {.claim = evidence_unknown()};
    all.claim.at = n->at;
    if (is_about(n))
        fields_read(r, n, table, &all);
    else
        all.value = n;
    *about = all.claim;
    return all.value;
}

void evidence_claim(struct reader *r, const struct node *n, const char *name,
                    const char *const *values, struct claim *out) {
    const struct node *value = evidence_about(r, n, out);
    if (value == NULL)
        return;
    out->at = value->at;
    struct str word = fields_line(r, value, name);
    if (word.p != NULL && fields_one_of(r, word, value->at, name, values, "unknown"))
        out->value = word;
}

void evidence_statement(struct reader *r, const struct node *n, const char *name,
                        struct statement *out) {
    struct field f = {.name = name};
    struct claim about;
    const struct node *value = evidence_about(r, n, &about);
    *out = (struct statement){.basis = about.basis,
                              .checked = about.checked,
                              .note = about.note,
                              .at = value == NULL ? n->at : value->at};
    if (value != NULL)
        field_text(r, value, &f, &out->value);
}

void evidence_statements(struct reader *r, const struct node *n, const char *name,
                         struct statements *out) {
    const struct node *list = n, *value = fields_find(n, "value");
    bool about_list = is_about(n) && (value == NULL || value->kind == NODE_LIST ||
                                      str_is(value->value, "unknown"));
    *out = (struct statements){.known = true, .about = evidence_unknown()};
    if (about_list)
        list = evidence_about(r, n, &out->about);
    if (list == NULL || list->kind == NODE_WORD) { /* asked, and still not known */
        out->known = list != NULL && !about_list;
        if (!out->known)
            return;
    }
    out->about.at = list->at;
    for (const struct node *item = fields_first(list); item != NULL;
         item = fields_next(list, item)) {
        struct statement one;
        if (fields_give_up(r))
            return;
        evidence_statement(r, item, name, &one);
        if (one.value.count > 0)
            *arena_push(r->mem, &out->items, &out->count, &out->cap) = one;
    }
}

void evidence_field_statement(struct reader *r, const struct node *n, const struct field *f,
                              void *to) {
    evidence_statement(r, n, f->name, to);
}

void evidence_field_statements(struct reader *r, const struct node *n, const struct field *f,
                               void *to) {
    evidence_statements(r, n, f->name, to);
}
