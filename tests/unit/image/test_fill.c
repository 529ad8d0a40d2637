/* Filling: a picture grows by exactly what was asked, and scrubbing gives the picture back. */
#include "samples.h"

#define PICTURE                                                                                    \
    "\"import sys;from PIL import Image;"                                                          \
    "Image.linear_gradient('L').resize((9, 7)).convert('RGB').save(sys.stdout.buffer, "

static void assert_fills(struct fixture *f, const char *command) {
    static const size_t rooms[] = {0,     1,     2,      100,    65533,  65534,  65535, 65536,
                                   65537, 65538, 131069, 131070, 131074, 196611, 500000};
    struct image_info info;
    struct str clean = scrubbed(f, sample(f, command), &info);
    struct buf filled = {0};
    for (size_t i = 0; i < ARRAY_LEN(rooms); i++) {
        size_t room = image_filling_least(info.kind) + rooms[i] / 2 * 2;
        size_t count = image_filling_bytes(info.kind, room);
        char *bytes = arena_alloc(&f->mem, count + 1, 1);
        memset(bytes, 0xFF, count); /* the worst: JPEG's markers begin with it */
        buf_reset(&filled);
        image_fill(clean, room, str_of(bytes, count), &filled);
        assert_int_equal(filled.len, clean.len + room);
        assert_true(str_eq(scrubbed(f, buf_str(&filled), &info), clean));
    }
    buf_finish(&filled);
}

static void a_picture_grows_and_is_given_back(void **state) {
    assert_fills(*state, PYTHON PICTURE "'PNG')\"");
    assert_fills(*state, PYTHON PICTURE "'JPEG', progressive=True)\"");
    assert_fills(*state, PYTHON PICTURE "'WEBP')\"");
    assert_fills(*state, PYTHON PICTURE "'WEBP', lossless=True)\"");
}

static void a_gif_has_no_place_for_it(void **state) {
    (void)state;
    assert_int_equal(image_filling_least(IMAGE_GIF), 0);
    assert_int_equal(image_filling_least(IMAGE_NONE), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_picture_grows_and_is_given_back),
        TEST(a_gif_has_no_place_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
