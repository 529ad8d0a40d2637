/* Fields that have got another name. */
#include "fixture.h"

#include "content/fields.h"

struct thing {
    struct str colour, size;
};
static const struct field table[] = {
    {"colour", field_line, offsetof(struct thing, colour), NULL, REQUIRED},
    {"color", NULL, 0, "colour", OPTIONAL},
    {"size", field_line, offsetof(struct thing, size), NULL, OPTIONAL},
    {0}};

static struct thing read(struct fixture *f, const char *text) {
    struct source source = {"thing.yaml", str_from(text)};
    struct thing out = {{0}, {0}};
    struct reader r;
    if (fields_open(&r, &f->mem, &source, 1 << 16, &f->diags))
        fields_read(&r, r.tree.root, table, &out);
    (void)!fields_close(&r);
    return out;
}

static void an_old_name_is_read_with_a_warning_that_names_the_new_one(void **state) {
    struct fixture *f = *state;
    struct thing t = read(f, "size: 1\ncolor: red\n");
    assert_str(t.colour, "red");
    assert_int_equal(f->diags.errors, 0);
    assert_diag(&f->diags, 0, "thing.yaml", 2, "content/field-old");
    assert_non_null(strstr(f->diags.items[0].message, "'color' is called 'colour' now"));
}

static void both_names_at_once_are_a_mistake(void **state) {
    struct fixture *f = *state;
    struct thing t = read(f, "color: red\ncolour: blue\n");
    assert_str(t.colour, "blue");
    assert_int_equal(f->diags.errors, 1);
    assert_diag(&f->diags, 0, "thing.yaml", 1, "yaml/repeated");
}

static void old_names_are_not_suggested(void **state) {
    struct fixture *f = *state;
    read(f, "color: x\ncolou: red\n");
    diags_sort(&f->diags);
    assert_non_null(strstr(f->diags.items[1].message, "did you mean 'colour'?"));
}

static void names_of_other_programs_are_known(void **state) {
    struct fixture *f = *state;
    static const struct field fees[] = {{"fees", field_line, 0, NULL, OPTIONAL}, {0}};
    struct source source = {"thing.yaml", str_lit("Price: 3\n")};
    struct str out = STR_NONE;
    struct reader r;
    assert_true(fields_open(&r, &f->mem, &source, 1000, &f->diags));
    fields_read(&r, r.tree.root, fees, &out);
    assert_false(fields_close(&r));
    assert_diag(&f->diags, 0, "thing.yaml", 1, "content/field-unknown");
    assert_non_null(strstr(f->diags.items[0].message, "'Price', did you mean 'fees'?"));
}

static void where_there_are_few_fields_all_are_named_but_old_ones(void **state) {
    struct fixture *f = *state;
    read(f, "colour: x\nqqq: red\n");
    assert_int_equal(f->diags.count, 1);
    assert_non_null(strstr(f->diags.items[0].message, "'qqq': here stand colour and size"));
}

static void very_many_unknown_fields_end_with_one_sentence(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "colour: x\n");
    for (unsigned i = 0; i < 600; i++)
        buf_printf(&text, "q%u: x\n", i);
    buf_putc(&text, '\0');
    read(f, text.p);
    buf_finish(&text);
    assert_int_equal(f->diags.count, 501);
    assert_string_equal(f->diags.items[499].code, "content/field-unknown");
    assert_string_equal(f->diags.items[500].code, "content/too-many");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_old_name_is_read_with_a_warning_that_names_the_new_one),
        TEST(both_names_at_once_are_a_mistake),
        TEST(old_names_are_not_suggested),
        TEST(names_of_other_programs_are_known),
        TEST(where_there_are_few_fields_all_are_named_but_old_ones),
        TEST(very_many_unknown_fields_end_with_one_sentence),
    };
    return cmocka_run_group_tests_name("content/fields", tests, NULL, NULL);
}
