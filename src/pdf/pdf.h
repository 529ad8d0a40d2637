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

/* A drawing that many places and files have: it is made once, and the library that draws the pages
 * only draws where it goes. */
struct pdf_drawing {
    struct str packed; /* pdf_pack of its operators */
    int from, to;      /* its box, the same across and down */
};
struct pdf_drawings {
    const struct pdf_drawing **items;
    size_t count, cap;
};
/* Compresses a drawing's operators, the same bytes every time. */
struct str pdf_pack(struct arena *mem, struct str operators);

/* What a PDF library wrote, once more: with these facts, and nothing of the library's own, in the
 * places for what a file says of itself; and each form of 1 by N is drawing number N, counted from
 * 1. Appends to `out`; false when `bytes` are no narrow PDF, or have no place for a drawing. */
bool pdf_finish(struct arena *mem, struct str bytes, const struct pdf_facts *facts,
                const struct pdf_drawings *drawings, struct buf *out) MUST_USE;

#endif
