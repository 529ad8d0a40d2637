/* Fonts by fontconfig, lines by pango. The fonts come from the system's folders alone, through a
 * configuration of our own: what a person has set up at home would change sheets, and a font that
 * nobody named would hide that the named one lacks a letter. One font map a thread: pango's are not
 * to be shared. */
#include "print/type.h"

#include <assert.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include "sign/sign.h"

enum { FONTS_MAX = 64 };
static const double small_share = 0.85;
/* DejaVu's own leading is tight for reading on paper. */
static const double leading = 1.06;

static const char system_fonts[] = "<?xml version=\"1.0\"?>"
                                   "<fontconfig>"
                                   "<dir>/usr/share/fonts</dir>"
                                   "<dir>/usr/local/share/fonts</dir>"
                                   "<cachedir>/var/cache/fontconfig</cachedir>"
                                   "</fontconfig>";

/* --- finding fonts
 * ------------------------------------------------------------------------------- */

/* Upright, regular or bold, neither narrow nor wide: what sheets are set in. */
static bool is_plain(FcPattern *font) {
    int slant, weight, width = FC_WIDTH_NORMAL;
    if (FcPatternGetInteger(font, FC_SLANT, 0, &slant) != FcResultMatch ||
        FcPatternGetInteger(font, FC_WEIGHT, 0, &weight) != FcResultMatch)
        return true; /* a font for all weights */
    (void)FcPatternGetInteger(font, FC_WIDTH, 0, &width);
    return slant == FC_SLANT_ROMAN && width == FC_WIDTH_NORMAL &&
           (weight == FC_WEIGHT_REGULAR || weight == FC_WEIGHT_BOLD || weight == FC_WEIGHT_BOOK);
}

static int compare_files(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_file(struct fonts *f, struct arena *mem, const char *file) {
    if (!FcConfigAppFontAddFile(f->config, (const FcChar8 *)file))
        return false;
    *arena_push(mem, &f->files, &f->file_count, &f->file_cap) = arena_cstr(mem, str_from(file));
    return true;
}

/* Adds the files of one family, in the order of their names. */
static size_t add_family(struct fonts *f, FcConfig *all, const char *name, struct arena *mem) {
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, name, (char *)NULL);
    FcObjectSet *fields =
        FcObjectSetBuild(FC_FILE, FC_SLANT, FC_WEIGHT, FC_WIDTH, FC_SCALABLE, (char *)NULL);
    FcFontSet *found = FcFontList(all, wanted, fields);
    const char *files[FONTS_MAX] = {0};
    size_t count = 0, added = 0;
    for (int i = 0; found != NULL && i < found->nfont && count < FONTS_MAX; i++) {
        FcChar8 *file;
        if (is_plain(found->fonts[i]) &&
            FcPatternGetString(found->fonts[i], FC_FILE, 0, &file) == FcResultMatch)
            files[count++] = (const char *)file;
    }
    qsort(files, count, sizeof(files[0]), compare_files);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(files[i - 1], files[i]) != 0)
            added += add_file(f, mem, files[i]);
    if (found != NULL)
        FcFontSetDestroy(found);
    FcObjectSetDestroy(fields);
    FcPatternDestroy(wanted);
    return added;
}

static bool no_font(const struct site *site, struct str name, struct diags *d) {
    const struct config *c = &site->config;
    size_t at = name.len == 0 ? SIZE_MAX : str_find(c->source.text, name);
    struct place place =
        at == SIZE_MAX ? place_of(&c->source, 0, 0, 0) : place_at_offset(&c->source, at, name.len);
    return diag_error(d, place, "print/no-font",
                      "the font '%.*s' is not on this computer; install its package "
                      "(DejaVu Sans: fonts-dejavu-core) or name another under 'print: font'",
                      STR_ARG(name));
}

bool fonts_open(struct fonts *f, const struct site *site, struct arena *mem, struct diags *d) {
    struct str rest = site->config.print_font, name;
    struct buf names = {0};
    bool ok = true;
    if (rest.len == 0)
        rest = str_lit("DejaVu Sans");
    FcConfig *all = FcConfigCreate();
    if (!FcConfigParseAndLoadFromMemory(all, (const FcChar8 *)system_fonts, FcTrue) ||
        !FcConfigBuildFonts(all))
        ok = diag_error(d, place_of(&site->config.source, 0, 0, 0), "print/no-font",
                        "the fonts of this computer cannot be read");
    f->config = FcConfigCreate();
    while (ok && str_next_part(&rest, ',', &name)) {
        name = str_trim(name);
        if (name.len == 0 || add_family(f, all, arena_cstr(mem, name), mem) == 0)
            ok = no_font(site, name, d);
        buf_printf(&names, "%s%.*s", names.len == 0 ? "" : ",", STR_ARG(name));
    }
    f->names = arena_cstr(mem, buf_str(&names));
    buf_finish(&names);
    FcConfigDestroy(all);
    return ok;
}

void fonts_close(struct fonts *f) {
    for (size_t i = 0; i < f->face_count; i++)
        cairo_font_face_destroy(f->faces[i]);
    f->faces = NULL;
    f->face_count = f->face_cap = 0;
    if (f->config != NULL)
        FcConfigDestroy(f->config);
    f->config = NULL;
}

bool fonts_digest(const struct fonts *f, struct buf *out) {
    enum { FONT_BYTES_MAX = 256 * 1024 * 1024 };
    struct arena mem = {0};
    struct diags ignored = {0};
    bool ok = true;
    buf_printf(out, "%s\n", f->names == NULL ? "" : f->names);
    for (size_t i = 0; i < f->file_count && ok; i++) {
        uint8_t sha256[SIGN_SHA256_BYTES];
        struct str bytes;
        ok = fs_read(&mem, f->files[i], f->files[i], FONT_BYTES_MAX, &bytes, &ignored);
        if (ok)
            sign_sha256(bytes, sha256);
        if (ok)
            buf_put(out, str_of((const char *)sha256, sizeof(sha256)));
        arena_reset(&mem);
    }
    diags_finish(&ignored);
    arena_finish(&mem);
    return ok;
}

/* --- one thread
 * ---------------------------------------------------------------------------------- */

void type_open(struct type *t, const struct fonts *fonts) {
    *t = (struct type){.fonts = fonts};
    t->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    assert(t->map != NULL);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(t->map), fonts->config);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(t->map), 72.0);
    t->context = pango_font_map_create_context(t->map);
    /* Letters stand where the type says, whatever the resolution of a screen. */
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(t->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(t->context, FALSE);
}

void type_begin(struct type *t, struct arena *mem) {
    t->mem = mem;
}

void type_end(struct type *t) {
    for (size_t i = 0; i < t->layout_count; i++)
        g_object_unref(t->layouts[i]);
    t->layouts = NULL;
    t->layout_count = t->layout_cap = t->missing_count = 0;
}

void type_close(struct type *t) {
    if (t->context != NULL)
        g_object_unref(t->context);
    if (t->map != NULL)
        g_object_unref(t->map);
    *t = (struct type){0};
}

/* --- faces
 * --------------------------------------------------------------------------------------- */

struct holding {
    struct fonts *f;
    struct arena *mem;
};

static gboolean hold(PangoFontset *set, PangoFont *font, gpointer ctx) {
    struct holding *h = ctx;
    struct fonts *f = h->f;
    cairo_scaled_font_t *scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    (void)set;
    if (scaled != NULL)
        *arena_push(h->mem, &f->faces, &f->face_count, &f->face_cap) =
            cairo_font_face_reference(cairo_scaled_font_get_font_face(scaled));
    return FALSE; /* go on */
}

void fonts_hold(struct fonts *f, struct arena *mem) {
    static const PangoWeight weights[] = {PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_BOLD};
    struct holding h = {f, mem};
    struct type t;
    type_open(&t, f);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, f->names);
    pango_font_description_set_size(font, 12 * PANGO_SCALE);
    for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
        pango_font_description_set_weight(font, weights[i]);
        PangoFontset *set = pango_font_map_load_fontset(t.map, t.context, font,
                                                        pango_context_get_language(t.context));
        pango_fontset_foreach(set, hold, &h);
        g_object_unref(set);
    }
    pango_font_description_free(font);
    type_close(&t);
}

/* --- lines
 * --------------------------------------------------------------------------------------- */

static void add_attr(PangoAttrList *list, PangoAttribute *attr, const struct span *s) {
    attr->start_index = s->from;
    attr->end_index = s->to;
    pango_attr_list_insert(list, attr);
}

static void add_span(PangoAttrList *list, const struct span *s, double size) {
    if (s->style & STYLE_BOLD)
        add_attr(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), s);
    if (s->style & STYLE_STRESS)
        add_attr(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), s);
    if (s->style & STYLE_STRIKE)
        add_attr(list, pango_attr_strikethrough_new(TRUE), s);
    if (s->style & STYLE_SMALL)
        add_attr(list, pango_attr_size_new((int)(size * small_share * PANGO_SCALE)), s);
    if (s->style & STYLE_INVERSE)
        add_attr(list, pango_attr_foreground_new(0xffff, 0xffff, 0xffff), s);
}

static void note_missing(struct type *t, PangoGlyph glyph) {
    uint32_t code = glyph & ~(PangoGlyph)PANGO_GLYPH_UNKNOWN_FLAG;
    for (size_t i = 0; i < t->missing_count; i++)
        if (t->missing[i] == code)
            return;
    if (t->missing_count < TYPE_MISSING_MAX)
        t->missing[t->missing_count++] = code;
}

static void look_for_missing(struct type *t, PangoLayout *layout) {
    if (pango_layout_get_unknown_glyphs_count(layout) == 0)
        return;
    for (GSList *l = pango_layout_get_lines_readonly(layout); l != NULL; l = l->next)
        for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r != NULL; r = r->next) {
            const PangoGlyphString *glyphs = ((PangoLayoutRun *)r->data)->glyphs;
            for (int i = 0; i < glyphs->num_glyphs; i++)
                if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
                    note_missing(t, glyphs->glyphs[i].glyph);
        }
}

PangoLayout *type_lines(struct type *t, const struct rich *text, double size, double width,
                        bool rtl, unsigned style) {
    struct span whole = {0, (uint32_t)text->text.len, style};
    pango_context_set_base_dir(t->context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout = pango_layout_new(t->context);
    *arena_push(t->mem, &t->layouts, &t->layout_count, &t->layout_cap) = layout;
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, t->fonts->names);
    pango_font_description_set_size(font, (int)(size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE); /* a paragraph that begins with MDMA stays Arabic */
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width > 0)
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    PangoAttrList *attrs = pango_attr_list_new();
    for (size_t i = 0; i < text->span_count; i++)
        add_span(attrs, &text->spans[i], size);
    add_span(attrs, &whole, size);
    add_attr(attrs, pango_attr_insert_hyphens_new(FALSE), &whole);
    /* "fi" as two letters can be found; what Arabic must join is another feature. */
    add_attr(attrs, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), &whole);
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
    pango_layout_set_text(layout, text->text.p, (int)text->text.len);
    look_for_missing(t, layout);
    return layout;
}

double type_width(struct type *t, const struct rich *text, double size, bool rtl, unsigned style) {
    int width;
    pango_layout_get_size(type_lines(t, text, size, 0, rtl, style), &width, NULL);
    return (double)width / PANGO_SCALE;
}

double type_line_height(PangoLayoutLine *line, double *ascent) {
    PangoRectangle box;
    pango_layout_line_get_extents(line, NULL, &box);
    double height = (double)box.height / PANGO_SCALE, more = height * (leading - 1);
    *ascent = (double)-box.y / PANGO_SCALE + more / 2;
    return height + more;
}

#ifdef __SANITIZE_ADDRESS__
/* Pango looks for fonts in threads of its own, which nobody can wait for: what they and cairo's
 * caches hold of fontconfig when a sanitized program ends is not lost. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void) {
    return "print_suppressions=0";
}
#endif
