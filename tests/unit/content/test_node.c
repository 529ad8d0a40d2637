/* The tree that libyaml's events become. */
#include "fixture.h"

#include "content/node.h"

static struct node_tree parse(struct fixture *f, struct str text, size_t from, size_t to) {
    struct source *source = arena_new(&f->mem, struct source);
    struct node_tree tree;
    *source = (struct source){"x", text};
    bool any = node_parse(&f->mem, source, from, to, &tree, &f->diags);
    assert_true(any || tree.partial || f->diags.errors > 0);
    return tree;
}

static void places_are_those_of_the_whole_file(void **state) {
    struct fixture *f = *state;
    struct str text = str_lit("ä\n---\nkey: [ö, \"ü\"]\n---\n");
    struct node_tree tree = parse(f, text, 7, text.len - 4);
    struct node *key = tree.root->first, *list = key->next;
    assert_false(tree.partial);
    assert_int_equal(tree.root->kind, NODE_FIELDS);
    assert_int_equal(tree.root->count, 1);
    assert_str(key->value, "key");
    assert_int_equal(key->at.line, 3);
    assert_int_equal(key->at.column, 1);
    assert_int_equal(key->at.width, 3);
    assert_int_equal(list->kind, NODE_LIST);
    assert_int_equal(list->count, 2);
    assert_int_equal(list->first->at.column, 7);
    assert_int_equal(list->first->at.width, 2);
    assert_true(list->first->plain);
    assert_str(list->first->next->value, "ü");
    assert_int_equal(list->first->next->at.column, 12); /* inside the quotes, in bytes */
    assert_int_equal(list->first->next->at.width, 2);
    assert_false(list->first->next->plain);
}

static void texts_over_several_lines_are_marked_on_the_first(void **state) {
    struct fixture *f = *state;
    struct node_tree tree =
        parse(f, str_lit("a: one\n  two\nb: |\n  x\n  y\nc: \"p\n  q\"\n"), 0, 36);
    struct node *a = tree.root->first->next, *b = a->next->next, *c = b->next->next;
    assert_str(a->value, "one two");
    assert_int_equal(a->at.width, 3);
    assert_str(b->value, "x\ny\n");
    assert_int_equal(b->at.line, 3);
    assert_int_equal(b->at.width, 1);
    assert_str(c->value, "p q");
    assert_int_equal(c->at.line, 6);
    assert_int_equal(c->at.column, 5);
}

static void a_broken_end_leaves_the_whole_fields_before_it(void **state) {
    struct fixture *f = *state;
    struct node_tree tree = parse(f, str_lit("a: 1\nb: {c: 2}\nd: [e,\n"), 0, 22);
    assert_true(tree.partial);
    assert_int_equal(tree.root->count, 2);
    assert_str(tree.root->first->next->next->value, "b");
    assert_int_equal(f->diags.count, 1);
}

static void empty_texts_are_empty_fields(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {"", "\n", "# c", "---\n", "---\n...\n# c\n", "~"};
    for (size_t i = 0; i < 5; i++) {
        struct node_tree tree = parse(f, str_from(texts[i]), 0, strlen(texts[i]));
        assert_int_equal(tree.root->kind, NODE_FIELDS);
        assert_int_equal(tree.root->count, 0);
        assert_false(tree.partial);
    }
    assert_no_diags(&f->diags);
    parse(f, str_from(texts[5]), 0, 1);
    assert_diag(&f->diags, 0, "x", 1, "yaml/no-fields");
}

static void line_ends_of_windows_do_not_shift_anything(void **state) {
    struct fixture *f = *state;
    struct node_tree tree = parse(f, str_lit("a: one\r\n  two\r\nbb: \"x\"\r\n"), 0, 26);
    struct node *a = tree.root->first->next, *b = a->next->next;
    assert_str(a->value, "one two");
    assert_int_equal(a->at.width, 3);
    assert_int_equal(b->at.line, 3);
    assert_int_equal(b->at.column, 6);
    assert_int_equal(b->at.width, 1);
}

static void sixteen_levels_are_read_and_seventeen_are_not(void **state) {
    struct fixture *f = *state;
    struct str text = str_lit("a: [[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]\n");
    assert_int_equal(parse(f, text, 0, text.len).root->count, 1);
    assert_no_diags(&f->diags);
    text = str_lit("a: 1\nb: [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]\n");
    assert_int_equal(parse(f, text, 0, text.len).root->count, 1);
    assert_diag(&f->diags, 0, "x", 2, "yaml/nesting");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(places_are_those_of_the_whole_file),
        TEST(texts_over_several_lines_are_marked_on_the_first),
        TEST(a_broken_end_leaves_the_whole_fields_before_it),
        TEST(empty_texts_are_empty_fields),
        TEST(line_ends_of_windows_do_not_shift_anything),
        TEST(sixteen_levels_are_read_and_seventeen_are_not),
    };
    return cmocka_run_group_tests_name("content/node", tests, NULL, NULL);
}
