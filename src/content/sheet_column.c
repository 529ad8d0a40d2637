/* From a column's name to steps in the tree of a service. The fields are those of service.c; a test
 * of the round trip fails when one is missing here. */
#include <assert.h>

#include "content/names.h"
#include "content/shape.h"
#include "content/sheet.h"

enum kind {
    WORD,
    DATE,
    PHONE,
    LIST,
    TEXT,
    CLAIM,      /* a value, or basis, checked, note */
    CHOICES,    /* the same with a list of values */
    STATEMENT,  /* the same with a text */
    STATEMENTS, /* the same with a list of texts */
    GROUPS,     /* a list of fields; LINES: its items may be plain values */
    LINES
};

struct sheet_field {
    const char *name;
    enum kind kind;
    const char *group; /* shown, recorded, noticed, met; or NULL */
    const struct sheet_field *items;
};

static const struct sheet_field schedule_items[] = {
    {"hours", WORD, NULL, NULL}, {"note", TEXT, NULL, NULL}, {0}};
static const struct sheet_field phone_items[] = {{"number", PHONE, NULL, NULL},
                                                 {"note", TEXT, NULL, NULL},
                                                 {"caller_id", CLAIM, NULL, NULL},
                                                 {0}};
static const struct sheet_field shared_items[] = {
    {"party", TEXT, NULL, NULL},   {"when", WORD, NULL, NULL}, {"basis", WORD, NULL, NULL},
    {"checked", DATE, NULL, NULL}, {"note", TEXT, NULL, NULL}, {0}};
static const struct sheet_field channel_items[] = {{"type", WORD, NULL, NULL},
                                                   {"address", TEXT, NULL, NULL},
                                                   {"key", WORD, NULL, NULL},
                                                   {"since", DATE, NULL, NULL},
                                                   {"until", DATE, NULL, NULL},
                                                   {"note", TEXT, NULL, NULL},
                                                   {"caller_id", CLAIM, NULL, NULL},
                                                   {"account", CLAIM, NULL, NULL},
                                                   {"tor", CLAIM, NULL, NULL},
                                                   {"server_logs", CLAIM, NULL, NULL},
                                                   {0}};

static const struct sheet_field about_items[] = {
    {"basis", WORD, NULL, NULL}, {"checked", DATE, NULL, NULL}, {"note", TEXT, NULL, NULL}, {0}};

/* Claims are in claim_kinds. */
static const struct sheet_field service_items[] = {
    {"name", TEXT, NULL, NULL},
    {"status", WORD, NULL, NULL},
    {"example", WORD, NULL, NULL},
    {"kinds", LIST, NULL, NULL},
    {"area", WORD, NULL, NULL},
    {"alert", TEXT, NULL, NULL},
    {"description", TEXT, NULL, NULL},
    {"address", TEXT, NULL, NULL},
    {"schedules", LINES, NULL, schedule_items},
    {"phones", LINES, NULL, phone_items},
    {"languages", LIST, NULL, NULL},
    {"eligibility", TEXT, NULL, NULL},
    {"fees", TEXT, NULL, NULL},
    {"assured_date", DATE, NULL, NULL},
    {"record_items", STATEMENTS, "recorded", NULL},
    {"record_retention", STATEMENT, "recorded", NULL},
    {"shared_with", LINES, "recorded", shared_items},
    {"duty_to_report", STATEMENTS, "recorded", NULL},
    {"police", STATEMENT, "recorded", NULL},
    {"staff", CHOICES, "met", NULL},
    {"replies", STATEMENT, "met", NULL},
    {"channels", GROUPS, NULL, channel_items},
    {0}};

struct naming {
    struct sheet_column *out;
    struct str rest; /* of the name; absent at its end */
    struct suggest *near;
};

static void push(struct naming *n, struct str name, unsigned index) {
    assert(n->out->count < SHEET_STEPS_MAX); /* no table is nested so deeply */
    n->out->steps[n->out->count++] = (struct sheet_step){.name = name, .index = index};
}

static bool end(struct naming *n, enum sheet_form form) {
    n->out->form = form;
    return n->rest.p == NULL;
}

/* "" or ".fi" */
static bool text(struct naming *n) {
    struct str language;
    if (n->rest.p == NULL)
        return end(n, SHEET_WORD);
    if (!str_next_part(&n->rest, '.', &language) || !shape_is_language(language))
        return false;
    push(n, language, 0);
    return end(n, SHEET_WORD);
}

/* "3" and the dot behind it. */
static bool take_index(struct naming *n) {
    struct str rest = n->rest, part;
    uint64_t index;
    if (!str_next_part(&rest, '.', &part) || !str_to_uint(part, SHEET_INDEX_MAX, &index) ||
        index == 0)
        return false;
    n->rest = rest;
    push(n, STR_NONE, (unsigned)index);
    return true;
}

static void offer(struct naming *n, const struct sheet_field *table, struct str wanted) {
    n->near->wanted = wanted;
    for (; table->name != NULL; table++)
        suggest_offer(n->near, str_from(table->name));
}

static const struct sheet_field *find(const struct sheet_field *table, struct str name) {
    for (; table->name != NULL; table++)
        if (str_is(name, table->name))
            return table;
    return NULL;
}

static bool simple(struct naming *n, enum kind kind) {
    switch (kind) {
    case DATE:
        return end(n, SHEET_DATE);
    case PHONE:
        return end(n, SHEET_PHONE);
    case LIST:
        return end(n, SHEET_LIST);
    case TEXT:
        return text(n);
    default:
        return end(n, SHEET_WORD);
    }
}

/* What is said about a value, or the value: "value" is a step that no column has. */
static bool evidence(struct naming *n, enum kind kind) {
    struct str rest = n->rest, part = STR_NONE;
    const struct sheet_field *about = NULL;
    if (str_next_part(&rest, '.', &part))
        about = find(about_items, part);
    if (about != NULL) {
        n->rest = rest;
        push(n, part, 0);
        return simple(n, about->kind);
    }
    push(n, str_lit("value"), 0);
    if (kind == STATEMENTS && n->rest.p == NULL)
        return end(n, SHEET_LINES);
    if (kind == STATEMENTS)
        return take_index(n) && evidence(n, STATEMENT);
    return simple(n, kind == STATEMENT ? TEXT : kind == CHOICES ? LIST : WORD);
}

static bool field(struct naming *n, const struct sheet_field *f) {
    struct str part;
    if (f->kind == LINES && n->rest.p == NULL)
        return end(n, SHEET_LINES);
    if (f->kind == LINES || f->kind == GROUPS) {
        if (!take_index(n) || !str_next_part(&n->rest, '.', &part))
            return false;
        const struct sheet_field *item = find(f->items, part);
        if (item == NULL) {
            offer(n, f->items, part);
            return false;
        }
        push(n, str_from(item->name), 0);
        return field(n, item);
    }
    if (f->kind >= CLAIM)
        return evidence(n, f->kind);
    return simple(n, f->kind);
}

static const struct claim_kind *find_claim(struct str name) {
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (str_is(name, claim_kinds[i].name))
            return &claim_kinds[i];
    return NULL;
}

static bool is_group(struct str name) {
    for (size_t i = 0; i < CLAIM_GROUPS; i++)
        if (str_is(name, claim_group_names[i]))
            return true;
    return false;
}

bool sheet_column(struct str name, struct sheet_column *out, struct suggest *near) {
    struct naming n = {out, name, near};
    struct str part, group = STR_NONE;
    *out = (struct sheet_column){.name = name, .form = SHEET_ID};
    if (str_is(name, "id"))
        return true;
    bool any = str_next_part(&n.rest, '.', &part);
    assert(any); /* the name is not empty */
    if (is_group(part)) {
        group = part;
        if (!str_next_part(&n.rest, '.', &part))
            part = group;
    }
    const struct sheet_field *f = find(service_items, part);
    const struct claim_kind *claim = f == NULL ? find_claim(part) : NULL;
    const char *home = f != NULL ? f->group : NULL;
    if (claim != NULL)
        home = claim_group_names[claim->group];
    if ((f != NULL || claim != NULL) &&
        (group.p == NULL || (home != NULL && str_is(group, home)))) {
        const struct sheet_field as_claim = {.name = "", .kind = CLAIM};
        if (home != NULL)
            push(&n, str_from(home), 0);
        push(&n, part, 0);
        if (field(&n, f != NULL ? f : &as_claim))
            return true;
    }
    if (f != NULL || claim != NULL)
        return false;
    offer(&n, service_items, part);
    suggest_offer(near, str_lit("id"));
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        suggest_offer(near, str_from(claim_kinds[i].name));
    size_t row = 0;
    for (const char *ours; near->best.p == NULL && (ours = names_other(part, &row)) != NULL;)
        if ((f = find(service_items, str_from(ours))) != NULL && f->kind != GROUPS)
            near->best = str_from(ours);
    return false;
}
