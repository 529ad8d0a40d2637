/* One service: tables of its fields. What contradicts itself is service_check.c's. */
#include "content/bytes.h"
#include "content/evidence.h"
#include "content/fields.h"
#include "content/phone.h"
#include "content/service_check.h"
#include "content/shape.h"

/* --- the four groups of claims */

static void read_claim(struct reader *r, const struct node *n, const struct field *f, void *to) {
    evidence_claim(r, n, f->name, f->arg, to);
}

/* Claims are found in claim_kinds; what is no scalar has a row in `others`. */
static void read_group(struct reader *r, const struct node *n, enum claim_group group,
                       const struct field *others, struct service *out) {
    enum { ROWS = CLAIM_COUNT + 8 };
    struct field table[ROWS] = {{0}};
    size_t count = 0;
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (claim_kinds[i].group == group)
            table[count++] = (struct field){.name = claim_kinds[i].name,
                                            .read = read_claim,
                                            .offset = offsetof(struct service, claims) +
                                                      i * sizeof(struct claim),
                                            .arg = claim_kinds[i].values};
    for (; others != NULL && others->name != NULL; others++)
        table[count++] = *others;
    fields_read(r, n, table, out);
}

static void read_shown(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)f;
    read_group(r, n, CLAIM_SHOWN, NULL, to);
}

static void read_shared(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field table[] = {
        {"party", evidence_field_statement, offsetof(struct shared_with, party), NULL, REQUIRED},
        {"when", field_line, offsetof(struct shared_with, when), NULL, OPTIONAL},
        {"basis", evidence_field_basis, offsetof(struct shared_with, party.basis), NULL, OPTIONAL},
        {"checked", field_date, offsetof(struct shared_with, party.checked), NULL, OPTIONAL},
        {"note", field_text, offsetof(struct shared_with, party.note), NULL, OPTIONAL},
        {0}};
    struct service *out = to;
    (void)f;
    out->shared_known = true;
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item)) {
        struct shared_with row = {.when = STR_NONE};
        const struct node *when = fields_find(item, "when");
        if (fields_give_up(r))
            return;
        fields_read(r, item, table, &row);
        if (row.when.p == NULL ||
            !fields_one_of(r, row.when, when->at, "when", share_whens, "unknown"))
            row.when = str_lit("unknown");
        if (row.party.value.count > 0)
            *arena_push(r->mem, &out->shared_with, &out->shared_count, &out->shared_cap) = row;
    }
}

static void read_recorded(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field others[] = {
        {"record_items", evidence_field_statements, offsetof(struct service, record_items), NULL,
         OPTIONAL},
        {"record_retention", evidence_field_statement, offsetof(struct service, record_retention),
         NULL, OPTIONAL},
        {"shared_with", read_shared, 0, NULL, OPTIONAL},
        {"duty_to_report", evidence_field_statements, offsetof(struct service, duty_to_report),
         NULL, OPTIONAL},
        {"police", evidence_field_statement, offsetof(struct service, police), NULL, OPTIONAL},
        {0}};
    (void)f;
    read_group(r, n, CLAIM_RECORDED, others, to);
}

static void read_noticed(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)f;
    read_group(r, n, CLAIM_NOTICED, NULL, to);
}

static void read_staff(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field roles = {.name = "staff", .arg = staff_roles};
    struct service *out = to;
    const struct node *value = evidence_about(r, n, &out->staff_about);
    (void)f;
    if (value == NULL || (value->kind == NODE_WORD && str_is(value->value, "unknown")))
        return;
    out->staff_known = true;
    field_choices(r, value, &roles, &out->staff);
}

static void read_met(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field others[] = {
        {"staff", read_staff, 0, NULL, OPTIONAL},
        {"replies", evidence_field_statement, offsetof(struct service, replies), NULL, OPTIONAL},
        {0}};
    (void)f;
    read_group(r, n, CLAIM_MET, others, to);
}

/* --- lists of groups */

static void read_schedule(struct reader *r, const struct node *n, struct service *out) {
    static const struct field table[] = {
        {"hours", field_line, offsetof(struct schedule, hours_text), NULL, OPTIONAL},
        {"note", field_text, offsetof(struct schedule, note), NULL, OPTIONAL},
        {0}};
    struct schedule row = {.at = n->at};
    const struct node *hours = n;
    if (n->kind == NODE_WORD) {
        row.hours_text = fields_line(r, n, "schedules");
    } else {
        fields_read(r, n, table, &row);
        hours = fields_find(n, "hours");
    }
    if (row.hours_text.p != NULL &&
        !hours_parse(r->mem, row.hours_text, hours->at, &row.hours, r->d))
        return;
    if (row.hours_text.p != NULL || row.note.count > 0)
        *arena_push(r->mem, &out->schedules, &out->schedule_count, &out->schedule_cap) = row;
}

static void read_phone(struct reader *r, const struct node *n, struct service *out) {
    static const struct field table[] = {
        {"number", field_line, offsetof(struct phone, number), NULL, REQUIRED},
        {"note", field_text, offsetof(struct phone, note), NULL, OPTIONAL},
        {"caller_id", read_claim, offsetof(struct phone, caller_id), NULL, OPTIONAL},
        {0}};
    struct field rows[ARRAY_LEN(table)];
    struct phone row = {.at = n->at, .caller_id = evidence_unknown()};
    memcpy(rows, table, sizeof(table));
    rows[2].arg = channel_claim_kinds[CHANNEL_CALLER_ID].values;
    if (n->kind == NODE_WORD)
        row.number = fields_line(r, n, "phones");
    else
        fields_read(r, n, rows, &row);
    if (row.number.p == NULL)
        return;
    const struct node *number = n->kind == NODE_WORD ? n : fields_find(n, "number");
    if (phone_check(r, number->at, row.number))
        *arena_push(r->mem, &out->phones, &out->phone_count, &out->phone_cap) = row;
}

static void read_channel(struct reader *r, const struct node *n, struct service *out) {
    enum { CLAIMS_FROM = 6 };
    struct field table[CLAIMS_FROM + CHANNEL_CLAIM_COUNT + 1] = {
        {"type", field_line, offsetof(struct channel, type), NULL, REQUIRED},
        {"address", field_text, offsetof(struct channel, address), NULL, OPTIONAL},
        {"key", field_lines, offsetof(struct channel, key), NULL, OPTIONAL},
        {"since", field_date, offsetof(struct channel, since), NULL, OPTIONAL},
        {"until", field_date, offsetof(struct channel, until), NULL, OPTIONAL},
        {"note", field_text, offsetof(struct channel, note), NULL, OPTIONAL}};
    struct channel row = {.at = n->at};
    for (size_t i = 0; i < CHANNEL_CLAIM_COUNT; i++) {
        row.claims[i] = evidence_unknown();
        table[CLAIMS_FROM + i] =
            (struct field){.name = channel_claim_kinds[i].name,
                           .read = read_claim,
                           .offset = offsetof(struct channel, claims) + i * sizeof(struct claim),
                           .arg = channel_claim_kinds[i].values};
    }
    fields_read(r, n, table, &row);
    if (row.type.p == NULL)
        return;
    const struct node *type = fields_find(n, "type");
    if (!fields_one_of(r, row.type, type->at, "type", channel_types, NULL))
        return;
    service_check_channel(r, n, &row);
    *arena_push(r->mem, &out->channels, &out->channel_count, &out->channel_cap) = row;
}

typedef void row_fn(struct reader *r, const struct node *n, struct service *out);

static void each(struct reader *r, const struct node *n, row_fn *read, struct service *out) {
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item))
        if (!fields_give_up(r))
            read(r, item, out);
}

static void read_schedules(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    (void)f;
    each(r, n, read_schedule, to);
}

static void read_phones(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)f;
    each(r, n, read_phone, to);
}

static void read_channels(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)f;
    each(r, n, read_channel, to);
}

static struct str language_item(struct reader *r, const struct node *n, const char *name,
                                void *ctx) {
    struct str tag = fields_line(r, n, name);
    (void)ctx;
    if (tag.p == NULL || shape_is_language(tag))
        return tag;
    diag_error(r->d, n->at, "content/language-invalid",
               "'%s' is no language tag: write en, fi, pt-BR", fields_shown(tag).p);
    return STR_NONE;
}

static void read_languages(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    fields_items(r, n, f->name, language_item, NULL, to);
}

/* --- the file */

static const char *const status_names[] = {[SERVICE_ACTIVE] = "active",
                                           [SERVICE_INACTIVE] = "inactive",
                                           [SERVICE_DEFUNCT] = "defunct",
                                           [SERVICE_TEMPORARILY_CLOSED] = "temporarily-closed",
                                           NULL};

static const struct field service_fields[] = {
    {"name", field_text, offsetof(struct service, name), NULL, REQUIRED},
    {"status", field_choice, offsetof(struct service, status), status_names, DEFINITE},
    {"example", field_bool, offsetof(struct service, example), NULL, DEFINITE},
    {"kinds", field_ids, offsetof(struct service, kinds), NULL, OPTIONAL},
    {"area", field_id, offsetof(struct service, area), NULL, OPTIONAL},
    {"alert", field_text, offsetof(struct service, alert), NULL, OPTIONAL},
    {"description", field_text, offsetof(struct service, description), NULL, OPTIONAL},
    {"address", field_text, offsetof(struct service, address), NULL, OPTIONAL},
    {"schedules", read_schedules, 0, NULL, OPTIONAL},
    {"phones", read_phones, 0, NULL, OPTIONAL},
    {"languages", read_languages, offsetof(struct service, languages), NULL, OPTIONAL},
    {"eligibility", field_text, offsetof(struct service, eligibility), NULL, OPTIONAL},
    {"fees", field_text, offsetof(struct service, fees), NULL, OPTIONAL},
    {"assured_date", field_date, offsetof(struct service, assured), NULL, OPTIONAL},
    {"shown", read_shown, 0, NULL, OPTIONAL},
    {"recorded", read_recorded, 0, NULL, OPTIONAL},
    {"noticed", read_noticed, 0, NULL, OPTIONAL},
    {"met", read_met, 0, NULL, OPTIONAL},
    {"channels", read_channels, 0, NULL, OPTIONAL},
    {0}};

/* Claims are written beside their group as often as in it. */
static const char *group_of(struct str name) {
    static const char *const recorded[] = {"record_items", "record_retention", "shared_with",
                                           "duty_to_report", "police"};
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (str_is(name, claim_kinds[i].name))
            return claim_group_names[claim_kinds[i].group];
    for (size_t i = 0; i < ARRAY_LEN(recorded); i++)
        if (str_is(name, recorded[i]))
            return claim_group_names[CLAIM_RECORDED];
    return str_is(name, "staff") || str_is(name, "replies") ? claim_group_names[CLAIM_MET] : NULL;
}

void service_read(struct reader *r, struct str id, struct service *out) {
    *out = (struct service){.id = id, .source = *r->source};
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        out->claims[i] = evidence_unknown();
    out->staff_about = out->record_items.about = out->duty_to_report.about = evidence_unknown();
    out->at = place_of(&out->source, 0, 0, 0);
    if (r->tree.root == NULL)
        return;
    r->unknown_is_absent = true;
    r->group_of = group_of;
    fields_read(r, r->tree.root, service_fields, out);
    service_check(r, out);
}

bool service_parse(struct arena *mem, const struct source *source, struct str id,
                   struct service *out, struct diags *d) {
    struct reader r;
    if (!fields_open(&r, mem, source, BYTES_FILE_MAX, d))
        r.tree.root = NULL;
    service_read(&r, id, out);
    out->source = *source;
    out->at = place_of(r.source, 0, 0, 0);
    return fields_close(&r);
}
