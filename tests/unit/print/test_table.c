/* print/table.c: columns stand beside each other, and none beyond the table. */
#include "typed.h"

#include "print/table.h"

static const double whole = 353;

/* A table of two rows with these cells, which is inside of `around`; returns its strips. */
static struct strips set(struct fixture *f, struct typed *s, const char *const *cells, size_t count,
                         struct block around) {
    const struct setting setting = {&s->type, 11.5, whole, false};
    struct rich texts[CELLS_MAX];
    struct strips out = {0};
    for (size_t i = 0; i < count; i++)
        texts[i] = doc_plain(str_from(cells[i]), 0, &f->mem);
    struct block row = around;
    row.kind = BLOCK_ROW;
    row.cells = texts;
    row.cell_count = count;
    row.table = 1;
    const struct block rows[] = {row, row};
    table_set(&out, &setting, rows, ARRAY_LEN(rows), 0, &f->mem);
    return out;
}

/* A head and one row. */
static struct strips set_under(struct fixture *f, struct typed *s, const char *const *heads,
                               const char *const *cells, size_t count) {
    const struct setting setting = {&s->type, 11.5, whole, false};
    struct rich texts[2][CELLS_MAX];
    struct block rows[2] = {{.kind = BLOCK_ROW, .head = true, .table = 1, .cell_count = count},
                            {.kind = BLOCK_ROW, .table = 1, .cell_count = count}};
    struct strips out = {0};
    for (size_t i = 0; i < count; i++) {
        texts[0][i] = doc_plain(str_from(heads[i]), 0, &f->mem);
        texts[1][i] = doc_plain(str_from(cells[i]), 0, &f->mem);
    }
    rows[0].cells = texts[0];
    rows[1].cells = texts[1];
    table_set(&out, &setting, rows, ARRAY_LEN(rows), 0, &f->mem);
    return out;
}

/* A line ends behind a space, or its text does; a number is not the last of one. */
static void assert_whole(const struct line *line) {
    struct str text = line->shape->text;
    size_t to = 0;
    for (size_t i = 0; i < line->run_count; i++)
        to = line->runs[i].text_to > to ? line->runs[i].text_to : to;
    if (to < text.len && (text.p[to] != ' ' || ascii_is_digit(text.p[to - 1])))
        fail_msg("'%.*s' is broken at %zu", STR_ARG(text), to);
}

static void assert_apart(const struct strips *s, size_t columns) {
    for (size_t i = 0; i < s->count; i++) {
        double end = 0, x = -1;
        size_t seen = 0;
        for (size_t k = 0; k < s->items[i].piece_count; k++) {
            const struct piece *p = &s->items[i].pieces[k];
            if (p->line == NULL)
                continue;
            seen += p->x != x;
            if (p->x != x && p->x < end)
                fail_msg("a column begins at %f, the one before ends at %f", p->x, end);
            x = p->x;
            if (p->line->width > p->width + 0.01 || p->x + p->line->width > whole)
                fail_msg("a line of %f in %f at %f", p->line->width, p->width, p->x);
            end = x + p->width;
        }
        assert_int_equal(seen, columns);
    }
}

static void no_column_is_pushed_off_the_table(void **state) {
    static const char long_text[] = "A long first column with many words that goes on and on";
    const char *const rows[][CELLS_MAX] = {
        {long_text, long_text, "1", "2", "3", "4", "5", "60 mg"},
        {long_text, long_text, "1", "2", "3", "4", "5", "60 mg is the last, and it matters"},
        {"1", "2", "3", "4", "5", "6", long_text, long_text},
        {"Eleven letters here", "Eleven letters here", "1", "2", "3", "4", "5", "6"},
    };
    struct fixture *f = *state;
    struct typed s;
    open_type(f, &s);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (size_t columns = 2; columns <= CELLS_MAX; columns++) {
            struct strips out = set(f, &s, rows[i], columns, (struct block){0});
            assert_int_equal(out.count, 2);
            assert_apart(&out, columns);
        }
    close_type(&s);
}

/* The bar of a danger is 5 points wide and black: it hid the 1 of 10 mg. */
static void a_table_stands_beside_the_bar_of_its_box_and_as_deep_as_its_list(void **state) {
    static const char *const cells[CELLS_MAX] = {"10 mg", "2", "3", "4", "5", "6", "7", "8"};
    struct fixture *f = *state;
    struct typed s;
    open_type(f, &s);
    for (unsigned depth = 0; depth <= 12; depth++) {
        const struct block around = {.depth = depth, .box = BOX_DANGER, .box_id = 1};
        struct strips out = set(f, &s, cells, CELLS_MAX, around);
        for (size_t i = 0; i < out.count; i++)
            for (size_t k = 0; k < out.items[i].piece_count; k++) {
                const struct piece *p = &out.items[i].pieces[k];
                assert_true(p->x >= 11 && p->x >= (depth < 11 ? depth * 15 : whole / 2));
                assert_true(p->width > 0 && p->x + p->width <= whole);
            }
        assert_apart(&out, CELLS_MAX);
    }
    close_type(&s);
}

/* "Com" and "mon dose" beside "75–" and "125 mg": who reads across does not find the unit. */
static void no_word_of_a_cell_is_broken(void **state) {
    static const char *const heads[CELLS_MAX] = {"Substance",   "Route",         "Threshold",
                                                 "Light dose",  "Common dose",   "Strong dose",
                                                 "Onset after", "Total duration"};
    static const char *const cells[CELLS_MAX] = {"MDMA",
                                                 "swallowed",
                                                 "20\xe2\x80\x93"
                                                 "40 mg",
                                                 "40\xe2\x80\x93"
                                                 "75 mg",
                                                 "75\xe2\x80\x93"
                                                 "125 mg",
                                                 "125\xe2\x80\x93"
                                                 "180 mg",
                                                 "20\xe2\x80\x93"
                                                 "70 min",
                                                 "3\xe2\x80\x93"
                                                 "5 h"};
    struct fixture *f = *state;
    struct typed s;
    open_type(f, &s);
    for (size_t columns = 2; columns <= CELLS_MAX; columns++) {
        struct strips out = set_under(f, &s, heads, cells, columns);
        bool table = out.items[0].piece_count > 1;
        assert_true(columns > 6 || table);
        assert_int_equal(out.count, table ? 2 : columns);
        for (size_t i = 0; i < out.count; i++)
            for (size_t k = 0; k < out.items[i].piece_count; k++)
                if (out.items[i].pieces[k].line != NULL)
                    assert_whole(out.items[i].pieces[k].line);
        assert_true(!table || (out.items[0].keep && out.items[1].again != NULL));
    }
    close_type(&s);
}

static void rows_that_are_written_out_name_their_columns(void **state) {
    static const char *const heads[] = {"Name of a thing", "", "Amount"};
    static const char *const cells[] = {
        "Methylenedioxymethamphetaminexx-Methylenedioxymethamphetaminexx",
        "Methylenedioxymethamphetaminexxxx", "75 mg"};
    struct fixture *f = *state;
    struct typed s;
    open_type(f, &s);
    struct strips out = set_under(f, &s, heads, cells, 3);
    assert_true(out.count >= 3);
    assert_true(str_starts(out.items[0].said, str_lit("Name of a thing: Methyl")));
    assert_true(out.items[0].keep);
    assert_str(out.items[out.count - 2].said, cells[1]);
    assert_str(out.items[out.count - 1].said, "Amount: 75 mg");
    close_type(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_column_is_pushed_off_the_table),
        TEST(a_table_stands_beside_the_bar_of_its_box_and_as_deep_as_its_list),
        TEST(no_word_of_a_cell_is_broken),
        TEST(rows_that_are_written_out_name_their_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
