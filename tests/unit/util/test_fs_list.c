/* What a tree is said to hold, and what of it is refused: links that lead out above all. */
#define _GNU_SOURCE
#include "fixture.h"
#include "stand_in.h"
#include "util/fs.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *below(struct fixture *f, const char *root, const char *path) {
    return arena_printf(&f->mem, "%s/%s", root, path).p;
}

static const char *make_root(struct fixture *f) {
    char *path = arena_cstr(&f->mem, str_lit("/tmp/pamphlet-test-XXXXXX"));
    assert_non_null(mkdtemp(path));
    const char *tree = below(f, path, "tree");
    assert_int_equal(mkdir(tree, 0755) | mkdir(below(f, tree, "b"), 0755), 0);
    return tree;
}

static void put(struct fixture *f, const char *root, const char *path) {
    assert_true(fs_write(below(f, root, path), str_lit("x"), &f->diags));
}

static void delete_root(struct fixture *f, const char *root) {
    const char *above =
        arena_str(&f->mem, str_slice(str_from(root), 0, strlen(root) - strlen("/tree"))).p;
    assert_true(fs_delete_folder(above, NULL, &f->diags));
    assert_false(fs_exists(above));
}

static const char *names(struct fixture *f, const struct fs_list *list) {
    buf_reset(&f->out);
    for (size_t i = 0; i < list->count; i++)
        buf_printf(&f->out, "%s ", list->items[i].path.p);
    for (size_t i = 0; i < list->hidden_count; i++)
        buf_printf(&f->out, "(%.*s) ", STR_ARG(list->hidden[i]));
    buf_putc(&f->out, '\0');
    return f->out.p;
}

static void files_are_sorted_by_bytes_and_hidden_ones_passed_over(void **state) {
    struct fixture *f = *state;
    const char *root = make_root(f);
    struct fs_list list = {0};
    assert_int_equal(mkdir(below(f, root, ".well-known"), 0755), 0);
    assert_int_equal(mkdir(below(f, root, ".git"), 0755), 0);
    put(f, root, "b/z.txt");
    put(f, root, "b-c.txt");
    put(f, root, "Z.txt");
    put(f, root, ".well-known/x.txt");
    put(f, root, ".well-known/.y");
    put(f, root, ".git/HEAD");
    put(f, root, "b/.hidden");
    assert_true(fs_list_tree(&f->mem, root, &list, &f->diags));
    assert_string_equal(names(f, &list), ".well-known/x.txt Z.txt b-c.txt b/z.txt "
                                         "(.git) (.well-known/.y) (b/.hidden) ");
    assert_no_diags(&f->diags);
    delete_root(f, root);
}

static void links_inside_are_followed_and_those_that_lead_out_refused(void **state) {
    static const struct {
        const char *to, *from, *said;
    } links[] = {
        {"../outside.txt", "1.txt", "leads out"},
        {"../../outside.txt", "b/2.txt", "leads out"},
        {"/etc/hostname", "3.txt", "leads out"},
        {"../tree-beside/x.txt", "4.txt", "leads out"}, /* its name begins with the root's */
        {"..", "5", "leads out"},
        {".", "6", "leads out"}, /* the root itself */
        {"nowhere", "7.txt", "leads out"},
        {"b", "8", "copy the folder"},
    };
    struct fixture *f = *state;
    const char *root = make_root(f);
    struct fs_list list = {0};
    assert_int_equal(mkdir(below(f, root, "../tree-beside"), 0755), 0);
    put(f, root, "../outside.txt");
    put(f, root, "../tree-beside/x.txt");
    put(f, root, "b/here.txt");
    assert_int_equal(symlink("b/here.txt", below(f, root, "inside.txt")), 0);
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        assert_int_equal(symlink(links[i].to, below(f, root, links[i].from)), 0);
    assert_false(fs_list_tree(&f->mem, root, &list, &f->diags));
    diags_sort(&f->diags);
    assert_string_equal(names(f, &list), "b/here.txt inside.txt ");
    assert_int_equal(f->diags.count, ARRAY_LEN(links));
    for (size_t i = 0; i < ARRAY_LEN(links); i++) {
        size_t at = i == 1 ? ARRAY_LEN(links) - 1 : i == 0 ? 0 : i - 1; /* "b/" is the last */
        assert_diag(&f->diags, at, below(f, root, links[i].from), 0, "fs/symlink");
        assert_non_null(strstr(f->diags.items[at].message, links[i].said));
    }
    delete_root(f, root);
}

static void what_is_no_file_is_refused(void **state) {
    struct fixture *f = *state;
    const char *root = make_root(f);
    struct fs_list list = {0};
    assert_int_equal(mkfifo(below(f, root, "pipe"), 0600), 0);
    assert_false(fs_list_tree(&f->mem, root, &list, &f->diags));
    assert_int_equal(list.count, 0);
    assert_diag(&f->diags, 0, below(f, root, "pipe"), 0, "fs/not-a-file");
    delete_root(f, root);
}

static void folders_may_be_so_deep_and_no_deeper(void **state) {
    enum { DEPTH = 64 };
    struct fixture *f = *state;
    const char *root = make_root(f), *path = root;
    struct fs_list list = {0};
    for (int i = 1; i < DEPTH; i++) { /* with the root */
        path = below(f, path, "d");
        assert_int_equal(mkdir(path, 0755), 0);
    }
    put(f, path, "x");
    assert_true(fs_list_tree(&f->mem, root, &list, &f->diags));
    assert_int_equal(list.count, 1);
    assert_int_equal(mkdir(below(f, path, "d"), 0755), 0);
    assert_false(fs_list_tree(&f->mem, root, &list, &f->diags));
    assert_int_equal(f->diags.count, 1);
    assert_string_equal(f->diags.items[0].code, "fs/too-deep");
    delete_root(f, root);
}

/* So many files more than there are, all of one name. */
static size_t invented;

struct dirent *readdir(DIR *dir) {
    static struct dirent one = {.d_type = DT_REG, .d_name = "x"};
    if (invented > 0) {
        invented--;
        return &one;
    }
    return NEXT(readdir)(dir);
}

static void so_many_files_and_no_more_are_listed(void **state) {
    enum { FILES = 4000000 };
    struct fixture *f = *state;
    const char *root = make_root(f);
    struct fs_list list = {0};
    invented = FILES + 1;
    assert_false(fs_list_tree(&f->mem, root, &list, &f->diags));
    assert_int_equal(list.count, FILES);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, below(f, root, "x"), 0, "fs/too-many");
    delete_root(f, root);
}

static void a_root_may_be_missing_or_a_link(void **state) {
    struct fixture *f = *state;
    const char *root = make_root(f);
    struct fs_list list = {0};
    assert_true(fs_list_tree(&f->mem, below(f, root, "nothing"), &list, &f->diags));
    assert_int_equal(list.count, 0);
    put(f, root, "b/x");
    assert_int_equal(symlink("tree", below(f, root, "../link")), 0);
    assert_int_equal(symlink("b/x", below(f, root, "y")), 0);
    assert_true(fs_list_tree(&f->mem, below(f, root, "../link"), &list, &f->diags));
    assert_string_equal(names(f, &list), "b/x y ");
    assert_no_diags(&f->diags);
    delete_root(f, root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(files_are_sorted_by_bytes_and_hidden_ones_passed_over),
        TEST(links_inside_are_followed_and_those_that_lead_out_refused),
        TEST(what_is_no_file_is_refused),
        TEST(folders_may_be_so_deep_and_no_deeper),
        TEST(so_many_files_and_no_more_are_listed),
        TEST(a_root_may_be_missing_or_a_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
