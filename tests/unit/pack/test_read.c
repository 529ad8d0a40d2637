/* The strict reader against our own writer: what it writes is accepted and reads back, and a ZIP
 * that is accepted is one that the writer would write. Hostile ZIPs: tests/hostile. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <sys/mman.h>

#include "packing.h"

#include "pack/record.h"

static bool read_zip(struct fixture *f, struct str zip, struct pack_reader *out) {
    struct source source = {"x.zip", zip};
    return pack_read(&f->mem, &source, &pack_limits_default, out, &f->diags);
}

/* xorshift: the same files in every run. */
static uint32_t next(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static struct file random_file(struct fixture *f, uint32_t *seed, size_t index) {
    static const char *const folders[] = {"", "en/", "en/guides/", ".well-known/", "fi/x_y-z/"};
    static const char *const endings[] = {".html", ".css", ".png", ".txt"};
    uint32_t kinds = 1 + next(seed) % 60; /* few kinds of bytes: deflates well */
    size_t size = next(seed) % 4 == 0 ? next(seed) % 200000 : next(seed) % 300;
    char *bytes = arena_alloc(&f->mem, size + 1, 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(next(seed) % kinds);
    return (struct file){arena_printf(&f->mem, "%s%05x%zu%s", folders[next(seed) % 5],
                                      next(seed) & 0xfffff, index, endings[next(seed) % 4]),
                         str_of(bytes, size)};
}

/* Reads the ZIP and packs what came out again. */
static struct str repacked(struct fixture *f, struct str zip) {
    struct pack_reader r;
    bool ok = read_zip(f, zip, &r);
    assert_no_diags(&f->diags);
    assert_true(ok);
    struct file *files = arena_array(&f->mem, struct file, r.count);
    for (size_t i = 0; i < r.count; i++) {
        files[i].path = r.entries[i].path;
        assert_true(pack_extract(&r, i, &f->mem, &files[i].bytes, "x.zip", &f->diags));
        assert_int_equal(files[i].bytes.len, r.entries[i].size_bytes);
    }
    return pack_files(f, files, r.count);
}

static void what_our_writer_writes_reads_back_and_packs_to_the_same_bytes(void **state) {
    struct fixture *f = *state;
    uint32_t seed = 2463534242;
    for (unsigned round = 0; round < 25; round++) {
        size_t count = 1 + next(&seed) % 40;
        struct file *files = arena_array(&f->mem, struct file, count);
        for (size_t i = 0; i < count; i++)
            files[i] = random_file(f, &seed, i);
        struct str zip = pack_files(f, files, count);
        assert_true(str_eq(zip, repacked(f, zip)));
        arena_reset(&f->mem);
    }
    assert_no_diags(&f->diags);
}

static struct str small_zip(struct fixture *f) {
    const struct file files[] = {
        {str_lit("MANIFEST.txt"), str_lit("pack: notes\nprofile: onion\n")},
        {str_lit("en/empty.html"), str_lit("")},
        {str_lit("en/index.html"), str_lit("<p>Rest, water, company.</p>\n<p>Rest, water, "
                                           "company.</p>\n<p>Rest, water, company.</p>\n")},
        {str_lit("icon.png"), str_lit("\x89PNG, more or less")},
    };
    return pack_files(f, files, ARRAY_LEN(files));
}

static void every_flipped_bit_is_refused(void **state) {
    struct fixture *f = *state;
    struct str zip = small_zip(f);
    assert_true(str_eq(repacked(f, zip), zip));
    char *copy = arena_cstr(&f->mem, zip);
    for (size_t bit = 0; bit < zip.len * 8; bit++) {
        struct fixture g = {0};
        struct pack_reader r;
        bool ok;
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        ok = read_zip(&g, str_of(copy, zip.len), &r);
        for (size_t i = 0; ok && i < r.count; i++) {
            struct str bytes;
            ok = pack_extract(&r, i, &g.mem, &bytes, "x.zip", &g.diags);
        }
        if (ok)
            fprintf(stderr, "accepted: bit %zu of byte %zu\n", bit % 8, bit / 8);
        assert_false(ok);
        assert_int_equal(g.diags.errors, 1);
        assert_memory_equal(g.diags.items[0].code, "zip/", 4);
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        arena_finish(&g.mem);
        diags_finish(&g.diags);
    }
}

static void every_shortened_zip_is_refused(void **state) {
    struct fixture *f = *state;
    struct str zip = small_zip(f);
    for (size_t len = 0; len < zip.len; len++) {
        struct pack_reader r;
        char *copy =
            malloc(len == 0 ? 1 : len); /* so that a sanitizer sees a read behind the end */
        assert_non_null(copy);
        memcpy(copy, zip.p, len);
        assert_false(read_zip(f, str_of(copy, len), &r));
        assert_int_equal(f->diags.errors, len + 1);
        free(copy);
    }
}

/* The header of the only file, of which the directory takes the end. */
static void a_directory_that_begins_within_a_header_is_refused(void **state) {
    struct fixture *f = *state;
    enum { OFFSET_IN_END = 16 };
    const struct file one = {str_lit("a.txt"), str_lit("Rest.")};
    struct str zip = pack_files(f, &one, 1);
    size_t directory = str_find(zip, str_lit("PK\1\2"));
    for (size_t kept = 4; kept <= LOCAL_BYTES; kept++) {
        struct pack_reader r;
        buf_reset(&f->out);
        buf_put(&f->out, str_slice(zip, 0, kept));
        buf_put(&f->out, str_from_offset(zip, directory));
        f->out.p[f->out.len - END_BYTES + OFFSET_IN_END] = (char)kept;
        assert_false(read_zip(f, buf_str(&f->out), &r));
        assert_string_equal(f->diags.items[f->diags.count - 1].code, "zip/overlap");
    }
}

static void what_is_larger_than_4_gib_is_refused_before_it_is_read(void **state) {
    struct fixture *f = *state;
    size_t size = (size_t)UINT32_MAX + 1;
    struct pack_reader r;
    char *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_ptr_not_equal(p, MAP_FAILED);
    assert_false(read_zip(f, str_of(p, size), &r));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "x.zip", 0, "zip/too-large");
    assert_false(read_zip(f, str_of(p, size - 1), &r));
    assert_diag(&f->diags, 1, "x.zip", 0, "zip/not-a-zip");
    munmap(p, size);
}

static void limits_of_the_caller_are_kept(void **state) {
    struct fixture *f = *state;
    struct pack_reader r;
    struct source source = {"x.zip", small_zip(f)};
    struct pack_limits limits = pack_limits_default;
    limits.entries_max = 3;
    assert_false(pack_read(&f->mem, &source, &limits, &r, &f->diags));
    assert_diag(&f->diags, 0, "x.zip", 0, "zip/too-many");
    limits.entries_max = 4;
    limits.file_bytes_max = 50;
    assert_false(pack_read(&f->mem, &source, &limits, &r, &f->diags));
    assert_diag(&f->diags, 1, "x.zip", 0, "zip/too-large");
    limits.file_bytes_max = 1000;
    limits.total_bytes_max = 100;
    assert_false(pack_read(&f->mem, &source, &limits, &r, &f->diags));
    assert_diag(&f->diags, 2, "x.zip", 0, "zip/too-large-together");
    limits.total_bytes_max = 1000;
    assert_true(pack_read(&f->mem, &source, &limits, &r, &f->diags));
    assert_int_equal(r.count, 4);
    assert_str(r.entries[3].path, "icon.png");
}

/* A ZIP of deflated files that say they have these sizes; what is in them nobody reads. */
static struct str claiming_named(struct fixture *f, const struct str *names, const uint64_t *sizes,
                                 size_t count, uint64_t packed_bytes) {
    struct buf zip = {0}, directory = {0};
    uint8_t record[CENTRAL_BYTES];
    for (size_t i = 0; i < count; i++) {
        struct pack_reader_entry e = {
            .path = names[i], .size_bytes = sizes[i], .packed_bytes = packed_bytes};
        record_central(&e, (uint32_t)zip.len, record);
        buf_put(&directory, str_of((const char *)record, CENTRAL_BYTES));
        buf_put(&directory, e.path);
        record_local(&e, record);
        buf_put(&zip, str_of((const char *)record, LOCAL_BYTES));
        buf_put(&zip, e.path);
        memset(buf_reserve(&zip, packed_bytes), 'x', packed_bytes);
        zip.len += packed_bytes;
    }
    record_end((uint32_t)count, (uint32_t)directory.len, (uint32_t)zip.len, record);
    buf_put(&zip, buf_str(&directory));
    buf_put(&zip, str_of((const char *)record, END_BYTES));
    struct str out = arena_str(&f->mem, buf_str(&zip));
    buf_finish(&zip);
    buf_finish(&directory);
    return out;
}

static struct str claiming(struct fixture *f, const uint64_t *sizes, size_t count,
                           uint64_t packed_bytes) {
    struct str *names = arena_array(&f->mem, struct str, count);
    for (size_t i = 0; i < count; i++)
        names[i] = arena_printf(&f->mem, "%02zu.txt", i);
    return claiming_named(f, names, sizes, count, packed_bytes);
}

static void assert_limit(struct fixture *f, const struct pack_limits *limits, struct str zip,
                         const char *code) {
    struct source source = {"x.zip", zip};
    struct pack_reader r;
    bool ok = pack_read(&f->mem, &source, limits, &r, &f->diags);
    if (code == NULL)
        assert_no_diags(&f->diags);
    else
        assert_diag(&f->diags, 0, "x.zip", 0, code);
    assert_int_equal(ok, code == NULL);
    diags_finish(&f->diags);
    arena_reset(&f->mem);
}

/* To the byte: what is one more is refused. */
static void a_pack_unpacks_to_4_gib_in_files_of_512_mib_and_200_times_its_size(void **state) {
    struct fixture *f = *state;
    const struct pack_limits *l = &pack_limits_default;
    const uint64_t mib = 1 << 20, most = 512 * mib, packed = (most + 199) / 200;
    uint64_t sizes[] = {most, most, most, most, most, most, most, most, packed + 1};
    const uint64_t fits = 200000, bomb = 200001, over = most + 1;
    assert_limit(f, l, claiming(f, &fits, 1, 1000), NULL);
    assert_limit(f, l, claiming(f, &bomb, 1, 1000), "zip/ratio");
    assert_limit(f, l, claiming(f, &over, 1, packed + 1), "zip/too-large");
    assert_limit(f, l, claiming(f, sizes, 8, packed), NULL);
    assert_limit(f, l, claiming(f, sizes, 9, packed), "zip/too-large-together");
}

/* The first file of a book is its stored "mimetype": these are about sizes alone. */
static void a_book_unpacks_to_1_gib_in_files_of_64_mib(void **state) {
    struct fixture *f = *state;
    struct pack_limits sizes_only = pack_limits_book;
    const uint64_t mib = 1 << 20, most = 64 * mib, packed = (most + 199) / 200;
    uint64_t sizes[17];
    const uint64_t fits = 200000, bomb = 200001, over = most + 1;
    sizes_only.book = false;
    for (size_t i = 0; i < 16; i++)
        sizes[i] = most;
    sizes[16] = packed + 1;
    assert_limit(f, &sizes_only, claiming(f, &fits, 1, 1000), NULL);
    assert_limit(f, &sizes_only, claiming(f, &bomb, 1, 1000), "zip/ratio");
    assert_limit(f, &sizes_only, claiming(f, &over, 1, packed + 1), "zip/too-large");
    assert_limit(f, &sizes_only, claiming(f, sizes, 16, packed), NULL);
    assert_limit(f, &sizes_only, claiming(f, sizes, 17, packed), "zip/too-large-together");
}

/* A file of one repeated byte deflates by a thousand; the writer must not make what the reader
 * takes for a bomb. */
static void our_writer_makes_no_bombs(void **state) {
    struct fixture *f = *state;
    size_t size = 3 << 20;
    char *bytes = arena_zalloc(&f->mem, size, 1, 1);
    struct file file = {str_lit("a.html"), str_of(bytes, size)};
    struct str zip = pack_files(f, &file, 1);
    assert_true(str_eq(zip, repacked(f, zip)));
}

static void a_name_in_a_message_is_never_raw(void **state) {
    struct fixture *f = *state;
    struct pack_reader r;
    struct str zip = small_zip(f);
    char *copy = arena_cstr(&f->mem, zip);
    size_t at = 0;
    for (;; at++) /* the name in the central directory, which is read first */
        if (memcmp(copy + at, "PK\1\2", 4) == 0)
            break;
    copy[at + 46] = '\x1b';
    assert_false(read_zip(f, str_of(copy, zip.len), &r));
    assert_diag(&f->diags, 0, "x.zip", 0, "zip/name-character");
    assert_string_equal(f->diags.items[0].message,
                        "entry 1: the name '\\x1bANIFEST.txt' has a character other than a-z, 0-9, "
                        "'.', '_' and '-'");
}

static const struct file book_files[] = {
    {{"mimetype", 8}, {"application/epub+zip", 20}},
    {{"META-INF/container.xml", 22}, {"<x/>", 4}},
    {{"book/p1.xhtml", 13}, {"<p/>", 4}},
};

static bool read_book(struct fixture *f, const struct file *files, size_t count) {
    struct pack_reader r;
    struct source source = {"x.epub", pack_book(f, files, count)};
    return pack_read(&f->mem, &source, &pack_limits_book, &r, &f->diags) && r.count == count;
}

static void a_book_starts_with_its_mimetype_and_has_a_container(void **state) {
    struct fixture *f = *state;
    assert_true(read_book(f, book_files, 3));
    assert_no_diags(&f->diags);
}

static void a_book_without_mimetype_in_front_is_refused(void **state) {
    struct fixture *f = *state;
    struct file late[] = {book_files[2], book_files[0]};
    assert_false(read_book(f, book_files + 2, 1));
    assert_false(read_book(f, late, 2));
    assert_diag(&f->diags, 0, "x.epub", 0, "zip/mimetype");
    assert_diag(&f->diags, 1, "x.epub", 0, "zip/mimetype");
}

static void the_other_files_of_a_book_are_sorted(void **state) {
    struct fixture *f = *state;
    struct file mixed[] = {book_files[0], book_files[2], book_files[1]};
    assert_false(read_book(f, mixed, 3));
    assert_diag(&f->diags, 0, "x.epub", 0, "zip/order");
}

/* Its folder is the one with capital letters. */
static void a_file_of_a_book_is_no_folder_but_for_capital_letters(void **state) {
    struct fixture *f = *state;
    struct file files[] = {book_files[0], book_files[1], {str_lit("meta-inf"), str_lit("x")}};
    assert_false(read_book(f, files, 3));
    assert_diag(&f->diags, 0, "x.epub", 0, "zip/file-and-folder");
}

/* A reader of books looks for it at its place in the file. */
static void a_book_whose_mimetype_is_deflated_is_refused(void **state) {
    struct fixture *f = *state;
    const struct str name = str_lit("mimetype");
    const uint64_t size = 20;
    assert_limit(f, &pack_limits_book, claiming_named(f, &name, &size, 1, 18), "zip/mimetype");
}

static void a_pack_is_no_book(void **state) {
    struct fixture *f = *state;
    struct pack_reader r;
    assert_false(read_zip(f, pack_book(f, book_files, 3), &r));
    assert_false(read_zip(f, pack_book(f, book_files + 1, 1), &r));
    assert_diag(&f->diags, 1, "x.zip", 0, "zip/name-case");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_our_writer_writes_reads_back_and_packs_to_the_same_bytes),
        TEST(every_flipped_bit_is_refused),
        TEST(every_shortened_zip_is_refused),
        TEST(a_directory_that_begins_within_a_header_is_refused),
        TEST(what_is_larger_than_4_gib_is_refused_before_it_is_read),
        TEST(limits_of_the_caller_are_kept),
        TEST(a_pack_unpacks_to_4_gib_in_files_of_512_mib_and_200_times_its_size),
        TEST(a_book_unpacks_to_1_gib_in_files_of_64_mib),
        TEST(our_writer_makes_no_bombs),
        TEST(a_name_in_a_message_is_never_raw),
        TEST(a_book_starts_with_its_mimetype_and_has_a_container),
        TEST(a_book_without_mimetype_in_front_is_refused),
        TEST(the_other_files_of_a_book_are_sorted),
        TEST(a_file_of_a_book_is_no_folder_but_for_capital_letters),
        TEST(a_book_whose_mimetype_is_deflated_is_refused),
        TEST(a_pack_is_no_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
