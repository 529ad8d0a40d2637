/* The table from text to a number. */
#include "fixture.h"

static void the_first_value_stays(void **state) {
    struct fixture *f = *state;
    struct map m;
    map_init(&m, &f->mem, 0);
    assert_int_equal(map_get(&m, str_lit("a")), MAP_NONE);
    assert_int_equal(map_add(&m, str_lit("a"), 1), MAP_NONE);
    assert_int_equal(map_add(&m, str_lit("a"), 2), 1);
    assert_int_equal(map_get(&m, str_lit("a")), 1);
    assert_int_equal(m.count, 1);
}

static void empty_and_absent_are_one_key(void **state) {
    struct fixture *f = *state;
    struct map m;
    map_init(&m, &f->mem, 1);
    assert_int_equal(map_add(&m, STR_NONE, 5), MAP_NONE);
    assert_int_equal(map_get(&m, str_lit("")), 5);
    assert_int_equal(map_get(&m, STR_NONE), 5);
}

static void many_keys_are_all_found(void **state) {
    struct fixture *f = *state;
    struct map m = {.mem = &f->mem}; /* grows from nothing too */
    for (uint32_t i = 0; i < 20000; i++)
        assert_int_equal(map_add(&m, arena_printf(&f->mem, "key-%u", i), i), MAP_NONE);
    for (uint32_t i = 0; i < 20000; i++)
        assert_int_equal(map_get(&m, arena_printf(&f->mem, "key-%u", i)), i);
    assert_int_equal(map_get(&m, str_lit("key-20000")), MAP_NONE);
}

static void keys_that_differ_in_zero_bytes_differ(void **state) {
    struct fixture *f = *state;
    struct map m;
    map_init(&m, &f->mem, 0);
    assert_int_equal(map_add(&m, str_lit("a"), 1), MAP_NONE);
    assert_int_equal(map_add(&m, str_lit("a\0"), 2), MAP_NONE);
    assert_int_equal(map_get(&m, str_lit("a\0")), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_first_value_stays),
        TEST(empty_and_absent_are_one_key),
        TEST(many_keys_are_all_found),
        TEST(keys_that_differ_in_zero_bytes_differ),
    };
    return cmocka_run_group_tests_name("util/map", tests, NULL, NULL);
}
