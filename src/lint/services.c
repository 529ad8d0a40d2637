/* How a service's claims are known, and how long ago anybody looked. */
#include "lint/parts.h"

/* --- basis: one note a service */

static void check_basis(struct lint *l, const struct service *s) {
    struct buf names = {0};
    struct place first = {0};
    size_t count = 0;
    for (size_t i = 0; i < CLAIM_COUNT; i++) {
        const struct claim *c = &s->claims[i];
        if (c->at.line == 0 || str_is(c->value, "unknown") || c->basis.p != NULL)
            continue;
        if (count++ == 0)
            first = c->at;
        buf_printf(&names, "%s%s", count == 1 ? "" : ", ", claim_kinds[i].name);
    }
    if (count > 0)
        lint_say(l, RULE_SERVICE_BASIS, first,
                 count == 1 ? "%zu claim does not say how it is known (basis): %.*s"
                            : "%zu claims do not say how they are known (basis): %.*s",
                 count, STR_ARG(buf_str(&names)));
    buf_finish(&names);
}

/* --- age */

static void check_age(struct lint *l, struct date checked, struct place at, const char *what) {
    unsigned months = l->site->config.review_months;
    if (!date_is_set(checked) || date_cmp(date_add_months(checked, months), l->today) >= 0)
        return;
    lint_say(l, RULE_SERVICE_OLD, at, "%s was checked on %s, more than %u months ago", what,
             date_format(checked).p, months);
}

static void check_ages(struct lint *l, const struct service *s) {
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        check_age(l, s->claims[i].checked, s->claims[i].at, claim_kinds[i].name);
    check_age(l, s->police.checked, s->police.at, "police");
    check_age(l, s->record_retention.checked, s->record_retention.at, "record_retention");
    check_age(l, s->replies.checked, s->replies.at, "replies");
    check_age(l, s->assured, s->at, "this service");
    for (size_t i = 0; i < s->channel_count; i++)
        for (size_t k = 0; k < CHANNEL_CLAIM_COUNT; k++)
            check_age(l, s->channels[i].claims[k].checked, s->channels[i].claims[k].at,
                      channel_claim_kinds[k].name);
    if (!date_is_set(s->assured))
        lint_say(l, RULE_SERVICE_UNCHECKED, s->at,
                 "has no assured_date: the day somebody last made sure that all of it is true");
}

/* --- who sees the caller's number */

static bool same_digits(struct str a, struct str b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && !ascii_is_digit(a.p[i]))
            i++;
        while (k < b.len && !ascii_is_digit(b.p[k]))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.p[i++] != b.p[k++])
            return false;
    }
}

static bool is_phone(const struct channel *c) {
    return str_is(c->type, "phone") || str_is(c->type, "sms");
}

/* The same number may stand in the other list, and is told of once. */
static bool is_channel(const struct service *s, struct str number) {
    for (size_t i = 0; i < s->channel_count; i++)
        for (size_t k = 0; k < s->channels[i].address.count; k++)
            if (is_phone(&s->channels[i]) &&
                same_digits(s->channels[i].address.items[k].value, number))
                return true;
    return false;
}

static bool answered_for(const struct service *s, struct str number) {
    for (size_t i = 0; i < s->phone_count; i++)
        if (s->phones[i].caller_id.at.line != 0 && same_digits(s->phones[i].number, number))
            return true;
    return false;
}

static void say_caller(struct lint *l, struct place at) {
    lint_say(l, RULE_SERVICE_CALLER, at,
             "does not say whether the caller's number is seen or kept: add 'caller_id'");
}

static void check_callers(struct lint *l, const struct service *s) {
    for (size_t i = 0; i < s->phone_count; i++)
        if (s->phones[i].caller_id.at.line == 0 && !is_channel(s, s->phones[i].number))
            say_caller(l, s->phones[i].at);
    for (size_t i = 0; i < s->channel_count; i++) {
        const struct channel *c = &s->channels[i];
        bool given = c->claims[CHANNEL_CALLER_ID].at.line != 0;
        if (is_phone(c) && !given &&
            (c->address.count == 0 || !answered_for(s, c->address.items[0].value)))
            say_caller(l, c->at);
        if (date_is_set(c->until) && date_cmp(c->until, l->today) < 0)
            lint_say(l, RULE_SERVICE_ENDED, c->at,
                     "this channel ended on %s: take it out, or give its new address",
                     date_format(c->until).p);
    }
}

/* --- onions whose letters do not fit */

/* Those of examples are made up. */
static void check_onions(struct lint *l, const struct service *s) {
    for (size_t i = 0; i < s->channel_count && !s->example; i++) {
        const struct text *address = &s->channels[i].address;
        for (size_t k = 0; k < address->count; k++) {
            if (!onion_is_right(address->items[k].value))
                lint_say(l, RULE_SERVICE_ONION, address->items[k].at,
                         "is no onion name: its checksum does not fit, so a letter is wrong or "
                         "missing");
        }
    }
}

void services_check(struct lint *l, const struct service *service) {
    check_basis(l, service);
    check_ages(l, service);
    check_callers(l, service);
    check_onions(l, service);
}
