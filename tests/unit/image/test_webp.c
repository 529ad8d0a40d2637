/* WebP: files by Pillow and cwebp (libwebp), pixels by dwebp and Pillow. */
#include "samples.h"

#define GRADIENT                                                                                   \
    PYTHON "\"import sys;from PIL import Image;o=sys.stdout.buffer;"                               \
           "g=Image.linear_gradient('L').resize((31,17)).convert('RGB');"                          \
           "a=g.copy();a.putalpha(g.getchannel(0));"

static const char decode[] =
    PYTHON "\"import sys;from PIL import Image;im=Image.open(sys.argv[1]);o=sys.stdout.buffer\n"
           "for i in range(im.n_frames):\n"
           " im.seek(i);im.load();o.write(im.convert('RGBA').tobytes());"
           "o.write(bytes([im.info.get('duration',0)%256,im.info.get('loop',7)]))\" \"$in\"";

static struct str same_pixels(struct fixture *f, struct str bytes, struct image_info *info) {
    struct str out = scrubbed(f, bytes, info);
    assert_true(str_eq(piped(f, bytes, decode), piped(f, out, decode)));
    return out;
}

static struct str chunk(struct fixture *f, const char *type, struct str data) {
    unsigned n = (unsigned)data.len;
    char size[4] = {(char)n, (char)(n >> 8), 0, 0};
    return JOIN(f, str_from(type), str_of(size, 4), data, str_of("", n & 1));
}

/* A file of these chunks. */
static struct str riff(struct fixture *f, struct str chunks) {
    unsigned n = (unsigned)chunks.len + 4;
    char size[4] = {(char)n, (char)(n >> 8), (char)(n >> 16), 0};
    return JOIN(f, str_lit("RIFF"), str_of(size, 4), str_lit("WEBP"), chunks);
}

static void stills_keep_their_pixels(void **state) {
    struct fixture *f = *state;
    static const char *const commands[] = {
        GRADIENT "g.save(o,'WEBP')\"",
        GRADIENT "g.save(o,'WEBP',lossless=True)\"",
        GRADIENT "a.save(o,'WEBP')\"",
        GRADIENT "a.save(o,'WEBP',lossless=True)\"",
        GRADIENT "a.save(o,'PNG')\" | cwebp -quiet -alpha_method 0 -o - -- -",
    };
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        struct image_info info;
        struct str bytes = sample(f, commands[i]), out = same_pixels(f, bytes, &info);
        assert_removed(&info, "nothing");
        assert_int_equal(info.width, 31);
        assert_int_equal(info.height, 17);
        assert_true(str_eq(piped(f, bytes, "dwebp -quiet -pam -o - -- \"$in\""),
                           piped(f, out, "dwebp -quiet -pam -o - -- \"$in\"")));
    }
}

/* ALPH begins with a byte that says what follows. */
static void transparency_without_its_bytes_is_refused(void **state) {
    struct fixture *f = *state;
    struct str bytes = sample(f, GRADIENT "a.save(o,'WEBP')\"");
    size_t at = str_find(bytes, str_lit("ALPH"));
    assert_int_not_equal(at, SIZE_MAX);
    size_t size = (unsigned char)bytes.p[at + 4] + 256 * (size_t)(unsigned char)bytes.p[at + 5];
    struct str before = str_slice(bytes, strlen("RIFF....WEBP"), at),
               behind = str_from_offset(bytes, at + strlen("ALPH....") + size + size % 2);
    for (size_t len = 0; len < 2; len++)
        assert_refused(f, riff(f, JOIN(f, before, chunk(f, "ALPH", str_of("\0", len)), behind)),
                       "image/truncated");
}

static void animations_keep_frames_times_and_loop(void **state) {
    struct fixture *f = *state;
    static const char *const options[] = {"", ",lossless=True", ",quality=30,exif=b'x',xmp=b'y'"};
    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        struct image_info info;
        struct str bytes = sample(f, arena_printf(&f->mem,
                                                  GRADIENT "a.save(o,'WEBP',save_all=True,"
                                                           "append_images=[g,a.rotate(180)],"
                                                           "duration=[50,60,70],loop=3%s)\"",
                                                  options[i])
                                         .p);
        same_pixels(f, bytes, &info);
        assert_true(info.animated);
        assert_removed(&info, i == 2 ? "other data" : "nothing");
    }
}

static void exif_xmp_and_profile_go_and_the_simple_form_is_left(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str plain = sample(f, GRADIENT "g.save(o,'WEBP')\"");
    struct str tagged = sample(f, GRADIENT "e=Image.Exif();e[0x10f]='M';e[0x132]='T';"
                                           "g.save(o,'WEBP',exif=e,xmp=b'<x dc:creator=\\'A\\'/>',"
                                           "icc_profile=b'p'*200)\"");
    assert_true(str_eq(same_pixels(f, tagged, &info), plain));
    assert_removed(&info, "camera, time, author, colour profile, other data");
}

static void a_dropped_orientation_is_a_warning(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str tagged = sample(f, GRADIENT "e=Image.Exif();e[0x112]=6;g.save(o,'WEBP',exif=e)\"");
    assert_true(run_scrub(f, tagged, &info));
    assert_diag(&f->diags, 0, "a", 0, "image/orientation");
    assert_int_equal(f->diags.warnings, 1);
}

static void unknown_chunks_padding_and_what_follows_go(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str plain = sample(f, GRADIENT "g.save(o,'WEBP')\"");
    struct str chunks = str_from_offset(plain, 12);
    struct str more = riff(f, JOIN(f, chunks, chunk(f, "junk", str_lit("hello"))));
    assert_true(str_eq(scrubbed(f, more, &info), plain));
    assert_removed(&info, "other data");
    assert_true(str_eq(scrubbed(f, JOIN(f, plain, str_lit("PK\3\4")), &info), plain));
    assert_removed(&info, "data behind the picture");
}

static void sizes_that_disagree_are_refused(void **state) {
    struct fixture *f = *state;
    struct str plain = sample(f, GRADIENT "g.save(o,'WEBP',lossless=True)\"");
    struct str chunks = str_from_offset(plain, 12);
    struct str canvas = chunk(f, "VP8X", str_lit("\0\0\0\0\x1E\0\0\x10\0\0"));
    struct str wrong = chunk(f, "VP8X", str_lit("\0\0\0\0\x1F\0\0\x10\0\0"));
    struct image_info info;
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, canvas, chunks)), &info), plain));
    assert_refused(f, riff(f, JOIN(f, wrong, chunks)), "image/broken");
    assert_refused(f, riff(f, JOIN(f, canvas, chunks, chunks)), "image/broken");
    assert_refused(f, riff(f, JOIN(f, canvas, canvas, chunks)), "image/broken");
    assert_refused(f, riff(f, canvas), "image/broken");
    assert_refused(f, riff(f, chunk(f, "junk", str_lit("x"))), "image/broken");
    assert_refused(f, riff(f, str_slice(chunks, 0, chunks.len - 2)), "image/truncated");
    assert_refused(f, str_slice(plain, 0, plain.len - 1), "image/truncated");
    assert_refused(f, riff(f, chunk(f, "VP8X", str_lit("\0\0\0\0\0\x40\0\0\0\0"))),
                   "image/too-large");
}

static void heads_that_are_cut_off_or_too_large_are_refused(void **state) {
    struct fixture *f = *state;
    struct str lossy = str_from_offset(sample(f, GRADIENT "g.save(o,'WEBP')\""), 12);
    struct str canvas = chunk(f, "VP8X", str_lit("\x10\0\0\0\x1E\0\0\x10\0\0"));
    assert_refused(f, riff(f, chunk(f, "VP8 ", str_slice(lossy, 8, 8 + 10))), "image/truncated");
    assert_refused(f, riff(f, chunk(f, "VP8L", str_lit("\x2F\0\0\0\0"))), "image/truncated");
    assert_refused(f, riff(f, JOIN(f, canvas, chunk(f, "ALPH", str_lit("\0")), lossy)),
                   "image/truncated");
    assert_refused(f, riff(f, chunk(f, "VP8L", str_lit("\x2F\xFF\xFF\xFF\x0Fxx"))),
                   "image/too-large"); /* 16384 by 16384 */
}

/* Transparency of its own belongs to VP8; VP8L has it inside. */
static void transparency_beside_a_lossless_picture_goes(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str plain = sample(f, GRADIENT "g.save(o,'WEBP',lossless=True)\"");
    struct str canvas = chunk(f, "VP8X", str_lit("\x10\0\0\0\x1E\0\0\x10\0\0"));
    struct str alpha = chunk(f, "ALPH", str_lit("\0secret"));
    struct str both = riff(f, JOIN(f, canvas, alpha, str_from_offset(plain, 12)));
    assert_true(str_eq(scrubbed(f, both, &info), plain));
    assert_removed(&info, "other data");
}

/* Each frame has 64 million pixels, and none but its head. */
static void frames_have_a_thousand_million_pixels_together_at_most(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str canvas = chunk(f, "VP8X", str_lit("\x02\0\0\0\xFF\x1F\0\xFF\x1F\0"));
    struct str loop = chunk(f, "ANIM", str_lit("\0\0\0\0\0\0"));
    struct str head = str_lit("\0\0\0\0\0\0\xFF\x1F\0\xFF\x1F\0\x64\0\0\1");
    struct str still = chunk(f, "VP8L", str_lit("\x2F\xFF\xDF\xFF\x07xx"));
    struct str frame = chunk(f, "ANMF", JOIN(f, head, still)), four = JOIN(f, frame, frame, frame);
    four = JOIN(f, four, frame);
    struct str sixteen = JOIN(f, four, four, four, four);
    (void)scrubbed(f, riff(f, JOIN(f, canvas, loop, sixteen)), &info);
    assert_refused(f, riff(f, JOIN(f, canvas, loop, sixteen, frame)), "image/too-large");
    assert_non_null(strstr(f->diags.items[0].message, "1024 million pixels"));
}

static void animations_must_be_whole(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str still = str_from_offset(sample(f, GRADIENT "g.save(o,'WEBP',lossless=True)\""), 12);
    struct str canvas = chunk(f, "VP8X", str_lit("\x02\0\0\0\x1E\0\0\x10\0\0"));
    struct str loop = chunk(f, "ANIM", str_lit("\0\0\0\0\0\0"));
    struct str head = str_lit("\0\0\0\0\0\0\x1E\0\0\x10\0\0\x64\0\0\1");
    struct str spare = str_lit("\0\0\0\0\0\0\x1E\0\0\x10\0\0\x64\0\0\xFD");
    struct str moved = str_lit("\1\0\0\0\0\0\x1E\0\0\x10\0\0\x64\0\0\1");
    struct str small = str_lit("\0\0\0\0\0\0\x1D\0\0\x10\0\0\x64\0\0\1");
    struct str frame = chunk(f, "ANMF", JOIN(f, head, still));
    struct str fine = riff(f, JOIN(f, canvas, loop, frame, frame));
    assert_true(str_eq(scrubbed(f, fine, &info), fine));
    frame = chunk(f, "ANMF", JOIN(f, spare, still, chunk(f, "EXIF", str_lit("x"))));
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, canvas, loop, frame, frame)), &info), fine));
    const struct str files[] = {
        riff(f, JOIN(f, canvas, loop)),
        riff(f, JOIN(f, canvas, frame)),
        riff(f, JOIN(f, canvas, frame, loop)),
        riff(f, JOIN(f, canvas, loop, still)),
        riff(f, JOIN(f, canvas, loop, chunk(f, "ANMF", head))),
        riff(f, JOIN(f, canvas, loop, chunk(f, "ANMF", JOIN(f, head, still, still)))),
        riff(f, JOIN(f, canvas, loop, chunk(f, "ANMF", JOIN(f, moved, still)))),
        riff(f, JOIN(f, canvas, loop, chunk(f, "ANMF", JOIN(f, small, still)))),
        riff(f, frame),
        riff(f, JOIN(f, canvas, loop, loop, frame)),
        riff(f, JOIN(f, canvas, loop, frame, loop)),
        riff(f, JOIN(f, canvas, chunk(f, "ANIM", str_lit("\0\0\0\0\0\0more")), frame)),
        riff(f, JOIN(f, canvas, chunk(f, "ANIM", str_lit("\0\0\0\0\0")), frame)),
        riff(f, JOIN(f, canvas, loop, chunk(f, "ALPH", str_lit("\0secret")), frame)),
        riff(f, JOIN(f, chunk(f, "VP8X", str_lit("\x02\0\0\0\x1E\0\0\x10\0\0more")), loop, frame)),
    };
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_refused(f, files[i], "image/broken");
    assert_refused(f, riff(f, JOIN(f, canvas, loop, chunk(f, "ANMF", str_slice(head, 0, 15)))),
                   "image/truncated");
    /* Flags of what goes, and bits that nobody has given a meaning. */
    struct str flags = chunk(f, "VP8X", str_lit("\xEF\xFF\xFF\xFF\x1E\0\0\x10\0\0"));
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, flags, loop, frame, frame)), &info), fine));
}

/* `at` in the first chunk of that name: made another byte. */
static struct str changed(struct fixture *f, struct str bytes, const char *type, size_t at,
                          unsigned char mask) {
    size_t start = str_find(bytes, str_from(type));
    assert_int_not_equal(start, SIZE_MAX);
    char *copy = arena_cstr(&f->mem, bytes);
    copy[start + 8 + at] = (char)((unsigned char)copy[start + 8 + at] ^ mask);
    return str_of(copy, bytes.len);
}

static void pictures_that_do_not_begin_as_one_are_refused(void **state) {
    struct fixture *f = *state;
    struct str lossy = sample(f, GRADIENT "g.save(o,'WEBP')\""),
               lossless = sample(f, GRADIENT "g.save(o,'WEBP',lossless=True)\"");
    assert_refused(f, changed(f, lossy, "VP8 ", 0, 0x01), "image/broken"); /* no key frame */
    assert_refused(f, changed(f, lossy, "VP8 ", 0, 0x08), "image/broken"); /* version 4 and more */
    assert_refused(f, changed(f, lossy, "VP8 ", 0, 0x10), "image/broken"); /* not shown */
    assert_refused(f, changed(f, lossy, "VP8 ", 3, 0x01), "image/broken"); /* another start */
    assert_refused(f, changed(f, lossy, "VP8 ", 2, 0x80), "image/truncated"); /* its first part */
    assert_refused(f, changed(f, lossless, "VP8L", 0, 0x01), "image/broken");
    assert_refused(f, changed(f, lossless, "VP8L", 4, 0x20), "image/broken"); /* version 1 */
}

static void transparency_is_what_it_says_and_no_more(void **state) {
    struct fixture *f = *state;
    struct image_info info;
    struct str bytes =
        sample(f, GRADIENT "a.save(o,'PNG')\" | cwebp -quiet -alpha_method 0 -alpha_filter none "
                           "-o - -- -");
    size_t at = str_find(bytes, str_lit("ALPH")), pixels = 31 * 17;
    assert_int_not_equal(at, SIZE_MAX);
    struct str before = str_slice(bytes, 12, at),
               data = str_slice(bytes, at + 8, at + 8 + 1 + pixels),
               behind = str_from_offset(bytes, at + 8 + 1 + pixels);
    struct str alpha = chunk(f, "ALPH", data);
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, before, alpha, behind)), &info), bytes));
    struct str longer = chunk(f, "ALPH", JOIN(f, data, str_lit("secret")));
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, before, longer, behind)), &info), bytes));
    assert_removed(&info, "data behind the picture");
    struct str shorter = chunk(f, "ALPH", str_slice(data, 0, pixels));
    assert_refused(f, riff(f, JOIN(f, before, shorter, behind)), "image/truncated");
    assert_true(str_eq(scrubbed(f, riff(f, JOIN(f, before, alpha, alpha, behind)), &info), bytes));
    assert_removed(&info, "other data");
    struct str late = riff(f, JOIN(f, before, behind, alpha));
    assert_int_equal(str_find(scrubbed(f, late, &info), str_lit("ALPH")), SIZE_MAX);
    assert_removed(&info, "other data");
    assert_true(str_eq(scrubbed(f, changed(f, bytes, "ALPH", 0, 0x40), &info), bytes));
    static const unsigned char unknown[] = {0x02, 0x20, 0x80};
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
        assert_refused(f, changed(f, bytes, "ALPH", 0, unknown[i]), "image/broken");
}

static void any_bytes_are_survived(void **state) {
    struct fixture *f = *state;
    static const char *const commands[] = {
        GRADIENT "a.resize((5,4)).save(o,'WEBP',quality=5,exif=b'Exif')\"",
        GRADIENT "g=g.resize((5,4));g.save(o,'WEBP',save_all=True,append_images=[g.rotate(180)]"
                 ",lossless=True)\"",
    };
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        struct str bytes = sample(f, commands[i]);
        assert_every_truncation_survives(f, bytes);
        assert_every_bit_flip_survives(f, bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(stills_keep_their_pixels),
        TEST(transparency_without_its_bytes_is_refused),
        TEST(animations_keep_frames_times_and_loop),
        TEST(exif_xmp_and_profile_go_and_the_simple_form_is_left),
        TEST(a_dropped_orientation_is_a_warning),
        TEST(unknown_chunks_padding_and_what_follows_go),
        TEST(sizes_that_disagree_are_refused),
        TEST(heads_that_are_cut_off_or_too_large_are_refused),
        TEST(transparency_beside_a_lossless_picture_goes),
        TEST(frames_have_a_thousand_million_pixels_together_at_most),
        TEST(animations_must_be_whole),
        TEST(pictures_that_do_not_begin_as_one_are_refused),
        TEST(transparency_is_what_it_says_and_no_more),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
