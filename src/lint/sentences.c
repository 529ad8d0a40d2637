/* How hard a text is to read. A sentence ends with a mark and white space, with an item of a list,
 * a cell of a table, or the piece; an abbreviation makes it look shorter, never longer. */
#include "lint/parts.h"

enum { LONG_SENTENCE = 35, LONG_WORD = 6, ENOUGH_WORDS = 100 };

static bool ends_sentence(uint32_t code) {
    return code == '.' || code == '!' || code == '?' || code == ':' || code == ';' ||
           code == 0x2026 || code == 0x061f || code == 0x06d4 || code == 0x3002;
}

/* Whether a list's item or a row begins behind the line end at `at`. */
static bool begins_item(struct str s, size_t at) {
    size_t i = at + 1;
    while (i < s.len && (s.p[i] == ' ' || s.p[i] == '>'))
        i++;
    size_t digits = i;
    while (digits < s.len && ascii_is_digit(s.p[digits]))
        digits++;
    return i < s.len && (s.p[i] == '-' || s.p[i] == '*' || s.p[i] == '+' || s.p[i] == '|' ||
                         (digits > i && digits < s.len && s.p[digits] == '.'));
}

struct sentence {
    size_t from, words; /* from SIZE_MAX: not begun */
};

static void finish(struct lint *l, const struct prose *p, struct sentence *s, size_t to,
                   struct sentences *sum) {
    if (s->words > 0)
        sum->sentences++;
    if (s->words > LONG_SENTENCE && !lint_is_full(l)) {
        struct str line, rest = str_slice(p->text, s->from, to);
        (void)!str_next_line(&rest, &line);
        lint_say(l, RULE_LONG_SENTENCE, lint_place(p->doc, p->text.p + s->from, line.len),
                 "this sentence has %zu words: one who is afraid or high reads short ones",
                 s->words);
    }
    *s = (struct sentence){SIZE_MAX, 0};
}

void sentences_check(struct lint *l, const struct prose *p, struct sentences *sum) {
    struct str rest = p->masked;
    struct sentence now = {SIZE_MAX, 0};
    size_t letters = 0;
    bool mark = false;
    while (rest.len > 0) {
        size_t at = p->masked.len - rest.len;
        uint32_t code = utf8_next(&rest);
        bool word = utf8_is_word(code) || code == 0x2019 || code == '\'';
        if (word && letters++ == 0 && now.from == SIZE_MAX)
            now.from = at;
        if (!word && letters > 0) {
            now.words++;
            sum->words++;
            sum->long_words += letters > LONG_WORD;
            letters = 0;
        }
        if ((mark && code < 0x80 && ascii_is_space((char)code)) || code == '|' ||
            (code == '\n' && begins_item(p->masked, at)))
            finish(l, p, &now, at, sum);
        mark = ends_sentence(code) || (mark && (code == '"' || code == ')' || code == 0x201d));
    }
    now.words += letters > 0;
    sum->words += letters > 0;
    finish(l, p, &now, p->masked.len, sum);
}

/* Björnsson's own steps. */
static const char *hardness(size_t lix) {
    return lix < 30   ? "very easy, like books for children"
           : lix < 40 ? "easy, like stories"
           : lix < 50 ? "middling, like newspapers"
           : lix < 60 ? "hard, like reports"
                      : "very hard, like laws";
}

void sentences_tell(struct lint *l, const struct sentences *sums) {
    const struct site *site = l->site;
    for (size_t i = 0; i < site->language_count; i++) {
        const struct sentences *s = &sums[i];
        if (s->words < ENOUGH_WORDS || s->sentences == 0)
            continue;
        size_t tenths = s->words * 10 / s->sentences;
        size_t lix = s->words / s->sentences + s->long_words * 100 / s->words;
        lint_say(l, RULE_READABILITY, site->config.languages[i].at,
                 "the texts in '%.*s' have %zu.%zu words a sentence and LIX %zu: %s",
                 STR_ARG(site->languages[i].tag), tenths / 10, tenths % 10, lix, hardness(lix));
    }
}
