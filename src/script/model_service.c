/* What templates see of a service: what HSDS names, and the claims about who could find out what.
 * A claim that nobody made has the value "unknown", never nil, so that no template can take it for
 * a "no". */
#include "script/handle.h"

static const struct service *service_of(struct handle h) {
    return h.p;
}

static void push_page(struct script *s, lua_State *L, struct handle h) {
    size_t index = (size_t)(service_of(h) - s->site->services);
    struct page **pages = s->site->service_pages == NULL ? NULL : s->site->service_pages[index];
    handle_push_or_nil(L, HANDLE_PAGE, pages == NULL ? NULL : pages[s->language]);
}

static void push_status(struct script *s, lua_State *L, struct handle h) {
    static const char *const names[] = {"active", "inactive", "defunct", "temporarily-closed"};
    (void)s;
    lua_pushstring(L, names[service_of(h)->status]);
}

static void push_listed(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, site_lists_service(service_of(h)));
}

static void push_area(struct script *s, lua_State *L, struct handle h) {
    const struct service_list *found = NULL;
    for (size_t i = 0; i < s->site->area_count; i++)
        if (str_eq(s->site->areas[i].id, service_of(h)->area))
            found = &s->site->areas[i];
    handle_push_or_nil(L, HANDLE_SERVICE_LIST, found);
}

static void push_group(lua_State *L, struct handle h, enum claim_group group) {
    handle_push(L, LIST_CLAIMS, group, h.p);
}

static void push_shown(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_group(L, h, CLAIM_SHOWN);
}

static void push_recorded(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_group(L, h, CLAIM_RECORDED);
}

static void push_noticed(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_group(L, h, CLAIM_NOTICED);
}

static void push_met(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_group(L, h, CLAIM_MET);
}

static const struct field service_fields[] = {
    AT("id", FIELD_STR, struct service, id),
    AT("name", FIELD_TEXT, struct service, name),
    AT("alert", FIELD_TEXT, struct service, alert),
    AT("description", FIELD_TEXT, struct service, description),
    AT("address", FIELD_TEXT, struct service, address),
    AT("eligibility", FIELD_TEXT, struct service, eligibility),
    AT("fees", FIELD_TEXT, struct service, fees),
    GET("page", push_page),
    GET("status", push_status),
    GET("listed", push_listed),
    AT("example", FIELD_BOOL, struct service, example),
    SAME("kinds", LIST_SERVICE_KINDS),
    SAME("languages", LIST_SERVICE_LANGUAGES),
    SAME("staff", LIST_STAFF),
    AT("staff_known", FIELD_BOOL, struct service, staff_known),
    GET("area", push_area),
    AT("area_id", FIELD_STR, struct service, area),
    SAME("schedules", LIST_SCHEDULES),
    SAME("phones", LIST_PHONES),
    SAME("channels", LIST_CHANNELS),
    AT("assured", FIELD_DATE, struct service, assured),
    SAME("claim", HANDLE_CLAIMS),
    GET("shown", push_shown),
    GET("recorded", push_recorded),
    GET("noticed", push_noticed),
    GET("met", push_met),
    PART("record_items", HANDLE_STATEMENTS, struct service, record_items),
    PART("record_retention", HANDLE_STATEMENT, struct service, record_retention),
    SAME("shared_with", LIST_SHARED),
    AT("shared_known", FIELD_BOOL, struct service, shared_known),
    PART("duty_to_report", HANDLE_STATEMENTS, struct service, duty_to_report),
    PART("police", HANDLE_STATEMENT, struct service, police),
    PART("replies", HANDLE_STATEMENT, struct service, replies),
};
const struct kind model_service = KIND("service", service_fields);

/* --- claims ---------------------------------------------------------------------------------- */

static const struct claim *claim_of(struct handle h) {
    return h.p;
}

/* The number in a claim's handle names it: first the service's own, then those of channels. */
static const char *claim_name(unsigned id) {
    if (id >= CLAIM_COUNT)
        return channel_claim_kinds[id - CLAIM_COUNT].name;
    const struct claim_kind *kind = claim_kinds;
    while ((unsigned)kind->id != id)
        kind++;
    return kind->name;
}

static struct str claim_value(struct handle h) {
    struct str value = claim_of(h)->value;
    return value.p == NULL ? str_lit("unknown") : value;
}

static void push_claim_name(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushstring(L, claim_name(h.extra));
}

static void push_claim_value(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    value_push_str(L, claim_value(h));
}

static void push_claim_known(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, !str_is(claim_value(h), "unknown"));
}

static const struct field claim_fields[] = {
    GET("name", push_claim_name),
    GET("value", push_claim_value),
    GET("known", push_claim_known),
    AT("basis", FIELD_STR, struct claim, basis),
    AT("checked", FIELD_DATE, struct claim, checked),
    AT("note", FIELD_TEXT, struct claim, note),
};
const struct kind model_claim = KIND("claim", claim_fields);

static bool lookup_claim(struct script *s, lua_State *L, struct handle h, struct str name) {
    (void)s;
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (str_is(name, claim_kinds[i].name)) {
            unsigned id = claim_kinds[i].id;
            handle_push(L, HANDLE_CLAIM, id, &service_of(h)->claims[id]);
            return true;
        }
    return false;
}

static void offer_claims(struct script *s, struct suggest *suggest) {
    (void)s;
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        suggest_offer(suggest, str_from(claim_kinds[i].name));
}

const struct kind model_claims = {
    .name = "set of claims", .lookup = lookup_claim, .offer = offer_claims};

static void push_statement_known(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, ((const struct statement *)h.p)->value.count > 0);
}

static const struct field statement_fields[] = {
    AT("text", FIELD_TEXT, struct statement, value),
    GET("known", push_statement_known),
    AT("basis", FIELD_STR, struct statement, basis),
    AT("checked", FIELD_DATE, struct statement, checked),
    AT("note", FIELD_TEXT, struct statement, note),
};
const struct kind model_statement = KIND("statement", statement_fields);

static const struct field statements_fields[] = {
    SAME("items", LIST_STATEMENTS),
    AT("known", FIELD_BOOL, struct statements, known),
    AT("basis", FIELD_STR, struct statements, about.basis),
    AT("checked", FIELD_DATE, struct statements, about.checked),
    AT("note", FIELD_TEXT, struct statements, about.note),
};
const struct kind model_statements = KIND("group of statements", statements_fields);

/* --- hours ----------------------------------------------------------------------------------- */

static const struct schedule *schedule_of(struct handle h) {
    return h.p;
}

static void push_always(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, schedule_of(h)->hours.always);
}

static void push_comment(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    value_push_str(L, schedule_of(h)->hours.comment);
}

static const struct field schedule_fields[] = {
    AT("hours", FIELD_STR, struct schedule, hours_text),
    AT("note", FIELD_TEXT, struct schedule, note),
    GET("always", push_always),
    GET("comment", push_comment),
    SAME("days", LIST_DAYS),
    SAME("rows", LIST_ROWS),
};
const struct kind model_schedule = KIND("schedule", schedule_fields);

static const struct hours_day *day_of(struct handle h) {
    return &schedule_of(h)->hours.days[h.extra];
}

/* Days are 1 Monday … 7 Sunday, 8 public holidays. */
static void push_day_id(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, (lua_Integer)h.extra + 1);
}

static void push_day_given(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, day_of(h)->given);
}

static void push_day_closed(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, day_of(h)->closed || day_of(h)->count == 0);
}

static void push_day_comment(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    value_push_str(L, day_of(h)->comment);
}

static void push_day_spans(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push(L, LIST_SPANS, 0, day_of(h));
}

static const struct field day_fields[] = {
    GET("id", push_day_id),           GET("given", push_day_given), GET("closed", push_day_closed),
    GET("comment", push_day_comment), GET("spans", push_day_spans),
};
const struct kind model_day = KIND("day", day_fields);

/* A row of the week: days that follow each other and say the same. */
static struct hours_row row_of(struct handle h) {
    struct hours_row rows[HOURS_DAYS];
    size_t count = hours_rows(&schedule_of(h)->hours, rows);
    return h.extra < count ? rows[h.extra] : rows[0];
}

static void push_row_from(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, (lua_Integer)row_of(h).from + 1);
}

static void push_row_to(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushinteger(L, (lua_Integer)row_of(h).to + 1);
}

static void push_row_closed(struct script *s, lua_State *L, struct handle h) {
    const struct hours_day *day = row_of(h).day;
    (void)s;
    lua_pushboolean(L, day->closed || day->count == 0);
}

static void push_row_comment(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    value_push_str(L, row_of(h).day->comment);
}

static void push_row_spans(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push(L, LIST_SPANS, 0, row_of(h).day);
}

static const struct field row_fields[] = {
    GET("from", push_row_from),       GET("to", push_row_to),       GET("closed", push_row_closed),
    GET("comment", push_row_comment), GET("spans", push_row_spans),
};
const struct kind model_row = KIND("row of hours", row_fields);

static void push_time(lua_State *L, unsigned minutes) {
    struct hours_clock clock = hours_clock(minutes);
    lua_pushstring(L, clock.p);
}

static const struct hours_span *span_of(struct handle h) {
    return &((const struct hours_day *)h.p)->spans[h.extra];
}

static void push_from(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_time(L, span_of(h)->from);
}

static void push_to(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_time(L, span_of(h)->to);
}

static void push_past_midnight(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushboolean(L, span_of(h)->to > 24 * 60);
}

static const struct field span_fields[] = {
    GET("from", push_from),
    GET("to", push_to),
    GET("past_midnight", push_past_midnight),
};
const struct kind model_span = KIND("span of hours", span_fields);

/* --- ways to reach it ------------------------------------------------------------------------ */

static void push_phone_caller(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    handle_push(L, HANDLE_CLAIM, CLAIM_COUNT + CHANNEL_CALLER_ID,
                &((const struct phone *)h.p)->caller_id);
}

static const struct field phone_fields[] = {
    AT("number", FIELD_STR, struct phone, number),
    AT("note", FIELD_TEXT, struct phone, note),
    GET("caller_id", push_phone_caller),
};
const struct kind model_phone = KIND("phone", phone_fields);

static void push_channel_claim(lua_State *L, struct handle h, enum channel_claim_id id) {
    handle_push(L, HANDLE_CLAIM, CLAIM_COUNT + id, &((const struct channel *)h.p)->claims[id]);
}

static void push_caller_id(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_channel_claim(L, h, CHANNEL_CALLER_ID);
}

static void push_account(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_channel_claim(L, h, CHANNEL_ACCOUNT);
}

static void push_tor(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_channel_claim(L, h, CHANNEL_TOR);
}

static void push_server_logs(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    push_channel_claim(L, h, CHANNEL_SERVER_LOGS);
}

static const struct field channel_fields[] = {
    AT("type", FIELD_STR, struct channel, type),
    AT("address", FIELD_TEXT, struct channel, address),
    SAME("claims", LIST_CHANNEL_CLAIMS),
    GET("caller_id", push_caller_id),
    GET("account", push_account),
    GET("tor", push_tor),
    GET("server_logs", push_server_logs),
    AT("key", FIELD_STR, struct channel, key),
    AT("since", FIELD_DATE, struct channel, since),
    AT("until_date", FIELD_DATE, struct channel, until),
    AT("note", FIELD_TEXT, struct channel, note),
};
const struct kind model_channel = KIND("channel", channel_fields);

static const struct field shared_fields[] = {
    AT("party", FIELD_TEXT, struct shared_with, party.value),
    AT("basis", FIELD_STR, struct shared_with, party.basis),
    AT("checked", FIELD_DATE, struct shared_with, party.checked),
    AT("note", FIELD_TEXT, struct shared_with, party.note),
    AT("when", FIELD_STR, struct shared_with, when),
};
const struct kind model_shared = KIND("party", shared_fields);

/* --- lists by kind, area, need ---------------------------------------------------------------- */

static void push_list_page(struct script *s, lua_State *L, struct handle h) {
    struct page **pages = ((const struct service_list *)h.p)->pages;
    handle_push_or_nil(L, HANDLE_PAGE, pages == NULL ? NULL : pages[s->language]);
}

static void push_list_group(struct script *s, lua_State *L, struct handle h) {
    (void)s;
    lua_pushstring(L, claim_group_names[((const struct service_list *)h.p)->group]);
}

static const struct field list_fields[] = {
    AT("id", FIELD_STR, struct service_list, id),
    AT("name", FIELD_TEXT, struct service_list, name),
    GET("group", push_list_group),
    SAME("services", LIST_SERVICES),
    GET("page", push_list_page),
};
const struct kind model_service_list = KIND("list of services", list_fields);
