/* Files that are known from a load before are not read, until somebody needs them. */
#include "site_fixture.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static bool load(struct made *m, const char *record, const char *program) {
    const struct site_options options = {.root = m->folder,
                                         .threads = 2,
                                         .digests = true,
                                         .record = record,
                                         .program = str_from(program)};
    site_finish(&m->site);
    return site_load(&m->f->mem, &options, &m->site, &m->f->diags);
}

/* A site whose record is at the path that is returned. */
static const char *recorded(struct made *m, struct fixture *f) {
    const char *record;
    made_open(m, f);
    made_frame(m);
    made_guide(m, "content/en/guides/a.md", "A", "aliases: [one]\n");
    made_guide(m, "content/en/guides/b.md", "B", "status: draft\n");
    made_guide(m, "content/fi/guides/a.md", "Ä", "");
    record = arena_printf(&f->mem, "%s/record", m->folder).p;
    assert_int_equal(nanosleep(&(struct timespec){0, 150000000}, NULL), 0);
    assert_true(load(m, record, "one"));
    assert_int_equal(m->site.unread, 0);
    int fd = open(record, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(site_has_record(&m->site) && site_write_record(&m->site, fd));
    close(fd);
    return record;
}

static void what_is_unchanged_is_not_read(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    assert_true(load(&m, record, "one"));
    assert_int_equal(m.site.unread, 3);
    assert_int_equal(m.site.drafts_left_out, 1);
    assert_false(site_has_record(&m.site)); /* what is there is right */
    const struct document *doc = made_page(&m, "en/guides/a.html")->document;
    assert_null(doc->source.text.p);
    assert_false(site_follow(&m.site, &f->mem, doc, &f->diags));
    assert_str(doc->meta.aliases.items[0].value, "one");
    const struct document *read = site_document_text(&m.site, &f->mem, doc, &f->diags);
    assert_non_null(read);
    assert_str(read->loaded_body, "Text.\n");
    assert_int_equal(read->body_line, 7);
    assert_ptr_equal(site_document_text(&m.site, &f->mem, read, &f->diags), read);
    assert_no_diags(&f->diags);
    made_close(&m);
}

static void another_program_reads_all(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    assert_true(load(&m, record, "two"));
    assert_int_equal(m.site.unread, 0);
    made_close(&m);
}

static void a_file_that_changed_meanwhile_is_refused(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    assert_true(load(&m, record, "one"));
    const struct document *doc = made_page(&m, "en/guides/a.html")->document;
    made_guide(&m, "content/en/guides/a.md", "A", "aliases: [two]\n");
    assert_null(site_document_text(&m.site, &f->mem, doc, &f->diags));
    assert_diag(&f->diags, 0, "content/en/guides/a.md", 0, "content/changed");
    made_close(&m);
}

static void a_file_that_is_gone_is_told(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    assert_true(load(&m, record, "one"));
    const struct document *doc = made_page(&m, "en/guides/a.html")->document;
    assert_int_equal(unlink(arena_printf(&f->mem, "%s/content/en/guides/a.md", m.folder).p), 0);
    assert_null(site_document_text(&m.site, &f->mem, doc, &f->diags));
    assert_diag(&f->diags, 0, "content/en/guides/a.md", 0, "fs/missing");
    made_close(&m);
}

static void only_what_changed_is_read(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    made_guide(&m, "content/en/guides/a.md", "A", "aliases: [two]\n");
    made_guide(&m, "content/en/guides/c.md", "C", "");
    assert_true(load(&m, record, "one"));
    assert_int_equal(m.site.unread, 2);
    assert_str(made_page(&m, "en/guides/a.html")->document->meta.aliases.items[0].value, "two");
    assert_non_null(made_page(&m, "en/guides/c.html")->document->source.text.p);
    made_close(&m);
}

static void messages_about_unread_files_have_their_lines(void **state) {
    struct fixture *f = *state;
    struct made m;
    const char *record = recorded(&m, f);
    assert_true(load(&m, record, "one"));
    const struct document *doc = made_page(&m, "en/guides/a.html")->document;
    diag_warning(&f->diags, doc->meta.aliases.items[0].at, "a/b", "here");
    assert_null(f->diags.items[0].excerpt);
    site_show_excerpts(&m.site, &f->diags);
    assert_string_equal(f->diags.items[0].excerpt, "aliases: [one]");
    made_close(&m);
}

/* Where the last of the three entries begins and ends, as the head of a record says it. */
struct last {
    uint64_t from, to;
};
enum { LAST_AT = 64 + 2 * sizeof(uint64_t) };

/* The record with its last entry cut off at `to`, and the digest in front of it made right. */
static void write_cut(struct fixture *f, const char *path, struct str record, struct last last) {
    struct buf out = {0};
    buf_put(&out, record);
    memcpy(out.p + LAST_AT, &last, sizeof(last));
    sign_sha256(str_slice(record, (size_t)last.from + SIGN_SHA256_BYTES, (size_t)last.to),
                (uint8_t *)out.p + last.from);
    assert_true(fs_write(path, buf_str(&out), &f->diags));
    buf_finish(&out);
}

static void an_entry_that_ends_early_is_passed_over(void **state) {
    struct fixture *f = *state;
    struct made m;
    struct str whole;
    struct last last;
    const char *record = recorded(&m, f);
    assert_true(fs_read(&f->mem, record, record, SIZE_MAX, &whole, &f->diags));
    memcpy(&last, whole.p + LAST_AT, sizeof(last));
    assert_int_equal(last.to, whole.len);
    for (; last.to >= last.from + SIGN_SHA256_BYTES; last.to--) {
        write_cut(f, record, whole, last);
        assert_true(load(&m, record, "one"));
        assert_int_equal(m.site.unread, last.to == whole.len ? 3 : 2);
        assert_str(made_page(&m, "fi/guides/a.html")->title, "Ä");
    }
    assert_no_diags(&f->diags);
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_unchanged_is_not_read),
        TEST(another_program_reads_all),
        TEST(a_file_that_changed_meanwhile_is_refused),
        TEST(a_file_that_is_gone_is_told),
        TEST(only_what_changed_is_read),
        TEST(an_entry_that_ends_early_is_passed_over),
        TEST(messages_about_unread_files_have_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
