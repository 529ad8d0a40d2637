/* Units in the scripts of the world: what is one, how much it is, and where it ends. */
#include "lint/measure.h"
#include "looking.h"

/* "mg 7": the unit at the beginning of `text`, and its length. */
static const char *unit_of(struct fixture *f, const char *text) {
    static const char *const names[] = {"none", "mg", "mcg", "micro", "g", "kg",
                                        "ml",   "cl", "dl",  "l",     "u"};
    size_t end = 0;
    enum measure_unit unit = measure_take_unit(str_from(text), 0, &end);
    assert_true((size_t)unit < ARRAY_LEN(names));
    return arena_printf(&f->mem, "%s %zu", names[unit], end).p;
}

static void each_name_is_its_own_unit_and_no_beginning_of_another(void **state) {
    static const struct {
        const char *name;
        enum measure_unit unit;
    } rows[] = {
#define UNIT(name, unit, how) {name, UNIT_##unit},
#include "lint/units.def"
#undef UNIT
    };
    static const char *const behind[] = {"", " x", ".", ")", "/kg", ",", "\n"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (size_t k = 0; k < ARRAY_LEN(behind); k++) {
            struct str text = arena_printf(&f->mem, "%s%s", rows[i].name, behind[k]);
            size_t end = 0;
            if (measure_take_unit(text, 0, &end) != rows[i].unit || end != strlen(rows[i].name))
                fail_msg("'%s' is another unit, or none", text.p);
        }
}

static void units_are_read_in_every_script(void **state) {
    static const char *const texts[][2] = {
        {"millilitres", "ml 11"},
        {"dL", "dl 2"},
        {"desilitraa", "dl 10"},
        {"cl", "cl 2"},
        {"gramów", "g 7"},
        {"mililítov", "ml 10"},
        {"миллиграмма", "mg 22"},
        {"мікрограмів", "mcg 22"},
        {"граммов", "g 14"},
        {"л", "l 2"},
        {"χιλιοστόγραμμα", "mg 28"},
        {"γραμμάρια", "g 18"},
        {"მგ", "mg 6"},
        {"մգ", "mg 4"},
        {"מ״ג", "mg 6"},
        {"מ\"ל", "ml 5"},
        {"ملي غرام", "mg 15"},
        {"كجم", "kg 6"},
        {"میلی\u200cلیتر", "ml 19"},
        {"ملی گرام", "mg 15"},
        {"मि.ग्रा.", "mg 19"},
        {"मिलीग्राम", "mg 27"},
        {"মিলিগ্রাম", "mg 27"},
        {"கிராம்", "g 18"},
        {"มก.", "mg 6"},
        {"มิลลิกรัมต่อ", "mg 27"},
        {"毫克", "mg 6"},
        {"毫克的", "mg 6"},
        {"微克", "mcg 6"},
        {"克", "g 3"},
        {"克以上", "g 3"},
        {"克布洛芬", "g 3"},
        {"升水", "l 3"},
        {"千克", "kg 6"},
        {"毫升", "ml 6"},
        {"升", "l 3"},
        {"ミリグラム", "mg 15"},
        {"ミリリットルの", "ml 18"},
        {"グラム以上", "g 9"},
        {"㎎", "mg 3"},
        {"㎍", "micro 3"},
        {"밀리그램을", "mg 12"},
        {"그램", "g 6"},
        {"mg的", "mg 2"},
        {"mg以上", "mg 2"},
        {"ml을", "ml 2"},
        {"mgต่อ", "mg 2"},
        {"g/日", "g 1"},
        {"ME", "none 0"},
        {"МЕ", "u 4"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(unit_of(f, texts[i][0]), texts[i][1]);
}

static void words_that_begin_like_a_unit_are_none(void **state) {
    static const char *const texts[] = {"克拉",
                                        "克隆",
                                        "克朗",
                                        "克罗地亚",
                                        "升至",
                                        "升高",
                                        "升级",
                                        "グラムー",
                                        "ก.ค.",
                                        "ก.ย. 2564",
                                        "มลพิษ",
                                        "มกราคม",
                                        "грамматика",
                                        "литература",
                                        "лет",
                                        "мгновение",
                                        "граммофон",
                                        "гривен",
                                        "கிராமங்கள்",
                                        "γραμμές",
                                        "λ",
                                        "clause",
                                        "dlx",
                                        "litrature",
                                        "grammar",
                                        "gramática",
                                        "CL",
                                        "DL",
                                        "Ml5",
                                        "g^2",
                                        "milligrams^2",
                                        "克拉ー",
                                        "مليون",
                                        "كغدا",
                                        "גרמניה",
                                        "मिलीभगत",
                                        "დ",
                                        "लीटरx",
                                        "لترxx^",
                                        "milligramxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(unit_of(f, texts[i]), "none 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_name_is_its_own_unit_and_no_beginning_of_another),
        TEST(units_are_read_in_every_script),
        TEST(words_that_begin_like_a_unit_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
