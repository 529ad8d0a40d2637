/* Compressing, the manifest, and the canonical ZIP. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "packing.h"

static struct str read_file(struct fixture *f, const char *path) {
    struct str bytes;
    assert_true(fs_read(&f->mem, path, path, 4 << 20, &bytes, &f->diags));
    return bytes;
}

/* Packs two files into `zip` and returns the ZIP's bytes. */
static struct str pack_two(struct fixture *f, const char *folder, const char *zip, bool reversed) {
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry entries[2];
    assert_non_null(spool);
    struct str long_text = str_lit("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_true(pack_add(deflater, spool, str_lit("b/long.html"), long_text, &entries[reversed],
                         &f->diags));
    assert_true(
        pack_add(deflater, spool, str_lit("a.txt"), str_lit("x"), &entries[!reversed], &f->diags));
    pack_sort(entries, 2);
    const char *path = arena_printf(&f->mem, "%s/%s", folder, zip).p;
    assert_true(pack_write(path, entries, 2, &f->diags));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    struct str bytes = read_file(f, path);
    assert_int_equal(unlink(path), 0);
    return bytes;
}

static void same_entries_give_the_same_zip_in_any_order(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct str one = pack_two(f, folder, "one.zip", false);
    struct str two = pack_two(f, folder, "two.zip", true);
    assert_true(str_eq(one, two));
    assert_true(str_starts(one, str_lit("PK\003\004")));
    assert_int_equal(rmdir(folder), 0);
}

/* APPNOTE 4.3.7: the local header, field by field. */
static void headers_carry_no_time_no_extra_and_no_comment(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct str zip = pack_two(f, folder, "one.zip", false);
    assert_int_equal(rmdir(folder), 0);
    const unsigned char *p = (const unsigned char *)zip.p;
    assert_int_equal(p[6] | p[7] << 8, 0);      /* flags: no descriptor, no encryption */
    assert_int_equal(p[8] | p[9] << 8, 0);      /* "x" is stored */
    assert_int_equal(p[10] | p[11] << 8, 0);    /* time */
    assert_int_equal(p[12] | p[13] << 8, 0x21); /* date */
    assert_int_equal(p[28] | p[29] << 8, 0);    /* extra fields */
    assert_memory_equal(p + 30, "a.txt", 5);
    const unsigned char *second = p + 30 + 5 + 1;
    assert_int_equal(second[8] | second[9] << 8, 8); /* the long text is deflated */
    const unsigned char *end = p + zip.len - 22;
    assert_memory_equal(end, "PK\005\006", 4);
    assert_int_equal(end[20] | end[21] << 8, 0); /* comment */
}

/* libzip would deflate what its source says is stored. */
static void an_image_is_stored_as_it_is(void **state) {
    struct fixture *f = *state;
    char pixels[1000] = {0};
    struct file file = {str_lit("a.png"), str_of(pixels, sizeof(pixels))};
    struct str zip = pack_files(f, &file, 1);
    assert_int_equal(zip.len, 30 + 5 + sizeof(pixels) + 46 + 5 + 22);
    assert_memory_equal(zip.p + 35, pixels, sizeof(pixels));
    assert_int_equal(zip.p[8], 0); /* method */
    assert_int_equal(zip.p[6], 0); /* flags */
}

static void a_zip_in_memory_has_the_bytes_of_one_in_a_file(void **state) {
    struct fixture *f = *state;
    struct file files[] = {
        {str_lit("a.txt"), str_lit("x")},
        {str_lit("b.html"), str_lit("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")}};
    assert_true(str_eq(pack_files(f, files, 2), pack_book(f, files, 2)));
}

/* As a second build does: the first entry from the ZIP before, where pack_data_offset says, the
 * second one from a spool. */
static void a_zip_over_an_older_one_has_the_bytes_of_a_new_one(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry entries[2];
    struct pack_window window = {0};
    struct str text = str_lit("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
               packed;
    uint64_t at = 0;
    const char *one = arena_printf(&f->mem, "%s/1.zip", folder).p;
    const char *two = arena_printf(&f->mem, "%s/2.zip", folder).p;
    assert_true(pack_add(deflater, spool, str_lit("a.html"), text, &entries[0], &f->diags));
    assert_true(pack_add(deflater, spool, str_lit("b.txt"), str_lit("x"), &entries[1], &f->diags));
    assert_true(pack_write(one, entries, 2, &f->diags));
    struct pack_spool *zip = pack_spool_open_zip(one);
    assert_non_null(zip);
    entries[0].spool = zip;
    entries[0].spool_offset = pack_data_offset(&entries[0], &at);
    assert_true(pack_fetch(&window, &entries[0], &packed));
    buf_reset(&f->out);
    assert_true(pack_unpack(deflater, packed, false, text.len, &f->out));
    assert_str(buf_str(&f->out), text.p);
    assert_true(pack_rewrite(two, entries, 2, 1));
    assert_true(str_eq(read_file(f, one), read_file(f, two)));
    assert_false(pack_rewrite(two, entries, 2, 1)); /* it is there already, and stays */
    assert_true(str_eq(read_file(f, one), read_file(f, two)));
    entries[0].spool_offset = 1 << 20;
    assert_false(pack_fetch(&window, &entries[0], &packed));
    pack_window_finish(&window);
    assert_int_equal(unlink(two), 0);
    assert_false(pack_rewrite(two, entries, 1, 1)); /* what it began is gone */
    pack_spool_close(zip);
    assert_int_equal(unlink(one) | rmdir(folder), 0);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
}

/* Parts end where half of the bytes is: in the middle of a run that is copied, too. */
static void two_threads_write_the_bytes_of_one(void **state) {
    enum { COUNT = 400, BYTES = 6000 };
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX", bytes[BYTES];
    assert_non_null(mkdtemp(folder));
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry entries[COUNT];
    struct pack_window window = {0};
    struct str packed;
    const char *path[3];
    for (size_t i = 0; i < ARRAY_LEN(path); i++)
        path[i] = arena_printf(&f->mem, "%s/%zu.zip", folder, i).p;
    uint32_t random = 1;
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < BYTES; k++)
            bytes[k] = (char)((random = random * 1103515245 + 12345) >> 16);
        struct str name = arena_printf(&f->mem, "a/%03zu.html", i);
        assert_true(
            pack_add(deflater, spool, name, str_of(bytes, BYTES - i), &entries[i], &f->diags));
    }
    assert_true(pack_write(path[0], entries, COUNT, &f->diags));
    assert_true(pack_rewrite(path[1], entries, COUNT, 2));
    assert_true(str_eq(read_file(f, path[0]), read_file(f, path[1])));
    struct pack_spool *zip = pack_spool_open_zip(path[0]);
    assert_non_null(zip);
    uint64_t at = 0;
    for (size_t i = 0; i < COUNT; i++) { /* all but three from the older one */
        uint64_t offset = pack_data_offset(&entries[i], &at);
        if (i == 0 || i == 150 || i == COUNT - 1)
            continue;
        entries[i].spool = zip;
        entries[i].spool_offset = offset;
        assert_true(pack_fetch_recorded(&window, &entries[i], &packed) && entries[i].recorded);
    }
    assert_true(pack_rewrite(path[2], entries, COUNT, 2));
    assert_true(str_eq(read_file(f, path[0]), read_file(f, path[2])));
    assert_int_equal(unlink(path[2]), 0);
    struct rlimit files, fewer;
    int next = dup(0); /* the first part's */
    assert_true(next >= 0 && close(next) == 0 && getrlimit(RLIMIT_NOFILE, &files) == 0);
    fewer = files;
    fewer.rlim_cur = (rlim_t)next + 1;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &fewer), 0);
    bool written = pack_rewrite(path[2], entries, COUNT, 2); /* no room to open the second */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    assert_false(written || fs_exists(path[2]));
    const struct pack_entry first = entries[0];
    entries[0].spool_offset = 1 << 30; /* one part is refused: all of it goes */
    assert_false(pack_rewrite(path[2], entries, COUNT, 2));
    assert_false(fs_exists(path[2]));
    entries[0] = first;
    entries[COUNT - 1].spool_offset = 1 << 30;
    assert_false(pack_rewrite(path[2], entries, COUNT, 2));
    assert_false(fs_exists(path[2]));
    pack_window_finish(&window);
    pack_spool_close(zip);
    assert_int_equal(unlink(path[0]) | unlink(path[1]) | rmdir(folder), 0);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
}

/* A ZIP that is not whole is never taken for one: of what the entries are read from, of what it is
 * written to, of its place. */
static void a_zip_that_cannot_be_written_is_told(void **state) {
    enum { COUNT = 30, BYTES = 100000 };
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX", bytes[BYTES];
    assert_non_null(mkdtemp(folder));
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry entries[COUNT];
    struct rlimit limit, less;
    const char *path = arena_printf(&f->mem, "%s/x.zip", folder).p;
    for (size_t i = 0; i < COUNT; i++) {
        memset(bytes, (int)i, BYTES);
        struct str name = arena_printf(&f->mem, "%02zu.png", i);
        assert_true(pack_add(deflater, spool, name, str_of(bytes, BYTES), &entries[i], &f->diags));
    }
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    /* In the middle; what is written when all is put; the directory. */
    const rlim_t sizes[] = {BYTES, 2500000, COUNT * (BYTES + 36) + 10};
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        less = limit;
        less.rlim_cur = sizes[i];
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
        bool ok = pack_write(path, entries, COUNT, &f->diags);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        assert_false(ok);
        assert_int_equal(f->diags.count, i + 1);
        assert_diag(&f->diags, i, path, 0, "pack/write");
        assert_non_null(strstr(f->diags.items[i].message, "File too large"));
        assert_int_equal(unlink(path), 0);
    }
    less.rlim_cur = 100; /* of a few files, which are held until the end */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
    bool rewritten = pack_rewrite(path, entries, 3, 1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_false(rewritten || fs_exists(path));
    entries[COUNT - 1].spool_offset = 1 << 30; /* the spool ends before it */
    assert_false(pack_write(path, entries, COUNT, &f->diags));
    assert_diag(&f->diags, ARRAY_LEN(sizes), path, 0, "pack/write");
    assert_false(pack_write(path, entries, 1, &f->diags)); /* it is there already */
    assert_diag(&f->diags, ARRAY_LEN(sizes) + 1, path, 0, "pack/write");
    buf_puts(&f->out, "before");
    assert_false(pack_write_memory(&f->out, entries, COUNT, &f->diags));
    assert_diag(&f->diags, ARRAY_LEN(sizes) + 2, "memory", 0, "pack/write");
    assert_int_equal(unlink(path) | rmdir(folder), 0);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
}

/* Nobody waits for a pipe's writer, and a link does not lead to another file. */
static void only_a_plain_file_is_an_older_zip(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = arena_printf(&f->mem, "%s/x.zip", folder).p,
               *other = arena_printf(&f->mem, "%s/other.zip", folder).p;
    assert_true(fs_write(other, str_lit("PK"), &f->diags));
    assert_null(pack_spool_open_zip(path));
    assert_null(pack_spool_open_zip(folder));
    assert_int_equal(symlink(other, path), 0);
    assert_null(pack_spool_open_zip(path));
    assert_int_equal(unlink(path) | mkfifo(path, 0600), 0);
    assert_null(pack_spool_open_zip(path));
    struct pack_spool *zip = pack_spool_open_zip(other);
    assert_non_null(zip);
    pack_spool_close(zip);
    assert_int_equal(unlink(path) | unlink(other) | rmdir(folder), 0);
}

/* 65,535 is zip64's mark: that is for libzip to write. */
static void more_entries_than_a_zip_can_hold_are_not_put_together(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    const size_t count = 65535;
    struct pack_entry *entries = arena_array(&f->mem, struct pack_entry, count);
    const char *path = arena_printf(&f->mem, "%s/x.zip", folder).p;
    assert_true(pack_add(deflater, spool, str_lit("a"), str_lit("x"), &entries[0], &f->diags));
    for (size_t i = 1; i < count; i++)
        entries[i] = entries[0];
    assert_false(pack_rewrite(path, entries, count, 2));
    assert_false(fs_exists(path));
    assert_true(pack_rewrite(path, entries, count - 1, 2));
    assert_int_equal(unlink(path), 0);
    assert_true(pack_write(path, entries, 1, &f->diags));
    assert_no_diags(&f->diags);
    assert_int_equal(unlink(path), 0);
    for (size_t i = 0; i < count; i++)
        entries[i].path = arena_printf(&f->mem, "%zu", i); /* libzip knows twins */
    assert_true(pack_write(path, entries, count, &f->diags));
    assert_diag(&f->diags, 0, path, 0, "pack/too-many");
    assert_int_equal(f->diags.warnings, 1);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
    pack_deflater_close(deflater);
    pack_spool_close(spool);
}

static void manifest_lists_digest_size_and_path(void **state) {
    struct fixture *f = *state;
    struct pack_header header = {
        .pack = str_lit("notes"), .profile = str_lit("onion"), .serial = 7, .made = {2026, 11, 23}};
    struct pack_entry entry = {.path = str_lit("a.txt"), .size_bytes = 3};
    sign_sha256(str_lit("abc"), entry.sha256);
    pack_manifest_format(&header, &entry, 1, &f->out);
    assert_str(buf_str(&f->out),
               "pack: notes\nprofile: onion\nserial: 7\nmade: 2026-11-23\nexpires: never\n"
               "previous: none\n\n"
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 a.txt\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(same_entries_give_the_same_zip_in_any_order),
        TEST(headers_carry_no_time_no_extra_and_no_comment),
        TEST(an_image_is_stored_as_it_is),
        TEST(a_zip_in_memory_has_the_bytes_of_one_in_a_file),
        TEST(a_zip_over_an_older_one_has_the_bytes_of_a_new_one),
        TEST(two_threads_write_the_bytes_of_one),
        TEST(a_zip_that_cannot_be_written_is_told),
        TEST(only_a_plain_file_is_an_older_zip),
        TEST(more_entries_than_a_zip_can_hold_are_not_put_together),
        TEST(manifest_lists_digest_size_and_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
