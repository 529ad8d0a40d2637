/* Cells as LibreOffice and Excel leave them: days in the form of the country, numbers without their
 * zeros, "#NAME?" for what looked like a formula. */
#include "content/sheet_cell.h"

#include "content/shape.h"

enum { LONG_NUMBER = 7 };

bool cell_is_id(struct arena *mem, struct word id, struct diags *d) {
    if (shape_is_id(id.value))
        return true;
    return diag_error(d, id.at, "content/id-invalid",
                      "'%s' is no id for a service: use a-z, 0-9 and '-'%s",
                      fields_shown(id.value).p, suggest_tail(shape_id_like(mem, id.value)).p);
}

/* --- the tree */

static struct node *new_node(struct cell_tree *t, enum node_kind kind, struct place at) {
    struct node *n = arena_new(&t->r->scratch, struct node);
    n->kind = kind;
    n->at = at;
    return n;
}

static struct node *new_word(struct cell_tree *t, struct str value, struct place at) {
    struct node *n = new_node(t, NODE_WORD, at);
    n->value = arena_str(&t->r->scratch, value);
    return n;
}

static void append(struct cell_slot *parent, struct node *child) {
    if (parent->last == NULL)
        parent->node->first = child;
    else
        parent->last->next = child;
    parent->last = child;
}

static bool conflict(struct cell_tree *t, struct place at) {
    return diag_error(t->r->d, at, "csv/column-conflict",
                      "another column of this row gives the same in another way: fill in one of "
                      "them");
}

/* Puts `leaf` where the column's steps lead. */
static void put(struct cell_tree *t, const struct sheet_column *column, struct node *leaf) {
    struct cell_slot *parent = &t->root;
    for (size_t i = 0; i < column->count; i++) {
        const struct sheet_step *step = &column->steps[i];
        struct cell_slot *slot = &t->slots[step->slot];
        bool last = i + 1 == column->count;
        enum node_kind kind = last                             ? leaf->kind
                              : column->steps[i + 1].index > 0 ? NODE_LIST
                                                               : NODE_FIELDS;
        if (slot->node == NULL) {
            slot->node = last ? leaf : new_node(t, kind, leaf->at);
            if (step->index == 0)
                append(parent, new_word(t, step->name, leaf->at));
            append(parent, slot->node);
            parent->node->count++;
        } else if (last || slot->node->kind != kind || (kind == NODE_LIST && slot->node->plain)) {
            conflict(t, leaf->at);
            return;
        }
        parent = slot;
    }
}

/* --- cells */

/* 15.9.2026 and 2026/9/15 can be read in one way only; 9/15/2026 cannot. */
static struct str iso_date(struct arena *mem, struct str s) {
    uint64_t n[3];
    struct str rest = s, part;
    char sign = str_find_char(s, '.') != SIZE_MAX ? '.' : '/';
    for (size_t i = 0; i < 3; i++)
        if (!str_next_part(&rest, sign, &part) || !str_to_uint(str_trim(part), 9999, &n[i]))
            return s;
    bool year_first = n[0] > 1900, year_last = n[2] > 1900 && sign == '.';
    if (rest.p != NULL || year_first == year_last)
        return s;
    return arena_printf(mem, "%04u-%02u-%02u", (unsigned)(year_first ? n[0] : n[2]), (unsigned)n[1],
                        (unsigned)(year_first ? n[2] : n[0]));
}

static bool check_date(struct cell_tree *t, struct word cell) {
    if (str_find_char(cell.value, '/') == SIZE_MAX)
        return true;
    return diag_error(t->r->d, cell.at, "csv/date",
                      "'%s' can be read in two ways: write the day as 2026-09-15, in a column of "
                      "the format Text",
                      fields_shown(cell.value).p);
}

static bool all_digits(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.len > 0;
}

/* "4.41633E+11" */
static bool is_shortened(struct str s) {
    size_t e = str_find_char(s, 'E');
    if (e == SIZE_MAX || e == 0 || e + 2 >= s.len || (s.p[e + 1] != '+' && s.p[e + 1] != '-'))
        return false;
    for (size_t i = 0; i < e; i++)
        if (!ascii_is_digit(s.p[i]) && s.p[i] != '.' && s.p[i] != ',')
            return false;
    return all_digits(str_from_offset(s, e + 2));
}

static void check_phone(struct cell_tree *t, struct word cell) {
    if (all_digits(cell.value) && cell.value.len >= LONG_NUMBER && cell.value.p[0] != '0')
        diag_warning(t->r->d, cell.at, "csv/leading-zero",
                     "'%s' starts with neither 0 nor +: a spreadsheet may have taken them away; "
                     "write the number with spaces, or give the column the format Text",
                     fields_shown(cell.value).p);
}

/* What a spreadsheet writes in the place of a text that it took for a formula. */
static bool is_error(struct str s) {
    static const char *const lost[] = {"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A",
                                       "#NULL!", "#NUM!", "Err:508", "Err:509", "Err:510"};
    for (size_t i = 0; i < ARRAY_LEN(lost); i++)
        if (str_is(s, lost[i]))
            return true;
    return false;
}

/* What no program can undo. */
static bool is_whole(struct cell_tree *t, struct word cell) {
    if (is_error(cell.value))
        return diag_error(t->r->d, cell.at, "csv/cell-lost",
                          "'%s' is what a spreadsheet writes when it took the text for a "
                          "formula: give the column the format Text and write it anew",
                          fields_shown(cell.value).p);
    if (is_shortened(cell.value))
        return diag_error(t->r->d, cell.at, "csv/cell-lost",
                          "'%s' is a long number that a spreadsheet has shortened, its last digits "
                          "are lost: give the column the format Text and write it anew",
                          fields_shown(cell.value).p);
    return true;
}

static bool holds_number(const struct sheet_column *column) {
    return column->form == SHEET_PHONE || str_is(column->steps[0].name, "phones") ||
           (column->count > 2 && str_is(column->steps[2].name, "address"));
}

static void put_list(struct cell_tree *t, const struct sheet_column *column, struct word cell) {
    struct node *list = new_node(t, NODE_LIST, cell.at);
    struct cell_slot items = {list, NULL};
    list->plain = true; /* whole: other columns add no items */
    bool lines = column->form == SHEET_LINES;
    struct str s = cell.value;
    for (size_t from = 0, to; from < s.len; from = to + 1) {
        to = from;
        while (to < s.len && s.p[to] != '\n' &&
               (lines || (!ascii_is_space(s.p[to]) && s.p[to] != ',' && s.p[to] != ';')))
            to++;
        struct str part = str_trim(str_slice(s, from, to));
        if (part.len == 0 || str_is(s, "[]"))
            continue;
        if (holds_number(column))
            check_phone(t, (struct word){part, cell.at});
        append(&items, new_word(t, part, cell.at));
        list->count++;
    }
    put(t, column, str_is(s, "unknown") ? new_word(t, s, cell.at) : list);
}

/* --- guards
 * ------------------------------------------------------------------------------------------- */

/* "＝" and its kin are read like "=" in some languages. */
static bool is_formula(struct str cell) {
    uint32_t first = cell.len == 0 ? 0 : utf8_next(&cell);
    return first == '=' || first == '+' || first == '-' || first == '@' || first == '\t' ||
           first == '\r' || first == 0xff1d || first == 0xff0b || first == 0xff0d ||
           first == 0xff20;
}

bool sheet_needs_guard(struct str cell, size_t at) {
    size_t before = at;
    while (before > 0 && cell.p[before - 1] == '"')
        before--;
    bool begins = at == 0 || (before > 0 && strchr(",;\t\n\r", cell.p[before - 1]) != NULL &&
                              cell.p[before - 1] != '\0');
    if (!begins)
        return false;
    struct str rest = str_from_offset(cell, at);
    while (rest.len > 0 && rest.p[0] == '\'')
        rest = str_from_offset(rest, 1);
    return is_formula(rest) || (at == 0 && (is_error(rest) || is_shortened(rest)));
}

/* Without the apostrophes that services_write puts there. */
static struct str without_guards(struct arena *mem, struct word *cell) {
    struct str s = cell->value;
    struct buf out = {0};
    size_t plain = 0;
    cell->at.column += s.p[0] == '\'' && sheet_needs_guard(s, 0);
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '\'' && sheet_needs_guard(s, i)) {
            buf_put(&out, str_slice(s, plain, i));
            plain = i + 1;
        }
    if (plain > 0) {
        buf_put(&out, str_from_offset(s, plain));
        s = arena_str(mem, buf_str(&out));
    }
    buf_finish(&out);
    return s;
}

void cell_put(struct cell_tree *t, const struct sheet_column *column, const struct word *given) {
    struct word cell = {str_trim(given->value), given->at};
    if (cell.value.len == 0)
        return;
    if (!is_whole(t, cell))
        return;
    cell.value = without_guards(&t->r->scratch, &cell);
    if (column->form == SHEET_LIST || column->form == SHEET_LINES) {
        put_list(t, column, cell);
        return;
    }
    if (holds_number(column))
        check_phone(t, cell);
    if (column->form == SHEET_DATE)
        cell.value = iso_date(&t->r->scratch, cell.value);
    if (column->form != SHEET_DATE || check_date(t, cell))
        put(t, column, new_word(t, cell.value, cell.at));
}
