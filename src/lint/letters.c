/* Words with a letter of another script that looks like theirs: "naloxone" with a Cyrillic a. No
 * search finds them, a list has them in the wrong place, a voice spells them out; and they can mark
 * who a text was copied from. */
#include "lint/parts.h"

/* Each pair looks alike in most fonts. */
static const char latin_letters[] = "aceijopsxyABCEHIJKMOPSTXY";
static const uint32_t cyrillic_letters[] = {
    0x430, 0x441, 0x435, 0x456, 0x458, 0x43e, 0x440, 0x455, 0x445, 0x443, 0x410, 0x412, 0x421,
    0x415, 0x41d, 0x406, 0x408, 0x41a, 0x41c, 0x41e, 0x420, 0x405, 0x422, 0x425, 0x423};
_Static_assert(ARRAY_LEN(latin_letters) == ARRAY_LEN(cyrillic_letters) + 1, "pairs");

/* Of one word. */
struct letters {
    size_t from, to;                  /* offsets */
    size_t latin, cyrillic;           /* how many */
    size_t latin_like, cyrillic_like; /* those of them that look like the other's */
    uint32_t odd_latin, odd_cyrillic;
    size_t changes, first_run, run; /* of script */
    bool in_latin;
};

static void take_run(struct letters *w, bool changed) {
    w->changes += changed;
    w->run = changed ? 1 : w->run + 1;
    if (w->changes == 0)
        w->first_run = w->run;
}

static bool is_latin(uint32_t code) {
    return (code < 0x80 && ascii_is_alpha((char)code)) || (code >= 0xc0 && code < 0x250);
}

static void take_latin(struct letters *w, uint32_t code) {
    bool like = code < 0x80 && strchr(latin_letters, (int)code) != NULL;
    take_run(w, w->latin + w->cyrillic > 0 && !w->in_latin);
    w->in_latin = true;
    w->latin++;
    w->latin_like += like;
    if (like)
        w->odd_latin = code;
}

static void take_cyrillic(struct letters *w, uint32_t code) {
    take_run(w, w->latin + w->cyrillic > 0 && w->in_latin);
    w->in_latin = false;
    w->cyrillic++;
    for (size_t i = 0; i < ARRAY_LEN(cyrillic_letters); i++)
        if (cyrillic_letters[i] == code) {
            w->cyrillic_like++;
            w->odd_cyrillic = code;
        }
}

static void take_letter(struct letters *w, uint32_t code) {
    if (is_latin(code))
        take_latin(w, code);
    else if (code >= 0x400 && code < 0x530)
        take_cyrillic(w, code);
}

/* "SMS" with a Russian ending is fine: two letters or more of each, one behind the other. */
static void check_word(struct lint *l, const struct prose *p, const struct letters *w) {
    if (w->latin == 0 || w->cyrillic == 0 ||
        (w->latin_like < w->latin && w->cyrillic_like < w->cyrillic) ||
        (w->changes == 1 && w->first_run > 1 && w->run > 1))
        return;
    bool stray_latin = w->cyrillic_like < w->cyrillic;
    struct place at = p->at;
    if (p->doc != NULL) {
        at = lint_place(p->doc, p->text.p + w->from, w->to - w->from);
    } else if (at.width == p->text.len) {
        at.column += (uint32_t)w->from;
        at.width = (uint32_t)(w->to - w->from);
    }
    lint_say(l, RULE_MIXED_LETTERS, at,
             "'%.*s' has a %s letter among %s ones (U+%04X): write it anew",
             STR_ARG(str_slice(p->text, w->from, w->to)), stray_latin ? "Latin" : "Cyrillic",
             stray_latin ? "Cyrillic" : "Latin", stray_latin ? w->odd_latin : w->odd_cyrillic);
}

void letters_check(struct lint *l, const struct prose *p) {
    struct str rest = p->masked;
    struct letters w = {0};
    bool inside = false;
    while (rest.len > 0 && !lint_is_full(l)) {
        size_t here = p->masked.len - rest.len;
        uint32_t code = utf8_next(&rest);
        bool word = code != 0 && utf8_is_word(code);
        if (word && !inside)
            w = (struct letters){.from = here};
        if (word) {
            take_letter(&w, code);
            w.to = p->masked.len - rest.len;
        }
        if (inside && !word)
            check_word(l, p, &w);
        inside = word;
    }
    if (inside)
        check_word(l, p, &w);
}
