/* The door of wall/: what the process itself may still do while it reads what strangers wrote.
 *
 * The second wall. The first is in the code (the sandbox of Lua, the strict readers); this one
 * holds when that one is broken, and knows nothing of it: no new privileges, Landlock for files,
 * a seccomp filter for everything else, resource limits. Entered once, before the first byte of
 * a stranger is parsed and before threads start; there is no way out again.
 *
 * Rights that the verbs get (cli/walled.c and serve/serve.c give them):
 *
 *   verb      reads                                          writes below
 *   build     site.yaml, content/, themes/, fonts            the output folder
 *   check     site.yaml, content/, themes/, fonts            nothing
 *   status    site.yaml, content/, themes/                   nothing
 *   render    the one file                                   nothing
 *   audit     the paths given                                nothing
 *   diff      the two packs or folders                       nothing
 *   scrub     the pictures given                             the folders their copies go to
 *   verify    pack, signature, the pack before               the state folder
 *   install   pack, signature, the pack before               the state folder, the folder above,
 *                                                            with --usb the sticks, for a delta
 *                                                            the folder where it lies
 *   release   site folder, fonts, packs before               the site's and the output folder
 *             (the key is read before)
 *   serve     site folder, fonts                             its folder of this run
 *
 * No verb may make or use a socket, but `serve` may use the one it listened on before; none may
 * start a program, signal or trace another process, change modes, owners or times by path, make
 * symbolic links or devices, map memory as code, or type into the terminal. A file may get a second
 * name (`serve`: none), by Landlock only where both folders may be written. */
#ifndef WALL_H
#define WALL_H

#include "util/util.h"

enum wall_access {
    WALL_READ,   /* this file, or all below this folder */
    WALL_WRITE,  /* read, make, change and delete files and folders below it */
    WALL_PUT,    /* make files in this folder and below, rename and delete them; read none */
    WALL_UNMAKE, /* delete empty folders below it, no more */
};

struct wall_path {
    const char *path;
    enum wall_access access;
};

/* What is asked for: fill it with wall_allow, then enter. Zeroed is a good start. */
struct wall {
    struct wall_path *paths;
    size_t count, cap;
    bool serving;       /* may use sockets that are open already, and watch files */
    bool moves_folders; /* renames between folders: Landlock 1 cannot allow that */
};

/* What holds, after wall_enter. */
struct wall_state {
    bool no_new_privileges;
    int landlock;              /* its version in this kernel, 0: not active */
    const char *landlock_lack; /* why not, static */
    bool filter;
    const char *filter_lack;
    bool limits;
};

/* The list is in `mem`; `path` is borrowed until wall_enter. A path that is missing when the wall
 * is entered gives no right. A symlink counts for what it leads to. */
void wall_allow(struct wall *w, struct arena *mem, const char *path, enum wall_access access);

/* Gives up everything else, for this thread and those it starts from now on; the filter holds for
 * all threads at once. What the kernel lacks is left out and told in `out`. */
void wall_enter(const struct wall *w, struct wall_state *out);

/* Whether nothing is lacking. */
bool wall_is_whole(const struct wall_state *s);
/* "Landlock 7, system calls filtered, no new privileges, limits" */
void wall_words(const struct wall_state *s, struct buf *out);
/* What is lacking and why, as half a sentence; empty when the wall is whole. */
void wall_lack(const struct wall_state *s, struct buf *out);

#endif
