/* The door of build/: load → assemble → (render + audit + compress, in parallel) → write → pack. */
#ifndef BUILD_H
#define BUILD_H

#include "audit/audit.h"
#include "site/site.h"
#include "util/util.h"

struct build_options {
    const char *root, *out;      /* site folder; dist folder, absolute or relative to the process */
    const char *const *profiles; /* NULL-ended names to build; NULL: those of site.yaml */
    unsigned threads;
    bool drafts;
    bool check_only; /* write nothing */
    struct date source_date;
    /* Called as stages end, for -v and progress; may be NULL. */
    void (*stage)(void *ctx, const char *name, size_t count, double seconds);
    void *ctx;
};

struct build_summary {
    size_t pages, files, bytes;
    struct audit_counts audit;
};

/* The marker file that proves a folder is ours to replace. */
#define BUILD_MARKER ".pamphlet"

bool build_site(const struct build_options *options, struct build_summary *out,
                struct diags *d) MUST_USE;

#endif
