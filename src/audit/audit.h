/* The door of audit/: reads the bytes that will be published and accepts only the narrow grammar of
 * the design's section 6. It does not try to recognise attacks; what is not on the list is refused.
 *
 * To add a rule: one row in rules.def, the check that names it, one case below tests/hostile.
 * To add an element or an attribute: one row in elements.def or attributes.def.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "util/util.h"

/* A set of files that belong together: a profile's folder, a ZIP. Local targets are looked up in
 * it. */
struct audit_set {
    struct map by_path; /* path → index; made before the first audit_file */
    struct str *paths;
    size_t count;
    const char *shown_root; /* put before paths in messages: "dist/onion/" */
    bool book;              /* the files of an EPUB */
    bool alone;             /* one file without its neighbours: other targets are not looked up */
    /* What the thread at hand has read before, or NULL. A set that has it is the thread's own copy
     * of the set, whose files stay the same as long as this is open. */
    struct audit_pieces *pieces;
};

/* Elements that stand on many pages, so that each is read once (pieces.h). Of no influence on what
 * is found. */
struct audit_pieces *audit_pieces_open(void);
void audit_pieces_close(struct audit_pieces *all); /* NULL is fine */

struct audit_counts {
    size_t files, bytes, elements, links, external_links, images;
};
void audit_add_counts(struct audit_counts *to, const struct audit_counts *from);

/* The two elements that may have a background picture. */
enum audit_root { AUDIT_ROOT_HTML, AUDIT_ROOT_BODY, AUDIT_ROOTS };
/* The first rule of a style sheet, of a kind; line 0 when there is none. */
struct audit_spot {
    uint32_t line, column;
};

/* What is kept of one file for the checks across files; in the `keep` arena. */
struct audit_file {
    struct str *ids; /* sorted by bytes */
    size_t id_count;
    struct audit_link *links; /* links to a fragment of another page */
    size_t link_count;
    uint32_t *targets; /* the other files it links to, as often as it does */
    size_t target_count;
    struct audit_spot shows[AUDIT_ROOTS]; /* gives it a picture */
    struct audit_spot hides[AUDIT_ROOTS]; /* may take it away in some states only */
    struct audit_counts counts;
};
struct audit_link {
    uint32_t target; /* index in the set */
    uint32_t line, column;
    struct str fragment;
};

enum audit_kind {
    AUDIT_HTML,
    AUDIT_CSS,
    AUDIT_IMAGE,
    AUDIT_TEXT,
    AUDIT_PDF,
    AUDIT_EPUB,
    AUDIT_START,
    AUDIT_XHTML,     /* these three only in an EPUB: a page, */
    AUDIT_BOOK_TEXT, /* container, package or contents, */
    AUDIT_MIMETYPE,  /* the name of the format */
    AUDIT_UNKNOWN
};
enum audit_kind audit_kind_of(struct str path);

/* Audits one file's bytes; safe from several threads with arenas and diags of their own. `origin`:
 * the source file behind it, or NULL. Reports 20 findings a file and how many more there are.
 * Linear in the length, no recursion. Survives any bytes. */
bool audit_file(const struct audit_set *set, uint32_t index, struct str bytes, const char *origin,
                struct arena *keep, struct audit_file *out, struct diags *d) MUST_USE;
/* Across files: fragments exist, paths are legal and unique under case folding, no sheet takes
 * another one's pictures away in some states. A page that no
 * other links to (but index.html, START.html and 404.html) is a warning. files[i] belongs to
 * set->paths[i]; `origins` (or one of them) may be NULL. */
bool audit_across(const struct audit_set *set, const struct audit_file *files,
                  const char *const *origins, struct diags *d) MUST_USE;

/* The size class of a file of `size_bytes` that can grow by 0 or by `least` and more. */
size_t audit_size_class(size_t size_bytes, size_t least);
/* Appends a clean picture, grown to its size class where its kind allows it. The audit takes a
 * picture that is clean, or exactly this. */
void audit_fill_picture(struct str clean, struct buf *out);

/* `pamphlet audit PATH`: a folder, a ZIP or a single file. */
bool audit_path(const char *path, unsigned threads, struct audit_counts *counts,
                struct diags *d) MUST_USE;

#endif
