/* Private to build/: what the build before made, so that this one need not make it again.
 *
 * OUT/.cache/<profile>.pages is an index of the ZIP of the last good build. Two digests are of all
 * that a page's bytes can depend on, the model's and its body's (cache_key.c). What has both again,
 * or comes out as the same bytes, is taken from the ZIP in its compressed form, and what the audit
 * found in it from the index. Nothing is taken that does not have the digest it should. The folder
 * may be deleted at any time, and so may the ZIP; a build that finds them missing, damaged or
 * another program's makes everything. */
#ifndef BUILD_CACHE_H
#define BUILD_CACHE_H

#include "build/stages.h"

#define CACHE_FOLDER ".cache"

/* One file of the build before; views into its index. */
struct cached {
    struct str path;
    struct cache_key body;
    struct pack_entry entry; /* the ZIP of the build before has its bytes */
    struct str found;        /* what the audit kept of it */
    struct str fragments;    /* links to fragments that the renderer kept */
    /* Files with the bytes of `entry`, when the mark proves: in the tree that the build before
     * published, and in the older one, which this build's stage begins with. They may be one. */
    struct fs_mark published, spare;
    bool is_right; /* its bytes in the ZIP were read ahead, and have their digest */
};

/* What stands at the start of the index. */
struct cache_head {
    struct cache_key places, all_places, model;
    struct str zip_name;
    struct str
        boot; /* build_options.boot: after a crash a disk may have new bytes with old times */
    uint64_t device; /* of all marks */
    uint64_t count;  /* of the files that follow */
    /* Known when all else is written down already: */
    uint64_t written_ns;     /* env_file_clock, after all marks were taken */
    uint64_t manifest_bytes; /* of MANIFEST.txt, compressed; the places written down behind it in
                                the ZIP are too low by so much */
    uint32_t quiet;          /* 1: the checks across all files said nothing */
};

/* The last bytes of the index; the seal is of all before. */
struct cache_trailer {
    char magic[16];
    uint8_t seal[SIGN_SHA256_BYTES];
};

/* What the build before left of one profile. */
struct cache_before {
    struct str profile;
    const char *file;
    struct arena mem;
    bool found; /* and right; else the rest means nothing */
    struct cache_head head;
    struct cached *items;   /* sorted by path */
    struct pack_spool *zip; /* theirs, until somebody takes it; or NULL */
};

struct cache {
    struct cache_key places;     /* of the program and the paths of all files of the plan */
    struct cache_key all_places; /* and of those that are made of them */
    struct cache_key model;      /* and of all that templates can see */
    struct cache_key *bodies;    /* of this build's files, by index */
    bool *kept; /* by index: goes into the cache, because nothing was said about it */
    enum cache_place {
        PLACE_NONE,
        PLACE_KEPT,  /* the stage had the file with the right bytes */
        PLACE_LINKED /* the published folder has it, and now the stage, too */
    } *
        in_place;          /* by index */
    struct fs_mark *marks; /* by index: of the file in the stage, there already or written */
    bool
        *is_alike; /* by index: the checks across files see the same of it as in the build before */
    const struct cached **left; /* by index: what was kept of it is still in there */
    bool quiet;                 /* those checks said nothing */
    /* what the build before left */
    struct pack_spool *zip; /* or NULL: nothing */
    struct cached *items;   /* sorted by path */
    size_t count;
    struct cache_head had;
    bool same_places; /* its indexes of files and pages are those of this build */
    bool same_model;  /* a file with the same body has the same bytes */
    struct buf draft; /* of the index of this build */
    bool is_saved;    /* it waits to be put in place */
};

/* --- cache.c */
/* Whether this build looks at what the one before left, and leaves something itself. */
bool cache_is_wanted(const struct build *b) MUST_USE;
/* Opens what the build before left for this profile, once its files are planned; o->cache stays
 * NULL when none is wanted. */
void cache_open(struct build *b, struct profile_output *o);
void cache_close(struct profile_output *o); /* accepts a profile without a cache */
/* When files were added to the plan, before they are asked for. */
void cache_add_places(struct profile_output *o);
/* True with everything that is kept of the file in `o`: it need not be made, audited or compressed.
 * Its bytes are in w->bytes, but for a file in place whose bytes nobody asks for. Any thread. */
bool cache_take(const struct build *b, struct profile_output *o, struct worker *w,
                uint32_t index) MUST_USE;
/* The same for bytes that were made and digested: true with the entry filled. `*audited`: what the
 * audit found in them is there, too. Any thread. */
bool cache_take_packed(struct profile_output *o, struct worker *w, uint32_t index,
                       bool *audited) MUST_USE;
/* This file goes into the cache. Only for one about which nothing was said: messages are not kept.
 * Any thread. */
void cache_keep(struct profile_output *o, uint32_t index);
/* What the build before had at `path`, most likely in the place of the same number; or NULL. */
const struct cached *cache_find(const struct cache *c, struct str path, uint32_t likely);
/* The index of the ZIP to come, as far as it is known before MANIFEST.txt is compressed: `entries`
 * are all others, in their order. Takes nothing from the build's arena. */
void cache_draft(const struct build *b, struct profile_output *o, const struct pack_entry *entries,
                 size_t count);
/* Completes and writes it. A cache that cannot be written is none: the next build makes everything.
 */
void cache_save(struct build *b, struct profile_output *o, const struct pack_entry *manifest);
/* Begins the stage with the tree that was published before the last one. */
bool cache_adopt(struct build *b, struct profile_output *o) MUST_USE;
/* Whether the stage has a file of the plan with these bytes already, or can have the published one;
 * then it is noted as in place. Any thread. */
bool cache_in_place(struct profile_output *o, struct worker *w, uint32_t index, struct str bytes);
/* Where the mark of a file that is written to the stage goes; NULL when nobody keeps it. */
struct fs_mark *cache_mark(struct profile_output *o, uint32_t index);
/* The index is put in place, and the tree that was published until now is kept; after the swap. */
void cache_publish(struct build *b, const struct profile_output *o);

/* --- cache_found.c */
/* What was kept of a file that comes from the cache: its counts, and the rest when it may be asked
 * for. False when it is damaged. Any thread. */
bool cache_leave(const struct build *b, struct profile_output *o, struct worker *w, uint32_t index,
                 const struct cached *had) MUST_USE;
/* Of a file that was made and audited: whether the checks across files see anything new. Accepts a
 * profile without a cache. Any thread. */
void cache_compare(const struct build *b, struct profile_output *o, uint32_t index);
/* Whether these checks would look at what they have looked at, and said nothing about, before. */
bool cache_is_quiet(const struct profile_output *o) MUST_USE;
/* Else: everything that was left, into `o`. */
void cache_read_left(const struct build *b, struct profile_output *o);
/* Found and fragments of a file for the next index; views into `parts` or the index before. */
void cache_put_found_of(const struct profile_output *o, uint32_t index, struct buf parts[2],
                        struct cached *out);

/* --- cache_before.c: read beside the loading of sources */
void cache_begin(struct build *b);
/* Waits for what was begun; NULL when there is nothing right of this profile. The items stay until
 * cache_end. */
struct cache_before *cache_before(struct build *b, struct str profile);
/* The packed form in the ZIP of the build before, a view; false when it has not its digest. */
bool cache_fetch(struct pack_window *w, struct pack_entry *e, struct str *packed) MUST_USE;
void cache_end(struct build *b); /* accepts a build that has not begun */
/* Where the index of a profile is. */
const char *cache_file(struct build *b, struct str profile);
/* `size` bytes at `at` of an open file; false when it has fewer. */
bool cache_read_at(int fd, void *to, size_t size, uint64_t at) MUST_USE;
/* What stands behind the index. */
struct cache_trailer cache_trailer_of(const struct sign_seal *seal, struct str index);

/* --- sources.c: OUT/.cache/sources, what is known of the Markdown files */
/* The options by which site_load passes over files that are unchanged. */
void sources_open(struct build *b, struct site_options *options);
/* Writes what is known now, once, beside what else is written. Takes nothing from the build's
 * arena. */
void sources_write(struct build *b);
/* Puts it in its place; after everything is in its own. */
void sources_publish(struct build *b);

/* --- cache_key.c */
/* False when this program cannot be told from another one. */
bool cache_keys(struct build *b, const struct profile_output *o, struct cache *c) MUST_USE;
/* Appends what any file can depend on besides the program, its own path and its own body. */
void cache_put_model(const struct build *b, struct buf *out);
/* Of the program and the paths of all files, also those that were added since. */
struct cache_key cache_all_places(const struct profile_output *o, const struct cache *c);
/* Of what a file's bytes depend on besides the model: its own body, or the bytes themselves. */
struct cache_key cache_body_of(const struct file *f);

/* --- cache_record.c: numbers and texts in the byte order of this machine */
void cache_put_head(struct buf *out, const struct cache_head *head);
bool cache_read_head(struct str *index, struct cache_head *out) MUST_USE;
void cache_put_entry(struct buf *out, const struct cached *c);
void cache_put_found(struct buf *out, const struct audit_file *found);
void cache_put_fragments(struct buf *out, const struct render_result *rendered); /* or NULL */
bool cache_read_counts(struct str found, struct audit_counts *out) MUST_USE;
/* The next record of `*index`; false when it is cut off. */
bool cache_read_entry(struct str *index, const struct cache_head *head,
                      struct cached *out) MUST_USE;
/* Copies to `keep`; targets and pages below the given counts, else false. */
bool cache_read_found(struct str bytes, struct arena *keep, size_t targets, struct audit_file *out);
bool cache_read_fragments(struct str bytes, struct arena *keep, const struct site *site,
                          const struct page *page, struct render_result *out);

#endif
