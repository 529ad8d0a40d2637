/* `discreet: true`: what can be read over a shoulder, in a history or in a folder says nothing.
 * Here are the neutral names of pages, and warnings where an editor's own words would undo them. */
#include "sign/sign.h"
#include "site/parts.h"

enum { NUMBER_DIGITS = 8, DIGITS_MAX = 32 };

/* Numbers come from the key's digest, so that a page keeps its own when others come and go; only
 * where two would meet does the later one take more digits. */
struct str discreet_name(struct arena *mem, struct map *taken, struct str key, uint32_t owner) {
    uint8_t digest[16];
    char digits[DIGITS_MAX];
    sign_digest16(key, digest);
    for (size_t i = 0; i < DIGITS_MAX; i++)
        digits[i] = (char)('0' + (i % 2 == 0 ? digest[i / 2] % 10 : digest[i / 2] / 10 % 10));
    for (size_t len = NUMBER_DIGITS; len <= DIGITS_MAX; len++) {
        struct str name = arena_str(mem, str_of(digits, len));
        uint32_t known = map_add(taken, name, owner);
        if (known == MAP_NONE || known == owner)
            return name;
    }
    return key; /* 32 digits met: not in this world */
}

/* --- words that tell */

enum { WORD_MIN = 3 };

/* The next word of letters and digits off the front of `rest`, folded; absent at the end. */
static struct str next_word(struct arena *mem, struct str *rest) {
    size_t len = 0;
    while (rest->len > 0) {
        struct str before = *rest;
        bool is_word = utf8_is_word(utf8_next(rest));
        len += is_word ? before.len - rest->len : 0;
        if (len > 0 && (!is_word || rest->len == 0))
            return utf8_fold(mem, str_of((is_word ? rest->p : before.p) - len, len));
    }
    return STR_NONE;
}

static void add_words(struct arena *mem, struct map *words, struct str text) {
    for (struct str word; (word = next_word(mem, &text)).p != NULL;)
        if (word.len >= WORD_MIN)
            (void)map_add(words, word, 0);
}

static void add_guide(struct arena *mem, struct map *words, const struct document *doc) {
    add_words(mem, words, doc->key);
    add_words(mem, words, doc->meta.title.value);
    for (size_t i = 0; i < doc->meta.aliases.count; i++)
        add_words(mem, words, doc->meta.aliases.items[i].value);
    for (size_t i = 0; i < doc->meta.classes.count; i++)
        add_words(mem, words, doc->meta.classes.items[i].value);
}

/* Warns when `text` has a word that is the site's title, a substance or another plain hint. */
static void check(struct parts *p, const struct map *words, struct str text, struct place at,
                  const char *code, const char *what) {
    struct arena mem = {0};
    struct str rest = text, word = next_word(&mem, &rest);
    while (word.p != NULL && map_get(words, word) == MAP_NONE)
        word = next_word(&mem, &rest);
    if (word.p != NULL)
        diag_warning(p->d, at, code,
                     "the site is discreet, and the word '%.*s' in its %s tells what it is about",
                     STR_ARG(word), what);
    arena_finish(&mem);
}

static void check_titles(struct parts *p, const struct site *site, const struct map *words) {
    const struct text *plain = &site->config.plain_title;
    for (size_t i = 0; i < plain->count; i++)
        check(p, words, plain->items[i].value, site->config.plain_title_at, "site/discreet-title",
              "plain_title");
    for (size_t i = 0; i < p->document_count; i++) {
        const struct word *title = &p->documents[i].meta.plain_title;
        if (title->value.p != NULL)
            check(p, words, title->value, title->at, "site/discreet-title", "plain_title");
    }
}

void discreet_check(struct parts *p, const struct site *site) {
    static const char *const hints[] = {"drug",       "drugs",   "dope",     "substance",
                                        "substances", "harm",    "overdose", "needle",
                                        "needles",    "syringe", "naloxone", "addiction",
                                        "huume",      "huumeet", "haitta"};
    struct source source = {"site.yaml", STR_NONE};
    const struct config *c = &site->config;
    struct arena mem = {0};
    struct map words;
    if (!c->discreet)
        return;
    if (c->plain_title.count == 0)
        p->ok = diag_error(p->d, place_of(&source, 0, 0, 0), "site/discreet-title",
                           "says 'discreet: true' and gives no 'plain_title': windows and covers "
                           "need a neutral name");
    map_init(&words, &mem, 256);
    for (size_t i = 0; i < ARRAY_LEN(hints); i++)
        (void)map_add(&words, str_from(hints[i]), 0);
    for (size_t i = 0; i < c->title.count; i++)
        add_words(&mem, &words, c->title.items[i].value);
    for (size_t i = 0; i < p->document_count; i++)
        if (p->documents[i].kind == PAGE_GUIDE)
            add_guide(&mem, &words, &p->documents[i]);
    check(p, &words, c->release.pack, c->release.pack_at, "site/discreet-name", "release.pack");
    check_titles(p, site, &words);
    arena_finish(&mem);
}
