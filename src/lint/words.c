/* Words that shame, and what to say instead: `words.avoid.<term>: better` in the theme's i18n file
 * of the language. In a term '_' or '-' stands between words, and a '-' at its end for any ending:
 * `words.avoid.narkkar-`. Only whole words are found, whatever their case. */
#include "lint/parts.h"

#define PREFIX "words.avoid."
enum { TERM_WORDS_MAX = 16 };

struct term {
    struct str words[TERM_WORDS_MAX]; /* folded */
    size_t count;
    bool open; /* the last one may go on */
    struct str better;
    uint32_t next; /* another term of the same first word, or MAP_NONE */
};
struct word_list {
    struct term *terms;
    size_t count, cap;
    struct map by_first;   /* terms whose first word is whole */
    uint32_t *open_firsts; /* terms of one word that may go on */
    size_t open_count, open_cap;
};

/* The words of a term, folded; false when there are none or too many. */
static bool split_term(struct arena *mem, struct str key, struct term *out) {
    size_t from = 0;
    out->open = key.len > 0 && key.p[key.len - 1] == '-';
    for (size_t i = 0; i <= key.len; i++) {
        if (i < key.len && key.p[i] != '_' && key.p[i] != '-')
            continue;
        if (i > from && out->count == TERM_WORDS_MAX)
            return false;
        if (i > from)
            out->words[out->count++] = utf8_fold(mem, str_slice(key, from, i));
        from = i + 1;
    }
    return out->count > 0;
}

static void add_term(struct arena *mem, struct word_list *list, struct term term) {
    uint32_t index = (uint32_t)list->count;
    term.next = MAP_NONE;
    if (term.open && term.count == 1)
        *arena_push(mem, &list->open_firsts, &list->open_count, &list->open_cap) = index;
    else {
        uint32_t first = map_add(&list->by_first, term.words[0], index);
        if (first != MAP_NONE) { /* behind the first of the chain */
            term.next = list->terms[first].next;
            list->terms[first].next = index;
        }
    }
    *arena_push(mem, &list->terms, &list->count, &list->cap) = term;
}

const struct word_list *words_open(struct lint *l, const struct strings *strings) {
    struct word_list *list = arena_new(l->mem, struct word_list);
    map_init(&list->by_first, l->mem, 64);
    for (size_t i = 0; i < strings->count; i++) {
        struct str key = strings->keys[i].value;
        struct term term = {.better = strings->values[i].value};
        if (str_starts(key, str_lit(PREFIX)) &&
            split_term(l->mem, str_from_offset(key, strlen(PREFIX)), &term))
            add_term(l->mem, list, term);
    }
    return list;
}

/* The next run of letters at or behind `*at`, folded; false at the end. */
static bool next_word(struct arena *mem, struct str s, size_t *at, size_t *from, struct str *out) {
    struct str rest = str_from_offset(s, *at);
    size_t start = SIZE_MAX;
    while (rest.len > 0) {
        size_t here = s.len - rest.len;
        uint32_t code = utf8_next(&rest);
        bool word = code != 0 && utf8_is_word(code);
        if (word && start == SIZE_MAX)
            start = here;
        if (!word && start != SIZE_MAX) {
            rest = str_from_offset(s, here);
            break;
        }
    }
    *at = s.len - rest.len;
    *from = start;
    if (start != SIZE_MAX)
        *out = utf8_fold(mem, str_slice(s, start, *at));
    return start != SIZE_MAX;
}

/* Whether only blanks or hyphens are between two words of a term. */
static bool is_gap(struct str s, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (s.p[i] != ' ' && s.p[i] != '\n' && s.p[i] != '-')
            return false;
    return to - from <= 8;
}

/* The end of the term whose first word ends at `at`, or 0. */
static size_t term_end(struct arena *mem, const struct term *t, struct str s, size_t at) {
    for (size_t i = 1; i < t->count; i++) {
        size_t before = at, from;
        struct str word;
        if (!next_word(mem, s, &at, &from, &word) || !is_gap(s, before, from))
            return 0;
        bool last_open = t->open && i + 1 == t->count;
        if (last_open ? !str_starts(word, t->words[i]) : !str_eq(word, t->words[i]))
            return 0;
    }
    return at;
}

static void say(struct lint *l, const struct prose *p, const struct term *t, size_t from,
                size_t to) {
    struct place at = p->at;
    if (p->doc != NULL) {
        at = lint_place(p->doc, p->text.p + from, to - from);
    } else if (at.width == p->text.len) {
        at.column += (uint32_t)from;
        at.width = (uint32_t)(to - from);
    }
    lint_say(l, RULE_WORDS_AVOID, at, "'%.*s' shames people: write '%.*s'",
             STR_ARG(str_slice(p->text, from, to)), STR_ARG(t->better));
}

void words_check(struct lint *l, const struct word_list *words, const struct prose *p) {
    size_t at = 0, from;
    struct str word;
    while (words->count > 0 && !lint_is_full(l) &&
           next_word(&l->page, p->masked, &at, &from, &word)) {
        size_t end = 0;
        uint32_t i = map_get(&words->by_first, word);
        const struct term *found = NULL;
        for (; end == 0 && i != MAP_NONE; i = words->terms[i].next) {
            found = &words->terms[i];
            end = term_end(&l->page, found, p->masked, at);
        }
        for (size_t k = 0; end == 0 && k < words->open_count; k++) {
            found = &words->terms[words->open_firsts[k]];
            end = str_starts(word, found->words[0]) ? at : 0;
        }
        if (end > 0) {
            say(l, p, found, from, end);
            at = end;
        }
    }
}
