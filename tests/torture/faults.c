/* Preloaded into pamphlet by tests/torture/run: lets one call fail that can fail.
 *
 *   FAULT_CALL   malloc, open, read, write, fsync, rename, mkdir, unlink, stat, list, lock, size,
 *                memory (memfd_create), thread, close, or interrupt, which stands for each read and
 *                write and says that a signal came in between; each stands for a family
 *   FAULT_AT     the number of the call that fails, from 1
 *   FAULT_ON     set: all calls after it fail, too
 *   FAULT_COUNT  a file that gets one line "CALL NUMBER" a family at the end
 *
 * Calls of the C library to itself are not seen; strace does those in tests/suites/build-faults. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum family {
    MALLOC,
    OPEN,
    READ,
    WRITE,
    FSYNC,
    RENAME,
    MKDIR,
    UNLINK,
    STAT,
    LIST,
    LOCK,
    SIZE,
    MEMORY,
    THREAD,
    CLOSE,
    INTERRUPT,
    FAMILIES
};
static const struct {
    const char *name;
    int error;
} families[FAMILIES] = {
    {"malloc", ENOMEM}, {"open", EMFILE},   {"read", EIO},     {"write", ENOSPC},
    {"fsync", EIO},     {"rename", EIO},    {"mkdir", ENOSPC}, {"unlink", EIO},
    {"stat", EIO},      {"list", EIO},      {"lock", ENOLCK},  {"size", EIO},
    {"memory", ENOMEM}, {"thread", EAGAIN}, {"close", EIO},    {"interrupt", EINTR}};

static atomic_ulong counts[FAMILIES];
static int wanted = -1, counting = -1;
static unsigned long at;
static int from_then_on;

__attribute__((constructor)) static void start(void) {
    const char *call = getenv("FAULT_CALL"), *number = getenv("FAULT_AT"),
               *count = getenv("FAULT_COUNT");
    from_then_on = getenv("FAULT_ON") != NULL;
    if (count != NULL)
        counting = (int)syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    at = number == NULL ? 0 : strtoul(number, NULL, 10);
    for (int i = 0; call != NULL && i < FAMILIES; i++)
        if (strcmp(call, families[i].name) == 0)
            wanted = i;
    for (int i = 0; i < FAMILIES; i++)
        atomic_store(&counts[i], 0);
}

/* From here on nothing fails or is counted; tests/lint/cov_exit.c calls it, too. */
__attribute__((destructor)) void faults_off(void);
__attribute__((destructor)) void faults_off(void) {
    char line[64];
    wanted = -1;
    for (int i = 0; counting >= 0 && i < FAMILIES; i++) {
        int len =
            snprintf(line, sizeof(line), "%s %lu\n", families[i].name, atomic_load(&counts[i]));
        if (syscall(SYS_write, counting, line, (size_t)len) != len)
            break;
    }
    counting = -1;
}

/* Whether this call of `f` is the one; sets errno then. */
static int fails(enum family f) {
    unsigned long n = atomic_fetch_add(&counts[f], 1) + 1;
    if ((int)f != wanted || !(from_then_on ? n >= at : n == at))
        return 0;
    errno = families[f].error;
    return 1;
}

/* --- memory; the sanitizers have an allocator of their own */
#ifndef NO_MALLOC
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void *malloc(size_t n) {
    return fails(MALLOC) ? NULL : __libc_malloc(n);
}
void *calloc(size_t n, size_t size) {
    return fails(MALLOC) ? NULL : __libc_calloc(n, size);
}
void *realloc(void *p, size_t n) {
    return fails(MALLOC) ? NULL : __libc_realloc(p, n);
}
#endif

/* --- files */
#define NEXT(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static mode_t mode_of(int flags, va_list args) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(args, mode_t) : 0;
}
static int open_at(int folder, const char *path, int flags, mode_t mode) {
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}
#define OPENS(name)                                                                                \
    int name(const char *path, int flags, ...) {                                                   \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode_t mode = mode_of(flags, args);                                                        \
        va_end(args);                                                                              \
        return open_at(AT_FDCWD, path, flags, mode);                                               \
    }
OPENS(open)
OPENS(open64)
#define OPENATS(name)                                                                              \
    int name(int folder, const char *path, int flags, ...) {                                       \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode_t mode = mode_of(flags, args);                                                        \
        va_end(args);                                                                              \
        return open_at(folder, path, flags, mode);                                                 \
    }
OPENATS(openat)
OPENATS(openat64)
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);
int __open_2(const char *path, int flags) {
    return open_at(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char *path, int flags) {
    return open_at(AT_FDCWD, path, flags, 0);
}
int __openat_2(int folder, const char *path, int flags) {
    return open_at(folder, path, flags, 0);
}
int __openat64_2(int folder, const char *path, int flags) {
    return open_at(folder, path, flags, 0);
}

ssize_t read(int fd, void *to, size_t n) {
    return fails(READ) || fails(INTERRUPT) ? -1 : syscall(SYS_read, fd, to, n);
}
ssize_t __read_chk(int fd, void *to, size_t n, size_t room);
ssize_t __read_chk(int fd, void *to, size_t n, size_t room) {
    return n > room ? (abort(), -1) : read(fd, to, n);
}
ssize_t pread(int fd, void *to, size_t n, off_t where) {
    return fails(READ) || fails(INTERRUPT) ? -1 : syscall(SYS_pread64, fd, to, n, where);
}
ssize_t pread64(int fd, void *to, size_t n, off64_t where) {
    return pread(fd, to, n, where);
}
ssize_t __pread_chk(int fd, void *to, size_t n, off_t where, size_t room);
ssize_t __pread_chk(int fd, void *to, size_t n, off_t where, size_t room) {
    return n > room ? (abort(), -1) : pread(fd, to, n, where);
}
ssize_t __pread64_chk(int fd, void *to, size_t n, off64_t where, size_t room);
ssize_t __pread64_chk(int fd, void *to, size_t n, off64_t where, size_t room) {
    return n > room ? (abort(), -1) : pread(fd, to, n, where);
}
ssize_t write(int fd, const void *from, size_t n) {
    return fd > STDERR_FILENO && (fails(WRITE) || fails(INTERRUPT))
               ? -1
               : syscall(SYS_write, fd, from, n);
}
ssize_t pwrite(int fd, const void *from, size_t n, off_t where) {
    return fails(WRITE) || fails(INTERRUPT) ? -1 : syscall(SYS_pwrite64, fd, from, n, where);
}
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t where) {
    return pwrite(fd, from, n, where);
}
ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t n, unsigned flags) {
    return fails(WRITE) || fails(INTERRUPT)
               ? -1
               : syscall(SYS_copy_file_range, in, from, out, to, n, flags);
}
/* The descriptor is free all the same. */
int close(int fd) {
    int failed = fd > STDERR_FILENO && fails(CLOSE), err = errno;
    int result = (int)syscall(SYS_close, fd);
    errno = failed ? err : errno;
    return failed ? -1 : result;
}
int fsync(int fd) {
    return fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}
int rename(const char *from, const char *to) {
    return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int a, const char *from, int b, const char *to) {
    return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, 0);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}
int mkdir(const char *path, mode_t mode) {
    return fails(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
    return fails(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, folder, path, mode);
}
int unlink(const char *path) {
    return fails(UNLINK) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
int rmdir(const char *path) {
    return fails(UNLINK) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}
int unlinkat(int folder, const char *path, int flags) {
    return fails(UNLINK) ? -1 : (int)syscall(SYS_unlinkat, folder, path, flags);
}
#define STATS(name)                                                                                \
    int name(const char *path, struct stat *out) {                                                 \
        return fails(STAT) ? -1 : NEXT(int, #name, const char *, struct stat *)(path, out);        \
    }
STATS(stat)
STATS(lstat)
int fstat(int fd, struct stat *out) {
    return fails(STAT) ? -1 : NEXT(int, "fstat", int, struct stat *)(fd, out);
}
int fstatat(int folder, const char *path, struct stat *out, int flags) {
    return fails(STAT) ? -1
                       : NEXT(int, "fstatat", int, const char *, struct stat *, int)(folder, path,
                                                                                     out, flags);
}
DIR *opendir(const char *path) {
    return fails(LIST) ? NULL : NEXT(DIR *, "opendir", const char *)(path);
}
DIR *fdopendir(int fd) {
    return fails(LIST) ? NULL : NEXT(DIR *, "fdopendir", int)(fd);
}
struct dirent *readdir(DIR *dir) {
    return fails(LIST) ? NULL : NEXT(struct dirent *, "readdir", DIR *)(dir);
}
int flock(int fd, int how) {
    return fails(LOCK) ? -1 : (int)syscall(SYS_flock, fd, how);
}
int ftruncate(int fd, off_t size) {
    return fails(SIZE) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}
int memfd_create(const char *name, unsigned flags) {
    return fails(MEMORY) ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*fn)(void *), void *arg) {
    return fails(THREAD) ? EAGAIN
                         : NEXT(int, "pthread_create", pthread_t *, const pthread_attr_t *,
                                void *(*)(void *), void *)(t, a, fn, arg);
}
