/* Edit distance with transpositions (optimal string alignment), ASCII case folded, words up to
 * 63 bytes. Near enough is a third of the word's length, at most three, with something in common;
 * failing that, a word that goes on where this one stops ("alias", "aliases"). What both words
 * begin and end with changes no distance; of the rest only the cells that can still be near enough
 * are looked at (Ukkonen 1985, Algorithms for Approximate String Matching, section 2). */
#include "util/suggest.h"

#include <assert.h>
#include <stdio.h>

enum { WORD_MAX = 63, NEAR_MAX = 3, BEGINNING_MIN = 3, BEGINNING = 4, NO_DISTANCE = 1000 };

static unsigned min3(unsigned a, unsigned b, unsigned c) {
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

static bool same(struct str a, size_t i, struct str b, size_t j) {
    return ascii_lower(a.p[i]) == ascii_lower(b.p[j]);
}

/* Takes away what both begin and end with. */
static void strip(struct str *a, struct str *b) {
    size_t from = 0;
    while (from < a->len && from < b->len && same(*a, from, *b, from))
        from++;
    *a = str_from_offset(*a, from);
    *b = str_from_offset(*b, from);
    while (a->len > 0 && b->len > 0 && same(*a, a->len - 1, *b, b->len - 1)) {
        a->len--;
        b->len--;
    }
}

/* The distance when it is at most `max`, else more. */
static unsigned distance(struct str a, struct str b, unsigned max) {
    unsigned rows[3][WORD_MAX + 2], before = 0;
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return NO_DISTANCE;
    strip(&a, &b);
    unsigned m = (unsigned)a.len, n = (unsigned)b.len;
    assert(m <= WORD_MAX && n <= WORD_MAX &&
           max <= NEAR_MAX); /* as they were: for who reads the bounds below */
    for (unsigned j = 0; j <= n + 1; j++)
        rows[0][j] = rows[1][j] = rows[2][j] = j <= n && j <= max ? j : NO_DISTANCE;
    for (unsigned i = 1; i <= m; i++) {
        unsigned *now = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        unsigned from = i > max ? i - max - 1 : 0, to = i + max < n ? i + max : n;
        unsigned least = now[from] = from == 0 && i <= max ? i : NO_DISTANCE;
        for (unsigned j = from; j < to; j++) {
            now[j + 1] = min3(up[j + 1] + 1, now[j] + 1, up[j] + !same(a, i - 1, b, j));
            if (i > 1 && j > 0 && same(a, i - 1, b, j - 1) && same(a, i - 2, b, j) &&
                up2[j - 1] + 1 < now[j + 1])
                now[j + 1] = up2[j - 1] + 1;
            least = now[j + 1] < least ? now[j + 1] : least;
        }
        if (to < n)
            now[to + 1] = NO_DISTANCE;
        if (least > max && before > max) /* a transposition looks two rows back */
            return NO_DISTANCE;
        before = least;
    }
    return rows[m % 3][n];
}

static bool goes_on(struct str beginning, struct str word) {
    return beginning.len >= BEGINNING_MIN && word.len > beginning.len &&
           str_eq_nocase(beginning, str_slice(word, 0, beginning.len));
}

/* How far `word` is from what is wanted, or NO_DISTANCE. */
static unsigned near_by(struct str wanted, struct str word) {
    unsigned near_enough = wanted.len < 3 ? 1 : (unsigned)wanted.len / 3;
    if (near_enough > NEAR_MAX)
        near_enough = NEAR_MAX;
    unsigned otherwise = goes_on(wanted, word) ? BEGINNING : NO_DISTANCE;
    size_t longer = wanted.len > word.len ? wanted.len : word.len;
    if (longer - near_enough > wanted.len || longer - near_enough > word.len)
        return otherwise; /* the lengths alone are too far apart */
    unsigned d = distance(wanted, word, near_enough);
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
