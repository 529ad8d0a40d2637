/* Links whose text is an address. */
#include "fixture.h"

#include "markdown/link_text.h"

struct link {
    const char *text, *url;
};

#define ONION "pamphletsampletonmadeupaddressexampleexampleexampleexam"

static void another_address_in_the_text_is_found(void **state) {
    static const struct link links[] = {
        {"https://good.example", "https://evil.example/"},
        {"https://good.example/a?b&amp;c", "http://evil.example/a?b&c"},
        {"good.example", "https://evil.example/"},
        {"<strong>good.example</strong>", "https://evil.example/"},
        {"WWW.good.org", "https://www.evil.example/"},
        {"www.who.example", "https://www.who.example.evil.example/"},
        {"good.example", "https://notgood.example/"},
        {" <code>" ONION "d.onion</code>", "http://" ONION "e.onion/"},
        {ONION "d.onion", "https://good.example/"},
        {"112", "tel:911"},
        {"040 123-45", "tel:+358401234"},
        {"+44 (0)1632 960123", "tel:+441632960124"},
        {"a@good.example", "mailto:b@good.example"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        assert_true(link_text_differs(str_from(links[i].text), str_from(links[i].url)));
}

static void words_and_the_same_address_are_fine(void **state) {
    static const struct link links[] = {
        {"the report", "https://good.example/"},
        {"report.pdf", "https://good.example/report.pdf"},
        {"1.5", "https://good.example/"},
        {"e.g.", "https://good.example/"},
        {"", "https://good.example/"},
        {"good.example is fine", "https://evil.example/"},
        {"https://good.example", "https://good.example/"},
        {"good.example", "http://WWW.Good.example:8080/x"},
        {"www.good.example/x", "https://good.example/y"},
        {"good.example", "https://data.good.example/"},
        {"data.good.example", "https://good.example/data"},
        {"https://b\xc3\xbc"
         "cher.example",
         "https://xn--bcher-kva.example/"},
        {"112", "tel:112"},
        {"call us", "tel:112"},
        {"24", "tel:112"},
        {"24/7", "tel:112"},
        {"040 123 45", "tel:+3584012345"},
        {"+44 (0)1632 960123", "tel:+441632960123"},
        {"00 44 1632 960123", "tel:+441632960123"},
        {"A@good.example", "mailto:a@good.example?subject=x"},
        {"write", "mailto:a@good.example"},
    };
    char longest[400];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        assert_false(link_text_differs(str_from(links[i].text), str_from(links[i].url)));
    memset(longest, 'a', sizeof(longest));
    assert_false(
        link_text_differs(str_of(longest, sizeof(longest)), str_lit("https://b.example/")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(another_address_in_the_text_is_found),
        TEST(words_and_the_same_address_are_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
