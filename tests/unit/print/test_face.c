/* print/face.c, outline.c and cff.c: the part of a font that a file needs. */
#include <hb-ot.h>
#include <unistd.h>

#include "fixture.h"
#include "print/cff.h"

#define DEJAVU "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

struct sample {
    hb_font_t *font;
    struct face face;
    struct pdf_font *used;
    uint32_t ids[3]; /* "A", "i", "ä": of two parts */
};

static struct sample open_sample(struct fixture *f) {
    static const uint32_t letters[] = {'A', 'i', 0xe4};
    struct sample s;
    hb_blob_t *blob = hb_blob_create_from_file(DEJAVU);
    hb_face_t *file = hb_face_create(blob, 0);
    s.font = hb_font_create(file);
    hb_face_destroy(file);
    hb_blob_destroy(blob);
    face_open(&s.face, s.font, &f->mem);
    s.used = arena_new(&f->mem, struct pdf_font);
    *s.used = (struct pdf_font){.glyph_count = s.face.glyph_count,
                                .says = arena_array(&f->mem, uint32_t, s.face.glyph_count)};
    for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
        assert_true(hb_font_get_nominal_glyph(s.font, letters[i], &s.ids[i]));
        s.used->says[s.ids[i]] = 1;
    }
    return s;
}

static void close_sample(struct sample *s) {
    face_close(&s->face);
    hb_font_destroy(s->font);
}

static hb_font_t *font_of(struct str bytes) {
    hb_blob_t *blob =
        hb_blob_create(bytes.p, (unsigned)bytes.len, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    return font;
}

/* Whether both outlines are the same, but for what is lost where `b` has fewer units. */
static void assert_same(struct fixture *f, hb_font_t *a, uint32_t id_a, hb_font_t *b, uint32_t id_b,
                        double scale) {
    struct outline x, y;
    outline_trace(a, id_a, &f->mem, &x);
    outline_trace(b, id_b, &f->mem, &y);
    assert_true(x.count > 0);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_int_equal(x.steps[i].kind, y.steps[i].kind);
        for (size_t k = 0; k < x.steps[i].count; k++) {
            double dx = x.steps[i].points[k].x * scale - y.steps[i].points[k].x,
                   dy = x.steps[i].points[k].y * scale - y.steps[i].points[k].y;
            assert_true(dx * dx + dy * dy <= 0.51);
        }
    }
}

static void a_part_has_the_glyphs_under_their_numbers(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    struct pdf_program p;
    assert_true(face_program(&s.face, s.used, &f->mem, &p));
    assert_false(p.cff);
    assert_true(str_is(p.name, "DejaVuSans"));
    assert_true(p.bytes.len < 8000);
    assert_int_equal(p.ascent, 928);
    assert_int_equal(p.descent, -236);
    hb_font_t *part = font_of(p.bytes);
    for (size_t i = 0; i < ARRAY_LEN(s.ids); i++)
        assert_same(f, s.face.font, s.ids[i], part, s.ids[i], 1);
    hb_font_destroy(part);
    close_sample(&s);
}

/* As an OpenType font holds it: harfbuzz counts its glyphs one after another. */
static struct str around(struct fixture *f, const struct face *face, struct str cff) {
    static const hb_tag_t tables[] = {HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a')};
    static const char count[] = "\0\0\x50\0\0\5"; /* maxp: of five glyphs */
    hb_face_t *b = hb_face_builder_create();
    hb_blob_t *blob;
    unsigned len;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        blob = hb_face_reference_table(face->file, tables[i]);
        (void)hb_face_builder_add_table(b, tables[i], blob);
        hb_blob_destroy(blob);
    }
    blob = hb_blob_create(count, 6, HB_MEMORY_MODE_READONLY, NULL, NULL);
    (void)hb_face_builder_add_table(b, HB_TAG('m', 'a', 'x', 'p'), blob);
    hb_blob_destroy(blob);
    blob = hb_blob_create(cff.p, (unsigned)cff.len, HB_MEMORY_MODE_READONLY, NULL, NULL);
    (void)hb_face_builder_add_table(b, HB_TAG('C', 'F', 'F', ' '), blob);
    hb_blob_destroy(blob);
    blob = hb_face_reference_blob(b);
    const char *bytes = hb_blob_get_data(blob, &len);
    struct str all = arena_str(&f->mem, str_of(bytes, len));
    hb_blob_destroy(blob);
    hb_face_destroy(b);
    return all;
}

static void other_outlines_are_drawn_once_more(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    struct pdf_program p;
    uint32_t arrow; /* a line longer than an em */
    assert_true(hb_font_get_nominal_glyph(s.font, 0x27f6, &arrow) && arrow > s.ids[2]);
    s.used->says[arrow] = 1;
    s.face.truetype = false;
    assert_true(face_program(&s.face, s.used, &f->mem, &p));
    assert_true(p.cff);
    hb_font_t *part = font_of(around(f, &s.face, p.bytes));
    int units = (int)s.face.units; /* head's; the outlines have a thousand */
    hb_font_set_scale(part, units, units);
    for (uint32_t i = 0; i < ARRAY_LEN(s.ids); i++)
        assert_same(f, s.face.font, s.ids[i], part, i + 1, 1000.0 / s.face.units);
    assert_same(f, s.face.font, arrow, part, ARRAY_LEN(s.ids) + 1, 1000.0 / s.face.units);
    hb_font_destroy(part);
    close_sample(&s);
}

static void a_width_is_said_in_thousandths(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    assert_true(face_width(&s.face, s.ids[0]) == 684.082f); /* 1401 of 2048 */
    close_sample(&s);
}

static void an_outline_is_written_as_a_pdf_has_it(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    struct str dot = face_outline(&s.face, s.ids[1]);
    assert_true(str_starts(dot, str_lit("193 1120 m\n377 1120 l\n377 0 l\n193 0 l\nh\n")) ||
                str_find(dot, str_lit(" m\n")) != SIZE_MAX);
    assert_true(face_outline(&s.face, s.ids[1]).p == dot.p);
    assert_true(str_ends(dot, str_lit("h\n")));
    assert_true(hb_font_get_nominal_glyph(s.font, ' ', &s.ids[0]));
    assert_int_equal(face_outline(&s.face, s.ids[0]).len, 0);
    assert_true(str_find(face_outline(&s.face, s.ids[2]), str_lit(" c\n")) != SIZE_MAX);
    close_sample(&s);
}

static void fonts_of_one_file_are_one_face(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    hb_font_t *larger = hb_font_create(hb_font_get_face(s.font));
    hb_font_set_scale(larger, 50000, 50000);
    assert_true(face_is_of(&s.face, s.font));
    assert_true(face_is_of(&s.face, larger));
    assert_false(face_is_of(&s.face, hb_font_get_empty()));
    hb_font_destroy(larger);
    close_sample(&s);
}

static void a_font_of_pictures_is_not_drawn(void **state) {
    (void)state;
    assert_true(face_is_drawn(DEJAVU));
    assert_false(face_is_drawn("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"));
}

/* DejaVu Sans with a table of pictures: one that nobody needs under another name. */
static void write_with_pictures(struct fixture *f, const char *path) {
    struct str font;
    assert_true(fs_read(&f->mem, DEJAVU, DEJAVU, SIZE_MAX, &font, &f->diags));
    size_t tag = str_find(str_slice(font, 0, 512), str_lit("FFTM"));
    assert_int_not_equal(tag, SIZE_MAX);
    buf_put(&f->out, font);
    memcpy(f->out.p + tag, "COLR", 4);
    assert_true(fs_write(path, buf_str(&f->out), &f->diags));
}

/* U+2800 is a pattern of Braille without a dot. */
static void what_is_made_to_be_blank_is_no_picture(void **state) {
    struct fixture *f = *state;
    struct sample s = open_sample(f);
    struct outline blank;
    uint32_t id;
    assert_true(hb_font_get_nominal_glyph(s.font, 0x2800, &id));
    outline_trace(s.font, id, &f->mem, &blank);
    assert_int_equal(blank.count, 0);
    close_sample(&s);
    char path[] = "/tmp/pamphlet-face-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && close(fd) == 0);
    write_with_pictures(f, path);
    bool drawn = face_is_drawn(path);
    assert_int_equal(unlink(path), 0);
    assert_true(drawn);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_font_of_pictures_is_not_drawn),
        TEST(what_is_made_to_be_blank_is_no_picture),
        TEST(a_part_has_the_glyphs_under_their_numbers),
        TEST(other_outlines_are_drawn_once_more),
        TEST(a_width_is_said_in_thousandths),
        TEST(an_outline_is_written_as_a_pdf_has_it),
        TEST(fonts_of_one_file_are_one_face),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
