/* What was read on one page changes nothing on the next: each page is audited knowing nothing and
 * knowing all the pages before, and both must find the same (sample_audit_file). */
#include "audit/pieces.h"
#include "sample.h"

/* Two folders with a file of the same name in each: the same link leads to another file, or to
 * none. */
enum { TOP_INDEX, TOP_A, TOP_ICON, SUB_INDEX, SUB_A, SUB_ICON, SUB_ONLY, TOP_ONLY, START, FILES };
static const char *const paths[FILES] = {"index.html",   "a.html",   "icon.png",
                                         "x/index.html", "x/a.html", "x/icon.png",
                                         "x/only.html",  "top.html", "START.html"};

struct two_folders {
    struct sample_set s;
    struct str paths[FILES];
    struct audit_pieces *pieces;
    struct fixture *f;
};

static void open_folders(struct two_folders *t, struct fixture *f) {
    *t = (struct two_folders){.f = f, .pieces = audit_pieces_open()};
    t->s.set = (struct audit_set){.paths = t->paths, .count = FILES, .shown_root = "dist/onion/"};
    map_init(&t->s.set.by_path, &f->mem, FILES);
    for (uint32_t i = 0; i < FILES; i++) {
        t->paths[i] = str_from(paths[i]);
        map_add(&t->s.set.by_path, t->paths[i], i);
    }
}

static void close_folders(struct two_folders *t) {
    audit_pieces_close(t->pieces);
    audit_pieces_close(NULL);
}

static bool read_bytes(struct two_folders *t, uint32_t index, struct str bytes,
                       struct audit_file *out) {
    return sample_audit_file(&t->s, t->pieces, index, bytes, t->f, out);
}

static bool read_body(struct two_folders *t, uint32_t index, const char *body,
                      struct audit_file *out) {
    return read_bytes(t, index, sample_page(&t->f->mem, "", body), out);
}

#define MENU "<nav aria-label=\"m\"><ul><li><a href=\"a.html\">a &amp; b</a></li></ul></nav>"
#define FOOT                                                                                       \
    "<footer><p>ä <a class=\"external\" rel=\"noreferrer noopener nofollow\" "                    \
    "href=\"https://x.test/\">x</a><img src=\"icon.png\" alt=\"\" width=\"1\" height=\"1\"/></p>"  \
    "</footer>"

/* More than are kept while they are open. */
#define NAVS_4(tag)  tag tag tag tag
#define NAVS_16(tag) NAVS_4(tag) NAVS_4(tag) NAVS_4(tag) NAVS_4(tag)
#define NAVS(tag)    NAVS_16(tag) NAVS_16(tag) NAVS_16(tag) NAVS_16(tag) NAVS_16(tag) NAVS_16(tag)

/* Each is read first; then each of `later` after it. */
static const char *const before[] = {
    MENU,
    FOOT,
    "<header>" MENU "<p>x</p></header>",
    NAVS("<nav>") MENU NAVS("</nav>") FOOT,
    "<header>x</header>" MENU FOOT,
    "<main><h1>x</h1>" MENU "</main>" FOOT,
    "<section>" MENU "</section>",
    "<section><div>" FOOT MENU "</div></section>",
    "<nav><a href=\"top.html\">x</a></nav>",
    "<nav id=\"n\"><a href=\"a.html\">x</a></nav>",
    "<p id=\"n\">x</p><nav><a href=\"#n\">x</a></nav>",
    "<p id=\"n\">x</p><nav><a href=\"a.html#n\">x</a></nav>",
    "<p id=\"n\">x</p><nav aria-labelledby=\"n\">x</nav>",
    "<nav></nav><nav>x</nav><header></header>",
    "<nav><nav><nav><nav><nav><nav>x</nav></nav></nav></nav></nav></nav>",
    "<nav><a href=\"a.html\">not closed</nav>",
    "<nav><p>wrong</i></p></nav>",
    "<nav onclick=\"x\">x</nav>",
    "<nav/>" MENU,
};

static const char *const later[] = {
    MENU,
    FOOT,
    MENU MENU,
    FOOT MENU FOOT,
    "<p>x</p>" MENU "<p>y</p>",
    "<header>" MENU "<p>x</p></header>",
    "<header>" MENU "</header>",
    "<header><header>" MENU "</header></header>",
    "<footer>" MENU "</footer>",
    "<footer>" FOOT "</footer>",
    "<header><div>" FOOT "</div></header>",
    "<nav><div>" FOOT MENU "</div></nav>",
    "<main>" MENU "</main>" MENU,
    MENU "<main>" MENU "</main>",
    "<main><h1>x</h1>" MENU "</main>" FOOT,
    "<main></main><main>" MENU "</main>",
    "<nav><main>x</main></nav>",
    "<section>" MENU "</section>",
    "<article><section>" MENU FOOT "</section></article>",
    "<p>" MENU "</p>",
    "<p><a href=\"a.html\">" MENU "</a></p>",
    "<a href=\"a.html\">" FOOT "</a>",
    "<a>" MENU "</a>",
    "<ins>" MENU "</ins>",
    "<ul>" MENU "</ul>",
    "<ul><li>" MENU "</li></ul>",
    "<dl>" MENU "</dl>",
    "<dl><dt>" MENU "</dt><dd>x</dd></dl>",
    "<dl><div>" MENU "</div></dl>",
    "<dl><dt>x</dt><dd>" MENU "</dd></dl>",
    "<table><tbody><tr><th>" MENU "</th><td>" FOOT "</td></tr></tbody></table>",
    "<table>" MENU "</table>",
    "<table><caption>" MENU "</caption></table>",
    "<address>" MENU "</address>",
    "<h1>" MENU "</h1>",
    "<pre>" MENU "</pre>",
    "<pre>\n" MENU "</pre>",
    "<details><summary>" MENU "</summary></details>",
    "<details>" MENU "<summary>x</summary></details>",
    "<details><summary>x</summary>" MENU "</details>",
    "<figure>" MENU "<figcaption>" FOOT "</figcaption></figure>",
    "<blockquote>" MENU "</blockquote>",
    "<!-- " MENU " -->",
    "<![CDATA[" MENU "]]>",
    "<script>" MENU "</script>",
    "<style>" MENU "</style>",
    "<textarea>" MENU "</textarea>",
    "<title>" MENU "</title>",
    "<template>" MENU "</template>",
    "<svg>" MENU "</svg>",
    "<p title=\"" MENU "\">x</p>",
    "<p title='" MENU "'>x</p>",
    "<p title=\"x>" MENU "</p>",
    "<img alt=\"\" " MENU "/>",
    "<" MENU,
    "&" MENU,
    "]]" MENU "]]>",
    "<div>" MENU,
    MENU "</div>",
    "<nav>" MENU,
    MENU "</nav>",
    "<nav" MENU,
    "<nav id=\"n\"><a href=\"a.html\">x</a></nav><nav id=\"n\"><a href=\"a.html\">x</a></nav>",
    "<nav id=\"n\"><a href=\"a.html\">x</a></nav>",
    "<nav><a href=\"#n\">x</a></nav>",
    "<nav><a href=\"a.html#n\">x</a></nav>",
    "<nav aria-labelledby=\"n\">x</nav>",
    "<nav><a href=\"top.html\">x</a></nav>",
    "<nav></nav><nav>x</nav><header></header>",
    "<nav><nav><nav><nav><nav><nav>x</nav></nav></nav></nav></nav></nav>",
    "<nav><a href=\"a.html\">not closed</nav>",
    "<nav><p>wrong</i></p></nav>",
    "<nav onclick=\"x\">x</nav>",
    "<nav/>" MENU,
};

static void a_page_is_found_the_same_after_any_other(void **state) {
    static const uint32_t files[] = {TOP_INDEX, TOP_A, SUB_INDEX, SUB_A, START};
    struct fixture *f = *state;
    struct audit_file out;
    for (size_t b = 0; b < ARRAY_LEN(before); b++)
        for (size_t file = 0; file < ARRAY_LEN(files); file++) {
            struct two_folders t;
            open_folders(&t, f);
            (void)read_body(&t, files[file], before[b], &out);
            for (size_t i = 0; i < ARRAY_LEN(later); i++)
                for (size_t k = 0; k < ARRAY_LEN(files); k++)
                    (void)read_body(&t, files[k], later[i], &out);
            close_folders(&t);
        }
}

static size_t taken_after(struct fixture *f, uint32_t first, const char *one, uint32_t second,
                          const char *other) {
    struct two_folders t;
    struct audit_file out;
    open_folders(&t, f);
    (void)read_body(&t, first, one, &out);
    (void)read_body(&t, second, other, &out);
    size_t taken = pieces_taken(t.pieces);
    close_folders(&t);
    return taken;
}

/* Or the test above would test nothing. */
static void what_is_known_is_taken(void **state) {
    struct fixture *f = *state;
    assert_int_equal(taken_after(f, TOP_INDEX, MENU, TOP_A, MENU), 1);
    assert_int_equal(taken_after(f, TOP_INDEX, MENU FOOT, TOP_A, MENU "<p>x</p>" FOOT), 2);
    assert_int_equal(taken_after(f, TOP_INDEX, "<header>" MENU "</header>", TOP_A,
                                 "<header>" MENU "<p>y</p></header>"),
                     1);
}

static void what_differs_in_bytes_or_place_is_read(void **state) {
    struct fixture *f = *state;
    assert_int_equal(taken_after(f, TOP_INDEX, MENU, SUB_INDEX, MENU), 0);
    assert_int_equal(taken_after(f, TOP_INDEX, MENU, TOP_A, "<section>" MENU "</section>"), 0);
    assert_int_equal(taken_after(f, TOP_INDEX, MENU, TOP_A, "<p>" MENU "</p>"), 0);
    assert_int_equal(taken_after(f, TOP_INDEX, "<nav>x</nav>", TOP_A, "<nav>y</nav>"), 0);
}

static void what_belongs_to_its_page_is_read_again(void **state) {
    struct fixture *f = *state;
    static const char *const own[] = {
        "<nav id=\"n\">x</nav>",
        "<p id=\"n\">x</p><nav><a href=\"#n\">x</a></nav>",
        "<p id=\"n\">x</p><nav><a href=\"x/a.html#n\">x</a></nav>",
        "<p id=\"n\">x</p><nav aria-labelledby=\"n\">x</nav>",
        "<nav onclick=\"x\">x</nav>",
        "<nav><a href=\"none.html\">x</a></nav>",
    };
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        assert_int_equal(taken_after(f, TOP_INDEX, own[i], TOP_A, own[i]), 0);
}

/* A menu that leads to the page it stands on is known without that link being one to another. */
static void a_link_to_the_page_itself_is_one_elsewhere(void **state) {
    struct fixture *f = *state;
    struct two_folders t;
    struct audit_file out;
    open_folders(&t, f);
    assert_true(read_body(&t, TOP_A, MENU, &out));
    assert_int_equal(out.target_count, 1); /* the icon */
    assert_true(read_body(&t, TOP_INDEX, MENU, &out));
    assert_int_equal(out.target_count, 2);
    assert_int_equal(out.targets[1], TOP_A);
    assert_int_equal(pieces_taken(t.pieces), 1);
    close_folders(&t);
}

static void each_byte_of_it_counts(void **state) {
    static const char bytes[] = "<>&\"'/= \n\tx-#.A\x01\x80\xc3";
    struct fixture *f = *state;
    struct audit_file out;
    struct str page = sample_page(&f->mem, "", "<header>" MENU "</header>" FOOT);
    char *copy = arena_cstr(&f->mem, page);
    size_t from = str_find(page, str_lit("<header>")), to = str_find(page, str_lit("</body>"));
    struct two_folders t;
    open_folders(&t, f);
    for (size_t at = from; at < to; at++)
        for (const char *c = bytes; *c != '\0'; c++) {
            assert_true(read_bytes(&t, TOP_INDEX, page, &out));
            char was = copy[at];
            copy[at] = *c;
            (void)read_bytes(&t, TOP_INDEX, str_of(copy, page.len), &out);
            copy[at] = was;
        }
    assert_true(pieces_taken(t.pieces) > to - from);
    close_folders(&t);
}

static void a_page_may_end_anywhere(void **state) {
    struct fixture *f = *state;
    struct audit_file out;
    struct str page = sample_page(&f->mem, "", "<header>" MENU "</header>" FOOT);
    struct two_folders t;
    open_folders(&t, f);
    for (size_t len = 0; len <= page.len; len++) {
        assert_true(read_bytes(&t, TOP_INDEX, page, &out));
        (void)read_bytes(&t, TOP_INDEX, arena_str(&f->mem, str_of(page.p, len)), &out);
    }
    close_folders(&t);
}

/* From the depth limit on an element is refused that was fine further out. */
static void depth_counts(void **state) {
    struct fixture *f = *state;
    struct two_folders t;
    struct audit_file out;
    open_folders(&t, f);
    for (unsigned depth = 115; depth < 130; depth++)
        for (unsigned times = 0; times < 2; times++) {
            struct buf body = {0};
            for (unsigned i = 0; i < depth; i++)
                buf_puts(&body, "<div>");
            buf_puts(&body, MENU);
            for (unsigned i = 0; i < depth; i++)
                buf_puts(&body, "</div>");
            (void)read_body(&t, TOP_INDEX, arena_str(&f->mem, buf_str(&body)).p, &out);
            buf_finish(&body);
        }
    assert_true(pieces_taken(t.pieces) > 5);
    close_folders(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_page_is_found_the_same_after_any_other),
        TEST(what_is_known_is_taken),
        TEST(what_differs_in_bytes_or_place_is_read),
        TEST(what_belongs_to_its_page_is_read_again),
        TEST(a_link_to_the_page_itself_is_one_elsewhere),
        TEST(each_byte_of_it_counts),
        TEST(a_page_may_end_anywhere),
        TEST(depth_counts),
    };
    return cmocka_run_group_tests_name("audit/pieces", tests, NULL, NULL);
}
