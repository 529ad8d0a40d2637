/* print/glyphs.c: every letter of a line can be found again, whatever glyphs a font has for it. */
#include "fixture.h"
#include "print/glyphs.h"
#include "print/shape.h"

#define DEJAVU "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
#define LAM    "\xd9\x84"
#define ALEF   "\xd8\xa7"
#define FATHA  "\xd9\x8e"

enum { GLYPHS_MAX = 4 };
struct drawn {
    struct face *face;
    struct canvas canvas;
    struct pdf_font *font;
};

/* Draws `count` glyphs, numbered from 100 on, as a line that is read from right to left. */
static struct drawn draw(struct fixture *f, const char *text, const struct shape_glyph *from_left,
                         size_t count) {
    struct drawn d = {.face = arena_new(&f->mem, struct face)};
    struct shape_glyph glyphs[GLYPHS_MAX];
    hb_blob_t *blob = hb_blob_create_from_file(DEJAVU);
    hb_face_t *file = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(file);
    face_open(d.face, font, &f->mem);
    hb_font_destroy(font);
    hb_face_destroy(file);
    hb_blob_destroy(blob);
    for (size_t i = 0; i < count; i++) {
        glyphs[i] = from_left[i];
        glyphs[i].id = 100 + (uint32_t)i;
    }
    const struct shape shape = {.text = str_from(text)};
    const struct shape_run run = {
        .face = d.face, .share = 1, .to = strlen(text), .glyphs = glyphs, .level = 1};
    const struct line_run part = {.run = &run, .to = count, .text_to = strlen(text)};
    const struct line line = {.shape = &shape, .runs = &part, .run_count = 1, .size = 10};
    canvas_open(&d.canvas, false, false, true, &f->mem, &f->out);
    canvas_page(&d.canvas);
    glyphs_draw(&d.canvas, &line, 100, 100, 0);
    d.font = pdf_font(d.canvas.pdf, d.face, d.face->glyph_count);
    return d;
}

/* Glyph number `i` stands for this; it is not text when that is NULL. */
static void assert_says(const struct drawn *d, size_t i, const char *wanted) {
    uint32_t at = d->font->says[100 + i];
    if (wanted == NULL)
        assert_int_equal(at, 0);
    else
        assert_string_equal(d->font->texts.p + at, wanted);
}

static void finish(struct drawn *d) {
    static const struct pdf_facts facts = {.title = {"Notes", 5}, .date = {2026, 11, 23}};
    assert_true(canvas_close(&d->canvas, &facts));
    face_close(d->face);
}

static void signs_are_shapes(void **state) {
    static const struct shape_glyph one[] = {{.cluster = 0}, {.cluster = 0, .width = 0.5F}},
                                    two[] = {{.cluster = 2}, {.cluster = 0, .width = 0.5F}};
    struct drawn d = draw(*state, LAM FATHA, one, 2);
    assert_says(&d, 0, NULL);
    assert_says(&d, 1, LAM);
    finish(&d);
    d = draw(*state, LAM FATHA, two, 2);
    assert_says(&d, 0, NULL);
    assert_says(&d, 1, LAM);
    finish(&d);
}

/* As Noto Naskh Arabic draws "la". */
static void an_alef_without_width_is_with_its_lam(void **state) {
    static const struct shape_glyph glyphs[] = {{.cluster = 6, .width = 0.5F},
                                                {.cluster = 4},
                                                {.cluster = 2},
                                                {.cluster = 2, .width = 0.5F}};
    struct drawn d = draw(*state, ALEF LAM ALEF LAM, glyphs, 4);
    assert_says(&d, 0, LAM);
    assert_says(&d, 1, NULL);
    assert_says(&d, 2, NULL);
    assert_says(&d, 3, "\xef\xbb\xbb"); /* both in one */
    finish(&d);
}

/* Each alef that Unicode has joined with a lam, for those who copy a text or have it read to them.
 */
static void every_alef_is_with_its_lam(void **state) {
    static const struct shape_glyph glyphs[] = {{.cluster = 2}, {.cluster = 0, .width = 0.5F}};
    static const char *const alefs[][2] = {{LAM "\xd8\xa2", "\xef\xbb\xb5"},
                                           {LAM "\xd8\xa3", "\xef\xbb\xb7"},
                                           {LAM "\xd8\xa5", "\xef\xbb\xb9"},
                                           {LAM ALEF, "\xef\xbb\xbb"},
                                           {LAM "\xd8\xa8", LAM "\xd8\xa8"}};
    for (size_t i = 0; i < ARRAY_LEN(alefs); i++) {
        struct drawn d = draw(*state, alefs[i][0], glyphs, 2);
        assert_says(&d, 0, NULL);
        assert_says(&d, 1, alefs[i][1]);
        finish(&d);
    }
}

static void a_letter_without_width_and_neighbour_is_text(void **state) {
    static const struct shape_glyph glyphs[] = {{.cluster = 2, .width = 0.5F}, {.cluster = 0}};
    struct drawn d = draw(*state, ALEF LAM, glyphs, 2);
    assert_says(&d, 0, LAM);
    assert_says(&d, 1, ALEF);
    finish(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(signs_are_shapes),
        TEST(an_alef_without_width_is_with_its_lam),
        TEST(every_alef_is_with_its_lam),
        TEST(a_letter_without_width_and_neighbour_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
