/* The door of build/: a site folder to audited profiles and their ZIPs. */
#ifndef BUILD_H
#define BUILD_H

#include "audit/audit.h"
#include "sign/sign.h"
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
    /* A cache is believed when it has this seal, because pages in it are not audited again; NULL:
     * no cache. */
    const struct sign_seal *seal;
    /* What tells this run of the system from others (env_boot); NULL: every file is read. After a
     * crash a disk may have new bytes with old times. */
    const char *boot;
    bool lint;      /* tell also what could be better */
    bool leftovers; /* and which files of editors and systems are passed over */
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
        uint64_t zip_bytes; /* of its ZIP, which lies on a stick beside it; 0 without one */
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
/* A good build that stays in memory, for a preview. `*ok` and messages are build_site's; NULL when
 * it was not good, when anything was said, or when it cannot be followed: more than one profile, or
 * files made of many pages. `options` but for its profiles must outlive it. */
struct build_live;
struct build_live *build_live_open(const struct build_options *options, struct build_summary *out,
                                   bool *ok, struct diags *d) MUST_USE;
void build_live_close(struct build_live *l); /* accepts NULL */
/* The file at `path` ("content/en/guides/mdma.md"), and no other, may have changed since the last
 * call. True when the pages made of it are made anew, each given to `made`, and all are still
 * right. False: what was given is void, and a whole build has to look; close this one. */
typedef void build_page_fn(void *ctx, struct str path, struct str bytes);
bool build_live_follow(struct build_live *l, struct str path, build_page_fn *made,
                       void *ctx) MUST_USE;

#endif
