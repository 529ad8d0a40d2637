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
    const struct site *site;
    /* By page index: the HTML of a guide's or topic's text, without components, and of a
     * service's page; absent for all others. */
    const struct str *texts;
    unsigned threads;
};
/* Whether a page's text is asked for. */
bool print_wants(const struct page *page);

struct print_file {
    struct str path;    /* "en/guides/mdma.pdf" */
    struct str bytes;   /* owned by the `struct print` */
    const char *origin; /* the source file behind it, for messages */
};
struct print {
    struct arena mem;
    struct buf *bytes; /* one a file */
    struct print_file *files;
    size_t count;
};

/* How many files print_make gives for a site. */
size_t print_count(const struct site *site);
/* Makes all files. False after every reason found has been reported: a font that is not there, a
 * character that it lacks, a text that does not fit. Finish `out` in any case. */
bool print_make(const struct print_options *options, struct print *out, struct diags *d) MUST_USE;
void print_finish(struct print *p); /* accepts a zeroed one */

#endif
