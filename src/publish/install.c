/* Installing: one run at a time beside a folder, recovery first, then verify, unpack, swap. Nothing
 * is written before the whole pack has passed. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish/steps.h"

static bool complain(const char *path, struct diags *d, const char *code, const char *sentence) {
    const struct source source = {path, STR_NONE};
    return diag_error(d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

/* Locks the folder above; closing gives it free. -1 after it has reported. */
static int lock(const struct swap *s, struct diags *d) {
    int fd = open(s->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0 && errno == EWOULDBLOCK)
        complain(s->folder, d, "publish/busy",
                 "is being written by another run; wait until that one is done");
    else
        diag_system(d, s->parent, errno, "publish/write", "cannot lock the folder");
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Whether `path` is missing, empty, or a folder that we made. */
static bool is_ours(const char *path, struct arena *mem, struct diags *d) {
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT || diag_system(d, path, errno, "publish/write", "cannot read");
    if (S_ISLNK(st.st_mode))
        return complain(path, d, "publish/symlink",
                        "is a symbolic link; give the folder that it leads to");
    if (!S_ISDIR(st.st_mode))
        return complain(path, d, "publish/not-a-folder", "is in the way: it is no folder");
    return fs_exists(arena_printf(mem, "%s/%s", path, PUBLISH_MARKER).p) ||
           fs_is_empty_folder(path) ||
           complain(path, d, "publish/not-ours",
                    "was not made by pamphlet (no '.pamphlet' in it), so it is not replaced; move "
                    "it away or choose another folder ('install --usb' fills sticks)");
}

/* A pack within another one would be moved away with it by its next update. */
static bool is_outside(const struct swap *s, struct arena *mem, struct diags *d) {
    struct str above = str_from(s->parent);
    while (above.len > 0) {
        if (fs_exists(arena_printf(mem, "%.*s/%s", STR_ARG(above), PUBLISH_MARKER).p))
            return complain(s->folder, d, "publish/inside",
                            "lies in a folder that a pack fills, and would be gone with its next "
                            "update; give that folder itself, or one outside of it");
        size_t slash = str_rfind_char(above, '/');
        above.len = slash == SIZE_MAX ? 0 : slash;
    }
    return true;
}

/* All three are asked for before anything is touched. */
static bool are_ours(const struct swap *s, struct arena *mem, struct diags *d) {
    return is_outside(s, mem, d) && is_ours(s->folder, mem, d) && is_ours(s->incoming, mem, d) &&
           is_ours(s->previous, mem, d);
}

/* What is up decides which pack is wanted, unless the caller does, and that no older one goes up.
 */
static void look_at_installed(const struct swap *s, struct pending *p,
                              struct publish_request *request) {
    struct pack_header up;
    p->installed = folder_header(s->folder, p->mem, &up);
    if (!p->installed)
        return;
    p->installed_serial = up.serial;
    request->pack = request->pack.p == NULL ? up.pack : request->pack;
    request->profile = request->profile.p == NULL ? up.profile : request->profile;
}

/* Sets the rights of the new folder, and the umask for all that comes into it. The web server is
 * another user: what may read and write in the folder that is there decides, if one is, else the
 * umask of this run; that too where the new one has another group, which the rights of the old
 * one's group are not for. */
static bool take_rights(struct pending *p, const struct swap *s) {
    const mode_t all = S_IRWXU | S_IRWXG | S_IRWXO;
    struct stat up, made;
    int fd = open(s->incoming, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    bool ok = fd >= 0 && fstat(fd, &made) == 0;
    bool same = ok && stat(s->folder, &up) == 0 && up.st_gid == made.st_gid;
    if (same && ((up.st_mode ^ made.st_mode) & all) != 0) { /* on FAT nothing differs */
        mode_t rights = S_IRWXU | (up.st_mode & (S_IRWXG | S_IROTH | S_IXOTH));
        (void)umask(~rights & all);
        ok = fchmod(fd, rights | (made.st_mode & S_ISGID)) == 0;
    }
    ok = ok || diag_system(p->d, s->incoming, errno, "publish/write", "cannot make the folder");
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool unpack(struct pending *p, const struct swap *s) {
    if (mkdir(s->incoming, 0777) != 0)
        return diag_system(p->d, s->incoming, errno, "publish/write", "cannot make the folder");
    mode_t before = umask(S_IRWXG | S_IRWXO);
    (void)umask(before); /* the one way to ask for it; nothing else runs beside this */
    bool ok = take_rights(p, s) && unpack_tree(p, s->incoming);
    (void)umask(before);
    if (ok)
        return true;
    struct diags ignored = {0}; /* why it failed is reported already */
    bool gone = fs_delete_folder(s->incoming, NULL, &ignored);
    (void)gone; /* what stays is cleared by the next run */
    diags_finish(&ignored);
    return false;
}

static bool install_locked(struct pending *p, const struct swap *s,
                           struct publish_request *request) {
    if (!are_ours(s, p->mem, p->d) || !swap_recover(s, p->mem, p->d))
        return false;
    look_at_installed(s, p, request);
    if (!verify_pending(p) || (p->is_delta && !delta_save(p)))
        return false;
    bool again = p->installed && p->installed_serial == p->report->header.serial;
    if (!again)
        return unpack(p, s) && swap_in(s, true, p->d);
    switch (folder_compare(s->folder, p->mem, p->manifest_text)) {
    case FOLDER_WHOLE:
        p->report->was_up = true;
        return true;
    case FOLDER_DAMAGED: /* not worth keeping in the place of the version before */
        return unpack(p, s) && swap_in(s, false, p->d);
    case FOLDER_OTHER:
        break;
    }
    return pending_refuse(p, PUBLISH_SERIAL, "publish/equivocation",
                          "has the serial of the pack that is up, but is another one");
}

bool publish_install(struct arena *mem, const struct publish_request *request, const char *folder,
                     struct publish_report *out, struct diags *d) {
    struct publish_request wanted = *request;
    struct pending p = {.mem = mem, .request = &wanted, .report = out, .d = d};
    struct swap s;
    *out = (struct publish_report){0};
    swap_init(&s, mem, folder);
    p.folder = s.folder;
    if (!fs_make_folders(s.parent, d))
        return false;
    int fd = lock(&s, d);
    bool ok = fd >= 0 && install_locked(&p, &s, &wanted);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool rollback_locked(struct arena *mem, const struct swap *s, struct publish_report *out,
                            struct diags *d) {
    if (!are_ours(s, mem, d) || !swap_recover(s, mem, d))
        return false;
    if (!fs_exists(s->folder) || !fs_exists(s->previous))
        return complain(s->folder, d, "publish/no-previous",
                        "has no version before it to go back to");
    return publish_verify_folder(mem, s->previous, out, d) && swap_back(s, d);
}

bool publish_rollback(struct arena *mem, const char *folder, struct publish_report *out,
                      struct diags *d) {
    struct swap s;
    *out = (struct publish_report){0};
    swap_init(&s, mem, folder);
    int fd = lock(&s, d);
    bool ok = fd >= 0 && rollback_locked(mem, &s, out, d);
    if (fd >= 0)
        close(fd);
    return ok;
}
