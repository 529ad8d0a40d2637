/* What `pamphlet new` writes can be read again by what reads content. */
#include "scaffold/files.h"

#include "content/content.h"
#include "fixture.h"
#include "sign/sign.h"

static struct str better(struct fixture *f, enum scaffold_kind kind, const char *name) {
    struct str out = STR_NONE;
    const char *why = scaffold_bad_name(&f->mem, kind, str_from(name), &out);
    return why == NULL ? str_lit("fine") : out;
}

static void names_are_small_letters_digits_and_dashes(void **state) {
    struct fixture *f = *state;
    assert_str(better(f, SCAFFOLD_GUIDE, "mdma"), "fine");
    assert_str(better(f, SCAFFOLD_GUIDE, "2c-b"), "fine");
    assert_str(better(f, SCAFFOLD_GUIDE, "MDMA"), "mdma");
    assert_str(better(f, SCAFFOLD_GUIDE, "mdma.md"), "mdma");
    assert_str(better(f, SCAFFOLD_SERVICE, "Old  Town (van).yaml"), "old-town-van");
    assert_str(better(f, SCAFFOLD_GUIDE, "../../etc/passwd"), "etc-passwd");
    assert_str(better(f, SCAFFOLD_TOPIC, ""), "my-topic");
    assert_str(better(f, SCAFFOLD_TOPIC, "-"), "my-topic");
    assert_str(better(f, SCAFFOLD_TOPIC, "\xff\xfe"), "my-topic");
    assert_str(better(f, SCAFFOLD_GUIDE, "con"), "con-guide");
    assert_str(better(f, SCAFFOLD_GUIDE, "index"), "index-guide");
    assert_str(better(f, SCAFFOLD_SERVICE, "needs"), "needs-service");
}

static void a_site_is_named_by_the_last_part_of_its_path(void **state) {
    struct fixture *f = *state;
    assert_str(better(f, SCAFFOLD_SITE, "some/where/demo"), "fine");
    assert_str(better(f, SCAFFOLD_SITE, "Demo Site"), "demo-site");
    assert_str(better(f, SCAFFOLD_SITE, "/"), "my-site");
}

static void words_are_filled_in_and_other_signs_stay(void **state) {
    struct fixture *f = *state;
    const struct filling fillings[] = {{"today", str_lit("2026-11-23")}, {NULL, STR_NONE}};
    struct str text = files_fill(&f->mem, "sources.yaml", fillings);
    assert_true(str_find(text, str_lit("accessed: 2026-11-23 ")) != SIZE_MAX);
    assert_true(str_find(text, str_lit("writes [@id] behind")) != SIZE_MAX);
}

static void words_without_a_filling_stay(void **state) {
    struct fixture *f = *state;
    const struct filling fillings[] = {{"title", str_lit("Tea")}, {NULL, STR_NONE}};
    struct str text = files_fill(&f->mem, "guide.md", fillings);
    assert_true(str_find(text, str_lit("\ntitle: Tea\n")) != SIZE_MAX);
    assert_true(str_find(text, str_lit("\nreviewed: @today@\n")) != SIZE_MAX);
    assert_true(str_find(text, str_lit("review_by: @next_year@")) != SIZE_MAX);
}

static void every_claim_is_explained(void **state) {
    (void)state;
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        assert_non_null(claims_words(claim_kinds[i].name));
    for (size_t i = 0; i < CHANNEL_CLAIM_COUNT; i++)
        assert_non_null(claims_words(channel_claim_kinds[i].name));
    assert_null(claims_words("name"));
    assert_null(claims_words("name_asked_for"));
}

/* The service file with its switched-off fields switched on. */
static struct str switched_on(struct fixture *f, struct str text) {
    struct buf out = {0};
    struct str line;
    while (str_next_line(&text, &line)) {
        bool field = line.len > 1 && line.p[0] == '#' && line.p[1] != ' ' && line.p[1] != '\0';
        bool inner = str_starts(line, str_lit("#  ")) && str_find_char(line, ':') != SIZE_MAX;
        inner = inner || str_starts(line, str_lit("#    "));
        inner = inner && !str_starts(line, str_lit("#   name_asked"));
        buf_put(&out, field || inner ? str_from_offset(line, 1) : line);
        buf_putc(&out, '\n');
    }
    struct str all = arena_str(&f->mem, buf_str(&out));
    buf_finish(&out);
    return all;
}

static struct str make(struct fixture *f, enum scaffold_kind kind, const char *path) {
    const struct scaffold_options o = {.kind = kind,
                                       .root = "build/scaffold-test",
                                       .name = str_lit("thing"),
                                       .today = {2026, 11, 23}};
    struct scaffold_result result;
    struct str text = STR_NONE;
    assert_true(fs_write("build/scaffold-test/site.yaml",
                         str_lit("title: T\nlanguages: [en, fi]\ndefault_language: en\n"),
                         &f->diags));
    assert_true(scaffold_make(&f->mem, &o, &result, &f->diags));
    assert_int_equal(result.count, 1);
    assert_true(fs_read(&f->mem, path, path, 1 << 20, &text, &f->diags));
    return text;
}

static void a_service_can_be_read_with_all_its_fields_switched_on(void **state) {
    struct fixture *f = *state;
    struct service service;
    assert_true(fs_make_folders("build/scaffold-test", &f->diags));
    struct source source = {"content/services/thing.yaml", STR_NONE};
    source.text = make(f, SCAFFOLD_SERVICE, "build/scaffold-test/content/services/thing.yaml");
    assert_true(service_parse(&f->mem, &source, str_lit("thing"), &service, &f->diags));
    source.text = switched_on(f, source.text);
    assert_true(service_parse(&f->mem, &source, str_lit("thing"), &service, &f->diags));
    assert_no_diags(&f->diags);
    assert_true(service.example);
    assert_int_equal(service.channel_count, 1);
    assert_int_equal(service.shared_count, 1);
    assert_str(service.claims[CLAIM_ENTRANCE].value, "unknown");
    assert_true(fs_delete_folder("build/scaffold-test", NULL, &f->diags));
}

static void a_translation_is_a_draft_that_quotes_the_original(void **state) {
    struct fixture *f = *state;
    const char *target = "build/scaffold-test/content/fi/guides/thing.md";
    assert_true(sign_init());
    assert_true(fs_make_folders("build/scaffold-test/content/en/guides", &f->diags));
    assert_true(fs_write("build/scaffold-test/content/en/guides/thing.md",
                         str_lit("---\ntitle: T \"x\"\nsummary: |\n  One.\n  Two.\nreviewed: "
                                 "2026-01-02\ndoses:\n- {unit: mg, light: 5-10}\nstatus: reviewed\n"
                                 "---\n## H {#h}\nText\n\n::: doses\n:::\n"),
                         &f->diags));
    const struct scaffold_options o = {.kind = SCAFFOLD_GUIDE,
                                       .root = "build/scaffold-test",
                                       .name = str_lit("thing"),
                                       .lang = str_lit("FI"),
                                       .today = {2026, 11, 23}};
    struct scaffold_result result;
    assert_true(fs_write("build/scaffold-test/site.yaml",
                         str_lit("title: T\nlanguages: [en, fi]\ndefault_language: en\n"),
                         &f->diags));
    assert_true(scaffold_make(&f->mem, &o, &result, &f->diags));
    struct source source = {target, STR_NONE};
    struct meta meta;
    struct str body;
    unsigned line;
    assert_true(fs_read(&f->mem, target, target, 1 << 20, &source.text, &f->diags));
    assert_true(meta_parse(&f->mem, &source, &meta, &body, &line, &f->diags));
    assert_no_diags(&f->diags);
    assert_str(meta.title.value, "T \"x\"");
    assert_str(meta.summary.value, "One.\nTwo.");
    assert_int_equal(meta.status, META_DRAFT);
    assert_int_equal(meta.dose_count, 1);
    assert_str(body, "\n## H {#h}\n\n> Text\n\n::: doses\n:::\n");
    assert_int_equal(meta.translated_from.value.len, 16 + 6 * 5);
    assert_true(fs_delete_folder("build/scaffold-test", NULL, &f->diags));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(names_are_small_letters_digits_and_dashes),
        TEST(a_site_is_named_by_the_last_part_of_its_path),
        TEST(words_are_filled_in_and_other_signs_stay),
        TEST(words_without_a_filling_stay),
        TEST(every_claim_is_explained),
        TEST(a_service_can_be_read_with_all_its_fields_switched_on),
        TEST(a_translation_is_a_draft_that_quotes_the_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
