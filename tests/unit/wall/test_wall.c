/* What is said about the wall that stands; the wall itself is tried in tests/cli/wall.bats. */
#include "fixture.h"

#include "wall/wall.h"

static const struct wall_state nothing = {.landlock_lack = "why one", .filter_lack = "why two"};
static const struct wall_state whole = {
    .no_new_privileges = true, .landlock = 7, .filter = true, .limits = true};

static void assert_said(void (*words)(const struct wall_state *, struct buf *),
                        const struct wall_state *s, const char *wanted) {
    struct buf out = {0};
    words(s, &out);
    assert_str(out.len > 0 ? buf_str(&out) : str_lit(""), wanted);
    buf_finish(&out);
}

static void a_whole_wall_lacks_nothing(void **state) {
    (void)state;
    assert_true(wall_is_whole(&whole));
    assert_said(wall_words, &whole, "Landlock 7, system calls filtered, no new privileges, limits");
    assert_said(wall_lack, &whole, "");
}

static void what_is_lacking_is_told_with_its_reason(void **state) {
    (void)state;
    assert_false(wall_is_whole(&nothing));
    assert_said(wall_words, &nothing, "");
    assert_said(wall_lack, &nothing,
                "files are not walled off (why one), system calls are not filtered (why two), "
                "privileges can be gained, limits cannot be set");
}

static void one_part_lacking_is_enough_and_told_alone(void **state) {
    (void)state;
    struct wall_state s = whole;
    s.no_new_privileges = false;
    assert_false(wall_is_whole(&s));
    assert_said(wall_words, &s, "Landlock 7, system calls filtered, limits");
    assert_said(wall_lack, &s, "privileges can be gained");
    s = whole;
    s.limits = false;
    assert_false(wall_is_whole(&s));
    assert_said(wall_words, &s, "Landlock 7, system calls filtered, no new privileges");
    assert_said(wall_lack, &s, "limits cannot be set");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_wall_lacks_nothing),
        cmocka_unit_test(what_is_lacking_is_told_with_its_reason),
        cmocka_unit_test(one_part_lacking_is_enough_and_told_alone),
    };
    return cmocka_run_group_tests_name("wall/wall", tests, NULL, NULL);
}
