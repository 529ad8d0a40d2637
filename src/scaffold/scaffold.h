/* The door of scaffold/: the files that `pamphlet new` writes, with every field explained. Nothing
 * that is there is ever written over. */
#ifndef SCAFFOLD_H
#define SCAFFOLD_H

#include "util/util.h"

enum scaffold_kind {
    SCAFFOLD_SITE,
    SCAFFOLD_GUIDE,
    SCAFFOLD_TOPIC,
    SCAFFOLD_SERVICE,
    SCAFFOLD_WORDS /* of the theme, in the language `name` */
};
/* "site", "guide", "topic", "service", "words", NULL */
extern const char *const scaffold_kinds[];

struct scaffold_options {
    enum scaffold_kind kind;
    const char *root; /* the site's folder; for a site: where its folder goes */
    struct str name;
    struct str lang; /* absent: the site's default language; for a site: en */
    struct date today;
};
struct scaffold_result {
    const char **paths; /* what was written, as shown */
    size_t count, cap;
    const char *original; /* of a translation: the file it starts from, else NULL */
};

/* Whether `name` can be one of this kind. When not: `*better` is one that can (never absent), and
 * the result is one sentence that says why; NULL when it can. */
const char *scaffold_bad_name(struct arena *mem, enum scaffold_kind kind, struct str name,
                              struct str *better);

/* Writes the files. `name` has passed scaffold_bad_name. A guide or topic that another language
 * has starts as its translation. False after it has reported. */
bool scaffold_make(struct arena *mem, const struct scaffold_options *options,
                   struct scaffold_result *out, struct diags *d) MUST_USE;

#endif
