/* The door of build/: a site folder to audited profiles and their ZIPs. */
#ifndef BUILD_H
#define BUILD_H

#include "audit/audit.h"
#include "site/site.h"
#include "util/util.h"

/* The file that proves a folder was made here and may be replaced. */
#define BUILD_MARKER ".pamphlet"
/* In the output folder: where a build works, and what keeps a second one out. */
#define BUILD_FOLDER ".building"
#define BUILD_LOCK   ".building.lock"

enum { BUILD_LARGEST = 5, BUILD_PATH_MAX = 100 };

struct build_options {
    const char *root;            /* site folder */
    const char *out;             /* where the profiles go, "dist" */
    const char *const *profiles; /* NULL-ended names; NULL: those of site.yaml */
    unsigned threads;            /* at least 1 */
    bool drafts;
    bool check_only; /* load, render and audit, but write nothing */
    bool no_zip;     /* folders only */
    bool no_cache;   /* make everything anew, leave OUT/.cache as it is */
    bool lint;       /* tell also what could be better */
    struct date source_date;
    struct str config_text;   /* present: taken for site.yaml, which is not read */
    struct site_codes *codes; /* what site_load remembers between builds, or NULL */
    struct date today;        /* for `lint` alone */
    /* A clock for the stages' times, and who is told of them and of other figures; all may be
     * NULL. */
    double (*seconds)(void);
    void (*stage)(void *ctx, const char *name, size_t count, double seconds);
    void (*figure)(void *ctx, const char *name, size_t count);
    void *ctx;
};

struct build_summary {
    size_t pages, files, bytes, profiles;
    size_t drafts_left_out;
    struct audit_counts audit;
    struct { /* of the usb profile, when it was made */
        size_t bytes, count;
        struct {
            char path[BUILD_PATH_MAX + 1];
            size_t bytes;
        } largest[BUILD_LARGEST];
    } stick;
};

/* What is at `out` is replaced only when everything passed, each profile's folder in one step.
 * False after every mistake found has been reported. */
bool build_site(const struct build_options *options, struct build_summary *out,
                struct diags *d) MUST_USE;

/* The size class of a page: what `onion.pad` would fill it up to. */
size_t build_size_class(size_t size_bytes);

#endif
