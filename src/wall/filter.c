/* Hands the kernel the seccomp filter that src/filter.c made from the lists of this folder. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wall/parts.h"

/* For all threads at once, and without slower memory for the filter's sake; an older kernel knows
 * neither, and a program without threads needs neither. */
static bool load(const struct sock_fprog *program) {
    unsigned long flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program) == 0)
        return true;
    flags = SECCOMP_FILTER_FLAG_TSYNC;
    if (errno == EINVAL && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program) == 0)
        return true;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) == 0;
}

bool filter_enter(bool serving, const char **lack) {
    struct sock_filter lines[WALL_LINES_MAX];
    const struct sock_filter *from = serving ? wall_filter_serving : wall_filter;
    struct sock_fprog program = {serving ? wall_filter_serving_count : wall_filter_count, lines};
    *lack = "this kernel has no seccomp";
    memcpy(lines, from, program.len * sizeof(lines[0]));
    for (unsigned i = 0; i < program.len; i++)
        if (lines[i].k == WALL_SELF)
            lines[i].k = (uint32_t)getpid();
    return load(&program);
}
