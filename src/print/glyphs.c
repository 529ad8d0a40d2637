/* What pango_cairo_show_layout_line does, but for the letters behind the glyphs. Readers of a PDF
 * turn words of Arabic round and expect each glyph to stand for one letter, in the order of the
 * page. So clusters go out from left to right; a joined lam-alef stands for its own character, not
 * for two; and signs above and below, which would break a word in two for many readers, are drawn
 * as shapes: they can be seen and printed, the word is found without them, as people write it. */
#include "print/glyphs.h"

enum { GLYPHS_MAX = 2048, TEXT_MAX = 8192 };

struct run {
    cairo_t *cr;
    const char *text; /* of the item */
    int text_len;
    const PangoGlyphString *glyphs;
    bool rtl;
    double x, y; /* the pen */
    cairo_glyph_t out[GLYPHS_MAX];
    cairo_text_cluster_t clusters[GLYPHS_MAX];
    char letters[TEXT_MAX];
    int out_count, cluster_count, letters_len;
};

static void flush(struct run *r) {
    if (r->out_count > 0)
        cairo_show_text_glyphs(r->cr, r->letters, r->letters_len, r->out, r->out_count, r->clusters,
                               r->cluster_count, 0);
    r->out_count = r->cluster_count = r->letters_len = 0;
}

/* Where the text of the cluster that begins at `from` ends. */
static int cluster_end(const struct run *r, int first, int after, int from) {
    if (r->rtl)
        return first == 0 ? r->text_len : r->glyphs->log_clusters[first - 1];
    (void)from;
    return after == r->glyphs->num_glyphs ? r->text_len : r->glyphs->log_clusters[after];
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

static void put_shape(struct run *r, const cairo_glyph_t *glyph) {
    cairo_new_path(r->cr);
    cairo_glyph_path(r->cr, glyph, 1);
    cairo_fill(r->cr);
}

/* Glyphs `first` to before `after` are one cluster. */
static void put_cluster(struct run *r, int first, int after) {
    const PangoGlyphString *g = r->glyphs;
    int from = g->log_clusters[first], to = cluster_end(r, first, after, from),
        before = r->out_count;
    if (r->out_count + (after - first) >= GLYPHS_MAX ||
        r->letters_len + (to - from) + 8 >= TEXT_MAX)
        flush(r), before = 0;
    for (int i = first; i < after; i++) {
        const PangoGlyphInfo *info = &g->glyphs[i];
        cairo_glyph_t glyph = {info->glyph, r->x + (double)info->geometry.x_offset / PANGO_SCALE,
                               r->y + (double)info->geometry.y_offset / PANGO_SCALE};
        r->x += (double)info->geometry.width / PANGO_SCALE;
        if (info->glyph == PANGO_GLYPH_EMPTY || info->glyph & PANGO_GLYPH_UNKNOWN_FLAG)
            continue; /* unknown ones were reported, and the sheet is not published */
        if (r->rtl && info->geometry.width == 0)
            put_shape(r, &glyph);
        else
            r->out[r->out_count++] = glyph;
    }
    if (r->out_count == before)
        return;
    int len = to - from;
    if (r->rtl)
        len = put_letters(r->text + from, r->text + to, r->letters + r->letters_len);
    else
        memcpy(r->letters + r->letters_len, r->text + from, (size_t)len);
    r->letters_len += len;
    r->clusters[r->cluster_count++] = (cairo_text_cluster_t){len, r->out_count - before};
}

static void put_rules(struct run *r, const PangoItem *item, double x, double size) {
    for (GSList *l = item->analysis.extra_attrs; l != NULL; l = l->next) {
        const PangoAttribute *a = l->data;
        double at = a->klass->type == PANGO_ATTR_UNDERLINE       ? 0.14 * size
                    : a->klass->type == PANGO_ATTR_STRIKETHROUGH ? -0.27 * size
                                                                 : 0;
        if (at == 0 || ((const PangoAttrInt *)a)->value == 0)
            continue;
        cairo_set_line_width(r->cr, 0.06 * size);
        cairo_move_to(r->cr, x, r->y + at);
        cairo_line_to(r->cr, r->x, r->y + at);
        cairo_stroke(r->cr);
    }
}

static void put_run(struct run *r, const char *text, const PangoLayoutRun *run) {
    const PangoItem *item = run->item;
    cairo_scaled_font_t *font =
        pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item->analysis.font));
    cairo_matrix_t size;
    double start = r->x;
    r->text = text + item->offset;
    r->text_len = item->length;
    r->glyphs = run->glyphs;
    r->rtl = item->analysis.level % 2 == 1;
    cairo_set_scaled_font(r->cr, font);
    for (int i = 0, next; i < run->glyphs->num_glyphs; i = next) {
        for (next = i + 1; next < run->glyphs->num_glyphs &&
                           run->glyphs->log_clusters[next] == run->glyphs->log_clusters[i];)
            next++;
        put_cluster(r, i, next);
    }
    flush(r);
    cairo_scaled_font_get_font_matrix(font, &size);
    put_rules(r, item, start, size.xx);
}

void glyphs_draw(cairo_t *cr, PangoLayoutLine *line, double x, double y) {
    struct run run; /* its arrays are large, and only what was put into them is read */
    run.cr = cr;
    run.x = x;
    run.y = y;
    run.out_count = run.cluster_count = run.letters_len = 0;
    const char *text = pango_layout_get_text(line->layout);
    for (GSList *l = line->runs; l != NULL; l = l->next)
        put_run(&run, text, l->data);
}
