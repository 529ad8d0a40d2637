/* Coverage of runs in which system calls fail, or that are counted: what a program has counted is
 * written at its end by a child that no tracer follows and no fault reaches. So a fault hits the
 * program alone, a number of calls is the program's own, and no file of counts is left damaged.
 * Linked into every program of MODE=cov and MODE=walled. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void __gcov_dump(void);
/* tests/torture/faults.c, where that is loaded. */
extern void faults_off(void) __attribute__((weak));

void __real__exit(int code) __attribute__((noreturn));
void __wrap__exit(int code) __attribute__((noreturn));

static void dump(void) {
    if (faults_off)
        faults_off();
    long child = syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0);
    if (child <= 0) /* the wall allows no child */
        __gcov_dump();
    if (child == 0)
        __real__exit(0);
    while (child > 0 && syscall(SYS_wait4, child, NULL, 0, NULL) < 0)
        ;
}

static void at_exit(int code, void *arg) {
    (void)arg;
    fflush(NULL);
    dump();
    __real__exit(code);
}

/* Where there is no memory the program ends so, and nothing is called at its end. */
void __wrap__exit(int code) {
    dump();
    __real__exit(code);
}

__attribute__((constructor)) static void start(void) {
    /* What gcov says about its files would be taken for the program's words. */
    static const char said[] = "coverage: out of memory\n";
    if (setenv("GCOV_ERROR_FILE", "/dev/null", 1) != 0 || on_exit(at_exit, NULL) != 0)
        _exit(write(STDERR_FILENO, said, sizeof(said) - 1) < 0 ? 2 : 3);
}
