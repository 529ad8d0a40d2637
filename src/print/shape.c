/* From text to glyphs, by pango: the parts of a text that are of one font, script and direction,
 * and the glyphs of each. Where a line or a word may end comes along. No layout is made, which
 * would break lines of its own and takes as long again. */
#include "print/shape.h"

enum { FORGET_BYTES = 1 << 19 };
static const double unit = SHAPE_SIZE * PANGO_SCALE, small_share = 0.85;

/* --- fonts
 * --------------------------------------------------------------------------------------- */

static struct face *find_face(struct shapes *s, PangoFont *font) {
    hb_font_t *wanted = pango_font_get_hb_font(font);
    for (size_t i = 0; i < s->face_count; i++)
        if (face_is_of(s->faces[i], wanted))
            return s->faces[i];
    struct face *f = arena_new(&s->face_mem, struct face);
    face_open(f, wanted, &s->face_mem);
    *arena_push(&s->face_mem, &s->faces, &s->face_count, &s->face_cap) = f;
    return f;
}

void shapes_close(struct shapes *s) {
    for (size_t i = 0; i < s->face_count; i++)
        face_close(s->faces[i]);
    arena_finish(&s->face_mem);
    arena_finish(&s->mem);
    buf_finish(&s->key);
    *s = (struct shapes){0};
}

void shapes_forget(struct shapes *s) {
    if (s->text_bytes <= FORGET_BYTES)
        return;
    arena_reset(&s->mem);
    s->index = (struct map){0};
    s->items = NULL;
    s->count = s->cap = s->text_bytes = 0;
}

/* --- setting
 * ------------------------------------------------------------------------------------- */

/* What pango does with a paragraph grows as the square of its spans and changes of script, in time
 * and in memory. A long one is set in pieces that end behind a space, if there is one. */
enum { PIECE_BYTES = 4096, PIECE_SPANS = 128 };
struct piece {
    size_t from, to;
    size_t span; /* the first that reaches into it */
};

/* Finds where the piece at `from` ends. */
static void cut(const struct rich *text, struct piece *p) {
    const char *s = text->text.p;
    size_t end = p->from + PIECE_BYTES;
    while (p->span < text->span_count && text->spans[p->span].to <= p->from)
        p->span++;
    if (text->span_count - p->span > PIECE_SPANS && text->spans[p->span + PIECE_SPANS].from < end)
        end = text->spans[p->span + PIECE_SPANS].from;
    p->to = text->text.len;
    if (end >= text->text.len)
        return;
    for (p->to = end; p->to > p->from && s[p->to - 1] != ' ';)
        p->to--;
    if (p->to > p->from)
        return;
    for (p->to = end; p->to > p->from + 1 && ((unsigned char)s[p->to] & 0xC0) == 0x80;)
        p->to--;
}

static void add_attr(PangoAttrList *list, PangoAttribute *attr, const struct span *s) {
    attr->start_index = s->from;
    attr->end_index = s->to;
    pango_attr_list_insert(list, attr);
}

static void add_span(PangoAttrList *list, const struct span *span, const struct piece *p) {
    size_t from = span->from < p->from ? p->from : span->from,
           to = span->to > p->to ? p->to : span->to;
    const struct span part = {(uint32_t)(from - p->from), (uint32_t)(to - p->from), span->style},
                      *s = &part;
    if (s->style & STYLE_BOLD)
        add_attr(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), s);
    if (s->style & STYLE_STRESS)
        add_attr(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), s);
    if (s->style & STYLE_STRIKE)
        add_attr(list, pango_attr_strikethrough_new(TRUE), s);
    if (s->style & STYLE_SMALL)
        add_attr(list, pango_attr_size_new((int)(small_share * unit)), s);
}

static PangoAttrList *list_attributes(const struct rich *text, const struct piece *p,
                                      unsigned style) {
    struct span whole = {(uint32_t)p->from, (uint32_t)p->to, style};
    PangoAttrList *attrs = pango_attr_list_new();
    for (size_t i = p->span; i < text->span_count && text->spans[i].from < p->to; i++)
        add_span(attrs, &text->spans[i], p);
    add_span(attrs, &whole, p);
    whole = (struct span){0, (uint32_t)(p->to - p->from), style};
    /* "fi" as two letters can be found; what Arabic must join is another feature. */
    add_attr(attrs, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), &whole);
    return attrs;
}

/* --- taking apart
 * -------------------------------------------------------------------------------- */

struct taking {
    struct type *t;
    struct shapes *s;
    struct shape *out;
    PangoAttrList *attributes; /* of the piece */
    PangoGlyphString *glyphs;  /* room for those of a run */
    size_t base;               /* of the piece, in the text */
    PangoLogAttr *attrs;       /* by character of a paragraph */
    size_t attr_room;
    size_t byte, character; /* the same place in both */
};

/* Places are asked for in the order of reading. */
static const PangoLogAttr *attr_at(struct taking *k, size_t byte) {
    for (; k->byte < byte; k->byte++)
        k->character += ((unsigned char)k->out->text.p[k->byte] & 0xC0) != 0x80;
    return &k->attrs[k->character];
}

static void take_attributes(const PangoItem *item, struct shape_run *run) {
    for (GSList *l = item->analysis.extra_attrs; l != NULL; l = l->next) {
        const PangoAttribute *a = l->data;
        bool on = ((const PangoAttrInt *)a)->value != 0;
        run->underlined = run->underlined || (a->klass->type == PANGO_ATTR_UNDERLINE && on);
        run->crossed = run->crossed || (a->klass->type == PANGO_ATTR_STRIKETHROUGH && on);
    }
}

static void note_missing(struct type *t, PangoGlyph glyph) {
    uint32_t code = glyph & ~(PangoGlyph)PANGO_GLYPH_UNKNOWN_FLAG;
    for (size_t i = 0; i < t->missing_count; i++)
        if (t->missing[i] == code)
            return;
    if (t->missing_count < TYPE_MISSING_MAX)
        t->missing[t->missing_count++] = code;
}

static const struct shape_glyph *take_glyphs(struct taking *k) {
    const PangoGlyphString *g = k->glyphs;
    struct shape_glyph *glyphs = arena_array(&k->s->mem, struct shape_glyph, (size_t)g->num_glyphs);
    for (int i = 0; i < g->num_glyphs; i++) {
        const PangoGlyphInfo *info = &g->glyphs[i];
        bool unknown = (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;
        k->out->lacks = k->out->lacks || unknown;
        if (unknown)
            note_missing(k->t, info->glyph);
        glyphs[i] = (struct shape_glyph){
            .id = unknown || info->glyph == PANGO_GLYPH_EMPTY ? SHAPE_NOTHING : info->glyph,
            .cluster = (uint32_t)g->log_clusters[i],
            .width = (float)(info->geometry.width / unit),
            .x = (float)(info->geometry.x_offset / unit),
            .y = (float)(info->geometry.y_offset / unit)};
    }
    return glyphs;
}

/* The character that ends before `*at`, which is set to its beginning; 0 before the first. */
static gunichar step_back(struct str text, size_t *at) {
    if (*at == 0)
        return 0;
    const char *p = g_utf8_find_prev_char(text.p, text.p + *at);
    *at = (size_t)(p - text.p);
    return g_utf8_get_char(p);
}

/* Of any script; "½" is one, too. */
static bool is_digit(gunichar c) {
    GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_OTHER_NUMBER;
}

/* Whether the "/" at `at` is in a unit behind a number: "2 mg/kg". */
static bool is_in_unit(struct str text, size_t at) {
    enum { LETTERS_MAX = 6 };
    size_t letters = 0;
    gunichar c;
    while (g_unichar_isalpha(c = step_back(text, &at)))
        letters++;
    return letters > 0 && letters <= LETTERS_MAX && g_unichar_isspace(c) &&
           is_digit(step_back(text, &at));
}

/* Whether the "-" at `at` is in a name like "2-FDCK", "5-MeO-DMT" or "α-PVP": a digit is in what
 * stands before it, or it is one letter. */
static bool is_in_name(struct str text, size_t at) {
    size_t letters = 0;
    gunichar c;
    while ((c = step_back(text, &at)) != 0 && !g_unichar_isspace(c)) {
        if (is_digit(c))
            return true;
        letters += g_unichar_isalpha(c) ? 1 : 0;
    }
    return letters == 1;
}

/* Whether what begins at `at` belongs to what is before it: it stands behind a space and a word
 * without letters that ends in a digit; or it is the end of a range, of the number's unit or of the
 * name of a substance. */
static bool follows_closely(struct str text, size_t at) {
    enum { RANGE = 0x2013 };
    gunichar parted = step_back(text, &at);
    if (parted == '/')
        return is_in_unit(text, at);
    if (parted == '-')
        return is_in_name(text, at);
    gunichar c = step_back(text, &at);
    if ((parted != ' ' && parted != RANGE) || !is_digit(c))
        return false;
    while (parted == ' ' && c != 0 && !g_unichar_isspace(c)) {
        if (g_unichar_isalpha(c))
            return false;
        c = step_back(text, &at);
    }
    return true;
}

/* The glyphs of one cluster are a unit: they stand together. */
static void take_units(struct taking *k, struct shape_run *run, size_t count) {
    struct shape *out = k->out;
    bool rtl = run->level % 2 == 1;
    run->unit_from = out->unit_count;
    for (size_t at = 0, next; at < count; at = next) {
        size_t first = rtl ? count - 1 - at : at;
        struct shape_unit u = {.from = (uint32_t)run->from + run->glyphs[first].cluster};
        double width = 0;
        for (next = at; next < count; next++) {
            size_t i = rtl ? count - 1 - next : next;
            if (run->glyphs[i].cluster != run->glyphs[first].cluster)
                break;
            width += run->glyphs[i].width;
        }
        const PangoLogAttr *a = attr_at(k, u.from);
        u.glyph = (uint32_t)(rtl ? count - next : at);
        u.glyph_to = (uint32_t)(rtl ? count - at : next);
        u.width = (float)width;
        u.may_break = a->is_line_break;
        u.may_part = a->is_char_break;
        u.clings = u.may_break && follows_closely(out->text, u.from);
        u.white = a->is_white;
        out->units[out->unit_count++] = u;
    }
    run->unit_to = out->unit_count;
}

/* How large a font is beside the text. */
static double share_of(PangoFont *font) {
    int across, down;
    hb_font_get_scale(pango_font_get_hb_font(font), &across, &down);
    return across / unit;
}

static void take_run(struct taking *k, const PangoItem *item, struct str paragraph) {
    const char *piece = k->out->text.p + k->base;
    pango_shape_with_flags(piece + item->offset, item->length, paragraph.p, (int)paragraph.len,
                           &item->analysis, k->glyphs, PANGO_SHAPE_NONE);
    struct shape_run run = {.face = find_face(k->s, item->analysis.font),
                            .share = share_of(item->analysis.font),
                            .from = k->base + (size_t)item->offset,
                            .to = k->base + (size_t)(item->offset + item->length),
                            .glyphs = take_glyphs(k),
                            .level = item->analysis.level};
    run.ascent = run.face->ascent * run.share;
    run.descent = run.face->descent * run.share;
    take_attributes(item, &run);
    take_units(k, &run, (size_t)k->glyphs->num_glyphs);
    *arena_push(&k->s->mem, &k->out->runs, &k->out->run_count, &k->out->run_cap) = run;
}

/* A line that goes on in this piece: pango does not know what stands before. */
static void join(struct shape *out, size_t from) {
    struct shape_unit *first = &out->units[from];
    out->parts[out->part_count - 1].unit_to = out->unit_count;
    if (from == out->unit_count)
        return;
    first->may_break = out->text.p[first->from - 1] == ' ';
    first->may_part = true;
    first->clings = first->may_break && follows_closely(out->text, first->from);
}

/* A line of nothing is as high as one in the first font. */
static void take_empty(struct taking *k, struct shape_part *part) {
    PangoFont *font =
        pango_context_load_font(k->t->context, pango_context_get_font_description(k->t->context));
    const struct face *face = find_face(k->s, font);
    part->ascent = face->ascent;
    part->descent = face->descent;
    g_object_unref(font);
}

/* What may be done in front of each character, and behind the last. */
static void find_breaks(struct taking *k, struct str paragraph) {
    size_t count = (size_t)g_utf8_strlen(paragraph.p, (gssize)paragraph.len) + 1;
    if (count > k->attr_room) {
        k->attrs = arena_array(k->t->mem, PangoLogAttr, count);
        k->attr_room = count;
    }
    pango_get_log_attrs(paragraph.p, (int)paragraph.len, -1,
                        pango_context_get_language(k->t->context), k->attrs, (int)count);
    k->byte = (size_t)(paragraph.p - k->out->text.p);
    k->character = 0;
}

/* The piece from `from` to `to`, without an end of line in it. */
static void take_paragraph(struct taking *k, const char *piece, int from, int to, bool goes_on) {
    struct shape *out = k->out;
    size_t first = out->unit_count;
    if (to > from) {
        struct str paragraph = str_of(piece + from, (size_t)(to - from));
        find_breaks(k, paragraph);
        GList *items =
            pango_itemize_with_base_dir(k->t->context, pango_context_get_base_dir(k->t->context),
                                        piece, from, to - from, k->attributes, NULL);
        for (GList *l = items; l != NULL; l = l->next) {
            take_run(k, l->data, paragraph);
            pango_item_free(l->data);
        }
        g_list_free(items);
    }
    if (goes_on) {
        join(out, first);
        return;
    }
    struct shape_part *part = arena_push(&k->s->mem, &out->parts, &out->part_count, &out->part_cap);
    *part = (struct shape_part){.unit_from = first, .unit_to = out->unit_count};
    if (to == from)
        take_empty(k, part);
}

static void take(struct taking *k, const struct piece *p) {
    const char *piece = p->to == p->from ? "" : k->out->text.p + p->from;
    int len = (int)(p->to - p->from), from = 0, end = -1, next;
    bool goes_on = p->from > 0;
    for (k->base = p->from; end < len; from = next) {
        pango_find_paragraph_boundary(piece + from, len - from, &end, &next);
        end += from;
        next += from;
        take_paragraph(k, piece, from, end, goes_on);
        goes_on = false;
    }
}

/* --- what is known
 * ------------------------------------------------------------------------------- */

static struct shape *open_shape(struct shapes *s, struct str text) {
    struct shape *out = arena_new(&s->mem, struct shape);
    size_t characters = 0;
    for (size_t i = 0; i < text.len; i++)
        characters += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    out->text = text;
    out->units = arena_array(&s->mem, struct shape_unit, characters);
    return out;
}

/* Hebrew, Arabic and their neighbours, as Unicode has set rows aside for scripts from right to
 * left. */
static bool is_rtl_letter(gunichar c) {
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

/* Words that a language lacks stand there in another one, whose full stops would be at the wrong
 * end: a text without a letter of the page's direction has the other one. */
static bool is_rtl(struct str text, bool page_rtl) {
    bool any = false;
    if (text.len == 0) /* there may be no text to point into */
        return page_rtl;
    for (const char *p = text.p; p < text.p + text.len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isalpha(c))
            continue;
        if (is_rtl_letter(c) == page_rtl)
            return page_rtl;
        any = true;
    }
    return any != page_rtl;
}

/* All that glyphs depend on; the text is at its end. */
static struct str make_key(struct shapes *s, const struct rich *text, bool rtl, unsigned style) {
    const unsigned head[] = {rtl, style, (unsigned)text->span_count};
    buf_reset(&s->key);
    buf_put(&s->key, str_of((const char *)head, sizeof(head)));
    if (text->span_count > 0)
        buf_put(&s->key, str_of((const char *)text->spans, text->span_count * sizeof(struct span)));
    buf_put(&s->key, text->text);
    return buf_str(&s->key);
}

const struct shape *shape_text(struct type *t, const struct rich *text, bool rtl, unsigned style) {
    struct shapes *s = &t->shapes;
    style &= STYLE_BOLD | STYLE_STRESS | STYLE_STRIKE | STYLE_SMALL;
    struct str key = make_key(s, text, rtl, style);
    uint32_t known = map_get(&s->index, key);
    if (known != MAP_NONE && !s->items[known]->lacks)
        return s->items[known];
    key = arena_str(&s->mem, key);
    struct shape *shape = open_shape(s, str_slice(key, key.len - text->text.len, key.len));
    struct piece p = {0};
    struct taking k = {.t = t, .s = s, .out = shape, .glyphs = pango_glyph_string_new()};
    /* a paragraph that begins with MDMA stays Arabic */
    pango_context_set_base_dir(t->context,
                               is_rtl(text->text, rtl) ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    do {
        cut(text, &p);
        k.attributes = list_attributes(text, &p, style);
        take(&k, &p);
        pango_attr_list_unref(k.attributes);
        p.from = p.to;
    } while (p.from < text->text.len);
    pango_glyph_string_free(k.glyphs);
    if (s->index.mem == NULL)
        map_init(&s->index, &s->mem, 0);
    if (known == MAP_NONE)
        (void)map_add(&s->index, key, (uint32_t)s->count);
    *arena_push(&s->mem, &s->items, &s->count, &s->cap) = shape;
    s->text_bytes += text->text.len;
    return shape;
}
