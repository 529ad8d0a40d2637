/* Runs every file of tests/sandbox: templates that try to get out, to hang, to take all memory or
 * to print what differs from run to run. The first line says what must come of each: the code of
 * its message, or "prints …" and what. */
#include "html/html.h"
#include "script/state.h"
#include "site_fixture.h"

#define FOLDER "tests/sandbox"

enum { STEPS = 3 * 1000 * 1000, STEP_BYTES = 64 };

/* What stands behind "expect: " on the first line. */
static struct str expectation(struct str text) {
    struct str rest = text, line = STR_NONE;
    assert_true(str_next_line(&rest, &line));
    size_t at = str_find(line, str_lit("expect: "));
    assert_int_not_equal(at, SIZE_MAX);
    line = str_from_offset(line, at + strlen("expect: "));
    size_t end = str_find(line, str_lit(" #}"));
    return end == SIZE_MAX ? line : str_slice(line, 0, end);
}

static bool is_as_expected(struct site_fixture *f, bool ran, const char *path,
                           struct str expected) {
    struct str out = str_trim(buf_str(&f->out));
    if (str_starts(expected, str_lit("prints ")))
        return ran && str_eq(out, str_from_offset(expected, strlen("prints ")));
    bool same = f->diags.count >= 1 && str_is(expected, f->diags.items[0].code);
    bool here = f->diags.count >= 1 && strstr(f->diags.items[0].path, "guide.html") != NULL;
    if (here && f->diags.items[0].line == 0)
        print_message("%s: has no line\n", path);
    return !ran && same && here && f->diags.items[0].line != 0;
}

/* The processor's seconds that no file may take. A step pays for so many bytes of a text, and
 * nothing that is done with them takes longer than escaping them: twelve times what this build on
 * this machine needs for all bytes that the steps pay for. A tenth of them is tried. */
static double seconds_allowed(void) {
    enum { PIECE = 1 << 20, PIECES = STEPS / 10 * STEP_BYTES / PIECE };
    struct buf text = {0}, out = {0};
    for (size_t i = 0; i < PIECE; i++)
        buf_putc(&text, '&');
    double start = env_worked();
    for (size_t i = 0; i < PIECES; i++) {
        buf_reset(&out);
        html_escape(&out, buf_str(&text));
    }
    double took = env_worked() - start;
    buf_finish(&text);
    buf_finish(&out);
    return 12 * 10 * took;
}

/* "time-….html" is stopped by the clock alone. The others only when they hang, by twice what is
 * allowed: the clock's second half must be the thread's own work (script/sandbox.c). */
static void limit(struct site_fixture *f, const char *path, double seconds) {
    double clock = strstr(path, "/time-") != NULL ? 0.3 : 2 * seconds;
    f->site.theme.settings.steps = STEPS;
    f->site.theme.settings.memory_bytes = 32 << 20;
    f->site.theme.settings.milliseconds = (uint64_t)(clock * 1000);
}

static bool run_template(const char *path, struct str text, struct str expected, double seconds) {
    void *state = NULL;
    assert_int_equal(site_setup(&state), 0);
    struct site_fixture *f = state;
    limit(f, path, seconds);
    add_file(f, "layouts/guide.html", arena_cstr(&f->mem, text));
    if (str_find(text, str_lit("x.html")) != SIZE_MAX)
        add_file(f, "partials/x.html", "");
    bool ran = open_site(f) && script_layout(f->script, &f->mem, &f->page, &f->out, &f->diags);
    bool good = is_as_expected(f, ran, path, expected);
    if (!good) {
        print_message("%s: wanted %.*s, printed '%.*s'\n", path, STR_ARG(expected),
                      STR_ARG(str_slice(buf_str(&f->out), 0, 200)));
        print_diags(&f->diags);
    }
    site_teardown(&state);
    return good;
}

/* Lua as pamphlet's own modules have it, but written by an enemy. */
static bool run_lua(const char *path, struct str text, struct str expected, double seconds) {
    void *state = NULL;
    assert_int_equal(site_setup(&state), 0);
    struct site_fixture *f = state;
    limit(f, path, seconds);
    add_file(f, "layouts/guide.html", "fine");
    assert_true(render(f));
    lua_State *L = f->script->lua;
    sandbox_start_page(f->script);
    lua_pushcfunction(L, error_handler);
    assert_int_equal(sandbox_load(L, text, "@enemy.lua"), LUA_OK);
    int status = lua_pcall(L, 0, 0, 1);
    bool good = status != LUA_OK && f->script->failure.code != NULL &&
                str_is(expected, f->script->failure.code);
    if (!good)
        print_message("%s: wanted %.*s, got %s: %s\n", path, STR_ARG(expected),
                      f->script->failure.code, f->script->failure.message);
    lua_settop(L, 0);
    assert_true(render(f));
    site_teardown(&state);
    return good;
}

static void no_template_gets_out_or_hangs(void **state) {
    struct fixture *f = *state;
    struct fs_list list = {0};
    size_t bad = 0;
    double seconds = seconds_allowed();
    assert_true(fs_list_tree(&f->mem, FOLDER, &list, &f->diags));
    assert_true(list.count >= 60);
    for (size_t i = 0; i < list.count; i++) {
        const char *path = fs_join(&f->mem, FOLDER, list.items[i].path);
        struct str text;
        assert_true(fs_read(&f->mem, path, path, 1 << 20, &text, &f->diags));
        double start = env_worked();
        bool lua = str_ends(list.items[i].path, str_lit(".lua"));
        bool good = lua ? run_lua(path, text, expectation(text), seconds)
                        : run_template(path, text, expectation(text), seconds);
        double took = env_worked() - start;
        if (took > seconds) { /* a hang */
            print_message("%s: took %.1f s, and %.1f are allowed\n", path, took, seconds);
            good = false;
        }
        bad += !good;
    }
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(no_template_gets_out_or_hangs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
