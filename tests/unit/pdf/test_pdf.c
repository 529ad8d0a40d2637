/* pdf/read.c: a small file is accepted, and every change of it is not. */
#include "fixture.h"
#include "pdf/pdf.h"

/* The objects, then a table that fits them; `objects` is what stands between two "|". */
static struct str file_of(struct arena *mem, struct str objects, const char *trailer) {
    struct buf b = {0};
    size_t places[16], count = 0;
    struct str rest = objects, object;
    buf_puts(&b, "%PDF-1.4\n%\xb5\xed\xae\xfb\n");
    while (str_next_part(&rest, '|', &object)) {
        places[count++] = b.len;
        buf_printf(&b, "%zu 0 obj\n%.*s\nendobj\n", count, STR_ARG(object));
    }
    size_t xref = b.len;
    buf_printf(&b, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%010zu 00000 n \n", places[i]);
    buf_printf(&b, "trailer\n<< /Size %zu\n   %s\n>>\nstartxref\n%zu\n%%%%EOF\n", count + 1,
               trailer, xref);
    struct str s = arena_str(mem, buf_str(&b));
    buf_finish(&b);
    return s;
}

#define CATALOG "<< /Type /Catalog\n /Pages 3 0 R /Lang (en) >>"
#define INFO    "<< /Title (Notes) /CreationDate (D:20261123000000Z) >>"
#define PAGES   "<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>"
#define PAGE    "<< /Type /Page % 1\n /Parent 3 0 R /MediaBox [ 0 0 595.2 841.8 ] /Contents 5 0 R >>"
#define STREAM  "<< /Length 4 /Filter /FlateDecode >>\nstream\nabcd\nendstream"
#define TRAILER "/Root 1 0 R\n   /Info 2 0 R"
#define ALL     CATALOG "|" INFO "|" PAGES "|" PAGE "|" STREAM

static bool fine(struct fixture *f, const char *objects, const char *trailer) {
    struct pdf_fault fault;
    return pdf_check(file_of(&f->mem, str_from(objects), trailer), &fault);
}

static void a_page_of_text_is_accepted(void **state) {
    assert_true(fine(*state, ALL, TRAILER));
}

static void a_bracket_in_a_title_is_written_with_a_backslash(void **state) {
    assert_true(fine(*state,
                     CATALOG "|<< /Title (No\\)tes \\() /CreationDate (D:20261123000000Z) >>|" PAGES
                             "|" PAGE "|" STREAM,
                     TRAILER));
}

static void a_length_may_stand_behind_its_stream(void **state) {
    const char *with =
        CATALOG "|" INFO "|" PAGES "|" PAGE
                "|<< /Length 6 0 R /Filter /FlateDecode >>\nstream\nabcd\nendstream|4";
    const char *wrong =
        CATALOG "|" INFO "|" PAGES "|" PAGE
                "|<< /Length 6 0 R /Filter /FlateDecode >>\nstream\nabcd\nendstream|5";
    assert_true(fine(*state, with, TRAILER));
    assert_false(fine(*state, wrong, TRAILER));
}

/* What a catalog, a page, a font or a stream of somebody else may bring along. */
static void whatever_acts_links_holds_or_tells_is_refused(void **state) {
    static const char *const entries[] = {
        "/OpenAction << /S /JavaScript /JS (app.alert) >>",
        "/OpenAction 5 0 R",
        "/AA << >>",
        "/Names << /JavaScript 5 0 R >>",
        "/Names << /EmbeddedFiles 5 0 R >>",
        "/AF [ 5 0 R ]",
        "/Annots [ 5 0 R ]",
        "/A << /S /URI /URI (http://x.example/) >>",
        "/URI << /Base (http://x.example/) >>",
        "/AcroForm << >>",
        "/XFA 5 0 R",
        "/Metadata 5 0 R",
        "/PieceInfo << >>",
        "/Author (A. Person)",
        "/Creator (Writer)",
        "/Producer (cairo)",
        "/ModDate (D:20200101)",
        "/Encrypt 5 0 R",
        "/OCProperties << >>",
        "/Collection << >>",
        "/Width 9",
        "/Subtype /Image",
        "/F (other.pdf)",
        "/J#53 (x)",
        "/#41uthor (x)",
        "/Pages 4 0 R",
        "/Filter /LZWDecode",
        "/Type /ObjStm",
        "/Subtype /RichMedia",
        "/Contents [ (a(b)c) ]",
        "/Title (a",
        "/Title (a\\",
        "/ID <0g>",
        "/Resources << /Font << /F_1 5 0 R >> >>",
        "/FontName /WTRNU1+DejaVuSans",
        "/FontName /WTRNUK+Deja_Vu",
        "/Kids [ 4 0 R",
        "/Kids [ [ [ [ [ [ [ [ [ [ 1 ] ] ] ] ] ] ] ] ] ]",
        "/Count 1 % hidden words\n",
        "junk",
    };
    for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
        struct fixture *f = *state;
        struct str objects = arena_printf(&f->mem, "<< /Type /Catalog\n /Pages 3 0 R %s >>|%s",
                                          entries[i], INFO "|" PAGES "|" PAGE "|" STREAM);
        if (fine(f, objects.p, TRAILER))
            fail_msg("accepted: %s", entries[i]);
    }
}

static void streams_end_where_they_say(void **state) {
    static const char *const streams[] = {
        "<< /Length 3 /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Length 5 /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Length 4000000000 /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Length 9 0 R /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Length /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Filter /FlateDecode >>\nstream\nabcd\nendstream",
        "<< /Length 4 >>\nstream\nabcd\nendstream",
        "<< /Length 4 /Filter /FlateDecode >>\nstream\nabcd\nendstream more",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(streams); i++)
        assert_false(fine(
            f, arena_printf(&f->mem, "%s|%s", CATALOG "|" INFO "|" PAGES "|" PAGE, streams[i]).p,
            TRAILER));
}

/* Refused, and why. */
static void assert_fault(struct str file, const char *message) {
    struct pdf_fault fault;
    assert_false(pdf_check(file, &fault));
    assert_string_equal(fault.message, message);
}

static void too_many_objects_are_refused(void **state) {
    struct fixture *f = *state;
    buf_puts(&f->out, "%PDF-1.4\n%\xb5\xed\xae\xfb\n");
    for (unsigned i = 0; i <= 100000; i++)
        buf_puts(&f->out, "1 0 obj\n0\nendobj\n");
    assert_fault(buf_str(&f->out), "there are too many objects");
    f->out.len -= strlen("1 0 obj\n0\nendobj\n");
    assert_fault(buf_str(&f->out), "there is something between the objects and their table");
}

static void numbers_and_texts_in_hexadecimal_are_whole(void **state) {
    struct fixture *f = *state;
#define TITLED(title) CATALOG "|<< /Title " title " >>|" PAGES "|" PAGE "|" STREAM
    assert_true(fine(f, TITLED("<FEFF00E4>"), TRAILER));
    assert_fault(file_of(&f->mem, str_lit(TITLED("<FEFG>")), TRAILER),
                 "a text in hexadecimal digits is damaged or too long");
    assert_fault(
        file_of(&f->mem,
                str_lit(CATALOG "|" INFO "|" PAGES "|" PAGE
                                "|<< /Length 4294967296 /Filter /FlateDecode >>\nstream\nabcd\n"
                                "endstream"),
                TRAILER),
        "a number is missing or too large");
    assert_fault(str_lit("%PDF-1.4\n%\xb5\xed\xae\xfb\n4294967296 0 obj\n"),
                 "a number is missing or too large");
}

static void trailers_name_catalog_and_facts_and_no_more(void **state) {
    assert_false(fine(*state, ALL, "/Root 1 0 R"));
    assert_false(fine(*state, ALL, "/Root 1 0 R /Info 9 0 R"));
    assert_false(fine(*state, ALL, "/Root 1 0 R\n   /Info 9 0 R"));
    assert_false(fine(*state, ALL, "/Root 2 0 R\n   /Info 2 0 R"));
    assert_false(fine(*state, ALL, TRAILER " /Encrypt 5 0 R"));
    assert_false(fine(*state, ALL, TRAILER " /Prev 15"));
    assert_false(fine(*state, ALL, TRAILER " /ID [ <00> <00> ]"));
}

static void nothing_stands_around_or_between(void **state) {
    struct fixture *f = *state;
    struct str good = file_of(&f->mem, str_lit(ALL), TRAILER);
    struct pdf_fault fault;
    assert_true(pdf_check(good, &fault));
    for (size_t cut = 0; cut < good.len; cut++)
        assert_false(pdf_check(str_slice(good, 0, cut), &fault));
    assert_false(pdf_check(arena_printf(&f->mem, "%.*s\n", STR_ARG(good)), &fault));
    assert_false(
        pdf_check(arena_printf(&f->mem, "%.*s%.*s", STR_ARG(good), STR_ARG(good)), &fault));
    assert_false(pdf_check(arena_printf(&f->mem, " %.*s", STR_ARG(good)), &fault));
    size_t at = str_find(good, str_lit("2 0 obj"));
    assert_false(pdf_check(
        arena_printf(&f->mem, "%.*s%%x\n%.*s", (int)at, good.p, STR_ARG(str_from_offset(good, at))),
        &fault));
}

static void a_changed_place_in_the_table_is_refused(void **state) {
    struct fixture *f = *state;
    struct str good = file_of(&f->mem, str_lit(ALL), TRAILER);
    struct pdf_fault fault;
    size_t from = str_find(good, str_lit("xref\n")) + 5;
    for (size_t i = from; i < good.len; i++) {
        char *changed = arena_cstr(&f->mem, good);
        changed[i] = changed[i] == '1' ? '2' : '1';
        if (changed[i] != good.p[i] && pdf_check(str_of(changed, good.len), &fault))
            fail_msg("accepted with byte %zu changed: %.20s", i, good.p + i);
    }
}

static void only_spaces_and_ends_of_lines_part_values(void **state) {
    struct fixture *f = *state;
    static const char others[] = "\v\f\t\r";
    struct pdf_fault fault;
    for (size_t i = 0; others[i] != '\0'; i++) {
        struct str file = file_of(&f->mem, str_lit(ALL), TRAILER);
        char *at = arena_cstr(&f->mem, file);
        size_t gap = str_find(file, str_lit("/Type /Pages")) + strlen("/Type");
        assert_true(pdf_check(str_of(at, file.len), &fault));
        at[gap] = others[i];
        assert_false(pdf_check(str_of(at, file.len), &fault));
    }
}

static struct str repeated(struct fixture *f, const char *text, size_t times) {
    buf_reset(&f->out);
    for (size_t i = 0; i < times; i++)
        buf_puts(&f->out, text);
    return arena_str(&f->mem, buf_str(&f->out));
}

static void a_title_that_is_too_long_ends_in_an_ellipsis(void **state) {
    struct fixture *f = *state;
    struct str whole = repeated(f, "ä", PDF_TITLE_UNITS);
    assert_true(str_eq(pdf_title(&f->mem, whole), whole));
    struct str wanted = arena_printf(&f->mem, "%.*s…", (int)(whole.len - 2), whole.p);
    assert_true(str_eq(pdf_title(&f->mem, repeated(f, "ä", PDF_TITLE_UNITS + 1)), wanted));
    whole = repeated(f, "🙂", PDF_TITLE_UNITS / 2); /* two units each, never parted */
    assert_true(str_eq(pdf_title(&f->mem, whole), whole));
    wanted = arena_printf(&f->mem, "%.*s…", (int)(whole.len - 4), whole.p);
    assert_true(str_eq(pdf_title(&f->mem, repeated(f, "🙂", PDF_TITLE_UNITS)), wanted));
    assert_int_equal(pdf_title(&f->mem, STR_NONE).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_page_of_text_is_accepted),
        TEST(a_bracket_in_a_title_is_written_with_a_backslash),
        TEST(a_length_may_stand_behind_its_stream),
        TEST(whatever_acts_links_holds_or_tells_is_refused),
        TEST(streams_end_where_they_say),
        TEST(too_many_objects_are_refused),
        TEST(numbers_and_texts_in_hexadecimal_are_whole),
        TEST(trailers_name_catalog_and_facts_and_no_more),
        TEST(nothing_stands_around_or_between),
        TEST(a_changed_place_in_the_table_is_refused),
        TEST(a_title_that_is_too_long_ends_in_an_ellipsis),
        TEST(only_spaces_and_ends_of_lines_part_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
