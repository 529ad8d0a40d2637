/* "Did you mean". */
#include "fixture.h"

static const char *const fields[] = {"title", "plain_title", "summary", "status", "a", "b", NULL};

static void typos_find_their_word(void **state) {
    (void)state;
    assert_str(suggest_among(str_lit("titel"), fields), "title");
    assert_str(suggest_among(str_lit("tilte"), fields), "title");
    assert_str(suggest_among(str_lit("Title"), fields), "title");
    assert_str(suggest_among(str_lit("sumary"), fields), "summary");
    assert_str(suggest_among(str_lit("plaintitle"), fields), "plain_title");
    assert_null(suggest_among(str_lit("colour"), fields).p);
}

static void a_short_word_needs_something_in_common(void **state) {
    (void)state;
    assert_null(suggest_among(str_lit("x"), fields).p);
    assert_null(suggest_among(str_lit(""), fields).p);
    assert_str(suggest_among(str_lit("A"), fields), "a");
    static const char *const two[] = {"fi", "sv", NULL};
    assert_str(suggest_among(str_lit("fo"), two), "fi");
    assert_null(suggest_among(str_lit("en"), two).p);
}

static void a_beginning_finds_what_goes_on(void **state) {
    static const char *const words[] = {"aliases_of", "aliases", "al", "alios", NULL};
    (void)state;
    assert_str(suggest_among(str_lit("Alias"), words), "alios");
    assert_str(suggest_among(str_lit("alia"), &words[1]), "aliases");
    assert_str(suggest_among(str_lit("alias"), (const char *const[]){"x", "aliases", NULL}),
               "aliases");
    assert_null(suggest_among(str_lit("al"), (const char *const[]){"aliases", NULL}).p);
}

static void the_nearest_wins_and_the_first_of_equals(void **state) {
    static const char *const words[] = {"cat", "bat", "bats", NULL};
    (void)state;
    assert_str(suggest_among(str_lit("bats"), words), "bats");
    assert_str(suggest_among(str_lit("hat"), words), "cat");
}

static void after_very_many_words_nothing_is_near(void **state) {
    unsigned spent = 0;
    (void)state;
    struct suggest s = {.wanted = str_lit("naloxone"), .spent = &spent};
    for (unsigned i = 0; i < SUGGEST_OFFERS_MAX - 1; i++)
        suggest_offer(&s, str_lit("far"));
    suggest_offer(&s, str_lit("naloxne"));
    assert_str(s.best, "naloxne");
    struct suggest late = {.wanted = str_lit("naloxone"), .spent = &spent};
    suggest_offer(&late, str_lit("naloxne"));
    assert_null(late.best.p);
    assert_int_equal(spent, SUGGEST_OFFERS_MAX);
}

static void very_long_words_are_never_near(void **state) {
    char word[200];
    memset(word, 'a', sizeof(word));
    struct suggest s = {.wanted = str_of(word, 200)};
    (void)state;
    suggest_offer(&s, str_of(word, 200));
    assert_null(s.best.p);
    s.wanted = str_of(word, 63);
    suggest_offer(&s, str_of(word, 62));
    assert_int_equal(s.best.len, 62);
    assert_int_equal(strlen(suggest_tail(s.best).p), 62 + strlen(", did you mean ''?"));
    assert_string_equal(suggest_tail(STR_NONE).p, "");
}

/* The whole table of the optimal string alignment, beside the band that suggest.c looks at. */
static unsigned whole_distance(const char *a, const char *b) {
    unsigned d[16][16] = {{0}};
    size_t m = strlen(a), n = strlen(b);
    for (size_t i = 0; i <= m; i++)
        for (size_t j = 0; j <= n; j++) {
            unsigned best = (unsigned)(i == 0 ? j : i);
            if (i > 0 && j > 0) {
                unsigned cost = a[i - 1] != b[j - 1];
                best = d[i - 1][j - 1] + cost;
                best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
                best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = d[i - 2][j - 2] + 1 < best ? d[i - 2][j - 2] + 1 : best;
            }
            d[i][j] = best;
        }
    return d[m][n];
}

/* Words of two letters, so that many are near; what goes on where the other stops is left out. */
static void the_band_finds_what_the_whole_table_finds(void **state) {
    uint32_t chance = 12345;
    unsigned near = 0, far = 0;
    (void)state;
    for (int round = 0; round < 200000; round++) {
        char words[2][13];
        for (int w = 0; w < 2; w++) {
            chance = chance * 1664525U + 1013904223U;
            size_t len = 1 + (chance >> 28) % 12;
            for (size_t i = 0; i < len; i++) {
                chance = chance * 1664525U + 1013904223U;
                words[w][i] = (char)('a' + (chance >> 24) % 2);
            }
            words[w][len] = '\0';
        }
        unsigned m = (unsigned)strlen(words[0]), n = (unsigned)strlen(words[1]);
        unsigned max = m < 3 ? 1 : m / 3 > 3 ? 3 : m / 3, d = whole_distance(words[0], words[1]);
        bool goes_on = m >= 3 && n > m && memcmp(words[0], words[1], m) == 0;
        struct suggest s = {.wanted = str_from(words[0])};
        suggest_offer(&s, str_from(words[1]));
        bool is_near = d <= max && d < m && d < n;
        assert_int_equal(s.best.p != NULL, is_near || goes_on);
        if (is_near)
            assert_int_equal(s.distance, d);
        near += is_near;
        far += !is_near;
    }
    assert_true(near > 10000 && far > 10000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(typos_find_their_word),
        TEST(a_short_word_needs_something_in_common),
        TEST(a_beginning_finds_what_goes_on),
        TEST(the_nearest_wins_and_the_first_of_equals),
        TEST(after_very_many_words_nothing_is_near),
        TEST(very_long_words_are_never_near),
        TEST(the_band_finds_what_the_whole_table_finds),
    };
    return cmocka_run_group_tests_name("util/suggest", tests, NULL, NULL);
}
