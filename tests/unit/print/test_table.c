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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_column_is_pushed_off_the_table),
        TEST(a_table_stands_beside_the_bar_of_its_box_and_as_deep_as_its_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
