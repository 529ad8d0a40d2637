/* site.yaml: what it gives, its defaults, and its mistakes. */
#include "broken.h"

#include "content/content.h"

#define HEAD "title: T\nlanguages: [en, fi]\ndefault_language: en\n"

static struct config *parse(struct fixture *f, const char *text) {
    struct source *source = arena_new(&f->mem, struct source);
    struct config *config = arena_new(&f->mem, struct config);
    *source = (struct source){"site.yaml", str_from(text)};
    bool ok = config_parse(&f->mem, source, config, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return config;
}

static void a_whole_site_is_read(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(
        f, "title: {en: Pack, ar: نشرة}\n"
           "plain_title: Notes\n"
           "languages:\n"
           "  en: {name: English, dir: ltr}\n"
           "  ar: {name: العربية, fallback: EN}\n"
           "  pt-BR: Português\n"
           "default_language: EN\n"
           "theme: night\n"
           "profiles: [onion, usb]\n"
           "external_links: {usb: text}\n"
           "addresses:\n"
           "  onion: http://pamphletsampletonmadeupaddressexampleexampleexampleexamd.onion/\n"
           "  clearnet: https://pamphlet.example/\n"
           "release: {pack: pamphlet, serial: 18446744073, date: 2026-11-23, expires: 2027-05-23}\n"
           "review_months: 6\n"
           "emergency: {number: 0112, text: {en: Call}}\n"
           "quick_exit: away.md\n"
           "risks:\n"
           "  - {id: deadly, label: {en: Deadly}, symbol: \"X\", order: 1, note_required: yes}\n"
           "  - {id: low, label: Low}\n"
           "areas: {harbour: {en: Harbour}}\n"
           "kinds: {naloxone: Naloxone}\n"
           "print: {paper: letter, font: DejaVu Sans, first: [safer, mixing, a\xcc\x88la\xcc\x88]}\n"
           "onion: {pad: classes}\n"
           "discreet: true\n"
           "pamphlet: \">=1.0\"\n");
    assert_no_diags(&f->diags);
    assert_str(c->title.items[1].lang, "ar");
    assert_str(c->title.items[1].value, "نشرة");
    assert_int_equal(c->language_count, 3);
    assert_str(c->languages[0].name, "English");
    assert_false(c->languages[0].rtl);
    assert_true(c->languages[1].rtl); /* by its script, no dir given */
    assert_str(c->languages[1].fallback, "en");
    assert_str(c->languages[2].name, "Português");
    assert_str(c->default_language, "en");
    assert_str(c->theme, "night");
    assert_int_equal(c->profile_count, 2);
    assert_int_equal(c->profiles[0].external_links, EXTERNAL_MARKED);
    assert_int_equal(c->profiles[1].external_links, EXTERNAL_TEXT);
    assert_int_equal(c->release.serial, 18446744073);
    assert_string_equal(date_format(c->release.expires).p, "2027-05-23");
    assert_int_equal(c->review_months, 6);
    assert_str(c->emergency.number, "0112");
    assert_str(c->quick_exit.value, "away.md");
    assert_int_equal(c->risk_count, 2);
    assert_true(c->risks[0].note_required);
    assert_int_equal(c->risks[1].order, 2);
    assert_str(c->areas[0].id, "harbour");
    assert_str(c->kinds[0].name.items[0].value, "Naloxone");
    assert_true(c->paper_letter);
    assert_int_equal(c->print_first.count, 3);
    assert_str(c->print_first.items[1].value, "mixing");
    assert_str(c->print_first.items[2].value, "älä"); /* composed */
    assert_int_equal(c->onion_pad, PAD_CLASSES);
    assert_true(c->discreet);
    assert_str(c->requires, ">=1.0");
}

static void what_is_not_given_has_its_default(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(f, "\xef\xbb\xbf" HEAD);
    assert_no_diags(&f->diags);
    assert_str(c->theme, "plain");
    assert_int_equal(c->review_months, 12);
    assert_int_equal(c->profile_count, 4);
    assert_str(c->profiles[3].name, "print");
    assert_int_equal(c->profiles[3].external_links, EXTERNAL_MARKED);
    assert_str(c->languages[1].name, "fi");
    assert_null(c->languages[1].fallback.p);
    assert_int_equal(c->onion_pad, PAD_NONE);
    assert_false(c->discreet);
}

static void external_links_as_one_word_counts_for_all_profiles(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(f, HEAD "external_links: forbidden\n");
    for (size_t i = 0; i < c->profile_count; i++)
        assert_int_equal(c->profiles[i].external_links, EXTERNAL_FORBIDDEN);
}

static void languages_may_be_a_list_of_groups(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(f, "title: T\ndefault_language: fa\nlanguages:\n"
                                "  - {tag: fa, name: Farsi}\n  - {tag: en, fallback: fa}\n");
    assert_no_diags(&f->diags);
    assert_int_equal(c->language_count, 2);
    assert_str(c->languages[0].name, "Farsi");
    assert_true(c->languages[0].rtl);
    assert_str(c->languages[1].fallback, "fa");
}

static void directions_come_from_tag_and_name_unless_given(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(
        f, "title: T\ndefault_language: ku\nlanguages:\n  ku: {name: کوردی}\n"
           "  prs: {name: Dari, dir: ltr}\n  ku-Latn: Kurdî\n  az: \"آذربایجانجا\"\n  arz:\n");
    assert_no_diags(&f->diags);
    assert_int_equal(c->language_count, 5);
    assert_true(c->languages[0].rtl && c->languages[3].rtl && c->languages[4].rtl);
    assert_false(c->languages[1].rtl || c->languages[2].rtl);
    c = parse(f, "title: T\ndefault_language: ku\nlanguages:\n  - {tag: ku, name: کوردی}\n"
                 "  - {tag: fa, dir: ltr}\n  - prs\n");
    assert_no_diags(&f->diags);
    assert_true(c->languages[0].rtl && !c->languages[1].rtl && c->languages[2].rtl);
}

static const struct broken corpus[] = {
    {"", 1, 1, 1, "content/field-missing", "is missing"},
    {"title: T\nlanguages: [en]\n", 1, 1, 1, "content/field-missing", "default_language"},
    {"title:\nlanguages: [en]\ndefault_language: en\n", 1, 7, 0, "content/field-missing", "empty"},
    {"title: T\nlanguages: []\ndefault_language: en\n", 2, 12, 1, "config/language", "at least"},
    {"title: T\nlanguages: [english]\ndefault_language: en\n", 2, 13, 7, "content/language-invalid",
     "'english'"},
    {"title: T\nlanguages: [en, EN]\ndefault_language: en\n", 2, 17, 2, "config/language", "twice"},
    {"title: T\nlanguages: [en, fi]\ndefault_language: fo\n", 3, 19, 2, "config/language",
     "did you mean 'fi'?"},
    {"title: T\ndefault_language: en\nlanguages:\n  en: {fallback: sv}\n", 4, 18, 2,
     "config/language", "'fallback'"},
    {"title: T\ndefault_language: en\nlanguages:\n  en: {fallback: fi}\n  fi: {fallback: en}\n", 4,
     18, 2, "config/fallback-circle", "circle"},
    {"title: T\ndefault_language: en\nlanguages:\n  en: {fallback: en}\n", 4, 18, 2,
     "config/fallback-circle", "circle"},
    {"title: T\ndefault_language: en\nlanguages: [{tag: en, fallback: sv}]\n", 3, 19, 2,
     "config/language", "'sv' in 'fallback'"},
    {HEAD "profiles: [onoin]\n", 4, 12, 5, "content/value-unknown", "did you mean 'onion'?"},
    {HEAD "external_links: none\n", 4, 17, 4, "content/value-unknown", "marked, text or forbidden"},
    {HEAD "addresses: {onion: \"http://abc.onion/\"}\n", 4, 21, 17, "config/onion-address",
     "abc.onion"},
    {HEAD "addresses: {clearnet: pamphlet.example}\n", 4, 23, 16, "content/url-invalid",
     "https://"},
    {"\xef\xbb\xbf--- title: T\n", 1, 4, 3, "yaml/syntax", "a line of its own"},
    {"\xef\xbb\xbftitle T\nlanguages: x\n", 1, 4, 7, "yaml/syntax", "no colon"},
    {HEAD "release: {serial: 1_000}\n", 4, 19, 5, "content/number-invalid", "digits only"},
    {HEAD "release: {serial: 99999999999999999999}\n", 4, 19, 20, "content/number-invalid", "most"},
    {HEAD "release: {date: 2026-11-23, expires: 2026-01-01}\n", 4, 38, 10, "content/date-order",
     "before"},
    {HEAD "release: {previous: abc}\n", 4, 21, 3, "config/digest", "SHA-256"},
    {HEAD "review_months: 0\n", 4, 16, 1, "content/number-invalid", "1 at least"},
    {HEAD "quick_exit: ../x.md\n", 4, 13, 7, "config/file", "away.md"},
    {HEAD "risks: [{label: x}]\n", 4, 9, 1, "content/field-missing", "'id'"},
    {HEAD "risks: [{id: a}, {id: a}]\n", 4, 18, 1, "content/id-repeated", "twice"},
    {HEAD "areas: [harbour]\n", 4, 8, 1, "content/not-fields", "for each id"},
    {HEAD "print: {first: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, "
          "y, z, "
          "aa, ab, ac, ad, ae, af, ag]}\n",
     4, 119, 2, "config/too-many", "32 sections"},
    {HEAD "print: {paper: a5}\n", 4, 16, 2, "content/value-unknown", "a4 or letter"},
    {HEAD "discreet: perhaps\n", 4, 11, 7, "content/value-unknown", "yes or no"},
    {HEAD "pamphlet: new\n", 4, 11, 3, "config/version", ">=1.0"},
    {HEAD "pamphlet: 1..0\n", 4, 11, 4, "config/version", "no version"},
    {HEAD "pamphlet: 1.0.0.0\n", 4, 11, 7, "config/version", "no version"},
    {HEAD "pamphlet: \">=1.0.1\"\n", 4, 12, 7, "config/too-old", "needs pamphlet 1.0.1, this is"},
    {HEAD "pamphlet: 99\n", 4, 11, 2, "config/too-old", "install a newer one"},
    {"title: T\ndefault_language: en\nlanguages:\n  - {name: English}\n", 4, 5, 1,
     "content/field-missing", "'tag'"},
    {"title: T\ndefault_language: en\nlanguages:\n  - en\n  - {tag: en, name: E}\n", 5, 11, 2,
     "config/language", "twice"},
    {HEAD "addresses: {clearnet: [https://a.example/]}\n", 4, 23, 1, "content/not-a-word",
     "'clearnet' takes one value, not a list"},
    {HEAD "review_months: often\n", 4, 16, 5, "content/number-invalid", "digits"},
    {HEAD "discreet: [yes]\n", 4, 11, 1, "content/not-a-word", "'discreet' takes one value"},
    {HEAD "areas: {\"Old Town\": Old}\n", 4, 10, 8, "content/id-invalid",
     "did you mean 'old-town'?"},
    {HEAD "quick_exit: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxä/../y\n", 4, 13,
     66, "config/file", "xxx…' is no file"},
    {HEAD "titles: x\n", 4, 1, 6, "content/field-unknown", "did you mean 'title'?"},
    {HEAD "emergency: {number: 112 / 91}\n", 4, 21, 8, "service/phone", "looks like two numbers"},
    {HEAD "emergency: call\n", 4, 12, 4, "service/phone", "is no phone number"},
    {HEAD "emergency: {numbr: 1}\n", 4, 13, 5, "content/field-unknown", "did you mean 'number'?"},
};

static void every_broken_site_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void a_number_alone_is_that_of_an_emergency(void **state) {
    struct fixture *f = *state;
    struct config *c = parse(f, HEAD "emergency: 0112\n");
    assert_no_diags(&f->diags);
    assert_str(c->emergency.number, "0112");
    assert_int_equal(c->emergency.text.count, 0);
}

/* A name that is none is said once, and the language goes on under its tag. */
static void a_language_of_a_list_has_its_tag_for_a_name(void **state) {
    struct fixture *f = *state;
    struct config *c =
        parse(f, "title: T\ndefault_language: fi\nlanguages: [{tag: fi, name: [x]}]\n");
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "site.yaml", 3, "content/not-a-word");
    assert_str(c->languages[0].name, "fi");
}

static void the_101st_risk_is_one_too_many(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, HEAD "risks:\n");
    for (unsigned i = 0; i < 102; i++)
        buf_printf(&text, "  - {id: r%u}\n", i);
    buf_putc(&text, '\0');
    struct config *c = parse(f, text.p);
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "site.yaml", 4 + 101, "config/too-many");
    assert_int_equal(c->risk_count, 100);
    buf_finish(&text);
}

/* Five hundred mistakes are told, and one sentence says that there are more. */
static void lists_without_end_end(void **state) {
    struct fixture *f = *state;
    for (unsigned of_risks = 0; of_risks < 2; of_risks++) {
        struct buf text = {0};
        buf_puts(&text, of_risks ? HEAD "risks:\n" : HEAD "areas:\n");
        for (unsigned k = 0; k < 600; k++)
            buf_printf(&text, of_risks ? "  - {id: A%u}\n" : "  A%u: x\n", k);
        buf_putc(&text, '\0');
        parse(f, text.p);
        assert_int_equal(f->diags.count, 501);
        assert_string_equal(f->diags.items[499].code, "content/id-invalid");
        assert_string_equal(f->diags.items[500].code, "content/too-many");
        diags_finish(&f->diags);
        buf_finish(&text);
    }
}

static void a_file_past_the_limit_is_named_with_its_size(void **state) {
    struct fixture *f = *state;
    size_t bytes = 1024 * 1024 + 1;
    char *text = arena_alloc(&f->mem, bytes, 1);
    memset(text, ' ', bytes);
    struct source source = {"site.yaml", str_of(text, bytes)};
    struct config config;
    assert_false(config_parse(&f->mem, &source, &config, &f->diags));
    assert_diag(&f->diags, 0, "site.yaml", 0, "text/too-large");
    assert_non_null(strstr(f->diags.items[0].message, "1048577"));
}

static void utf16_is_named(void **state) {
    struct fixture *f = *state;
    parse(f, "\xff\xfe"
             "t");
    assert_int_equal(f->diags.count, 1);
    assert_diag(&f->diags, 0, "site.yaml", 0, "text/encoding");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_site_is_read),
        TEST(what_is_not_given_has_its_default),
        TEST(external_links_as_one_word_counts_for_all_profiles),
        TEST(languages_may_be_a_list_of_groups),
        TEST(directions_come_from_tag_and_name_unless_given),
        TEST(every_broken_site_gets_its_place_and_sentence),
        TEST(a_number_alone_is_that_of_an_emergency),
        TEST(a_language_of_a_list_has_its_tag_for_a_name),
        TEST(the_101st_risk_is_one_too_many),
        TEST(lists_without_end_end),
        TEST(a_file_past_the_limit_is_named_with_its_size),
        TEST(utf16_is_named),
    };
    return cmocka_run_group_tests_name("content/config", tests, NULL, NULL);
}
