/* Choosing among the languages of a text. */
#include "content/text.h"

static const struct text_entry *entry_in(const struct text *t, struct str lang) {
    for (size_t i = 0; i < t->count; i++)
        if (str_eq_nocase(t->items[i].lang, lang))
            return &t->items[i];
    return NULL;
}

struct str text_in(const struct text *t, struct str lang, struct str fallback, struct str *in) {
    const struct text_entry *found = NULL;
    *in = STR_NONE;
    if (t->count == 0)
        return STR_NONE;
    if (lang.p != NULL)
        found = entry_in(t, lang);
    for (size_t i = 0; found == NULL && i < t->count; i++)
        if (t->items[i].lang.p == NULL)
            found = &t->items[i];
    if (found == NULL && fallback.p != NULL)
        found = entry_in(t, fallback);
    if (found == NULL)
        found = &t->items[0];
    *in = found->lang;
    return found->value;
}
