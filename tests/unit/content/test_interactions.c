/* interactions.csv: RFC 4180 with what spreadsheets make of it. */
#include "broken.h"

#include "content/content.h"

static struct interaction_rows parse(struct fixture *f, const char *text) {
    struct source *source = arena_new(&f->mem, struct source);
    struct interaction_rows rows;
    *source = (struct source){"interactions.csv", str_from(text)};
    bool ok = interactions_parse(&f->mem, source, &rows, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return rows;
}

static void rows_are_read_by_column_names(void **state) {
    struct fixture *f = *state;
    struct interaction_rows rows = parse(
        f, "\xef\xbb\xbfrisk,b,a,note,note.fi,sources\r\n"
           "deadly,alcohol, ghb ,\"Both slow, \"\"a lot\"\"\r\nbreathing\",Hidas, x-1  y-2 \r\n"
           "\r\n"
           ",,,,,\r\n"
           "low,mdma,cannabis,,,");
    assert_no_diags(&f->diags);
    assert_int_equal(rows.count, 2);
    const struct interaction_row *r = &rows.items[0];
    assert_str(r->a.value, "ghb");
    assert_str(r->b.value, "alcohol");
    assert_str(r->risk.value, "deadly");
    assert_int_equal(r->note.count, 2);
    assert_str(r->note.items[0].value, "Both slow, \"a lot\"\nbreathing");
    assert_null(r->note.items[0].lang.p);
    assert_str(r->note.items[1].lang, "fi");
    assert_str(r->note.items[1].value, "Hidas");
    assert_int_equal(r->sources.count, 2);
    assert_str(r->sources.items[1].value, "y-2");
    assert_int_equal(r->sources.items[1].at.line, 3);
    assert_int_equal(r->sources.items[1].at.column, 24);
    assert_int_equal(r->at.line, 2);
    assert_int_equal(rows.items[1].at.line, 6);
    assert_int_equal(rows.items[1].note.count, 0);
}

static void semicolons_and_tabs_separate_as_well(void **state) {
    struct fixture *f = *state;
    static const char *const tables[] = {
        "a;b;risk;note\nx;y;low;\"1, 2; 3\"\n", "a\tb\trisk\tnote\r\nx\ty\tlow\t1, 2; 3\r\n",
        "\xef\xbb\xbfsep=;\r\na;b;risk;note\r\nx;y;low;\"1, 2; 3\"\r\n"};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        struct interaction_rows rows = parse(f, tables[i]);
        assert_no_diags(&f->diags);
        assert_int_equal(rows.count, 1);
        assert_str(rows.items[0].note.items[0].value, "1, 2; 3");
    }
}

static void columns_of_one_s_own_are_not_read(void **state) {
    struct fixture *f = *state;
    struct interaction_rows rows = parse(f, "a,# ask Joe,b,risk,# todo\nx,\"why, now\",y,low,\n");
    assert_no_diags(&f->diags);
    assert_str(rows.items[0].b.value, "y");
}

static void empty_files_have_no_rows(void **state) {
    struct fixture *f = *state;
    assert_int_equal(parse(f, "").count, 0);
    assert_int_equal(parse(f, "\n\n").count, 0);
    assert_int_equal(parse(f, "a,b,risk\n").count, 0);
    assert_no_diags(&f->diags);
}

static const struct broken corpus[] = {
    {"a,b,risk,nots\nx,y,low,\n", 1, 10, 4, "csv/column-unknown", "did you mean 'note'?"},
    {"a,b,risk,note.finnish\n", 1, 10, 12, "content/language-invalid", "note.fi"},
    {"a,b,risk,a\n", 1, 10, 1, "csv/column-repeated", "twice"},
    {"a,b,risk,note.fi,note.FI\n", 1, 18, 7, "csv/column-repeated", "twice"},
    {"a,risk\n", 1, 1, 1, "csv/column-missing", "'b'"},
    {"a|b|risk\nx|y|low\n", 1, 1, 8, "csv/separator", "bars"},
    {"a;b;risk\nx;y\n", 2, 1, 1, "csv/columns", "has 2 columns, the first line has 3"},
    {"a,b,risk\nx,y,l\xe4g\n", 2, 6, 1, "csv/encoding", "CSV UTF-8"},
    {"\xff\xfe"
     "a,b",
     0, 0, 0, "csv/encoding", "UTF-16"},
    {"a,b,risk\nx,y\n", 2, 1, 1, "csv/columns", "a cell that stays empty has its comma, too"},
    {"a,b,risk\nx,y,z,w\n", 2, 1, 1, "csv/columns", "put a text with a comma in double quotes"},
    {"a,b,risk\nx,y,low,and more\n", 2, 1, 1, "csv/columns", "has 4 columns"},
    {"a,b,risk\nx,\"y,low\n", 2, 3, 1, "csv/quote", "never closed"},
    {"a,b,risk\nx,y\"y,low\n", 2, 4, 1, "csv/quote", "write this one twice"},
    {"a,b,risk\nx,\"y\"y,low\n", 2, 6, 1, "csv/quote", "after the closing quote"},
    {"a,b,risk\nx,,low\n", 2, 3, 0, "csv/empty", "'b'"},
    {"a,b,risk\nx,Big One,low\n", 2, 3, 7, "content/id-invalid", "did you mean 'big-one'?"},
    {"a,b,risk\nx,x,low\n", 2, 3, 1, "interactions/same", "both sides"},
    {"a,b,risk\nx,y,low\nz,x,low\ny,x,deadly\n", 4, 1, 1, "interactions/repeated",
     "first in line 2"},
};

static void every_broken_table_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void a_bad_row_does_not_hide_the_next(void **state) {
    struct fixture *f = *state;
    struct interaction_rows rows = parse(f, "a,b,risk\nx,\"y\"y,low\nx,y\nq,r,low\nS,t,low\n");
    assert_int_equal(f->diags.errors, 3);
    assert_diag(&f->diags, 0, "interactions.csv", 2, "csv/quote");
    assert_diag(&f->diags, 1, "interactions.csv", 3, "csv/columns");
    assert_diag(&f->diags, 2, "interactions.csv", 5, "content/id-invalid");
    assert_int_equal(rows.count, 1);
    assert_str(rows.items[0].a.value, "q");
}

static void a_row_that_lacks_a_side_or_its_risk_is_not_given(void **state) {
    static const char *const rows[] = {",y,low", "x,,low", "x,y,", "A,y,low", "x,B,low", "x,y,?"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(parse(f, arena_printf(&f->mem, "a,b,risk\n%s\n", rows[i]).p).count, 0);
        assert_int_equal(f->diags.errors, 1);
        diags_finish(&f->diags);
    }
}

static void very_many_columns_are_not_read(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "a,b,risk");
    for (unsigned i = 0; i < 3000; i++)
        buf_printf(&text, ",# %u", i);
    buf_putc(&text, '\0');
    parse(f, text.p);
    buf_finish(&text);
    assert_diag(&f->diags, 0, "interactions.csv", 1, "csv/columns");
}

static void very_many_mistakes_end_with_one_sentence(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "a,b,risk\n");
    for (unsigned i = 0; i < 600; i++)
        buf_printf(&text, "A%u,b,low\n", i);
    buf_putc(&text, '\0');
    parse(f, text.p);
    buf_finish(&text);
    assert_int_equal(f->diags.count, 501);
    assert_diag(&f->diags, 499, "interactions.csv", 501, "content/id-invalid");
    assert_diag(&f->diags, 500, "interactions.csv", 0, "content/too-many");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rows_are_read_by_column_names),
        TEST(semicolons_and_tabs_separate_as_well),
        TEST(columns_of_one_s_own_are_not_read),
        TEST(empty_files_have_no_rows),
        TEST(every_broken_table_gets_its_place_and_sentence),
        TEST(a_bad_row_does_not_hide_the_next),
        TEST(a_row_that_lacks_a_side_or_its_risk_is_not_given),
        TEST(very_many_columns_are_not_read),
        TEST(very_many_mistakes_end_with_one_sentence),
    };
    return cmocka_run_group_tests_name("content/interactions", tests, NULL, NULL);
}
