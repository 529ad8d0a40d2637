#include "sample.h"

static bool audit_body(struct fixture *f, struct sample_set *s, const char *body) {
    sample_set_init(s, &f->mem, NULL);
    return sample_audit(s, SAMPLE_INDEX, sample_page(&f->mem, "", body), f);
}

/* Each of these is good HTML that every parser reads alike. */
static const char *const good_bodies[] = {
    "",
    "<p>x &amp; y &lt;z&gt; &quot;a&quot; &#39;b&#39; a > b</p>\n",
    "<p class=\"a b\" id=\"ä-1\" lang=\"fi\" xml:lang=\"fi\" dir=\"auto\" title=\"t\">päihde</p>",
    "<h1 id=\"mdma\">MDMA</h1><h6>x</h6>",
    "<main><article><section><header><h1>x</h1></header><p>y</p><footer>z</footer></section>"
    "</article></main>",
    "<nav aria-label=\"Pages\"><ul>\n<li><a href=\"guides/mdma.html\">x</a></li>\n</ul></nav>",
    "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>",
    "<ol start=\"-3\" reversed=\"\" type=\"a\"><li>x</li></ol>",
    "<dl><dt>x</dt><dd>y</dd></dl><dl><div><dt>x</dt><dd><p>y</p></dd></div></dl>",
    "<table><caption>c</caption><thead><tr><th scope=\"col\" colspan=\"2\">h</th></tr></thead>"
    "<tbody><tr><td rowspan=\"2\">1</td><td><p>2</p></td></tr></tbody><tbody></tbody>"
    "<tfoot><tr><td>f</td></tr></tfoot></table>",
    "<table>\n <tbody>\n <tr>\n <td><table><tbody><tr><td>x</td></tr></tbody></table></td>\n"
    " </tr>\n </tbody>\n</table>",
    "<details open=\"\">\n<summary>s</summary><p>x</p></details>",
    "<details><summary><h2>s</h2></summary>x</details>",
    "<figure><img src=\"icon.png\" alt=\"\" width=\"16\" height=\"16\"/><figcaption>c</figcaption>"
    "</figure>",
    "<p>a<br/>b<br />c<wbr/>d</p><hr/>",
    "<pre><code class=\"language-c++\">\nx\n</code></pre><pre>x\n</pre>",
    "<blockquote><p>x</p></blockquote><address>x</address><aside><p>y</p></aside>",
    "<p><em>a</em><strong>b</strong><b>c</b><i>d</i><u>e</u><small>f</small><sub>g</sub>"
    "<sup>h</sup><abbr title=\"t\">i</abbr><dfn>j</dfn><code>k</code><kbd>l</kbd><samp>m</samp>"
    "<q>n</q><cite>o</cite><mark>p</mark><bdi>q</bdi><bdo dir=\"rtl\">r</bdo>"
    "<time datetime=\"2026-11-23\">s</time><ins>t</ins><del>u</del><span>v</span></p>",
    "<a href=\"guides/mdma.html\"><div><h2>x</h2><p>y</p></div></a>",
    "<p><a href=\"guides/mdma.html#dose\" hreflang=\"en\">x</a></p>",
    "<p><a href=\"guides/mdma.html#käyttö\">x</a></p>",
    "<p id=\"top\"><a href=\"#top\">x</a> <a href=\"index.html#top\">y</a> <a>z</a></p>",
    "<p><a href=\"README.txt\">x</a> <a href=\"START.html\">y</a></p>",
    "<p id=\"d\" aria-describedby=\"d e\"><span id=\"e\" role=\"note\" aria-hidden=\"true\" "
    "tabindex=\"-1\" hidden=\"\" aria-current=\"page\">x</span></p>",
    "<p><a class=\"external\" rel=\"noreferrer noopener nofollow\" "
    "href=\"https://x.test:8443/a/b?c=d&amp;e=%20#f\">x</a></p>",
    "<p><a class=\"external\" rel=\"noreferrer noopener nofollow\" "
    "href=\"https://x.test:65535\">x</a></p>",
    "<p><a class=\"button external\" href=\"http://abc.onion/\" "
    "rel=\"noreferrer noopener nofollow\">x</a></p>",
    "<p><a class=\"external\" rel=\"noreferrer noopener nofollow\" href=\"tel:+358-9-112\">x</a>"
    "<a class=\"external\" rel=\"noreferrer noopener nofollow\" "
    "href=\"mailto:help.me+now@x.test?subject=Hi%20there\">y</a></p>",
    "<p><a class=\"external\" rel=\"noreferrer noopener nofollow\" "
    "href=\"https://ru.wikipedia.org/wiki/Налоксон_(x)\">x</a></p>",
    "<p><a class=\"external\" rel=\"noreferrer noopener nofollow\" "
    "href=\"http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test:00443/\">"
    "x</a></p>",
    "<p><time datetime=\"2026-11-23T10:00:00.00000000000000+00:00\">x</time></p>",
};

static void good_pages_are_accepted(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    for (size_t i = 0; i < ARRAY_LEN(good_bodies); i++)
        if (!audit_body(f, &s, good_bodies[i])) {
            print_error("%s\n", good_bodies[i]);
            print_diags(&f->diags);
            fail();
        }
}

static void good_heads_are_accepted(void **state) {
    static const char *const heads[] = {
        "<link rel=\"stylesheet\" href=\"style.css\"/>\n",
        "<link rel=\"alternate\" hreflang=\"fi\" href=\"guides/mdma.html\"/>",
        "<link rel=\"prev\" href=\"index.html\"/>",
        "<meta name=\"description\" content=\"x &amp; y\"/>",
        "<meta name=\"color-scheme\" content=\"light dark\"/>",
        "<meta name=\"robots\" content=\"noindex\"/>",
        "<meta name=\"pad\" content=\"AAAA+/==\"/>",
        "<meta name=\"pad\" content=\"\"/>",
        "<meta http-equiv=\"onion-location\" content=\"http://"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaad.onion/en/index.html\"/>",
    };
    struct fixture *f = *state;
    struct sample_set s;
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        sample_set_init(&s, &f->mem, NULL);
        if (!sample_audit(&s, SAMPLE_INDEX, sample_page(&f->mem, heads[i], ""), f)) {
            print_error("%s\n", heads[i]);
            print_diags(&f->diags);
            fail();
        }
    }
}

static void the_policy_may_be_written_with_references(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    struct buf page = {0};
    struct str plain = sample_page(&f->mem, "", "");
    for (size_t i = 0; i < plain.len; i++)
        buf_puts(&page, plain.p[i] == '\'' ? "&#39;" : (char[]){plain.p[i], '\0'});
    sample_set_init(&s, &f->mem, NULL);
    assert_true(sample_audit(&s, SAMPLE_INDEX, buf_str(&page), f));
    buf_finish(&page);
}

static void xml_names_on_html_are_accepted(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    sample_set_init(&s, &f->mem, NULL);
    assert_true(sample_audit(
        &s, SAMPLE_INDEX,
        str_lit("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ar\" "
                "xml:lang=\"ar\" dir=\"rtl\"><head>" SAMPLE_HEAD SAMPLE_BETWEEN SAMPLE_AFTER),
        f));
}

static void a_finding_names_place_code_and_origin(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    assert_false(audit_body(f, &s, "<p>x</p>\n<p><script>x</script></p>\n"));
    assert_diag(&f->diags, 0, "dist/onion/index.html", 14, "audit/element");
    assert_int_equal(f->diags.items[0].column, 4);
    assert_string_equal(f->diags.items[0].origin, "content/en/x.md");
    assert_int_equal(f->diags.count, 1);
}

static void several_mistakes_are_found_at_once(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    assert_false(audit_body(f, &s, "<p style=\"x\" id=\"\">x</p>\n<div onclick=\"y\">z</div>\n"));
    assert_int_equal(f->diags.count, 3);
    assert_diag(&f->diags, 2, "dist/onion/index.html", 14, "audit/attribute");
}

static void findings_are_capped_and_counted(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    struct buf body = {0};
    for (int i = 0; i < 500; i++)
        buf_puts(&body, "<p onclick=\"x\">x</p>\n");
    buf_putc(&body, '\0');
    assert_false(audit_body(f, &s, body.p));
    assert_int_equal(f->diags.count, 21);
    assert_string_equal(f->diags.items[20].code, "audit/more");
    assert_string_equal(f->diags.items[20].message, "there are 480 more findings in this file");
    buf_finish(&body);
}

static void many_ids_and_links_are_kept(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    struct buf body = {0};
    for (int i = 0; i < 1000; i++)
        buf_printf(&body,
                   "<p id=\"i%d\"><a href=\"#i%d\">x</a><a href=\"guides/mdma.html#dose\">y"
                   "</a></p>\n",
                   i, 999 - i);
    assert_true(audit_body(f, &s, body.p));
    assert_int_equal(s.files[0].id_count, 1000);
    assert_str(s.files[0].ids[0], "i0");
    assert_str(s.files[0].ids[1], "i1");
    assert_str(s.files[0].ids[2], "i10");
    assert_int_equal(s.files[0].link_count, 1000);
    assert_int_equal(s.files[0].target_count, 1001); /* and the icon */
    assert_int_equal(s.files[0].links[999].line, 1012);
    buf_finish(&body);
}

static void counts_tell_what_was_read(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    assert_true(audit_body(f, &s, good_bodies[24]));
    assert_int_equal(s.files[0].counts.files, 1);
    assert_int_equal(s.files[0].counts.elements, 12);
    assert_int_equal(s.files[0].counts.links, 1);
    assert_int_equal(s.files[0].counts.external_links, 1);
    assert_int_equal(s.files[0].counts.images, 0);
}

static void a_page_alone_is_not_asked_for_its_neighbours(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    struct str path = str_lit("../dist/x/page.html");
    struct audit_set alone = {.paths = &path, .count = 1, .alone = true};
    struct audit_file out;
    (void)s;
    assert_true(audit_file(&alone, 0,
                           sample_page(&f->mem, "", "<p><a href=\"../nothing.html#x\">x</a></p>"),
                           NULL, &f->mem, &out, &f->diags));
    assert_false(audit_file(&alone, 0, sample_page(&f->mem, "", "<p><a href=\"#x\">x</a></p>"),
                            NULL, &f->mem, &out, &f->diags));
    assert_diag(&f->diags, 0, "../dist/x/page.html", 13, "audit/fragment-missing");
}

/* <html> and <body> are two of 128. */
static void elements_may_be_128_deep_and_no_more(void **state) {
    struct fixture *f = *state;
    struct sample_set s;
    for (unsigned depth = 128; depth < 130; depth++) {
        buf_reset(&f->out);
        for (unsigned i = 2; i < depth; i++)
            buf_puts(&f->out, "<div>");
        for (unsigned i = 2; i < depth; i++)
            buf_puts(&f->out, "</div>");
        assert_int_equal(audit_body(f, &s, arena_cstr(&f->mem, buf_str(&f->out))), depth == 128);
    }
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "dist/onion/index.html", 13, "audit/depth");
}

/* Every good page, cut at every place and with every byte changed in turn, is judged without a
 * crash; run with sanitizers. */
static void any_bytes_are_survived(void **state) {
    struct fixture *f = *state;
    struct str page = sample_page(&f->mem, "", good_bodies[9]);
    for (size_t i = 0; i < page.len; i++) {
        struct fixture own = {0};
        struct sample_set s;
        char *copy = malloc(page.len);
        assert_non_null(copy);
        memcpy(copy, page.p, page.len);
        copy[i] = (char)(copy[i] + (i % 7 == 0 ? 1 : (int)i % 251));
        sample_set_init(&s, &own.mem, NULL);
        (void)sample_audit(&s, SAMPLE_INDEX, str_of(copy, page.len), &own);
        (void)sample_audit(&s, SAMPLE_INDEX, str_of(copy, i), &own);
        free(copy);
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(good_pages_are_accepted),
        TEST(good_heads_are_accepted),
        TEST(the_policy_may_be_written_with_references),
        TEST(xml_names_on_html_are_accepted),
        TEST(a_finding_names_place_code_and_origin),
        TEST(several_mistakes_are_found_at_once),
        TEST(findings_are_capped_and_counted),
        TEST(many_ids_and_links_are_kept),
        TEST(counts_tell_what_was_read),
        TEST(a_page_alone_is_not_asked_for_its_neighbours),
        TEST(elements_may_be_128_deep_and_no_more),
        TEST(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
