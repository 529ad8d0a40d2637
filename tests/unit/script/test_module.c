/* The Lua that comes with pamphlet, when it is not as it should be: this program has one file of
 * its own in the place of those of lua/. */
#include "site_fixture.h"

#include "script/state.h"

static unsigned char own[64];
const struct script_module script_modules[] = {{"lua/own.lua", own, sizeof(own)}, {NULL, NULL, 0}};

static void set_own(const char *text) {
    memset(own, '\n', sizeof(own));
    memcpy(own, text, strlen(text));
}

static void what_a_file_returns_are_functions_of_templates(void **state) {
    set_own("return {answer = function() return 42 end}");
    assert_renders(*state, "{{ answer() }}", "42");
}

static void a_broken_file_is_told_by_its_name(void **state) {
    static const char *const rows[][2] = {
        {"\nreturn {", "lua/own.lua"},
        {"return 1", "table expected, got number"},
        {"\nerror('no more')", "no more"},
        {"return {none}", "there is no 'none'"},
    };
    struct site_fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        set_own(rows[i][0]);
        assert_false(open_site(f));
        assert_diag(&f->diags, 0, "lua/own.lua", 0, "template/module");
        if (strstr(f->diags.items[0].message, rows[i][1]) == NULL)
            fail_msg("%s: %s", rows[i][0], f->diags.items[0].message);
        diags_finish(&f->diags);
        diags_init(&f->diags);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(what_a_file_returns_are_functions_of_templates),
        SITE_TEST(a_broken_file_is_told_by_its_name),
    };
    return cmocka_run_group_tests_name("script/module", tests, NULL, NULL);
}
