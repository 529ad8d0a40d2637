/* Compressing files into a nameless spool: each thread has its own compressor, the spool gives
 * every file a region by one atomic addition. What is spooled never has to stay in memory. A ZIP
 * written before can be read as a spool, too. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack/pack.h"
#include "pack/spool.h"

/* Compressing was a quarter of a build at level 6; level 1 takes half of that time, and the packs
 * grow by 2 to 5 %. One level everywhere: deltas compress again what others compressed. */
enum { DEFLATE_LEVEL = 1, WINDOW_BYTES = 64 << 10 };

struct pack_spool {
    struct arena mem;
    int fd;
    const char *folder;
    atomic_uint_least64_t end;
};

struct pack_deflater {
    struct libdeflate_compressor *compressor;
    struct libdeflate_decompressor *decompressor;
    struct buf packed;
    struct arena mem;
};

static struct pack_spool *make_spool(struct arena *mem, int fd, const char *folder) {
    struct pack_spool *s = arena_new(mem, struct pack_spool);
    s->fd = fd;
    s->folder = arena_cstr(mem, str_from(folder));
    atomic_init(&s->end, 0);
    s->mem = *mem;
    return s;
}

struct pack_spool *pack_spool_open(const char *folder, struct diags *d) {
    struct arena mem = {0};
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) { /* a file system without nameless files: make one and take its name away */
        char *name = arena_cstr(&mem, arena_printf(&mem, "%s/.spool-XXXXXX", folder));
        fd = mkostemp(name, O_CLOEXEC);
        if (fd >= 0 && unlink(name) != 0) {
            close(fd);
            fd = -1;
        }
    }
    if (fd < 0) {
        diag_system(d, folder, errno, "pack/spool", "cannot make a temporary file here");
        arena_finish(&mem);
        return NULL;
    }
    return make_spool(&mem, fd, folder);
}

struct pack_spool *pack_spool_open_zip(const char *path) {
    struct arena mem = {0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return make_spool(&mem, fd, path);
    if (fd >= 0)
        close(fd);
    return NULL;
}

struct pack_spool *pack_spool_open_memory(struct diags *d) {
    struct arena mem = {0};
    int fd = memfd_create("spool", MFD_CLOEXEC);
    if (fd < 0) {
        diag_system(d, "memory", errno, "pack/spool", "cannot keep a file in memory");
        return NULL;
    }
    return make_spool(&mem, fd, "memory");
}

void pack_spool_close(struct pack_spool *s) {
    if (s == NULL)
        return;
    close(s->fd);
    struct arena mem = s->mem;
    arena_finish(&mem);
}

static bool append(struct pack_spool *s, struct str bytes, struct pack_entry *entry,
                   struct diags *d) {
    uint64_t at = atomic_fetch_add(&s->end, bytes.len);
    entry->spool = s;
    entry->spool_offset = at;
    entry->spool_bytes = bytes.len;
    while (bytes.len > 0) {
        ssize_t n = pwrite(s->fd, bytes.p, bytes.len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_system(d, s->folder, errno, "pack/spool", "cannot write a temporary file");
        at += (uint64_t)n;
        bytes = str_from_offset(bytes, (size_t)n);
    }
    return true;
}

/* --- reading */

int spool_file(const struct pack_spool *s) {
    return s->fd;
}

/* Bytes read, fewer only at the end of the file; SIZE_MAX with errno. */
static size_t read_at(int fd, char *to, size_t count, uint64_t at) {
    size_t got = 0;
    while (got < count) {
        ssize_t n = pread(fd, to + got, count - got, (off_t)(at + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SIZE_MAX;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return got;
}

static bool is_inside(const struct pack_window *w, const struct pack_entry *e) {
    return w->of == e->spool && e->spool_offset >= w->start &&
           e->spool_offset - w->start <= w->bytes.len &&
           e->spool_bytes <= w->bytes.len - (e->spool_offset - w->start);
}

bool pack_fetch(struct pack_window *w, const struct pack_entry *e, struct str *out) {
    if (e->spool_bytes > SIZE_MAX / 2 || e->spool_offset > INT64_MAX / 2) {
        errno = EOVERFLOW;
        return false;
    }
    if (!is_inside(w, e)) {
        size_t size = e->spool_bytes > WINDOW_BYTES ? (size_t)e->spool_bytes : WINDOW_BYTES;
        buf_reset(&w->bytes);
        w->of = NULL;
        size_t got = read_at(e->spool->fd, buf_reserve(&w->bytes, size), size, e->spool_offset);
        if (got == SIZE_MAX)
            return false;
        w->bytes.len = got;
        w->start = e->spool_offset;
        w->of = e->spool;
    }
    if (!is_inside(w, e)) {
        errno = EIO; /* the file has become shorter */
        return false;
    }
    *out = str_slice(buf_str(&w->bytes), (size_t)(e->spool_offset - w->start),
                     (size_t)(e->spool_offset - w->start + e->spool_bytes));
    return true;
}

void pack_window_finish(struct pack_window *w) {
    buf_finish(&w->bytes);
    *w = (struct pack_window){0};
}

/* --- compressing */

struct pack_deflater *pack_deflater_open(void) {
    struct arena mem = {0};
    struct pack_deflater *c = arena_new(&mem, struct pack_deflater);
    c->compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    c->decompressor = libdeflate_alloc_decompressor();
    if (c->compressor == NULL || c->decompressor == NULL)
        arena_out_of_memory();
    c->mem = mem;
    return c;
}

void pack_deflater_close(struct pack_deflater *c) {
    if (c == NULL)
        return;
    libdeflate_free_compressor(c->compressor);
    libdeflate_free_decompressor(c->decompressor);
    buf_finish(&c->packed);
    struct arena mem = c->mem;
    arena_finish(&mem);
}

/* Formats that are compressed already gain nothing and would only cost the reader's time. */
static bool is_packed_already(struct str path) {
    static const char *const endings[] = {".png", ".jpg", ".gif", ".webp", ".pdf", ".epub", ".zip"};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_ends(path, str_from(endings[i])))
            return true;
    return str_is(path, "mimetype"); /* an EPUB's, which must be stored */
}

/* Bytes of the deflated form in c->packed, or 0 when storing is no larger, or when the reader would
 * take the file for a bomb. */
static size_t deflate(struct pack_deflater *c, struct str bytes) {
    if (bytes.len < 2)
        return 0;
    buf_reset(&c->packed);
    char *to = buf_reserve(&c->packed, bytes.len);
    size_t packed =
        libdeflate_deflate_compress(c->compressor, bytes.p, bytes.len, to, bytes.len - 1);
    return bytes.len > packed * pack_limits_default.ratio_max ? 0 : packed;
}

void pack_digest(struct str path, struct str bytes, const uint8_t *sha256, struct pack_entry *out) {
    *out = (struct pack_entry){.path = path, .size_bytes = bytes.len};
    if (sha256 != NULL)
        memcpy(out->sha256, sha256, sizeof(out->sha256));
    else
        sign_sha256(bytes, out->sha256);
}

bool pack_compress(struct pack_deflater *c, struct pack_spool *s, struct str bytes,
                   struct pack_entry *entry, struct diags *d) {
    size_t packed = is_packed_already(entry->path) ? 0 : deflate(c, bytes);
    struct str spooled = packed == 0 ? bytes : str_of(c->packed.p, packed);
    entry->crc = libdeflate_crc32(0, bytes.p, bytes.len);
    entry->stored = packed == 0;
    if (entry->stored)
        memcpy(entry->spool_sha256, entry->sha256, sizeof(entry->sha256));
    else
        sign_sha256(spooled, entry->spool_sha256);
    return append(s, spooled, entry, d);
}

bool pack_add(struct pack_deflater *c, struct pack_spool *s, struct str path, struct str bytes,
              struct pack_entry *out, struct diags *d) {
    pack_digest(path, bytes, NULL, out);
    return pack_compress(c, s, bytes, out, d);
}

bool pack_unpack(struct pack_deflater *c, struct str spooled, bool stored, size_t size_bytes,
                 struct buf *out) {
    if (stored) {
        buf_put(out, spooled);
        return spooled.len == size_bytes;
    }
    char *to = buf_reserve(out, size_bytes);
    /* No pointer for the size reached: then anything but exactly `size_bytes` is refused. */
    if (libdeflate_deflate_decompress(c->decompressor, spooled.p, spooled.len, to, size_bytes,
                                      NULL) != LIBDEFLATE_SUCCESS)
        return false;
    out->len += size_bytes;
    return true;
}
