/* Sentences that "pamphlet new" puts into a page to say what belongs there. In a page that is
 * published they would be read as advice. They are those of scaffold/texts/; tests/cli/new.bats
 * finds one that is not here. */
#include "lint/parts.h"

static const char *const sentences[] = {
    "What it is and the one thing to know, in one or two sentences.",
    "What one can do after reading this page, in one or two sentences.",
    "The three to six things to know first. Say what to do, then why.",
    "Plain words, short sentences. Write about people, not about users.",
    "Say why there are no amounts, or give `doses` above",
    "Name the worst pairs. The table comes from content/interactions.csv:",
    "What it looks like, and what to do first. Never write a number here",
    "One step a line. Say what to do, then why.",
    "Links are written to the source file, as in `[naloxone]",
};

void unwritten_check(struct lint *l, const struct prose *p) {
    for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
        struct str sentence = str_from(sentences[i]);
        size_t at = str_find(p->text, sentence);
        if (at == SIZE_MAX || p->masked.p[at] == PROSE_BLANK) /* code: it is spoken of */
            continue;
        struct place place = p->at;
        if (p->doc != NULL)
            place = lint_place(p->doc, p->text.p + at, sentence.len);
        lint_say(l, RULE_PLACEHOLDER, place,
                 "'pamphlet new' wrote this for you, not for readers: write what belongs here, or "
                 "take it out");
    }
}
