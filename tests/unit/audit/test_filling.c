/* Pictures that were filled up to a size class: the filling is the one that the picture itself
 * makes, so nothing can be hidden in it. */
#include "audit/files.h"

#include "fixture.h"
#include "image/image.h"

static struct str clean_icon(struct fixture *f) {
    static const char path[] = "themes/plain/assets/icon.png";
    struct image_info info;
    struct str bytes;
    assert_true(fs_read(&f->mem, path, path, 1 << 16, &bytes, &f->diags));
    buf_reset(&f->out);
    assert_true(image_clean(bytes, &f->out, &info));
    return arena_str(&f->mem, buf_str(&f->out));
}

static struct str filled(struct fixture *f, struct str clean) {
    buf_reset(&f->out);
    audit_fill_picture(clean, &f->out);
    return arena_str(&f->mem, buf_str(&f->out));
}

static void a_picture_is_clean_or_filled_by_itself(void **state) {
    struct fixture *f = *state;
    struct str clean = clean_icon(f), full = filled(f, clean);
    assert_int_equal(full.len, 8192);
    assert_true(files_is_picture(clean));
    assert_true(files_is_picture(full));
}

static void every_other_filling_is_refused(void **state) {
    struct fixture *f = *state;
    struct str clean = clean_icon(f), full = filled(f, clean);
    char *copy = arena_cstr(&f->mem, full);
    for (size_t i = 0; i < full.len; i++) {
        copy[i] = (char)(copy[i] ^ 1 << i % 8);
        assert_false(files_is_picture(str_of(copy, full.len)));
        copy[i] = full.p[i];
    }
    assert_true(files_is_picture(str_of(copy, full.len)));
}

/* Bytes behind the picture's end, up to the class and to no class at all. */
static void other_bytes_up_to_a_class_are_refused(void **state) {
    struct fixture *f = *state;
    struct str clean = clean_icon(f);
    char *more = arena_zalloc(&f->mem, 20000, 1, 1);
    memcpy(more, clean.p, clean.len);
    assert_false(files_is_picture(str_of(more, 8192)));
    assert_false(files_is_picture(str_of(more, 16384)));
    assert_false(files_is_picture(str_of(more, 9000)));
    assert_false(files_is_picture(str_of(more, clean.len + 1)));
}

static void classes_are_powers_of_two_from_8_kib(void **state) {
    (void)state;
    assert_int_equal(audit_size_class(0, 0), 8192);
    assert_int_equal(audit_size_class(8192, 0), 8192);
    assert_int_equal(audit_size_class(8192, 20), 8192); /* there is nothing to fill */
    assert_int_equal(audit_size_class(8193, 0), 16384);
    assert_int_equal(audit_size_class(8172, 20), 8192);
    assert_int_equal(audit_size_class(8173, 20), 16384); /* no room for the least filling */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_picture_is_clean_or_filled_by_itself),
        TEST(every_other_filling_is_refused),
        TEST(other_bytes_up_to_a_class_are_refused),
        TEST(classes_are_powers_of_two_from_8_kib),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
