/* Words, dates and names in the language of the sheet. */
#include <inttypes.h>

#include "print/job.h"

static const struct word_row {
    const char *key, *english;
} words[] = {
    {"date", "{d} {month} {y}"},
    {"comma", ","},
    {"call", "Call {number}"},
    {"also_called", "Also called"},
    {"reviewed", "Last reviewed {date}."},
    {"review_by", "Good until {date}."},
    {"card_title", "The few things that save a life"},
    {"foot_pack", "Pack {pack}, number {serial}, made {date}."},
    {"foot_expires", "Replace it after {date}."},
    {"print_code_text", "These few words, for any phone. Works without a network."},
    {"print_code_onion", "The newest pack. Opens in Tor Browser only."},
    {"print_more", "Not on this sheet, but in the pack:"},
    {"print_list", "There is a list here in the pack."},
    {"print_fold", "Fold in eight. Cut along the dashed line. Push together into a booklet."},
    {"print_details", "Every answer, one by one, is in the pack."},
};

struct str job_word(struct job *j, const char *key) {
    struct str found = site_string(j->site, j->language, str_from(key));
    for (size_t i = 0; found.p == NULL && i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].key, key) == 0)
            found = str_from(words[i].english);
    return found.p == NULL ? str_from(key) : found;
}

static struct str fill(struct arena *mem, struct str text, const char *name, struct str value) {
    struct str mark = arena_printf(mem, "{%s}", name);
    size_t at = str_find(text, mark);
    if (at == SIZE_MAX)
        return text;
    struct str behind = str_from_offset(text, at + mark.len);
    return arena_printf(mem, "%.*s%.*s%.*s", (int)at, text.p, STR_ARG(value), STR_ARG(behind));
}

struct str job_filled(struct job *j, const char *key, const char *name, struct str value) {
    return fill(&j->mem, job_word(j, key), name, value);
}

struct str job_date(struct job *j, struct date date) {
    struct arena *m = &j->mem;
    struct str month = site_string(j->site, j->language, arena_printf(m, "month.%u", date.month));
    struct str text = job_word(j, "date");
    if (month.p == NULL)
        return arena_printf(m, "%s", date_format(date).p);
    text = fill(m, text, "dd", arena_printf(m, "%02u", date.day));
    text = fill(m, text, "d", arena_printf(m, "%u", date.day));
    text = fill(m, text, "mm", arena_printf(m, "%02u", date.month));
    text = fill(m, text, "m", arena_printf(m, "%u", date.month));
    text = fill(m, text, "month", month);
    return fill(m, text, "y", arena_printf(m, "%u", date.year));
}

struct str job_site_title(struct job *j) {
    const struct config *c = &j->site->config;
    uint32_t in;
    struct str plain = site_text(j->site, j->language, &c->plain_title, &in);
    struct str title = site_text(j->site, j->language, &c->title, &in);
    return (c->discreet && plain.p != NULL) || title.p == NULL ? plain : title;
}

struct str job_page_title(struct job *j, const struct page *page) {
    return j->site->config.discreet && page->plain_title.p != NULL ? page->plain_title
                                                                   : page->title;
}

struct str job_edition(struct job *j) {
    const struct config *c = &j->site->config;
    struct str text = job_filled(j, "foot_pack", "pack", c->release.pack);
    text = fill(&j->mem, text, "serial", arena_printf(&j->mem, "%" PRIu64, c->release.serial));
    text = fill(&j->mem, text, "date", job_date(j, j->site->date));
    if (!date_is_set(c->release.expires))
        return text;
    struct str until = job_filled(j, "foot_expires", "date", job_date(j, c->release.expires));
    return arena_printf(&j->mem, "%.*s %.*s", STR_ARG(text), STR_ARG(until));
}

struct str job_emergency_text(struct job *j) {
    uint32_t in;
    return site_text(j->site, j->language, &j->site->config.emergency.text, &in);
}
