/* Numbers, with their units, as people write them in sentences. */
#include "lint/measure.h"

bool measure_is_point(const struct measure_text *t, size_t i) {
    return i < t->s.len &&
           (t->s.p[i] == '.' || t->s.p[i] == MEASURE_DECIMAL || (t->comma && t->s.p[i] == ','));
}

size_t measure_blank_length(struct str s, size_t i) {
    static const char *const blanks[] = {" ",      "\t",     "\r",     "\u00a0",
                                         "\u202f", "\u2009", "\u2007", "\u3000"};
    for (size_t n = 0; n < ARRAY_LEN(blanks); n++)
        if (str_starts(str_from_offset(s, i), str_from(blanks[n])))
            return strlen(blanks[n]);
    return 0;
}

size_t measure_skip_blanks(struct str s, size_t i) {
    for (size_t length; (length = measure_blank_length(s, i)) > 0;)
        i += length;
    return i;
}

size_t measure_skip_space(struct str s, size_t i) {
    i = measure_skip_blanks(s, i);
    return i < s.len && s.p[i] == '\n' ? measure_skip_blanks(s, i + 1) : i;
}

static size_t digits_at(struct str s, size_t i) {
    size_t n = 0;
    while (measure_digit_at(s, i + n))
        n++;
    return n;
}

/* Digits in threes. The first is one to three of them, and no zero. */
enum { THREE = 3, GROUPS_MAX = 3 /* more are no amount */ };
struct groups {
    size_t to;    /* offset */
    size_t count; /* beside the first */
    char sign;    /* one of ",.' " */
    bool plain;   /* nothing but blanks at which a line may break */
};

/* Length of what may part thousands at `i`, or 0; which it is. */
static size_t group_sign(struct str s, size_t i, char *sign, bool *plain) {
    const struct str quote = str_lit("’");
    size_t blanks = measure_skip_blanks(s, i) - i;
    *plain = blanks > 0;
    for (size_t n = 0; n < blanks; n++)
        *plain = *plain && s.p[i + n] == ' ';
    *sign = blanks > 0 ? ' ' : '\'';
    if (blanks > 0)
        return blanks;
    if (str_starts(str_from_offset(s, i), quote))
        return quote.len;
    *sign = i < s.len ? s.p[i] : '\0';
    return *sign == ',' || *sign == '.' || *sign == '\'' ? 1 : 0;
}

/* "1,00,000", as India writes a lakh: digits in twos, and three at the end. */
static struct groups lakh_at(struct str s, size_t i, size_t first) {
    enum { TWO = 2 };
    struct groups g = {.to = i + first}, none = g;
    bool ends = first == 0 || first > TWO || s.p[i] == '0';
    for (size_t digits = TWO; !ends; ends = digits == THREE) {
        digits = g.to < s.len && s.p[g.to] == ',' ? digits_at(s, g.to + 1) : 0;
        if ((digits != TWO && digits != THREE) || g.count == GROUPS_MAX)
            return none;
        g = (struct groups){g.to + 1 + digits, g.count + 1, ',', false};
    }
    bool more = g.to + 1 < s.len && s.p[g.to] == ',' && measure_digit_at(s, g.to + 1);
    return g.count < TWO || more ? none : g;
}

/* What begins with `first` digits at `i`; no groups where it goes on in another way. */
static struct groups groups_at(struct str s, size_t i, size_t first) {
    struct groups g = lakh_at(s, i, first), none = {.to = i + first, .plain = true};
    if (g.count > 0)
        return g;
    g = none;
    if (first == 0 || first > THREE || s.p[i] == '0')
        return none;
    for (;;) {
        char sign;
        bool plain;
        size_t length = group_sign(s, g.to, &sign, &plain), at = g.to + length;
        size_t digits = length > 0 && (g.count == 0 || sign == g.sign) ? digits_at(s, at) : 0;
        if (digits != THREE || g.count == GROUPS_MAX)
            return digits > 0 && sign != ' ' ? none : g;
        g = (struct groups){at + THREE, g.count + 1, sign, g.plain && plain};
    }
}

static uint64_t value_of(struct str s, size_t from, size_t to) {
    enum { DIGITS_MAX = 12 };
    uint64_t value = 0;
    for (size_t digits = 0; from < to; from++)
        if (measure_digit_at(s, from) && digits++ < DIGITS_MAX)
            value = value * 10 + (uint64_t)(s.p[from] - '0');
    return value * MEASURE_ONE;
}

/* The digits behind a decimal sign at `i`. */
static void take_places(struct str s, size_t i, struct measure_number *out) {
    uint64_t scale = MEASURE_ONE / 10;
    for (i++; measure_digit_at(s, i); i++, out->places++, scale /= 10) {
        out->value += (uint64_t)(s.p[i] - '0') * scale;
        if (out->otherwise > 0)
            out->otherwise += (uint64_t)(s.p[i] - '0') * scale;
    }
    out->zero = s.p[i - 1] == '0';
    out->to = i;
}

/* Whether a decimal sign that is not the groups' own stands behind them. */
static bool point_behind(const struct measure_text *t, const struct groups *g) {
    char c = g->to < t->s.len ? t->s.p[g->to] : '\0';
    bool mark = g->sign == ',' || g->sign == '.';
    bool other = (c == ',' || c == '.' || c == MEASURE_DECIMAL) && c != g->sign;
    bool point = mark ? other : measure_is_point(t, g->to);
    return point && measure_digit_at(t->s, g->to + 1);
}

/* "1.000" is a thousand in one language, one in another, and in the rows of `doses` of all. */
static bool may_be_decimal(const struct measure_text *t, const struct groups *g) {
    return g->count == 1 && (g->sign == '.' || (g->sign == ',' && t->comma)) && !point_behind(t, g);
}

static void take_groups(const struct measure_text *t, const struct groups *g,
                        struct measure_number *out) {
    out->value = value_of(t->s, out->from, g->to);
    out->to = g->to;
    if (g->sign == ' ' && g->plain && g->count == 1 && t->s.p[g->to - THREE] != '0')
        out->otherwise = value_of(t->s, g->to - THREE, g->to); /* "2 500 mg": two of them? */
    if (point_behind(t, g))
        take_places(t->s, g->to, out);
}

/* Reads a number at `i`, which is its first byte. */
static bool take_number(const struct measure_text *t, size_t i, struct measure_number *out) {
    struct str s = t->s;
    size_t digits = digits_at(s, i);
    struct groups g = groups_at(s, i, digits);
    bool decimal = may_be_decimal(t, &g);
    *out = (struct measure_number){.from = i, .to = i + digits, .naked = digits == 0};
    if (g.count > 0 && !decimal) {
        take_groups(t, &g, out);
        return true;
    }
    out->value = value_of(s, i, i + digits);
    if (measure_is_point(t, i + digits) && measure_digit_at(s, i + digits + 1))
        take_places(s, i + digits, out);
    else if (out->naked)
        return false;
    if (decimal && (out->zero || t->comma))
        out->otherwise = value_of(s, i, g.to);
    out->two_ways = decimal && (out->zero || (t->comma && g.sign == '.'));
    return true;
}

/* "0,5" where the decimal sign is a point, and "0·5", as some journals print it; they are numbers
 * only in front of a unit. "1,500 mg" is another matter. */
static bool take_odd(const struct measure_text *t, size_t i, struct measure_number *out) {
    const struct str dot = str_lit("·");
    struct str s = t->s;
    size_t digits = digits_at(s, i), at = i + digits;
    bool comma = !t->comma && at < s.len && s.p[at] == ',';
    bool middle = digits > 0 && str_starts(str_from_offset(s, at), dot);
    size_t length = comma ? 1 : dot.len, places = digits_at(s, at + length);
    bool zero = digits == 1 && s.p[i] == '0';
    if ((!comma && !middle) || places == 0 || (comma && places == THREE && digits > 0 && !zero))
        return false;
    *out = (struct measure_number){
        .from = i, .value = value_of(s, i, at), .naked = digits == 0, .odd_bytes = (uint8_t)length};
    take_places(s, at + length - 1, out);
    return true;
}

/* "-", " – ", " to ": the length, or 0. Not over an end of the line, where a list may go on. */
static size_t dash_length(struct str s, size_t i) {
    static const char *const dashes[] = {"-",      "–",      "\u2010", "\u2011",
                                         "\u2012", "\u2212", "～",     "〜"};
    size_t at = measure_skip_blanks(s, i), length = 0;
    if (at > i && str_starts(str_from_offset(s, at), str_lit("to")) &&
        measure_blank_length(s, at + 2) > 0)
        length = 2;
    for (size_t n = 0; n < ARRAY_LEN(dashes) && length == 0; n++)
        if (str_starts(str_from_offset(s, at), str_from(dashes[n])))
            length = strlen(dashes[n]);
    return length == 0 ? 0 : measure_skip_blanks(s, at + length) - i;
}

/* The sign in front of `i`, or of a '_' that stresses what follows: "a_5" is one word. */
static uint32_t sign_before_stress(struct str s, size_t i) {
    size_t from = i;
    while (from > 0 && s.p[from - 1] == '_')
        from--;
    uint32_t before = utf8_before(s, from);
    return from < i && utf8_is_word(before) ? '_' : before;
}

bool measure_is_dash(uint32_t code) {
    enum { HYPHEN = 0x2010, EN_DASH = 0x2013 };
    return code == '-' || (code >= HYPHEN && code <= EN_DASH);
}

/* Whether the number at `i` stands behind a sign that is written to it: "2x1.0 mg", a dash after a
 * blank. */
static bool follows_sign(struct str s, size_t i) {
    enum { SMALL_HA = 0x445, HA = 0x425 /* what Cyrillic keyboards have for an x */ };
    char bytes[4];
    uint32_t sign = utf8_before(s, i);
    size_t at = i == 0 ? 0 : i - utf8_encode(sign, bytes);
    if (measure_is_dash(sign))
        return at == 0 || ascii_is_space(s.p[at - 1]);
    bool times = sign == 'x' || sign == 'X' || sign == SMALL_HA || sign == HA;
    return times && at > 0 && ascii_is_digit(s.p[at - 1]);
}

/* Whether nothing but '/' is between the unit that ended at `end` and `i`: "5 mg/.5 ml". */
static bool is_behind_unit(struct str s, size_t end, size_t i) {
    return end > 0 && i == end + 1 && s.p[end] == '/';
}

bool measure_starts(const struct measure_text *t, size_t i, size_t unit_end) {
    struct str s = t->s;
    bool point = (measure_is_point(t, i) || s.p[i] == ',') && measure_digit_at(s, i + 1);
    if (!measure_digit_at(s, i) && !point)
        return false;
    uint32_t before = sign_before_stress(s, i);
    if (measure_is_unparted(before) || follows_sign(s, i) || is_behind_unit(s, unit_end, i))
        return true;
    if (before >= 0x80)
        return !utf8_is_word(before) && !measure_is_dash(before);
    if (point)
        return before != '\0' && strchr(" \n\t([*\"'|<>~=:;+", (int)before) != NULL;
    return !ascii_is_alnum((char)before) && strchr(".,-_#/", (int)before) == NULL;
}

/* "2020 г", "2020–21 г": a year. */
static bool is_year(struct str unit, const struct measure_number *n) {
    const uint64_t from = 1800 * (uint64_t)MEASURE_ONE, to = 2100 * (uint64_t)MEASURE_ONE;
    enum { YEAR_DIGITS = 4 };
    return str_is(unit, "г") && n->to - n->from == YEAR_DIGITS && n->places == 0 &&
           n->value >= from && n->value < to;
}

/* "A 5-mg pill", "10-mg-Tablette": the bytes of the hyphen, or 0. */
static size_t hyphen_at(struct str s, size_t i) {
    static const char *const hyphens[] = {"-", "\u2010", "\u2011", NULL};
    for (const char *const *h = hyphens; *h != NULL; h++)
        if (str_starts(str_from_offset(s, i), str_from(*h)))
            return strlen(*h);
    return 0;
}

static enum measure_unit unit_behind(struct str s, const struct measure_number *n, size_t *at,
                                     size_t *end) {
    *end = n->to;
    *at = measure_skip_space(s, n->to);
    if (*at == n->to)
        *at += hyphen_at(s, n->to);
    enum measure_unit unit = measure_take_unit(s, *at, end);
    if (!is_year(str_slice(s, *at, *end), n))
        return unit;
    *end = n->to;
    return UNIT_NONE;
}

/* The second end of a range. */
static bool take_second(const struct measure_text *t, size_t i, struct measure *m) {
    for (int odd = 1; odd >= 0; odd--) {
        if (!(odd ? take_odd : take_number)(t, i, &m->b))
            continue;
        m->b_unit = unit_behind(t->s, &m->b, &m->b_unit_at, &m->b_end);
        if (m->b_unit != UNIT_NONE)
            return true;
    }
    return false;
}

/* What follows the first number. */
static void take_rest(const struct measure_text *t, struct measure *m) {
    m->a_unit = unit_behind(t->s, &m->a, &m->a_unit_at, &m->a_end);
    size_t dash = dash_length(t->s, m->a_end), second = m->a_end + dash;
    m->range = dash > 0 && (measure_digit_at(t->s, second) || measure_is_point(t, second)) &&
               take_second(t, second, m) &&
               !is_year(str_slice(t->s, m->b_unit_at, m->b_end), &m->a);
}

bool measure_take(const struct measure_text *t, size_t i, struct measure *m) {
    *m = (struct measure){0};
    if (take_odd(t, i, &m->a)) {
        take_rest(t, m);
        if (m->a_unit != UNIT_NONE || m->range)
            return true;
    }
    *m = (struct measure){0};
    if (!take_number(t, i, &m->a))
        return false;
    take_rest(t, m);
    return true;
}

size_t measure_end(const struct measure *m) {
    return m->range ? m->b_end : m->a_end;
}

size_t measure_unit_end(const struct measure *m) {
    return m->range || m->a_unit != UNIT_NONE ? measure_end(m) : 0;
}
