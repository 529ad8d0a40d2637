/* The door of pdf/: the narrow PDF that print/ makes and the audit accepts.
 *
 * A file of PDF 1.4 whose objects stand in the open, one behind another, as its table says; nothing
 * stands between or behind them. Dictionaries have only the keys that pages of text, their fonts
 * and bookmarks need. So there is no script, action, form, link, annotation, attachment, picture or
 * metadata stream: there is no word for them. Source: ISO 32000-1:2008, 7.2 to 7.5. */
#ifndef PDF_H
#define PDF_H

#include "util/util.h"

struct pdf_fault {
    size_t offset;       /* in the file */
    const char *message; /* one sentence, static */
};

/* Whether `bytes` are such a file; the first fault in `*fault`. Linear, bounded depth, survives any
 * bytes. */
bool pdf_check(struct str bytes, struct pdf_fault *fault) MUST_USE;

/* A title as long as a PDF takes: one of more than PDF_TITLE_UNITS of UTF-16 ends early, in "…". */
enum { PDF_TITLE_UNITS = 200 };
struct str pdf_title(struct arena *mem, struct str title);

struct pdf_facts {
    struct str title, language; /* what a reader's window shows, however long; BCP 47 */
    struct date date;
    bool rtl;       /* pages are read from right to left */
    bool bookmarks; /* to be shown when it is opened */
};

/* --- a file being written
 * ---------------------------------------------------------------------------------------------- */

/* A drawing that many places and files have: it is compressed once. */
struct pdf_drawing {
    struct str packed; /* pdf_pack of its operators */
    int from, to;      /* its box, the same across and down */
};
/* Compresses a drawing's operators, the same bytes every time. */
struct str pdf_pack(struct arena *mem, struct str operators);

/* What a file holds of a font: an outline for each glyph that it uses, under the glyph's own
 * number. Lengths are thousandths of the size of the text. */
struct pdf_program {
    struct str name;  /* PostScript's; any bytes */
    struct str bytes; /* TrueType, or bare CFF */
    bool cff;
    int box[4], ascent, descent;
};
/* One font of a file. */
struct pdf_font {
    void *face; /* the caller's, by which it knows the font */
    uint32_t number, object, glyph_count;
    uint32_t *says; /* by glyph: 0 when unused, else where its text begins in `texts` */
    float *widths;  /* by glyph, once it is used */
    struct buf texts;
    struct pdf_program program; /* the caller sets it before pdf_close */
};
struct pdf_fonts {
    struct pdf_font **items;
    size_t count, cap;
};

struct pdf_writer;
/* Pages of `width` by `height` points; the file is appended to `out`. What it needs lives in `mem`;
 * pdf_close ends it. */
struct pdf_writer *pdf_open(struct arena *mem, double width, double height, struct buf *out);
/* The font known by `face`, made when it is new. */
struct pdf_font *pdf_font(struct pdf_writer *w, void *face, uint32_t glyph_count);
const struct pdf_fonts *pdf_fonts(const struct pdf_writer *w);
/* Bookmarks go to the last page begun; `parent` 0 for the top. Returns the new one's number. */
unsigned pdf_bookmark(struct pdf_writer *w, unsigned parent, struct str title);
/* Writes the rest. Every font has its program by now. */
void pdf_close(struct pdf_writer *w, const struct pdf_facts *facts);

/* What is drawn on a page, or on a form that goes in several places. Lengths are points, from the
 * upper left corner, down. Greys: 0 is black, 1 is white. */
struct pdf_content;
struct pdf_content *pdf_page(struct pdf_writer *w); /* ends the one before */
struct pdf_content *pdf_form_begin(struct pdf_writer *w);
/* Ends it; returns its number, which is that of the form before when both are the same. */
unsigned pdf_form_end(struct pdf_content *c, double width, double height);
/* The form that has this drawing; one that is used again soon is the same. */
unsigned pdf_form_of(struct pdf_writer *w, const struct pdf_drawing *drawing);

/* Until pdf_pop, (0, 0) is at (x, y), and lengths are `scale` times as long; not in one another. A
 * scale of -1 turns everything round. */
void pdf_push(struct pdf_content *c, double x, double y, double scale);
void pdf_pop(struct pdf_content *c);
void pdf_put_form(struct pdf_content *c, unsigned form, double x, double y, double scale);
void pdf_fill(struct pdf_content *c, double x, double y, double width, double height, double grey);
void pdf_frame(struct pdf_content *c, double x, double y, double width, double height, double line);
struct pdf_line {
    double x1, y1, x2, y2, width, grey;
    bool dashed;
};
void pdf_line(struct pdf_content *c, const struct pdf_line *l);
/* A filled outline: operators in units of which `unit` go into a point, upwards from (x, y);
 * nothing when there are none. */
void pdf_outline(struct pdf_content *c, struct str operators, double x, double y, double unit,
                 double grey);

/* One glyph with its origin at (x, y); `width` is thousandths of `size`. */
struct pdf_glyph {
    struct pdf_font *font;
    uint32_t id;
    float width;
    double size, x, y, grey;
};
/* `count` glyphs that together stand for `text` (UTF-8). */
void pdf_text(struct pdf_content *c, const struct pdf_glyph *glyphs, size_t count, struct str text);

#endif
