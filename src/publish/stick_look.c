/* What a stick holds before a pack is written: an older pack of ours, things of somebody else's,
 * how much room. A stick has no marker (its name would be there for all to see), so what may be
 * deleted is what the MANIFEST.txt on it lists, the ZIP it is of, and what begins with the very
 * bytes that are to be written; a name alone makes nothing ours. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "publish/stick.h"

static bool complain(struct stick *s, struct str path, const char *code, const char *sentence) {
    const char *shown = path.p == NULL
                            ? s->root
                            : arena_printf(&s->mem, "%s/%s", s->root, utf8_shown(&s->mem, path)).p;
    const struct source source = {shown, STR_NONE};
    return diag_error(&s->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

static bool foreign(struct stick *s, struct str path) {
    return complain(s, path, "publish/stick-foreign",
                    "is in the way and no pack put it there; move it away, or take a stick that "
                    "you have erased");
}

bool stick_is_litter(struct str name) {
    static const char *const names[] = {"System Volume Information", "$RECYCLE.BIN", ".DS_Store",
                                        ".Spotlight-V100",           ".Trashes",     ".fseventsd"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(name, names[i]))
            return true;
    return str_starts(name, str_lit("._")) || str_starts(name, str_lit(".Trash-"));
}

static struct str last_part(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    return slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
}

static struct str first_part(struct str path) {
    return str_slice(path, 0, str_find_char(path, '/'));
}

/* Whether the pack that was here lists `path`. */
static bool was_ours(const struct stick *s, struct str path) {
    const struct pack_entry *entries = s->old.entries; /* the path is first */
    return (s->has_old && str_is(path, "MANIFEST.txt")) ||
           str_search(entries, s->old.count, sizeof(entries[0]), path) != SIZE_MAX;
}

/* --- what stands where ours will ------------------------------------------------------------- */

static bool check_folder(struct stick *s, struct str name) {
    struct fs_list list;
    bool ok = true;
    if (!fs_list_tree(&s->mem, arena_printf(&s->mem, "%s/%.*s", s->root, STR_ARG(name)).p, &list,
                      &s->d))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct str path =
            arena_printf(&s->mem, "%.*s/%.*s", STR_ARG(name), STR_ARG(list.items[i].path));
        ok = (was_ours(s, path) || foreign(s, path)) && ok;
    }
    for (size_t i = 0; i < list.hidden_count; i++)
        if (!stick_is_litter(last_part(list.hidden[i])))
            ok = foreign(
                s, arena_printf(&s->mem, "%.*s/%.*s", STR_ARG(name), STR_ARG(list.hidden[i])));
    return ok;
}

static bool check_top(struct stick *s, struct str name) {
    struct stat st;
    if (fstatat(s->folder, arena_cstr(&s->mem, name), &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ||
               diag_system(&s->d, s->root, errno, "publish/stick-read", "cannot be read");
    if (S_ISDIR(st.st_mode))
        return check_folder(s, name);
    return (S_ISREG(st.st_mode) && was_ours(s, name)) || foreign(s, name);
}

typedef bool top_fn(struct stick *s, struct str name);

/* Calls `fn` for each first part of the paths of the pack that was here and of the one to come. */
static bool each_top(struct stick *s, top_fn *fn) {
    const struct pack_reader *new = &s->p->reader;
    struct str before = STR_NONE;
    bool ok = true;
    for (size_t i = 0; i < s->old.count; i++, before = first_part(s->old.entries[i - 1].path))
        if (!str_eq(first_part(s->old.entries[i].path), before))
            ok = fn(s, first_part(s->old.entries[i].path)) && ok;
    before = STR_NONE;
    for (size_t i = 0; i < new->count; i++, before = first_part(new->entries[i - 1].path))
        if (!str_eq(first_part(new->entries[i].path), before))
            ok = fn(s, first_part(new->entries[i].path)) && ok;
    return ok;
}

/* --- our ZIP, its signature and what a stopped run left of them --------------------------------
 */

/* Whether there is nothing of this name, or the first bytes of `bytes`, as a copy or a stopped run
 * leaves them. */
static bool check_begun(struct stick *s, const char *name, struct str bytes) {
    struct arena mem = {0};
    const char *path = arena_printf(&mem, "%s/%s", s->root, name).p;
    struct str there = STR_NONE;
    struct diags unread = {0};
    struct stat st;
    bool ok = fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
    if (!ok)
        ok = S_ISREG(st.st_mode) && (uint64_t)st.st_size <= bytes.len &&
             fs_read(&mem, path, path, bytes.len + 1, &there, &unread) && str_starts(bytes, there);
    diags_finish(&unread);
    arena_finish(&mem);
    return ok || foreign(s, str_from(name));
}

static bool check_both(struct stick *s, const char *name, struct str bytes) {
    return check_begun(s, name, bytes) &&
           check_begun(s, arena_printf(&s->mem, "%s" STICK_PART, name).p, bytes);
}

/* The MANIFEST.txt of a pack is written before its ZIP: where it lies, the ZIP's names are ours. */
static bool check_zip(struct stick *s) {
    bool known = s->has_old && strcmp(s->old_zip, s->zip) == 0;
    return (known ||
            (check_both(s, s->zip, s->p->bytes) && check_both(s, s->signature, s->p->signature))) &&
           (s->has_old || check_begun(s, "MANIFEST.txt" STICK_PART, s->p->manifest_text));
}

/* --- an older pack ---------------------------------------------------------------------------- */

static bool check_old(struct stick *s) {
    const struct pack_header *h = &s->p->report->header;
    if (!s->has_old)
        return true;
    if (!str_eq(s->old.header.pack, h->pack))
        return complain(s, STR_NONE, "publish/stick-other-pack",
                        "holds another pack; erase it, or take another stick");
    if (s->old.header.serial > h->serial)
        return complain(s, STR_NONE, "publish/rollback",
                        "holds a newer serial than this pack's; erase it if that is what you want");
    s->old_zip = publish_zip_name(&s->mem, &s->old.header);
    s->old_signature = arena_printf(&s->mem, "%s.minisig", s->old_zip).p;
    return true;
}

static bool is_name_of_ours(const struct stick *s, struct str name) {
    const struct str part = str_lit(STICK_PART);
    if (str_ends(name, part))
        name.len -= part.len;
    return str_is(name, s->zip) || str_is(name, s->signature) || str_is(name, "MANIFEST.txt") ||
           (s->old_zip != NULL && (str_is(name, s->old_zip) || str_is(name, s->old_signature)));
}

static bool is_top_of_ours(const struct stick *s, struct str name) {
    const struct pack_reader *new = &s->p->reader;
    for (size_t i = 0; i < new->count; i++)
        if (str_eq(first_part(new->entries[i].path), name))
            return true;
    for (size_t i = 0; i < s->old.count; i++)
        if (str_eq(first_part(s->old.entries[i].path), name))
            return true;
    return false;
}

/* Whatever else is there will be handed on with the pack: that is worth a word. */
static bool warn_of_others(struct stick *s) {
    int fd = dup(s->folder);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;
    const char *first = NULL;
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return diag_system(&s->d, s->root, errno, "publish/stick-read", "cannot be read");
    }
    rewinddir(dir);
    while ((entry = readdir(dir)) != NULL) {
        struct str name = str_from(entry->d_name);
        if (str_is(name, ".") || str_is(name, "..") || stick_is_litter(name) ||
            is_name_of_ours(s, name) || is_top_of_ours(s, name))
            continue;
        if (first == NULL || strcmp(entry->d_name, first) < 0)
            first = arena_cstr(&s->mem, name);
    }
    closedir(dir);
    const struct source source = {s->root, STR_NONE};
    if (first != NULL)
        diag_warning(&s->d, place_of(&source, 0, 0, 0), "publish/stick-others",
                     "has more on it than the pack, '%s' for one; whoever gets the stick sees that",
                     utf8_shown(&s->mem, str_from(first)));
    return true;
}

/* --- room ------------------------------------------------------------------------------------- */

static uint64_t held(struct stick *s, const char *name) {
    struct stat st;
    return name != NULL && fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISREG(st.st_mode)
               ? (uint64_t)st.st_blocks * 512
               : 0;
}

static uint64_t in_clusters(uint64_t bytes, uint64_t cluster) {
    return (bytes + cluster - 1) / cluster * cluster;
}

/* Folders take a cluster each; every path is counted as if it had one more, which is enough. */
static uint64_t needed(const struct stick *s, uint64_t cluster) {
    const struct pack_reader *r = &s->p->reader;
    uint64_t bytes = in_clusters(s->p->bytes.len, cluster) + 4 * cluster;
    struct str before = str_lit("");
    for (size_t i = 0; i < r->count; i++) {
        struct str path = r->entries[i].path;
        bytes += in_clusters(r->entries[i].size_bytes, cluster);
        for (size_t j = 0; j < path.len; j++)
            if (path.p[j] == '/' && !str_starts(before, str_slice(path, 0, j + 1)))
                bytes += cluster;
        before = path;
    }
    return bytes;
}

static bool check_room(struct stick *s) {
    struct statvfs fs;
    const struct source source = {s->root, STR_NONE};
    if (fstatvfs(s->folder, &fs) != 0)
        return diag_system(&s->d, s->root, errno, "publish/stick-read", "cannot be read");
    uint64_t room = (uint64_t)fs.f_bavail * fs.f_frsize, need = needed(s, fs.f_frsize);
    room += held(s, s->old_zip) + held(s, s->old_signature);
    for (size_t i = 0; i < s->old.count; i++)
        room += held(s, arena_cstr(&s->mem, s->old.entries[i].path));
    return need <= room ||
           diag_error(&s->d, place_of(&source, 0, 0, 0), "publish/stick-room",
                      "has room for %" PRIu64 " KB, and %" PRIu64 " KB are needed; nothing was "
                      "written",
                      room / 1024, (need + 1023) / 1024);
}

static bool open_stick(struct stick *s) {
    s->folder = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->folder >= 0)
        return true;
    if (errno == ENOENT || errno == ENOTDIR)
        return complain(s, STR_NONE, "publish/stick-missing",
                        "is not there; put the stick in and give the folder where it appears");
    return diag_system(&s->d, s->root, errno, "publish/stick-read", "cannot be read");
}

/* A MANIFEST.txt that is none of ours is in the way, as any file would be; one that cannot be read
 * is the stick's fault. */
static bool read_old(struct stick *s) {
    struct diags told = {0};
    s->has_old = folder_manifest(s->root, &s->mem, &s->old, &told);
    bool broken = told.system;
    if (broken)
        diags_merge(&s->d, &told);
    else if (!s->has_old)
        s->old = (struct pack_manifest){0};
    diags_finish(&told);
    return !broken;
}

/* Other profiles are for servers: nothing on them tells people where to begin. */
static bool warn_of_profile(struct stick *s) {
    struct str profile = s->p->report->header.profile;
    const struct source source = {s->root, STR_NONE};
    if (!str_is(profile, "usb"))
        diag_warning(&s->d, place_of(&source, 0, 0, 0), "publish/stick-profile",
                     "gets the pack for '%.*s', which has no START.html; the pack for sticks is "
                     "called '…-usb.zip'",
                     STR_ARG(profile));
    return true;
}

bool stick_look(struct stick *s) {
    s->zip = publish_zip_name(&s->mem, &s->p->report->header);
    s->signature = arena_printf(&s->mem, "%s.minisig", s->zip).p;
    return open_stick(s) && read_old(s) && check_old(s) && each_top(s, check_top) && check_zip(s) &&
           warn_of_profile(s) && warn_of_others(s) && check_room(s);
}

/* --- clearing --------------------------------------------------------------------------------- */

static bool refuse_delete(struct stick *s, const char *name) {
    return diag_system(&s->d, arena_printf(&s->mem, "%s/%s", s->root, name).p, errno,
                       "publish/stick-write", "cannot be deleted");
}

static bool delete_file(struct stick *s, const char *name) {
    return name == NULL || unlinkat(s->folder, name, 0) == 0 || errno == ENOENT ||
           refuse_delete(s, name);
}

static bool delete_part(struct stick *s, const char *name) {
    return delete_file(s, arena_printf(&s->mem, "%s" STICK_PART, name).p);
}

static bool delete_top(struct stick *s, struct str name) {
    const char *path = arena_printf(&s->mem, "%s/%.*s", s->root, STR_ARG(name)).p;
    struct stat st;
    if (str_is(name, "MANIFEST.txt")) /* as long as it is there, the rest is known to be ours */
        return true;
    if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return fs_delete_folder(path, NULL, &s->d);
    return delete_file(s, arena_cstr(&s->mem, name));
}

bool stick_clear(struct stick *s) {
    if (!delete_file(s, s->signature) || !delete_file(s, s->old_signature))
        return false;
    if (fsync(s->folder) != 0)
        return diag_system(&s->d, s->root, errno, "publish/stick-write", "cannot be written");
    /* The ZIPs after the files: a stick without any ZIP is told to be incomplete by what it lacks.
     */
    return each_top(s, delete_top) && delete_part(s, s->signature) && delete_part(s, s->zip) &&
           delete_part(s, "MANIFEST.txt") && delete_file(s, s->zip) && delete_file(s, s->old_zip);
}
