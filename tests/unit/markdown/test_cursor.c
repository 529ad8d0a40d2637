/* Where the walk over inlines begins, for blocks that are not where the draft has lines: cmark says
 * where a block is, and nothing outside of the draft is read because of that. */
#include "fixture.h"

#include "markdown/cursor.h"

/* "a\n[b](c)\n"; in front of its lines there is one that would make any block active. */
struct two_lines {
    struct draft_line room[3];
    struct buf draft, lines;
    struct source source;
    struct job job;
};

static void two_lines_init(struct two_lines *t) {
    *t = (struct two_lines){.room = {{0, 0, 99, 9}, {0, 0, 7, 1}, {2, 2, 8, 1}},
                            .source = {"a.md", STR_NONE}};
    buf_puts(&t->draft, "a\n[b](c)\n");
    t->lines.p = (char *)(t->room + 1);
    t->job = (struct job){
        .source = &t->source, .draft = &t->draft, .lines_room = &t->lines, .line_count = 2};
}

static cmark_node *parse(const char *text) {
    return cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
}

static void assert_begins_nowhere(struct two_lines *t, cmark_node *block) {
    struct cursor c;
    cursor_begin(&c, &t->job, block, false);
    assert_false(c.active);
    assert_int_equal(c.last_line, 0);
    assert_int_equal(cursor_place(&c, 1).line, 7);
}

static void a_block_without_a_place_in_the_draft_is_not_followed(void **state) {
    struct two_lines t;
    (void)state;
    two_lines_init(&t);
    cmark_node *made = cmark_node_new(CMARK_NODE_PARAGRAPH), *behind = parse("\n\n[x](y)\n");
    assert_int_equal(cmark_node_get_start_line(made), 0);
    assert_begins_nowhere(&t, made);
    assert_int_equal(cmark_node_get_start_line(cmark_node_first_child(behind)), 3);
    assert_begins_nowhere(&t, cmark_node_first_child(behind));
    cmark_node_free(made);
    cmark_node_free(behind);
    buf_finish(&t.draft);
}

static void a_block_that_goes_on_behind_the_draft_ends_with_it(void **state) {
    struct two_lines t;
    struct cursor c;
    (void)state;
    two_lines_init(&t);
    cmark_node *root = parse("a\n[b](c)\nd\ne\n"), *block = cmark_node_first_child(root);
    assert_int_equal(cmark_node_get_end_line(block), 4);
    cursor_begin(&c, &t.job, block, false);
    assert_true(c.active);
    assert_int_equal(c.last_line, 1);
    for (cmark_node *n = cmark_node_first_child(block); n != NULL; n = cmark_node_next(n))
        cursor_follow(&c, CMARK_EVENT_ENTER, n);
    assert_int_equal(c.line, 1);
    assert_int_equal(cursor_place(&c, 1).line, 8);
    cmark_node_free(root);
    buf_finish(&t.draft);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_without_a_place_in_the_draft_is_not_followed),
        cmocka_unit_test(a_block_that_goes_on_behind_the_draft_ends_with_it),
    };
    return cmocka_run_group_tests_name("markdown/cursor", tests, NULL, NULL);
}
