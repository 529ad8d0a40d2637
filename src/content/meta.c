/* Front matter: finds the two "---" lines, reads what is between them, hands back the rest. The
 * lines inside keep the numbers they have in the file. */
#include "content/bytes.h"
#include "content/dose.h"
#include "content/fields.h"
#include "content/reference.h"

enum { CARD_BYTES_MAX = 300 };

/* --- amounts and times */

static void read_dose_row(struct reader *r, const struct node *n, struct meta *out) {
    static const struct field table[] = {
        {"route", field_word, offsetof(struct dose_row, route), NULL, OPTIONAL},
        {"unit", field_word, offsetof(struct dose_row, unit), dose_units, REQUIRED},
        {"threshold", field_word, offsetof(struct dose_row, threshold), NULL, OPTIONAL},
        {"light", field_word, offsetof(struct dose_row, light), NULL, OPTIONAL},
        {"common", field_word, offsetof(struct dose_row, common), NULL, OPTIONAL},
        {"strong", field_word, offsetof(struct dose_row, strong), NULL, OPTIONAL},
        {"heavy", field_word, offsetof(struct dose_row, heavy), NULL, OPTIONAL},
        {"source", field_word, offsetof(struct dose_row, source), NULL, OPTIONAL},
        {"note", field_word, offsetof(struct dose_row, note), NULL, OPTIONAL},
        {0}};
    struct dose_row row = {.at = n->at};
    size_t errors = r->d->errors;
    fields_read(r, n, table, &row);
    if (n->kind != NODE_FIELDS)
        return;
    if (row.unit.value.p != NULL && !dose_check_unit(&row.unit, r->d))
        row.unit.value = STR_NONE;
    dose_check(&row, r->d);
    if (r->d->errors == errors)
        *arena_push(r->mem, &out->doses, &out->dose_count, &out->dose_cap) = row;
}

static void read_doses(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)f;
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item))
        if (!fields_give_up(r))
            read_dose_row(r, item, to);
}

static void read_timing(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field table[] = {
        {"onset", field_word, offsetof(struct timing, onset), NULL, OPTIONAL},
        {"peak", field_word, offsetof(struct timing, peak), NULL, OPTIONAL},
        {"total", field_word, offsetof(struct timing, total), NULL, OPTIONAL},
        {"after", field_word, offsetof(struct timing, after), NULL, OPTIONAL},
        {"source", field_word, offsetof(struct timing, source), NULL, OPTIONAL},
        {0}};
    struct timing *t = to;
    (void)f;
    fields_read(r, n, table, t);
    dose_check_duration(&t->onset, "onset", r->d);
    dose_check_duration(&t->peak, "peak", r->d);
    dose_check_duration(&t->total, "total", r->d);
    dose_check_duration(&t->after, "after", r->d);
    t->given = t->onset.value.p != NULL || t->peak.value.p != NULL || t->total.value.p != NULL ||
               t->after.value.p != NULL;
}

/* --- sources: ids, or whole entries */

static struct str source_item(struct reader *r, const struct node *n, const char *name, void *ctx) {
    struct references *entries = ctx;
    struct reference entry;
    if (n->kind != NODE_FIELDS)
        return fields_id(r, n, name);
    return reference_read(r, n, entries, &entry) ? entry.id : STR_NONE;
}

static void read_sources(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct meta *out = to;
    struct node alone = *n, list = {.kind = NODE_LIST, .first = &alone};
    alone.next = NULL;
    fields_items(r, n->kind == NODE_FIELDS ? &list : n, f->name, source_item, &out->inline_sources,
                 &out->sources);
}

/* --- the rest */

static void read_card(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct word *card = to;
    field_prose(r, n, f, card);
    if (card->value.len > CARD_BYTES_MAX)
        diag_error(r->d, n->at, "content/card-long",
                   "the card is %zu bytes long, %zu more than the %d that fit into its code",
                   card->value.len, card->value.len - CARD_BYTES_MAX, CARD_BYTES_MAX);
}

static void read_reviewed(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct meta *out = to;
    field_date(r, n, f, &out->reviewed);
    out->reviewed_at = n->at;
}

static void read_review_by(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    struct meta *out = to;
    field_date(r, n, f, &out->review_by);
    out->review_by_at = n->at;
}

static const char *const status_names[] = {
    [META_REVIEWED] = "reviewed", [META_DRAFT] = "draft", [META_WITHDRAWN] = "withdrawn", NULL};

static void read_status(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct meta *out = to;
    field_choice(r, n, f, &out->status);
    out->status_at = n->at;
}

static const struct field meta_fields[] = {
    {"title", field_word, offsetof(struct meta, title), NULL, OPTIONAL},
    {"plain_title", field_word, offsetof(struct meta, plain_title), NULL, OPTIONAL},
    {"aliases", field_words, offsetof(struct meta, aliases), NULL, OPTIONAL},
    {"classes", field_ids, offsetof(struct meta, classes), NULL, OPTIONAL},
    {"summary", field_prose, offsetof(struct meta, summary), NULL, OPTIONAL},
    {"reviewed", read_reviewed, 0, NULL, OPTIONAL},
    {"review_by", read_review_by, 0, NULL, OPTIONAL},
    {"status", read_status, 0, status_names, OPTIONAL},
    {"withdrawn_because", field_prose, offsetof(struct meta, withdrawn_because), NULL, OPTIONAL},
    {"safety_correction", field_prose, offsetof(struct meta, safety_correction), NULL, OPTIONAL},
    {"order", field_int, offsetof(struct meta, order), NULL, OPTIONAL},
    {"card", read_card, offsetof(struct meta, card), NULL, OPTIONAL},
    {"translated_from", field_word, offsetof(struct meta, translated_from), NULL, OPTIONAL},
    {"layout", field_word, offsetof(struct meta, layout), NULL, OPTIONAL},
    {"doses", read_doses, 0, NULL, OPTIONAL},
    {"timing", read_timing, offsetof(struct meta, timing), NULL, OPTIONAL},
    {"sources", read_sources, 0, NULL, OPTIONAL},
    {0}};

static void check_dates(const struct meta *meta, struct diags *d) {
    if (date_is_set(meta->reviewed) && date_is_set(meta->review_by) &&
        date_cmp(meta->review_by, meta->reviewed) < 0)
        diag_error(d, meta->review_by_at, "content/date-order",
                   "'review_by' is before 'reviewed' (%s)", date_format(meta->reviewed).p);
}

static void check_withdrawal(const struct meta *meta, struct diags *d) {
    bool withdrawn = meta->status == META_WITHDRAWN;
    bool because = meta->withdrawn_because.value.len > 0;
    if (withdrawn && !because)
        diag_warning(d, meta->status_at, "content/withdrawn-reason",
                     "nobody is told why this page is withdrawn: write 'withdrawn_because: …', for "
                     "the page and for the list of changes");
    else if (because && !withdrawn)
        diag_warning(d, meta->withdrawn_because.at, "content/withdrawn-reason",
                     "this is not shown, because the page is not withdrawn: write 'status: "
                     "withdrawn', or take the line out");
}

/* --- the two lines */

/* Offsets of a file with front matter. */
struct split {
    size_t from, to; /* the fields */
    size_t body;     /* first byte behind the closing line */
    unsigned body_line;
};

static bool is_rule(struct str line) {
    return str_starts(line, str_lit("---")) && str_trim(str_from_offset(line, 3)).len == 0;
}

/* Whether a line is a name and a sign behind it: "title: Tea", "title = 'Tea'". */
static bool is_field(struct str line, char sign) {
    size_t at = str_find_char(line, sign);
    return at != SIZE_MAX && at > 0 && ascii_is_alpha(line.p[0]) &&
           str_find_char(str_trim(str_slice(line, 0, at)), ' ') == SIZE_MAX;
}

/* "--- title: Tea", and more of fields below it. */
static bool is_rule_with_field(struct str line, struct str next) {
    return str_starts(line, str_lit("---")) && line.len > 3 && ascii_is_space(line.p[3]) &&
           is_field(str_trim(str_from_offset(line, 3)), ':') &&
           (is_rule(next) || is_field(next, ':'));
}

/* Fields in another place, or in the notation of other generators, would be printed on the page. */
static bool check_late(const struct source *source, size_t mark, struct diags *d) {
    struct str rest = str_from_offset(source->text, mark), line = STR_NONE, next;
    size_t at = mark;
    while (str_next_line(&rest, &line) && str_trim(line).len == 0)
        at = source->text.len - rest.len;
    if (!str_next_line(&rest, &next))
        return true;
    if (is_rule(str_trim(line)) && is_field(next, ':'))
        return diag_error(d, place_at_offset(source, at, 3), "content/front-matter",
                          "front matter starts with '---' in the first column of the first line");
    if (is_rule_with_field(str_trim(line), next))
        return diag_error(d, place_at_offset(source, at, 3), "content/front-matter",
                          "'---' needs a line of its own: start the field below it");
    if (str_eq(str_trim(line), str_lit("+++")) && is_field(next, '='))
        return diag_error(d, place_at_offset(source, at, 3), "content/front-matter",
                          "these fields are TOML: write them as YAML, a line 'title: …' for each, "
                          "between two lines '---'");
    return true;
}

/* True with `out` filled; false: none, or (with a message) one that does not end. */
static bool find_split(const struct source *source, size_t mark, struct split *out,
                       struct diags *d) {
    struct str rest = str_from_offset(source->text, mark), line;
    struct place first = place_of(source, 1, mark + 1, 3);
    if (!str_next_line(&rest, &line) || !is_rule(line))
        return false;
    out->from = source->text.len - rest.len;
    for (unsigned number = 2;; number++) {
        out->to = source->text.len - rest.len;
        if (out->to - out->from > BYTES_FRONT_MATTER_MAX)
            return diag_error(d, first, "content/front-matter",
                              "front matter is longer than %d bytes, or its closing '---' is "
                              "missing",
                              BYTES_FRONT_MATTER_MAX);
        if (!str_next_line(&rest, &line))
            return diag_error(d, first, "content/front-matter",
                              "front matter starts here, but its closing line '---' is missing");
        if (is_rule(line)) {
            out->body = source->text.len - rest.len;
            out->body_line = number + 1;
            return true;
        }
    }
}

bool meta_parse(struct arena *mem, const struct source *source, struct meta *out, struct str *body,
                unsigned *body_line, struct diags *d) {
    struct split split = {0};
    struct reader r;
    size_t mark = source->text.len - bytes_without_mark(source->text).len, errors = d->errors;
    *out = (struct meta){.order = INT32_MAX};
    *body = str_from_offset(source->text, mark);
    *body_line = 1;
    if (!bytes_check(source, mark, source->text.len, d))
        return false;
    if (!find_split(source, mark, &split, d))
        return d->errors == errors && check_late(source, mark, d);
    out->present = true;
    *body = str_from_offset(source->text, split.body);
    *body_line = split.body_line;
    if (fields_open_part(&r, mem, source, split.from, split.to, d))
        fields_read(&r, r.tree.root, meta_fields, out);
    check_dates(out, d);
    check_withdrawal(out, d);
    return fields_close(&r);
}
