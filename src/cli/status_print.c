/* The tables of `status`. Few languages get words, many get letters, very many get several tables.
 */
#include "cli/status_print.h"

enum { COLUMNS = 80, WORD_COLUMN = 11, KEY_COLUMN_MIN = 24, LETTERED_KEY_COLUMN = 40 };

static const char letters[STATUS_STATES] = {'-', 'd', 'w', 'o', 's', '?', '=', '*'};

static bool is_fine(enum status_state state) {
    return state == STATUS_FRESH || state == STATUS_ORIGINAL;
}

static bool row_is_due(const struct site *site, const struct status_row *row) {
    for (size_t i = 0; i < site->language_count; i++)
        if (!is_fine(row->cells[i].state))
            return true;
    return false;
}

/* `text` in exactly `width` columns; what is too long loses its middle. */
static void put_cell(struct buf *out, struct str text, size_t width) {
    size_t wide = utf8_columns(text);
    if (wide < width) {
        buf_printf(out, "%.*s%*s", STR_ARG(text), (int)(width - wide), "");
        return;
    }
    size_t keep = width - 4, tail = keep / 2; /* keys are ASCII: a byte is a column */
    buf_printf(out, "%.*s...%.*s ", (int)(keep - tail), text.p, (int)tail,
               text.p + text.len - tail);
}

static void trim_line(struct buf *out) {
    while (out->len > 0 && out->p[out->len - 1] == ' ')
        out->len--;
    buf_putc(out, '\n');
}

struct layout {
    size_t key, cell, per_table; /* columns, columns, languages */
    bool words;
};

static struct layout plan(const struct site *site) {
    struct layout l = {.words = true, .cell = WORD_COLUMN};
    if (site->language_count * WORD_COLUMN + KEY_COLUMN_MIN <= COLUMNS) {
        l.key = COLUMNS - site->language_count * WORD_COLUMN;
        l.key = l.key > LETTERED_KEY_COLUMN ? LETTERED_KEY_COLUMN : l.key;
        l.per_table = site->language_count;
        return l;
    }
    l = (struct layout){.key = LETTERED_KEY_COLUMN, .cell = 3};
    for (size_t i = 0; i < site->language_count; i++)
        if (site->languages[i].tag.len + 1 > l.cell)
            l.cell = site->languages[i].tag.len + 1;
    l.cell = l.cell > 20 ? 20 : l.cell;
    l.per_table = (COLUMNS - l.key) / l.cell;
    return l;
}

static void put_table(const struct site *site, const struct status *status, struct layout l,
                      size_t from, bool due_only, struct buf *out) {
    size_t to =
        from + l.per_table < site->language_count ? from + l.per_table : site->language_count;
    put_cell(out, str_lit("page"), l.key);
    for (size_t i = from; i < to; i++)
        put_cell(out, site->languages[i].tag, l.cell);
    trim_line(out);
    for (size_t r = 0; r < status->row_count; r++) {
        const struct status_row *row = &status->rows[r];
        if (due_only && !row_is_due(site, row))
            continue;
        put_cell(out, row->key, l.key);
        for (size_t i = from; i < to; i++) {
            enum status_state state = row->cells[i].state;
            put_cell(out, l.words ? str_from(status_names[state]) : str_of(&letters[state], 1),
                     l.cell);
        }
        trim_line(out);
    }
}

static void put_legend(struct buf *out) {
    for (size_t i = 0; i < STATUS_STATES; i++)
        buf_printf(out, "%s%c %s",
                   i == 0   ? ""
                   : i == 4 ? "\n"
                            : "   ",
                   letters[i], status_names[i]);
    buf_putc(out, '\n');
}

static void put_counts(const struct site *site, const struct status *status, struct buf *out) {
    for (size_t i = 0; i < site->language_count; i++) {
        size_t counts[STATUS_STATES] = {0};
        bool any = false;
        for (size_t r = 0; r < status->row_count; r++)
            counts[status->rows[r].cells[i].state]++;
        buf_printf(out, "%.*s:", STR_ARG(site->languages[i].tag));
        for (size_t k = STATUS_STATES; k-- > 0;)
            if (counts[k] > 0) {
                buf_printf(out, "%s %zu %s", any ? "," : "", counts[k], status_names[k]);
                any = true;
            }
        buf_puts(out, any ? "\n" : " no pages\n");
    }
}

static void put_services(const struct status *status, bool due_only, struct buf *out) {
    bool first = true;
    for (size_t i = 0; i < status->service_count; i++) {
        const struct status_service *s = &status->services[i];
        if (due_only && !s->overdue)
            continue;
        if (first)
            buf_puts(out, "\nservice                                 checked     days ago\n");
        first = false;
        put_cell(out, s->service->id, LETTERED_KEY_COLUMN);
        if (s->age_days < 0)
            buf_puts(out, "never       overdue");
        else
            buf_printf(out, "%s %9d%s", date_format(s->checked).p, (int)s->age_days,
                       s->overdue ? "   overdue" : "");
        buf_puts(out, s->service->example ? "   example\n" : "\n");
    }
}

void status_print_table(const struct site *site, const struct status *status, bool due_only,
                        struct buf *out) {
    struct layout l = plan(site);
    for (size_t from = 0; from < site->language_count; from += l.per_table) {
        put_table(site, status, l, from, due_only, out);
        buf_putc(out, '\n');
    }
    if (!l.words)
        put_legend(out);
    put_counts(site, status, out);
    put_services(status, due_only, out);
}

/* --- JSON */

static void put_json_text(struct buf *out, const char *name, struct str value) {
    buf_printf(out, "\"%s\":", name);
    diag_put_json(value, out);
}

static void put_json_date(struct buf *out, const char *name, struct date date) {
    if (date_is_set(date))
        buf_printf(out, ",\"%s\":\"%s\"", name, date_format(date).p);
}

static void put_json_cell(const struct site *site, const struct status_row *row, size_t language,
                          struct buf *out) {
    const struct status_cell *c = &row->cells[language];
    buf_putc(out, '{');
    put_json_text(out, "type", str_lit("page"));
    buf_putc(out, ',');
    put_json_text(out, "key", row->key);
    buf_putc(out, ',');
    put_json_text(out, "language", site->languages[language].tag);
    buf_putc(out, ',');
    put_json_text(out, "state", str_from(status_names[c->state]));
    buf_printf(out, ",\"overdue\":%s,\"stale\":%s,", c->overdue ? "true" : "false",
               c->stale ? "true" : "false");
    put_json_text(out, "original", str_from(row->original->document->source.path));
    if (c->page != NULL) {
        buf_putc(out, ',');
        put_json_text(out, "path", str_from(c->page->document->source.path));
        put_json_date(out, "reviewed", c->page->document->meta.reviewed);
        put_json_date(out, "review_by", c->page->review_by);
    }
    buf_puts(out, "}\n");
}

void status_print_json(const struct site *site, const struct status *status, bool due_only,
                       struct buf *out) {
    for (size_t r = 0; r < status->row_count; r++)
        for (size_t i = 0; i < site->language_count; i++)
            if (!due_only || !is_fine(status->rows[r].cells[i].state))
                put_json_cell(site, &status->rows[r], i, out);
    for (size_t i = 0; i < status->service_count; i++) {
        const struct status_service *s = &status->services[i];
        if (due_only && !s->overdue)
            continue;
        buf_putc(out, '{');
        put_json_text(out, "type", str_lit("service"));
        buf_putc(out, ',');
        put_json_text(out, "id", s->service->id);
        buf_putc(out, ',');
        put_json_text(out, "path", str_from(s->service->source.path));
        put_json_date(out, "checked", s->checked);
        if (s->age_days >= 0)
            buf_printf(out, ",\"age_days\":%d", (int)s->age_days);
        buf_printf(out, ",\"overdue\":%s,\"example\":%s}\n", s->overdue ? "true" : "false",
                   s->service->example ? "true" : "false");
    }
}
