/* The door of print/: a site's pages on paper, as PDF.
 *
 * For each language: a sheet for every guide and topic (its core, and two codes), wallet cards, a
 * folded booklet of eight pages, posters, the directory of services, and all sheets in one file.
 * Black on white; what a colour would say stands there as a word and a sign. */
#ifndef PRINT_H
#define PRINT_H

#include "site/site.h"
#include "util/util.h"

struct print_options {
    /* By page index: the HTML of a guide's or topic's text, with the names of components in their
     * places, and of a service's page; absent for all others. */
    const struct str *texts;
    unsigned threads;
};
/* Whether a page's text is asked for. */
bool print_wants(const struct page *page);

struct print_file {
    struct str path;    /* "en/guides/mdma.pdf" */
    struct str bytes;   /* absent until they are made, or taken from elsewhere by the caller */
    const char *origin; /* the source file behind it, for messages */
    /* The guides and topics whose texts are in it. Besides them its bytes depend on the model, the
     * fonts, the libraries and this program. */
    const struct page *const *texts;
    size_t text_count;
    bool told; /* something was said about it while it was made */
};
struct print {
    struct arena mem;
    struct press *press;
    struct print_file *files;
    size_t count;
};

/* How many files print_plan gives for a site. */
size_t print_count(const struct site *site);
/* Lists the files and finds the fonts. False after it has said which font is missing. Finish `out`
 * in any case. */
bool print_plan(const struct site *site, struct print *out, struct diags *d) MUST_USE;
/* Appends the names of the fonts and the digests of their files: all that a sheet can depend on
 * outside the site and the program. False when one cannot be read. */
bool print_fonts(const struct print *p, struct buf *out) MUST_USE;
/* Makes each file whose bytes are absent. False after every reason found has been reported: a
 * character that the fonts lack, a text that does not fit. */
bool print_make(const struct print_options *options, struct print *p, struct diags *d) MUST_USE;
void print_finish(struct print *p); /* accepts a zeroed one */

#endif
