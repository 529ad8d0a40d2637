/* PNG and APNG: the structure by chunks made here, real files and their pixels by Pillow. */
#include "samples.h"

#include <libdeflate.h>
#include <zlib.h>

static const char decode[] =
    PYTHON "\"import sys;from PIL import Image;im=Image.open(sys.argv[1]);o=sys.stdout.buffer\n"
           "for i in range(getattr(im,'n_frames',1)):\n"
           " im.seek(i);o.write(im.convert('RGBA').tobytes())\" \"$in\"";

/* --- making PNGs */

#define SIGNATURE str_lit("\x89PNG\r\n\x1A\n")
#define IEND      chunk(f, "IEND", str_lit(""))

static void put_number(struct buf *b, uint32_t v) {
    for (unsigned shift = 32; shift > 0; shift -= 8)
        buf_putc(b, (char)(unsigned char)(v >> (shift - 8) & 0xFF));
}

static struct str chunk(struct fixture *f, const char *type, struct str data) {
    struct buf b = {0};
    put_number(&b, (uint32_t)data.len);
    buf_puts(&b, type);
    buf_put(&b, data);
    put_number(&b, libdeflate_crc32(0, b.p + 4, b.len - 4));
    struct str copy = arena_str(&f->mem, buf_str(&b));
    buf_finish(&b);
    return copy;
}

static struct str header(struct fixture *f, uint32_t width, uint32_t height, const char *rest) {
    struct buf b = {0};
    put_number(&b, width);
    put_number(&b, height);
    buf_put(&b, str_of(rest, 5));
    struct str made = chunk(f, "IHDR", buf_str(&b));
    buf_finish(&b);
    return made;
}

/* A zlib stream of `size` zeros. */
static struct str zeros(struct fixture *f, size_t size) {
    uLongf len = compressBound((uLong)size);
    Bytef *raw = arena_zalloc(&f->mem, 1, size + 1, 1), *out = arena_alloc(&f->mem, len, 1);
    assert_int_equal(compress(out, &len, raw, (uLong)size), Z_OK);
    return str_of((const char *)out, len);
}

/* 3 by 2 grey pixels of 8 bits: two rows of a filter byte and three pixels. */
static struct str grey(struct fixture *f) {
    return header(f, 3, 2, "\x08\0\0\0\0");
}
static struct str grey_data(struct fixture *f) {
    return chunk(f, "IDAT", zeros(f, 8));
}
static struct str good(struct fixture *f) {
    return JOIN(f, SIGNATURE, grey(f), grey_data(f), IEND);
}

/* `extra` between header and data. */
static struct str with(struct fixture *f, const char *head, const char *type, struct str data,
                       size_t rows_bytes) {
    return JOIN(f, SIGNATURE, header(f, 3, 2, head), chunk(f, type, data),
                chunk(f, "IDAT", zeros(f, rows_bytes)), IEND);
}

/* --- tests */

static void a_file_of_kept_chunks_stays_as_it_is(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes = good(f);
    assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
    assert_removed(&info, "nothing");
    assert_int_equal(info.width, 3);
    assert_int_equal(info.height, 2);
    assert_false(info.animated);
}

static void real_files_keep_their_pixels(void **state) {
    struct fixture *f = *state;
    static const char *const modes[] = {"'1'", "'L'", "'LA'", "'RGB'", "'RGBA'", "'P'", "'I'"};
    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        struct image_info info;
        const char *command =
            arena_printf(&f->mem,
                         PYTHON "\"import sys;from PIL import Image;"
                                "Image.linear_gradient('L').resize((31,17)).convert(%s)"
                                ".save(sys.stdout.buffer,'PNG')\"",
                         modes[i])
                .p;
        struct str bytes = sample(f, command), out = scrubbed(f, bytes, &info);
        assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
        assert_removed(&info, "nothing");
    }
}

static void interlaced_rows_are_counted_pass_by_pass(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    /* 5 by 5 of 1 bit: passes of 1, 1, 1 (rows 4), 2, 2, 3, 2 rows of 1+1 bytes; pass 3 is 2 by 1
     */
    struct str data = chunk(f, "IDAT", zeros(f, 2 * (1 + 1 + 1 + 2 + 1 + 3 + 2)));
    struct str bytes = JOIN(f, SIGNATURE, header(f, 5, 5, "\1\0\0\0\1"), data, IEND);
    assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
    assert_true(piped(f, bytes, decode).len == 100);
    data = chunk(f, "IDAT", zeros(f, 2 * 12));
    assert_refused(f, JOIN(f, SIGNATURE, header(f, 5, 5, "\1\0\0\0\1"), data, IEND),
                   "image/broken");
}

/* Of one pixel only the first of the seven passes has any. */
static void passes_without_pixels_have_no_rows(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str data = chunk(f, "IDAT", zeros(f, 2));
    struct str bytes = JOIN(f, SIGNATURE, header(f, 1, 1, "\1\0\0\0\1"), data, IEND);
    assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
    assert_true(piped(f, bytes, decode).len == 4);
}

static void a_text_without_a_name_of_its_own_goes(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes =
        JOIN(f, SIGNATURE, grey(f), chunk(f, "tEXt", str_lit("Author Jane")), grey_data(f), IEND);
    assert_true(str_eq(scrubbed(f, bytes, &info), good(f)));
    assert_removed(&info, "text");
}

static void palettes_have_whole_colours_and_no_more_than_fit(void **state) {
    struct fixture *f = *state;
    static const size_t lengths[] = {0, 1, 4, 3 * 3};
    struct str end = IEND, data = chunk(f, "IDAT", zeros(f, 2 * (1 + 1)));
    struct str head = header(f, 3, 2, "\1\3\0\0\0"); /* one bit: two colours */
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        struct str palette = chunk(f, "PLTE", str_slice(str_lit("abcdefghi"), 0, lengths[i]));
        assert_refused(f, JOIN(f, SIGNATURE, head, palette, data, end), "image/broken");
        assert_non_null(strstr(f->diags.items[0].message, "wrong length"));
    }
    struct image_info info;
    struct str fine = JOIN(f, SIGNATURE, head, chunk(f, "PLTE", str_lit("abcdef")), data, end);
    assert_true(str_eq(scrubbed(f, fine, &info), fine));
}

static void text_time_exif_profile_and_unknown_chunks_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes =
        JOIN(f, SIGNATURE, grey(f), chunk(f, "iCCP", str_lit("x\0\0x")),
             chunk(f, "tIME", str_lit("\7\xE0\1\1\1\1\1")),
             chunk(f, "tEXt", str_lit("Author\0Jane")), chunk(f, "zTXt", str_lit("Comment\0\0x")),
             chunk(f, "eXIf", str_lit("MM\0*\0\0\0\x08\0\1\x01\x0F\0\2\0\0\0\1M\0\0\0\0\0\0\0")),
             chunk(f, "iTXt", str_lit("XML:com.adobe.xmp\0\0\0\0\0<x exif:GPSLatitude='1'/>")),
             grey_data(f), chunk(f, "prVt", str_lit("secret")), IEND, str_lit("PK\3\4"));
    assert_true(str_eq(scrubbed(f, bytes, &info), good(f)));
    assert_removed(&info, "camera, place, time, author, comment, text, colour profile, data behind "
                          "the picture, other data");
    assert_int_equal(info.removed.bytes, bytes.len - good(f).len);
}

static void a_dropped_orientation_is_a_warning(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str tiff = str_lit("MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
    assert_true(run_scrub(f, with(f, "\x08\0\0\0\0", "eXIf", tiff, 8), &info));
    assert_int_equal(f->diags.warnings, 1);
    assert_diag(&f->diags, 0, "a", 0, "image/orientation");
}

static void how_the_data_were_cut_is_forgotten(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str data = zeros(f, 8);
    struct str bytes =
        JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", str_slice(data, 0, 3)),
             chunk(f, "IDAT", str_lit("")), chunk(f, "IDAT", str_from_offset(data, 3)), IEND);
    assert_true(str_eq(scrubbed(f, bytes, &info), good(f)));
}

static void data_behind_the_pixels_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str data = JOIN(f, zeros(f, 8), str_lit("hidden"));
    struct str bytes = JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", data), IEND);
    assert_true(str_eq(scrubbed(f, bytes, &info), good(f)));
    assert_removed(&info, "data behind the picture");
}

static void pixel_data_must_be_exactly_the_picture(void **state) {
    struct fixture *f = *state;
    struct str end = IEND;
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", zeros(f, 9)), end),
                   "image/broken");
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", zeros(f, 7)), end),
                   "image/truncated");
    struct str cut = str_slice(zeros(f, 8), 0, 9);
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", cut), end), "image/truncated");
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), chunk(f, "IDAT", str_lit("nonsense")), end),
                   "image/broken");
    /* filter type 5 */
    unsigned char raw[8] = {0, 1, 2, 3, 5, 1, 2, 3}, packed[64];
    uLongf len = sizeof(packed);
    assert_int_equal(compress(packed, &len, raw, sizeof(raw)), Z_OK);
    struct str data = chunk(f, "IDAT", str_of((const char *)packed, len));
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), data, end), "image/broken");
}

static void a_wrong_checksum_is_refused_in_any_chunk(void **state) {
    struct fixture *f = *state;
    struct str bytes = with(f, "\x08\0\0\0\0", "tEXt", str_lit("a\0b"), 8);
    char *p = arena_cstr(&f->mem, bytes);
    p[8 + 25 + 8] = 'c';
    assert_refused(f, str_of(p, bytes.len), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "tEXt"));
}

static void headers_that_png_does_not_allow_are_refused(void **state) {
    struct fixture *f = *state;
    static const char heads[][6] = {
        "\3\0\0\0\0",   "\x08\1\0\0\0", "\4\2\0\0\0",   "\x10\3\0\0\0", "\2\4\0\0\0",
        "\x08\7\0\0\0", "\0\0\0\0\0",   "\x08\0\1\0\0", "\x08\0\0\1\0", "\x08\0\0\0\2",
    };
    for (size_t i = 0; i < ARRAY_LEN(heads); i++)
        assert_refused(f, JOIN(f, SIGNATURE, header(f, 3, 2, heads[i]), grey_data(f), IEND),
                       "image/broken");
    assert_refused(f, JOIN(f, SIGNATURE, header(f, 0, 2, "\x08\0\0\0\0"), grey_data(f), IEND),
                   "image/broken");
    assert_refused(f, JOIN(f, SIGNATURE, header(f, 3, 0, "\x08\0\0\0\0"), grey_data(f), IEND),
                   "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "so there is none"));
    assert_refused(f, JOIN(f, SIGNATURE, header(f, 16385, 2, "\x08\0\0\0\0"), grey_data(f), IEND),
                   "image/too-large");
    assert_refused(f, JOIN(f, SIGNATURE, header(f, 16384, 4097, "\1\0\0\0\0"), grey_data(f), IEND),
                   "image/too-large");
    assert_refused(f,
                   JOIN(f, SIGNATURE, header(f, 16385, 1, "\1\0\0\0\0"),
                        chunk(f, "IDAT", zeros(f, 1 + 2049)), IEND),
                   "image/too-large");
}

/* Table 11.1 of the standard, and nothing beside it. */
static void depths_go_with_their_colour_types(void **state) {
    static const struct {
        unsigned colour_type, channels;
        const char *depths;
    } legal[] = {{0, 1, "\1\2\4\x08\x10"},
                 {2, 3, "\x08\x10"},
                 {3, 1, "\1\2\4\x08"},
                 {4, 2, "\x08\x10"},
                 {6, 4, "\x08\x10"}};
    struct fixture *f = *state;
    for (unsigned type = 0; type < 8; type++)
        for (unsigned depth = 0; depth < 20; depth++) {
            const char head[] = {(char)depth, (char)type, 0, 0, 0};
            struct str palette = type == 3 ? chunk(f, "PLTE", str_lit("abc")) : str_lit("");
            struct image_info info;
            unsigned channels = 1;
            bool fine = false;
            for (size_t i = 0; i < ARRAY_LEN(legal); i++)
                if (legal[i].colour_type == type) {
                    channels = legal[i].channels;
                    fine = depth > 0 && strchr(legal[i].depths, (int)depth) != NULL;
                }
            size_t row = 1 + (3 * (size_t)channels * depth + 7) / 8;
            assert_int_equal(fine, run_scrub(f,
                                             JOIN(f, SIGNATURE, header(f, 3, 2, head), palette,
                                                  chunk(f, "IDAT", zeros(f, 2 * row)), IEND),
                                             &info));
        }
}

static void chunks_out_of_order_or_repeated_are_refused(void **state) {
    struct fixture *f = *state;
    struct str palette = chunk(f, "PLTE", str_lit("abc")),
               gamma = chunk(f, "gAMA", str_lit("\0\1\2\3"));
    struct str rgb = header(f, 1, 1, "\x08\2\0\0\0"), rgb_data = chunk(f, "IDAT", zeros(f, 4));
    struct str indexed = header(f, 3, 2, "\x08\3\0\0\0");
    struct str text = chunk(f, "tEXt", str_lit("a\0b"));
    const struct str files[] = {
        JOIN(f, SIGNATURE, grey_data(f), grey(f), IEND),
        JOIN(f, SIGNATURE, text, grey(f), grey_data(f), IEND),
        JOIN(f, SIGNATURE, grey(f), grey(f), grey_data(f), IEND),
        JOIN(f, SIGNATURE, grey(f), IEND),
        JOIN(f, SIGNATURE, grey(f), palette, grey_data(f), IEND),
        JOIN(f, SIGNATURE, indexed, grey_data(f), IEND),
        JOIN(f, SIGNATURE, indexed, grey_data(f), palette, IEND),
        JOIN(f, SIGNATURE, rgb, palette, palette, rgb_data, IEND),
        JOIN(f, SIGNATURE, rgb, palette, gamma, rgb_data, IEND),
        JOIN(f, SIGNATURE, rgb, gamma, gamma, rgb_data, IEND),
        JOIN(f, SIGNATURE, rgb, rgb_data, gamma, IEND),
        JOIN(f, SIGNATURE, rgb, rgb_data, chunk(f, "tRNS", str_lit("\0\1\0\2\0\3")), IEND),
        JOIN(f, SIGNATURE, rgb, rgb_data, chunk(f, "pHYs", str_lit("\0\0\1\0\0\0\1\0\1")), IEND),
        JOIN(f, SIGNATURE, rgb, chunk(f, "tRNS", str_lit("\0\1\0\2\0\3")),
             chunk(f, "tRNS", str_lit("\0\1\0\2\0\3")), rgb_data, IEND),
        JOIN(f, SIGNATURE, grey(f), grey_data(f), text, grey_data(f), IEND),
        JOIN(f, SIGNATURE, grey(f), grey_data(f), chunk(f, "IEND", str_lit("x"))),
        JOIN(f, SIGNATURE, grey(f), chunk(f, "CgBI", str_lit("x")), grey_data(f), IEND),
        JOIN(f, SIGNATURE, grey(f), chunk(f, "te\1t", str_lit("x")), grey_data(f), IEND),
        JOIN(f, SIGNATURE, grey(f), chunk(f, "fdAT", str_lit("\0\0\0\0x")), grey_data(f), IEND),
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_refused(f, files[i], "image/broken");
    assert_refused(f, JOIN(f, SIGNATURE, grey(f), grey_data(f)), "image/truncated");
}

static void values_that_png_does_not_allow_are_refused(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *type, *data;
        size_t len;
        bool fine;
    } cases[] = {
        {"gAMA", "\0\1\2\3", 4, true},
        {"gAMA", "\0\1\2", 3, false},
        {"gAMA", "\0\1\2\3x", 5, false}, /* or anything could ride along */
        {"gAMA", "\x80\0\0\0", 4, false},
        {"cHRM", "12345678123456781234567812345678", 32, true},
        {"cHRM", "1234567812345678123456781234567", 31, false},
        {"cHRM", "12345678123456781234567812345678x", 33, false},
        {"sRGB", "\3", 1, true},
        {"sRGB", "\3x", 2, false},
        {"sRGB", "\4", 1, false},
        {"sBIT", "\x08", 1, true},
        {"sBIT", "\x09", 1, false},
        {"sBIT", "\0", 1, false},
        {"sBIT", "\1\1", 2, false},
        {"bKGD", "\0\xFF", 2, true},
        {"bKGD", "\1\0", 2, false},
        {"bKGD", "\0\7x", 3, false},
        {"tRNS", "\0\7", 2, true},
        {"tRNS", "\0\7\0", 3, false},
        {"pHYs", "\0\0\1\0\0\0\1\0\1", 9, true},
        {"pHYs", "\0\0\1\0\0\0\1\0\2", 9, false},
        {"pHYs", "\0\0\1\0\0\0\1\0\1x", 10, false},
        {"pHYs", "\x80\0\1\0\0\0\1\0\1", 9, false},
        {"pHYs", "\0\0\1\0\x80\0\1\0\1", 9, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str data = str_of(cases[i].data, cases[i].len);
        struct str bytes = with(f, "\x08\0\0\0\0", cases[i].type, data, 8);
        struct image_info info;
        if (cases[i].fine)
            assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
        else
            assert_refused(f, bytes, "image/broken");
    }
}

static void transparency_and_background_fit_the_colours(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *head, *type, *data;
        size_t len, pixels;
        bool fine;
    } cases[] = {
        {"\x08\2\0\0\0", "tRNS", "\0\1\0\2\0\3", 6, 20, true},
        {"\x08\2\0\0\0", "tRNS", "\0\1", 2, 20, false},
        {"\x08\2\0\0\0", "tRNS", "\0\1\0\2\1\3", 6, 20, false},
        {"\x08\2\0\0\0", "bKGD", "\0\1\0\2\0\3", 6, 20, true},
        {"\x08\2\0\0\0", "bKGD", "\0\1\0\2\0", 5, 20, false},
        {"\x08\4\0\0\0", "tRNS", "\0\1", 2, 14, false}, /* has transparency already */
        {"\x08\6\0\0\0", "tRNS", "\0\1\0\2\0\3", 6, 26, false},
        {"\x08\4\0\0\0", "bKGD", "\0\1", 2, 14, true},
        {"\x08\3\0\0\0", "tRNS", "\0\1", 2, 8, true},
        {"\x08\3\0\0\0", "tRNS", "\0\1\2", 3, 8, false}, /* the palette has two colours */
        {"\x08\3\0\0\0", "bKGD", "\1", 1, 8, true},
        {"\x08\3\0\0\0", "bKGD", "\2", 1, 8, false},
        {"\x08\3\0\0\0", "bKGD", "\1x", 2, 8, false},
        {"\x08\3\0\0\0", "tRNS", "", 0, 8, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str palette =
            cases[i].head[1] == 3 ? chunk(f, "PLTE", str_lit("rgbRGB")) : str_lit("");
        struct str bytes = JOIN(f, SIGNATURE, header(f, 3, 2, cases[i].head), palette,
                                chunk(f, cases[i].type, str_of(cases[i].data, cases[i].len)),
                                chunk(f, "IDAT", zeros(f, cases[i].pixels)), IEND);
        struct image_info info;
        if (cases[i].fine)
            assert_true(str_eq(scrubbed(f, bytes, &info), bytes));
        else
            assert_refused(f, bytes, "image/broken");
    }
}

static const char animation[] =
    PYTHON "\"import sys;from PIL import Image;g=Image.linear_gradient('L').resize((12,9));"
           "g.save(sys.stdout.buffer,'PNG',save_all=True,append_images=[g.rotate(90),g.rotate(180)]"
           ",duration=50,loop=2,default_image=%s)\"";

static void animations_keep_all_their_frames(void **state) {
    struct fixture *f = *state;
    static const char *const defaults[] = {"False", "True"};
    for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
        struct image_info info;
        struct str bytes = sample(f, arena_printf(&f->mem, animation, defaults[i]).p);
        struct str out = scrubbed(f, bytes, &info);
        assert_true(info.animated);
        assert_removed(&info, "nothing");
        assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
    }
}

static void frames_out_of_sequence_are_refused(void **state) {
    struct fixture *f = *state;
    struct str control = str_lit("\0\0\0\0\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0\0\0\1\0\1\0\0");
    struct str second = str_lit("\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\2\0\0\0\1\0\1\0\1\0\0");
    struct str outside = str_lit("\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\3\0\0\0\1\0\1\0\1\0\0");
    struct str two = chunk(f, "acTL", str_lit("\0\0\0\2\0\0\0\0"));
    struct str first = chunk(f, "fcTL", control);
    struct str data = chunk(f, "fdAT", JOIN(f, str_lit("\0\0\0\2"), zeros(f, 2)));
    struct str skipped = chunk(f, "fdAT", JOIN(f, str_lit("\0\0\0\3"), zeros(f, 2)));
    struct str large = chunk(f, "fdAT", JOIN(f, str_lit("\0\0\0\2"), zeros(f, 3)));
    struct str start = JOIN(f, SIGNATURE, grey(f), two, first, grey_data(f));
    struct image_info info;
    struct str fine = JOIN(f, start, chunk(f, "fcTL", second), data, IEND);
    assert_true(str_eq(scrubbed(f, fine, &info), fine));
    const struct str files[] = {
        JOIN(f, start, chunk(f, "fcTL", second), skipped, IEND),
        JOIN(f, start, chunk(f, "fcTL", second), large, IEND),
        JOIN(f, start, chunk(f, "fcTL", outside), data, IEND),
        JOIN(f, start, chunk(f, "fcTL", second), IEND),
        JOIN(f, start, data, IEND),
        JOIN(f, start, IEND),
        JOIN(f, SIGNATURE, grey(f), first, grey_data(f), IEND),
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_refused(f, files[i], "image/broken");
    struct str unasked = chunk(f, "fdAT", JOIN(f, str_lit("\0\0\0\1"), zeros(f, 8)));
    assert_refused(f, JOIN(f, start, unasked, IEND), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "stands where none may be"));
}

/* Two frames of 3 by 2 pixels, but for what a case makes of them. */
struct animation {
    struct str frames;      /* of acTL */
    struct str controls[2]; /* both fcTL */
    struct str between;     /* the first fcTL and the data */
};

static struct str control(struct fixture *f, const char *sequence, const char *place,
                          const char *way) {
    return JOIN(f, str_of(sequence, 4), str_of(place, 16), str_lit("\0\1\0\1"), str_of(way, 2));
}
#define FIRST  "\0\0\0\0"
#define SECOND "\0\0\0\1"
#define WHOLE  "\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0\0"
#define NARROW "\0\0\0\2\0\0\0\2\0\0\0\0\0\0\0\0"
#define MOVED  "\0\0\0\2\0\0\0\2\0\0\0\1\0\0\0\0"

static struct str animated(struct fixture *f, const struct animation *a) {
    struct str data = chunk(f, "fdAT", JOIN(f, str_lit("\0\0\0\2"), zeros(f, 8)));
    return JOIN(f, SIGNATURE, grey(f), chunk(f, "acTL", a->frames),
                chunk(f, "fcTL", a->controls[0]), a->between, grey_data(f),
                chunk(f, "fcTL", a->controls[1]), data, IEND);
}

static void frames_that_png_does_not_allow_are_refused(void **state) {
    struct fixture *f = *state;
    const struct animation good_one = {
        str_lit("\0\0\0\2\0\0\0\0"),
        {control(f, FIRST, WHOLE, "\0\0"), control(f, SECOND, WHOLE, "\2\1")},
        str_lit("")};
    static const struct {
        const char *text;
        size_t len;
    } frames[] = {{"\0\0\0\0\0\0\0\0", 8},     {"\0\0\0\1\0\0\0\0", 8},   {"\0\0\0\3\0\0\0\0", 8},
                  {"\x80\0\0\2\0\0\0\0", 8},   {"\0\0\0\2\x80\0\0\0", 8}, {"\0\0\0\2\0\0\0", 7},
                  {"\0\0\0\2\0\0\0\0more", 12}};
    struct animation a = good_one;
    struct image_info info;
    struct str fine = animated(f, &a);
    assert_true(str_eq(scrubbed(f, fine, &info), fine));
    for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
        a.frames = str_of(frames[i].text, frames[i].len);
        assert_refused(f, animated(f, &a), "image/broken");
    }
    const struct str first[] = {control(f, FIRST, NARROW, "\0\0"),
                                control(f, FIRST, MOVED, "\0\0"),
                                control(f, FIRST, WHOLE, "\3\0"),
                                control(f, FIRST, WHOLE, "\0\2"),
                                JOIN(f, control(f, FIRST, WHOLE, "\0\0"), str_lit("x")),
                                str_slice(control(f, FIRST, WHOLE, "\0\0"), 0, 25),
                                str_slice(control(f, FIRST, WHOLE, "\0\0"), 0, 3)};
    a = good_one;
    for (size_t i = 0; i < ARRAY_LEN(first); i++) {
        a.controls[0] = first[i];
        assert_refused(f, animated(f, &a), "image/broken");
    }
    static const char outside[][17] = {
        "\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0",         "\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0",
        "\0\0\0\4\0\0\0\2\0\0\0\0\0\0\0\0",         "\0\0\0\3\0\0\0\3\0\0\0\0\0\0\0\0",
        "\0\0\0\3\0\0\0\2\0\0\0\1\0\0\0\0",         "\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0\1",
        "\0\0\0\3\0\0\0\2\xFF\xFF\xFF\xFF\0\0\0\0", "\xFF\xFF\xFF\xFF\0\0\0\2\0\0\0\4\0\0\0\0"};
    a = good_one;
    for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
        a.controls[1] = control(f, SECOND, outside[i], "\0\0");
        assert_refused(f, animated(f, &a), "image/broken");
        assert_non_null(strstr(f->diags.items[0].message, "does not lie within"));
    }
    a = good_one;
    a.between = chunk(f, "fcTL", control(f, SECOND, WHOLE, "\0\0")); /* nothing for the first */
    a.frames = str_lit("\0\0\0\3\0\0\0\0");
    a.controls[1] = control(f, "\0\0\0\2", WHOLE, "\0\0");
    assert_refused(f, animated(f, &a), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "stands where none may be"));
    a = good_one;
    a.between = chunk(f, "fdAT", JOIN(f, str_lit(SECOND), zeros(f, 8))); /* before the picture */
    assert_refused(f, animated(f, &a), "image/broken");
    assert_non_null(strstr(f->diags.items[0].message, "stands where none may be"));
    /* No frame at all, and none is said to be. */
    assert_refused(f, with(f, "\x08\0\0\0\0", "acTL", str_lit("\0\0\0\0\0\0\0\0"), 8),
                   "image/broken");
    struct buf longer = {0};
    buf_put(&longer, str_slice(header(f, 3, 2, "\x08\0\0\0\0"), 8, 21));
    buf_putc(&longer, 'x');
    assert_refused(f, JOIN(f, SIGNATURE, chunk(f, "IHDR", buf_str(&longer)), grey_data(f), IEND),
                   "image/broken");
    buf_finish(&longer);
}

/* Makes all checksums right again, as far as the chunks can be followed. */
static void mend_checksums(char *p, size_t len) {
    for (size_t at = 8; len - at >= 12;) {
        size_t size = 0;
        for (size_t i = 0; i < 4; i++)
            size = size << 8 | (unsigned char)p[at + i];
        if (size > len - at - 12)
            return;
        uint32_t crc = libdeflate_crc32(0, p + at + 4, size + 4);
        for (size_t i = 0; i < 4; i++)
            p[at + 8 + size + i] = (char)(unsigned char)(crc >> (24 - 8 * i) & 0xFF);
        at += 12 + size;
    }
}

/* A wrong checksum hides what a changed byte would do. */
static void any_bytes_with_right_checksums_are_survived(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, arena_printf(&f->mem, animation, "False").p);
    for (size_t bit = 8 * 8; bit < bytes.len * 8; bit++) {
        char *copy = arena_cstr(&f->mem, bytes);
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        mend_checksums(copy, bytes.len);
        assert_survives(f, str_of(copy, bytes.len));
    }
}

static void any_bytes_are_survived(void **state) {
    struct fixture *f = *state;
    struct str bytes = with(f, "\x08\3\0\0\0", "PLTE", str_lit("abcdef"), 8);
    assert_every_truncation_survives(f, bytes);
    assert_every_bit_flip_survives(f, bytes);
    bytes = sample(f, arena_printf(&f->mem, animation, "False").p);
    assert_every_truncation_survives(f, bytes);
    assert_every_bit_flip_survives(f, bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_kept_chunks_stays_as_it_is),
        TEST(real_files_keep_their_pixels),
        TEST(interlaced_rows_are_counted_pass_by_pass),
        TEST(passes_without_pixels_have_no_rows),
        TEST(a_text_without_a_name_of_its_own_goes),
        TEST(palettes_have_whole_colours_and_no_more_than_fit),
        TEST(text_time_exif_profile_and_unknown_chunks_go),
        TEST(a_dropped_orientation_is_a_warning),
        TEST(how_the_data_were_cut_is_forgotten),
        TEST(data_behind_the_pixels_go),
        TEST(pixel_data_must_be_exactly_the_picture),
        TEST(a_wrong_checksum_is_refused_in_any_chunk),
        TEST(headers_that_png_does_not_allow_are_refused),
        TEST(depths_go_with_their_colour_types),
        TEST(chunks_out_of_order_or_repeated_are_refused),
        TEST(values_that_png_does_not_allow_are_refused),
        TEST(transparency_and_background_fit_the_colours),
        TEST(animations_keep_all_their_frames),
        TEST(frames_out_of_sequence_are_refused),
        TEST(frames_that_png_does_not_allow_are_refused),
        TEST(any_bytes_are_survived),
        TEST(any_bytes_with_right_checksums_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
