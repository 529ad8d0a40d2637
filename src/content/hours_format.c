/* Opening hours on their way out: the rows of a week table and the canonical text. */
#include <stdio.h>

#include "content/hours.h"

enum { DAY_MINUTES = 24 * 60, WEEKDAYS = 7 };

struct hours_clock hours_clock(unsigned minutes) {
    struct hours_clock out = {{0}};
    char room[16];
    if (minutes > DAY_MINUTES)
        minutes -= DAY_MINUTES;
    int len = snprintf(room, sizeof(room), "%02u:%02u", minutes / 60 % 100, minutes % 60);
    if (len == 5)
        memcpy(out.p, room, 6);
    return out;
}

struct hours_span_text hours_span_text(struct hours_span span) {
    struct hours_span_text out = {{0}};
    memcpy(out.p, hours_clock(span.from).p, 5);
    out.p[5] = '-';
    memcpy(out.p + 6, hours_clock(span.to).p, 5);
    return out;
}

static bool same_spans(const struct hours_day *a, const struct hours_day *b) {
    for (unsigned i = 0; i < a->count && i < b->count; i++)
        if (a->spans[i].from != b->spans[i].from || a->spans[i].to != b->spans[i].to)
            return false;
    return a->count == b->count;
}

static bool is_shut(const struct hours_day *day) {
    return day->closed || !day->given;
}

/* A reader sees no difference. */
static bool looks_same(const struct hours_day *a, const struct hours_day *b) {
    return is_shut(a) == is_shut(b) && same_spans(a, b) && str_eq(a->comment, b->comment);
}

size_t hours_rows(const struct hours *h, struct hours_row out[HOURS_DAYS]) {
    size_t count = 0;
    for (unsigned day = 0; day < WEEKDAYS; day++) {
        if (count > 0 && looks_same(&h->days[day], out[count - 1].day))
            out[count - 1].to = day;
        else
            out[count++] = (struct hours_row){day, day, &h->days[day]};
    }
    if (h->days[WEEKDAYS].given)
        out[count++] = (struct hours_row){WEEKDAYS, WEEKDAYS, &h->days[WEEKDAYS]};
    return count;
}

/* "Mo-Fr,Su,PH" for the days that say what `first` says. */
static void put_days(const struct hours *h, unsigned first, bool done[HOURS_DAYS],
                     struct buf *out) {
    const char *comma = "";
    for (unsigned day = first; day < HOURS_DAYS; day++) {
        unsigned to = day;
        if (!h->days[day].given || !looks_same(&h->days[first], &h->days[day]))
            continue;
        while (to + 1 < WEEKDAYS && h->days[to + 1].given &&
               looks_same(&h->days[first], &h->days[to + 1]))
            to++;
        buf_printf(out, "%s%s", comma, hours_day_names[day]);
        comma = ",";
        if (to > day)
            buf_printf(out, "%s%s", to == day + 1 ? "," : "-", hours_day_names[to]);
        for (; day < to; day++)
            done[day] = true;
        done[day] = true;
    }
}

static void put_comment(struct str comment, struct buf *out) {
    if (comment.p != NULL)
        buf_printf(out, "%s\"%.*s\"", out->len == 0 ? "" : " ", STR_ARG(comment));
}

static void put_rule(const struct hours *h, unsigned first, bool done[HOURS_DAYS],
                     struct buf *out) {
    const struct hours_day *day = &h->days[first];
    if (out->len > 0)
        buf_puts(out, "; ");
    put_days(h, first, done, out);
    if (day->closed)
        buf_puts(out, " off");
    for (unsigned i = 0; i < day->count; i++)
        buf_printf(out, "%c%s", i == 0 ? ' ' : ',', hours_span_text(day->spans[i]).p);
    put_comment(day->comment, out);
}

struct str hours_format(struct arena *mem, const struct hours *h) {
    struct buf out = {0};
    bool done[HOURS_DAYS] = {false};
    if (h->always)
        buf_puts(&out, "24/7");
    for (unsigned day = 0; day < HOURS_DAYS && !h->always; day++)
        if (h->days[day].given && !done[day])
            put_rule(h, day, done, &out);
    if (h->comment.p != NULL && out.len > 0 && !h->always)
        buf_puts(&out, ";");
    put_comment(h->comment, &out);
    struct str text = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return text;
}
