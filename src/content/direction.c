/* Which way a language runs where site.yaml does not say it. A script in the tag decides. Without
 * one the languages below run from right to left, and so does one whose own name does: Punjabi,
 * Kurdish and others are written in several scripts. */
#include "content/content.h"

/* Written in Arabic, Hebrew, Thaana, N'Ko, Syriac or Rohingya letters by most (CLDR's likely
 * subtags); languages of the dead are left out. */
static const char languages[] =
    " ar aao abh abv acm acq acw acx adf aeb aec afb ajp apc apd arb arq ars ary arz auz avl ayh "
    "ayl "
    "ayn ayp mey shu ssh ps pbt pbu pst fa aiq haz pes prs sd ur ug ks azb bal bcc bft bgn bgp bqi "
    "brh bsh ckb dcc drw gbz glk hnd hno khw lah lki lrc luz mzn pmu phr pnb qxq scl sdh skr trw "
    "uzs "
    "he iw yi ji ydd yih dv nqo rhg aii arc cld syr ";
static const char scripts[] =
    " adlm arab aran hebr mand nkoo rohg samr syrc syre syrj syrn thaa yezi ";

static bool is_among(struct str word, const char *list) {
    char lower[8] = " ";
    size_t len = 1;
    if (word.len > sizeof(lower) - 3)
        return false;
    for (size_t i = 0; i < word.len; i++)
        lower[len++] = ascii_lower(word.p[i]);
    lower[len] = ' ';
    return strstr(list, lower) != NULL;
}

static bool is_script(struct str part) {
    bool letters = part.len == 4;
    for (size_t i = 0; i < part.len; i++)
        letters = letters && ascii_is_alpha(part.p[i]);
    return letters;
}

bool direction_is_rtl(struct str tag, struct str name) {
    struct str rest = tag, language = STR_NONE, part;
    (void)str_next_part(&rest, '-', &language);
    while (str_next_part(&rest, '-', &part) && part.len > 1)
        if (is_script(part))
            return is_among(part, scripts);
    return is_among(language, languages) || utf8_is_rtl(name);
}
