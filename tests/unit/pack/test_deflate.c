/* Where deflate streams end, and the bits that they leave unused. */
#include "fixture.h"

#include <libdeflate.h>

#include "pack/deflate.h"

static void streams_of_every_level_and_kind_of_data_are_tight(void **state) {
    struct fixture *f = *state;
    enum { SIZE = 100000 };
    char *bytes = arena_alloc(&f->mem, SIZE, 1), *packed = arena_alloc(&f->mem, SIZE * 2, 1);
    uint32_t seed = 1;
    for (unsigned kinds = 1; kinds <= 256; kinds *= 4)
        for (int level = 0; level <= 12; level++) {
            struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
            for (size_t size = 1; size <= SIZE; size = size * 7 + 1) {
                for (size_t i = 0; i < size; i++)
                    bytes[i] = (char)((seed = seed * 1103515245 + 12345) >> 16 & (kinds - 1));
                size_t n = libdeflate_deflate_compress(c, bytes, size, packed, SIZE * 2);
                assert_true(n > 0);
                assert_true(deflate_is_tight(str_of(packed, n)));
                assert_false(deflate_is_tight(str_of(packed, n - 1)));
                packed[n] = 0;
                assert_false(deflate_is_tight(str_of(packed, n + 1)));
            }
            libdeflate_free_compressor(c);
        }
}

static void unused_bits_that_are_set_are_found(void **state) {
    (void)state;
    /* an empty fixed block: three bits of header, seven of end: six are unused */
    assert_true(deflate_is_tight(str_lit("\x03\x00")));
    for (unsigned bit = 2; bit < 8; bit++) {
        char set[] = {3, (char)(1 << bit)};
        assert_false(deflate_is_tight(str_of(set, 2)));
    }
    /* a stored block: five bits before its length */
    assert_true(deflate_is_tight(str_lit("\x01\x01\x00\xfe\xff"
                                         "a")));
    assert_false(deflate_is_tight(str_lit("\x81\x01\x00\xfe\xff"
                                          "a")));
    assert_false(deflate_is_tight(str_lit("\x01\x01\x00\xfe\xfe"
                                          "a")));
}

/* It only sees streams that libdeflate accepted, but must survive all. */
static void any_bytes_end(void **state) {
    struct fixture *f = *state;
    uint32_t seed = 7;
    for (unsigned round = 0; round < 20000; round++) {
        size_t size = round % 200;
        char *bytes = malloc(size + 1);
        assert_non_null(bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)((seed = seed * 1103515245 + 12345) >> 16);
        bool tight = deflate_is_tight(str_of(bytes, size));
        (void)tight;
        free(bytes);
    }
    assert_no_diags(&f->diags);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(streams_of_every_level_and_kind_of_data_are_tight),
        TEST(unused_bits_that_are_set_are_found),
        TEST(any_bytes_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
