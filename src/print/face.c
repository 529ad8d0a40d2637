/* What a PDF needs of a font, by harfbuzz. TrueType outlines are taken over as they are, without
 * what is in the file for screens and for setting text; all others are drawn once more (cff.c). */
#include "print/face.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <math.h>
#include <string.h>

#include "print/cff.h"

/* A file with outlines and nothing else takes a tenth of the time to make a part of. */
static hb_face_t *make_bare(hb_face_t *file) {
    static const hb_tag_t tables[] = {HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
                                      HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
                                      HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p')};
    hb_face_t *bare = hb_face_builder_create();
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        hb_blob_t *table = hb_face_reference_table(file, tables[i]);
        (void)hb_face_builder_add_table(bare, tables[i], table);
        hb_blob_destroy(table);
    }
    return bare;
}

static bool has_table(hb_face_t *file, hb_tag_t tag) {
    hb_blob_t *table = hb_face_reference_table(file, tag);
    bool has = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return has;
}

/* Tables of pictures in colours. */
static bool has_pictures(hb_face_t *file) {
    static const hb_tag_t tables[] = {HB_TAG('C', 'B', 'D', 'T'), HB_TAG('C', 'O', 'L', 'R'),
                                      HB_TAG('S', 'V', 'G', ' '), HB_TAG('s', 'b', 'i', 'x')};
    bool has = false;
    for (size_t i = 0; i < ARRAY_LEN(tables) && !has; i++)
        has = has_table(file, tables[i]);
    return has;
}

/* A letter, digit or sign; not one that is made to be blank. */
static bool is_seen(hb_codepoint_t c) {
    static const hb_codepoint_t blank[] = {0x115f, 0x1160, 0x2800, 0x3164, 0xffa0};
    hb_unicode_general_category_t kind =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
    for (size_t i = 0; i < ARRAY_LEN(blank); i++)
        if (blank[i] == c)
            return false;
    return (kind >= HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER &&
            kind <= HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER) ||
           (kind >= HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER &&
            kind <= HB_UNICODE_GENERAL_CATEGORY_OTHER_SYMBOL);
}

static bool is_drawn(hb_font_t *font, hb_codepoint_t c) {
    struct arena mem = {0};
    struct outline outline;
    hb_codepoint_t glyph;
    if (!is_seen(c) || !hb_font_get_nominal_glyph(font, c, &glyph) ||
        hb_font_get_glyph_h_advance(font, glyph) == 0)
        return true;
    outline_trace(font, glyph, &mem, &outline);
    arena_finish(&mem);
    return outline.count > 0;
}

bool face_is_drawn(const char *path) {
    hb_blob_t *bytes = hb_blob_create_from_file(path);
    hb_face_t *file = hb_face_create(bytes, 0);
    hb_font_t *font = hb_font_create(file);
    hb_set_t *all = hb_set_create();
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    bool drawn = true;
    if (has_pictures(file))
        hb_face_collect_unicodes(file, all);
    while (drawn && hb_set_next(all, &c))
        drawn = is_drawn(font, c);
    hb_set_destroy(all);
    hb_font_destroy(font);
    hb_face_destroy(file);
    hb_blob_destroy(bytes);
    return drawn;
}

static const int *place_of_font(hb_font_t *font, unsigned *count) {
    return hb_font_get_var_coords_normalized(font, count);
}

void face_open(struct face *f, hb_font_t *font, struct arena *mem) {
    hb_font_extents_t extents = {0};
    unsigned count;
    const int *place = place_of_font(font, &count);
    *f = (struct face){.file = hb_face_reference(hb_font_get_face(font)), .mem = mem};
    f->units = hb_face_get_upem(f->file);
    f->glyph_count = hb_face_get_glyph_count(f->file);
    f->font = hb_font_create(f->file);
    hb_font_set_scale(f->font, (int)f->units, (int)f->units);
    hb_font_set_var_coords_normalized(f->font, place, count);
    f->truetype = count == 0 && has_table(f->file, HB_TAG('g', 'l', 'y', 'f'));
    f->bare = make_bare(f->file);
    (void)hb_font_get_h_extents(f->font, &extents);
    f->ascent = (double)extents.ascender / f->units;
    f->descent = -(double)extents.descender / f->units;
}

void face_close(struct face *f) {
    hb_font_destroy(f->font);
    hb_face_destroy(f->bare);
    hb_face_destroy(f->file);
    *f = (struct face){0};
}

bool face_is_of(const struct face *f, hb_font_t *font) {
    unsigned ours, theirs;
    if (f->file != hb_font_get_face(font))
        return false;
    const int *a = place_of_font(f->font, &ours), *b = place_of_font(font, &theirs);
    return ours == theirs && (ours == 0 || memcmp(a, b, ours * sizeof(*a)) == 0);
}

float face_width(const struct face *f, uint32_t glyph) {
    enum { PARTS = 1000 };
    double width = (double)hb_font_get_glyph_h_advance(f->font, glyph) * 1000 / f->units;
    return (float)((double)lround(width * PARTS) / PARTS); /* as a PDF says it */
}

/* --- outlines
 * ---------------------------------------------------------------------------------------------- */

static struct str write_outline(struct arena *mem, const struct outline *o) {
    static const char *const operators[] = {"m", "l", "c"};
    struct buf out = {0};
    for (size_t i = 0; i < o->count; i++) {
        const struct outline_step *s = &o->steps[i];
        buf_puts(&out, s->kind == OUTLINE_MOVE && i > 0 ? "h\n" : "");
        for (size_t k = 0; k < s->count; k++)
            buf_printf(&out, "%ld %ld ", lround(s->points[k].x), lround(s->points[k].y));
        buf_printf(&out, "%s\n", operators[s->kind]);
    }
    buf_puts(&out, o->count > 0 ? "h\n" : "");
    struct str all = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return all;
}

struct str face_outline(struct face *f, uint32_t glyph) {
    struct str key = str_of((const char *)&glyph, sizeof(glyph));
    struct outline outline;
    struct arena mem = {0};
    if (f->outline_index.mem == NULL)
        map_init(&f->outline_index, f->mem, 0);
    uint32_t known = map_get(&f->outline_index, key);
    if (known != MAP_NONE)
        return f->outlines[known];
    (void)map_add(&f->outline_index, arena_str(f->mem, key), (uint32_t)f->outline_count);
    outline_trace(f->font, glyph, &mem, &outline);
    struct str written = write_outline(f->mem, &outline);
    *arena_push(f->mem, &f->outlines, &f->outline_count, &f->outline_cap) = written;
    arena_finish(&mem);
    return written;
}

/* --- the part of a font
 * ---------------------------------------------------------------------------------------------- */

static bool take_part(struct face *f, const struct pdf_font *used, struct arena *mem,
                      struct str *out) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL)
        arena_out_of_memory();
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (uint32_t id = 0; id < used->glyph_count; id++)
        if (used->says[id] != 0)
            hb_set_add(glyphs, id);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_face_t *part = hb_subset_or_fail(f->bare, input);
    hb_subset_input_destroy(input);
    if (part == NULL)
        return false;
    hb_blob_t *blob = hb_face_reference_blob(part);
    unsigned len;
    const char *bytes = hb_blob_get_data(blob, &len);
    *out = arena_str(mem, str_of(bytes, len));
    hb_blob_destroy(blob);
    hb_face_destroy(part);
    return len > 0;
}

static int per_thousand(const struct face *f, int units) {
    return (int)lround(units * 1000.0 / f->units);
}

/* The box of all its glyphs stands in the table "head". */
static void take_box(const struct face *f, int box[4]) {
    enum { PLACE = 36 };
    unsigned len;
    hb_blob_t *head = hb_face_reference_table(f->file, HB_TAG('h', 'e', 'a', 'd'));
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(head, &len);
    for (size_t i = 0; i < 4 && len >= PLACE + 8; i++)
        box[i] = per_thousand(f, (int16_t)(p[PLACE + 2 * i] << 8 | p[PLACE + 2 * i + 1]));
    hb_blob_destroy(head);
}

static struct str take_name(const struct face *f, struct arena *mem) {
    enum { NAME_MAX_BYTES = 128 };
    char *name = arena_alloc(mem, NAME_MAX_BYTES, 1);
    unsigned size = NAME_MAX_BYTES;
    (void)hb_ot_name_get_utf8(f->file, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                              name);
    return str_of(name, size < NAME_MAX_BYTES ? size : NAME_MAX_BYTES - 1);
}

bool face_program(struct face *f, const struct pdf_font *used, struct arena *mem,
                  struct pdf_program *out) {
    *out = (struct pdf_program){.name = take_name(f, mem),
                                .cff = !f->truetype,
                                .ascent = (int)lround(f->ascent * 1000),
                                .descent = -(int)lround(f->descent * 1000)};
    take_box(f, out->box);
    if (f->truetype)
        return take_part(f, used, mem, &out->bytes);
    out->bytes = cff_make(f, used, mem);
    return true;
}
