/* security.txt by RFC 9116: whom to tell about a hole, and until when that is true. */
#include "lint/parts.h"

enum field { CONTACT, EXPIRES, LANGUAGES, OTHER, FIELDS };

struct security {
    struct lint *l;
    const struct source *source;
    size_t counts[FIELDS];
};

static void complain(struct security *s, struct str at, const char *sentence) {
    struct place place =
        at.p == NULL ? place_of(s->source, 0, 0, 0)
                     : place_at_offset(s->source, (size_t)(at.p - s->source->text.p), at.len);
    lint_say(s->l, RULE_SECURITY_FIELD, place, "%s", sentence);
}

static enum field field_named(struct str name, bool *known) {
    static const char *const names[] = {"Contact",   "Expires",         "Preferred-Languages",
                                        "Canonical", "Acknowledgments", "Encryption",
                                        "Hiring",    "Policy"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq_nocase(name, str_from(names[i]))) {
            *known = true;
            return i < OTHER ? (enum field)i : OTHER;
        }
    *known = false;
    return OTHER;
}

static bool digits(struct str s, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (i >= s.len || !ascii_is_digit(s.p[i]))
            return false;
    return true;
}

/* RFC 3339: 2027-05-01T00:00:00Z, or with a fraction and +02:00. */
static bool parse_moment(struct str s, struct date *out) {
    if (!date_parse(str_slice(s, 0, 10), out) || s.len < 20 || (s.p[10] != 'T' && s.p[10] != 't') ||
        !digits(s, 11, 13) || s.p[13] != ':' || !digits(s, 14, 16) || s.p[16] != ':' ||
        !digits(s, 17, 19))
        return false;
    size_t i = 19;
    if (s.p[i] == '.')
        for (i++; i < s.len && ascii_is_digit(s.p[i]);)
            i++;
    struct str zone = str_from_offset(s, i);
    return str_is(zone, "Z") || str_is(zone, "z") ||
           (zone.len == 6 && (zone.p[0] == '+' || zone.p[0] == '-') && digits(zone, 1, 3) &&
            zone.p[3] == ':' && digits(zone, 4, 6));
}

static void check_expires(struct security *s, struct str value) {
    struct date date;
    if (!parse_moment(value, &date)) {
        complain(s, value, "is not a moment as in 2027-05-01T00:00:00Z");
        return;
    }
    struct place at = place_at_offset(s->source, (size_t)(value.p - s->source->text.p), value.len);
    if (date_cmp(date, s->l->today) <= 0)
        lint_say(s->l, RULE_SECURITY_EXPIRED, at,
                 "is over: nobody may rely on this file any more; renew it");
    else if (date_cmp(date, date_add_months(s->l->today, 12)) > 0)
        lint_say(s->l, RULE_SECURITY_FAR, at,
                 "is more than a year away; RFC 9116 wants it sooner, so that it stays true");
}

/* A URI; a page by https, but an onion needs none. */
static bool is_contact(struct str value) {
    size_t end = str_find(value, str_lit(".onion"));
    if (str_starts(value, str_lit("http://")))
        return end != SIZE_MAX;
    return (str_starts(value, str_lit("https://")) && value.len > 8) ||
           (str_starts(value, str_lit("mailto:")) && str_find_char(value, '@') != SIZE_MAX) ||
           (str_starts(value, str_lit("tel:")) && value.len > 4);
}

static void check_line(struct security *s, struct str line) {
    size_t colon = str_find_char(line, ':');
    bool known;
    if (line.len == 0 || line.p[0] == '#')
        return;
    if (colon == SIZE_MAX || colon == 0 || colon + 2 > line.len || line.p[colon + 1] != ' ') {
        complain(s, line, "is not a field: a name, a colon, a space, a value; or '#' and words");
        return;
    }
    struct str name = str_slice(line, 0, colon), value = str_trim(str_from_offset(line, colon + 2));
    enum field field = field_named(name, &known);
    s->counts[field]++;
    if (!known)
        complain(s, name,
                 "is no field of RFC 9116: Contact, Expires, Encryption, Acknowledgments, "
                 "Preferred-Languages, Canonical, Policy, Hiring");
    else if (field == EXPIRES)
        check_expires(s, value);
    else if (field == CONTACT && !is_contact(value))
        complain(s, value, "is no address: mailto:, tel: or https:// stands before it");
}

void security_check(struct lint *l, const struct source *source) {
    struct security s = {l, source, {0}};
    struct str body, line;
    (void)armor_open(l, source, &body); /* signed or not: the RFC leaves it open */
    while (str_next_line(&body, &line)) {
        if (lint_is_full(l))
            return;
        check_line(&s, line);
    }
    if (s.counts[CONTACT] == 0)
        complain(&s, STR_NONE, "has no Contact, so nobody knows whom to tell");
    if (s.counts[EXPIRES] != 1)
        complain(&s, STR_NONE, "must have Expires, once");
    if (s.counts[LANGUAGES] > 1)
        complain(&s, STR_NONE, "must have Preferred-Languages once at most");
    if (str_is(str_from(source->path), "content/static/security.txt"))
        lint_say(l, RULE_SECURITY_PLACE, place_of(source, 0, 0, 0),
                 "is looked for in .well-known/security.txt; move it there");
}
