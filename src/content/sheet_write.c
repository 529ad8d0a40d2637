/* Services as a table. Each service gives its cells with a sorting key, which is the place of the
 * column among all columns; the columns are those that any service has a cell in. */
#include <stdlib.h>

#include "content/content.h"
#include "content/sheet.h"

enum { ABOUT_BASIS = 1, ABOUT_CHECKED, ABOUT_NOTE, LANGUAGES_KNOWN = 200 };

struct out_cell {
    uint64_t key;
    struct str name, value;
};
struct out_row {
    struct out_cell *cells;
    size_t count, cap;
};

struct writer {
    struct arena mem;
    const struct config_language *languages;
    size_t language_count;
    struct out_row *row;
    /* where the next cell belongs: */
    uint64_t field, index, item;
    struct str name; /* "channels.2.tor" */
};

static void cell(struct writer *w, struct str name, uint64_t about, uint64_t language,
                 struct str value) {
    if (value.p == NULL)
        return;
    uint64_t key = w->field << 48 | w->index << 32 | w->item << 24 | about << 16 | language;
    *arena_push(&w->mem, &w->row->cells, &w->row->count, &w->row->cap) =
        (struct out_cell){key, name, value};
}

static void word(struct writer *w, struct str value) {
    cell(w, w->name, 0, 0, value);
}

static void set_date(struct writer *w, struct str name, uint64_t about, struct date date) {
    if (date_is_set(date))
        cell(w, name, about, 0, arena_str(&w->mem, str_from(date_format(date).p)));
}

/* Without a language first, then in the order of site.yaml, then by name. */
static uint64_t language_order(const struct writer *w, struct str tag) {
    if (tag.p == NULL)
        return 0;
    for (size_t i = 0; i < w->language_count; i++)
        if (str_eq_nocase(w->languages[i].tag, tag))
            return 1 + i;
    uint64_t order = LANGUAGES_KNOWN;
    for (size_t i = 0; i < 2 && i < tag.len; i++)
        order += (uint64_t)((unsigned char)ascii_lower(tag.p[i]) - 'a' + 1) * (i == 0 ? 100 : 1);
    return order;
}

static void texts(struct writer *w, struct str name, uint64_t about, const struct text *t) {
    for (size_t i = 0; i < t->count; i++) {
        const struct text_entry *e = &t->items[i];
        struct str column =
            e->lang.p == NULL ? name
                              : arena_printf(&w->mem, "%.*s.%.*s", STR_ARG(name), STR_ARG(e->lang));
        cell(w, column, about, language_order(w, e->lang), e->value);
    }
}

static struct str sub(struct writer *w, const char *part) {
    return arena_printf(&w->mem, "%.*s.%s", STR_ARG(w->name), part);
}

static void about(struct writer *w, struct str basis, struct date checked,
                  const struct text *note) {
    cell(w, sub(w, "basis"), ABOUT_BASIS, 0, basis);
    set_date(w, sub(w, "checked"), ABOUT_CHECKED, checked);
    texts(w, sub(w, "note"), ABOUT_NOTE, note);
}

/* --- what a field may be. Each moves on to the next column. */

static void next(struct writer *w, const char *name) {
    w->field++;
    w->index = w->item = 0;
    w->name = str_from(name);
}

static void put_word(struct writer *w, const char *name, struct str value) {
    next(w, name);
    word(w, value);
}

static void put_text(struct writer *w, const char *name, const struct text *t) {
    next(w, name);
    texts(w, w->name, 0, t);
}

static struct str joined(struct writer *w, const struct words *list) {
    struct str out = STR_NONE;
    for (size_t i = 0; i < list->count; i++)
        out = i == 0 ? list->items[i].value
                     : arena_printf(&w->mem, "%.*s; %.*s", STR_ARG(out),
                                    STR_ARG(list->items[i].value));
    return out;
}

static void claim(struct writer *w, const struct claim *c) {
    if (c->at.line != 0)
        word(w, c->value);
    about(w, c->basis, c->checked, &c->note);
}

static void statement(struct writer *w, const struct statement *s) {
    texts(w, w->name, 0, &s->value);
    about(w, s->basis, s->checked, &s->note);
}

static void put_statements(struct writer *w, const char *name, const struct statements *list) {
    next(w, name);
    if (list->known && list->count == 0)
        word(w, str_lit("[]"));
    about(w, list->about.basis, list->about.checked, &list->about.note);
    for (size_t i = 0; i < list->count; i++) {
        w->index = i + 1;
        w->name = arena_printf(&w->mem, "%s.%zu", name, i + 1);
        statement(w, &list->items[i]);
    }
}

/* "channels.2.tor" */
static void item(struct writer *w, const char *list, size_t index, const char *name) {
    w->item = w->index == index + 1 ? w->item + 1 : 1;
    w->index = index + 1;
    w->name = arena_printf(&w->mem, "%s.%zu.%s", list, index + 1, name);
}

static void put_schedules(struct writer *w, const struct service *s) {
    next(w, "schedules");
    for (size_t i = 0; i < s->schedule_count; i++) {
        item(w, "schedules", i, "hours");
        word(w, s->schedules[i].hours_text);
        item(w, "schedules", i, "note");
        texts(w, w->name, 0, &s->schedules[i].note);
    }
}

static void put_phones(struct writer *w, const struct service *s) {
    next(w, "phones");
    for (size_t i = 0; i < s->phone_count; i++) {
        item(w, "phones", i, "number");
        word(w, s->phones[i].number);
        item(w, "phones", i, "caller_id");
        claim(w, &s->phones[i].caller_id);
        item(w, "phones", i, "note");
        texts(w, w->name, 0, &s->phones[i].note);
    }
}

static void put_shared(struct writer *w, const struct service *s) {
    next(w, "shared_with");
    if (s->shared_known && s->shared_count == 0)
        word(w, str_lit("[]"));
    for (size_t i = 0; i < s->shared_count; i++) {
        const struct shared_with *row = &s->shared_with[i];
        item(w, "shared_with", i, "party");
        texts(w, w->name, 0, &row->party.value);
        item(w, "shared_with", i, "when");
        word(w, row->when);
        item(w, "shared_with", i, "basis");
        word(w, row->party.basis);
        item(w, "shared_with", i, "checked");
        set_date(w, w->name, 0, row->party.checked);
        item(w, "shared_with", i, "note");
        texts(w, w->name, 0, &row->party.note);
    }
}

static void put_channels(struct writer *w, const struct service *s) {
    next(w, "channels");
    for (size_t i = 0; i < s->channel_count; i++) {
        const struct channel *c = &s->channels[i];
        item(w, "channels", i, "type");
        word(w, c->type);
        item(w, "channels", i, "address");
        texts(w, w->name, 0, &c->address);
        for (size_t k = 0; k < CHANNEL_CLAIM_COUNT; k++) {
            item(w, "channels", i, channel_claim_kinds[k].name);
            claim(w, &c->claims[k]);
        }
        item(w, "channels", i, "key");
        word(w, c->key);
        item(w, "channels", i, "since");
        set_date(w, w->name, 0, c->since);
        item(w, "channels", i, "until");
        set_date(w, w->name, 0, c->until);
        item(w, "channels", i, "note");
        texts(w, w->name, 0, &c->note);
    }
}

static void put_claims(struct writer *w, const struct service *s, enum claim_group group) {
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (claim_kinds[i].group == group) {
            next(w, claim_kinds[i].name);
            claim(w, &s->claims[i]);
        }
}

static void put_statement(struct writer *w, const char *name, const struct statement *s) {
    next(w, name);
    statement(w, s);
}

static void put_facts(struct writer *w, const struct service *s) {
    static const char *const status[] = {[SERVICE_ACTIVE] = "active",
                                         [SERVICE_INACTIVE] = "inactive",
                                         [SERVICE_DEFUNCT] = "defunct",
                                         [SERVICE_TEMPORARILY_CLOSED] = "temporarily-closed"};
    put_word(w, "id", s->id);
    put_text(w, "name", &s->name);
    put_word(w, "status", str_from(status[s->status]));
    put_word(w, "example", s->example ? str_lit("yes") : STR_NONE);
    put_word(w, "kinds", joined(w, &s->kinds));
    put_word(w, "area", s->area);
    put_text(w, "alert", &s->alert);
    put_text(w, "description", &s->description);
    put_text(w, "address", &s->address);
    put_schedules(w, s);
    put_phones(w, s);
    put_word(w, "languages", joined(w, &s->languages));
    put_text(w, "eligibility", &s->eligibility);
    put_text(w, "fees", &s->fees);
    next(w, "assured_date");
    set_date(w, w->name, 0, s->assured);
}

static void put_service(struct writer *w, const struct service *s) {
    w->field = 0;
    put_facts(w, s);
    put_claims(w, s, CLAIM_SHOWN);
    put_claims(w, s, CLAIM_RECORDED);
    put_statements(w, "record_items", &s->record_items);
    put_statement(w, "record_retention", &s->record_retention);
    put_shared(w, s);
    put_statements(w, "duty_to_report", &s->duty_to_report);
    put_statement(w, "police", &s->police);
    put_claims(w, s, CLAIM_NOTICED);
    next(w, "staff");
    word(w, s->staff_known && s->staff.count == 0 ? str_lit("[]") : joined(w, &s->staff));
    about(w, s->staff_about.basis, s->staff_about.checked, &s->staff_about.note);
    put_claims(w, s, CLAIM_MET);
    put_statement(w, "replies", &s->replies);
    put_channels(w, s);
}

/* --- the table */

static int compare_cells(const void *a, const void *b) {
    const struct out_cell *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return str_cmp(x->name, y->name);
}

static void put_cell(struct buf *out, struct str value) {
    static const char special[] = ",;\t\"\n\r";
    bool quoted = false;
    for (size_t i = 0; i < value.len && !quoted; i++)
        quoted = memchr(special, value.p[i], sizeof(special) - 1) != NULL;
    if (quoted)
        buf_putc(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (sheet_needs_guard(value, i))
            buf_putc(out, '\'');
        if (value.p[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, value.p[i]);
    }
    if (quoted)
        buf_putc(out, '"');
}

/* The columns of all rows, each once, in order. */
static struct out_row all_columns(struct arena *mem, const struct out_row *rows, size_t count) {
    struct out_row all = {0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < rows[i].count; k++)
            *arena_push(mem, &all.cells, &all.count, &all.cap) = rows[i].cells[k];
    if (all.count > 0)
        qsort(all.cells, all.count, sizeof(all.cells[0]), compare_cells);
    for (size_t i = 0; i < all.count; i++)
        if (kept == 0 || compare_cells(&all.cells[kept - 1], &all.cells[i]) != 0)
            all.cells[kept++] = all.cells[i];
    all.count = kept;
    return all;
}

static void put_row(struct buf *out, const struct out_row *columns, const struct out_row *row,
                    char separator) {
    size_t at = 0;
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            buf_putc(out, separator);
        if (row == NULL)
            put_cell(out, columns->cells[i].name);
        else if (at < row->count && compare_cells(&row->cells[at], &columns->cells[i]) == 0)
            put_cell(out, row->cells[at++].value);
    }
    buf_puts(out, "\r\n");
}

void services_write(const struct service *services, size_t count,
                    const struct config_language *languages, size_t language_count, char separator,
                    struct buf *out) {
    struct writer w = {.languages = languages, .language_count = language_count};
    struct out_row *rows = arena_array(&w.mem, struct out_row, count + 1);
    for (size_t i = 0; i < count; i++) {
        w.row = &rows[i];
        put_service(&w, &services[i]);
        qsort(rows[i].cells, rows[i].count, sizeof(rows[i].cells[0]), compare_cells);
    }
    struct out_row columns = all_columns(&w.mem, rows, count);
    if (count == 0)
        *arena_push(&w.mem, &columns.cells, &columns.count, &columns.cap) =
            (struct out_cell){0, str_lit("id"), STR_NONE};
    buf_puts(out, "\xef\xbb\xbf");
    put_row(out, &columns, NULL, separator);
    for (size_t i = 0; i < count; i++)
        put_row(out, &columns, &rows[i], separator);
    arena_finish(&w.mem);
}
