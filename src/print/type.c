/* Fonts by fontconfig, and what a thread sets text with. The fonts come from the system's folders
 * alone, through a configuration of our own: what a person has set up at home would change sheets,
 * and a font that nobody named would hide that the named one lacks a letter. One font map a thread:
 * pango's are not to be shared. */
#include "print/type.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangoft2.h>

#include "print/shape.h"
#include "sign/sign.h"

enum { FONTS_MAX = 64 };

static const char system_fonts[] = "<?xml version=\"1.0\"?>"
                                   "<fontconfig>"
                                   "<dir>/usr/share/fonts</dir>"
                                   "<dir>/usr/local/share/fonts</dir>"
                                   "<cachedir>/var/cache/fontconfig</cachedir>"
                                   "</fontconfig>";

/* --- finding fonts
 * ------------------------------------------------------------------------------- */

/* Upright, regular or bold, neither narrow nor wide: what sheets are set in. A family that has no
 * such weight is set in those it has. */
static bool is_plain(FcPattern *font, bool any_weight) {
    /* A font for all weights has a range of them, which is no number. */
    int slant = FC_SLANT_ROMAN, weight = FC_WEIGHT_REGULAR, width = FC_WIDTH_NORMAL;
    (void)FcPatternGetInteger(font, FC_SLANT, 0, &slant);
    (void)FcPatternGetInteger(font, FC_WEIGHT, 0, &weight);
    (void)FcPatternGetInteger(font, FC_WIDTH, 0, &width);
    return slant == FC_SLANT_ROMAN && width == FC_WIDTH_NORMAL &&
           (any_weight || weight == FC_WEIGHT_REGULAR || weight == FC_WEIGHT_BOLD ||
            weight == FC_WEIGHT_BOOK);
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

/* What there is of a family. */
struct family {
    size_t added, pictures; /* files; those with pictures are not added */
};

/* Adds the files of one family that have such a weight, in the order of their names. */
static struct family add_weights(struct fonts *f, FcConfig *all, const char *name, bool any_weight,
                                 struct arena *mem) {
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, name, (char *)NULL);
    FcObjectSet *fields =
        FcObjectSetBuild(FC_FILE, FC_SLANT, FC_WEIGHT, FC_WIDTH, FC_SCALABLE, (char *)NULL);
    FcFontSet *found = FcFontList(all, wanted, fields);
    const char *files[FONTS_MAX] = {0};
    size_t count = 0;
    struct family family = {0};
    for (int i = 0; found != NULL && i < found->nfont && count < FONTS_MAX; i++) {
        FcChar8 *file;
        if (is_plain(found->fonts[i], any_weight) &&
            FcPatternGetString(found->fonts[i], FC_FILE, 0, &file) == FcResultMatch)
            files[count++] = (const char *)file;
    }
    qsort(files, count, sizeof(files[0]), compare_files);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(files[i - 1], files[i]) == 0)
            continue;
        if (face_is_drawn(files[i]))
            family.added += add_file(f, mem, files[i]);
        else
            family.pictures++;
    }
    if (found != NULL)
        FcFontSetDestroy(found);
    FcObjectSetDestroy(fields);
    FcPatternDestroy(wanted);
    return family;
}

static struct family add_family(struct fonts *f, FcConfig *all, const char *name,
                                struct arena *mem) {
    struct family plain = add_weights(f, all, name, false, mem);
    return plain.added + plain.pictures > 0 ? plain : add_weights(f, all, name, true, mem);
}

static bool no_font(const struct site *site, struct str name, bool pictures, struct diags *d) {
    const struct config *c = &site->config;
    size_t at = name.len == 0 ? SIZE_MAX : str_find(c->source.text, name);
    struct place place =
        at == SIZE_MAX ? place_of(&c->source, 0, 0, 0) : place_at_offset(&c->source, at, name.len);
    if (pictures)
        return diag_error(
            d, place, "print/no-font",
            "the font '%.*s' has signs that are pictures, of which nothing is printed; take it out "
            "of 'print: font'",
            STR_ARG(name));
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
        struct family family = {0};
        name = str_trim(name);
        if (name.len > 0)
            family = add_family(f, all, arena_cstr(mem, name), mem);
        if (family.added == 0)
            ok = no_font(site, name, family.pictures > 0, d);
        buf_printf(&names, "%s%.*s", names.len == 0 ? "" : ",", STR_ARG(name));
    }
    f->names = arena_cstr(mem, buf_str(&names));
    buf_finish(&names);
    FcConfigDestroy(all);
    return ok;
}

void fonts_close(struct fonts *f) {
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
    t->map = pango_ft2_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(t->map), fonts->config);
    pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(t->map), 72.0, 72.0);
    t->context = pango_font_map_create_context(t->map);
    /* Letters stand where the type says, whatever the resolution of a screen. */
    pango_context_set_round_glyph_positions(t->context, FALSE);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, fonts->names);
    pango_font_description_set_size(font, SHAPE_SIZE * PANGO_SCALE);
    pango_context_set_font_description(t->context, font);
    pango_font_description_free(font);
}

void type_begin(struct type *t, struct arena *mem) {
    t->mem = mem;
}

void type_forget(struct type *t) {
    shapes_forget(&t->shapes);
}

void type_end(struct type *t) {
    t->missing_count = 0;
    type_forget(t);
}

void type_close(struct type *t) {
    shapes_close(&t->shapes);
    if (t->context != NULL)
        g_object_unref(t->context);
    if (t->map != NULL)
        g_object_unref(t->map);
    *t = (struct type){0};
}

#ifdef __SANITIZE_ADDRESS__
/* Pango looks for fonts in threads of its own, which nobody can wait for: what they hold of
 * fontconfig when a sanitized program ends is not lost. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void) {
    return "print_suppressions=0";
}
#endif
