/* Type: the fonts that site.yaml names, and text set in them as lines. All that knows pango. */
#ifndef PRINT_TYPE_H
#define PRINT_TYPE_H

#include <pango/pango.h>

#include "site/site.h"
#include "util/util.h"

/* Lengths are in points, 1/72 inch. */
#define MM (72.0 / 25.4)

enum style {
    STYLE_BOLD = 1,
    STYLE_STRESS = 2,   /* underlined: the fonts are only loaded upright */
    STYLE_STRIKE = 4,   /* crossed out */
    STYLE_SMALL = 8,    /* for what stands behind a statement */
    STYLE_INVERSE = 16, /* white, on a plate that the caller draws */
    STYLE_CENTRED = 32  /* of a whole text: its lines */
};
struct span {
    uint32_t from, to; /* bytes of the text */
    unsigned style;
};
/* Text with its styles; the spans do not overlap. */
struct rich {
    struct str text;
    struct span *spans;
    size_t span_count, span_cap, text_cap; /* the last: while doc_read fills it */
};

/* The fonts of a site, found once and shared by all threads. */
struct fonts {
    struct _FcConfig *config;
    const char **files; /* in the order in which they were added */
    size_t file_count, file_cap;
    const char *names; /* as pango takes them: "DejaVu Sans,Noto Sans Arabic" */
};
/* Only fonts below the system's folders are looked at, and nobody's own settings: the same packages
 * give the same sheets. False after it has said which font is missing. */
bool fonts_open(struct fonts *f, const struct site *site, struct arena *mem,
                struct diags *d) MUST_USE;
void fonts_close(struct fonts *f); /* accepts a zeroed one */
/* Appends the names, and the digest of each file; false when one cannot be read. */
bool fonts_digest(const struct fonts *f, struct buf *out) MUST_USE;

enum { TYPE_MISSING_MAX = 16 };

struct face;
/* What a thread has shaped so far; shape.h says more. */
struct shapes {
    struct arena mem;
    struct map index;
    const struct shape **items;
    size_t count, cap, text_bytes;
    struct buf key;
    struct arena face_mem; /* faces stay until type_close */
    struct face **faces;
    size_t face_count, face_cap;
};

/* One thread's type. */
struct type {
    PangoFontMap *map;
    PangoContext *context;
    const struct fonts *fonts;
    struct arena *mem;
    struct shapes shapes;
    uint32_t missing[TYPE_MISSING_MAX]; /* characters that the fonts lack, each once */
    size_t missing_count;
};
void type_open(struct type *t, const struct fonts *fonts);
void type_close(struct type *t); /* accepts a zeroed one */
/* Around each file: what is set in between lives in `mem`, and no longer than to type_forget or
 * type_end. */
void type_begin(struct type *t, struct arena *mem);
void type_forget(struct type *t);
void type_end(struct type *t);

/* A part of a line in one font, in the order of the page. */
struct line_run {
    const struct shape_run *run;
    size_t from, to;           /* glyphs of the run */
    size_t text_from, text_to; /* bytes of the text behind them */
};
struct line {
    const struct shape *shape;
    const struct line_run *runs;
    size_t run_count;
    double size, width, height, ascent; /* the baseline is `ascent` below the upper edge */
};
struct lines {
    struct line *items;
    size_t count, cap;
};

/* `text` in lines of at most `width`, or as it is when that is 0; they live until type_end. A word
 * longer than the line is broken. Characters without a glyph are noted in t->missing. */
struct lines type_lines(struct type *t, const struct rich *text, double size, double width,
                        bool rtl, unsigned style);
/* How wide the text is when its lines are not broken. */
double type_width(struct type *t, const struct rich *text, double size, bool rtl, unsigned style);
/* How wide lines must be so that no word is broken, and no number is parted from its unit. */
double type_least(struct type *t, const struct rich *text, double size, bool rtl, unsigned style);

#endif
