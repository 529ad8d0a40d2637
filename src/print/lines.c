/* From glyphs to lines: as many words as fit, then the next line. Parts of a line that are read the
 * other way are turned round, as the Unicode Bidirectional Algorithm, rule L2, has it. */
#include "print/shape.h"

/* DejaVu's own leading is tight for reading on paper. */
static const double leading = 1.06;

struct breaking {
    struct arena *mem;
    const struct shape *shape;
    double size, width; /* width: of lines, for a text of one point; 0 for no end */
    size_t run;         /* none before it is in later lines */
};

/* Where the line that begins with unit `from` ends. White space at its end needs no room. What
 * clings (a number and its unit) is parted only where the line has no other place to end. */
static size_t line_end(const struct breaking *b, size_t from, size_t to) {
    size_t line = from, clung = from, word = from;
    double used = 0, seen = 0; /* seen: without white space at the end */
    for (size_t i = from; i < to && b->width > 0; i++) {
        const struct shape_unit *u = &b->shape->units[i];
        if (u->may_break && !u->clings && i > from)
            line = i;
        if (u->clings && i > from)
            clung = i;
        if (u->may_part && i > from)
            word = i;
        used += u->width;
        seen = u->white ? seen : used;
        if (seen > b->width)
            return line > from ? line : clung > from ? clung : word > from ? word : i + 1;
    }
    return to;
}

static void turn(struct line_run *runs, size_t from, size_t to) {
    for (; from + 1 < to; from++, to--) {
        struct line_run run = runs[from];
        runs[from] = runs[to - 1];
        runs[to - 1] = run;
    }
}

/* From the order of reading to that of the page. */
static void put_in_order(struct line_run *runs, size_t count) {
    int highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = runs[i].run->level > highest ? runs[i].run->level : highest;
    for (int level = highest; level > 0; level--)
        for (size_t i = 0, end; i < count; i = end) {
            for (end = i; end < count && runs[end].run->level >= level;)
                end++;
            turn(runs, i, end);
            end += end == i;
        }
}

static size_t text_end(const struct breaking *b, const struct shape_run *run, size_t unit) {
    return unit == run->unit_to ? run->to : b->shape->units[unit].from;
}

/* The part of a run between two units. */
static struct line_run cut_run(const struct breaking *b, const struct shape_run *run, size_t from,
                               size_t to) {
    size_t first = run->unit_from > from ? run->unit_from : from;
    size_t after = run->unit_to < to ? run->unit_to : to;
    const struct shape_unit *low = &b->shape->units[first], *high = &b->shape->units[after - 1];
    bool rtl = run->level % 2 == 1;
    return (struct line_run){.run = run,
                             .from = rtl ? high->glyph : low->glyph,
                             .to = rtl ? low->glyph_to : high->glyph_to,
                             .text_from = low->from,
                             .text_to = text_end(b, run, after)};
}

/* The runs with units between `from` and `to`. Lines come one after another. */
static struct line_run *cut_runs(struct breaking *b, size_t from, size_t to, size_t *count) {
    const struct shape *shape = b->shape;
    size_t end;
    *count = 0;
    if (from == to)
        return NULL;
    while (shape->runs[b->run].unit_to <= from)
        b->run++;
    for (end = b->run; end < shape->run_count && shape->runs[end].unit_from < to;)
        end++;
    struct line_run *runs = arena_array(b->mem, struct line_run, end - b->run);
    for (size_t i = b->run; i < end; i++)
        if (shape->runs[i].unit_to > shape->runs[i].unit_from)
            runs[(*count)++] = cut_run(b, &shape->runs[i], from, to);
    put_in_order(runs, *count);
    return runs;
}

static struct line make_line(struct breaking *b, const struct shape_part *part, size_t from,
                             size_t to) {
    const struct shape_unit *units = b->shape->units;
    double ascent = 0, descent = 0, width = 0;
    struct line line = {.shape = b->shape, .size = b->size};
    while (to > from && units[to - 1].white)
        to--;
    line.runs = cut_runs(b, from, to, &line.run_count);
    for (size_t i = from; i < to; i++)
        width += units[i].width;
    for (size_t i = 0; i < line.run_count; i++) {
        const struct shape_run *run = line.runs[i].run;
        ascent = run->ascent > ascent ? run->ascent : ascent;
        descent = run->descent > descent ? run->descent : descent;
    }
    if (line.run_count == 0) {
        ascent = part->ascent;
        descent = part->descent;
    }
    double height = (ascent + descent) * b->size, more = height * (leading - 1);
    line.width = width * b->size;
    line.height = height + more;
    line.ascent = ascent * b->size + more / 2;
    return line;
}

struct lines type_lines(struct type *t, const struct rich *text, double size, double width,
                        bool rtl, unsigned style) {
    enum { ROUNDED = 1024 }; /* what is as wide as the line fits into it */
    struct lines out = {0};
    struct breaking b = {.mem = t->mem,
                         .shape = shape_text(t, text, rtl, style),
                         .size = size,
                         .width = width > 0 ? (width + 1.0 / ROUNDED) / size : 0};
    for (size_t i = 0; i < b.shape->part_count; i++) {
        const struct shape_part *part = &b.shape->parts[i];
        size_t from = part->unit_from;
        do {
            size_t to = line_end(&b, from, part->unit_to);
            *arena_push(t->mem, &out.items, &out.count, &out.cap) = make_line(&b, part, from, to);
            from = to;
        } while (from < part->unit_to);
    }
    return out;
}

double type_width(struct type *t, const struct rich *text, double size, bool rtl, unsigned style) {
    struct lines lines = type_lines(t, text, size, 0, rtl, style);
    double width = 0;
    for (size_t i = 0; i < lines.count; i++)
        width = lines.items[i].width > width ? lines.items[i].width : width;
    return width;
}

double type_least(struct type *t, const struct rich *text, double size, bool rtl, unsigned style) {
    const struct shape *shape = shape_text(t, text, rtl, style);
    double most = 0, used = 0;
    for (size_t i = 0; i < shape->part_count; i++)
        for (size_t k = shape->parts[i].unit_from; k < shape->parts[i].unit_to; k++) {
            const struct shape_unit *u = &shape->units[k];
            bool begins = k == shape->parts[i].unit_from || (u->may_break && !u->clings);
            used = (begins ? 0 : used) + u->width;
            most = used > most && !u->white ? used : most;
        }
    return most * size;
}
