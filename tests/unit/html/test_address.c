#include "fixture.h"
#include "html/html.h"

static void what_pages_take_has_no_problem(void **state) {
    static const char *const fine[] = {
        "https://a.example",        "http://a.example:8080/x?y=z#w",
        "https://a.example?x",      "https://127.0.0.1/",
        "https://a.example:00080/", "https://a.example/50%25/%C3%a4",
        "https://a.example:1",      "https://a.example:65535/",
        "mailto:a.b+c@d.example",   "mailto:a%40b@d.example?subject=x%20y",
        "tel:+358-9(123)#4",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        assert_null(html_address_problem(str_from(fine[i])));
}

static void a_problem_says_what_to_write(void **state) {
    static const struct {
        const char *url, *part;
    } bad[] = {
        {"https:a.example", "two slashes"},
        {"https://", "name a server"},
        {"https://a..example/", "name a server"},
        {"https://-a.example/", "name a server"},
        {"https://a-.example/", "name a server"},
        {"https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/",
         "name a server"},
        {"https://[::1]/", "name a server"},
        {"https://a.example:/", "name a server"},
        {"https://a.example:0/", "name a server"},
        {"https://a.example:00000", "name a server"},
        {"https://a.example:65536/", "name a server"},
        {"https://a.example:99999?x", "name a server"},
        {"https://a.example:x/", "name a server"},
        {"https://a.example:000080/", "name a server"},
        {"https://a..example:80/", "name a server"},
        {"https://a:b.example:80/", "name a server"},
        {"https://me@a.example/", "password"},
        {"https://b\xc3\xbc.example/", "xn--"},
        {"https://a.example/100%", "%25"},
        {"https://a.example/%zz", "%25"},
        {"https://a.example/?q=%4", "%25"},
        {"https://a.example/#%", "%25"},
        {"mailto:a", "mail address"},
        {"mailto:@a.example", "mail address"},
        {"mailto:a@b@c.example", "mail address"},
        {"mailto:a,b@c.example", "mail address"},
        {"mailto:a!b@c.example", "mail address"},
        {"mailto:a%b@c.example", "%25"},
        {"mailto:a@c.example?subject=100%", "%25"},
        {"tel:", "no number"},
        {"tel:112x", "number"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const char *problem = html_address_problem(str_from(bad[i].url));
        assert_non_null(problem);
        assert_non_null(strstr(problem, bad[i].part));
    }
}

static void a_host_of_more_than_253_letters_names_no_server(void **state) {
    struct fixture *f = *state;
    buf_puts(&f->out, "https://");
    for (unsigned i = 0; i < 126; i++)
        buf_puts(&f->out, "a.");
    buf_puts(&f->out, "b");
    assert_null(html_address_problem(buf_str(&f->out)));
    buf_puts(&f->out, "b");
    assert_non_null(html_address_problem(buf_str(&f->out)));
}

static void the_first_odd_letter_is_given_whole(void **state) {
    (void)state;
    assert_null(html_address_odd(str_lit("https://a.example/-._~:/?#@!$&'()*+,;=%25")).p);
    assert_str(html_address_odd(str_lit("https://a.example/a[]")), "[");
    assert_str(html_address_odd(str_lit("https://a.example/a b\\")), " ");
    assert_str(html_address_odd(str_lit("https://a.example/l\xc3\xa4\xc3\xa4ke")), "\xc3\xa4");
    assert_int_equal(html_address_odd(str_of("https://a\0", 10)).len, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_pages_take_has_no_problem),
        TEST(a_problem_says_what_to_write),
        TEST(a_host_of_more_than_253_letters_names_no_server),
        TEST(the_first_odd_letter_is_given_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
