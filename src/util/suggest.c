/* Edit distance with transpositions (optimal string alignment), ASCII case folded, words up to
 * 63 bytes. Near enough is a third of the word's length, at most three, with something in common;
 * failing that, a word that goes on where this one stops ("alias", "aliases"). */
#include "util/suggest.h"

#include <stdio.h>

enum { WORD_MAX = 63, BEGINNING_MIN = 3, BEGINNING = 4, NO_DISTANCE = 1000 };

static unsigned min3(unsigned a, unsigned b, unsigned c) {
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

static unsigned distance(struct str a, struct str b) {
    unsigned rows[3][WORD_MAX + 1];
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return NO_DISTANCE;
    for (unsigned j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned *now = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        now[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            char x = ascii_lower(a.p[i - 1]), y = ascii_lower(b.p[j - 1]);
            now[j] = min3(up[j] + 1, now[j - 1] + 1, up[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == ascii_lower(b.p[j - 2]) && ascii_lower(a.p[i - 2]) == y &&
                up2[j - 2] + 1 < now[j])
                now[j] = up2[j - 2] + 1;
        }
    }
    return rows[a.len % 3][b.len];
}

static bool goes_on(struct str beginning, struct str word) {
    return beginning.len >= BEGINNING_MIN && word.len > beginning.len &&
           str_eq_nocase(beginning, str_slice(word, 0, beginning.len));
}

/* How far `word` is from what is wanted, or NO_DISTANCE. */
static unsigned near_by(struct str wanted, struct str word) {
    unsigned near_enough = wanted.len < 3 ? 1 : (unsigned)wanted.len / 3;
    if (near_enough > 3)
        near_enough = 3;
    unsigned otherwise = goes_on(wanted, word) ? BEGINNING : NO_DISTANCE;
    size_t longer = wanted.len > word.len ? wanted.len : word.len;
    if (longer - near_enough > wanted.len || longer - near_enough > word.len)
        return otherwise; /* the lengths alone are too far apart */
    unsigned d = distance(wanted, word);
    bool nothing_common = d >= wanted.len || d >= word.len;
    return d > near_enough || nothing_common ? otherwise : d;
}

void suggest_offer(struct suggest *s, struct str word) {
    if (s->spent != NULL && ++*s->spent > SUGGEST_OFFERS_MAX) {
        *s->spent = SUGGEST_OFFERS_MAX;
        return;
    }
    unsigned d = near_by(s->wanted, word);
    if (d == NO_DISTANCE || (s->best.p != NULL && d >= s->distance))
        return;
    s->best = word;
    s->distance = d;
}

struct str suggest_among(struct str wanted, const char *const *words) {
    struct suggest s = {.wanted = wanted};
    for (; *words != NULL; words++)
        suggest_offer(&s, str_from(*words));
    return s.best;
}

struct suggest_tail suggest_tail(struct str best) {
    struct suggest_tail out = {{0}};
    if (best.p != NULL && best.len <= WORD_MAX)
        snprintf(out.p, sizeof(out.p), ", did you mean '%.*s'?", STR_ARG(best));
    return out;
}
