/* Which files are pictures, which are refused and with what advice, and the words for the editor.
 */
#include "samples.h"

static void kinds_are_known_by_their_first_bytes(void **state) {
    (void)state;
    assert_int_equal(image_kind_of(str_lit("\xFF\xD8\xFF\xE0")), IMAGE_JPEG);
    assert_int_equal(image_kind_of(str_lit("\x89PNG\r\n\x1A\n")), IMAGE_PNG);
    assert_int_equal(image_kind_of(str_lit("GIF87a")), IMAGE_GIF);
    assert_int_equal(image_kind_of(str_lit("GIF88a")), IMAGE_NONE);
    assert_int_equal(image_kind_of(str_lit("RIFF\4\0\0\0WEBP")), IMAGE_WEBP);
    assert_int_equal(image_kind_of(str_lit("RIFF\4\0\0\0WAVE")), IMAGE_NONE);
    assert_int_equal(image_kind_of(str_lit("")), IMAGE_NONE);
}

static void names_claim_kinds_by_extension_in_any_case(void **state) {
    (void)state;
    assert_int_equal(image_kind_of_path(str_lit("a/b.JPEG")), IMAGE_JPEG);
    assert_int_equal(image_kind_of_path(str_lit("b.jpg")), IMAGE_JPEG);
    assert_int_equal(image_kind_of_path(str_lit("b.webp")), IMAGE_WEBP);
    assert_int_equal(image_kind_of_path(str_lit("b.gif.txt")), IMAGE_NONE);
    assert_int_equal(image_kind_of_path(str_lit("png")), IMAGE_NONE);
    assert_int_equal(image_kind_of_path(str_lit("b.")), IMAGE_NONE);
    assert_string_equal(image_kind_extension(IMAGE_JPEG), "jpg");
    assert_string_equal(image_kind_name(IMAGE_WEBP), "WebP");
}

static void other_kinds_are_refused_with_the_way_to_convert(void **state) {
    struct fixture *f = *state;
    const struct {
        struct str bytes;
        const char *name, *advice;
    } cases[] = {
        {str_lit("<?xml version=\"1.0\"?>\n<!-- x -->\n<svg xmlns=\"x\">"), "SVG", "rsvg-convert"},
        {str_lit("\xEF\xBB\xBF  <svg>"), "SVG", "rsvg-convert"},
        {str_lit("<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"x\">\n<!-- and so on"), "SVG",
         "rsvg-convert"},
        {str_lit("\0\0\0\x18"
                 "ftypheic\0\0\0\0mif1heic"),
         "HEIC", "heif-convert"},
        {str_lit("\0\0\0\x18"
                 "ftypmif1\0\0\0\0mif1heic"),
         "HEIF", "heif-convert"},
        {str_lit("\0\0\0\x18"
                 "ftypmif1\0\0\0\0mif1avif"),
         "AVIF", "avifdec"},
        {str_lit("\0\0\0\x18"
                 "ftypavif\0\0\0\0avifmif1"),
         "AVIF", "avifdec"},
        {str_lit("II*\0\x08\0\0\0"), "TIFF", "JPEG or PNG"},
        {str_lit("MM\0*\0\0\0\x08"), "TIFF", "JPEG or PNG"},
        {str_lit("BM\x36\0\0\0"), "BMP", "PNG"},
        {str_lit("%PDF-1.7"), "PDF", "pdftoppm"},
        {str_lit("\xFF\x0A\xFA"), "JPEG XL", "djxl"},
        {str_lit("8BPS\0\1"), "PSD", "PNG or JPEG"},
        {str_lit("hello"), "no picture", "JPEG, PNG, GIF or WebP"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_refused(f, cases[i].bytes, "image/kind");
        assert_non_null(strstr(f->diags.items[0].message, cases[i].name));
        assert_non_null(strstr(f->diags.items[0].message, cases[i].advice));
    }
    assert_refused(f, str_lit(""), "image/truncated");
}

static void words_name_everything_that_was_removed(void **state) {
    struct fixture *f = *state;
    struct image_removed r = {.camera = true, .serial = true, .place = true};
    image_removed_words(&r, &f->out);
    assert_str(buf_str(&f->out), "camera, serial number, place");
    buf_reset(&f->out);
    image_removed_words(&(struct image_removed){0}, &f->out);
    assert_str(buf_str(&f->out), "nothing");
}

static void a_file_past_64_mib_is_not_read(void **state) {
    struct fixture *f = *state;
    size_t bytes = ((size_t)64 << 20) + 1;
    char *text = arena_zalloc(&f->mem, bytes, 1, 1);
    memcpy(text, "GIF89a", 6);
    assert_refused(f, str_of(text, bytes), "image/too-large");
    assert_non_null(strstr(f->diags.items[0].message, "more than 64 MiB"));
    assert_refused(f, str_of(text, bytes - 1), "image/broken");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(kinds_are_known_by_their_first_bytes),
        TEST(names_claim_kinds_by_extension_in_any_case),
        TEST(other_kinds_are_refused_with_the_way_to_convert),
        TEST(a_file_past_64_mib_is_not_read),
        TEST(words_name_everything_that_was_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
