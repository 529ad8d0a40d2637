/* What is said of metadata that went: Photoshop's resources and IPTC's datasets, byte by byte. */
#include "samples.h"

#include "image/traces.h"

static void assert_said(struct fixture *f, const struct image_removed *r, const char *want) {
    buf_reset(&f->out);
    image_removed_words(r, &f->out);
    assert_str(buf_str(&f->out), want);
}

#define RESOURCE(id, size) "8BIM" id "\0\0\0\0\0" size
#define GPS_IFD                                                                                    \
    "II*"                                                                                          \
    "\0\x08\0\0\0\1\0\x25\x88\4\0\1\0\0\0\x1A\0\0\0\0\0\0\0\1\0\2\0\5\0\3\0\0\0\0\0\0\0\0\0\0\0"

static void each_resource_of_photoshop_is_named(void **state) {
    struct fixture *f = *state;
    const struct {
        struct str bytes;
        const char *want;
    } rows[] = {
        {str_lit(RESOURCE("\x04\x09", "\2") "ab"), "thumbnail, other data"},
        {str_lit(RESOURCE("\x04\x0C", "\2") "ab"), "thumbnail, other data"},
        {str_lit(RESOURCE("\x04\x0F", "\2") "ab"), "colour profile, other data"},
        {str_lit(RESOURCE("\x04\x22", "\x2C") GPS_IFD), "place, other data"},
        {str_lit(RESOURCE("\x04\x24", "\x0E") "<x dc:creator>"), "author, other data"},
        {str_lit(RESOURCE("\x04\x04", "\6") "\x1C\2\x5A\0\1K"), "place, other data"},
        {str_lit(RESOURCE("\x03\xED", "\2") "ab"), "other data"},
        /* one behind the other, the first of an odd size */
        {str_lit(RESOURCE("\x04\x0F", "\1") "a\0" RESOURCE("\x04\x09", "\1") "b"),
         "thumbnail, colour profile, other data"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct image_removed r = {0};
        traces_photoshop(rows[i].bytes, &r);
        assert_said(f, &r, rows[i].want);
    }
}

/* Sizes and names that lead out of the bytes end the reading; nothing behind them is believed. */
static void broken_resources_are_other_data(void **state) {
    struct fixture *f = *state;
    const struct str rows[] = {
        str_lit(""),
        str_lit("8BIM"),
        str_lit(RESOURCE("\x04\x09", "\x7F") "ab"),
        str_lit("8BIM\x04\x09\0\0\xFF\xFF\xFF\xFF"
                "ab"),
        str_lit("8BIM\x04\x09\xFF\0\0\0\0\2"
                "ab"),
        str_lit("8BIX\x04\x09\0\0\0\0\0\2"
                "ab"),
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct image_removed r = {0};
        /* a copy of just these bytes: what is read behind them is seen by the sanitizer */
        char *copy = malloc(rows[i].len + 1);
        assert_non_null(copy);
        memcpy(copy, rows[i].p, rows[i].len);
        traces_photoshop(str_of(copy, rows[i].len), &r);
        free(copy);
        assert_said(f, &r, "other data");
    }
}

static void each_dataset_of_iptc_is_named(void **state) {
    struct fixture *f = *state;
    struct image_removed r = {0};
    traces_iptc(str_lit("\x1C\1\x5A\0\2\0\2" /* another record: nothing is said of it */
                        "\x1C\2\0\0\2\0\2"
                        "\x1C\2\x50\0\1J"
                        "\x1C\2\x37\0\4"
                        "2026"
                        "\x1C\2\x78\x7F\xFF"
                        "text that ends too early"),
                &r);
    assert_said(f, &r, "time, author, comment, other data");
    assert_false(r.place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_resource_of_photoshop_is_named),
        TEST(broken_resources_are_other_data),
        TEST(each_dataset_of_iptc_is_named),
    };
    return cmocka_run_group_tests_name("image/traces", tests, NULL, NULL);
}
