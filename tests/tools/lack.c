/* Runs a program as on a kernel that lacks Landlock or seccomp:
 *
 *   lack [--landlock] [--seccomp] PROGRAM [ARGUMENT]…
 *
 * by a filter of its own that answers those calls with "not implemented". */
#define _GNU_SOURCE
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int refuse(scmp_filter_ctx c, const char *name, int err) {
    return seccomp_rule_add(c, SCMP_ACT_ERRNO((uint32_t)err), seccomp_syscall_resolve_name(name), 0);
}

int main(int argc, char **argv) {
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
    int i = 1, err = c == NULL;
    for (; i < argc && err == 0; i++) {
        if (strcmp(argv[i], "--landlock") == 0)
            err = refuse(c, "landlock_create_ruleset", ENOSYS);
        else if (strcmp(argv[i], "--seccomp") == 0)
            err = refuse(c, "seccomp", ENOSYS) != 0 ||
                  seccomp_rule_add(c, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                                   SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) != 0;
        else
            break;
    }
    if (err != 0 || i == argc || seccomp_load(c) != 0) {
        fprintf(stderr, "lack: cannot take it away\n");
        return 3;
    }
    seccomp_release(c);
    execvp(argv[i], argv + i);
    perror(argv[i]);
    return 3;
}
