/* GFM tables, read from source lines: rows are cut at `|` before inlines are looked at, `\|` is a
 * pipe everywhere, also in code. In the draft every cell is a heading of its own, so that no inline
 * reaches over its border. The reading is that of cmark-gfm 0.29.0.gfm.6. */
#include "markdown/mask.h"
#include "markdown/scan.h"

/* Walks the cells of one row. */
struct cells {
    struct str row;
    size_t at;
};

static bool is_row_space(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

/* Past one "|" and the space behind it; `at` itself when there is none. */
static size_t past_pipe(struct str row, size_t at) {
    if (at >= row.len || row.p[at] != '|')
        return at;
    at++;
    while (at < row.len && is_row_space(row.p[at]))
        at++;
    return at;
}

static struct cells cells_of(struct str row) {
    return (struct cells){row, past_pipe(row, 0)};
}

static bool next_cell(struct cells *c, struct str *cell) {
    if (c->at >= c->row.len)
        return false;
    size_t end = c->at;
    while (end < c->row.len && (c->row.p[end] != '|' || (end > c->at && c->row.p[end - 1] == '\\')))
        end++;
    *cell = str_trim(str_slice(c->row, c->at, end));
    if (cell->len == 0) /* keep a place for messages */
        *cell = str_slice(c->row, c->at, c->at);
    size_t next = past_pipe(c->row, end);
    c->at = next;
    return true;
}

bool table_is_row(struct str text) {
    struct cells c = cells_of(text);
    return c.at < c.row.len;
}

static size_t count_cells(struct str row) {
    struct cells c = cells_of(row);
    struct str cell;
    size_t n = 0;
    while (next_cell(&c, &cell))
        n++;
    return n;
}

static bool is_marker(struct str cell) {
    size_t i = 0, dashes = 0;
    if (i < cell.len && cell.p[i] == ':')
        i++;
    for (; i < cell.len && cell.p[i] == '-'; i++)
        dashes++;
    if (i < cell.len && cell.p[i] == ':')
        i++;
    return dashes > 0 && i == cell.len;
}

/* Number of columns of a delimiter row, or 0. */
static size_t delimiter_columns(struct str row) {
    if (row.len == 0 || strchr("|:-", row.p[0]) == NULL)
        return 0;
    struct cells c = cells_of(row);
    struct str cell;
    size_t n = 0;
    for (; next_cell(&c, &cell); n++)
        if (!is_marker(cell))
            return 0;
    return n;
}

static void read_aligns(struct job *job, struct table *t, struct str row) {
    t->aligns = arena_array(job->mem, uint8_t, t->columns);
    struct cells c = cells_of(row);
    struct str cell;
    for (size_t i = 0; i < t->columns && next_cell(&c, &cell); i++) {
        bool left = cell.p[0] == ':', right = cell.p[cell.len - 1] == ':';
        t->aligns[i] = left && right ? ALIGN_CENTER
                       : left        ? ALIGN_LEFT
                       : right       ? ALIGN_RIGHT
                                     : ALIGN_NONE;
    }
}

static struct str without_escapes(struct job *job, struct str cell) {
    if (str_find(cell, str_lit("\\|")) == SIZE_MAX)
        return cell;
    char *p = arena_cstr(job->mem, cell);
    size_t n = 0;
    for (size_t i = 0; i < cell.len; i++)
        if (cell.p[i] != '\\' || i + 1 >= cell.len || cell.p[i + 1] != '|')
            p[n++] = cell.p[i];
    return str_of(p, n);
}

/* The draft line is begun: markers are there. `row` begins at source `column`. */
static void put_cells(struct scan *s, struct str row, uint32_t number, uint32_t column) {
    struct job *job = s->job;
    struct table *t = &job->tables[s->table];
    struct mark *mark = &job->marks[s->table_mark];
    struct cells c = cells_of(row);
    struct str cell;
    uint32_t n = 0;
    for (; n < t->columns && next_cell(&c, &cell); n++) {
        if (n > 0)
            scan_prefix(s);
        buf_puts(job->draft, "# ");
        size_t content = job->draft->len;
        uint32_t cell_column = column + (uint32_t)(cell.p - row.p);
        mask_put(job, without_escapes(job, cell), number, cell_column);
        buf_puts(job->draft, " #");
        scan_end_line(s, content, number, cell_column);
    }
    while (next_cell(&c, &cell))
        if (cell.len > 0) {
            struct place at = job_place(job, number, column + (uint32_t)(cell.p - row.p), cell.len);
            job_lost(job, at, "markdown/table-row",
                     "this cell and what follows is left out: the row has more cells than the "
                     "table's head, which has %u",
                     (unsigned)t->columns);
            break;
        }
    *arena_push(job->mem, &t->rows, &t->row_count, &t->row_cap) = n;
    mark->count = (uint32_t)job->line_count - mark->line;
    job->table_fill += t->columns - n;
}

static bool too_large(struct scan *s, size_t columns) {
    if (columns <= TABLE_COLUMNS_MAX && s->job->table_fill <= TABLE_FILL_MAX)
        return false;
    return !job_error(s->job, scan_place(s, 1), "markdown/table-size",
                      "a table may have %d columns and %d empty cells; split it", TABLE_COLUMNS_MAX,
                      TABLE_FILL_MAX);
}

bool table_begin(struct scan *s) {
    struct job *job = s->job;
    struct str row = line_rest(&s->line);
    size_t columns = delimiter_columns(row);
    if (columns == 0 || count_cells(s->text) != columns || too_large(s, columns))
        return false;
    s->table = job->table_count;
    struct table *t = arena_push(job->mem, &job->tables, &job->table_count, &job->table_cap);
    t->columns = (uint32_t)columns;
    read_aligns(job, t, row);
    scan_reopen_text(s);
    if (job->line_count != s->paragraph_line) { /* text before the head: maybe a lazy line */
        scan_restart_line(s);
        scan_prefix(s);
    }
    s->table_mark = job->mark_count;
    scan_mark(s, MARK_TABLE, 0, s->table);
    put_cells(s, s->text, s->text_number, s->text_column);
    s->leaf = LEAF_TABLE;
    return true;
}

bool table_row(struct scan *s) {
    struct line *l = &s->line;
    if (too_large(s, 0))
        return false;
    scan_restart_line(s);
    scan_prefix(s);
    put_cells(s, line_rest(l), l->number, (uint32_t)l->first + 1);
    s->leaf = LEAF_TABLE;
    return true;
}
