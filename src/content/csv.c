/* Rows and cells of a CSV text, each cell with its place. Linear: a quote that is never closed ends
 * the file, so it is looked for once. */
#include "content/csv.h"

#include "content/bytes.h"

void csv_init(struct csv *c, struct arena *mem, const struct source *source, struct diags *d) {
    size_t mark = source->text.len - bytes_without_mark(source->text).len;
    *c = (struct csv){.mem = mem,
                      .source = source,
                      .d = d,
                      .pos = mark,
                      .line = 1,
                      .errors_before = d->errors,
                      .mistakes_max = CSV_MISTAKES_MAX,
                      .separator = ','};
}

/* --- what spreadsheets make of a table */

/* Excel reads and writes a line "sep=;" above the table; no program shows it as a row. */
static bool take_hint(struct csv *c) {
    struct str text = str_from_offset(c->source->text, c->pos), rest = text, line;
    if (!str_next_line(&rest, &line) || line.len != 5 || !str_starts(line, str_lit("sep=")))
        return false;
    c->separator = line.p[4];
    c->pos = c->line_start = c->source->text.len - rest.len;
    c->line++;
    return true;
}

/* Which of them there is most of in the first line outside quotes; a comma when there is none. */
static char most_frequent(struct str text) {
    static const char separators[] = {',', ';', '\t'};
    size_t counts[sizeof(separators)] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len && (quoted || text.p[i] != '\n'); i++) {
        quoted = quoted != (text.p[i] == '"');
        for (size_t k = 0; !quoted && k < sizeof(separators); k++)
            counts[k] += text.p[i] == separators[k];
    }
    for (size_t k = 1; k < sizeof(separators); k++)
        if (counts[k] > counts[best])
            best = k;
    return separators[best];
}

void csv_find_separator(struct csv *c) {
    if (!take_hint(c))
        c->separator = most_frequent(str_from_offset(c->source->text, c->pos));
}

static bool is_utf16(struct str text) {
    size_t zeros = 0;
    if (text.len >= 2 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0))
        return true;
    for (size_t i = 0; i < text.len && i < 64; i++)
        zeros += text.p[i] == '\0';
    return zeros > 8;
}

bool csv_check_encoding(const struct source *source, struct diags *d) {
    static const char advice[] =
        "save the table as CSV with the encoding UTF-8 (Excel: 'CSV UTF-8'; LibreOffice: "
        "'Text CSV', then 'Unicode (UTF-8)')";
    if (is_utf16(source->text))
        return diag_error(d, place_of(source, 0, 0, 0), "csv/encoding",
                          "is UTF-16, Excel's 'Unicode Text': %s", advice);
    size_t bad = utf8_first_bad(source->text);
    if (bad == SIZE_MAX)
        return true;
    return diag_error(d, place_at_offset(source, bad, 1), "csv/encoding",
                      "the byte 0x%02x is not UTF-8, so letters like ä or é would be lost: %s",
                      (unsigned char)source->text.p[bad], advice);
}

/* --- cells */

static bool at_end(const struct csv *c) {
    return c->pos >= c->source->text.len;
}

static char peek(const struct csv *c) {
    return at_end(c) ? '\n' : c->source->text.p[c->pos];
}

static void step(struct csv *c) {
    if (peek(c) == '\n') {
        c->line++;
        c->line_start = c->pos + 1;
    }
    c->pos++;
}

static struct place here(const struct csv *c) {
    return place_of(c->source, c->line, c->pos - c->line_start + 1, 1);
}

static bool at_row_end(const struct csv *c) {
    return peek(c) == '\n' || (peek(c) == '\r' && (c->pos + 1 >= c->source->text.len ||
                                                   c->source->text.p[c->pos + 1] == '\n'));
}

/* To the start of the next row. */
static void finish_row(struct csv *c) {
    while (!at_end(c) && peek(c) != '\n')
        step(c);
    if (!at_end(c))
        step(c);
}

/* Behind the opening quote; the value has doubled quotes halved and CRLF as LF. */
static bool quoted_cell(struct csv *c, struct word *out) {
    struct place open = here(c);
    step(c);
    size_t from = c->pos, len = 0;
    out->at = here(c);
    size_t line = c->line, first_line_end = 0;
    char *p = NULL;
    const char *text = c->source->text.p;
    /* First to find the end, then to copy. */
    while (!at_end(c) &&
           (peek(c) != '"' || (c->pos + 1 < c->source->text.len && text[c->pos + 1] == '"'))) {
        if (peek(c) == '"')
            step(c);
        if (peek(c) == '\n' && c->line == line)
            first_line_end = c->pos;
        step(c);
    }
    if (at_end(c))
        return diag_error(c->d, open, "csv/quote", "the quote that opens here is never closed");
    p = arena_alloc(c->mem, c->pos - from + 1, 1);
    for (size_t i = from; i < c->pos; i++) {
        if (text[i] == '\r' && text[i + 1] == '\n')
            continue;
        p[len++] = text[i];
        i += text[i] == '"';
    }
    p[len] = '\0';
    out->value = str_of(p, len);
    out->at.width = (uint32_t)((first_line_end > 0 ? first_line_end : c->pos) - from);
    step(c);
    if (peek(c) == c->separator || at_row_end(c))
        return true;
    return diag_error(c->d, here(c), "csv/quote",
                      "text after the closing quote: write a quote inside a cell twice");
}

static bool bare_cell(struct csv *c, struct word *out) {
    size_t from = c->pos;
    out->at = here(c);
    while (peek(c) != c->separator && !at_row_end(c)) {
        if (peek(c) == '"')
            return diag_error(c->d, here(c), "csv/quote",
                              "a quote inside a cell: put the whole cell in quotes and write this "
                              "one twice");
        step(c);
    }
    out->value = arena_str(c->mem, str_slice(c->source->text, from, c->pos));
    out->at.width = (uint32_t)(c->pos - from);
    return true;
}

/* One row into `cells`; false when it was refused. */
static bool take_row(struct csv *c, struct words *cells) {
    cells->count = 0;
    for (;;) {
        struct word cell = {0};
        if (!(peek(c) == '"' ? quoted_cell(c, &cell) : bare_cell(c, &cell)))
            return false;
        *arena_push(c->mem, &cells->items, &cells->count, &cells->cap) = cell;
        if (peek(c) != c->separator || at_end(c))
            return true;
        step(c);
    }
}

static bool is_blank(const struct words *cells) {
    for (size_t i = 0; i < cells->count; i++)
        if (str_trim(cells->items[i].value).len > 0)
            return false;
    return true;
}

bool csv_next(struct csv *c, struct words *cells) {
    while (!at_end(c) && c->d->errors - c->errors_before < c->mistakes_max) {
        c->row++;
        bool ok = take_row(c, cells);
        finish_row(c);
        if (ok && !is_blank(cells))
            return true;
    }
    return false;
}
