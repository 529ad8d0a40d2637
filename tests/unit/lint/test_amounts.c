/* Amounts in sentences. */
#include "looking.h"

/* In a field or, where marks count, a body, which begins in line 1. */
static const char *look_at(struct fixture *f, const char *text, const char *language, bool body) {
    static struct lint l;
    l = (struct lint){.mem = &f->mem};
    struct document doc = {.source = {"a.md", str_from(text)}};
    struct prose p = prose_of(&l, text, language);
    p.doc = body ? &doc : NULL;
    amounts_check(&l, &p);
    const char *all = found(f, &l);
    arena_finish(&l.page);
    return all;
}

static const char *look(struct fixture *f, const char *text, const char *language) {
    return look_at(f, text, language, false);
}

static const char *look_in_body(struct fixture *f, const char *text) {
    return look_at(f, text, "en", true);
}

/* "g5000000000 n3000000": what is collected, in order; behind '/' what it may be, too. */
static const char *collected(struct fixture *f, const char *text, const char *language) {
    struct lint l = {.mem = &f->mem};
    struct prose p = prose_of(&l, text, language);
    struct amounts all = {0};
    amounts_collect(&l, &p, &all);
    buf_reset(&f->out);
    for (size_t i = 0; i < all.count; i++) {
        const struct amount *a = &all.items[i];
        buf_printf(&f->out, "%s%.*s", i == 0 ? "" : " ", STR_ARG(a->same[0]));
        if (a->same[1].len > 0)
            buf_printf(&f->out, "/%.*s", STR_ARG(a->same[1]));
    }
    buf_putc(&f->out, '\0');
    assert_int_equal(l.found.count, 0);
    arena_finish(&l.page);
    return f->out.p;
}

static void finds_nothing(struct fixture *f, const char *const *texts, const char *language) {
    for (; *texts != NULL; texts++)
        assert_string_equal(look(f, *texts, language), "");
}

static void good_amounts_are_left_alone(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {
        "Take 5 mg, not 10 mg. Then wait.",
        "0.5 mg or 0.25–0.75 mg",
        "40-75 mg, 40 to 75 mg",
        "1,000 mg and 10 000 mg",
        "2026-11-23, 1.0 version",
        "5 goats and 3 men",
        "in chapter 1.5, 5 minutes",
        "0.05 mg/l in blood",
        "a 4G phone, a 2l bottle",
        "`.5 mg` in code",
        "see [x](dose-.5 mg.md)",
        "500 mcg to 750 mcg",
        "1.4 to 8.2 hours",
        "",
        "mg 5. mg",
        "more than 120\u00a0mg",
        "9.",
        "0.0001-0.0005 g",
        "0.5 mg/kg, 50 mg/ml, 12 mcg/h",
        "B5mg, a_5mg, #5mg, c/5mg, v1.5mg, é5mg",
        "5 cc, 5 mls, 5 gr, 2.5 grams, 0.25 milligrams, 500 micrograms to 1000 mcg",
        "50 MG, 2 ML, 1.5 Mls, 0.5 IU, 5 units",
        "5-10 cc to 15 ml, 5 gr-10 g, 100 micrograms-200 mcg",
        "chapter 2.0 grammar, 1.0 unit of x, 2.0 international, .5 grind, .5 ccx",
        "rule .5 grammar, 10-5 gritty, 5G.0 G, the 2-1 unit, 5.0 G",
        "5 grams. then, 5 milligrams. and",
        NULL};
    finds_nothing(f, good, "en");
}

static void bad_amounts_are_found_where_they_stand(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Take .5 mg", "en"), "dose/text-decimal 15+5");
    assert_string_equal(look(f, "Take 1.0 mg", "en"), "dose/text-zero 15+6");
    assert_string_equal(look(f, "Take 5mg now", "en"), "dose/text-space 15+3");
    assert_string_equal(look(f, "Take 5 mg. per", "en"), "dose/text-dot 15+5");
    assert_string_equal(look(f, "Take 5 µg now", "en"), "dose/text-micro 15+5");
    assert_string_equal(look(f, "Take 5 \u03bcg", "en"), "dose/text-micro 15+5");
    assert_string_equal(look(f, "Take 5 ug", "en"), "dose/text-micro 15+4");
    assert_string_equal(look(f, "from 75-40 mg", "en"), "dose/text-range 15+8");
    assert_string_equal(look(f, "500 mcg-1 mg", "en"), "dose/text-unit 10+12");
    assert_string_equal(look(f, "(.5–.75 mg)", "en"),
                        "dose/text-decimal 11+11; dose/text-decimal 16+6");
    assert_string_equal(look(f, "Take .5\u00a0mg", "en"), "dose/text-decimal 15+6");
    assert_string_equal(look(f, "from 0.0005-0.0004 g", "en"), "dose/text-range 15+15");
}

static void every_way_to_write_a_unit_is_known(void **state) {
    static const char *const units[] = {"mg",         "mgs",        "MG",          "Mg",
                                        "milligram",  "milligrams", "Milligramm",  "milligrammaa",
                                        "mcg",        "mcgs",       "MCG",         "micrograms",
                                        "mikrogramm", "g",          "gr",          "grs",
                                        "gm",         "gms",        "gram",        "grams",
                                        "gramme",     "grammaa",    "kg",          "ml",
                                        "mL",         "ML",         "mls",         "cc",
                                        "CC",         "ccs",        "millilitres", "mililitros",
                                        "l",          "L",          "litres",      "units",
                                        "mkg",        "IU",         "iu",          "мг",
                                        "мкг",        "г",          "мл",          "dl",
                                        "cL",         "мілілітрів"};
    struct fixture *f = *state;
    static const struct {
        const char *before, *code;
    } wrong[] = {{"Take .5 ", "decimal"},
                 {"Take 1.0 ", "zero"},
                 {"Take 0,5 ", "comma"},
                 {"Take 10-5 ", "range"}};
    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        for (size_t k = 0; k < ARRAY_LEN(wrong); k++) {
            const char *text = arena_printf(&f->mem, "%s%s", wrong[k].before, units[i]).p;
            assert_string_equal(look(f, text, "en"),
                                arena_printf(&f->mem, "dose/text-%s 15+%zu", wrong[k].code,
                                             strlen(text) - strlen("Take "))
                                    .p);
        }
}

static void a_number_begins_behind_any_sign_that_ends_a_word(void **state) {
    static const char *const before[] = {"\u00a0", "\u202f", "\"", "'",  "“", "«", "|", "<",
                                         ">",      "≤",      "≥",  "~",  "≈", "=", ":", ";",
                                         "+",      "\t",     "—",  "**", "±", "(", "×"};
    static const char *const inside[] = {"a", "1", "é", "v1", "1.", "1-", "#", "/", "a_", "х"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(before) + ARRAY_LEN(inside); i++) {
        bool begins = i < ARRAY_LEN(before);
        const char *sign = begins ? before[i] : inside[i - ARRAY_LEN(before)];
        const char *text = arena_printf(&f->mem, "x%s.5 mg, x%s1.0 mg", sign, sign).p;
        size_t at = 11 + strlen(sign), second = at + strlen(".5 mg, x") + strlen(sign);
        const char *want =
            arena_printf(&f->mem, "dose/text-decimal %zu+5; dose/text-zero %zu+6", at, second).p;
        assert_string_equal(look(f, text, "en"), begins ? want : "");
    }
}

static void a_number_begins_behind_a_sign_that_is_written_to_it(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "take 2x1.0 mg, 2X.5 mg", "en"),
                        "dose/text-zero 17+6; dose/text-decimal 27+5");
    assert_string_equal(look(f, "5 mg/.5 ml, 5mcg/1.0 ml", "en"),
                        "dose/text-decimal 15+5; dose/text-space 22+4; dose/text-zero 27+6");
    assert_string_equal(look(f, "take –.5 mg or -1.0 mg", "en"),
                        "dose/text-decimal 18+5; dose/text-zero 28+6");
    assert_string_equal(look(f, "-1.0 mg", "en"), "dose/text-zero 11+6");
    static const char *const good[] = {"a-.5 mg, a–1.0 mg, ax1.0 mg, x1.0 mg",
                                       "and/1.0 mg, 1/1.0 g, /1.0 mg, mg/.5 ml",
                                       "2 -1.5 version",
                                       "-5 kg to 5 kg, –5–3 g, −5 g to 5 g",
                                       "Act 3 s/4.0 g, 2C/2.0 mg",
                                       NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "x 75-40 mg", "en"), "dose/text-range 12+8");
}

/* Or a translation would have an amount more than its original, or one less. */
static void a_number_begins_behind_a_unit_of_any_script(void **state) {
    struct fixture *f = *state;
    static const char *const same[] = {
        "100 mcg/15 ml, 2x25 mg",         "100 µg/15 ml, 2×25 mg",
        "100\u00a0mg/15\u202fml 2X25 mg", "100 мкг/15 мл, 2х25 мг",
        "100 мкг/15 мл, 2Х25 мг",         "100微克/15毫升, 2×25毫克",
        "100 مكغ/15 مل و 2×25 ملغ",       "100 ሚሊ ግራም/15 ሚሊ ሊትር 2×25 ሚሊ ግራም",
        "50-100 мкг/15 мл и 2×25 мг"};
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        const char *all = collected(f, same[i], "en");
        assert_non_null(strstr(all, " l15000000"));
        assert_non_null(strstr(all, " g25000000000"));
    }
    assert_string_equal(look(f, "100\u00a0mg/1.0 ml", "en"), "dose/text-zero 18+6");
}

static void spoken_units_are_judged_like_written_ones(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "a 5cc dose", "en"), "dose/text-space 12+3");
    assert_string_equal(look(f, "take 5gr, 5mls", "en"),
                        "dose/text-space 15+3; dose/text-space 20+4");
    assert_string_equal(look(f, "5milligrams", "en"), "dose/text-space 10+11");
    assert_string_equal(look(f, "Take 5 cc. per", "en"), "dose/text-dot 15+5");
    assert_string_equal(look(f, "500 micrograms to 1 milligram", "en"), "dose/text-unit 10+29");
    assert_string_equal(look(f, "1 g-2 cc", "en"), "dose/text-unit 10+8");
    assert_string_equal(look(f, "Take .5\u202fmg, .5\u2009mg", "en"),
                        "dose/text-decimal 15+7; dose/text-decimal 24+7");
}

static void a_dose_made_smaller_and_a_mixture_are_no_ranges(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"Lower it from 20 mg to 10 mg",
                                       "from 100 to 50 mg",
                                       "From\n2 to 1.5 g",
                                       "go 20 mg to 15 mg to 10 mg",
                                       "add 1 g to 100 ml, and 500 mg to 1 ml",
                                       "100 units to 1 ml",
                                       NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "take 75 to 40 mg", "en"), "dose/text-range 15+11");
    assert_string_equal(look(f, "from 5 mg to 5 mg", "en"), "dose/text-range 15+12");
    assert_string_equal(look(f, "to 1 g to 500 mg", "en"), "dose/text-unit 13+13");
    assert_string_equal(look(f, "afrom 20 to 10 mg", "en"), "dose/text-range 16+11");
    assert_string_equal(look(f, "from 2.0 mg to 1.0 mg", "en"),
                        "dose/text-zero 15+6; dose/text-zero 25+6");
}

static void an_amount_may_go_on_in_the_next_line_or_stand_in_references(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"0.5\nmg",   "5 to\n10 mg",           "10\n- 5 mg",
                                       "2.0\n\nmg", "10&nbsp;mg, 5 ‑ 10 mg", NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "Take .5\nmg", "en"), "dose/text-decimal 15+2");
    assert_string_equal(look(f, "Take 1.0\r\n  mg", "en"), "dose/text-zero 15+3");
    assert_string_equal(look(f, "Take .5&nbsp;mg", "en"), "dose/text-decimal 15+10");
    assert_string_equal(look(f, "Take 5 &micro;g", "en"), "dose/text-micro 15+10");
    assert_string_equal(look(f, "Take 5&#181;g", "en"), "dose/text-micro 15+8");
    assert_string_equal(look(f, "75 ‑ 40  mg", "en"), "dose/text-range 10+13");
    assert_string_equal(look(f, "75\u00a0–\u00a040 mg", "en"), "dose/text-range 10+14");
    assert_string_equal(look(f, "75−40\nmg", "en"), "dose/text-range 10+7");
    assert_string_equal(look(f, "75&ndash;40 mg", "en"), "dose/text-range 10+14");
    assert_string_equal(look(f, "75&nbsp;&#8209;&#x2009;40&nbsp;mg", "en"),
                        "dose/text-range 10+33");
    assert_string_equal(look(f, "75&minus;.5 mg, 40&ndash;75 mg", "en"),
                        "dose/text-range 10+14; dose/text-decimal 19+5");
}

static void amounts_in_the_text_of_a_link_and_in_stress_are_read(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"[0.5 mg](a.md)", "[x](a.5mg)", "_0.5 mg_ and __5 mg__",
                                       "a_5mg, a__.5 mg, [a].5 mg, _a_5mg", NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "[.5 mg](a.md)", "en"), "dose/text-decimal 11+5");
    assert_string_equal(look(f, "[5-10mg](a.md)", "en"), "dose/text-space 13+4");
    assert_string_equal(look(f, "[take .5 mg][a]", "en"), "dose/text-decimal 16+5");
    assert_string_equal(look(f, "![,5 ml](a.png)", "en"), "dose/text-comma 12+5");
    assert_string_equal(look_in_body(f, "x\n[10-5\nmg](a.md)"), "dose/text-range 2+4");
    assert_string_equal(look(f, "_.5 mg_ or (__1.0 mg__)", "en"),
                        "dose/text-decimal 11+5; dose/text-zero 24+6");
    assert_string_equal(look(f, "_5mg_", "en"), "dose/text-space 11+3");
}

static void marks_that_are_not_printed_hide_no_amount(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"**1.5** mg, *0.5* mg, ***5*** mg, __5__ mg, _5_ mg",
                                       "5 *mg*, [5](a.md) mg, 5 [mg](a.md), 5[^1] mg, 5 [@who] mg",
                                       "a_5_mg, B*5*mg, 5\\-10 mg, 2 * 5 mg, ~~1.0~~ mg, `1.0` mg",
                                       "from **20** to *10 mg*",
                                       "x *1.0 mg2\n\n* y*",
                                       NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "**1.0** mg", "en"), "dose/text-zero 12+8");
    assert_string_equal(look(f, "*1*.0 mg", "en"), "dose/text-zero 11+7");
    assert_string_equal(look(f, "1.*0* mg", "en"), "dose/text-zero 10+8");
    assert_string_equal(look(f, "__.5__ mg", "en"), "dose/text-decimal 12+7");
    assert_string_equal(look(f, "x ***.5*** *mg*, 5mg", "en"),
                        "dose/text-decimal 15+9; dose/text-space 27+3");
    assert_string_equal(look(f, "**5**mg", "en"), "dose/text-space 12+5");
    assert_string_equal(look(f, "5 *µg* now", "en"), "dose/text-micro 10+6");
    assert_string_equal(look(f, "**5 mg**. per", "en"), "dose/text-dot 12+7");
    assert_string_equal(look(f, "**75**-**40** mg", "en"), "dose/text-range 12+14");
    assert_string_equal(look(f, "75\\-40 mg", "en"), "dose/text-range 10+9");
    assert_string_equal(look(f, "**75** to **40 mg**", "en"), "dose/text-range 12+15");
    assert_string_equal(look(f, "**0,5** ml", "en"), "dose/text-comma 12+8");
    assert_string_equal(look(f, "**0·5** ml", "en"), "dose/text-middle-dot 12+9");
    assert_string_equal(look(f, "**1,000** mg", "de"), "dose/text-thousands 12+10");
    assert_string_equal(look(f, "**١٫٠** ملغ", "ar"), "dose/text-zero 12+15");
    assert_string_equal(look(f, "[**1.0**](a.md) mg", "en"), "dose/text-zero 13+15");
    assert_string_equal(look(f, "x 1.0 [mg](a.md) x", "en"), "dose/text-zero 12+7");
    assert_string_equal(look(f, "1.0[^1] mg, 1\\.0 mg", "en"),
                        "dose/text-zero 10+10; dose/text-zero 22+7");
    assert_string_equal(look(f, "1.0 [@who] mg", "en"), "dose/text-zero 10+13");
}

static void signs_that_nobody_sees_hide_no_amount(void **state) {
    struct fixture *f = *state;
    static const char *const unseen[] = {"\u200e", "\u200f", "\u061c", "\u2060", "\u00ad",
                                         "\u2066", "\u2069", "\u202b", "\u202c"};
    for (size_t i = 0; i < ARRAY_LEN(unseen); i++) {
        const char *text = arena_printf(&f->mem, "x 1.0%s mg%s, %s.5 %s%sml", unseen[i], unseen[i],
                                        unseen[i], unseen[i], unseen[i])
                               .p;
        size_t bytes = strlen(unseen[i]);
        assert_string_equal(look(f, text, "en"),
                            arena_printf(&f->mem,
                                         "dose/text-zero 12+%zu; dose/text-decimal %zu+%zu",
                                         6 + bytes, 20 + 3 * bytes, 5 + 2 * bytes)
                                .p);
    }
    assert_string_equal(collected(f, "\u200f500\u200f ملغ، 5\u00ad0 mg", "ar"),
                        "g500000000000 g50000000000");
}

static void behind_marks_the_line_and_column_are_right(void **state) {
    struct fixture *f = *state;
    struct lint l = {.mem = &f->mem};
    const char *text = "*x*\n*y* **1.0** mg";
    struct document doc = {.source = {"a.md", str_from(text)}};
    struct prose p = prose_of(&l, text, "en");
    p.doc = &doc;
    amounts_check(&l, &p);
    assert_int_equal(l.found.count, 1);
    assert_int_equal(l.found.items[0].line, 2);
    assert_int_equal(strncmp(l.found.items[0].message, "'1.0 mg' ends", 13), 0);
    assert_string_equal(found(f, &l), "dose/text-zero 7+8");
    arena_finish(&l.page);
    assert_string_equal(look_in_body(f, "*x*\n**1.0**\nmg"), "dose/text-zero 3+5");
}

static void messages_show_an_amount_on_one_line(void **state) {
    struct fixture *f = *state;
    struct lint l = {.mem = &f->mem};
    struct prose p = prose_of(&l, "from 75 mg -\t40\n  mg", "en");
    amounts_check(&l, &p);
    assert_int_equal(l.found.count, 1);
    assert_string_equal(l.found.items[0].message, "the range '75 mg - 40 mg' does not rise");
    (void)found(f, &l);
    arena_finish(&l.page);
}

static void a_dot_in_the_middle_of_the_line_is_found(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"5 · 10 mg", "2·5",        "2·5 hours",
                                       "A·5 mg",    "5 mg·10 mg", NULL};
    finds_nothing(f, good, "en");
    assert_string_equal(look(f, "Take 0·5 mg", "en"), "dose/text-middle-dot 15+7");
    assert_string_equal(look(f, "Annos 12·25ml, 1 mg", "fi"), "dose/text-middle-dot 16+8");
    struct lint l = {.mem = &f->mem};
    struct prose p = prose_of(&l, "0·5\nmg", "en");
    amounts_check(&l, &p);
    assert_int_equal(l.found.count, 1);
    assert_non_null(strstr(l.found.items[0].message, "'0·5 mg' has a dot"));
    assert_non_null(strstr(l.found.items[0].message, "write '0.5'"));
    (void)found(f, &l);
    arena_finish(&l.page);
}

static void a_comma_for_decimals_is_found_in_english(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Take 0,5 ml", "en"), "dose/text-comma 15+6");
    assert_string_equal(look(f, "Take ,5 ml", "en"), "dose/text-comma 15+5");
    assert_string_equal(look(f, "Take 0,125 mg", "en"), "dose/text-comma 15+8");
    assert_string_equal(look(f, "1,5 ml and 2,25\u00a0g", "en"),
                        "dose/text-comma 10+6; dose/text-comma 21+7");
    assert_string_equal(look(f, "from 0,5 to 1,5 ml", "en"),
                        "dose/text-comma 15+3; dose/text-comma 22+6");
    assert_string_equal(look(f, "5-10,5 mg, 10,5-20 mg, 10,5 µg", "en"),
                        "dose/text-comma 12+7; dose/text-comma 21+4; dose/text-micro 33+8; "
                        "dose/text-comma 33+8");
    assert_string_equal(look(f, "10,5-2,5 mg", "en"),
                        "dose/text-range 10+11; dose/text-comma 10+4; dose/text-comma 15+6");
    assert_string_equal(look(f, "1,500 mg, 12,000 mcg; 1,4-butanediol; 5 mg,10 mg", "en"), "");
    assert_string_equal(look(f, "Item ,5 of 12.0 mg", "en"), "dose/text-zero 21+7");
    assert_string_equal(look(f, "Pages 5-. mg", "en"), "");
    assert_string_equal(look(f, "Take 0,5 ml", "fi"), "");
    assert_string_equal(look(f, "Take ,5 ml", "fi"), "dose/text-decimal 15+5");
}

static void other_languages_write_a_point_too(void **state) {
    struct fixture *f = *state;
    static const char *const languages[] = {"zh", "ja", "ko-KR", "th", "hi", "he", "es-MX", "sw"};
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        assert_string_equal(look(f, "x 0,5 ml, 10,5 mg", languages[i]),
                            "dose/text-comma 12+6; dose/text-comma 20+7");
        assert_string_equal(look(f, "3.125 mg, 356.506 g, 1,500 mg", languages[i]), "");
        assert_string_equal(look(f, "x 1.500 mg", languages[i]), "dose/text-thousands 12+8");
        assert_string_equal(collected(f, "10,5 mg, 1,500 mg", languages[i]),
                            "g10500000000 g1500000000000");
    }
    assert_string_equal(look(f, "x 0,5 ml, 10,5 mg", "es"), "");
    assert_string_equal(look(f, "x 0,5 ml, 10,5 mg", "de-CH"), "");
}

static void amounts_by_weight_or_time_are_amounts(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Take .5 mg/kg", "en"), "dose/text-decimal 15+5");
    assert_string_equal(look(f, "Take 1.0 mg/kg", "en"), "dose/text-zero 15+6");
    assert_string_equal(look(f, "from 2-1 mg/kg", "en"), "dose/text-range 15+6");
    assert_string_equal(look(f, "a 12 µg/h patch", "en"), "dose/text-micro 12+6");
    assert_string_equal(look(f, "a 25mcg/h patch", "en"), "dose/text-space 12+5");
}

static void marks_between_figures_are_not_printed(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "5~10 to 15~20 x", "en"), "");
    assert_string_equal(look_in_body(f, "5~10 to 15~20 x"),
                        "dose/text-mark 1+4; dose/text-mark 9+5");
    assert_string_equal(look_in_body(f, "70*0.3*2"), "dose/text-mark 1+6; dose/text-mark 4+5");
    assert_string_equal(look_in_body(f, "2**3**4"), "dose/text-mark 1+4; dose/text-mark 4+4");
    assert_string_equal(look_in_body(f, "~5, 2 * 3, ~~5~~ 10, **5** 6, *5*, 5\\*6, `2*3*4`"), "");
    assert_string_equal(look_in_body(f, "about ~5, then\n10~20"), "dose/text-mark 1+5");
}

static void one_mark_between_figures_is_printed(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"하루 2~3회",
                                       "2*300 mg",
                                       "- 1~2\n- 3~4",
                                       "1. 2*3\n2) 4*5",
                                       "| 1~2 | 3~4 |\n| 5~6 |",
                                       "1~2 and ~~3~~",
                                       "2*3 and **4**",
                                       "1~2 \\~ 3 `4~5`",
                                       "> * 2*3\n> * 4",
                                       NULL};
    for (size_t i = 0; good[i] != NULL; i++)
        assert_string_equal(look_in_body(f, good[i]), "");
    assert_string_equal(look_in_body(f, "| 1~2, 3~4 | x |"),
                        "dose/text-mark 3+3; dose/text-mark 8+3");
    assert_string_equal(look_in_body(f, "- 1~2\n  3~4"), "dose/text-mark 3+3; dose/text-mark 3+3");
}

static void thousands_are_amounts_with_their_signs(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"1,000 mg, 1,000-2,500 mg, 12,345,678 mcg, 1,000.5 mg",
                                       "1 000 mg, 500-1 000 mg, 1'000 mg, 1’000–1’500 mg",
                                       "2 500 mg-750 mg", /* two of 500 mg, perhaps */
                                       "3.125 mg, 0.125 mg, 12.375 mg, 1000.125 mg",
                                       "1,000,00 mg, 0,000,5 mg, 1.000 people",
                                       "in 2024 500 mg, at 10:00 500 mg, B12 500 mg, 1, 500 mg",
                                       "1.2.000 mg, 5/1,000 mg",
                                       NULL};
    static const char *const fine[] = {"1 000 mg, 10 000,5 mg, 1.000,5 mg, 1,000.5 mg",
                                       "3,125 mg, 0,125 mg, 1.000.000 mg, 1,000,000 mg",
                                       "500-1 000 mg, 1\u202f000-2\u202f500 mg", NULL};
    finds_nothing(f, good, "en");
    finds_nothing(f, fine, "fi");
    assert_string_equal(look(f, "Take 1,000mg", "en"), "dose/text-space 15+7");
    assert_string_equal(look(f, "Take 1,000 µg", "en"), "dose/text-micro 15+9");
    assert_string_equal(look(f, "Take 1,000 mg. per", "en"), "dose/text-dot 15+9");
    assert_string_equal(look(f, "from 2,000-1,500 mg", "en"), "dose/text-range 15+14");
    assert_string_equal(look(f, "from 2 000 mg-750 mg", "en"), "dose/text-range 15+15");
    assert_string_equal(look(f, "2\u00a0500-750 mg", "fi"), "dose/text-range 10+13");
    assert_string_equal(look(f, "2&nbsp;500-750 mg", "fi"), "dose/text-range 10+17");
    assert_string_equal(look(f, "1,000 mcg-2 mg, 1,000.0 mg", "en"),
                        "dose/text-unit 10+14; dose/text-zero 26+10");
    assert_string_equal(look(f, "1 000mg, 1’000mg", "de"),
                        "dose/text-space 10+7; dose/text-space 19+9");
    assert_string_equal(look(f, "1,000 毫克 1,000mg", "zh"), "dose/text-space 23+7");
}

static void thousands_in_twos_are_read(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"1,00,000 mg, 12,34,567.5 mg", "1,00,000-2,00,000 IU", NULL};
    finds_nothing(f, good, "en-IN");
    finds_nothing(f, good, "hi");
    finds_nothing(f, good, "de");
    assert_string_equal(look(f, "1,00,000mg", "en"), "dose/text-space 10+10");
    assert_string_equal(look(f, "2,00,000-1,50,000 mg", "hi"), "dose/text-range 10+20");
    assert_string_equal(
        collected(f, "1,00,000 mg, १,००,००० मिग्रा, 12,34,567.5 mg, 1,00,00,000 IU", "hi"),
        "g100000000000000 g100000000000000 g1234567500000000 u10000000000000");
    assert_string_equal(collected(f, "1,00,000.0 mg; 1,00,000", "en"),
                        "g100000000000000 n100000000000");
    assert_string_equal(collected(f, "0,00,000 mg, 123,45,678 mg", "en"), "n0 n123000000");
    assert_string_equal(collected(f, "1,00,00 mg, 1,00,0000 mg", "en"), "n1000000 n1000000");
    assert_string_equal(collected(f, "1,00 mg", "de"), "g1000000000");
}

static void an_amount_that_may_be_a_thousand_is_told(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Take 1.000 mg", "en"), "dose/text-thousands 15+8");
    assert_string_equal(look(f, "Take 1.250 mg", "en"), "dose/text-thousands 15+8");
    assert_string_equal(look(f, "from 1.000-500 mg", "en"), "dose/text-thousands 15+12");
    assert_string_equal(look(f, "Take 1.0000 mg, 0.100 mg", "en"),
                        "dose/text-zero 15+9; dose/text-zero 26+8");
    assert_string_equal(look(f, "1,000 mg, 1,500 mg, 1,125 mg", "de"),
                        "dose/text-thousands 10+8; dose/text-thousands 20+8");
    assert_string_equal(look(f, "1.000 mg, 1.125 mg", "de"),
                        "dose/text-thousands 10+8; dose/text-thousands 20+8");
    assert_string_equal(look(f, "1.000-2.000 mg", "es"),
                        "dose/text-thousands 10+14; dose/text-thousands 16+8");
    assert_string_equal(look(f, "1,000 mg 1.000 mg", "es-MX"), "dose/text-thousands 19+8");
    struct lint l = {.mem = &f->mem};
    struct prose p = prose_of(&l, "1,500 mg, 20.000\u00a0mg", "de");
    amounts_check(&l, &p);
    assert_string_equal(l.found.items[0].message,
                        "'1,500 mg' is 1,5 to some readers and 1500 to others: write '1,5' or "
                        "'1500', whichever is meant");
    assert_string_equal(l.found.items[1].message,
                        "'20.000 mg' is 20 to some readers and 20000 to others: write '20' or "
                        "'20000', whichever is meant");
    (void)found(f, &l);
    arena_finish(&l.page);
}

static void digits_of_every_script_are_read(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"٥ ملغ، ٠٫٥ ملغ، ١٠-٢٠ ملغ", "१ ग्राम, 5~10 mg",
                                       "۲۰ میلی\u200cگرم",          "x٥ملغ, ٥0 mg",
                                       "١٬٠٠٠ ملغ، ١٬٠٠٠٫٥ ملغ",    NULL};
    finds_nothing(f, good, "ar");
    assert_string_equal(look(f, "x ٫٥ ملغ", "ar"), "dose/text-decimal 12+11");
    assert_string_equal(look(f, "x ١٫٠ ملغ", "ar"), "dose/text-zero 12+13");
    assert_string_equal(look(f, "٥ و ٢٠ملغ", "ar"), "dose/text-space 16+10");
    assert_string_equal(look(f, "x ٢٠-١٠ ملغ", "ar"), "dose/text-range 12+16");
    assert_string_equal(look(f, "２０～１０ｍｇ", "ja"),
                        "dose/text-range 10+21; dose/text-space 19+12");
    assert_string_equal(look(f, "۵ µg", "fa"), "dose/text-micro 10+6");
    assert_string_equal(look_in_body(f, "५~१०, ५~१०"), "dose/text-mark 1+10; dose/text-mark 13+10");
}

static void scripts_without_blanks_are_read(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"每日500毫克，或1克。",
                                       "一次5 mg的药",
                                       "1日20～40㎎まで",
                                       "하루 5밀리그램을",
                                       "วันละ5มิลลิกรัมต่อ",
                                       "約２０ミリグラム",
                                       NULL};
    finds_nothing(f, good, "zh");
    assert_string_equal(look(f, "2020–21 г, 1999–2020 г", "ru"), "");
    assert_string_equal(look(f, "服用20-10毫克", "zh"), "dose/text-range 16+11");
    assert_string_equal(look(f, "約2.0ミリグラム", "ja"), "dose/text-zero 13+18");
    assert_string_equal(look(f, "一次5mg的", "zh"), "dose/text-space 16+3");
    assert_string_equal(look(f, "約5㎍", "ja"), "dose/text-micro 13+4");
    assert_string_equal(look(f, "服.5毫克", "zh"), "dose/text-decimal 13+8");
    assert_string_equal(collected(f, "每日500毫克或0.5克，２０ｍｇ，2升，1.5公斤", "zh"),
                        "g500000000000 g500000000000 g20000000000 l2000000000 g1500000000000000");
    assert_string_equal(collected(f, "하루5밀리그램을 5~10㎎, 10 dL, 5 cl", "ko"),
                        "g5000000000 n5000000 g10000000000 l1000000000 l50000000");
    assert_string_equal(collected(f, "в 2020 г, 2020 мг, 200 г, 1.5 л, 2020–21 г", "ru"),
                        "n2020000000 g2020000000000 g200000000000000 l1500000000 n2020000000");
}

static void a_comma_is_a_decimal_sign_outside_english(void **state) {
    struct fixture *f = *state;
    assert_string_equal(look(f, "Ota 0,5 mg", "fi"), "");
    assert_string_equal(look(f, "Ota ,5 mg", "fi"), "dose/text-decimal 14+5");
    assert_string_equal(look(f, "Ota 2,0 mg", "fi"), "dose/text-zero 14+6");
    assert_string_equal(look(f, "Take 1,000 mg", "en-GB"), "");
}

static void an_amount_without_a_citation_is_told_once_a_piece(void **state) {
    struct fixture *f = *state;
    struct lint l = {.mem = &f->mem};
    struct prose p = prose_of(&l, "Take 5 mg or 10 mg.", "en");
    p.cited = false;
    amounts_check(&l, &p);
    assert_string_equal(found(f, &l), "dose/text-source 15+4");
    p = prose_of(&l, "It was 0.05 mg/l in blood.", "en");
    p.cited = false;
    amounts_check(&l, &p);
    assert_string_equal(found(f, &l), "");
    arena_finish(&l.page);
}

static void amounts_are_collected_in_one_measure(void **state) {
    struct fixture *f = *state;
    assert_string_equal(collected(f, "0.5 mg, 500 mcg and 500 µg", "en"),
                        "g500000000 g500000000 g500000000");
    assert_string_equal(collected(f, "Ota 0,5 mg", "fi"), "g500000000");
    assert_string_equal(collected(f, "40-75 mg in 3 h", "en"),
                        "g40000000000 g75000000000 n3000000");
    assert_string_equal(collected(f, "1 l, 20 cc, .5 IU, 5mg.", "en"),
                        "l1000000000 l20000000 u500000 g5000000000");
    assert_string_equal(collected(f, "2 kg 999999999999 kg", "en"), "g2000000000000000");
    assert_string_equal(collected(f, "5, 500 mg, 10 (500 mg)\n5\nmg, 5&nbsp;&micro;g", "fi"),
                        "n5000000 g500000000000 n10000000 g500000000000 g5000000000 g5000000");
}

static void amounts_between_marks_are_collected(void **state) {
    struct fixture *f = *state;
    assert_string_equal(collected(f, "**5** mg, 2 * 300 mg, 3* 300 mg, 5* mg", "en"),
                        "g5000000000 n2000000 g300000000000 n3000000 g300000000000 n5000000");
    assert_string_equal(collected(f, "**2** 300 mg, *1*,*000* mg, [5](a.md)\n_mg_", "en"),
                        "g2300000000000/g300000000000 g1000000000000 g5000000000");
}

static void decimals_behind_an_odd_sign_are_collected(void **state) {
    struct fixture *f = *state;
    assert_string_equal(collected(f, "10,5 mg, 0,125 mg, ,5 mg, 1,0000 mg, **2,25** g", "en"),
                        "g10500000000 g125000000 g500000000 g1000000000 g2250000000000");
    assert_string_equal(collected(f, "0·5 mg, 12·25 mg", "fi"), "g500000000 g12250000000");
    assert_string_equal(collected(f, "0,5 to 1,5 ml, 2,5-5 mg, 5-10,5 mg", "en"),
                        "l500000 l1500000 g2500000000 g5000000000 g5000000000 g10500000000");
    assert_string_equal(collected(f, "1,4-butanediol, 3·4 h, 10,5", "en"),
                        "n1000000 n3000000 n4000000 n10000000");
}

static void digits_of_every_script_are_collected_by_value(void **state) {
    struct fixture *f = *state;
    assert_string_equal(collected(f, "٠٫٥ ملغ، ٠،٥ ملغ، ۵۰۰ µg، ٣ ساعات", "ar"),
                        "g500000000 g500000000 g500000000 n3000000");
    assert_string_equal(collected(f, "５ｍｇ, ५ मिलीग्राम, ๕ mg", "th"),
                        "g5000000000 g5000000000 g5000000000");
}

static void thousands_are_collected_as_their_language_writes_them(void **state) {
    struct fixture *f = *state;
    assert_string_equal(collected(f, "1,000 mg, 1,234,567.5 mg", "en"),
                        "g1000000000000 g1234567500000000");
    assert_string_equal(collected(f, "12 345\u202f678 mg, 1'000 mg, 1’000 mg", "en"),
                        "g12345678000000000 g1000000000000 g1000000000000");
    assert_string_equal(collected(f, "1 000 mg, 1\u202f000 mg, 2&nbsp;500 mg", "fi"),
                        "g1000000000000 g1000000000000 g2500000000000");
    assert_string_equal(collected(f, "2 500 mg, 3 12 500 mg", "fi"), /* two of 500 mg? */
                        "g2500000000000/g500000000000 n3000000 g12500000000000/g500000000000");
    assert_string_equal(collected(f, "2 500.25 mg", "en"), "g2500250000000/g500250000000");
    assert_string_equal(collected(f, "1.000 mg, 1,250 mg, 0.125 mg, 1.25 mg", "de"),
                        "g1000000000/g1000000000000 g1250000000/g1250000000000 g125000000 "
                        "g1250000000");
    assert_string_equal(collected(f, "1.000 mg, 1.125 mg", "en"),
                        "g1000000000/g1000000000000 g1125000000");
    assert_string_equal(collected(f, "1,000,00 mg", "en"), "n1000000");
}

static void long_texts_take_linear_time(void **state) {
    struct fixture *f = *state;
    static const char *const pieces[] = {
        "`",      "(",         "](",         "[@",   "{",      "1.",   "1-",     "<http",
        "``` `",  ".5-",       "5 mg-",      "111 ", "1,000,", "1 \t", "1.000,", "1 000-",
        "111'",   "_",         "*a ",        "a* ",  "_a *",   "~1 ",  "[a ",    "[^a",
        "*a_b* ", "**5** mg ", "[5](a) mg ", "\\-",  "~1~ *"};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct buf text = {0};
        while (text.len < 300000)
            buf_puts(&text, pieces[i]);
        buf_putc(&text, '\0');
        look(f, text.p, "en");
        assert_non_null(collected(f, text.p, "en"));
        buf_finish(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(good_amounts_are_left_alone),
        TEST(bad_amounts_are_found_where_they_stand),
        TEST(every_way_to_write_a_unit_is_known),
        TEST(a_number_begins_behind_any_sign_that_ends_a_word),
        TEST(a_number_begins_behind_a_sign_that_is_written_to_it),
        TEST(a_number_begins_behind_a_unit_of_any_script),
        TEST(spoken_units_are_judged_like_written_ones),
        TEST(a_dose_made_smaller_and_a_mixture_are_no_ranges),
        TEST(an_amount_may_go_on_in_the_next_line_or_stand_in_references),
        TEST(amounts_in_the_text_of_a_link_and_in_stress_are_read),
        TEST(marks_that_are_not_printed_hide_no_amount),
        TEST(signs_that_nobody_sees_hide_no_amount),
        TEST(behind_marks_the_line_and_column_are_right),
        TEST(messages_show_an_amount_on_one_line),
        TEST(a_dot_in_the_middle_of_the_line_is_found),
        TEST(a_comma_for_decimals_is_found_in_english),
        TEST(other_languages_write_a_point_too),
        TEST(amounts_by_weight_or_time_are_amounts),
        TEST(marks_between_figures_are_not_printed),
        TEST(one_mark_between_figures_is_printed),
        TEST(thousands_are_amounts_with_their_signs),
        TEST(thousands_in_twos_are_read),
        TEST(an_amount_that_may_be_a_thousand_is_told),
        TEST(digits_of_every_script_are_read),
        TEST(scripts_without_blanks_are_read),
        TEST(a_comma_is_a_decimal_sign_outside_english),
        TEST(an_amount_without_a_citation_is_told_once_a_piece),
        TEST(amounts_are_collected_in_one_measure),
        TEST(amounts_between_marks_are_collected),
        TEST(decimals_behind_an_odd_sign_are_collected),
        TEST(digits_of_every_script_are_collected_by_value),
        TEST(thousands_are_collected_as_their_language_writes_them),
        TEST(long_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
