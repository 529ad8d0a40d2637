/* Glyphs out of a shape, each with the letters behind it. Readers of a PDF turn words of Arabic
 * round and expect each glyph to stand for one letter, in the order of the page. So clusters go out
 * from left to right; a joined lam-alef stands for its own character, not for two; and signs above
 * and below, which would break a word in two for many readers, are drawn as shapes: they can be
 * seen and printed, the word is found without them, as people write it. Some fonts draw the alef of
 * lam-alef over a wide lam, as if it were such a sign: then the lam stands for both. */
#include "print/glyphs.h"

#include <glib.h>

#include "print/shape.h"

enum { LETTER_BYTES = 8 }; /* the longest character, with room */

struct drawing {
    struct canvas *canvas;
    const struct line *line;
    const struct line_run *run;
    struct pdf_font *font; /* of the run */
    bool rtl;
    bool shapes;   /* what has no width is drawn as a shape */
    size_t handed; /* 0, or where the letters end that the next cluster stands for, too */
    double x, y;   /* the pen */
    double grey;
};

/* Where the text of a cluster ends, of which glyph `beyond` is the next in the order of reading. */
static size_t cluster_end(const struct drawing *r, size_t beyond) {
    const struct shape_run *run = r->run->run;
    return beyond < r->run->from || beyond >= r->run->to ? r->run->text_to
                                                         : run->from + run->glyphs[beyond].cluster;
}

/* The character of lam joined with this alef, or 0. */
static gunichar lam_alef(gunichar alef) {
    switch (alef) {
    case 0x0622:
        return 0xfef5;
    case 0x0623:
        return 0xfef7;
    case 0x0625:
        return 0xfef9;
    case 0x0627:
        return 0xfefb;
    default:
        return 0;
    }
}

/* The letters of a cluster of Arabic or Hebrew, without signs; at most `room` bytes. */
static int put_letters(const char *from, const char *to, char *out) {
    int len = 0;
    gunichar before = 0;
    for (; from < to; from = g_utf8_next_char(from)) {
        gunichar c = g_utf8_get_char(from);
        if (g_unichar_type(c) == G_UNICODE_NON_SPACING_MARK)
            continue;
        gunichar joined = before == 0x0644 ? lam_alef(c) : 0;
        if (joined != 0)
            len -= g_unichar_to_utf8(before, NULL);
        before = joined != 0 ? joined : c;
        len += g_unichar_to_utf8(before, out + len);
    }
    return len;
}

/* A file knows how wide a glyph is that it has. */
static float width_of(const struct drawing *r, uint32_t id) {
    return r->font->says[id] != 0 ? r->font->widths[id] : face_width(r->run->run->face, id);
}

/* Into the canvas: the glyphs of a cluster that are text. The others are drawn. */
static void put_glyph(struct drawing *r, const struct shape_glyph *g) {
    const struct shape_run *run = r->run->run;
    struct canvas *c = r->canvas;
    double size = r->line->size, x = r->x + g->x * size, y = r->y + g->y * size;
    r->x += g->width * size;
    if (g->id == SHAPE_NOTHING)
        return; /* unknown ones were reported, and the sheet is not published */
    size *= run->share;
    if (r->shapes && g->width == 0)
        pdf_outline(c->to, face_outline(run->face, g->id), x, y, run->face->units / size, r->grey);
    else
        *arena_push(c->mem, &c->glyphs, &c->glyph_count, &c->glyph_cap) =
            (struct pdf_glyph){.font = r->font,
                               .id = g->id,
                               .width = width_of(r, g->id),
                               .size = size,
                               .x = x,
                               .y = y,
                               .grey = r->grey};
}

static size_t cluster_after(const struct drawing *r, size_t first) {
    const struct shape_glyph *g = r->run->run->glyphs;
    size_t after = first + 1;
    while (after < r->run->to && g[after].cluster == g[first].cluster)
        after++;
    return after;
}

/* Whether the cluster that begins with this glyph has one that is text. */
static bool is_wide(const struct drawing *r, size_t first) {
    const struct shape_glyph *g = r->run->run->glyphs;
    if (first >= r->run->to)
        return false;
    for (size_t i = first; i < cluster_after(r, first); i++)
        if (g[i].width != 0 && g[i].id != SHAPE_NOTHING)
            return true;
    return false;
}

/* Whether there is more than signs, and what only tells how to set a text. */
static bool has_letters(struct str text) {
    for (const char *p = text.p; p < text.p + text.len; p = g_utf8_next_char(p)) {
        GUnicodeType type = g_unichar_type(g_utf8_get_char(p));
        if (type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_FORMAT)
            return true;
    }
    return false;
}

/* Nothing is drawn as a shape whose letters would be lost with it: a cluster of no width hands them
 * to the one before it in the order of reading, or else is text. */
static void choose(struct drawing *r, size_t first, size_t after, struct str letters, size_t to) {
    r->shapes = r->rtl;
    if (!r->rtl || is_wide(r, first) || !has_letters(letters))
        return;
    r->shapes = is_wide(r, after);
    r->handed = r->shapes ? to : 0;
}

/* Glyphs `first` to before `after` are one cluster. */
static void put_cluster(struct drawing *r, size_t first, size_t after) {
    const struct shape_run *run = r->run->run;
    struct canvas *c = r->canvas;
    const char *text = r->line->shape->text.p;
    size_t from = run->from + run->glyphs[first].cluster,
           to = r->handed != 0 ? r->handed : cluster_end(r, r->rtl ? first - 1 : after);
    struct str letters = str_of(text + from, to - from);
    c->glyph_count = 0;
    r->handed = 0;
    choose(r, first, after, letters, to);
    for (size_t i = first; i < after; i++)
        put_glyph(r, &run->glyphs[i]);
    if (c->glyph_count == 0)
        return;
    if (r->rtl) {
        char *out = buf_reserve(&c->letters, letters.len + LETTER_BYTES);
        letters = str_of(out, (size_t)put_letters(text + from, text + to, out));
    }
    pdf_text(c->to, c->glyphs, c->glyph_count, letters);
}

static void put_rule(const struct drawing *r, double from, double at, double size) {
    const struct pdf_line line = {.x1 = from,
                                  .y1 = r->y + at * size,
                                  .x2 = r->x,
                                  .y2 = r->y + at * size,
                                  .width = 0.06 * size,
                                  .grey = r->grey};
    pdf_line(r->canvas->to, &line);
}

static void put_run(struct drawing *r, const struct line_run *part) {
    const struct shape_run *run = part->run;
    double start = r->x, size = r->line->size * run->share;
    r->run = part;
    r->rtl = run->level % 2 == 1;
    r->font = pdf_font(r->canvas->pdf, run->face, run->face->glyph_count);
    for (size_t i = part->from, next; i < part->to; i = next) {
        next = cluster_after(r, i);
        put_cluster(r, i, next);
    }
    if (run->underlined)
        put_rule(r, start, 0.14, size);
    if (run->crossed)
        put_rule(r, start, -0.27, size);
}

void glyphs_draw(struct canvas *c, const struct line *line, double x, double y, double grey) {
    struct drawing r = {.canvas = c, .line = line, .x = x, .y = y, .grey = grey};
    for (size_t i = 0; i < line->run_count; i++)
        put_run(&r, &line->runs[i]);
}
