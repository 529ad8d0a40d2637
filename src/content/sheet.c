/* content/services.csv: one row a service. A row becomes the same tree as a YAML file and is read
 * by the same tables, so both say the same about a mistake; here the row and the column are added,
 * as a spreadsheet shows them. */
#include "content/sheet.h"

#include <stdlib.h>

#include "content/bytes.h"
#include "content/csv.h"
#include "content/service_check.h"
#include "content/sheet_cell.h"

enum { COLUMNS_MAX = 4000, MISTAKES_MAX = 10000 };

struct sheet {
    struct arena *mem;
    struct csv csv;
    const struct source *bare; /* the path without the text: rows are too long to be shown */
    struct diags *d;
    struct sheet_column *columns;
    size_t count, id_column, slots;
    const struct sheet_column **sorted; /* by their `order`; `count` of them */
    struct map ids;
};

/* A, B … Z, AA … */
static struct str letters_of(struct arena *mem, size_t column) {
    char text[8];
    size_t from = sizeof(text);
    for (column++; column > 0 && from > 0; column = (column - 1) / 26)
        text[--from] = (char)('A' + (column - 1) % 26);
    return arena_str(mem, str_of(text + from, sizeof(text) - from));
}

/* --- the first line */

static void unknown_column(struct sheet *s, const struct word *cell, const struct suggest *near) {
    struct str name = str_trim(cell->value);
    struct suggest_tail tail = suggest_tail(near->best);
    const char *hint =
        tail.p[0] != '\0' ? tail.p : ": write '#' before its name if it is for yourself";
    diag_error(s->d, cell->at, "csv/column-unknown", "unknown column '%s' (column %s)%s",
               fields_shown(name).p, letters_of(s->mem, s->count).p, hint);
}

static void take_column(struct sheet *s, const struct word *cell, struct map *seen) {
    struct sheet_column *column = &s->columns[s->count];
    struct str name = arena_str(s->mem, str_trim(cell->value));
    struct suggest near = {0};
    if (name.len > 0 && name.p[0] != '#') {
        if (!sheet_column(name, column, &near))
            unknown_column(s, cell, &near);
        else if (map_add(seen, name, 0) != MAP_NONE)
            diag_error(s->d, cell->at, "csv/column-repeated", "the column '%.*s' is there twice",
                       STR_ARG(name));
        if (column->form == SHEET_ID && str_is(name, "id"))
            s->id_column = s->count;
    } else if (name.len == 0) {
        column->count = SIZE_MAX; /* nothing may stand below it */
    }
    s->count++;
}

static int compare_columns(const void *a, const void *b) {
    const struct sheet_column *x = *(const struct sheet_column *const *)a;
    const struct sheet_column *y = *(const struct sheet_column *const *)b;
    int order = str_cmp(x->order, y->order);
    return order != 0 ? order : (x > y) - (x < y);
}

/* One slot for each place in the tree that a column leads through. */
static void plan_columns(struct sheet *s) {
    struct map slots;
    map_init(&slots, s->mem, s->count * 4);
    s->sorted = arena_array(s->mem, const struct sheet_column *, s->count);
    for (size_t i = 0; i < s->count; i++) {
        struct sheet_column *c = &s->columns[i];
        struct str path = str_lit("");
        c->order = path;
        for (size_t k = 0; k < c->count && c->name.p != NULL; k++) {
            struct sheet_step *step = &c->steps[k];
            path = arena_printf(s->mem, "%.*s/%u%.*s", STR_ARG(path), step->index,
                                STR_ARG(step->name));
            uint32_t known = map_add(&slots, path, (uint32_t)s->slots);
            step->slot = known == MAP_NONE ? (uint32_t)s->slots++ : known;
            /* Fields as they came, items by their numbers. */
            c->order = arena_printf(s->mem, "%.*s/%06u", STR_ARG(c->order),
                                    step->index > 0 ? step->index : step->slot);
        }
        s->sorted[i] = c;
    }
    qsort(s->sorted, s->count, sizeof(s->sorted[0]), compare_columns);
}

static bool take_header(struct sheet *s, const struct words *cells) {
    size_t errors = s->d->errors;
    struct map seen;
    map_init(&seen, s->mem, cells->count);
    s->id_column = SIZE_MAX;
    s->columns = arena_array(s->mem, struct sheet_column, cells->count);
    if (cells->count > COLUMNS_MAX)
        return diag_error(s->d, cells->items[0].at, "csv/columns", "more than %d columns",
                          COLUMNS_MAX);
    for (size_t i = 0; i < cells->count; i++)
        take_column(s, &cells->items[i], &seen);
    if (s->id_column == SIZE_MAX && s->d->errors == errors)
        diag_error(s->d, cells->items[0].at, "csv/column-missing",
                   "the column 'id' is missing: each service needs a short name of a-z, 0-9 and "
                   "'-' that stays the same");
    if (s->d->errors == errors)
        plan_columns(s);
    return s->d->errors == errors;
}

/* --- rows */

/* Adds to what was said about this row where in the table it is. */
static void name_cells(struct sheet *s, const struct words *cells, size_t from) {
    for (size_t i = from; i < s->d->count; i++) {
        struct diag *d = &s->d->items[i];
        size_t at = 0;
        while (at + 1 < cells->count && at + 1 < s->count &&
               (cells->items[at + 1].at.line < d->line ||
                (cells->items[at + 1].at.line == d->line &&
                 cells->items[at + 1].at.column <= d->column)))
            at++;
        struct str name = at < s->count ? s->columns[at].name : STR_NONE;
        bool whole_row = strcmp(d->code, "content/field-missing") == 0;
        struct str where =
            whole_row
                ? STR_NONE
                : arena_printf(s->mem, ", column %s%s%.*s%s", letters_of(s->mem, at).p,
                               name.len > 0 ? " '" : "", STR_ARG(name), name.len > 0 ? "'" : "");
        d->message =
            arena_printf(&s->d->mem, "%s (row %zu%.*s)", d->message, s->csv.row, STR_ARG(where)).p;
    }
}

/* False: the cells cannot be told apart. */
static bool check_width(struct sheet *s, const struct words *cells) {
    for (size_t i = 0; i < cells->count; i++) {
        const struct word *cell = &cells->items[i];
        if (str_trim(cell->value).len == 0)
            continue;
        if (i >= s->count)
            return diag_error(s->d, cell->at, "csv/columns",
                              "this row has %zu columns, the first line has %zu: put a text with "
                              "the separator in it in double quotes",
                              cells->count, s->count);
        if (s->columns[i].count == SIZE_MAX)
            diag_error(s->d, cell->at, "csv/column-unknown",
                       "'%s' stands in a column without a name in the first line",
                       fields_shown(cell->value).p);
    }
    return true;
}

static struct str take_id(struct sheet *s, const struct words *cells) {
    static const struct word none = {0};
    const struct word *cell = s->id_column < cells->count ? &cells->items[s->id_column] : &none;
    struct word id = {str_trim(cell->value), cell->at};
    if (id.value.len == 0)
        diag_error(s->d, cell == &none ? cells->items[0].at : id.at, "csv/empty",
                   "the column 'id' is empty");
    else if (!cell_is_id(s->mem, id, s->d))
        return STR_NONE;
    else {
        uint32_t row = map_add(&s->ids, arena_str(s->mem, id.value), (uint32_t)s->csv.row);
        if (row == MAP_NONE)
            return arena_str(s->mem, id.value);
        diag_error(s->d, id.at, "service/repeated", "'%.*s' is already in row %u",
                   STR_ARG(id.value), row);
    }
    return STR_NONE;
}

static bool read_service(struct sheet *s, const struct words *cells, struct service *out) {
    struct reader r;
    struct str id = take_id(s, cells);
    size_t errors = s->d->errors;
    fields_open_row(&r, s->mem, s->bare, cells->items[0].at, s->d);
    struct cell_tree tree = {.r = &r,
                             .slots = arena_array(&r.scratch, struct cell_slot, s->slots),
                             .root = {.node = r.tree.root}};
    for (size_t i = 0; i < s->count; i++) {
        const struct sheet_column *column = s->sorted[i];
        size_t at = (size_t)(column - s->columns);
        if (at < cells->count && column->name.p != NULL && column->form != SHEET_ID)
            cell_put(&tree, column, &cells->items[at]);
    }
    service_read(&r, id, out);
    out->source = *s->csv.source;
    out->at = cells->items[0].at;
    bool ok = fields_close(&r);
    return ok && id.p != NULL && s->d->errors == errors;
}

static void take_row(struct sheet *s, struct words *cells, struct services *out) {
    size_t before = s->d->count;
    struct service service;
    for (size_t i = 0; i < cells->count; i++)
        cells->items[i].at.source = s->bare;
    if (check_width(s, cells) && read_service(s, cells, &service))
        *arena_push(s->mem, &out->items, &out->count, &out->cap) = service;
    name_cells(s, cells, before);
}

bool services_parse(struct arena *mem, const struct source *given, struct services *out,
                    struct diags *d) {
    struct source *source = arena_new(mem, struct source), *bare = arena_new(mem, struct source);
    size_t errors = d->errors;
    struct words cells = {0};
    *source = *given;
    *bare = (struct source){given->path, STR_NONE};
    *out = (struct services){0};
    struct sheet s = {.mem = mem, .bare = bare, .d = d};
    if (!csv_check_encoding(source, d) || !bytes_check_file(source, BYTES_FILE_MAX, d))
        return false;
    csv_init(&s.csv, mem, source, d);
    csv_find_separator(&s.csv);
    s.csv.mistakes_max = MISTAKES_MAX;
    map_init(&s.ids, mem, 64);
    if (!csv_next(&s.csv, &cells))
        return d->errors == errors &&
               diag_error(d, place_of(source, 0, 0, 0), "csv/column-missing",
                          "is empty: its first line names the columns, 'id' and 'name' at least");
    if (!take_header(&s, &cells))
        return false;
    while (csv_next(&s.csv, &cells))
        if (str_trim(cells.items[0].value).len == 0 || str_trim(cells.items[0].value).p[0] != '#')
            take_row(&s, &cells, out);
    if (d->errors - errors >= MISTAKES_MAX)
        diag_error(d, place_of(source, 0, 0, 0), "content/too-many",
                   "has %d mistakes or more: the rest is not listed", MISTAKES_MAX);
    return d->errors == errors;
}
