/* From blocks to strips: sizes, indents, space, and which lines may not part. */
#include "print/strips.h"

#include "print/table.h"

/* Shares of the size of the text. */
static const double heading_sizes[] = {1.7, 1.7, 1.3, 1.1, 1, 1, 1};
static const double paragraph_gap = 0.45, heading_gap = 0.9, item_gap = 0.25, box_gap = 0.6,
                    list_indent = 1.35, digit_width = 0.7, box_indent = 1.0, small_size = 0.85;

struct cutting {
    struct strips *out;
    const struct setting *s;
    struct arena *mem;
    const struct block *before; /* NULL at the start */
};

struct strip *strips_push(struct strips *out, const struct block *b, double before, double height,
                          struct arena *mem) {
    struct strip *strip = arena_push(mem, &out->items, &out->count, &out->cap);
    *strip = (struct strip){.before = before,
                            .height = height,
                            .box = b->box,
                            .box_id = b->box_id,
                            .said = b->text.text};
    return strip;
}

struct piece *strips_piece(struct strip *strip, struct arena *mem) {
    return arena_push(mem, &strip->pieces, &strip->piece_count, &strip->piece_cap);
}

double strips_indent(const struct setting *s, const struct block *b) {
    double indent = (b->depth * list_indent + b->digits * digit_width) * s->size +
                    (b->box_id != 0 ? box_indent * s->size : 0);
    return indent < s->width / 2 ? indent : s->width / 2;
}

static double gap_before(const struct cutting *c, const struct block *b) {
    double size = c->s->size;
    const struct block *last = c->before;
    if (last == NULL)
        return 0;
    if (b->box_id != last->box_id)
        return box_gap * size;
    if (b->kind == BLOCK_HEADING)
        return heading_gap * size;
    if (last->kind == BLOCK_HEADING || last->label)
        return 0.2 * size;
    if (b->marker.p != NULL && last->depth > 0)
        return item_gap * size;
    return paragraph_gap * size;
}

/* The label of a danger stands white on black, which no grey printer can lose. */
static void put_plate(struct strip *strip, double x, double width, double size, struct arena *mem) {
    struct piece *p = strips_piece(strip, mem);
    *p = (struct piece){.x = x - 0.3 * size, .width = width + 0.6 * size, .height = strip->height};
}

/* Numbers end below each other, and stand on the line of the text. */
static void put_marker(const struct cutting *c, struct strip *strip, const struct block *b,
                       const struct line *beside, double indent) {
    double size = beside->size;
    bool number = ascii_is_digit(b->marker.p[0]) || b->marker.p[0] == '[';
    size_t digits = number ? b->marker.len - strlen("1.") : 0;
    double room = (list_indent + (double)digits * digit_width) * size;
    const struct rich text = doc_plain(b->marker, 0, c->mem);
    const struct lines lines = type_lines(c->s->type, &text, size, 0, c->s->rtl, STYLE_BOLD);
    struct piece *p = strips_piece(strip, c->mem);
    double y = beside->ascent - lines.items[0].ascent;
    *p = (struct piece){
        .line = &lines.items[0], .x = indent - room, .y = y > 0 ? y : 0, .width = room};
}

/* Two lines at least stay together at either end of a paragraph. */
static bool keeps(const struct block *b, size_t line, size_t count) {
    if (b->kind == BLOCK_HEADING || b->label)
        return true;
    return line + 1 < count && (line == 0 || line + 2 == count);
}

static void cut_text(struct cutting *c, const struct block *b) {
    const struct setting *s = c->s;
    double size = s->size;
    unsigned style = b->kind == BLOCK_HEADING || b->label ? STYLE_BOLD : 0;
    bool inverse = b->label && b->box == BOX_DANGER;
    if (b->kind == BLOCK_HEADING)
        size *= heading_sizes[b->level];
    else if (b->small)
        size *= small_size;
    double indent = strips_indent(s, b);
    const struct lines lines =
        type_lines(s->type, &b->text, size, s->width - indent, s->rtl, style);
    for (size_t i = 0; i < lines.count; i++) {
        const struct line *line = &lines.items[i];
        struct strip *strip =
            strips_push(c->out, b, i == 0 ? gap_before(c, b) : 0, line->height, c->mem);
        strip->keep = keeps(b, i, lines.count);
        if (inverse)
            put_plate(strip, indent + 0.3 * s->size,
                      type_width(s->type, &b->text, size, s->rtl, style), s->size, c->mem);
        if (i == 0 && b->marker.p != NULL)
            put_marker(c, strip, b, line, indent);
        struct piece *p = strips_piece(strip, c->mem);
        *p = (struct piece){.line = line,
                            .x = indent + (inverse ? 0.3 * s->size : 0),
                            .width = s->width - indent - (inverse ? 0.3 * s->size : 0),
                            .white = inverse};
    }
}

static void cut_rule(struct cutting *c, const struct block *b) {
    struct strip *strip = strips_push(c->out, b, c->s->size, c->s->size * 0.5, c->mem);
    struct piece *p = strips_piece(strip, c->mem);
    double indent = strips_indent(c->s, b);
    *p = (struct piece){.x = indent, .width = c->s->width - indent, .rule = true};
}

/* Small text behind a table: what its amounts are of, and where they end. */
static bool is_note(const struct cutting *c, const struct block *b) {
    return b->small && c->before != NULL && c->out->count > 0 &&
           (c->before->kind == BLOCK_ROW || c->before->small);
}

void strips_set(struct strips *out, const struct setting *s, const struct block *blocks,
                size_t count, struct arena *mem) {
    struct cutting c = {.out = out, .s = s, .mem = mem};
    for (size_t i = 0; i < count; i++) {
        const struct block *b = &blocks[i];
        size_t from = out->count;
        if (b->kind == BLOCK_COMPONENT)
            continue;
        if (b->kind == BLOCK_ROW) {
            size_t rows = 1;
            while (i + rows < count && blocks[i + rows].kind == BLOCK_ROW &&
                   blocks[i + rows].table == b->table)
                rows++;
            if (c.before != NULL && c.before->kind == BLOCK_TEXT && out->count > 0)
                out->items[out->count - 1].keep = true; /* what is said before a table */
            table_set(out, s, b, rows, gap_before(&c, b), mem);
            i += rows - 1;
        } else if (b->kind == BLOCK_RULE) {
            cut_rule(&c, b);
        } else {
            if (is_note(&c, b))
                out->items[out->count - 1].keep = true;
            cut_text(&c, b);
        }
        if (from < out->count)
            out->items[from].opens = true;
        c.before = &blocks[i];
    }
    if (out->count > 0)
        out->items[out->count - 1].keep = false;
}

/* --- pouring
 * ------------------------------------------------------------------------------------- */

static double height_again(const struct strips *s, size_t from) {
    return from < s->count && s->items[from].again != NULL ? s->items[from].again->height : 0;
}

double strips_height(const struct strips *s, size_t from, size_t to) {
    double height = from < to ? height_again(s, from) : 0;
    for (size_t i = from; i < to; i++)
        height += s->items[i].height + (i == from ? 0 : s->items[i].before);
    return height;
}

static size_t find_end(const struct strips *s, size_t from, double height, bool parted) {
    double used = height_again(s, from);
    size_t good = from, end = from < s->turn ? s->turn : s->count;
    for (size_t i = from; i < end; i++) {
        used += s->items[i].height + (i == from ? 0 : s->items[i].before);
        if (used > height + 0.01)
            return good;
        if (parted || !s->items[i].keep)
            good = i + 1;
    }
    return end;
}

size_t strips_fit(const struct strips *s, size_t from, double height) {
    return find_end(s, from, height, false);
}

size_t strips_fit_parted(const struct strips *s, size_t from, double height) {
    return find_end(s, from, height, true);
}

/* The strip with which block number `n` (from 0) begins; count when there are not so many. */
static size_t find_opening(const struct strips *s, size_t n) {
    size_t i = 0;
    while (i < s->count && (!s->items[i].opens || n-- > 0))
        i++;
    return i;
}

bool strips_widen(const struct strips *narrow, const struct strips *wide, double height,
                  struct strips *out, struct arena *mem) {
    const double empty_max = height / 5;
    size_t full = strips_fit(narrow, 0, height), end = full, opened = 0;
    if (full == narrow->count)
        return false;
    while (end > 0 && (!narrow->items[end].opens || narrow->items[end - 1].keep))
        end--;
    if (end == 0 || strips_height(narrow, end, full) > empty_max)
        return false;
    for (size_t i = 0; i < end; i++)
        opened += narrow->items[i].opens;
    struct strips both = {.turn = end};
    for (size_t i = 0; i < end; i++)
        *arena_push(mem, &both.items, &both.count, &both.cap) = narrow->items[i];
    for (size_t i = find_opening(wide, opened); i < wide->count; i++)
        *arena_push(mem, &both.items, &both.count, &both.cap) = wide->items[i];
    *out = both;
    return true;
}

/* The bar beside a box tells how much it weighs; it runs on between the strips of one box. */
static void draw_bar(const struct strip *strip, bool joined, struct canvas *c, double x, double y) {
    static const double widths[] = {0, 0.7, 0.7, 2, 5};
    double above = joined ? strip->before : 0;
    if (strip->box_id != 0)
        canvas_fill(c, (struct area){x, y - above, widths[strip->box], strip->height + above}, 0);
}

static void draw_strip(const struct strip *strip, struct canvas *c, double x, double y, bool rtl) {
    for (size_t k = 0; k < strip->piece_count; k++) {
        const struct piece *p = &strip->pieces[k];
        struct area box = {x + p->x, y + p->y, p->width, p->height};
        if (p->line != NULL)
            canvas_line(c, p->line, box, rtl, false, p->white);
        else if (p->rule)
            canvas_rule(c, box.x, box.y, box.x + box.width, box.y, 0.5, false);
        else
            canvas_fill(c, box, 0);
    }
}

void strips_draw(const struct strips *s, size_t from, size_t to, struct canvas *c, double x,
                 double y, bool rtl) {
    const struct strip *again = from < to ? s->items[from].again : NULL;
    if (again != NULL) {
        draw_bar(again, false, c, x, y);
        draw_strip(again, c, x, y, rtl);
        y += again->height;
    }
    for (size_t i = from; i < to; i++) {
        const struct strip *strip = &s->items[i];
        bool joined = i > from && s->items[i - 1].box_id == strip->box_id;
        y += i == from ? 0 : strip->before;
        draw_bar(strip, joined, c, x, y);
        draw_strip(strip, c, x, y, rtl);
        y += strip->height;
    }
}
