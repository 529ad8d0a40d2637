/* Calendar dates without times or zones (ISO 8601, YYYY-MM-DD, years 1970 to 9999). */
#ifndef UTIL_DATE_H
#define UTIL_DATE_H

#include "util/str.h"

struct date {
    uint16_t year; /* 0: no date */
    uint8_t month, day;
};

/* The whole of `s` must be a date that exists. */
bool date_parse(struct str s, struct date *out) MUST_USE;
int date_cmp(struct date a, struct date b);
static inline bool date_is_set(struct date a) {
    return a.year != 0;
}
/* The same day some months later; the last of the month where that day does not exist; 9999-12-31
 * at the latest. No date stays no date. */
struct date date_add_months(struct date a, unsigned months);
/* Days since 1970-01-01 (negative never; 0 for no date), and back. */
int32_t date_to_days(struct date a);
struct date date_from_days(int32_t days);
/* 1 Monday to 7 Sunday. */
unsigned date_weekday(struct date a);
/* "2026-11-23" with a NUL. */
struct date_text {
    char p[11];
};
struct date_text date_format(struct date a);

#endif
