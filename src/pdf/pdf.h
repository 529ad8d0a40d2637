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
/* What a PDF library wrote, once more: with these facts, and nothing of the library's own, in the
 * places for what a file says of itself. Appends to `out`; false when `bytes` are no narrow PDF. */
bool pdf_finish(struct arena *mem, struct str bytes, const struct pdf_facts *facts,
                struct buf *out) MUST_USE;

#endif
