/* GIF: the structure by bytes made here, real files and their pixels by Pillow. */
#include "samples.h"

static const char decode[] = PYTHON
    "\"import sys;from PIL import Image;im=Image.open(sys.argv[1]);o=sys.stdout.buffer\n"
    "for i in range(im.n_frames):\n"
    " im.seek(i);o.write(im.convert('RGBA').tobytes());o.write(bytes([im.info.get('duration',"
    "0)//10%256, im.disposal_method, im.info.get('loop',7)]))\" \"$in\"";

/* 2 by 2 pixels of four colours: clear, 0, 1, 2, 3, end in 3 bits each (the table has 4 + 2 codes,
 * so the width grows to 4 after two more): 100 000 001 010 0011 0101, least bit first. */
#define HEAD    str_lit("GIF89a\2\0\2\0\x81\0\0RGBrgbRGBrgb")
#define PICTURE str_lit(",\0\0\0\0\2\0\2\0\0\2\3\x44\x34\x05\0")
#define END     str_lit(";")

static struct str good(struct fixture *f) {
    return JOIN(f, HEAD, PICTURE, END);
}

static void a_file_of_kept_blocks_stays_as_it_is(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = good(f);
    assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
    assert_removed(&info, "nothing");
    assert_int_equal(info.width, 2);
    assert_false(info.animated);
    static const char pixels[] =
        PYTHON "\"import sys;from PIL import Image;"
               "print(list(Image.open(sys.argv[1]).getdata()),end='')\" \"$in\"";
    assert_str(piped(f, bytes, pixels), "[0, 1, 2, 3]");
}

static void real_files_keep_frames_times_and_loop(void **state) {
    struct fixture *f = *state;
    static const char *const options[] = {"", ",interlace=1", ",optimize=True",
                                          ",duration=70,loop=5,comment='hi'"};
    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        struct image_info info;
        struct str bytes = sample(
            f,
            arena_printf(&f->mem,
                         PYTHON "\"import sys;from PIL import Image;g=Image.linear_gradient('L')."
                                "resize((70,90));g.save(sys.stdout.buffer,'GIF',save_all=True,"
                                "append_images=[g.rotate(90),g.rotate(180)]%s)\"",
                         options[i])
                .p);
        struct str out = scrubbed(f, bytes, &info);
        assert_true(info.animated);
        assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
        assert_removed(&info, i == 3 ? "comment" : "nothing");
    }
}

static void comments_text_applications_and_what_follows_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = JOIN(f, HEAD, str_lit("!\xFE\5hello\0"), str_lit("!\xF9\4\1\0\0\1\0"),
                            str_lit("!\1\x0C"
                                    "123456789012"
                                    "\2hi\0"),
                            str_lit("!\xFF\x0BXMP DataXMP\x16<x exif:GPSLatitude/>x\0"),
                            str_lit("!\xFF\x0BICCRGBG1012\1x\0"), str_lit("!\x42\1x\0"), PICTURE,
                            str_lit("!\xF9\4\1\0\0\1\0"), END, str_lit("PK\3\4"));
    assert_true(str_eq(scrubbed(f, bytes, &info), good(f)));
    assert_removed(&info, "place, comment, text, colour profile, data behind the picture, other "
                          "data");
}

static void the_loop_count_and_control_stay_without_their_spare_bits(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str loop = str_lit("!\xFF\x0BNETSCAPE2.0\3\1\5\0\0");
    struct str old = str_lit("!\xFF\x0B"
                             "ANIMEXTS1.0\3\1\5\0\0");
    struct str control = str_lit("!\xF9\4\5\x0A\0\3\0"), spare = str_lit("!\xF9\4\xE5\x0A\0\3\0");
    struct str want = JOIN(f, HEAD, loop, control, PICTURE, END);
    assert_true(str_eq(scrubbed(f, want, &info), want));
    assert_true(str_eq(scrubbed(f, JOIN(f, HEAD, old, spare, PICTURE, END), &info), want));
    assert_true(str_eq(scrubbed(f, JOIN(f, HEAD, loop, loop, control, PICTURE, END), &info), want));
    struct str older = JOIN(f, str_lit("GIF87a"), str_from_offset(want, 6));
    assert_true(str_eq(scrubbed(f, older, &info), want));
}

static void codes_behind_the_last_pixel_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str start = str_lit(",\0\0\0\0\2\0\2\0\0\2");
    const struct str files[] = {
        JOIN(f, HEAD, start, str_lit("\3\x44\x34\x05\7secrets\0"), END),
        JOIN(f, HEAD, start, str_lit("\x0A\x44\x34\xF5secrets\0"), END),
        JOIN(f, HEAD, start, str_lit("\1\x44\1\x34\7\x54secret\0"), END),
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        assert_true(str_eq(scrubbed(f, files[i], &info), good(f)));
        assert_removed(&info, "data behind the picture");
    }
    /* no end code: it is put there */
    struct str open = JOIN(f, HEAD, start, str_lit("\2\x44\x34\0"), END);
    assert_true(str_eq(scrubbed(f, open, &info), good(f)));
    assert_removed(&info, "nothing");
}

static void pixels_must_be_exactly_the_picture(void **state) {
    struct fixture *f = *state;
    struct str start = str_lit(",\0\0\0\0\2\0\2\0\0\2");
    assert_refused(f, JOIN(f, HEAD, start, str_lit("\1\x44\0"), END), "image/truncated");
    /* clear, 0, end */
    assert_refused(f, JOIN(f, HEAD, start, str_lit("\2\x44\1\0"), END), "image/truncated");
    /* clear, 7: a code that is not there yet */
    assert_refused(f, JOIN(f, HEAD, start, str_lit("\2\x3C\0\0"), END), "image/broken");
    /* clear, 0, 6 (two), 7 (three): past the end */
    assert_refused(f, JOIN(f, HEAD, start, str_lit("\2\x84\x0F\0"), END), "image/broken");
    assert_refused(f, JOIN(f, HEAD, str_lit(",\0\0\0\0\2\0\2\0\0\1\3\x44\x34\x05\0"), END),
                   "image/broken");
    assert_refused(f, JOIN(f, HEAD, str_lit(",\0\0\0\0\2\0\2\0\0\x09\3\x44\x34\x05\0"), END),
                   "image/broken");
}

static void frames_off_the_screen_and_unknown_blocks_are_refused(void **state) {
    struct fixture *f = *state;
    assert_refused(f, JOIN(f, HEAD, str_lit(",\1\0\0\0\2\0\2\0\0\2\3\x44\x34\x05\0"), END),
                   "image/broken");
    assert_refused(f, JOIN(f, HEAD, str_lit("\0"), PICTURE, END), "image/broken");
    assert_refused(f, JOIN(f, HEAD, END), "image/broken");
    assert_refused(f, JOIN(f, HEAD, PICTURE), "image/truncated");
    assert_refused(f, JOIN(f, HEAD, str_lit("!\xF9\5\1\0\0\1\0"), PICTURE, END), "image/broken");
    assert_refused(f, str_lit("GIF89a\xFF\xFF\xFF\xFF\0\0\0;"), "image/too-large");
}

static void any_bytes_are_survived(void **state) {
    struct fixture *f = *state;
    struct str bytes = JOIN(f, HEAD, str_lit("!\xFF\x0BNETSCAPE2.0\3\1\5\0\0"),
                            str_lit("!\xFE\5hello\0"), str_lit("!\xF9\4\1\0\0\1\0"), PICTURE, END);
    assert_every_truncation_survives(f, bytes);
    assert_every_bit_flip_survives(f, bytes);
    bytes = sample(f, PYTHON "\"import sys;from PIL import Image;"
                             "Image.linear_gradient('L').resize((12,40)).quantize(16)"
                             ".save(sys.stdout.buffer,'GIF')\"");
    assert_every_truncation_survives(f, bytes);
    assert_every_bit_flip_survives(f, bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_kept_blocks_stays_as_it_is),
        TEST(real_files_keep_frames_times_and_loop),
        TEST(comments_text_applications_and_what_follows_go),
        TEST(the_loop_count_and_control_stay_without_their_spare_bits),
        TEST(codes_behind_the_last_pixel_go),
        TEST(pixels_must_be_exactly_the_picture),
        TEST(frames_off_the_screen_and_unknown_blocks_are_refused),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
