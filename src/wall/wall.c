/* The order in which the walls go up, and words for what stands. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "wall/parts.h"

enum { FILES_MAX = 1024 };
static const rlim_t FILE_BYTES_MAX = (rlim_t)16 << 30, MEMORY_BYTES_MIN = (rlim_t)2 << 30;

void wall_allow(struct wall *w, struct arena *mem, const char *path, enum wall_access access) {
    *arena_push(mem, &w->paths, &w->count, &w->cap) = (struct wall_path){path, access};
}

/* Lowers a limit and never raises it. */
static bool lower(int what, rlim_t to) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        return false;
    struct rlimit then = {.rlim_cur = now.rlim_cur < to ? now.rlim_cur : to,
                          .rlim_max = now.rlim_max < to ? now.rlim_max : to};
    return setrlimit((__rlimit_resource_t)what, &then) == 0;
}

/* More than the machine has is no memory but a hang: what asks for it gets "no memory left". */
static rlim_t memory_bytes_max(void) {
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    rlim_t bytes = pages > 0 && page > 0 ? (rlim_t)pages * (rlim_t)page : 0;
    return bytes < MEMORY_BYTES_MIN ? MEMORY_BYTES_MIN : bytes;
}

static bool limits_enter(void) {
    bool ok = lower(RLIMIT_CORE, 0) && lower(RLIMIT_NOFILE, FILES_MAX) &&
              lower(RLIMIT_FSIZE, FILE_BYTES_MAX);
    if (!WALL_SANITIZED) /* whose shadow is larger than any machine */
        ok = ok && lower(RLIMIT_DATA, memory_bytes_max());
    /* a file that grows too large is then an error like a full disk */
    (void)signal(SIGXFSZ, SIG_IGN);
    return ok;
}

void wall_enter(const struct wall *w, struct wall_state *out) {
    *out = (struct wall_state){0};
    out->no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    out->limits = limits_enter();
    out->landlock = landlock_enter(w, &out->landlock_lack);
    out->filter = filter_enter(w->serving, &out->filter_lack);
}

bool wall_is_whole(const struct wall_state *s) {
    return s->no_new_privileges && s->landlock > 0 && s->filter && s->limits;
}

void wall_words(const struct wall_state *s, struct buf *out) {
    if (s->landlock > 0)
        buf_printf(out, "Landlock %d, ", s->landlock);
    if (s->filter)
        buf_puts(out, "system calls filtered, ");
    if (s->no_new_privileges)
        buf_puts(out, "no new privileges, ");
    if (s->limits)
        buf_puts(out, "limits, ");
    if (out->len > 2)
        out->len -= 2;
}

void wall_lack(const struct wall_state *s, struct buf *out) {
    if (s->landlock == 0)
        buf_printf(out, "files are not walled off (%s)", s->landlock_lack);
    if (!s->filter)
        buf_printf(out, "%ssystem calls are not filtered (%s)", out->len > 0 ? ", " : "",
                   s->filter_lack);
    if (!s->no_new_privileges)
        buf_printf(out, "%sprivileges can be gained", out->len > 0 ? ", " : "");
    if (!s->limits)
        buf_printf(out, "%slimits cannot be set", out->len > 0 ? ", " : "");
}
