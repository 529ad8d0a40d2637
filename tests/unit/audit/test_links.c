/* Addresses that lead out of the site, in the one narrow form. */
#include "audit/links.h"

#include "fixture.h"

static const char *const plain[] = {
    "https://example.org",
    "http://example.org/",
    "https://Example.ORG/Path",
    "https://example.org:8443/a/b.html?q=1&r=%C3%A4#part",
    "https://example.org:65535",
    "https://example.org?q",
    "https://example.org#part",
    "https://xn--hlsa-loa.example/päihteet/ένα",
    "https://example.org/%7e/a%2fb",
    "https://example.org/~a!b$c&d'e;f,g=h:i@j(k)*l+m",
    "mailto:help@example.org",
    "mailto:first.last+tag@example.org?subject=a%20b",
    "mailto:a%2bb@example.org",
    "tel:+358-9-123.45(67)*1#2",
    "tel:112",
};
static const char *const others[] = {
    /* schemes are written in one way */
    "HTTPS://example.org",
    "https:/example.org",
    "https:example.org",
    "httpx://example.org",
    "javascript:1",
    "data:text/html,x",
    "ftp://example.org/",
    "//example.org/",
    /* the server */
    "https://",
    "https:///path",
    "https://user@example.org/",
    "https://user:word@example.org/",
    "https://exa_mple.org/",
    "https://-example.org/",
    "https://example..org/",
    "https://ex\xc3\xa4mple.org/",
    "https://example.org\\@other.org/",
    "https://[::1]/",
    "https://example.org:/",
    "https://example.org:0/",
    "https://example.org:65536/",
    "https://example.org:80a/",
    "https://example.org;a",
    "https://example.org@other.org/",
    /* what follows */
    "https://example.org/a b",
    "https://example.org/\"",
    "https://example.org/<",
    "https://example.org/\\",
    "https://example.org/^",
    "https://example.org/{",
    "https://example.org/|",
    "https://example.org/`",
    "https://example.org/\x01",
    "https://example.org/\x7f",
    "https://example.org/%",
    "https://example.org/%4",
    "https://example.org/%g0",
    "https://example.org/%0g",
    "https://example.org/a%zzb",
    "https://example.org/\xe2\x80\xae",
    "https://example.org/\xff",
    "https://example.org/?a b",
    "https://example.org/#a b",
    /* mail */
    "mailto:",
    "mailto:@example.org",
    "mailto:help",
    "mailto:help@",
    "mailto:help@exa_mple.org",
    "mailto:he lp@example.org",
    "mailto:he(lp)@example.org",
    "mailto:he/lp@example.org",
    "mailto:a%2@example.org",
    "mailto:h\xc3\xa4lp@example.org",
    "mailto:a@example.org,b@example.org",
    "mailto:a@b@example.org",
    "mailto:help?to=a@example.org",
    "mailto:help@example.org?subject=a b",
    "mailto:help@example.org?subject=%2",
    /* telephone */
    "tel:",
    "tel:1 2",
    "tel:112;ext=1",
    "tel:one",
    "tel:1/2",
    "tel:%31",
};

static void the_plain_form_is_accepted(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
        if (!links_external_is_plain(str_from(plain[i])))
            fprintf(stderr, "refused: %s\n", plain[i]);
        assert_true(links_external_is_plain(str_from(plain[i])));
        assert_true(links_is_external(str_from(plain[i])));
    }
}

static void every_other_form_is_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        if (links_external_is_plain(str_from(others[i])))
            fprintf(stderr, "accepted: %s\n", others[i]);
        assert_false(links_external_is_plain(str_from(others[i])));
    }
}

/* Each byte in each place of a good address: what is accepted there is what RFC 3986 lets stand
 * there, so no browser has to repair it. */
static void no_byte_stands_where_a_browser_would_repair_it(void **state) {
    (void)state;
    char path[] = "https://example.org/x", host[] = "https://examxple.org/", tel[] = "tel:1x2",
         mail[] = "mailto:axb@example.org";
    for (int c = 1; c < 0x80; c++) {
        bool letter = ascii_is_alnum((char)c);
        path[20] = host[12] = tel[5] = mail[8] = (char)c;
        assert_int_equal(links_external_is_plain(str_from(path)),
                         letter || strchr("-._~/?#!$&'()*+,;=:@", c) != NULL);
        /* A ':' or '/' makes another address of it, of which the first part is the server. */
        assert_int_equal(links_external_is_plain(str_from(host)),
                         letter || strchr("-./?#", c) != NULL);
        assert_int_equal(links_external_is_plain(str_from(tel)),
                         ascii_is_digit((char)c) || strchr("-.+()*#", c) != NULL);
        assert_int_equal(links_external_is_plain(str_from(mail)),
                         letter || strchr("-._+", c) != NULL);
    }
}

/* What stands behind an address on the page is none of its bytes. */
static void a_code_that_ends_with_the_address_is_refused(void **state) {
    (void)state;
    const struct str whole = str_lit("https://example.org/%41");
    assert_true(links_external_is_plain(whole));
    assert_false(links_external_is_plain(str_slice(whole, 0, whole.len - 1)));
    assert_false(links_external_is_plain(str_slice(whole, 0, whole.len - 2)));
}

static void the_host_is_what_stands_before_port_and_path(void **state) {
    (void)state;
    assert_str(links_host(str_lit("https://example.org:8443/a")), "example.org");
    assert_str(links_host(str_lit("http://a.onion/")), "a.onion");
    assert_null(links_host(str_lit("mailto:help@example.org")).p);
    assert_null(links_host(str_lit("tel:112")).p);
    assert_null(links_host(str_lit("guides/a.html")).p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_form_is_accepted),
        cmocka_unit_test(every_other_form_is_refused),
        cmocka_unit_test(no_byte_stands_where_a_browser_would_repair_it),
        cmocka_unit_test(a_code_that_ends_with_the_address_is_refused),
        cmocka_unit_test(the_host_is_what_stands_before_port_and_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
