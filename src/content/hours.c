/* Opening hours: the parser of the documented subset. What is outside it is refused with its name,
 * so that nobody reads a table that says less than the text. Printing is in hours_format.c. */
#include "content/hours.h"

enum { DAY_MINUTES = 24 * 60, TEXT_MAX = 1000, ALL_WEEK = 0x7f, PH_DAY = 7 };

const char *const hours_day_names[HOURS_DAYS] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"};

struct scan {
    struct arena *mem;
    struct str text;
    size_t pos;
    struct place at;
    struct hours *out;
    struct diags *d;
};

/* One rule as written. */
struct rule {
    unsigned days; /* bit n: day n */
    bool always, off;
    struct hours_span spans[HOURS_SPANS_MAX];
    unsigned count;
    struct str comment;
};

/* `width` bytes from `from` on; where the text is not written as it is (escapes), all of it. */
static struct place place_in(const struct scan *s, size_t from, size_t width) {
    struct place at = s->at;
    if (at.column == 0 || (at.width != 0 && at.width != s->text.len))
        return at;
    if (from + width > s->text.len)
        width = s->text.len - from;
    at.column += (uint32_t)from;
    at.width = (uint32_t)(width == 0 ? 1 : width);
    return at;
}

static struct str rest_of(const struct scan *s) {
    return str_from_offset(s->text, s->pos);
}

static char peek(const struct scan *s) {
    return s->pos < s->text.len ? s->text.p[s->pos] : '\0';
}

static void skip_spaces(struct scan *s) {
    while (peek(s) == ' ')
        s->pos++;
}

static bool take(struct scan *s, char c) {
    if (peek(s) != c)
        return false;
    s->pos++;
    return true;
}

/* The letters, or the run of other bytes, from here to the next sign: what a message quotes. */
static struct str word_at(const struct scan *s, size_t from) {
    size_t to = from;
    while (to < s->text.len && strchr(" ,;\"", s->text.p[to]) == NULL)
        to++;
    return str_slice(s->text, from, to == from ? from + 1 : to);
}

static bool is_dash(struct str s) {
    return str_starts(s, str_lit("–")) || str_starts(s, str_lit("—")) ||
           str_starts(s, str_lit("−"));
}

static bool report_dash(struct scan *s) {
    return diag_error(s->d, place_in(s, s->pos, 3), "hours/dash", "a range is written with '-'");
}

/* --- days */

static int day_named(struct str word) {
    for (int i = 0; i < HOURS_DAYS; i++)
        if (str_is(word, hours_day_names[i]))
            return i;
    return -1;
}

/* The day that "mon", "Monday" or "Wendsday" means, or absent. */
static struct str day_like(struct str word) {
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday",    NULL};
    struct str near = suggest_among(word, names);
    for (size_t i = 0; names[i] != NULL; i++) {
        struct str start = str_slice(str_from(names[i]), 0, word.len);
        if ((word.len >= 2 && str_eq_nocase(start, word)) || str_is(near, names[i]))
            return str_from(hours_day_names[i]);
    }
    return str_eq_nocase(word, str_lit("ph")) ? str_lit("PH") : STR_NONE;
}

static struct str letters_at(const struct scan *s) {
    size_t to = s->pos;
    while (to < s->text.len && ascii_is_alpha(s->text.p[to]))
        to++;
    return str_slice(s->text, s->pos, to);
}

static bool report_word(struct scan *s, struct str word) {
    struct str like = day_like(word);
    word = word.len == 0 ? word_at(s, s->pos) : word;
    struct place at = place_in(s, s->pos, word.len);
    if (like.p != NULL)
        return diag_error(s->d, at, "hours/day", "'%.*s' is no day%s", STR_ARG(word),
                          suggest_tail(like).p);
    return diag_error(s->d, at, "hours/unsupported",
                      "'%.*s' is not understood here: days (Mo Tu We Th Fr Sa Su PH, Mo-Fr), times "
                      "(09:00-17:00), off, 24/7 and \"comments\" are",
                      STR_ARG(word));
}

static bool take_day(struct scan *s, unsigned *day) {
    struct str word = letters_at(s);
    int index = day_named(word);
    if (index < 0)
        return report_word(s, word);
    s->pos += word.len;
    *day = (unsigned)index;
    return true;
}

static bool take_days(struct scan *s, struct rule *rule) {
    for (;;) {
        unsigned from = 0, to;
        size_t start = s->pos;
        if (!take_day(s, &from))
            return false;
        to = from;
        skip_spaces(s);
        if (is_dash(rest_of(s)))
            return report_dash(s);
        if (take(s, '-')) {
            skip_spaces(s);
            if (!take_day(s, &to))
                return false;
            if (from == PH_DAY || to == PH_DAY)
                return diag_error(s->d, place_in(s, start, s->pos - start), "hours/day",
                                  "PH cannot be in a range: write it after a comma");
        }
        for (unsigned day = from;; day = (day + 1) % 7) {
            rule->days |= 1U << day;
            if (day == to || day == PH_DAY)
                break;
        }
        /* A comma before a day goes on with the list. */
        struct scan ahead = *s;
        skip_spaces(&ahead);
        if (!take(&ahead, ','))
            return true;
        skip_spaces(&ahead);
        if (!ascii_is_alpha(peek(&ahead)))
            return true;
        *s = ahead;
    }
}

/* --- times */

static bool take_two(struct scan *s, unsigned *out) {
    if (s->pos + 2 > s->text.len || !ascii_is_digit(s->text.p[s->pos]) ||
        !ascii_is_digit(s->text.p[s->pos + 1]))
        return false;
    *out = (unsigned)((s->text.p[s->pos] - '0') * 10 + (s->text.p[s->pos + 1] - '0'));
    s->pos += 2;
    return true;
}

static bool take_time(struct scan *s, unsigned max, unsigned *minutes) {
    size_t start = s->pos;
    unsigned hour, minute;
    bool ok = take_two(s, &hour) && take(s, ':') && take_two(s, &minute) &&
              !ascii_is_digit(peek(s)) && minute < 60;
    if (ok && hour * 60 + minute <= max) {
        *minutes = hour * 60 + minute;
        return true;
    }
    size_t end = start;
    while (end < s->text.len &&
           (ascii_is_digit(s->text.p[end]) || s->text.p[end] == ':' || s->text.p[end] == '.'))
        end++;
    struct str word = end == start ? word_at(s, start) : str_slice(s->text, start, end);
    if (word.len == 0)
        return diag_error(s->d, place_in(s, start, 1), "hours/time",
                          "a time like 17:00 is missing at the end");
    return diag_error(s->d, place_in(s, start, word.len), "hours/time",
                      "'%.*s' is no time: write four digits like 09:00, %s at most", STR_ARG(word),
                      max == DAY_MINUTES - 1 ? "23:59" : "48:00");
}

static bool take_span(struct scan *s, struct rule *rule) {
    unsigned from, to;
    size_t start = s->pos;
    if (!take_time(s, DAY_MINUTES - 1, &from))
        return false;
    skip_spaces(s);
    if (is_dash(rest_of(s)))
        return report_dash(s);
    if (!take(s, '-'))
        return diag_error(s->d, place_in(s, start, s->pos - start), "hours/time",
                          "an end is missing: write a range like 09:00-17:00");
    skip_spaces(s);
    if (!take_time(s, 2 * DAY_MINUTES, &to))
        return false;
    struct place at = place_in(s, start, s->pos - start);
    if (to == from)
        return diag_error(s->d, at, "hours/time", "this range starts and ends at the same time");
    if (to < from)
        to += DAY_MINUTES;
    if (to - from > DAY_MINUTES)
        return diag_error(s->d, at, "hours/time", "this range is longer than a day");
    if (to - from == DAY_MINUTES && from != 0) /* a table would say 12:00-12:00 */
        return diag_error(s->d, at, "hours/time",
                          "this range is a whole day: write 00:00-24:00 for each of its days");
    if (rule->count == HOURS_SPANS_MAX)
        return diag_error(s->d, at, "hours/too-many", "at most %d ranges a day", HOURS_SPANS_MAX);
    rule->spans[rule->count++] = (struct hours_span){(uint16_t)from, (uint16_t)to};
    return true;
}

static bool take_spans(struct scan *s, struct rule *rule) {
    for (;;) {
        if (!take_span(s, rule))
            return false;
        struct scan ahead = *s;
        skip_spaces(&ahead);
        if (!take(&ahead, ','))
            return true;
        skip_spaces(&ahead);
        if (!ascii_is_digit(peek(&ahead)))
            return true;
        *s = ahead;
    }
}

/* --- rules */

static bool take_comment(struct scan *s, struct rule *rule) {
    size_t start = s->pos++;
    size_t len = str_find_char(rest_of(s), '"');
    if (len == SIZE_MAX)
        return diag_error(s->d, place_in(s, start, s->text.len - start), "hours/comment",
                          "the comment that opens here has no closing quote");
    struct str inside = str_trim(str_slice(s->text, s->pos, s->pos + len));
    rule->comment = inside.len == 0 ? STR_NONE : arena_str(s->mem, inside);
    s->pos += len + 1;
    return true;
}

static bool take_off(struct scan *s) {
    struct str word = letters_at(s);
    if (!str_is(word, "off") && !str_is(word, "closed"))
        return false;
    s->pos += word.len;
    return true;
}

/* Days, times, off and a comment, in this order, each at most once. */
static bool take_parts(struct scan *s, struct rule *rule) {
    if (str_starts(rest_of(s), str_lit("24/7"))) {
        rule->always = true;
        s->pos += 4;
    } else {
        if (ascii_is_alpha(peek(s)) && !(rule->off = take_off(s)) && !take_days(s, rule))
            return false;
        skip_spaces(s);
        if (rule->days != 0 && take(s, ':'))
            skip_spaces(s); /* "Mo-Fr: 09:00-17:00" is a common way to write it */
        if (!rule->off && ascii_is_digit(peek(s)) && !take_spans(s, rule))
            return false;
        skip_spaces(s);
        if (!rule->off && rule->count == 0)
            rule->off = take_off(s);
    }
    skip_spaces(s);
    return peek(s) != '"' || take_comment(s, rule);
}

static bool take_rule(struct scan *s, struct rule *rule) {
    size_t start = s->pos;
    if (!take_parts(s, rule))
        return false;
    skip_spaces(s);
    struct str next = letters_at(s);
    if (rule->count > 0 && (str_is(next, "off") || str_is(next, "closed")))
        return diag_error(s->d, place_in(s, start, s->pos + next.len - start), "hours/unsupported",
                          "times cannot be taken out of a day: write the times when it is open");
    if (s->pos < s->text.len && peek(s) != ';' && peek(s) != ',')
        return is_dash(rest_of(s)) ? report_dash(s) : report_word(s, letters_at(s));
    if (!rule->always && !rule->off && rule->days == 0 && rule->count == 0 &&
        rule->comment.p == NULL) /* nothing, or quotes around nothing */
        return diag_error(s->d, place_in(s, start, s->pos - start), "hours/empty",
                          "a rule is missing here");
    if (rule->days != 0 && rule->count == 0 && !rule->off && rule->comment.p == NULL)
        return diag_error(s->d, place_in(s, start, s->pos - start), "hours/no-times",
                          "these days have no times: write them, or 'off'");
    return true;
}

static void sort_spans(struct hours_day *day) {
    for (unsigned i = 1; i < day->count; i++)
        for (unsigned j = i; j > 0 && day->spans[j].from < day->spans[j - 1].from; j--) {
            struct hours_span swap = day->spans[j];
            day->spans[j] = day->spans[j - 1];
            day->spans[j - 1] = swap;
        }
}

static bool overlaps(const struct hours_day *day) {
    for (unsigned i = 1; i < day->count; i++)
        if (day->spans[i].from < day->spans[i - 1].to)
            return true;
    return false;
}

/* A day has one comment, printed behind all of its times; there is one for no day, too. */
static bool report_comment(struct scan *s, struct place at) {
    return diag_error(s->d, at, "hours/comment-day",
                      "a day has one comment for all its times: give these hours an entry of "
                      "'schedules' of their own");
}

static bool same_comment(struct str one, struct str other) {
    return one.p == NULL ? other.p == NULL : other.p != NULL && str_eq(one, other);
}

/* `add`: behind a comma the rule adds to what its days have; behind ";" it replaces that. */
static bool apply_to_day(struct scan *s, const struct rule *rule, bool add, struct place at,
                         struct hours_day *day) {
    bool keeps = day->closed ? day->comment.p != NULL : day->given;
    if (add && !rule->off && keeps && !same_comment(day->comment, rule->comment))
        return report_comment(s, at);
    if (!add || rule->off || day->closed)
        *day = (struct hours_day){0};
    day->given = true;
    day->closed = rule->off;
    day->comment = rule->comment;
    if (day->count + rule->count > HOURS_SPANS_MAX)
        return diag_error(s->d, at, "hours/too-many", "at most %d ranges a day", HOURS_SPANS_MAX);
    for (unsigned i = 0; i < rule->count; i++)
        day->spans[day->count++] = rule->spans[i];
    sort_spans(day);
    if (overlaps(day))
        return diag_error(s->d, at, "hours/overlap", "two ranges of one day overlap");
    return true;
}

/* Whether the rule takes times from `day` that it says nothing about: morning, then afternoon. */
static bool takes_away(const struct rule *rule, const struct hours_day *day) {
    for (unsigned i = 0; i < day->count; i++)
        for (unsigned k = 0; k < rule->count; k++)
            if (rule->spans[k].from < day->spans[i].to && day->spans[i].from < rule->spans[k].to)
                return false;
    return day->count > 0 && (rule->count > 0 || rule->comment.p != NULL) && !rule->off;
}

static void tell_replaced(struct scan *s, const struct rule *rule, struct place at) {
    for (unsigned day = 0; day < HOURS_DAYS; day++)
        if ((rule->days & 1U << day) != 0 && takes_away(rule, &s->out->days[day])) {
            diag_warning(s->d, at, "hours/replaced",
                         "this takes the place of the times that the day has from a rule before: "
                         "write ',' instead of ';' to keep both, or leave the day out there");
            return;
        }
}

static bool apply(struct scan *s, struct rule *rule, bool add, struct place at) {
    bool for_no_day = rule->days == 0 && rule->count == 0 && !rule->off;
    if (for_no_day && rule->comment.p != NULL && s->out->comment.p != NULL &&
        !str_eq(rule->comment, s->out->comment))
        return report_comment(s, at);
    if (for_no_day && !rule->always) {
        s->out->comment = rule->comment;
        return true;
    }
    s->out->always = rule->always;
    if (rule->always) {
        s->out->comment = rule->comment.p != NULL ? rule->comment : s->out->comment;
        rule->comment = STR_NONE;
        rule->days = ALL_WEEK | 1U << PH_DAY;
        rule->spans[rule->count++] = (struct hours_span){0, DAY_MINUTES};
        add = false;
    }
    if (rule->days == 0)
        rule->days = ALL_WEEK;
    if (!add)
        tell_replaced(s, rule, at);
    for (unsigned day = 0; day < HOURS_DAYS; day++)
        if ((rule->days & 1U << day) != 0 && !apply_to_day(s, rule, add, at, &s->out->days[day]))
            return false;
    return true;
}

/* After a mistake: to the next ";" outside a comment. */
static void skip_rule(struct scan *s) {
    bool quoted = false;
    for (; s->pos < s->text.len && (quoted || peek(s) != ';'); s->pos++)
        quoted = quoted != (peek(s) == '"');
}

bool hours_parse(struct arena *mem, struct str text, struct place at, struct hours *out,
                 struct diags *d) {
    struct scan s = {.mem = mem, .text = text, .at = at, .out = out, .d = d};
    bool ok = true, add = false, first = true;
    *out = (struct hours){0};
    if (text.len > TEXT_MAX)
        return diag_error(d, at, "hours/too-long", "hours are longer than %d bytes", TEXT_MAX);
    do {
        struct rule rule = {0};
        skip_spaces(&s);
        if (s.pos == text.len && !first && !add)
            break; /* a ";" at the very end */
        size_t start = s.pos;
        if (!take_rule(&s, &rule) || !apply(&s, &rule, add, place_in(&s, start, s.pos - start))) {
            ok = false;
            skip_rule(&s);
        }
        add = peek(&s) == ',';
        first = false;
    } while (s.pos++ < text.len);
    return ok;
}
