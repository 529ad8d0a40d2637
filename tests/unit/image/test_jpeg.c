/* JPEG: djpeg (libjpeg-turbo) says what a decoder shows, exiftool what is still in the file. */
#include "samples.h"

/* Decoded pixels are the same before and after. */
static struct str same_pixels(struct fixture *f, struct str bytes, struct image_info *info) {
    struct str out = scrubbed(f, bytes, info);
    static const char decode[] = "djpeg -pnm \"$in\" 2>/dev/null || [ $? = 2 ]"; /* 2: warned */
    assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
    return out;
}

static void every_way_of_coding_keeps_its_pixels(void **state) {
    struct fixture *f = *state;
    static const char *const commands[] = {
        PPM(37, 29) " | cjpeg",
        PPM(37, 29) " | cjpeg -progressive",
        PPM(37, 29) " | cjpeg -progressive -restart 2B",
        PPM(37, 29) " | cjpeg -restart 1B",
        PPM(37, 29) " | cjpeg -grayscale -optimize",
        PPM(37, 29) " | cjpeg -rgb",
        PPM(37, 29) " | cjpeg -sample 2x1,1x1,1x2",
        PPM(37, 29) " | cjpeg -sample 4x1 -progressive -quality 98",
        PPM(1, 1) " | cjpeg -progressive",
        "echo '0;1;2;' >/tmp/pamphlet-scans; " PPM(
            37, 29) " | cjpeg -scans /tmp/pamphlet-scans; rm /tmp/pamphlet-scans",
    };
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        struct image_info info;
        struct str bytes = sample(f, commands[i]);
        struct str out = same_pixels(f, bytes, &info);
        assert_removed(&info, "nothing");
        assert_true(str_ends(out, str_lit("\xFF\xD9")));
    }
}

static void cmyk_keeps_its_colours_through_the_adobe_segment(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PYTHON "\"import sys;from PIL import Image;"
                                        "Image.radial_gradient('L').resize((20,20)).convert('RGB')"
                                        ".convert('CMYK').save(sys.stdout.buffer,'JPEG')\"");
    static const char decode[] =
        PYTHON "\"import sys;from PIL import Image;"
               "sys.stdout.buffer.write(Image.open(sys.argv[1]).tobytes())\" \"$in\"";
    struct str out = scrubbed(f, bytes, &info);
    assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
    assert_int_not_equal(str_find(out, str_lit("\xFF\xEE\0\x0E"
                                               "Adobe\0\x64\0\0\0\0\x00")),
                         SIZE_MAX);
}

static struct str tagged(struct fixture *f) {
    return piped(f, sample(f, PPM(24, 16) " | cjpeg"),
                 "exiftool -q -o - -Make=M -Model=N -SerialNumber=5 -Orientation#=6 -GPSLatitude=1 "
                 "-GPSLongitude=2 -Artist=A -DateTimeOriginal='2020:01:01 01:01:01' -Comment=c "
                 "-XMP:Creator=B -IPTC:City=C -UserComment=u \"-ThumbnailImage<=$in\" \"$in\"");
}

static void metadata_goes_and_is_named(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str out = same_pixels(f, tagged(f), &info);
    assert_removed(&info,
                   "camera, serial number, place, time, author, thumbnail, comment, other data");
    assert_int_equal(info.width, 16); /* turned */
    assert_int_equal(info.height, 24);
    struct str left = piped(f, out,
                            "exiftool -a -G1 -u -ee -s \"$in\" | grep -v -e ^.File -e ^.System "
                            "-e ^.ExifTool -e ^.Composite | sed 's/ *: /: /'");
    assert_str(left, "[JFIF]          JFIFVersion: 1.01\n"
                     "[JFIF]          ResolutionUnit: None\n"
                     "[JFIF]          XResolution: 1\n"
                     "[JFIF]          YResolution: 1\n"
                     "[IFD0]          Orientation: Rotate 90 CW\n");
}

static void orientation_takes_32_bytes_of_our_own_layout(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str out = scrubbed(f, tagged(f), &info);
    struct str want = str_lit("\xFF\xE1\0\x22"
                              "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
    assert_int_equal(want.len, 4 + 32);
    assert_int_equal(str_find(out, want), 2 + 18);
}

static void an_orientation_of_1_leaves_no_exif(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes =
        piped(f, sample(f, PPM(24, 16) " | cjpeg"), "exiftool -q -o - -Orientation#=1 \"$in\"");
    assert_int_equal(str_find(scrubbed(f, bytes, &info), str_lit("Exif")), SIZE_MAX);
    assert_int_equal(info.width, 24);
}

/* A picture of 32 rows whose header says 16. */
static struct str with_hidden_rows(struct fixture *f, const char *command) {
    struct str bytes = sample(f, command);
    char *p = arena_cstr(&f->mem, bytes);
    size_t frame = str_find(bytes, str_lit("\xFF\xC0\0\x11"));
    assert_int_not_equal(frame, SIZE_MAX);
    assert_int_equal((unsigned char)p[frame + 6], 32);
    p[frame + 6] = 16;
    return str_of(p, bytes.len);
}

static void rows_hidden_by_a_smaller_height_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = with_hidden_rows(f, PPM(16, 32) " | cjpeg");
    struct str out = same_pixels(f, bytes, &info);
    assert_removed(&info, "data behind the picture");
    assert_true(out.len + 20 < bytes.len);
}

static void bytes_in_front_of_the_end_marker_and_behind_it_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str body = str_slice(bytes, 0, bytes.len - 2), end = str_lit("\xFF\xD9");
    struct str clean = scrubbed(f, bytes, &info);
    assert_true(str_eq(clean, scrubbed(f, JOIN(f, bytes, str_lit("PK\3\4zip")), &info)));
    assert_removed(&info, "data behind the picture");
    assert_true(str_eq(clean, scrubbed(f, JOIN(f, body, str_lit("hi\xFF\0"), end), &info)));
    assert_removed(&info, "data behind the picture");
    assert_true(str_eq(clean, scrubbed(f, JOIN(f, body, str_lit("\xFF\xFF"), end), &info)));
    assert_removed(&info, "nothing");
}

/* `segment` between the start and the rest. */
static struct str started_with(struct fixture *f, struct str bytes, struct str segment) {
    return JOIN(f, str_slice(bytes, 0, 2), segment, str_from_offset(bytes, 2));
}

static void markers_that_no_picture_has_are_refused(void **state) {
    struct fixture *f = *state;
    static const unsigned char codes[] = {0x01, 0x02, 0xBF, 0xC8, 0xCC, 0xD8,
                                          0xDC, 0xDE, 0xDF, 0xF0, 0xFD};
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        const char segment[] = {(char)0xFF, (char)codes[i], 0, 4, 0, 0};
        assert_refused(f, started_with(f, bytes, str_of(segment, sizeof(segment))), "image/broken");
        assert_non_null(strstr(f->diags.items[0].message, "has a marker ("));
    }
    /* A scan before the frame says what it is about. */
    assert_refused(f, started_with(f, bytes, str_lit("\xFF\xDA\0\x08\1\1\0\0\x3F\0")),
                   "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "comes before the frame"));
}

static void segments_that_end_nowhere_are_refused(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg"), start = str_slice(bytes, 0, 2);
    assert_refused(f, started_with(f, bytes, str_lit("\xFF\xFE\0\0")), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "without a length"));
    assert_refused(f, started_with(f, bytes, str_lit("\xFF\xFE\0\1")), "image/broken");
    assert_refused(f, started_with(f, bytes, str_lit("\xFF\xFE\0\2x")), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "no segment where one must be"));
    static const struct {
        const char *text;
        size_t len;
    } cut[] = {{"\xFF", 1},
               {"\xFF\xFE", 2},
               {"\xFF\xFE\0", 3},
               {"\xFF\xFE\0\3", 4},
               {"\xFF\xFE\0\x10secret", 10}};
    for (size_t i = 0; i < ARRAY_LEN(cut); i++)
        assert_refused(f, JOIN(f, start, str_of(cut[i].text, cut[i].len)), "image/truncated");
}

/* What each of these is about is said by nothing else in the file. */
static void what_one_segment_held_is_named(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *segment;
        size_t len;
        const char *removed;
    } cases[] = {
        {"\xFF\xFE\0\6note", 8, "comment"},
        {"\xFF\xE2\0\x10ICC_PROFILE\0xx", 18, "colour profile"},
        {"\xFF\xE0\0\x08JFXX\0\x10", 10, "thumbnail"},
        {"\xFF\xE0\0\x13JFIF\0\1\1\0\0\1\0\1\1\1rgb", 21, "thumbnail"},
        {"\xFF\xE0\0\x0FJFIF\0\1\1\0\0\1\0\1", 17, "other data"}, /* a byte too short */
        {"\xFF\xEE\0\x0D"
         "Adobe\0\x64\0\0\0\0",
         15, "other data"}, /* the same */
        {"\xFF\xE5\0\6note", 8, "other data"},
        {"\xFF\xD3", 2, "data behind the picture"}, /* restarts nothing */
    };
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str clean = scrubbed(f, bytes, &info);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str more = started_with(f, bytes, str_of(cases[i].segment, cases[i].len));
        assert_true(str_eq(scrubbed(f, more, &info), clean));
        assert_removed(&info, cases[i].removed);
    }
}

/* A decoder has begun by then: what it heeded before is what counts. */
static void what_comes_behind_the_first_scan_changes_nothing(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str clean = scrubbed(f, bytes, &info);
    const struct str segments[] = {str_lit("\xFF\xE0\0\x10JFIF\0\1\1\1\0\7\0\7\0\0"),
                                   str_lit("\xFF\xEE\0\x0E"
                                           "Adobe\0\x64\0\0\0\0\2")};
    for (size_t i = 0; i < ARRAY_LEN(segments); i++) {
        struct str late =
            JOIN(f, str_slice(bytes, 0, bytes.len - 2), segments[i], str_lit("\xFF\xD9"));
        assert_true(str_eq(scrubbed(f, late, &info), clean));
        assert_removed(&info, "other data");
    }
}

/* It says which colours the numbers are. */
static void the_adobe_segment_keeps_its_transform(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str adobe = str_lit("\xFF\xEE\0\x0E"
                               "Adobe\0\x64\x12\x34\x56\x78\1"),
               ours = str_lit("\xFF\xEE\0\x0E"
                              "Adobe\0\x64\0\0\0\0\1");
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str out = same_pixels(f, started_with(f, bytes, adobe), &info);
    assert_int_not_equal(str_find(out, ours), SIZE_MAX);
}

static void densities_that_are_none_become_one(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str clean = scrubbed(f, bytes, &info);
    static const char wrong[][6] = {"\3\0\7\0\7", "\1\0\0\0\7", "\1\0\7\0\0"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        char *copy = arena_cstr(&f->mem, bytes);
        memcpy(copy + 13, wrong[i], 5);
        assert_true(str_eq(scrubbed(f, str_of(copy, bytes.len), &info), clean));
    }
    char *fine = arena_cstr(&f->mem, bytes);
    memcpy(fine + 13, "\2\0\7\0\x08", 5);
    assert_memory_equal(scrubbed(f, str_of(fine, bytes.len), &info).p + 13, fine + 13, 5);
}

/* The first one is what viewers take. */
static void of_two_orientations_the_first_counts(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str six = str_lit("\xFF\xE1\0\x22"
                             "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6"
                             "\0\0\0\0\0\0"),
               three = str_lit("\xFF\xE1\0\x22"
                               "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\3"
                               "\0\0\0\0\0\0");
    struct str want = scrubbed(f, started_with(f, bytes, six), &info);
    assert_int_equal(info.width, 16);
    assert_true(str_eq(scrubbed(f, started_with(f, bytes, JOIN(f, six, three)), &info), want));
    assert_int_equal(info.width, 16);
}

static void tables_that_nothing_uses_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    struct str clean = scrubbed(f, bytes, &info);
    static const char secret[] =
        "\3a message of sixty-four letters that is in a table nothing ever us";
    struct str extra = JOIN(f, str_lit("\xFF\xDB\0\x43"), str_of(secret, 65));
    struct str more = JOIN(f, str_slice(bytes, 0, 2), extra, str_from_offset(bytes, 2));
    assert_true(str_eq(scrubbed(f, more, &info), clean));
}

static void broken_files_are_refused(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg");
    char *p = arena_cstr(&f->mem, bytes);
    size_t frame = str_find(bytes, str_lit("\xFF\xC0\0\x11"));
    assert_refused(f, str_slice(bytes, 0, bytes.len - 2), "image/truncated");
    assert_refused(f, str_slice(bytes, 0, bytes.len - 30), "image/truncated");
    p[frame + 5] = 4; /* height 1040: more than there is data for */
    assert_refused(f, str_of(p, bytes.len), "image/broken");
    p[frame + 5] = 0x7F;
    assert_refused(f, str_of(p, bytes.len), "image/too-large");
    p[frame + 5] = p[frame + 6] = 0;
    assert_refused(f, str_of(p, bytes.len), "image/broken");
    p[frame + 6] = 16;
    p[frame + 4] = 12;
    assert_refused(f, str_of(p, bytes.len), "image/unsupported");
    assert_refused(f, sample(f, PPM(24, 16) " | cjpeg -arithmetic"), "image/unsupported");
    assert_refused(f, str_lit("\xFF\xD8\xFF\xD9"), "image/broken");
}

static void assert_broken(struct fixture *f, struct str bytes, const char *words) {
    assert_refused(f, bytes, "image/broken");
    if (strstr(f->diags.items[0].message, words) == NULL)
        fail_msg("'%s' is not said in: %s", words, f->diags.items[0].message);
}

static void what_is_broken_is_named(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg"), start = str_slice(bytes, 0, 2);
    struct str rest = str_from_offset(bytes, 2), end = str_lit("\xFF\xD9");
    size_t at = str_find(bytes, str_lit("\xFF\xC0\0\x11")), scan_at = str_rfind_char(bytes, '\xDA');
    struct str frame = str_slice(bytes, at, at + 19),
               scan = str_slice(bytes, scan_at - 1, bytes.len - 2);
    struct str two_colours = str_lit("\xFF\xC0\0\x0E\x08\0\x10\0\x18\2\1\x11\0\2\x11\0");
    assert_broken(f, JOIN(f, start, str_lit("\xFF\xDB\0\2"), rest), "has the wrong length");
    assert_broken(f, JOIN(f, start, str_lit("\xFF\xC4\0\2"), rest), "has the wrong length");
    assert_broken(f, JOIN(f, start, frame, rest), "is there twice");
    assert_broken(f, JOIN(f, start, two_colours, rest), "a number of colours that nothing shows");
    assert_broken(f, JOIN(f, str_slice(bytes, 0, bytes.len - 2), scan, end),
                  "repeats a part of the picture");
    char *p = arena_cstr(&f->mem, bytes);
    p[at + 14] = p[at + 17] = 0x42; /* with the first colour's blocks more than ten */
    assert_broken(f, str_of(p, bytes.len), "has too many blocks in a unit");
}

static void progressive_scans_must_come_in_order(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, PPM(24, 16) " | cjpeg -grayscale -progressive");
    size_t second = str_find(bytes, str_lit("\xFF\xDA\0\x08\1\1"));
    assert_int_not_equal(second, SIZE_MAX);
    size_t next = str_find(str_from_offset(bytes, second + 2), str_lit("\xFF\xDA\0\x08\1\1"));
    assert_int_not_equal(next, SIZE_MAX);
    next += second + 2;
    size_t end = str_find(str_from_offset(bytes, next + 10), str_lit("\xFF\xC4"));
    assert_int_not_equal(end, SIZE_MAX);
    end += next + 10;
    struct str scan = str_slice(bytes, next, end);
    struct str twice = JOIN(f, str_slice(bytes, 0, end), scan, str_from_offset(bytes, end));
    assert_refused(f, twice, "image/broken");
}

/* A picture in one colour whose scans behind the first are `from` to `to`: of one coefficient each,
 * which comes in five steps. */
static struct str in_scans(struct fixture *f, unsigned from, unsigned to) {
    enum { STEPS = 5 };
    struct buf script = {0};
    buf_puts(&script, "0:0-0,0,0;");
    for (unsigned i = from; i < to; i++) {
        unsigned k = 1 + i / STEPS, low = STEPS - 1 - i % STEPS;
        buf_printf(&script, "0:%u-%u,%u,%u;", k, k, low == STEPS - 1 ? 0 : low + 1, low);
    }
    struct str bytes = piped(f, buf_str(&script), PPM(16, 8) " | cjpeg -grayscale -scans \"$in\"");
    buf_finish(&script);
    return bytes;
}

/* In so many scans. cjpeg makes no more than 100, so they come from several files. */
static struct str in_many_scans(struct fixture *f, unsigned scans) {
    enum { AT_ONCE = 95 };
    struct buf all = {0};
    for (unsigned from = 0; from + 1 < scans; from += AT_ONCE) {
        unsigned to = from + AT_ONCE < scans ? from + AT_ONCE : scans - 1;
        struct str bytes = in_scans(f, from, to);
        size_t first = str_find(bytes, str_lit("\xFF\xDA"));
        size_t behind = first + str_find(str_from_offset(bytes, first), str_lit("\xFF\xC4"));
        buf_put(&all, str_slice(bytes, from == 0 ? 0 : behind, bytes.len - 2));
    }
    buf_put(&all, str_lit("\xFF\xD9"));
    struct str copy = arena_str(&f->mem, buf_str(&all));
    buf_finish(&all);
    return copy;
}

static void a_picture_has_256_scans_at_most(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    (void)same_pixels(f, in_many_scans(f, 256), &info);
    assert_broken(f, in_many_scans(f, 257), "is one too many");
}

static void any_bytes_are_survived(void **state) {
    struct fixture *f = *state;
    static const char *const commands[] = {
        PPM(9, 9) " | cjpeg -quality 20 -grayscale -optimize",
        PPM(18, 9) " | cjpeg -quality 20 -progressive -restart 1B",
    };
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        struct str bytes = sample(f, commands[i]);
        assert_every_truncation_survives(f, bytes);
        assert_every_bit_flip_survives(f, bytes);
    }
    struct str bytes = tagged(f);
    assert_every_bit_flip_survives(f, str_slice(bytes, 0, 700));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_way_of_coding_keeps_its_pixels),
        TEST(cmyk_keeps_its_colours_through_the_adobe_segment),
        TEST(metadata_goes_and_is_named),
        TEST(orientation_takes_32_bytes_of_our_own_layout),
        TEST(an_orientation_of_1_leaves_no_exif),
        TEST(rows_hidden_by_a_smaller_height_go),
        TEST(bytes_in_front_of_the_end_marker_and_behind_it_go),
        TEST(markers_that_no_picture_has_are_refused),
        TEST(segments_that_end_nowhere_are_refused),
        TEST(what_one_segment_held_is_named),
        TEST(what_comes_behind_the_first_scan_changes_nothing),
        TEST(the_adobe_segment_keeps_its_transform),
        TEST(densities_that_are_none_become_one),
        TEST(of_two_orientations_the_first_counts),
        TEST(tables_that_nothing_uses_go),
        TEST(broken_files_are_refused),
        TEST(what_is_broken_is_named),
        TEST(progressive_scans_must_come_in_order),
        TEST(a_picture_has_256_scans_at_most),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
