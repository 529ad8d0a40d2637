/* Reading what the medium holds. After a write the system answers from memory, so a stick that kept
 * nothing would compare as equal: O_DIRECT goes past that memory; where a file system has none (as
 * tmpfs had not for long), the pages are dropped first, which works once they are written. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "publish/stick.h"

enum { BLOCK = 4096 };

/* Fills `to` (room: whole blocks) up to the end of the file; returns the length, or -1. */
static ssize_t read_blocks(int fd, char *to, size_t room) {
    size_t got = 0;
    while (got < room) {
        ssize_t n = read(fd, to + got, room - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        got += (size_t)n;
        if (n == 0 || got % BLOCK != 0) /* only the end is no whole block */
            break;
    }
    return (ssize_t)got;
}

static ssize_t read_with(const char *path, int flags, char *to, size_t room) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags);
    if (fd < 0)
        return -1;
    if (flags == 0)
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); /* the best there is without O_DIRECT */
    ssize_t n = read_blocks(fd, to, room);
    int err = errno;
    close(fd);
    errno = err;
    return n;
}

bool medium_read(struct arena *mem, const char *path, size_t size, struct str *out) {
    size_t room = (size / BLOCK + 1) * BLOCK; /* more than size: a longer file is seen */
    char *to = arena_alloc(mem, room, BLOCK);
    ssize_t n = read_with(path, O_DIRECT, to, room);
    if (n < 0 && (errno == EINVAL || errno == ENOTSUP))
        n = read_with(path, 0, to, room);
    if (n < 0)
        return false;
    *out = str_of(to, (size_t)n);
    errno = EIO;
    return (size_t)n == size;
}
