/* The door of content/: the files that editors write, parsed and checked one by one. Knows no other
 * file than the one at hand; what ties them together is site/'s.
 *
 * Strings are copies in the arena given, and places point to a copy of `source` there; its path and
 * text must live as long. Every mistake is in `d` with line, column and width; after one, the rest
 * of the file is still read, so that all of them are reported. */
#ifndef CONTENT_H
#define CONTENT_H

#include "content/claims.h"
#include "content/hours.h"
#include "content/text.h"
#include "util/util.h"

/* A scalar with its place. */
struct word {
    struct str value; /* absent: not given */
    struct place at;
};
struct words {
    struct word *items;
    size_t count, cap;
};

/* --- a source, in content/sources.yaml or inline in front matter --------------------------------
 */
struct reference {
    struct str id; /* inline ones: made from the title */
    struct str title, authors, publisher, journal, url, doi, note;
    struct str year; /* as written */
    struct date accessed;
    struct place at;
};
struct references {
    struct reference *items;
    size_t count, cap;
};
bool sources_parse(struct arena *mem, const struct source *source, struct references *out,
                   struct diags *d) MUST_USE;

/* --- front matter
 * --------------------------------------------------------------------------------- */
enum meta_status { META_REVIEWED, META_DRAFT, META_WITHDRAWN };

struct dose_row {
    struct word route, unit, threshold, light, common, strong, heavy, source, note;
    struct place at;
};
/* Two levels of a row that share amounts: a reader between them cannot tell which it is. */
struct dose_overlap {
    const char *upper, *lower;
    struct place at;
};
bool dose_overlap(const struct dose_row *row, struct dose_overlap *out) MUST_USE;

struct timing {
    struct word onset, peak, total, after, source;
    bool given;
};
struct meta {
    struct word title, plain_title, summary, withdrawn_because, safety_correction, card,
        translated_from, layout;
    struct words aliases, classes;
    struct words
        sources; /* ids, in order; inline entries are in `inline_sources` and listed here */
    struct references inline_sources;
    struct date reviewed, review_by;
    struct place reviewed_at, review_by_at, status_at;
    enum meta_status status;
    int32_t order; /* INT32_MAX when not given */
    struct dose_row *doses;
    size_t dose_count, dose_cap;
    struct timing timing;
    bool present; /* the file had front matter */
};

/* Reads the fields between the two "---" lines at the start of `source->text`. `*body` points into
 * it and
 * `*body_line` is its first line (1-based). A file without fields is valid. False when a field is
 * malformed, unknown or twice. Which fields are required depends on the kind of page: that is
 * site/'s. */
bool meta_parse(struct arena *mem, const struct source *source, struct meta *out, struct str *body,
                unsigned *body_line, struct diags *d) MUST_USE;

/* Writes front matter down about which nothing was said, and reads it again: strings are then views
 * into `bytes`, places are in `source`. False when the bytes are none that meta_put made. */
void meta_put(const struct meta *meta, struct buf *out);
bool meta_get(struct arena *mem, struct str *bytes, const struct source *source,
              struct meta *out) MUST_USE;

/* --- site.yaml
 * ------------------------------------------------------------------------------------- */
struct config_language {
    struct str tag, name, fallback; /* fallback absent for none */
    bool rtl;
    struct place at;
};
/* BCP 47 by its form: language (2 or 3 letters), script, region, variants, extensions. */
bool shape_is_language(struct str tag);
/* Whether a language runs from right to left where `dir` is not given: by the script in its tag,
 * else by the language, else by the letters of its own name. */
bool direction_is_rtl(struct str tag, struct str name);

struct config_risk {
    struct str id, symbol;
    struct text label;
    int32_t order; /* as given, else the place in the list (1, 2 …); lower: worse, shown first */
    bool note_required;
};
struct config_name { /* areas, kinds: names per language for ids */
    struct str id;
    struct text name;
    struct place at;
};
enum external_links { EXTERNAL_MARKED, EXTERNAL_TEXT, EXTERNAL_FORBIDDEN };
enum { CONFIG_PROFILES_MAX = 4 };
extern const char *const config_profile_names[]; /* ends with NULL */
struct config_profile {
    struct str name; /* onion, clearnet, usb, print */
    enum external_links external_links;
    struct place at;
};
struct config {
    struct text title, plain_title;
    struct config_language *languages;
    size_t language_count, language_cap;
    struct str default_language;                         /* one of `languages` */
    struct str theme;                                    /* "plain" when not given */
    struct place theme_at;                               /* source NULL: not given */
    struct config_profile profiles[CONFIG_PROFILES_MAX]; /* all four when not given */
    size_t profile_count;
    struct str onion_address, clearnet_address;
    struct place onion_at;
    struct place plain_title_at;
    struct config_release {
        struct str pack, previous; /* "pack" when not given */
        struct place pack_at;
        uint64_t serial;
        struct date date, expires;
    } release;
    unsigned review_months; /* 12 when not given */
    struct {
        struct str number;
        struct text text;
    } emergency;
    struct word quick_exit; /* source file below content/<lang>/, or absent */
    struct config_risk *risks;
    size_t risk_count, risk_cap;
    struct config_name *areas, *kinds;
    size_t area_count, area_cap, kind_count, kind_cap;
    bool paper_letter;
    struct str print_font;
    struct words print_first; /* ids of sections that a sheet takes before others */
    enum { PAD_NONE, PAD_CLASSES } onion_pad;
    bool discreet;
    struct str requires;  /* `pamphlet: ">=1.0"` */
    struct source source; /* for messages */
};
bool config_parse(struct arena *mem, const struct source *source, struct config *out,
                  struct diags *d) MUST_USE;

/* What a release changes in site.yaml. */
struct config_edit {
    uint64_t serial;
    struct date date, expires; /* expires unset: left as it is */
};
/* Appends `source` with only the values of `release: serial, date, expires` replaced: every other
 * byte stays. False after a message when one of them is not written in the file. */
bool config_edit_release(const struct source *source, const struct config_edit *to, struct buf *out,
                         struct diags *d) MUST_USE;

/* --- services
 * -------------------------------------------------------------------------------------- */
struct schedule {
    struct str hours_text;
    struct hours hours;
    struct text note;
    struct place at;
};
struct phone {
    struct str number;
    struct text note;
    struct claim caller_id; /* channel_claim_kinds[CHANNEL_CALLER_ID] */
    struct place at;
};
struct shared_with {
    struct statement party;
    struct str when; /* never, with-consent, required-by-law, emergency, routinely, unknown */
};
struct channel {
    struct str type; /* one of channel_types */
    struct text address;
    struct str key; /* fingerprint that outlives an address, or absent */
    struct claim claims[CHANNEL_CLAIM_COUNT];
    struct date since, until;
    struct text note;
    struct place at;
};
enum service_status {
    SERVICE_ACTIVE,
    SERVICE_INACTIVE,
    SERVICE_DEFUNCT,
    SERVICE_TEMPORARILY_CLOSED
};
struct service {
    struct str id; /* the file's stem */
    struct text name, alert, description, address, eligibility, fees;
    enum service_status status;
    bool example;
    struct words kinds, languages, staff;
    bool staff_known;         /* false: unknown; true and no `staff`: nobody */
    struct claim staff_about; /* basis, checked and note of `staff` */
    struct str area;
    struct schedule *schedules;
    size_t schedule_count, schedule_cap;
    struct phone *phones;
    size_t phone_count, phone_cap;
    struct date assured;
    struct claim claims[CLAIM_COUNT]; /* every scalar claim of the four groups; see claims.h */
    struct statements record_items, duty_to_report;
    struct statement record_retention, police, replies;
    struct shared_with *shared_with;
    size_t shared_count, shared_cap;
    bool shared_known; /* false: unknown; true and none: shared with nobody */
    struct channel *channels;
    size_t channel_count, channel_cap;
    struct source source;
    struct place at; /* the file, or its row in services.csv */
};
/* Also checks what one file can contradict (record_kept none with client_code card-issued …). */
bool service_parse(struct arena *mem, const struct source *source, struct str id,
                   struct service *out, struct diags *d) MUST_USE;

/* content/services.csv: one row a service; doc/handbook/fields.md lists the columns. */
struct services {
    struct service *items;
    size_t count, cap;
};
bool services_parse(struct arena *mem, const struct source *source, struct services *out,
                    struct diags *d) MUST_USE;
/* Appends the same table for services, with the columns they need, as spreadsheets open it: byte
 * order mark, CRLF, and nothing in it that they would run. `languages` orders columns. */
void services_write(const struct service *services, size_t count,
                    const struct config_language *languages, size_t language_count, char separator,
                    struct buf *out);

/* --- interactions.csv
 * ------------------------------------------------------------------------------ */
struct interaction_row {
    struct word a, b, risk;
    struct text note;
    struct words sources;
    struct place at;
};
struct interaction_rows {
    struct interaction_row *items;
    size_t count, cap;
};
bool interactions_parse(struct arena *mem, const struct source *source,
                        struct interaction_rows *out, struct diags *d) MUST_USE;

/* --- classes.yaml: classes of substances, and groups of the chart that have no guide
 * --------------- */
struct class_entry {
    struct str id;
    struct text name, summary;
    struct place at;
};
struct class_entries {
    struct class_entry *items;
    size_t count, cap;
};
bool classes_parse(struct arena *mem, const struct source *source, struct class_entries *out,
                   struct diags *d) MUST_USE;

/* --- i18n/<lang>.yaml of a theme: flat "key: text"; `alphabet` orders indexes
 * ----------------------- */
struct strings {
    struct word *keys, *values; /* equal length; in file order */
    size_t count, cap;
    struct map by_key;
    struct str alphabet; /* "a b c … å ä ö", absent: by code point */
    struct str lang;
};
bool strings_parse(struct arena *mem, const struct source *source, struct strings *out,
                   struct diags *d) MUST_USE;
/* Adds what `out` lacks: the words of the theme that its own extends. `out` may be all zero. */
bool strings_inherit(struct arena *mem, const struct source *source, struct strings *out,
                     struct diags *d) MUST_USE;

/* --- theme.yaml
 * ------------------------------------------------------------------------------------ */
/* Fields: name, extends, description, version, license, limits {memory_bytes, steps, milliseconds},
 * settings {key: word}. */
struct theme_settings {
    struct str name, extends;
    uint64_t memory_bytes, steps, milliseconds; /* limits of Lua per page; 0: the default */
    struct word *keys, *values;                 /* `settings:` for templates */
    size_t count, cap;
};
bool theme_parse(struct arena *mem, const struct source *source, struct theme_settings *out,
                 struct diags *d) MUST_USE;

#endif
