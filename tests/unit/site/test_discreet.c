/* Numbers instead of names: stable, different, the same for every language. */
#include "fixture.h"

#include "sign/sign.h"
#include "site/parts.h"

static void a_key_has_the_same_number_whoever_came_before(void **state) {
    struct fixture *f = *state;
    struct map alone, among;
    map_init(&alone, &f->mem, 4);
    map_init(&among, &f->mem, 4);
    struct str name = discreet_name(&f->mem, &alone, str_lit("guides/alpha"), 0);
    (void)discreet_name(&f->mem, &among, str_lit("guides/beta"), 0);
    assert_true(str_eq(name, discreet_name(&f->mem, &among, str_lit("guides/alpha"), 1)));
    assert_int_equal(name.len, 8);
    for (size_t i = 0; i < name.len; i++)
        assert_true(ascii_is_digit(name.p[i]));
}

static void a_translation_shares_the_number_of_its_key(void **state) {
    struct fixture *f = *state;
    struct map taken;
    map_init(&taken, &f->mem, 4);
    struct str one = discreet_name(&f->mem, &taken, str_lit("guides/alpha"), 7);
    assert_true(str_eq(one, discreet_name(&f->mem, &taken, str_lit("guides/alpha"), 7)));
}

static void where_two_keys_meet_the_later_one_takes_more_digits(void **state) {
    struct fixture *f = *state;
    struct map taken;
    map_init(&taken, &f->mem, 4);
    struct str one = discreet_name(&f->mem, &taken, str_lit("guides/alpha"), 0);
    /* the same digest for another owner stands for a key that meets it */
    struct str two = discreet_name(&f->mem, &taken, str_lit("guides/alpha"), 1);
    assert_int_equal(two.len, 9);
    assert_true(str_starts(two, one));
}

static void a_key_that_meets_others_in_all_digits_keeps_its_name(void **state) {
    struct fixture *f = *state;
    struct map taken;
    struct str key = str_lit("guides/alpha"), name = STR_NONE;
    map_init(&taken, &f->mem, 4);
    for (uint32_t owner = 0; name.len < 32; owner++) {
        name = discreet_name(&f->mem, &taken, key, owner);
        assert_int_equal(name.len, 8 + owner);
    }
    assert_true(str_eq(discreet_name(&f->mem, &taken, key, 99), key));
}

static void ten_thousand_keys_have_ten_thousand_numbers(void **state) {
    struct fixture *f = *state;
    struct map taken, seen;
    map_init(&taken, &f->mem, 10000);
    map_init(&seen, &f->mem, 10000);
    for (uint32_t i = 0; i < 10000; i++) {
        struct str key = arena_printf(&f->mem, "guides/page-%u", i);
        struct str name = discreet_name(&f->mem, &taken, key, i);
        assert_int_equal(map_add(&seen, name, i), MAP_NONE);
        assert_true(name.len <= 10);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_key_has_the_same_number_whoever_came_before),
        TEST(a_translation_shares_the_number_of_its_key),
        TEST(where_two_keys_meet_the_later_one_takes_more_digits),
        TEST(a_key_that_meets_others_in_all_digits_keeps_its_name),
        TEST(ten_thousand_keys_have_ten_thousand_numbers),
    };
    return sign_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
