/* Services as Open Referral HSDS 3.0 (docs.openreferral.org/en/3.0): the fields that both have keep
 * their meaning; the four groups of claims become attributes with terms of our own taxonomy.
 * Every object of HSDS has an id of the form of a UUID; ours are digests of what the object is. */
#include <jansson.h>
#include <stdio.h>

#include "exchange/exchange.h"
#include "sign/sign.h"

#define TAXONOMY "pamphlet claims"

struct hsds {
    const struct site *site;
    const struct service *service;
    struct arena mem;
    struct map used; /* ids */
    const char *id;  /* of the service */
    bool failed;     /* jansson had no memory */
};

/* UUID of version 8 (RFC 9562): sixteen bytes of a digest. */
static struct str uuid(struct hsds *h, struct str name) {
    uint8_t b[16];
    char hex[33];
    sign_digest16(name, b);
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x80);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    sign_hex(b, sizeof(b), hex);
    return arena_printf(&h->mem, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                        hex + 20);
}

/* The id of a part of the service, made of what it says and not of its place: what is put in before
 * it leaves it as it is. The same said twice gets two ids. */
static struct str id_of(struct hsds *h, const char *what, struct str key) {
    struct str id;
    size_t number = 0;
    do
        id = uuid(h, arena_printf(&h->mem, "%.*s\n%.*s\n%s\n%zu\n%.*s",
                                  STR_ARG(h->site->config.release.pack), STR_ARG(h->service->id),
                                  what, number++, STR_ARG(key)));
    while (map_add(&h->used, id, 0) != MAP_NONE);
    return id;
}

/* --- jansson, with every refusal noted. What is handed over is freed by it, also when it fails. */

static void set(struct hsds *h, json_t *object, const char *key, json_t *value) {
    h->failed = json_object_set_new(object, key, value) != 0 || h->failed;
}

static void append(struct hsds *h, json_t *list, json_t *value) {
    h->failed = json_array_append_new(list, value) != 0 || h->failed;
}

static void put(struct hsds *h, json_t *object, const char *key, struct str value) {
    if (value.len > 0)
        set(h, object, key, json_stringn(value.p, value.len));
}

static json_t *with_id(struct hsds *h, struct str id) {
    json_t *object = json_object();
    put(h, object, "id", id);
    return object;
}

static json_t *part(struct hsds *h, const char *what, struct str key) {
    return with_id(h, id_of(h, what, key));
}

/* An empty list says "none", which nobody has said. */
static void put_list(struct hsds *h, json_t *object, const char *key, json_t *list) {
    if (list == NULL || json_array_size(list) > 0)
        set(h, object, key, list);
    else
        json_decref(list);
}

static struct str text(const struct hsds *h, const struct text *t) {
    uint32_t in;
    struct str value = site_text(h->site, h->site->default_language, t, &in);
    return str_is(value, "unknown") ? STR_NONE : value;
}

/* --- phones, languages, places */

static json_t *phones(struct hsds *h) {
    json_t *list = json_array();
    for (size_t i = 0; i < h->service->phone_count; i++) {
        const struct phone *phone = &h->service->phones[i];
        json_t *o = part(h, "phone", phone->number);
        put(h, o, "service_id", str_from(h->id));
        put(h, o, "number", phone->number);
        put(h, o, "description", text(h, &phone->note));
        append(h, list, o);
    }
    return list;
}

static json_t *languages(struct hsds *h) {
    json_t *list = json_array();
    for (size_t i = 0; i < h->service->languages.count; i++) {
        struct str tag = h->service->languages.items[i].value;
        struct str key = arena_printf(&h->mem, "language.%.*s", STR_ARG(tag));
        struct str name = site_string(h->site, h->site->default_language, key);
        json_t *o = part(h, "language", tag);
        put(h, o, "service_id", str_from(h->id));
        put(h, o, "name", name);
        put(h, o, "code", str_slice(tag, 0, str_find_char(tag, '-')));
        append(h, list, o);
    }
    return list;
}

static struct str area_name(const struct hsds *h) {
    const struct config *c = &h->site->config;
    for (size_t i = 0; i < c->area_count; i++)
        if (str_eq(c->areas[i].id, h->service->area))
            return text(h, &c->areas[i].name);
    return h->service->area;
}

/* An address of HSDS has a city, a state and a code; ours is a sentence, so it describes the
 * location. */
static json_t *places(struct hsds *h) {
    json_t *list = json_array();
    struct str address = text(h, &h->service->address), area = area_name(h);
    if (address.len == 0 && area.len == 0)
        return list;
    json_t *location = part(h, "location", STR_NONE);
    put(h, location, "location_type", str_lit("physical"));
    put(h, location, "name", area);
    put(h, location, "description", address);
    json_t *link = part(h, "service at location", STR_NONE);
    put(h, link, "service_id", str_from(h->id));
    set(h, link, "location", location);
    append(h, list, link);
    return list;
}

/* --- hours: one schedule for each span of each row of the week */

static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

static struct str byday(struct hsds *h, unsigned from, unsigned to) {
    struct str out = STR_NONE;
    for (unsigned day = from; day <= to && day < ARRAY_LEN(days); day++)
        out = out.p == NULL ? str_from(days[day])
                            : arena_printf(&h->mem, "%.*s,%s", STR_ARG(out), days[day]);
    return out;
}

static json_t *schedule(struct hsds *h, const struct schedule *s, struct str key) {
    json_t *o = part(h, "schedule", key);
    put(h, o, "service_id", str_from(h->id));
    put(h, o, "description", s->hours_text);
    put(h, o, "notes", text(h, &s->note));
    return o;
}

/* Every week; an interval would need a first day. */
static void add_weekly(struct hsds *h, const struct schedule *s, struct hours_span span,
                       struct str which, json_t *list) {
    const char *opens = arena_cstr(&h->mem, str_from(hours_clock(span.from).p));
    const char *closes =
        span.to == 24 * 60 ? "23:59" : arena_cstr(&h->mem, str_from(hours_clock(span.to).p));
    json_t *o = schedule(h, s, arena_printf(&h->mem, "%.*s %s %s", STR_ARG(which), opens, closes));
    put(h, o, "freq", str_lit("WEEKLY"));
    put(h, o, "byday", which);
    put(h, o, "opens_at", str_from(opens));
    put(h, o, "closes_at", str_from(closes));
    append(h, list, o);
}

static void add_schedule(struct hsds *h, const struct schedule *s, json_t *list) {
    struct hours_row rows[HOURS_DAYS];
    size_t count = s->hours.always ? 0 : hours_rows(&s->hours, rows),
           before = json_array_size(list);
    if (s->hours.always)
        add_weekly(h, s, (struct hours_span){0, 24 * 60}, byday(h, 0, 6), list);
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < rows[i].day->count && rows[i].from < ARRAY_LEN(days); k++)
            add_weekly(h, s, rows[i].day->spans[k], byday(h, rows[i].from, rows[i].to), list);
    if (json_array_size(list) == before) /* holidays only, or words */
        append(h, list, schedule(h, s, s->hours_text));
}

static json_t *schedules(struct hsds *h) {
    json_t *list = json_array();
    for (size_t i = 0; i < h->service->schedule_count; i++)
        add_schedule(h, &h->service->schedules[i], list);
    return list;
}

/* --- kinds and claims */

/* A term is the same for all services. */
static json_t *term_of(struct hsds *h, struct str code, struct str name) {
    json_t *term = with_id(h, uuid(h, arena_printf(&h->mem, "%s\n%.*s", TAXONOMY, STR_ARG(code))));
    put(h, term, "code", code);
    put(h, term, "name", name);
    put(h, term, "description", name);
    put(h, term, "taxonomy", str_lit(TAXONOMY));
    return term;
}

static void attribute(struct hsds *h, json_t *list, const char *type, struct str code,
                      struct str name, struct str value) {
    if (value.len == 0 || str_is(value, "unknown"))
        return;
    json_t *o =
        part(h, "attribute", arena_printf(&h->mem, "%.*s\n%.*s", STR_ARG(code), STR_ARG(value)));
    put(h, o, "link_id", str_from(h->id));
    put(h, o, "link_type", str_from(type));
    put(h, o, "link_entity", str_lit("service"));
    put(h, o, "value", value);
    set(h, o, "taxonomy_term", term_of(h, code, name));
    append(h, list, o);
}

static void kinds(struct hsds *h, json_t *list) {
    const struct config *c = &h->site->config;
    for (size_t i = 0; i < h->service->kinds.count; i++) {
        struct str id = h->service->kinds.items[i].value;
        struct str key = arena_printf(&h->mem, "kind.%.*s", STR_ARG(id)), name;
        name = site_string(h->site, h->site->default_language, key);
        for (size_t k = 0; k < c->kind_count; k++)
            if (str_eq(c->kinds[k].id, id))
                name = text(h, &c->kinds[k].name);
        attribute(h, list, "kind", id, name.len > 0 ? name : id, id);
    }
}

static void claim(struct hsds *h, json_t *list, const char *group, const char *name,
                  struct str value) {
    struct str code = arena_printf(&h->mem, "%s.%s", group, name);
    attribute(h, list, "claim", code, str_from(name), value);
}

static void statements(struct hsds *h, json_t *list, const char *name,
                       const struct statements *all) {
    if (all->known && all->count == 0)
        claim(h, list, "recorded", name, str_lit("none"));
    for (size_t i = 0; i < all->count; i++)
        claim(h, list, "recorded", name, text(h, &all->items[i].value));
}

static void shared(struct hsds *h, json_t *list) {
    const struct service *s = h->service;
    if (s->shared_known && s->shared_count == 0)
        claim(h, list, "recorded", "shared_with", str_lit("none"));
    for (size_t i = 0; i < s->shared_count; i++)
        claim(h, list, "recorded", "shared_with",
              arena_printf(&h->mem, "%.*s: %.*s", STR_ARG(s->shared_with[i].when),
                           STR_ARG(text(h, &s->shared_with[i].party.value))));
}

static void channels(struct hsds *h, json_t *list) {
    for (size_t i = 0; i < h->service->channel_count; i++) {
        const struct channel *c = &h->service->channels[i];
        struct str address = text(h, &c->address);
        claim(h, list, "channels", c->type.p, address.len > 0 ? address : c->type);
        for (size_t k = 0; k < CHANNEL_CLAIM_COUNT; k++)
            claim(h, list, arena_printf(&h->mem, "channels.%.*s", STR_ARG(c->type)).p,
                  channel_claim_kinds[k].name, c->claims[k].value);
    }
}

static json_t *attributes(struct hsds *h) {
    const struct service *s = h->service;
    json_t *list = json_array();
    kinds(h, list);
    if (s->example)
        attribute(h, list, "example", str_lit("example"), str_lit("example"), str_lit("yes"));
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        claim(h, list, claim_group_names[claim_kinds[i].group], claim_kinds[i].name,
              s->claims[i].value);
    statements(h, list, "record_items", &s->record_items);
    claim(h, list, "recorded", "record_retention", text(h, &s->record_retention.value));
    shared(h, list);
    statements(h, list, "duty_to_report", &s->duty_to_report);
    claim(h, list, "recorded", "police", text(h, &s->police.value));
    for (size_t i = 0; i < s->staff.count; i++)
        claim(h, list, "met", "staff", s->staff.items[i].value);
    claim(h, list, "met", "replies", text(h, &s->replies.value));
    channels(h, list);
    return list;
}

/* --- the service */

/* The first address of a kind of channel, or absent. */
static struct str address_of(const struct hsds *h, const char *type) {
    for (size_t i = 0; i < h->service->channel_count; i++)
        if (str_is(h->service->channels[i].type, type))
            return text(h, &h->service->channels[i].address);
    return STR_NONE;
}

static struct str alert(struct hsds *h) {
    struct str own = text(h, &h->service->alert);
    if (!h->service->example)
        return own;
    return arena_printf(&h->mem, "This is an example. The place does not exist.%s%.*s",
                        own.len > 0 ? " " : "", STR_ARG(own));
}

static json_t *one(struct hsds *h) {
    static const char *const status[] = {[SERVICE_ACTIVE] = "active",
                                         [SERVICE_INACTIVE] = "inactive",
                                         [SERVICE_DEFUNCT] = "defunct",
                                         [SERVICE_TEMPORARILY_CLOSED] = "temporarily closed"};
    const struct service *s = h->service;
    struct str id = id_of(h, "service", STR_NONE);
    h->id = id.p;
    json_t *o = with_id(h, id);
    put(h, o, "name", text(h, &s->name));
    put(h, o, "description", text(h, &s->description));
    put(h, o, "url", address_of(h, "web-chat"));
    put(h, o, "email", address_of(h, "email"));
    put(h, o, "status", str_from(status[s->status]));
    put(h, o, "fees_description", text(h, &s->fees));
    put(h, o, "eligibility_description", text(h, &s->eligibility));
    if (date_is_set(s->assured))
        put(h, o, "assured_date", str_from(date_format(s->assured).p));
    put(h, o, "alert", alert(h));
    put_list(h, o, "phones", phones(h));
    put_list(h, o, "schedules", schedules(h));
    put_list(h, o, "service_at_locations", places(h));
    put_list(h, o, "languages", languages(h));
    put_list(h, o, "attributes", attributes(h));
    return o;
}

static int take(const char *bytes, size_t count, void *to) {
    buf_put(to, str_of(bytes, count));
    return 0;
}

bool exchange_hsds(const struct site *site, struct buf *out) {
    struct hsds h = {.site = site};
    json_t *all = json_array();
    map_init(&h.used, &h.mem, site->service_count);
    for (size_t i = 0; i < site->service_count && !h.failed; i++) {
        h.service = &site->services[i];
        append(&h, all, one(&h));
    }
    bool ok = !h.failed && all != NULL && json_dump_callback(all, take, out, JSON_INDENT(2)) == 0;
    buf_putc(out, '\n');
    json_decref(all);
    arena_finish(&h.mem);
    return ok;
}
