/* ZIPs put together from what others hold compressed: whatever the older ones look like, the bytes
 * are those of pack_write. */
#include "packing.h"

enum { COUNT = 4, BYTES = 5000, LOCAL = 30 };

/* Four files that do not deflate much, and the ZIP of them that libzip writes. */
struct older {
    char folder[32];
    const char *path, *out;
    struct pack_spool *spool, *zip;
    struct pack_deflater *deflater;
    struct pack_entry entries[COUNT]; /* in the ZIP once it is taken */
    uint64_t at[COUNT];               /* where their data stand in it */
    struct str bytes;
};

static void random_bytes(uint32_t seed, char *out, size_t count) {
    for (size_t k = 0; k < count; k++)
        out[k] = (char)((seed = seed * 1103515245 + 12345) >> 16);
}

static struct str read_whole(struct fixture *f, const char *path) {
    struct str bytes;
    assert_true(fs_read(&f->mem, path, path, 4 << 20, &bytes, &f->diags));
    return bytes;
}

/* Files of other seeds have the same names and sizes. */
static struct older make_older(struct fixture *f, uint32_t seed) {
    struct older o = {.folder = "/tmp/pamphlet-test-XXXXXX"};
    uint64_t at = 0;
    assert_non_null(mkdtemp(o.folder));
    o.path = arena_printf(&f->mem, "%s/old.zip", o.folder).p;
    o.out = arena_printf(&f->mem, "%s/new.zip", o.folder).p;
    o.spool = pack_spool_open(o.folder, &f->diags);
    o.deflater = pack_deflater_open();
    for (size_t i = 0; i < COUNT; i++) {
        char *bytes = arena_alloc(&f->mem, BYTES, 1);
        random_bytes(seed + (uint32_t)i, bytes, BYTES);
        struct str name = arena_printf(&f->mem, "a/%zu.png", i);
        assert_true(
            pack_add(o.deflater, o.spool, name, str_of(bytes, BYTES), &o.entries[i], &f->diags));
        o.at[i] = pack_data_offset(&o.entries[i], &at);
    }
    assert_true(pack_write(o.path, o.entries, COUNT, &f->diags));
    o.bytes = read_whole(f, o.path);
    return o;
}

/* From here on the entries are those of the ZIP, which holds `bytes`. */
static void take_zip(struct fixture *f, struct older *o, struct str bytes) {
    struct pack_window window = {0};
    struct str packed;
    assert_int_equal(unlink(o->path), 0);
    assert_true(fs_write(o->path, bytes, &f->diags));
    o->zip = pack_spool_open_zip(o->path);
    assert_non_null(o->zip);
    for (size_t i = 0; i < COUNT; i++) {
        o->entries[i].spool = o->zip;
        o->entries[i].spool_offset = o->at[i];
        assert_true(pack_fetch_recorded(&window, &o->entries[i], &packed));
        assert_int_equal(packed.len, BYTES);
    }
    pack_window_finish(&window);
}

static void drop(struct older *o) {
    pack_spool_close(o->zip);
    pack_spool_close(o->spool);
    pack_deflater_close(o->deflater);
    assert_int_equal(unlink(o->path), 0);
    (void)unlink(o->out);
    assert_int_equal(rmdir(o->folder), 0);
}

/* `changed` with one byte of the record of entry 1 made another; `where` from its start. */
static struct str change_record(struct fixture *f, const struct older *o, size_t where) {
    struct str copy = arena_str(&f->mem, o->bytes);
    size_t record = (size_t)o->at[1] - LOCAL - o->entries[1].path.len;
    ((char *)copy.p)[record + where] ^= 1;
    return copy;
}

static void is_rewritten_in_spite_of_its_record(struct fixture *f, size_t where) {
    struct older o = make_older(f, 1);
    take_zip(f, &o, change_record(f, &o, where));
    assert_true(o.entries[0].recorded && !o.entries[1].recorded && o.entries[2].recorded);
    assert_true(pack_rewrite(o.out, o.entries, COUNT, 1));
    assert_true(str_eq(read_whole(f, o.out), o.bytes));
    drop(&o);
}

static void an_entry_with_another_time_gets_its_record_anew(void **state) {
    is_rewritten_in_spite_of_its_record(*state, 12);
}

static void an_entry_with_another_name_gets_its_record_anew(void **state) {
    is_rewritten_in_spite_of_its_record(*state, LOCAL + 2);
}

/* No room for a record in front of it, or something else there. */
static void an_entry_of_a_spool_has_no_record(void **state) {
    struct fixture *f = *state;
    struct older o = make_older(f, 1);
    struct pack_window window = {0};
    struct str packed;
    for (size_t i = 0; i < 2; i++) {
        o.entries[i].recorded = true;
        assert_true(pack_fetch_recorded(&window, &o.entries[i], &packed));
        assert_int_equal(packed.len, BYTES);
        assert_false(o.entries[i].recorded);
    }
    pack_window_finish(&window);
    drop(&o);
}

static void an_entry_that_went_is_not_copied_with_its_neighbours(void **state) {
    struct fixture *f = *state;
    struct older o = make_older(f, 1);
    take_zip(f, &o, o.bytes);
    struct pack_entry fewer[] = {o.entries[0], o.entries[1], o.entries[3]};
    const char *want = arena_printf(&f->mem, "%s/want.zip", o.folder).p;
    assert_true(pack_write(want, fewer, 3, &f->diags));
    assert_true(pack_rewrite(o.out, fewer, 3, 1));
    assert_true(str_eq(read_whole(f, o.out), read_whole(f, want)));
    assert_int_equal(unlink(want), 0);
    drop(&o);
}

/* Both have their entries at the same places. */
static void entries_of_two_older_zips_each_come_from_their_own(void **state) {
    struct fixture *f = *state;
    struct older one = make_older(f, 1), two = make_older(f, 100);
    take_zip(f, &one, one.bytes);
    take_zip(f, &two, two.bytes);
    struct pack_entry mixed[] = {one.entries[0], one.entries[1], two.entries[2], two.entries[3]};
    const char *want = arena_printf(&f->mem, "%s/want.zip", one.folder).p;
    assert_true(pack_write(want, mixed, COUNT, &f->diags));
    assert_true(pack_rewrite(one.out, mixed, COUNT, 1));
    assert_true(str_eq(read_whole(f, one.out), read_whole(f, want)));
    assert_int_equal(unlink(want), 0);
    drop(&one);
    drop(&two);
}

/* The system copies from memory to a disk only where both are of one kind: else each entry is
 * written. */
static void where_the_system_does_not_copy_entries_are_written(void **state) {
    struct fixture *f = *state;
    struct older o = make_older(f, 1);
    struct pack_entry whole;
    struct pack_spool *memory = pack_spool_open_memory(&f->diags);
    assert_true(pack_add(o.deflater, memory, str_lit("old.zip"), o.bytes, &whole, &f->diags));
    for (size_t i = 0; i < COUNT; i++) {
        o.entries[i].spool = memory;
        o.entries[i].spool_offset = o.at[i];
        o.entries[i].recorded = true;
    }
    assert_true(pack_rewrite(o.out, o.entries, COUNT, 1));
    assert_true(str_eq(read_whole(f, o.out), o.bytes));
    pack_spool_close(memory);
    drop(&o);
}

/* --- in memory */

static struct pack_reader read_zip(struct fixture *f, struct str bytes) {
    struct source source = {"x.zip", bytes};
    struct pack_reader r;
    assert_true(pack_read(&f->mem, &source, &pack_limits_default, &r, &f->diags));
    return r;
}

static void pieces_of_two_zips_make_the_zip_of_their_files(void **state) {
    struct fixture *f = *state;
    struct str text = str_lit("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    struct file files[] = {{str_lit("a.txt"), str_lit("x")},
                           {str_lit("b.html"), text},
                           {str_lit("c.txt"), str_lit("yy")}};
    struct file some[] = {files[0], files[2]};
    struct pack_reader one = read_zip(f, pack_files(f, some, 2)),
                       two = read_zip(f, pack_files(f, &files[1], 1));
    struct pack_piece pieces[] = {{&one, 0}, {&two, 0}, {&one, 1}};
    buf_put(&f->out, str_lit("goes"));
    assert_true(pack_assemble(pieces, 3, &f->out));
    assert_true(str_eq(buf_str(&f->out), pack_files(f, files, 3)));
}

static void more_than_a_zip_can_hold_is_not_put_together(void **state) {
    struct fixture *f = *state;
    struct pack_reader_entry e = {.path = str_lit("a"), .size_bytes = 0};
    struct pack_reader r = {.entries = &e, .count = 1};
    const size_t count = 65535;
    struct pack_piece *pieces = arena_array(&f->mem, struct pack_piece, count);
    for (size_t i = 0; i < count; i++)
        pieces[i] = (struct pack_piece){&r, 0};
    assert_false(pack_assemble(pieces, count, &f->out));
    assert_true(pack_assemble(pieces, count - 1, &f->out));
    /* Both records, both names and the end, to the byte. */
    e.packed_bytes = UINT32_MAX - (30 + 46 + 2 + 22);
    assert_false(pack_assemble(pieces, 1, &f->out));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_entry_with_another_time_gets_its_record_anew),
        TEST(an_entry_with_another_name_gets_its_record_anew),
        TEST(an_entry_of_a_spool_has_no_record),
        TEST(an_entry_that_went_is_not_copied_with_its_neighbours),
        TEST(entries_of_two_older_zips_each_come_from_their_own),
        TEST(where_the_system_does_not_copy_entries_are_written),
        TEST(pieces_of_two_zips_make_the_zip_of_their_files),
        TEST(more_than_a_zip_can_hold_is_not_put_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
