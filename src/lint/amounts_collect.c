/* The amounts of a text in one measure, so that two texts can be compared. */
#include <inttypes.h>

#include "lint/measure.h"
#include "lint/parts.h"

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
    size_t end = mark ? i + 1 : measure_skip_blanks(s, i);
    return end > i && i > 0 && measure_digit_at(s, i - 1) && measure_digit_at(s, end) ? end - i : 0;
}

/* Of what ends at `i`. */
static size_t group_sign_before(struct str s, size_t i) {
    enum { BLANK_BYTES_MAX = 3 };
    size_t from = i;
    for (size_t length = 1; length <= BLANK_BYTES_MAX && length <= from; length++)
        if (measure_blank_length(s, from - length) == length) {
            from -= length;
            length = 0;
        }
    from -= from == i && from > 0 && (s.p[from - 1] == ',' || s.p[from - 1] == '.');
    return group_sign(s, from) == i - from ? i - from : 0;
}

/* "1,000", "1 000", and "1.000" where that may be a thousand. */
static bool has_thousands(const struct measure_text *t, const struct measure_number *n) {
    enum { THOUSAND = 3, MILLION = 1000000 };
    struct str s = t->s;
    bool point = t->comma && n->places == THOUSAND && n->value >= MILLION;
    bool comma = n->to < s.len && s.p[n->to] == ',' && measure_digit_at(s, n->to + 1);
    bool blank = group_sign_before(s, n->from) > 0 && measure_digit_at(s, n->from + THOUSAND - 1);
    return point || comma || blank;
}

/* All its digits as one number, in millionths; 0 when there are too many. */
static uint64_t ungrouped(struct str s, size_t i) {
    enum { STEPS_MAX = 20 };
    const uint64_t max = UINT64_C(1000000000000);
    uint64_t value = 0;
    for (size_t back = 1, steps = 0; back > 0 && steps < STEPS_MAX; i -= back, steps++)
        back = i > 0 && measure_digit_at(s, i - 1) ? 1 : group_sign_before(s, i);
    for (size_t on = 1; on > 0 && value < max; i += on) {
        on = measure_digit_at(s, i) ? 1 : group_sign(s, i);
        value = measure_digit_at(s, i) ? value * 10 + (uint64_t)(s.p[i] - '0') : value;
    }
    return value < max ? value * 1000000 : 0;
}

static struct str key_of(struct lint *l, enum measure_unit unit, uint64_t value) {
    return arena_printf(&l->page, "%c%" PRIu64, measures[unit].kind, value * measures[unit].factor);
}

static void collect(struct lint *l, const struct measure_text *t, const struct measure_number *n,
                    enum measure_unit unit, size_t end, struct amounts *out) {
    uint64_t value = n->value;
    if (has_thousands(t, n)) {
        value = ungrouped(t->s, n->from);
        unit = UNIT_NONE;
    }
    if (value > UINT64_MAX / measures[unit].factor)
        return;
    *arena_push(&l->page, &out->items, &out->count, &out->cap) = (struct amount){
        .same = key_of(l, unit, value),
        .number = key_of(l, UNIT_NONE, value),
        .has_unit = unit != UNIT_NONE,
        .from = n->from,
        .to = end,
        .shown = measure_shown(&l->page, t, n->from, end),
    };
}

void amounts_collect(struct lint *l, const struct prose *p, struct amounts *out) {
    const struct measure_text t = measure_text_of(p->masked, p->language);
    for (size_t i = 0; i < t.s.len;) {
        struct measure m;
        if (!measure_starts(&t, i) || !measure_take(&t, i, &m)) {
            i++;
            continue;
        }
        collect(l, &t, &m.a, m.range && m.a_unit == UNIT_NONE ? m.b_unit : m.a_unit, m.a_end, out);
        if (m.range)
            collect(l, &t, &m.b, m.b_unit, m.b_end, out);
        i = m.range ? m.b_end : m.a_end;
    }
}
