/* The file: objects in the order in which they are ready, each under the number that was kept for
 * it; pages share nothing but fonts and forms. */
#include "pdf/write.h"

#include <assert.h>
#include <libdeflate.h>

enum { COMPRESSION_LEVEL = 3 };

static struct libdeflate_compressor *open_compressor(void) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(COMPRESSION_LEVEL);
    if (c == NULL)
        arena_out_of_memory();
    return c;
}

struct str pdf_pack(struct arena *mem, struct str operators) {
    struct libdeflate_compressor *c = open_compressor();
    size_t room = libdeflate_zlib_compress_bound(c, operators.len);
    char *to = arena_alloc(mem, room, 1);
    size_t len = libdeflate_zlib_compress(c, operators.p, operators.len, to, room);
    assert(len > 0);
    libdeflate_free_compressor(c);
    return str_of(to, len);
}

/* --- objects
 * ---------------------------------------------------------------------------------------------- */

uint32_t pdf_reserve(struct pdf_writer *w) {
    *arena_push(w->mem, &w->places, &w->objects, &w->places_cap) = 0;
    return (uint32_t)w->objects;
}

void pdf_begin(struct pdf_writer *w, uint32_t number) {
    w->places[number - 1] = w->out->len - w->start;
    buf_printf(w->out, "%u 0 obj\n", (unsigned)number);
}

static void put_packed(struct pdf_writer *w, uint32_t number, struct str keys, struct str packed) {
    pdf_begin(w, number);
    buf_put(w->out, keys);
    buf_printf(w->out, "/Length %zu /Filter /FlateDecode >>\nstream\n", packed.len);
    buf_put(w->out, packed);
    buf_puts(w->out, "\nendstream\nendobj\n");
}

void pdf_stream(struct pdf_writer *w, uint32_t number, struct str keys, struct str bytes) {
    size_t room = libdeflate_zlib_compress_bound(w->compressor, bytes.len);
    struct buf packed = {0};
    char *to = buf_reserve(&packed, room);
    packed.len = libdeflate_zlib_compress(w->compressor, bytes.p, bytes.len, to, room);
    assert(packed.len > 0);
    put_packed(w, number, keys, buf_str(&packed));
    buf_finish(&packed);
}

/* --- fonts and forms
 * ---------------------------------------------------------------------------------------------- */

struct pdf_font *pdf_font(struct pdf_writer *w, void *face, uint32_t glyph_count) {
    for (size_t i = 0; i < w->fonts.count; i++)
        if (w->fonts.items[i]->face == face)
            return w->fonts.items[i];
    struct pdf_font *f = arena_new(w->mem, struct pdf_font);
    *f = (struct pdf_font){.face = face,
                           .number = (uint32_t)w->fonts.count,
                           .object = pdf_reserve(w),
                           .glyph_count = glyph_count,
                           .says = arena_array(w->mem, uint32_t, glyph_count),
                           .widths = arena_array(w->mem, float, glyph_count)};
    buf_put(&f->texts, str_of("\0\0", 2)); /* no text is at 0, and an empty one at 1 */
    *arena_push(w->mem, &w->fonts.items, &w->fonts.count, &w->fonts.cap) = f;
    return f;
}

const struct pdf_fonts *pdf_fonts(const struct pdf_writer *w) {
    return &w->fonts;
}

static void put_resources(const struct pdf_content *c, struct buf *out) {
    buf_puts(out, "/Resources << ");
    for (size_t i = 0; i < c->font_count; i++)
        buf_printf(out, "%s/f%u %u 0 R ", i == 0 ? "/Font << " : "", (unsigned)c->fonts[i]->number,
                   (unsigned)c->fonts[i]->object);
    buf_puts(out, c->font_count > 0 ? ">> " : "");
    for (size_t i = 0; i < c->form_count; i++)
        buf_printf(out, "%s/x%u %u 0 R ", i == 0 ? "/XObject << " : "", c->forms[i],
                   (unsigned)c->w->forms[c->forms[i] - 1]);
    buf_puts(out, c->form_count > 0 ? ">> >> " : ">> ");
}

struct pdf_content *pdf_form_begin(struct pdf_writer *w) {
    return pdf_content(w, true);
}

static uint32_t new_form(struct pdf_writer *w) {
    uint32_t object = pdf_reserve(w);
    *arena_push(w->mem, &w->forms, &w->form_count, &w->form_cap) = object;
    return object;
}

/* Else it is forgotten. */
static bool is_last_form(struct pdf_writer *w, struct str keys, struct str operators) {
    struct str last = buf_str(&w->last_form);
    bool same = w->last_form_number != 0 && last.len == keys.len + operators.len &&
                str_starts(last, keys) && str_ends(last, operators);
    if (!same)
        buf_reset(&w->last_form);
    return same;
}

unsigned pdf_form_end(struct pdf_content *c, double width, double height) {
    struct pdf_writer *w = c->w;
    struct buf keys = {0};
    pdf_content_end(c);
    buf_puts(&keys, "<< /Type /XObject /Subtype /Form /BBox [ 0 0 ");
    pdf_put_number(&keys, width);
    buf_putc(&keys, ' ');
    pdf_put_number(&keys, height);
    buf_puts(&keys, " ] ");
    put_resources(c, &keys);
    if (!is_last_form(w, buf_str(&keys), buf_str(&c->ops))) {
        pdf_stream(w, new_form(w), buf_str(&keys), buf_str(&c->ops));
        buf_put(&w->last_form, buf_str(&keys));
        buf_put(&w->last_form, buf_str(&c->ops));
        w->last_form_number = (unsigned)w->form_count;
    }
    buf_finish(&keys);
    buf_finish(&c->ops);
    return w->last_form_number;
}

/* The two drawings that were wanted last are known: most are wanted once, one on every page. */
unsigned pdf_form_of(struct pdf_writer *w, const struct pdf_drawing *drawing) {
    if (w->latest[0].drawing == drawing)
        return w->latest[0].form;
    unsigned form = w->latest[1].form;
    if (w->latest[1].drawing != drawing) {
        struct str keys = arena_printf(
            w->mem, "<< /Type /XObject /Subtype /Form /BBox [ %d %d %d %d ] /Resources << >> ",
            drawing->from, drawing->from, drawing->to, drawing->to);
        put_packed(w, new_form(w), keys, drawing->packed);
        form = (unsigned)w->form_count;
    }
    w->latest[1] = w->latest[0];
    w->latest[0].drawing = drawing;
    w->latest[0].form = form;
    return form;
}

/* --- pages
 * ---------------------------------------------------------------------------------------------- */

enum { PAGES = 1 }; /* the object of all pages */

static void end_page(struct pdf_writer *w) {
    struct pdf_content *c = w->page;
    if (c == NULL)
        return;
    uint32_t stream = pdf_reserve(w);
    pdf_content_end(c);
    pdf_stream(w, stream, str_lit("<< "), buf_str(&c->ops));
    pdf_begin(w, w->pages[w->page_count - 1]);
    buf_printf(w->out, "<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 ", PAGES);
    pdf_put_number(w->out, w->width);
    buf_putc(w->out, ' ');
    pdf_put_number(w->out, w->height);
    buf_printf(w->out, " ] /Contents %u 0 R ", (unsigned)stream);
    put_resources(c, w->out);
    buf_puts(w->out, ">>\nendobj\n");
    buf_finish(&c->ops);
    w->page = NULL;
}

struct pdf_content *pdf_page(struct pdf_writer *w) {
    end_page(w);
    *arena_push(w->mem, &w->pages, &w->page_count, &w->page_cap) = pdf_reserve(w);
    w->page = pdf_content(w, false);
    buf_puts(&w->page->ops, "1 0 0 -1 0 ");
    pdf_put_number(&w->page->ops, w->height);
    buf_puts(&w->page->ops, " cm\n");
    return w->page;
}

static void put_pages(struct pdf_writer *w) {
    pdf_begin(w, PAGES);
    buf_puts(w->out, "<< /Type /Pages /Kids [");
    for (size_t i = 0; i < w->page_count; i++)
        buf_printf(w->out, " %u 0 R", (unsigned)w->pages[i]);
    buf_printf(w->out, " ] /Count %zu >>\nendobj\n", w->page_count);
}

/* --- bookmarks
 * ---------------------------------------------------------------------------------------------- */

unsigned pdf_bookmark(struct pdf_writer *w, unsigned parent, struct str title) {
    if (w->bookmark_count == 0) /* number 0 is the list's own */
        *arena_push(w->mem, &w->bookmarks, &w->bookmark_count, &w->bookmark_cap) =
            (struct pdf_bookmark){0};
    unsigned number = (unsigned)w->bookmark_count;
    struct pdf_bookmark *b =
        arena_push(w->mem, &w->bookmarks, &w->bookmark_count, &w->bookmark_cap);
    struct pdf_bookmark *above = &w->bookmarks[parent];
    *b = (struct pdf_bookmark){.title = arena_str(w->mem, pdf_title(w->mem, title)),
                               .page = w->pages[w->page_count - 1],
                               .parent = parent,
                               .before = above->last};
    if (above->last != 0)
        w->bookmarks[above->last].next = number;
    above->first = above->first == 0 ? number : above->first;
    above->last = number;
    above->count++;
    return number;
}

/* Bookmark number n is object `base` + n. */
static void put_bookmark(struct pdf_writer *w, uint32_t base, unsigned n) {
    const struct pdf_bookmark *b = &w->bookmarks[n];
    const struct {
        const char *key;
        unsigned to;
    } links[] = {{"Prev", b->before}, {"Next", b->next}, {"First", b->first}, {"Last", b->last}};
    pdf_begin(w, base + n);
    if (n == 0) {
        buf_puts(w->out, "<< /Type /Outlines");
    } else {
        buf_puts(w->out, "<< /Title ");
        pdf_put_text(w->out, b->title);
        buf_printf(w->out, " /Parent %u 0 R /Dest [ %u 0 R /XYZ 0 ", (unsigned)(base + b->parent),
                   (unsigned)b->page);
        pdf_put_number(w->out, w->height);
        buf_puts(w->out, " 0 ]");
    }
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        if (links[i].to != 0)
            buf_printf(w->out, " /%s %u 0 R", links[i].key, (unsigned)(base + links[i].to));
    if (b->count > 0) /* those below one are not shown at first */
        buf_printf(w->out, " /Count %s%u", n == 0 ? "" : "-", b->count);
    buf_puts(w->out, " >>\nendobj\n");
}

static uint32_t put_bookmarks(struct pdf_writer *w) {
    if (w->bookmark_count == 0)
        return 0;
    uint32_t base = pdf_reserve(w);
    for (size_t i = 1; i < w->bookmark_count; i++)
        (void)pdf_reserve(w);
    for (size_t i = 0; i < w->bookmark_count; i++)
        put_bookmark(w, base, (unsigned)i);
    return base;
}

/* --- the whole
 * ---------------------------------------------------------------------------------------------- */

struct pdf_writer *pdf_open(struct arena *mem, double width, double height, struct buf *out) {
    struct pdf_writer *w = arena_new(mem, struct pdf_writer);
    *w = (struct pdf_writer){.mem = mem,
                             .width = width,
                             .height = height,
                             .out = out,
                             .start = out->len,
                             .compressor = open_compressor()};
    buf_puts(out, "%PDF-1.4\n%\xb5\xed\xae\xfb\n");
    (void)pdf_reserve(w); /* PAGES */
    return w;
}

static void put_catalog(struct pdf_writer *w, const struct pdf_facts *facts, uint32_t outlines) {
    buf_printf(w->out, "<< /Type /Catalog\n/Pages %d 0 R", PAGES);
    if (outlines != 0)
        buf_printf(w->out, " /Outlines %u 0 R", (unsigned)outlines);
    if (outlines != 0 && facts->bookmarks)
        buf_puts(w->out, " /PageMode /UseOutlines");
    buf_puts(w->out, " /Lang ");
    pdf_put_text(w->out, facts->language);
    buf_printf(w->out, " /ViewerPreferences << /DisplayDocTitle true%s >> >>\nendobj\n",
               facts->rtl ? " /Direction /R2L" : "");
}

static void put_table(struct pdf_writer *w, uint32_t root, uint32_t info) {
    size_t place = w->out->len - w->start;
    buf_printf(w->out, "xref\n0 %zu\n0000000000 65535 f \n", w->objects + 1);
    for (size_t i = 0; i < w->objects; i++)
        buf_printf(w->out, "%010zu 00000 n \n", w->places[i]);
    buf_printf(w->out,
               "trailer\n<< /Size %zu\n   /Root %u 0 R\n   /Info %u 0 R\n>>\nstartxref\n%zu\n"
               "%%%%EOF\n",
               w->objects + 1, (unsigned)root, (unsigned)info, place);
}

void pdf_close(struct pdf_writer *w, const struct pdf_facts *facts) {
    end_page(w);
    put_pages(w);
    for (size_t i = 0; i < w->fonts.count; i++) {
        pdf_put_font(w, w->fonts.items[i]);
        buf_finish(&w->fonts.items[i]->texts);
    }
    uint32_t outlines = put_bookmarks(w), root = pdf_reserve(w), info = pdf_reserve(w);
    pdf_begin(w, root);
    put_catalog(w, facts, outlines);
    pdf_begin(w, info);
    pdf_put_info(w->out, w->mem, facts);
    buf_puts(w->out, "\nendobj\n");
    put_table(w, root, info);
    libdeflate_free_compressor(w->compressor);
    buf_finish(&w->last_form);
}
