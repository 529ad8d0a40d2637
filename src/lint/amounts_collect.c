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
                [UNIT_ML] = {'l', 1},    [UNIT_CL] = {'l', 10},     [UNIT_DL] = {'l', 100},
                [UNIT_L] = {'l', 1000},  [UNIT_COUNTED] = {'u', 1}};

static struct str key_of(struct lint *l, enum measure_unit unit, uint64_t value) {
    return arena_printf(&l->page, "%c%" PRIu64, measures[unit].kind, value * measures[unit].factor);
}

/* Up to `end` it is shown: of a range all, where the unit stands behind its other end. */
static void collect(struct lint *l, const struct measure_text *t, const struct measure_number *n,
                    enum measure_unit unit, size_t end, struct amounts *out) {
    uint64_t most = UINT64_MAX / measures[unit].factor;
    if (n->value > most || n->otherwise > most)
        return;
    struct amount *a = arena_push(&l->page, &out->items, &out->count, &out->cap);
    *a = (struct amount){
        .has_unit = unit != UNIT_NONE,
        .millionths = n->value,
        .from = measure_origin(t, n->from),
        .to = measure_origin_end(t, end),
        .shown = measure_shown(&l->page, t, n->from, end),
    };
    const uint64_t values[AMOUNT_READINGS] = {n->value, n->otherwise};
    for (size_t i = 0; i < AMOUNT_READINGS; i++) {
        bool is = i == 0 || values[i] > 0;
        a->same[i] = is ? key_of(l, unit, values[i]) : STR_NONE;
        a->number[i] = is ? key_of(l, UNIT_NONE, values[i]) : STR_NONE;
    }
}

void amounts_collect(struct lint *l, const struct prose *p, struct amounts *out) {
    const struct measure_text t = measure_text_of(&l->page, p->text, p->masked, p->language);
    for (size_t i = 0, unit_end = 0; i < t.s.len;) {
        struct measure m;
        if (!measure_starts(&t, i, unit_end) || !measure_take(&t, i, &m)) {
            i++;
            continue;
        }
        bool shared = m.range && m.a_unit == UNIT_NONE;
        collect(l, &t, &m.a, shared ? m.b_unit : m.a_unit, shared ? m.b_end : m.a_end, out);
        if (m.range)
            collect(l, &t, &m.b, m.b_unit, m.b_end, out);
        i = measure_end(&m);
        unit_end = measure_unit_end(&m);
    }
}
