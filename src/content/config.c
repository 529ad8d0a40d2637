/* site.yaml: the table of its fields and what they must hold among themselves. Languages are read
 * in config_language.c. */
#include <assert.h>

#include "content/bytes.h"
#include "content/config_language.h"
#include "content/fields.h"
#include "content/phone.h"
#include "content/shape.h"
#include "content/web.h"

enum { REVIEW_MONTHS = 12, REVIEW_MONTHS_MAX = 1200, DIGEST_DIGITS = 64 };

const char *const config_profile_names[] = {"onion", "clearnet", "usb", "print", NULL};

/* --- profiles and external links */

static void read_profiles(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct config *out = to;
    struct words names = {0};
    const struct field choices = {.name = f->name, .arg = config_profile_names};
    field_choices(r, n, &choices, &names);
    for (size_t i = 0; i < names.count; i++)
        out->profiles[out->profile_count++] =
            (struct config_profile){.name = names.items[i].value, .at = names.items[i].at};
}

static const char *const external_names[] = {[EXTERNAL_MARKED] = "marked",
                                             [EXTERNAL_TEXT] = "text",
                                             [EXTERNAL_FORBIDDEN] = "forbidden",
                                             NULL};

/* What external_links says, until the profiles are known. */
struct links {
    enum external_links by_profile[CONFIG_PROFILES_MAX]; /* in the order of config_profile_names */
};

static void read_links(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct field table[CONFIG_PROFILES_MAX + 1] = {{0}};
    struct links *links = to;
    for (size_t i = 0; i < CONFIG_PROFILES_MAX; i++) {
        table[i] =
            (struct field){config_profile_names[i], field_choice,
                           offsetof(struct links, by_profile) + i * sizeof(enum external_links),
                           external_names, OPTIONAL};
        if (n->kind != NODE_FIELDS)
            links->by_profile[i] = EXTERNAL_MARKED;
    }
    if (n->kind == NODE_FIELDS) {
        fields_read(r, n, table, links);
        return;
    }
    const struct field one = {.name = f->name, .arg = external_names};
    field_choice(r, n, &one, &links->by_profile[0]);
    for (size_t i = 1; i < CONFIG_PROFILES_MAX; i++)
        links->by_profile[i] = links->by_profile[0];
}

static void join_profiles(struct config *config, const struct links *links) {
    if (config->profile_count == 0)
        for (size_t i = 0; i < CONFIG_PROFILES_MAX; i++)
            config->profiles[config->profile_count++].name = str_from(config_profile_names[i]);
    for (size_t i = 0; i < config->profile_count; i++)
        for (size_t k = 0; k < CONFIG_PROFILES_MAX; k++)
            if (str_is(config->profiles[i].name, config_profile_names[k]))
                config->profiles[i].external_links = links->by_profile[k];
}

/* --- small groups */

enum { ONION_BYTES_MAX = 200 };

static void read_web(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name), host = STR_NONE;
    bool onion = strcmp(f->name, "onion") == 0;
    if (value.p == NULL)
        return;
    if (!web_check(r, n->at, value, &host))
        return;
    if (onion && !shape_is_onion(host))
        diag_error(r->d, n->at, "config/onion-address",
                   "'%.*s' is no onion name: 56 of a-z and 2-7, then .onion", STR_ARG(host));
    else if (onion && value.len > ONION_BYTES_MAX)
        diag_error(r->d, n->at, "config/onion-address",
                   "the address is %zu bytes long, %zu more than the %d that fit into a code",
                   value.len, value.len - ONION_BYTES_MAX, ONION_BYTES_MAX);
    else if (!onion && str_ends(host, str_lit(".onion")))
        diag_error(r->d, n->at, "config/clearnet-address",
                   "'clearnet' has an onion address: it belongs under 'onion'");
    else
        *(struct str *)to = value;
}

static void read_own_onion(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    struct config *config = to;
    read_web(r, n, f, &config->onion_address);
    config->onion_at = n->at;
}

static void read_addresses(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    static const struct field table[] = {
        {"onion", read_own_onion, 0, NULL, OPTIONAL},
        {"clearnet", read_web, offsetof(struct config, clearnet_address), NULL, OPTIONAL},
        {0}};
    (void)f;
    fields_read(r, n, table, to);
}

static void read_serial(struct reader *r, const struct node *n, const struct field *f, void *to) {
    (void)fields_uint(r, n, f->name, INT64_MAX, to); /* the message is enough */
}

static void read_digest(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    if (value.p == NULL || shape_is_hex(value, DIGEST_DIGITS))
        *(struct str *)to = value;
    else
        diag_error(r->d, n->at, "config/digest", "'%s' is no SHA-256: %d hexadecimal digits",
                   fields_shown(value).p, DIGEST_DIGITS);
}

static void read_pack(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct config_release *release = to;
    field_id(r, n, f, &release->pack);
    release->pack_at = n->at;
}

static void read_release(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field table[] = {
        {"pack", read_pack, offsetof(struct config, release), NULL, OPTIONAL},
        {"serial", read_serial, offsetof(struct config, release.serial), NULL, OPTIONAL},
        {"date", field_date, offsetof(struct config, release.date), NULL, OPTIONAL},
        {"expires", field_date, offsetof(struct config, release.expires), NULL, OPTIONAL},
        {"previous", read_digest, offsetof(struct config, release.previous), NULL, OPTIONAL},
        {0}};
    struct config *out = to;
    (void)f;
    fields_read(r, n, table, out);
    const struct node *expires = fields_find(n, "expires");
    if (date_is_set(out->release.date) && date_is_set(out->release.expires) &&
        date_cmp(out->release.expires, out->release.date) < 0)
        diag_error(r->d, expires->at, "content/date-order", "'expires' is before 'date' (%s)",
                   date_format(out->release.date).p);
}

static void read_emergency(struct reader *r, const struct node *n, const struct field *f,
                           void *to) {
    static const struct field table[] = {
        {"number", field_line, offsetof(struct config, emergency.number), NULL, OPTIONAL},
        {"text", field_text, offsetof(struct config, emergency.text), NULL, OPTIONAL},
        {0}};
    struct config *out = to;
    (void)f;
    if (n->kind == NODE_WORD)
        out->emergency.number = fields_line(r, n, "emergency");
    else
        fields_read(r, n, table, out);
    const struct node *number = n->kind == NODE_WORD ? n : fields_find(n, "number");
    if (out->emergency.number.p != NULL && !phone_check(r, number->at, out->emergency.number))
        out->emergency.number = STR_NONE;
}

static void read_paper(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const char *const papers[] = {"a4", "letter", NULL};
    int paper = 0;
    const struct field choice = {.name = f->name, .arg = papers};
    field_choice(r, n, &choice, &paper);
    *(bool *)to = paper == 1;
}

/* Ids of headings, which may be of any script and are composed. Each heading of each page is looked
 * for among them. */
static void read_print_first(struct reader *r, const struct node *n, const struct field *f,
                             void *to) {
    enum { IDS_MAX = 32 };
    struct words *ids = to;
    field_words(r, n, f, to);
    for (size_t i = 0; i < ids->count; i++)
        ids->items[i].value = utf8_nfc(r->mem, ids->items[i].value);
    if (ids->count <= IDS_MAX)
        return;
    diag_error(r->d, ids->items[IDS_MAX].at, "config/too-many", "more than %d sections", IDS_MAX);
    ids->count = IDS_MAX;
}

static void read_print(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const struct field table[] = {
        {"paper", read_paper, offsetof(struct config, paper_letter), NULL, OPTIONAL},
        {"font", field_line, offsetof(struct config, print_font), NULL, OPTIONAL},
        {"first", read_print_first, offsetof(struct config, print_first), NULL, OPTIONAL},
        {0}};
    (void)f;
    fields_read(r, n, table, to);
}

static void read_onion(struct reader *r, const struct node *n, const struct field *f, void *to) {
    static const char *const pads[] = {[PAD_NONE] = "none", [PAD_CLASSES] = "classes", NULL};
    static const struct field table[] = {
        {"pad", field_choice, offsetof(struct config, onion_pad), pads, OPTIONAL}, {0}};
    (void)f;
    fields_read(r, n, table, to);
}

static void read_months(struct reader *r, const struct node *n, const struct field *f, void *to) {
    uint64_t months;
    if (!fields_uint(r, n, f->name, REVIEW_MONTHS_MAX, &months))
        return;
    if (months == 0)
        diag_error(r->d, n->at, "content/number-invalid", "'review_months' is 1 at least");
    else
        *(unsigned *)to = (unsigned)months;
}

/* "1.0" or "1.2.3" as numbers; false when it is neither. */
static bool read_version(struct str text, uint64_t out[3]) {
    struct str part;
    size_t count = 0;
    memset(out, 0, 3 * sizeof(out[0]));
    while (str_next_part(&text, '.', &part))
        if (count == 3 || !str_to_uint(part, 999999, &out[count++]))
            return false;
    return count > 0;
}

/* ">=1.0"; "1.0" says the same. */
static void read_requires(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name), wanted = value;
    uint64_t least[3], own[3];
    if (value.p == NULL)
        return;
    if (str_starts(wanted, str_lit(">=")))
        wanted = str_trim(str_from_offset(wanted, 2));
    bool newer = false, known = read_version(str_lit(PAMPHLET_VERSION), own);
    assert(known);
    if (!read_version(wanted, least)) {
        diag_error(r->d, n->at, "config/version", "'%s' is no version: write \">=1.0\"",
                   fields_shown(value).p);
        return;
    }
    for (size_t i = 0; i < 3 && !newer && own[i] <= least[i]; i++)
        newer = least[i] > own[i];
    if (newer)
        diag_error(r->d, n->at, "config/too-old",
                   "this site needs pamphlet %.*s, this is %s: install a newer one",
                   STR_ARG(wanted), PAMPHLET_VERSION);
    *(struct str *)to = value;
}

static void read_plain_title(struct reader *r, const struct node *n, const struct field *f,
                             void *to) {
    struct config *out = to;
    field_text(r, n, f, &out->plain_title);
    out->plain_title_at = n->at;
}

/* --- lists */

static void read_risk(struct reader *r, const struct node *n, struct config *out) {
    static const struct field table[] = {
        {"id", field_id, offsetof(struct config_risk, id), NULL, REQUIRED},
        {"label", field_text, offsetof(struct config_risk, label), NULL, OPTIONAL},
        {"symbol", field_line, offsetof(struct config_risk, symbol), NULL, OPTIONAL},
        {"order", field_int, offsetof(struct config_risk, order), NULL, OPTIONAL},
        {"note_required", field_bool, offsetof(struct config_risk, note_required), NULL, OPTIONAL},
        {0}};
    struct config_risk risk = {.order = (int32_t)out->risk_count + 1};
    fields_read(r, n, table, &risk);
    if (risk.id.p == NULL)
        return;
    for (size_t i = 0; i < out->risk_count; i++)
        if (str_eq(out->risks[i].id, risk.id)) {
            diag_error(r->d, n->at, "content/id-repeated", "the risk '%.*s' is given twice",
                       STR_ARG(risk.id));
            return;
        }
    *arena_push(r->mem, &out->risks, &out->risk_count, &out->risk_cap) = risk;
}

static void read_risks(struct reader *r, const struct node *n, const struct field *f, void *to) {
    enum { RISKS_MAX = 100 };
    struct config *out = to;
    (void)f;
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item)) {
        if (fields_give_up(r))
            return;
        if (out->risk_count == RISKS_MAX) {
            diag_error(r->d, item->at, "config/too-many", "more than %d risks", RISKS_MAX);
            return;
        }
        read_risk(r, item, out);
    }
}

struct name_list {
    struct config_name **items;
    size_t *count, *cap;
};

/* `areas` and `kinds`: a name for each id. */
static void read_names(struct reader *r, const struct node *n, const char *field,
                       struct name_list out) {
    const struct field f = {.name = field};
    if (n->kind != NODE_FIELDS) {
        diag_error(r->d, n->at, "content/not-fields",
                   "'%s' has a field for each id, like harbour: {en: Harbour}", field);
        return;
    }
    for (const struct node *name = n->first; name != NULL; name = name->next->next) {
        struct config_name entry = {.at = name->at};
        if (fields_give_up(r))
            return;
        entry.id = fields_id(r, name, field);
        if (entry.id.p == NULL)
            continue;
        field_text(r, name->next, &f, &entry.name);
        *arena_push(r->mem, out.items, out.count, out.cap) = entry;
    }
}

static void read_areas(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct config *out = to;
    read_names(r, n, f->name, (struct name_list){&out->areas, &out->area_count, &out->area_cap});
}

static void read_kinds(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct config *out = to;
    read_names(r, n, f->name, (struct name_list){&out->kinds, &out->kind_count, &out->kind_cap});
}

static void read_theme(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct config *out = to;
    out->theme = fields_id(r, n, f->name);
    out->theme_at = n->at;
}

/* --- the file */

struct all {
    struct config config;
    struct links links;
};
#define AT(member) offsetof(struct all, config.member)

static const struct field config_fields[] = {
    {"title", field_text, AT(title), NULL, REQUIRED},
    {"plain_title", read_plain_title, offsetof(struct all, config), NULL, OPTIONAL},
    {"languages", config_field_languages, offsetof(struct all, config), NULL, REQUIRED},
    {"default_language", config_field_default_language, offsetof(struct all, config), NULL,
     REQUIRED},
    {"theme", read_theme, offsetof(struct all, config), NULL, OPTIONAL},
    {"profiles", read_profiles, offsetof(struct all, config), NULL, OPTIONAL},
    {"external_links", read_links, offsetof(struct all, links), NULL, OPTIONAL},
    {"addresses", read_addresses, offsetof(struct all, config), NULL, OPTIONAL},
    {"release", read_release, offsetof(struct all, config), NULL, OPTIONAL},
    {"review_months", read_months, AT(review_months), NULL, OPTIONAL},
    {"emergency", read_emergency, offsetof(struct all, config), NULL, OPTIONAL},
    {"quick_exit", config_field_file, AT(quick_exit), NULL, OPTIONAL},
    {"risks", read_risks, offsetof(struct all, config), NULL, OPTIONAL},
    {"areas", read_areas, offsetof(struct all, config), NULL, OPTIONAL},
    {"kinds", read_kinds, offsetof(struct all, config), NULL, OPTIONAL},
    {"print", read_print, offsetof(struct all, config), NULL, OPTIONAL},
    {"onion", read_onion, offsetof(struct all, config), NULL, OPTIONAL},
    {"discreet", field_bool, AT(discreet), NULL, OPTIONAL},
    {"pamphlet", read_requires, AT(requires), NULL, OPTIONAL},
    {0}};

bool config_parse(struct arena *mem, const struct source *source, struct config *out,
                  struct diags *d) {
    struct reader r;
    struct all all = {.config = {.theme = str_lit("plain"),
                                 .release.pack = str_lit("pack"),
                                 .review_months = REVIEW_MONTHS,
                                 .source = *source}};
    if (fields_open(&r, mem, source, BYTES_CONFIG_MAX, d)) {
        fields_read(&r, r.tree.root, config_fields, &all);
        config_check_languages(&r, &all.config);
    }
    join_profiles(&all.config, &all.links);
    *out = all.config;
    return fields_close(&r);
}
