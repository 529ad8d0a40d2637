/* A font of a file: an outline, a width and a text for each glyph. Glyphs keep their numbers, so
 * that what is drawn does not depend on what else a file holds. ISO 32000-1:2008, 9.7 to 9.10. */
#include <libdeflate.h>

#include "pdf/write.h"

enum { SAYS_NOTHING = 1 }; /* offset in `texts` of an empty text */

static const char *said(const struct pdf_font *f, uint32_t id) {
    return f->texts.p + f->says[id];
}

bool pdf_says(struct pdf_font *f, const struct pdf_glyph *glyph, struct str text) {
    uint32_t *says = &f->says[glyph->id];
    if (*says == 0) {
        f->widths[glyph->id] = glyph->width;
        *says = SAYS_NOTHING;
    }
    if (text.len == 0 || str_find_char(text, '\0') != SIZE_MAX)
        return false;
    if (*says == SAYS_NOTHING) {
        *says = (uint32_t)f->texts.len;
        buf_put(&f->texts, text);
        buf_putc(&f->texts, '\0');
        return true;
    }
    const char *known = said(f, glyph->id);
    return strncmp(known, text.p, text.len) == 0 && known[text.len] == '\0';
}

/* The numbers of the glyphs used, in order. */
static uint32_t *list_glyphs(struct arena *mem, const struct pdf_font *f, size_t *count) {
    uint32_t *ids;
    *count = 0;
    for (uint32_t id = 0; id < f->glyph_count; id++)
        *count += f->says[id] != 0;
    ids = arena_array(mem, uint32_t, *count);
    *count = 0;
    for (uint32_t id = 0; id < f->glyph_count; id++)
        if (f->says[id] != 0)
            ids[(*count)++] = id;
    return ids;
}

/* Six letters that tell parts of a font apart, then its name in letters that every reader takes. */
static struct str make_name(struct arena *mem, const struct pdf_program *program,
                            const uint32_t *ids, size_t count) {
    enum { TAG = 6, LETTERS = 26, NAME_MAX_BYTES = 60 };
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a, by glyph, and of all outlines */
    struct str name = program->name;
    char *p = arena_alloc(mem, TAG + 1 + NAME_MAX_BYTES, 1);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ ids[i]) * 0x100000001b3;
    hash = (hash ^ libdeflate_crc32(0, program->bytes.p, program->bytes.len)) * 0x100000001b3;
    for (hash ^= hash >> 32; len < TAG; hash /= LETTERS)
        p[len++] = (char)('A' + hash % LETTERS);
    p[len++] = '+';
    for (size_t i = 0; i < name.len && len < TAG + 1 + NAME_MAX_BYTES; i++)
        if (ascii_is_alnum(name.p[i]) || name.p[i] == '-')
            p[len++] = name.p[i];
    if (len == TAG + 1)
        p[len++] = 'F';
    return str_of(p, len);
}

static uint32_t put_program(struct pdf_writer *w, const struct pdf_font *f) {
    uint32_t number = pdf_reserve(w);
    const struct pdf_program *p = &f->program;
    pdf_stream(w, number,
               p->cff ? str_lit("<< /Subtype /CIDFontType0C ")
                      : arena_printf(w->mem, "<< /Length1 %zu ", p->bytes.len),
               p->bytes);
    return number;
}

static uint32_t put_descriptor(struct pdf_writer *w, const struct pdf_font *f, struct str name,
                               uint32_t program) {
    enum { SYMBOLIC = 4, STEM = 80 };
    uint32_t number = pdf_reserve(w);
    const struct pdf_program *p = &f->program;
    pdf_begin(w, number);
    buf_printf(w->out,
               "<< /Type /FontDescriptor /FontName /%.*s /Flags %d /FontBBox [ %d %d %d %d ] "
               "/ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile%d %u 0 R "
               ">>\nendobj\n",
               STR_ARG(name), SYMBOLIC, p->box[0], p->box[1], p->box[2], p->box[3], p->ascent,
               p->descent, p->ascent, STEM, p->cff ? 3 : 2, (unsigned)program);
    return number;
}

static uint32_t put_descendant(struct pdf_writer *w, const struct pdf_font *f, struct str name,
                               const uint32_t *ids, size_t count) {
    uint32_t descriptor = put_descriptor(w, f, name, put_program(w, f)), number = pdf_reserve(w);
    struct buf *out = w->out;
    pdf_begin(w, number);
    buf_printf(out,
               "<< /Type /Font /Subtype /CIDFontType%d /BaseFont /%.*s /CIDSystemInfo << /Registry "
               "(Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %u 0 R /W [",
               f->program.cff ? 0 : 2, STR_ARG(name), (unsigned)descriptor);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || ids[i] != ids[i - 1] + 1)
            buf_printf(out, "%s %u [", i == 0 ? "" : " ]", (unsigned)ids[i]);
        buf_putc(out, ' ');
        pdf_put_number(out, (double)f->widths[ids[i]]);
    }
    buf_puts(out, count == 0 ? "] >>\nendobj\n" : " ] ] >>\nendobj\n");
    return number;
}

/* From glyphs to text, for who searches or copies. */
static uint32_t put_map(struct pdf_writer *w, const struct pdf_font *f, const uint32_t *ids,
                        size_t count) {
    enum { TOGETHER = 100 }; /* as many as a list may have */
    static const char head[] =
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
    uint32_t number = pdf_reserve(w);
    struct buf map = {0}, text = {0};
    size_t left = 0, listed = 0;
    for (size_t i = 0; i < count; i++)
        left += f->says[ids[i]] != SAYS_NOTHING;
    buf_puts(&map, head);
    for (size_t i = 0; i < count; i++) {
        if (f->says[ids[i]] == SAYS_NOTHING)
            continue;
        if (listed % TOGETHER == 0)
            buf_printf(&map, "%zu beginbfchar\n", left < TOGETHER ? left : TOGETHER);
        buf_reset(&text);
        pdf_put_utf16(&text, str_from(said(f, ids[i])));
        struct str digits = str_from_offset(buf_str(&text), strlen("<FEFF"));
        buf_printf(&map, "<%04X> <%.*s\n", (unsigned)ids[i], STR_ARG(digits));
        left--;
        if (++listed % TOGETHER == 0 || left == 0)
            buf_puts(&map, "endbfchar\n");
    }
    buf_puts(&map, "endcmap CMapName currentdict /CMap defineresource pop end end\n");
    pdf_stream(w, number, str_lit("<< "), buf_str(&map));
    buf_finish(&map);
    buf_finish(&text);
    return number;
}

void pdf_put_font(struct pdf_writer *w, const struct pdf_font *f) {
    size_t count;
    const uint32_t *ids = list_glyphs(w->mem, f, &count);
    struct str name = make_name(w->mem, &f->program, ids, count);
    uint32_t descendant = put_descendant(w, f, name, ids, count), map = put_map(w, f, ids, count);
    pdf_begin(w, f->object);
    buf_printf(w->out,
               "<< /Type /Font /Subtype /Type0 /BaseFont /%.*s /Encoding /Identity-H "
               "/DescendantFonts [ %u 0 R ] /ToUnicode %u 0 R >>\nendobj\n",
               STR_ARG(name), (unsigned)descendant, (unsigned)map);
}
