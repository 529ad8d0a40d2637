/* Private to lint/: the rules, and what the groups of them share. */
#ifndef LINT_PARTS_H
#define LINT_PARTS_H

#include "lint/lint.h"

enum lint_rule_id {
#define RULE(id, code, level, about) RULE_##id,
#include "lint/rules.def"
#undef RULE
    RULE_COUNT
};

struct lint {
    struct arena *mem; /* as long as the run */
    struct arena page; /* reset after each page */
    const struct site *site;
    struct date today;
    struct diags found;  /* before what is allowed is taken out */
    size_t found_before; /* the page or service at hand */
};

/* Whether a page has so many findings that more would help nobody. */
bool lint_is_full(const struct lint *l);

/* Reports by the rule's own level and code. */
void lint_say(struct lint *l, enum lint_rule_id rule, struct place at, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The place of `width` bytes at `p`, which points into the document. */
struct place lint_place(const struct document *doc, const char *p, size_t width);
/* The first line of the front matter. */
struct place lint_front(const struct document *doc);

/* --- prose.c: a text in which one can look for words */

enum { PROSE_BLANK = 1 };
/* A copy of `text` of the same length in which code, addresses, citations and ids are PROSE_BLANK,
 * and references to blanks and to micro are what they stand for, behind blanks. */
struct str prose_mask(struct arena *mem, struct str text);

/* --- the groups of rules */

/* amounts.c: amounts in a text. `at` is where `text` begins; columns are right on its first line
 * when `doc` is NULL, everywhere when it points into the document. */
struct prose {
    const struct document *doc; /* `text` points into it; or NULL: */
    struct place at;            /* a field */
    struct str text, masked;
    struct str language; /* tag */
    bool cited;          /* it has a citation, or needs none */
    bool sentences;      /* it is made of them */
};
void amounts_check(struct lint *l, const struct prose *p);
/* amounts_collect.c: what amounts a text has, and numbers without a unit, for comparing. "1.000 mg"
 * and "2 500 mg" can be read in two ways; where there is one, the second key is absent. */
enum { AMOUNT_READINGS = 2 };
struct amount {
    struct str same[AMOUNT_READINGS];   /* equal for what is the same amount: 0.5 mg, 500 mcg */
    struct str number[AMOUNT_READINGS]; /* "same" of the number alone */
    bool has_unit;
    uint64_t millionths; /* the number */
    size_t from, to;     /* offsets */
    struct str shown;    /* on one line, for messages; in the page's arena */
};
struct amounts {
    struct amount *items; /* in the page's arena */
    size_t count, cap;
};
void amounts_collect(struct lint *l, const struct prose *p, struct amounts *out);
/* amounts_compare.c: the text of a translation, `to`, against its original. */
void amounts_compare(struct lint *l, const struct page *from, const struct page *to);
/* words.c */
struct word_list;
const struct word_list *words_open(struct lint *l, const struct strings *strings);
void words_check(struct lint *l, const struct word_list *words, const struct prose *p);
/* sentences.c: sentences that are too long, and LIX, a figure for how hard a language's texts are
 * to read (Björnsson 1968: words a sentence, and of a hundred words those of more than six
 * letters). */
struct sentences {
    size_t words, long_words, sentences;
};
void sentences_check(struct lint *l, const struct prose *p, struct sentences *sum);
/* One note a language. */
void sentences_tell(struct lint *l, const struct sentences *sums);
/* leftovers.c: marks of other tools around words, and addresses that are no links; around a field:
 * quotes of a word processor. */
void leftovers_check(struct lint *l, const struct prose *p);
/* letters.c: words with a letter of another script in them. */
void letters_check(struct lint *l, const struct prose *p);
/* foreign.c: marks of other tools at the beginning of a line, and of one sign. */
void foreign_check(struct lint *l, const struct prose *p);
/* unwritten.c: what "pamphlet new" wrote for the editor, not for readers. */
void unwritten_check(struct lint *l, const struct prose *p);
/* structure.c: headings, pictures, tables. */
struct markdown;
void structure_check(struct lint *l, struct markdown *m, const struct document *doc,
                     const struct origin_blocks *blocks);
/* pages.c: dates, cards, sources, translations. */
void pages_check(struct lint *l, const struct page *page);
void pages_check_translations(struct lint *l, const struct status *status);
/* services.c */
void services_check(struct lint *l, const struct service *service);
/* pairs.c */
void pairs_check(struct lint *l);
/* statics.c: mirrors.txt, canary.txt, pgp.txt, security.txt */
void statics_check(struct lint *l);
/* security.c */
void security_check(struct lint *l, const struct source *source);
/* onion.c: whether the checksum of a version 3 name ("….onion") fits. */
bool onion_is_whole(struct str host);
/* False for the address of an onion whose checksum does not fit. */
bool onion_is_right(struct str url);
void onion_check_own(struct lint *l);
void onion_check_text(struct lint *l, const struct document *doc);

/* --- armor.c: OpenPGP blocks */

/* Whether the text is clear-signed; `*body` is what is signed, else all of it. A signature that is
 * not whole is reported. */
bool armor_open(struct lint *l, const struct source *source, struct str *body);
/* Checks every block of `text`, which points into the source; false after it has reported. */
bool armor_check(struct lint *l, const struct source *source, struct str text, size_t *blocks);
/* Secret keys of any kind that is known. */
void armor_find_secret(struct lint *l, const struct source *source);

/* --- allow.c: `# pamphlet: allow CODE because …` */

/* Moves what is found into `d`, without what its file allows at the place. */
void allow_filter(struct lint *l, struct diags *d);

#endif
