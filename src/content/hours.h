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

/* "Mo" … "Su", "PH". */
extern const char *const hours_day_names[HOURS_DAYS];

/* Rows of a week table: days that follow each other and say the same are one row. Weekdays that no
 * rule speaks of are closed; PH has a row only when a rule speaks of it. */
struct hours_row {
    unsigned from, to;           /* days, 0 Monday … 6 Sunday, 7 PH */
    const struct hours_day *day; /* closed, spans, comment; in `h` */
};
size_t hours_rows(const struct hours *h, struct hours_row out[HOURS_DAYS]);

/* "16:00"; minutes past midnight of the next day wrap ("26:00" is "02:00"), but 24:00 stays. */
struct hours_clock {
    char p[6];
};
struct hours_clock hours_clock(unsigned minutes);
/* "16:00-20:00" */
struct hours_span_text {
    char p[12];
};
struct hours_span_text hours_span_text(struct hours_span span);

/* The canonical form: "Mo-Fr 16:00-20:00; Sa 12:00-16:00; PH off". Parsing it gives `h` again. */
struct str hours_format(struct arena *mem, const struct hours *h);

#endif
