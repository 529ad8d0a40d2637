/* release/release.c: what cannot be staged from the command line: the clock, and what others do
 * while a release is made. The rest is in tests/cli/release.bats and tests/suites/release-faults.
 */
#include "../publish/signed.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "release/release.h"

#define SITE_YAML                                                                                  \
    "title: Small\n"                                                                               \
    "languages: {en: {name: English}}\n"                                                           \
    "default_language: en\n"                                                                       \
    "theme: bare\n"                                                                                \
    "profiles: [onion]\n"                                                                          \
    "release: {pack: small, serial: 2, date: 2026-11-23"

/* A site with that `rest` of its release: line. */
static void write_site(struct signed_test *t, const char *rest) {
    struct str yaml = arena_printf(&t->f.mem, SITE_YAML "%s}\n", rest);
    assert_true(fs_make_folders(below(t, "site/content/en"), &t->f.diags));
    assert_true(fs_make_folders(below(t, "site/themes"), &t->f.diags));
    const char *copy =
        arena_printf(&t->f.mem, "cp -R tests/golden/bare %s", below(t, "site/themes/bare")).p;
    assert_int_equal(system(copy), 0);
    write_bytes(t, below(t, "site/site.yaml"), yaml);
    write_bytes(t, below(t, "site/content/en/index.md"),
                str_lit("---\ntitle: Hello\n---\nThe text.\n"));
}

static bool release(struct signed_test *t, struct date today,
                    void (*stage)(void *ctx, const char *name, size_t count, double seconds),
                    struct release_summary *out) {
    const struct release_options options = {.root = below(t, "site"),
                                            .out = below(t, "site/dist"),
                                            .threads = 1,
                                            .today = today,
                                            .secret = t->key,
                                            .public = &t->public,
                                            .stage = stage,
                                            .seconds = env_seconds,
                                            .ctx = t};
    return release_make(&t->f.mem, &options, out, &t->f.diags);
}

static void assert_yaml(struct signed_test *t, const char *want) {
    struct str now;
    const char *path = below(t, "site/site.yaml");
    assert_true(fs_read(&t->f.mem, path, path, 1 << 20, &now, &t->f.diags));
    assert_str(now, want);
    assert_false(fs_exists(below(t, "site/site.yaml.new")));
}

static void the_expiry_moves_by_as_many_days_where_they_are_no_months(void **state) {
    struct signed_test *t = *state;
    struct release_summary done;
    write_site(t, ", expires: 2027-01-10");
    assert_true(release(t, (struct date){2026, 12, 1}, NULL, &done));
    assert_no_diags(&t->f.diags);
    assert_int_equal(done.release.serial, 3);
    assert_string_equal(date_format(done.release.expires).p, "2027-01-18");
    assert_true(fs_exists(below(t, "site/dist/small-3-onion.zip.minisig")));
}

static void a_release_before_the_last_one_is_refused(void **state) {
    struct signed_test *t = *state;
    struct release_summary done;
    write_site(t, "");
    assert_false(release(t, (struct date){2026, 11, 22}, NULL, &done));
    assert_int_equal(t->f.diags.count, 1);
    assert_diag(&t->f.diags, 0, "site.yaml", 0, "release/clock");
    assert_yaml(t, SITE_YAML "}\n");
    assert_false(fs_exists(below(t, "site/dist")));
}

static void edit(void *ctx, const char *name, size_t count, double seconds) {
    struct signed_test *t = ctx;
    (void)name;
    (void)count;
    (void)seconds;
    write_bytes(t, below(t, "site/site.yaml"), str_lit("# somebody's work\n"));
}

static void what_was_edited_meanwhile_is_kept_and_nothing_is_signed(void **state) {
    struct signed_test *t = *state;
    struct release_summary done;
    write_site(t, "");
    assert_false(release(t, (struct date){2026, 12, 1}, edit, &done));
    assert_int_equal(t->f.diags.count, 1);
    assert_diag(&t->f.diags, 0, "site.yaml", 0, "release/changed");
    assert_yaml(t, "# somebody's work\n");
    struct fs_list left = {0};
    assert_true(fs_list_tree(&t->f.mem, below(t, "site/dist"), &left, &t->f.diags));
    for (size_t i = 0; i < left.count; i++)
        assert_int_equal(str_find(left.items[i].path, str_lit(".minisig")), SIZE_MAX);
}

static void two_releases_at_once_are_one(void **state) {
    struct signed_test *t = *state;
    struct release_summary done;
    write_site(t, "");
    int other = open(below(t, "site"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_false(release(t, (struct date){2026, 12, 1}, NULL, &done));
    assert_int_equal(t->f.diags.count, 1);
    assert_diag(&t->f.diags, 0, "site.yaml", 0, "release/busy");
    assert_int_equal(close(other), 0);
    assert_yaml(t, SITE_YAML "}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(the_expiry_moves_by_as_many_days_where_they_are_no_months),
        SIGNED_TEST(a_release_before_the_last_one_is_refused),
        SIGNED_TEST(what_was_edited_meanwhile_is_kept_and_nothing_is_signed),
        SIGNED_TEST(two_releases_at_once_are_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
