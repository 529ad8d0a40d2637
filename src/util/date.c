/* Calendar arithmetic on the proleptic Gregorian calendar, by counting days. */
#include "util/date.h"

#include <stdio.h>

static bool is_leap(unsigned year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned month_days(unsigned year, unsigned month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_parse(struct str s, struct date *out) {
    uint64_t year, month, day;
    if (s.len != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    if (!str_to_uint(str_slice(s, 0, 4), 9999, &year) ||
        !str_to_uint(str_slice(s, 5, 7), 12, &month) || !str_to_uint(str_slice(s, 8, 10), 31, &day))
        return false;
    if (year < 1970 || month < 1 || day < 1 || day > month_days((unsigned)year, (unsigned)month))
        return false;
    *out = (struct date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

int date_cmp(struct date a, struct date b) {
    int32_t x = a.year * 10000 + a.month * 100 + a.day;
    int32_t y = b.year * 10000 + b.month * 100 + b.day;
    return (x > y) - (x < y);
}

static const struct date last_date = {9999, 12, 31};

struct date date_add_months(struct date a, unsigned months) {
    if (!date_is_set(a))
        return a;
    uint64_t total = a.year * UINT64_C(12) + (a.month - 1U) + months;
    if (total / 12 > last_date.year)
        return last_date;
    struct date out = {(uint16_t)(total / 12), (uint8_t)(total % 12 + 1), a.day};
    unsigned last = month_days(out.year, out.month);
    if (out.day > last)
        out.day = (uint8_t)last;
    return out;
}

int32_t date_to_days(struct date a) {
    int32_t days = 0;
    if (!date_is_set(a))
        return 0;
    for (unsigned y = 1970; y < a.year; y++)
        days += is_leap(y) ? 366 : 365;
    for (unsigned m = 1; m < a.month; m++)
        days += (int32_t)month_days(a.year, m);
    return days + a.day - 1;
}

struct date date_from_days(int32_t days) {
    struct date out = {1970, 1, 1};
    if (days < 0)
        return out;
    while (days >= (is_leap(out.year) ? 366 : 365)) {
        if (out.year == last_date.year)
            return last_date;
        days -= is_leap(out.year) ? 366 : 365;
        out.year++;
    }
    while (days >= (int32_t)month_days(out.year, out.month)) {
        days -= (int32_t)month_days(out.year, out.month);
        out.month++;
    }
    out.day = (uint8_t)(days + 1);
    return out;
}

unsigned date_weekday(struct date a) {
    return (unsigned)(date_to_days(a) + 3) % 7 + 1; /* 1970-01-01 was a Thursday */
}

struct date_text date_format(struct date a) {
    struct date_text out = {{0}};
    char room[16];
    int len = snprintf(room, sizeof(room), "%04u-%02u-%02u", a.year % 10000U, a.month % 100U,
                       a.day % 100U);
    if (len == 10)
        memcpy(out.p, room, 11);
    return out;
}
