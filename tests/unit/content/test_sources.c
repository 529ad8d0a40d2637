/* sources.yaml and classes.yaml: maps from id to fields. */
#include "broken.h"

#include "content/content.h"

static struct references parse(struct fixture *f, const char *text) {
    struct source *source = arena_new(&f->mem, struct source);
    struct references all;
    *source = (struct source){"sources.yaml", str_from(text)};
    bool ok = sources_parse(&f->mem, source, &all, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return all;
}

static void entries_keep_file_order_and_places(void **state) {
    struct fixture *f = *state;
    struct references all = parse(f, "# part\n"
                                     "who-2023:\n"
                                     "  title: \"A: b\"\n"
                                     "  authors: [One, Two]\n"
                                     "  publisher: WHO\n"
                                     "  year: 0123\n"
                                     "  url: https://www.who.int/a(b)\n"
                                     "  doi: 10.1000/182\n"
                                     "  accessed: 2026-11-23\n"
                                     "b.c_d: {title: T, note: N, journal: J}\n");
    assert_no_diags(&f->diags);
    assert_int_equal(all.count, 2);
    assert_str(all.items[0].id, "who-2023");
    assert_str(all.items[0].title, "A: b");
    assert_str(all.items[0].authors, "One, Two");
    assert_str(all.items[0].year, "0123");
    assert_str(all.items[0].doi, "10.1000/182");
    assert_true(date_is_set(all.items[0].accessed));
    assert_int_equal(all.items[0].at.line, 2);
    assert_str(all.items[1].note, "N");
    assert_int_equal(parse(f, "").count, 0);
}

static const struct broken corpus[] = {
    {"WHO 2023: {title: T}\n", 1, 1, 8, "content/id-invalid", "did you mean 'who-2023'?"},
    {"a:\n  publisher: x\n", 2, 3, 1, "content/field-missing", "'title'"},
    {"a:\n", 1, 3, 0, "content/not-fields", "fields are expected"},
    {"a: {title: T, id: b}\n", 1, 15, 2, "content/field-unknown", "'id'"},
    {"a: {title: T, url: www.who.int}\n", 1, 20, 11, "content/url-invalid", "https://"},
    {"a: {title: T, doi: \"https://doi.org/10.1/2\"}\n", 1, 21, 22, "content/doi-invalid", "'10.'"},
    {"a: {title: T}\na: {title: U}\n", 2, 1, 1, "yaml/repeated", "line 1"},
};

static void every_broken_source_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void many_ids_are_all_told_apart(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    for (int i = 0; i < 100; i++)
        buf_printf(&text, "s%d: {title: T}\n", i);
    buf_puts(&text, "s7: {title: T}\n");
    buf_putc(&text, '\0');
    assert_int_equal(parse(f, text.p).count, 100);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "sources.yaml", 101, "yaml/repeated");
    assert_non_null(strstr(f->diags.items[0].message, "first in line 8"));
    buf_finish(&text);
}

static void authors_of_whom_none_is_a_name_end(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "a:\n  title: T\n  authors:\n");
    for (unsigned i = 0; i < 600; i++)
        buf_puts(&text, "    - [x]\n");
    buf_putc(&text, '\0');
    parse(f, text.p);
    assert_int_equal(f->diags.count, 501);
    assert_diag(&f->diags, 0, "sources.yaml", 4, "content/not-a-word");
    assert_string_equal(f->diags.items[500].code, "content/too-many");
    buf_finish(&text);
}

static void classes_have_names_and_summaries(void **state) {
    struct fixture *f = *state;
    struct source source = {"classes.yaml",
                            str_lit("opioid: {name: {en: Opioids}, summary: S}\nother: Others\n")};
    struct source bad = {"classes.yaml", str_lit("opioid: {summary: S}\nOne: x\nb: {nam: x}\n")};
    struct class_entries all;
    assert_true(classes_parse(&f->mem, &source, &all, &f->diags));
    assert_no_diags(&f->diags);
    assert_int_equal(all.count, 2);
    assert_str(all.items[0].name.items[0].value, "Opioids");
    assert_str(all.items[1].name.items[0].value, "Others");
    assert_false(classes_parse(&f->mem, &bad, &all, &f->diags));
    assert_diag(&f->diags, 0, "classes.yaml", 1, "content/field-missing");
    assert_diag(&f->diags, 1, "classes.yaml", 2, "content/id-invalid");
    assert_diag(&f->diags, 2, "classes.yaml", 3, "content/field-unknown");
    assert_diag(&f->diags, 3, "classes.yaml", 3, "content/field-missing");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(entries_keep_file_order_and_places),
        TEST(every_broken_source_gets_its_place_and_sentence),
        TEST(many_ids_are_all_told_apart),
        TEST(authors_of_whom_none_is_a_name_end),
        TEST(classes_have_names_and_summaries),
    };
    return cmocka_run_group_tests_name("content/sources", tests, NULL, NULL);
}
