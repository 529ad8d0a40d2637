/* pdf/write.c, content.c, font.c and facts.c: what is drawn stands in the file as it must, and the
 * file is a narrow PDF. */
#include <libdeflate.h>

#include "fixture.h"
#include "pdf/pdf.h"

static const struct pdf_facts facts = {
    .title = {"Notes", 5}, .language = {"en", 2}, .date = {2026, 11, 23}};

static const struct pdf_program program = {.name = {"Deja Vu.Sans", 12}, .bytes = {"outlines", 8}};

struct paper {
    struct fixture *f;
    struct pdf_writer *w;
    struct pdf_font *font;
};
static int the_face;

static struct paper open_paper(void **state) {
    struct paper p = {.f = *state};
    p.w = pdf_open(&p.f->mem, 595.2756, 841.8898, &p.f->out);
    p.font = pdf_font(p.w, &the_face, 100);
    return p;
}

/* The file, which is narrow. */
static struct str closed(struct paper *p, const struct pdf_facts *said) {
    struct pdf_fault fault;
    for (size_t i = 0; i < pdf_fonts(p->w)->count; i++)
        pdf_fonts(p->w)->items[i]->program = program;
    pdf_close(p->w, said);
    struct str done = buf_str(&p->f->out);
    if (!pdf_check(done, &fault))
        fail_msg("%s: %.60s", fault.message, done.p + fault.offset);
    return done;
}

/* Stream number `n` of a file, unpacked. */
static struct str stream(struct fixture *f, struct str file, size_t n) {
    enum { ROOM = 1 << 16 };
    static const char start[] = "/FlateDecode >>\nstream\n";
    size_t at = 0, len;
    for (size_t i = 0; i <= n; i++) {
        size_t next = str_find(str_from_offset(file, at), str_from(start));
        assert_int_not_equal(next, SIZE_MAX);
        at += next + strlen(start);
    }
    struct str packed = str_from_offset(file, at);
    packed.len = str_find(packed, str_lit("\nendstream"));
    char *to = arena_alloc(&f->mem, ROOM, 1);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_zlib_decompress(d, packed.p, packed.len, to, ROOM, &len),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    return str_of(to, len);
}

static void assert_text(struct str got, const char *wanted) {
    if (!str_is(got, wanted))
        fail_msg("not as wanted:\n%.*s", STR_ARG(got));
}

static bool holds(struct str file, const char *words) {
    return str_find(file, str_from(words)) != SIZE_MAX;
}

static struct pdf_glyph glyph(struct pdf_font *font, uint32_t id, double x, double y) {
    return (struct pdf_glyph){
        .font = font, .id = id, .width = 500, .size = 10, .x = x, .y = y, .grey = 0};
}

static void text(struct pdf_content *c, struct pdf_font *font, uint32_t id, double x, double y,
                 const char *says) {
    struct pdf_glyph g = glyph(font, id, x, y);
    pdf_text(c, &g, 1, str_from(says));
}

#define HEAD "1 0 0 -1 0 841.89 cm\n"

/* With zero bytes made visible. */
static struct str shown(struct fixture *f, struct str s) {
    char *p = arena_cstr(&f->mem, s);
    for (size_t i = 0; i < s.len; i++)
        p[i] = p[i] == '\0' ? '0' : p[i];
    return str_of(p, s.len);
}

static void glyphs_follow_each_other(void **state) {
    struct paper p = open_paper(state);
    struct pdf_content *c = pdf_page(p.w);
    text(c, p.font, 40, 20, 30, "a"); /* "(" */
    text(c, p.font, 13, 25, 30, "b"); /* a return, which would be read as an end of line */
    text(c, p.font, 65, 30.18, 30, "c");
    text(c, p.font, 66, 35.18, 42.1234, "d");
    struct str file = closed(&p, &facts);
    assert_text(shown(p.f, stream(p.f, file, 0)), HEAD "BT\n/f0 10 Tf\n1 0 0 -1 20 30 Tm\n"
                                                       "[(0\\(0\\r)-18(0A)]TJ\n"
                                                       "1 0 0 -1 35.18 42.123 Tm\n[(0B)]TJ\nET\n");
}

static void a_glyph_that_stands_for_something_else_says_so(void **state) {
    struct paper p = open_paper(state);
    struct pdf_content *c = pdf_page(p.w);
    const struct pdf_glyph two[] = {glyph(p.font, 67, 25, 30), glyph(p.font, 68, 30, 30)};
    text(c, p.font, 65, 20, 30, "a");
    pdf_text(c, two, 2, str_lit("ä"));
    text(c, p.font, 65, 35, 30, "a");
    text(c, p.font, 65, 40, 30, "ab");
    struct str file = closed(&p, &facts);
    assert_text(shown(p.f, stream(p.f, file, 0)),
                HEAD "BT\n/f0 10 Tf\n1 0 0 -1 20 30 Tm\n[(0A)]TJ\n"
                     "/Span <</ActualText <FEFF00E4>>> BDC\n[(0C0D)]TJ\nEMC\n"
                     "[(0A)]TJ\n/Span <</ActualText <FEFF00610062>>> BDC\n[(0A)]TJ\nEMC\nET\n");
    struct str map = stream(p.f, file, 2); /* the page, the outlines, the map */
    assert_true(holds(map, "1 beginbfchar\n<0041> <0061>\nendbfchar"));
    assert_true(holds(file, "/W [ 65 [ 500 ] 67 [ 500 500 ] ]"));
}

/* What is marked begins and ends within one text object (14.6.1). */
static void what_is_marked_lies_within_its_text(void **state) {
    struct paper p = open_paper(state);
    struct pdf_content *c = pdf_page(p.w);
    text(c, p.font, 65, 20, 30, "a");
    pdf_fill(c, 1, 2, 30, 40, 0);
    text(c, p.font, 65, 25, 30, "ab");
    struct str file = closed(&p, &facts);
    assert_text(shown(p.f, stream(p.f, file, 0)),
                HEAD "BT\n/f0 10 Tf\n1 0 0 -1 20 30 Tm\n[(0A)]TJ\nET\n1 2 30 40 re f\n"
                     "BT\n/Span <</ActualText <FEFF00610062>>> BDC\n1 0 0 -1 25 30 Tm\n[(0A)]TJ\n"
                     "EMC\nET\n");
}

static void what_is_set_is_not_said_again(void **state) {
    struct paper p = open_paper(state);
    struct pdf_content *c = pdf_page(p.w);
    struct pdf_line line = {.x1 = 1, .y1 = 2, .x2 = 3, .y2 = 2, .width = 0.5, .dashed = true};
    pdf_line(c, &line);
    line.y1 = line.y2 = -0.0625;
    pdf_line(c, &line);
    pdf_frame(c, 1, 2, 30, 40, 2.2);
    pdf_fill(c, 1, 2, 30, 40, 0);
    pdf_push(c, 7, 8, -1);
    pdf_fill(c, 1, 2, 30, 40, 1);
    pdf_pop(c);
    pdf_fill(c, 1, 2, 30, 40, 0);
    pdf_outline(c, STR_NONE, 5, 6, 204.8, 0.5);
    pdf_outline(c, str_lit("0 0 m\n9 0 l\nh\n"), 5, 6, 204.8, 0);
    assert_text(stream(p.f, closed(&p, &facts), 0),
                HEAD "0.5 w\n[3 3] 0 d\n1 2 m\n3 2 l S\n1 -0.063 m\n3 -0.063 l S\n"
                     "2.2 w\n[] 0 d\n1 2 30 40 re S\n1 2 30 40 re f\n"
                     "q -1 0 0 -1 7 8 cm\n1 g\n1 2 30 40 re f\nQ\n1 2 30 40 re f\n"
                     "q 0.001 0 0 -0.001 5 6 cm\n4.883 0 0 4.883 0 0 cm\n"
                     "0 0 m\n9 0 l\nh\nf Q\n");
}

/* A form takes over what is set where it is put: it relies on nothing. */
static void a_form_says_all_that_it_needs(void **state) {
    struct paper p = open_paper(state);
    struct pdf_content *c = pdf_page(p.w);
    struct pdf_line line = {.x1 = 1, .y1 = 2, .x2 = 3, .y2 = 2, .width = 0.5, .dashed = true};
    pdf_line(c, &line);
    pdf_fill(c, 1, 2, 30, 40, 1);
    struct pdf_content *stamp = pdf_form_begin(p.w);
    line.width = 1;
    line.dashed = false;
    pdf_line(stamp, &line);
    pdf_fill(stamp, 1, 2, 3, 4, 0);
    pdf_push(stamp, 7, 8, 1);
    pdf_line(stamp, &line);
    pdf_pop(stamp);
    pdf_put_form(c, pdf_form_end(stamp, 9, 9), 0, 0, 1);
    assert_text(stream(p.f, closed(&p, &facts), 0),
                "0 G\n1 w\n[] 0 d\n1 2 m\n3 2 l S\n0 g\n1 2 3 4 re f\n"
                "q 1 0 0 1 7 8 cm\n1 2 m\n3 2 l S\nQ\n");
}

static void a_form_is_in_the_file_once(void **state) {
    struct paper p = open_paper(state);
    const struct pdf_drawing drawings[] = {{pdf_pack(&p.f->mem, str_lit("0 0 m 7 0 l S")), -1, 22},
                                           {pdf_pack(&p.f->mem, str_lit("1 1 m 7 0 l S")), -1, 8},
                                           {pdf_pack(&p.f->mem, str_lit("2 2 m 7 0 l S")), -1, 9}};
    for (unsigned i = 0; i < 3; i++) { /* the first on each page, the others once */
        struct pdf_content *c = pdf_page(p.w);
        assert_int_equal(pdf_form_of(p.w, &drawings[0]), 1);
        pdf_put_form(c, 1, 10, 20, 1.25);
        pdf_put_form(c, pdf_form_of(p.w, &drawings[1 + i % 2]), 10, 20, 1.25);
    }
    struct pdf_content *stamp = pdf_form_begin(p.w);
    pdf_put_form(stamp, 1, 0, 0, 1);
    text(stamp, p.font, 65, 1, 2, "a");
    unsigned number = pdf_form_end(stamp, 100.5, 50);
    struct pdf_content *c = pdf_page(p.w);
    pdf_put_form(c, number, 0, 0, 1);
    pdf_put_form(c, number, 100, 0, 1);
    struct str file = closed(&p, &facts), rest = file;
    size_t count = 0, at;
    for (; (at = str_find(rest, str_lit("/BBox [ -1 -1 22 22 ]"))) != SIZE_MAX; count++)
        rest = str_from_offset(rest, at + 1);
    assert_int_equal(count, 1);
    assert_true(holds(file, "/BBox [ 0 0 100.5 50 ] /Resources << /Font << /f0 2 0 R >> /XObject "
                            "<< /x1 4 0 R >> >>"));
    assert_true(holds(stream(p.f, file, 2), "q 1.25 0 0 1.25 10 20 cm\n/x1 Do Q\n"));
}

static void a_file_says_its_facts(void **state) {
    struct paper p = open_paper(state);
    const struct pdf_facts said = {.title = str_lit("Pää (1)"),
                                   .language = str_lit("fi"),
                                   .date = {2026, 11, 23},
                                   .rtl = true,
                                   .bookmarks = true};
    (void)pdf_page(p.w);
    unsigned first = pdf_bookmark(p.w, 0, str_lit("One"));
    (void)pdf_bookmark(p.w, first, str_lit("One (a)"));
    (void)pdf_page(p.w);
    (void)pdf_bookmark(p.w, 0, str_lit("🙂"));
    struct str file = closed(&p, &said);
    static const char *const wanted[] = {
        "/Title <FEFF005000E400E40020002800310029>",
        "/CreationDate (D:20261123000000Z)",
        "/Lang (fi)",
        "/Direction /R2L",
        "/PageMode /UseOutlines",
        "/Count 2 >>",
        "/Title <FEFFD83DDE42>",
        "/MediaBox [ 0 0 595.276 841.89 ]",
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        if (!holds(file, wanted[i]))
            fail_msg("no %s", wanted[i]);
    size_t one = str_find(file, str_lit("<< /Title (One) /Parent "));
    assert_int_not_equal(one, SIZE_MAX);
    struct str item = str_from_offset(file, one);
    item.len = str_find(item, str_lit("endobj"));
    assert_true(holds(item, "/Next ") && holds(item, "/First ") && holds(item, "/Count -1"));
    assert_false(holds(item, "/Prev "));
}

static void without_bookmarks_there_is_no_list_of_them(void **state) {
    struct paper p = open_paper(state);
    (void)pdf_page(p.w);
    assert_false(holds(closed(&p, &facts), "Outlines"));
}

/* The second font has glyph `id`, the first 65. */
static void compare_names(struct fixture *f, uint32_t id, struct pdf_program second, bool same) {
    struct paper p = open_paper((void **)&f);
    int other;
    struct pdf_font *font = pdf_font(p.w, &other, 70000);
    assert_ptr_equal(pdf_font(p.w, &other, 70000), font);
    struct pdf_content *c = pdf_page(p.w);
    text(c, p.font, 65, 0, 0, "a");
    text(c, font, id, 0, 0, "a");
    p.font->program = program;
    font->program = second;
    pdf_close(p.w, &facts);
    struct str file = buf_str(&f->out);
    size_t a = str_find(file, str_lit("+DejaVuSans /Flags")),
           b = str_find(str_from_offset(file, a + 1), str_lit("+DejaVuSans /Flags")) + a + 1;
    assert_int_not_equal(a, SIZE_MAX);
    assert_int_equal(memcmp(file.p + a - 6, file.p + b - 6, 6) == 0, same);
    buf_reset(&f->out);
}

/* Two places of a variable font have the same name and the same glyphs. */
static void a_font_is_named_by_its_part(void **state) {
    struct pdf_program bold = program;
    compare_names(*state, 65, program, true);
    compare_names(*state, 66, program, false);
    bold.bytes = str_lit("bolder outlines");
    compare_names(*state, 65, bold, false);
}

static void a_font_without_a_name_has_one(void **state) {
    struct paper p = open_paper(state);
    struct pdf_program nameless = program;
    nameless.name = str_lit("ö.");
    text(pdf_page(p.w), p.font, 65, 0, 0, "a");
    p.font->program = nameless;
    pdf_close(p.w, &facts);
    assert_true(holds(buf_str(&p.f->out), "+F /Flags"));
}

/* The strips of a poster are those of the one before. */
static void a_form_like_the_one_before_is_that_one(void **state) {
    static const double widths[] = {10, 10, 11, 10}, greys[] = {0, 0, 0, 1};
    static const unsigned numbers[] = {1, 1, 2, 3};
    struct paper p = open_paper(state);
    for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
        struct pdf_content *form = pdf_form_begin(p.w);
        pdf_fill(form, 1, 2, 3, 4, greys[i]);
        assert_int_equal(pdf_form_end(form, widths[i], 20), numbers[i]);
    }
    (void)pdf_page(p.w);
    (void)closed(&p, &facts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(glyphs_follow_each_other),
        TEST(a_glyph_that_stands_for_something_else_says_so),
        TEST(what_is_marked_lies_within_its_text),
        TEST(what_is_set_is_not_said_again),
        TEST(a_form_says_all_that_it_needs),
        TEST(a_form_is_in_the_file_once),
        TEST(a_form_like_the_one_before_is_that_one),
        TEST(a_file_says_its_facts),
        TEST(without_bookmarks_there_is_no_list_of_them),
        TEST(a_font_is_named_by_its_part),
        TEST(a_font_without_a_name_has_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
