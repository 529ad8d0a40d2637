/* Private to site/: the steps of loading, in the order site.c calls them, and what they hand on. */
#ifndef SITE_PARTS_H
#define SITE_PARTS_H

#include "site/site.h"

/* A Markdown file still to be read. */
struct planned {
    const char *shown; /* "content/en/index.md" */
    struct str tree_path, key;
    uint32_t language;
    enum page_kind kind;
};

/* The files of the site folder, before they are tied together. */
struct parts {
    struct arena *mem;
    const struct site_options *options;
    struct diags *d;
    struct fs_list content;     /* everything below content/ */
    struct record *record;      /* or NULL */
    struct planned *planned;    /* becomes: */
    struct document *documents; /* in the order of their paths */
    size_t document_count;
    struct interaction_rows rows;
    struct class_entries classes;
    struct map service_ids;
    size_t service_cap;
    bool has_rows, has_sources; /* the file is there, perhaps with mistakes */
    bool ok;
};

/* Documents are large, and each thread has filled some: whoever walks over all would wait for
 * memory at every one, so he asks for one that comes later when he is at `i`. */
static inline void documents_expect(const struct parts *p, size_t i) {
    enum { AHEAD = 4, LINE_BYTES = 64 };
    if (p->document_count - i <= AHEAD)
        return;
    const char *later = (const char *)&p->documents[i + AHEAD];
    for (size_t k = 0; k < sizeof(p->documents[0]); k += LINE_BYTES)
        __builtin_prefetch(later + k);
}

/* beside.c: a step beside the caller's. One at a time in a site, because they share its
 * `beside_mem`, which is `parts.mem` there. What it may write is nobody else's meanwhile. */
struct beside {
    struct pool_task task;
    struct parts parts;
    struct site *site;
    struct diags said;
    void (*step)(struct parts *p, struct site *site);
};
void beside_begin(struct beside *b, const struct parts *p, struct site *site,
                  void (*step)(struct parts *p, struct site *site));
/* Until then `b` stays where it is. Then what it said is in p->d, and p->ok false if it is false
 * there. */
void beside_wait(struct beside *b, struct parts *p);

/* load.c: site.yaml and content/ from disk. */
/* False, and said, when not every system can hold the name that the file of `source` gives: `key`. */
bool file_name_check(struct parts *p, struct str key, const struct source *source) MUST_USE;
void load_config(struct parts *p, struct site *site);
void load_content(struct parts *p, struct site *site);
/* Notes a file that the model is made of, or its digest, when digests are wanted. */
void load_note(struct parts *p, struct site *site, const struct source *input);
void load_note_digest(struct site *site, const uint8_t *sha256);
/* Of the path and the text. */
void load_digest(const char *path, struct str text, uint8_t sha256[SIGN_SHA256_BYTES]);
/* Else a message, and the text is gone. */
bool load_is_utf8(struct source *source, struct diags *d) MUST_USE;
/* documents.c: starts to read what the build before wrote down of them. */
void documents_begin(struct parts *p);
/* Reads the Markdown files planned, keeps the good ones (and drops drafts unless asked
 * for). `folder`: content/. */
void documents_load(struct parts *p, struct site *site, const char *folder);
/* theme.c: from themes/<name>, or else the one built in; a theme that extends its own name stands
 * on the built-in one. */
struct builtin_file { /* made by src/embed.sh */
    const char *path; /* "themes/plain/layouts/guide.html" */
    const unsigned char *bytes;
    size_t size;
};
extern const struct builtin_file theme_builtin[]; /* ends with a NULL path */
void theme_load(struct parts *p, struct site *site);
/* pages.c: one page for each document and each generated list, in every language. Which classes
 * there are is found meanwhile. */
void pages_make(struct parts *p, struct site *site);
/* The maps that pages are found by. Allocates in p->mem alone. */
void pages_index(struct parts *p, struct site *site);
/* Once there are maps. */
void pages_find_exit(struct parts *p, struct site *site);
/* lists.c: which classes there are. Allocates in p->mem alone. */
void lists_plan(struct parts *p, struct site *site);
/* The classes and sources of each page. Allocates in p->mem alone. */
void lists_link(struct parts *p, struct site *site);
/* Reading order, previous and next, A-Z; asks for nothing of lists_link. */
void lists_make(struct parts *p, struct site *site);
/* After both: the guides of each class. */
void lists_join(struct site *site);
void lists_finish(struct site *site); /* accepts one without lists */
/* Reports that no source has this id, with the nearest one; returns false. */
bool lists_unknown_source(struct parts *p, const struct site *site, struct word id);
/* chart.c: substances and their interactions. */
void chart_make(struct parts *p, struct site *site);
/* codes.c: the QR codes of pages. */
void codes_make(struct parts *p, struct site *site);
/* directory.c: services by kind, area and need. */
void directory_make(struct parts *p, struct site *site);
/* Before pages_make: which lists the directory will have. */
void directory_plan(struct parts *p, struct site *site);

/* unlisted.c: texts in languages that site.yaml does not list: warnings. */
void unlisted_check(struct parts *p, const struct site *site);

/* discreet.c: the file's name for a page of a discreet site, made from its key; `taken` remembers
 * whose each is (`owner`: a number for the key). */
struct str discreet_name(struct arena *mem, struct map *taken, struct str key, uint32_t owner);
/* Words that an editor has chosen and that give a discreet site away: warnings. */
void discreet_check(struct parts *p, const struct site *site);

/* collate.c: the order of an alphabet ("a b c … å ä ö"; absent: by code point after folding), in
 * `mem`. */
struct collation;
struct collation *collate_open(struct arena *mem, struct str alphabet);
/* A key whose byte order is the order of the alphabet. */
struct str collate_key(struct arena *mem, const struct collation *c, struct str text);
/* The heading `text` stands under: its first letter in upper case, "0–9" or "#". */
struct str collate_letter(struct arena *mem, const struct collation *c, struct str text);

/* The translation for a language, else for its fallbacks, else the default language's, else any:
 * there is one at least. */
struct page *site_translation(const struct site *site, struct page *const *translations,
                              uint32_t language);
/* The index of a language tag, or UINT32_MAX. */
uint32_t site_language_index(const struct site *site, struct str tag);

#endif
