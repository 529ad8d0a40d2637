/* The chart of interactions: what each pair must say. */
#include "lint/parts.h"

void pairs_check(struct lint *l) {
    const struct site *site = l->site;
    for (size_t i = 0; i < site->interaction_count; i++) {
        const struct interaction *it = &site->interactions[i];
        const struct interaction_row *row = it->row;
        const struct config_risk *risk = &site->risks[it->risk];
        if (risk->note_required && row->note.count == 0)
            lint_say(l, RULE_PAIR_NOTE, row->at,
                     "'%.*s' with '%.*s' is %.*s and must say why and what to do: fill in the "
                     "column 'note'",
                     STR_ARG(row->a.value), STR_ARG(row->b.value), STR_ARG(risk->id));
        if (row->sources.count == 0)
            lint_say(l, RULE_PAIR_SOURCE, row->at, "'%.*s' with '%.*s' names no source",
                     STR_ARG(row->a.value), STR_ARG(row->b.value));
    }
}
