/* Opening hours: a documented subset of OSM opening_hours
 * (wiki.openstreetmap.org/wiki/Key:opening_hours).
 *
 *   rules   = rule (";" rule)*            a later rule replaces earlier ones for its days
 *   rule    = [days] [times] ["off"|"closed"] ["comment"]  |  "24/7"
 *   days    = Mo|Tu|We|Th|Fr|Sa|Su|PH, ranges Mo-Fr, lists Mo,We
 *   times   = HH:MM-HH:MM, lists with ","; an end past 24:00 or before the start runs past midnight
 */
#ifndef CONTENT_HOURS_H
#define CONTENT_HOURS_H

#include "util/util.h"

enum { HOURS_DAYS = 8, HOURS_SPANS_MAX = 8 }; /* Mo … Su, PH */

struct hours_span {
    uint16_t from, to; /* minutes from midnight; to up to 48 * 60 */
};
struct hours_day {
    bool given;  /* a rule speaks of this day */
    bool closed; /* off */
    struct hours_span spans[HOURS_SPANS_MAX];
    unsigned count;
    struct str comment;
};
struct hours {
    struct hours_day days[HOURS_DAYS];
    bool always;        /* 24/7 */
    struct str comment; /* a rule with nothing but a comment */
};

/* `at` is the place of the text; columns of messages point inside it. */
bool hours_parse(struct arena *mem, struct str text, struct place at, struct hours *out,
                 struct diags *d) MUST_USE;

#endif
