/* Sorting by a language's own alphabet. */
#include "fixture.h"

#include "site/parts.h"

#define ENGLISH "a b c d e f g h i j k l m n o p q r s t u v w x y z"
#define FINNISH ENGLISH " å ä ö"

static bool before(struct fixture *f, const char *alphabet, const char *a, const char *b) {
    const struct collation *c = collate_open(&f->mem, str_from(alphabet));
    struct str x = collate_key(&f->mem, c, str_from(a));
    struct str y = collate_key(&f->mem, c, str_from(b));
    return str_cmp(x, y) < 0;
}

static void case_does_not_matter(void **state) {
    struct fixture *f = *state;
    assert_true(before(f, ENGLISH, "alpha", "Beta"));
    assert_true(before(f, ENGLISH, "Alpha", "beta"));
}

static void finnish_letters_stand_at_the_end(void **state) {
    struct fixture *f = *state;
    assert_true(before(f, FINNISH, "zopiklon", "ässät"));
    assert_true(before(f, FINNISH, "åland", "äiti"));
    assert_true(before(f, FINNISH, "äiti", "öljy"));
}

static void a_letter_that_is_not_named_sorts_by_its_base(void **state) {
    struct fixture *f = *state;
    assert_true(before(f, ENGLISH, "ecstasy", "éphédra"));
    assert_true(before(f, ENGLISH, "éphédra", "fentanyl"));
    assert_true(before(f, ENGLISH, "ärsyke", "b"));
}

static void numbers_come_before_letters_and_in_order(void **state) {
    struct fixture *f = *state;
    assert_true(before(f, ENGLISH, "2C-B", "alcohol"));
    assert_true(before(f, ENGLISH, "2C-B", "3-MMC"));
}

/* Else one heading of the A–Z would stand there twice. */
static void signs_before_the_first_letter_do_not_count(void **state) {
    struct fixture *f = *state;
    assert_true(before(f, ENGLISH, "cannabis", "“Ketamine”"));
    assert_true(before(f, ENGLISH, "cannabis", "'shrooms"));
    assert_true(before(f, ENGLISH, "cannabis", "(S)-ketamine"));
    assert_true(before(f, ENGLISH, "“Ketamine”", "speed"));
    assert_true(before(f, ENGLISH, "“4-FA”", "alcohol"));
    assert_true(before(f, ENGLISH, "!?", "4-FA"));
    assert_true(before(f, ENGLISH, "2C-B", "2CB"));
}

static void letters_of_several_signs_are_one_letter(void **state) {
    struct fixture *f = *state;
    const char *spanish = "a b c ch d e";
    assert_true(before(f, spanish, "cb", "cha"));
    assert_true(before(f, spanish, "cha", "da"));
}

static void names_that_differ_only_in_accents_have_a_fixed_order(void **state) {
    struct fixture *f = *state;
    const struct collation *c = collate_open(&f->mem, str_lit(ENGLISH));
    struct str plain = collate_key(&f->mem, c, str_lit("resume"));
    struct str accented = collate_key(&f->mem, c, str_lit("résumé"));
    assert_int_not_equal(str_cmp(plain, accented), 0);
}

/* A sign that is not ASCII takes the long way: behind the same word it must come out the same. */
static void both_ways_give_the_same_order(void **state) {
    struct fixture *f = *state;
    const char *const words[] = {"Molly", "4-FA", "a b", "A-B", "!?", "CHa", "cb", "~", "[x]"};
    const char *const alphabets[] = {ENGLISH, "a b c ch d e", "z y x", ""};
    for (size_t i = 0; i < ARRAY_LEN(words) * ARRAY_LEN(alphabets); i++) {
        const char *word = words[i % ARRAY_LEN(words)];
        const struct collation *c =
            collate_open(&f->mem, str_from(alphabets[i / ARRAY_LEN(words)]));
        struct str plain = collate_key(&f->mem, c, str_from(word));
        struct str more =
            collate_key(&f->mem, c, arena_join(&f->mem, str_from(word), str_lit("ж")));
        size_t ranks = str_find_char(plain, '\0');
        assert_true(str_starts(more, str_slice(plain, 0, ranks)));
        assert_true(
            str_ends(more, arena_join(&f->mem, str_from_offset(plain, ranks + 1), str_lit("ж"))));
    }
}

static void assert_letter(struct fixture *f, struct str alphabet, struct str text,
                          const char *want) {
    assert_str(collate_letter(&f->mem, collate_open(&f->mem, alphabet), text), want);
}

static void the_heading_is_the_first_letter_in_capitals(void **state) {
    struct fixture *f = *state;
    assert_letter(f, str_lit(ENGLISH), str_lit("molly"), "M");
    assert_letter(f, str_lit(FINNISH), str_lit("ässät"), "Ä");
    assert_letter(f, str_lit(ENGLISH), str_lit("éphédra"), "E");
    assert_letter(f, str_lit(ENGLISH), str_lit("“quoted”"), "Q");
    assert_letter(f, str_lit(ENGLISH), str_lit("4-FA"), "0–9");
    assert_letter(f, str_lit(ENGLISH), str_lit("4-FÄ"), "0–9");
    assert_letter(f, str_lit(ENGLISH), str_lit("(molly)"), "M");
    assert_letter(f, str_lit("a b c ch d"), str_lit("Chaos"), "CH");
    assert_letter(f, str_lit("a b c ch d"), str_lit("cat"), "C");
    assert_letter(f, str_lit("a b"), str_lit("Zet"), "Z");
    assert_letter(f, str_lit(ENGLISH), str_lit("!?"), "#");
    assert_letter(f, STR_NONE, str_lit("кетамин"), "К");
    assert_letter(f, STR_NONE, str_lit("نالوكسون"), "ن");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(case_does_not_matter),
        TEST(finnish_letters_stand_at_the_end),
        TEST(a_letter_that_is_not_named_sorts_by_its_base),
        TEST(numbers_come_before_letters_and_in_order),
        TEST(signs_before_the_first_letter_do_not_count),
        TEST(letters_of_several_signs_are_one_letter),
        TEST(names_that_differ_only_in_accents_have_a_fixed_order),
        TEST(both_ways_give_the_same_order),
        TEST(the_heading_is_the_first_letter_in_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
