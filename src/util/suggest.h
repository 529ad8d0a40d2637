/* "Did you mean": the nearest known word. */
#ifndef UTIL_SUGGEST_H
#define UTIL_SUGGEST_H

#include "util/str.h"

/* Keeps the nearest of the words it is shown. Zero it, set `wanted`, offer words, read `best`. */
struct suggest {
    struct str wanted;
    struct str best; /* absent when nothing was near enough */
    unsigned distance;
    unsigned *spent; /* or NULL: counts offers; past SUGGEST_OFFERS_MAX nothing more is near */
};
enum { SUGGEST_OFFERS_MAX = 200000 };

void suggest_offer(struct suggest *s, struct str word);
/* For tables of C strings that end with NULL; returns `best` after offering all. */
struct str suggest_among(struct str wanted, const char *const *words);
/* ", did you mean 'X'?" or nothing: the tail of a message. */
struct suggest_tail {
    char p[96];
};
struct suggest_tail suggest_tail(struct str best);

#endif
