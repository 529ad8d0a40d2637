/* QR codes: zbarimg reads back what was encoded. */
#include "fixture.h"

#include "qr/qr.h"

static const char onion[] = "http://"
                            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion/";

/* What zbarimg reads in a PNG, without its line end. */
static struct str read_back(struct fixture *f, struct str png) {
    char path[] = "/tmp/pamphlet-qr-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(png.p, 1, png.len, file), png.len);
    assert_int_equal(fclose(file), 0);
    FILE *pipe = popen(arena_printf(&f->mem, "zbarimg --nodbus -q --raw %s", path).p, "r");
    assert_non_null(pipe);
    char text[4096];
    size_t len = fread(text, 1, sizeof(text), pipe);
    assert_int_equal(pclose(pipe), 0);
    assert_int_equal(remove(path), 0);
    return str_trim(arena_str(&f->mem, str_of(text, len)));
}

static struct str png_of(struct fixture *f, struct str text, enum qr_level level, unsigned scale) {
    struct qr code;
    struct buf png = {0};
    assert_true(qr_encode(&f->mem, text, level, &code));
    qr_png(&code, scale, &png);
    struct str copy = arena_str(&f->mem, buf_str(&png));
    buf_finish(&png);
    return copy;
}

static void a_png_is_read_back_as_it_was_written(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "HELLO",
        "Naloxone: one spray, 2-3 min, again. 112",
        "http://example.org/a?b=c&d",
        "hyvää päivää, здравствуйте",
        /* without a word about their encoding, both were taken for another alphabet */
        "لا يستيقظ، تنفس ضعيف: 1 اتصل بالطوارئ. 2 نالوكسون. نفَس كل 5 ثوانٍ.",
        "Ei herää: soita hätänumeroon. Lisää naloksonia 2-3 min välein. Jää: se voi palata.",
        onion,
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_str(read_back(f, png_of(f, str_from(texts[i]), QR_LEVEL_M, 3)), texts[i]);
        assert_str(read_back(f, png_of(f, str_from(texts[i]), QR_LEVEL_Q, 5)), texts[i]);
    }
}

static void the_same_text_gives_the_same_bytes(void **state) {
    struct fixture *f = *state;
    struct str text = str_from(onion);
    assert_true(str_eq(png_of(f, text, QR_LEVEL_M, 4), png_of(f, text, QR_LEVEL_M, 4)));
}

static void the_png_has_a_quiet_zone_of_four_light_modules(void **state) {
    struct fixture *f = *state;
    struct qr code;
    assert_true(qr_encode(&f->mem, str_lit("A"), QR_LEVEL_M, &code));
    assert_int_equal(code.version, 1);
    assert_int_equal(code.modules, 21);
    struct str png = png_of(f, str_lit("A"), QR_LEVEL_M, 2);
    /* IHDR: (21 + 8) * 2 = 58 pixels a side, one bit, grey */
    assert_memory_equal(png.p + 8, "\0\0\0\x0DIHDR\0\0\0\x3A\0\0\0\x3A\1\0\0\0\0", 21);
}

/* The finder pattern's first line is seven dark modules: in the third line of characters. */
static void the_terminal_form_shows_modules_as_half_blocks(void **state) {
    struct fixture *f = *state;
    struct qr code;
    struct str rest, line;
    size_t lines = 0;
    assert_true(qr_encode(&f->mem, str_lit("A"), QR_LEVEL_M, &code));
    qr_terminal(&code, false, &f->out);
    for (rest = buf_str(&f->out); str_next_line(&rest, &line); lines++) {
        assert_int_equal(utf8_length(line), 29);
        if (lines < 2)
            assert_true(str_starts(line, str_lit("████████████████████")));
        if (lines == 2)
            assert_true(str_starts(line, str_lit("████ ▄▄▄▄▄ █")));
        if (lines == 14)
            assert_true(str_starts(line, str_lit("▀▀▀▀▀▀▀▀▀▀▀")));
    }
    assert_int_equal(lines, 15);
    buf_reset(&f->out);
    qr_terminal(&code, true, &f->out);
    assert_true(str_starts(buf_str(&f->out), str_lit("\x1b[30;107m     ")));
    assert_int_not_equal(str_find(buf_str(&f->out), str_lit("    █▀▀▀▀▀█ ")), SIZE_MAX);
}

static void onion_roots_are_written_in_upper_case_and_take_version_4(void **state) {
    struct fixture *f = *state;
    struct qr code;
    struct str shorter = qr_shorten_url(&f->mem, str_from(onion));
    assert_true(str_starts(shorter, str_lit("HTTP://AAAA")));
    assert_true(str_ends(shorter, str_lit("A.ONION/")));
    assert_true(qr_encode(&f->mem, shorter, QR_LEVEL_M, &code));
    assert_int_equal(code.version, 4);
    assert_true(qr_encode(&f->mem, str_from(onion), QR_LEVEL_M, &code));
    assert_int_equal(code.version, 5);
    assert_str(qr_shorten_url(&f->mem, str_lit("http://ab.onion:80")), "HTTP://AB.ONION:80");
}

static void the_path_on_an_onion_stays_as_it_is(void **state) {
    struct fixture *f = *state;
    struct qr code;
    static const char path[] =
        "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion"
        "/en/guides/mdma.html";
    struct str shorter = qr_shorten_url(&f->mem, str_from(path));
    assert_true(str_ends(shorter, str_lit("AAA.ONION/en/guides/mdma.html")));
    assert_true(qr_encode(&f->mem, str_from(path), QR_LEVEL_M, &code));
    assert_int_equal(code.version, 6);
    assert_true(qr_encode(&f->mem, shorter, QR_LEVEL_M, &code));
    assert_int_equal(code.version, 5);
    assert_str(qr_shorten_url(&f->mem, str_lit("https://x.ab.onion:8080/fi/?q#A")),
               "HTTPS://X.AB.ONION:8080/fi/?q#A");
}

static void other_addresses_stay_as_they_are(void **state) {
    struct fixture *f = *state;
    static const char *const texts[] = {
        "http://ab.onion?q", "http://ab.onion:99999", "http://a@b.onion/", "http://example.org/",
        "ab.onion",          "http://.onion",         "http://",           "",
        "mailto:a@b.onion",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_str(qr_shorten_url(&f->mem, str_from(texts[i])), texts[i]);
}

static void text_fits_up_to_the_limit_and_not_beyond(void **state) {
    struct fixture *f = *state;
    struct qr code;
    static char long_text[2401];
    memset(long_text, 'a', sizeof(long_text) - 1);
    for (enum qr_level level = QR_LEVEL_M; level <= QR_LEVEL_Q; level++) {
        size_t most = qr_bytes_max(str_from(long_text), level);
        assert_true(qr_encode(&f->mem, str_of(long_text, most), level, &code));
        assert_int_equal(code.version, 40);
        assert_false(qr_encode(&f->mem, str_of(long_text, most + 1), level, &code));
        memcpy(long_text, "ä", 2);
        assert_int_equal(qr_bytes_max(str_from(long_text), level), most - 1);
        assert_true(qr_encode(&f->mem, str_of(long_text, most - 1), level, &code));
        assert_false(qr_encode(&f->mem, str_of(long_text, most), level, &code));
        memset(long_text, 'a', 2);
    }
    assert_false(qr_encode(&f->mem, str_lit(""), QR_LEVEL_M, &code));
    assert_true(qr_encode(&f->mem, str_lit("a\0b"), QR_LEVEL_M, &code));
}

static void a_picture_gives_its_code_back(void **state) {
    struct fixture *f = *state;
    for (size_t len = 1; len < 1500; len += 187)
        for (unsigned scale = 1; scale < 6; scale++) {
            char *text = arena_alloc(&f->mem, len, 1);
            struct qr code, again;
            memset(text, 'x', len);
            assert_true(qr_encode(&f->mem, str_of(text, len), QR_LEVEL_M, &code));
            buf_reset(&f->out);
            (void)qr_png(&code, scale, &f->out);
            qr_of_png(&f->mem, buf_str(&f->out), scale, &again);
            assert_int_equal(again.modules, code.modules);
            assert_memory_equal(again.dark, code.dark, (size_t)code.modules * code.modules);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_picture_gives_its_code_back),
        TEST(a_png_is_read_back_as_it_was_written),
        TEST(the_same_text_gives_the_same_bytes),
        TEST(the_png_has_a_quiet_zone_of_four_light_modules),
        TEST(the_terminal_form_shows_modules_as_half_blocks),
        TEST(onion_roots_are_written_in_upper_case_and_take_version_4),
        TEST(the_path_on_an_onion_stays_as_it_is),
        TEST(other_addresses_stay_as_they_are),
        TEST(text_fits_up_to_the_limit_and_not_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
