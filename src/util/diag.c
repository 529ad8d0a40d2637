/* Collecting, sorting and printing messages. Everything is copied on report; the excerpt is cut
 * from the source text at that moment. */
#include "util/diag.h"

#include <stdio.h>
#include <stdlib.h>

#include "util/utf8.h"

/* A line is looked up from the one found before, or from the start of the text when it is further
 * up: with very many messages out of order that adds up, so there is an end to it, the same for a
 * text whatever was told of others. Finding the end of a line costs as much as reading some bytes.
 */
enum {
    EXCERPT_MAX = 160,
    LINE_DIGITS = 5,
    SEARCH_TIMES = 32,
    SEARCH_FREE = 1 << 20,
    LINE_COST = 64
};

void diags_init(struct diags *d) {
    *d = (struct diags){0};
}

void diags_finish(struct diags *d) {
    arena_finish(&d->mem);
    *d = (struct diags){0};
}

static void count_level(struct diags *d, enum diag_level level) {
    size_t *counter = level == DIAG_ERROR     ? &d->errors
                      : level == DIAG_WARNING ? &d->warnings
                                              : &d->notes;
    (*counter)++;
}

static void add(struct diags *d, struct diag item) {
    count_level(d, item.level);
    *arena_push(&d->mem, &d->items, &d->count, &d->cap) = item;
}

static bool is_seen(const struct diag_search *seen, const struct source *source) {
    return seen->path != NULL && seen->text.p == source->text.p &&
           seen->text.len == source->text.len && strcmp(seen->path, source->path) == 0;
}

/* The line of `at`, or absent. */
static struct str line_of(struct diags *d, struct place at) {
    struct diag_search *seen = &d->seen;
    if (at.line == 0 || at.source == NULL || at.source->text.p == NULL)
        return STR_NONE;
    struct str text = at.source->text, line = STR_NONE;
    if (!is_seen(seen, at.source))
        *seen = (struct diag_search){.path = arena_cstr(&d->mem, str_from(at.source->path)),
                                     .text = text};
    if (seen->cost > SEARCH_FREE + SEARCH_TIMES * text.len)
        return STR_NONE;
    bool behind = at.line > seen->line;
    struct str rest = str_from_offset(text, behind ? seen->offset : 0), from = rest;
    uint32_t first = behind ? seen->line : 0, n = first;
    while (n < at.line && str_next_line(&rest, &line))
        n++;
    seen->cost += from.len - rest.len + (size_t)(n - first) * LINE_COST;
    if (n < at.line)
        return STR_NONE;
    seen->line = at.line - 1;
    seen->offset = (size_t)(line.p - text.p);
    return line;
}

/* Controls, and what turns the letters behind it around or breaks the line: a terminal would not
 * show what is there. */
static bool is_unshown(uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

/* The piece of a long line that is around `column`, in whole characters. */
static struct str around(struct str line, uint32_t column, uint32_t *cut) {
    enum { BEFORE = 60 };
    size_t at = column == 0 ? 0 : column - 1;
    size_t from = at > BEFORE ? at - BEFORE : 0, to = from + EXCERPT_MAX;
    if (line.len <= EXCERPT_MAX || at > line.len)
        from = 0;
    while (from > 0 && ((unsigned char)line.p[from] & 0xc0) == 0x80)
        from--;
    while (to < line.len && to > from && ((unsigned char)line.p[to] & 0xc0) == 0x80)
        to--;
    *cut = (uint32_t)from;
    return str_slice(line, from, to);
}

static const char *copy_excerpt(struct diags *d, struct place at, uint32_t *cut) {
    struct str line = line_of(d, at);
    if (line.p == NULL || !utf8_is_valid(around(line, at.column, cut)))
        return NULL;
    struct str piece = around(line, at.column, cut), rest = piece;
    char *copy = arena_cstr(&d->mem, piece);
    for (struct str from = rest; rest.len > 0; from = rest) /* blanks, so that columns stay */
        if (is_unshown(utf8_next(&rest)))
            memset(copy + (from.p - piece.p), ' ', from.len - rest.len);
    return copy;
}

static void report(struct diags *d, enum diag_level level, struct place at, const char *origin,
                   const char *code, const char *fmt, va_list args) {
    const char *path = at.source == NULL ? "" : at.source->path;
    uint32_t cut = 0;
    const char *excerpt = copy_excerpt(d, at, &cut);
    add(d, (struct diag){.level = level,
                         .path = arena_cstr(&d->mem, str_from(path)),
                         .line = at.line,
                         .column = at.column,
                         .width = at.width,
                         .code = code,
                         .message = arena_vprintf(&d->mem, fmt, args).p,
                         .origin = origin == NULL ? NULL : arena_cstr(&d->mem, str_from(origin)),
                         .excerpt = excerpt,
                         .cut = cut});
}

#define REPORT(d, level, at, origin, code, fmt)                                                    \
    do {                                                                                           \
        va_list args;                                                                              \
        va_start(args, fmt);                                                                       \
        report(d, level, at, origin, code, fmt, args);                                             \
        va_end(args);                                                                              \
    } while (0)

bool diag_error(struct diags *d, struct place at, const char *code, const char *fmt, ...) {
    REPORT(d, DIAG_ERROR, at, NULL, code, fmt);
    return false;
}

bool diag_warning(struct diags *d, struct place at, const char *code, const char *fmt, ...) {
    REPORT(d, DIAG_WARNING, at, NULL, code, fmt);
    return false;
}

bool diag_note(struct diags *d, struct place at, const char *code, const char *fmt, ...) {
    REPORT(d, DIAG_NOTE, at, NULL, code, fmt);
    return false;
}

bool diag_output(struct diags *d, struct place at, const char *origin, const char *code,
                 const char *fmt, ...) {
    REPORT(d, DIAG_ERROR, at, origin, code, fmt);
    return false;
}

bool diag_system(struct diags *d, const char *path, int err, const char *code, const char *fmt,
                 ...) {
    va_list args;
    va_start(args, fmt);
    struct str what = arena_vprintf(&d->mem, fmt, args);
    va_end(args);
    add(d, (struct diag){.level = DIAG_ERROR,
                         .path = arena_cstr(&d->mem, str_from(path)),
                         .code = code,
                         .message = arena_printf(&d->mem, "%s: %s", what.p, strerror(err)).p});
    d->system = true;
    return false;
}

static const char *copy_cstr(struct arena *mem, const char *c) {
    return c == NULL ? NULL : arena_cstr(mem, str_from(c));
}

void diags_merge(struct diags *into, const struct diags *from) {
    for (size_t i = 0; i < from->count; i++) {
        struct diag item = from->items[i];
        item.path = copy_cstr(&into->mem, item.path);
        item.message = copy_cstr(&into->mem, item.message);
        item.origin = copy_cstr(&into->mem, item.origin);
        item.excerpt = copy_cstr(&into->mem, item.excerpt);
        add(into, item);
    }
    into->system = into->system || from->system;
}

void diags_show(struct diags *d, const struct source *source) {
    for (size_t i = 0; i < d->count; i++) {
        struct diag *item = &d->items[i];
        if (item->line > 0 && item->excerpt == NULL && strcmp(item->path, source->path) == 0)
            item->excerpt = copy_excerpt(d, place_of(source, item->line, item->column, item->width),
                                         &item->cut);
    }
}

void diags_keep_errors(struct diags *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].level == DIAG_ERROR)
            d->items[kept++] = d->items[i];
    d->count = kept;
    d->warnings = d->notes = 0;
}

void diags_make_strict(struct diags *d) {
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].level == DIAG_WARNING)
            d->items[i].level = DIAG_ERROR;
    d->errors += d->warnings;
    d->warnings = 0;
}

static int compare(const void *left, const void *right) {
    const struct diag *a = left, *b = right;
    int c = strcmp(a->path, b->path);
    if (c == 0)
        c = (a->line > b->line) - (a->line < b->line);
    if (c == 0)
        c = (a->column > b->column) - (a->column < b->column);
    if (c == 0)
        c = strcmp(a->code, b->code);
    return c != 0 ? c : strcmp(a->message, b->message);
}

void diags_sort(struct diags *d) {
    if (d->count == 0)
        return;
    qsort(d->items, d->count, sizeof(d->items[0]), compare);
    size_t kept = 0;
    d->errors = d->warnings = d->notes = 0;
    for (size_t i = 0; i < d->count; i++)
        if (kept == 0 || compare(&d->items[kept - 1], &d->items[i]) != 0) {
            d->items[kept++] = d->items[i];
            count_level(d, d->items[kept - 1].level);
        }
    d->count = kept;
}

struct place place_at_offset(const struct source *source, size_t offset, size_t width) {
    struct str before = str_slice(source->text, 0, offset);
    size_t line = 1, start = 0;
    for (size_t i = 0; i < before.len; i++)
        if (before.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    return place_of(source, line, before.len - start + 1, width);
}

static const char *level_name(enum diag_level level) {
    static const char *const names[] = {"error", "warning", "note"};
    return names[level];
}

/* The excerpt and its underline; columns are bytes, the underline is laid out in characters. */
static void put_excerpt(const struct diag *item, bool color, struct buf *out) {
    struct str line = str_from(item->excerpt);
    bool cut = item->cut > 0;
    buf_printf(out, "%*u | %s%s\n", LINE_DIGITS, item->line, cut ? "…" : "", item->excerpt);
    if (item->column == 0 || item->column > item->cut + line.len + 1)
        return;
    size_t from = item->column - 1 - item->cut, width = item->width == 0 ? 1 : item->width;
    size_t before = utf8_columns(str_slice(line, 0, from)) + cut;
    size_t under = utf8_columns(str_slice(line, from, from + width));
    buf_printf(out, "%*s | %*s%s^", LINE_DIGITS, "", (int)before, "", color ? "\x1b[31m" : "");
    for (size_t i = 1; i < under; i++)
        buf_putc(out, '~');
    buf_puts(out, color ? "\x1b[0m\n" : "\n");
}

void diag_put_clean(struct str s, struct buf *out) {
    while (s.len > 0) {
        struct str from = s;
        uint32_t code = utf8_next(&s);
        size_t len = from.len - s.len;
        if (code == '\n' || code == '\t')
            buf_putc(out, ' ');
        else if (is_unshown(code) || (code == 0xfffd && len == 1))
            buf_putc(out, '?');
        else
            buf_put(out, str_of(from.p, len));
    }
}

static void put_text(const struct diag *item, bool color, struct buf *out) {
    static const char *const colors[] = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
    if (color && item->path[0] != '\0')
        buf_puts(out, "\x1b[1m");
    diag_put_clean(str_from(item->path), out);
    if (item->line != 0)
        buf_printf(out, ":%u", item->line);
    if (item->line != 0 && item->column != 0)
        buf_printf(out, ":%u", item->column);
    if (item->path[0] != '\0')
        buf_puts(out, color ? "\x1b[0m: " : ": ");
    buf_printf(out, "%s%s:%s ", color ? colors[item->level] : "", level_name(item->level),
               color ? "\x1b[0m" : "");
    diag_put_clean(str_from(item->message), out);
    if (item->origin != NULL) {
        buf_puts(out, " (from ");
        diag_put_clean(str_from(item->origin), out);
        buf_putc(out, ')');
    }
    buf_printf(out, " [%s]\n", item->code);
    if (item->excerpt != NULL)
        put_excerpt(item, color, out);
}

void diag_put_json(struct str s, struct buf *out) {
    buf_putc(out, '"');
    while (s.len > 0) {
        struct str from = s;
        uint32_t code = utf8_next(&s);
        size_t len = from.len - s.len;
        if (code == '"' || code == '\\')
            buf_printf(out, "\\%c", (int)code);
        else if (is_unshown(code) || (code == 0xfffd && len == 1))
            buf_printf(out, "\\u%04x", code);
        else
            buf_put(out, str_of(from.p, len));
    }
    buf_putc(out, '"');
}

static void put_json(const struct diag *item, struct buf *out) {
    buf_printf(out, "{\"level\":\"%s\",\"path\":", level_name(item->level));
    diag_put_json(str_from(item->path), out);
    buf_printf(out,
               ",\"line\":%u,\"column\":%u,\"width\":%u,\"code\":\"%s\",\"message\":", item->line,
               item->column, item->width, item->code);
    diag_put_json(str_from(item->message), out);
    if (item->origin != NULL) {
        buf_puts(out, ",\"origin\":");
        diag_put_json(str_from(item->origin), out);
    }
    if (item->excerpt != NULL) {
        buf_puts(out, ",\"excerpt\":");
        diag_put_json(str_from(item->excerpt), out);
    }
    buf_puts(out, "}\n");
}

/* Workflow commands: "%", CR and LF are escaped in data, "," and ":" in properties too. */
static void put_github_escaped(struct str s, bool property, struct buf *out) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", (unsigned)c);
        else
            buf_putc(out, c);
    }
}

static void put_github(const struct diag *item, struct buf *out) {
    static const char *const commands[] = {"error", "warning", "notice"};
    buf_printf(out, "::%s file=", commands[item->level]);
    put_github_escaped(str_from(item->path), true, out);
    if (item->line != 0)
        buf_printf(out, ",line=%u", item->line);
    if (item->line != 0 && item->column != 0)
        buf_printf(out, ",col=%u", item->column);
    buf_puts(out, ",title=");
    put_github_escaped(str_from(item->code), true, out);
    buf_puts(out, "::");
    put_github_escaped(str_from(item->message), false, out);
    buf_putc(out, '\n');
}

void diags_format(const struct diags *d, enum diag_format format, bool color, struct buf *out) {
    for (size_t i = 0; i < d->count; i++) {
        if (format == DIAG_JSON)
            put_json(&d->items[i], out);
        else if (format == DIAG_GITHUB)
            put_github(&d->items[i], out);
        else
            put_text(&d->items[i], color, out);
    }
}
