/* The door of forms/: a site's rendered pages once more, in the forms in which they are handed on.
 *
 * START.html is the whole pack in one file that opens alone (split by language when it is large), a
 * book of each language is EPUB 3.3, README.txt and VERIFY.txt are what a stranger reads first.
 * Nothing is rendered twice: all are made from the <main> of each page's bytes. */
#ifndef FORMS_H
#define FORMS_H

#include "render/render.h"
#include "site/site.h"
#include "util/util.h"

/* A file of the site that pages and style sheets use, by its path in the site. */
struct forms_asset {
    struct str path, bytes;
    const char *origin; /* the source file behind it, for messages */
};

struct forms_options {
    const struct site *site;
    const struct config_profile *profile;
    struct renderer *renderer; /* for the frames around the pages */
    const struct str *parts;   /* by page index: what forms_part found */
    const struct forms_asset *assets;
    size_t asset_count;
    unsigned threads;
    size_t start_bytes_max; /* of START.html before it is split; 0: FORMS_START_BYTES_MAX */
};
enum { FORMS_START_BYTES_MAX = 5 * 1000 * 1000 };

struct forms_file {
    struct str path;    /* in the pack */
    struct str bytes;   /* owned by the `struct forms` */
    const char *origin; /* the source file behind it, for messages */
};
struct forms {
    struct arena mem;
    struct buf *bytes; /* one a place, as are the arenas */
    struct arena *arenas;
    struct forms_file *files;
    size_t count, room;
};

/* How many files forms_make may give for a site, at most. */
size_t forms_count_max(const struct site *site);
/* What is kept of a rendered page: from <main to </main>, else what its body holds. A view. */
struct str forms_part(struct str page);
/* Makes all files. False after every reason found has been reported; finish `out` in any case. */
bool forms_make(const struct forms_options *options, struct forms *out, struct diags *d) MUST_USE;
void forms_finish(struct forms *f);

#endif
