/* Glyphs out of a shape, each with the letters behind it. Readers of a PDF
 * turn words of Arabic round and expect each glyph to stand for one letter, in the order of the
 * page. So clusters go out from left to right; a joined lam-alef stands for its own character, not
 * for two; and signs above and below, which would break a word in two for many readers, are drawn
 * as shapes: they can be seen and printed, the word is found without them, as people write it. */
#include "print/glyphs.h"

#include "print/shape.h"

enum { GLYPHS_MAX = 2048, TEXT_MAX = 8192 };

struct drawing {
    cairo_t *cr;
    const char *text; /* of the shape */
    const struct line_run *run;
    double size; /* of the line */
    bool rtl;
    double x, y; /* the pen */
    cairo_glyph_t out[GLYPHS_MAX];
    cairo_text_cluster_t clusters[GLYPHS_MAX];
    char letters[TEXT_MAX];
    int out_count, cluster_count, letters_len;
};

static void flush(struct drawing *r) {
    if (r->out_count > 0)
        cairo_show_text_glyphs(r->cr, r->letters, r->letters_len, r->out, r->out_count, r->clusters,
                               r->cluster_count, 0);
    r->out_count = r->cluster_count = r->letters_len = 0;
}

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

static void put_shape(struct drawing *r, const cairo_glyph_t *glyph) {
    cairo_new_path(r->cr);
    cairo_glyph_path(r->cr, glyph, 1);
    cairo_fill(r->cr);
}

static void put_glyph(struct drawing *r, const struct shape_glyph *g) {
    const cairo_glyph_t glyph = {g->id, r->x + g->x * r->size, r->y + g->y * r->size};
    r->x += g->width * r->size;
    if (g->id == SHAPE_NOTHING)
        return; /* unknown ones were reported, and the sheet is not published */
    if (r->rtl && g->width == 0)
        put_shape(r, &glyph);
    else
        r->out[r->out_count++] = glyph;
}

/* Glyphs `first` to before `after` are one cluster. */
static void put_cluster(struct drawing *r, size_t first, size_t after) {
    const struct shape_run *run = r->run->run;
    size_t from = run->from + run->glyphs[first].cluster,
           to = cluster_end(r, r->rtl ? first - 1 : after), len = to - from;
    if ((size_t)r->out_count + (after - first) >= GLYPHS_MAX ||
        (size_t)r->letters_len + len + 8 >= TEXT_MAX)
        flush(r);
    int before = r->out_count;
    for (size_t i = first; i < after; i++)
        put_glyph(r, &run->glyphs[i]);
    if (r->out_count == before)
        return;
    char *letters = r->letters + r->letters_len;
    if (r->rtl)
        len = (size_t)put_letters(r->text + from, r->text + to, letters);
    else
        memcpy(letters, r->text + from, len);
    r->letters_len += (int)len;
    r->clusters[r->cluster_count++] = (cairo_text_cluster_t){(int)len, r->out_count - before};
}

static void put_rule(const struct drawing *r, double from, double at, double size) {
    cairo_set_line_width(r->cr, 0.06 * size);
    cairo_move_to(r->cr, from, r->y + at * size);
    cairo_line_to(r->cr, r->x, r->y + at * size);
    cairo_stroke(r->cr);
}

static void put_run(struct drawing *r, const struct line_run *part) {
    const struct shape_run *run = part->run;
    double start = r->x, size = r->size * run->share;
    r->run = part;
    r->rtl = run->level % 2 == 1;
    cairo_set_scaled_font(r->cr, shape_sized(run, r->size));
    for (size_t i = part->from, next; i < part->to; i = next) {
        for (next = i + 1; next < part->to && run->glyphs[next].cluster == run->glyphs[i].cluster;)
            next++;
        put_cluster(r, i, next);
    }
    flush(r);
    if (run->underlined)
        put_rule(r, start, 0.14, size);
    if (run->crossed)
        put_rule(r, start, -0.27, size);
}

void glyphs_draw(cairo_t *cr, const struct line *line, double x, double y) {
    struct drawing r; /* its arrays are large, and only what was put into them is read */
    r.cr = cr;
    r.text = line->shape->text.p;
    r.size = line->size;
    r.x = x;
    r.y = y;
    r.out_count = r.cluster_count = r.letters_len = 0;
    for (size_t i = 0; i < line->run_count; i++)
        put_run(&r, &line->runs[i]);
}
