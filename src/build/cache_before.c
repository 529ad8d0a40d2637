/* What the build before left of each profile: read, checked and taken apart in a thread of its own,
 * while this build loads its sources, because it asks for none of them. Which profiles will be made
 * is not known then: those named on the command line, or all there are. As long as nobody asks for
 * the outcome the thread goes on with the ZIPs: it digests what is in them. */
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/cache.h"

enum { INDEX_BYTES_MAX = 1 << 30 };

static const char magic[16] = "pamphlet pages 8";

struct cache_ahead {
    struct pool_task task;
    const struct sign_seal *seal;
    const char *out;
    const char *boot; /* or NULL */
    struct cache_before *items;
    size_t count;
    atomic_bool asked;
};

const char *cache_file(struct build *b, struct str profile) {
    return arena_printf(&b->mem, "%s/" CACHE_FOLDER "/%.*s.pages", b->options->out,
                        STR_ARG(profile))
        .p;
}

bool cache_read_at(int fd, void *to, size_t size, uint64_t at) {
    char *p = to;
    while (size > 0) {
        ssize_t n = pread(fd, p, size, (off_t)at);
        if (n <= 0)
            return false;
        p += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

struct cache_trailer cache_trailer_of(const struct sign_seal *seal, struct str index) {
    struct cache_trailer t;
    memcpy(t.magic, magic, sizeof(magic));
    sign_seal_make(seal, index, t.seal);
    return t;
}

static bool read_index(const struct sign_seal *seal, int fd, struct arena *mem, struct str *index) {
    struct cache_trailer t;
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(t) ||
        st.st_size > INDEX_BYTES_MAX)
        return false;
    size_t size = (size_t)st.st_size - sizeof(t);
    char *p = arena_alloc(mem, size + 1, 1);
    *index = str_of(p, size);
    return cache_read_at(fd, &t, sizeof(t), size) && memcmp(t.magic, magic, sizeof(magic)) == 0 &&
           cache_read_at(fd, p, size, 0) && sign_seal_holds(seal, *index, t.seal);
}

/* No device has it: marks of another run of the system prove nothing. */
#define NO_DEVICE UINT64_MAX

static bool read_entries(struct cache_before *c, const char *boot, struct str index) {
    if (!cache_read_head(&index, &c->head))
        return false;
    if (boot == NULL || !str_is(c->head.boot, boot))
        c->head.device = NO_DEVICE;
    c->items = arena_array(&c->mem, struct cached, c->head.count);
    for (size_t i = 0; i < c->head.count; i++)
        if (!cache_read_entry(&index, &c->head, &c->items[i]))
            return false;
    return index.len == 0;
}

/* The ZIP that the index names, which stands in the output folder. */
static struct pack_spool *open_zip(const char *out, struct str name) {
    struct arena mem = {0};
    if (name.len == 0 || name.p[0] == '.' || str_find_char(name, '/') != SIZE_MAX ||
        str_find_char(name, '\0') != SIZE_MAX)
        return NULL;
    struct pack_spool *zip =
        pack_spool_open_zip(arena_printf(&mem, "%s/%.*s", out, STR_ARG(name)).p);
    arena_finish(&mem);
    return zip;
}

bool cache_fetch(struct pack_window *w, struct pack_entry *e, struct str *packed) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    if (e->spool_bytes > e->size_bytes || e->size_bytes > SIZE_MAX / 2 ||
        !pack_fetch_recorded(w, e, packed))
        return false;
    sign_sha256(*packed, sha256);
    return memcmp(sha256, e->spool_sha256, sizeof(sha256)) == 0;
}

static void digest_ahead(struct cache_ahead *all, struct cache_before *c) {
    struct pack_window window = {0};
    struct str packed;
    for (size_t i = 0; i < c->head.count && !atomic_load(&all->asked); i++)
        c->items[i].is_right = cache_fetch(&window, &c->items[i].entry, &packed);
    pack_window_finish(&window);
}

static void read_all(void *ctx) {
    struct cache_ahead *all = ctx;
    for (size_t i = 0; i < all->count; i++) {
        struct cache_before *c = &all->items[i];
        struct str index;
        int fd = open(c->file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        c->found = fd >= 0 && read_index(all->seal, fd, &c->mem, &index) &&
                   read_entries(c, all->boot, index);
        if (fd >= 0)
            close(fd);
        c->zip = c->found ? open_zip(all->out, c->head.zip_name) : NULL;
        for (size_t k = 0; c->zip != NULL && k < c->head.count; k++)
            c->items[k].entry.spool = c->zip;
    }
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].zip != NULL)
            digest_ahead(all, &all->items[i]);
}

void cache_begin(struct build *b) {
    const char *const *names = b->options->profiles;
    if (!cache_is_wanted(b))
        return;
    if (names == NULL)
        names = config_profile_names;
    struct cache_ahead *all = arena_new(&b->mem, struct cache_ahead);
    while (names[all->count] != NULL)
        all->count++;
    all->items = arena_array(&b->mem, struct cache_before, all->count);
    for (size_t i = 0; i < all->count; i++) {
        all->items[i].profile = str_from(names[i]);
        all->items[i].file = cache_file(b, all->items[i].profile);
    }
    all->seal = b->options->seal;
    all->out = b->options->out;
    all->boot = b->options->boot;
    atomic_init(&all->asked, b->options->threads == 1); /* then it would only be done twice */
    b->ahead = all;
    pool_begin(&all->task, b->options->threads > 1, read_all, all);
}

struct cache_before *cache_before(struct build *b, struct str profile) {
    struct cache_ahead *all = b->ahead;
    atomic_store(&all->asked, true);
    pool_wait(&all->task);
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].found && str_eq(all->items[i].profile, profile))
            return &all->items[i];
    return NULL;
}

void cache_end(struct build *b) {
    struct cache_ahead *all = b->ahead;
    if (all == NULL)
        return;
    atomic_store(&all->asked, true);
    pool_wait(&all->task);
    for (size_t i = 0; i < all->count; i++) {
        pack_spool_close(all->items[i].zip);
        arena_finish(&all->items[i].mem);
    }
    b->ahead = NULL;
}
