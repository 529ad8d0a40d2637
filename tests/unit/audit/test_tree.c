#include <stdlib.h>
#include <unistd.h>

#include "pack/pack.h"
#include "sample.h"

static const char *temp_folder(struct fixture *f) {
    char *path = arena_cstr(&f->mem, str_lit("/tmp/audit-test-XXXXXX"));
    assert_non_null(mkdtemp(path));
    return path;
}

static const char *put(struct fixture *f, const char *root, const char *path, struct str bytes) {
    const char *full = arena_printf(&f->mem, "%s/%s", root, path).p;
    struct str folder = str_slice(str_from(full), 0, str_rfind_char(str_from(full), '/'));
    assert_true(fs_make_folders(arena_cstr(&f->mem, folder), &f->diags));
    assert_true(fs_write(full, bytes, &f->diags));
    return full;
}

/* A PNG of one pixel that holds nothing else. */
static const char icon_bytes[] =
    "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00"
    "\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\xda\x63"
    "\x60\x00\x00\x00\x02\x00\x01\xe5\x27\xde\xfc\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60"
    "\x82";

static struct str icon(void) {
    return str_of(icon_bytes, sizeof(icon_bytes) - 1);
}

static void fill(struct fixture *f, const char *root, const char *body) {
    put(f, root, "index.html",
        sample_page(&f->mem, "", "<p id=\"a\"><a href=\"en/b.html#c\">x</a></p>"));
    struct str page = sample_page(&f->mem, "<link rel=\"stylesheet\" href=\"style.css\"/>", body);
    put(f, root, "en/b.html", page);
    put(f, root, "en/icon.png", icon());
    put(f, root, "icon.png", icon());
    put(f, root, "en/style.css", str_lit("body { background: url(\"../icon.png\"); }\n"));
}

static void a_good_folder_is_accepted_and_counted(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    fill(f, root, "<p id=\"c\"><a href=\"../index.html#a\">x</a></p>");
    bool ok = audit_path(arena_printf(&f->mem, "%s/", root).p, 2, &counts, &f->diags);
    assert_no_diags(&f->diags);
    assert_true(ok);
    assert_int_equal(counts.files, 5);
    assert_int_equal(counts.links, 2);
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void mistakes_in_a_folder_name_their_file(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    fill(f, root, "<p><a href=\"../../x.html\">x</a></p>");
    put(f, root, "en/a.js", str_lit("alert(1)"));
    assert_false(audit_path(root, 2, &counts, &f->diags));
    diags_sort(&f->diags);
    assert_diag(&f->diags, 0, arena_printf(&f->mem, "%s/en/a.js", root).p, 0, "audit/kind");
    assert_diag(&f->diags, 1, arena_printf(&f->mem, "%s/en/b.html", root).p, 13,
                "audit/url-leaves");
    assert_diag(&f->diags, 2, arena_printf(&f->mem, "%s/index.html", root).p, 13,
                "audit/fragment-missing");
    assert_int_equal(f->diags.count, 3);
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void hidden_files_are_refused_but_the_marker(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    fill(f, root, "<p id=\"c\">x</p>");
    put(f, root, ".pamphlet", str_lit("made by pamphlet\n"));
    put(f, root, ".well-known/security.txt", str_lit("Contact: x\n"));
    assert_true(audit_path(root, 1, &counts, &f->diags));
    put(f, root, "en/.htaccess", str_lit("x"));
    put(f, root, ".git/HEAD", str_lit("x"));
    assert_false(audit_path(root, 1, &counts, &f->diags));
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, arena_printf(&f->mem, "%s/.git", root).p, 0, "audit/path");
    assert_diag(&f->diags, 1, arena_printf(&f->mem, "%s/en/.htaccess", root).p, 0, "audit/path");
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void a_link_out_of_the_folder_does_not_hide_the_rest(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    fill(f, root, "<p id=\"c\">x</p>");
    put(f, root, "en/a.js", str_lit("alert(1)"));
    assert_int_equal(symlink("/etc/hostname", arena_printf(&f->mem, "%s/b.txt", root).p), 0);
    assert_false(audit_path(root, 2, &counts, &f->diags));
    diags_sort(&f->diags);
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, arena_printf(&f->mem, "%s/b.txt", root).p, 0, "fs/symlink");
    assert_diag(&f->diags, 1, arena_printf(&f->mem, "%s/en/a.js", root).p, 0, "audit/kind");
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void a_single_page_is_read_alone(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    const char *good = put(f, root, "Pages/good.html", sample_page(&f->mem, "", "<p>x</p>"));
    const char *bad = put(f, root, "Pages/bad.html", sample_page(&f->mem, "", "<p>x"));
    assert_true(audit_path(good, 1, &counts, &f->diags));
    assert_no_diags(&f->diags);
    assert_false(audit_path(bad, 1, &counts, &f->diags));
    assert_diag(&f->diags, 0, bad, 13, "audit/close");
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void what_is_not_there_is_reported(void **state) {
    struct fixture *f = *state;
    struct audit_counts counts = {0};
    assert_false(audit_path("/nowhere/at/all.html", 1, &counts, &f->diags));
    assert_diag(&f->diags, 0, "/nowhere/at/all.html", 0, "fs/missing");
}

static const char *make_zip(struct fixture *f, const char *root, const char *name,
                            const char *body) {
    struct pack_spool *spool = pack_spool_open(root, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry entries[3];
    struct str page = sample_page(&f->mem, "", body);
    const char *path = arena_printf(&f->mem, "%s/%s.zip", root, name).p;
    assert_true(pack_add(deflater, spool, str_lit("index.html"), page, &entries[0], &f->diags));
    assert_true(pack_add(deflater, spool, str_lit("icon.png"), icon(), &entries[1], &f->diags));
    pack_sort(entries, 2);
    bool ok = pack_write(path, entries, 2, &f->diags);
    assert_no_diags(&f->diags);
    assert_true(ok);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    return path;
}

static void a_zip_is_read_as_a_set(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    bool ok = audit_path(make_zip(f, root, "good", "<p>x</p>"), 2, &counts, &f->diags);
    assert_no_diags(&f->diags);
    assert_true(ok);
    assert_int_equal(counts.files, 2);
    const char *bad = make_zip(f, root, "bad", "<p><a href=\"nothing.html\">x</a></p>");
    assert_false(audit_path(bad, 2, &counts, &f->diags));
    assert_diag(&f->diags, 0, arena_printf(&f->mem, "%s/index.html", bad).p, 13,
                "audit/url-missing");
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

static void a_broken_zip_is_refused_by_its_reader(void **state) {
    struct fixture *f = *state;
    const char *root = temp_folder(f);
    struct audit_counts counts = {0};
    assert_false(audit_path(put(f, root, "x.zip", str_lit("PK\3\4")), 1, &counts, &f->diags));
    assert_true(f->diags.errors > 0);
    assert_memory_equal(f->diags.items[0].code, "zip/", 4);
    assert_true(fs_delete_folder(root, NULL, &f->diags));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_good_folder_is_accepted_and_counted),
        TEST(mistakes_in_a_folder_name_their_file),
        TEST(hidden_files_are_refused_but_the_marker),
        TEST(a_link_out_of_the_folder_does_not_hide_the_rest),
        TEST(a_single_page_is_read_alone),
        TEST(what_is_not_there_is_reported),
        TEST(a_zip_is_read_as_a_set),
        TEST(a_broken_zip_is_refused_by_its_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
