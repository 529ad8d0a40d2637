/* Contradictions. A reader decides by these claims whether it is safe to come: where two of them
 * cannot both be true, neither is printed until the editor has settled it. */
#include "content/service_check.h"

#include "content/phone.h"
#include "content/shape.h"
#include "content/web.h"

/* --- channels */

static bool is_onion_type(struct str type) {
    return str_is(type, "onion-site") || str_is(type, "onion-thread");
}

static bool is_web_type(struct str type) {
    return str_is(type, "web-chat") || str_is(type, "video");
}

/* The part between "://" and the path, for a guess at what went wrong. */
static bool is_old_onion(struct str host) {
    return str_ends(host, str_lit(".onion")) && host.len == 16 + 6;
}

static void check_onion(struct reader *r, const struct text_entry *e) {
    struct str host = STR_NONE;
    bool web = shape_is_web(e->value, &host);
    if (web && shape_is_onion(host))
        return;
    if (web && is_old_onion(host))
        diag_error(r->d, e->at, "service/onion-address",
                   "'%.*s' is an address of version 2, which no longer works", STR_ARG(host));
    else
        diag_error(r->d, e->at, "service/onion-address",
                   "'%s' is no onion address: http://, 56 of a-z and 2-7, then .onion",
                   fields_shown(e->value).p);
}

static void check_address(struct reader *r, struct str type, const struct text_entry *e) {
    struct str host;
    if (is_onion_type(type)) {
        check_onion(r, e);
    } else if (is_web_type(type)) {
        if (web_check(r, e->at, e->value, &host) && str_ends(host, str_lit(".onion")))
            check_onion(r, e);
    } else if (str_is(type, "email")) {
        if (!shape_is_email(e->value))
            diag_error(r->d, e->at, "service/email", "'%s' is no e-mail address",
                       fields_shown(e->value).p);
    } else if (str_is(type, "phone") || str_is(type, "sms")) {
        (void)phone_check(r, e->at, e->value);
    }
}

void service_check_channel(struct reader *r, const struct node *n, const struct channel *channel) {
    const struct node *until = fields_find(n, "until");
    for (size_t i = 0; i < channel->address.count; i++)
        if (!str_is(channel->address.items[i].value, "unknown"))
            check_address(r, channel->type, &channel->address.items[i]);
    if (date_is_set(channel->since) && date_is_set(channel->until) &&
        date_cmp(channel->until, channel->since) < 0)
        diag_error(r->d, until->at, "content/date-order", "'until' is before 'since' (%s)",
                   date_format(channel->since).p);
    if (!str_is(channel->type, "onion-thread") || date_is_set(channel->until))
        return;
    if (until == NULL || fields_is_empty(until) || str_is(until->value, "unknown"))
        diag_error(r->d, n->at, "service/thread-until",
                   "an onion-thread needs 'until': the date when the thread ends");
}

/* --- claims against each other */

/* Two values that exclude each other. */
struct clash {
    enum claim_id a;
    const char *a_value;
    enum claim_id b;
    const char *b_value;
    enum diag_level level;
};

static const struct clash clashes[] = {
    {CLAIM_RECORD_KEPT, "none", CLAIM_CLIENT_CODE, "card-issued", DIAG_ERROR},
    {CLAIM_PSEUDONYM_OK, "yes", CLAIM_ID_DOCUMENT, "always", DIAG_ERROR},
    {CLAIM_PSEUDONYM_OK, "yes", CLAIM_PERSONAL_CODE, "always", DIAG_ERROR},
    {CLAIM_PSEUDONYM_OK, "yes", CLAIM_NAME_ASKED, "required", DIAG_WARNING},
    {CLAIM_PSEUDONYM_OK, "yes", CLAIM_HEALTH_CARD, "always", DIAG_WARNING},
    {CLAIM_NAME_ASKED, "never", CLAIM_ID_DOCUMENT, "always", DIAG_WARNING},
    {CLAIM_NAME_ASKED, "never", CLAIM_RECORD_KEPT, "named-file", DIAG_WARNING},
    {CLAIM_NAME_ASKED, "never", CLAIM_RECORD_KEPT, "health-record", DIAG_WARNING},
};

/* "line 3"; a row of the table is one line. */
static const char *line_of(struct reader *r, struct place at, struct place from) {
    if (r->source->text.p == NULL && at.line == from.line)
        return "the same row";
    return arena_printf(&r->scratch, "line %u", at.line).p;
}

static void check_clash(struct reader *r, const struct service *s, const struct clash *clash) {
    const struct claim *a = &s->claims[clash->a], *b = &s->claims[clash->b];
    if (!str_is(a->value, clash->a_value) || !str_is(b->value, clash->b_value))
        return;
    if (b->at.line < a->at.line) { /* told where the second of them stands */
        const struct clash turned = {clash->b, clash->b_value, clash->a, clash->a_value,
                                     clash->level};
        check_clash(r, s, &turned);
        return;
    }
    if (clash->level == DIAG_ERROR)
        diag_error(r->d, b->at, "service/contradiction",
                   "'%s: %s' contradicts '%s: %s' in %s: only one can be true",
                   claim_kinds[clash->b].name, clash->b_value, claim_kinds[clash->a].name,
                   clash->a_value, line_of(r, a->at, b->at));
    else
        diag_warning(r->d, b->at, "service/suspicious",
                     "'%s: %s' goes badly with '%s: %s' in %s: check both",
                     claim_kinds[clash->b].name, clash->b_value, claim_kinds[clash->a].name,
                     clash->a_value, line_of(r, a->at, b->at));
}

static void check_empty_record(struct reader *r, const struct service *s) {
    const struct claim *kept = &s->claims[CLAIM_RECORD_KEPT];
    if (str_is(kept->value, "none") && s->record_items.count > 0)
        diag_error(r->d, s->record_items.items[0].at, "service/contradiction",
                   "'record_items' lists what is written, but 'record_kept' is none in %s",
                   line_of(r, kept->at, s->record_items.items[0].at));
}

void service_check(struct reader *r, const struct service *service) {
    for (size_t i = 0; i < ARRAY_LEN(clashes); i++)
        check_clash(r, service, &clashes[i]);
    check_empty_record(r, service);
}
