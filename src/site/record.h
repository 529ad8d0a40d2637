/* Private to site/: the Markdown files as the build before knew them. */
#ifndef SITE_RECORD_H
#define SITE_RECORD_H

#include "sign/sign.h"
#include "site/site.h"

struct record {
    struct pool_task task; /* reading it, in: */
    struct arena mem; /* all strings of documents that are taken; the site's after record_open */
    const char *path;
    bool wanted; /* the file system of the sources can be asked */
    uint64_t device;
    uint8_t key[SIGN_SHA256_BYTES];
    /* of the build before; count 0: nothing */
    struct str text;
    const char *places;
    size_t count;
};

/* Starts to read the file that an earlier build left at `path`, `beside` the caller. */
void record_begin(struct record *r, bool beside, const char *path);
/* Waits for it and looks at it. `key`: what tells this program from others, `folder`: content/,
 * open, or none (-1). */
void record_open(struct record *r, struct str key, int folder);
/* True when the file of `doc` is unchanged: then the document is filled but for its text, and
 * `*entry` is what is written down of it. Its strings are in the record. Any thread. */
bool record_take(const struct record *r, int folder, struct arena *mem, size_t hint,
                 struct document *doc, struct str *entry) MUST_USE;
/* What is to be written down of a document that was read, in `mem`; absent when its mark proves
 * nothing. Any thread. */
struct str record_entry(const struct record *r, struct arena *mem, struct buf *scratch,
                        const struct document *doc, const struct fs_mark *mark);
/* Writes the file for the next build; entries sorted by path, absent ones are left out. False with
 * errno. */
bool record_write(const struct record *r, struct str *entries, size_t count, int fd) MUST_USE;

#endif
