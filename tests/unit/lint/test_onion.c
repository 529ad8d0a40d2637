/* Whether the name in an address is an onion whose checksum fits. */
#include "fixture.h"
#include "lint/parts.h"

#define NAME  "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad"
#define WRONG "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczed"

static void the_name_is_found_whatever_stands_around_it(void **state) {
    static const char *const around[][2] = {
        {"http://", ".onion"},        {"https://", ".onion/"},   {"http://", ".onion/a?b#c"},
        {"http://", ".onion:80/"},    {"http://", ".onion:80"},  {"http://", ".onion?chat=1"},
        {"http://", ".onion#talk"},   {"HTTP://", ".ONION/"},    {"http://www.", ".onion/"},
        {"http://", ".onion:80?x/y"}, {"http://WWW.", ".Onion"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(around); i++) {
        const char *before = around[i][0], *behind = around[i][1];
        assert_true(onion_is_right(arena_printf(&f->mem, "%s" NAME "%s", before, behind)));
        assert_false(onion_is_right(arena_printf(&f->mem, "%s" WRONG "%s", before, behind)));
    }
}

static void capitals_are_the_same_name(void **state) {
    (void)state;
    assert_true(onion_is_right(
        str_lit("HTTP://DUCKDUCKGOGG42XJOC72X3SJASOWOARFBGCMVFIMAFTT6TWAGSWZCZAD.ONION/")));
    assert_false(onion_is_right(
        str_lit("HTTP://DUCKDUCKGOGG42XJOC72X3SJASOWOARFBGCMVFIMAFTT6TWAGSWZCZED.ONION/")));
}

static void a_letter_that_no_name_has_is_wrong(void **state) {
    static const char *const bad[] = {"0", "1", "8", "-", "_"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(onion_is_right(
            arena_printf(&f->mem, "http://%.30s%s%s.onion/", NAME, bad[i], NAME + 31)));
    /* which is no other way to write the 'z' */
    assert_true(str_ends(str_lit(NAME), str_lit("zczad")));
    assert_false(onion_is_right(arena_printf(&f->mem, "http://%.51s1czad.onion/", NAME)));
}

static void other_servers_are_right(void **state) {
    static const char *const others[] = {
        "https://a.example/" WRONG ".onion", "mailto:a@b.example", "https://a.example?.onion",
        "https://a.example#x.onion",         "https://onion/",     ""};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_true(onion_is_right(str_from(others[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_name_is_found_whatever_stands_around_it),
        TEST(capitals_are_the_same_name),
        TEST(a_letter_that_no_name_has_is_wrong),
        TEST(other_servers_are_right),
    };
    return cmocka_run_group_tests_name("lint/onion", tests, NULL, NULL);
}
