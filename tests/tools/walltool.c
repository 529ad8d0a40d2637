/* Goes behind the second wall with the rights given, then tries one thing after another and prints
 * what came of it:
 *
 *   walltool [--serving] [read:PATH | write:PATH | put:PATH | unmake:PATH]… -- [TRY[=PATH]]…
 *
 * One line a try, "TRY[=PATH]: done" or the name of the error. The first line is what holds. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wall/wall.h"

static int opened(int fd) {
    if (fd < 0)
        return -1;
    close(fd);
    return 0;
}

static int try_read(const char *path) {
    char byte;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 || read(fd, &byte, 1) < 0 ? -1 : opened(fd);
}

static int try_list(const char *path) {
    return opened(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int try_write(const char *path) {
    return opened(open(path, O_WRONLY | O_CLOEXEC));
}

static int try_make(const char *path) {
    return opened(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
}

static int try_shorten(const char *path) {
    return truncate(path, 0);
}

static int try_make_folder(const char *path) {
    return mkdir(path, 0777);
}

static int try_delete(const char *path) {
    return unlink(path);
}

static int try_delete_folder(const char *path) {
    return rmdir(path);
}

/* The parts of FROM:TO. */
static const char *split(const char *path, char from[static 4096]) {
    const char *colon = strchr(path, ':');
    if (colon == NULL || colon - path >= 4096) {
        errno = EINVAL;
        return NULL;
    }
    memcpy(from, path, (size_t)(colon - path));
    from[colon - path] = '\0';
    return colon + 1;
}

static int try_rename(const char *path) {
    char from[4096];
    const char *to = split(path, from);
    return to == NULL ? -1 : rename(from, to);
}

static int try_second_name(const char *path) {
    char from[4096];
    const char *to = split(path, from);
    return to == NULL ? -1 : linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int try_name_of_target(const char *path) {
    char from[4096];
    const char *to = split(path, from);
    return to == NULL ? -1 : linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
}

static int try_name_of_open(const char *path) {
    int fd = open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    int result = fd < 0 ? -1 : linkat(fd, "", AT_FDCWD, path, AT_EMPTY_PATH);
    int err = errno;
    if (fd >= 0)
        close(fd);
    errno = err;
    return result;
}

static int try_mode(const char *path) {
    return chmod(path, 0777);
}

static int try_symlink(const char *path) {
    return symlink("/etc/passwd", path);
}

static int try_fifo(const char *path) {
    return mkfifo(path, 0666);
}

static int try_socket(const char *path) {
    (void)path;
    return opened(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_packet_socket(const char *path) {
    (void)path;
    return opened(socket(AF_INET, SOCK_DGRAM, 0));
}

static int try_local_socket(const char *path) {
    int pair[2];
    (void)path;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static int try_program(const char *path) {
    char *argv[] = {(char *)(uintptr_t)path, NULL}, *envp[] = {NULL};
    return execve(path, argv, envp);
}

static int try_process(const char *path) {
    (void)path;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? -1 : waitpid(child, NULL, 0) < 0 ? -1 : 0;
}

static int try_signal(const char *path) {
    (void)path;
    return kill(getppid(), 0);
}

static int try_trace(const char *path) {
    (void)path;
    return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int try_code(const char *path) {
    (void)path;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED
               ? -1
               : 0;
}

static int try_to_code(const char *path) {
    (void)path;
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? -1 : mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int try_typing(const char *path) {
    (void)path;
    return ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static int try_kernel_program(const char *path) {
    (void)path;
    return (int)syscall(SYS_bpf, 0, NULL, 0);
}

static int try_ring(const char *path) {
    (void)path;
    return (int)syscall(SYS_io_uring_setup, 1, NULL);
}

static int try_namespace(const char *path) {
    (void)path;
    return (int)syscall(SYS_unshare, 0x10000000); /* a user namespace */
}

static int try_core(const char *path) {
    struct rlimit r;
    (void)path;
    return getrlimit(RLIMIT_CORE, &r) != 0 || r.rlim_max == 0 ? (errno = EPERM, -1) : 0;
}

static int try_memory(const char *path) {
    (void)path;
    return malloc((size_t)1 << 45) == NULL ? -1 : 0;
}

static void *start(void *arg) {
    return arg;
}

static int try_thread(const char *path) {
    pthread_t t;
    (void)path;
    errno = pthread_create(&t, NULL, start, NULL);
    return errno != 0 ? -1 : pthread_join(t, NULL);
}

static void *read_there(void *arg) {
    return try_read(arg) == 0 ? arg : NULL;
}

static int try_read_in_thread(const char *path) {
    pthread_t t;
    void *got = NULL;
    if (pthread_create(&t, NULL, read_there, (void *)(uintptr_t)path) != 0 ||
        pthread_join(t, &got) != 0)
        return -1;
    return got != NULL ? 0 : (errno = EACCES, -1);
}

/* --- files that signal: whoever is named as the owner of one gets a signal when it has news */

static int on_pipe(int command, long value) {
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    int got = fcntl(ends[0], command, value), err = errno;
    (void)opened(ends[0]), (void)opened(ends[1]);
    errno = err;
    return got < 0 ? -1 : 0;
}

static int try_signal_owner(const char *path) {
    (void)path;
    return on_pipe(F_SETOWN, getppid());
}

static int try_signal_kind(const char *path) {
    (void)path;
    return on_pipe(F_SETSIG, SIGKILL);
}

static int try_signal_news(const char *path) {
    (void)path;
    return on_pipe(F_SETFL, O_ASYNC);
}

static int try_not_waiting(const char *path) {
    (void)path;
    return on_pipe(F_SETFL, O_NONBLOCK);
}

static int try_lease(const char *path) { /* others' open() waits for it */
    int fd = open(path, O_RDONLY | O_CLOEXEC), got, err;
    if (fd < 0)
        return -1;
    got = fcntl(fd, F_SETLEASE, F_RDLCK);
    err = errno;
    (void)opened(fd);
    errno = err;
    return got;
}

static int try_folder_news(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), got, err;
    if (fd < 0)
        return -1;
    got = fcntl(fd, F_NOTIFY, DN_MODIFY);
    err = errno;
    (void)opened(fd);
    errno = err;
    return got;
}

/* --- programs that run with the rights of whoever owns them */

static int try_make_setuid(const char *path) {
    return opened(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 04755));
}

static int try_become_setuid(const char *path) {
    int fd = open(path, O_WRONLY | O_CLOEXEC), got, err;
    if (fd < 0)
        return -1;
    got = fchmod(fd, 04755);
    err = errno;
    (void)opened(fd);
    errno = err;
    return got;
}

static int try_open_by_struct(const char *path) { /* whose mode no filter can see */
    uint64_t how[3] = {O_WRONLY | O_CREAT | O_CLOEXEC, 04755, 0};
    return opened((int)syscall(SYS_openat2, AT_FDCWD, path, how, sizeof(how)));
}

/* --- what the one socket of `serve` can be made to do: made before the wall */

static int listening = -1;

static bool listen_somewhere(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return listening >= 0 && bind(listening, (struct sockaddr *)&a, sizeof(a)) == 0 &&
           listen(listening, 4) == 0;
}

/* Shut down, it is a fresh socket again, and data for an address goes out without connect(). */
static int try_dial_by_message(const char *path) {
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                            .sin_port = htons((uint16_t)strtoul(path, NULL, 10))};
    char byte = 'x';
    struct iovec data = {&byte, 1};
    struct msghdr m = {.msg_name = &a, .msg_namelen = sizeof(a), .msg_iov = &data, .msg_iovlen = 1};
    (void)shutdown(listening, SHUT_RDWR);
    return sendmsg(listening, &m, MSG_FASTOPEN | MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int try_socket_program(const char *path) {
    struct sock_filter line = {BPF_RET | BPF_K, 0, 0, 0};
    struct sock_fprog program = {1, &line};
    (void)path;
    return setsockopt(listening, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

static int try_no_delay(const char *path) {
    int on = 1;
    (void)path;
    return setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static const struct {
    const char *name;
    int (*fn)(const char *path);
} tries[] = {{"read", try_read},
             {"list", try_list},
             {"write", try_write},
             {"make", try_make},
             {"shorten", try_shorten},
             {"make-folder", try_make_folder},
             {"delete", try_delete},
             {"delete-folder", try_delete_folder},
             {"rename", try_rename},
             {"second-name", try_second_name},
             {"name-of-target", try_name_of_target},
             {"name-of-open", try_name_of_open},
             {"mode", try_mode},
             {"symlink", try_symlink},
             {"fifo", try_fifo},
             {"socket", try_socket},
             {"packet-socket", try_packet_socket},
             {"local-socket", try_local_socket},
             {"program", try_program},
             {"process", try_process},
             {"signal", try_signal},
             {"trace", try_trace},
             {"code", try_code},
             {"to-code", try_to_code},
             {"typing", try_typing},
             {"kernel-program", try_kernel_program},
             {"ring", try_ring},
             {"namespace", try_namespace},
             {"core", try_core},
             {"memory", try_memory},
             {"thread", try_thread},
             {"read-in-thread", try_read_in_thread},
             {"signal-owner", try_signal_owner},
             {"signal-kind", try_signal_kind},
             {"signal-news", try_signal_news},
             {"not-waiting", try_not_waiting},
             {"lease", try_lease},
             {"folder-news", try_folder_news},
             {"make-setuid", try_make_setuid},
             {"become-setuid", try_become_setuid},
             {"open-by-struct", try_open_by_struct},
             {"dial-by-message", try_dial_by_message},
             {"socket-program", try_socket_program},
             {"no-delay", try_no_delay}};

static void try_one(const char *what) {
    const char *equals = strchr(what, '='), *path = equals == NULL ? "" : equals + 1;
    size_t len = equals == NULL ? strlen(what) : (size_t)(equals - what);
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        if (strlen(tries[i].name) != len || strncmp(tries[i].name, what, len) != 0)
            continue;
        errno = 0;
        int got = tries[i].fn(path);
        printf("%s: %s\n", what, got == 0 ? "done" : strerrorname_np(errno));
        fflush(stdout);
        return;
    }
    printf("%s: unknown\n", what);
}

static bool allow(struct wall *w, struct arena *mem, const char *word) {
    static const char *const names[] = {"read:", "write:", "put:", "unmake:"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strncmp(word, names[i], strlen(names[i])) == 0) {
            wall_allow(w, mem, word + strlen(names[i]), (enum wall_access)i);
            return true;
        }
    return false;
}

int main(int argc, char **argv) {
    struct arena mem = {0};
    struct wall w = {0};
    struct wall_state state;
    struct buf words = {0};
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--serving") == 0)
            w.serving = true;
        else if (!allow(&w, &mem, argv[i]))
            return 2;
    }
    if (w.serving && !listen_somewhere())
        return 3;
    wall_enter(&w, &state);
    wall_words(&state, &words);
    printf("%.*s\n", STR_ARG(buf_str(&words)));
    fflush(stdout);
    for (i++; i < argc; i++)
        try_one(argv[i]);
    buf_finish(&words);
    arena_finish(&mem);
    return 0;
}
