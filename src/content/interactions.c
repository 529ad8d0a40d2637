/* content/interactions.csv: one row a pair. The CSV itself (quotes, line ends) is csv.c's. */
#include "content/bytes.h"
#include "content/content.h"
#include "content/csv.h"
#include "content/shape.h"

enum { COLUMNS_MAX = 64 };

enum column { COLUMN_A, COLUMN_B, COLUMN_RISK, COLUMN_NOTE, COLUMN_SOURCES, COLUMN_NONE };
static const char *const column_names[] = {"a", "b", "risk", "note", "sources", NULL};

struct table {
    struct arena *mem;
    const struct source *source;
    struct diags *d;
    enum column columns[COLUMNS_MAX];
    struct str languages[COLUMNS_MAX]; /* of notes */
    size_t count, notes;
    struct map pairs;
    struct interaction_rows *out;
};

/* --- the header */

static enum column column_named(struct str name) {
    for (size_t i = 0; column_names[i] != NULL; i++)
        if (str_is(name, column_names[i]))
            return (enum column)i;
    return COLUMN_NONE;
}

static void take_column(struct table *t, const struct word *cell) {
    struct str name = str_trim(cell->value), language = STR_NONE;
    enum column column = column_named(name);
    if (str_starts(name, str_lit("note."))) {
        language = str_from_offset(name, 5);
        column = COLUMN_NOTE;
        if (!shape_is_language(language)) {
            diag_error(t->d, cell->at, "content/language-invalid",
                       "'%.*s' is no language tag: a column is called note.fi or note.pt-BR",
                       STR_ARG(language));
            column = COLUMN_NONE;
        }
    } else if (column == COLUMN_NONE && !str_starts(name, str_lit("#"))) { /* "# mine": not read */
        diag_error(t->d, cell->at, "csv/column-unknown", "unknown column '%.*s'%s", STR_ARG(name),
                   suggest_tail(suggest_among(name, column_names)).p);
    }
    for (size_t i = 0; column != COLUMN_NONE && i < t->count; i++)
        if (t->columns[i] == column && str_eq_nocase(t->languages[i], language)) {
            diag_error(t->d, cell->at, "csv/column-repeated", "the column '%.*s' is there twice",
                       STR_ARG(name));
            column = COLUMN_NONE;
        }
    t->notes += column == COLUMN_NOTE;
    t->columns[t->count] = column;
    t->languages[t->count++] = language;
}

/* Another separator makes the header one cell. */
static bool check_separator(struct table *t, const struct words *cells) {
    if (cells->count > 1 || str_find_char(cells->items[0].value, '|') == SIZE_MAX)
        return true;
    return diag_error(t->d, cells->items[0].at, "csv/separator",
                      "columns are separated by bars here: save the table with commas");
}

/* A table that begins with its first pair. */
static bool check_names(struct table *t, const struct words *cells) {
    for (size_t i = 0; i < cells->count; i++)
        if (column_named(str_trim(cells->items[i].value)) != COLUMN_NONE)
            return true;
    return diag_error(t->d, cells->items[0].at, "csv/column-missing",
                      "the first line names the columns: put the line a,b,risk,note,sources above");
}

static bool take_header(struct table *t, const struct words *cells) {
    size_t errors = t->d->errors;
    if (!check_separator(t, cells) || !check_names(t, cells))
        return false;
    if (cells->count > COLUMNS_MAX)
        return diag_error(t->d, cells->items[0].at, "csv/columns", "more than %d columns",
                          COLUMNS_MAX);
    for (size_t i = 0; i < cells->count; i++)
        take_column(t, &cells->items[i]);
    for (enum column need = COLUMN_A; need <= COLUMN_RISK; need++) {
        bool found = false;
        for (size_t i = 0; i < t->count; i++)
            found = found || t->columns[i] == need;
        if (!found && t->d->errors == errors)
            diag_error(t->d, cells->items[0].at, "csv/column-missing",
                       "the column '%s' is missing: the first line is a,b,risk,note,sources",
                       column_names[need]);
    }
    return t->d->errors == errors;
}

/* --- rows */

static struct word id_cell(struct table *t, const struct word *cell, const char *name) {
    struct word out = {str_trim(cell->value), cell->at};
    if (out.value.len == 0)
        diag_error(t->d, cell->at, "csv/empty", "the column '%s' is empty", name);
    else if (shape_is_id(out.value))
        return out;
    else
        diag_error(t->d, cell->at, "content/id-invalid",
                   "'%.*s' is no id for '%s': use a-z, 0-9 and '-'%s",
                   out.value.len > 60 ? 60 : (int)out.value.len, out.value.p, name,
                   suggest_tail(shape_id_like(t->mem, out.value)).p);
    return (struct word){STR_NONE, cell->at};
}

static void take_sources(struct table *t, const struct word *cell, struct words *out) {
    struct str rest = cell->value;
    for (size_t from = 0; from < rest.len;) {
        size_t to = from;
        while (to < rest.len && !ascii_is_space(rest.p[to]) && rest.p[to] != ';')
            to++;
        struct word id = {str_slice(rest, from, to), cell->at};
        if (cell->at.width == rest.len) {
            id.at.column += (uint32_t)from;
            id.at.width = (uint32_t)(to - from);
        }
        if (to > from)
            id = id_cell(t, &id, "sources");
        if (to > from && id.value.p != NULL)
            *arena_push(t->mem, &out->items, &out->count, &out->cap) = id;
        from = to + 1;
    }
}

static void take_note(struct table *t, const struct word *cell, struct str language,
                      struct text *out) {
    struct str value = str_trim(cell->value);
    if (out->items == NULL)
        out->items = arena_array(t->mem, struct text_entry, t->notes);
    if (value.len > 0)
        out->items[out->count++] = (struct text_entry){language, value, cell->at};
}

static void check_pair(struct table *t, const struct interaction_row *row) {
    struct str a = row->a.value, b = row->b.value;
    if (str_eq(a, b)) {
        diag_error(t->d, row->b.at, "interactions/same",
                   "'%.*s' is on both sides: a pair has two substances", STR_ARG(a));
        return;
    }
    bool turned = str_cmp(a, b) > 0;
    struct str key =
        arena_printf(t->mem, "%.*s,%.*s", STR_ARG(turned ? b : a), STR_ARG(turned ? a : b));
    uint32_t line = map_add(&t->pairs, key, row->at.line);
    if (line != MAP_NONE)
        diag_error(t->d, row->at, "interactions/repeated",
                   "'%.*s' with '%.*s' is given twice, first in line %u", STR_ARG(a), STR_ARG(b),
                   line);
}

static void take_row(struct table *t, const struct words *cells) {
    struct interaction_row row = {.at = cells->items[0].at};
    if (cells->count != t->count) {
        diag_error(t->d, row.at, "csv/columns",
                   cells->count > t->count
                       ? "this row has %zu columns, the first line has %zu: put a text with a "
                         "comma in double quotes"
                       : "this row has %zu columns, the first line has %zu: a cell that stays "
                         "empty has its comma, too",
                   cells->count, t->count);
        return;
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct word *cell = &cells->items[i];
        if (t->columns[i] == COLUMN_A)
            row.a = id_cell(t, cell, "a");
        else if (t->columns[i] == COLUMN_B)
            row.b = id_cell(t, cell, "b");
        else if (t->columns[i] == COLUMN_RISK)
            row.risk = id_cell(t, cell, "risk");
        else if (t->columns[i] == COLUMN_SOURCES)
            take_sources(t, cell, &row.sources);
        else if (t->columns[i] == COLUMN_NOTE)
            take_note(t, cell, t->languages[i], &row.note);
    }
    if (row.a.value.p == NULL || row.b.value.p == NULL || row.risk.value.p == NULL)
        return;
    check_pair(t, &row);
    *arena_push(t->mem, &t->out->items, &t->out->count, &t->out->cap) = row;
}

bool interactions_parse(struct arena *mem, const struct source *given, struct interaction_rows *out,
                        struct diags *d) {
    struct source *source = arena_new(mem, struct source); /* what the places point to */
    *source = *given;
    struct table t = {.mem = mem, .source = source, .d = d, .out = out};
    struct csv csv;
    struct words cells = {0};
    size_t errors = d->errors;
    *out = (struct interaction_rows){0};
    if (!csv_check_encoding(source, d) || !bytes_check_file(source, BYTES_FILE_MAX, d))
        return false;
    csv_init(&csv, mem, source, d);
    csv_find_separator(&csv);
    map_init(&t.pairs, mem, 64);
    if (!csv_next(&csv, &cells))
        return d->errors == errors;
    if (!take_header(&t, &cells))
        return false;
    while (csv_next(&csv, &cells))
        take_row(&t, &cells);
    if (d->errors - errors >= CSV_MISTAKES_MAX)
        diag_error(d, place_of(source, 0, 0, 0), "content/too-many",
                   "has %d mistakes or more: the rest is not listed", CSV_MISTAKES_MAX);
    return d->errors == errors;
}
