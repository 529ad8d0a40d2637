/* The door of audit/: reads the bytes that will be published and accepts only the narrow grammar of
 * the design's section 6. It does not try to recognise attacks; what is not on the list is refused.
 *
 * To add a rule: one file or row here, one row in the table of rules, one case in tests/unit/audit.
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
};

struct audit_counts {
    size_t files, bytes, elements, links, external_links, images;
};

/* What is kept of one file for the checks across files; in the `keep` arena. */
struct audit_file {
    struct str *ids; /* sorted */
    size_t id_count;
    struct audit_link *links; /* local links with a fragment, and every page linked once */
    size_t link_count;
    struct audit_counts counts;
};
struct audit_link {
    uint32_t target;     /* index in the set */
    struct str fragment; /* absent: none */
    uint32_t line, column;
};

enum audit_kind {
    AUDIT_HTML,
    AUDIT_CSS,
    AUDIT_IMAGE,
    AUDIT_TEXT,
    AUDIT_PDF,
    AUDIT_EPUB,
    AUDIT_START,
    AUDIT_UNKNOWN
};
enum audit_kind audit_kind_of(struct str path);

/* Audits one file's bytes; safe from several threads with arenas and diags of their own. `origin`:
 * the source file behind it, or NULL. Linear in the length, no recursion. Survives any bytes. */
bool audit_file(const struct audit_set *set, uint32_t index, struct str bytes, const char *origin,
                struct arena *keep, struct audit_file *out, struct diags *d) MUST_USE;
/* Across files: fragments exist, no orphan page (every .html but index.html is linked from
 * another), paths legal and unique under case folding. files[i] belongs to set->paths[i]. */
bool audit_across(const struct audit_set *set, const struct audit_file *files,
                  const char *const *origins, struct diags *d) MUST_USE;

/* `pamphlet audit PATH`: a folder, a ZIP or a single file. */
bool audit_path(const char *path, unsigned threads, struct audit_counts *counts,
                struct diags *d) MUST_USE;

#endif
