/* services.csv: columns, what spreadsheets do to cells, and the way back. */
#include "broken.h"

#include "content/content.h"

static struct services parse(struct fixture *f, const char *text) {
    struct source *source = arena_new(&f->mem, struct source);
    struct services table;
    *source = (struct source){"services.csv", str_from(text)};
    bool ok = services_parse(&f->mem, source, &table, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return table;
}

static struct str write(struct fixture *f, const struct services *table, char separator) {
    static const struct config_language languages[] = {{.tag = {"en", 2}}, {.tag = {"fi", 2}}};
    struct buf out = {0};
    services_write(table->items, table->count, languages, 2, separator, &out);
    struct str copy = arena_str(&f->mem, buf_str(&out));
    buf_finish(&out);
    return copy;
}

static void a_row_is_a_service(void **state) {
    struct fixture *f = *state;
    struct services t = parse(
        f, "\xef\xbb\xbfid;name.en;name.fi;kinds;languages;schedules;phones;name_asked;shown.id_"
           "document;"
           "name_asked.basis;name_asked.note.en;record_items;shared_with;police.checked;staff;"
           "channels.2.type;channels.2.tor;channels.1.type;assured_date;example;# mine\r\n"
           "van;Van;\"Auto, \"\"iso\"\"\";\"naloxone; needles\";en fi;\"Mo-Fr 16:00-20:00; PH "
           "off\n24/7\";"
           "+44 1632 "
           "960123;never;some-services;stated;\"Two\r\nlines\";[];\"[]\";15.9.2026;nurse,peer;"
           "email;works-safest;walk-in;2026/9/15;TRUE;call Joe\r\n"
           ";;;;\r\n"
           "#old;row\r\n"
           "boat;Boat\r\n");
    assert_no_diags(&f->diags);
    assert_int_equal(t.count, 2);
    const struct service *s = &t.items[0];
    assert_str(s->id, "van");
    assert_str(s->name.items[1].value, "Auto, \"iso\"");
    assert_str(s->name.items[1].lang, "fi");
    assert_int_equal(s->kinds.count, 2);
    assert_int_equal(s->languages.count, 2);
    assert_int_equal(s->schedule_count, 2);
    assert_true(s->schedules[1].hours.always);
    assert_str(s->phones[0].number, "+44 1632 960123");
    assert_str(s->claims[CLAIM_NAME_ASKED].value, "never");
    assert_str(s->claims[CLAIM_NAME_ASKED].basis, "stated");
    assert_str(s->claims[CLAIM_NAME_ASKED].note.items[0].value, "Two\nlines");
    assert_str(s->claims[CLAIM_ID_DOCUMENT].value, "some-services");
    assert_str(s->claims[CLAIM_HEALTH_CARD].value, "unknown");
    assert_true(s->record_items.known);
    assert_int_equal(s->record_items.count, 0);
    assert_true(s->shared_known);
    assert_false(s->duty_to_report.known);
    assert_int_equal(s->police.value.count, 0);
    assert_string_equal(date_format(s->police.checked).p, "2026-09-15");
    assert_string_equal(date_format(s->assured).p, "2026-09-15");
    assert_int_equal(s->staff.count, 2);
    assert_int_equal(s->channel_count, 2);
    assert_str(s->channels[0].type, "walk-in");
    assert_str(s->channels[1].claims[CHANNEL_TOR].value, "works-safest");
    assert_true(s->example);
    assert_str(t.items[1].id, "boat");
    assert_false(t.items[1].record_items.known);
}

/* What is asked and not answered is not "nothing". */
static void a_list_without_a_value_stays_unknown(void **state) {
    struct fixture *f = *state;
    struct services t = parse(f, "id,name,record_items.checked,record_items,staff.basis,staff\n"
                                 "a,A,2026-09-01,,stated,\nb,B,2026-09-01,unknown,,unknown\n"
                                 "c,C,2026-09-01,One,stated,[]\n");
    assert_no_diags(&f->diags);
    assert_false(t.items[0].record_items.known);
    assert_true(date_is_set(t.items[0].record_items.about.checked));
    assert_false(t.items[0].staff_known);
    assert_false(t.items[1].record_items.known);
    assert_false(t.items[1].staff_known);
    assert_true(t.items[2].staff_known);
}

static const char *const formulas[] = {
    "=1+1",  "+44 1", "-x",       "@sum",  "'=x",     "''-x",     "'quote'",  "＝1+1",
    "a=b",   ";=1",   "\"=1\"",   "a\n=1", "a;=1",    "b,\"@x\"", "c\t-1;+2", ";'=1",
    ";''=1", ";\t=1", "d;\"\"=1", "e; =1", "f;\"'=1", "'=1;'=1"};

static void formulas_are_defused_and_come_back(void **state) {
    struct fixture *f = *state;
    struct service s[ARRAY_LEN(formulas)] = {0};
    struct services table = {s, 0, 0};
    for (size_t i = 0; i < ARRAY_LEN(formulas); i++) {
        struct text_entry *e = arena_new(&f->mem, struct text_entry);
        *e = (struct text_entry){STR_NONE, str_from(formulas[i]), {0}};
        s[i] = (struct service){.id = arena_printf(&f->mem, "s%zu", i), .name = {e, 1}};
        table.count++;
    }
    struct str csv = write(f, &table, ',');
    for (size_t i = 0; i + 2 < csv.len;
         i++) { /* no cell begins with a sign that starts a formula */
        bool begins = csv.p[i] == ',' || csv.p[i] == '\n';
        char c = csv.p[i + 1] == '"' ? csv.p[i + 2] : csv.p[i + 1];
        bool signs = c == '=' || c == '+' || c == '-' || c == '@';
        bool inside = csv.p[i] == '\n' && i > 0 && csv.p[i - 1] != '\r'; /* within quotes */
        assert_false(begins && signs && !inside);
    }
    struct services back = parse(f, csv.p);
    assert_no_diags(&f->diags);
    assert_int_equal(back.count, ARRAY_LEN(formulas));
    for (size_t i = 0; i < back.count; i++)
        assert_str(back.items[i].name.items[0].value, formulas[i]);
}

/* What a spreadsheet leaves of a cell that it has spoiled, typed by somebody who meant it. */
static void texts_like_spoiled_cells_come_back(void **state) {
    static const char *const spoiled[] = {"Err:508", "#NAME?",  "4.41E+11", "'Err:508",
                                          "''4E+11", "a;#REF!", "\"#N/A\""};
    struct fixture *f = *state;
    struct service s[ARRAY_LEN(spoiled)] = {0};
    struct text_entry names[ARRAY_LEN(spoiled)];
    struct services table = {s, ARRAY_LEN(spoiled), 0};
    for (size_t i = 0; i < ARRAY_LEN(spoiled); i++) {
        names[i] = (struct text_entry){STR_NONE, str_from(spoiled[i]), {0}};
        s[i] = (struct service){.id = arena_printf(&f->mem, "s%zu", i), .name = {&names[i], 1}};
    }
    struct services back = parse(f, write(f, &table, ',').p);
    assert_no_diags(&f->diags);
    assert_int_equal(back.count, ARRAY_LEN(spoiled));
    for (size_t i = 0; i < back.count; i++)
        assert_str(back.items[i].name.items[0].value, spoiled[i]);
}

static void the_table_comes_back_as_it_was(void **state) {
    struct fixture *f = *state;
    static const char text[] =
        "\xef\xbb\xbfid,name,name.en,name.sv,status,example,kinds,alert.fi,schedules.1."
        "hours,"
        "schedules.1.note.en,phones.1.number,phones.1.caller_id,phones.1.caller_id.basis,"
        "name_asked,name_asked.checked,name_asked.note.fi,record_items,record_items.1.en,"
        "record_items.1.checked,record_items.2.en,shared_with,shared_with.1.party.en,"
        "shared_with.1.when,shared_with.1.basis,police.en,police.basis,staff,staff.note.en,"
        "channels.1.type,channels.1.tor,channels.1.tor.checked,channels.1.since,"
        "channels.2.type\r\n"
        "a,,A,,active,yes,\"x; y\",\"Two\nlines\",24/7,by the gate,'+44 1,logged,law,unknown,"
        "2026-01-02,Ei,,Words,2026-01-03,More,,Police,unknown,stated,Never,law,\"nurse; peer\","
        "By day,onion-site,works-safest,2026-01-04,2026-01-05,walk-in\r\n"
        "b,B,,,defunct,,,,,,,,,,,,[],,,,[],,,,,,[],,,,,,\r\n"
        "c,,,C,active,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n";
    struct services table = parse(f, text);
    assert_no_diags(&f->diags);
    assert_str(write(f, &table, ','), text);
    struct services again = parse(f, write(f, &table, '\t').p);
    assert_str(write(f, &again, ','), text);
}

static const struct broken corpus[] = {
    {"id,nmae\n", 1, 4, 4, "csv/column-unknown", "(column B), did you mean 'name'?"},
    {"id,name.english\n", 1, 4, 12, "csv/column-unknown", "unknown column 'name.english'"},
    {"id,name,channels.1.tro\n", 1, 9, 14, "csv/column-unknown", "did you mean 'tor'?"},
    {"id,name,channels.0.tor\n", 1, 9, 14, "csv/column-unknown", "channels.0.tor"},
    {"id,name,met.name_asked\n", 1, 9, 14, "csv/column-unknown", "met.name_asked"},
    {"id,name,shown\n", 1, 9, 5, "csv/column-unknown", "unknown column 'shown'"},
    {"id,name,opening_hours\n", 1, 9, 13, "csv/column-unknown", "did you mean 'schedules'?"},
    {"id,name,phones\na,A,4.41633E+11\n", 2, 5, 11, "csv/cell-lost", "a spreadsheet has shortened"},
    {"id,name,phones\na,A,A.1E+11\n", 2, 5, 7, "service/phone", "'A.1E+11'"},
    {"id,name,name\n", 1, 9, 4, "csv/column-repeated", "twice"},
    {"name\n", 1, 1, 4, "csv/column-missing", "'id'"},
    {"", 0, 0, 0, "csv/column-missing", "is empty"},
    {"id,name\na,\n", 2, 1, 1, "content/field-missing", "'name' is missing (row 2)"},
    {"id,name\n,A\n", 2, 1, 0, "csv/empty", "(row 2, column A 'id')"},
    {"id,name\nBig One,A\n", 2, 1, 7, "content/id-invalid", "did you mean 'big-one'? (row 2"},
    {"id,name\na,\"A\nB\"\na,C\n", 4, 1, 1, "service/repeated", "in row 2 (row 3, column A 'id')"},
    {"id,name\na,A,b\n", 2, 5, 1, "csv/columns", "has 3 columns, the first line has 2"},
    {"id,name,\na,A,b\n", 2, 5, 1, "csv/column-unknown", "without a name"},
    {"id;name;entrance\na;A;dor\n", 2, 5, 3, "content/value-unknown",
     "(row 2, column C 'entrance')"},
    {"id,name,assured_date\na,A,9/15/2026\n", 2, 5, 9, "csv/date", "two ways"},
    {"id,name,assured_date\na,A,31.2.2026\n", 2, 5, 9, "content/date-invalid", "2026-02-31"},
    {"id,name,phones\na,A,4.41E+11\n", 2, 5, 8, "csv/cell-lost", "shortened"},
    {"id,name,alert\na,A,#NAME?\n", 2, 5, 6, "csv/cell-lost", "formula"},
    {"id,name,name.en\na,A,B\n", 2, 5, 1, "csv/column-conflict", "in another way"},
    {"id,name,record_items,record_items.1.en\na,A,[],B\n", 2, 8, 1, "csv/column-conflict", "way"},
    {"id,name,record_kept,client_code\na,A,none,card-issued\n", 2, 10, 11, "service/contradiction",
     "in the same row: only one can be true (row 2, column D 'client_code')"},
    {"id,name\na,\xe4\n", 2, 3, 1, "csv/encoding", "CSV UTF-8"},
    {"\xff\xfei", 0, 0, 0, "csv/encoding", "UTF-16"},
};

static void every_broken_table_gets_its_row_and_column(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void a_lost_zero_is_a_warning(void **state) {
    struct fixture *f = *state;
    parse(f, "id,name,phones.1.number,phones,channels.1.type,channels.1.address\na,A,401234567\n"
             "b,B,40 123 4567\nc,C,112\nd,D,0401234567\ne,E,,\"112\n401234567\"\n"
             "f,F,,,phone,401234567\n");
    assert_int_equal(f->diags.count, 3);
    assert_diag(&f->diags, 0, "services.csv", 2, "csv/leading-zero");
    assert_diag(&f->diags, 1, "services.csv", 6, "csv/leading-zero");
    assert_diag(&f->diags, 2, "services.csv", 8, "csv/leading-zero");
}

/* Two thousand rows, an error in each: all are told. */
static void every_row_of_a_long_table_is_told(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "id,name,entrance\n");
    for (unsigned i = 0; i < 2000; i++)
        buf_printf(&text, "s%u,Name,wrong-%u\n", i, i);
    buf_putc(&text, '\0');
    parse(f, text.p);
    buf_finish(&text);
    assert_int_equal(f->diags.errors, 2000);
    assert_non_null(strstr(f->diags.items[1999].message, "(row 2001, column C 'entrance')"));
}

static void tables_without_end_end(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "id,name,entrance\n");
    for (unsigned i = 0; i < 10100; i++)
        buf_printf(&text, "s%u,Name,wrong\n", i);
    buf_putc(&text, '\0');
    parse(f, text.p);
    assert_int_equal(f->diags.errors, 10001);
    assert_diag(&f->diags, 10000, "services.csv", 0, "content/too-many");
    diags_finish(&f->diags);
    buf_reset(&text);
    buf_puts(&text, "id,name");
    for (unsigned i = 2; i < 4001; i++)
        buf_printf(&text, ",# %u", i);
    buf_puts(&text, "\na,A\n");
    buf_putc(&text, '\0');
    parse(f, text.p);
    buf_finish(&text);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "services.csv", 1, "csv/columns");
    assert_non_null(strstr(f->diags.items[0].message, "more than 4000 columns"));
}

static void a_table_of_nothing_has_its_first_column(void **state) {
    struct fixture *f = *state;
    const struct services none = {0};
    assert_str(write(f, &none, ';'), "\xef\xbb\xbfid\r\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_row_is_a_service),
        TEST(a_list_without_a_value_stays_unknown),
        TEST(formulas_are_defused_and_come_back),
        TEST(texts_like_spoiled_cells_come_back),
        TEST(the_table_comes_back_as_it_was),
        TEST(every_broken_table_gets_its_row_and_column),
        TEST(a_lost_zero_is_a_warning),
        TEST(every_row_of_a_long_table_is_told),
        TEST(tables_without_end_end),
        TEST(a_table_of_nothing_has_its_first_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
