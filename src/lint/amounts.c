/* Amounts in running text, judged only where there is no doubt: a number with a unit of weight or
 * volume behind it. What a row of `doses` may not do is an error there (content/dose.c); here the
 * same mistakes are found in sentences. */
#include <inttypes.h>

#include "lint/marks.h"
#include "lint/measure.h"
#include "lint/parts.h"

struct looking {
    struct lint *l;
    const struct prose *p;
    struct measure_text t;
    bool told_source;
    size_t unit_end; /* of the last amount */
};

/* As much of it as stands on the line where it begins. */
static struct place place_in(const struct looking *k, size_t from, size_t to) {
    const struct prose *p = k->p;
    to = measure_origin_end(&k->t, to);
    from = measure_origin(&k->t, from);
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

/* "1.250" as one and a quarter and as so many thousand. */
static void say_two_ways(struct looking *k, const struct measure_number *n, size_t end) {
    char point = k->t.comma ? ',' : '.';
    uint64_t whole = n->value / MEASURE_ONE, part = n->value % MEASURE_ONE;
    unsigned places = 6;
    for (; part > 0 && part % 10 == 0; part /= 10)
        places--;
    struct str one = arena_printf(&k->l->page, "%" PRIu64, whole);
    if (part > 0)
        one = arena_printf(&k->l->page, "%" PRIu64 "%c%0*" PRIu64, whole, point, (int)places, part);
    uint64_t many = n->otherwise / MEASURE_ONE;
    lint_say(k->l, RULE_DOSE_TEXT_THOUSANDS, place_in(k, n->from, end),
             "'%.*s' is %.*s to some readers and %" PRIu64 " to others: write '%.*s' or '%" PRIu64
             "', whichever is meant",
             STR_ARG(measure_shown(&k->l->page, &k->t, n->from, end)), STR_ARG(one), many,
             STR_ARG(one), many);
}

/* "0,5" and "0·5". */
static void say_odd(struct looking *k, const struct measure_number *n, size_t end) {
    size_t behind = n->to - n->places, sign = behind - n->odd_bytes;
    struct str shown = measure_shown(&k->l->page, &k->t, n->from, end);
    struct str rest = measure_shown(&k->l->page, &k->t, behind, end);
    struct str whole = n->naked ? str_lit("0") : str_slice(k->t.s, n->from, sign);
    bool comma = k->t.s.p[sign] == ',';
    if (comma)
        lint_say(
            k->l, RULE_DOSE_TEXT_COMMA, place_in(k, n->from, end),
            "'%.*s' has a comma where this language has a point: one may read only what stands "
            "behind it; write '%.*s.%.*s'",
            STR_ARG(shown), STR_ARG(whole), STR_ARG(rest));
    else
        lint_say(k->l, RULE_DOSE_TEXT_MIDDLE_DOT, place_in(k, n->from, end),
                 "'%.*s' has a dot in the middle of the line, which is overlooked or taken for "
                 "'times': write '%.*s%c%.*s'",
                 STR_ARG(shown), STR_ARG(whole), k->t.comma ? ',' : '.',
                 STR_ARG(str_slice(k->t.s, behind, n->to)));
}

static void judge_number(struct looking *k, const struct measure_number *n, size_t end) {
    struct str shown = measure_shown(&k->l->page, &k->t, n->from, end);
    if (n->odd_bytes > 0)
        say_odd(k, n, end);
    else if (n->naked)
        lint_say(k->l, RULE_DOSE_TEXT_DECIMAL, place_in(k, n->from, end),
                 "'%.*s' needs a zero before the point: without it the point is overlooked and it "
                 "reads ten times as much or more",
                 STR_ARG(shown));
    else if (n->two_ways)
        say_two_ways(k, n, end);
    else if (n->zero && n->places > 0)
        lint_say(k->l, RULE_DOSE_TEXT_ZERO, place_in(k, n->from, end),
                 "'%.*s' ends in a zero behind the point: where the point is overlooked it reads "
                 "ten times as much",
                 STR_ARG(shown));
}

static void judge_unit(struct looking *k, const struct measure_number *n, enum measure_unit unit,
                       size_t unit_at, size_t end) {
    enum { LETTERS_MAX = 3 }; /* more are a word, behind which a sentence may end */
    struct str shown = measure_shown(&k->l->page, &k->t, n->from, end),
               rest = str_from_offset(k->t.s, end);
    struct str name = str_slice(k->t.s, unit_at, end);
    bool unparted = measure_is_unparted(utf8_next(&name));
    if (unit == UNIT_MICRO)
        lint_say(k->l, RULE_DOSE_TEXT_MICRO, place_in(k, n->from, end),
                 "'%.*s' is easily read as milligrams, a thousand times as much: write mcg",
                 STR_ARG(shown));
    if (n->odd_bytes > 0) /* to be written anew in any case */
        return;
    if (unit_at == n->to && name.len > 0 && !unparted) /* "4g", "2l" can be names */
        lint_say(k->l, RULE_DOSE_TEXT_SPACE, place_in(k, n->from, end),
                 "'%.*s' needs a space before the unit", STR_ARG(shown));
    bool dot = rest.len > 2 && rest.p[0] == '.' && rest.p[1] == ' ' && ascii_is_lower(rest.p[2]);
    if (dot && end - unit_at <= LETTERS_MAX)
        lint_say(k->l, RULE_DOSE_TEXT_DOT, place_in(k, n->from, end + 1),
                 "'%.*s.' needs no full stop behind the unit: it can be read as a 1",
                 STR_ARG(shown));
}

static uint64_t least(const struct measure_number *n) {
    return n->otherwise > 0 && n->otherwise < n->value ? n->otherwise : n->value;
}

static uint64_t most(const struct measure_number *n) {
    return n->otherwise > n->value ? n->otherwise : n->value;
}

/* "-5 kg to 3 kg": below zero, or a dash before it. */
static bool is_below_zero(struct str s, size_t i) {
    enum { MINUS = 0x2212 };
    uint32_t sign = utf8_before(s, i);
    return measure_is_dash(sign) || sign == MINUS;
}

/* A range whose two numbers have been read; the first may have no unit. */
static void judge_range(struct looking *k, const struct measure *m) {
    const struct measure_number *a = &m->a, *b = &m->b;
    struct str shown = measure_shown(&k->l->page, &k->t, a->from, m->b_end);
    if (m->a_unit != UNIT_NONE && m->a_unit != m->b_unit)
        lint_say(k->l, RULE_DOSE_TEXT_UNIT, place_in(k, a->from, m->b_end),
                 "'%.*s' has two units: write both ends in one", STR_ARG(shown));
    else if (least(a) >= most(b) && !is_below_zero(k->t.s, a->from))
        lint_say(k->l, RULE_DOSE_TEXT_RANGE, place_in(k, a->from, m->b_end),
                 "the range '%.*s' does not rise", STR_ARG(shown));
    judge_number(k, a, a->odd_bytes > 0 ? m->a_end : m->b_end);
}

static void judge_source(struct looking *k, enum measure_unit unit, size_t from, size_t end) {
    bool weight = unit == UNIT_MG || unit == UNIT_MCG || unit == UNIT_MICRO;
    bool strength = end < k->t.s.len && k->t.s.p[end] == '/'; /* "mg/l": in blood, perhaps */
    if (k->p->cited || k->told_source || !weight || strength)
        return;
    k->told_source = true;
    lint_say(k->l, RULE_DOSE_TEXT_SOURCE, place_in(k, from, end),
             "'%.*s' stands in a text without a citation: who says so?",
             STR_ARG(measure_shown(&k->l->page, &k->t, from, end)));
}

/* Whether "from" stands before `i`. */
static bool is_behind_from(struct str s, size_t i) {
    const struct str from = str_lit("from");
    while (i > 0 && ascii_is_space(s.p[i - 1]))
        i--;
    size_t at = i < from.len ? i : i - from.len;
    return str_eq_nocase(str_slice(s, at, i), from) && (at == 0 || !ascii_is_alnum(s.p[at - 1]));
}

static bool is_volume(enum measure_unit unit) {
    return unit == UNIT_ML || unit == UNIT_CL || unit == UNIT_DL || unit == UNIT_L;
}

/* Whether "to" does not join the ends of a range: "from 20 mg to 10 mg" makes a dose smaller, and
 * "1 g to 100 ml" is a mixture. */
static bool is_no_range(const struct looking *k, const struct measure *m) {
    bool both = m->a_unit != UNIT_NONE, falls = m->a.value > m->b.value;
    struct str between = str_slice(k->t.s, m->a_end, m->b.from);
    if (str_find(between, str_lit("to")) == SIZE_MAX)
        return false;
    if (both && (is_volume(m->a_unit) != is_volume(m->b_unit) ||
                 (m->a_unit == UNIT_COUNTED) != (m->b_unit == UNIT_COUNTED)))
        return true;
    return falls && (both ? m->a_unit == m->b_unit : is_behind_from(k->t.s, m->a.from));
}

/* Returns where to go on. */
static size_t look_at(struct looking *k, size_t i) {
    struct measure m;
    if (!measure_take(&k->t, i, &m))
        return i + 1;
    k->unit_end = measure_unit_end(&m);
    if (m.a_unit != UNIT_NONE)
        judge_unit(k, &m.a, m.a_unit, m.a_unit_at, m.a_end);
    if (m.range) {
        if (is_no_range(k, &m))
            judge_number(k, &m.a, m.a_end);
        else
            judge_range(k, &m);
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
 * between them. Nothing tells a reader where one figure ended: "2*3*4" is "234". One alone is
 * printed, and is how a range is written in Korean, Japanese and Chinese. */
static void look_for_mark(struct looking *k, size_t i) {
    enum { STRONG = 2 };
    struct str s = k->t.s;
    char mark = s.p[i];
    size_t from = i, end = i + 1;
    while (mark == '*' && end < i + STRONG && end < s.len && s.p[end] == mark)
        end++;
    bool pairs = k->t.marks != NULL && k->t.marks[measure_origin(&k->t, i)] != MARK_NONE;
    if ((mark != '~' && mark != '*') || !pairs || k->p->doc == NULL || i == 0 ||
        !measure_digit_at(s, i - 1) || !measure_digit_at(s, end))
        return;
    while (from > 0 && (measure_digit_at(s, from - 1) || measure_is_point(&k->t, from - 1)))
        from--;
    while (measure_digit_at(s, end) ||
           (measure_is_point(&k->t, end) && measure_digit_at(s, end + 1)))
        end++;
    lint_say(k->l, RULE_DOSE_TEXT_MARK, place_in(k, from, end),
             "'%.*s': two '%c' in a paragraph %s", STR_ARG(str_slice(s, from, end)), mark,
             mark == '~' ? "strike out what is between them: write a range with '-'"
                         : "stress what is between them and are not printed: write '×'");
}

void amounts_check(struct lint *l, const struct prose *p) {
    struct looking k = {l, p, measure_text_of(&l->page, p->text, p->masked, p->language), false, 0};
    for (size_t i = 0; i < k.t.s.len && !lint_is_full(l);) {
        look_for_mark(&k, i);
        i = measure_starts(&k.t, i, k.unit_end) ? look_at(&k, i) : i + 1;
    }
}
