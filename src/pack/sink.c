/* Where libzip writes to. It goes back to each local header after the data, through a stream that
 * then gives up what it had gathered: four system calls an entry. Here a seek is a number, and a
 * header that is still in the buffer is written over there. */
#define _GNU_SOURCE
#include "pack/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20 };

struct sink {
    int fd;
    char *buffer;
    size_t held;    /* bytes in the buffer, */
    uint64_t start; /* which belong here in the file */
    uint64_t at;    /* where the next byte goes */
    uint64_t end;
    int failure; /* errno of the write that failed: nothing is written after it */
    zip_error_t error;
};

static zip_int64_t fail(struct sink *s, int code, int err) {
    zip_error_set(&s->error, code, err);
    return -1;
}

static bool put(struct sink *s, const char *p, size_t len, uint64_t at) {
    while (len > 0) {
        ssize_t n = pwrite(s->fd, p, len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s->failure = errno;
            return fail(s, ZIP_ER_WRITE, s->failure) == 0;
        }
        p += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

static bool flush(struct sink *s) {
    size_t held = s->held;
    s->held = 0;
    return s->failure == 0 && put(s, s->buffer, held, s->start);
}

static zip_int64_t write_some(struct sink *s, const void *data, size_t len) {
    if (s->failure != 0)
        return -1; /* said already: whoever was told and went on stops here */
    bool inside = s->at >= s->start && s->at <= s->start + s->held &&
                  len <= BUFFER_BYTES - (size_t)(s->at - s->start);
    if (!inside) {
        if (!flush(s))
            return -1;
        s->start = s->at;
    }
    if (len > BUFFER_BYTES) {
        if (!put(s, data, len, s->at))
            return -1;
    } else {
        size_t from = (size_t)(s->at - s->start);
        if (len > 0)
            memcpy(s->buffer + from, data, len);
        s->held = from + len > s->held ? from + len : s->held;
    }
    s->at += len;
    s->end = s->at > s->end ? s->at : s->end;
    return (zip_int64_t)len;
}

static zip_int64_t seek(struct sink *s, void *data, zip_uint64_t len) {
    zip_int64_t to = zip_source_seek_compute_offset(s->at, s->end, data, len, &s->error);
    if (to < 0)
        return -1;
    s->at = (uint64_t)to;
    return 0;
}

/* There is nothing to be read: the ZIP is a new one. */
static zip_int64_t sink_source(void *state, void *data, zip_uint64_t len,
                               zip_source_cmd_t command) {
    struct sink *s = state;
    switch (command) {
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_WRITE:
        return write_some(s, data, (size_t)len);
    case ZIP_SOURCE_SEEK_WRITE:
        return seek(s, data, len);
    case ZIP_SOURCE_TELL_WRITE:
        return (zip_int64_t)s->at;
    case ZIP_SOURCE_COMMIT_WRITE:
        return flush(s) ? 0 : -1;
    case ZIP_SOURCE_STAT:
        return fail(s, ZIP_ER_READ, ENOENT);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&s->error, data, len);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
            ZIP_SOURCE_REMOVE, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE,
            ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE,
            ZIP_SOURCE_TELL_WRITE, -1);
    default:
        return fail(s, ZIP_ER_OPNOTSUPP, 0);
    }
}

static struct sink *sink_of(struct arena *mem, int fd, uint64_t at) {
    if (fd < 0)
        return NULL;
    struct sink *s = arena_new(mem, struct sink);
    s->fd = fd;
    s->start = s->at = s->end = at;
    s->buffer = arena_alloc(mem, BUFFER_BYTES, 1);
    zip_error_init(&s->error);
    return s;
}

struct sink *sink_open(struct arena *mem, const char *path) {
    return sink_of(mem, open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666), 0);
}

struct sink *sink_open_at(struct arena *mem, const char *path, uint64_t at) {
    return sink_of(mem, open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW), at);
}

zip_t *sink_zip(struct sink *s) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_function_create(sink_source, s, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_CREATE, &error);
    if (zip == NULL && source != NULL)
        zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

bool sink_put(struct sink *s, struct str bytes) {
    return write_some(s, bytes.p, bytes.len) == (zip_int64_t)bytes.len;
}

bool sink_copy(struct sink *s, int from, uint64_t at, uint64_t bytes) {
    off_t in = (off_t)at, out = (off_t)s->at;
    if (!flush(s))
        return false;
    for (uint64_t left = bytes; left > 0;) {
        ssize_t n = copy_file_range(from, &in, s->fd, &out, left, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false; /* what was copied is written over */
        left -= (uint64_t)n;
    }
    s->at += bytes;
    return true;
}

bool sink_close(struct sink *s) {
    bool ok = flush(s);
    if (close(s->fd) != 0 && ok)
        return false;
    errno = s->failure;
    return ok;
}
