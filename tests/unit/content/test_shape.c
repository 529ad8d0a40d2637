/* Forms of ids, tags and addresses. */
#include "fixture.h"

#include "content/shape.h"

static void language_tags_are_known_by_their_form(void **state) {
    static const char *const good[] = {"en",
                                       "fi",
                                       "pt-BR",
                                       "zh-Hant",
                                       "zh-Hant-TW",
                                       "es-419",
                                       "sl-rozaj",
                                       "de-1996",
                                       "ckb",
                                       "zh-cmn-Hans-CN",
                                       "en-x-ab",
                                       "de-u-co-phonebk",
                                       "zh-cmn",
                                       "en-a-bb-x-c",
                                       "en-a-bbbbbbbb-cccccccc-dddddddd-eee"};
    static const char *const bad[] = {"",
                                      "e",
                                      "english",
                                      "value",
                                      "en_GB",
                                      "en-",
                                      "-en",
                                      "en--GB",
                                      "en-a",
                                      "12",
                                      "en-GB-x",
                                      "en-123456789",
                                      "ä",
                                      "zh-Hant-Hans",
                                      "en-u-abcdefghi",
                                      "en-u-a_b",
                                      "en-u-co-a",
                                      "en-a-bbbbbbbb-cccccccc-dddddddd-eeee"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(shape_is_language(str_from(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(shape_is_language(str_from(bad[i])));
}

static void ids_are_narrow_and_can_be_guessed(void **state) {
    struct fixture *f = *state;
    assert_true(shape_is_id(str_lit("who-2023.a_b")));
    assert_false(shape_is_id(str_lit("-a")));
    assert_false(shape_is_id(str_lit("a..b")));
    assert_false(shape_is_id(str_lit("A")));
    assert_false(shape_is_id(str_lit("")));
    assert_str(shape_id_like(&f->mem, str_lit(" Big  Ones! ")), "big-ones");
    assert_null(shape_id_like(&f->mem, str_lit("Ω")).p);
}

static void web_addresses_give_their_host(void **state) {
    static const char *const bad[] = {"www.x.org",   "ftp://x.org",         "https://",
                                      "https:///x",  "https://x .org",      "https://u@x.org/",
                                      "https://x.:", "https://x.org:99999", "https://-x.org"};
    struct str host;
    (void)state;
    assert_true(shape_is_web(str_lit("https://x.org:8080/a?b#c"), &host));
    assert_str(host, "x.org");
    assert_true(shape_is_web(str_lit("http://x.org"), &host));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(shape_is_web(str_from(bad[i]), &host));
}

#define NAME "drugchecksampletonmadeupaddressexampleexampleexampleexad"

static void onion_names_have_56_characters(void **state) {
    (void)state;
    assert_true(shape_is_onion(str_lit(NAME ".onion")));
    assert_true(shape_is_onion(str_lit("www." NAME ".onion")));
    assert_false(shape_is_onion(str_lit("a" NAME ".onion")));
    assert_false(shape_is_onion(str_lit("." NAME ".onion")));
    assert_false(shape_is_onion(str_lit(NAME)));
    assert_false(shape_is_onion(str_lit(".onion")));
}

static void emails_and_digits_are_known_by_their_form(void **state) {
    (void)state;
    assert_true(shape_is_email(str_lit("a.b+c@x.example")));
    assert_false(shape_is_email(str_lit("a@example")));
    assert_false(shape_is_email(str_lit("@x.example")));
    assert_false(shape_is_email(str_lit("a b@x.example")));
    assert_false(shape_is_email(str_lit("\xc3\xa4@x.example")));
    assert_true(shape_is_hex(str_lit("0aF9"), 4));
    assert_false(shape_is_hex(str_lit("0aG9"), 4));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(language_tags_are_known_by_their_form),
        TEST(ids_are_narrow_and_can_be_guessed),
        TEST(web_addresses_give_their_host),
        TEST(onion_names_have_56_characters),
        TEST(emails_and_digits_are_known_by_their_form),
    };
    return cmocka_run_group_tests_name("content/shape", tests, NULL, NULL);
}
