/* Amounts in running text, judged only where there is no doubt: a number with a unit of weight or
 * volume behind it. What a row of `doses` may not do is an error there (content/dose.c); here the
 * same mistakes are found in sentences. */
#include <inttypes.h>

#include "lint/parts.h"

enum unit {
    UNIT_NONE,
    UNIT_MG,
    UNIT_MCG,
    UNIT_MICRO,
    UNIT_G,
    UNIT_KG,
    UNIT_ML,
    UNIT_L,
    UNIT_COUNTED
};

/* How a unit's name is compared with a word. "5.0 G" is a network. */
enum sameness { EXACT, ANY_CASE, BEGINS /* in any case, and goes on as its language wants */ };

static const struct {
    const char *name;
    enum unit unit;
    enum sameness how;
} units[] = {
    {"mg", UNIT_MG, ANY_CASE},
    {"mgs", UNIT_MG, ANY_CASE},
    {"mcg", UNIT_MCG, ANY_CASE},
    {"mcgs", UNIT_MCG, ANY_CASE},
    {"µg", UNIT_MICRO, EXACT},
    {"μg", UNIT_MICRO, EXACT},
    {"ug", UNIT_MICRO, EXACT},
    {"g", UNIT_G, EXACT},
    {"gr", UNIT_G, ANY_CASE},
    {"grs", UNIT_G, ANY_CASE},
    {"gm", UNIT_G, ANY_CASE},
    {"gms", UNIT_G, ANY_CASE},
    {"kg", UNIT_KG, ANY_CASE},
    {"ml", UNIT_ML, ANY_CASE},
    {"mls", UNIT_ML, ANY_CASE},
    {"cc", UNIT_ML, ANY_CASE},
    {"ccs", UNIT_ML, ANY_CASE},
    {"l", UNIT_L, EXACT},
    {"L", UNIT_L, EXACT},
    {"iu", UNIT_COUNTED, ANY_CASE},
    {"units", UNIT_COUNTED, ANY_CASE},
    {"milligram", UNIT_MG, BEGINS},
    {"miligram", UNIT_MG, BEGINS},
    {"microgram", UNIT_MCG, BEGINS},
    {"mikrogram", UNIT_MCG, BEGINS},
    {"mkg", UNIT_MCG, ANY_CASE},
    {"millilit", UNIT_ML, BEGINS},
    {"mililit", UNIT_ML, BEGINS},
    {"gram", UNIT_G, ANY_CASE},
    {"grams", UNIT_G, ANY_CASE},
    {"gramm", UNIT_G, ANY_CASE},
    {"gramme", UNIT_G, ANY_CASE},
    {"grammes", UNIT_G, ANY_CASE},
    {"grammaa", UNIT_G, ANY_CASE},
    {"gramos", UNIT_G, ANY_CASE},
    {"litre", UNIT_L, ANY_CASE},
    {"litres", UNIT_L, ANY_CASE},
    {"liter", UNIT_L, ANY_CASE},
    {"liters", UNIT_L, ANY_CASE},
    {"мг", UNIT_MG, EXACT},
    {"мкг", UNIT_MCG, EXACT},
    {"г", UNIT_G, EXACT},
    {"мл", UNIT_ML, EXACT},
};

struct number {
    size_t from, to; /* offsets */
    uint64_t value;  /* millionths */
    bool naked;      /* ".5" */
    unsigned places; /* digits behind the point */
    bool zero;       /* "1.0" */
};

struct looking {
    struct lint *l;
    const struct prose *p;
    struct str s; /* masked */
    bool comma;   /* ',' is the decimal sign of this language, too */
    bool told_source;
};

/* As much of it as stands on the line where it begins. */
static struct place place_in(const struct looking *k, size_t from, size_t to) {
    const struct prose *p = k->p;
    size_t line = str_find(str_slice(p->text, from, to), str_lit("\n"));
    to = line < to - from ? from + line : to;
    to -= p->text.p[to - 1] == '\r';
    if (p->doc != NULL)
        return lint_place(p->doc, p->text.p + from, to - from);
    struct place at = p->at;
    if (at.width == p->text.len) { /* the value stands in the file as it is */
        at.column += (uint32_t)from;
        at.width = (uint32_t)(to - from);
    }
    return at;
}

static bool is_decimal_sign(const struct looking *k, size_t i) {
    return i < k->s.len && (k->s.p[i] == '.' || (k->comma && k->s.p[i] == ','));
}

static bool digit_at(struct str s, size_t i) {
    return i < s.len && ascii_is_digit(s.p[i]);
}

/* Reads a number at `i`, which is its first byte. */
static bool take_number(const struct looking *k, size_t i, struct number *out) {
    struct str s = k->s;
    *out = (struct number){.from = i};
    size_t digits = 0;
    for (; digit_at(s, i); i++, digits++)
        out->value = digits < 12 ? out->value * 10 + (uint64_t)(s.p[i] - '0') : out->value;
    out->value *= 1000000;
    out->naked = digits == 0;
    if (is_decimal_sign(k, i) && digit_at(s, i + 1)) {
        uint64_t part = 0, scale = 100000;
        for (i++; digit_at(s, i); i++, out->places++, scale /= 10)
            part += (uint64_t)(s.p[i] - '0') * scale;
        out->value += part;
        out->zero = s.p[i - 1] == '0';
    } else if (out->naked) {
        return false;
    }
    out->to = i;
    return true;
}

static size_t blank_length(struct str s, size_t i) {
    static const char *const blanks[] = {" ", "\t", "\r", "\u00a0", "\u202f", "\u2009"};
    for (size_t n = 0; n < ARRAY_LEN(blanks); n++)
        if (str_starts(str_from_offset(s, i), str_from(blanks[n])))
            return strlen(blanks[n]);
    return 0;
}

/* Past blanks on this line. */
static size_t skip_blanks(struct str s, size_t i) {
    for (size_t length; (length = blank_length(s, i)) > 0;)
        i += length;
    return i;
}

/* Past what may stand between a number and its unit: blanks, and an end of the line. */
static size_t skip_space(struct str s, size_t i) {
    i = skip_blanks(s, i);
    return i < s.len && s.p[i] == '\n' ? skip_blanks(s, i + 1) : i;
}

/* The letters from `i` on; none when there are more than a unit has. */
static struct str word_from(struct str s, size_t i) {
    enum { UNIT_BYTES_MAX = 40 };
    struct str rest = str_from_offset(s, i), from = rest;
    while (rest.len > 0 && from.len - rest.len <= UNIT_BYTES_MAX) {
        struct str before = rest;
        if (!utf8_is_word(utf8_next(&rest)))
            return str_slice(from, 0, before.p[0] == '^' ? 0 : from.len - before.len);
    }
    return rest.len == 0 ? from : str_slice(from, 0, 0);
}

static enum unit take_unit(struct str s, size_t i, size_t *end) {
    struct str word = word_from(s, i); /* all of it: "go" is another */
    for (size_t u = 0; u < ARRAY_LEN(units) && word.len > 0; u++) {
        struct str name = str_from(units[u].name);
        struct str part = units[u].how == BEGINS ? str_slice(word, 0, name.len) : word;
        if (units[u].how == EXACT ? str_eq(part, name) : str_eq_nocase(part, name)) {
            *end = i + word.len;
            return units[u].unit;
        }
    }
    return UNIT_NONE;
}

/* "-", " – ", " to ": the length, or 0. Not over an end of the line, where a list may go on. */
static size_t dash_length(struct str s, size_t i) {
    static const char *const dashes[] = {"-", "–", "\u2010", "\u2011", "\u2012", "\u2212"};
    size_t at = skip_blanks(s, i), length = 0;
    if (at > i && str_starts(str_from_offset(s, at), str_lit("to")) && blank_length(s, at + 2) > 0)
        length = 2;
    for (size_t n = 0; n < ARRAY_LEN(dashes) && length == 0; n++)
        if (str_starts(str_from_offset(s, at), str_from(dashes[n])))
            length = strlen(dashes[n]);
    return length == 0 ? 0 : skip_blanks(s, at + length) - i;
}

/* The bytes `from` to `to` for a message, on one line. */
static struct str shown_of(struct looking *k, size_t from, size_t to) {
    char *line = arena_cstr(&k->l->page, str_slice(k->s, from, to));
    size_t length = 0;
    for (size_t i = from; i < to;) {
        size_t next = skip_space(k->s, i);
        line[length++] = next > i ? ' ' : k->s.p[i];
        i = next > i ? next : i + 1;
    }
    return str_of(line, length);
}

static void judge_number(struct looking *k, const struct number *n, size_t end) {
    struct str shown = shown_of(k, n->from, end);
    if (n->naked)
        lint_say(k->l, RULE_DOSE_TEXT_DECIMAL, place_in(k, n->from, end),
                 "'%.*s' needs a zero before the point: without it the point is overlooked and it "
                 "reads ten times as much or more",
                 STR_ARG(shown));
    else if (n->zero && n->places > 0)
        lint_say(k->l, RULE_DOSE_TEXT_ZERO, place_in(k, n->from, end),
                 "'%.*s' ends in a zero behind the point: where the point is overlooked it reads "
                 "ten times as much",
                 STR_ARG(shown));
}

static void judge_unit(struct looking *k, const struct number *n, enum unit unit, size_t unit_at,
                       size_t end) {
    enum { LETTERS_MAX = 3 }; /* more are a word, behind which a sentence may end */
    struct str shown = shown_of(k, n->from, end), rest = str_from_offset(k->s, end);
    struct str name = str_slice(k->s, unit_at, end);
    (void)utf8_next(&name);
    if (unit == UNIT_MICRO)
        lint_say(k->l, RULE_DOSE_TEXT_MICRO, place_in(k, n->from, end),
                 "'%.*s' is easily read as milligrams, a thousand times as much: write mcg",
                 STR_ARG(shown));
    if (unit_at == n->to && name.len > 0) /* "4g", "2l" can be names */
        lint_say(k->l, RULE_DOSE_TEXT_SPACE, place_in(k, n->from, end),
                 "'%.*s' needs a space before the unit", STR_ARG(shown));
    bool dot = rest.len > 2 && rest.p[0] == '.' && rest.p[1] == ' ' && ascii_is_lower(rest.p[2]);
    if (dot && end - unit_at <= LETTERS_MAX)
        lint_say(k->l, RULE_DOSE_TEXT_DOT, place_in(k, n->from, end + 1),
                 "'%.*s.' needs no full stop behind the unit: it can be read as a 1",
                 STR_ARG(shown));
}

/* A range whose two numbers have been read; `first_unit` may be none. */
static void judge_range(struct looking *k, const struct number *a, enum unit first_unit,
                        const struct number *b, enum unit unit, size_t end) {
    struct str shown = shown_of(k, a->from, end);
    if (first_unit != UNIT_NONE && first_unit != unit)
        lint_say(k->l, RULE_DOSE_TEXT_UNIT, place_in(k, a->from, end),
                 "'%.*s' has two units: write both ends in one", STR_ARG(shown));
    else if (a->value >= b->value)
        lint_say(k->l, RULE_DOSE_TEXT_RANGE, place_in(k, a->from, end),
                 "the range '%.*s' does not rise", STR_ARG(shown));
    judge_number(k, a, end);
}

static void judge_source(struct looking *k, enum unit unit, size_t from, size_t end) {
    bool weight = unit == UNIT_MG || unit == UNIT_MCG || unit == UNIT_MICRO;
    bool strength = end < k->s.len && k->s.p[end] == '/'; /* "mg/l": in blood, perhaps */
    if (k->p->cited || k->told_source || !weight || strength)
        return;
    k->told_source = true;
    lint_say(k->l, RULE_DOSE_TEXT_SOURCE, place_in(k, from, end),
             "'%.*s' stands in a text without a citation: who says so?",
             STR_ARG(shown_of(k, from, end)));
}

/* The sign in front of `i`. */
static uint32_t sign_before(struct str s, size_t i) {
    size_t from = i;
    while (from > 0 && ((unsigned char)s.p[--from] & 0xc0) == 0x80) {
    }
    struct str sign = str_slice(s, from, i);
    return i == 0 ? ' ' : utf8_next(&sign);
}

/* Whether a number can begin at `i`: not inside a word, a date, a version or another number. */
static bool starts_number(const struct looking *k, size_t i) {
    enum { HYPHEN = 0x2010, EN_DASH = 0x2013 };
    struct str s = k->s;
    bool point = (is_decimal_sign(k, i) || s.p[i] == ',') && digit_at(s, i + 1);
    if (!digit_at(s, i) && !point)
        return false;
    uint32_t before = sign_before(s, i);
    if (before >= 0x80)
        return !utf8_is_word(before) && (before < HYPHEN || before > EN_DASH);
    if (point)
        return before != '\0' && strchr(" \n\t(*\"'|<>~=:;+", (int)before) != NULL;
    return !ascii_is_alnum((char)before) && strchr(".,-_#/", (int)before) == NULL;
}

/* "0,5 ml" and ",5 ml" where the decimal sign is a point: "1,500 mg" is another matter. Returns
 * where to go on, or 0. */
static size_t look_for_comma(struct looking *k, size_t i) {
    enum { THOUSAND = 3 };
    struct str s = k->s;
    size_t comma = i, end;
    while (digit_at(s, comma))
        comma++;
    if (k->comma || comma >= s.len || s.p[comma] != ',')
        return 0;
    for (end = comma + 1; digit_at(s, end);)
        end++;
    bool none = comma == i, zero = comma == i + 1 && s.p[i] == '0';
    size_t places = end - comma - 1, unit_end = end;
    if (places == 0 || (places == THOUSAND && !none && !zero) ||
        take_unit(s, skip_space(s, end), &unit_end) == UNIT_NONE)
        return 0;
    lint_say(k->l, RULE_DOSE_TEXT_COMMA, place_in(k, i, unit_end),
             "'%.*s' has a comma where this language has a point: one may read only what stands "
             "behind it; write '%s%.*s.%.*s'",
             STR_ARG(str_slice(s, i, unit_end)), none ? "0" : "", STR_ARG(str_slice(s, i, comma)),
             STR_ARG(str_slice(s, comma + 1, unit_end)));
    return unit_end;
}

/* One number, or a range of two, as they stand. */
struct found {
    struct number a, b;
    enum unit a_unit, b_unit; /* of a range the first may have none */
    size_t a_unit_at, a_end, b_unit_at, b_end;
    bool range;
};

static bool take_amount(const struct looking *k, size_t i, struct found *m) {
    *m = (struct found){0};
    if (!take_number(k, i, &m->a))
        return false;
    m->a_end = m->a.to;
    m->a_unit_at = skip_space(k->s, m->a.to);
    m->a_unit = take_unit(k->s, m->a_unit_at, &m->a_end);
    size_t dash = dash_length(k->s, m->a_end), second = m->a_end + dash;
    if (dash > 0 && (digit_at(k->s, second) || is_decimal_sign(k, second)) &&
        take_number(k, second, &m->b)) {
        m->b_end = m->b.to;
        m->b_unit_at = skip_space(k->s, m->b.to);
        m->b_unit = take_unit(k->s, m->b_unit_at, &m->b_end);
        m->range = m->b_unit != UNIT_NONE;
    }
    return true;
}

/* Returns where to go on. */
static size_t look_at(struct looking *k, size_t i) {
    struct found m;
    size_t end = look_for_comma(k, i);
    if (end > 0)
        return end;
    if (!take_amount(k, i, &m))
        return i + 1;
    if (m.a_unit != UNIT_NONE)
        judge_unit(k, &m.a, m.a_unit, m.a_unit_at, m.a_end);
    if (m.range) {
        judge_range(k, &m.a, m.a_unit, &m.b, m.b_unit, m.b_end);
        judge_number(k, &m.b, m.b_end);
        judge_unit(k, &m.b, m.b_unit, m.b_unit_at, m.b_end);
        judge_source(k, m.b_unit, m.a.from, m.b_end);
        return m.b_end;
    }
    if (m.a_unit != UNIT_NONE) {
        judge_number(k, &m.a, m.a_end);
        judge_source(k, m.a_unit, m.a.from, m.a_end);
    }
    return m.a_end;
}

/* "5~10" and "2*3": where there are two in a paragraph, they strike out or stress what stands
 * between them. Nothing tells a reader where one figure ended: "2*3*4" is "234". */
static void look_for_mark(struct looking *k, size_t i) {
    enum { STRONG = 2 };
    struct str s = k->s;
    char mark = s.p[i];
    size_t from = i, end = i + 1;
    while (mark == '*' && end < i + STRONG && end < s.len && s.p[end] == mark)
        end++;
    if ((mark != '~' && mark != '*') || k->p->doc == NULL || i == 0 || !digit_at(s, i - 1) ||
        !digit_at(s, end))
        return;
    while (from > 0 && (digit_at(s, from - 1) || is_decimal_sign(k, from - 1)))
        from--;
    while (digit_at(s, end) || (is_decimal_sign(k, end) && digit_at(s, end + 1)))
        end++;
    lint_say(k->l, RULE_DOSE_TEXT_MARK, place_in(k, from, end),
             "'%.*s': two '%c' in a paragraph %s", STR_ARG(str_slice(s, from, end)), mark,
             mark == '~' ? "strike out what is between them: write a range with '-'"
                         : "stress what is between them and are not printed: write '×'");
}

void amounts_check(struct lint *l, const struct prose *p) {
    struct looking k = {.l = l, .p = p, .s = p->masked};
    k.comma = !str_is(str_slice(p->language, 0, 2), "en");
    for (size_t i = 0; i < k.s.len && !lint_is_full(l);) {
        look_for_mark(&k, i);
        i = starts_number(&k, i) ? look_at(&k, i) : i + 1;
    }
}

/* --- amounts of two texts */

/* Of what, and how many of the smallest. */
static const struct {
    char kind;
    uint64_t factor;
} measures[] = {[UNIT_NONE] = {'n', 1},  [UNIT_MG] = {'g', 1000},   [UNIT_MCG] = {'g', 1},
                [UNIT_MICRO] = {'g', 1}, [UNIT_G] = {'g', 1000000}, [UNIT_KG] = {'g', 1000000000},
                [UNIT_ML] = {'l', 1},    [UNIT_L] = {'l', 1000},    [UNIT_COUNTED] = {'u', 1}};

/* Length of what stands at `i`, between two digits, when it may part thousands; or 0. */
static size_t group_sign(struct str s, size_t i) {
    bool mark = i < s.len && (s.p[i] == ',' || s.p[i] == '.');
    size_t end = mark ? i + 1 : skip_blanks(s, i);
    return end > i && i > 0 && digit_at(s, i - 1) && digit_at(s, end) ? end - i : 0;
}

/* Of what ends at `i`. */
static size_t group_sign_before(struct str s, size_t i) {
    enum { BLANK_BYTES_MAX = 3 };
    size_t from = i;
    for (size_t length = 1; length <= BLANK_BYTES_MAX && length <= from; length++)
        if (blank_length(s, from - length) == length) {
            from -= length;
            length = 0;
        }
    from -= from == i && from > 0 && (s.p[from - 1] == ',' || s.p[from - 1] == '.');
    return group_sign(s, from) == i - from ? i - from : 0;
}

/* "1,000", "1 000", and "1.000" where that may be a thousand. */
static bool has_thousands(const struct looking *k, const struct number *n) {
    enum { THOUSAND = 3, MILLION = 1000000 };
    struct str s = k->s;
    bool point = k->comma && n->places == THOUSAND && n->value >= MILLION;
    bool comma = n->to < s.len && s.p[n->to] == ',' && digit_at(s, n->to + 1);
    bool blank = group_sign_before(s, n->from) > 0 && digit_at(s, n->from + THOUSAND - 1);
    return point || comma || blank;
}

/* All its digits as one number, in millionths; 0 when there are too many. */
static uint64_t ungrouped(struct str s, size_t i) {
    enum { STEPS_MAX = 20 };
    const uint64_t max = UINT64_C(1000000000000);
    uint64_t value = 0;
    for (size_t back = 1, steps = 0; back > 0 && steps < STEPS_MAX; i -= back, steps++)
        back = i > 0 && digit_at(s, i - 1) ? 1 : group_sign_before(s, i);
    for (size_t on = 1; on > 0 && value < max; i += on) {
        on = digit_at(s, i) ? 1 : group_sign(s, i);
        value = digit_at(s, i) ? value * 10 + (uint64_t)(s.p[i] - '0') : value;
    }
    return value < max ? value * 1000000 : 0;
}

static struct str key_of(struct lint *l, enum unit unit, uint64_t value) {
    return arena_printf(&l->page, "%c%" PRIu64, measures[unit].kind, value * measures[unit].factor);
}

static void collect(struct looking *k, const struct number *n, enum unit unit, size_t end,
                    struct amounts *out) {
    uint64_t value = n->value;
    if (has_thousands(k, n)) {
        value = ungrouped(k->s, n->from);
        unit = UNIT_NONE;
    }
    if (value > UINT64_MAX / measures[unit].factor)
        return;
    *arena_push(&k->l->page, &out->items, &out->count, &out->cap) = (struct amount){
        .same = key_of(k->l, unit, value),
        .number = key_of(k->l, UNIT_NONE, value),
        .has_unit = unit != UNIT_NONE,
        .from = n->from,
        .to = end,
        .shown = shown_of(k, n->from, end),
    };
}

void amounts_collect(struct lint *l, const struct prose *p, struct amounts *out) {
    struct looking k = {.l = l, .p = p, .s = p->masked};
    k.comma = !str_is(str_slice(p->language, 0, 2), "en");
    for (size_t i = 0; i < k.s.len;) {
        struct found m;
        if (!starts_number(&k, i) || !take_amount(&k, i, &m)) {
            i++;
            continue;
        }
        collect(&k, &m.a, m.range && m.a_unit == UNIT_NONE ? m.b_unit : m.a_unit, m.a_end, out);
        if (m.range)
            collect(&k, &m.b, m.b_unit, m.b_end, out);
        i = m.range ? m.b_end : m.a_end;
    }
}
