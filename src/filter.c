/* Run by the Makefile: writes the programs for the kernel's seccomp, one for verbs and one for
 * `serve`, as C arrays to stdout. libseccomp makes them from the lists in wall/ and knows the
 * numbers of this architecture's system calls. Not at run time: it takes memory some thousand times
 * and crashes where there is none left. */
#define _GNU_SOURCE
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wall/parts.h"

#define CALL(name) #name,
static const char *const calls[] = {
#include "wall/calls.def"
};
static const char *const serving_calls[] = {
#include "wall/serving.def"
};
static const char *const denied[] = {
#include "wall/denied.def"
};
#undef CALL

static const uint32_t ALLOW = SCMP_ACT_ALLOW, REFUSE = SCMP_ACT_ERRNO(EPERM);

/* A name that this architecture or this libseccomp does not know needs no rule: it has no number,
 * or is not implemented by default. */
static bool add(scmp_filter_ctx c, uint32_t action, const char *name, unsigned count,
                const struct scmp_arg_cmp *args) {
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR)
        return true;
    int err = seccomp_rule_add_array(c, action, number, count, args);
    return err == 0 || err == -EDOM || err == -EEXIST || err == -EINVAL;
}

static bool add_list(scmp_filter_ctx c, uint32_t action, const char *const *names, size_t count) {
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = add(c, action, names[i], 0, NULL);
    return ok;
}

/* Allowed where argument `n` and `mask` give `value`, refused where not. */
static bool add_masked(scmp_filter_ctx c, const char *name, unsigned n, uint64_t mask,
                       uint64_t value) {
    const struct scmp_arg_cmp arg = {n, SCMP_CMP_MASKED_EQ, mask, value};
    return add(c, ALLOW, name, 1, &arg);
}

/* The terminal may be asked for its size and whether it is one; TIOCSTI, which types into it, may
 * not. */
static bool add_ioctls(scmp_filter_ctx c) {
    static const unsigned long asked[] = {TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO};
    bool ok = true;
    for (size_t i = 0; ok && i < ARRAY_LEN(asked); i++)
        ok = add_masked(c, "ioctl", 1, UINT32_MAX, asked[i]);
    return ok;
}

static bool add_prctls(scmp_filter_ctx c) {
    static const int asked[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE};
    bool ok = true;
    for (size_t i = 0; ok && i < ARRAY_LEN(asked); i++)
        ok = add_masked(c, "prctl", 0, UINT32_MAX, (uint64_t)asked[i]);
    return ok;
}

/* Threads, no processes and no namespaces. clone3, whose arguments a filter cannot see, is not
 * implemented: the C library then takes clone. */
static bool add_clone(scmp_filter_ctx c) {
#ifdef __s390__
    const unsigned flags = 1;
#else
    const unsigned flags = 0;
#endif
    const uint64_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                            CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    return add_masked(c, "clone", flags, CLONE_THREAD | spaces, CLONE_THREAD);
}

/* Flags and copies of descriptors. No owner, signal, lease or notice: a file with news would signal
 * other processes of the same person, or make their opening of files wait. */
static bool add_fcntls(scmp_filter_ctx c) {
    static const char *const names[] = {"fcntl", "fcntl64"};
    static const int asked[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL};
    const struct scmp_arg_cmp flags[] = {{1, SCMP_CMP_MASKED_EQ, UINT32_MAX, F_SETFL},
                                         {2, SCMP_CMP_MASKED_EQ, O_ASYNC, 0}};
    bool ok = true;
    for (size_t n = 0; ok && n < ARRAY_LEN(names); n++) {
        for (size_t i = 0; ok && i < ARRAY_LEN(asked); i++)
            ok = add_masked(c, names[n], 1, UINT32_MAX, (uint64_t)asked[i]);
        ok = ok && add(c, ALLOW, names[n], ARRAY_LEN(flags), flags);
    }
    return ok;
}

/* No file is made, or becomes one, that runs with the rights of whoever owns it. openat2, whose
 * mode a filter cannot see, is not implemented. A folder may keep its set-group-id. */
static bool add_modes(scmp_filter_ctx c) {
    const uint64_t file = S_ISUID | S_ISGID;
    return add_masked(c, "open", 2, file, 0) && add_masked(c, "openat", 3, file, 0) &&
           add_masked(c, "fchmod", 1, S_ISUID, 0);
}

/* A second name, which Landlock grants where both folders may be written; not of what a symbolic
 * link leads to, nor of an open file that has none. */
static bool add_names(scmp_filter_ctx c, bool serving) {
    return serving ? add(c, REFUSE, "linkat", 0, NULL) : add_masked(c, "linkat", 4, UINT32_MAX, 0);
}

static bool add_by_arguments(scmp_filter_ctx c) {
    return add_masked(c, "mmap", 2, PROT_EXEC, 0) && add_masked(c, "mmap2", 2, PROT_EXEC, 0) &&
           add_masked(c, "mprotect", 2, PROT_EXEC, 0) && add_clone(c) && add_ioctls(c) &&
           add_prctls(c) && add_fcntls(c) && add_modes(c) &&
           add_masked(c, "tgkill", 0, UINT32_MAX, WALL_SELF) && /* for abort */
           add_masked(c, "prlimit64", 2, UINT64_MAX, 0);        /* asking only */
}

/* A leak check is another thread that traces this process; the sanitizers open files without a
 * mode, which is then any number. */
static bool add_sanitizers(scmp_filter_ctx c) {
    static const char *const names[] = {"clone", "ptrace",   "prctl", "wait4", "waitid", "mincore",
                                        "mmap",  "mprotect", "kill",  "open",  "openat"};
    return add_list(c, ALLOW, names, ARRAY_LEN(names));
}

/* Sending to whom it is connected. With MSG_FASTOPEN an address would be dialled without connect:
 * Landlock does not see that, and a listening socket that was shut down is as good as a new one. */
static bool add_sending(scmp_filter_ctx c) {
    const struct scmp_arg_cmp to_peer[] = {{3, SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, 0},
                                           {4, SCMP_CMP_EQ, 0, 0}};
    const struct scmp_arg_cmp now[] = {{1, SCMP_CMP_MASKED_EQ, UINT32_MAX, IPPROTO_TCP},
                                       {2, SCMP_CMP_MASKED_EQ, UINT32_MAX, TCP_NODELAY}};
    const struct scmp_arg_cmp later[] = {{1, SCMP_CMP_MASKED_EQ, UINT32_MAX, IPPROTO_TCP},
                                         {2, SCMP_CMP_MASKED_EQ, UINT32_MAX, TCP_CORK}};
    return add(c, ALLOW, "sendto", ARRAY_LEN(to_peer), to_peer) &&
           add_masked(c, "send", 3, MSG_FASTOPEN, 0) &&
           add_masked(c, "sendmsg", 2, MSG_FASTOPEN, 0) &&
           add(c, ALLOW, "setsockopt", ARRAY_LEN(now), now) &&
           add(c, ALLOW, "setsockopt", ARRAY_LEN(later), later);
}

static bool add_rules(scmp_filter_ctx c, bool serving) {
    bool ok =
        add_list(c, ALLOW, calls, ARRAY_LEN(calls)) && add_by_arguments(c) && add_names(c, serving);
    if (serving)
        ok = ok && add_list(c, ALLOW, serving_calls, ARRAY_LEN(serving_calls)) && add_sending(c);
    if (WALL_SANITIZED)
        ok = ok && add_sanitizers(c);
    return ok && add_list(c, REFUSE, denied, ARRAY_LEN(denied));
}

static bool print_program(scmp_filter_ctx c, const char *name) {
    struct sock_filter line;
    FILE *file = tmpfile();
    bool ok = file != NULL && seccomp_export_bpf(c, fileno(file)) == 0;
    size_t count = 0;
    if (ok)
        rewind(file);
    printf("const struct sock_filter %s[] = {\n", name);
    for (; ok && fread(&line, sizeof(line), 1, file) == 1; count++)
        printf("    {0x%02x, %u, %u, 0x%08x},\n", line.code, line.jt, line.jf, line.k);
    printf("};\nconst unsigned short %s_count = %zu;\n", name, count);
    if (file != NULL)
        (void)fclose(file);
    return ok && count > 0 && count <= WALL_LINES_MAX;
}

static bool make_program(const char *name, bool serving) {
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    /* a tree instead of a list; left out where the library is too old for it */
    (void)seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    bool ok = c != NULL && add_rules(c, serving) && print_program(c, name);
    seccomp_release(c);
    return ok;
}

int main(void) {
    printf("#include <linux/filter.h>\n#include \"wall/parts.h\"\n");
    bool ok = make_program("wall_filter", false) && make_program("wall_filter_serving", true);
    return ok && fflush(stdout) == 0 ? 0 : 1;
}
