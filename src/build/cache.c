/* The cache of one profile: opened when its files are planned, asked for each of them, saved when
 * everything has passed. Whatever is wrong with it only makes the build slower, so nothing here is
 * an error. */
#include "build/cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INDEX_BYTES_MAX = 1 << 30 };

static const char magic[16] = "pamphlet pages 1";

/* The last bytes of the file. The digest is of the index, which begins with the key of the places.
 */
struct trailer {
    char magic[sizeof(magic)];
    uint64_t index_offset, index_bytes;
    uint8_t sha256[SIGN_SHA256_BYTES];
};

/* --- opening */

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

static bool read_index(int fd, struct arena *mem, struct str *index) {
    struct trailer t;
    struct stat st;
    uint8_t sha256[SIGN_SHA256_BYTES];
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(t))
        return false;
    uint64_t end = (uint64_t)st.st_size - sizeof(t);
    if (!cache_read_at(fd, &t, sizeof(t), end) || memcmp(t.magic, magic, sizeof(magic)) != 0 ||
        t.index_bytes > INDEX_BYTES_MAX || t.index_offset > end ||
        t.index_bytes != end - t.index_offset)
        return false;
    char *p = arena_alloc(mem, (size_t)t.index_bytes + 1, 1);
    *index = str_of(p, (size_t)t.index_bytes);
    if (!cache_read_at(fd, p, index->len, t.index_offset))
        return false;
    sign_sha256(*index, sha256);
    return memcmp(sha256, t.sha256, sizeof(sha256)) == 0;
}

static bool read_entries(struct cache *c, struct arena *mem, struct str index) {
    struct cached one;
    bool bad = false;
    size_t cap = 0;
    if (index.len < sizeof(c->places))
        return false;
    c->same_places = memcmp(index.p, c->places.digest, sizeof(c->places.digest)) == 0;
    index = str_from_offset(index, sizeof(c->places.digest));
    while (cache_next_entry(&index, &one, &bad))
        *arena_push(mem, &c->items, &c->count, &cap) = one;
    map_init(&c->by_path, mem, c->count);
    for (size_t i = 0; i < c->count; i++)
        map_add(&c->by_path, c->items[i].path, (uint32_t)i);
    return !bad;
}

static const char *file_of(struct build *b, const struct profile_output *o) {
    return arena_printf(&b->mem, "%s/" CACHE_FOLDER "/%.*s.pages", b->options->out,
                        STR_ARG(o->profile->name))
        .p;
}

static void open_before(struct build *b, const struct profile_output *o, struct cache *c) {
    struct str index;
    c->fd = open(file_of(b, o), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (c->fd >= 0 && read_index(c->fd, &b->mem, &index) && read_entries(c, &b->mem, index))
        return;
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    c->count = 0;
}

bool cache_is_wanted(const struct build *b) {
    return !b->options->check_only && !b->options->no_zip && !b->options->no_cache;
}

void cache_open(struct build *b, struct profile_output *o) {
    if (!cache_is_wanted(b))
        return;
    struct cache *c = arena_new(&b->mem, struct cache);
    c->fd = -1;
    if (!cache_keys(b, o, c))
        return;
    c->keys = arena_array(&b->mem, struct cache_key, o->files.cap);
    c->kept = arena_array(&b->mem, bool, o->files.cap);
    c->in_place = arena_array(&b->mem, bool, o->files.cap);
    open_before(b, o, c);
    o->cache = c;
}

void cache_close(struct profile_output *o) {
    if (o->cache == NULL)
        return;
    if (o->cache->fd >= 0)
        close(o->cache->fd);
    buf_finish(&o->cache->index);
    o->cache = NULL;
}

/* --- asking */

/* The bytes in the spool of the build before, in w->packed. */
static bool load_packed(const struct cache *c, struct worker *w, const struct pack_entry *e) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    buf_reset(&w->packed);
    if (e->spool_bytes > e->size_bytes || e->size_bytes > SIZE_MAX / 2)
        return false;
    char *to = buf_reserve(&w->packed, (size_t)e->spool_bytes);
    if (!cache_read_at(c->fd, to, (size_t)e->spool_bytes, e->spool_offset))
        return false;
    w->packed.len = (size_t)e->spool_bytes;
    sign_sha256(buf_str(&w->packed), sha256);
    return memcmp(sha256, e->spool_sha256, sizeof(sha256)) == 0;
}

static const struct cached *find(const struct cache *c, struct str path) {
    uint32_t at = c == NULL || c->count == 0 ? MAP_NONE : map_get(&c->by_path, path);
    return at == MAP_NONE ? NULL : &c->items[at];
}

/* The path of this build, whose memory outlives the cache's. */
static void take_entry(struct pack_entry *to, const struct pack_entry *from, struct str path) {
    *to = *from;
    to->path = path;
}

/* The stage has the file with the right bytes: they are in w->bytes. */
static bool is_in_place(struct profile_output *o, struct worker *w, uint32_t index,
                        const struct cached *had) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    if (!fs_stage_read(&o->stage, had->path, (size_t)had->entry.size_bytes, &w->bytes))
        return false;
    sign_sha256(buf_str(&w->bytes), sha256);
    o->cache->in_place[index] = memcmp(sha256, had->entry.sha256, sizeof(sha256)) == 0;
    return o->cache->in_place[index];
}

bool cache_take(const struct build *b, struct profile_output *o, struct worker *w, uint32_t index) {
    struct cache *c = o->cache;
    const struct file *f = &o->files.items[index];
    if (c == NULL)
        return false;
    bool body = f->page != NULL && f->page->document != NULL;
    c->keys[index] = cache_key_of(c, f, body ? f->page->document->body : f->bytes);
    const struct cached *had = find(c, f->path);
    if (had == NULL || !c->same_places ||
        memcmp(had->key.digest, c->keys[index].digest, sizeof(had->key.digest)) != 0 ||
        !load_packed(c, w, &had->entry) ||
        !cache_read_found(had->found, &w->keep, o->set.count, &o->audits[index]) ||
        (f->page != NULL && !cache_read_fragments(had->fragments, &w->keep, &b->site, f->page,
                                                  &o->results[f->page->index])))
        return false;
    if (is_in_place(o, w, index, had)) {
        take_entry(&o->entries[index], &had->entry, f->path);
        w->taken++;
        return true;
    }
    buf_reset(&w->bytes);
    if (!pack_unpack(w->deflater, buf_str(&w->packed), had->entry.stored,
                     (size_t)had->entry.size_bytes, &w->bytes))
        return false;
    take_entry(&o->entries[index], &had->entry, f->path);
    w->taken++;
    return true;
}

bool cache_take_packed(struct profile_output *o, struct worker *w, uint32_t index, bool *audited) {
    struct pack_entry *e = &o->entries[index];
    const struct cached *had = find(o->cache, e->path);
    *audited = false;
    if (had == NULL || had->entry.size_bytes != e->size_bytes ||
        memcmp(had->entry.sha256, e->sha256, sizeof(e->sha256)) != 0 ||
        !load_packed(o->cache, w, &had->entry))
        return false;
    *audited = o->cache->same_places &&
               cache_read_found(had->found, &w->keep, o->set.count, &o->audits[index]);
    take_entry(e, &had->entry, e->path);
    return true;
}

void cache_keep(struct profile_output *o, uint32_t index) {
    if (o->cache != NULL)
        o->cache->kept[index] = true;
}

/* --- the tree */

static const char *tree_of(struct build *b, const struct profile_output *o) {
    return arena_printf(&b->mem, "%s/" CACHE_FOLDER "/%.*s", b->options->out,
                        STR_ARG(o->profile->name))
        .p;
}

static bool is_planned(void *ctx, struct str path) {
    const struct profile_output *o = ctx;
    return map_get(&o->set.by_path, path) != MAP_NONE;
}

bool cache_adopt(struct build *b, struct profile_output *o) {
    return o->cache == NULL ||
           fs_stage_adopt(&o->stage, tree_of(b, o), BUILD_MARKER, is_planned, o, b->d);
}

bool cache_in_place(struct profile_output *o, struct worker *w, uint32_t index, struct str bytes) {
    if (o->cache == NULL || o->cache->in_place[index] ||
        !fs_stage_read(&o->stage, o->files.items[index].path, bytes.len, &w->there))
        return o->cache != NULL && o->cache->in_place[index];
    o->cache->in_place[index] = str_eq(buf_str(&w->there), bytes);
    return o->cache->in_place[index];
}

bool cache_is_in_place(void *ctx, struct str path) {
    const struct profile_output *o = ctx;
    uint32_t index = o->cache == NULL ? MAP_NONE : map_get(&o->set.by_path, path);
    return index != MAP_NONE && o->cache->in_place[index];
}

/* --- saving */

const char *cache_spool_path(struct build *b, const struct profile_output *o) {
    return arena_printf(&b->mem, "%s/%.*s.pages", b->building, STR_ARG(o->profile->name)).p;
}

void cache_note(struct profile_output *o) {
    struct cache *c = o->cache;
    if (c == NULL)
        return;
    buf_put(&c->index, str_of((const char *)c->places.digest, sizeof(c->places.digest)));
    for (size_t i = 0; i < o->files.count; i++) {
        const struct page *page = o->files.items[i].page;
        if (c->kept[i])
            cache_put_entry(&c->index, &c->keys[i], &o->entries[i], &o->audits[i],
                            page == NULL ? NULL : &o->results[page->index]);
    }
}

bool cache_seal(struct build *b, struct profile_output *o) {
    struct trailer t = {.index_bytes = 0};
    uint64_t ignored;
    if (o->cache == NULL)
        return true;
    struct str index = buf_str(&o->cache->index);
    memcpy(t.magic, magic, sizeof(magic));
    t.index_bytes = index.len;
    sign_sha256(index, t.sha256);
    return pack_spool_put(o->spool, index, &t.index_offset, b->d) &&
           pack_spool_put(o->spool, str_of((const char *)&t, sizeof(t)), &ignored, b->d);
}

void cache_publish(struct build *b, const struct profile_output *o) {
    if (o->cache == NULL)
        return;
    const char *folder = arena_printf(&b->mem, "%s/" CACHE_FOLDER, b->options->out).p;
    (void)mkdir(folder, 0777); /* it is there, or the rename fails */
    (void)rename(cache_spool_path(b, o), file_of(b, o));
    (void)fs_stage_leave(&o->stage, tree_of(b, o));
}
