/* The grammar of amounts. A misread amount can kill, so there is one way to write each: a digit on
 * both sides of the point, no zero behind the last digit, a space before a unit, and the unit that
 * the row names. */
#include "content/dose.h"

const char *const dose_units[] = {"mg", "mcg", "g", "ml", "units", NULL};

static const char *const duration_units[] = {"s", "min", "h", "days", "day", "weeks", NULL};

/* A number in millionths, so that rows can be compared without floats: a mcg in g. */
enum { PLACES = 6, WHOLE_DIGITS_MAX = 12 };
static const uint64_t one = 1000000;
struct amount {
    uint64_t from, to; /* equal when it is no range */
};

/* What is being read, for messages. */
struct scan {
    const struct word *word;
    struct str rest;
    const char *what; /* "dose" or "duration" */
    const char *const *units;
    struct str unit; /* the last one read, or absent */
    struct str first_unit;
    bool glued;    /* a unit without a space before it */
    bool naked;    /* a number that starts with the point */
    bool trailing; /* "1.0" */
};

static bool report(const struct scan *s, const char *code, const char *why, struct diags *d) {
    return diag_error(d, s->word->at, code, "%s '%.*s' %s", s->what, STR_ARG(s->word->value), why);
}

static bool take_char(struct scan *s, char c) {
    if (s->rest.len == 0 || s->rest.p[0] != c)
        return false;
    s->rest = str_from_offset(s->rest, 1);
    return true;
}

static size_t take_digits(struct scan *s, uint64_t *value, size_t digits_max) {
    size_t n = 0;
    while (n < s->rest.len && ascii_is_digit(s->rest.p[n])) {
        if (n < digits_max)
            *value = *value * 10 + (uint64_t)(s->rest.p[n] - '0');
        n++;
    }
    s->rest = str_from_offset(s->rest, n);
    return n;
}

/* "40", "0.5", ".5"; false when there is no number. */
static bool take_number(struct scan *s, uint64_t *millionths) {
    uint64_t whole = 0, part = 0;
    size_t digits = take_digits(s, &whole, WHOLE_DIGITS_MAX), places = 0;
    if (s->rest.len > 1 && s->rest.p[0] == '.' && ascii_is_digit(s->rest.p[1])) {
        s->rest = str_from_offset(s->rest, 1);
        places = take_digits(s, &part, PLACES);
        s->trailing = s->trailing || s->rest.p[-1] == '0';
        s->naked = s->naked || digits == 0;
        for (size_t i = places; i < PLACES; i++)
            part *= 10;
    }
    *millionths = whole * one + part;
    return digits > 0 || places > 0;
}

/* Letters behind a number; false when they are no unit. */
static bool take_unit(struct scan *s) {
    struct scan before = *s;
    bool space = take_char(s, ' ');
    size_t n = 0;
    while (n < s->rest.len && (ascii_is_alpha(s->rest.p[n]) || (unsigned char)s->rest.p[n] >= 0x80))
        n++;
    struct str unit = str_slice(s->rest, 0, n);
    if (n == 0 || str_is(unit, "to") || str_starts(unit, str_lit("–"))) {
        *s = before;
        return true;
    }
    s->unit = unit;
    s->glued = s->glued || !space;
    s->rest = str_from_offset(s->rest, n);
    for (size_t i = 0; s->units[i] != NULL; i++)
        if (str_is(unit, s->units[i]))
            return true;
    return false;
}

static bool take_dash(struct scan *s) {
    static const char *const dashes[] = {" - ", " – ", " to ", "-", "–"};
    for (size_t i = 0; i < ARRAY_LEN(dashes); i++)
        if (str_starts(s->rest, str_from(dashes[i]))) {
            s->rest = str_from_offset(s->rest, strlen(dashes[i]));
            return true;
        }
    return false;
}

/* The unit that was meant, or absent. Micro signs are misread as "m", a thousand times as much. */
static struct str unit_like(struct str unit, const char *const *units) {
    static const char *const beginnings[][2] = {
        {"micro", "mcg"}, {"mikro", "mcg"}, {"millig", "mg"}, {"milig", "mg"},
        {"millil", "ml"}, {"milil", "ml"},  {"gram", "g"}};
    static const char *const written[][2] = {
        {"µg", "mcg"}, {"μg", "mcg"}, {"ug", "mcg"}, {"mkg", "mcg"}, {"mgs", "mg"},  {"gr", "g"},
        {"gm", "g"},   {"cc", "ml"},  {"ccs", "ml"}, {"mls", "ml"},  {"iu", "units"}};
    static const char *const spoken[][2] = {{"hour", "h"},   {"hours", "h"},     {"hr", "h"},
                                            {"hrs", "h"},    {"minutes", "min"}, {"minute", "min"},
                                            {"mins", "min"}, {"sec", "s"},       {"seconds", "s"},
                                            {"day", "days"}, {"d", "days"}};
    bool dose = units == dose_units;
    const char *const(*same)[2] = dose ? written : spoken;
    for (size_t i = 0; i < (dose ? ARRAY_LEN(written) : ARRAY_LEN(spoken)); i++)
        if (str_eq_nocase(unit, str_from(same[i][0])))
            return str_from(same[i][1]);
    for (size_t i = 0; dose && i < ARRAY_LEN(beginnings); i++) {
        struct str start = str_from(beginnings[i][0]);
        if (str_eq_nocase(str_slice(unit, 0, start.len), start))
            return str_from(beginnings[i][1]);
    }
    return suggest_among(unit, units);
}

static bool unknown_unit(struct scan *s, struct diags *d) {
    return diag_error(d, s->word->at, "dose/unit", "%s '%.*s' has the unknown unit '%.*s'%s",
                      s->what, STR_ARG(s->word->value), STR_ARG(s->unit),
                      suggest_tail(unit_like(s->unit, s->units)).p);
}

bool dose_check_unit(const struct word *unit, struct diags *d) {
    for (size_t i = 0; dose_units[i] != NULL; i++)
        if (str_is(unit->value, dose_units[i]))
            return true;
    return diag_error(d, unit->at, "dose/unit", "'%.*s' is no unit: mg, mcg, g, ml or units%s",
                      unit->value.len > 60 ? 60 : (int)unit->value.len, unit->value.p,
                      suggest_tail(unit_like(unit->value, dose_units)).p);
}

/* How it is written, once it is clear what it says. */
static bool check_writing(struct scan *s, struct diags *d) {
    if (s->naked)
        return report(s, "dose/naked-decimal",
                      s->glued ? "needs a leading zero and a space" : "needs a leading zero", d);
    if (s->glued)
        return report(s, "dose/space", "needs a space before the unit", d);
    if (s->trailing)
        return report(s, "dose/trailing-zero", "has a zero at the end that can be misread", d);
    return true;
}

/* How many seconds a unit of time has; 1 for units of amounts, of which a range has one. */
static uint64_t seconds_in(struct str unit) {
    static const struct {
        const char *unit;
        uint64_t seconds;
    } times[] = {{"min", 60}, {"h", 3600}, {"day", 86400}, {"days", 86400}, {"weeks", 604800}};
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        if (str_is(unit, times[i].unit))
            return times[i].seconds;
    return 1;
}

static uint64_t in_seconds(uint64_t amount, struct str unit) {
    uint64_t seconds = seconds_in(unit);
    return amount > UINT64_MAX / seconds ? UINT64_MAX : amount * seconds;
}

static bool rises(const struct scan *s, const struct amount *a) {
    struct str first = s->first_unit.p == NULL ? s->unit : s->first_unit;
    if (first.p != NULL && s->units == dose_units && !str_eq(first, s->unit))
        return true; /* told with its row's unit */
    return in_seconds(a->from, first) < in_seconds(a->to, s->unit);
}

static bool has_other_digits(struct str s) {
    while (s.len > 0) {
        uint32_t code = utf8_next(&s);
        if (code >= 0x80 && utf8_digit(code) >= 0)
            return true;
    }
    return false;
}

static bool read_amount(struct scan *s, struct amount *out, struct diags *d) {
    *out = (struct amount){0};
    if (has_other_digits(s->rest))
        return report(s, "dose/number",
                      "has digits of one script: a row is for every language, write 0 to 9", d);
    bool below = take_char(s, '<'), above = !below && take_char(s, '>');
    if (!below && !above)
        (void)take_char(s, '~');
    (void)take_char(s, ' ');
    if (!take_number(s, &out->from))
        return report(s, "dose/number", "is no number or range like 40-75", d);
    if (str_starts(s->rest, str_lit(",")))
        return report(s, "dose/comma", "has a comma: write the decimal point as '.'", d);
    if (!take_unit(s))
        return unknown_unit(s, d);
    out->to = out->from;
    s->first_unit = s->unit;
    if (take_dash(s)) {
        if (!take_number(s, &out->to))
            return report(s, "dose/number", "is no range like 40-75", d);
        if (str_starts(s->rest, str_lit(",")))
            return report(s, "dose/comma", "has a comma: write the decimal point as '.'", d);
        if (!take_unit(s))
            return unknown_unit(s, d);
        if (!rises(s, out))
            return report(s, "dose/range", "is a range that does not rise", d);
    } else {
        above = take_char(s, '+') || above; /* "180+": and more */
        out->from = below ? 0 : out->from;
        out->to = above ? UINT64_MAX : out->to;
    }
    if (s->rest.len > 0)
        return report(s, "dose/number", "is no number or range like 40-75", d);
    return check_writing(s, d);
}

static bool check_level(const struct dose_row *row, const struct word *w, struct amount *out,
                        struct diags *d) {
    struct scan s = {.word = w, .rest = w->value, .what = "dose", .units = dose_units};
    if (!read_amount(&s, out, d))
        return false;
    const struct str units[] = {s.first_unit, s.unit};
    for (size_t i = 0; i < ARRAY_LEN(units) && row->unit.value.p != NULL; i++)
        if (units[i].p != NULL && !str_eq(units[i], row->unit.value))
            return diag_error(d, w->at, "dose/unit", "dose '%.*s' is in %.*s, its row in %.*s",
                              STR_ARG(w->value), STR_ARG(units[i]), STR_ARG(row->unit.value));
    return true;
}

enum { LEVELS = 5 };
static const char *const level_names[LEVELS] = {"threshold", "light", "common", "strong", "heavy"};

static const struct word *level_of(const struct dose_row *row, size_t level) {
    const struct word *levels[LEVELS] = {&row->threshold, &row->light, &row->common, &row->strong,
                                         &row->heavy};
    return levels[level];
}

bool dose_check(const struct dose_row *row, struct diags *d) {
    struct amount before = {0};
    size_t last = 0, given = 0;
    bool ok = true;
    for (size_t i = 0; i < LEVELS; i++) {
        const struct word *level = level_of(row, i);
        struct amount now;
        if (level->value.p == NULL)
            continue;
        given++;
        if (!check_level(row, level, &now, d)) {
            ok = false;
            continue;
        }
        bool range = now.from != now.to && before.from != before.to;
        if (now.from < before.from || (range && now.to < before.to))
            ok = diag_error(d, level->at, "dose/order", "'%s' is less than '%s'", level_names[i],
                            level_names[last]);
        before = now;
        last = i;
    }
    if (given == 0)
        return diag_error(d, row->at, "dose/empty",
                          "this row has no amount: threshold, light, common, strong or heavy");
    return ok;
}

bool dose_overlap(const struct dose_row *row, struct dose_overlap *out) {
    struct amount before = {0};
    struct diags ignored = {0}; /* told when the row was read */
    bool found = false;
    for (size_t i = 0, last = 0; i < LEVELS && !found; i++) {
        const struct word *level = level_of(row, i);
        struct amount now;
        if (level->value.p == NULL || !check_level(row, level, &now, &ignored))
            continue;
        found = before.from < before.to && now.from < before.to && now.from < now.to;
        *out = (struct dose_overlap){level_names[i], level_names[last], level->at};
        before = now;
        last = i;
    }
    diags_finish(&ignored);
    return found;
}

bool dose_check_duration(const struct word *w, const char *name, struct diags *d) {
    struct scan s = {.word = w, .rest = w->value, .what = "duration", .units = duration_units};
    struct amount out;
    if (w->value.p == NULL)
        return true;
    if (!read_amount(&s, &out, d))
        return false;
    if (s.unit.p == NULL)
        return diag_error(d, w->at, "dose/unit", "'%s' needs a unit: min, h or days", name);
    return true;
}
