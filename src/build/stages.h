/* Private to build/: what the stages hand on. */
#ifndef BUILD_STAGES_H
#define BUILD_STAGES_H

#include "build/build.h"
#include "changes/changes.h"
#include "forms/forms.h"
#include "image/image.h"
#include "pack/pack.h"
#include "print/print.h"
#include "render/render.h"

/* One file of a profile before its bytes are known. */
struct file {
    struct str path;         /* in the pack */
    const struct page *page; /* to be rendered, or NULL: */
    struct str bytes;        /* ready */
    const uint8_t *sha256;   /* of `bytes`, or NULL: nobody has digested them */
    const char *origin;      /* the source file behind it, for messages */
};

struct file_list {
    struct file *items;
    size_t count, cap;
};

/* One thread's tools. */
struct worker {
    struct renderer *renderer;
    struct pack_deflater *deflater;
    struct arena page, keep;
    struct buf bytes, there;
    struct pack_window window; /* of the ZIP of the build before */
    struct diags diags;
    struct audit_set set; /* while files are made: the profile's, and what this thread has read */
    double caching, rendering, auditing, packing, writing; /* seconds */
    size_t taken;                                          /* from the cache */
};

/* What a file of a build is known by in the cache. */
struct cache_key {
    uint8_t digest[SIGN_SHA256_BYTES];
};

struct build {
    struct arena mem;
    const struct build_options *options;
    struct site site;
    struct render_images images;
    struct file_list shared; /* pictures, theme assets, static files: the same in every profile */
    struct picture *pictures;
    size_t picture_count;
    struct worker *workers;
    struct profile_output *outputs;
    size_t output_count;
    struct build_summary *summary;
    struct print prints; /* made for the first profile that takes them */
    enum { PRINTS_NONE, PRINTS_REFUSED, PRINTS_MADE } prints_state;
    struct prints_cache *prints_cache; /* or NULL */
    struct cache_ahead *ahead;         /* or NULL */
    enum { SOURCES_NONE, SOURCES_WRITTEN, SOURCES_REFUSED } sources;
    struct diags *d;
    const char *building; /* where everything is made before it is published */
    int lock;
};

/* One profile on its way out. */
struct profile_output {
    const struct config_profile *profile;
    struct file_list files; /* sorted by path */
    struct audit_set set;
    struct audit_file *audits;
    struct render_result *results; /* by page index */
    struct pack_entry *entries;    /* one a file, and MANIFEST.txt behind them */
    struct pack_spool *spool;
    struct cache *cache; /* or NULL */
    struct fs_stage stage;
    const char *zip, *zip_new, *zip_name;
    struct str
        *parts; /* by page index: kept for the forms made of them; NULL when there are none */
    struct forms forms;
};

/* build.c: all stages, up to the last rename; then everything it holds. */
bool build_stages(struct build *b) MUST_USE;
void build_finish(struct build *b);
/* build.c: seconds of the options' clock, or 0. */
double build_now(const struct build *b);
/* files.c: pictures, assets and static files, read once. */
bool files_load(struct build *b) MUST_USE;
void files_finish(struct build *b);
/* files.c: the files of one profile, with their audit set. */
bool files_plan(struct build *b, struct profile_output *o) MUST_USE;
/* told.c: of the messages from `from` on, the same finding in several profiles becomes one. */
void told_once(struct build *b, size_t from);

/* produce.c: renders, audits, writes and compresses every file, in parallel; then checks across
 * files. */
bool produce(struct build *b, struct profile_output *o) MUST_USE;
/* Renders and audits one page once more; absent when anything was said about it. */
struct str produce_again(struct build *b, struct profile_output *o, uint32_t index) MUST_USE;
/* The checks across files alone. */
bool produce_check(struct build *b, struct profile_output *o) MUST_USE;
/* origin.c: of the messages from `first_diag` on about the page in the worker's buffer, the line of
 * the theme or the file that each came from. */
void origin_find(struct worker *w, const struct profile_output *o, const struct file *f,
                 size_t first_diag);
/* pad.c: size classes of the onion profile. */
bool pad_wanted(const struct build *b, const struct profile_output *o);
/* Fills a page, style sheet or clean picture up to its class; other files stay as they are. */
void pad_file(struct str path, struct buf *bytes);
/* How many pages share each class, for those who want to know. */
void pad_tell(struct build *b, const struct profile_output *o);
/* kit.c: how to be a mirror, in the onion profile. */
struct kit_file {     /* made by src/embed.sh */
    const char *name; /* "src/build/texts/nginx.txt" */
    const unsigned char *bytes;
    size_t size;
};
extern const struct kit_file kit_files[]; /* ends with a NULL name */
size_t kit_count(const struct profile_output *o);
void kit_add(struct build *b, struct profile_output *o);
/* forms.c: the usb profile's files that are made of its finished pages; adds them to o->files. */
bool forms_plan(const struct profile_output *o) MUST_USE;
bool forms_append(struct build *b, struct profile_output *o) MUST_USE;
/* How large the stick is, with its ZIP, and its five largest files, into the summary. After
 * publish_pack. */
void forms_sum(struct build *b, const struct profile_output *o);
/* prints.c: the sheets for paper. How many there are in a profile: all in print, and on a stick
 * when the site names that profile, too. */
size_t prints_count(const struct build *b, const struct profile_output *o) MUST_USE;
/* Makes them unless an earlier profile did, and adds them to o->files. */
bool prints_append(struct build *b, struct profile_output *o) MUST_USE;
/* After the packs were published: what the next build need not make again. */
void prints_publish(struct build *b);
void prints_finish(struct build *b);
/* forms.c: one more file, whose bytes are known. */
void forms_add(struct build *b, struct profile_output *o, struct str path, struct str bytes,
               const char *origin);
/* place.c: the output folder. Locks it, puts right and clears what a stopped build left, and makes
 * b->building. */
bool place_open(struct build *b) MUST_USE;
/* The renames of this build are on the disk. */
bool place_sync(struct build *b) MUST_USE;
/* Deletes b->building and unlocks. Accepts a build that was never opened. */
bool place_close(struct build *b) MUST_USE;
/* history.c: the pack of this profile with the next lower serial in the output folder. */
struct history {
    struct edition before, now; /* now: the stage */
    bool found;                 /* else there is nothing to compare with */
    struct pack_header header;  /* of the one before */
    struct str manifest_hash;   /* hex; absent when not found */
    struct str told;            /* its CHANGES.txt, or absent */
    struct changes changes;     /* since then */
};
/* The stage has all files but CHANGES.txt and MANIFEST.txt. */
bool history_open(struct build *b, const struct profile_output *o, struct history *h) MUST_USE;
void history_close(struct history *h);
/* Appends CHANGES.txt of this release. */
void history_write(struct build *b, const struct profile_output *o, const struct history *h,
                   struct buf *out);
/* publish.c */
bool publish_open(struct build *b, struct profile_output *o) MUST_USE;
/* Writes one file, whose entry has its digest, to the stage, and to the spool when there will be a
 * ZIP. Any thread. */
struct ready {
    bool in_place;        /* the stage has it */
    struct fs_mark *mark; /* where its mark goes when it is written, or NULL */
    bool packed; /* the ZIP of the build before has its packed form, where the entry says */
};
bool publish_file(struct build *b, struct profile_output *o, struct worker *w, struct str bytes,
                  struct ready ready, struct pack_entry *entry, struct diags *d) MUST_USE;
/* Manifest and ZIP; then they and the folder are on the disk. */
bool publish_pack(struct build *b, struct profile_output *o) MUST_USE;
bool publish_swap(struct build *b, struct profile_output *o) MUST_USE;
void publish_close(struct profile_output *o);

#endif
