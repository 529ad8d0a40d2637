/* Runs a program as on a kernel that lacks Landlock or seccomp:
 *
 *   lack [--landlock] [--seccomp] PROGRAM [ARGUMENT]…
 *
 * by a filter of its own that answers those calls with "not implemented". */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LANDLOCK_CREATE_RULESET = 444 };

int main(int argc, char **argv) {
    /* no call has this number: what is not taken away stays */
    unsigned landlock = 0xffffff, seccomp = 0xffffff, prctl_call = 0xffffff;
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--landlock") == 0)
            landlock = LANDLOCK_CREATE_RULESET;
        else if (strcmp(argv[i], "--seccomp") == 0)
            seccomp = SYS_seccomp, prctl_call = SYS_prctl;
    }
    struct sock_filter lines[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, landlock, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, seccomp, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, prctl_call, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    struct sock_fprog program = {sizeof(lines) / sizeof(lines[0]), lines};
    if (i >= argc || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        fprintf(stderr, "lack: cannot take it away\n");
        return 3;
    }
    execvp(argv[i], argv + i);
    perror(argv[i]);
    return 3;
}
