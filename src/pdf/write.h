/* Private to pdf/: a file being written. */
#ifndef PDF_WRITE_H
#define PDF_WRITE_H

#include "pdf/pdf.h"

struct libdeflate_compressor;

/* What is set, so that it need not be said again. */
struct pdf_state {
    double fill, line, line_width; /* NAN: unknown, like no other number */
    bool dashed, dash_known;
    const struct pdf_font *font;
    double size;
};
struct pdf_content {
    struct pdf_writer *w;
    struct buf ops;
    struct pdf_state now, outer; /* outer: around pdf_push */
    bool in_text, in_string;
    double x, y;                   /* in_text: where the next glyph would stand */
    const struct pdf_font **fonts; /* what it uses, each once */
    size_t font_count, font_cap;
    unsigned *forms;
    size_t form_count, form_cap;
};

struct pdf_bookmark {
    struct str title;
    uint32_t page; /* its object */
    unsigned parent, first, last, next, before;
    unsigned count; /* of its children */
};
struct pdf_writer {
    struct arena *mem;
    double width, height;
    struct buf *out;
    size_t start;   /* of the file in `out` */
    size_t *places; /* by object number less one */
    size_t objects, places_cap;
    struct pdf_fonts fonts;
    uint32_t *pages; /* objects */
    size_t page_count, page_cap;
    struct pdf_content *page; /* or NULL */
    uint32_t *forms;          /* objects, by number less one */
    size_t form_count, form_cap;
    struct {
        const struct pdf_drawing *drawing;
        unsigned form;
    } latest[2];               /* the latest first */
    struct buf last_form;      /* its keys and its operators, */
    unsigned last_form_number; /* or 0 */
    struct pdf_bookmark *bookmarks;
    size_t bookmark_count, bookmark_cap;
    struct libdeflate_compressor *compressor;
};

/* A number for an object that comes later, and its beginning. */
uint32_t pdf_reserve(struct pdf_writer *w);
void pdf_begin(struct pdf_writer *w, uint32_t number);
/* The object's stream behind the keys that it has besides: "<< /Type … ". */
void pdf_stream(struct pdf_writer *w, uint32_t number, struct str keys, struct str bytes);
/* content.c: a page begins with what PDF says, a form with what is set where it is put. */
struct pdf_content *pdf_content(struct pdf_writer *w, bool form);
void pdf_content_end(struct pdf_content *c);
/* Few digits: thousandths. */
void pdf_put_number(struct buf *out, double n);
/* font.c: whether a glyph says `text`, which it does when it has said nothing yet. */
bool pdf_says(struct pdf_font *f, const struct pdf_glyph *glyph, struct str text);
/* All objects of a font; its number was reserved. */
void pdf_put_font(struct pdf_writer *w, const struct pdf_font *f);
/* facts.c: text as PDF takes it; the two objects that speak of the file. */
void pdf_put_text(struct buf *out, struct str text);
void pdf_put_utf16(struct buf *out, struct str text);
void pdf_put_info(struct buf *out, struct arena *mem, const struct pdf_facts *facts);

#endif
