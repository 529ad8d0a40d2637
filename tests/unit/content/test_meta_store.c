/* Front matter written down and read again. */
#include "broken.h"

#include "content/content.h"

static const char rich[] =
    "---\n"
    "title: MDMA\n"
    "plain_title: Notes M\n"
    "aliases: [molly, \"E\", Äö]\n"
    "classes: [stimulants, empathogens]\n"
    "summary: >\n"
    "  Two lines\n"
    "  folded.\n"
    "reviewed: 2026-11-23\n"
    "status: withdrawn\n"
    "withdrawn_because: wrong\n"
    "safety_correction: half the dose\n"
    "order: -10\n"
    "card: \"Call: now\"\n"
    "translated_from: abcdef01\n"
    "layout: guide\n"
    "sources: [who-opioid, {title: \"Über, das\", year: 2020, url: \"https://example.org/\"}]\n"
    "doses:\n"
    "  - {route: oral, unit: mg, threshold: \"30\", light: 40-75, common: 75-125, strong: "
    "125-180,\n"
    "     heavy: 180-250, source: who-opioid, note: not again}\n"
    "  - {unit: ml, light: 1-2}\n"
    "timing: {onset: 20-70 min, peak: 1-2 h, total: 3-5 h, after: 12-72 h, source: who-opioid}\n"
    "---\nBody\n";

static struct str written(struct fixture *f, const struct meta *meta) {
    buf_reset(&f->out);
    meta_put(meta, &f->out);
    return arena_str(&f->mem, buf_str(&f->out));
}

static struct meta parse(struct fixture *f, const char *text) {
    static struct source source;
    struct meta meta;
    struct str body;
    unsigned line;
    source = (struct source){"a.md", str_from(text)};
    assert_true(meta_parse(&f->mem, &source, &meta, &body, &line, &f->diags));
    assert_no_diags(&f->diags);
    return meta;
}

static void what_was_written_is_read_again(void **state) {
    struct fixture *f = *state;
    const char *texts[] = {rich, "---\ntitle: A\n---\n", "no fields\n", "---\nsummary:\n---\n"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct source other = {"b.md", STR_NONE};
        struct meta meta = parse(f, texts[i]), again;
        struct str bytes = written(f, &meta), rest = bytes;
        memset(&again, 0xff, sizeof(again));
        assert_true(meta_get(&f->mem, &rest, &other, &again));
        assert_int_equal(rest.len, 0);
        assert_true(str_eq(written(f, &again), bytes));
    }
}

static void values_and_places_are_where_they_belong(void **state) {
    struct fixture *f = *state;
    struct source other = {"b.md", STR_NONE};
    struct meta meta = parse(f, rich), m;
    struct str rest = written(f, &meta);
    assert_true(meta_get(&f->mem, &rest, &other, &m));
    assert_str(m.title.value, "MDMA");
    assert_ptr_equal(m.title.at.source, &other);
    assert_int_equal(m.title.at.line, 2);
    assert_str(m.aliases.items[2].value, "Äö");
    assert_int_equal(m.aliases.items[1].at.column, meta.aliases.items[1].at.column);
    assert_str(m.summary.value, "Two lines folded.");
    assert_int_equal(m.status, META_WITHDRAWN);
    assert_int_equal(m.status_at.line, 10);
    assert_int_equal(m.order, -10);
    assert_int_equal(m.reviewed.year, 2026);
    assert_null(m.review_by_at.source);
    assert_int_equal(m.dose_count, 2);
    assert_str(m.doses[0].heavy.value, "180-250");
    assert_str(m.doses[0].threshold.value, "30");
    assert_str(m.doses[1].light.value, "1-2");
    assert_null(m.doses[1].route.value.p);
    assert_str(m.inline_sources.items[0].title, "Über, das");
    assert_null(m.inline_sources.items[0].doi.p);
    assert_str(m.sources.items[0].value, "who-opioid");
    assert_true(m.timing.given && m.present);
    assert_str(m.timing.total.value, "3-5 h");
}

static void what_is_cut_off_is_refused(void **state) {
    struct fixture *f = *state;
    struct source other = {"b.md", STR_NONE};
    struct meta meta = parse(f, rich), again;
    struct str bytes = written(f, &meta);
    for (size_t len = 0; len < bytes.len; len++) {
        struct str rest = str_slice(bytes, 0, len);
        char *copy = malloc(len + 1); /* a sanitizer sees reading behind it */
        assert_non_null(copy);
        memcpy(copy, rest.p, len);
        rest.p = copy;
        assert_false(meta_get(&f->mem, &rest, &other, &again));
        free(copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_was_written_is_read_again),
        TEST(values_and_places_are_where_they_belong),
        TEST(what_is_cut_off_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
