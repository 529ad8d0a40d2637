/* print/type.c: what the fonts of a site are known by. */
#include "fixture.h"
#include "print/shape.h"
#include "sign/sign.h"

static void digest(struct fixture *f, const char *names, struct fonts *fonts, struct buf *out) {
    struct site site = {.config.print_font = str_from(names)};
    *fonts = (struct fonts){0};
    assert_true(fonts_open(fonts, &site, &f->mem, &f->diags));
    assert_true(fonts_digest(fonts, out));
}

static void fonts_are_known_by_their_names_and_files(void **state) {
    struct fixture *f = *state;
    struct fonts fonts;
    struct buf wanted = {0};
    digest(f, "DejaVu Sans", &fonts, &f->out);
    assert_true(fonts.file_count >= 2); /* regular and bold */
    buf_puts(&wanted, "DejaVu Sans\n");
    for (size_t i = 0; i < fonts.file_count; i++) {
        struct str bytes;
        uint8_t sha256[SIGN_SHA256_BYTES];
        assert_true(fs_read(&f->mem, fonts.files[i], fonts.files[i], SIZE_MAX, &bytes, &f->diags));
        sign_sha256(bytes, sha256);
        buf_put(&wanted, str_of((const char *)sha256, sizeof(sha256)));
    }
    assert_true(str_eq(buf_str(&f->out), buf_str(&wanted)));
    buf_finish(&wanted);
    fonts_close(&fonts);
}

static void a_font_whose_file_is_gone_is_not_known(void **state) {
    struct fixture *f = *state;
    struct fonts fonts;
    digest(f, "DejaVu Sans", &fonts, &f->out);
    fonts.files[fonts.file_count - 1] = "/no/such/font.ttf";
    assert_false(fonts_digest(&fonts, &f->out));
    fonts_close(&fonts);
}

/* The face of the first run of `text`, set by a type of its own, as a thread has one. */
static cairo_font_face_t *face_of(struct type *t, const char *text, unsigned style) {
    struct rich rich = {.text = str_from(text)};
    struct lines lines = type_lines(t, &rich, 9.5, 0, false, style);
    const struct line *line = &lines.items[0];
    return cairo_scaled_font_get_font_face(shape_sized(line->runs[0].run, line->size));
}

static bool is_held(const struct fonts *fonts, const cairo_font_face_t *face) {
    for (size_t i = 0; i < fonts->face_count; i++)
        if (fonts->faces[i] == face)
            return true;
    return false;
}

static void the_faces_that_text_is_drawn_with_are_held(void **state) {
    static const struct {
        const char *text;
        unsigned style;
    } all[] = {
        {"Take care", 0}, {"Take care", STYLE_BOLD}, {"\xd9\x86\xd8\xb4\xd8\xb1\xd8\xa9", 0}};
    struct fixture *f = *state;
    struct fonts fonts;
    struct type t;
    digest(f, "DejaVu Sans", &fonts, &f->out);
    fonts_hold(&fonts, &f->mem);
    type_open(&t, &fonts);
    type_begin(&t, &f->mem);
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        assert_true(is_held(&fonts, face_of(&t, all[i].text, all[i].style)));
    assert_ptr_not_equal(face_of(&t, all[0].text, 0), face_of(&t, all[1].text, STYLE_BOLD));
    type_end(&t);
    type_close(&t);
    fonts_close(&fonts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(fonts_are_known_by_their_names_and_files),
        TEST(a_font_whose_file_is_gone_is_not_known),
        TEST(the_faces_that_text_is_drawn_with_are_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
