/* print/type.c: what the fonts of a site are known by. */
#include "fixture.h"
#include "print/type.h"
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

/* In fonts-inter-variable, whose later editions have another name. */
static const char *font_of_all_weights(void) {
    return fs_exists("/usr/share/fonts/truetype/inter-vf/InterVariable.ttf") ? "Inter Variable"
                                                                             : "Inter";
}

/* Fontconfig names each file once for all its weights and once for each that has a name, those of
 * the italic, too. */
static void a_file_of_all_weights_is_taken_once_and_upright(void **state) {
    struct fixture *f = *state;
    struct fonts fonts;
    digest(f, font_of_all_weights(), &fonts, &f->out);
    assert_true(fonts.file_count >= 1);
    for (size_t i = 0; i < fonts.file_count; i++) {
        assert_null(strstr(fonts.files[i], "talic"));
        assert_true(i == 0 || strcmp(fonts.files[i - 1], fonts.files[i]) < 0);
    }
    fonts_close(&fonts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(fonts_are_known_by_their_names_and_files),
        TEST(a_file_of_all_weights_is_taken_once_and_upright),
        TEST(a_font_whose_file_is_gone_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
