/* Front matter: what it gives, and what it says. */
#include "broken.h"

#include "content/content.h"

struct parsed {
    struct source source;
    struct meta meta;
    struct str body;
    unsigned line;
    bool ok;
};

static struct parsed *parse(struct fixture *f, struct str text) {
    struct parsed *p = arena_new(&f->mem, struct parsed);
    p->source = (struct source){"a.md", text};
    p->ok = meta_parse(&f->mem, &p->source, &p->meta, &p->body, &p->line, &f->diags);
    assert_int_equal(p->ok, f->diags.errors == 0);
    return p;
}

static void a_whole_front_matter_is_read(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(
        f,
        str_lit("---\n"
                "title: MDMA\n"
                "plain_title: Notes M\n"
                "aliases: [molly, \"E\", no, null, 0123, 1_000, 2026-01-01]\n"
                "classes: stimulant\n"
                "summary: >\n"
                "  Two lines\n"
                "  folded.\n"
                "reviewed: 2026-11-23\n"
                "review_by: 2027-11-23\n"
                "status: draft\n"
                "order: -10\n"
                "card: \"Call: now\"\n"
                "sources: [who-opioid, {title: \"Über, das\", year: 2020}, {title: X, id: own}]\n"
                "doses:\n"
                "  - route: oral\n"
                "    unit: mg\n"
                "    light: 40-75\n"
                "    common: 75-125\n"
                "    strong: 125–180\n"
                "    heavy: 180+\n"
                "timing: {onset: 20-70 min, peak: 1-2 h, total: 3 to 5 h, after: 30 min - 2 "
                "days, source: x}\n"
                "---\n"
                "## Body\n"));
    assert_no_diags(&f->diags);
    assert_true(p->ok && p->meta.present);
    assert_str(p->meta.title.value, "MDMA");
    assert_int_equal(p->meta.title.at.line, 2);
    assert_int_equal(p->meta.title.at.column, 8);
    assert_int_equal(p->meta.title.at.width, 4);
    assert_str(p->meta.plain_title.value, "Notes M");
    assert_int_equal(p->meta.aliases.count, 7);
    const char *const words[] = {"molly", "E", "no", "null", "0123", "1_000", "2026-01-01"};
    for (size_t i = 0; i < 7; i++)
        assert_str(p->meta.aliases.items[i].value, words[i]);
    assert_int_equal(p->meta.aliases.items[1].at.column, 19); /* inside the quotes */
    assert_int_equal(p->meta.classes.count, 1);
    assert_str(p->meta.summary.value, "Two lines folded.");
    assert_string_equal(date_format(p->meta.reviewed).p, "2026-11-23");
    assert_int_equal(p->meta.review_by_at.line, 10);
    assert_int_equal(p->meta.status, META_DRAFT);
    assert_int_equal(p->meta.order, -10);
    assert_str(p->meta.card.value, "Call: now");
    assert_int_equal(p->meta.sources.count, 3);
    assert_str(p->meta.sources.items[1].value, "ber-das");
    assert_str(p->meta.sources.items[2].value, "own");
    assert_int_equal(p->meta.inline_sources.count, 2);
    assert_str(p->meta.inline_sources.items[0].title, "Über, das");
    assert_int_equal(p->meta.dose_count, 1);
    assert_str(p->meta.doses[0].strong.value, "125–180");
    assert_true(p->meta.timing.given);
    assert_str(p->meta.timing.after.value, "30 min - 2 days");
    assert_str(p->body, "## Body\n");
    assert_int_equal(p->line, 24);
}

static void a_file_without_fields_is_all_body(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(f, str_lit("\xef\xbb\xbf# Hi\n"));
    assert_true(p->ok);
    assert_false(p->meta.present);
    assert_str(p->body, "# Hi\n");
    assert_int_equal(p->line, 1);
    assert_int_equal(p->meta.order, INT32_MAX);
    assert_true(parse(f, str_lit(""))->ok);
    assert_true(parse(f, STR_NONE)->ok);
    assert_true(parse(f, str_lit("\n\n---\n\nA rule above.\n"))->ok);
}

static void empty_front_matter_is_valid(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(f, str_lit("---\n---"));
    assert_true(p->ok && p->meta.present);
    assert_int_equal(p->line, 3);
    assert_int_equal(p->body.len, 0);
    assert_true(parse(f, str_lit("---\n# only a comment\n\n---  \nx"))->ok);
}

static void a_field_without_a_value_is_not_given(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(f, str_lit("---\ntitle:\naliases:\ndoses:\norder:\n---\n"));
    assert_true(p->ok);
    assert_null(p->meta.title.value.p);
    assert_int_equal(p->meta.aliases.count, 0);
}

static void one_duration_makes_a_timing(void **state) {
    static const char *const names[] = {"onset", "peak", "total", "after"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_true(parse(f, arena_printf(&f->mem, "---\ntiming: {%s: 1 h}\n---\n", names[i]))
                        ->meta.timing.given);
    assert_false(parse(f, str_lit("---\ntiming: {onset: }\n---\n"))->meta.timing.given);
}

static void a_mark_and_crlf_keep_lines_and_columns(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(f, str_lit("\xef\xbb\xbf---\r\ntitle: a\r\nfoo: ä\r\n---\r\nx\r\n"));
    assert_false(p->ok);
    assert_str(p->meta.title.value, "a");
    assert_str(p->body, "x\r\n");
    assert_int_equal(p->line, 5);
    assert_diag(&f->diags, 0, "a.md", 3, "content/field-unknown");
    assert_int_equal(f->diags.items[0].column, 1);
}

static void columns_count_bytes(void **state) {
    struct fixture *f = *state;
    parse(f, str_lit("---\nclasses: [ä, ö, \"ü ü\", ok]\n---\n"));
    assert_int_equal(f->diags.count, 3);
    assert_int_equal(f->diags.items[0].column, 11);
    assert_int_equal(f->diags.items[0].width, 2);
    assert_int_equal(f->diags.items[1].column, 15);
    assert_int_equal(f->diags.items[2].column, 20);
    assert_int_equal(f->diags.items[2].width, 5);
}

static void all_mistakes_are_reported_at_once(void **state) {
    struct fixture *f = *state;
    struct parsed *p = parse(f, str_lit("---\ntitel: x\nreviewed: 3 May\nreview_by: 2026-02-30\n"
                                        "status: reveiwed\norder: 1_000\ntitle: ok\n---\n"));
    assert_int_equal(f->diags.errors, 5);
    assert_diag(&f->diags, 0, "a.md", 2, "content/field-unknown");
    assert_string_equal(f->diags.items[0].message, "unknown field 'titel', did you mean 'title'?");
    assert_diag(&f->diags, 1, "a.md", 3, "content/date-invalid");
    assert_string_equal(f->diags.items[1].message, "date '3 May' is not YYYY-MM-DD");
    assert_diag(&f->diags, 2, "a.md", 4, "content/date-invalid");
    assert_diag(&f->diags, 3, "a.md", 5, "content/value-unknown");
    assert_diag(&f->diags, 4, "a.md", 6, "content/number-invalid");
    assert_str(p->meta.title.value, "ok");
}

static const struct broken corpus[] = {
    {"---\ntitle: [a]\n---\n", 2, 8, 1, "content/not-a-word", "not a list"},
    {"---\naliases: a, b\n---\n", 2, 10, 4, "content/not-a-list", "[one, another]"},
    {"---\naliases: {a: b}\n---\n", 2, 10, 1, "content/not-a-list", "[one, another]"},
    {"---\naliases: [a, \"\"]\n---\n", 2, 15, 0, "content/item-empty", "is empty"},
    {"---\naliases: [a, a]\n---\n", 2, 14, 1, "content/repeated", "twice"},
    {"---\nclasses: [Big Ones]\n---\n", 2, 11, 8, "content/id-invalid", "mean 'big-ones'"},
    {"---\ntitle: |\n  a\n  b\n---\n", 2, 8, 1, "content/one-line", "one line"},
    {"---\nsources: [{url: \"https://x.y\"}]\n---\n", 2, 11, 1, "content/field-missing", "title"},
    {"---\nsources: [{title: x, url: a b}]\n---\n", 2, 27, 3, "content/url-invalid", "https://"},
    {"---\nsources: [{title: x, doi: doi.org/1}]\n---\n", 2, 27, 9, "content/doi-invalid", "10."},
    {"---\nsources: [{title: x, doi: [1]}]\n---\n", 2, 27, 1, "content/not-a-word", "'doi'"},
    {"---\ndoses: [5 mg]\n---\n", 2, 9, 4, "content/not-fields", "fields are expected"},
    {"---\ntitle: T\nwithdrawn_because: Wrong.\n---\n", 3, 20, 6, "content/withdrawn-reason",
     "is not shown, because the page is not withdrawn"},
    {"---\norder: [1]\n---\n", 2, 8, 1, "content/not-a-word", "'order' takes one value"},
    {"---\nreviewed: 2026-11-23\nreview_by: 2026-11-22\n---\n", 3, 12, 10, "content/date-order",
     "before"},
    {"---\ndoses:\n  - light: .5-1mg\n    unit: mg\n---\n", 3, 12, 6, "dose/naked-decimal",
     "dose '.5-1mg' needs a leading zero and a space"},
    {"---\ndoses: [{unit: mg, light: .5}]\n---\n", 2, 27, 2, "dose/naked-decimal",
     "needs a leading zero"},
    {"---\ndoses: [{light: 5}]\n---\n", 2, 9, 1, "content/field-missing",
     "'unit' is missing: mg, mcg, g, ml or units"},
    {"---\ndoses: [{unit: , light: 5}]\n---\n", 2, 16, 0, "content/field-missing",
     "'unit' is empty: mg, mcg, g, ml or units"},
    {"---\ndoses: [{unit: µg, light: 5}]\n---\n", 2, 16, 3, "dose/unit", "did you mean 'mcg'?"},
    {"---\ndoses: [{unit: mg}]\n---\n", 2, 9, 1, "dose/empty", "no amount"},
    {"---\ndoses: [{unit: mg, light: 1.0}]\n---\n", 2, 27, 3, "dose/trailing-zero", "misread"},
    {"---\ndoses: [{unit: mg, light: '1-1,5'}]\n---\n", 2, 28, 5, "dose/comma", "'.'"},
    {"---\ndoses: [{unit: mg, light: '1,5'}]\n---\n", 2, 28, 3, "dose/comma", "'.'"},
    {"---\ndoses: [{unit: mg, light: 5mg}]\n---\n", 2, 27, 3, "dose/space", "a space"},
    {"---\ndoses: [{unit: mg, light: 5 g}]\n---\n", 2, 27, 3, "dose/unit", "its row in mg"},
    {"---\ndoses: [{unit: mg, light: 9-5}]\n---\n", 2, 27, 3, "dose/range", "not rise"},
    {"---\ndoses: [{unit: mg, light: lots}]\n---\n", 2, 27, 4, "dose/number", "no number"},
    {"---\ndoses: [{unit: mg, light: 9, common: 5}]\n---\n", 2, 38, 1, "dose/order", "'light'"},
    {"---\ntiming: {onset: 20-70}\n---\n", 2, 17, 5, "dose/unit", "needs a unit"},
    {"---\ntiming: {onset: 2 hours}\n---\n", 2, 17, 7, "dose/unit", "'hours'"},
    {"---\ntitle: x\n", 1, 1, 3, "content/front-matter", "closing line '---' is missing"},
    {"---", 1, 1, 3, "content/front-matter", "closing line '---' is missing"},
    {"\n\n---\ntitle: x\n---\n", 3, 1, 3, "content/front-matter", "first line"},
    {" ---\ntitle: x\n---\n", 1, 1, 3, "content/front-matter", "first column"},
    {"+++\ntitle = 'x'\n+++\n", 1, 1, 3, "content/front-matter", "these fields are TOML"},
    {"--- title: x\n---\n", 1, 1, 3, "content/front-matter", "'---' needs a line of its own"},
    {"\n---\ttitle: x\nsummary: y\n", 2, 1, 3, "content/front-matter", "start the field below it"},
    {"\n+++\ntitle=\"x\"\n", 2, 1, 3, "content/front-matter", "between two lines '---'"},
    {"---\ntitle: a\xff\n---\n", 2, 9, 1, "text/encoding", "0xff"},
    {"---\rtitle: a\r---\r", 1, 4, 1, "text/line-ends", "CR alone"},
    {"---\ntitle: a\xe2\x80\xa8 b\n---\n", 2, 9, 1, "text/separator", "U+2028"},
    {"---\ntitle: a\n---\nBody \x01", 4, 6, 1, "text/control", "U+0001"},
};

static void every_broken_front_matter_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, str_from(corpus[i].text));
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void a_nul_byte_is_one_clear_sentence(void **state) {
    struct fixture *f = *state;
    parse(f, str_lit("---\ntitle: a\0\0\n---\n"));
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "a.md", 2, "text/nul");
}

static void a_card_of_300_bytes_fits_and_301_do_not(void **state) {
    struct fixture *f = *state;
    char text[400];
    for (int bytes = 300; bytes <= 301; bytes++) {
        snprintf(text, sizeof(text), "---\ncard: %0*d\n---\n", bytes, 0);
        assert_int_equal(parse(f, str_from(text))->ok, bytes == 300);
    }
    assert_diag(&f->diags, 0, "a.md", 2, "content/card-long");
}

static void front_matter_of_more_than_64_kib_is_refused(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "---\n");
    for (int i = 0; i < 7000; i++)
        buf_puts(&text, "# comment\n");
    buf_puts(&text, "---\n");
    assert_false(parse(f, buf_str(&text))->ok);
    assert_diag(&f->diags, 0, "a.md", 1, "content/front-matter");
    buf_finish(&text);
}

static void inline_sources_of_one_title_get_their_own_ids(void **state) {
    struct fixture *f = *state;
    struct parsed *p =
        parse(f, str_lit("---\nsources: [{title: Same}, {title: same}, {title: \"Ω\"}]\n---\n"));
    assert_no_diags(&f->diags);
    assert_str(p->meta.sources.items[0].value, "same");
    assert_str(p->meta.sources.items[1].value, "same-2");
    assert_str(p->meta.sources.items[2].value, "source");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_front_matter_is_read),
        TEST(a_file_without_fields_is_all_body),
        TEST(empty_front_matter_is_valid),
        TEST(a_field_without_a_value_is_not_given),
        TEST(one_duration_makes_a_timing),
        TEST(a_mark_and_crlf_keep_lines_and_columns),
        TEST(columns_count_bytes),
        TEST(all_mistakes_are_reported_at_once),
        TEST(every_broken_front_matter_gets_its_place_and_sentence),
        TEST(a_nul_byte_is_one_clear_sentence),
        TEST(a_card_of_300_bytes_fits_and_301_do_not),
        TEST(front_matter_of_more_than_64_kib_is_refused),
        TEST(inline_sources_of_one_title_get_their_own_ids),
    };
    return cmocka_run_group_tests_name("content/meta", tests, NULL, NULL);
}
