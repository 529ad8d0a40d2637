/* The tree that libyaml's events become. */
#include "fixture.h"

#include "content/node.h"

/* Places too. */
static bool same(const struct node *a, const struct node *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->kind != b->kind || a->plain != b->plain || a->count != b->count ||
            a->at.line != b->at.line || a->at.column != b->at.column ||
            a->at.width != b->at.width || !str_eq(a->value, b->value) ||
            (a->value.p == NULL) != (b->value.p == NULL) || !same(a->first, b->first))
            return false;
    return a == NULL && b == NULL;
}

/* What both readers make of the text; whether the one for lines read it. */
static bool read_by_lines(struct fixture *f, struct str text) {
    struct source source = {"x", text};
    struct node_tree lines, yaml;
    if (!node_parse_lines(&f->mem, &source, 0, text.len, &lines))
        return false;
    assert_true(node_parse_yaml(&f->mem, &source, 0, text.len, &yaml, &f->diags));
    assert_no_diags(&f->diags);
    assert_false(lines.partial || yaml.partial);
    assert_true(same(lines.root, yaml.root));
    return true;
}

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

static void a_line_each_is_read_as_libyaml_reads_it(void **state) {
    static const char *const texts[] = {
        "title: GHB and GBL\n",
        "title: GHB",
        "a:   x  \n\n  \nb_2: 2026-10-01\r\n",
        "card: \"G: never [with] {alcohol} # 'or' & *others*\"  \n",
        "a: \"\"\nb: \"  x  \"\n",
        "aliases: [GHB, 1,4-BD, \"1,4-BD\", ää  ö , \"\",x]\n",
        "a: [ x ]\nb: [\"x\" ,y] \n",
        "a: it's 5% [of] {it}, a:b c#d \"e\" & f * g | h > i @ `j` ! k - l ? m\n",
        "a: ämne — “x”\n",
        "a: x:y:\"z\nb: true\nc: ~x\n",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i + 1 < ARRAY_LEN(texts); i++)
        assert_true(read_by_lines(f, str_from(texts[i])));
    assert_false(read_by_lines(f, str_from(texts[ARRAY_LEN(texts) - 1]))); /* "~x" */
}

static void what_yaml_reads_otherwise_is_left_to_libyaml(void **state) {
    static const char *const texts[] = {
        "",
        "\n",
        "a:\n",
        "a: \n",
        "a:x\n",
        "a : x\n",
        " a: x\n",
        "A: x\n",
        "a-b: x\n",
        "a: x\n  y\n",
        "a: b: c\n",
        "a: b:\n",
        "a: x # c\n",
        "# c\na: x\n",
        "a: - x\n",
        "a: 'x'\n",
        "a: |\n  x\n",
        "a: >\n  x\n",
        "a: &x y\n",
        "a: *x\n",
        "a: !x y\n",
        "a: {b: c}\n",
        "a: []\n",
        "a: [x,]\n",
        "a: [x, [y]]",
        "a: [x: y]\n",
        "a: [x]y\n",
        "a: [x\n  ]\n",
        "a: [x, y\n",
        "a: [\"x\"y]\n",
        "a: [x #y]\n",
        "a: \"x\n",
        "a: \"\\n\"\n",
        "a: \"x\" y\n",
        "a: \"x\n  y\"\n",
        "a: x\na: y\n",
        "---\na: x\n",
        "%TAG x\na: x\n",
        "a: x\n...\n",
        "a: x\ty\n",
        "a: \"x\ty\"\n",
        "a: x\r\r\n",
        "a: [x\ty]\n",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_false(read_by_lines(f, str_from(texts[i])));
}

/* Every text of a few signs that mean something, behind a name. */
static void both_readers_agree_on_short_texts(void **state) {
    static const char signs[] = "a\"[], :#-\n'0&b";
    enum { SIGNS = sizeof(signs) - 1, LONG = 5 };
    struct fixture *f = *state;
    size_t all = 1, read = 0;
    for (int i = 0; i < LONG; i++)
        all *= SIGNS;
    for (size_t n = 0; n < all; n++) {
        char text[4 + LONG] = "k: ";
        size_t rest = n;
        for (int i = 0; i < LONG; i++, rest /= SIGNS)
            text[3 + i] = signs[rest % SIGNS];
        read += read_by_lines(f, str_of(text, 3 + LONG));
        arena_reset(&f->mem);
    }
    assert_true(read > all / 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(places_are_those_of_the_whole_file),
        TEST(texts_over_several_lines_are_marked_on_the_first),
        TEST(a_broken_end_leaves_the_whole_fields_before_it),
        TEST(empty_texts_are_empty_fields),
        TEST(line_ends_of_windows_do_not_shift_anything),
        TEST(sixteen_levels_are_read_and_seventeen_are_not),
        TEST(a_line_each_is_read_as_libyaml_reads_it),
        TEST(what_yaml_reads_otherwise_is_left_to_libyaml),
        TEST(both_readers_agree_on_short_texts),
    };
    return cmocka_run_group_tests_name("content/node", tests, NULL, NULL);
}
