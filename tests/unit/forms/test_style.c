/* A style sheet put inside. */
#include "small_kit.h"

static bool put_picture(struct style *s, struct str path) {
    buf_put(s->out, str_lit("new/"));
    buf_put(s->out, path);
    return kit_asset(s->kit, path) != NULL;
}

static const char *put(struct fixture *f, const char *css) {
    struct small_kit *s = small_kit_open(&f->mem, "", "");
    struct forms_asset sheet = {str_lit("assets/x.css"), str_from(css), "x.css"};
    struct style style = {&s->kit, NULL, put_picture, &f->mem, &f->out};
    buf_reset(&f->out);
    style_put(&style, &sheet);
    kit_close(&s->kit);
    return arena_cstr(&f->mem, buf_str(&f->out));
}

static void comments_are_dropped_and_part_words(void **state) {
    struct fixture *f = *state;
    assert_string_equal(put(f, "/* a & b */p{color:red/**/}a/* ' */b{}"), " p{color:red }a b{}");
    assert_string_equal(put(f, "p{}/* open"), "p{} ");
    assert_string_equal(put(f, "p{}/"), "p{}/");
}

static void strings_are_left_alone(void **state) {
    static const char *const same[] = {"a::after{content:\" /* x */ \"}", "a{content:'url(\"x\")'}",
                                       "a{content:\"open"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        assert_string_equal(put(f, same[i]), same[i]);
}

static void pictures_get_the_place_that_they_have_in_the_form(void **state) {
    struct fixture *f = *state;
    assert_string_equal(put(f, "p{background:url(\"../images/1.png\") red}"),
                        "p{background:url(\"new/images/1.png\") red}");
    assert_string_equal(put(f, "p{background:url(\"gone.png\") red}"), "p{background:none red}");
    assert_string_equal(put(f, "p{background:url(\"cut"), "p{background:none");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(comments_are_dropped_and_part_words),
        TEST(strings_are_left_alone),
        TEST(pictures_get_the_place_that_they_have_in_the_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
