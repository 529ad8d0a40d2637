/* The door of serve/: a preview of a site on this machine alone. Builds into a folder of its own
 * that is deleted at the end, builds again when a file changes, and tells the browser. What makes
 * the preview live, a script and a strip, is put into the bytes on their way out and nowhere else.
 */
#ifndef SERVE_H
#define SERVE_H

#include "build/build.h"
#include "util/util.h"

struct serve_options {
    const char *root;
    const char *profile;
    uint16_t port;       /* 0: any that is free */
    const char *scratch; /* an existing folder; the build goes into a new one below it */
    unsigned threads;
    bool drafts;
    struct date source_date;
    double (*seconds)(void);
    /* Called when it listens, and after each build (its messages are in `d`). */
    void (*listening)(void *ctx, uint16_t port);
    /* Puts up the second wall once nothing more has to be opened: when it listens and has its
     * folder, which may be written and at the end deleted. False after it has reported. */
    bool (*enter_wall)(void *ctx, const char *folder, struct diags *d);
    void (*built)(void *ctx, bool ok, size_t pages, double seconds, struct diags *d);
    void *ctx;
};

/* Serves until the program gets SIGINT or SIGTERM. False after it has reported: the port is taken,
 * the system refuses. `*busy`: a build was still running and goes on; end the program at once. */
bool serve_run(const struct serve_options *options, bool *busy, struct diags *d) MUST_USE;

#endif
