/* Tables: the widths of columns, then each row as one strip with a rule above it. Where not even
 * smaller type leaves each column room for its longest word, rows are written out instead: a word
 * of a narrow column would be broken in the middle, and a number parted from its unit. */
#include "print/table.h"

static const double cell_gap = 0.8, row_gap = 0.22,
                    share_min = 0.12, /* times CELLS_MAX: less than 1 */
    together_max = 20;                /* the height of a table that is not parted */
/* Of the type, beside the text's; the last of them only for large text. */
static const double sizes[] = {1, 0.92, 0.85, 0.78, 0.7}, size_min = 7.2;

struct table {
    struct strips *out;
    const struct setting *s;
    struct arena *mem;
    double left, whole;       /* where it begins, and its width */
    double size;              /* of its type */
    const struct block *head; /* or NULL */
    struct strip *again;      /* the same as a strip */
    size_t columns;
    double x[CELLS_MAX], width[CELLS_MAX];
};

/* --- columns
 * -------------------------------------------------------------------------------------- */

/* What columns ask for: the widest text on one line, and the widest word. */
struct wishes {
    double whole[CELLS_MAX], least[CELLS_MAX];
};

static void measure(const struct table *t, const struct block *rows, size_t count,
                    struct wishes *out) {
    *out = (struct wishes){0};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < rows[i].cell_count; k++) {
            const struct rich *cell = &rows[i].cells[k];
            unsigned style = rows[i].head ? STYLE_BOLD : 0;
            if (cell->text.len == 0)
                continue;
            double gap = cell_gap * t->size;
            double w = type_width(t->s->type, cell, t->size, t->s->rtl, style) + gap;
            double least = type_least(t->s->type, cell, t->size, t->s->rtl, style) + gap;
            out->whole[k] = w > out->whole[k] ? w : out->whole[k];
            out->least[k] = least > out->least[k] ? least : out->least[k];
        }
    for (size_t k = 0; k < t->columns; k++) {
        double share = rows->widths[k] > 0 ? rows->widths[k] : share_min;
        if (rows->widths[k] > 0 || out->whole[k] < share * t->whole)
            out->whole[k] = share * t->whole;
    }
}

static double width_of(const struct wishes *w, size_t k, double most) {
    double width = w->whole[k] < most ? w->whole[k] : most;
    return width > w->least[k] ? width : w->least[k];
}

static double width_of_all(const struct table *t, const struct wishes *w, double most) {
    double all = 0;
    for (size_t k = 0; k < t->columns; k++)
        all += width_of(w, k, most);
    return all;
}

/* The width that none may ask for more than, so that all have room. */
static double find_most(const struct table *t, const struct wishes *w) {
    enum { ROUNDS = 40 };
    double low = 0, high = t->whole;
    if (width_of_all(t, w, high) <= t->whole)
        return high;
    for (unsigned i = 0; i < ROUNDS; i++) {
        double middle = (low + high) / 2;
        if (width_of_all(t, w, middle) > t->whole)
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* Wide columns give way first, so that a column of numbers stays on one line. False when there is
 * no room for all words. */
static bool find_columns(struct table *t, const struct block *rows, size_t count) {
    struct wishes w;
    double x = 0;
    measure(t, rows, count, &w);
    if (t->columns > 1 && width_of_all(t, &w, 0) > t->whole)
        return false;
    double most = find_most(t, &w);
    for (size_t k = 0; k < t->columns; k++) {
        t->x[k] = t->left + x;
        t->width[k] = k + 1 == t->columns ? t->whole - x : width_of(&w, k, most);
        x += t->width[k];
    }
    return true;
}

/* --- rows
 * ----------------------------------------------------------------------------------------- */

/* "Onset: 20 min", the first in bold, and all behind it deeper. */
static struct block line_of(struct table *t, const struct block *row, size_t k, bool first) {
    struct block b = *row;
    const struct rich *name =
        t->head != NULL && k < t->head->cell_count ? &t->head->cells[k] : NULL;
    b.kind = BLOCK_TEXT;
    b.text = (struct rich){0};
    b.depth += !first;
    if (name != NULL && name->text.len > 0) {
        doc_join(t->mem, &b.text, name, STYLE_BOLD);
        doc_add(t->mem, &b.text, str_lit(": "), STYLE_BOLD);
    }
    doc_join(t->mem, &b.text, &row->cells[k], first && t->head != NULL ? STYLE_BOLD : 0);
    return b;
}

/* A row as lines, each cell a paragraph behind the name of its column. */
static void write_out(struct table *t, const struct block *row, double before) {
    bool first = true;
    for (size_t k = 0; k < row->cell_count; k++) {
        if (row->cells[k].text.len == 0)
            continue;
        const struct block line = line_of(t, row, k, first);
        size_t from = t->out->count;
        strips_set(t->out, t->s, &line, 1, t->mem);
        if (from < t->out->count) {
            t->out->items[from].before = first ? before : 0.1 * t->s->size;
            t->out->items[t->out->count - 1].keep = first;
        }
        first = false;
    }
}

static void set_row(struct table *t, const struct block *row, double before, bool ruled) {
    enum { LINES_MAX = 12 };
    struct lines cells[CELLS_MAX] = {0};
    double size = t->size, most = 0;
    size_t lines = 0;
    for (size_t k = 0; k < row->cell_count; k++) {
        cells[k] = type_lines(t->s->type, &row->cells[k], size, t->width[k] - cell_gap * size,
                              t->s->rtl, row->head ? STYLE_BOLD : 0);
        lines = cells[k].count > lines ? cells[k].count : lines;
    }
    if (lines > LINES_MAX) {
        write_out(t, row, before);
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
    strip->again = t->again;
    if (row->head) {
        t->again = arena_new(t->mem, struct strip);
        *t->again = *strip;
    }
}

static void set_rows(struct table *t, const struct block *rows, size_t count, double before) {
    size_t from = t->out->count;
    for (size_t i = 0; i < count; i++)
        set_row(t, &rows[i], i == 0 ? before : 0, i > 0 || !rows[i].head);
    if (t->head == NULL || strips_height(t->out, from, t->out->count) > together_max * t->size)
        return;
    for (size_t i = from; i + 1 < t->out->count; i++)
        t->out->items[i].keep = true;
}

void table_set(struct strips *out, const struct setting *s, const struct block *rows, size_t count,
               double before, struct arena *mem) {
    double left = strips_indent(s, rows), gap = 0.45 * s->size;
    struct table t = {.out = out, .s = s, .mem = mem, .left = left, .whole = s->width - left};
    t.head = rows->head ? rows : NULL;
    for (size_t i = 0; i < count; i++)
        t.columns = rows[i].cell_count > t.columns ? rows[i].cell_count : t.columns;
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        t.size = sizes[i] * s->size;
        if ((i == 0 || t.size >= size_min) && find_columns(&t, rows, count)) {
            set_rows(&t, rows, count, before);
            return;
        }
    }
    size_t first = t.head != NULL && count > 1 ? 1 : 0;
    for (size_t i = first; i < count; i++)
        write_out(&t, &rows[i], i == first ? before : gap);
}
