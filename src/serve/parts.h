/* Private to serve/: the site as it is served, the watch over its sources, the answers. */
#ifndef SERVE_PARTS_H
#define SERVE_PARTS_H

#include <pthread.h>

#include "serve/serve.h"

struct preview_file { /* made by src/embed.sh */
    const char *name;
    const unsigned char *bytes;
    size_t size;
};
extern const struct preview_file preview_files[];

/* What one good build made, whole in memory: it is served while the next one is being made. */
struct snapshot {
    struct arena mem;
    struct map by_path;
    struct str *bytes;
};
/* Reads everything below `folder` but the lists of a pack, which a preview is not. */
bool snapshot_load(struct snapshot *s, const char *folder, struct diags *d) MUST_USE;
void snapshot_finish(struct snapshot *s);
/* One file has other bytes now; nothing happens when there is no such file. */
void snapshot_replace(struct snapshot *s, struct str path, struct str bytes);
/* Absent when there is no such file. */
struct str snapshot_file(const struct snapshot *s, struct str path);

/* Shared by the threads that build, answer and wait; everything below `lock` is under it. */
struct preview {
    const struct serve_options *options;
    uint16_t port;
    pthread_mutex_t lock;
    struct snapshot good;
    unsigned generation; /* of `good`; 0: none yet */
    unsigned changes;    /* goes up with each build, good or not */
    struct buf errors;   /* of the last build; empty: it was good */
    bool stopping;
};

/* page.c: a page with the strip and the script, appended to `out`. `path` is below the profile's
 * folder. */
void page_live(const struct preview *p, struct str path, struct str html, struct buf *out);
/* A page of the preview's own: nothing built yet, or no such file. */
void page_notice(const struct preview *p, struct str title, struct str text, struct buf *out);
/* The source file behind a page, below the site's folder; absent when it is made from many. */
struct str page_source(struct arena *mem, const struct preview *p, struct str path);
/* {"generation":3,"errors":"…"} */
void page_state(const struct preview *p, struct buf *out);

/* http.c */
struct http;
/* A socket that listens; -1 after it has reported. Sets `p->port`. */
int http_listen(struct preview *p, struct diags *d);
/* Starts to answer. Takes over `socket`. NULL after it has reported. */
struct http *http_open(struct arena *mem, struct preview *p, int socket, struct diags *d);
void http_close(struct http *h); /* accepts NULL */

/* watch.c: an inotify handle for everything a build reads. */
struct watch {
    int fd;
    int root; /* watch descriptor of the site's folder */
    struct arena mem;
    struct str *folders; /* by watch descriptor, below the site's folder */
    size_t count, cap;
    struct buf only; /* the one file that changed, below the site's folder; empty: none yet */
    bool many;       /* or more than that */
    bool saved;      /* the last news of it: its writer has closed it, or put it in its place */
};
/* Opens anew, so that folders that came are in it and those that went are not. */
bool watch_open(struct watch *w, const char *root, struct diags *d) MUST_USE;
void watch_close(struct watch *w);
/* Reads what happened; whether any of it can change a build. */
bool watch_read(struct watch *w);
/* Forgets what changed so far. */
void watch_forget(struct watch *w);

#endif
