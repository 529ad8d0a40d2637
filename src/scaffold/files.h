/* Private to scaffold/: the texts of scaffold/ at the top of the tree, and how they are filled. */
#ifndef SCAFFOLD_FILES_H
#define SCAFFOLD_FILES_H

#include "scaffold/scaffold.h"

struct scaffold_file { /* made by src/embed.sh */
    const char *name;  /* "src/scaffold/texts/guide.md" */
    const unsigned char *bytes;
    size_t size;
};
extern const struct scaffold_file scaffold_files[]; /* ends with a NULL name */

/* A word between two '@' of such a text, and what stands there instead. */
struct filling {
    const char *name;
    struct str value;
};

struct scaffolding {
    struct arena *mem;
    const struct scaffold_options *options;
    struct scaffold_result *out;
    struct diags *d;
};

/* The text of "guide.md", which must be among them, with its words filled in; `fillings` ends with
 * a NULL name. A word that is not in them stays as it is. */
struct str files_fill(struct arena *mem, const char *name, const struct filling *fillings);
/* Writes one file below the options' root; false when it is there or cannot be written. */
bool files_put(struct scaffolding *s, struct str relative, struct str text);
/* "harbour-van" → "Harbour van" */
struct str files_title(struct arena *mem, struct str name);

/* translation.c: the start of a translation of `original` (its path below the root). */
bool translation_make(struct scaffolding *s, struct str original, struct str target);
/* words.c: the theme's words, to be put into `lang`. */
bool words_make(struct scaffolding *s, struct str theme, struct str lang);
/* claims.c: the lines of a group of claims, of the channels' claims, and lists of values. */
struct str claims_group(struct arena *mem, unsigned group);
struct str claims_channel(struct arena *mem);
struct str claims_values(struct arena *mem, const char *const *values);
/* What a claim asks, in plain words; NULL for a name that is none. */
const char *claims_words(const char *name);

#endif
