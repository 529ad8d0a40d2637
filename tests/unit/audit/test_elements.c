#include "audit/elements.h"
#include "fixture.h"

static const char *const element_names[] = {
#define ELEMENT(name, chars, ...) #name,
#include "audit/elements.def"
#undef ELEMENT
};

static void every_element_is_found_by_its_name_and_no_other(void **state) {
    (void)state;
    for (unsigned i = 0; i < ELEMENT_COUNT; i++) {
        char name[32] = {0};
        size_t len = strlen(element_names[i]);
        for (size_t k = 0; k < len; k++)
            name[k] = ascii_lower(element_names[i][k]);
        const struct element *e = elements_find(names_load(str_of(name, len), name + 32));
        assert_non_null(e);
        assert_int_equal(e->id, i);
        /* the same at the end of the text, where fewer bytes can be read */
        assert_ptr_equal(elements_find(names_load(str_of(name, len), name + len)), e);
        name[len] = 'x';
        assert_null(elements_find(names_load(str_of(name, len + 1), name + 32)));
    }
}

static void every_attribute_is_found_by_its_name(void **state) {
    (void)state;
    for (unsigned i = 0; i < ATTRIBUTE_COUNT; i++) {
        struct str name = str_from(elements_attributes[i].text);
        const struct attribute *a = elements_attribute(names_load(name, name.p + name.len));
        assert_non_null(a);
        assert_int_equal(elements_attribute_id(a), i);
    }
}

static void names_that_are_not_listed_are_not_found(void **state) {
    static const char *const names[] = {
        "", "script", "iframe", "svg", "math", "style2", "onclick", "aria-describedbyx", "x"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str name = str_from(names[i]);
        assert_null(elements_find(names_load(name, name.p + name.len)));
        assert_null(elements_attribute(names_load(name, name.p + name.len)));
    }
}

/* What pieces.h builds on: such an element may stand anywhere among its siblings, asks nothing of
 * the page, and holds neither parts of the head nor the one main. */
static void kept_elements_depend_on_little(void **state) {
    unsigned kept = 0;
    (void)state;
    for (unsigned i = 0; i < ELEMENT_COUNT; i++) {
        const struct element *e = &elements_rows[i];
        if ((e->flags & KEPT) == 0)
            continue;
        kept++;
        assert_int_equal(e->flags, KEPT);
        assert_int_equal(e->before, 0);
        assert_int_equal(e->holds, FLOW);
        assert_true((e->bars & MAIN) != 0);
        assert_null(e->check);
    }
    assert_int_equal(kept, 3);
    for (unsigned i = 0; i < ELEMENT_COUNT; i++)
        if ((elements_rows[i].holds & IN_HEAD) != 0)
            assert_int_equal(elements_rows[i].is, HEAD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_element_is_found_by_its_name_and_no_other),
        TEST(every_attribute_is_found_by_its_name),
        TEST(names_that_are_not_listed_are_not_found),
        TEST(kept_elements_depend_on_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
