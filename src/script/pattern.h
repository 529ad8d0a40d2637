/* Private to script/: Lua's patterns (Lua 5.4 manual, 6.4.1) with a bound on the work. Knows no Lua
 * state: what goes wrong is in the matcher. */
#ifndef SCRIPT_PATTERN_H
#define SCRIPT_PATTERN_H

#include "util/util.h"

enum { PATTERN_CAPTURES_MAX = 32, PATTERN_DEPTH_MAX = 200 };
enum { PATTERN_OPEN = -1, PATTERN_POSITION = -2 }; /* capture lengths with a meaning */

struct pattern_capture {
    const char *start;
    ptrdiff_t len;
};

struct pattern {
    struct str subject, text;
    uint64_t steps, steps_max;
    unsigned depth, level; /* level: captures so far */
    const char *error;     /* NULL, or what is wrong with the pattern; static */
    bool exhausted;        /* steps ran out: no answer */
    struct pattern_capture captures[PATTERN_CAPTURES_MAX];
};

/* Matches the pattern from `at` on (an anchor is the caller's). The end of the match, or NULL. */
const char *pattern_match(struct pattern *m, const char *at);

#endif
