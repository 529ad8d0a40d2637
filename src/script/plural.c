/* Which plural form a whole number takes (Unicode CLDR, cardinal rules for integers). A language
 * that is not listed has "one" for 1 and "other" for the rest. To add one: a row in `rules`. */
#include "script/state.h"

typedef const char *rule(uint64_t n);

static const char *rule_none(uint64_t n) {
    (void)n;
    return "other";
}

static const char *rule_zero_one(uint64_t n) {
    return n <= 1 ? "one" : "other";
}

static const char *rule_one(uint64_t n) {
    return n == 1 ? "one" : "other";
}

static const char *rule_arabic(uint64_t n) {
    uint64_t tail = n % 100;
    if (n <= 2)
        return n == 0 ? "zero" : n == 1 ? "one" : "two";
    return tail >= 3 && tail <= 10 ? "few" : tail >= 11 ? "many" : "other";
}

static const char *rule_east_slavic(uint64_t n) {
    uint64_t last = n % 10, tail = n % 100;
    if (last == 1 && tail != 11)
        return "one";
    return last >= 2 && last <= 4 && (tail < 12 || tail > 14) ? "few" : "many";
}

static const char *rule_south_slavic(uint64_t n) {
    uint64_t last = n % 10, tail = n % 100;
    if (last == 1 && tail != 11)
        return "one";
    return last >= 2 && last <= 4 && (tail < 12 || tail > 14) ? "few" : "other";
}

static const char *rule_polish(uint64_t n) {
    uint64_t last = n % 10, tail = n % 100;
    if (n == 1)
        return "one";
    return last >= 2 && last <= 4 && (tail < 12 || tail > 14) ? "few" : "many";
}

static const char *rule_czech(uint64_t n) {
    return n == 1 ? "one" : n >= 2 && n <= 4 ? "few" : "other";
}

static const char *rule_lithuanian(uint64_t n) {
    uint64_t last = n % 10, tail = n % 100;
    if (tail >= 11 && tail <= 19)
        return "other";
    return last == 1 ? "one" : last >= 2 ? "few" : "other";
}

static const char *rule_latvian(uint64_t n) {
    uint64_t last = n % 10, tail = n % 100;
    if (last == 0 || (tail >= 11 && tail <= 19))
        return "zero";
    return last == 1 ? "one" : "other";
}

static const char *rule_romanian(uint64_t n) {
    uint64_t tail = n % 100;
    if (n == 1)
        return "one";
    return n == 0 || (tail >= 1 && tail <= 19) ? "few" : "other";
}

static const char *rule_slovene(uint64_t n) {
    static const char *const forms[] = {"other", "one", "two", "few", "few"};
    return n % 100 < ARRAY_LEN(forms) ? forms[n % 100] : "other";
}

static const char *rule_hebrew(uint64_t n) {
    return n == 1 ? "one" : n == 2 ? "two" : "other";
}

static const char *rule_irish(uint64_t n) {
    if (n == 1 || n == 2)
        return n == 1 ? "one" : "two";
    return n >= 3 && n <= 6 ? "few" : n >= 7 && n <= 10 ? "many" : "other";
}

static const char *rule_welsh(uint64_t n) {
    static const char *const forms[] = {"zero", "one", "two", "few", "other", "other", "many"};
    return n < ARRAY_LEN(forms) ? forms[n] : "other";
}

static const char *rule_icelandic(uint64_t n) {
    return n % 10 == 1 && n % 100 != 11 ? "one" : "other";
}

static const struct {
    const char *langs; /* each with a space before and behind */
    rule *rule;
} rules[] = {
    {" ar ", rule_arabic},
    {" ru uk be ", rule_east_slavic},
    {" sr hr bs sh ", rule_south_slavic},
    {" pl ", rule_polish},
    {" cs sk ", rule_czech},
    {" lt ", rule_lithuanian},
    {" lv ", rule_latvian},
    {" ro mo ", rule_romanian},
    {" sl ", rule_slovene},
    {" he iw se smn sms ", rule_hebrew},
    {" ga ", rule_irish},
    {" cy ", rule_welsh},
    {" is mk ", rule_icelandic},
    {" fr pt hi fa am bn gu kn zu hy ti ln mg pa wa ", rule_zero_one},
    {" ja ko zh vi th lo my id ms km bo jv su yo ", rule_none},
};

const char *plural_form(struct str lang, uint64_t n) {
    char wanted[8] = " ";
    size_t len = 0;
    while (len < lang.len && len < 5 && ascii_is_alpha(lang.p[len]))
        len++;
    for (size_t i = 0; i < len; i++)
        wanted[1 + i] = ascii_lower(lang.p[i]);
    wanted[1 + len] = ' ';
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (strstr(rules[i].langs, wanted) != NULL)
            return rules[i].rule(n);
    return rule_one(n);
}
