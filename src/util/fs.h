/* Files: reading whole, listing a tree, writing so that a stopped program leaves nothing half.
 * Paths inside a tree are relative, with '/', and never hold "..". */
#ifndef UTIL_FS_H
#define UTIL_FS_H

#include "util/arena.h"
#include "util/diag.h"

struct stat;

/* A file found by fs_list; sorted by the bytes of `path`. */
struct fs_entry {
    struct str path; /* relative to the root, NUL-ended */
};
struct fs_list {
    struct fs_entry *items;
    size_t count, cap;
    struct str *hidden; /* files and folders passed over because their name starts with a dot */
    size_t hidden_count, hidden_cap; /* sorted by bytes, too */
};

/* All regular files below `root` but hidden ones (".x"); of hidden folders only ".well-known" is
 * looked into. `root` may be a symlink. Below it a symlink that leaves `root`, a device, a socket or
 * an unreadable folder is a diag; a symlink that stays inside is followed once. A missing root
 * gives an empty list and true. Depth and number are capped (64 levels, 4 million files). */
bool fs_list_tree(struct arena *mem, const char *root, struct fs_list *out,
                  struct diags *d) MUST_USE;

/* Reads all of a regular file into `mem` (a NUL follows). Refuses more than `limit_bytes`. Messages
 * name `shown`. Follows symlinks: whether one may lead where it does is for fs_list_tree to say. */
bool fs_read(struct arena *mem, const char *path, const char *shown, size_t limit_bytes,
             struct str *out, struct diags *d) MUST_USE;

/* What the system says of a file, by which a later run sees that it is the same one with the same
 * bytes (fs_mark.c says why). */
struct fs_mark {
    uint64_t device, inode, size_bytes, modified_ns, changed_ns;
    bool proves; /* the same mark another time means the same bytes, where fs_marks_hold */
};
struct fs_mark fs_mark_of(const struct stat *st);
/* Of what is at `path` below an open folder, links followed; false when it cannot be had. */
bool fs_mark_at(int folder, const char *path, struct fs_mark *out) MUST_USE;
/* Asked later: whether a mark that was too young to prove anything could be taken now, because the
 * clock has gone on. */
bool fs_mark_is_settled(const struct fs_mark *mark);
/* The same for a file of our own that nobody else can have written to until now: it is enough that
 * whoever does from now on gives it another time. */
bool fs_mark_is_past(const struct fs_mark *mark);
/* What it would have said when env_file_clock was at `clock`. */
bool fs_mark_was_past(const struct fs_mark *mark, uint64_t clock);
/* The same file, unchanged; `proves` of the earlier one must be asked, too. */
bool fs_mark_eq(const struct fs_mark *a, const struct fs_mark *b);
/* Whether marks mean something in the file system of an open folder, and its device: a file on
 * another device is none of it. */
bool fs_marks_hold(int folder, uint64_t *device) MUST_USE;

/* The same as fs_read of a path below an open folder. */
struct fs_reading {
    int folder;
    const char *path, *shown;
    size_t limit_bytes;
    struct fs_mark *mark; /* of the file as it was before it was read; or NULL */
};
bool fs_read_at(const struct fs_reading *what, struct arena *mem, struct str *out,
                struct diags *d) MUST_USE;

/* "a/b" joined; NULL when `relative` is absolute, empty or holds "..", "." or an empty part. */
const char *fs_join(struct arena *mem, const char *root, struct str relative);
/* The path that `link`, written in the file `from` (relative to the tree), leads to: "." and ".."
 * resolved, an empty link is `from` itself. False when it leaves the tree. Both with '/', no query
 * or fragment. */
bool fs_resolve(struct arena *mem, struct str from, struct str link, struct str *out) MUST_USE;
/* How one gets from page `from` to page `to`, both relative to one root: "../guides/x.html". */
struct str fs_relative(struct arena *mem, struct str from, struct str to);

bool fs_exists(const char *path);
/* Bytes of a file; 0 when it is not there. */
uint64_t fs_size(const char *path);
bool fs_is_folder(const char *path);
/* The same where it matters that the system does not tell: false then, after it has reported. What
 * is not there is no folder. */
bool fs_ask_folder(const char *path, bool *is_folder, struct diags *d) MUST_USE;
bool fs_is_empty_folder(const char *path);

/* Makes `path` and its parents (mode 0777 less umask). */
bool fs_make_folders(const char *path, struct diags *d) MUST_USE;
/* Writes a whole file at `path` (mode 0666 less umask), replacing what is there by temp + rename.
 */
bool fs_write(const char *path, struct str bytes, struct diags *d) MUST_USE;

/* Writes all of `bytes` to an open file; false with errno. */
bool fs_put(int fd, struct str bytes) MUST_USE;
/* fsync of a file or folder by its path; false with errno. */
bool fs_sync(const char *path) MUST_USE;

/* Files on their way to the disk. `beside`: threads of its own wait for it, else fs_syncer_put. */
struct fs_syncer;
struct fs_syncer *fs_syncer_open(bool beside);
/* Takes over an open file, or folder, whose path stays until the end. Any thread. */
void fs_syncer_put(struct fs_syncer *s, int fd, struct str path);
/* Waits for all of them and ends it. False with errno and the path when the disk refused one. */
bool fs_syncer_close(struct fs_syncer *s, struct str *refused) MUST_USE;

/* A folder that is being filled in another one on the same file system, and appears in its place at
 * once. Names are fixed, so that the next run finds what a stopped one left: the caller sees to it
 * that there is one run at a time. */
struct fs_stage {
    const char *target; /* where it will be */
    const char *path;   /* where it is now: BESIDE/<name of the target> */
    const char *old;    /* BESIDE/<name of the target>.old: between two renames, see below */
    int folder;         /* open handle of `path` */
    int published;      /* of `target`, -1 when nothing is there */
    bool adopted;       /* it began with files of an older one */
    unsigned folder_mode;
    bool marks; /* its file system's mean something: fs_marks_hold */
    uint64_t device;
    unsigned owner, group;    /* of what is written into it */
    struct fs_syncer *syncer; /* of its files, or NULL */
    bool beside;
};
/* Puts right what a run stopped between two renames left: a target that is missing and waits as
 * `old` comes back. Call it before `beside` is cleared. */
bool fs_stage_recover(const char *beside, const char *target, struct diags *d) MUST_USE;
/* `marker` is the name of a file that proves the target is ours: an existing target without it is
 * an error ("will not replace"). `beside` exists. */
bool fs_stage_open(struct fs_stage *s, struct arena *mem, const char *beside, const char *target,
                   const char *marker, struct diags *d) MUST_USE;
/* The tree `left`, which an older stage was, becomes this one, which is empty yet: files that are
 * not wanted, and all that are neither files nor folders, are deleted. False when the system
 * refuses that; a tree that cannot be had is no mistake, nor is a folder without `marker`, which
 * stays as it is. */
bool fs_stage_adopt(struct fs_stage *s, const char *left, const char *marker,
                    bool (*is_wanted)(void *ctx, struct str path), void *ctx,
                    struct diags *d) MUST_USE;
/* The bytes of an adopted file, for the caller to compare, in `out`, which is emptied first, and
 * its mark before they were read; false when it is not there, not `size_bytes` long or not as
 * fs_stage_write would make it. */
bool fs_stage_read(const struct fs_stage *s, struct str path, size_t size_bytes, struct buf *out,
                   struct fs_mark *mark) MUST_USE;
/* Whether an adopted file is, unchanged, the one that had `mark`, which proves, and is as
 * fs_stage_write would make it, but that it has `names` of them: 2 after fs_stage_link. */
bool fs_stage_has(const struct fs_stage *s, struct str path, const struct fs_mark *mark,
                  unsigned names) MUST_USE;
/* The same of a file of the target, which has one name; it then gets its second one in the stage,
 * over an adopted file, and `now` is the mark of both. Nothing has to be written through but the
 * folder. False where the system refuses. Safe from several threads at once. */
bool fs_stage_link(const struct fs_stage *s, struct str path, const struct fs_mark *mark,
                   struct fs_mark *now) MUST_USE;
/* Makes the folders below `folder` that the last part of `path` lies in, which is as before after
 * it. False with errno. */
bool fs_make_parents(int folder, char *path) MUST_USE;
/* What the target was before fs_stage_publish is moved to `to`, for a later run to adopt. False
 * when it stays. */
bool fs_stage_leave(const struct fs_stage *s, const char *to);
/* Writes one file below the stage, over an adopted one; parents are made. Its mark goes to `mark`,
 * which may be NULL. Safe from several threads at once. */
bool fs_stage_write(const struct fs_stage *s, struct str path, struct str bytes,
                    struct fs_mark *mark, struct diags *d) MUST_USE;
/* From now on each file written goes through to the disk, `beside` what the caller does; the disk's
 * errors are told by fs_stage_sync. Paths given to fs_stage_write then stay until that. */
void fs_stage_begin_sync(struct fs_stage *s, bool beside);
/* Waits for those files, and then for every folder that any of `count` paths lies in. Adopted files
 * went through when they were written. */
typedef struct str fs_path_fn(void *ctx, size_t index);
bool fs_stage_sync(struct fs_stage *s, size_t count, fs_path_fn *path_of, void *ctx,
                   struct diags *d) MUST_USE;
/* Swaps stage and target in one step where the system can (RENAME_EXCHANGE), else by two renames.
 * What was there before is then in `path` or `old`, for the caller to delete with `beside`. Call
 * fs_stage_sync before, fs_sync of the target's parent after. */
bool fs_stage_publish(struct fs_stage *s, struct diags *d) MUST_USE;
/* Closes the handle; what has not gone through to the disk yet need not. Accepts a zeroed or
 * published one. */
void fs_stage_close(struct fs_stage *s);
/* Deletes a folder and all below it, the marker last; follows no symlink. Refuses one that is not
 * empty and has no `marker` in it (marker NULL: the caller made it in this run). */
bool fs_delete_folder(const char *path, const char *marker, struct diags *d) MUST_USE;

#endif
