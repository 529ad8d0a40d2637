/* Tables: the widths of columns, then each row as one strip with a rule above it. */
#include "print/table.h"

static const double cell_gap = 0.8, row_gap = 0.22,
                    share_min = 0.12; /* times CELLS_MAX: less than 1 */

struct table {
    struct strips *out;
    const struct setting *s;
    struct arena *mem;
    double left, whole; /* where it begins, and its width */
    size_t columns;
    double x[CELLS_MAX], width[CELLS_MAX];
};

/* What a column asks for: its widest text on one line, but no more than half of the table. */
static double wish(const struct table *t, const struct block *rows, size_t count, size_t column) {
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (column >= rows[i].cell_count || rows[i].cells[column].text.len == 0)
            continue;
        double w = type_width(t->s->type, &rows[i].cells[column], t->s->size, t->s->rtl, 0);
        most = w > most ? w : most;
    }
    return most + cell_gap * t->s->size;
}

static void find_columns(struct table *t, const struct block *rows, size_t count) {
    double wishes[CELLS_MAX], all = 0, x = 0, whole = t->whole;
    for (size_t i = 0; i < count; i++)
        t->columns = rows[i].cell_count > t->columns ? rows[i].cell_count : t->columns;
    for (size_t k = 0; k < t->columns; k++) {
        wishes[k] = rows->widths[0] > 0 ? rows->widths[k] * whole : wish(t, rows, count, k);
        /* the least is in the sum, or what is given to narrow ones would push the last off */
        wishes[k] = wishes[k] < share_min * whole ? share_min * whole : wishes[k];
        all += wishes[k];
    }
    /* Wide columns give way first, so that a column of numbers stays on one line. */
    double fair = all > whole + 0.01 ? whole / (double)t->columns : whole;
    for (unsigned round = 0; all > whole + 0.01 && round < CELLS_MAX; round++) {
        double fixed = 0;
        size_t wide = 0;
        for (size_t k = 0; k < t->columns; k++) {
            wide += wishes[k] > fair;
            fixed += wishes[k] > fair ? 0 : wishes[k];
        }
        fair = wide == 0 ? fair : (whole - fixed) / (double)wide;
        all = 0;
        for (size_t k = 0; k < t->columns; k++)
            all += wishes[k] > fair ? fair : wishes[k];
    }
    for (size_t k = 0; k < t->columns; k++) {
        t->x[k] = t->left + x;
        t->width[k] = k + 1 == t->columns ? whole - x : wishes[k] > fair ? fair : wishes[k];
        x += t->width[k];
    }
}

/* A very high row as lines, each cell a paragraph. */
static void set_long_row(struct table *t, const struct block *row, double before) {
    for (size_t k = 0; k < row->cell_count; k++) {
        struct block text = *row;
        text.kind = BLOCK_TEXT;
        text.text = row->cells[k];
        text.depth += k > 0;
        if (text.text.text.len == 0)
            continue;
        size_t first = t->out->count;
        strips_set(t->out, t->s, &text, 1, t->mem);
        if (first < t->out->count)
            t->out->items[first].before = before;
        before = 0;
    }
}

static void set_row(struct table *t, const struct block *row, double before, bool ruled) {
    enum { LINES_MAX = 12 };
    struct lines cells[CELLS_MAX] = {0};
    double size = t->s->size, most = 0;
    size_t lines = 0;
    for (size_t k = 0; k < row->cell_count; k++) {
        cells[k] = type_lines(t->s->type, &row->cells[k], size, t->width[k] - cell_gap * size,
                              t->s->rtl, row->head ? STYLE_BOLD : 0);
        lines = cells[k].count > lines ? cells[k].count : lines;
    }
    if (lines > LINES_MAX) {
        set_long_row(t, row, before);
        return;
    }
    struct strip *strip = strips_push(t->out, row, before, 0, t->mem);
    strip->said = row->cells[0].text;
    if (ruled)
        *strips_piece(strip, t->mem) =
            (struct piece){.x = t->left, .width = t->whole, .rule = true};
    for (size_t k = 0; k < row->cell_count; k++) {
        double y = row_gap * size;
        for (size_t i = 0; i < cells[k].count; i++) {
            const struct line *line = &cells[k].items[i];
            *strips_piece(strip, t->mem) = (struct piece){
                .line = line, .x = t->x[k], .y = y, .width = t->width[k] - cell_gap * size};
            y += line->height;
        }
        most = y > most ? y : most;
    }
    strip->height = most + row_gap * size;
    strip->keep = row->head;
}

void table_set(struct strips *out, const struct setting *s, const struct block *rows, size_t count,
               double before, struct arena *mem) {
    double left = strips_indent(s, rows);
    struct table t = {.out = out, .s = s, .mem = mem, .left = left, .whole = s->width - left};
    find_columns(&t, rows, count);
    for (size_t i = 0; i < count; i++)
        set_row(&t, &rows[i], i == 0 ? before : 0, i > 0 || !rows[i].head);
}
