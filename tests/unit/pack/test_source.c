/* What libzip never asks of our two sources: this program stands between it and them, and asks. */
#define _GNU_SOURCE
#include "packing.h"
#include "stand_in.h"

#include "pack/sink.h"

static struct {
    bool ask;
    zip_source_t *sink;
    zip_stat_t stat;
    zip_int64_t short_stat, unknown;
    int zip_error, system_error;
} seen;

zip_source_t *zip_source_function(zip_t *zip, zip_source_callback region, void *state) {
    if (seen.ask) {
        int codes[2] = {-1, -1};
        seen.short_stat = region(state, &seen.stat, sizeof(seen.stat) - 1, ZIP_SOURCE_STAT);
        seen.unknown = region(state, NULL, 0, ZIP_SOURCE_REMOVE);
        assert_int_equal(region(state, codes, sizeof(codes), ZIP_SOURCE_ERROR), sizeof(codes));
        seen.zip_error = codes[0];
        seen.system_error = codes[1];
    }
    return NEXT(zip_source_function)(zip, region, state);
}

zip_source_t *zip_source_function_create(zip_source_callback sink, void *state,
                                         zip_error_t *error) {
    return seen.sink = NEXT(zip_source_function_create)(sink, state, error);
}

/* What is too small stays as it is, and the file is packed all the same. */
static void an_entry_refuses_what_it_does_not_offer(void **state) {
    struct fixture *f = *state;
    const struct file file = {str_lit("a.txt"), str_lit("x")};
    const zip_stat_t before = {.valid = 77, .size = 88};
    struct str want = pack_book(f, &file, 1);
    seen.ask = true;
    seen.stat = before;
    struct str zip = pack_book(f, &file, 1);
    seen.ask = false;
    assert_int_equal(seen.short_stat, -1);
    assert_memory_equal(&seen.stat, &before, sizeof(before));
    assert_int_equal(seen.unknown, -1);
    assert_int_equal(seen.zip_error, ZIP_ER_OPNOTSUPP);
    assert_int_equal(seen.system_error, 0);
    assert_true(str_eq(zip, want));
}

static void assert_sink_says(int code) {
    assert_int_equal(zip_error_code_zip(zip_source_error(seen.sink)), code);
}

static void a_sink_is_not_read_and_has_nothing_before_its_start(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = arena_printf(&f->mem, "%s/x.zip", folder).p;
    struct sink *s = sink_open(&f->mem, path);
    assert_non_null(s);
    zip_t *zip = sink_zip(s);
    assert_true(zip != NULL && seen.sink != NULL);
    assert_int_equal(zip_source_open(seen.sink), -1);
    assert_sink_says(ZIP_ER_OPNOTSUPP);
    assert_int_equal(zip_source_begin_write(seen.sink), 0);
    assert_int_equal(zip_source_write(seen.sink, "abc", 3), 3);
    assert_int_equal(zip_source_seek_write(seen.sink, -4, SEEK_CUR), -1);
    assert_sink_says(ZIP_ER_INVAL);
    assert_int_equal(zip_source_tell_write(seen.sink), 3);
    assert_int_equal(zip_source_seek_write(seen.sink, -2, SEEK_CUR), 0);
    assert_int_equal(zip_source_write(seen.sink, "d", 1), 1);
    zip_source_rollback_write(seen.sink);
    zip_discard(zip);
    assert_true(sink_close(s));
    struct str bytes;
    assert_true(fs_read(&f->mem, path, path, 100, &bytes, &f->diags));
    assert_str(bytes, "adc");
    assert_int_equal(unlink(path) | rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_entry_refuses_what_it_does_not_offer),
        TEST(a_sink_is_not_read_and_has_nothing_before_its_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
